package foreign

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// form is how a question is answered.
type form int

const (
	unknown form = iota
	yesNo
	onScale // on a scale, or by more or less
	inWords // as long as it takes
	inLine  // a name, an address
	oneOf
	someOf
	number
	date
	countries
	document
)

// kinds are the words for a form in a column for the kinds of answers, as [plain]
// gives them.
var kinds = map[form]string{
	yesNo:     "yes no, yesno, yes or no, y n, boolean, bool, true false, checkbox, check, yes no na, yes no n a, yes no not applicable, ja nein, compliance",
	onScale:   "scale, rating, maturity, maturity level, likert, score, grade, graded, control, 0 4, 1 4, 0 5, 1 5, 0 3, 1 3, 1 10, 0 10, level",
	inWords:   "text, free text, freetext, open, open answer, openanswer, open ended, open text, narrative, long text, longtext, textarea, text area, paragraph, multi line, multi line text, multiline, comment, string, essay, explanation, describe, description, both",
	inLine:    "short text, shorttext, single line, single line text, line, name, email, e mail, phone, url, address",
	oneOf:     "choice, single choice, singlechoice, single select, dropdown, drop down, drop down list, list, select, select one, radio, radio button, radio buttons, unique choice, pick one, predefinedanswers, predefined answers, multiple choice, multiplechoice, options, option",
	someOf:    "choices, multiple, multi choice, multi select, multiselect, multiple select, multiple selection, multiple answers, checkboxes, check boxes, select all, select all that apply, predefinedmultiplechoice, pick many, tags",
	number:    "number, numeric, integer, int, count, quantity, amount, decimal",
	date:      "date, day, calendar",
	countries: "country, countries, location, locations",
	document:  "file, file upload, upload, attachment, document, documents, evidence, attach",
}

// formOf reads the word for a form.
func formOf(words string) form {
	// plain leaves the part in brackets out: "Choice (one)".
	name := plain(words)
	for as, list := range kinds {
		if slices.Contains(strings.Split(list, ", "), name) {
			return as
		}
	}
	return unknown
}

// The words for answers.
var (
	yesWords  = "yes, y, true, ja, si, sí, oui, да, 是, はい, compliant"
	noWords   = "no, n, false, nein, non, нет, 否, いいえ, non compliant, noncompliant"
	skipWords = "na, n a, not applicable, none of the above, unknown, not sure, don t know, dont know, to be determined, tbd"
	moreWords = "partial, partially, partly, in part, in progress, planned, partially implemented, partially compliant, partially in place, " +
		"fully, full, fully implemented, implemented, fully compliant, fully in place, in place, largely implemented, largely, mostly, not implemented, not in place, " +
		"none, ad hoc, initial, repeatable, defined, managed, measured, optimized, optimised, optimizing, optimising, low, medium, high, poor, fair, good, excellent, " +
		"never, rarely, sometimes, often, always, strongly disagree, disagree, neutral, agree, strongly agree, basic, advanced, developing, established"
)

func among(word, list string) bool { return slices.Contains(strings.Split(list, ", "), word) }

var (
	boxes  = strings.NewReplacer("☐", "\n", "☑", "\n", "☒", "\n", "□", "\n", "◻", "\n", "○", "\n", "•", "\n", "●", "\n", "[ ]", "\n", "( )", "\n", "|", "\n", ";", "\n")
	scales = regexp.MustCompile(`^(?:.*\D)?([0-9]{1,2})\s*(?:-|–|to|\.\.)\s*([0-9]{1,2})(?:\D.*)?$`)
	dashed = regexp.MustCompile(`^(?:[0-9]{1,2}|[A-Za-z])[.)]\s+`)
	scored = regexp.MustCompile(`^([0-9]{1,2})\s*[-–=:]\s*\S`)
)

// splitOptions cuts a list of options: by lines, boxes, semicolons, bars, and only if
// there are none of these, by slashes or commas.
func splitOptions(words string) []string {
	parts := fields(boxes.Replace(words), "\n")
	if len(parts) == 1 {
		parts = fields(strings.ReplaceAll(strings.ReplaceAll(parts[0], "N/A", "N-A"), "n/a", "n-a"), "/")
	}
	if len(parts) == 1 {
		parts = fields(words, ",")
	}
	for n := range parts {
		parts[n] = strings.ReplaceAll(strings.ReplaceAll(parts[n], "N-A", "N/A"), "n-a", "n/a")
		if cut := dashed.ReplaceAllString(parts[n], ""); cut != "" {
			parts[n] = cut
		}
	}
	return slices.DeleteFunc(parts, func(part string) bool { return part == "" })
}

func fields(words, between string) []string {
	var all []string
	for part := range strings.SplitSeq(words, between) {
		if part = strings.Trim(strings.TrimSpace(part), "-–*"); strings.TrimSpace(part) != "" {
			all = append(all, strings.TrimSpace(part))
		}
	}
	return all
}

// formOfOptions tells by the options how a question is answered: Yes and No, more or
// less of something, or one of several.
func formOfOptions(options []string) form {
	yes, no, more, others := false, false, 0, 0
	for _, option := range options {
		switch word := plain(option); {
		case among(word, yesWords):
			yes = true
		case among(word, noWords):
			no = true
		case among(word, skipWords), among(simple(option), skipWords), word == "":
		case among(word, moreWords), isFigure(option), scored.MatchString(option):
			more++
		default:
			others++
		}
	}
	switch {
	case others == 0 && more == 0 && yes && no:
		return yesNo
	case others == 0 && more > 0 && (more > 1 || yes || no):
		return onScale
	case len(options) > 1:
		return oneOf
	}
	return unknown
}

func isFigure(text string) bool {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	return err == nil && n >= 0 && n <= 10
}

// givenForm reads a cell of a column for answers, or for their kind: it can hold the
// kind, the options or a scale. answered is true for a cell with an answer.
func givenForm(words string) (as form, options []string, answered bool) {
	if as := formOf(words); as != unknown {
		return as, nil, false
	}
	if kind, list, found := strings.Cut(words, ":"); found && formOf(kind) != unknown {
		// Choice: red, green
		if options := splitOptions(list); len(options) > 1 {
			if as := formOfOptions(options); as != oneOf {
				return as, options, false
			}
			return formOf(kind), options, false
		}
	}
	if m := scales.FindStringSubmatch(words); m != nil && len(words) <= 60 {
		from, errFrom := strconv.Atoi(m[1])
		to, errTo := strconv.Atoi(m[2])
		if errFrom == nil && errTo == nil && from < to && to <= 10 {
			return onScale, nil, false
		}
	}
	if word := plain(words); among(word, yesWords) || among(word, noWords) || among(simple(words), skipWords) {
		return yesNo, nil, true
	}
	if options := splitOptions(words); len(options) > 1 && len(options) <= mostOptions && shortest(options) {
		return formOfOptions(options), options, false
	}
	return unknown, nil, true
}

// mostOptions is how many choices a question can have.
const mostOptions = 60

// shortest reports whether the texts are short enough for options.
func shortest(options []string) bool {
	return !slices.ContainsFunc(options, func(option string) bool { return len(strings.Fields(option)) > 12 })
}

// begins are the words with which a question for yes or no begins.
var begins = "do, does, did, is, are, was, were, has, have, had, can, could, will, would, should, must, may, shall, if yes does, if so do"

// isYesNo reports whether a question asks for yes or no: Do you encrypt backups?
func isYesNo(question string) bool {
	first, _, _ := strings.Cut(simple(question), " ")
	return among(first, begins)
}

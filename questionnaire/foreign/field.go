package foreign

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Field is the meaning of a column.
type Field string

// The fields. People write these names in a [Map].
const (
	ID         Field = "id"
	Number     Field = "number" // in the numbering of the file, such as 4.2
	Section    Field = "section"
	Subsection Field = "subsection"
	Title      Field = "title"
	Question   Field = "question"
	Why        Field = "why"    // the reason for the question, and guidance
	Answer     Field = "answer" // how the question is answered: yes/no, text, 1-5
	Options    Field = "options"
	Weight     Field = "weight"
	Mandatory  Field = "mandatory" // the vendor must meet it
	Cites      Field = "cites"
	Expected   Field = "expected" // the answer that is wanted
	Evidence   Field = "evidence"
	Probes     Field = "probes"
	RedFlags   Field = "red_flags"
	AskedOf    Field = "asked_of"
	Phase      Field = "phase"
	Sources    Field = "sources" // ids of other lists, such as of a control

	// Given is an answer of a vendor. Its form can tell how the question is
	// answered; the answer itself has no place in a questionnaire.
	Given  Field = "given"
	Remark Field = "remark" // of a vendor or an evaluator
	Ignore Field = "ignore"
)

// Fields lists the fields that people can name in a [Map].
func Fields() []Field {
	return []Field{
		Question, ID, Number, Section, Subsection, Title, Why, Answer, Options, Weight, Mandatory, Cites, Expected, Evidence, Probes, RedFlags,
		AskedOf, Phase, Sources, Ignore,
	}
}

// spellings are the usual headings of each field, as [plain] gives them. Those of
// one field that come first mean it more surely: of two columns for one text, the
// one with the earlier spelling is taken.
var spellings = []struct {
	field Field
	words string
}{
	{Question, "question text, question, questions, question request, control question, assessment question, consensus assessment question, " +
		"question description, vendor question, security question, control text, requirement text, requirement, requirements, security requirement, " +
		"requirement description, inquiry, query, ask, prompt, question requirement, statement, criterion, criteria, control statement, frage, pregunta"},
	{ID, "id, question id, ques id, new id, item id, requirement id, req id, unique id, identifier, question code, code, ref id, ref, reference, " +
		"reference id, reference number, ref no, ref number, question reference, control id, control ref, key"},
	{Number, "no, nr, number, num, ques num, question number, question no, question num, q no, q, item number, item no, item, line, " +
		"seq, sequence, sequence number, sl no, s no, sr no, serial no, serial number, row, chapter number, section number"},
	{Section, "section, section name, section title, domain, domain title, domain name, ccm domain title, category, question category, category name, area, topic, theme, " +
		"chapter, chapter title, chapter name, group, question group, control family, family, control domain, security domain, risk domain, subject area, heading, module"},
	{Subsection, "subsection, sub section, sub category, subcategory, sub domain, subdomain, sub group, subgroup, sub topic, control objective, control area"},
	{Title, "title, question title, short title, short name, control title, control name, ccm control title, requirement title, label, summary, name"},
	{Why, "reason for question, why, why we ask, reason, rationale, purpose, intent, guidance, standard guidance, question guidance, vendor guidance, " +
		"help, help text, hint, tooltip, instructions, instruction, explanation of question, background, context, clarification, discussion, " +
		"ccm control specification, control specification, chapter description, description, details"},
	{Answer, "answer type, response type, question type, type of answer, type of response, answer format, response format, field type, input type, " +
		"expected response type, type, format"},
	{Options, "answer options, response options, options, answer choices, response choices, choices, predefined answers, allowed values, allowed answers, " +
		"possible answers, possible values, valid responses, valid answers, dropdown, dropdown values, drop down, drop down values, dropdown options, picklist, values"},
	{Weight, "weight, default weight, weighting, question weight, points, max points, maximum points, importance, default importance, priority, criticality, " +
		"risk, risk level, risk rating, risk weight, severity"},
	{Mandatory, "knock out, knockout, ko, k o, ko criterion, knock out criterion, mandatory, must have, must, non negotiable, deal breaker, dealbreaker, showstopper, show stopper, " +
		"hard gate, mandatory optional, minimum requirement"},
	{Cites, "citation, citations, cites, regulatory citation, regulatory reference, regulation, regulations, legal basis, legal reference, law, cfr, authority, " +
		"hipaa, hipaa citation, hipaa reference, hipaa mapping, hipaa security rule, hipaa rule, standard, standards, mapping, mappings, control mapping, " +
		"framework, frameworks, framework mapping, references, iso 27001, iso 27002, nist, nist csf, nist 800 53, nist sp 800 53, pci dss, soc 2"},
	{Expected, "expected answer, expected response, compliant response, compliant answer, preferred answer, preferred response, correct answer, ideal answer, " +
		"ideal response, good answer, what good looks like, acceptance criteria, pass criteria, assessment criteria, evaluation criteria, scoring guidance, " +
		"scoring criteria, listen for, look for, evaluator guidance"},
	{Evidence, "evidence, evidence required, required evidence, evidence requested, evidence request, expected evidence, typical evidence, evidence examples, " +
		"documentation required, required documentation, required documents, documents required, documents, artifacts, artefacts, proof"},
	{Probes, "probes, probing questions, follow up questions, follow up question, follow up, follow ups, followup, follow up inquiries responses, " +
		"follow up inquiries, sub questions, additional questions"},
	{RedFlags, "red flags, red flag, warning signs, bad answer, bad answers"},
	{AskedOf, "asked of, respondent, answered by, addressee, audience"},
	{Phase, "phase, stage, lifecycle phase, engagement phase"},
	{Sources, "ccm control id, control ids, source, sources, source id"},
	{Given, "answer, answers, response, responses, vendor response, vendor answer, vendor answers, vendor responses, supplier response, supplier answer, solution provider response, csp caiq answer, " +
		"your answer, your response, reply, yes no, yes no na, yes no n a, y n, y n na, yes, no, n a, na, compliant, compliance, complies, in place"},
	{Remark, "comment, comments, vendor comments, supplier comments, remark, remarks, notes, note, additional information, additional info, additional comments, " +
		"explanation, explanations, csp implementation description, csc responsibilities, ssrm control ownership, analyst notes, attachments, attachment, supporting documentation, supporting evidence"},
}

// weakQuestions mean the question only where no column does so more surely.
var weakQuestions = []string{"description", "control description", "control specification", "ccm control specification", "control", "details", "title", "control title", "name"}

// known gives the field of a heading, and how surely; lower is surer.
func known(heading string) (Field, int) {
	words := plain(heading)
	if words == "" {
		return "", 0
	}
	if found, is := headings()[words]; is {
		return found.field, found.rank
	}
	if strings.HasPrefix(words, "yes no") || strings.HasPrefix(words, "y n ") {
		return Given, len(headings())
	}
	return "", 0
}

// meaning is the field of a heading; a lower rank means it more surely.
type meaning struct {
	field Field
	rank  int
}

// headings are all spellings.
var headings = sync.OnceValue(func() map[string]meaning {
	all := map[string]meaning{}
	for _, spelling := range spellings {
		for words := range strings.SplitSeq(spelling.words, ", ") {
			if _, twice := all[words]; !twice {
				all[words] = meaning{spelling.field, len(all) + 1}
			}
		}
	}
	return all
})

// plain is a heading in lower case, without signs and without the part in brackets.
func plain(heading string) string {
	heading = norm.NFKC.String(heading)
	depth := 0
	heading = strings.Map(func(r rune) rune {
		switch {
		case r == '(' || r == '[':
			depth++
		case r == ')' || r == ']':
			depth = max(0, depth-1)
			return ' '
		}
		if depth > 0 || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return ' '
		}
		return unicode.ToLower(r)
	}, heading)
	if text := strings.Join(strings.Fields(heading), " "); text != "" {
		return text
	}
	return ""
}

// single are the fields of which a question has one text. A second column for one
// of them is no part of the questionnaire.
func (f Field) single() bool {
	return slices.Contains([]Field{Question, ID, Number, Title, Answer, Options, Mandatory, AskedOf, Phase}, f)
}

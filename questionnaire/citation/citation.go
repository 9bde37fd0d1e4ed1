// Package citation reads the citations of a questionnaire and knows whether
// what they name exists.
//
// A reader of a report takes "45 CFR 164.308(a)(3)(ii)(C)" for law, so no
// citation may be made up or misspelt. A citation has one canonical form,
// which [Parse] reads and [Citation.String] writes:
//
//	45 CFR 164.308(a)(3)(ii)(C)          a paragraph of a section
//	45 CFR 164.308(a)(5)(ii)(A)-(D)      a run of paragraphs beside each other
//	45 CFR Part 164 Subpart C            a part, or a subpart of it
//	31 CFR ch. V                         a chapter
//	42 U.S.C. 1320a-7a(a)(6)             a federal statute
//	Tex. Health & Safety Code ch. 183    a statute of a State
//	90 FR 898                            a page of the Federal Register
//	HHS cloud computing FAQ              a source without numbers, by its name
//
// A remark in parentheses may follow after a space: "45 CFR 160.103
// (workforce)".
//
// What exists stands in regulation.yaml, as a list of provisions in the order
// of the regulation. [Lookup] finds one by its exact citation: a paragraph
// that is not listed is unknown, however likely it looks. Everything above a
// listed paragraph is listed too, so that its section can be cited as a whole.
// What is only proposed is kept apart, for its numbers would collide with
// those in force; see [Proposed]. The table is read at the first question put
// to it, which takes some tens of milliseconds: ask when a file is linted, not
// whenever one is opened.
package citation

import (
	"fmt"
	"regexp"
	"strings"
)

// Unit is what the number of a citation counts.
type Unit string

// The units, spelt as they stand before their number; a section, and a page of
// the Federal Register, stands without a word.
const (
	Section Unit = ""
	Part    Unit = "Part"
	Chapter Unit = "ch."
)

// Citation names one provision, or a run of paragraphs, or a source without
// numbers. Two citations are equal when their canonical forms are.
type Citation struct {
	Code       string // "45 CFR", "42 U.S.C.", "90 FR", "Fla. Stat."
	Unit       Unit   // of Number
	Number     string // "164.308", "1320a-7a", "164", "V"
	Subpart    string // "C", of a part; else ""
	Paragraphs string // "(a)(3)(ii)(C)", outermost first; else ""
	Through    string // "(D)", the end of a run that begins with the last of Paragraphs; else ""
	Name       string // of a source without numbers; everything above is then empty
	Remark     string // what the author added in parentheses; never part of what is looked up
}

var (
	withRemark = regexp.MustCompile(`^(.*\S) \(([^()]+)\)$`)
	withCode   = regexp.MustCompile(`^(\d+ (?:CFR|U\.S\.C\.|FR)|Fla\. Stat\.|Tex\. Health & Safety Code)(?: (.*))?$`)
	part       = regexp.MustCompile(`^Part (\d+)(?: Subpart ([A-Z]+))?$`)
	chapter    = regexp.MustCompile(`^ch\. ([0-9A-Z]+)$`)
	section    = regexp.MustCompile(`^(\d(?:[0-9A-Za-z.-]*[0-9A-Za-z])?)((?:\([^()]*\))*)(?:-(\([^()]*\)))?$`)
	label      = regexp.MustCompile(`^(?:[0-9]{1,3}|[A-Z]{1,2}|[a-z]{1,2}|[ivxl]{1,6})$`)
)

// Parse reads a citation in its canonical form. It does not say whether the
// provision exists, except that a source without numbers is only known by its
// listed name.
func Parse(text string) (Citation, error) {
	c, err := parseRemark(text)
	if err != nil {
		return Citation{}, err
	}
	if c.Code == "" && !theRegulation().inForce.holds(c.first()) {
		return Citation{}, fmt.Errorf("%q is no citation: it begins as none of 45 CFR, 42 U.S.C., 90 FR, Fla. Stat., Tex. Health & Safety Code, and no source of that name is listed", text)
	}
	return c, nil
}

// parseRemark reads a citation with its remark; a text without a code is taken
// for the name of a source.
func parseRemark(text string) (Citation, error) {
	body, remark := text, ""
	if m := withRemark.FindStringSubmatch(text); m != nil {
		body, remark = m[1], m[2]
		if label.MatchString(remark) {
			return Citation{}, fmt.Errorf("in %q a space stands before the paragraph (%s)", text, remark)
		}
	}
	m := withCode.FindStringSubmatch(body)
	if m == nil {
		return Citation{Name: body, Remark: remark}, nil
	}
	c, err := parseNumber(m[1], m[2])
	if err != nil {
		return Citation{}, err
	}
	c.Remark = remark
	return c, nil
}

// parseNumber reads what follows the code.
func parseNumber(code, rest string) (Citation, error) {
	if m := part.FindStringSubmatch(rest); m != nil {
		return Citation{Code: code, Unit: Part, Number: m[1], Subpart: m[2]}, nil
	}
	if m := chapter.FindStringSubmatch(rest); m != nil {
		return Citation{Code: code, Unit: Chapter, Number: m[1]}, nil
	}
	m := section.FindStringSubmatch(rest)
	if m == nil {
		return Citation{}, fmt.Errorf("after %q a section as 164.308(a)(1), a part as Part 164 or a chapter as ch. 5 is expected, not %q", code, rest)
	}
	c := Citation{Code: code, Number: m[1], Paragraphs: m[2], Through: m[3]}
	if strings.HasSuffix(code, " CFR") && !strings.Contains(c.Number, ".") {
		return Citation{}, fmt.Errorf("%s %s is no section: a part is written %s Part %s", code, c.Number, code, c.Number)
	}
	if c.Through != "" && c.Paragraphs == "" {
		return Citation{}, fmt.Errorf("the run of paragraphs in %q has no beginning", code+" "+rest)
	}
	for paragraph := range strings.SplitAfterSeq(c.Paragraphs+c.Through, ")") {
		if paragraph != "" && !label.MatchString(strings.Trim(paragraph, "()")) {
			return Citation{}, fmt.Errorf("%s in %q is no paragraph: as (a), (1), (ii) or (C)", paragraph, code+" "+rest)
		}
	}
	return c, nil
}

// String is the citation in its canonical form.
func (c Citation) String() string {
	var text strings.Builder
	if c.Name != "" {
		text.WriteString(c.Name)
	} else {
		text.WriteString(c.Code + " ")
		if c.Unit != Section {
			text.WriteString(string(c.Unit) + " ")
		}
		text.WriteString(c.Number)
		if c.Subpart != "" {
			text.WriteString(" Subpart " + c.Subpart)
		}
	}
	text.WriteString(c.Paragraphs)
	if c.Through != "" {
		text.WriteString("-" + c.Through)
	}
	if c.Remark != "" {
		text.WriteString(" (" + c.Remark + ")")
	}
	return text.String()
}

// first is the beginning of a run, or the citation itself, without its remark.
func (c Citation) first() Citation {
	c.Through, c.Remark = "", ""
	return c
}

// above is what holds the provision: the paragraph or section one step up.
// What stands at the top is held by nothing.
func (c Citation) above() (holder Citation, ok bool) {
	c = c.first()
	cut := strings.LastIndexByte(c.Paragraphs, '(')
	if cut < 0 {
		return Citation{}, false
	}
	c.Paragraphs = c.Paragraphs[:cut]
	return c, true
}

// last is the end of a run.
func (c Citation) last() Citation {
	holder, _ := c.above()
	holder.Paragraphs += c.Through
	return holder
}

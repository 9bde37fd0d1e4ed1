// Package citation reads legal citations and checks that the law they cite
// exists.
//
// The reader of a report believes that "45 CFR 164.308(a)(3)(ii)(C)" is law. So
// a questionnaire must not contain an invented or misspelled citation. Every
// citation has one canonical form, which [Parse] reads and [Citation.String]
// writes:
//
//	45 CFR 164.308(a)(3)(ii)(C)          a paragraph of a section
//	45 CFR 164.308(a)(5)(ii)(A)-(D)      a range of sibling paragraphs
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
// The file regulation.yaml lists every provision that can be cited, in the order
// of the regulation. [Lookup] finds a provision only by its exact citation: a
// paragraph that is not in the list does not exist, even if it looks plausible.
// If a paragraph is in the list, so are its parent paragraphs and its section.
// Therefore a questionnaire can cite the whole section too.
//
// The proposed Security Rule is a second list, because it uses some numbers of
// the rule in force for other provisions; see [Proposed].
//
// The first call of any function here reads the file, which takes some tens of
// milliseconds. Call them when you lint a questionnaire, not when you open one.
package citation

import (
	"fmt"
	"regexp"
	"strings"
)

// Unit says whether the number of a citation is a section, a part or a chapter.
type Unit string

// The value of a unit is the word before the number. Sections and pages of the
// Federal Register have no such word.
const (
	Section Unit = ""
	Part    Unit = "Part"
	Chapter Unit = "ch."
)

// Citation names one provision, a range of paragraphs, or a source without
// numbers. Compare citations with ==: they are equal if and only if their
// canonical forms are equal.
type Citation struct {
	Code       string // "45 CFR", "42 U.S.C.", "90 FR", "Fla. Stat."
	Unit       Unit   // of Number
	Number     string // "164.308", "1320a-7a", "164", "V"
	Subpart    string // "C"; "" unless a subpart is cited
	Paragraphs string // "(a)(3)(ii)(C)", outermost first; "" for a whole section
	Through    string // "(D)": the range runs from the last of Paragraphs to (D); "" if there is no range
	Name       string // the name of a source without numbers; all fields above are then empty
	Remark     string // the author's words in parentheses; Lookup ignores them
}

var (
	withRemark = regexp.MustCompile(`^(.*\S) \(([^()]+)\)$`)
	withCode   = regexp.MustCompile(`^(\d+ (?:CFR|U\.S\.C\.|FR)|Fla\. Stat\.|Tex\. Bus\. & Com\. Code|Tex\. Health & Safety Code)(?: (.*))?$`)
	part       = regexp.MustCompile(`^Part (\d+)(?: Subpart ([A-Z]+))?$`)
	chapter    = regexp.MustCompile(`^ch\. ([0-9A-Z]+)$`)
	section    = regexp.MustCompile(`^(\d(?:[0-9A-Za-z.-]*[0-9A-Za-z])?)((?:\([^()]*\))*)(?:-(\([^()]*\)))?$`)
	label      = regexp.MustCompile(`^(?:[0-9]{1,3}|[A-Z]{1,2}|[a-z]{1,2}|[ivxl]{1,6})$`)
)

// Parse reads a citation in its canonical form. It does not check that the
// provision exists. But it refuses a text that begins with no known code, unless
// that text is the listed name of a source without numbers.
func Parse(text string) (Citation, error) {
	c, err := parseForm(text)
	if err != nil {
		return Citation{}, err
	}
	if c.Code == "" && !theRegulation().inForce.holds(c.start()) {
		return Citation{}, fmt.Errorf("%q is not a citation: it does not begin with 45 CFR, 42 U.S.C., 90 FR, Fla. Stat., Tex. Bus. & Com. Code or Tex. Health & Safety Code, and no listed source has this name", text)
	}
	return c, nil
}

// parseForm reads a citation and its remark. It takes a text without a known
// code to be the name of a source, listed or not.
func parseForm(text string) (Citation, error) {
	body, remark := text, ""
	if m := withRemark.FindStringSubmatch(text); m != nil {
		body, remark = m[1], m[2]
		if label.MatchString(remark) {
			return Citation{}, fmt.Errorf("%q has a space before the paragraph (%s)", text, remark)
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

// parseNumber reads the rest of a citation after its code.
func parseNumber(code, rest string) (Citation, error) {
	if m := part.FindStringSubmatch(rest); m != nil {
		return Citation{Code: code, Unit: Part, Number: m[1], Subpart: m[2]}, nil
	}
	if m := chapter.FindStringSubmatch(rest); m != nil {
		return Citation{Code: code, Unit: Chapter, Number: m[1]}, nil
	}
	m := section.FindStringSubmatch(rest)
	if m == nil {
		return Citation{}, fmt.Errorf("expected a section like 164.308(a)(1), a part like Part 164 or a chapter like ch. 5 after %q, got %q", code, rest)
	}
	c := Citation{Code: code, Number: m[1], Paragraphs: m[2], Through: m[3]}
	if strings.HasSuffix(code, " CFR") && !strings.Contains(c.Number, ".") {
		return Citation{}, fmt.Errorf("%s %s is not a section; write a part as %s Part %s", code, c.Number, code, c.Number)
	}
	if c.Through != "" && c.Paragraphs == "" {
		return Citation{}, fmt.Errorf("the range of paragraphs in %q has no first paragraph", code+" "+rest)
	}
	for paragraph := range strings.SplitAfterSeq(c.Paragraphs+c.Through, ")") {
		if paragraph != "" && !label.MatchString(strings.Trim(paragraph, "()")) {
			return Citation{}, fmt.Errorf("%s in %q is not a paragraph; write it like (a), (1), (ii) or (C)", paragraph, code+" "+rest)
		}
	}
	return c, nil
}

// String returns the citation in its canonical form.
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

// start returns the first paragraph of a range, or the citation itself if it is
// not a range. It drops the remark.
func (c Citation) start() Citation {
	c.Through, c.Remark = "", ""
	return c
}

// parent returns the paragraph or section one level up. ok is false for a
// citation without paragraphs.
func (c Citation) parent() (parent Citation, ok bool) {
	c = c.start()
	cut := strings.LastIndexByte(c.Paragraphs, '(')
	if cut < 0 {
		return Citation{}, false
	}
	c.Paragraphs = c.Paragraphs[:cut]
	return c, true
}

// end returns the last paragraph of a range.
func (c Citation) end() Citation {
	parent, _ := c.parent()
	parent.Paragraphs += c.Through
	return parent
}

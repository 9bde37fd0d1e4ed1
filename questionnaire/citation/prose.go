package citation

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
)

// Unchecked are the words with which an author marks a citation that nobody has
// checked. They must not reach a reader.
const Unchecked = "cite unchecked"

// mention finds a citation in running text. A section of the HIPAA rules may
// lack its "45 CFR". "Proposed" before it means the proposed Security Rule.
var mention = regexp.MustCompile(`((?i:proposed) )?(?:` +
	`(?:45 CFR (?:§ ?)?|\b)(1(?:60|64)\.[1-5]\d\d` + paragraphs + `)|` +
	`\b(\d+ (?:CFR|C\.F\.R\.|U\.S\.C\.|USC|FR|Fed\. Reg\.)|Fla\. Stat\.|Tex\. [A-Z][A-Za-z.& ]*? Code) (?:§ ?)?((?:Part|[Pp]art|ch\.|chapter) [0-9A-Z]+(?: Subpart [A-Z]+)?|\d[0-9a-z-]*(?:\.\d+)?` + paragraphs + `)|` +
	`\b((?:IC3 )?PSA\d{6}(?:-\d+)?|OEI-\d[\d-]*\d|CMS memo \d{4}-\d\d-\d\d)\b)`)

// further finds the next paragraph in "164.308(b)(1) and (b)(2)".
var further = regexp.MustCompile(`^,? (?:and|or) ((?:\([0-9A-Za-z]{1,4}\))+)`)

const paragraphs = `(?:\([0-9A-Za-z]{1,4}\))*(?:-\([0-9A-Za-z]{1,4}\))?`

// CheckProse returns an error for each citation in a running text that is not in
// the list, and for each number of the proposed rule that nobody has checked. It
// finds only what looks like a citation: it cannot know all names of sources.
func CheckProse(text string) []error {
	var found []error
	words := strings.Join(strings.Fields(text), " ")
	for _, at := range mention.FindAllStringSubmatchIndex(words, -1) {
		part := func(n int) string { return words[max(at[2*n], 0):max(at[2*n+1], 0)] }
		cites := []string{cmp.Or(part(5), strings.TrimSpace(part(3)+" "+part(4)))}
		if section := part(2); section != "" {
			cites[0] = "45 CFR " + section
		}
		if more := further.FindStringSubmatch(words[at[1]:]); more != nil && strings.Contains(cites[0], "(") {
			cites = append(cites, sibling(cites[0], more[1]))
		}
		check := Check
		if part(1) != "" {
			check = checkProposed
		}
		for _, cite := range cites {
			if err := check(cite); err != nil {
				found = append(found, err)
			}
		}
	}
	return found
}

// checkProposed returns an error if a provision is not in the proposed rule, or
// if nobody has checked its number there.
func checkProposed(text string) error {
	c, err := Parse(text)
	if err != nil {
		return err
	}
	p, ok := LookupProposed(c)
	section := Citation{Code: c.Code, Number: c.Number}
	switch {
	case !ok:
		return fmt.Errorf("%s is not in the list of proposed provisions", c)
	case !p.Checked:
		return fmt.Errorf("nobody has checked that %s is the number in the proposed rule; cite proposed %s", c, section)
	}
	return nil
}

// sibling puts paragraphs in the place of as many last ones of a citation:
// 164.308(b)(1) and (b)(2) name 164.308(b)(2), 164.312(h)(2)(i) and (iii) name
// 164.312(h)(2)(iii).
func sibling(cite, paragraphs string) string {
	for range strings.Count(paragraphs, "(") {
		if cut := strings.LastIndexByte(cite, '('); cut > 0 {
			cite = cite[:cut]
		}
	}
	return cite + paragraphs
}

package foreign

import (
	"regexp"
	"slices"
	"strings"

	"assay/questionnaire"
	"assay/questionnaire/citation"
)

var (
	sectionSign = strings.NewReplacer("§§", " ", "§", " ", "C.F.R.", "CFR", "c.f.r.", "CFR", "U.S.C.A.", "U.S.C.", "USC", "U.S.C.", "\u00a0", " ", "–", "-", "—", "-")
	prefixes    = regexp.MustCompile(`(?i)^(?:hipaa(?: security rule| privacy rule| breach notification rule)?|security rule|privacy rule|breach notification rule|section|sec\.|cf\.|see|per)[:,]?\s+`)
	ofHIPAA     = regexp.MustCompile(`^(?:45 CFR )?(1(?:60|62|64)\.[0-9]{3}.*)$`)
	brackets    = regexp.MustCompile(`\)\s+\(`)
	afterDigit  = regexp.MustCompile(`([0-9])\s+\(`)
	paragraph   = regexp.MustCompile(`^(\([0-9A-Za-z]{1,4}\))+`)
	listing     = regexp.MustCompile(`\s*(?:[;\n]|, |,|\band\b|&)\s*`)
	spaces      = regexp.MustCompile(`\s+`)
)

// normalize brings the usual spellings of a citation into the one of assay:
// § 164.308 (a)(1) and HIPAA 164.308(a)(1) are 45 CFR 164.308(a)(1).
func normalize(words string) string {
	words = strings.TrimSpace(spaces.ReplaceAllString(sectionSign.Replace(words), " "))
	for {
		shorter := prefixes.ReplaceAllString(words, "")
		if shorter == words {
			break
		}
		words = shorter
	}
	words = strings.TrimSuffix(afterDigit.ReplaceAllString(brackets.ReplaceAllString(words, ")("), "$1("), ".")
	if m := ofHIPAA.FindStringSubmatch(words); m != nil {
		return "45 CFR " + m[1]
	}
	return words
}

// readCites reads citations that are in the list of assay. Others are lost, with the
// reason: a reader takes every citation for law.
func (b *builder) readCites(m *made) {
	for _, t := range m.entry.texts[Cites] {
		before := ""
		if whole := normalize(t.words); citation.Check(whole) == nil {
			m.cite(whole)
			continue
		}
		for _, piece := range listing.Split(t.words, -1) {
			if piece == "" {
				continue
			}
			cite := normalize(piece)
			if paragraph.MatchString(cite) && before != "" {
				// 164.308(a)(1) and (a)(3): the second is of the same section.
				section, _, _ := strings.Cut(before, "(")
				cite = section + cite
			}
			if err := citation.Check(cite); err != nil {
				b.lose(m.entry, text{piece, t.cell, t.heading}, "no citation that assay knows: "+err.Error())
				continue
			}
			before = cite
			m.cite(cite)
		}
	}
	if len(m.item.Cites) > 0 {
		m.item.Basis = basisOf(m.item.Cites)
		m.set("cites")
		if m.item.Kind.Judged() {
			b.settle("a question with a citation has the basis \"derived from rule\", or that of other law: whether the rule requires it is for a person to say")
		} else {
			m.item.Basis = ""
		}
	}
}

func (m *made) cite(cite string) {
	if !slices.Contains(m.item.Cites, cite) {
		m.item.Cites = append(m.item.Cites, cite)
	}
}

// basisOf never says that law requires a question: a citation in a list of somebody
// else says only that its author thought of a rule.
func basisOf(cites []string) questionnaire.Basis {
	law, contract := true, true
	for _, cite := range cites {
		parsed, err := citation.Parse(cite)
		provision, known := citation.Lookup(parsed)
		if err != nil || !known {
			continue
		}
		law = law && provision.Status == citation.Law
		contract = contract && provision.Status == citation.Contract
	}
	switch {
	case law:
		return questionnaire.OtherLaw
	case contract:
		return questionnaire.Practice
	}
	return questionnaire.Derived
}

package questionnaire

import (
	"fmt"
	"slices"
	"strings"

	"assay/questionnaire/citation"
	"assay/questionnaire/yamldoc"
)

// referenceRules look at the documents and the law that a file points to.
func referenceRules() []rule {
	return []rule{unknownCitations, citationsInTexts, lawWithoutCitation, otherBasis, uncheckedKinds, agelessKinds}
}

// usageRules find parts that nothing in the file uses.
func usageRules() []rule {
	return []rule{unusedKinds, unusedTerms}
}

// unknownCitations finds provisions that do not exist, because a reader
// takes every citation for law. A citation of a proposed rule is an error,
// because it binds nobody; only an item with basis N may cite one.
func unknownCitations(q *Questionnaire) []Mistake {
	var found []Mistake
	look := func(path string, cites []string, basis Basis) {
		for n, cite := range cites {
			err := citation.Check(cite)
			if err == nil {
				continue
			}
			wrong := warn(fmt.Sprintf("%s.cites[%d]", path, n), "cite it as 45 CFR 164.308(a)(1)(ii)(A)", "%s", err)
			if parsed, err := citation.Parse(cite); err == nil {
				wrong.Hint = ""
				if _, proposed := citation.LookupProposed(parsed); proposed {
					if basis == Proposed {
						continue
					}
					wrong.Severity, wrong.Hint = yamldoc.Error, "what is proposed stands under nprm"
				}
			}
			found = append(found, wrong)
		}
	}
	for path, item := range q.each() {
		look(path, item.Cites, item.Basis)
	}
	for n, term := range q.Glossary {
		look(fmt.Sprintf("glossary[%d]", n), term.Cites, "")
	}
	return found
}

// citationsInTexts finds citations in running text that nobody has checked, or
// that do not exist.
func citationsInTexts(q *Questionnaire) []Mistake {
	var found []Mistake
	for path, text := range q.texts() {
		if strings.Contains(path, ".cites[") {
			continue
		}
		if strings.Contains(strings.ToLower(text), citation.Unchecked) {
			found = append(found, warn(path, "check the citation, or cite the level that is certain", "this text tells its reader %q", citation.Unchecked))
		}
		for _, err := range citation.CheckProse(text) {
			found = append(found, warn(path, "", "%s", err))
		}
	}
	return found
}

// lawWithoutCitation finds practice that is passed off as law.
func lawWithoutCitation(q *Questionnaire) []Mistake {
	var found []Mistake
	for path, item := range q.each() {
		if item.Practice && len(item.Cites) == 0 && slices.Contains([]Basis{Required, Addressable, Derived, OtherLaw}, item.Basis) {
			found = append(found, warn(path, "cite the rule, or set basis: K", "%s says %q, but practice: true says that it is practice only", item.ID, item.Basis.Meaning()))
		}
	}
	return found
}

// otherBasis finds items whose citations contradict their basis. It judges
// only the citations it knows.
func otherBasis(q *Questionnaire) []Mistake {
	bearing := map[Basis][]citation.Status{
		Required:    {citation.Standard, citation.Required, citation.Rule},
		Addressable: {citation.Addressable},
		OtherLaw:    {citation.Law},
	}
	var found []Mistake
	for path, item := range q.each() {
		borne := len(item.Cites) == 0 || bearing[item.Basis] == nil
		for _, cite := range item.Cites {
			parsed, err := citation.Parse(cite)
			provision, known := citation.Lookup(parsed)
			borne = borne || err != nil || !known || slices.Contains(bearing[item.Basis], provision.Status)
		}
		if !borne {
			found = append(found, warn(path, "", "%s says %q, but none of its citations fits", item.ID, item.Basis.Meaning()))
		}
	}
	return found
}

func uncheckedKinds(q *Questionnaire) []Mistake {
	var found []Mistake
	for n, kind := range q.Evidence {
		if len(kind.Check) == 0 {
			found = append(found, warn(fmt.Sprintf("evidence[%d]", n), "a document that nobody reads shows nothing", "%s does not say what to check in it", kind.ID))
		}
	}
	return found
}

func agelessKinds(q *Questionnaire) []Mistake {
	var found []Mistake
	for n, kind := range q.Evidence {
		path := fmt.Sprintf("evidence[%d]", n)
		switch {
		case kind.HardValidity && kind.FreshnessDays > 0:
			found = append(found, warn(path+".freshness_days", "leave one out", "%s has hard_validity, so its freshness_days never count", kind.ID))
		case !kind.HardValidity && kind.FreshnessDays == 0 && kind.Freshness == "":
			found = append(found, warn(path, "set freshness_days or hard_validity, or say in freshness why it stays true", "%s never expires", kind.ID))
		}
	}
	return found
}

func unusedKinds(q *Questionnaire) []Mistake {
	named := map[string]bool{}
	for _, item := range q.each() {
		for _, kinds := range item.named() {
			for _, id := range kinds {
				named[id] = true
			}
		}
	}
	var found []Mistake
	for n, kind := range q.Evidence {
		if q.Asks() && !named[kind.ID] {
			found = append(found, warn(fmt.Sprintf("evidence[%d]", n), "name it under evidence or shown_by of an item", "no item accepts %s, %s", kind.ID, kind.Name))
		}
	}
	return found
}

func unusedTerms(q *Questionnaire) []Mistake {
	named := map[string]bool{}
	for _, item := range q.each() {
		for _, id := range item.Help {
			named[id] = true
		}
	}
	var found []Mistake
	for n, term := range q.Glossary {
		if q.Asks() && !named[term.ID] {
			found = append(found, warn(fmt.Sprintf("glossary[%d]", n), "name it under help of an item", "no item links to the term %s", term.ID))
		}
	}
	return found
}

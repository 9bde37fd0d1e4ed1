package handout

import (
	"strings"

	"assay/questionnaire"
	"assay/report/vendorcopy"
)

// internalTexts returns the sentences of a questionnaire that a vendor must not
// see. A sentence of the texts that the file must contain is not among them.
func internalTexts(q *questionnaire.Questionnaire, texts []string) []string {
	public := oneSpace(strings.Join(texts, "\n"))
	var all []string
	add := func(texts ...string) {
		for _, text := range texts {
			if text = oneSpace(text); recognizable(text) && !strings.Contains(public, text) {
				all = append(all, text)
			}
		}
	}
	for d := range q.Domains {
		for i := range q.Domains[d].Items {
			item := &q.Domains[d].Items[i]
			add(item.Why, item.NPRM, item.When, item.NotApplicableWhen)
			add(item.ListenFor...)
			add(item.Probes...)
			add(item.Anchors...)
			add(item.Elements...)
			for _, flag := range item.RedFlags {
				add(flag.Text)
			}
			if !vendorcopy.Contains(q, item) {
				add(item.Ask)
				for _, ask := range item.AskedAt {
					add(ask)
				}
			}
		}
	}
	add(q.Scales.Control...)
	add(q.Scales.Evidence...)
	for _, kind := range q.Evidence {
		add(kind.Check...)
	}
	for _, overlay := range q.Overlays {
		for _, item := range overlay.Items {
			add(item.Because)
		}
	}
	return all
}

// texts returns the texts of a copy that come from its questionnaire.
func (c Copy) texts() []string {
	var all []string
	for _, q := range c.Questions() {
		all = append(append(all, q.Ask), q.Cites...)
		for _, choice := range q.Choices {
			all = append(all, choice.Label)
		}
	}
	for _, d := range c.Documents {
		all = append(all, d.Name, d.Freshness)
	}
	return all
}

// findLeak returns the first internal sentence in a text. Line breaks do not hide
// a sentence.
func findLeak(text string, internal []string) (string, bool) {
	text = oneSpace(text)
	for _, sentence := range internal {
		if strings.Contains(text, sentence) {
			return sentence, true
		}
	}
	return "", false
}

// recognizable reports whether a text has at least four words. A shorter text,
// like "Partial", can be in a copy by chance.
func recognizable(text string) bool {
	const words = 4
	return strings.Count(text, " ") >= words-1
}

// oneSpace replaces every run of white space with one space.
func oneSpace(text string) string { return strings.Join(strings.Fields(text), " ") }

package handout

import (
	"strings"

	"assay/questionnaire"
)

// secrets are the sentences of a questionnaire that a copy may not say, without
// those that the copy itself has to say.
func secrets(q *questionnaire.Questionnaire, c Copy) []string {
	open := flat(strings.Join(c.texts(), "\n"))
	var all []string
	add := func(texts ...string) {
		for _, text := range texts {
			if text = flat(text); telling(text) && !strings.Contains(open, text) {
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
			if item.Kind.CopyForm() == questionnaire.Withheld || !putToVendor(item) || item.Unannounced {
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

// texts are all that a copy says of its own questionnaire.
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

// leak finds the first secret in a text, however the text is broken into lines.
func leak(text string, secrets []string) (string, bool) {
	text = flat(text)
	for _, secret := range secrets {
		if strings.Contains(text, secret) {
			return secret, true
		}
	}
	return "", false
}

// telling reports whether a text is long enough to be known again. A single
// word such as "Partial" may stand anywhere.
func telling(text string) bool {
	const words = 4
	return strings.Count(text, " ") >= words-1
}

// flat is a text with every run of white space as one space.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

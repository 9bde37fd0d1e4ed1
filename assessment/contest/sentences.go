package contest

import (
	"fmt"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
)

// Notes say how to read the order, and which changes of the weights would change it.
func (c Contest) Notes() []string {
	var all []string
	if len(c.Firmness.Acceptability.Any) == 1 {
		all = append(all, "Only one vendor is ranked, so no weights put another first.")
	}
	if c.Contested() {
		all = append(all, fmt.Sprintf("First, any weights: the share of %d weightings, all equally likely, in which the vendor comes first. First, near ours: the same with each weight moved by up to 20%%. "+
			"Both draw the score of a domain from its interval.", c.Firmness.Acceptability.Draws))
	}
	all = append(all, c.Firmness.Sentences()...)
	if c.Ranked < len(c.Sides) {
		all = append(all, "Blocked vendors rank after all others, whatever they score.")
	}
	return all
}

// Text says how much was left out, because all sides agree. It mentions items
// where the comparison shows items.
func (l LeftOut) Text(items bool) string {
	text := english.Count(l.Domains, "domain")
	if items {
		text += " and " + english.Count(l.Items, "item")
	}
	return fmt.Sprintf("Left out, since all agree: %s.", text)
}

// BlockerOn is a reason that blocks, in words, with the id of its item.
func BlockerOn(reason assessment.Reason) string {
	if reason.Item == "" || strings.Contains(reason.Text, reason.Item) {
		return Blocker(reason)
	}
	return reason.Item + " " + Blocker(reason)
}

// Blocker is a reason that blocks, in words, without the id of its item.
func Blocker(reason assessment.Reason) string {
	switch reason.Kind {
	case "flag":
		return "stop flag: " + reason.Text
	case "rule":
		return "a rule that cannot be evaluated: " + reason.Text
	}
	return reason.Text
}

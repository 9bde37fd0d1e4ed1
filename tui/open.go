package tui

import (
	"cmp"
	"slices"

	"assay/assessment"
	"assay/assessment/english"
)

// The items that are still open, for the key tab.

// visible lists the visible items: all except those that a condition or the
// rule view hides.
func visible(k *book) []string {
	ids := make([]string, 0, len(k.result.Items))
	for n := range k.result.Items {
		if k.result.Items[n].State != assessment.StateHidden {
			ids = append(ids, k.result.Items[n].ID)
		}
	}
	return ids
}

// nextOpen is the next item after ids[at] without an answer, else the next
// answer to re-verify, else the next open gate. It wraps around; -1 begins
// before the first item.
func nextOpen(k *book, ids []string, at int) string {
	again, gate := "", ""
	for _, id := range slices.Concat(ids[at+1:], ids[:max(at, 0)]) {
		switch {
		case k.now.Questionnaire.Item(id).Computed(): // its items are open, not it
		case waits(k, id):
			return id
		case k.now.Answers[id].Reverify != nil:
			again = cmp.Or(again, id)
		case gate == "" && k.result.Item(id).Gate.Open():
			gate = id
		}
	}
	return cmp.Or(again, gate)
}

// waits reports an item without an answer, or to be come back to.
func waits(k *book, id string) bool {
	return k.result.Item(id).State == assessment.StateUnanswered || k.now.Answers[id].Later
}

// lastWords says that no other item is open.
func lastWords(at spot) string {
	gate, flags := at.result.Gate, len(at.k.result.OpenFlags)
	switch {
	case at.item.Computed():
	case at.answer.Reverify != nil:
		return "this is the only open item: its answer waits to be confirmed"
	case gate.Open():
		return "this is the only open item: its gate is " + gate.Words()
	case at.answer.Later:
		return "this is the only open item: you wanted to come back to it"
	case waits(at.k, at.item.ID):
		return "this is the only open item"
	}
	if flags > 0 {
		return "every item is answered, every gate closed; " + english.Count(flags, "red flag is", "red flags are") + " open"
	}
	return "nothing is open: every item is answered, every gate closed"
}

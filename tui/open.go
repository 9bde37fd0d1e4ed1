package tui

import "assay/assessment/english"

// The items that are still open, for the key tab.

func visible(k *book) []string { return k.items().Visible() }

func nextOpen(k *book, ids []string, at int) string { return k.items().NextOpen(ids, at) }

func waits(k *book, id string) bool { return k.items().Waits(id) }

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

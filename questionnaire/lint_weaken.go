package questionnaire

import (
	"fmt"
	"slices"
)

// weakenings finds places where an extension demands less than its parent,
// which is easy to do by accident. An author who means it lists the item
// under weakens. Items that keep leaves out do not count: they make a
// shorter questionnaire for another purpose.
func weakenings(parent, q *Questionnaire, form *draft, home func(path string) string) []Mistake {
	var found []Mistake
	weakened := map[string]bool{}
	add := func(item *Item, path, text string, args ...any) {
		weakened[item.ID] = true
		if !slices.Contains(form.Weakens, item.ID) {
			found = append(found, warn(path, "if you mean it, name "+item.ID+" under weakens", "%s %s", item.ID, fmt.Sprintf(text, args...)))
		}
	}
	for _, item := range parent.each() {
		own := q.items[item.ID]
		if own == nil {
			if at := droppedBy(form, parent, item.ID); at >= 0 && item.HardAt(Close) {
				add(item, fmt.Sprintf("drop[%d]", at), "%s; this file does not ask it", blocked(item))
			}
			continue
		}
		at := q.pathOf(item.ID)
		line := len(own.ClosedBy) > 0 // blocks through its items
		if item.Hard && !own.Hard && !line {
			add(item, home(at+".hard"), "%s; this file no longer blocks on it", blocked(item))
		}
		for _, milestone := range Milestones() {
			before, _ := item.GateGrade(milestone)
			if now, _ := own.GateGrade(milestone); now < before {
				add(item, home(at+".gate_at"), "blocked below grade %d at %s; this file takes %d", before, milestone, now)
				break
			}
		}
		if item.MinAssurance == "verified" && own.MinAssurance != "verified" && !line {
			add(item, home(at+".min_assurance"), "was closed only by verified evidence; this file accepts a document")
		}
		if law := []Basis{Required, Addressable, OtherLaw}; own.Basis != item.Basis && slices.Contains(law, item.Basis) {
			add(item, home(at+".basis"), "had the basis: %s; this file says: %s", item.Basis.Meaning(), own.Basis.Meaning())
		}
	}
	for n, id := range form.Weakens {
		if !weakened[id] {
			found = append(found, warn(fmt.Sprintf("weakens[%d]", n), "leave it out", "%s is not weaker than in %s", id, form.Extends))
		}
	}
	return found
}

// droppedBy is the entry of drop that takes an item away, or -1.
func droppedBy(form *draft, parent *Questionnaire, item string) int {
	return slices.IndexFunc(form.Drop, func(id string) bool { return id == item || id == parent.domains[item].ID })
}

// blocked tells how an item of the parent blocks, and why it is asked.
func blocked(item *Item) string {
	if item.Hard {
		return fmt.Sprintf("was a hard gate (%s)", item.Basis.Meaning())
	}
	return fmt.Sprintf("blocked below a grade (%s)", item.Basis.Meaning())
}

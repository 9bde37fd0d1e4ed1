package questionnaire

import (
	"fmt"
	"slices"
)

// weakenings finds places where an extension demands less than its parent,
// which is easy to do by accident. An author who means it lists the item or
// evidence kind under weakens. Items that keep leaves out do not count: they
// make a shorter questionnaire for another purpose.
func weakenings(parent, q *Questionnaire, form *draft, home func(path string) string) []Mistake {
	var found []Mistake
	weakened := map[string]bool{}
	add := func(id, path, text string, args ...any) {
		weakened[id] = true
		if !slices.Contains(form.Weakens, id) {
			found = append(found, warn(path, "if you mean it, name "+id+" under weakens", "%s %s", id, fmt.Sprintf(text, args...)))
		}
	}
	for _, item := range parent.each() {
		own := q.items[item.ID]
		if own == nil {
			if at := droppedBy(form, parent, item.ID); at >= 0 && item.HardAt(Close) {
				add(item.ID, fmt.Sprintf("drop[%d]", at), "%s; this file does not ask it", blocked(item))
			}
			continue
		}
		at := q.pathOf(item.ID)
		line := len(own.ClosedBy) > 0 // blocks through its items
		if item.Hard && !own.Hard && !line {
			add(item.ID, home(at+".hard"), "%s; this file no longer blocks on it", blocked(item))
		}
		for _, milestone := range Milestones() {
			before, _ := item.GateGrade(milestone)
			if now, _ := own.GateGrade(milestone); now < before {
				add(item.ID, home(at+".gate_at"), "blocked below grade %d at %s; this file takes %d", before, milestone, now)
				break
			}
		}
		if key, group := unshown(item, own); key != "" && !line {
			add(item.ID, home(at+"."+key), "was closed only with this shown: %s; this file closes it without", group.Show)
		}
		if own.Reserve && !item.Reserve {
			add(item.ID, home(at+".reserve"), "was always asked; this file asks it only where it is chosen")
		}
		if item.MinAssurance == "verified" && own.MinAssurance != "verified" && !line {
			add(item.ID, home(at+".min_assurance"), "was closed only by verified evidence; this file accepts a document")
		}
		if law := []Basis{Required, Addressable, OtherLaw}; own.Basis != item.Basis && slices.Contains(law, item.Basis) {
			add(item.ID, home(at+".basis"), "had the basis: %s; this file says: %s", item.Basis.Meaning(), own.Basis.Meaning())
		}
	}
	for k := range q.Evidence {
		own := &q.Evidence[k]
		kind := parent.kinds[own.ID]
		if kind == nil {
			continue
		}
		for _, milestone := range Milestones() {
			if before, now := kind.Fresh(milestone), own.Fresh(milestone); before > 0 && (now == 0 || now > before) {
				path := fmt.Sprintf("evidence[%d].%s", k, lastKey("freshness_days", "fresh_at", own.FreshAt, milestone))
				add(own.ID, home(path), "counted in full for %s at %s; this file says %s", days(before), milestone, days(now))
				break
			}
		}
	}
	for n, id := range form.Weakens {
		if !weakened[id] {
			found = append(found, warn(fmt.Sprintf("weakens[%d]", n), "leave it out", "%s is not weaker than in %s", id, form.Extends))
		}
	}
	return found
}

// unshown is a group that closed the parent's gate and that this file no longer
// demands, and the key of this file that decides that; the key is empty for
// none.
func unshown(item, own *Item) (key string, group Group) {
	for _, milestone := range Milestones() {
		if early := item.Phase.From().Valid() && !milestone.Reached(item.Phase.From()); early || !item.Kind.IsGate() && !item.HardAt(milestone) {
			continue
		}
		now := own.Demand(milestone)
		if len(now.Groups) == 0 {
			now.Groups = []Group{{By: now.Further}}
		}
		for _, group := range item.Demand(milestone).Groups {
			// A record that shows one of these groups shows the parent's group too.
			kept := slices.ContainsFunc(now.Groups, func(g Group) bool {
				return len(g.By) > 0 && !slices.ContainsFunc(g.By, func(kind string) bool { return !slices.Contains(group.By, kind) })
			})
			if !kept {
				return lastKey("must_show", "must_show_at", own.MustShowAt, milestone), group
			}
		}
	}
	return "", Group{}
}

// lastKey is the key whose value is in force at a milestone.
func lastKey[T any](first, later string, set map[Milestone]T, at Milestone) string {
	for _, from := range sortedMilestones(set) {
		if at.Reached(from) {
			first = later + "." + string(from)
		}
	}
	return first
}

func days(limit int) string {
	if limit == 0 {
		return "without a limit"
	}
	return fmt.Sprintf("%d days", limit)
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

package questionnaire

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// gateRules check gates and their milestones.
func gateRules() []rule {
	return []rule{unprovenGates, looseGates, idleItems, earlyGateAt, uselessShownBy, idleLines, emptyMilestone, phaseOrder, uselessOverlays}
}

// unprovenGates finds gates that any paper closes. A scenario needs none: its
// grade is its proof.
func unprovenGates(q *Questionnaire) []Mistake {
	var found []Mistake
	for path, item := range q.each() {
		gate := item.Kind.TakesEvidence() && len(item.ClosedBy) == 0 && (item.Kind.IsGate() || len(item.GateAt) > 0)
		if gate && len(item.Evidence)+len(item.ShownBy)+len(item.MustShow)+len(item.MustShowAt) == 0 {
			found = append(found, warn(path, "name the evidence kinds that show it", "gate %s names no evidence, so any record closes it", item.ID))
		}
	}
	return found
}

// looseGates finds gates that one record of several kinds closes, of which the
// weakest decides.
func looseGates(q *Questionnaire) []Mistake {
	var found []Mistake
	for path, item := range q.each() {
		if !item.Kind.TakesEvidence() || len(item.ClosedBy) > 0 {
			continue
		}
		for _, milestone := range Milestones() {
			kinds := item.Demand(milestone).Further
			several := slices.ContainsFunc(kinds, func(kind string) bool { return kind != kinds[0] })
			counts := !item.Phase.From().Valid() || milestone.Reached(item.Phase.From())
			if counts && item.HardAt(milestone) && several && len(item.Demand(milestone).Groups) == 0 {
				found = append(found, warn(path, "name what must be shown with must_show", "gate %s at %s: one record of any of these kinds closes it: %s", item.ID, milestone, strings.Join(kinds, ", ")))
				break
			}
		}
	}
	return found
}

// idleItems finds items of a gates-only questionnaire that decide nothing.
func idleItems(q *Questionnaire) []Mistake {
	if !q.GatesOnly() {
		return nil
	}
	var found []Mistake
	for path, item := range q.each() {
		if !item.Kind.Judged() || item.Kind.IsGate() || q.steers(item) {
			continue // an open gate makes the verdict conditional at most
		}
		blocks := slices.ContainsFunc([]View{Current, NPRM2025}, func(view View) bool { return q.In(view).items[item.ID].HardAt(Close) })
		if !blocks {
			found = append(found, warn(path, "make it hard or give it a gate_at", "%s decides nothing: it is not scored and does not block", item.ID))
		}
	}
	return found
}

// steers reports whether a condition reads the answer, including the
// condition of its own flag.
func (q *Questionnaire) steers(item *Item) bool {
	s := q.Steering(item.ID)
	return s.Asked || s.Flagged
}

// earlyGateAt finds grades for a milestone at which the item does not count
// yet, and grades that repeat an earlier one.
func earlyGateAt(q *Questionnaire) []Mistake {
	var found []Mistake
	for path, item := range q.each() {
		before := 0
		for _, milestone := range sortedMilestones(item.GateAt) {
			at := path + ".gate_at." + string(milestone)
			if from := item.Phase.From(); from.Valid() && !milestone.Reached(from) {
				found = append(found, warn(at, "", "%s counts only from %s on, so it cannot be a gate at %s", item.ID, from, milestone))
			}
			if grade := item.GateAt[milestone]; grade == before {
				found = append(found, warn(at, "leave it out", "%s already needs grade %d before %s", item.ID, grade, milestone))
			}
			before = item.GateAt[milestone]
		}
	}
	return found
}

// uselessShownBy finds evidence that is set for a milestone at which the item
// does not count yet, or at which it changes nothing.
func uselessShownBy(q *Questionnaire) []Mistake {
	var found []Mistake
	for path, item := range q.each() {
		before := Demand{item.MustShow, item.Evidence}
		for _, milestone := range Milestones() {
			now := item.Demand(milestone)
			look := func(key string, without Demand) {
				at := path + "." + key + "." + string(milestone)
				if from := item.Phase.From(); from.Valid() && !milestone.Reached(from) {
					found = append(found, warn(at, "", "%s counts only from %s on, so %s has no effect at %s", item.ID, from, key, milestone))
				}
				if without.means(now) {
					found = append(found, warn(at, "leave it out", "%s is shown by the same evidence before %s", item.ID, milestone))
				}
			}
			if _, set := item.MustShowAt[milestone]; set {
				look("must_show_at", Demand{before.Groups, now.Further})
			}
			if _, set := item.ShownBy[milestone]; set {
				look("shown_by", Demand{now.Groups, before.Further})
			}
			before = now
		}
	}
	return found
}

// idleLines finds checklist lines that no item closes at their first
// milestone, and lines that are open although nothing blocks.
func idleLines(q *Questionnaire) []Mistake {
	var found []Mistake
	for path, line := range q.each() {
		from := line.Phase.From()
		for n, id := range line.ClosedBy {
			item := q.items[id]
			if item == nil || !from.Valid() || !item.Phase.From().Valid() {
				continue
			}
			at := fmt.Sprintf("%s.closed_by[%d]", path, n)
			switch {
			case !from.Reached(item.Phase.From()):
				found = append(found, warn(at, "", "line %s counts from %s on, but %s only from %s on: until then the line is open", line.ID, from, id, item.Phase.From()))
			case len(item.ClosedBy) == 0 && !item.HardAt(from):
				found = append(found, warn(at, "make it hard or give it a gate_at", "line %s can be open without blocking: %s does not block at %s", line.ID, id, from))
			}
		}
	}
	return found
}

// emptyMilestone finds a questionnaire whose assessments are opened for a
// milestone at which nothing counts yet.
func emptyMilestone(q *Questionnaire) []Mistake {
	opened := q.For
	if opened == "" {
		opened = Award
	}
	graded := 0
	for _, item := range q.each() {
		if !item.Kind.Judged() {
			continue
		}
		if graded++; opened.Reached(item.Phase.From()) {
			return nil
		}
	}
	if graded == 0 || !opened.Valid() {
		return nil
	}
	return []Mistake{warn("domains[0]", "set milestone at the top", "assessments open for %s, but no item counts at %s", opened, opened)}
}

// phaseOrder finds phases out of their order: an item counts from the first on.
func phaseOrder(q *Questionnaire) []Mistake {
	var found []Mistake
	for path, item := range q.each() {
		if !item.Kind.Judged() || !item.Phase.valid() {
			continue
		}
		var order []int
		for part := range strings.SplitSeq(string(item.Phase), "/") {
			order = append(order, Phase(part).From().order())
		}
		if !slices.IsSorted(order) || len(slices.Compact(slices.Clone(order))) != len(order) {
			found = append(found, warn(path+".phase", "write them in their order, each once", "%s counts from its first phase on, and %q repeats a phase or puts an earlier one after it", item.ID, item.Phase))
		}
	}
	return found
}

// uselessOverlays finds items of a rule view that stay as they are.
func uselessOverlays(q *Questionnaire) []Mistake {
	var found []Mistake
	for n, overlay := range q.Overlays {
		for i, change := range overlay.Items {
			item := q.items[change.ID]
			if item == nil {
				continue
			}
			changes := change.Hard && !item.Hard || change.Weight > 0 && change.Weight != item.Weight ||
				change.MinAssurance != "" && change.MinAssurance != item.MinAssurance ||
				len(change.GateAt) > 0 && !maps.Equal(change.GateAt, item.GateAt)
			if !changes {
				found = append(found, warn(fmt.Sprintf("overlays[%d].items[%d].id", n, i), "leave it out", "%s is the same under %s", change.ID, overlay.View))
			}
		}
	}
	return found
}

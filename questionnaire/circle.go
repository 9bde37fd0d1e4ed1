package questionnaire

import (
	"fmt"
	"iter"
	"slices"
	"strings"
)

// needs lists the items that decide whether an item counts or how it is
// computed.
func (q *Questionnaire) needs(item *Item) []string {
	needs := slices.Concat(item.ClosedBy, item.Earliest)
	for _, rule := range slices.Concat(q.AskedWhen(item), []string{item.NotApplicableWhen}) {
		if compiled := q.conditions[rule]; compiled != nil {
			needs = append(needs, compiled.reads...)
		}
	}
	return needs
}

// DecidersFirst gives every item with its place among [Questionnaire.Items],
// after all items that decide whether it counts or how it is computed.
func (q *Questionnaire) DecidersFirst() iter.Seq2[int, *Item] {
	return func(yield func(int, *Item) bool) {
		for _, place := range q.order {
			if !yield(place, q.list[place]) {
				return
			}
		}
	}
}

// circles finds items that in the end decide about themselves, and puts the
// items in the order of [Questionnaire.DecidersFirst]. A file with a circle has
// no meaning: whether the item is asked depends on its own answer.
func (q *Questionnaire) circles() []Mistake {
	q.order = nil
	var mistakes []Mistake
	done := map[string]bool{}
	var path []string
	var walk func(id string)
	walk = func(id string) {
		if at := slices.Index(path, id); at >= 0 {
			circle := append(slices.Clone(path[at:]), id)
			mistakes = append(mistakes, Mistake{Path: q.pathOf(id), Text: "conditions run in a circle: " + strings.Join(circle, " → ")})
			return
		}
		if item := q.items[id]; item != nil && !done[id] {
			path = append(path, id)
			for _, next := range q.needs(item) {
				walk(next)
			}
			path = path[:len(path)-1]
			done[id] = true
			q.order = append(q.order, q.places[id])
		}
	}
	for d := range q.Domains {
		for i := range q.Domains[d].Items {
			walk(q.Domains[d].Items[i].ID)
		}
	}
	return mistakes
}

// pathOf is the path of an item, such as domains[0].items[3].
func (q *Questionnaire) pathOf(id string) string {
	for d := range q.Domains {
		for i := range q.Domains[d].Items {
			if q.Domains[d].Items[i].ID == id {
				return fmt.Sprintf("domains[%d].items[%d]", d, i)
			}
		}
	}
	return ""
}

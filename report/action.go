package report

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/wording"
)

const conditionsTitle = "Conditions"

// conditionsShort counts the actions by state.
func (r *report) conditionsShort() string {
	open, overdue := 0, 0
	for _, a := range r.snapshot.Actions {
		if a.Closed == nil {
			open++
		}
		if a.Overdue(r.in.AsOf) {
			overdue++
		}
	}
	parts := []string{fmt.Sprintf("%d open", open)}
	if overdue > 0 {
		parts = append(parts, fmt.Sprintf("%d of them overdue", overdue))
	}
	if closed := len(r.snapshot.Actions) - open; closed > 0 {
		parts = append(parts, fmt.Sprintf("%d closed", closed))
	}
	return fmt.Sprintf("%s: %s.", english.Count(len(r.snapshot.Actions), "condition"), strings.Join(parts, ", "))
}

// overdueNotice names the actions whose last day has passed.
func (r *report) overdueNotice() {
	var late []para
	for _, n := range r.actionOrder() {
		if a := r.snapshot.Actions[n]; a.Overdue(r.in.AsOf) {
			text := fmt.Sprintf("Condition %d, due %s, %s: %s", n+1, a.Due, hostile.Line(a.Owner), hostile.Line(a.What))
			late = append(late, para{text: r.fitted(text, body, r.named()[1].width), ink: body, link: r.start(conditionsTitle)})
		}
	}
	if len(late) > 0 {
		r.notice("Overdue", firstFew(late, 8, conditionsTitle)...)
	}
}

// conditionGround is the actions: open ones first, by due date.
func (r *report) conditionGround() ground {
	g := ground{
		title: conditionsTitle, annex: "Conditions in full", least: 1, widths: []float64{20, r.width() - 20 - 50 - 88 - 56 - 126, 50, 88, 56, 126},
		heads: []string{"No.", "Condition and reason", "Item", "Owner", "Due", "State"},
		intro: "Each condition names an owner, a date, and a control that protects us until then. A conditional decision needs one for each cause that keeps the verdict from approve. " +
			"An overdue condition is a warning until somebody closes it. " + r.conditionsShort(),
	}
	for _, n := range r.actionOrder() {
		a := r.snapshot.Actions[n]
		what := []para{{text: hostile.Clean(a.What), ink: body}}
		if why := r.causeText(a.Cause); why != "" {
			what = append(what, para{text: "because: " + why, ink: quiet})
		}
		if a.Control != "" {
			what = append(what, para{text: "until then: " + hostile.Clean(a.Control), ink: quiet})
		}
		side := "the vendor’s"
		if a.Side == "us" {
			side = "ours"
		}
		g.rows = append(g.rows, []cell{
			say(fmt.Sprint(n+1), label),
			{paras: what},
			linked(dash(hostile.Line(a.Item)), code, r.targets[a.Item]),
			{paras: []para{{text: hostile.Line(a.Owner), ink: body}, {text: side, ink: label}}},
			say(a.Due.String(), body),
			{paras: r.actionState(a)},
		})
	}
	return g
}

// actionOrder lists the indexes of the actions: open ones first, by due date.
func (r *report) actionOrder() []int {
	order := make([]int, len(r.snapshot.Actions))
	for n := range order {
		order[n] = n
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return assessment.SoonerFirst(r.snapshot.Actions[a], r.snapshot.Actions[b])
	})
	return order
}

// causeText is the cause that an action answers: in the words of the latest
// decision, else of today's verdict, else its key.
func (r *report) causeText(key string) string {
	var causes []assessment.Cause
	for _, d := range slices.Backward(r.snapshot.Decisions) {
		causes = append(causes, d.Causes...)
	}
	for _, cause := range append(causes, r.snapshot.Causes(r.result)...) {
		if cause.Key == key {
			return hostile.Line(cause.Text)
		}
	}
	return hostile.Line(key)
}

func (r *report) actionState(a assessment.Action) []para {
	if a.Overdue(r.in.AsOf) {
		return []para{{text: "▲ overdue", ink: strong}, {text: english.Count(int(r.in.AsOf-a.Due), "day") + " late", ink: label, indent: 10}, r.openedBy(a)}
	}
	if a.Closed == nil {
		return []para{{text: "○ open", ink: strong}, r.openedBy(a)}
	}
	out := []para{
		{text: "✓ closed", ink: strong},
		{text: hostile.Clean(a.Closed.How), ink: body},
		{text: fmt.Sprintf("by %s, %s", r.snapshot.Person(a.Closed.By).Name, r.moment(a.Closed.At)), ink: label},
	}
	for _, e := range a.Closed.Evidence {
		parts := []string{r.kindName(e.Kind), wording.Source(e)}
		if !e.AsOf.IsZero() {
			parts = append(parts, "as of "+e.AsOf.String())
		}
		out = append(out, para{text: "● " + hostile.Line(strings.Join(parts, " · ")), ink: quiet})
	}
	return append(out, r.openedBy(a))
}

func (r *report) openedBy(a assessment.Action) para {
	return para{text: fmt.Sprintf("opened %s by %s", r.moment(a.OpenedAt), r.snapshot.Person(a.OpenedBy).Name), ink: label}
}

package main

import (
	"fmt"
	"strings"

	"assay/assessment"
	"assay/questionnaire"
)

// standing is what people made of an assessment, beside what the rules say: its
// decision for a milestone, its actions, and what waits to be confirmed.
type standing struct {
	Decision *assessment.Decision `json:"decision"` // the latest; null for none
	Stands   bool                 `json:"stands"`   // nothing changed since that it was made on
	Actions  int                  `json:"actions"`  // open ones
	Overdue  int                  `json:"overdue"`  // of them
}

func standingOf(s assessment.Snapshot, at questionnaire.Milestone, asOf assessment.Date) standing {
	var out standing
	for n := range s.Decisions {
		if d := &s.Decisions[n]; d.Milestone == at {
			out.Decision, out.Stands = d, d.Stands()
		}
	}
	for _, action := range s.Actions {
		if action.Closed == nil {
			out.Actions++
		}
		if action.Overdue(asOf) {
			out.Overdue++
		}
	}
	return out
}

// fields are the standing, to be printed below what the rules say.
func (st standing) fields(s assessment.Snapshot) []field {
	out := []field{{"decision", st.text(s), st.ink()}}
	if st.Actions > 0 {
		open := field{"actions", fmt.Sprintf("%d open", st.Actions), plain}
		if st.Overdue > 0 {
			open.text, open.ink = open.text+fmt.Sprintf(", %d overdue", st.Overdue), red
		}
		out = append(out, open)
	}
	if n := len(s.ToReverify()); n > 0 {
		out = append(out, field{"waiting", waitingText(n), yellow})
	}
	return out
}

// field is a name and what is known under it.
type field struct {
	name, text string
	ink        ink
}

// showFields prints names and texts side by side, each text within its column.
func (a *app) showFields(pairs [][2]string, more ...field) {
	var all []field
	for _, pair := range pairs {
		all = append(all, field{pair[0], pair[1], plain})
	}
	all = append(all, more...)
	width := 0
	for _, f := range all {
		width = max(width, len(f.name)+2)
	}
	for _, f := range all {
		name := f.name
		for _, line := range a.out.wrap(f.text, 2+width) {
			a.out.print("  %s%s%s\n", a.out.paint(faint, name), painted(strings.Repeat(" ", width-len(name))), a.out.paint(f.ink, line))
			name = ""
		}
	}
}

func (st standing) ink() ink {
	if st.Decision != nil && !st.Stands {
		return yellow
	}
	return plain
}

// text says who decided what, and whether it holds.
func (st standing) text(s assessment.Snapshot) string {
	d := st.Decision
	if d == nil {
		return "none"
	}
	text := fmt.Sprintf("%s, by %s, on %s (snapshot %s)", d.Outcome, whoDecided(*d), s.Day(d.At), short(d.Snapshot))
	if st.Stands {
		return text
	}
	return "void: " + text + "; changed since: " + d.ChangedText()
}

// showDecisions prints all that was decided, the latest last.
func (a *app) showDecisions(s assessment.Snapshot) {
	if len(s.Decisions) > 0 {
		a.out.print("\n%s\n", a.out.paint(bold, "Decisions"))
	}
	for _, d := range s.Decisions {
		text := decidedText(d)
		if !d.Stands() {
			text += "; void, changed since: " + d.ChangedText()
		}
		a.out.named("  ", s.Day(d.At).String(), text)
	}
}

func (a *app) showActions(s assessment.Snapshot) {
	if len(s.Actions) > 0 {
		a.out.print("\n%s\n", a.out.paint(bold, "Actions"))
	}
	for _, action := range s.Actions {
		end := "until " + action.Due.String()
		switch {
		case action.Closed != nil:
			end = "closed by " + action.Closed.By + ": " + action.Closed.How
		case action.Overdue(a.today(s)):
			end = "overdue since " + action.Due.String()
		}
		a.out.named("  ", first(action.Item, action.Cause, "–"), fmt.Sprintf("%s (%s; %s)", action.What, action.Owner, end))
	}
}

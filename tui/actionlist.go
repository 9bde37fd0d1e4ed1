package tui

import (
	"cmp"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/wording"
	"assay/tui/draw"
	"assay/tui/keys"
)

// openActions counts the open actions, and those of them that are overdue.
func openActions(k *book) (open, overdue int) {
	for _, a := range k.now.Actions {
		if a.Closed == nil {
			open++
		}
		if a.Overdue(k.day) {
			overdue++
		}
	}
	return open, overdue
}

// sortedActions sorts the open actions by due date, then the closed ones.
func sortedActions(actions []assessment.Action) []assessment.Action {
	closed := func(a assessment.Action) int {
		if a.Closed != nil {
			return 1
		}
		return 0
	}
	actions = slices.Clone(actions)
	slices.SortStableFunc(actions, func(a, b assessment.Action) int {
		return cmp.Or(cmp.Compare(closed(a), closed(b)), cmp.Compare(a.Due, b.Due))
	})
	return actions
}

// openActionsOf lists the open actions about an item.
func openActionsOf(k *book, item string) []assessment.Action {
	var its []assessment.Action
	for n := range k.now.Actions {
		if a := &k.now.Actions[n]; a.Closed == nil && a.Item == item {
			its = append(its, *a)
		}
	}
	return sortedActions(its)
}

// actionSign returns the sign of an action for lists.
func actionSign(t *draw.Theme, k *book, a assessment.Action) (string, draw.Ink) {
	switch {
	case k.unsaved(func(e assessment.Entry) bool { return aboutAction(e, a.ID) }):
		return "○", t.Warn
	case a.Closed != nil:
		return "✓", t.Good
	case a.Overdue(k.day):
		return "!", t.BadStrong
	}
	return "·", t.Plain
}

// aboutAction reports whether an entry opens or closes an action.
func aboutAction(e assessment.Entry, id string) bool {
	closed, is := e.Change.(assessment.ActionClosed)
	return e.ID == id || is && closed.Action == id
}

// actionWords describes an action with all its fields.
func actionWords(a assessment.Action, today assessment.Date) string {
	lines := []string{strings.TrimSpace(a.Item + " " + a.What), wording.Due(a, today) + ", " + a.Owner + sideWords(a.Side)}
	if a.Control != "" {
		lines = append(lines, "until then: "+a.Control)
	}
	if a.Cause != "" {
		lines = append(lines, "a condition, for "+wording.Cause(a.Cause, a.Item))
	}
	return strings.Join(lines, "\n")
}

func sideWords(side string) string {
	if side == "us" {
		return ", on our side"
	}
	return ", on the vendor's side"
}

// itemActions lists the open actions about the item, beside the question.
func (s *interview) itemActions(out *draw.Block, at spot) {
	actions := openActionsOf(at.k, at.item.ID)
	if len(actions) == 0 {
		return
	}
	t := out.Theme
	out.Add(out.Line().Put(t.Title, "Promised, or to be done").Gap(2).Put(t.Key, keys.For(keys.Actions, keys.OnInterview).Shown()).Put(t.Dim, " closes it"))
	for _, a := range actions {
		sign, in := actionSign(t, at.k, a)
		out.Paragraph(in, "  "+sign+" ", t.Plain, a.What+" · "+a.Owner+" · "+wording.Due(a, at.k.day))
	}
	out.Blank()
}

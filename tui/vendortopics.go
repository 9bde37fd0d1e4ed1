package tui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
	"assay/tui/draw"
	"assay/tui/keys"
)

// whyNot says why something about the decision, the actions, the chain, the
// milestone or the assessment before cannot be done now.
func (s *vendorPage) whyNot(m *Model, k *book, a keys.Action) string {
	switch {
	case s.row() == nil:
		return "there is no assessment yet: a opens one"
	case k == nil:
		return "still reading"
	case (a == keys.Retry || a == keys.Discard) && k.failure == nil:
		return "everything is saved as you go"
	case a == keys.Ask && m.bench.AskVendor == nil:
		return "this workbench makes no forms"
	case a == keys.Ask:
		return whyNotOnTheWay(k)
	case a == keys.Receive:
		return whyNoReply(k)
	case a == keys.MoveOn && nextMilestone(k.now.Milestone) == "":
		return string(k.now.Milestone) + " is the last milestone"
	case a == keys.Delta && k.now.Previous == nil:
		return "there is no assessment before this one to compare it with"
	}
	return ""
}

// topics lists the other matters, each with the key that opens it.
func (s *vendorPage) topics(m *Model, out *draw.Block, k *book) {
	topic := func(key string, in draw.Ink, text string) {
		t := out.Theme
		out.Paragraph(t.Plain, draw.NewLine(3).Put(t.Key, key).String(), in, text)
	}
	key := func(a keys.Action) string { return keys.For(a, keys.OnVendor).Shown() }
	in, text := decisionTopic(m, k)
	topic(key(keys.Decide), in, text)
	if k.now.Summary != nil {
		text := strings.Join(strings.Fields(draw.Harmless(k.now.Summary.Text)), " ")
		text = ansi.Truncate(text, 2*out.Width, "…") // the review shows all of it
		topic(key(keys.Review), out.Theme.Plain, text+" ("+wording.Summarizer(k.now)+")")
	}
	for _, o := range k.now.SignedOff {
		topic(key(keys.Review), out.Theme.Plain, "signed off by "+wording.SignOffBriefly(k.now, o))
	}
	if open, _ := openActions(k); open > 0 {
		in, text := actionTopic(out.Theme, k)
		topic(key(keys.Actions), in, text)
	}
	if n := len(k.now.Asked); n > 0 {
		in, text := askedTopic(out.Theme, k, k.now.Asked[n-1])
		topic(key(keys.Ask), in, text)
	}
	if n := len(k.now.Received); n > 0 {
		last := k.now.Received[n-1]
		topic(key(keys.Receive), out.Theme.Plain, "reply received on "+k.now.Day(last.At).String()+": "+wording.Reception(last.Received))
	}
	if n := k.now.Unread(); n > 0 {
		topic(key(keys.AllEvidence), out.Theme.Warn, wording.Unread(n))
	}
	if len(k.now.Links) > 0 {
		in, text := chainTopic(out.Theme, k)
		topic(key(keys.Chain), in, text)
	}
	if d, is := assessment.DeltaOf(k.now, k.result); is {
		topic(key(keys.Delta), out.Theme.Plain, deltaShort(d))
	}
	if n := k.result.Reverify; n > 0 {
		topic(againSign, out.Theme.Warn, english.Count(n, "answer", "answers")+" to re-verify in the interview")
	}
	for _, change := range k.now.Rules {
		topic("!", out.Theme.Warn, "the rules were changed: "+wording.RulesChanged(change, k.zone()))
	}
	if due := assessment.ReviewDue(k.now, k.result); !due.IsZero() {
		in, text := out.Theme.Plain, "next review by "+due.String()
		if due < k.day {
			in, text = out.Theme.Bad, "the review was due on "+due.String()
		}
		topic("", in, text)
	}
	if m.h > 30 {
		out.Blank()
	}
}

// decisionTopic is the decision, and whether it is still in force.
func decisionTopic(m *Model, k *book) (draw.Ink, string) {
	t, d := m.theme, k.now.Decision()
	if d == nil {
		text := "no decision for " + string(k.now.Milestone) + " yet"
		if n := len(k.now.Decisions); n > 0 {
			last := k.now.Decisions[n-1]
			text += "; for " + string(last.Milestone) + ": " + wording.Decided(last, k.zone())
			if void := wording.Void(last, k.zone()); void != "" {
				return t.Bad, text + ", " + void
			}
		}
		return t.Dim, text
	}
	text := wording.DecidedInFull(*d, k.zone())
	sign, in := t.Verdict(assessment.Verdict(d.Outcome))
	switch {
	case k.unsaved(func(e assessment.Entry) bool { return e.ID == d.Event }):
		return t.Warn, "○ " + text
	case !d.InForce():
		return t.Bad, "✗ " + text
	}
	return in, sign + " " + text
}

// askedTopic tells which form the vendor got last, and whether it came back.
func askedTopic(t *draw.Theme, k *book, last assessment.Asking) (draw.Ink, string) {
	in, text := t.Plain, "asked in writing on "+k.now.Day(last.At).String()+": "+wording.FormKind(last.Format, last.Part)
	answered := slices.ContainsFunc(k.now.Received, func(r assessment.Reception) bool { return r.Form == last.Form })
	switch {
	case answered:
	case last.Due != 0 && last.Due < k.day:
		in, text = t.Bad, text+"; the reply was due on "+last.Due.String()
	case last.Due != 0:
		text += "; the reply is due on " + last.Due.String()
	default:
		text += "; no reply yet"
	}
	return in, text
}

// actionTopic is how many actions are open, and the first of them.
func actionTopic(t *draw.Theme, k *book) (draw.Ink, string) {
	open, overdue := openActions(k)
	in, text := t.Plain, english.Count(open, "action")+" open"
	if overdue > 0 {
		in, text = t.Bad, fmt.Sprintf("%s, %d overdue", text, overdue)
	}
	const most = 2
	for n, a := range sortedActions(k.now.Actions)[:open] {
		if n == most {
			return in, text + fmt.Sprintf("\n%d more", open-most)
		}
		text += "\n" + wording.Due(a, k.day) + ": " + strings.TrimSpace(a.Item+" "+a.What) + " (" + a.Owner + ")"
	}
	return in, text
}

// chainTopic is the delivery chain in short, with every path that ends unbound.
func chainTopic(t *draw.Theme, k *book) (draw.Ink, string) {
	in, text := t.Plain, "delivery chain: "+chainCount(k)
	if paths := unboundPaths(k); len(paths) > 0 {
		in, text = t.Bad, text+": "+strings.Join(paths, "; ")
	}
	return in, text
}

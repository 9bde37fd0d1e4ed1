package tui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"assay/assessment"
	"assay/assessment/agenda"
	"assay/assessment/english"
	"assay/questionnaire"
	"assay/tui/draw"
	"assay/tui/keys"
)

// missing is an answer that still rests on the word of the vendor.
type missing struct {
	item, kind string
	promised   bool // by an open action
	overdue    bool
}

// outstanding lists the answers for which evidence is still to come: above
// nothing, and counted as a bare claim though something could show them.
func outstanding(k *book) []missing {
	var out []missing
	for n := range k.result.Items {
		r := &k.result.Items[n]
		item := k.now.Questionnaire.Item(r.ID)
		actions := openActionsOf(k, r.ID)
		promised := len(actions) > 0
		switch {
		case !item.Kind.Judged(), r.Reverify && len(k.now.Answers[r.ID].Evidence) > 0, r.Assurance != assessment.Claimed && r.State == assessment.StateAnswered:
			continue
		case r.State == assessment.StateAnswered && r.P > 0:
		case !promised || r.State == assessment.StateHidden || r.State == assessment.StateNA:
			continue
		}
		entry := missing{item: r.ID, promised: promised, overdue: promised && actions[0].Overdue(k.day)}
		if kinds := item.Accepts(k.now.Milestone); len(kinds) > 0 {
			entry.kind = k.now.Questionnaire.EvidenceKind(kinds[0]).Name
		}
		out = append(out, entry)
	}
	return out
}

// shortTitle is the title of a questionnaire up to its first comma. It is
// drawn beside the verdict, because "approve" after a screening call is not
// an award.
func shortTitle(q *questionnaire.Questionnaire) string {
	title, _, _ := strings.Cut(q.Title, ",")
	return draw.Harmless(title)
}

// summary is the right column of the interview: verdict, figures, gates, flags.
func (s *interview) summary(m *Model, k *book, w, h int) []string {
	t, r := m.theme, &k.result
	out := draw.NewBlock(t, w)
	sign, word, ink := k.verdict(t)
	out.Add(out.Line().Put(ink, sign+" "+word).Put(t.Dim, " for "+string(r.Milestone)))
	out.Paragraph(t.Dim, "on ", t.Plain, shortTitle(k.now.Questionnaire))
	if in, short, who := decisionWords(t, k); short != "" {
		out.Add(out.Line().Put(in, short))
		out.Paragraph(t.Plain, "  ", t.Dim, who)
	}
	if h > 30 {
		out.Blank()
	}
	if !k.now.Questionnaire.GatesOnly() {
		s.figures(out, k)
		out.Blank()
	}
	s.gates(out, k)
	if r.Reverify > 0 {
		out.Add(out.Line().Put(t.WarnStrong, againSign+" ").Put(t.Title, "Re-verify").Gap(2).Put(t.Strong, fmt.Sprint(r.Reverify)).Put(t.Dim, "  count as claimed"))
		out.Blank()
	}
	s.flags(out, k, max(h/5, 3))
	if n := len(later(k)); n > 0 {
		out.Add(out.Line().Put(t.Title, "To come back to").Gap(2).Put(t.Strong, fmt.Sprint(n)).Gap(2).Put(t.Key, keys.For(keys.ComeBack, keys.OnInterview).Shown()).Put(t.Dim, " lists them"))
		out.Paragraph(t.Warn, laterSign+" ", t.Dim, strings.Join(later(k), " "))
		out.Blank()
	}
	s.evidence(out, k, max(h-out.Height()-8, 2))
	s.times(m, out, k, h-out.Height())
	return out.Exact(h)
}

func (s *interview) figures(out *draw.Block, k *book) {
	t, r := out.Theme, &k.result
	w := out.Width
	line := func(name string, score assessment.Score, ink draw.Ink, word string) {
		out.Add(out.Line().Cell(t.Dim, name, 10).Number(ink, score.String(), 5).Put(t.Dim, word))
	}
	line("shown", r.Shown, t.Strong, "  what counts")
	line("claimed", r.Claimed, t.Plain, "  what was said")
	out.Add(out.Line().Cell(t.Dim, "interval", 10).Number(t.Plain, r.Interval[0].String(), 5).Put(t.Dim, " to ").Put(t.Strong, r.Interval[1].String()))
	bands := k.now.Questionnaire.Scoring.Bands
	word := ""
	if r.Reachable != assessment.NoScore && r.Reachable < assessment.Score(bands.Approve*10) {
		word = "  below approve"
	}
	line("reachable", r.Reachable, t.Plain, word)
	bars := out.Line()
	draw.ScoreBar(t, bars, w, r.Interval[0], r.Interval[1], r.Reachable)
	out.Add(bars)
	out.Add(out.Line().Put(t.Dim, scale(w, bands)))
	out.Add(out.Line().Cell(t.Dim, "coverage", 10).Number(t.Plain, english.Percent(r.Coverage), 5).Put(t.Dim, fmt.Sprintf("  needs %d%%", k.now.Questionnaire.Scoring.Coverage)))
}

// scale is the line below a bar: where the bands begin.
func scale(w int, bands questionnaire.Bands) string {
	line := []rune(strings.Repeat(" ", w))
	for _, band := range []int{bands.Remediate, bands.Conditional, bands.Approve} {
		text := []rune(fmt.Sprintf("╵%d", band))
		at := min(band*w/100, w-len(text))
		copy(line[max(at, 0):], text)
	}
	return string(line)
}

func (s *interview) gates(out *draw.Block, k *book) {
	t, g := out.Theme, k.result.Gates
	gatesHead(out, g)
	for _, state := range []struct {
		is assessment.GateState
		n  int
	}{
		{assessment.GateFailed, g.Failed},
		{assessment.GateNotShown, g.NotShown},
		{assessment.GateWaiverExpired, g.WaiverExpired},
		{assessment.GateNotAsked, g.NotAsked},
		{assessment.GateWaived, g.Waived},
	} {
		if state.n == 0 {
			continue
		}
		ids := make([]string, 0, state.n)
		for n := range k.result.Items {
			if item := &k.result.Items[n]; item.Gate == state.is && len(k.now.Questionnaire.Item(item.ID).ClosedBy) == 0 {
				ids = append(ids, item.ID)
			}
		}
		sign, ink := t.Gate(state.is)
		line := out.Line().Put(ink, sign+" ").Number(t.Strong, fmt.Sprint(state.n), 2).Gap(1).Put(t.Plain, gateWords(state.is))
		if all := "  " + strings.Join(ids, " "); draw.Width(all) <= line.Left() {
			out.Add(line.Put(t.Dim, all))
			continue
		}
		out.Add(line)
		// A long list is that of gates not asked, which tab goes to one by one.
		const indent, most = 5, 3
		lines := draw.Wrap(strings.Join(ids, " "), out.Width-indent)
		if len(lines) > most {
			lines = lines[:most]
			lines[most-1] = "…"
		}
		for _, line := range lines {
			out.Add(out.Line().Gap(indent).Put(t.Dim, line))
		}
	}
	if lines := checklist(k); len(lines) > 0 {
		out.Add(out.Line().Put(t.Title, "Lines").Put(t.Dim, fmt.Sprintf("  %d closed, ", closedLines(lines))).Put(t.Strong, fmt.Sprintf("%d open", len(lines)-closedLines(lines))))
	}
	out.Blank()
}

func (s *interview) flags(out *draw.Block, k *book, most int) {
	t, r := out.Theme, &k.result
	head := out.Line().Put(t.Title, "Red flags").Gap(2)
	if len(r.OpenFlags) == 0 {
		out.Add(head.Put(t.Dim, "none"))
		out.Blank()
		return
	}
	var counts []string
	if r.Flags.Stop > 0 {
		counts = append(counts, english.Count(r.Flags.Stop, "stop"))
	}
	if r.Flags.Warning > 0 {
		counts = append(counts, english.Count(r.Flags.Warning, "warning"))
	}
	head.Put(t.Strong, strings.Join(counts, ", "))
	if r.Flags.Penalty > 0 {
		head.Put(t.Dim, fmt.Sprintf(" (−%d)", r.Flags.Penalty))
	}
	out.Add(head)
	for _, flag := range r.OpenFlags[:min(most, len(r.OpenFlags))] {
		sign, ink := t.Flag(flag.Severity)
		out.Wrapped(ink.On(sign)+" ", "", func(line *draw.Line) {
			if flag.Item != "" {
				line.Say(t.Dim, flag.Item).Gap(1)
			}
			line.Say(t.Plain, flag.Text)
		})
	}
	if n := len(r.OpenFlags) - most; n > 0 {
		out.Add(out.Line().Put(t.Dim, fmt.Sprintf("… %d more", n)))
	}
	out.Blank()
}

func (s *interview) evidence(out *draw.Block, k *book, most int) {
	t := out.Theme
	list, from := outstanding(k), out.Height()
	head := out.Line().Put(t.Title, "Still to be shown").Gap(2)
	if len(list) == 0 {
		out.Add(head.Put(t.Dim, "nothing"))
		out.Blank()
		return
	}
	out.Add(head.Put(t.Strong, fmt.Sprint(len(list))).Gap(2).Put(t.Key, keys.For(keys.Owed, keys.OnInterview).Shown()).Put(t.Dim, " lists all"))
	for n, one := range list {
		if n > 0 && n < len(list)-1 && out.Height()-from > most {
			out.Add(out.Line().Put(t.Dim, fmt.Sprintf("… %d more", len(list)-n)))
			break
		}
		out.Wrapped(t.Line(9).Put(t.Dim, "· ").Cell(t.Plain, one.item, 7).String(), "", func(line *draw.Line) {
			switch {
			case one.overdue:
				line.Put(t.Bad, "overdue ")
			case one.promised:
				line.Put(t.Warn, "promised ")
			}
			line.Say(t.Dim, one.kind)
		})
	}
	out.Blank()
}

// times is the clock: of the session, and of each domain in it.
func (s *interview) times(m *Model, out *draw.Block, k *book, room int) {
	t := out.Theme
	session := k.now.Running()
	if session == nil || room < 1 {
		return
	}
	out.Add(out.Line().Put(t.Title, "Session").Gap(2).Put(t.Strong, clock(m.now.UnixMicro()-session.Start)).Put(t.Dim, sessionWith(session)))
	at, found := s.spot(m)
	if !found {
		return
	}
	c := k.planned(m).clock
	if late := lateWords(c); late != "" {
		out.Paragraph(t.Warn, "", t.Warn, late)
	}
	line := out.Line()
	for n := range c.Domains {
		d := &c.Domains[n]
		if d.Used == 0 && d.Open == 0 && d.Domain != at.domain.ID {
			continue
		}
		text := d.Domain + " " + paceWords(d)
		if line.Left() < draw.Width(text)+2 {
			out.Add(line)
			line = out.Line()
		}
		if d.Domain == at.domain.ID {
			line.Put(t.Strong, text).Gap(2)
		} else {
			line.Put(t.Dim, text).Gap(2)
		}
	}
	out.Add(line)
}

// paceWords are the minutes that a domain has taken, of those that are planned for it.
func paceWords(d *agenda.Pace) string {
	if d.Planned == 0 {
		return clock(int64(d.Used) * agenda.Minute)
	}
	return fmt.Sprintf("%d/%d min", d.Used, d.Planned)
}

// lateWords says that a meeting is late, or nothing.
func lateWords(c *agenda.Clock) string {
	if c == nil || c.Late == 0 {
		return ""
	}
	return c.Brief() + ": " + keys.For(keys.Agenda, keys.OnInterview).Shown() + " says what to skip"
}

func sessionWith(session *assessment.Session) string {
	for _, a := range session.Attendees {
		if a.Side == "vendor" {
			return "  with " + draw.Harmless(a.Name)
		}
	}
	return ""
}

// summaryLines is the right column in two lines, for narrow windows: the verdict with its
// interval, and the open ends.
func (s *interview) summaryLines(m *Model, k *book, w int) []string {
	t, r := m.theme, &k.result
	out := draw.NewBlock(t, w)
	sign, word, ink := k.verdict(t)
	line := out.Line().Gap(1).Put(ink, sign+" "+word)
	if k.now.Questionnaire.GatesOnly() {
		const others = 30 // columns that the lines take
		line.Put(t.Dim, " · ").Put(t.Plain, ansi.Truncate(shortTitle(k.now.Questionnaire), line.Left()-others, "…"))
	} else {
		line.Put(t.Dim, "  shown ").Put(t.Strong, r.Shown.String()).Gap(1)
		draw.ScoreBar(t, line, max(min(w-66, 30), 8), r.Interval[0], r.Interval[1], r.Reachable)
		line.Put(t.Dim, " to ").Put(t.Strong, r.Interval[1].String())
		whole(t, line, "coverage", fmt.Sprintf("%s of %d%%", english.Percent(r.Coverage), k.now.Questionnaire.Scoring.Coverage))
		whole(t, line, "claimed", r.Claimed.String())
		whole(t, line, "reachable", r.Reachable.String())
	}
	if lines := checklist(k); len(lines) > 0 && k.now.Questionnaire.GatesOnly() {
		line.Put(t.Dim, "  lines ").Put(t.Strong, fmt.Sprintf("%d of %d", closedLines(lines), len(lines))).Put(t.Dim, " closed")
	}
	out.Add(line)
	// The lists that are one key away are named with their keys.
	key := func(a keys.Action, text string, n int) string {
		return "  " + t.Key.On(keys.For(a, keys.OnInterview).Shown()) + t.Dim.On(" "+text+" ") + t.Plain.On(fmt.Sprint(n))
	}
	lists := ""
	if n := len(later(k)); n > 0 {
		lists += key(keys.ComeBack, "come back", n)
	}
	if n := len(outstanding(k)); n > 0 {
		lists += key(keys.Owed, "to be shown", n)
	}
	line = out.Line().Gap(1)
	gateStates(t, line, r.Gates, draw.Width(lists)+draw.Width("  flags ■1 ▲10"))
	line.Put(t.Dim, "  flags ")
	flagCount(t, line, r.Flags.Stop, r.Flags.Warning)
	if r.Reverify > 0 {
		line.Put(t.Warn, fmt.Sprintf("  re-verify %d", r.Reverify))
	}
	if n := draw.Width(lists); n <= line.Left() {
		line.Raw(lists, n)
	}
	if at, found := s.spot(m); found {
		if c := k.planned(m).clock; c != nil {
			if n := slices.IndexFunc(c.Domains, func(d agenda.Pace) bool { return d.Domain == at.domain.ID }); n >= 0 {
				whole(t, line, at.domain.ID, paceWords(&c.Domains[n]))
			}
		}
	}
	out.Add(line)
	return out.Lines
}

// verdict is the verdict as the interview draws it: of a vendor whom nobody has met yet,
// not started.
func (k *book) verdict(t *draw.Theme) (sign, word string, ink draw.Ink) {
	return standing(t, k.result.Verdict, k.now.Begun(k.result) || k.now.Decision() != nil)
}

// gateWords are the states of gates as the interview counts them. A yes that nothing shows
// yet must not read as a refusal.
func gateWords(g assessment.GateState) string {
	if g == assessment.GateNotShown {
		return "yes, not shown yet"
	}
	return g.Words()
}

// gateStates counts the gates by state, each with its sign and its word. The words of the
// less pressing states are left out where they leave no room for the others columns of the
// line; the signs stay.
func gateStates(t *draw.Theme, r *draw.Line, g assessment.GateCount, others int) {
	states := []struct {
		is assessment.GateState
		n  int
	}{
		{assessment.GateFailed, g.Failed},
		{assessment.GateNotShown, g.NotShown},
		{assessment.GateWaiverExpired, g.WaiverExpired},
		{assessment.GateNotAsked, g.NotAsked},
		{assessment.GateWaived, g.Waived},
		{assessment.GateClosed, g.Closed},
	}
	r.Put(t.Dim, "gates")
	none, room := true, r.Left()-others
	for _, state := range states {
		if state.n > 0 {
			none = false
			room -= draw.Width(fmt.Sprintf(" ✗%d", state.n))
		}
	}
	if none {
		r.Put(t.Dim, " none")
	}
	for _, state := range states {
		if state.n == 0 {
			continue
		}
		sign, ink := t.Gate(state.is)
		r.Gap(1).Put(ink, fmt.Sprintf("%s%d", sign, state.n))
		if word := " " + gateWords(state.is); draw.Width(word) <= room {
			r.Put(t.Dim, word)
			room -= draw.Width(word)
		}
	}
}

// whole draws a named figure if there is room for all of it.
func whole(t *draw.Theme, r *draw.Line, name, figure string) {
	if text := "  " + name + " "; draw.Width(text+figure) <= r.Left() {
		r.Put(t.Dim, text).Put(t.Plain, figure)
	}
}

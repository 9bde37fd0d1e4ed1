package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"assay/assessment"
	"assay/questionnaire"
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
		case item.Kind == questionnaire.Fact, r.Reverify && len(k.now.Answers[r.ID].Evidence) > 0, r.Assurance != assessment.Claimed && r.State == assessment.StateAnswered:
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

// shortTitle is the title of a questionnaire up to its first comma. It stands
// beside the verdict, since an approval by a screening call is no award.
func shortTitle(q *questionnaire.Questionnaire) string {
	title, _, _ := strings.Cut(q.Title, ",")
	return harmless(title)
}

// standing is the right column: where the assessment stands now.
func (s *interview) standing(m *Model, k *book, w, h int) []string {
	t, r := m.theme, &k.result
	out := &pile{t: t, w: w}
	sign, ink := t.verdict(r.Verdict)
	out.add(out.row().put(ink, sign+" "+string(r.Verdict)).put(t.dim, " for "+string(r.Milestone)))
	out.add(out.row().put(t.dim, "on ").say(t.plain, shortTitle(k.now.Questionnaire)))
	if in, short, who := decisionWords(t, k); short != "" {
		out.add(out.row().put(in, short))
		out.paragraph(t.plain, "  ", t.dim, who)
	}
	if h > 30 {
		out.blank()
	}
	if !k.now.Questionnaire.GatesOnly() {
		s.figures(out, k)
		out.blank()
	}
	s.gates(out, k)
	if r.Reverify > 0 {
		out.add(out.row().put(t.warnStrong, againSign+" ").put(t.title, "Re-verify").gap(2).put(t.strong, fmt.Sprint(r.Reverify)).put(t.dim, "  count as claimed"))
		out.blank()
	}
	s.flags(out, k, max(h/5, 3))
	s.evidence(out, k, max(h-out.height()-8, 2))
	s.times(m, out, k, h-out.height())
	return out.exact(h)
}

func (s *interview) figures(out *pile, k *book) {
	t, r := out.t, &k.result
	w := out.w
	line := func(name string, score assessment.Score, ink ink, word string) {
		out.add(out.row().cell(t.dim, name, 10).put(ink, figure(score)).put(t.dim, word))
	}
	line("shown", r.Shown, t.strong, "  what counts")
	line("claimed", r.Claimed, t.plain, "  what was said")
	open := out.row().cell(t.dim, "interval", 10).put(t.plain, figure(r.Interval[0])).put(t.dim, " to ").put(t.strong, r.Interval[1].String())
	out.add(open)
	bands := k.now.Questionnaire.Scoring.Bands
	word := ""
	if r.Reachable != assessment.NoScore && r.Reachable < assessment.Score(bands.Approve*10) {
		word = "  below approve"
	}
	line("reachable", r.Reachable, t.plain, word)
	bars := out.row()
	scoreBar(t, bars, w, r.Interval[0], r.Interval[1], r.Reachable)
	out.add(bars)
	out.add(out.row().put(t.dim, scale(w, bands)))
	answered := fmt.Sprintf("%d%%", int(r.Coverage*100+1e-9))
	out.add(out.row().cell(t.dim, "coverage", 10).number(t.plain, answered, 5).put(t.dim, fmt.Sprintf("  needs %d%%", k.now.Questionnaire.Scoring.Coverage)))
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

func (s *interview) gates(out *pile, k *book) {
	t, g := out.t, k.result.Gates
	out.add(out.row().put(t.title, "Gates").put(t.dim, fmt.Sprintf("  %d closed, ", g.Closed)).put(t.strong, fmt.Sprintf("%d open", g.Open())))
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
		sign, ink := t.gate(state.is)
		line := out.row().put(ink, sign+" ").cell(t.plain, state.is.Words(), 10).number(t.strong, fmt.Sprint(state.n), 3).gap(1)
		for n := range k.result.Items {
			if item := &k.result.Items[n]; item.Gate == state.is && line.left > 0 && len(k.now.Questionnaire.Item(item.ID).ClosedBy) == 0 {
				line.gap(1).put(t.dim, item.ID)
			}
		}
		out.add(line)
	}
	if lines := checklist(k); len(lines) > 0 {
		out.add(out.row().put(t.title, "Lines").put(t.dim, fmt.Sprintf("  %d closed, ", closedLines(lines))).put(t.strong, fmt.Sprintf("%d open", len(lines)-closedLines(lines))))
	}
	out.blank()
}

func (s *interview) flags(out *pile, k *book, most int) {
	t, r := out.t, &k.result
	head := out.row().put(t.title, "Red flags").gap(2)
	if len(r.OpenFlags) == 0 {
		out.add(head.put(t.dim, "none"))
		out.blank()
		return
	}
	head.put(t.strong, fmt.Sprintf("%d stop, %d warning", r.Flags.Stop, r.Flags.Warning))
	if r.Flags.Penalty > 0 {
		head.put(t.dim, fmt.Sprintf(" (−%d)", r.Flags.Penalty))
	}
	out.add(head)
	for n, flag := range r.OpenFlags {
		if n == most {
			out.add(out.row().put(t.dim, fmt.Sprintf("… %d more", len(r.OpenFlags)-most)))
			break
		}
		sign, ink := t.flag(flag.Severity)
		out.add(out.row().put(ink, sign+" ").say(t.dim, flag.Item).gap(1).say(t.plain, flag.Text))
	}
	out.blank()
}

func (s *interview) evidence(out *pile, k *book, most int) {
	t := out.t
	list := outstanding(k)
	head := out.row().put(t.title, "Evidence outstanding").gap(2)
	if len(list) == 0 {
		out.add(head.put(t.dim, "none"))
		out.blank()
		return
	}
	out.add(head.put(t.strong, fmt.Sprint(len(list))))
	for n, one := range list {
		if n == most && len(list) > most {
			out.add(out.row().put(t.dim, fmt.Sprintf("… %d more", len(list)-most)))
			break
		}
		line := out.row().put(t.dim, "· ").cell(t.plain, one.item, 7)
		switch {
		case one.overdue:
			line.put(t.bad, "overdue ")
		case one.promised:
			line.put(t.warn, "promised ")
		}
		out.add(line.say(t.dim, one.kind))
	}
	out.blank()
}

// times is the clock: of the session, and of each domain in it.
func (s *interview) times(m *Model, out *pile, k *book, room int) {
	t := out.t
	session := k.now.Running()
	if session == nil || room < 1 {
		return
	}
	now := m.now.UnixMicro()
	out.add(out.row().put(t.title, "Session").gap(2).put(t.strong, clock(now-session.Start)).put(t.dim, sessionWith(session)))
	at, found := s.spot(m)
	if !found {
		return
	}
	times := k.attention.times(now)
	line := out.row()
	for _, d := range k.now.Questionnaire.Domains {
		if times[d.ID] < 60*1e6 && d.ID != at.domain.ID {
			continue
		}
		text := d.ID + " " + clock(times[d.ID])
		if line.left < width(text)+2 {
			out.add(line)
			line = out.row()
		}
		if d.ID == at.domain.ID {
			line.put(t.strong, text).gap(2)
		} else {
			line.put(t.dim, text).gap(2)
		}
	}
	out.add(line)
}

func sessionWith(session *assessment.Session) string {
	for _, a := range session.Attendees {
		if a.Side == "vendor" {
			return "  with " + harmless(a.Name)
		}
	}
	return ""
}

// standingLines is the right column in two lines, for narrow windows.
func (s *interview) standingLines(m *Model, k *book, w int) []string {
	t, r := m.theme, &k.result
	out := &pile{t: t, w: w}
	sign, ink := t.verdict(r.Verdict)
	line := out.row().gap(1).put(ink, sign+" "+string(r.Verdict))
	if k.now.Questionnaire.GatesOnly() {
		const others = 30 // columns that the lines take
		line.put(t.dim, " · ").put(t.plain, ansi.Truncate(shortTitle(k.now.Questionnaire), line.left-others, "…"))
	} else {
		line.put(t.dim, "  shown ").put(t.strong, r.Shown.String()).gap(1)
		scoreBar(t, line, max(min(w-62, 30), 10), r.Interval[0], r.Interval[1], r.Reachable)
		line.put(t.dim, " to ").put(t.strong, r.Interval[1].String())
		line.put(t.dim, "  reach ").put(t.plain, r.Reachable.String())
		line.put(t.dim, "  claimed ").put(t.plain, r.Claimed.String())
	}
	if lines := checklist(k); len(lines) > 0 && k.now.Questionnaire.GatesOnly() {
		line.put(t.dim, "  lines ").put(t.strong, fmt.Sprintf("%d of %d", closedLines(lines), len(lines))).put(t.dim, " closed")
	}
	out.add(line)
	line = out.row().gap(1).put(t.dim, "gates")
	for _, state := range []struct {
		is assessment.GateState
		n  int
	}{
		{assessment.GateFailed, r.Gates.Failed + r.Gates.WaiverExpired},
		{assessment.GateNotShown, r.Gates.NotShown},
		{assessment.GateNotAsked, r.Gates.NotAsked},
		{assessment.GateClosed, r.Gates.Closed},
	} {
		sign, ink := t.gate(state.is)
		line.gap(1).put(ink, fmt.Sprintf("%s%d", sign, state.n))
	}
	if n := r.Gates.Waived; n > 0 {
		sign, ink := t.gate(assessment.GateWaived)
		line.gap(1).put(ink, fmt.Sprintf("%s%d", sign, n))
	}
	line.put(t.dim, "  flags ")
	flagCount(t, line, r.Flags.Stop, r.Flags.Warning, 6)
	if r.Reverify > 0 {
		line.put(t.warn, fmt.Sprintf(" re-verify %d", r.Reverify)).gap(1)
	}
	line.put(t.dim, " evidence due ").put(t.plain, fmt.Sprint(len(outstanding(k))))
	line.put(t.dim, "  coverage ").put(t.plain, fmt.Sprintf("%d%%", int(r.Coverage*100+1e-9)))
	if at, found := s.spot(m); found {
		if times := k.attention.times(m.now.UnixMicro()); times != nil {
			line.put(t.dim, "  "+at.domain.ID+" ").put(t.plain, clock(times[at.domain.ID]))
		}
	}
	out.add(line)
	return out.lines
}

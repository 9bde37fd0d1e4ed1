package tui

import (
	"cmp"
	"fmt"
	"strings"

	"assay/assessment"
)

// newDelta lays a re-assessment beside the assessment before it.
func newDelta(k *book) *reading {
	return &reading{
		title: "Since " + k.now.Previous.AsOf.String() + ": " + k.now.Opened.Title(),
		lines: func(m *Model, w int) []string {
			d, _ := assessment.DeltaOf(k.now, k.result)
			return deltaLines(m.theme, w, d)
		},
	}
}

// trends are the trends in the order in which they are listed.
var trends = []struct {
	is         assessment.Trend
	sign, head string
}{
	{assessment.Better, "▲", "better"}, {assessment.Worse, "▼", "worse"}, {assessment.New, "+", "new: not asked then"}, {assessment.Gone, "−", "gone: not asked now"},
}

func trendInk(t *theme, trend assessment.Trend) ink {
	switch trend {
	case assessment.Better:
		return t.good
	case assessment.Worse:
		return t.bad
	}
	return t.accent
}

// deltaShort is the delta in one line.
func deltaShort(d assessment.Delta) string {
	parts := []string{fmt.Sprintf("since %s: %s → %s", d.Before.AsOf, d.Before.Verdict, d.Verdict)}
	if d.Shown != assessment.NoScore || d.Before.Shown != assessment.NoScore {
		parts = append(parts, fmt.Sprintf("shown %s → %s", d.Before.Shown, d.Shown))
	}
	for _, trend := range trends {
		if n := trendCount(d, trend.is); n > 0 {
			parts = append(parts, fmt.Sprintf("%s%d %s%s", trend.sign, n, trend.is, waitingWords(d, trend.is)))
		}
	}
	return strings.Join(append(parts, fmt.Sprintf("%d the same", d.Same)), " · ")
}

func trendCount(d assessment.Delta, trend assessment.Trend) int {
	n := 0
	for _, item := range d.Items {
		if item.Trend == trend {
			n++
		}
	}
	return n
}

// waitingWords says how many of those with a trend have it while their answers
// wait to be confirmed.
func waitingWords(d assessment.Delta, trend assessment.Trend) string {
	n := 0
	for _, item := range d.Items {
		if item.Trend == trend && item.After != nil && item.After.Reverify {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" (%d until re-verified)", n)
}

func deltaLines(t *theme, w int, d assessment.Delta) []string {
	out := &pile{t: t, w: w}
	out.paragraph(t.plain, "", t.strong, deltaShort(d))
	if d.Waiting > 0 {
		out.paragraph(t.warn, againSign+" ", t.plain, count(d.Waiting, "answer is", "answers are")+" still to re-verify, and counted as a bare claim until then")
	}
	if d.Before.Decision != "" {
		out.paragraph(t.plain, "", t.dim, "then decided: "+string(d.Before.Decision))
	}
	out.blank()
	out.add(out.row().put(t.title, "Domains").end(t.dim.on("   shown then    now    claimed then    now")))
	ids := widest(d.Domains, func(d assessment.DomainDelta) string { return d.ID }) + 2
	for _, domain := range d.Domains {
		deltaDomain(t, out, domain, ids)
	}
	for _, trend := range trends {
		if n := trendCount(d, trend.is); n > 0 {
			out.blank()
			out.add(out.row().put(trendInk(t, trend.is), trend.sign+" ").put(t.title, fmt.Sprintf("%d %s", n, trend.head)))
			for _, item := range d.Items {
				if item.Trend == trend.is {
					out.paragraph(t.plain, newRow(9).gap(2).cell(t.accent, item.Item, 7).String(), t.plain, item.Title+": "+deltaWords(item))
				}
			}
		}
	}
	return out.lines
}

func deltaDomain(t *theme, out *pile, d assessment.DomainDelta, ids int) {
	const figures = 44
	r := out.row().gap(2).cell(t.accent, d.ID, ids)
	r.cell(t.plain, d.Name, max(r.left-figures, 0))
	shown := t.plain
	switch was, is := d.Before[1], d.After[1]; {
	case was == assessment.NoScore || is == assessment.NoScore:
	case is > was:
		shown = t.good
	case is < was:
		shown = t.bad
	}
	r.number(t.dim, d.Before[1].String(), 13).number(shown, d.After[1].String(), 7)
	out.add(r.number(t.dim, d.Before[0].String(), 16).number(t.plain, d.After[0].String(), 7))
}

// deltaWords says of one item what it was and what it is.
func deltaWords(d assessment.ItemDelta) string {
	was, is := "", ""
	if b := d.Before; b != nil {
		was = standingWords(b.Answer, b.Assurance, b.Gate)
	}
	if a := d.After; a != nil {
		is = standingWords(a.Answer, a.Assurance, a.Gate)
		if a.Reverify {
			is += ", to re-verify"
		}
	}
	switch d.Trend {
	case assessment.New:
		return is
	case assessment.Gone:
		return was
	}
	return was + " → " + is
}

func standingWords(answer string, assurance assessment.Assurance, gate assessment.GateState) string {
	parts := []string{cmp.Or(answer, "unanswered")}
	if answer != "" && assurance != "" {
		parts = append(parts, string(assurance))
	}
	if gate != "" {
		parts = append(parts, "gate "+gate.Words())
	}
	return strings.Join(parts, ", ")
}

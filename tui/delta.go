package tui

import (
	"cmp"
	"fmt"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/tui/dialog"
	"assay/tui/draw"
)

// newDelta lays a re-assessment beside the assessment before it.
func newDelta(k *book) *asked {
	return show(&dialog.Text{
		Title: "Since " + k.now.Previous.AsOf.String() + ": " + k.now.Opened.Title(),
		Lines: func(t *draw.Theme, w int) []string {
			d, _ := assessment.DeltaOf(k.now, k.result)
			return deltaLines(t, w, d)
		},
	})
}

// trends are the trends in the order in which they are listed.
var trends = []struct {
	is         assessment.Trend
	sign, head string
}{
	{assessment.Better, "▲", "better"}, {assessment.Worse, "▼", "worse"}, {assessment.New, "+", "new: not asked then"}, {assessment.Gone, "−", "gone: not asked now"},
}

func trendInk(t *draw.Theme, trend assessment.Trend) draw.Ink {
	switch trend {
	case assessment.Better:
		return t.Good
	case assessment.Worse:
		return t.Bad
	}
	return t.Accent
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

func deltaLines(t *draw.Theme, w int, d assessment.Delta) []string {
	out := draw.NewBlock(t, w)
	out.Paragraph(t.Plain, "", t.Strong, deltaShort(d))
	if d.Waiting > 0 {
		out.Paragraph(t.Warn, againSign+" ", t.Plain, english.Count(d.Waiting, "answer is", "answers are")+" still to re-verify, and counted as a bare claim until then")
	}
	if d.Before.Decision != "" {
		out.Paragraph(t.Plain, "", t.Dim, "then decided: "+string(d.Before.Decision))
	}
	out.Blank()
	out.Add(out.Line().Put(t.Title, "Domains").End(t.Dim.On("   shown then    now    claimed then    now")))
	ids := draw.Widest(d.Domains, func(d assessment.DomainDelta) string { return d.ID }) + 2
	for _, domain := range d.Domains {
		deltaDomain(t, out, domain, ids)
	}
	for _, trend := range trends {
		if n := trendCount(d, trend.is); n > 0 {
			out.Blank()
			out.Add(out.Line().Put(trendInk(t, trend.is), trend.sign+" ").Put(t.Title, fmt.Sprintf("%d %s", n, trend.head)))
			for _, item := range d.Items {
				if item.Trend == trend.is {
					out.Paragraph(t.Plain, draw.NewLine(9).Gap(2).Cell(t.Accent, item.Item, 7).String(), t.Plain, item.Title+": "+deltaWords(item))
				}
			}
		}
	}
	return out.Lines
}

func deltaDomain(t *draw.Theme, out *draw.Block, d assessment.DomainDelta, ids int) {
	const figures = 44
	r := out.Line().Gap(2).Cell(t.Accent, d.ID, ids)
	r.Cell(t.Plain, d.Name, max(r.Left()-figures, 0))
	shown := t.Plain
	switch was, is := d.Before[1], d.After[1]; {
	case was == assessment.NoScore || is == assessment.NoScore:
	case is > was:
		shown = t.Good
	case is < was:
		shown = t.Bad
	}
	r.Number(t.Dim, d.Before[1].String(), 13).Number(shown, d.After[1].String(), 7)
	out.Add(r.Number(t.Dim, d.Before[0].String(), 16).Number(t.Plain, d.After[0].String(), 7))
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

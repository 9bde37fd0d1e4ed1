package tui

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/wording"
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
	return strings.Join(slices.Concat(parts, wording.DeltaChanges(d), []string{fmt.Sprintf("%d the same", d.Same)}), " · ")
}

func deltaLines(t *draw.Theme, w int, d assessment.Delta) []string {
	out := draw.NewBlock(t, w)
	out.Paragraph(t.Plain, "", t.Strong, deltaShort(d))
	if d.Waiting > 0 {
		out.Paragraph(t.Warn, againSign+" ", t.Plain, wording.Waiting(d.Waiting))
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
	for _, group := range d.Groups() {
		out.Blank()
		out.Add(out.Line().Put(trendInk(t, group.Trend), group.Trend.Sign()+" ").Put(t.Title, fmt.Sprintf("%d %s", len(group.Items), group.Name)))
		for _, item := range group.Items {
			out.Paragraph(t.Plain, draw.NewLine(9).Gap(2).Cell(t.Accent, item.Item, 7).String(), t.Plain, item.Title+": "+wording.DeltaItem(item))
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

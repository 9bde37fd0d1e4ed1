package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
	"assay/tui/draw"
)

// The parts of an assessment that several screens draw.

// recordedLines draws everything that is recorded for an item besides its answer: of a
// record also the name of its kind and its date, or the checks that it has not passed,
// if they are wanted.
func recordedLines(m *Model, out *draw.Block, s assessment.Snapshot, r *assessment.Result, item string, named, unchecked bool) {
	t, a, before := out.Theme, s.Answers[item], out.Height()
	if len(a.Evidence) > 0 {
		out.Heading("Evidence")
	}
	for n, record := range a.Evidence {
		mark, role := recordRole(r.Item(item), n+1)
		kind, what := s.Questionnaire.EvidenceKind(record.Kind), record.Kind+" "+wording.Source(record)
		checked, left := wording.Checks(kind, record)
		dated := ""
		if kind != nil && named {
			what = record.Kind + " " + english.Join(" · ", kind.Name, wording.Source(record))
			dated = "of " + cmp.Or(record.AsOf.String(), "no date")
		}
		worth := english.Join(" · ", a.WordsFor(&record), dated, checked, s.AgeOf(&record, r.AsOf).Words(), role)
		lead := "  " + mark + " "
		if whole := what + " · " + worth; draw.Width(whole) <= out.Width-draw.Width(lead) {
			out.Paragraph(t.Good, lead, t.Plain, whole)
		} else {
			out.Paragraph(t.Good, lead, t.Plain, what)
			out.Paragraph(t.Plain, draw.Blanks(draw.Width(lead)), t.Plain, worth)
		}
		for _, check := range left {
			if unchecked {
				out.Paragraph(t.Dim, "      ☐ ", t.Dim, check)
			}
		}
	}
	if notes := wording.Notes(a); len(notes) > 0 {
		out.Heading("Note")
		for _, note := range notes {
			out.Paragraph(t.Plain, "  ", t.Plain, note)
		}
	}
	if len(a.Quotes) > 0 {
		out.Heading("Word for word")
	}
	for _, q := range a.Quotes {
		lead := "  "
		if q.At != 0 {
			lead += moment(m, s.Zone(), q.At) + " "
		}
		out.Paragraph(t.Dim, lead, t.Plain, strings.TrimSpace(english.Quoted(q.Text)+" "+q.Speaker()))
	}
	var raised []assessment.OpenFlag
	for _, flag := range r.OpenFlags {
		if flag.Item == item {
			flag.Item = ""
			raised = append(raised, flag)
		}
	}
	if len(raised) > 0 {
		out.Heading("Raised")
		flagLines(out, "  ", raised)
	}
	if a.Reconciled != "" {
		out.Heading("Reconciled")
		out.Paragraph(t.Plain, "  ", t.Plain, a.ReconciledWords())
	}
	if text := s.AddedTo(item); text != "" {
		out.Paragraph(t.Warn, "  ! ", t.Warn, "added "+text)
	}
	if out.Height() > before {
		out.Blank()
	}
}

// recordRole says what a record does for its item, as a mark and in words. n counts
// the records from 1.
func recordRole(r assessment.ItemResult, n int) (mark, role string) {
	closes := slices.Contains(r.Closers(), n)
	switch {
	case closes && r.Record == n:
		return "✓", "counts, closes the gate"
	case closes:
		return "✓", "closes the gate"
	case r.Record == n:
		return "✓", "counts"
	}
	return "·", ""
}

// flagLines draws red flags, each with its item.
func flagLines(out *draw.Block, lead string, flags []assessment.OpenFlag) {
	for _, flag := range flags {
		sign, k := out.Theme.Flag(flag.Severity)
		out.Paragraph(k, lead+sign+" ", out.Theme.Plain, strings.TrimSpace(flag.Item+" "+flag.Text))
	}
}

// gatesHead draws how many gates are closed and open.
func gatesHead(out *draw.Block, g assessment.GateCount) {
	t := out.Theme
	out.Add(out.Line().Put(t.Title, "Gates").Put(t.Dim, fmt.Sprintf("  %d closed, ", g.Closed)).Put(t.Strong, fmt.Sprintf("%d open", g.Open())))
}

// riskLine draws the residual risk, if it is known.
func riskLine(out *draw.Block, r assessment.RiskResult) {
	if t := out.Theme; r.Tier != "" {
		lead := draw.NewLine(len("Risk ")).Put(t.Title, "Risk ").String()
		out.Paragraph(t.Plain, lead, t.Plain, fmt.Sprintf("%s: likelihood %s × impact %d, review within %d days", r.Tier, r.Likelihood, r.Impact, r.ReviewDays))
	}
}

// unevenLine draws why the compared vendors cannot be ranked fairly, if so.
func unevenLine(out *draw.Block, lead, sentence string) {
	if sentence != "" {
		out.Paragraph(out.Theme.WarnStrong, lead, out.Theme.WarnStrong, sentence)
	}
}

// recordsInWords is the assurance of an answer with its records.
func recordsInWords(a assessment.Answer) string {
	texts := []string{string(a.Assurance)}
	for n := range a.Evidence {
		texts = append(texts, a.Evidence[n].Kind+" "+wording.Source(a.Evidence[n]))
	}
	return english.Join("; ", texts...)
}

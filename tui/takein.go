package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"assay/assessment/english"
	"assay/tui/dialog"
	"assay/tui/draw"
)

// A report is written here and signed where the keys of its signers are. Afterwards somebody
// takes the signed file in, so that the journal knows who signed it.

// SignedReport is the order to take in a signed report.
type SignedReport struct {
	By   string // the person who takes it in
	Path string // or the name in the person's folder
}

// TakenIn tells about a signed report that was taken in.
type TakenIn struct {
	Title    string   // the kind of document, and its vendor
	Recorded []string // the signatures that were recorded now: role and signer
	Known    []string // those that were recorded before
	Others   []string // those that only their own signers may record
	Notes    []string // more that the person must know
}

// whyNotTakenIn says why no signed report can be taken in now, if it cannot.
func (m *Model) whyNotTakenIn() string {
	switch {
	case m.bench.TakeIn == nil:
		return "this workbench takes no signed reports in"
	case m.writing:
		return reportRunning
	}
	for _, k := range m.books {
		if !k.idle() {
			return "not everything is saved yet"
		}
	}
	return ""
}

// askSigned asks for a report that was signed elsewhere, and takes it in.
func askSigned(m *Model) *asked {
	label := m.bench.pathLabel()
	sh := &dialog.Sheet{
		Title: "Take in a signed report", Verb: "take in",
		Lead:   "The report is verified first. Then the journal records who signed it, in which role and with which key.",
		Fields: []dialog.Field{dialog.Needed(fileField(m.bench, label, "the PDF or the package that was signed"), "name the file")},
	}
	o := ask(sh, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		if why := m.whyNotTakenIn(); why != "" {
			return nil, dialog.WrongIn(label, why)
		}
		name, err := m.bench.named(sh.Value(label))
		if err != nil {
			return nil, dialog.In(label, err)
		}
		takeIn, order := m.bench.TakeIn, SignedReport{By: m.bench.Evaluator, Path: name}
		sh.Busy = true
		return tea.Batch(m.say("verifying the report …"), await(reportLimit, func(ctx context.Context) (TakenIn, error) {
			return takeIn(context.WithoutCancel(ctx), order)
		}, func(m *Model, got TakenIn, err error) tea.Cmd {
			sh.Busy, m.toast.text = false, ""
			open := m.isOpen(sh)
			switch {
			case err != nil && open < 0:
				return m.complain(err)
			case err != nil:
				return m.refuse(sh, dialog.In(label, err))
			}
			m.remove(open)
			return tea.Batch(m.open(show(&dialog.Text{Title: "Taken in: " + got.Title, Lines: got.lines})), m.top().begin(m))
		})), nil
	})
	o.passing = true
	return o
}

func (w TakenIn) lines(t *draw.Theme, width int) []string {
	out := draw.NewBlock(t, width)
	out.Paragraph(t.Good, "✓ ", t.Plain, "The report is proven.")
	if len(w.Recorded) > 0 {
		out.Paragraph(t.Good, "✓ ", t.Plain, "The journal now records: signed as "+english.List(w.Recorded)+".")
	}
	if len(w.Known) > 0 {
		out.Paragraph(t.Plain, "  ", t.Plain, "It recorded before: signed as "+english.List(w.Known)+".")
	}
	if len(w.Others) > 0 {
		out.Paragraph(t.WarnStrong, "! ", t.Warn, "Not recorded yet: signed as "+english.List(w.Others)+". Each signer takes the report in.")
	}
	for _, note := range w.Notes {
		out.Paragraph(t.WarnStrong, "! ", t.Warn, note)
	}
	return out.Lines
}

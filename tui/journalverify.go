package tui

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/store"
	"assay/assessment/wording"
	"assay/tui/dialog"
	"assay/tui/draw"
)

// verified is what a verification of a journal found.
type verified struct {
	store.JournalCheck
	code   *assessment.HeadCode // of a receipt, if one was given
	vouch  error                // why nobody may rely on the database
	differ error                // why the code does not fit
}

// askCode asks for the code of a receipt, which may be left out, and verifies the
// journal.
func askCode(id string) *asked {
	field := dialog.TextField("code", "", "of a receipt, such as 3f2a-91bc-0d4e-77a1-41; none verifies the journal alone")
	sheet := &dialog.Sheet{Title: "Verify the journal", Lead: "Every event is checked against the one before it. With the code of a receipt: whether the journal is still the one of that day.", Fields: []dialog.Field{field}}
	o := ask(sheet, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		var code *assessment.HeadCode
		if text := sh.Value("code"); text != "" {
			parsed, err := assessment.ParseHeadCode(text)
			if err != nil {
				return nil, dialog.In("code", err)
			}
			code = &parsed
		}
		sh.Busy = true
		kept := m.bench.Store
		return await(reportLimit, func(ctx context.Context) (verified, error) { return verify(ctx, kept, id, code) }, func(m *Model, found verified, err error) tea.Cmd {
			sh.Busy = false
			open := m.isOpen(sh)
			if open < 0 {
				return nil // the user has left the dialog meanwhile
			}
			if err != nil {
				return m.refuse(sh, err)
			}
			m.remove(open)
			found.vouch = m.bench.told(found.vouch)
			return m.open(show(&dialog.Text{Title: found.title(), Lines: found.lines}))
		}), nil
	})
	o.passing = true
	return o
}

func verify(ctx context.Context, kept *store.Store, id string, code *assessment.HeadCode) (found verified, err error) {
	of := store.JournalRef{Kind: assessment.OfAssessment, ID: id}
	if found.JournalCheck, err = kept.VerifyJournal(ctx, of); err != nil || found.Defect != "" {
		return found, err
	}
	_, found.vouch = kept.Vouch(ctx, id)
	if found.code = code; code != nil {
		if _, found.differ = kept.HeadOfCode(ctx, of, *code); found.differ != nil && assessment.CaseOf(found.differ) != assessment.CodeDiffers {
			return found, found.differ
		}
	}
	return found, nil
}

func (v verified) title() string {
	switch {
	case v.Defect != "":
		return "The journal is damaged"
	case v.differ != nil:
		return "The code does not fit"
	case v.vouch != nil:
		return "The journal cannot be relied on"
	}
	return "The journal is sound"
}

func (v verified) lines(t *draw.Theme, w int) []string {
	out := draw.NewBlock(t, w)
	bad := func(text string) { out.Paragraph(t.BadStrong, "! ", t.Plain, english.Sentence(text)) }
	if v.Defect != "" {
		bad("the journal " + v.Defect)
		return out.Lines
	}
	namedTexts(out, "events", wording.Events(v.Events, v.Struck), "head", v.Head.String(), "as a code", assessment.CodeFor(v.Head, int64(v.Events)).String())
	out.Blank()
	if v.vouch != nil {
		bad(v.vouch.Error())
	} else {
		out.Paragraph(t.Good, "✓ ", t.Plain, "Every event follows from the one before it, and none is missing that the ledger names.")
	}
	switch {
	case v.differ != nil:
		bad(v.differ.Error())
		bad(hintFor(assessment.CaseOf(v.differ), nil))
	case v.code != nil:
		out.Paragraph(t.Good, "✓ ", t.Plain, fmt.Sprintf("The journal holds the head of the code %s: nobody changed it up to event %d. %s since.",
			v.code, v.code.Seq, english.Capital(wording.Events(v.Events-int(v.code.Seq), 0))))
	}
	return out.Lines
}

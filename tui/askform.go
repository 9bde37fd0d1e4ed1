package tui

import (
	"context"
	"path/filepath"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/form"
	"assay/assessment/written"
	"assay/tui/dialog"
	"assay/tui/keys"
)

// FormOrder is a form with questions to write for the vendor of an assessment.
type FormOrder struct {
	Assessment string
	By         string // who asks
	Part       string // as package written names it; empty for all questions
	Format     string // html, pdf or xlsx
	Due        assessment.Date
	Path       string // or the name in the person's folder
	Over       bool   // write over the file of this name
}

// Form is a form that was written.
type Form struct {
	Path  string // the whole path, or the name in the person's folder
	Holds string // how many questions and documents it has, in words
}

// The options of the dialog, and the values for which they are shown.
var (
	formParts   = [][2]string{{"all written questions", string(form.All)}, {"documents alone", string(form.Evidence)}, {"open points", string(form.Outstanding)}}
	formFormats = [][2]string{{"page for a browser", string(written.HTML)}, {"PDF form", string(written.PDF)}, {"workbook", string(written.XLSX)}}
)

const (
	partLabel   = "ask for"
	formatLabel = "as"
	sendLabel   = "file"
)

func firsts(pairs [][2]string) (all []string) {
	for _, pair := range pairs {
		all = append(all, pair[0])
	}
	return all
}

// askVendor asks which form to write for the vendor, and writes it.
func askVendor(m *Model, k *book) *asked {
	part := func(sh *dialog.Sheet) string { return formParts[max(sh.Chosen(partLabel), 0)][1] }
	format := func(sh *dialog.Sheet) string {
		if part(sh) == string(form.Outstanding) {
			return string(written.XLSX)
		}
		return formFormats[max(sh.Chosen(formatLabel), 0)][1]
	}
	as := dialog.ChoiceField(formatLabel, firsts(formFormats)...)
	as.Hidden = func(sh *dialog.Sheet) bool { return part(sh) == string(form.Outstanding) }
	words := strings.FieldsFunc(strings.ToLower(k.now.Opened.Title()), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	name := strings.Join(words, "-") + "-questions"
	suggested := func(sh *dialog.Sheet) string {
		return name + "." + format(sh)
	}
	path := newFileField(m.bench, sendLabel, name+"."+string(written.HTML), suggested)
	sh := &dialog.Sheet{
		Title: "Ask " + k.now.Opened.Title() + " in writing", AtTop: true,
		Lead: "A file to send. It carries its own id, so that " + keys.For(keys.Receive, keys.OnVendor).Shown() + " knows it when it comes back. Nothing in it shows how answers are judged.",
		Fields: []dialog.Field{
			dialog.ChoiceField(partLabel, firsts(formParts)...), as,
			dialog.DateField("due", k.day+usualPromiseDays, "the day by which they should answer; may be empty", k.day, k.zone()), path,
		},
	}
	sure := "" // a file that exists, and that the person wants to write over
	o := ask(sh, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		order := FormOrder{Assessment: k.id, By: m.bench.Evaluator, Part: part(sh), Format: format(sh), Due: sh.Day("due")}
		var err error
		if order.Path, err = m.bench.named(sh.Value(sendLabel)); err != nil {
			return nil, dialog.In(sendLabel, err)
		}
		order.Over = order.Path == sure
		if order.Due != 0 && order.Due < k.day {
			return nil, dialog.WrongIn("due", order.Due.String()+" has passed")
		}
		sh.Busy = true
		write := m.bench.AskVendor
		return await(reportLimit, func(ctx context.Context) (Form, error) { return write(context.WithoutCancel(ctx), order) }, func(m *Model, form Form, err error) tea.Cmd {
			sh.Busy = false
			open := m.isOpen(sh)
			if assessment.CaseOf(err) == assessment.FileExists {
				sure = order.Path
				err = assessment.Errorf(assessment.Conflict, "%s exists: save again to write over it", filepath.Base(order.Path))
			}
			switch {
			case err != nil && open < 0:
				return m.complain(err)
			case err != nil:
				return m.refuse(sh, dialog.In(sendLabel, err))
			case open >= 0:
				m.remove(open)
			}
			return tea.Batch(m.top().begin(m), m.say(english.Join(": ", form.Holds+" written", m.bench.writtenWords(form.Path))))
		}), nil
	})
	o.passing = true
	return o
}

package tui

import (
	"context"
	"path/filepath"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// Documents writes the papers that people hand on: reports, comparisons, receipts
// and packages. The program around the
// workbench draws, signs and writes them; the workbench asks for everything that this
// needs before it begins.
type Documents struct {
	// Offer says which documents can be written about a subject, and who can sign them.
	Offer func(ctx context.Context, about Subject) (Offer, error)
	// Write draws one document, signs it if the order says so, and writes the file. If
	// another file has its name, the case of the error is FileExists, unless the order writes
	// over it. If the passphrase is wrong, it is WrongPassphrase.
	Write func(ctx context.Context, order Order) (Written, error)
}

// Subject names the assessments that a document is about.
type Subject struct {
	Assessment string   // id; empty if none is chosen
	Compared   []string // ids of the assessments that a comparison compares; nil for none
	RFP        string   // id of the RFP that packages are of; empty for none
}

// aboutBoth is the chosen one of several assessments, and all of them if so many can be
// compared.
func aboutBoth(chosen string, all []string) Subject {
	if len(all) < 2 || len(all) > contest.Most {
		all = nil
	}
	return Subject{Assessment: chosen, Compared: all}
}

// Offer lists the documents that can be written, the most likely first, and the people
// who can sign.
type Offer struct {
	Kinds   []Kind
	Signers []Signer
	Folder  string // in which a name without a folder lies; empty over SSH
}

// Kind is one kind of document.
type Kind struct {
	Key   string // as an order names it
	Name  string // for the line that asks what to write
	About string // one sentence: its content and its readers
	Path  string // where it would be written, or its name in the person's folder; no file has this name yet

	Unsigned bool // nobody signs such a document in the workbench
}

// Signer is a person who can sign on this machine, with one key.
type Signer struct {
	As   string // how an order names it
	Name string // of the person
	Held string // where the key is, in words
	Asks bool   // the key needs a passphrase
}

// Order is one document to write.
type Order struct {
	Subject
	Kind       string
	By         string // the person who writes it
	Path       string // or the name in the person's folder
	Over       bool   // write over the file of this name
	Role       string // of the signer; empty leaves it unsigned
	As         string // the signer; empty for a key file
	KeyFile    string // the path of another key
	Passphrase string
}

// Written is a document that was written.
type Written struct {
	Path  string   // the whole path, or the name in the person's folder
	Title string   // the kind of document, and its vendor
	Proof string   // who signed it, or that nobody did
	Notes []string // more that the person must know
}

// whyNoDocument says why no document can be written now, if it cannot. of is the
// assessment, if it is on the screen.
func (m *Model) whyNoDocument(of *book) string {
	switch {
	case m.bench.Documents == nil:
		return "run assay report to write the report"
	case of != nil && !of.idle():
		return "not everything is saved yet"
	case m.writing:
		return reportRunning
	}
	return ""
}

const reportRunning = "the report is being written"

// askDocument reads the offer, and then opens the dialog for a document. The dialog gets
// the keys that are typed meanwhile.
func (m *Model) askDocument(about Subject) tea.Cmd {
	offer, early := m.bench.Documents.Offer, &earlyKeys{title: documentTitle}
	opened := m.open(early)
	return tea.Batch(opened, await(readLimit, func(ctx context.Context) (Offer, error) { return offer(ctx, about) }, func(m *Model, o Offer, err error) tea.Cmd {
		at := slices.Index(m.overlays, overlay(early))
		if at < 0 {
			return nil // the person does not want it any more
		}
		m.overlays = slices.Delete(m.overlays, at, at+1)
		if err != nil {
			return m.complain(err)
		}
		m.doing = keys.Report
		cmds := []tea.Cmd{m.open(newDocumentSheet(m.bench, o, about, m.signingRoles()))}
		for _, msg := range early.typed {
			cmds = append(cmds, m.tell(msg))
		}
		return tea.Batch(cmds...)
	}))
}

// earlyKeys keeps what is typed for a dialog that is still read. Otherwise a passphrase
// that is typed fast would answer questions on the screen below.
type earlyKeys struct {
	title string
	typed []tea.Msg
}

func (o *earlyKeys) update(m *Model, msg tea.Msg) tea.Cmd {
	switch msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
		if keys.Of(msg, keys.InSheet) == keys.Leave {
			m.overlays = slices.DeleteFunc(m.overlays, func(other overlay) bool { return other == overlay(o) })
			return nil
		}
		o.typed = append(o.typed, msg)
	}
	return nil
}

func (o *earlyKeys) box(m *Model) dialog.Box {
	t, w := m.theme, min(m.w-4, 84)
	out := draw.NewBlock(t, w)
	out.Paragraph(t.Plain, "", t.Dim, "reading …")
	return dialog.Box{Lines: draw.Card(t, o.title, out.Lines, w), Low: true}
}

// writtenCard says where a document is and what proves it. From it the person copies the
// path or opens the file.
type writtenCard struct {
	*asked
	keys keys.Where
	path string
}

func newWrittenCard(b Bench, w Written) *writtenCard {
	own := keys.InWritten
	if b.served() {
		own = keys.InFetched
	}
	return &writtenCard{show(&dialog.Text{Title: "Written: " + w.Title, Own: own, Lines: func(t *draw.Theme, width int) []string {
		out := draw.NewBlock(t, width)
		out.Paragraph(t.Plain, "", t.Strong, w.Path)
		if b.served() {
			out.Paragraph(t.Plain, "", t.Plain, fetchWords)
		}
		out.Blank()
		out.Paragraph(t.Plain, "", t.Plain, w.Proof)
		for _, note := range w.Notes {
			out.Paragraph(t.WarnStrong, "! ", t.Warn, note)
		}
		return out.Lines
	}}), own, w.Path}
}

func (o *writtenCard) update(m *Model, msg tea.Msg) tea.Cmd {
	switch keys.Of(msg, o.keys) {
	case keys.Copy:
		what := "the path"
		if m.bench.served() {
			what = "the name of the file"
		}
		return tea.Batch(tea.SetClipboard(o.path), m.say("sent to the clipboard of the terminal: "+what))
	case keys.OpenFile:
		return m.openWritten(o.path)
	}
	return o.asked.update(m, msg)
}

// openWritten has the desktop open a document.
func (m *Model) openWritten(path string) tea.Cmd {
	open := m.bench.Open
	if open == nil {
		return m.complain(assessment.Errorf(assessment.NotFound, "there is no desktop here that could open it"))
	}
	return attempt(readLimit, func(context.Context) (bool, error) { return true, open(path) },
		func(m *Model, _ bool) tea.Cmd { return m.say(filepath.Base(path) + " is open on the desktop") })
}

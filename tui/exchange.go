package tui

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/input"
	"assay/assessment/store"
	"assay/assessment/workspace/exchange"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// A workbench is served when it runs on a server for a person who is connected over SSH.
// The files of the server do not exist for that person. Files come and go through one folder
// of their own, which they reach with scp or sftp.

// served reports whether the person is connected over SSH.
func (b Bench) served() bool { return b.Exchange != nil }

// The words about a person's folder.
const (
	yourFolder   = "Your folder"
	inYourFolder = "a file in your folder; bring it with scp"
)

// daysKept says how long a file stays in the folder of a person.
var daysKept = fmt.Sprintf("%d hours", int(exchange.Age/time.Hour))

// fetchWords says where a file is that was written for the person.
var fetchWords = "It is in your folder. Fetch it with scp: it is kept for " + daysKept + "."

// named is the file that a person names: a name in their folder, or a path on this computer.
func (b Bench) named(typed string) (string, error) {
	name := input.Pasted(typed)
	if b.served() && name != "" {
		return exchange.Name(name)
	}
	return name, nil
}

// open opens a file that a person names.
func (b Bench) open(name string, as input.Kind) (*input.File, error) {
	if b.served() {
		return b.Exchange.Open(name, as)
	}
	return input.Open(name, as)
}

// writtenWords says where a file was written.
func (b Bench) writtenWords(name string) string {
	if b.served() {
		return name + " in your folder, for " + daysKept
	}
	return name
}

// brought is a file that a person brought through their folder, as it was read.
type brought struct {
	name string
	seen fs.FileInfo
}

// takeUp removes files from the person's folder, because the record has them now.
func (m *Model) takeUp(all ...brought) tea.Cmd {
	folder := m.bench.Exchange
	if folder == nil || len(all) == 0 {
		return nil
	}
	return await(saveLimit, func(context.Context) (bool, error) {
		for _, b := range all {
			_ = folder.TakenAs(b.name, b.seen) // what cannot be removed now is removed a day later
		}
		return true, nil
	}, func(*Model, bool, error) tea.Cmd { return nil })
}

// copyInto writes a copy of an evidence file into the person's folder. It compares the copy
// with the record before it appears.
func copyInto(ctx context.Context, folder *exchange.Folder, kept *store.Store, id string, record assessment.Evidence, name string, over bool) (string, error) {
	if err := kept.CheckFile(ctx, record); err != nil {
		return "", err
	}
	file, err := kept.OpenFile(record.SHA256)
	if err != nil {
		return "", err
	}
	defer file.Close()
	to, err := folder.Create(name, over)
	if err != nil {
		return "", err
	}
	defer to.Abort()
	digest := sha256.New()
	if _, err := io.Copy(io.MultiWriter(to, digest), file); err != nil {
		return "", err
	}
	if hex.EncodeToString(digest.Sum(nil)) != record.SHA256 {
		return "", assessment.Errorf(assessment.Unproven, "%s does not fit its SHA-256 any more", record.File).Because(assessment.EvidenceChanged)
	}
	if err := to.Close(); err != nil {
		return "", err
	}
	_ = kept.NoteCopy(ctx, store.CopyExport, filepath.Join(folder.Path, to.Name()), id) // a database that takes no notes is no reason to fail
	return to.Name(), nil
}

// showFolder lists the files in the person's folder.
func (m *Model) showFolder() tea.Cmd {
	folder := m.bench.Exchange
	return attempt(readLimit, func(context.Context) ([]exchange.Entry, error) { return folder.List() },
		func(m *Model, all []exchange.Entry) tea.Cmd { return m.open(newFolderList(m, all)) })
}

func newFolderList(m *Model, all []exchange.Entry) *picker {
	p := &picker{stays: true, Picker: dialog.Picker[effect]{
		Title: yourFolder + ": " + english.Count(len(all), "file"), Wide: true, Own: keys.InFolder,
		Empty: "It is empty. What you bring with scp, and what assay writes for you, is listed here.",
	}}
	p.Below = func(int) string {
		return "Enter copies the name, for scp. A file is removed once the record has it, once you have fetched it whole, or after " + daysKept + "."
	}
	for _, e := range all {
		copied := func(m *Model) tea.Cmd {
			return tea.Batch(tea.SetClipboard(e.Name), m.say("sent to the clipboard of the terminal: the name of the file"))
		}
		p.Choices = append(p.Choices, choice{Text: e.Name, Aside: english.Join(" · ", english.Bytes(e.Size), ago(m, e.Arrived.UnixMicro())), Value: copied})
	}
	p.own = func(m *Model, a keys.Action, at int) tea.Cmd {
		if a == keys.Remove && at < len(all) {
			return m.open(removing(all[at]))
		}
		return nil
	}
	return p
}

// removing asks whether to remove a file from the person's folder.
func removing(e exchange.Entry) *asked {
	return ask(&dialog.Text{Title: "Remove " + e.Name, Yes: "removes it", Lines: func(t *draw.Theme, w int) []string {
		out := draw.NewBlock(t, w)
		out.Paragraph(t.Plain, "", t.Plain, "The file is removed from your folder. What the record has of it stays.")
		return out.Lines
	}}, func(m *Model, _ *dialog.Text) (tea.Cmd, error) {
		folder := m.bench.Exchange
		m.overlays = nil
		return attempt(saveLimit, func(context.Context) (bool, error) { return true, folder.Taken(e.Name) },
			func(m *Model, _ bool) tea.Cmd { return tea.Batch(m.say(e.Name+" is removed"), m.showFolder()) }), nil
	})
}

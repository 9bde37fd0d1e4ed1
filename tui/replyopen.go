package tui

import (
	"context"
	"io"
	"path/filepath"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/input"
	"assay/assessment/workspace"
	"assay/report/handback"
	"assay/tui/dialog"
)

// incoming is a received file that was read and compared with the record.
type incoming struct {
	*workspace.Incoming
	file *input.File
	from brought
}

// readReply reads a file that came back from a vendor, and compares it with the record
// of an assessment. The file stays open, because the attached files are in it.
func readReply(ctx context.Context, b Bench, s assessment.Snapshot, path string) (incoming, error) {
	file, err := b.open(path, input.Reply)
	if err != nil {
		return incoming{}, err
	}
	about, err := file.Stat()
	if err == nil {
		var in *workspace.Incoming
		in, err = b.Incoming(ctx, s, filepath.Base(path), file, about.Size(), func(name string, r io.ReaderAt, size int64) (workspace.Handback, error) {
			return handback.Read(name, r, size)
		})
		if err == nil {
			for n, warning := range in.Warnings {
				in.Warnings[n] = b.plain(warning) // it may repeat why an earlier file cannot be read
			}
			return incoming{in, file, brought{path, about}}, nil
		}
	}
	file.Close()
	return incoming{}, err
}

// whyNoReply says why no reply can be gone through now, or nothing.
func whyNoReply(k *book) string {
	if k == nil {
		return "still reading"
	}
	return whyNotOnTheWay(k)
}

// whyNotOnTheWay says that answers are on their way to the store, if so.
func whyNotOnTheWay(k *book) string {
	switch {
	case !k.idle():
		return "save first: some answers are on their way"
	}
	return ""
}

// askReply asks for the file that the vendor sent back, and opens it.
func askReply(m *Model, id string) *asked {
	label := m.bench.pathLabel()
	path := fileField(m.bench, label, "the file that the vendor sent back: ZIP, PDF or XLSX")
	if last := m.kept(replyPlace(id)); last != "" && path.Check(last) == nil {
		path.Set(last)
		path = dialog.Marked(path)
	}
	sh := &dialog.Sheet{
		Title: "Reply of the vendor", Verb: "open",
		Lead:   "Nothing is recorded yet: assay lays the file beside the record, and you take, edit or leave each line.",
		Fields: []dialog.Field{dialog.Needed(path, "name the file")},
	}
	o := ask(sh, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		k := m.books[id]
		if why := whyNoReply(k); why != "" {
			return nil, dialog.WrongIn(label, why)
		}
		b, s := m.bench, k.now
		from, err := b.named(sh.Value(label))
		if err != nil {
			return nil, dialog.In(label, err)
		}
		sh.Busy = true
		return await(reportLimit, func(ctx context.Context) (incoming, error) { return readReply(ctx, b, s, from) }, func(m *Model, in incoming, err error) tea.Cmd {
			sh.Busy = false
			open := m.isOpen(sh)
			switch {
			case err != nil && open < 0:
				return m.complain(err)
			case err != nil:
				return m.refuse(sh, dialog.In(label, err))
			case open < 0:
				return closing(in) // the user has left the dialog meanwhile
			}
			m.remove(open)
			return tea.Batch(m.keep(replyPlace(id), from), m.push(newReplyPage(m, id, from, in)))
		}), nil
	})
	o.passing = true
	return o
}

// replyPlace is the place where the path of the latest reply is kept.
func replyPlace(id string) string { return "reply/" + id }

// closing closes a received file.
func closing(in incoming) tea.Cmd {
	if in.file == nil {
		return nil
	}
	return func() tea.Msg {
		in.file.Close()
		return nil
	}
}

package tui

import (
	"context"
	"os"
	"path/filepath"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/register"
	"assay/assessment/store"
	"assay/assessment/workspace/lent"
	"assay/tui/dialog"
)

// export asks where to write a copy of a file.
func (s *evidencePage) export(m *Model, e register.Entry) *asked {
	label := m.bench.pathLabel()
	sh := &dialog.Sheet{Title: "Export " + e.Evidence.File, Lead: "The file is compared with its SHA-256 before a copy is written.", Fields: []dialog.Field{newFileField(m.bench, label, lent.Name(e.Evidence), nil)}}
	sure := "" // a file that exists, and that the person wants to write over
	o := ask(sh, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		folder, kept := m.bench.Exchange, m.bench.Store
		to, err := m.bench.named(sh.Value(label))
		if err != nil {
			return nil, dialog.In(label, err)
		}
		over := to == sure
		sh.Busy = true
		return await(reportLimit, func(ctx context.Context) (string, error) {
			if folder != nil {
				return copyInto(ctx, folder, kept, s.id, e.Evidence, to, over)
			}
			return writeCopy(ctx, kept, s.id, e.Evidence, to, over)
		}, func(m *Model, written string, err error) tea.Cmd {
			sh.Busy = false
			open := m.isOpen(sh)
			switch state := stateOf(err); {
			case err == nil:
				s.learn(e.Evidence.SHA256, fileSound)
				m.remove(open)
				return m.say("written to " + m.bench.writtenWords(written))
			case state == fileMissing || state == fileChanged:
				m.remove(open)
				return s.refused(m, e, err)
			case assessment.CaseOf(err) == assessment.FileExists:
				sure = to
				err = assessment.Errorf(assessment.Conflict, "%w: save again to write over it", err)
			}
			if open < 0 {
				return m.complain(err)
			}
			return m.refuse(sh, dialog.In(label, err))
		}), nil
	})
	o.passing = true
	return o
}

// writeCopy writes a copy of a file to a path, or into a folder. It writes over another
// file only when it is told to. It returns the whole path.
func writeCopy(ctx context.Context, kept *store.Store, id string, record assessment.Evidence, to string, over bool) (string, error) {
	if there, err := os.Stat(to); err == nil && there.IsDir() {
		to = filepath.Join(to, lent.Name(record))
	}
	to, err := filepath.Abs(to)
	if err != nil {
		return "", err
	}
	if _, err := os.Lstat(to); err == nil && !over {
		return "", assessment.Errorf(assessment.Conflict, "%s exists", to).Because(assessment.FileExists)
	}
	if err := kept.CopyFile(ctx, record, to, 0o644); err != nil {
		return "", err
	}
	_ = kept.NoteCopy(ctx, store.CopyExport, to, id) // a database that takes no notes is no reason to fail
	return to, nil
}

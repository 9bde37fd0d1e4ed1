package store

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"assay/assessment"
)

// Moved is what [Store.MoveTo] moved and compared.
type Moved struct {
	Journals int64 // of assessments, RFPs and vendors
	Events   int64
	Rows     int64 // of all tables
	Files    int   // of evidence
	Bytes    int64 // of all these files
	Already  bool  // an earlier call had moved the rows
}

// MoveTo copies the whole record with its evidence into an empty database, and compares
// every row and every file of both. The rows come in one transaction, after the evidence:
// if MoveTo fails or is interrupted, the other database has no row, and MoveTo can be
// called again. If an earlier call had moved the rows, it only compares them.
//
// The other database then has the id of this one, and the anchor names its path. So
// this one becomes a copy: it can be read, and takes no new events. Nothing in it changes.
// Close the other store afterwards and open it again, since it remembers what it
// read before.
//
// A database with other content is Refused, as is one to which the record was moved
// and which has changed since.
func (s *Store) MoveTo(ctx context.Context, to *Store) (moved Moved, err error) {
	if err := cmp.Or(s.ofTheComputer(), to.ofTheComputer(), to.readOnly); err != nil {
		return moved, err
	}
	// Who may not record on a server does not decide that its record ends there either.
	if s.server != nil && s.readOnly != nil && assessment.CaseOf(s.readOnly) != assessment.OpenedReadOnly {
		return moved, s.readOnly
	}
	if moved.Already, err = s.mayMove(ctx, to); err != nil {
		return moved, err
	}
	if err := s.moveFiles(ctx, to, &moved); err != nil {
		return moved, err
	}
	if moved.Already {
		err = s.compareWith(ctx, to, &moved)
	} else {
		err = s.moveRows(ctx, to, &moved)
	}
	if err != nil {
		return moved, err
	}
	return moved, s.anchorFollows(to)
}

// mayMove refuses a database that is not empty. It reports whether that one holds
// this record already.
func (s *Store) mayMove(ctx context.Context, to *Store) (already bool, err error) {
	ours, err := s.Identity(ctx)
	if err != nil {
		return false, err
	}
	theirs, err := to.Identity(ctx)
	if err != nil {
		return false, err
	}
	if s.path == to.path {
		return false, assessment.Errorf(assessment.Invalid, "a database cannot be moved to itself")
	}
	switch now, err := s.Standing(ctx); {
	case err != nil:
		return false, err
	case now.Kind == RolledBack, now.Kind == Copied && now.Elsewhere != to.path:
		// The anchor belongs to another database, or knows more than this one.
		return false, now.Refusal(s.options.Zone)
	}
	if ours == theirs {
		return true, nil
	}
	for _, table := range keptTables {
		used, err := fetch(ctx, to, func(t tx) (bool, error) { return exists(ctx, t, "SELECT 1 FROM "+table.name+" LIMIT 1") })
		switch {
		case err != nil:
			return false, err
		case used && ours.Database == theirs.Database:
			return false, assessment.Errorf(assessment.Refused, "%s holds another state of this database", to.path)
		case used:
			return false, assessment.Errorf(assessment.Refused, "%s is not empty", to.path)
		}
	}
	return false, nil
}

// moveFiles copies the evidence. The other database keeps each file once, so that a
// second call adds only what is missing.
func (s *Store) moveFiles(ctx context.Context, to *Store, moved *Moved) error {
	files, err := s.Files()
	if err != nil {
		return assessment.Errorf(assessment.Failed, "the evidence cannot be read: %w", err)
	}
	for _, file := range files {
		if err := s.moveFile(ctx, to, file); err != nil {
			return err
		}
		moved.Files++
		moved.Bytes += file.Size
	}
	return nil
}

func (s *Store) moveFile(ctx context.Context, to *Store, file KeptFile) error {
	content, err := s.OpenFile(file.SHA256)
	if err != nil {
		return err
	}
	defer content.Close()
	sum, size, err := to.PutFile(ctx, content)
	if err != nil {
		return err
	}
	if sum != file.SHA256 || size != file.Size {
		return assessment.Errorf(assessment.Damaged, "the evidence file %s was changed", file.SHA256)
	}
	return to.CheckFile(ctx, assessment.Evidence{SHA256: sum, Size: size})
}

// moveRows copies the rows of all tables, and compares them before anybody else sees
// them.
func (s *Store) moveRows(ctx context.Context, to *Store, moved *Moved) error {
	before, err := s.Identity(ctx)
	if err != nil {
		return err
	}
	return s.look(ctx, func(from tx) error {
		return to.wholly(ctx, func(into tx) error {
			sums, err := copyRows(ctx, from, into, to.path)
			if err != nil {
				return err
			}
			for _, table := range keptTables {
				moved.count(table, sums[table.name])
			}
			now, err := s.Identity(ctx)
			if err == nil && now != before {
				err = assessment.Errorf(assessment.Locked, "somebody recorded in %s while it was moved", s.path)
			}
			return err
		})
	})
}

// moveMeta copies what a database says of itself. The version of the tables stays: each
// engine keeps its own.
func moveMeta(ctx context.Context, from, to tx) error {
	for _, table := range []keptTable{{"meta", "name", "name, value", false}, {"places", "name", "name, value", false}} {
		if err := to.exec(ctx, "DELETE FROM "+table.name+" WHERE name <> 'version'"); err != nil {
			return err
		}
		err := table.read(ctx, from, func(row []any) error {
			if row[0] == "version" {
				return nil
			}
			return to.exec(ctx, "INSERT INTO "+table.name+" (name, value) VALUES (?, ?)", row[0], row[1])
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// compareWith compares the journals, their heads and the ledger of two databases. What
// follows from them may have been computed again since.
func (s *Store) compareWith(ctx context.Context, to *Store, moved *Moved) error {
	return s.look(ctx, func(from tx) error {
		return to.look(ctx, func(there tx) error {
			for _, table := range keptTables {
				ours, err := table.sum(ctx, from)
				if err != nil {
					return err
				}
				moved.count(table, ours)
				if table.made {
					continue
				}
				theirs, err := table.sum(ctx, there)
				if err == nil && ours != theirs {
					err = differs(table, to)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
	})
}

func differs(table keptTable, to *Store) error {
	return assessment.Errorf(assessment.Damaged, "table %s of %s differs from what was moved", table.name, to.path)
}

func (m *Moved) count(table keptTable, sum tableSum) {
	m.Rows += sum.rows
	switch table.name {
	case "events", "rfp_events", "vendor_events", "people_events":
		m.Events += sum.rows
	case "heads", "rfp_heads", "vendor_heads", "people_heads":
		m.Journals += sum.rows
	}
}

// anchorFollows makes the anchor of this database name the path of another one, which
// holds its record now. It removes the anchor that the other one had when it was empty.
func (s *Store) anchorFollows(to *Store) error {
	if to.anchor.path == "" {
		return nil
	}
	empty := to.anchor.path
	to.anchor.database = s.anchor.database
	to.anchor.path = filepath.Join(to.options.AnchorDir, s.anchor.database)
	err := to.anchor.nameHere()
	if err == nil && empty != to.anchor.path {
		err = os.Remove(empty)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return assessment.Errorf(assessment.Unwritten, "everything is moved, but the file of journal heads cannot be written: %w", err)
	}
	return nil
}

// nameHere makes the file name the path of the store. It keeps the heads.
func (a *anchor) nameHere() error {
	a.writing.Lock()
	defer a.writing.Unlock()
	f, err := lockAnchor(a.path)
	if err != nil {
		return err
	}
	defer f.Close()
	c, err := readAnchor(a.path)
	if err != nil || c.path == a.store.path {
		return err
	}
	c.path = a.store.path
	return replaceAnchor(a.path, c)
}

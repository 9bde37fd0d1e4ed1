package store

import (
	"cmp"
	"context"
	"errors"
	"os"
	"strings"

	"assay/assessment"
	"assay/assessment/store/postgres"
)

// IsServer reports whether a path is the address of a database server.
func IsServer(path string) bool { return postgres.Is(path) }

// copyToFile is [Store.CopyTo] for a server: a database in a file, with every row as it is
// at one moment. The evidence is not in it.
func (s *Store) copyToFile(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return uncopied(path, os.ErrExist)
	}
	o := s.options
	o.AnchorDir, o.EvidenceDir, o.ReadOnly = "", "", false
	to, err := openFile(ctx, path, o)
	if err != nil {
		return uncopied(path, err)
	}
	err = s.look(ctx, func(from tx) error {
		return to.wholly(ctx, func(into tx) error {
			_, err := copyRows(ctx, from, into, path)
			return err
		})
	})
	if closed := to.Close(); err == nil {
		err = closed
	}
	if err != nil {
		for _, suffix := range []string{"", "-wal", "-shm"} {
			os.Remove(path + suffix)
		}
	}
	return s.fault(err)
}

// wholly runs write as one transaction that may take as long as it needs. It is not run
// again.
func (s *Store) wholly(ctx context.Context, write func(tx) error) error {
	begun, err := s.engine.begin(ctx, alone)
	if err != nil {
		return s.fault(err)
	}
	defer begun.rollback()
	if err := write(tx{begun, new([]ledgerEntry), map[string]int64{}, new(string)}); err != nil {
		return s.fault(err)
	}
	_, err = begun.commit(ctx)
	return s.fault(err)
}

// copyRows copies the rows of all tables and compares them. place is in the error.
func copyRows(ctx context.Context, from, into tx, place string) (sums map[string]tableSum, err error) {
	sums = map[string]tableSum{}
	for _, table := range keptTables {
		ours, err := table.copyTable(ctx, from, into)
		if err != nil {
			return nil, err
		}
		theirs, err := table.sum(ctx, into)
		if err == nil && ours != theirs {
			err = assessment.Errorf(assessment.Damaged, "table %s of %s differs from what was copied", table.name, place)
		}
		if err != nil {
			return nil, err
		}
		sums[table.name] = ours
	}
	return sums, moveMeta(ctx, from, into)
}

// overwriteServer is [Store.Overwrite] for a server. Only the owner of the tables may do it.
func (s *Store) overwriteServer(ctx context.Context, path string, before int64) error {
	o := s.options
	o.AnchorDir, o.EvidenceDir = "", ""
	from, err := openFile(ctx, path, o)
	if err != nil {
		return err
	}
	err = from.look(ctx, func(rows tx) error {
		return s.wholly(ctx, func(into tx) error {
			// From here on nobody records anything else.
			if last, err := lastLedger(ctx, into); err != nil || last.seq != before {
				return cmp.Or(err, s.recordedSince())
			}
			if err := empty(ctx, into); err != nil {
				return err
			}
			_, err := copyRows(ctx, rows, into, s.path)
			return err
		})
	})
	return errors.Join(s.fault(err), from.Close())
}

// empty removes all rows of the record. The triggers that keep journals from it are put
// aside meanwhile; nobody else sees it, because it is one transaction.
func empty(ctx context.Context, t tx) error {
	var names []string
	for _, table := range keptTables {
		names = append(names, table.name)
	}
	statements := []string{"TRUNCATE " + strings.Join(names, ", ")}
	for _, name := range names {
		statements = append([]string{"ALTER TABLE " + name + " DISABLE TRIGGER USER"}, statements...)
		statements = append(statements, "ALTER TABLE "+name+" ENABLE TRIGGER USER")
	}
	for _, statement := range statements {
		if err := t.exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

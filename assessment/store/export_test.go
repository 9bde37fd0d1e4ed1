package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"time"
)

// Pools are the two sets of connections of a file, for tests that look at each one.
func (s *Store) Pools() (writer, reader *sql.DB, readerSize int) {
	return s.file.writer.db, s.file.reader.db, readers
}

// HotStatements are those that screens send, by what they are for, when nothing
// is due. Each must find its rows by index.
func HotStatements() map[string]string {
	statements := map[string]string{
		"what is due to be judged": selectDue,
		"the zones":                selectZone,
		"the domains of a page":    selectPageDomains(50),
		"by id":                    selectByID,
		"by vendor":                selectByVendor,
		"by subject":               selectBySubject,
		"vendors by id":            selectVendorsByID,
		"vendors by name":          selectVendorsByName,
		"contenders":               selectContesting,
		"all of an rfp":            selectContenders,
		"vendors after one":        selectVendors + vendorsAfter,
		"lines after one":          selectWords + vendorsAfter,
		"vendors before one":       selectVendors + vendorsBefore,
		"the journal of an rfp":    ofRFPs.selectLinks,
		"what-ifs of an rfp":       "SELECT payload FROM what_ifs WHERE rfp_id = ? ORDER BY at DESC, id DESC",
	}
	for name, f := range map[string]Filter{"": {}, " of a vendor": {VendorID: "v"}, " of an rfp": {RFPID: "r"}} {
		statements["dues"+name], _ = f.dues()
		for _, order := range []Order{ByUpdate, ByRank} {
			f.Order, f.Limit = order, 50
			statements["by "+order.sequence().name+name], _, _ = f.page()
		}
	}
	for _, statement := range hotWrites {
		statements[statement] = statement
	}
	return statements
}

// Forget forgets the snapshots in memory, as another program's would be.
func (s *Store) Forget() {
	s.known.mu.Lock()
	defer s.known.mu.Unlock()
	s.known.snapshots = nil
}

// Try runs a statement with the rights of the store.
func (s *Store) Try(statement string) error {
	return s.change(context.Background(), nil, func(ctx context.Context, t tx) error { return t.exec(ctx, statement) })
}

// TryReading runs a statement with the rights of a transaction that reads.
func (s *Store) TryReading(statement string) error {
	return s.look(context.Background(), func(t tx) error {
		if err := t.exec(context.Background(), statement); err != nil {
			return err
		}
		return t.row(context.Background(), "SELECT COUNT(*) FROM meta").Scan(new(int)) // which also sends it to a server
	})
}

// Overdue marks all rows as due to be judged again.
func (s *Store) Overdue() {
	if err := s.Try("UPDATE scores SET next_change = 1"); err != nil {
		panic(err)
	}
}

// AnchorNow writes the anchor without the usual pause.
func (s *Store) AnchorNow() {
	s.anchor.mu.Lock()
	s.anchor.behind = true // also if a call that has not ended yet took this on
	s.anchor.mu.Unlock()
	s.anchor.catchUp(context.Background())
}

// PlaceOf names a path in an anchor of version 1.
func PlaceOf(path string) string { return pathMark(path) }

// Anchor1 is an anchor of version 1 with one head.
func Anchor1(database, id string, seq int64, hash string) string {
	text := fmt.Sprintf("assay anchor 1 %s\n%s %d %s\n", database, id, seq, hash)
	return text + fmt.Sprintf("sum %x\n", sha256.Sum256([]byte(text)))
}

// Redigest makes the digests of all rows that were written without the store.
func (s *Store) Redigest(ctx context.Context) error {
	return s.change(ctx, nil, func(ctx context.Context, t tx) error {
		rows, err := collect(ctx, t, scanRow, selectRows)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if r.Domains, err = readDomains(ctx, t, r.ID); err != nil {
				return err
			}
			row, domains := r.digests(r.head)
			if err := t.exec(ctx, "UPDATE scores SET digest = ?, domain_sum = ? WHERE assessment_id = ?", row, domains, r.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// AnchorAgain reads the file of an anchor and writes it again.
func AnchorAgain(path string) (text string, err error) {
	_, _, failed := readAnchorEndOf(path)
	c, err := readAnchor(path)
	if err != nil {
		return "", err
	}
	return c.text(), failed
}

// Impatient gives every change less time than it has otherwise.
func (s *Store) Impatient(within time.Duration) { s.impatient = within }

// Patience is how many milliseconds a writer waits for other programs.
func (s *Store) Patience(milliseconds int) {
	if _, err := s.file.writer.db.Exec(fmt.Sprintf("PRAGMA busy_timeout = %d", milliseconds)); err != nil {
		panic(err)
	}
}

// JournalBytes is the size of the headers, salts and bodies of all assessments.
func (s *Store) JournalBytes() (size int64) {
	err := s.look(context.Background(), func(t tx) error {
		return t.row(context.Background(), "SELECT CAST(SUM(LENGTH(payload) + LENGTH(salt) + LENGTH(body)) AS BIGINT) FROM events").Scan(&size)
	})
	if err != nil {
		panic(err)
	}
	return size
}

// KeptColumns are the tables that [Store.MoveTo] copies, with their columns.
func KeptColumns() map[string][]string {
	all := make(map[string][]string, len(keptTables))
	for _, table := range keptTables {
		all[table.name] = table.names()
	}
	return all
}

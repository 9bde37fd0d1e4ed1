package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/store/postgres"
	"assay/assessment/wording"
)

// Standing tells how the database stands to its anchor.
type Standing struct {
	Kind      StandingKind
	Short     bool   // something is missing: events, or rows of the ledger alone
	Behind    int    // how many events are missing
	Lost      []Lost // the missing events by journal, in the order of the ids
	Since     int64  // microseconds UTC: what was recorded after this moment is missing; 0 if that is everything
	Elsewhere string // of a copy: the path of the database that it is a copy of

	// Anew is when the anchor was begun although there were journals,
	// microseconds UTC, or 0. Nothing shows what was cut before then.
	Anew int64
}

// StandingKind is the kind of a Standing.
type StandingKind string

// The kinds. Only a sound database, and one without an anchor, takes new
// events.
const (
	Sound      StandingKind = "sound"       // it holds all that the anchor knows
	NoAnchor   StandingKind = "no_anchor"   // this machine has no anchor for it
	RolledBack StandingKind = "rolled_back" // it lacks what the anchor knows
	Copied     StandingKind = "copy"        // the anchor belongs to a database at another path
)

// Standing compares the database with its anchor now. It costs the same in a
// large portfolio, unless something is missing.
func (s *Store) Standing(ctx context.Context) (Standing, error) { return s.anchor.look(ctx) }

// Words says what a person must know about the standing before reading on.
// They are empty for a sound database and for one without an anchor, and are
// lower case without a period. Moments are in the zone.
func (s Standing) Words(zone *time.Location) string {
	switch {
	case s.Kind == RolledBack:
		return "this database was put back to an earlier state: " + s.missing(zone)
	case s.Kind == Copied && s.Short:
		return fmt.Sprintf("this database is a copy of %s, %s behind: %s", s.Elsewhere, english.Count(s.Behind, "event"), s.missing(zone))
	case s.Kind == Copied:
		return "this database is a copy of " + s.Elsewhere
	}
	return ""
}

// missing says what is missing since when.
func (s Standing) missing(zone *time.Location) string {
	after := ""
	if s.Since != 0 {
		after = ", recorded after " + wording.Moment(s.Since, zone)
	}
	if s.Behind == 0 {
		return "rows of its ledger are missing" + after
	}
	return english.Count(s.Behind, "event is", "events are") + " missing from " + english.Count(len(s.Lost), "journal") + after
}

// Refusal is the error for recording, deciding and signing on such a
// database, or nil.
func (s Standing) Refusal(zone *time.Location) error {
	const refused = ", so nothing can be recorded, decided or signed"
	switch {
	case s.Kind == RolledBack:
		return assessment.Errorf(assessment.Refused, "%s%s", s.missing(zone), refused).Because(assessment.EventsMissing)
	case s.Kind == Copied && s.Short:
		return assessment.Errorf(assessment.Refused, "this database is a copy, and %s%s", s.missing(zone), refused).Because(assessment.NotAdopted)
	case s.Kind == Copied:
		return assessment.Errorf(assessment.Refused, "this database is a copy%s", refused).Because(assessment.NotAdopted)
	}
	return nil
}

// mayRecord refuses new events of a database that lacks some.
func (a *anchor) mayRecord() error {
	return a.standing.Load().Refusal(a.store.options.Zone)
}

// look compares the database with the file and remembers the result.
func (a *anchor) look(ctx context.Context) (Standing, error) {
	now, err := a.examine(ctx)
	if err == nil {
		a.standing.Store(&now)
	}
	return now, err
}

func (a *anchor) examine(ctx context.Context) (Standing, error) {
	if a.path == "" {
		return Standing{Kind: NoAnchor}, nil
	}
	title, last, err := readAnchorEndOf(a.path)
	if err != nil {
		journals, failed := fetch(ctx, a.store, func(t tx) (bool, error) { return exists(ctx, t, "SELECT 1 FROM ledger LIMIT 1") })
		if !journals && errors.Is(err, fs.ErrNotExist) {
			return Standing{Kind: Sound}, failed
		}
		return Standing{Kind: NoAnchor}, failed
	}
	now, err := a.compare(ctx, title, last)
	if err != nil || !now.Short {
		return now, err
	}
	kept, err := readAnchor(a.path)
	if err != nil {
		return now, nil //nolint:nilerr // it was read a moment ago: another program replaces it
	}
	err = a.store.look(ctx, func(t tx) error {
		now.Lost, now.Since, err = lostOf(ctx, t, kept.lines)
		return err
	})
	for _, l := range now.Lost {
		now.Behind += l.Events()
	}
	return now, err
}

// compare looks whether the ledger holds the last row of the file, and the
// journals the heads of its last line. It does not look for what is missing.
func (a *anchor) compare(ctx context.Context, title anchorTitle, last anchorLine) (Standing, error) {
	now := Standing{Kind: Sound, Anew: title.anew}
	held := true
	err := a.store.look(ctx, func(t tx) (err error) {
		if last.row.seq > 0 {
			if held, err = exists(ctx, t, selectLedgerRow, last.row.seq, last.row.hash[:]); err != nil || !held {
				return err
			}
		}
		for _, e := range last.heads {
			if held, err = holds(ctx, t, e.id, e.head); err != nil || !held {
				return err
			}
		}
		return nil
	})
	now.Short = !held
	elsewhere := title.path != a.store.path && !a.store.sameFile(title.path)
	_, gone := os.Lstat(title.path)
	switch {
	case elsewhere && (now.Short || postgres.Is(title.path) || !errors.Is(gone, fs.ErrNotExist)):
		now.Kind, now.Elsewhere = Copied, title.path
	case now.Short:
		now.Kind = RolledBack
	}
	return now, err
}

// sameFile reports whether another path leads to this database. Any address leads to a
// standby, which is no copy: it repeats what another server records.
func (s *Store) sameFile(path string) bool {
	if s.server != nil {
		return s.server.standby && postgres.Is(path) || s.server.Same(path)
	}
	ours, err := os.Stat(s.path)
	if err != nil {
		return false
	}
	theirs, err := os.Stat(path)
	return err == nil && os.SameFile(ours, theirs)
}

// lostOf compares all lines of an anchor with the database. since is the
// moment of the last row that both hold, or of the last row of the database.
func lostOf(ctx context.Context, t tx, lines []anchorLine) (lost []Lost, since int64, err error) {
	present, err := collect(ctx, t, scanLedgerEntry, selectHeads)
	if err != nil {
		return nil, 0, err
	}
	now := map[string]int64{}
	for _, e := range present {
		now[e.id] = e.seq
	}
	heads := map[string][]head{} // by journal, the latest last
	for _, line := range lines {
		for _, e := range line.heads {
			heads[e.id] = append(heads[e.id], e.head)
		}
	}
	for id, all := range heads {
		last := all[len(all)-1]
		held, err := holds(ctx, t, id, last)
		if err != nil {
			return nil, 0, err
		}
		if held {
			continue
		}
		from := min(now[id]+1, all[0].seq)
		for _, earlier := range slices.Backward(all[:len(all)-1]) {
			if held, err = holds(ctx, t, id, earlier); err != nil {
				return nil, 0, err
			}
			if held {
				from = earlier.seq + 1
				break
			}
		}
		lost = append(lost, Lost{id, from, last.seq})
	}
	slices.SortFunc(lost, func(x, y Lost) int { return cmp.Compare(x.ID, y.ID) })
	since, err = commonRow(ctx, t, lines)
	return lost, since, err
}

// commonRow is the moment of the last row that the ledger and the lines of an
// anchor share. If no line tells, it is that of the last row of the ledger.
func commonRow(ctx context.Context, t tx, lines []anchorLine) (at int64, err error) {
	last, err := collect(ctx, t, scanLedgerRow, selectLedger+" ORDER BY n DESC LIMIT 1")
	if err != nil || len(last) == 0 {
		return 0, err
	}
	if len(lines) > 0 && last[0].n < lines[0].row.seq {
		return last[0].at, nil // all lines are later
	}
	for n := len(lines) - 1; n >= 0; n-- {
		held, err := exists(ctx, t, selectLedgerRow, lines[n].row.seq, lines[n].row.hash[:])
		if err != nil {
			return 0, err
		}
		if held {
			at := lines[n].at
			if n+1 < len(lines) && last[0].n < lines[n+1].row.seq {
				at = last[0].at
			}
			return at, nil
		}
	}
	return last[0].at, nil
}

// pathMark names a path in the file of version 1.
func pathMark(path string) string {
	place := sha256.Sum256([]byte(path))
	return hex.EncodeToString(place[:8])
}

package store

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
)

// check compares the database with the whole anchor. It reports an error for
// events that a journal lacks and rows that the ledger lacks, and warns about
// an anchor that is missing, was begun again, or lacks rows.
func (a *anchor) check(ctx context.Context, t tx) ([]Finding, error) {
	if a.path == "" {
		return nil, nil
	}
	kept, err := readAnchor(a.path)
	if err != nil {
		journals, failed := exists(ctx, t, "SELECT 1 FROM ledger LIMIT 1")
		if !journals {
			return nil, failed
		}
		return []Finding{doubtful("anchor", fmt.Sprintf("the file of journal heads could not be read: %v", err))}, failed
	}
	var findings []Finding
	day := assessment.DateOf(time.UnixMicro(kept.anew), a.store.options.Zone)
	switch {
	case kept.anew != 0 && a.store.server != nil && !a.keptAside():
		findings = append(findings, noted("anchor", fmt.Sprintf("this machine has kept the heads of the journals since %s: if a journal was cut short before that day, only another machine shows it", day)))
	case kept.anew != 0:
		f := doubtful("anchor", fmt.Sprintf("the file of journal heads was started again on %s: if a journal was cut short before that day, nothing shows it", day))
		f.Case = assessment.AnchorRestarted
		findings = append(findings, f)
	}
	now := a.standing.Load()
	lost, err := a.checkLost(ctx, t, kept, now)
	if err != nil {
		return nil, err
	}
	findings = append(findings, lost...)
	if now.Kind == Copied && len(lost) == 0 {
		f := doubtful("anchor", now.Words(a.store.options.Zone)+": nothing can be recorded, decided or signed in it")
		f.Case = assessment.NotAdopted
		findings = append(findings, f)
	}
	if a.older > 0 && a.store.server == nil { // of a server, other machines record while this one is off
		findings = append(findings, doubtful("anchor", fmt.Sprintf("the file of journal heads was older than the last %s of the ledger", english.Count(a.older, "row"))))
	}
	return findings, nil
}

// keptAside reports whether there was a file before this one. Where there was none, a machine
// is new.
func (a *anchor) keptAside() bool {
	aside, _ := filepath.Glob(a.path + ".until-*") // a path without special characters
	return len(aside) > 0
}

// checkLost reports what the database lacks of all lines of the anchor.
func (a *anchor) checkLost(ctx context.Context, t tx, kept anchorContent, now *Standing) (findings []Finding, err error) {
	report := func(text string) {
		f := wrong("anchor", text)
		switch now.Kind {
		case RolledBack:
			f.Case = assessment.EventsMissing
		case Copied:
			f.Case = assessment.NotAdopted
		}
		findings = append(findings, f)
	}
	if now.Short {
		report(now.Words(a.store.options.Zone))
	}
	lost, _, err := lostOf(ctx, t, kept.lines)
	if err != nil {
		return nil, err
	}
	for _, l := range lost {
		report(fmt.Sprintf("the journal of %s was cut short or changed; it lacks %s", l.ID, wording.LostEvents(l.From, l.To)))
	}
	if now.Short {
		return findings, nil
	}
	for _, line := range kept.lines {
		held, err := exists(ctx, t, selectLedgerRow, line.row.seq, line.row.hash[:])
		if err != nil {
			return nil, err
		}
		if !held && line.row.seq > 0 {
			report(fmt.Sprintf("the ledger lacks row %d, which the file of journal heads names", line.row.seq))
			break
		}
	}
	return findings, nil
}

package store

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"assay/assessment"
)

// anchor keeps the last heads in a file away from the database. A journal
// that somebody cut short looks sound; this file still knows its later head.
//
// It is written after COMMIT, at most once a second, and at Close, so it may
// lag behind. It never goes back: a later head replaces an earlier one only
// if the journal still holds the earlier one.
//
// If the file is missing or torn although there are journals, a new one is
// begun, and it records the day. Nobody can then tell about journals cut
// before that day. The old file is kept beside it.
type anchor struct {
	store    *Store
	database string // its id
	path     string // empty for no anchor

	mu      sync.Mutex // guards the next three fields
	behind  map[string]bool
	waiting *time.Timer
	last    time.Time // when catchUp last began

	writing sync.Mutex // held while the file is read and replaced

	// first is true until there is a head to anchor. That head is then
	// anchored at once.
	first atomic.Bool
}

// anchored is the content of the file.
type anchored struct {
	anew  int64 // when a new file was begun, microseconds UTC; 0 for never
	heads map[string]head
}

// anchorPause is the shortest time between two writes of the anchor.
const anchorPause = time.Second

var errTorn = errors.New("it is incomplete")

func openAnchor(ctx context.Context, s *Store) (*anchor, error) {
	a := &anchor{store: s, behind: map[string]bool{}}
	if s.options.AnchorDir == "" {
		return a, nil
	}
	journals, err := fetch(ctx, s, func(t tx) (bool, error) {
		if err := t.row(ctx, "SELECT value FROM meta WHERE name = 'database'").Scan(&a.database); err != nil {
			return false, err
		}
		return exists(ctx, t, "SELECT 1 FROM heads UNION ALL SELECT 1 FROM rfp_heads UNION ALL SELECT 1 FROM ledger LIMIT 1")
	})
	if err != nil {
		return nil, err
	}
	place := sha256.Sum256([]byte(s.path))
	a.path = filepath.Join(s.options.AnchorDir, a.database+"-"+hex.EncodeToString(place[:8]))
	a.first.Store(!journals)
	return a, nil
}

// moved notes that an assessment or RFP has a new head to anchor.
func (a *anchor) moved(id string) {
	if a.path == "" {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.behind[id] = true
	if a.waiting == nil {
		pause := anchorPause - time.Since(a.last)
		a.waiting = time.AfterFunc(pause, func() { a.catchUp(context.Background()) })
	}
}

// catchUp anchors the heads that moved since its last call. It reports no
// error: Check finds an anchor that is missing or old.
func (a *anchor) catchUp(ctx context.Context) {
	a.mu.Lock()
	ids := a.behind
	a.behind, a.waiting, a.last = map[string]bool{}, nil, time.Now()
	a.mu.Unlock()
	if len(ids) > 0 {
		_ = a.write(ctx, func(id string) bool { return ids[id] })
	}
}

// close anchors all heads, also the heads that other processes wrote.
func (a *anchor) close(ctx context.Context) {
	if a.path == "" {
		return
	}
	a.mu.Lock()
	if a.waiting != nil {
		a.waiting.Stop()
	}
	a.mu.Unlock()
	_ = a.write(ctx, func(string) bool { return true })
}

// write replaces the file by one with the present heads of the wanted
// journals.
func (a *anchor) write(ctx context.Context, wanted func(id string) bool) error {
	a.writing.Lock()
	defer a.writing.Unlock()
	now, err := readAnchor(a.path)
	if a.missed(err) {
		return a.begin(ctx)
	}
	changed, err := a.advance(ctx, now.heads, wanted)
	if err != nil || !changed {
		return err
	}
	return a.replace(now)
}

func (a *anchor) replace(by anchored) error {
	err := writeAnchor(a.path, a.database, by)
	if err == nil {
		a.first.Store(false)
	}
	return err
}

// missed reports whether an anchor that could not be read should exist.
func (a *anchor) missed(err error) bool {
	return err != nil && !(a.first.Load() && errors.Is(err, fs.ErrNotExist))
}

// begin begins a new anchor file and keeps the old one aside.
func (a *anchor) begin(ctx context.Context) error {
	at := a.store.options.Now()
	aside := a.path + ".until-" + at.UTC().Format("20060102T150405.000000Z")
	if err := os.Rename(a.path, aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	anew := anchored{at.UnixMicro(), map[string]head{}}
	if _, err := a.advance(ctx, anew.heads, func(string) bool { return true }); err != nil {
		return err
	}
	return a.replace(anew)
}

// accept forgets that the anchor was begun again. It keeps the heads.
func (a *anchor) accept(ctx context.Context) error {
	if a.path == "" {
		return nil
	}
	if err := a.write(ctx, func(string) bool { return true }); err != nil {
		return err
	}
	a.writing.Lock()
	defer a.writing.Unlock()
	now, err := readAnchor(a.path)
	if err != nil || now.anew == 0 {
		return nil //nolint:nilerr // there is nothing to anchor
	}
	now.anew = 0
	return a.replace(now)
}

// advance brings the wanted heads up to date, and adds new ones. It reports
// whether any changed.
func (a *anchor) advance(ctx context.Context, heads map[string]head, wanted func(id string) bool) (changed bool, err error) {
	err = a.store.look(ctx, func(t tx) error {
		present, err := collect(ctx, t, scanLedgerEntry, selectHeads)
		if err != nil {
			return err
		}
		for _, now := range present {
			old, had := heads[now.id]
			if old == now.head || had && !wanted(now.id) {
				continue
			}
			if had {
				held, err := holds(ctx, t, now.id, old)
				if err != nil {
					return err
				}
				if !held || old.seq > now.seq {
					continue
				}
			}
			heads[now.id], changed = now.head, true
		}
		return nil
	})
	return changed, err
}

const anchorTitle = "assay anchor 1 "

// anewTitle begins the second line of an anchor that was begun again. The
// moment follows.
const anewTitle = "anew "

// writeAnchor writes a line for each head, and a last line with the SHA-256
// of the lines before it, which reveals a torn file.
func writeAnchor(path, database string, a anchored) error {
	var text bytes.Buffer
	fmt.Fprintln(&text, anchorTitle+database)
	if a.anew != 0 {
		fmt.Fprintln(&text, anewTitle+time.UnixMicro(a.anew).UTC().Format(time.RFC3339Nano))
	}
	for _, id := range slices.Sorted(maps.Keys(a.heads)) {
		fmt.Fprintln(&text, id, a.heads[id].seq, a.heads[id].hash)
	}
	fmt.Fprintf(&text, "sum %x\n", sha256.Sum256(text.Bytes()))
	if err := makeFolder(filepath.Dir(path)); err != nil {
		return err
	}
	return replaceFile(path, 0o600, &text)
}

// readAnchor reads a file of writeAnchor. The error is errTorn or an error
// of the file; then it returns no heads.
func readAnchor(path string) (anchored, error) {
	a := anchored{heads: map[string]head{}}
	text, err := os.ReadFile(path)
	if err != nil {
		return a, err
	}
	end := max(bytes.LastIndex(text, []byte("sum ")), 0)
	if !bytes.HasPrefix(text, []byte(anchorTitle)) || string(text[end:]) != fmt.Sprintf("sum %x\n", sha256.Sum256(text[:end])) {
		return a, errTorn
	}
	lines := bufio.NewScanner(bytes.NewReader(text[:end]))
	lines.Scan()
	for lines.Scan() {
		if err := a.read(lines.Text()); err != nil {
			return anchored{heads: map[string]head{}}, errTorn
		}
	}
	return a, lines.Err()
}

func (a *anchored) read(line string) error {
	if instant, anew := strings.CutPrefix(line, anewTitle); anew {
		at, err := time.Parse(time.RFC3339Nano, instant)
		a.anew = at.UnixMicro()
		return err
	}
	var id, hash string
	var h head
	if _, err := fmt.Sscan(line, &id, &h.seq, &hash); err != nil {
		return err
	}
	if err := h.hash.UnmarshalText([]byte(hash)); err != nil {
		return err
	}
	a.heads[id] = h
	return nil
}

// check compares the anchor with the journals. It warns about a head that
// the anchor lacks, and reports an error for a head that a journal lacks.
func (a *anchor) check(ctx context.Context, t tx) ([]Finding, error) {
	if a.path == "" {
		return nil, nil
	}
	kept, err := readAnchor(a.path)
	switch {
	case a.missed(err):
		return []Finding{doubtful("anchor", fmt.Sprintf("the file of journal heads could not be read: %v", err))}, nil
	case err != nil:
		return nil, nil //nolint:nilerr // there is nothing to anchor
	}
	var findings []Finding
	if kept.anew != 0 {
		day := assessment.DateOf(time.UnixMicro(kept.anew), a.store.options.Zone)
		f := doubtful("anchor", fmt.Sprintf("the file of journal heads was started again on %s: if a journal was cut short before that day, nothing shows it", day))
		f.Case = assessment.AnchorRestarted
		findings = append(findings, f)
	}
	older, lost := 0, map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(kept.heads)) {
		old := kept.heads[id]
		held, err := holds(ctx, t, id, old)
		if err != nil {
			return nil, err
		}
		if !held {
			lost[id] = true
			findings = append(findings, wrong("anchor", fmt.Sprintf("the journal of %s was cut short or changed: its event %d had the hash %.12s", id, old.seq, old.hash)))
		}
	}
	heads, err := collect(ctx, t, scanLedgerEntry, selectHeads)
	if err != nil {
		return nil, err
	}
	for _, now := range heads {
		old, had := kept.heads[now.id]
		if !had || old.seq < now.seq && !lost[now.id] {
			older++
		}
	}
	if older > 0 {
		findings = append(findings, doubtful("anchor", fmt.Sprintf("the file of journal heads is older than %d of the journals", older)))
	}
	return findings, nil
}

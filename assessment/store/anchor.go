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
	"sync"
	"time"
)

// anchor keeps the last heads in a file away from the database. A journal that
// was cut short is a sound journal, only shorter; this file remembers better.
//
// It is written after COMMIT, at most once a second, and at Close, so it may
// lag behind. It never goes back: the head that it holds of an assessment is
// replaced only by a later head of a journal that still has the earlier one.
type anchor struct {
	store    *Store
	database string // its id
	path     string // empty when no anchor is kept
	found    error  // why it could not be read when the store was opened

	mu      sync.Mutex // guards the three below
	behind  map[string]bool
	waiting *time.Timer
	last    time.Time // when catchUp last began

	writing sync.Mutex // held while the file is read and replaced
}

// anchorPause is the least time between two writes of the anchor.
const anchorPause = time.Second

var errTorn = errors.New("it is torn")

func openAnchor(ctx context.Context, s *Store) (*anchor, error) {
	a := &anchor{store: s, behind: map[string]bool{}}
	if s.options.AnchorDir == "" {
		return a, nil
	}
	journals := false
	err := s.look(ctx, func(t tx) (err error) {
		if journals, err = exists(ctx, t, "SELECT 1 FROM heads LIMIT 1"); err != nil {
			return err
		}
		return t.row(ctx, "SELECT value FROM meta WHERE name = 'database'").Scan(&a.database)
	})
	if err != nil {
		return nil, err
	}
	place := sha256.Sum256([]byte(s.path))
	a.path = filepath.Join(s.options.AnchorDir, a.database+"-"+hex.EncodeToString(place[:8]))
	if _, a.found = readAnchor(a.path); errors.Is(a.found, fs.ErrNotExist) && !journals {
		a.found = nil // there is nothing yet that it could hold
	}
	return a, nil
}

// moved notes that an assessment has a new head, to be anchored soon.
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

// catchUp anchors the heads that moved since it was last called. That it fails
// is seen by Check, which finds the anchor missing or older.
func (a *anchor) catchUp(ctx context.Context) {
	a.mu.Lock()
	ids := a.behind
	a.behind, a.waiting, a.last = map[string]bool{}, nil, time.Now()
	a.mu.Unlock()
	if len(ids) > 0 {
		_ = a.write(ctx, func(id string) bool { return ids[id] })
	}
}

// close anchors all heads, those of other processes too.
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

// write replaces the file by one in which the wanted heads are the present
// ones.
func (a *anchor) write(ctx context.Context, wanted func(id string) bool) error {
	a.writing.Lock()
	defer a.writing.Unlock()
	anchored, err := readAnchor(a.path)
	if err != nil {
		anchored = map[string]head{}
	}
	changed := false
	err = a.store.look(ctx, func(t tx) error {
		heads, err := collect(ctx, t, scanLedgerEntry, "SELECT assessment_id, seq, hash FROM heads")
		if err != nil {
			return err
		}
		for _, now := range heads {
			old, had := anchored[now.assessment]
			if old == now.head || had && !wanted(now.assessment) {
				continue
			}
			if had {
				held, err := holds(ctx, t, now.assessment, old)
				if err != nil {
					return err
				}
				if !held || old.seq > now.seq {
					continue
				}
			}
			anchored[now.assessment], changed = now.head, true
		}
		return nil
	})
	if err != nil || !changed {
		return err
	}
	return writeAnchor(a.path, a.database, anchored)
}

const anchorTitle = "assay anchor 1 "

// writeAnchor writes a line for each head and a last one with the SHA-256 of
// all before it, by which a torn file is known.
func writeAnchor(path, database string, heads map[string]head) error {
	var text bytes.Buffer
	fmt.Fprintln(&text, anchorTitle+database)
	for _, id := range slices.Sorted(maps.Keys(heads)) {
		fmt.Fprintln(&text, id, heads[id].seq, heads[id].hash)
	}
	fmt.Fprintf(&text, "sum %x\n", sha256.Sum256(text.Bytes()))
	if err := makeFolder(filepath.Dir(path)); err != nil {
		return err
	}
	return replaceFile(path, 0o600, &text)
}

// readAnchor reads the heads back. The error is errTorn, or that of the file.
func readAnchor(path string) (map[string]head, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	end := max(bytes.LastIndex(text, []byte("sum ")), 0)
	if !bytes.HasPrefix(text, []byte(anchorTitle)) || string(text[end:]) != fmt.Sprintf("sum %x\n", sha256.Sum256(text[:end])) {
		return nil, errTorn
	}
	heads := map[string]head{}
	lines := bufio.NewScanner(bytes.NewReader(text[:end]))
	lines.Scan()
	for lines.Scan() {
		var id, hash string
		var h head
		if _, err := fmt.Sscan(lines.Text(), &id, &h.seq, &hash); err != nil {
			return nil, errTorn
		}
		if err := h.hash.UnmarshalText([]byte(hash)); err != nil {
			return nil, errTorn
		}
		heads[id] = h
	}
	return heads, lines.Err()
}

// check compares the anchor with the journals. What the anchor lacks is a
// warning, what a journal lacks an error.
func (a *anchor) check(ctx context.Context, t tx) ([]Finding, error) {
	if a.path == "" {
		return nil, nil
	}
	var findings []Finding
	if a.found != nil {
		findings = append(findings, doubtful("anchor", fmt.Sprintf("the anchor could not be read: %v", a.found)))
	}
	anchored, err := readAnchor(a.path)
	if err != nil {
		return findings, nil //nolint:nilerr // reported when it was opened, or there is nothing to anchor
	}
	older, lost := 0, map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(anchored)) {
		old := anchored[id]
		held, err := holds(ctx, t, id, old)
		if err != nil {
			return nil, err
		}
		if !held {
			lost[id] = true
			findings = append(findings, wrong("anchor", fmt.Sprintf("the journal of %s was cut short or changed: its event %d had the hash %.12s", id, old.seq, old.hash)))
		}
	}
	heads, err := collect(ctx, t, scanLedgerEntry, "SELECT assessment_id, seq, hash FROM heads")
	if err != nil {
		return nil, err
	}
	for _, now := range heads {
		old, had := anchored[now.assessment]
		if !had || old.seq < now.seq && !lost[now.assessment] {
			older++
		}
	}
	if older > 0 {
		findings = append(findings, doubtful("anchor", fmt.Sprintf("the anchor is older than %d of the journals", older)))
	}
	return findings, nil
}

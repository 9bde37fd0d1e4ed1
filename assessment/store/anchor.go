package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"assay/assessment"
)

// anchor repeats the ledger in a file away from the database. A database that
// somebody put back to an earlier day looks sound; this file still knows its
// later heads. See anchorfile.go for its form.
//
// The file belongs to the id of the database, wherever the database lies. It
// is made with the database, grows after COMMIT, at most once a second, and at
// Close, so it may lag behind. It never goes back: rows are added only while
// the ledger still holds the row that the file ends with.
//
// If the file is missing or torn although there are journals, a new one is
// begun, and it records the day. Nobody can then tell about journals cut
// before that day. The old file is kept beside it.
type anchor struct {
	store    *Store
	database string // its id
	path     string // empty for no anchor

	mu      sync.Mutex // guards the next three fields
	behind  bool
	waiting *time.Timer
	last    time.Time      // when catchUp last began
	later   sync.WaitGroup // counts the call of catchUp that waits or runs

	writing sync.Mutex // held while this store writes the file

	standing atomic.Pointer[Standing] // as last looked at
	older    int                      // how many rows the file lacked when the store was opened
}

const (
	anchorPause  = time.Second     // the shortest time between two writes of the anchor
	anchorWithin = 5 * time.Second // the longest time of one: a program that ends waits for it
)

// soon is a context for one write.
func (a *anchor) soon(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, min(anchorWithin, a.store.patience()))
}

func openAnchor(ctx context.Context, s *Store) (*anchor, error) {
	a := &anchor{store: s}
	err := s.look(ctx, func(t tx) error {
		return t.row(ctx, "SELECT value FROM meta WHERE name = 'database'").Scan(&a.database)
	})
	if err != nil {
		return nil, err
	}
	if s.options.AnchorDir != "" {
		a.path = filepath.Join(s.options.AnchorDir, a.database)
		if s.readOnly == nil {
			a.takeOver(ctx)
		}
	}
	now, err := a.look(ctx)
	if err == nil && now.Kind == Sound {
		a.older, err = a.countOlder(ctx)
	}
	return a, err
}

// beginAnchor makes the anchor of a new database at path. Where it cannot, the
// first program that records begins the anchor. forget takes it away again.
func beginAnchor(database, path string, o Options) (forget func()) {
	folder, err := filepath.EvalSymlinks(filepath.Dir(path))
	if o.AnchorDir == "" || err != nil {
		return func() {}
	}
	file := filepath.Join(o.AnchorDir, database)
	_ = makeAnchor(file, anchorContent{anchorTitle: anchorTitle{database: database, path: filepath.Join(folder, filepath.Base(path))}})
	return func() { os.Remove(file) }
}

// writtenBy is how long another program may take to anchor what it recorded.
const writtenBy = 10 * time.Second

// countOlder counts the rows that the file should have and lacks.
func (a *anchor) countOlder(ctx context.Context) (n int, err error) {
	_, last, err := readAnchorEndOf(a.path)
	if err != nil || last.row.seq == 0 && len(last.heads) > 0 {
		return 0, nil //nolint:nilerr // there is none to be old, or it knows no rows
	}
	err = a.store.look(ctx, func(t tx) error {
		return t.row(ctx, "SELECT COUNT(*) FROM ledger WHERE n > ? AND at < ?", last.row.seq, a.store.options.Now().Add(-writtenBy).UnixMicro()).Scan(&n)
	})
	return n, err
}

// moved notes that the ledger has a new row.
func (a *anchor) moved() {
	if a.path == "" {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.behind = true
	if a.waiting == nil {
		pause := anchorPause - time.Since(a.last)
		a.later.Add(1)
		a.waiting = time.AfterFunc(pause, func() {
			defer a.later.Done()
			a.catchUp(context.Background())
		})
	}
}

// catchUp anchors what this store wrote since the last call. It reports no
// error: Check finds an anchor that is missing or old.
func (a *anchor) catchUp(ctx context.Context) {
	a.mu.Lock()
	a.callOff()
	behind := a.behind
	a.behind, a.waiting, a.last = false, nil, time.Now()
	a.mu.Unlock()
	if behind {
		ctx, end := a.soon(ctx)
		defer end()
		_ = a.write(ctx, false)
	}
}

// callOff stops the call of catchUp that waits, if it has not begun. Hold mu.
func (a *anchor) callOff() {
	if a.waiting != nil && a.waiting.Stop() {
		a.later.Done()
	}
}

// close anchors the whole ledger, also what other programs wrote. A call of
// catchUp that runs already ends first: a reader that outlives the writer would
// leave the write-ahead log behind.
func (a *anchor) close(ctx context.Context) {
	if a.path == "" || a.store.readOnly != nil {
		return
	}
	a.mu.Lock()
	a.callOff()
	a.mu.Unlock()
	a.later.Wait()
	ctx, end := a.soon(ctx)
	defer end()
	_ = a.write(ctx, true)
}

// write adds the rows that the file lacks and waits for the disk, so that a
// power cut tears only what was just being added. At the end it also makes a
// file that has grown a lot smaller.
func (a *anchor) write(ctx context.Context, end bool) error {
	a.writing.Lock()
	defer a.writing.Unlock()
	f, err := lockAnchor(a.path)
	if errors.Is(err, fs.ErrNotExist) {
		return a.begin(ctx)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	title, last, size, err := readAnchorEnd(f)
	if errors.Is(err, errTorn) {
		return a.begin(ctx)
	}
	if err != nil {
		return err
	}
	now, err := a.compare(ctx, title, last)
	if err != nil {
		return err
	}
	if now.Kind != Sound {
		_, err := a.look(ctx)
		return err
	}
	rows, err := a.rowsAfter(ctx, last.row.seq)
	if err != nil {
		return err
	}
	var text strings.Builder
	for _, row := range rows {
		text.WriteString(row.String())
	}
	grown := end && size+int64(text.Len()) > 2*title.size+smallAnchor
	if a.leadsElsewhere(title.path) || last.row.seq == 0 && len(last.heads) > 0 || grown {
		return a.rewrite(ctx, rows)
	}
	if len(rows) == 0 {
		return nil
	}
	if err := f.Truncate(size); err != nil { // a line that was torn as it was written
		return err
	}
	if _, err := f.WriteAt([]byte(text.String()), size); err != nil {
		return err
	}
	return f.Sync()
}

// leadsElsewhere reports whether the path in the file must become the present one. The
// address of a server must if it gained one: that one may be the only one left next time.
func (a *anchor) leadsElsewhere(path string) bool {
	switch {
	case path == a.store.path:
		return false
	case a.store.server != nil:
		return a.store.server.adds(path)
	}
	return !a.store.sameFile(path)
}

// smallAnchor is the size in bytes below which a file is left as it grew.
const smallAnchor = 1 << 16

// rowsAfter makes the lines of all rows of the ledger after one.
func (a *anchor) rowsAfter(ctx context.Context, n int64) (lines []anchorLine, err error) {
	rows, err := fetch(ctx, a.store, func(t tx) ([]ledgerRow, error) {
		return collect(ctx, t, scanLedgerRow, selectLedger+" WHERE n > ? ORDER BY n", n)
	})
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		said, err := readLedgerText(r.text)
		if err != nil {
			return nil, err
		}
		row := head{seq: r.n}
		copy(row.hash[:], r.hash)
		lines = append(lines, linesOf(row, r.at, said.Heads)...)
	}
	return lines, nil
}

// rewrite replaces the file by a small one with further lines and the present
// path of the database.
func (a *anchor) rewrite(ctx context.Context, more []anchorLine) error {
	c, err := readAnchor(a.path)
	if err != nil {
		return err
	}
	if len(c.lines) > 0 && c.lines[len(c.lines)-1].row.seq == 0 { // from a file of version 1
		present, err := a.present(ctx)
		if err != nil {
			return err
		}
		c.lines, more = present, nil
	}
	c.lines, c.path = append(c.lines, more...), a.store.path
	c.compact()
	return replaceAnchor(a.path, c)
}

// present makes the lines for the present heads of all journals.
func (a *anchor) present(ctx context.Context) (lines []anchorLine, err error) {
	err = a.store.look(ctx, func(t tx) error {
		last, err := collect(ctx, t, scanLedgerRow, selectLedger+" ORDER BY n DESC LIMIT 1")
		if err != nil || len(last) == 0 {
			return err
		}
		heads, err := collect(ctx, t, scanLedgerEntry, selectHeads+" ORDER BY 1")
		row := head{seq: last[0].n}
		copy(row.hash[:], last[0].hash)
		lines = linesOf(row, last[0].at, heads)
		return err
	})
	return lines, err
}

// begin begins a file with the present heads. It keeps a torn file aside. If
// there are heads already, the new file records the day.
func (a *anchor) begin(ctx context.Context) error {
	lines, err := a.present(ctx)
	if err != nil {
		return err
	}
	c := anchorContent{anchorTitle{database: a.database, path: a.store.path}, lines}
	if len(lines) > 0 {
		c.anew = a.store.options.Now().UnixMicro()
	}
	if err := a.putAside(); err != nil {
		return err
	}
	return makeAnchor(a.path, c)
}

// putAside gives the file, if there is one, a name that tells until when it
// was in use.
func (a *anchor) putAside() error {
	aside := a.path + ".until-" + a.store.options.Now().UTC().Format("20060102T150405.000000Z")
	if err := os.Rename(a.path, aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// acceptAnew forgets that the file was begun again. It keeps the heads.
func (a *anchor) acceptAnew(ctx context.Context) error {
	if a.path == "" {
		return nil
	}
	if err := a.write(ctx, false); err != nil {
		return err
	}
	a.writing.Lock()
	defer a.writing.Unlock()
	f, err := lockAnchor(a.path)
	if err != nil {
		return err
	}
	defer f.Close()
	c, err := readAnchor(a.path)
	if err != nil || c.anew == 0 {
		return err
	}
	c.anew = 0
	return replaceAnchor(a.path, c)
}

// takeOver makes the file from one of version 1, which had a name of its own
// for each path of the database. It reports no error: the old file then stays
// until the next time.
func (a *anchor) takeOver(ctx context.Context) {
	if _, err := os.Lstat(a.path); err == nil {
		return
	}
	old, err := filepath.Glob(a.path + "-????????????????")
	if err != nil || len(old) == 0 {
		return
	}
	// The file of this path comes first, then the latest one.
	own := a.path + "-" + pathMark(a.store.path)
	slices.SortFunc(old, func(x, y string) int {
		switch {
		case x == own:
			return -1
		case y == own:
			return 1
		}
		return modified(y).Compare(modified(x))
	})
	heads, anew, err := readAnchor1(old[0])
	c := anchorContent{anchorTitle: anchorTitle{database: a.database, path: a.store.path}}
	now := a.store.options.Now().UnixMicro()
	if anew || err != nil {
		c.anew = now
	}
	if len(heads) > 0 {
		c.lines = []anchorLine{{head{}, now, heads}} // one line, which is looked at whole
	}
	if makeAnchor(a.path, c) == nil {
		for _, path := range old {
			_ = os.Remove(path)
		}
	}
}

func modified(path string) time.Time {
	info, err := os.Stat(path)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// follow begins the file of a database with this id anew, after somebody
// accepted that events are missing. It keeps an old file of that id aside.
func (a *anchor) follow(ctx context.Context, database string) error {
	a.database = database
	if a.path == "" {
		return nil
	}
	a.writing.Lock()
	defer a.writing.Unlock()
	a.path = filepath.Join(a.store.options.AnchorDir, database)
	lines, err := a.present(ctx)
	if err == nil {
		err = a.putAside()
	}
	if err == nil {
		err = makeAnchor(a.path, anchorContent{anchorTitle{database: database, path: a.store.path}, lines})
	}
	if err != nil {
		return assessment.Errorf(assessment.Unwritten, "it is accepted, but the file of journal heads cannot be written: %w", err)
	}
	_, err = a.look(ctx)
	return err
}

package backup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"assay/assessment"
	"assay/assessment/input"
	"assay/assessment/store"
)

// Restoring is a backup that was unpacked and examined, and can take the place of a
// database. Close it.
type Restoring struct {
	Manifest
	Target   string // the path of the database
	Replaces bool   // there is something at the path
	Lost     []Loss // events that are given up
	Revived  int    // bodies that were struck since, and that the backup brings back
	CopyOf   string // the path of the database itself, if it lies elsewhere on this machine

	// People says by its roles who may restore. It comes from the database at the path. If that
	// database has no people, is missing or cannot be read, it comes from the backup.
	People assessment.People

	// Unbinds is true if the database at the path has people and the backup has none:
	// afterwards everybody may do everything.
	Unbinds bool

	folder  string
	options store.Options
	rows    int64 // of the ledger of the database at the path
}

// Loss is a run of events that a journal loses.
type Loss struct {
	store.Lost
	Name string // the subject of the journal, as in [store.Store.JournalTitle]; the id if that is not known
}

// Plan unpacks and examines a backup, and compares it with the database at a path,
// which need not exist. It changes nothing there. It refuses a backup that is not
// whole, that does not hold a sound database, or that is of another database than the
// one at the path.
func Plan(ctx context.Context, r io.Reader, path string, o store.Options) (*Restoring, error) {
	folder, err := Workplace(path)
	if err != nil {
		return nil, err
	}
	p := &Restoring{Target: realPath(path), folder: folder, options: o}
	if err := p.plan(ctx, r); err != nil {
		_ = p.Close()
		return nil, err
	}
	return p, nil
}

// realPath is a path without symbolic links, as the anchor names it.
func realPath(path string) string {
	if store.IsServer(path) {
		return path
	}
	if found, err := filepath.EvalSymlinks(path); err == nil {
		return found
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		return filepath.Join(folder, filepath.Base(path))
	}
	return path
}

// Close removes the unpacked files.
func (p *Restoring) Close() error { return Leave(p.folder) }

func (p *Restoring) plan(ctx context.Context, r io.Reader) (err error) {
	if p.Manifest, err = Unpack(ctx, r, p.folder); err != nil {
		return err
	}
	staged, err := p.examine(ctx)
	if err != nil {
		return err
	}
	live, err := p.target(ctx)
	if err == nil {
		err = p.readPeople(ctx, staged, live)
	}
	if err == nil && p.CopyOf == "" {
		err = p.compare(ctx, staged, live)
	}
	for _, opened := range []*store.Store{live, staged} {
		if opened != nil {
			err = cmp.Or(err, opened.Close())
		}
	}
	return err
}

// examine opens the unpacked database and checks all of it.
func (p *Restoring) examine(ctx context.Context) (*store.Store, error) {
	staged, err := Sound(ctx, p.Manifest, p.folder, p.options)
	if err != nil {
		return nil, err
	}
	if elsewhere := store.AnchoredPath(p.options.AnchorDir, p.Database.ID); elsewhere != "" && elsewhere != p.Target {
		if _, err := os.Lstat(elsewhere); err == nil {
			p.CopyOf = elsewhere
		}
	}
	return staged, nil
}

// Sound opens an unpacked database. It returns an error unless the database is the one
// of the manifest and has no problem that the manifest does not list.
func Sound(ctx context.Context, m Manifest, folder string, o store.Options) (*store.Store, error) {
	broken := func(format string, args ...any) error {
		return assessment.Errorf(assessment.Unproven, "the backup holds no sound database: "+format, args...).Because(assessment.BackupBroken)
	}
	o.AnchorDir, o.ReadOnly = "", false
	opened, err := store.Open(ctx, UnpackedDatabase(folder), o)
	if assessment.CodeOf(err) == assessment.Newer {
		return nil, err
	}
	if err != nil {
		return nil, broken("%w", err)
	}
	refuse := func(err error) (*store.Store, error) { return nil, cmp.Or(opened.Close(), err) }
	id, err := opened.Identity(ctx)
	if err != nil {
		return refuse(err)
	}
	holds, err := opened.HasRow(ctx, m.Database.Rows, m.Database.Head)
	if err != nil {
		return refuse(err)
	}
	if id.Database != m.Database.ID || !holds {
		return refuse(broken("it is not the one that its list names"))
	}
	health, err := opened.Check(ctx)
	if err != nil {
		return refuse(err)
	}
	for _, finding := range health.Findings {
		if finding.Severity == store.ErrorFinding && !slices.Contains(m.Problems, finding.Text) {
			return refuse(broken("%s", finding.Text))
		}
	}
	return opened, nil
}

// target opens the database at the path. It returns none where there is none, and
// where it cannot be opened because it is damaged.
func (p *Restoring) target(ctx context.Context) (*store.Store, error) {
	foreign := assessment.Errorf(assessment.Refused, "the backup is of another database than %s", p.Target).Because(assessment.BackupForeign)
	if _, err := os.Stat(p.Target); errors.Is(err, fs.ErrNotExist) && !store.IsServer(p.Target) {
		return nil, nil
	}
	p.Replaces = true
	live, err := store.Open(ctx, p.Target, p.options)
	if err == nil && live.OnServer() {
		p.Target = live.Path()
		id, err := live.Identity(ctx)
		if err == nil && id.Rows == 0 { // its tables are new, and nothing is in them
			p.Replaces = false
		}
		if err != nil || !p.Replaces {
			return nil, cmp.Or(err, live.Close())
		}
	}
	switch {
	case assessment.CodeOf(err) == assessment.Damaged || assessment.CaseOf(err) == assessment.NotADatabase:
		// Its id cannot be read any more. The anchor may still know it.
		if ids := store.AnchoredAt(p.Target, p.options.AnchorDir); len(ids) > 0 && !slices.Contains(ids, p.Database.ID) {
			return nil, foreign
		}
		return nil, nil
	case err != nil:
		return nil, err
	}
	id, err := live.Identity(ctx)
	if err == nil && id.Database != p.Database.ID {
		err = foreign
	}
	if err == nil && p.CopyOf != "" {
		err = assessment.Errorf(assessment.Refused, "%s is a copy of %s, and only the database itself can be put back", p.Target, p.CopyOf).Because(assessment.NotAdopted)
	}
	if err != nil {
		return nil, cmp.Or(live.Close(), err)
	}
	p.rows = id.Rows
	return live, nil
}

// MayReplace returns an error if the people of the database at a path do not let somebody
// put a backup in its place. It is for asking in advance: where there is no database, or
// one that cannot be read, the people of the backup decide, and only [Plan] can read them.
func MayReplace(ctx context.Context, path, by string, o store.Options) error {
	if _, err := os.Stat(path); err != nil && !store.IsServer(path) {
		return nil
	}
	o.ReadOnly, o.Existing = true, true
	live, err := store.Open(ctx, path, o)
	if err != nil {
		return nil // Plan opens it again and returns the error
	}
	people, err := live.People(ctx)
	if err == nil {
		err = people.Allow(assessment.Deed{By: by, Act: assessment.ActRestore})
	} else if assessment.CodeOf(err) == assessment.Damaged {
		err = nil
	}
	return cmp.Or(err, live.Close())
}

// May returns an error if the people do not let somebody restore the backup.
func (p *Restoring) May(by string) error {
	return p.People.Allow(assessment.Deed{By: by, Act: assessment.ActRestore})
}

// readPeople finds the people who decide.
func (p *Restoring) readPeople(ctx context.Context, staged, live *store.Store) error {
	kept, err := staged.People(ctx)
	if err != nil {
		return err
	}
	p.People = kept
	if live == nil {
		return nil
	}
	now, err := live.People(ctx)
	switch {
	case assessment.CodeOf(err) == assessment.Damaged:
		return nil
	case err != nil:
		return err
	}
	if now.On() {
		p.People, p.Unbinds = now, !kept.On()
	}
	return nil
}

// compare lists the events that are given up.
func (p *Restoring) compare(ctx context.Context, staged, live *store.Store) error {
	lost, err := staged.Lacks(ctx, live, p.options.AnchorDir)
	if err != nil {
		return err
	}
	for _, l := range lost {
		loss := Loss{l, l.ID}
		for _, holder := range []*store.Store{live, staged} {
			if holder == nil || loss.Name != l.ID {
				continue
			}
			if title, err := holder.JournalTitle(ctx, l.ID); err == nil {
				loss.Name = title
			}
		}
		p.Lost = append(p.Lost, loss)
	}
	if live != nil {
		p.Revived, err = staged.Revives(ctx, live)
	}
	return err
}

// Restored is what Do did.
type Restored struct {
	Aside  string // where the replaced database is kept; empty for none
	CopyOf string // as in Restoring: it must be adopted before it takes new events
}

// Do puts the backup in the place of the database. by and reason say who answers for
// what is given up; the ledger and every assessment that loses events keep both. What
// was there before is kept aside. It examines the result. It is Refused, and changes
// nothing, unless the People let that person do it.
func (p *Restoring) Do(ctx context.Context, by, reason string) (done Restored, err error) {
	done.CopyOf = p.CopyOf
	if by, err = assessment.Author(by); err != nil {
		return done, err
	}
	if err := p.May(by); err != nil {
		return done, err
	}
	// The evidence first, so that no event names a file that is not there.
	if err := p.keepAll(ctx); err != nil {
		return done, err
	}
	if done.Aside, err = p.replace(ctx); err != nil {
		return done, err
	}
	restored, err := store.Open(ctx, p.Target, p.options)
	if err != nil {
		return done, err
	}
	if p.CopyOf == "" {
		_, err = restored.AcceptRestored(ctx, by, reason, p.People)
	}
	if err == nil {
		err = p.confirm(ctx, restored)
	}
	return done, cmp.Or(err, restored.Close())
}

func (p *Restoring) keepAll(ctx context.Context) (err error) {
	var server *store.Store
	if store.IsServer(p.Target) {
		if server, err = store.Open(ctx, p.Target, p.options); err != nil {
			return err
		}
		defer server.Close()
	}
	for _, file := range p.Evidence {
		if err := p.keep(ctx, server, file); err != nil {
			return err
		}
	}
	return nil
}

func (p *Restoring) keep(ctx context.Context, server *store.Store, file File) error {
	content, err := input.Open(filepath.Join(p.folder, "assay.evidence", file.SHA256[:2], file.SHA256), input.Evidence)
	if err != nil {
		return err
	}
	defer content.Close()
	var sum string
	if server != nil {
		sum, _, err = server.PutFile(ctx, content)
	} else {
		sum, err = store.KeepFile(ctx, p.Target, content)
	}
	if err == nil && sum != file.SHA256 {
		err = fmt.Errorf("the evidence file %.12s changed while it was restored", file.SHA256)
	}
	return err
}

// replace puts the unpacked database in the place of the one at the path, and returns
// where that one is kept.
func (p *Restoring) replace(ctx context.Context) (aside string, err error) {
	staged, at := UnpackedDatabase(p.folder), p.options.Now()
	if !p.Replaces && !store.IsServer(p.Target) {
		return store.PutInPlace(p.Target, staged, at)
	}
	live, err := store.Open(ctx, p.Target, p.options)
	if assessment.CodeOf(err) == assessment.Damaged || assessment.CaseOf(err) == assessment.NotADatabase {
		return store.PutInPlace(p.Target, staged, at)
	}
	if err != nil {
		return "", err
	}
	err = cmp.Or(p.unmoved(ctx, live), live.WriteAnchor(ctx))
	if err == nil && p.Replaces {
		aside, err = p.keepAside(ctx, live)
	}
	if err == nil {
		err = live.Overwrite(ctx, staged, p.rows)
	}
	err = cmp.Or(err, live.Close())
	if assessment.CodeOf(err) == assessment.Damaged {
		return store.PutInPlace(p.Target, staged, at) // it opens, but cannot be read
	}
	return aside, err
}

// keepAside copies the database that is replaced: beside a file; of a server, into the
// folder "replaced" beside the folder of the anchors, or into one for temporary files.
func (p *Restoring) keepAside(ctx context.Context, live *store.Store) (aside string, err error) {
	aside = store.AsideName(p.Target, p.options.Now())
	if live.OnServer() {
		folder := filepath.Join(os.TempDir(), "assay-replaced")
		if p.options.AnchorDir != "" {
			folder = filepath.Join(filepath.Dir(p.options.AnchorDir), "replaced")
		}
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return "", assessment.Errorf(assessment.Unwritten, "the folder %s could not be made: %w", folder, err)
		}
		aside = filepath.Join(folder, filepath.Base(aside))
	}
	return aside, live.CopyTo(ctx, aside)
}

// unmoved returns an error if somebody recorded something since Plan: it is not among
// what the person agreed to give up.
func (p *Restoring) unmoved(ctx context.Context, live *store.Store) error {
	id, err := live.Identity(ctx)
	if err == nil && id.Rows != p.rows {
		err = assessment.Errorf(assessment.Conflict, "somebody recorded something in %s meanwhile", p.Target)
	}
	return err
}

// confirm checks the restored database as doctor does.
func (p *Restoring) confirm(ctx context.Context, restored *store.Store) error {
	health, err := restored.Check(ctx)
	if err != nil {
		return err
	}
	for _, finding := range health.Findings {
		if finding.Severity == store.ErrorFinding && finding.Check != "anchor" && !slices.Contains(p.Problems, finding.Text) {
			return assessment.Errorf(assessment.Damaged, "the restored database is not sound: %s", finding.Text)
		}
	}
	return nil
}

package store_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

// portrait is all that lies in the folder of a database, with sizes, times and hashes.
// A database on a server has no folder.
func portrait(t *testing.T, folder string) map[string]string {
	t.Helper()
	if onServer() {
		return nil
	}
	all := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		text := ""
		if info.Mode().IsRegular() {
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			text = fmt.Sprintf(" %x", sha256.Sum256(content))
		}
		all[path] = fmt.Sprint(info.Mode(), info.Size(), info.ModTime(), text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// examined is a portfolio in which time and somebody's hand have changed rows, and
// what the program shows of it. It is closed.
func examined(t *testing.T) (b *bench, id string) {
	t.Helper()
	b = newBench(t)
	ctx := context.Background()
	rfp, err := b.AddRFP(ctx, assessment.RFP{Title: "Night desk 2027", Milestone: questionnaire.Award}, small(), evaluator)
	if err != nil {
		t.Fatal(err)
	}
	for n, vendor := range []string{"Harbor Staffing", "Meridian Talent", "Northstar"} {
		opened, err := b.OpenAssessment(ctx, store.Opening{Vendor: b.vendor(vendor), RFP: &rfp, By: evaluator})
		if err != nil {
			t.Fatal(err)
		}
		id = opened.Assessment
		b.record(id, append(b.closed(), b.entry(assessment.ActionOpened{Action: assessment.Action{What: "sign", Owner: "Ana", Due: b.Today() + assessment.Date(20+n)}}))...)
	}
	b.clock.days(45) // the evidence has aged, and the actions are overdue
	return b, id
}

// views are what lists show of a database.
type views struct {
	list, ranked, page, second []store.Summary
	lines                      store.Lines
	each                       []store.Summary
	dues                       []store.DueRow
	mended                     string
}

func viewsOf(t *testing.T, s *store.Store, today assessment.Date) (v views) {
	t.Helper()
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var err error
	v.list, err = s.List(ctx, store.Filter{})
	must(err)
	v.ranked, err = s.List(ctx, store.Filter{Order: store.ByRank})
	must(err)
	v.page, err = s.List(ctx, store.Filter{Order: store.ByRank, Limit: 2})
	must(err)
	v.second, err = s.List(ctx, store.Filter{Order: store.ByRank, Limit: 2, After: v.page[1].Cursor})
	must(err)
	v.lines, err = s.Lines(ctx, store.Around{Vendors: 10})
	must(err)
	must(s.Each(ctx, store.Filter{}, func(r store.Summary) bool { v.each = append(v.each, r); return true }))
	v.dues, err = s.Due(ctx, store.Filter{}, today+30)
	must(err)
	var titles []string
	for _, m := range s.TakeMended() {
		titles = append(titles, m.Title)
	}
	v.mended = strings.Join(titles, ", ")
	return v
}

// A database that is only read shows what one that is written shows, and not a byte
// changes beside it.
func TestReadingAloneShowsTheSame(t *testing.T) {
	for name, edit := range map[string]string{
		"as it was left":    "",
		"an edited verdict": "UPDATE scores SET verdict = 'approve', rank_key = -999 WHERE assessment_id = (SELECT MIN(assessment_id) FROM scores)",
		"swapped names":     "UPDATE vendors SET name = CASE name WHEN 'Northstar' THEN 'Harbor Staffing' WHEN 'Harbor Staffing' THEN 'Northstar' ELSE name END",
		"an edited domain":  "UPDATE domain_scores SET shown = 999 WHERE position = 1 AND assessment_id = (SELECT MIN(assessment_id) FROM scores)",
	} {
		t.Run(name, func(t *testing.T) {
			b, id := examined(t)
			b.close()
			if edit != "" {
				tamper(t, b.Path(), edit)
			}
			before := portrait(t, filepath.Dir(b.Path()))
			o := options(b.clock, b.anchors)
			o.ReadOnly = true
			s, err := store.Open(context.Background(), b.Path(), o)
			if err != nil {
				t.Fatal(err)
			}
			got := viewsOf(t, s, b.Today())
			if standing, err := s.Vouch(context.Background(), id); err != nil || standing.Kind != store.Sound {
				t.Errorf("its journal: %v, %v", standing, err)
			}
			if _, err := s.Check(context.Background()); err != nil {
				t.Error(err)
			}
			if _, err := s.Snapshot(context.Background(), id); err != nil {
				t.Error(err)
			}
			ctx := context.Background()
			_, recorded := s.Record(ctx, id, b.answer("TEC-01", "0"))

			_, _, put := s.PutFile(ctx, strings.NewReader("x"))

			for _, err := range []error{recorded, put, s.Rebuild(ctx)} {
				refused(t, err, assessment.Unwritten)
				if assessment.CaseOf(err) != assessment.OpenedReadOnly {
					t.Errorf("the error is %v", err)
				}
			}
			if err := s.Remember(ctx, "place", "here"); err != nil {
				t.Error(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, portrait(t, filepath.Dir(b.Path()))); diff != "" {
				t.Errorf("something changed: %s", diff)
			}
			b = openBench(t, b.Path(), b.anchors, b.clock)
			want := viewsOf(t, b.Store, b.Today())
			if name == "swapped names" { // its lines come in the order of the table
				for _, l := range got.lines.Lines {
					if l.Vendor.Name != l.Row.Vendor {
						t.Errorf("a line of %s is about %s", l.Vendor.Name, l.Row.Vendor)
					}
				}
				got.lines = want.lines
			}
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(views{})); diff != "" {
				t.Errorf("it shows something else: %s", diff)
			}
			if (edit == "") != (got.mended == "") {
				t.Errorf("it says %q", got.mended)
			}
		})
	}
}

func TestALogThatNobodyMayRead(t *testing.T) {
	fileOnly(t, theFile)
	b, _ := examined(t)
	path := filepath.Join(t.TempDir(), "data", "copy.db")
	for _, part := range []string{"", "-wal"} { // the database is open, so its log is full
		content, err := os.ReadFile(b.Path() + part)
		if err != nil {
			t.Fatal(err)
		}
		write(t, path+part, string(content))
	}
	before := portrait(t, filepath.Dir(path))
	o := options(b.clock, "")
	o.ReadOnly = true
	_, err := store.Open(context.Background(), path, o)
	refused(t, err, assessment.Locked)
	if assessment.CaseOf(err) != assessment.LogUnread || !strings.Contains(err.Error(), "copy.db-wal holds changes") {
		t.Errorf("the error is %v", err)
	}
	if diff := cmp.Diff(before, portrait(t, filepath.Dir(path))); diff != "" {
		t.Errorf("something changed: %s", diff)
	}
}

func TestSomebodyWritesWhatIsOnlyRead(t *testing.T) {
	fileOnly(t, theFile)
	b, id := examined(t)
	b.close()
	o := options(b.clock, "")
	o.ReadOnly = true
	s, err := store.Open(context.Background(), b.Path(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	b = openBench(t, b.Path(), b.anchors, b.clock)
	b.record(id, b.answer("TEC-01", "0"))
	_, err = s.List(context.Background(), store.Filter{})
	refused(t, err, assessment.Locked)
}

func TestAnEarlierFormIsNotRewrittenByReading(t *testing.T) {
	fileOnly(t, earlierForms)
	b, _ := answered(t)
	tamper(t, b.Path(), "PRAGMA user_version = 7")
	o := options(b.clock, "")
	o.ReadOnly = true
	_, err := store.Open(context.Background(), b.Path(), o)
	refused(t, err, assessment.Unwritten)
	_, err = store.Open(context.Background(), filepath.Join(t.TempDir(), "none.db"), o)
	refused(t, err, assessment.Failed)
}

// A file system that is mounted for reading alone needs no flag.
func TestAFileSystemForReadingAlone(t *testing.T) {
	fileOnly(t, theFile)
	if os.Getuid() != 0 {
		t.Skip("only root can mount a file system")
	}
	b, id := examined(t)
	b.close()
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=16m"); err != nil {
		t.Skip("this machine lets nobody mount a file system: ", err)
	}
	defer func() {
		if err := syscall.Unmount(folder, 0); err != nil {
			t.Error(err)
		}
	}()
	content, err := os.ReadFile(b.Path())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "assay.db")
	write(t, path, string(content))
	if err := syscall.Mount("tmpfs", folder, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(context.Background(), path, options(b.clock, ""))
	if err != nil {
		t.Fatal(err)
	}
	if got := viewsOf(t, s, b.Today()); len(got.list) != 3 {
		t.Errorf("it lists %d", len(got.list))
	}
	_, err = s.Record(context.Background(), id, b.answer("TEC-01", "0"))
	refused(t, err, assessment.Unwritten)
	if assessment.CaseOf(err) != assessment.ReadOnly {
		t.Errorf("the error is %v", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if left := listing(t, folder); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

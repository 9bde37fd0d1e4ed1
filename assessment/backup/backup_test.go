package backup_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"assay/assessment"
	"assay/assessment/backup"
	"assay/assessment/input/inputtest"
	"assay/assessment/store"
	"assay/questionnaire"
	"assay/questionnaire/kindtest"
)

const lead = "lead@hospital.example"

// home is a machine: a database with evidence, and the anchors.
type home struct {
	t       testing.TB
	folder  string
	path    string
	options store.Options
	now     time.Time
}

func newHome(t testing.TB) *home {
	h := &home{t: t, folder: t.TempDir(), now: time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC)}
	h.path = filepath.Join(h.folder, "data", "assay.db")
	h.options = store.Options{Now: func() time.Time { return h.now }, Zone: time.UTC, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }, AnchorDir: filepath.Join(h.folder, "anchors")}
	return h
}

func (h *home) open() *store.Store {
	h.t.Helper()
	return must(store.Open(context.Background(), h.path, h.options))(h.t)
}

// with opens the database, does something and closes it.
func (h *home) with(do func(s *store.Store)) {
	h.t.Helper()
	s := h.open()
	do(s)
	if err := s.Close(); err != nil {
		h.t.Fatal(err)
	}
}

func must[T any](value T, err error) func(t testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

var asked = must(questionnaire.Parse(bytes.NewReader(kindtest.File(questionnaire.Kinds()...))))

// assess opens an assessment and returns its id.
func (h *home) assess(vendor string) (id string) {
	h.t.Helper()
	h.with(func(s *store.Store) {
		ctx := context.Background()
		firm := must(s.AddVendor(ctx, assessment.Vendor{Name: vendor}, "Dana"))(h.t)
		opened := must(s.OpenAssessment(ctx, store.Opening{Vendor: firm, Questionnaire: asked(h.t), Milestone: questionnaire.Award, By: lead}))(h.t)
		id = opened.Assessment
	})
	return id
}

// show answers a gate with a file as its evidence.
func (h *home) show(id, file string) {
	h.t.Helper()
	h.with(func(s *store.Store) {
		ctx := context.Background()
		sum, size, err := s.PutFile(ctx, strings.NewReader(file))
		if err != nil {
			h.t.Fatal(err)
		}
		gate := asked(h.t).Item(kindtest.ID(questionnaire.Gate))
		day := assessment.DateOf(h.now, time.UTC)
		answer := assessment.Answer{Item: gate.ID, Value: "met", Assurance: assessment.Documented, Evidence: []assessment.Evidence{
			{Kind: gate.Evidence[0], File: "paper.txt", SHA256: sum, Size: size, AsOf: day, ValidUntil: day + 300},
		}}
		entry := assessment.Entry{ID: h.options.NewID(), At: h.now.UnixMicro(), By: lead, Change: assessment.Answered{Answer: answer, Replaces: must(s.Snapshot(ctx, id))(h.t).Answers[gate.ID].Event}}
		if _, err := s.Record(ctx, id, entry); err != nil {
			h.t.Fatal(err)
		}
	})
}

// backedUp is the archive, not encrypted.
func (h *home) backedUp() []byte {
	h.t.Helper()
	var archive bytes.Buffer
	h.with(func(s *store.Store) {
		p := must(backup.Prepare(context.Background(), s, "test", h.options))(h.t)
		defer p.Close()
		if err := p.Pack(context.Background(), &archive); err != nil {
			h.t.Fatal(err)
		}
	})
	if left := must(filepath.Glob(filepath.Dir(h.path) + "/*/unfinished*"))(h.t); len(left) > 0 {
		h.t.Errorf("left behind: %v", left)
	}
	return archive.Bytes()
}

func (h *home) plan(archive []byte) (*backup.Restoring, error) {
	return backup.Plan(context.Background(), bytes.NewReader(archive), h.path, h.options)
}

// restore restores an archive and returns what was done.
func (h *home) restore(archive []byte) (*backup.Restoring, backup.Restored) {
	h.t.Helper()
	p := must(h.plan(archive))(h.t)
	defer p.Close()
	return p, must(p.Do(context.Background(), lead, "the disk failed"))(h.t)
}

// green wants no finding at all, and that the database takes new events.
func (h *home) green(id string) {
	h.t.Helper()
	h.with(func(s *store.Store) {
		health := must(s.Check(context.Background()))(h.t)
		if len(health.Findings) > 0 {
			h.t.Errorf("found %+v", health.Findings)
		}
	})
	h.show(id, "after the restore "+h.options.NewID())
}

func (h *home) events(id string) (n int64) {
	h.t.Helper()
	h.with(func(s *store.Store) { n = must(s.Snapshot(context.Background(), id))(h.t).Seq })
	return n
}

// files are all files of the machine with their content, apart from locks.
func (h *home) files() map[string]string {
	h.t.Helper()
	all := map[string]string{}
	err := filepath.Walk(h.folder, func(path string, about os.FileInfo, err error) error {
		if err != nil || about.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		all[strings.TrimPrefix(path, h.folder)] = string(text)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

func TestABackupComesBackWhole(t *testing.T) {
	for name, lose := range map[string]func(h *home){
		"nothing was lost":       func(*home) {},
		"the database is gone":   func(h *home) { remove(h.t, h.path) },
		"the machine is another": func(h *home) { *h = *newHome(h.t) },
		"the evidence is gone":   func(h *home) { remove(h.t, filepath.Dir(h.path)+"/assay.evidence") },
		"the header is damaged":  func(h *home) { damage(h.t, h.path, 0) },
		"a page is damaged":      func(h *home) { damage(h.t, h.path, 5*4096) },
		"the database is empty":  func(h *home) { write(h.t, h.path, "") },
		"it is cut":              func(h *home) { write(h.t, h.path, read(h.t, h.path)[:9000]) },
	} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			id := h.assess("Harbor Staffing")
			h.show(id, "the signed contract")
			archive := h.backedUp()
			lose(h)
			h.t = t
			there, err := os.ReadFile(h.path)
			p, done := h.restore(archive)
			if p.Assessments != 1 || p.Events != 2 || len(p.Evidence) != 1 || len(p.Problems) != 0 || len(p.Lost) != 0 {
				t.Errorf("%+v", p)
			}
			if (done.Aside != "") != (err == nil) {
				t.Errorf("kept aside: %q", done.Aside)
			}
			if err == nil && !strings.HasPrefix(name, "nothing") && !strings.Contains(name, "evidence") && !strings.Contains(name, "page") {
				if kept := read(t, done.Aside); kept != string(there) {
					t.Errorf("aside are %d bytes, there were %d", len(kept), len(there))
				}
			}
			if n := h.events(id); n != 2 {
				t.Errorf("%d events came back", n)
			}
			h.green(id)
		})
	}
}

// A missing evidence file keeps nobody from backing up. The backup says so.
func TestAMissingEvidenceFileIsListed(t *testing.T) {
	h := newHome(t)
	id := h.assess("Harbor Staffing")
	h.show(id, "the signed contract")
	remove(t, filepath.Dir(h.path)+"/assay.evidence")
	archive := h.backedUp()
	p, _ := h.restore(archive)
	if len(p.Problems) != 1 || !strings.Contains(p.Problems[0], "is missing") {
		t.Errorf("%q", p.Problems)
	}
}

// Somebody who records all the time neither stops a backup nor is stopped.
func TestABackupIsOfOneMoment(t *testing.T) {
	h := newHome(t)
	id := h.assess("Harbor Staffing")
	h.show(id, "the first")
	s := h.open()
	stop, stopped := make(chan struct{}), make(chan int)
	go func() {
		n := 0
		defer func() { stopped <- n }()
		for gate := kindtest.ID(questionnaire.Gate); ; n++ {
			select {
			case <-stop:
				return
			default:
			}
			snapshot, err := s.Snapshot(context.Background(), id)
			if err != nil {
				t.Error(err)
				return
			}
			note := assessment.Answered{Answer: assessment.Answer{Item: gate, Value: "unmet", Note: fmt.Sprint(n)}, Replaces: snapshot.Answers[gate].Event}
			if _, err := s.Record(context.Background(), id, assessment.Entry{ID: h.options.NewID(), At: h.now.UnixMicro(), By: lead, Change: note}); err != nil {
				t.Error(err)
				return
			}
		}
	}()
	var archive bytes.Buffer
	p := must(backup.Prepare(context.Background(), s, "test", h.options))(t)
	if err := p.Pack(context.Background(), &archive); err != nil {
		t.Fatal(err)
	}
	close(stop)
	wrote := <-stopped
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if wrote == 0 {
		t.Error("no answer was recorded meanwhile")
	}
	planned := must(h.plan(archive.Bytes()))(t)
	defer planned.Close()
	if planned.Events < 2 {
		t.Errorf("%d events", planned.Events)
	}
}

func TestAPassphraseOpensABackup(t *testing.T) {
	to := must(backup.Passphrase("correct horse"))(t)
	sealed := sealedFor(t, []byte("content"), to)
	for passphrase, want := range map[string]string{"correct horse": "content", "battery": ""} {
		plain, err := backup.Unseal(bytes.NewReader(sealed), must(backup.WithPassphrase(passphrase))(t))
		if (err == nil) != (want != "") {
			t.Fatalf("%s: %v", passphrase, err)
		}
		if err == nil {
			if got, err := io.ReadAll(plain); string(got) != want || err != nil {
				t.Errorf("%q, %v", got, err)
			}
		}
	}
	// A file that asks for all memory is refused before the work.
	greedy := bytes.Replace(sealed, []byte(" 17\n"), []byte(" 60\n"), 1)
	inputtest.Bounded(t, func() {
		if _, err := backup.Unseal(bytes.NewReader(greedy), must(backup.WithPassphrase("correct horse"))(t)); err == nil {
			t.Error("opened")
		}
	})
	long := append([]byte("age-encryption.org/v1\n"), bytes.Repeat([]byte("-> X25519 "+strings.Repeat("A", 43)+"\n"+strings.Repeat("A", 43)+"\n"), 1<<15)...)
	inputtest.Bounded(t, func() {
		if _, err := backup.Unseal(bytes.NewReader(long), must(backup.WithPassphrase("correct horse"))(t)); err == nil {
			t.Error("opened")
		}
	})
}

func sealedFor(t testing.TB, content []byte, to backup.Recipient) []byte {
	t.Helper()
	var sealed bytes.Buffer
	w := must(backup.Seal(&sealed, to))(t)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return sealed.Bytes()
}

func remove(t testing.TB, path string) {
	t.Helper()
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, path string) string {
	t.Helper()
	return string(must(os.ReadFile(path))(t))
}

func write(t testing.TB, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// damage overwrites a part of a file.
func damage(t testing.TB, path string, at int) {
	t.Helper()
	text := []byte(read(t, path))
	copy(text[at:], strings.Repeat("damaged ", 512))
	write(t, path, string(text))
}

// An auditor who may only read a database can back it up.
func TestAReadOnlyDatabaseIsBackedUp(t *testing.T) {
	h := newHome(t)
	id := h.assess("Harbor Staffing")
	h.show(id, "the signed contract")
	before := h.files()
	h.options.ReadOnly = true
	archive := h.backedUp()
	h.options.ReadOnly = false
	for name, content := range h.files() {
		if before[name] != content {
			t.Errorf("%s was written", name)
		}
	}
	if p, _ := h.restore(archive); p.Events != 2 || len(p.Evidence) != 1 {
		t.Errorf("%+v", p)
	}
	h.green(id)
}

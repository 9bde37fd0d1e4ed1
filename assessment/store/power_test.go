package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
)

// recorded answers for a while, writes its log back now and then, and says which
// events it was told are kept, each in one write.
func recorded(path string) error { return recordedWith(path, "FULL") }

// unsynced is recorded by a store that does not wait for its disk.
func unsynced(path string) error { return recordedWith(path, "OFF") }

func recordedWith(path, synchronous string) error {
	ctx, c := context.Background(), newClock()
	s, err := store.Open(ctx, path, options(c, filepath.Join(filepath.Dir(filepath.Dir(path)), "anchors")))
	if err != nil {
		return err
	}
	writer, _, _ := s.Pools()
	for _, pragma := range []string{"synchronous = " + synchronous, "wal_autocheckpoint = 60"} {
		if _, err := writer.Exec("PRAGMA " + pragma); err != nil {
			return err
		}
	}
	rows, err := s.List(ctx, store.Filter{})
	if err != nil {
		return err
	}
	for n := range 20 {
		entry := assessment.Entry{ID: newID(), At: c.Now().UnixMicro(), By: evaluator, Change: assessment.Answered{
			Answer: assessment.Answer{Item: []string{"TEC-01", "TEC-02"}[n%2], Value: fmt.Sprint(n % 5), Note: strings.Repeat("said ", n*9)},
		}}
		if _, err := s.Record(ctx, rows[0].ID, entry); err != nil {
			return err
		}
		if _, err := fmt.Println(entry.ID); err != nil {
			return err
		}
		if n%6 == 5 {
			s.AnchorNow()
		}
	}
	return s.Close()
}

// powered is a run of answers of which every write and every wait for the disk was
// recorded.
type powered struct {
	t       *testing.T
	b       *bench // of the database before the run, closed
	id      string
	root    string
	before  disk
	happens []happening
}

func record(t *testing.T, role string) powered {
	t.Helper()
	if testing.Short() {
		t.Skip("it takes long with the race detector, and has no races to find")
	}
	strace, err := exec.LookPath("strace")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("strace is needed here")
		}
		t.Skip("strace is not installed")
	}
	root := t.TempDir()
	b := openBench(t, filepath.Join(root, "data", "assay.db"), filepath.Join(root, "anchors"), newClock())
	p := powered{t: t, b: b, id: b.assess("Meridian Talent"), root: root}
	b.close()
	p.before = diskOf(t, root)

	trace := filepath.Join(t.TempDir(), "trace")
	cmd := exec.Command(strace, "-f", "-qq", "-y", "-xx", "-s", "100000", "-o", trace, "-e", "trace=?"+strings.Join(changing, ",?"), os.Args[0], b.Path())
	cmd.Env, cmd.Stderr = child(role, b.Path()).Env, os.Stderr
	if err := cmd.Run(); err != nil {
		t.Skipf("strace cannot trace here: %v", err)
	}
	p.happens = readTrace(t, trace, root)
	return p
}

// image is a disk as a power cut may leave it: after so many happenings, of a kind.
type image struct {
	after int
	kind  string
}

// images are all that the run allows.
func (p powered) images() (all []image) {
	for after := range p.happens {
		for kind := range survivals {
			all = append(all, image{after + 1, kind})
		}
	}
	return all
}

// missing puts an image in the place of the database, and returns the events that
// were acknowledged by then and are gone. The database must open, be sound in
// everything that the check looks at, and take another answer.
func (p powered) missing(im image, random *rand.Rand) (gone []string, err error) {
	d := p.before.copy()
	var acknowledged []string
	for _, h := range p.happens[:im.after] {
		if h.said != "" {
			acknowledged = append(acknowledged, h.said)
		} else {
			d.take(h)
		}
	}
	d.write(p.t, p.root, survivals[im.kind](random))

	ctx := context.Background()
	s, err := store.Open(ctx, p.b.Path(), options(p.b.clock, p.b.anchors))
	if err != nil {
		return nil, err
	}
	defer s.Close()
	// The file of heads may be torn while it is written, and no alarm follows.
	torn := d.unsure("anchors/")
	standing, err := s.Standing(ctx)
	if err != nil || standing.Kind != store.Sound && !(torn && standing.Kind == store.NoAnchor) {
		return nil, fmt.Errorf("it stands as %+v, %v", standing, err)
	}
	events, err := s.Events(ctx, p.id)
	if err != nil {
		return nil, err
	}
	there := map[string]bool{}
	for _, e := range events {
		there[e.ID] = true
	}
	for _, id := range acknowledged {
		if !there[id] {
			gone = append(gone, id)
		}
	}
	if _, err := s.Record(ctx, p.id, p.b.answer("TEC-02", "3")); err != nil && assessment.CodeOf(err) != assessment.Conflict {
		return gone, err
	}
	health, err := s.Check(ctx)
	if err != nil {
		return gone, err
	}
	for _, f := range health.Findings {
		if !torn || f.Severity != store.WarningFinding || f.Check != "anchor" {
			return gone, fmt.Errorf("the check found: %s", f.Text)
		}
	}
	return gone, nil
}

// Power is cut at any moment of a run of answers. Whatever the disk had kept of the
// writes that it had not confirmed, whole or torn, every answer that a person was
// told is saved is there.
func TestAPowerCutLosesNoAnswer(t *testing.T) {
	fileOnly(t, theDisk)
	p := record(t, "recorded")
	acknowledged, unsure := 0, false
	for _, h := range p.happens {
		if h.said != "" {
			acknowledged++
		}
		if strings.HasPrefix(h.path, "anchors/") && (h.call == "write" || h.call == "sync") {
			if h.call == "write" && unsure {
				t.Error("the file of heads grows before its last rows are sure")
			}
			unsure = h.call == "write"
		}
	}
	if acknowledged != 20 {
		t.Fatalf("%d answers were acknowledged", acknowledged)
	}
	random := rand.New(rand.NewPCG(powerSeed(), 1))
	all := p.images()
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	tried := 0
	for range powerRounds {
		for _, im := range all[:min(powerImages, len(all))] {
			tried++
			if gone, err := p.missing(im, random); err != nil || len(gone) > 0 {
				t.Errorf("cut after call %d of %d, %s: %d answers are gone, %v", im.after, len(p.happens), im.kind, len(gone), err)
			}
		}
	}
	t.Logf("%d images of %d possible in %d system calls, nothing lost", tried, len(all), len(p.happens))
}

// The same story finds the loss of a store that does not wait for its disk, so it
// would find one of ours.
func TestAPowerCutIsFeltWithoutWaiting(t *testing.T) {
	fileOnly(t, theDisk)
	p := record(t, "unsynced")
	last := 0
	for n, h := range p.happens {
		if h.said != "" {
			last = n + 1
		}
	}
	gone, err := p.missing(image{last, "nothing that was not confirmed"}, nil)
	if err == nil && len(gone) == 0 {
		t.Error("nothing is gone, although nothing waited for the disk")
	}
}

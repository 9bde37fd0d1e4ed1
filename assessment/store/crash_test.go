package store_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

// Some stories need a process that can be killed or stripped of its rights: the
// test binary starts itself again, and this says as what.
const actAs = "ASSAY_STORE_TEST_ACT_AS"

func TestMain(m *testing.M) {
	acts := map[string]func(path string) error{
		"answerer": answerer, "full disk": fullDisk, "stranger": stranger, "migration": killedMigration, "no room": noRoom, "failing disk": failingDisk,
		"recorded": recorded, "unsynced": unsynced, "crowd answers": crowdAnswers, "keeper": keeper, "crowd imports": crowdImports, "chaos client": chaosClient, "mover": mover,
	}
	act, child := acts[os.Getenv(actAs)]
	if !child {
		os.Exit(m.Run())
	}
	if err := act(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// child is the test binary in another role, not yet started.
func child(role, path string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], path)
	cmd.Env = append(os.Environ(), actAs+"="+role)
	cmd.Stderr = os.Stderr
	return cmd
}

// actIn says in which folder a child has its anchors and whatever else it needs.
const actIn = "ASSAY_STORE_TEST_ACT_IN"

// child is the test binary in another role on the same database, with the same anchors.
func (b *bench) child(role string) *exec.Cmd {
	cmd := child(role, b.Path())
	cmd.Env = append(cmd.Env, actIn+"="+b.folder())
	return cmd
}

// folder is the one that newBench made.
func (b *bench) folder() string { return filepath.Dir(b.anchors) }

// givenFolder is that folder in a child.
func givenFolder() string { return os.Getenv(actIn) }

// answerer answers for as long as it lives and says which events it was told
// are kept, each in one write.
func answerer(path string) error {
	ctx, c := context.Background(), newClock()
	s, err := store.Open(ctx, path, options(c, filepath.Join(givenFolder(), "anchors")))
	if err != nil {
		return err
	}
	rows, err := s.List(ctx, store.Filter{})
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		entry := assessment.Entry{ID: newID(), At: c.Now().UnixMicro(), By: evaluator, Change: assessment.Answered{
			Answer: assessment.Answer{Item: []string{"TEC-01", "TEC-02"}[n%2], Value: fmt.Sprint(n % 5), Note: strings.Repeat("said ", n%90)},
		}}
		if _, err := s.Record(ctx, rows[0].ID, entry); err != nil {
			return err
		}
		if _, err := fmt.Println(entry.ID); err != nil {
			return err
		}
	}
}

// killed lets a child answer until it has had so many answers acknowledged, kills
// it, and returns the ids of all of them.
func killed(t *testing.T, role string, b *bench, after int) (acknowledged []string) {
	t.Helper()
	cmd := b.child(role)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			break // the child was killed within a line, so it acknowledged nothing with it
		}
		acknowledged = append(acknowledged, strings.TrimSpace(line))
		if len(acknowledged) == after {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := cmd.Wait(); err == nil || len(acknowledged) < after {
		t.Fatalf("the child ended by itself after %d answers: %v", len(acknowledged), err)
	}
	return acknowledged
}

func TestKilledInTheMiddle(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	var acknowledged []string
	for round := range killRounds {
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		acknowledged = append(acknowledged, killed(t, "answerer", b, 20+round*37%200)...)

		b = openBench(t, b.Path(), b.anchors, b.clock)
		events, err := b.Events(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		kept := map[string]bool{}
		for _, e := range events {
			kept[e.ID] = true
		}
		for n, ack := range acknowledged {
			if !kept[ack] {
				t.Fatalf("round %d: answer %d was acknowledged and is gone", round, n)
			}
		}
		health, err := b.Check(context.Background())
		if err != nil || !health.Sound() {
			t.Fatalf("round %d: %v %v", round, health.Findings, err)
		}
	}
	t.Logf("%d kills, %d answers acknowledged, none lost", killRounds, len(acknowledged))
}

// A checkpoint that was killed leaves a file shorter than its first page says,
// and the rest in its log. That is no damage.
func TestAHotLogIsNoDamage(t *testing.T) {
	fileOnly(t, theFile)
	b := newBench(t)
	id := b.assess("Meridian Talent")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	acknowledged := killed(t, "answerer", b, 40)
	file, err := os.OpenFile(b.Path(), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	pages := make([]byte, 4)
	if _, err := file.ReadAt(pages, 28); err != nil {
		t.Fatal(err)
	}
	pages[3] += 50
	if _, err := file.WriteAt(pages, 28); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	b = openBench(t, b.Path(), b.anchors, b.clock)
	if got := b.snapshot(id); got.Seq <= int64(len(acknowledged)) {
		t.Errorf("the journal has %d events after %d answers", got.Seq, len(acknowledged))
	}
}

// fullDisk answers until the disk is full, makes room, and does it again.
func fullDisk(path string) error {
	signal.Ignore(syscall.SIGXFSZ)
	ctx, c := context.Background(), newClock()
	s, err := store.Open(ctx, path, options(c, ""))
	if err != nil {
		return err
	}
	v, err := s.AddVendor(ctx, assessment.Vendor{Name: "Meridian Talent"}, "lead@hospital.example")
	if err != nil {
		return err
	}
	snapshot, err := s.OpenAssessment(ctx, store.Opening{Vendor: v, Questionnaire: small(), Milestone: questionnaire.Award, By: evaluator})
	if err != nil {
		return err
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	narrow := syscall.Rlimit{Cur: 200_000, Max: limit.Max}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &narrow); err != nil {
		return err
	}
	var failed error
	var entry assessment.Entry
	for n := 0; failed == nil; n++ {
		if n > 1000 {
			return errors.New("the disk does not fill up")
		}
		entry = assessment.Entry{ID: newID(), At: c.Now().UnixMicro(), By: evaluator, Change: assessment.Answered{
			Answer: assessment.Answer{Item: "TEC-01", Value: "3", Note: strings.Repeat("said ", 500)},
		}}
		var after assessment.Snapshot
		if after, failed = s.Record(ctx, snapshot.Assessment, entry); failed == nil {
			snapshot = after
		}
	}
	full, err := s.Snapshot(ctx, snapshot.Assessment)
	if err != nil {
		return fmt.Errorf("read while full: %w", err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	again, err := s.Record(ctx, snapshot.Assessment, entry)
	if err != nil {
		return fmt.Errorf("with room again: %w", err)
	}
	health, err := s.Check(ctx)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(fullReport{
		Code: assessment.CodeOf(failed), Message: failed.Error(), Answers: snapshot.Seq, WhileFull: full.Seq, Again: again.Seq, Sound: health.Sound() && len(health.Findings) == 0,
	})
}

type fullReport struct {
	Code                      assessment.Code
	Message                   string
	Answers, WhileFull, Again int64
	Sound                     bool
}

func TestAFullDiskLosesNothing(t *testing.T) {
	fileOnly(t, theDisk)
	out, err := child("full disk", filepath.Join(t.TempDir(), "data", "assay.db")).Output()
	if err != nil {
		t.Fatal(err)
	}
	var got fullReport
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	if got.Code != assessment.Unwritten || got.WhileFull != got.Answers || got.Again != got.Answers+1 || !got.Sound {
		t.Errorf("%+v", got)
	}
}

// noRoom opens a database on a disk on which no file can grow, and reads it.
func noRoom(path string) error {
	signal.Ignore(syscall.SIGXFSZ)
	ctx, c := context.Background(), newClock()
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 1, Max: limit.Max}); err != nil {
		return err
	}
	s, err := store.Open(ctx, path, options(c, filepath.Join(filepath.Dir(path), "anchors")))
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	rows, err := s.List(ctx, store.Filter{})
	if err != nil || len(rows) != 1 {
		return fmt.Errorf("%d rows, %w", len(rows), err)
	}
	before, err := s.Snapshot(ctx, rows[0].ID)
	if err != nil {
		return err
	}
	entry := assessment.Entry{ID: newID(), At: c.Now().UnixMicro(), By: evaluator, Change: assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Value: "3"}}}
	_, failed := s.Record(ctx, rows[0].ID, entry)
	health, err := s.Check(ctx)
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	// The same connection writes as soon as there is room.
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	after, err := s.Record(ctx, rows[0].ID, entry)
	if err != nil {
		return fmt.Errorf("with room again: %w", err)
	}
	if err := s.Close(); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(fullReport{
		Code: assessment.CodeOf(failed), Message: failed.Error(), Answers: before.Seq, WhileFull: before.Seq, Again: after.Seq, Sound: health.Sound(),
	})
}

func TestADiskWithoutRoomIsRead(t *testing.T) {
	fileOnly(t, theDisk)
	b := newBench(t)
	b.assess("Meridian Talent")
	b.Overdue()
	b.close()
	out, err := child("no room", b.Path()).Output()
	if err != nil {
		t.Fatal(err)
	}
	var got fullReport
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	if got.Code != assessment.Unwritten || got.Again != got.Answers+1 || !got.Sound || strings.Contains(got.Message, "I/O error") {
		t.Errorf("%+v", got)
	}
	b = b.again()
	b.sound()
}

// On a disk that is really full, errors say how much room there is.
func TestAFullDiskSaysHowMuchRoomThereIs(t *testing.T) {
	fileOnly(t, theDisk)
	folder := t.TempDir()
	if err := exec.Command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder).Run(); err != nil {
		t.Skip("a small disk needs root")
	}
	t.Cleanup(func() { _ = exec.Command("umount", folder).Run() })
	if err := os.Chmod(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	b := openBench(t, filepath.Join(folder, "assay.db"), "", newClock())
	id := b.assess("Meridian Talent")
	b.Overdue() // the rows of a full disk are judged in memory
	write(t, filepath.Join(folder, "ballast"), "")
	ballast, err := os.OpenFile(filepath.Join(folder, "ballast"), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = ballast.Write(make([]byte, 4096))
	}
	ballast.Close()
	var full error
	entry := b.answer("TEC-01", "3")
	for n := 0; full == nil && n < 200; n++ {
		entry = b.entry(assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Value: "3", Note: strings.Repeat("said ", 1000)}, Replaces: b.snapshot(id).Answers["TEC-01"].Event})
		_, full = b.Record(context.Background(), id, entry)
	}
	if assessment.CaseOf(full) != assessment.DiskFull || !regexp.MustCompile(`^the disk is full: \d+ (bytes|kB) are free$`).MatchString(full.Error()) {
		t.Errorf("%v", full)
	}
	b.rows()
	if part, err := b.Lines(context.Background(), store.Around{Vendors: 5}); err != nil || len(part.Lines) != 1 || part.Lines[0].Row == nil {
		t.Errorf("%+v, %v", part, err)
	}
	if _, err := b.Due(context.Background(), store.Filter{}, b.Today()+900); err != nil {
		t.Error(err)
	}
	_, _, kept := b.PutFile(context.Background(), strings.NewReader(strings.Repeat("x", 100_000)))
	if assessment.CaseOf(kept) != assessment.DiskFull || !regexp.MustCompile(`^the evidence file could not be saved: no space left on device: \d+ (bytes|kB) are free$`).MatchString(kept.Error()) {
		t.Errorf("%v", kept)
	}
	if left, err := filepath.Glob(filepath.Join(folder, "assay.evidence", "new-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	// The database can be opened and read.
	b = b.again()
	b.rows()
	if err := os.Remove(filepath.Join(folder, "ballast")); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Record(context.Background(), id, entry); err != nil {
		t.Errorf("with room again: %v", err)
	}
	b.sound()
}

// stranger opens a database that somebody else owns, lists it, adds a vendor, and
// says what it was told first.
func stranger(path string) error {
	s, err := store.Open(context.Background(), path, options(newClock(), ""))
	if err != nil {
		fmt.Print(assessment.CodeOf(err))
		return nil
	}
	if _, err := s.List(context.Background(), store.Filter{}); err != nil {
		return err
	}
	_, err = s.AddVendor(context.Background(), assessment.Vendor{Name: "Meridian Talent"}, evaluator)
	fmt.Print(assessment.CodeOf(err))
	return s.Close()
}

func TestAStrangerAtTheFile(t *testing.T) {
	fileOnly(t, theFile)
	if os.Getuid() != 0 {
		t.Skip("only root can act as somebody else")
	}
	for name, test := range map[string]struct {
		file, folder os.FileMode
		path         string
		code         assessment.Code
	}{
		"who may do all":               {0o666, 0o777, "assay.db", ""},
		"who may not read the file":    {0o600, 0o777, "assay.db", assessment.Failed},
		"who may only read the file":   {0o644, 0o777, "assay.db", assessment.Unwritten},
		"who may only read the folder": {0o666, 0o755, "assay.db", assessment.Unwritten},
		"who may not enter the folder": {0o666, 0o700, "assay.db", assessment.Failed},
		"who may not make one":         {0o666, 0o755, "new.db", assessment.Unwritten},
	} {
		t.Run(name, func(t *testing.T) {
			// Those that are not root cannot enter the folders of the tests.
			folder, err := os.MkdirTemp("", "assay-stranger-")
			if err != nil {
				t.Fatal(err)
			}
			defer os.RemoveAll(folder)
			b := openBench(t, filepath.Join(folder, "assay.db"), "", newClock())
			if err := b.Close(); err != nil {
				t.Fatal(err)
			}
			binary := filepath.Join(t.TempDir(), "stranger")
			if err := copyFile(binary, os.Args[0]); err != nil {
				t.Fatal(err)
			}
			for path := filepath.Dir(binary); path != os.TempDir() && path != "/"; path = filepath.Dir(path) {
				if err := os.Chmod(path, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			if err := errors.Join(os.Chmod(b.Path(), test.file), os.Chmod(folder, test.folder)); err != nil {
				t.Fatal(err)
			}
			before := listing(t, folder)

			cmd := child("stranger", filepath.Join(folder, test.path))
			cmd.Path = binary
			cmd.Dir = "/"
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
			out, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			if assessment.Code(out) != test.code {
				t.Errorf("the code is %q, want %q", out, test.code)
			}
			if after := listing(t, folder); !slices.Equal(before, after) {
				t.Errorf("left behind: %v", after)
			}
		})
	}
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

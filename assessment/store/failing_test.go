package store_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
)

// told is what a person was told about one answer.
type told struct {
	ID   string
	Code assessment.Code // empty if it was saved
	Case assessment.Case
	Text string
}

// failingDisk answers on a disk that fails now and then, and says what it was told.
func failingDisk(path string) error {
	ctx, c := context.Background(), newClock()
	s, err := store.Open(ctx, path, options(c, ""))
	if err != nil {
		return err
	}
	rows, err := s.List(ctx, store.Filter{})
	if err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	for n := range 40 {
		entry := assessment.Entry{ID: newID(), At: c.Now().UnixMicro(), By: evaluator, Change: assessment.Answered{
			Answer: assessment.Answer{Item: "TEC-01", Value: fmt.Sprint(n % 5)},
		}}
		_, err := s.Record(ctx, rows[0].ID, entry)
		saying := told{ID: entry.ID, Code: assessment.CodeOf(err), Case: assessment.CaseOf(err)}
		if err != nil {
			saying.Text = err.Error()
		}
		if err := out.Encode(saying); err != nil {
			return err
		}
	}
	_ = s.Close() // the disk may fail here too
	return nil
}

// When the disk fails as a write is confirmed, the answer may be on it all the same.
// A person is told "saved" only for what is there, and "not saved" only for what is
// not.
func TestAFailingDiskIsReportedTruly(t *testing.T) {
	fileOnly(t, theDisk)
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	for name, inject := range map[string]string{
		"confirming": "fsync,fdatasync:error=EIO:when=9+7",
		"writing":    "pwrite64:error=EIO:when=30+23",
		"no room":    "pwrite64:error=ENOSPC:when=31+19",
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			id := b.assess("Meridian Talent")
			b.close()
			answering := child("failing disk", b.Path())
			traced := exec.Command(strace, "-f", "-qq", "-o", filepath.Join(t.TempDir(), "trace"), "-e", "trace="+strings.SplitN(inject, ":", 2)[0], "-e", "inject="+inject, os.Args[0], b.Path())
			traced.Env, traced.Stderr = answering.Env, os.Stderr
			out, err := traced.Output()
			if err != nil {
				t.Skip("strace cannot trace here")
			}
			b = openBench(t, b.Path(), "", b.clock)
			events, err := b.Events(context.Background(), id)
			if err != nil {
				t.Fatal(err)
			}
			there := map[string]bool{}
			for _, e := range events {
				there[e.ID] = true
			}
			failures, unknown := 0, 0
			for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
				var said told
				if err := json.Unmarshal(lines.Bytes(), &said); err != nil {
					t.Fatal(err)
				}
				if said.Code != "" {
					failures++
				}
				switch {
				case strings.Contains(said.Text, "I/O error"):
					t.Errorf("told %q", said.Text)
				case said.Case == assessment.OutcomeUnknown:
					unknown++
				case there[said.ID] != (said.Code == ""):
					t.Errorf("told %q (%s), and the answer is there: %v", said.Text, said.Code, there[said.ID])
				}
			}
			if failures == 0 && name != "confirming" {
				t.Error("the disk never failed")
			}
			b.sound()
			t.Logf("%d of 40 answers failed, of %d nobody knows", failures, unknown)
		})
	}
}

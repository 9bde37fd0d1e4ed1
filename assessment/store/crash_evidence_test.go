package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
)

// keeper answers with a new evidence file each time, for as long as it lives, and
// says which events it was told are kept.
func keeper(path string) error {
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
		id := newID()
		sum, size, err := s.PutFile(ctx, strings.NewReader(strings.Repeat(id, 500+n*40)))
		if err != nil {
			return err
		}
		entry := assessment.Entry{ID: id, At: c.Now().UnixMicro(), By: evaluator, Change: assessment.Answered{Answer: assessment.Answer{
			Item: "TEC-01", Value: fmt.Sprint(n % 5), Assurance: assessment.Documented,
			Evidence: []assessment.Evidence{{Kind: "EV-02", File: "screen.txt", SHA256: sum, Size: size, AsOf: s.Today()}},
		}}}
		if _, err := s.Record(ctx, rows[0].ID, entry); err != nil {
			return err
		}
		if _, err := fmt.Println(id); err != nil {
			return err
		}
	}
}

// Whoever is killed while keeping evidence leaves no record without its file. A file
// without a record may be left, and half of one.
func TestKilledWhileKeepingEvidence(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	acknowledged := 0
	for round := range killRounds {
		b.close()
		acknowledged += len(killed(t, "keeper", b, 3+round*7%30))
		b = openBench(t, b.Path(), b.anchors, b.clock)
		if got := b.snapshot(id).Seq; got < int64(1+acknowledged) {
			t.Fatalf("round %d: %d events are there, %d answers were acknowledged", round, got, acknowledged)
		}
		for line := range strings.Lines(b.findings()) {
			if strings.HasPrefix(line, "error") {
				t.Errorf("round %d: %s", round, line)
			}
		}
	}
	t.Logf("%d kills, %d answers with a file, no file missing", killRounds, acknowledged)
}

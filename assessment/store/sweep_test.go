package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
)

// put keeps an evidence file and returns its record.
func (b *bench) put(text string) assessment.Evidence {
	b.tb.Helper()
	sum, size, err := b.PutFile(context.Background(), strings.NewReader(text))
	if err != nil {
		b.tb.Fatal(err)
	}
	return assessment.Evidence{Kind: "EV-02", File: text, SHA256: sum, Size: size, AsOf: b.Today()}
}

func TestOnlyFilesThatNothingNeedsAreSwept(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	replaced, present, fresh, orphan := b.put("replaced"), b.put("present"), b.put("not named yet"), b.put("an orphan")
	for n, shown := range []assessment.Evidence{replaced, present} {
		b.record(id, b.entry(assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Value: fmt.Sprint(3 + n), Assurance: assessment.Documented, Evidence: []assessment.Evidence{shown}}}))
	}
	for sum, days := range map[string]int{replaced.SHA256: 30, present.SHA256: 30, orphan.SHA256: 8, fresh.SHA256: 6} {
		keptFor(b, sum, days)
	}
	unneeded, unfinished := "1 evidence file that no event names", 0
	stay := map[string]bool{}
	if !onServer() {
		unneeded, unfinished = "2 half-written files and "+unneeded, 2
		half, halfOfToday, work := filepath.Join(evidence(b), "new-1"), filepath.Join(evidence(b), "new-2"), filepath.Join(store.BackupsFolder(b.Path()), "unfinished-1", "assay.db")
		stay = map[string]bool{half: false, halfOfToday: true, work: false}
		for path := range stay {
			write(t, path, "half")
		}
		aged(t, half, 2)
		aged(t, filepath.Dir(work), 2)
	}
	if found := b.findings(); !strings.HasPrefix(found, "warning evidence: nothing needs "+unneeded) {
		t.Errorf("found:\n%s", found)
	}
	swept, err := b.Sweep(context.Background())
	if err != nil || swept.Unfinished != unfinished || swept.Orphans != 1 {
		t.Errorf("%+v, %v", swept, err)
	}
	for path, stays := range stay {
		if _, err := os.Stat(path); (err == nil) != stays {
			t.Errorf("%s stays: %v", path, err == nil)
		}
	}
	files, err := b.Files()
	if err != nil {
		t.Fatal(err)
	}
	for sum, stays := range map[string]bool{replaced.SHA256: true, present.SHA256: true, fresh.SHA256: true, orphan.SHA256: false} {
		if slices.ContainsFunc(files, func(f store.KeptFile) bool { return f.SHA256 == sum }) != stays {
			t.Errorf("%s stays: %v", sum, !stays)
		}
	}
	b.sound()
	if swept, err := b.Sweep(context.Background()); err != nil || !swept.None() {
		t.Errorf("the second time: %+v, %v", swept, err)
	}
}

// The file of an answer that was replaced is as much a part of the record.
func TestTheFileOfAnEarlierAnswerIsMissed(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	record := b.put("earlier.txt")
	b.record(id, b.entry(assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Value: "3", Assurance: assessment.Documented, Evidence: []assessment.Evidence{record}}}))
	b.record(id, b.answer("TEC-01", "2"))
	b.sound()
	lose(b, record.SHA256)
	if found := b.findings(); found != "error evidence: the file earlier.txt of an earlier answer of TEC-01 is missing" {
		t.Errorf("found:\n%s", found)
	}
}

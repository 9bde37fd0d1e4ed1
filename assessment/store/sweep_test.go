package store_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/store"
)

// put keeps an evidence file and returns its record and its path.
func (b *bench) put(text string) (assessment.Evidence, string) {
	b.tb.Helper()
	sum, size, err := b.PutFile(context.Background(), strings.NewReader(text))
	if err != nil {
		b.tb.Fatal(err)
	}
	return assessment.Evidence{Kind: "EV-02", File: text, SHA256: sum, Size: size, AsOf: b.Today()}, filepath.Join(evidence(b), sum[:2], sum)
}

// aged gives a file an age.
func aged(t *testing.T, path string, days int) {
	t.Helper()
	then := time.Now().AddDate(0, 0, -days)
	if err := os.Chtimes(path, then, then); err != nil {
		t.Fatal(err)
	}
}

func TestOnlyFilesThatNothingNeedsAreSwept(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	first, replaced := b.put("replaced")
	second, present := b.put("present")
	_, fresh := b.put("not named yet")
	_, orphan := b.put("an orphan")
	b.record(id, b.entry(assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Value: "3", Assurance: assessment.Documented, Evidence: []assessment.Evidence{first}}}))
	b.record(id, b.entry(assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Value: "4", Assurance: assessment.Documented, Evidence: []assessment.Evidence{second}}}))
	half, halfOfToday, work := filepath.Join(evidence(b), "new-1"), filepath.Join(evidence(b), "new-2"), filepath.Join(store.BackupsFolder(b.Path()), "unfinished-1", "assay.db")
	for _, path := range []string{half, halfOfToday, work} {
		write(t, path, "half")
	}
	for path, days := range map[string]int{replaced: 30, present: 30, orphan: 8, fresh: 6, half: 2, halfOfToday: 0, filepath.Dir(work): 2} {
		aged(t, path, days)
	}
	if found := b.findings(); !strings.HasPrefix(found, "warning evidence: nothing needs 2 half-written files and 1 evidence file that no event names") {
		t.Errorf("found:\n%s", found)
	}
	swept, err := b.Sweep(context.Background())
	if err != nil || swept.Unfinished != 2 || swept.Orphans != 1 {
		t.Errorf("%+v, %v", swept, err)
	}
	for path, stays := range map[string]bool{replaced: true, present: true, fresh: true, halfOfToday: true, orphan: false, half: false, work: false} {
		if _, err := os.Stat(path); (err == nil) != stays {
			t.Errorf("%s stays: %v", path, err == nil)
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
	record, path := b.put("earlier.txt")
	b.record(id, b.entry(assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Value: "3", Assurance: assessment.Documented, Evidence: []assessment.Evidence{record}}}))
	b.record(id, b.answer("TEC-01", "2"))
	b.sound()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if found := b.findings(); found != "error evidence: the file earlier.txt of an earlier answer of TEC-01 is missing" {
		t.Errorf("found:\n%s", found)
	}
}

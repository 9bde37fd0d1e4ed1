package store_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
)

// answered is a closed database with one assessment of four events.
func answered(t *testing.T) (b *bench, id string) {
	t.Helper()
	b = newBench(t)
	id = b.assess("Meridian Talent")
	b.record(id, b.answer("TEC-01", "1"), b.answer("TEC-02", "2"), b.shown("BAA-01", assessment.Met, "EV-01"))
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	return b, id
}

const unguarded = "DROP TRIGGER events_stay; DROP TRIGGER events_last; DROP TRIGGER ledger_stays; DROP TRIGGER ledger_lasts; " +
	"DROP TRIGGER vendor_events_stay; DROP TRIGGER vendor_events_last"

func TestWhatTheCheckFinds(t *testing.T) {
	for name, test := range map[string]struct {
		tamper []string
		want   []string // each in one of the lines
	}{
		"nothing": {nil, nil},
		"a body changed": {
			[]string{unguarded, `UPDATE events SET body = replace(body, '"value":"1"', '"value":"4"') WHERE seq = 2`},
			[]string{"error journal: the journal of", "was changed at event 2, in its body or its random bytes"},
		},
		"random bytes changed": {
			[]string{unguarded, "UPDATE events SET salt = zeroblob(32) WHERE seq = 2"},
			[]string{"was changed at event 2, in its body or its random bytes"},
		},
		"a header changed": {
			[]string{unguarded, `UPDATE events SET payload = replace(payload, 'TEC-01', 'TEC-02') WHERE seq = 2`},
			[]string{"was changed at event 2, in its header"},
		},
		"the last header changed": {
			[]string{unguarded, `UPDATE events SET payload = replace(payload, 'lead@', 'read@') WHERE seq = 4`},
			[]string{"was changed at event 4, in its header"},
		},
		"a hash changed": {
			[]string{unguarded, "UPDATE events SET hash = zeroblob(32) WHERE seq = 2"},
			[]string{"was changed at event 2, in its hash"},
		},
		"the last hash changed": {
			[]string{unguarded, "UPDATE events SET hash = zeroblob(32) WHERE seq = 4"},
			[]string{"was changed at event 4, in its hash"},
		},
		"an author changed beside the header": {
			[]string{unguarded, "UPDATE events SET by = 'nobody' WHERE seq = 3"},
			[]string{"has columns at event 3 that differ from its header"},
		},
		"a body destroyed": {
			[]string{unguarded, "UPDATE events SET salt = NULL, body = NULL WHERE seq = 3"},
			[]string{"lost the body of event 3, and no event says who struck it"},
		},
		"only random bytes destroyed": {
			[]string{unguarded, "UPDATE events SET salt = NULL WHERE seq = 3"},
			[]string{"lost the random bytes of event 3"},
		},
		"an event taken out": {
			[]string{unguarded, "DELETE FROM events WHERE seq = 2"},
			[]string{"lacks event 2"},
		},
		"the last event taken out": {
			[]string{unguarded, "DELETE FROM events WHERE seq = 4"},
			[]string{"the stored event number and head", "error ledger", "error anchor", "error answers", "error scores"},
		},
		"a whole assessment taken out": {
			[]string{
				unguarded, "DELETE FROM events", "DELETE FROM heads", "DELETE FROM answers", "DELETE FROM domain_scores",
				"DELETE FROM scores", "DELETE FROM assessments",
			},
			[]string{"error ledger: the journal of", "error anchor: the journal of"},
		},
		"a row of the ledger changed": {
			[]string{unguarded, "UPDATE ledger SET heads = '[]'"},
			[]string{"error ledger: the ledger was changed at row 1"},
		},
		"an answer changed":       {[]string{"UPDATE answers SET value = '4' WHERE item_id = 'TEC-01'"}, []string{"error answers"}},
		"an answer added":         {[]string{"INSERT INTO answers SELECT assessment_id, 'TEC-03', value, assurance, 0, 0, answered_by, answered_at FROM answers WHERE item_id = 'TEC-01'"}, []string{"error answers"}},
		"a score changed":         {[]string{"UPDATE scores SET shown = 990"}, []string{"error scores"}},
		"a verdict changed":       {[]string{"UPDATE scores SET verdict = 'approve'"}, []string{"error scores"}},
		"a domain changed":        {[]string{"UPDATE domain_scores SET shown = 990 WHERE position = 1"}, []string{"error scores"}},
		"another subject":         {[]string{"UPDATE assessments SET subject = 'roster 18'"}, []string{"error scores"}},
		"a score gone":            {[]string{"DELETE FROM scores"}, []string{"error scores"}},
		"a questionnaire changed": {[]string{"UPDATE questionnaires SET canonical = replace(canonical, 'Logs are read', 'Logs are kept')"}, []string{"error questionnaire: the stored questionnaire"}},
		"a vendor gone":           {[]string{"PRAGMA foreign_keys = 0; DELETE FROM vendors"}, []string{"error keys: a row of assessments names a missing row of vendors"}},
		"another vendor's":        {[]string{"INSERT INTO vendors SELECT 'x', name, legal_name, country, contact, note, 0, 0, latin_name FROM vendors; UPDATE assessments SET vendor_id = 'x'"}, []string{"error scores"}},
	} {
		if leftOut(name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			b, _ := answered(t)
			tamper(t, b.Path(), test.tamper...)
			b = openBench(t, b.Path(), b.anchors, b.clock)
			found := b.findings()
			if len(test.want) == 0 && found != "" {
				t.Errorf("found:\n%s", found)
			}
			for _, want := range test.want {
				if !strings.Contains(found, want) {
					t.Errorf("want %q in:\n%s", want, found)
				}
			}
		})
	}
}

func TestADamagedPage(t *testing.T) {
	fileOnly(t, theFile)
	b, _ := answered(t)
	var page int64
	db := raw(t, b.Path())
	if err := errors.Join(db.QueryRow("SELECT rootpage FROM sqlite_schema WHERE name = 'answers'").Scan(&page), db.Close()); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(b.Path(), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteAt(bytes.Repeat([]byte{0xee}, 4096), (page-1)*4096); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	b = openBench(t, b.Path(), b.anchors, b.clock)
	if found := b.findings(); !strings.Contains(found, "error file:") {
		t.Errorf("found:\n%s", found)
	}
}

func TestAChangedJournalIsNotReadOn(t *testing.T) {
	b, id := answered(t)
	tamper(t, b.Path(), unguarded, `UPDATE events SET body = replace(body, '"value":"1"', '"value":"4"') WHERE seq = 2`)
	b = openBench(t, b.Path(), b.anchors, b.clock)
	_, err := b.Snapshot(context.Background(), id)
	refused(t, err, assessment.Damaged)
	_, err = b.Record(context.Background(), id, b.answer("TEC-02", "3"))
	refused(t, err, assessment.Damaged)
	refused(t, b.Rebuild(context.Background()), assessment.Damaged)
}

func TestRebuildMakesProjectionsAgain(t *testing.T) {
	b, id := answered(t)
	b = openBench(t, b.Path(), b.anchors, b.clock)
	before := b.rows()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	tamper(t, b.Path(), "UPDATE answers SET value = '4'", "DELETE FROM scores", "UPDATE domain_scores SET shown = 1, domain_id = 'NONE'", "DELETE FROM heads")
	b = openBench(t, b.Path(), b.anchors, b.clock)
	if health, err := b.Check(context.Background()); err != nil || health.Sound() || health.Assessments != 1 || health.Events != 4 {
		t.Fatalf("the check found %+v, %v", health, err)
	}
	if err := b.Rebuild(context.Background()); err != nil {
		t.Fatal(err)
	}
	b.sound()
	if diff := cmp.Diff(before, b.rows()); diff != "" {
		t.Errorf("the rows differ: %s", diff)
	}
	if got := b.record(id, b.answer("TEC-02", "4")); got.Seq != 5 {
		t.Errorf("the journal goes on at %d, want 5", got.Seq)
	}
}

func TestTimesThatGoBack(t *testing.T) {
	b, id := answered(t)
	b = openBench(t, b.Path(), b.anchors, b.clock)
	for _, days := range []int{-1, -1, 3} {
		b.clock.days(days)
		b.record(id, b.answer("TEC-01", "3"))
	}
	found := b.findings()
	for _, want := range []string{
		"warning clock: the times in the journal of " + id + " go back: event 5 says 2026-11-21 15:00 UTC, the one before it 2026-11-22 15:00 UTC; 1 other goes back too",
		"warning clock: the times in the ledger go back: row 4 says 2026-11-21 15:00 UTC, the one before it 2026-11-22 15:00 UTC",
	} {
		if !strings.Contains(found, want) {
			t.Errorf("found:\n%s\nwant %s", found, want)
		}
	}
}

func TestEvidenceAboutPeopleIsKeptElsewhere(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	sum := sha256.Sum256([]byte("a screening report"))
	record := assessment.Evidence{Kind: "EV-03", File: "screening.pdf", SHA256: hex.EncodeToString(sum[:]), Size: 18, Observed: "read at their office", AsOf: b.Today()}
	again := record
	again.Kind = "EV-02"
	b.record(id,
		b.entry(assessment.Answered{Answer: assessment.Answer{Item: "TEC-02", Value: "3", Evidence: []assessment.Evidence{record}}}),
		b.entry(assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Value: "3", Evidence: []assessment.Evidence{again}}}))
	b.sound()
}

func TestAnEvidenceFileIsKept(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	text := strings.Repeat("whereas ", 100_000)
	want := sha256.Sum256([]byte(text))
	for range 2 {
		sum, size, err := b.PutFile(context.Background(), strings.NewReader(text))
		if err != nil || sum != hex.EncodeToString(want[:]) || size != int64(len(text)) {
			t.Fatalf("%s, %d bytes: %v", sum, size, err)
		}
	}
	sum := hex.EncodeToString(want[:])
	file, err := b.OpenFile(sum)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(file); err != nil || string(got) != text {
		t.Errorf("it reads differently: %v", err)
	}
	if err := file.Close(); err != nil {
		t.Error(err)
	}
	signed := b.entry(assessment.Answered{Answer: assessment.Answer{
		Item: "BAA-01", Value: assessment.Met, Assurance: assessment.Documented,
		Evidence: []assessment.Evidence{{Kind: "EV-01", File: "baa.pdf", SHA256: sum, Size: int64(len(text)), AsOf: b.Today(), ValidUntil: b.Today() + 9}},
	}})
	b.record(id, signed)
	b.sound()

	spoil(b, sum, "forged")
	if found := b.findings(); found != "error evidence: the file baa.pdf of BAA-01 was changed" {
		t.Errorf("found:\n%s", found)
	}
	lose(b, sum)
	if found := b.findings(); found != "error evidence: the file baa.pdf of BAA-01 is missing" {
		t.Errorf("found:\n%s", found)
	}
}

func TestAnEvidenceFileThatCannotBeRead(t *testing.T) {
	b := newBench(t)
	_, _, err := b.PutFile(context.Background(), io.MultiReader(strings.NewReader("half"), iotest.ErrReader(errors.New("the share is gone"))))
	refused(t, err, assessment.Unwritten)
	if left := shelved(b); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestOthersCanReachTheFolder(t *testing.T) {
	fileOnly(t, theFile)
	for name, test := range map[string]struct {
		folder, file os.FileMode
		want         string
	}{
		"ours alone":        {0o700, 0o600, ""},
		"all may look":      {0o755, 0o600, "warning permissions: other accounts can reach"},
		"all may read":      {0o700, 0o644, "warning permissions: other accounts can reach"},
		"a group shares it": {0o770 | os.ModeSetgid, 0o660, ""},
		"a group by chance": {0o770, 0o600, "warning permissions: other accounts can reach"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			if err := errors.Join(os.Chmod(filepath.Dir(b.Path()), test.folder), os.Chmod(b.Path(), test.file)); err != nil {
				t.Fatal(err)
			}
			found := b.findings()
			if !strings.HasPrefix(found, test.want) || test.want == "" && found != "" {
				t.Errorf("found:\n%s", found)
			}
		})
	}
}

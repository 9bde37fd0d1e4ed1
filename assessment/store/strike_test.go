package store_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

const slipped = "Ana Ruiz, MRN 0012345, was on the screen"

// noted is an answer with a note.
func (b *bench) noted(item, value, note string) assessment.Entry {
	return b.entry(assessment.Answered{Answer: assessment.Answer{Item: item, Value: value, Note: note}})
}

// traces lists the files in the folder of the database whose bytes hold a text, or on a
// server, the columns.
func (b *bench) traces(text string) (names []string) {
	b.tb.Helper()
	if onServer() {
		return b.tracesOnServer(text)
	}
	err := filepath.WalkDir(filepath.Dir(b.Path()), func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(text)) {
			names = append(names, filepath.Base(path))
		}
		return err
	})
	if err != nil {
		b.tb.Fatal(err)
	}
	return names
}

func (b *bench) tracesOnServer(text string) (names []string) {
	b.tb.Helper()
	db := raw(b.tb, b.Path())
	defer db.Close()
	rows, err := db.Query(`SELECT table_name, column_name, CASE data_type WHEN 'bytea' THEN column_name ELSE 'convert_to(' || column_name || ', ''UTF8'')' END
		FROM information_schema.columns WHERE table_schema = 'public' AND data_type IN ('text', 'bytea')`)
	if err != nil {
		b.tb.Fatal(err)
	}
	var looks [][2]string
	for rows.Next() {
		var table, column, content string
		if err := rows.Scan(&table, &column, &content); err != nil {
			b.tb.Fatal(err)
		}
		looks = append(looks, [2]string{table + "." + column, "SELECT EXISTS (SELECT 1 FROM " + table + " WHERE position(CAST(? AS BYTEA) IN " + content + ") > 0)"})
	}
	if err := rows.Err(); err != nil {
		b.tb.Fatal(err)
	}
	for _, look := range looks {
		found := false
		if err := db.QueryRow(look[1], []byte(text)).Scan(&found); err != nil {
			b.tb.Fatal(err)
		}
		if found {
			names = append(names, look[0])
		}
	}
	return names
}

func TestAStruckBodyIsInNoFileOfTheDatabase(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	// Among many others, so that pages were split and moved, and one body is
	// longer than a page.
	for n := range 40 {
		b.record(id, b.noted([]string{"TEC-02", "BAA-01"}[n%2], "", strings.Repeat("as they said it in the meeting ", n)))
	}
	sum, _, err := b.PutFile(context.Background(), strings.NewReader("a scan: "+slipped))
	if err != nil {
		t.Fatal(err)
	}
	wrong := b.noted("TEC-01", "2", slipped+strings.Repeat(" and on", 2000))
	again := b.entry(assessment.Answered{Replaces: wrong.ID, Answer: assessment.Answer{Item: "TEC-01", Value: "2", Note: "they said: " + slipped, Evidence: []assessment.Evidence{
		{Kind: "EV-02", File: "scan.pdf", SHA256: sum, Size: 1, AsOf: b.Today()},
	}}})
	b.record(id, wrong, again)
	b.record(id, b.entry(decided(assessment.DecideDecline)))
	ctx := context.Background()
	for n := range 40 {
		b.record(id, b.noted("TEC-02", "", strings.Repeat("and so on ", n)))
	}

	_, err = b.Strike(ctx, id, []string{again.ID}, "Ruth Ortiz", "a patient's record number")
	refused(t, err, assessment.Refused)
	if now := assessment.CaseOf(err); now != assessment.BodyCounts || !strings.Contains(err.Error(), "event 43 (answered, TEC-01)") {
		t.Errorf("it counts, and this is said: %v", err)
	}
	before := b.record(id, b.noted("TEC-01", "2", "they showed it"))
	if left := b.traces("MRN 0012345"); len(left) < 2 {
		t.Errorf("before, it stands only in %v", left)
	}
	got, err := b.Strike(ctx, id, []string{wrong.ID}, "Ruth Ortiz", "a patient's record number")
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Repeats) != 1 || got.Repeats[0].ID != again.ID || len(got.Files) != 0 {
		t.Errorf("the same stands in %+v; files %v", got.Repeats, got.Files)
	}
	if got, err = b.Strike(ctx, id, []string{again.ID}, "Ruth Ortiz", "a patient's record number"); err != nil {
		t.Fatal(err)
	}
	if len(got.Repeats) != 0 || !slices.Equal(got.Files, []string{sum}) {
		t.Errorf("then it stands in %+v; files %v", got.Repeats, got.Files)
	}
	if left := b.traces("MRN 0012345"); len(left) != 0 {
		t.Errorf("while the store is open, it stands in %v", left)
	}
	b = b.again()
	if left := b.traces("MRN 0012345"); len(left) != 0 {
		t.Errorf("it stands in %v", left)
	}

	after := b.snapshot(id)
	if a, z := before.Answers["TEC-01"], after.Answers["TEC-01"]; a.Note != z.Note || a.Event != z.Event || after.Seq != before.Seq+2 {
		t.Errorf("the answer is %+v, at event %d", z, after.Seq)
	}
	if len(after.Struck) != 2 || after.Struck[0].Event != wrong.ID || after.Struck[0].By != "Ruth Ortiz" || after.Struck[0].Reason != "a patient's record number" {
		t.Errorf("the state says: %+v", after.Struck)
	}
	// The decision was made on a state that cannot be shown any more. That is
	// no damage.
	if found := b.findings(); !strings.HasPrefix(found, "note decision: the decision of ciso@hospital.example") || strings.Contains(found, "\n") {
		t.Errorf("the check found:\n%s", found)
	}
	health, err := b.Check(ctx)
	if err != nil || health.Struck != 2 || !health.Sound() {
		t.Errorf("%d struck, sound: %v, %v", health.Struck, health.Sound(), err)
	}
	c, err := b.VerifyJournal(ctx, store.JournalRef{Kind: assessment.OfAssessment, ID: id})
	if err != nil || c.Struck != 2 || c.Defect != "" || c.Head != after.Head {
		t.Errorf("the journal: %+v, %v", c, err)
	}
	// A second call records nothing.
	if got, err = b.Strike(ctx, id, []string{wrong.ID}, "Ruth Ortiz", "again"); err != nil || got.Snapshot.Seq != after.Seq || len(got.Struck) != 1 {
		t.Errorf("struck twice: %+v, %v", got, err)
	}
	if err := b.Rebuild(ctx); err != nil {
		t.Error(err)
	}
}

func TestWhatCannotBeStruck(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	first := b.noted("TEC-01", "2", slipped)
	b.record(id, first, b.noted("TEC-01", "2", "clean"))
	ctx := context.Background()
	strike := func(by, reason string, events ...string) error {
		_, err := b.Strike(ctx, id, events, by, reason)
		return err
	}
	refused(t, strike("", "why", first.ID), assessment.Invalid)
	refused(t, strike("Ruth Ortiz", " ", first.ID), assessment.Invalid)
	refused(t, strike("Ruth Ortiz", "why", "nothing"), assessment.NotFound)
	events, err := b.Events(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	refused(t, strike("Ruth Ortiz", "why", events[0].ID), assessment.Refused)
	if err := strike("Ruth Ortiz", "why", first.ID); err != nil {
		t.Fatal(err)
	}
	if events, err = b.Events(ctx, id); err != nil {
		t.Fatal(err)
	}
	refused(t, strike("Ruth Ortiz", "why", events[len(events)-1].ID), assessment.Refused)
	entry := b.entry(assessment.Struck{Event: first.ID, Reason: "by hand"})
	_, err = b.Record(ctx, id, entry)
	refused(t, err, assessment.Refused)
}

// A reader who holds an earlier state keeps the log from being emptied. That is
// said, and the same call later does the rest.
func TestAReaderKeepsTracesOfWhatIsStruck(t *testing.T) {
	fileOnly(t, theFile)
	b := newBench(t)
	id := b.assess("Meridian Talent")
	first := b.noted("TEC-01", "2", slipped)
	b.record(id, first, b.noted("TEC-01", "2", "clean"))
	other := raw(t, b.Path())
	execute(t, other, "PRAGMA busy_timeout = 0", "BEGIN")
	if err := other.QueryRow("SELECT COUNT(*) FROM events").Scan(new(int)); err != nil {
		t.Fatal(err)
	}
	b.Patience(1)
	_, err := b.Strike(context.Background(), id, []string{first.ID}, "Ruth Ortiz", "a patient's record number")
	if refused(t, err, assessment.Locked); assessment.CaseOf(err) != assessment.TracesRemain {
		t.Errorf("it says %v", err)
	}
	execute(t, other, "COMMIT")
	if _, err := b.Strike(context.Background(), id, []string{first.ID}, "Ruth Ortiz", "a patient's record number"); err != nil {
		t.Fatal(err)
	}
	if left := b.traces("MRN 0012345"); len(left) != 0 {
		t.Errorf("it stands in %v", left)
	}
	if s := b.snapshot(id); len(s.Struck) != 1 {
		t.Errorf("struck %d times", len(s.Struck))
	}
}

// A body that a backup or somebody brought back is found.
func TestAStruckBodyThatIsBack(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	first := b.noted("TEC-01", "2", slipped)
	b.record(id, first, b.noted("TEC-01", "2", "clean"))
	events, err := b.Journal(context.Background(), store.JournalRef{Kind: assessment.OfAssessment, ID: id})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Strike(context.Background(), id, []string{first.ID}, "Ruth Ortiz", "why"); err != nil {
		t.Fatal(err)
	}
	b.close()
	db := raw(t, b.Path())
	execute(t, db, "DROP TRIGGER events_stay")
	if _, err := db.Exec("UPDATE events SET salt = ?, body = ? WHERE seq = 2", events[1].Written.Salt, string(events[1].Written.Body)); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	b = openBench(t, b.Path(), b.anchors, b.clock)
	if found := b.findings(); !strings.Contains(found, "holds the body of event 2, although event 4 says that it was struck") {
		t.Errorf("the check found:\n%s", found)
	}
}

func TestFilesThatOtherBodiesNameStay(t *testing.T) {
	b := newBench(t)
	one, other := b.assess("Meridian Talent"), b.assess("Harbor Staffing")
	text := "the same paper for both"
	if _, _, err := b.PutFile(context.Background(), strings.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256([]byte(text))
	sum := hex.EncodeToString(digest[:])
	named := func() assessment.Entry {
		return b.entry(assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Value: "2", Evidence: []assessment.Evidence{{Kind: "EV-02", File: "a.pdf", SHA256: sum, Size: 23, AsOf: b.Today()}}}})
	}
	first := named()
	b.record(one, first, b.noted("TEC-01", "2", "clean"))
	b.record(other, named())
	got, err := b.Strike(context.Background(), one, []string{first.ID}, "Ruth Ortiz", "why")
	if err != nil || len(got.Files) != 0 {
		t.Errorf("destroyed: %v, %v", got.Files, err)
	}
	b.sound()
}

// A re-assessment carried answers over in one body. The answers that were given
// anew go from it; the others stay until they are answered, too.
func TestCarriedAnswersThatMustGo(t *testing.T) {
	b := newBench(t)
	first := b.assess("Meridian Talent")
	wrong := b.noted("TEC-01", "2", slipped)
	b.record(first, wrong, b.noted("TEC-02", "1", "Bo Chen, MRN 7712345, too"))
	ctx := context.Background()
	again, err := b.OpenAssessment(ctx, store.Opening{Vendor: b.snapshot(first).Opened.Vendor, Questionnaire: small(), Milestone: questionnaire.Award, By: evaluator, From: first})
	if err != nil {
		t.Fatal(err)
	}
	id := again.Assessment
	events, err := b.Events(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	carried := events[1].ID
	strike := func(id, event string) (store.Stricken, error) {
		return b.Strike(ctx, id, []string{event}, "Ruth Ortiz", "a patient's record number")
	}
	_, err = strike(id, carried)
	refused(t, err, assessment.Refused)

	b.record(id, b.noted("TEC-01", "2", "clean"))
	before := b.snapshot(id)
	got, err := strike(id, carried)
	if err != nil || !slices.Equal(got.Kept, []string{"TEC-02"}) || len(got.Repeats) == 0 {
		t.Fatalf("kept %v, repeats %+v, %v", got.Kept, got.Repeats, err)
	}
	b.record(first, b.noted("TEC-01", "2", "clean"))
	if _, err := strike(first, wrong.ID); err != nil {
		t.Fatal(err)
	}
	if left := b.traces("MRN 0012345"); len(left) != 0 {
		t.Errorf("it stands in %v", left)
	}
	b = b.again()
	after := b.snapshot(id)
	if after.Previous == nil || after.Answers["TEC-02"].Note != before.Answers["TEC-02"].Note || after.Answers["TEC-01"].Note != "clean" || len(after.Struck) != 1 {
		t.Errorf("afterwards: %+v", after.State)
	}
	slips := func() int { // places of what was kept, which the check names
		t.Helper()
		found := strings.Split(b.findings(), "\n")
		for _, line := range found {
			if !strings.HasPrefix(line, "warning patient data: ") {
				t.Errorf("the check found %s", line)
			}
		}
		return len(found)
	}
	if n := slips(); n != 2 {
		t.Errorf("the check names %d places", n)
	}

	// The other answer must go, too.
	b.record(id, b.noted("TEC-02", "1", "clean"))
	if got, err = strike(id, carried); err != nil || len(got.Kept) != 0 {
		t.Fatalf("kept %v, %v", got.Kept, err)
	}
	after = b.snapshot(id)
	if after.Previous == nil || len(after.Answers) != 2 || len(after.Struck) != 2 || after.Struck[0].Reason == "" {
		t.Errorf("afterwards: %+v", after.State)
	}
	if got, err = strike(id, carried); err != nil || got.Snapshot.Seq != after.Seq {
		t.Errorf("nothing was left to strike: %+v, %v", got, err)
	}
	b = b.again()
	if n := slips(); n != 1 {
		t.Errorf("the check names %d places", n)
	}
	bodies, err := b.Journal(ctx, store.JournalRef{Kind: assessment.OfAssessment, ID: id})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range bodies {
		if strings.Contains(string(e.Written.Body), "MRN 7712345") {
			t.Errorf("event %d still says it", e.Seq)
		}
	}
}

// Copies that were made while a body was there are named; others are not.
func TestCopiesThatMayHoldABody(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	id, other := b.assess("Meridian Talent"), b.assess("Harbor Staffing")
	note := func(kind store.CopyKind, path, of string) {
		t.Helper()
		if err := b.NoteCopy(ctx, kind, path, of); err != nil {
			t.Fatal(err)
		}
	}
	note(store.CopyReport, "/before.pdf", id)
	b.clock.days(1)
	first := b.noted("TEC-01", "2", slipped)
	b.record(id, first)
	note(store.CopyReport, "/of-another.pdf", other)
	note(store.CopyReport, "/harbor.pdf", id)
	b.clock.days(1)
	note(store.CopyBackup, "/monday.age", "")
	want := []string{"backup monday.age", "report harbor.pdf"}
	if !onServer() {
		beside, at := filepath.Join(store.BackupsFolder(b.Path()), "pre-v9.db"), b.clock.Now()
		write(t, beside, "a copy")
		if err := os.Chtimes(beside, at, at); err != nil {
			t.Fatal(err)
		}
		want = slices.Insert(want, 1, "copy pre-v9.db")
	}
	b.record(id, b.noted("TEC-01", "2", "clean"))
	for _, when := range []string{"as it is struck", "long after"} {
		got, err := b.Strike(ctx, id, []string{first.ID}, "Ruth Ortiz", "why")
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, c := range got.Copies {
			names = append(names, string(c.Kind)+" "+filepath.Base(c.Path))
		}
		slices.Sort(names)
		if !slices.Equal(names, want) {
			t.Errorf("%s, these are named: %q", when, names)
		}
		b.clock.days(1)
		note(store.CopyReport, "/later.pdf", id)
	}
}

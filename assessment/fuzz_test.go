package assessment_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/input/inputtest"
	"assay/questionnaire"
	"assay/questionnaire/kindtest"
)

// FuzzAnswers reads answer files. Whatever a file holds, it becomes entries that an
// assessment can follow, or an error.
func FuzzAnswers(f *testing.F) {
	q := must(questionnaire.Parse(bytes.NewReader(kindtest.File(questionnaire.Kinds()...))))
	for _, seed := range []string{
		"evaluator: lead\nanswers:\n  GAT-01: {value: met, assurance: documented, evidence: [{kind: EV-01, observed: seen, as_of: -20d}]}\n",
		"session: {start: -12d 14:00, minutes: 95, attendees: [{name: R. Cruz, role: lead, side: vendor}]}\n",
		"facts: {a: [US, PH], b: 1, c: 40_000}\nflags:\n  - {severity: stop, item: A, text: b, resolved: {by: c, reason: d}}\n",
		"answers: {A: {scores: {x: 4}, elements: [actor], quotes: [a, {text: b, who: c}]}, B: {na: none, by: d}}\n",
		"a: &a [b, *a]\n", "answers: {A: {evidence: [{as_of: -99999999999999999999d}]}}\n", "session: {start: -9999999999d 25:99}\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		inputtest.Bounded(t, func() {
			file, err := assessment.ParseAnswers(text, today, time.UTC)
			if err != nil {
				return
			}
			for _, name := range file.Files() {
				file.SetFile(name, strings.Repeat("0", 64), 1)
			}
			before := open(t, q).snapshot()
			entries, err := file.Admit(before, counter(), today.Time().UnixMicro(), "lead")
			if err != nil {
				return
			}
			for _, entry := range entries {
				if _, err := before.Admit(entry); entry.ID == "" || err != nil && len(entries) == 1 {
					t.Errorf("an admitted entry is not admitted: %v", err)
				}
			}
		})
	})
}

// FuzzSnapshot reads snapshots. One that can be read is judged without a panic, and
// has one canonical form.
func FuzzSnapshot(f *testing.F) {
	q := must(questionnaire.Parse(bytes.NewReader(kindtest.File(questionnaire.Kinds()...))))
	f.Add(must(open(f, q).snapshot().Canonical()))
	f.Add([]byte(`{"questionnaire":{},"answers":{"A":null},"events":[null]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		inputtest.Bounded(t, func() {
			snapshot, err := assessment.ParseSnapshot(text)
			if err != nil {
				return
			}
			once, err := snapshot.Canonical()
			if err != nil {
				return // it holds a number that no journal holds
			}
			again, err := assessment.ParseSnapshot(once)
			if err != nil {
				t.Fatalf("the canonical form cannot be read: %v", err)
			}
			if twice := must(again.Canonical()); !bytes.Equal(once, twice) {
				t.Error("the canonical form changes when it is read")
			}
		})
	})
}

// FuzzHeader reads headers of events. One that is accepted is written as the same
// text.
func FuzzHeader(f *testing.F) {
	q := must(questionnaire.Parse(bytes.NewReader(kindtest.File(questionnaire.Kinds()...))))
	f.Add(must(open(f, q).events[0].Header()))
	f.Add(`{"at":-1,"beside":"yes","body":"` + strings.Repeat("0", 64) + `","by":"","id":"a","kind":"b","seq":9223372036854775807,"vendor":"\u0001"}`)
	f.Fuzz(func(t *testing.T, text string) {
		inputtest.Bounded(t, func() {
			if h, err := assessment.ParseHeader(text); err == nil && h.Text() != text {
				t.Errorf("%s is written as %s", text, h.Text())
			}
		})
	})
}

// FuzzBody reads the bodies of events. One that can be read changes the state of an
// assessment without a panic, or is refused.
func FuzzBody(f *testing.F) {
	q := must(questionnaire.Parse(bytes.NewReader(kindtest.File(questionnaire.Kinds()...))))
	for _, e := range open(f, q).events {
		w := must(e.Write())
		f.Add(assessment.KindOf(e.Change), w.Body)
	}
	f.Add("answered", []byte(`{"answer":{"item":"GAT-01","value":"met"},"replaces":null}`))
	f.Add("undone", []byte(`{"event":"event-1"}`))
	f.Add("decided", []byte(`{}`))
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		inputtest.Bounded(t, func() {
			i := open(t, q)
			before := i.snapshot()
			salt := assessment.Salt{1}
			h := assessment.Header{Journal: assessment.OfAssessment, Of: before.Assessment, Seq: before.Seq + 1, At: 1, ID: "fuzz", By: "lead", Kind: kind, Body: salt.Digest(body)}
			event, err := assessment.ReadEvent(assessment.Written{Header: h.Text(), Salt: salt[:], Body: body})
			if err != nil {
				return
			}
			if after, err := before.Next(event); err == nil && after.Seq != before.Seq+1 {
				t.Errorf("event %d after event %d", after.Seq, before.Seq)
			}
			_, _ = before.Admit(event.Entry)
		})
	})
}

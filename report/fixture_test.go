package report_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/questionnaire"
	"assay/report"
	"assay/templates"
)

// today is the day on which every story takes place.
var today = mustDate("2026-11-22")

func mustDate(text string) assessment.Date {
	day, err := assessment.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return day
}

// journal collects the events of one assessment.
type journal struct {
	t      testing.TB
	q      *questionnaire.Questionnaire
	events []assessment.Event
}

func newJournal(t testing.TB, q *questionnaire.Questionnaire, vendor assessment.Vendor, rfp *assessment.RFP) *journal {
	j := &journal{t: t, q: q}
	j.append(assessment.Entry{ID: "e1", At: at(8, 0), By: "lead@hospital.example", Change: assessment.Opened{
		Vendor: vendor, RFP: rfp, Questionnaire: assessment.PinOf(q), Milestone: questionnaire.Award, TimeZone: "America/Chicago",
	}})
	return j
}

// at is a moment of today, UTC, in microseconds.
func at(hour, minute int) int64 {
	return today.Time().Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute).UnixMicro()
}

func (j *journal) append(entry assessment.Entry) {
	j.events = append(j.events, assessment.Event{Entry: entry, Assessment: "a-1", Seq: int64(len(j.events) + 1)})
}

// record lets a change into the journal, as the store would.
func (j *journal) record(by string, minute int, change assessment.Change) {
	j.t.Helper()
	entry, err := j.snapshot().Admit(assessment.Entry{ID: fmt.Sprintf("e%d", len(j.events)+1), At: at(14, minute), By: by, Change: change})
	if err != nil {
		j.t.Fatal(err)
	}
	j.append(entry)
}

// grade records the grade of a scenario, entered by its scorer.
func (j *journal) grade(scorer string, minute int, item string, grade int, elements ...string) {
	j.t.Helper()
	j.record(scorer, minute, assessment.Graded{Item: item, Scorer: scorer, Grade: &grade, Elements: elements})
}

func (j *journal) snapshot() assessment.Snapshot {
	j.t.Helper()
	state, err := assessment.Fold(j.events)
	if err != nil {
		j.t.Fatal(err)
	}
	journals[state.Head] = slices.Clone(j.events)
	return assessment.Snapshot{Assessment: "a-1", Questionnaire: j.q, State: state}
}

// journals are the events of all snapshots by head, so that a test can make the
// input of a snapshot alone.
var journals = map[assessment.Head][]assessment.Event{}

// journalOf is the journal of a snapshot as it is written.
func journalOf(snapshot assessment.Snapshot) (journal []assessment.Written) {
	for _, e := range journals[snapshot.Head] {
		w, err := e.Write()
		if err != nil {
			panic(err)
		}
		journal = append(journal, w)
	}
	return journal
}

// demo is one of the shipped vendors, interviewed in full with the shipped
// questionnaire.
func demo(t testing.TB, name, legalName string) assessment.Snapshot {
	t.Helper()
	return demoJournal(t, name, legalName).snapshot()
}

func demoJournal(t testing.TB, name, legalName string) *journal {
	t.Helper()
	q := shipped(t, "hipaa-staffing")
	if events := interviews[name+legalName]; events != nil {
		return &journal{t, q, slices.Clone(events)}
	}
	j := newJournal(t, q, assessment.Vendor{ID: "v1", Name: name, LegalName: legalName, Country: "US"}, &assessment.RFP{
		ID: "r1", Title: "EHR integration and after-hours interface support", Reference: "RFP-2026-14", Questionnaire: q.Hash(), Milestone: questionnaire.Award,
	})
	next := 1
	for _, part := range []string{name, name + "-second"} {
		text, err := fs.ReadFile(templates.Demo(), part+".yaml")
		if err != nil {
			t.Fatal(err)
		}
		file, err := assessment.ParseAnswers(text, today, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		for _, evidence := range file.Files() {
			file.SetFile(evidence, strings.Repeat("5e", 32), 184_320)
		}
		entries, err := file.Admit(j.snapshot(), func() string { next++; return fmt.Sprintf("d%d", next) }, at(15, 0), "")
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			j.append(entry)
		}
	}
	interviews[name+legalName] = slices.Clone(j.events)
	return j
}

// interviews of the demo are held once, for all tests.
var interviews = map[string][]assessment.Event{}

// shipped is one of the questionnaires that come with the program. Each is
// parsed once, for all tests: who changes it, changes a copy.
func shipped(t testing.TB, id string) *questionnaire.Questionnaire {
	t.Helper()
	if q := parsed[id]; q != nil {
		return q
	}
	q, err := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).Get(id)
	if err != nil {
		t.Fatal(err)
	}
	parsed[id] = q
	return q
}

var parsed = map[string]*questionnaire.Questionnaire{}

func input(snapshot assessment.Snapshot) report.Input {
	return report.Input{
		Snapshot: snapshot, AsOf: today, Milestone: questionnaire.Award, View: questionnaire.Current,
		Organisation: "St. Elsewhere Hospital", Evaluator: "Ruth Adeyemi", Paper: "a4",
		Journal: journalOf(snapshot),
	}
}

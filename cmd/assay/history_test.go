package main

import (
	"testing"

	"assay/assessment"
	"assay/questionnaire"
	"assay/templates"

	"github.com/google/go-cmp/cmp"
)

// The command line takes nothing back; the workbench does, and its journal is
// told here.
func TestHistoryTellsWhatWasTakenBack(t *testing.T) {
	q, err := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).Get(defaultQuestionnaire)
	if err != nil {
		t.Fatal(err)
	}
	answer := func(grade string) assessment.Change {
		return assessment.Answered{Answer: assessment.Answer{Item: "GOV-02", Value: grade}}
	}
	changes := []assessment.Change{
		assessment.Opened{Questionnaire: assessment.PinOf(q), Milestone: questionnaire.Award, TimeZone: "UTC"},
		answer("3"),
		answer("1"),
		answer("4"),
		assessment.Undone{Event: "2"}, // not what stands now
		assessment.Undone{Event: "3"},
		assessment.Undone{Event: "1"},
		assessment.FlagRaised{Item: "GOV-02", Severity: questionnaire.Stop, Text: "walked out"},
		assessment.FlagResolved{Flag: "7", Reason: "came back"},
		assessment.Undone{Event: "8"},
		assessment.Undone{Event: "7"},
		assessment.SessionStarted{Start: 1_000_000, Attendees: []assessment.Attendee{{Name: "R. Cruz"}}},
		assessment.SessionEnded{End: 2_000_000},
		assessment.Answered{Answer: assessment.Answer{Item: "GOV-02", Later: true}},
		assessment.Answered{Answer: assessment.Answer{Item: "GOV-02"}},
		assessment.FlagResolved{Flag: "SCN-01/anchor", Reason: "graded by mistake"},
	}
	events := make([]assessment.Event, len(changes))
	for n, change := range changes {
		events[n] = assessment.Event{Entry: assessment.Entry{ID: string("0123456789abcdef"[n]), By: "lead", Change: change}, Seq: int64(n + 1)}
	}
	type line struct {
		item, what string
		changes    []becoming
	}
	want := []line{
		{"", "opened on hipaa-staffing " + q.Version, []becoming{{"milestone", "", "award"}}},
		{"GOV-02", "answered", []becoming{{"answer", "", "3"}}},
		{"GOV-02", "answered again", []becoming{{"answer", "3", "1"}}},
		{"GOV-02", "answered again", []becoming{{"answer", "1", "4"}}},
		{"GOV-02", "took back: answered again", []becoming{}},
		{"GOV-02", "took back: answered again", []becoming{{"answer", "4", "3"}}},
		{"GOV-02", "took back: answered", []becoming{{"answer", "3", ""}}},
		{"GOV-02", "raised a flag", []becoming{{"flag", "", "stop: walked out"}}},
		{"GOV-02", "resolved a flag", []becoming{{"flag", "stop: walked out", "resolved: came back"}}},
		{"GOV-02", "took back: resolved a flag", []becoming{{"flag", "resolved: came back", "stop: walked out"}}},
		{"GOV-02", "took back: raised a flag", []becoming{{"flag", "stop: walked out", ""}}},
		{"", "started a session", []becoming{{"session", "", "from 1970-01-01T00:00:01Z, R. Cruz"}}},
		{"", "ended the session", []becoming{{"session", "running", "until 1970-01-01T00:00:02Z"}}},
		{"GOV-02", "noted", []becoming{{"marks", "", "to come back to"}}},
		{"GOV-02", "cleared", []becoming{{"marks", "to come back to", ""}}},
		{"SCN-01", "resolved a flag", []becoming{{"flag", "warning: anchor 0: " + q.Item("SCN-01").Anchors[0], "resolved: graded by mistake"}}},
	}
	var got []line
	for _, h := range historyOf(map[string]*questionnaire.Questionnaire{q.Hash(): q}, events) {
		got = append(got, line{h.Item, h.What, h.Changes})
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(line{})); diff != "" {
		t.Error(diff)
	}
}

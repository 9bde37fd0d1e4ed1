package history_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/history"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

// Each case is a journal on the small questionnaire, and its entries as
// "item text | what: before → after". The event ids are 1, 2, 3 and so on.
func TestHistory(t *testing.T) {
	small := parse(t)
	renamed := parse(t, "id: TEC-02", "id: TEC-20, was: [TEC-02]", "version: 1.0.0", "version: 1.1.0")
	opened := assessment.Opened{Questionnaire: assessment.PinOf(small), Milestone: questionnaire.Award, TimeZone: "America/New_York"}
	answer := func(item, value string) assessment.Change {
		return assessment.Answered{Answer: assessment.Answer{Item: item, Value: value}}
	}
	grade := func(item, scorer string, n int, elements ...string) assessment.Change {
		return assessment.Graded{Item: item, Scorer: scorer, Grade: &n, Elements: elements}
	}
	undo := func(event string) assessment.Change { return assessment.Undone{Event: event} }

	for _, test := range []struct {
		name    string
		changes []assessment.Change
		want    []string
	}{
		{"an answer is compared with the one before", []assessment.Change{
			answer("BAA-02", "3"),
			assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", Value: "1", Assurance: assessment.Claimed, Quotes: []assessment.Quote{{Text: "We do it so"}}}},
			assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", Later: true}},
			assessment.Answered{Answer: assessment.Answer{Item: "BAA-02"}},
			assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", NotApplicable: &assessment.NotApplicable{Reason: "no remote work", By: "lead"}}},
			answer("ZZZ-99", "3"),
		}, []string{
			"BAA-02 answered | answer: – → 3",
			"BAA-02 answered again | answer: 3 → 1, claimed | quote: – → “We do it so”",
			"BAA-02 noted | answer: 1, claimed → – | quote: “We do it so” → – | marks: – → to come back to",
			"BAA-02 cleared | marks: to come back to → –",
			"BAA-02 set aside | n/a: – → no remote work (lead)",
			"ZZZ-99 answered",
		}},
		{"what is undone does not come back", []assessment.Change{
			answer("BAA-02", "3"), // 2
			answer("BAA-02", "1"), // 3
			answer("BAA-02", "4"), // 4
			undo("3"),             // not the present answer
			undo("4"),
			undo("2"),
			assessment.FlagRaised{Item: "BAA-02", Severity: questionnaire.Stop, Text: "walked out"}, // 8
			assessment.FlagResolved{Flag: "8", Reason: "came back"},                                 // 9
			undo("9"),
			undo("8"),
		}, []string{
			"BAA-02 answered | answer: – → 3",
			"BAA-02 answered again | answer: 3 → 1",
			"BAA-02 answered again | answer: 1 → 4",
			"BAA-02 took back: answered again",
			"BAA-02 took back: answered again | answer: 4 → 3",
			"BAA-02 took back: answered | answer: 3 → –",
			"BAA-02 raised a flag | flag: – → stop: walked out",
			"BAA-02 resolved a flag | flag: stop: walked out → resolved: came back",
			"BAA-02 took back: resolved a flag | flag: resolved: came back → stop: walked out",
			"BAA-02 took back: raised a flag | flag: stop: walked out → –",
		}},
		{"a grade is told with who entered it, and taken back alone", []assessment.Change{
			grade("SCN-01", "lead", 3),                   // 2
			grade("SCN-01", "ciso", 1, "actor", "clock"), // 3: entered by the lead
			assessment.Answered{Answer: assessment.Answer{Item: "SCN-01", Quotes: []assessment.Quote{{Text: "We stop"}}}},
			undo("3"),
			grade("SCN-01", "lead", 4),
			assessment.Graded{Item: "SCN-01", Scorer: "lead"},
			assessment.Graded{Item: "SCN-01", Scorer: "lead", Note: "they stalled"},
		}, []string{
			"SCN-01 graded | answer: – → 1 | score: – → 3 by lead",
			"SCN-01 graded | score: – → 1 by ciso, entered by lead | named: – → actor, clock",
			"SCN-01 noted | quote: – → “We stop”",
			"SCN-01 took back: graded | score: 1 by ciso, entered by lead → – | named: actor, clock → –",
			"SCN-01 graded again | score: 3 by lead → 4 by lead",
			"SCN-01 took back a grade | answer: 1 → – | score: 4 by lead → –",
			"SCN-01 noted | note: – → they stalled (lead)",
		}},
		{"a rule's flag is resolved by its text", []assessment.Change{
			assessment.FlagResolved{Flag: "SCN-01/anchor", Reason: "graded by mistake"},
			assessment.FlagResolved{Flag: "TEC-01/2", Reason: "one login each"},
			assessment.FlagResolved{Flag: "gone", Reason: "unknown"},
		}, []string{
			"SCN-01 resolved a flag | flag: warning: anchor 0: waits → resolved: graded by mistake",
			"TEC-01 resolved a flag | flag: stop: shared logins → resolved: one login each",
			"resolved a flag | flag: flag gone → resolved: unknown",
		}},
		{"moments are in the zone of the assessment", []assessment.Change{
			assessment.SessionStarted{Start: 1_795_870_800_000_000, Attendees: []assessment.Attendee{{Name: "R. Cruz"}, {Name: "P. Raman"}}},
			assessment.SessionEnded{End: 1_795_874_400_000_000},
			assessment.SessionStarted{Start: 1_795_870_800_000_000},
		}, []string{
			"started a session | session: – → from 2026-11-28 08:00 EST, R. Cruz, P. Raman",
			"ended the session | session: running → until 2026-11-28 09:00 EST",
			"started a session | session: – → from 2026-11-28 08:00 EST",
		}},
		{"a later decision and waiver replace the earlier one", []assessment.Change{
			assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideDecline, Milestone: questionnaire.Award, By: "Ruth Ortiz", Role: "CISO", Verdict: assessment.Remediate}},
			assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideApprove, Milestone: questionnaire.Award, By: "Ruth Ortiz", Verdict: assessment.Approve, Reason: "tokens came"}},
			assessment.WaiverGranted{Waiver: assessment.Waiver{Item: "TEC-02", Approver: "ciso", Reason: "r", Control: "c", Owner: "o", Expires: 20800}},
			assessment.WaiverGranted{Waiver: assessment.Waiver{Item: "TEC-02", Approver: "ciso", Reason: "r", Control: "c", Owner: "o", Expires: 20810}},
		}, []string{
			"decided | decision: – → decline for award, by Ruth Ortiz, CISO; the rules said remediate",
			"decided | decision: decline for award, by Ruth Ortiz, CISO; the rules said remediate → approve for award, by Ruth Ortiz; the rules said approve; tokens came",
			"TEC-02 granted a waiver | waiver: – → until 2026-12-13, approved by ciso: r; instead: c; owner: o",
			"TEC-02 granted a waiver | waiver: until 2026-12-13, approved by ciso: r; instead: c; owner: o → until 2026-12-23, approved by ciso: r; instead: c; owner: o",
		}},
		{"an action and a chain link are told by what they were", []assessment.Change{
			assessment.ActionOpened{Action: assessment.Action{Item: "TEC-02", What: "send tokens", Owner: "Priya", Side: "vendor", Due: 20800, Cause: "gate/TEC-02"}},
			assessment.ActionClosed{Action: "2", How: "seen", Evidence: []assessment.Evidence{{Kind: "EV-31", Observed: "console"}}},
			assessment.LinkSet{Link: assessment.Link{Entity: "Manila Nights", Country: "PH", PHI: true}}, // 4
			assessment.LinkSet{Link: assessment.Link{ID: "4", Entity: "Manila Nights", Country: "PH", Function: "night support"}},
			assessment.LinkSet{Link: assessment.Link{Entity: "Cebu Desk", Country: "PH", Under: "4", Credentials: true}}, // 6
			assessment.LinkRemoved{Link: "6", Reason: "left"},
		}, []string{
			"TEC-02 added an action | action: – → send tokens; owner: Priya (vendor); until 2026-12-13; for gate/TEC-02",
			"TEC-02 closed an action | action: send tokens; owner: Priya (vendor); until 2026-12-13; for gate/TEC-02 → closed: seen | evidence: – → EV-31 · seen: console",
			"added a chain link | link: – → Manila Nights, PH · patient data · no flow-down BAA",
			"changed a chain link | link: Manila Nights, PH · patient data · no flow-down BAA → Manila Nights, PH · night support · neither patient data nor credentials",
			"added a chain link | link: – → Cebu Desk, PH · credentials · no flow-down BAA · under Manila Nights",
			"removed a chain link | link: Cebu Desk, PH · credentials · no flow-down BAA · under Manila Nights → removed: left",
		}},
		{"a summary is told with the one before, and a sign-off with its record", []assessment.Change{
			assessment.Summarized{Text: "Tight house.\nNo plan for the keys."},
			assessment.Summarized{},
			assessment.SignedOff{Role: "lead", Statement: "read twice", Head: assessment.Head{0x3f, 0x2a}},
			assessment.SignedOff{Role: "CISO"},
			assessment.Spelled{Name: "王芳", Latin: "Wang Fang"},
			assessment.Spelled{Name: "王芳"},
		}, []string{
			"wrote the summary | summary: – → Tight house.\nNo plan for the keys.",
			"took the summary back | summary: Tight house.\nNo plan for the keys. → –",
			"signed the record off as lead | record: – → complete as of 3f2a-0000-0000-0000-3 | statement: – → read twice",
			"signed the record off as CISO | record: – → complete as of 0000-0000-0000-0000-4",
			"wrote 王芳 in Latin letters | spelling: – → Wang Fang",
			"took the Latin spelling of 王芳 back | spelling: Wang Fang → –",
		}},
		{"a re-assessment is compared with the answers it carried over", []assessment.Change{
			assessment.CarriedOver{
				Previous: assessment.Previous{Assessment: "earlier", AsOf: 20780, Verdict: assessment.Conditional, Shown: 712},
				Answers:  []assessment.Answer{{Item: "BAA-02", Value: "3", Reverify: &assessment.Reverify{Because: []string{assessment.Reassessment}}}},
				Flags:    []assessment.Flag{{ID: "f", Item: "TEC-01", Severity: questionnaire.Warning, Text: "late"}},
			},
			answer("BAA-02", "3"),
			assessment.FlagResolved{Flag: "f", Reason: "on time"},
		}, []string{
			"carried over | from: – → earlier, as of 2026-11-23: conditional, shown 71.2 | answers: – → 1 answer to be re-verified | flags: – → 1 flag",
			"BAA-02 re-verified | waiting: to be re-verified: given in the earlier assessment → –",
			"TEC-01 resolved a flag | flag: warning: late → resolved: on time",
		}},
		{"moving on marks answers to be confirmed again", []assessment.Change{
			answer("BAA-01", assessment.Met),
			assessment.Moved{Milestone: questionnaire.Access, Reverify: map[string][]string{"BAA-01": {"shown_by"}}},
			answer("BAA-01", assessment.Met),
		}, []string{
			"BAA-01 answered | answer: – → met",
			"moved on | milestone: award → access | waiting: – → to be re-verified: BAA-01",
			"BAA-01 re-verified | waiting: to be re-verified: other evidence is accepted → –",
		}},
		{"an answer follows its item to other rules, and so does its undo", []assessment.Change{
			answer("TEC-02", assessment.Unmet), // 2
			answer("TEC-02", assessment.Met),   // 3
			answer("TEC-05", assessment.Partial),
			assessment.RulesChanged{
				From: assessment.PinOf(small), To: assessment.PinOf(renamed), Reason: "new law",
				Kept: []assessment.KeptAnswer{{Item: "TEC-20", Was: "TEC-02", Because: []string{"ask"}}}, Lost: []string{"TEC-05"},
			},
			undo("3"),
			answer("TEC-20", assessment.Met),
		}, []string{
			"TEC-02 answered | answer: – → unmet",
			"TEC-02 answered again | answer: unmet → met",
			"TEC-05 answered | answer: – → partial",
			"changed the rules | rules: small 1.0.0 (" + small.Hash()[:12] + ") → small 1.1.0 (" + renamed.Hash()[:12] + ") | reason: – → new law" +
				" | waiting: – → to be re-verified: TEC-20 | lost: TEC-05 → –",
			"TEC-20 took back: answered again | answer: met → unmet",
			"TEC-20 re-verified | answer: unmet → met | waiting: to be re-verified: asked in other words → –",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			events := journal(append([]assessment.Change{opened}, test.changes...))
			entries := history.Of(map[string]*questionnaire.Questionnaire{small.Hash(): small, renamed.Hash(): renamed}, events)
			want := append([]string{"opened on small 1.0.0 | milestone: – → award"}, test.want...)
			if diff := cmp.Diff(want, lines(entries)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnEntryInBrief(t *testing.T) {
	q := parse(t)
	entries := history.Of(map[string]*questionnaire.Questionnaire{q.Hash(): q}, journal([]assessment.Change{
		assessment.Opened{Questionnaire: assessment.PinOf(q), Milestone: questionnaire.Award, TimeZone: "UTC"},
		assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", Value: "3", Assurance: assessment.Claimed}},
		assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", Value: "1"}},
		assessment.Undone{Event: "3"},
		assessment.Undone{Event: "2"},
		assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", Note: "loud\n\x1b[2Jnight"}},
		assessment.Answered{Answer: assessment.Answer{Item: "BAA-02"}},
	}))
	var got []string
	for _, e := range history.About(entries, "BAA-02") {
		got = append(got, strconv.FormatInt(e.Seq, 10)+" "+e.Brief())
	}
	want := []string{"2 answered: 3, claimed", "3 answered again: 1", "4 took back: answered again; now 3, claimed", "5 took back: answered; now –", "6 noted: loud night", "7 cleared"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// parse reads the small questionnaire, with texts replaced in pairs.
func parse(t *testing.T, replaced ...string) *questionnaire.Questionnaire {
	t.Helper()
	text, err := os.ReadFile("../testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	q, err := questionnaire.Parse(strings.NewReader(strings.NewReplacer(replaced...).Replace(string(text))))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func journal(changes []assessment.Change) []assessment.Event {
	events := make([]assessment.Event, len(changes))
	for n, change := range changes {
		events[n] = assessment.Event{Entry: assessment.Entry{ID: strconv.Itoa(n + 1), By: "lead", Change: change}, Seq: int64(n + 1)}
	}
	return events
}

func lines(entries []history.Entry) []string {
	out := make([]string, len(entries))
	for n, e := range entries {
		parts := []string{strings.TrimSpace(e.Item + " " + e.Text)}
		for _, c := range e.Changes {
			parts = append(parts, c.What+": "+c.String())
		}
		out[n] = strings.Join(parts, " | ")
	}
	return out
}

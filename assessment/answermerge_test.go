package assessment_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/wording"

	"github.com/google/go-cmp/cmp"
)

// apply records a file of answers, and lists what it replaces or removes.
func (i *interview) apply(by, text string) (losses []string, entries int, err error) {
	i.t.Helper()
	file, err := assessment.ParseAnswers([]byte(text), today, time.UTC)
	if err != nil {
		return nil, 0, err
	}
	for _, name := range file.Files() {
		file.SetFile(name, strings.Repeat("ab", 32), 12)
	}
	n := len(i.events)
	before := i.snapshot()
	plan, err := file.Plan(before, func() string { n++; return fmt.Sprintf("event-%d", n) }, today.Time().Add(12*time.Hour).UnixMicro(), by)
	if err != nil {
		return nil, 0, err
	}
	for _, loss := range wording.Losses(before, plan.After) {
		losses = append(losses, strings.TrimPrefix(loss.String(before), loss.Item+" "))
	}
	for _, entry := range plan.Entries {
		i.events = append(i.events, assessment.Event{Entry: entry, Assessment: "a1", Seq: int64(len(i.events) + 1)})
	}
	return losses, len(plan.Entries), nil
}

const firstFile = `
session: {start: -12d 14:00, minutes: 95, attendees: [{name: R. Cruz, side: vendor}]}
facts: {records: 40000}
answers:
  BAA-01: {heard: [1, 2]}
  BAA-02:
    {value: 3, assurance: documented, note: Read it whole, volunteered: true, later: true,
     quotes: [We rank it, {text: They decide, who: R. Cruz}],
     evidence: [{kind: EV-31, file: papers/plan.pdf, as_of: 2026-10-02}, {kind: EV-31, observed: on screen, as_of: 2026-10-03, assurance: verified}]}
  TEC-05: {na: no such clause, by: ciso}
  SCN-01: {score: 3, elements: [actor], note: She stops, quotes: [I call you]}
flags: [{severity: warning, item: BAA-02, text: Changed twice, resolved: {by: ciso, reason: promotions}}]
`

// A file changes only what it names, and everything that it replaces or removes
// is listed.
func TestAFileChangesOnlyWhatItNames(t *testing.T) {
	for name, test := range map[string]struct {
		file   string // of the ciso
		losses []string
		events int
	}{
		"a quote":                   {"answers: {BAA-02: {quotes: [Always, We rank it, They decide]}}", nil, 1},
		"a speaker":                 {"answers: {BAA-02: {quotes: [{text: We rank it, who: R. Cruz}]}}", nil, 1},
		"another speaker":           {"answers: {BAA-02: {quotes: [{text: They decide, who: P. Raman}]}}", nil, 1},
		"a record":                  {"answers: {BAA-02: {evidence: [{kind: EV-58, observed: there, as_of: -1d, assurance: verified}]}}", nil, 1},
		"a known record":            {"answers: {BAA-02: {evidence: [{kind: EV-31, file: plan.pdf, as_of: 2026-10-02}]}}", nil, 0},
		"a mark":                    {"answers: {BAA-02: {evasive: true, volunteered: true}}", nil, 1},
		"the present value":         {"answers: {BAA-02: {value: 3}, TEC-05: {na: no such clause}}\nfacts: {records: '40,000'}", nil, 0},
		"another value":             {"answers: {BAA-02: {value: 1}}", []string{"answer: was “3”, now “1”"}, 1},
		"another fact":              {"facts: {records: 0}", []string{"answer: was “40,000”, now “0”"}, 1},
		"another note":              {"answers: {BAA-02: {note: Skimmed}}", []string{"note: was “Read it whole”, now “Skimmed”"}, 1},
		"a mark that goes":          {"answers: {BAA-02: {later: false}}", []string{"marks: was “to come back to”, now removed"}, 1},
		"set aside":                 {"answers: {BAA-02: {na: we do not need it}}", []string{"answer: was “3”, now “not applicable: we do not need it (ciso)”"}, 1},
		"no longer set aside":       {"answers: {TEC-05: {value: present}}", []string{"n/a: was “no such clause (ciso)”, now “present”"}, 1},
		"another reason":            {"answers: {TEC-05: {na: not theirs}}", []string{"n/a: was “no such clause (ciso)”, now “not theirs (ciso)”"}, 1},
		"a stronger assurance":      {"answers: {BAA-02: {assurance: verified, evidence: [{kind: EV-58, observed: there, as_of: -1d}]}}", []string{"assurance: was “documented”, now “verified”"}, 1},
		"the own grade":             {"answers: {SCN-01: {score: 1, note: He stops}}", nil, 1},
		"a grade for a third":       {"answers: {SCN-01: {scores: {counsel: 1}}}", nil, 1},
		"another's grade, the same": {"answers: {SCN-01: {scores: {lead: 3}}}", nil, 0},
		"specifics and a quote":     {"answers: {SCN-01: {elements: [clock], quotes: [I call you, Within the hour]}}", nil, 2},
		"quotes taken away":         {"answers: {BAA-02: {remove: [quotes], quotes: [We rank it]}}", []string{"quote: was “They decide, R. Cruz”, now removed"}, 1},
		"all taken away": {"answers: {BAA-02: {remove: [value, assurance, note, quotes, heard, evidence]}, TEC-05: {remove: [na]}}", []string{
			"answer: was “3”, now removed", "assurance: was “documented”, now removed", "note: was “Read it whole”, now removed",
			"quote: was “We rank it”, now removed", "quote: was “They decide, R. Cruz”, now removed", "evidence: was “EV-31 · papers/plan.pdf · 12 bytes, SHA-256 abababababab · documented · as of 2026-10-02”, now removed",
			"evidence: was “EV-31 · seen: on screen · verified · as of 2026-10-03”, now removed",
			"n/a: was “no such clause (ciso)”, now removed",
		}, 2},
		"a tick, taken away":            {"answers: {BAA-01: {remove: [heard], heard: [2]}}", []string{"heard: was “whole”, now removed"}, 1},
		"what is not there, taken away": {"answers: {BAA-01: {remove: [note, quotes, value]}, SCN-01: {remove: [score, elements, note]}}", nil, 0},
		"the flag and the session":      {"session: {start: -12d 14:00, minutes: 95, attendees: [{name: R. Cruz, side: vendor}]}\nflags: [{severity: warning, item: BAA-02, text: Changed twice}]", nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			i := open(t, small(t))
			if _, _, err := i.apply("lead", firstFile); err != nil {
				t.Fatal(err)
			}
			losses, events, err := i.apply("ciso", test.file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.losses, losses); diff != "" || events != test.events {
				t.Errorf("%d events; %s", events, diff)
			}
			after := i.snapshot()
			if _, again, err := i.apply("ciso", test.file); err != nil || again != 0 {
				t.Errorf("applied again it makes %d events, %v", again, err)
			}
			if diff := cmp.Diff(after.Answers, i.snapshot().Answers); diff != "" {
				t.Error(diff)
			}
		})
	}
	i := open(t, small(t))
	for range 2 {
		if losses, _, err := i.apply("lead", firstFile); err != nil || len(losses) > 0 {
			t.Errorf("%q, %v", losses, err)
		}
	}
	if got := i.snapshot(); len(got.Sessions) != 1 || len(got.Flags) != 1 || len(got.Answers["BAA-02"].Evidence) != 2 {
		t.Errorf("applied twice: %+v", got)
	}
}

// What a scorer wrote goes only when that scorer says so, and a new grade that
// ends a reconciliation is listed with it.
func TestAScorersFile(t *testing.T) {
	i := open(t, small(t))
	for _, step := range []struct{ by, file, want string }{
		{"lead", "answers: {SCN-01: {score: 1, elements: [actor], note: first, later: true}}", ""},
		{"ciso", "answers: {SCN-01: {score: 4, reconciled: we talked, reconciled_grade: 2}}", "marks: was “to come back to”, now removed"},
		{"ciso", "answers: {SCN-01: {score: 3, scores: {lead: 1}}}", "reconciled: was “2: we talked”, now removed; score: was “4 by ciso”, now “3 by ciso”"},
		{"ciso", "answers: {SCN-01: {scores: {counsel: 2}}}", ""},
		{"counsel", "answers: {SCN-01: {score: 2}}", ""}, // counsel stands by it
		{"counsel", "answers: {SCN-01: {remove: [score]}}", "score: was “2 by counsel”, now removed"},
		{"lead", "answers: {SCN-01: {remove: [elements], note: second}}", "note: was “first”, now “second”; named: was “actor”, now removed"},
		{"lead", "answers: {SCN-01: {na: not asked}}", "score: was “3 by ciso”, now “not applicable: not asked (lead)”; score: was “1 by lead”, now “not applicable: not asked (lead)”"},
		{"lead", "answers: {SCN-01: {score: 2}}", "n/a: was “not asked (lead)”, now removed; score: was “1 by lead”, now “2 by lead”"},
	} {
		losses, _, err := i.apply(step.by, step.file)
		if got := strings.Join(losses, "; "); err != nil || got != step.want {
			t.Errorf("%s by %s: %v %q, want %q", step.file, step.by, err, got, step.want)
		}
	}
}

func TestAFileThatMayNot(t *testing.T) {
	for text, want := range map[string]string{
		"answers: {SCN-01: {scores: {lead: 0}}}":                                      `1:11: lead graded SCN-01; nobody else changes that grade`,
		"answers: {BAA-02: {note: ''}}":                                               `1:20: this text is empty, and an empty text changes nothing: write remove: [note] to remove the present one`,
		"answers: {BAA-02: {remove: [later]}}":                                        `1:29: "later" cannot be removed; these can: value, na, assurance, note, quotes, heard, score, elements, reconciled, evidence`,
		"answers: {BAA-02: {evidence: [{kind: EV-58, observed: there, as_of: -1d}]}}": `1:31: say how well this record shows the answer: the present assurance was given for other evidence`,
		"answers: {BAA-02: {score: 3}}":                                               `1:11: BAA-02 is not a scenario: it takes a value, not scores`,
		"answers: {SCN-01: {score: 3, scores: {CISO: 3}}}":                            `1:30: SCN-01: "CISO" has a score already`,
		"answers: {SCN-01: {scores: {counsel: 3, Counsel: 2}}}":                       `1:20: SCN-01: each person scores once, but "counsel" is named twice`,
		"session: {start: -12d 14:00, minutes: 90}":                                   `1:1: a session that began then is recorded already, with another end or other attendees; leave the session out`,
		"answers: {BAA-02: {}}":                                                       `1:11: BAA-02 is empty: it needs an answer, a note, a quote or evidence`,
	} {
		i := open(t, small(t))
		if _, _, err := i.apply("lead", firstFile); err != nil {
			t.Fatal(err)
		}
		if _, _, err := i.apply("ciso", text); err == nil || err.Error() != want {
			t.Errorf("%s\ngot  %v\nwant %s", text, err, want)
		}
	}
}

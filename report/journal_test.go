package report_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/report"
	"assay/report/pdf"
)

// must calls what may fail and fails the test.
func must[A, B any](t testing.TB, call func(A) (B, error), with A) B {
	t.Helper()
	out, err := call(with)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// strike destroys the body of an event and says so, as the store does.
func (j *journal) strike(n int) {
	j.t.Helper()
	w, err := j.events[n].Write()
	if err != nil {
		j.t.Fatal(err)
	}
	if j.events[n], err = assessment.ReadEvent(assessment.Written{Header: w.Header}); err != nil {
		j.t.Fatal(err)
	}
	j.append(assessment.Entry{ID: fmt.Sprintf("s%d", n), At: at(16, 0), By: "Ruth Ortiz", Change: assessment.Struck{Event: j.events[n].ID, Reason: "a name"}})
}

// amended is a story in which an answer was replaced, another was taken back, and a
// note was added to a decision.
func amended(t testing.TB) *journal {
	j := story(t)
	const lead = "lead@hospital.example"
	for _, n := range []string{"3", "2"} {
		j.record(lead, 50, assessment.Answered{Answer: assessment.Answer{Item: "tiers", Value: n}})
	}
	j.record(lead, 51, assessment.Undone{Event: j.events[len(j.events)-1].ID})
	j.record(lead, 52, assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideDecline, By: "Ruth Adeyemi", Reason: "too weak"}})
	noted := j.snapshot().Answers["BAA-01"].Amended(func(a *assessment.Answer) { a.Note = "They called again" })
	j.record(lead, 53, assessment.Answered{Answer: noted})
	return j
}

// published is the journal that a report carries.
func published(t testing.TB, file []byte) []assessment.Written {
	t.Helper()
	document, err := pdf.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	text, err := document.Attachment(report.JournalName)
	if err != nil {
		t.Fatal(err)
	}
	journal, err := assessment.ReadJournal(text, 1000)
	if err != nil {
		t.Fatal(err)
	}
	return journal
}

// A report publishes the bodies that count, and no others.
func TestAReportCarriesItsJournal(t *testing.T) {
	j := amended(t)
	ruth := identity(t, "Ruth Adeyemi")
	file := signedBy(t, ruth, rendered(t, input(j.snapshot())))
	v := verified(t, file, trusting(ruth))
	if !v.Proven() || len(v.Notes) != 1 || !strings.HasPrefix(v.Notes[0], "the answers belong to this head. Whether somebody wrote another journal beside it, this file cannot tell: an earlier report") {
		t.Errorf("%s: %q, %q, notes %q", v.Outcome(), v.Findings.Problems, v.Problems, v.Notes)
	}
	var withheld []string
	for n, w := range published(t, file) {
		if w.Body == nil {
			withheld = append(withheld, j.events[n].ID)
		}
	}
	var want []string
	for n, e := range j.events {
		replaced := false
		if a, is := e.Change.(assessment.Answered); is && a.Answer.Item == "tiers" {
			replaced = n != len(j.events)-5 // the one that counts is the first of the two later ones
		}
		if _, undo := e.Change.(assessment.Undone); undo || replaced {
			want = append(want, e.ID)
		}
	}
	if !slices.Equal(withheld, want) {
		t.Errorf("withheld are %q, want %q", withheld, want)
	}
	if heads := v.History.Heads; len(heads) != len(j.events) || heads[len(heads)-1] != j.snapshot().Head {
		t.Errorf("the history has %d heads of %d", len(heads), len(j.events))
	}
}

// withJournal writes another journal into a report, and leaves the rest.
func withJournal(t testing.TB, honest []byte, change func(journal []assessment.Written) []assessment.Written) []byte {
	t.Helper()
	text, err := assessment.WriteJournal(change(published(t, honest)))
	if err != nil {
		t.Fatal(err)
	}
	return withJournalText(t, honest, func([]byte) []byte { return text })
}

func withJournalText(t testing.TB, honest []byte, change func(text []byte) []byte) []byte {
	t.Helper()
	return forge(t, honest, func(_ pdf.Reference, head string, data []byte) []byte {
		if strings.Contains(head, "#2Fjsonl ") {
			return change(data)
		}
		return data
	})
}

// rechained numbers the events of a journal anew.
func rechained(t testing.TB, journal []assessment.Written) []assessment.Written {
	t.Helper()
	journal = slices.Clone(journal)
	for n, w := range journal {
		h, err := assessment.ParseHeader(w.Header)
		if err != nil {
			t.Fatal(err)
		}
		h.Seq = int64(n) + 1
		journal[n].Header = h.Text()
	}
	return journal
}

// The forger holds a trusted key and may draw, attach and sign whatever he likes,
// so that pages, figures and data agree. Head and answers do not.
func TestAnswersThatAreNotThoseOfTheHeadAreNotProven(t *testing.T) {
	j := amended(t)
	ruth := identity(t, "Ruth Adeyemi")
	in := input(j.snapshot())
	honest := rendered(t, in)
	whole := journalOf(in.Snapshot)
	last := len(whole) - 1
	replaced := slices.IndexFunc(published(t, honest), func(w assessment.Written) bool { return w.Body == nil })

	drawn := func(change func(s *assessment.Snapshot)) []byte {
		forged := in
		forged.Snapshot.Answers = maps.Clone(in.Snapshot.Answers)
		change(&forged.Snapshot)
		return rendered(t, forged)
	}
	other := story(t)
	other.record("lead@hospital.example", 50, assessment.FlagRaised{Severity: "warning", Text: "another journal"})

	// His journals can also hold what no store records.
	lawless := func(forge func(j *journal)) []byte {
		j := story(t)
		forge(j)
		headers := make([]assessment.Header, len(j.events))
		for n, w := range journalOf(j.snapshot()) {
			headers[n] = must(t, assessment.ParseHeader, w.Header)
		}
		for n, counts := range assessment.Published(headers) {
			if !counts {
				j.events[n] = must(t, assessment.ReadEvent, assessment.Written{Header: headers[n].Text()})
			}
		}
		return rendered(t, input(j.snapshot()))
	}
	entry := func(id string, change assessment.Change) assessment.Entry {
		return assessment.Entry{ID: id, At: at(16, 1), By: "lead@hospital.example", Change: change}
	}

	for name, test := range map[string]struct {
		file []byte
		want string
	}{
		"an answer is changed": {drawn(func(s *assessment.Snapshot) {
			a := s.Answers["BAA-01"]
			a.Note = "Nothing is wrong with it"
			s.Answers["BAA-01"] = a
		}), "the answers of the report are not those of its journal: BAA-01"},
		"a flag is left out": {drawn(func(s *assessment.Snapshot) { s.Flags = s.Flags[1:] }), "the answers of the report are not those of its journal: something beside the answers"},
		"a decision says approve": {drawn(func(s *assessment.Snapshot) {
			s.Decisions = slices.Clone(s.Decisions)
			s.Decisions[0].Outcome = assessment.DecideApprove
		}), "the answers of the report are not those of its journal: something beside the answers"},
		"an event is dropped": {
			withJournal(t, honest, func(j []assessment.Written) []assessment.Written { return slices.Delete(j, 4, 5) }),
			"the journal of the report does not hold: event 6 stands where event 5 belongs",
		},
		"an event is dropped, and the rest is numbered anew": {withJournal(t, honest, func(j []assessment.Written) []assessment.Written {
			return rechained(t, slices.Delete(j, 4, 5))
		}), "the journal of the report leads to the head"},
		"two events are swapped": {withJournal(t, honest, func(j []assessment.Written) []assessment.Written {
			j[4], j[5] = j[5], j[4]
			return rechained(t, j)
		}), "the journal of the report leads to the head"},
		"the end is cut": {withJournal(t, honest, func(j []assessment.Written) []assessment.Written { return j[:last] }), "the journal of the report leads to the head"},
		"a body that counts is withheld": {withJournal(t, honest, func(j []assessment.Written) []assessment.Written {
			j[last].Salt, j[last].Body = nil, nil
			return j
		}), fmt.Sprintf("the journal of the report is not whole: the body of event %d counts and is withheld", last+1)},
		"a body that does not count is published": {withJournal(t, honest, func(j []assessment.Written) []assessment.Written {
			j[replaced] = whole[replaced]
			return j
		}), fmt.Sprintf("the body of event %d does not count and is published", replaced+1)},
		"all bodies are published": {
			withJournal(t, honest, func([]assessment.Written) []assessment.Written { return whole }),
			fmt.Sprintf("the body of event %d does not count and is published", replaced+1),
		},
		"a body is changed": {withJournal(t, honest, func(j []assessment.Written) []assessment.Written {
			j[last].Body = bytes.Replace(j[last].Body, []byte("called again"), []byte("never called"), 1)
			return j
		}), fmt.Sprintf("the body or the random bytes of event %d were changed", last+1)},
		"other random bytes": {withJournal(t, honest, func(j []assessment.Written) []assessment.Written {
			j[last].Salt = slices.Repeat([]byte{9}, 32)
			return j
		}), fmt.Sprintf("the body or the random bytes of event %d were changed", last+1)},
		"a body is missing that no event struck": {withJournal(t, honest, func(j []assessment.Written) []assessment.Written {
			j[2].Salt, j[2].Body = nil, nil
			return j
		}), "the body of event 3 counts and is withheld"},
		"the journal of another assessment": {withJournal(t, honest, func(j []assessment.Written) []assessment.Written {
			for n := range j {
				j[n].Header = strings.Replace(j[n].Header, `"assessment":"a-1"`, `"assessment":"a-2"`, 1)
			}
			return j
		}), "event 1 is of another journal, of the assessment a-2"},
		"another journal of this assessment": {
			withJournal(t, honest, func([]assessment.Written) []assessment.Written { return journalOf(other.snapshot()) }),
			"the journal of the report leads to the head",
		},
		"an empty journal": {withJournalText(t, honest, func([]byte) []byte { return nil }), "the journal of the report leads to the head"},
		"lines that are none": {
			withJournalText(t, honest, func(text []byte) []byte { return bytes.ReplaceAll(text, []byte("{"), []byte("[")) }),
			"the journal cannot be read: line 1 is no event",
		},
		"a line in other words": {
			withJournalText(t, honest, func(text []byte) []byte { return bytes.Replace(text, []byte(","), []byte(", "), 1) }),
			"the journal cannot be read: line 1 is not as assay writes it",
		},
		"a hash that does not follow": {
			withJournalText(t, honest, func(text []byte) []byte { return bytes.Replace(text, []byte(`"hash":"`), []byte(`"hash":"0`), 1) }),
			"the journal cannot be read: line 1",
		},
		"events without number": {withJournalText(t, honest, func([]byte) []byte { return bytes.Repeat([]byte("\n"), 30_000) }), "it has 30000 events, and at most 10000 are read"},
		"a strike hides a stop": {
			lawless(func(j *journal) {
				j.strike(slices.IndexFunc(j.events, func(e assessment.Event) bool { return assessment.KindOf(e.Change) == "flag_raised" }))
			}),
			"counts and is missing",
		},
		"an answer replaces that of another item": {lawless(func(j *journal) {
			j.append(entry("x1", assessment.Answered{Answer: assessment.Answer{Item: "records", Value: "10"}, Replaces: j.snapshot().Answers["BAA-06"].Event}))
		}), "a body that counts is missing: it tells the answer of BAA-06"},
		"no journal": {bytes.ReplaceAll(honest, []byte("(journal.jsonl)"), []byte("(journal.jsonx)")), "the report carries no journal, so that nothing binds its answers to its head"},
	} {
		t.Run(name, func(t *testing.T) {
			v := verified(t, signedBy(t, ruth, test.file), trusting(ruth))
			if !v.Findings.Proven() {
				t.Fatalf("the forgery has a bad signature, so it proves nothing: %v", v.Findings.Signatures)
			}
			if v.Outcome() != report.NotProven || !strings.Contains(strings.Join(v.Problems, "; "), test.want) {
				t.Errorf("%s, problems %q", v.Outcome(), v.Problems)
			}
		})
	}
}

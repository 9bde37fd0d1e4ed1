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

// Beside a database, the report's journal must be the beginning of the one there.
func TestTheJournalIsComparedWithTheDatabase(t *testing.T) {
	j := amended(t)
	ruth := identity(t, "Ruth Adeyemi")
	in := input(j.snapshot())
	file := signedBy(t, ruth, rendered(t, in))
	whole := journalOf(in.Snapshot)
	j.record("lead@hospital.example", 55, assessment.FlagRaised{Severity: "warning", Text: "they hung up"})
	later := journalOf(j.snapshot())
	another := slices.Clone(whole)
	another[6].Header = strings.Replace(another[6].Header, `"by":"`, `"by":"x`, 1)
	spoilt, struck := slices.Clone(whole), slices.Clone(whole)
	spoilt[6].Body = bytes.Replace(spoilt[6].Body, []byte(`"value":"`), []byte(`"value":"9`), 1)
	struck[6].Salt, struck[6].Body = nil, nil
	for name, test := range map[string]struct {
		holding  assessment.Holding
		kept     []assessment.Written
		problems []string
		notes    []string
	}{
		"the same journal":        {assessment.Held, whole, nil, []string{"the journal still holds the head of this report"}},
		"a longer one":            {assessment.Held, later, nil, []string{"the journal still holds the head of this report"}},
		"another one":             {assessment.NotHeld, another, []string{fmt.Sprintf("the journal does not hold the head %.16s…: it differs from that of the report from event 7 on", in.Snapshot.Head)}, nil},
		"a shorter one":           {assessment.NotHeld, whole[:9], []string{fmt.Sprintf("the journal does not hold the head %.16s…: it differs from that of the report from event 10 on", in.Snapshot.Head)}, nil},
		"none":                    {assessment.NotHeld, nil, []string{fmt.Sprintf("the journal does not hold the head %.16s…: somebody cut or changed it, or it is another journal", in.Snapshot.Head)}, nil},
		"a body was struck since": {assessment.Held, struck, nil, []string{"the journal still holds the head of this report"}},
		"a body that was changed": {
			assessment.Held, spoilt,
			[]string{"the journal here does not give the answers of the report: the body or the random bytes of event 7 were changed"},
			[]string{"the journal still holds the head of this report"},
		},
		"a stored hash that lies": {assessment.Held, another, []string{"the journal differs from that of the report from event 7 on"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			policy := trusting(ruth)
			policy.HasHead = func(string, string) (assessment.Holding, error) { return test.holding, nil }
			policy.Journal = func(string) ([]assessment.Written, error) { return test.kept, nil }
			v := verified(t, file, policy)
			if !slices.Equal(v.Problems, test.problems) || !slices.Equal(v.Notes, test.notes) || v.Proven() != (test.problems == nil) {
				t.Errorf("%s, problems %q, notes %q", v.Outcome(), v.Problems, v.Notes)
			}
		})
	}
}

// A report from before reports carried a journal is compared with the database alone:
// the events up to its head must give its answers.
func TestAReportWithoutAJournalIsComparedWithTheDatabase(t *testing.T) {
	j := amended(t)
	ruth := identity(t, "Ruth Adeyemi")
	in := input(j.snapshot())
	whole := journalOf(in.Snapshot)
	by := func(renderer string, in report.Input) []byte {
		file := forge(t, rendered(t, in), func(_ pdf.Reference, _ string, data []byte) []byte {
			return bytes.Replace(data, []byte(`"renderer":"`+report.Renderer+`"`), []byte(`"renderer":"`+renderer+`"`), 1)
		})
		return signedBy(t, ruth, bytes.ReplaceAll(file, []byte("(journal.jsonl)"), []byte("(journal.jsonx)")))
	}
	old := func(in report.Input) []byte { return by("assay-pdf/26", in) }
	honest := old(in)
	forged := in
	forged.Snapshot.Answers = maps.Clone(in.Snapshot.Answers)
	note := forged.Snapshot.Answers["BAA-01"]
	note.Note = "Nothing is wrong with it"
	forged.Snapshot.Answers["BAA-01"] = note
	struck := slices.Clone(whole)
	last := len(struck) - 1
	struck[last].Salt, struck[last].Body = nil, nil
	other := story(t)
	for other.snapshot().Seq < in.Snapshot.Seq {
		other.record("lead@hospital.example", 50, assessment.FlagRaised{Severity: "warning", Text: "another journal"})
	}
	const lacks = "the report carries no journal, and the journal here does not give its answers: "
	for name, test := range map[string]struct {
		file    []byte
		holding assessment.Holding
		kept    []assessment.Written
		want    string // a problem; empty for none
	}{
		"its answers":                      {honest, assessment.Held, whole, ""},
		"others":                           {old(forged), assessment.Held, whole, lacks + "they differ in BAA-01"},
		"a body was struck since":          {honest, assessment.Held, struck, lacks + "1 body was struck since, so that it cannot tell"},
		"too few events":                   {honest, assessment.Held, whole[:9], lacks + fmt.Sprintf("it has 9 events, and the report has %d", len(whole))},
		"events that lead elsewhere":       {honest, assessment.Held, journalOf(other.snapshot()), lacks + "its events lead to another head"},
		"its answers, in a new form":       {honest, assessment.HeldBefore, whole, ""},
		"others, in a new form":            {old(forged), assessment.HeldBefore, whole, lacks + "they differ in BAA-01"},
		"answers that the new form lacks":  {honest, assessment.HeldBefore, journalOf(other.snapshot()), lacks + "they differ in"},
		"no such head":                     {honest, assessment.NotHeld, whole, "somebody cut or changed it"},
		"a renderer to come":               {by("assay-pdf/99", in), "", nil, ""},
		"no database, and no journal here": {honest, "", nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			policy := trusting(ruth)
			policy.FiguresOnly = true
			if test.kept != nil {
				policy.HasHead = func(string, string) (assessment.Holding, error) { return test.holding, nil }
				policy.Journal = func(string) ([]assessment.Written, error) { return test.kept, nil }
			}
			v := verified(t, test.file, policy)
			all := strings.Join(v.Problems, "; ")
			if test.want == "" && v.Outcome() != report.FiguresProven || test.want != "" && (v.Outcome() != report.NotProven || !strings.Contains(all, test.want)) {
				t.Errorf("%s, problems %q, notes %q", v.Outcome(), v.Problems, v.Notes)
			}
			noted := "the report carries no journal; the journal here gives its answers"
			if test.kept == nil {
				noted = "the report carries no journal, so that nothing binds its answers to its head: the journal of the database it came from may"
			}
			if test.want == "" && !slices.Contains(v.Notes, noted) {
				t.Errorf("notes: %q", v.Notes)
			}
		})
	}
}

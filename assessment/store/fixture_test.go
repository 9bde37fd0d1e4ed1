package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

// asked is a whole questionnaire in little: every kind of item, a rule that
// sets a hard gate aside, and evidence that ages after 30 days.
const asked = `
id: small
version: 1.0.0
title: A small questionnaire
scoring:
  mode: scored
  assurance: {claimed: 40, documented: 70, verified: 90, attested: 100}
  scenario: {two_scorers: 90, one_scorer: 70, apart: 2, vague_cap: 1}
  bands: {approve: 80, conditional: 65, remediate: 50}
  coverage: 90
  warning: {each: 3, most: 15}
  thin: 20
  risk: {impact: [chain_links], review_days: {low: 365, moderate: 365, high: 180, critical: 90}}
scales:
  control: [absent, ad hoc, partly, everywhere, measured]
domains:
  - id: BAA
    name: Contract
    weight: 2
    items:
      - {id: chain_links, kind: fact, title: Links in the chain, ask: "How many firms?", asked_of: us, answer: number, worst: 9, impact_from: [0, 2, 4, 6, 8]}
      - {id: BAA-01, kind: gate, title: The contract is signed, ask: "Is it signed?", weight: 5, hard: true, min_assurance: documented,
         basis: R, phase: pre-award, asked_of: document, cites: ["45 CFR 164.504(e)"], evidence: [EV-01]}
      - {id: BAA-02, kind: gate, title: The chain has signed, ask: "Have they?", weight: 5, hard: true, min_assurance: documented,
         basis: R, phase: pre-award, asked_of: vendor, cites: ["45 CFR 164.308(b)"], evidence: [EV-01], na_when: 'fact("chain_links") == 0'}
      - {id: BAA-03, kind: clause, title: Notice within a day, ask: "Is it there?", weight: 3, basis: K, phase: pre-award, asked_of: document, practice: true}
  - id: TEC
    name: Technique
    weight: 3
    items:
      - {id: TEC-01, kind: control, title: Second factor, ask: "Where is it on?", weight: 5, basis: A, phase: pre-award, asked_of: vendor,
         cites: ["45 CFR 164.312(d)"], evidence: [EV-02]}
      - {id: TEC-02, kind: control, title: Logs are read, ask: "Who reads them?", weight: 3, basis: R, phase: pre-award, asked_of: vendor, cites: ["45 CFR 164.312(b)"], evidence: [EV-03]}
      - {id: TEC-03, kind: scenario, title: A lost laptop, ask: "It is gone. What now?", weight: 4, basis: K, phase: pre-award, asked_of: delivery lead,
         practice: true, anchors: [nothing, vague, partly, clear, exact], elements: [actor, clock]}
evidence:
  - {id: EV-01, name: Signed contract, hard_validity: true}
  - {id: EV-02, name: Screen share, freshness_days: 30}
  - {id: EV-03, name: Screening of a named person, freshness_days: 30, personal: true}
`

var small = sync.OnceValue(func() *questionnaire.Questionnaire {
	q, err := questionnaire.Parse(strings.NewReader(asked))
	if err != nil {
		panic(err)
	}
	return q
})

const evaluator = "lead@hospital.example"

// clock stands still until it is moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) days(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.AddDate(0, 0, n)
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

func options(c *clock, anchors string) store.Options {
	return store.Options{Now: c.Now, Zone: time.UTC, NewID: newID, AnchorDir: anchors}
}

// bench is a store with what a story needs at hand.
type bench struct {
	*store.Store
	tb      testing.TB
	clock   *clock
	anchors string
}

// newBench opens a new database of the engine under test, with an anchor outside.
func newBench(tb testing.TB) *bench {
	tb.Helper()
	folder := tb.TempDir()
	return openBench(tb, newDatabase(tb, folder), filepath.Join(folder, "anchors"), newClock())
}

func openBench(tb testing.TB, path, anchors string, c *clock) *bench {
	tb.Helper()
	s, err := store.Open(context.Background(), path, options(c, anchors))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return &bench{s, tb, c, anchors}
}

// again closes the store and opens it anew, as the next start of a program.
func (b *bench) again() *bench {
	b.tb.Helper()
	if err := b.Close(); err != nil {
		b.tb.Fatal(err)
	}
	return openBench(b.tb, b.Path(), b.anchors, b.clock)
}

func (b *bench) vendor(name string) assessment.Vendor {
	b.tb.Helper()
	v, err := b.AddNamesake(context.Background(), assessment.Vendor{Name: name}, "lead@hospital.example")
	if err != nil {
		b.tb.Fatal(err)
	}
	return v
}

// assess opens an assessment of a new vendor and returns its id.
func (b *bench) assess(vendor string) string {
	b.tb.Helper()
	s, err := b.OpenAssessment(context.Background(), store.Opening{Vendor: b.vendor(vendor), Questionnaire: small(), Milestone: questionnaire.Award, By: evaluator})
	if err != nil {
		b.tb.Fatal(err)
	}
	return s.Assessment
}

func (b *bench) record(id string, entries ...assessment.Entry) assessment.Snapshot {
	b.tb.Helper()
	s, err := b.Record(context.Background(), id, entries...)
	if err != nil {
		b.tb.Fatal(err)
	}
	return s
}

func (b *bench) snapshot(id string) assessment.Snapshot {
	b.tb.Helper()
	s, err := b.Snapshot(context.Background(), id)
	if err != nil {
		b.tb.Fatal(err)
	}
	return s
}

func (b *bench) entry(change assessment.Change) assessment.Entry {
	return assessment.Entry{ID: newID(), At: b.clock.Now().UnixMicro(), By: evaluator, Change: change}
}

func (b *bench) answer(item, value string) assessment.Entry {
	return b.entry(assessment.Answered{Answer: assessment.Answer{Item: item, Value: value, Assurance: assessment.Claimed}})
}

// shown is an answer with one record of evidence, seen today.
func (b *bench) shown(item, value, kind string) assessment.Entry {
	return b.entry(assessment.Answered{Answer: assessment.Answer{
		Item: item, Value: value, Assurance: assessment.Verified,
		Evidence: []assessment.Evidence{{Kind: kind, Observed: "screen share", AsOf: b.Today(), ValidUntil: b.Today() + 365}},
	}})
}

func (b *bench) rows() []store.Summary {
	b.tb.Helper()
	rows, err := b.List(context.Background(), store.Filter{})
	if err != nil {
		b.tb.Fatal(err)
	}
	return rows
}

// findings are those of Check, one a line.
func (b *bench) findings() string {
	b.tb.Helper()
	health, err := b.Check(context.Background())
	if err != nil {
		b.tb.Fatal(err)
	}
	var lines []string
	for _, f := range health.Findings {
		lines = append(lines, fmt.Sprintf("%s %s: %s", f.Severity, f.Check, f.Text))
	}
	return strings.Join(lines, "\n")
}

func (b *bench) sound() {
	b.tb.Helper()
	if found := b.findings(); found != "" {
		b.tb.Errorf("the check found:\n%s", found)
	}
}

// candidates are the things that an error names.
func candidates(err error) string {
	var known *assessment.Error
	if !errors.As(err, &known) {
		return ""
	}
	return strings.Join(known.About, ", ")
}

// refused fails the test unless err has the code.
func refused(tb testing.TB, err error, code assessment.Code) {
	tb.Helper()
	if assessment.CodeOf(err) != code {
		tb.Errorf("the code is %q, want %q: %v", assessment.CodeOf(err), code, err)
	}
}

// Package kindtest writes a questionnaire with one item of every kind, for
// tests that must fail when a new kind has no behavior somewhere.
package kindtest

import (
	"fmt"
	"slices"
	"strings"

	"assay/questionnaire"
)

// ID is the id of the item of a kind in [File].
func ID(kind questionnaire.Kind) string {
	n := slices.Index(questionnaire.Kinds(), kind) + 1
	if !kind.Judged() {
		return fmt.Sprintf("fact_%d", n)
	}
	return fmt.Sprintf("ALL-%02d", n)
}

// File is a questionnaire file without a mistake and without a warning. It has
// an item of each of these kinds, in this order; a fact is asked with yes or no.
func File(kinds ...questionnaire.Kind) []byte {
	text := head
	for _, kind := range kinds {
		text += Item(kind)
	}
	return []byte(text + evidence)
}

const head = `id: kinds
version: 1.0.0
title: One item of every kind
scoring:
  mode: scored
  assurance: {claimed: 40, documented: 70, verified: 90, attested: 100}
  scenario: {two_scorers: 90, one_scorer: 70, apart: 2, vague_cap: 1}
  bands: {approve: 80, conditional: 65, remediate: 50}
  coverage: 90
  warning: {each: 3, most: 15}
  thin: 20
scales:
  control: [Nothing there, Ad hoc, Partly done, Done everywhere, Tested and improved]
  evidence: [None at all, Old or foreign, With gaps, Nearly whole, Whole and current]
domains:
  - id: ALL
    name: All kinds
    weight: 1
    items:
`

const evidence = `evidence:
  - {id: EV-01, name: The paper that shows it, freshness_days: 365, issued_by: vendor, check: [It is of this vendor]}
`

// Item is one item of a kind, a key on each line, as the list of a domain has it.
func Item(kind questionnaire.Kind) string {
	lines := []string{
		"- id: " + ID(kind), "kind: " + string(kind), "title: An item of kind " + string(kind),
		fmt.Sprintf("ask: \"How do you answer the item of kind %s in this questionnaire?\"", kind),
	}
	if !kind.Judged() {
		lines = append(lines, "answer: yes_no", "asked_of: vendor")
	} else {
		lines = append(lines,
			"weight: 1", "basis: K", "practice: true", "phase: pre-award", "asked_of: vendor",
			"listen_for: [Somebody did it, Somebody saw it]", `probes: ["Who did it?"]`,
			"red_flags: [{text: Nobody knows, severity: warning}]", "evidence: [EV-01]")
	}
	if kind.IsGate() {
		lines = append(lines, "hard: true", "min_assurance: documented")
	}
	if kind.Scored() {
		lines = append(lines, "anchors: [No story, A vague one, Half of one, Most of one, All of it]", "elements: [actor, clock]")
	}
	return "      " + strings.Join(lines, "\n        ") + "\n"
}

package report_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
)

// manyNotes is an assessment of as many items, each with a long note, a quote and a record.
func manyNotes(t testing.TB, items int, note string) *journal {
	t.Helper()
	var text strings.Builder
	text.WriteString(`id: many-notes
version: 1.0.0
title: A questionnaire of many items
scoring: {mode: scored, assurance: {claimed: 40, documented: 70, verified: 90, attested: 100}, scenario: {two_scorers: 90, one_scorer: 70, apart: 2, vague_cap: 1}, warning: {each: 3, most: 15}, thin: 20, bands: {approve: 80, conditional: 65, remediate: 50}, coverage: 90}
scales: {control: [None, Little, Half, Done, Measured]}
domains:
  - id: OPS
    name: Operations
    weight: 1
    items:
`)
	for n := range items {
		fmt.Fprintf(&text, "      - {id: OPS-%03d, kind: control, title: Practice %d, ask: Is practice %d in place?, weight: 1, basis: K, phase: pre-award, asked_of: vendor, practice: true, evidence: [EV-31]}\n", n+1, n+1, n+1)
	}
	text.WriteString("evidence:\n  - {id: EV-31, name: Record of the practice, freshness_days: 365}\n")
	q, err := questionnaire.Parse(strings.NewReader(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	j := newJournal(t, q, assessment.Vendor{ID: "v9", Name: "Crowd", LegalName: strings.Repeat("Crowded", 24) + " & Thorough, Inc.", Country: "US"}, nil)
	for n := range items {
		entry := assessment.Entry{ID: fmt.Sprintf("c%d", n), At: at(14, 1) + int64(n), By: "lead@hospital.example", Change: assessment.Answered{Answer: assessment.Answer{
			Item: fmt.Sprintf("OPS-%03d", n+1), Value: "4", Assurance: assessment.Verified, Note: note,
			Quotes:   []assessment.Quote{{Text: "“" + strings.Repeat("unbroken", 40) + "”", Who: strings.Repeat("Ngũgĩ", 12)}},
			Evidence: []assessment.Evidence{{Kind: "EV-31", Reference: "share/" + strings.Repeat("deep_folder/", 30), AsOf: today - 5}},
		}}}
		j.append(entry)
	}
	return j
}

// No word leaves the text of a page, at any length, on both papers.
func TestNothingOverflows(t *testing.T) {
	none := newJournal(t, shipped(t, "hipaa-staffing"), storyVendor, nil)
	one := newJournal(t, shipped(t, "hipaa-staffing"), storyVendor, nil)
	one.record("lead@hospital.example", 1, assessment.Answered{Answer: assessment.Answer{Item: "TEC-06", Value: "met", Note: "One answer."}})
	names := foreign(t, assessment.Vendor{ID: "v1", Name: "東京データ", LegalName: "株式会社東京データ", LatinName: "Tokyo Data KK"})
	names.record("lead@hospital.example", 4, assessment.Spelled{Name: "山田太郎", Latin: "Taro Yamada"})
	names.record("lead@hospital.example", 5, assessment.Spelled{Name: "王芳", Latin: "Wang Fang"})
	for name, j := range map[string]*journal{
		"0-answers": none, "1-answer": one, "400-answers": manyNotes(t, 400, "As they said."), "three-names": names,
		"long-notes": manyNotes(t, 3, strings.Repeat("A note of many words, ", 300)+strings.Repeat("x", 1700)+strings.Repeat("שלום ", 340)),
	} {
		for paper, size := range map[string][2]float64{"a4": {595.28, 841.89}, "letter": {612, 792}} {
			in := input(j.snapshot())
			in.Paper = paper
			file := rendered(t, in)
			if to := os.Getenv("ASSAY_PAGES"); to != "" {
				if err := os.WriteFile(filepath.Join(to, name+"-"+paper+".pdf"), file, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			pages := wordsOn(t, file)
			for n, page := range pages {
				for _, w := range page.Words {
					if w.Left < 40 || w.Right > size[0]-50 || w.Top < 20 || w.Bottom > size[1]-20 {
						t.Errorf("%s on %s, page %d of %d: %.30q is at %.0f to %.0f, %.0f to %.0f", name, paper, n+1, len(pages), w.Text, w.Left, w.Right, w.Top, w.Bottom)
					}
				}
			}
		}
	}
}

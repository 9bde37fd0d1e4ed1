package report_test

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
	"assay/report"
	"assay/report/pdf"
)

var update = flag.Bool("update", false, "raise the renderer's number when a drawn page has changed")

const (
	rendererSource = "renderer.go"
	rendererGolden = "testdata/renderer.golden"
)

// The number of the renderer rises with every change of a drawn page or of the
// attached data. testdata/renderer.golden ties the number to hashes of a few
// reports that draw every part.
func TestRendererRises(t *testing.T) {
	var hashes strings.Builder
	for _, d := range everyPart(t) {
		fmt.Fprintf(&hashes, "%x %s\n", digest(t, d.file), d.name)
	}
	golden, err := os.ReadFile(rendererGolden)
	if err != nil && !*update {
		t.Fatal(err)
	}
	number, kept, _ := strings.Cut(string(golden), "\n")
	switch {
	case number == report.Renderer && kept == hashes.String():
	case *update:
		raise(t, number, hashes.String())
	case kept == hashes.String():
		t.Errorf("%s says %s and %s says %s: run go test ./report -run RendererRises -update and commit both files", rendererSource, report.Renderer, rendererGolden, number)
	default:
		t.Errorf("a drawn page or the attached data has changed: run go test ./report -run RendererRises -update, which raises %s, and commit %s and %s", report.Renderer, rendererSource, rendererGolden)
	}
}

// raise writes the next number, after those of the source and of the golden
// file, which differ when two branches were merged.
func raise(t *testing.T, golden, hashes string) {
	t.Helper()
	next := fmt.Sprintf("assay-pdf/%d", 1+max(numberOf(report.Renderer), numberOf(golden)))
	source, err := os.ReadFile(rendererSource)
	if err != nil {
		t.Fatal(err)
	}
	raised := bytes.Replace(source, []byte(strconv.Quote(report.Renderer)), []byte(strconv.Quote(next)), 1)
	err = cmp.Or(os.WriteFile(rendererSource, raised, 0o644), os.WriteFile(rendererGolden, []byte(next+"\n"+hashes), 0o644))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("the renderer is now %s", next)
}

func numberOf(renderer string) int {
	n, _ := strconv.Atoi(strings.TrimPrefix(renderer, "assay-pdf/"))
	return n
}

type drawing struct {
	name string
	file []byte
}

// everyPart draws reports that have every part between them, from the test's
// own questionnaires: the shipped ones change without a change of the drawing.
func everyPart(t *testing.T) []drawing {
	t.Helper()
	proposed := input(story(t).snapshot())
	proposed.View, proposed.Paper, proposed.Milestone = questionnaire.NPRM2025, "letter", questionnaire.Access
	gates := input(newJournal(t, conditions(t), storyVendor, nil).snapshot())
	gates.Milestone = questionnaire.Access
	sides := []report.Compared{
		under(t, "First", story(t)), compared(redecided(t).snapshot()), compared(refolded(t, "a-long", long(t).Questionnaire, slices.Clone(journals[long(t).Head]))),
	}
	return []drawing{
		{"an interview", rendered(t, input(story(t).snapshot()))},
		{"by proposed rules, for access, on letter", rendered(t, proposed)},
		{"a re-assessment with its decision", rendered(t, input(redecided(t).snapshot()))},
		{"events that are lost", rendered(t, input(rolledBack(t, 1).snapshot()))},
		{"a list of gates", rendered(t, gates)},
		{"a summary and sign-offs", rendered(t, input(summarized(t).snapshot()))},
		{"a long one with contents, to approve", rendered(t, input(long(t)))},
		{"a debrief", rendered(t, shortOf(report.Debrief, story(t).snapshot()))},
		{"the pages that decide", rendered(t, shortOf(report.RFP, redecided(t).snapshot()))},
		{"a comparison", renderedComparison(t, comparison(sides))},
	}
}

// long is an assessment of so many items that its report has a table of
// contents, and nothing speaks against its vendor.
func long(t testing.TB) assessment.Snapshot {
	t.Helper()
	var text strings.Builder
	text.WriteString(`id: long
version: 1.0.0
title: Long enough for contents
scoring: {mode: scored, assurance: {claimed: 40, documented: 70, verified: 90, attested: 100}, scenario: {two_scorers: 90, one_scorer: 70, apart: 2, vague_cap: 1}, warning: {each: 3, most: 15}, thin: 20, bands: {approve: 80, conditional: 65, remediate: 50}, coverage: 90}
scales: {control: [None, Little, Half, Done, Measured]}
domains:
  - id: OPS
    name: Operations
    weight: 1
    items:
`)
	for n := range 45 {
		fmt.Fprintf(&text, "      - {id: OPS-%02d, kind: control, title: Practice %d, ask: Is practice %d in place?, weight: 1, basis: K, phase: pre-award, asked_of: vendor, practice: true, evidence: [EV-31]}\n", n+1, n+1, n+1)
	}
	text.WriteString("evidence:\n  - {id: EV-31, name: Record of the practice, freshness_days: 365}\n")
	q, err := questionnaire.Parse(strings.NewReader(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	j := newJournal(t, q, assessment.Vendor{ID: "v9", Name: "Long", LegalName: "Long & Thorough, Inc.", Country: "US"}, nil)
	seen := []assessment.Evidence{{Kind: "EV-31", Observed: "on their screen", AsOf: today - 5}}
	for n := range 45 {
		j.record("lead@hospital.example", n, assessment.Answered{Answer: assessment.Answer{
			Item: fmt.Sprintf("OPS-%02d", n+1), Value: "4", Assurance: assessment.Verified, Evidence: seen,
		}})
	}
	return j.snapshot()
}

// digest hashes the objects of a file, leaving out the renderer's name and how
// the streams are packed, which changes with the release of Go.
func digest(t *testing.T, file []byte) [sha256.Size]byte {
	t.Helper()
	document, err := pdf.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, n := range document.Revisions[0].Numbers() {
		fmt.Fprintf(&all, "\n%d ", n)
		describe(t, &all, document.AsOf(0).Object(n))
	}
	unnamed := all.Bytes()
	for _, name := range [][]byte{[]byte(report.Renderer), utf16(report.Renderer)} {
		unnamed = bytes.ReplaceAll(unnamed, name, nil)
	}
	if len(unnamed) == all.Len() {
		t.Fatal("the pages do not name the renderer")
	}
	return sha256.Sum256(unnamed)
}

// packed matches the entries of a stream that follow from its data.
var packed = regexp.MustCompile(`^(Length|Filter|Size|CheckSum)$`)

func describe(t *testing.T, out *bytes.Buffer, o pdf.Object) {
	t.Helper()
	switch o := o.(type) {
	case *pdf.Stream:
		describe(t, out, o.Dictionary)
		data, err := o.Decode(1 << 26)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(data)
	case *pdf.Dictionary:
		for _, key := range slices.DeleteFunc(o.Keys(), func(key pdf.Name) bool { return packed.MatchString(string(key)) }) {
			fmt.Fprintf(out, "/%s ", key)
			describe(t, out, o.Get(key))
		}
	case pdf.Array:
		for _, element := range o {
			describe(t, out, element)
		}
	default:
		fmt.Fprintf(out, "%T %v ", o, o)
	}
}

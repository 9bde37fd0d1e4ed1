package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
	"assay/questionnaire/canonical"
	"assay/report"
	"assay/report/pdf"
	"assay/report/pdf/pdftest"
)

// rendered draws a report with the journal of its snapshot.
func rendered(t testing.TB, in report.Input) []byte {
	t.Helper()
	in.Journal = journalOf(in.Snapshot)
	file, err := report.Render(in)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// reading is what another program reads on the pages, with all white space as
// single spaces.
func reading(t testing.TB, file []byte) string {
	t.Helper()
	sum := sha256.Sum256(file)
	if text, is := read[sum]; is {
		return text
	}
	text, ok := pdftest.Tool(t, "pdftotext", "-raw", "-enc", "UTF-8", pdftest.Save(t, "report.pdf", file), "-")
	if !ok {
		t.Fatal(text)
	}
	read[sum] = strings.Join(strings.Fields(text), " ")
	return read[sum]
}

// read is what was read in the files so far: many tests look at the same one,
// and reading takes longer than drawing.
var read = map[[sha256.Size]byte]string{}

func TestAReaderWithoutTheToolLearnsEverything(t *testing.T) {
	j := story(t)
	file := rendered(t, input(j.snapshot()))
	text := reading(t, file)
	for about, want := range map[string]string{
		"the verdict":                 "BLOCKED",
		"what it means":               "An unmet condition blocks, whatever the score.",
		"why, a gate not shown":       "1 hard gate is answered yes, but no valid record shows it: BAA-02 Signer may bind",
		"why, a gate not asked":       "1 hard gate has no answer yet, and so is open: TEC-02 Second factor",
		"why, a flag":                 "A stop flag is open on BAA-01: “Wants an NDA instead”.",
		"the vendor, spelled out":     "[U+6771][U+4EAC]",
		"its letters that exist":      "Łódź Sp. z o.o.",
		"the trade name":              "Known as Łódź Data",
		"the contest":                 "request for proposals RFP-2026-14, Interface support",
		"the questionnaire":           "story 1.2.0",
		"the rule view":               "the law in force",
		"the head of the journal":     j.snapshot().Head.String(),
		"that nobody decided":         "No decision recorded.",
		"who evaluated":               "Evaluated by lead@hospital.example; ciso@hospital.example; this report was drawn for Ruth Adeyemi, procurement lead",
		"the session":                 "1 · 2026-11-22 08:00 – 09:30 CST · Marisol Tañedo (delivery lead, vendor), Ruth Adeyemi (procurement lead, us)",
		"the waiver":                  "BAA-06 Insurance named us (waived) Granted 2026-11-22 by cfo@hospital.example, expires 2027-01-21. Reason: Renewal is under way",
		"its compensating control":    "Compensating control: Our own policy covers it. Owner: Risk office.",
		"the review cadence":          "review at least every 180 days",
		"what closes a gate":          "A valid record, verified by us;",
		"a quote, verbatim":           "“We sign what the law asks, and nothing that it does not.” (General counsel, 2026-11-22 08:02 CST)",
		"a quote with odd letters":    `“We would open a ticket (and wait) \o/ — [U+7B49]”`,
		"an emoji, spelled out":       "[U+1F600]",
		"the list of such characters": "U+1F600",
		"harmless text from outside":  `Note: Quiet evil ) Tj ET (\ <</JS 1>> end of note`,
		"a record":                    "EV-58 Draft agreement · draft agreement (v3).pdf",
		"its age":                     "fresh, 20 of 90 days",
		"an ageing record":            "aging, 120 days, limit 90",
		"a test without scope":        "attested, scope not mapped: counts as documented",
		"the scope as given":          "scope: entity Łódź Data; site Łódź",
		"a hash in full":              strings.Repeat("ab", 32),
		"a size":                      "1.2 MB",
		"set aside by hand":           "No data flows yet",
		"set aside by rule":           "by rule: fact(\"tiers\")",
		"the scorers":                 "Score: 2 by ciso@hospital.example Score: 3 by lead@hospital.example",
		"what the answer named":       "Named: actor, clock",
		"a vague answer":              "No actor, clock, system or record named: counts as 1 at most",
		"what was heard":              "Heard: names who is told",
		"marks":                       "Marks: volunteered",
		"a resolved flag":             "resolved by ciso@hospital.example, 2026-11-22 08:16 CST: Apologised in writing",
		"a rule's flag, settled":      "“nobody patches”",
		"a rule's flag, open":         "“anchor 0: Nothing”",
		"a later item":                "Counts from access on",
		"a hidden item":               "proposed only",
		"practice is not law":         "Practice is not law",
		"how to verify":               "assay verify FILE",
		"who made it":                 "engine assay/1, drawn by renderer " + report.Renderer,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing: %q", about, want)
		}
	}
	for _, never := range []string{"\x1b", "\u202e", "owned"} {
		if strings.Contains(text, never) {
			t.Errorf("the text holds %q", never)
		}
	}
	if n := strings.Count(text, " twice, "); n != 60 {
		t.Errorf("of 60 sentences of a long note %d are there", n)
	}
}

func TestEveryItemIsPrintedAtEveryMilestoneAndView(t *testing.T) {
	in := input(story(t).snapshot())
	for _, in.Milestone = range questionnaire.Milestones() {
		for _, in.View = range []questionnaire.View{questionnaire.Current, questionnaire.NPRM2025} {
			text := reading(t, rendered(t, in))
			for _, domain := range in.Snapshot.Questionnaire.Domains {
				for _, item := range domain.Items {
					if !strings.Contains(text, item.ID+" ") || !strings.Contains(text, item.Title) {
						t.Errorf("%s, %s: %s is missing", in.Milestone, in.View, item.ID)
					}
				}
			}
		}
	}
}

// The attachment is all that a later render needs.
func TestTheSameDataGivesTheSameBytes(t *testing.T) {
	in := input(redecided(t).snapshot())
	file := rendered(t, in)
	if !bytes.Equal(file, rendered(t, in)) {
		t.Fatal("two renders differ")
	}
	document, err := pdf.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	data, err := document.Attachment(report.AttachmentName)
	if err != nil {
		t.Fatal(err)
	}
	var attached struct{ Snapshot json.RawMessage }
	if err := json.Unmarshal(data, &attached); err != nil {
		t.Fatal(err)
	}
	if in.Snapshot, err = assessment.ParseSnapshot(attached.Snapshot); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(file, rendered(t, in)) {
		t.Error("a render from the attachment differs")
	}
}

func TestOtherPeoplesToolsAreContent(t *testing.T) {
	in := input(demo(t, "ellsmarch", "Ellsmarch Clinical Engineering, Inc."))
	path := pdftest.Save(t, "report.pdf", rendered(t, in))
	out, _ := pdftest.Tool(t, "pdftotext", "-raw", path, "-")
	pages := strings.Split(out, "\f")

	t.Run("qpdf finds no error", func(t *testing.T) {
		out, ok := pdftest.Tool(t, "qpdf", "--check", path)
		if !ok || !strings.Contains(out, "No syntax or stream encoding errors found") {
			t.Error(out)
		}
	})
	t.Run("all fonts are embedded and have Unicode maps", func(t *testing.T) {
		out, _ := pdftest.Tool(t, "pdffonts", path)
		fonts := strings.Split(strings.TrimSpace(out), "\n")[2:]
		if len(fonts) != 3 {
			t.Errorf("%d fonts", len(fonts))
		}
		for _, font := range fonts {
			if !strings.Contains(font, "CID TrueType") || !regexp.MustCompile(`Identity-H +yes (yes|no) +yes `).MatchString(font) {
				t.Error(font)
			}
		}
	})
	t.Run("each bookmark leads to the page that has its title", func(t *testing.T) {
		out, _ := pdftest.Tool(t, "mutool", "show", path, "outline")
		entries := regexp.MustCompile(`"([^"]+)"\s+#page=(\d+)`).FindAllStringSubmatch(out, -1)
		if len(entries) < 20 || strings.Contains(out, "invalid") {
			t.Fatal(out)
		}
		for _, entry := range entries {
			page, err := strconv.Atoi(entry[2])
			if err != nil || page < 1 || page > len(pages) {
				t.Fatalf("%q leads to page %s of %d", entry[1], entry[2], len(pages))
			}
			text := pages[page-1]
			_, below, found := strings.Cut(strings.Join(strings.Fields(text), " "), strings.Join(strings.Fields(entry[1]), " "))
			if entry[1] == "Verdict" {
				found = strings.Contains(text, "BLOCKED")
			} else if len(below) < 200 {
				t.Errorf("%q stands alone at the end of page %s", entry[1], entry[2])
			}
			if !found {
				t.Errorf("%q is not on page %s", entry[1], entry[2])
			}
		}
	})
	t.Run("a table that runs on has its head on every page", func(t *testing.T) {
		first := slices.IndexFunc(pages, func(page string) bool { return strings.Contains(page, "Every evidence record of this assessment.") })
		last := slices.IndexFunc(pages, func(page string) bool { return strings.Contains("\n"+page, "\nMethod\n") })
		if first < 0 || last-first < 2 {
			t.Fatalf("the evidence register runs from page %d to %d", first+1, last+1)
		}
		for n := first; n < last; n++ {
			if !strings.Contains(pages[n], "Dates Assurance") {
				t.Errorf("page %d has no head", n+1)
			}
		}
	})
	t.Run("the attachment is canonical and complete", func(t *testing.T) {
		saved := filepath.Join(t.TempDir(), "assessment.json")
		if out, ok := pdftest.Tool(t, "pdfdetach", "-save", "1", "-o", saved, path); !ok {
			t.Fatal(out)
		}
		data, err := os.ReadFile(saved)
		if err != nil {
			t.Fatal(err)
		}
		want, err := canonical.Marshal(map[string]any{
			"as_of": "2026-11-22", "commitments": commitmentsIn(t, data), "engine": "assay/1", "evaluator": in.Evaluator, "milestone": "award", "organisation": in.Organisation,
			"paper": "a4", "renderer": report.Renderer, "snapshot": in.Snapshot, "view": "current",
		})
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(data, want) {
			t.Error("the attachment is not the canonical data of the report")
		}
	})
	t.Run("three signature fields lie on the last page", func(t *testing.T) {
		out, _ := pdftest.Tool(t, "pdfinfo", path)
		for _, want := range []string{"Form: +AcroForm", "JavaScript: +no", "Metadata Stream: yes", "Page size: +595.28 x 841.89 pts \\(A4\\)", "PDF version: +1.7"} {
			if !regexp.MustCompile(want).MatchString(out) {
				t.Errorf("pdfinfo does not say %s:\n%s", want, out)
			}
		}
		if out, _ := pdftest.Tool(t, "pdfsig", path); strings.Count(out, "ot signed") == 0 {
			t.Errorf("pdfsig says:\n%s", out)
		}
	})
}

// printed is a page as another program reads it, with where each word stands.
type printed struct {
	Height float64 `xml:"height,attr"`
	Words  []struct {
		Left   float64 `xml:"xMin,attr"`
		Right  float64 `xml:"xMax,attr"`
		Top    float64 `xml:"yMin,attr"`
		Bottom float64 `xml:"yMax,attr"`
		Text   string  `xml:",chardata"`
	} `xml:"word"`
}

func wordsOn(t testing.TB, file []byte, pages ...string) []printed {
	t.Helper()
	out, ok := pdftest.Tool(t, "pdftotext", append(pages, "-bbox", pdftest.Save(t, "report.pdf", file), "-")...)
	if !ok {
		t.Fatal(out)
	}
	var document struct {
		Pages []printed `xml:"body>doc>page"`
	}
	if err := xml.Unmarshal([]byte(out), &document); err != nil {
		t.Fatal(err)
	}
	return document.Pages
}

// Nothing may stand outside the text area, on either paper, whatever it is.
func TestNothingLeavesThePage(t *testing.T) {
	for paper, width := range map[string]float64{"a4": 595.28, "letter": 612} {
		for _, in := range []report.Input{input(story(t).snapshot()), input(demo(t, "oakhollin", "Oakhollin Talent Partners LLC")), input(redecided(t).snapshot())} {
			in.Paper = paper
			words := 0
			for n, page := range wordsOn(t, rendered(t, in)) {
				words += len(page.Words)
				for _, w := range page.Words {
					if w.Left < 51 || w.Right > width-51 || w.Top < 30 || w.Bottom > page.Height-20 {
						t.Errorf("%s, page %d: %q stands at %.0f–%.0f, %.0f–%.0f", paper, n+1, w.Text, w.Left, w.Right, w.Top, w.Bottom)
					}
				}
			}
			if words < 1000 {
				t.Errorf("%s: only %d words were read", paper, words)
			}
		}
	}
}

func TestAnAssessmentWithoutAnswersIsReportedToo(t *testing.T) {
	snapshot := newJournal(t, storyQuestionnaire(t), storyVendor, nil).snapshot()
	file := rendered(t, input(snapshot))
	text := reading(t, file) + outcomes(t, file)
	for _, want := range []string{
		"BLOCKED", "have no answer yet, and so are open:", "not part of a request for proposals", "There are no evidence records.", "Red flags Nobody raised a red flag, and no rule did.",
		"No item claims more than its evidence shows.", "Not answered no number given: counts as the worst case, 1000000",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

func TestAQuestionnaireOfGatesAloneHasNoScores(t *testing.T) {
	source, err := os.ReadFile("testdata/story.yaml")
	if err != nil {
		t.Fatal(err)
	}
	q, err := questionnaire.Parse(strings.NewReader(strings.Replace(string(source), "mode: scored", "mode: gates-only", 1)))
	if err != nil {
		t.Fatal(err)
	}
	text := reading(t, rendered(t, input(newJournal(t, q, storyVendor, nil).snapshot())))
	for _, never := range []string{"Assurance gap", "Still possible", "Contents"} {
		if strings.Contains(text, never) {
			t.Errorf("the report has %q", never)
		}
	}
	if !strings.Contains(text, "BLOCKED") || !strings.Contains(text, "BAA-01 Agreement before PHI") {
		t.Error("verdict or gates are missing")
	}
}

func TestRenderRefuses(t *testing.T) {
	good := input(story(t).snapshot())
	for name, change := range map[string]func(*report.Input){
		"no assessment":     func(in *report.Input) { in.Snapshot = assessment.Snapshot{} },
		"no day":            func(in *report.Input) { in.AsOf = 0 },
		"no milestone":      func(in *report.Input) { in.Milestone = "lunch" },
		"no rule view":      func(in *report.Input) { in.View = "" },
		"no known paper":    func(in *report.Input) { in.Paper = "a0" },
		"paper of gofpdf's": func(in *report.Input) { in.Paper = "A4" },
	} {
		in := good
		change(&in)
		if _, err := report.Render(in); assessment.CodeOf(err) != assessment.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

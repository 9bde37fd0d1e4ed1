package filing_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"assay/assessment"
	"assay/questionnaire"
	"assay/report"
	"assay/report/filing"
	"assay/report/proof"
	"assay/report/proof/prooftest"
	"assay/report/sign"
)

var (
	now    = time.Date(2027, 1, 20, 15, 4, 5, 0, time.UTC)
	page   = []byte("<!DOCTYPE html><title>verify</title>")
	signer = "Dana Whitfield"
)

// asked is a question to the vendor.
const asked = "SUB-01"

// desk is a person who signs, and the reports of an RFP that this person signed.
type desk struct {
	dana    sign.Identity
	inputs  []report.Input
	reports []filing.Report
	later   *drawnLater
}

// drawnLater is made when the first test asks, and is the same for all.
type drawnLater struct {
	debrief    *filing.Report
	comparison []byte
}

// request is the RFP of all reports.
func request() *assessment.RFP {
	return &assessment.RFP{ID: "r1", Title: "EHR team", Reference: "RFP-2026-114", Milestone: questionnaire.Award}
}

func newDesk(t testing.TB, vendors ...string) desk {
	t.Helper()
	if made, is := desks.Load(strings.Join(vendors, "\n")); is {
		return made.(desk)
	}
	d := desk{dana: prooftest.Identity(t, signer, now), later: &drawnLater{}}
	for n, vendor := range vendors {
		in := prooftest.RecordedFor(t, request(), fmt.Sprintf("a-%d", n+1), vendor, now, assessment.FlagRaised{Severity: questionnaire.Warning, Text: "a flag about " + vendor},
			assessment.Answered{Answer: assessment.Answer{Item: asked, Value: assessment.Met, Assurance: assessment.Documented, Evidence: []assessment.Evidence{
				{Kind: "EV-51", File: fmt.Sprintf("memo-%d.pdf", n+1), SHA256: strings.Repeat("5e", 32), Size: 9, AsOf: assessment.DateOf(now, time.UTC) - 3},
			}}})
		d.inputs, d.reports = append(d.inputs, in), append(d.reports, d.signed(t, in, filing.ForFile))
	}
	desks.Store(strings.Join(vendors, "\n"), d)
	return d
}

// desks are the desks made so far, by their vendors: drawing reports takes time.
var desks sync.Map

// signed is a signed report.
func (d desk) signed(t testing.TB, in report.Input, a filing.Audience) filing.Report {
	t.Helper()
	if a == filing.ForBidder {
		in.Profile = report.Debrief
	}
	file := prooftest.Signed(t, prooftest.Drawn(t, in), sign.Assessor, d.dana, now)
	found, err := report.Verify(file, d.policy().Policy)
	if err != nil {
		t.Fatal(err)
	}
	r, err := filing.ReadReport(found, a)
	if err != nil {
		t.Fatal(err)
	}
	r.File = file
	return r
}

// answered is the debrief of a vendor that gave one answer in these words.
func (d desk) answered(t testing.TB, quote string) filing.Report {
	t.Helper()
	return d.signed(t, prooftest.RecordedFor(t, request(), "a-1", "Harbor Staffing", now, assessment.Answered{Answer: assessment.Answer{
		Item: asked, Value: assessment.Met, Assurance: assessment.Claimed, Quotes: []assessment.Quote{{Text: quote}},
	}}), filing.ForBidder)
}

func (d desk) contents(t testing.TB, audience filing.Audience) filing.Contents {
	t.Helper()
	q := d.inputs[0].Snapshot.Questionnaire
	c := filing.Contents{
		For: audience, By: signer, Made: now, Assay: "1.0", Organisation: "Lakeside Health",
		RFP:           *request(),
		Questionnaire: q, Reports: slices.Clone(d.reports), Page: page,
	}
	c.RFP.Questionnaire = q.Hash()
	if audience == filing.ForBidder {
		c.Reports = []filing.Report{d.debrief(t)}
	}
	if c.Compares() {
		c.Comparison = d.comparison(t)
	}
	return c
}

// debrief is the debrief of the first vendor. It is drawn once.
func (d desk) debrief(t testing.TB) filing.Report {
	t.Helper()
	if d.later.debrief == nil {
		debrief := d.signed(t, d.inputs[0], filing.ForBidder)
		d.later.debrief = &debrief
	}
	return *d.later.debrief
}

// comparison is the signed comparison of all vendors. It is drawn once.
func (d desk) comparison(t testing.TB) []byte {
	t.Helper()
	if d.later.comparison == nil {
		d.later.comparison = d.compared(t, d.dana, d.inputs...)
	}
	return d.later.comparison
}

// compared is a signed comparison.
func (d desk) compared(t testing.TB, by sign.Identity, of ...report.Input) []byte {
	t.Helper()
	in := report.ComparisonInput{Organisation: "Lakeside Health", Paper: "a4"}
	for _, one := range of {
		in.Sides = append(in.Sides, report.Compared{Snapshot: one.Snapshot, AsOf: one.AsOf, Milestone: one.Milestone, View: one.View, Journal: one.Journal})
	}
	file, err := report.RenderComparison(in)
	if err != nil {
		t.Fatal(err)
	}
	return prooftest.Signed(t, file, sign.Assessor, by, now)
}

func (d desk) sign(manifest []byte) ([]byte, error) {
	return sign.SignDetached(manifest, d.dana, now, nil)
}

func (d desk) pack(t testing.TB, c filing.Contents) []byte {
	t.Helper()
	zip, err := c.Pack(d.sign)
	if err != nil {
		t.Fatal(err)
	}
	return zip
}

func (d desk) policy() filing.Policy {
	return filing.Policy{Policy: report.Policy{Anchors: sign.Own(d.dana.Chain), Now: now}, Page: page, Assay: "1.0"}
}

func verified(t testing.TB, zip []byte, p filing.Policy) []proof.Proof {
	t.Helper()
	all, err := filing.Verify("rfp.zip", zip, p)
	if err != nil {
		t.Fatal(err)
	}
	return proof.Together(all)
}

func TestAPackageForTheFileIsProvenWithEveryReportInIt(t *testing.T) {
	d := newDesk(t, "Harbor Staffing", "Northstar")
	all := verified(t, d.pack(t, d.contents(t, filing.ForFile)), d.policy())
	if len(all) != 4 {
		t.Fatalf("%d proofs", len(all))
	}
	for _, p := range all {
		if p.Result != report.Proven {
			t.Errorf("%s: %s %q", p.File, p.Result, p.EveryProblem())
		}
	}
	if p := all[0].Package; p == nil || p.Vendors != 2 || p.For != "file" || p.Reference != "RFP-2026-114" {
		t.Errorf("it says %+v", p)
	}
	if all[2].Says.Vendor != "Northstar" || all[2].File != "rfp.zip/reports/02-northstar.pdf" {
		t.Errorf("the second report is %q of %q", all[2].File, all[2].Says.Vendor)
	}
}

func TestTheSameContentsGiveTheSamePackage(t *testing.T) {
	d := newDesk(t, "Harbor Staffing", "Northstar")
	if once, again := d.pack(t, d.contents(t, filing.ForFile)), d.pack(t, d.contents(t, filing.ForFile)); !slices.Equal(once, again) {
		t.Error("two packages of the same contents differ")
	}
}

func TestTheIndexSaysFirstForWhomItIsNot(t *testing.T) {
	d := newDesk(t, "Harbor <b>Staffing</b>", "Northstar")
	index := contentOf(t, d.pack(t, d.contents(t, filing.ForFile)), "index.html")
	_, body, _ := strings.Cut(index, "<body>")
	if want := "\n<main>\n<h1>Confidential answers of 2 vendors: not for bidders</h1>"; !strings.HasPrefix(body, want) {
		t.Errorf("the page begins %.100q", body)
	}
	for _, want := range []string{"Harbor &lt;b&gt;Staffing&lt;/b&gt;", `href="reports/01-harbor-b-staffing-b.pdf"`, "comparison.pdf", "evidence.csv", "questionnaire.json"} {
		if !strings.Contains(index, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestNobodyIsTrustedUnasked(t *testing.T) {
	d := newDesk(t, "Harbor Staffing", "Northstar")
	zip := d.pack(t, d.contents(t, filing.ForFile))
	nobody := d.policy()
	nobody.Anchors = nil
	all := verified(t, zip, nobody)
	if len(all) != 1 || all[0].Proven || !all[0].Signatures[0].Unconfirmed {
		t.Errorf("trusted without an anchor: %+v", all)
	}
	nobody.Expect = map[sign.Role]sign.Expected{
		sign.Filer:    {Fingerprint: sign.Fingerprint(d.dana.Certificate)},
		sign.Assessor: {Fingerprint: sign.Fingerprint(d.dana.Certificate)},
	}
	if all := verified(t, zip, nobody); !all[0].Proven || len(all) != 4 {
		t.Errorf("its keys are expected: %q", all[0].EveryProblem())
	}
	other := d.policy()
	other.Expect = map[sign.Role]sign.Expected{sign.Reviewer: {Name: "Ben Okafor"}}
	if all := verified(t, zip, other); all[0].Proven || all[1].Proven {
		t.Error("proven without the reviewer that every report must have")
	}
}

// A signer may say in the manifest what the reports do not say.
func TestTheListMustSayWhatTheReportsSay(t *testing.T) {
	d := newDesk(t, "Harbor Staffing", "Northstar")
	ben := prooftest.Identity(t, "Ben Okafor", now)
	for name, change := range map[string]func(*filing.Contents){
		"a better verdict":      func(c *filing.Contents) { c.Reports[1].Says.Verdict = assessment.Approve },
		"another score":         func(c *filing.Contents) { c.Reports[1].Says.Shown = "99.9" },
		"the report of another": func(c *filing.Contents) { c.Reports[1].File = c.Reports[0].File },
		"an unsigned report":    func(c *filing.Contents) { c.Reports[1].File = []byte("%PDF-1.7") },
		"another milestone":     func(c *filing.Contents) { c.RFP.Milestone = questionnaire.Access },
		"another RFP":           func(c *filing.Contents) { c.RFP.ID = "r2" },
		"another title":         func(c *filing.Contents) { c.RFP.Title = "Night desk" },
		"another reference":     func(c *filing.Contents) { c.RFP.Reference = "RFP-2026-9" },
		"another day due":       func(c *filing.Contents) { c.RFP.Due = 20900 },
		"another signer":        func(c *filing.Contents) { c.By = "Ruth Adeyemi" },
		"a time in the future":  func(c *filing.Contents) { c.Made = now.AddDate(0, 0, 1) },
		"another day":           func(c *filing.Contents) { c.Reports[1].Says.AsOf++ },
		"evidence of nobody":    func(c *filing.Contents) { c.Reports[1].Judged = c.Reports[0].Judged },
		"the same report twice": func(c *filing.Contents) { c.Reports[1] = c.Reports[0] },
		"nothing":               func(c *filing.Contents) { c.Reports = nil },
		"a debrief":             func(c *filing.Contents) { c.Reports[1].File = d.contents(t, filing.ForBidder).Reports[0].File },
		"another comparison": func(c *filing.Contents) {
			c.Comparison = d.compared(t, d.dana, d.inputs[0], prooftest.RecordedFor(t, request(), "a-2", "Northstar", now))
		},
		"a comparison of others": func(c *filing.Contents) {
			c.Comparison = d.compared(t, d.dana, d.inputs[0], prooftest.RecordedFor(t, request(), "a-9", "Northstar", now))
		},
		"a comparison by somebody else": func(c *filing.Contents) {
			c.Comparison = d.compared(t, ben, d.inputs...)
		},
		"a report as comparison":   func(c *filing.Contents) { c.Comparison = c.Reports[0].File },
		"a comparison as report":   func(c *filing.Contents) { c.Reports[1].File = c.Comparison },
		"an unsigned comparison":   func(c *filing.Contents) { c.Comparison = []byte("%PDF-1.7") },
		"two vendors for a bidder": func(c *filing.Contents) { c.For, c.Comparison = filing.ForBidder, nil },
	} {
		t.Run(name, func(t *testing.T) {
			c := d.contents(t, filing.ForFile)
			change(&c)
			zip, err := c.Pack(d.sign)
			if err != nil {
				return
			}
			trusting := d.policy()
			trusting.Anchors = append(trusting.Anchors, sign.Own(ben.Chain)...)
			if all := verified(t, zip, trusting); all[0].Proven || all[0].Package != nil || len(all[0].EveryProblem()) == 0 {
				t.Errorf("proven: %+v", all[0])
			}
		})
	}
}

// Another version of assay may list the evidence in another way. Only who accepts that gets a proof.
func TestTheFilesOfAnotherVersionAreNotProvenUnasked(t *testing.T) {
	d := newDesk(t, "Harbor Staffing")
	c := d.contents(t, filing.ForFile)
	c.Assay, c.Reports[0].Judged = "0.9", d.signed(t, prooftest.RecordedFor(t, request(), "a-1", "Harbor Staffing", now), filing.ForFile).Judged
	zip := d.pack(t, c)
	p := d.policy()
	if all := verified(t, zip, p); all[0].Proven || !strings.Contains(all[0].Problems[0], `evidence.csv was made by assay "0.9"`) {
		t.Errorf("problems %q", all[0].Problems)
	}
	p.FiguresOnly = true
	if all := verified(t, zip, p); !all[0].Proven || !strings.Contains(all[0].Notes[0], "nobody compared it with the reports") {
		t.Errorf("problems %q, notes %q", all[0].Problems, all[0].Notes)
	}
}

func TestAnotherPageThanOursIsNoted(t *testing.T) {
	d := newDesk(t, "Harbor Staffing")
	p := d.policy()
	p.Page = []byte("another version")
	all := verified(t, d.pack(t, d.contents(t, filing.ForFile)), p)
	if !all[0].Proven || !strings.Contains(strings.Join(all[0].Notes, "; "), "verify.html is not the page of this version") {
		t.Errorf("%v, notes %q", all[0].Proven, all[0].Notes)
	}
}

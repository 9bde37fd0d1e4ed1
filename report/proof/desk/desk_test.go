package desk_test

import (
	"bytes"
	"crypto/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/report"
	"assay/report/proof/desk"
	"assay/report/proof/prooftest"
	"assay/report/sign"
	"assay/report/sign/signtest"
)

var now = time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC)

func newDesk() *desk.Desk { return desk.New(func() time.Time { return now }) }

// answers are the answers on the desk, in order.
func answers(d *desk.Desk) []string {
	var all []string
	for _, paper := range d.Papers() {
		all = append(all, paper.Answer)
	}
	return all
}

const unconfirmed = "signed by a key that you have not confirmed"

// A person confirms the keys of a report one by one. Only then it is proven, and so
// is every other report of the same keys.
func TestAPersonConfirmsKeys(t *testing.T) {
	ruth, ben := prooftest.Identity(t, "Ruth Adeyemi", now), prooftest.Identity(t, "Ben Ortiz", now)
	report := prooftest.Report(t, "Harbor Staffing", now)
	alone := prooftest.Signed(t, report, sign.Assessor, ruth, now)
	both := prooftest.Signed(t, alone, sign.Approver, ben, now)
	d := newDesk()
	d.Lay("alone.pdf", alone)
	d.Lay("both.pdf", both)
	papers := d.Papers()
	if got := answers(d); !slices.Equal(got, []string{unconfirmed, unconfirmed}) || len(papers[1].Keys) != 2 {
		t.Fatalf("before: %q, %+v", got, papers[1].Keys)
	}
	for _, paper := range papers {
		if len(paper.Fields)+len(paper.Problems) > 0 || paper.Kind != desk.Open {
			t.Errorf("an unconfirmed report says %+v", paper)
		}
	}
	certificate, authority := sign.Fingerprint(ruth.Certificate), sign.Fingerprint(ben.Authority())

	for typed, refusal := range map[string]string{
		certificate[:15]: "has 15 digits", "telephone": "is not a fingerprint", "": "has 0 digits",
		authority[:16]: "another fingerprint", strings.Repeat("0", 16): "another fingerprint",
	} {
		if err := d.Confirm(1, "signature-0", typed); err == nil || !strings.Contains(err.Error(), refusal) {
			t.Errorf("%q in the field of Ruth: %v", typed, err)
		}
	}
	if got := answers(d); !slices.Equal(got, []string{unconfirmed, unconfirmed}) {
		t.Fatalf("after wrong digits: %q", got)
	}

	if err := d.Confirm(1, "signature-0", strings.ToUpper(sign.ReadOut(certificate))); err != nil {
		t.Fatal(err)
	}
	if got := answers(d); !slices.Equal(got, []string{"proven", unconfirmed}) || len(d.Papers()[1].Keys) != 1 {
		t.Fatalf("after the key of Ruth: %q", got)
	}
	if err := d.Confirm(1, "signature-1", authority[:16]); err != nil {
		t.Fatal(err)
	}
	d.Lay("again.pdf", both)
	if got := answers(d); !slices.Equal(got, []string{"proven", "proven", "proven"}) {
		t.Fatalf("after both keys: %q, %q", got, d.Papers()[1].Problems)
	}
	paper := d.Papers()[1]
	for _, want := range [][2]string{{"vendor", "Harbor Staffing"}, {"confirmed by", "the fingerprint " + sign.ReadOut(certificate)}, {"confirmed by", "the fingerprint " + sign.ReadOut(authority)}} {
		if !slices.Contains(paper.Fields, want) {
			t.Errorf("%q is missing in %q", want, paper.Fields)
		}
	}
	if paper.Kind != desk.Good || len(paper.Keys) > 0 {
		t.Errorf("the proven report is %+v", paper)
	}
}

// Nothing that a person can do makes a file proven that is not.
func TestABadFileIsNotProven(t *testing.T) {
	ruth := prooftest.Identity(t, "Ruth Adeyemi", now)
	signed := prooftest.Signed(t, prooftest.Report(t, "Harbor Staffing", now), sign.Assessor, ruth, now)
	altered := bytes.Replace(signed, []byte("/Type"), []byte("/Typo"), 1)
	d := newDesk()
	d.Lay("good.pdf", signed)
	if err := d.Confirm(0, "signature-0", sign.Fingerprint(ruth.Certificate)); err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{
		"altered.pdf": altered, "cut.pdf": signed[:len(signed)/2], "foreign.pdf": []byte("%PDF-1.7\nhello\n%%EOF\n"), "empty.pdf": nil,
		"appended.pdf": append(bytes.Clone(signed), "\n% more"...), "unsigned.pdf": prooftest.Report(t, "Harbor Staffing", now),
	} {
		d := newDesk()
		d.Lay(name, file)
		for _, key := range d.Papers()[0].Keys {
			if err := d.Confirm(0, key.ID, sign.Fingerprint(ruth.Certificate)); err != nil {
				t.Error(err)
			}
		}
		paper := d.Papers()[0]
		if paper.Answer != "not proven" || paper.Kind != desk.Bad || len(paper.Problems) == 0 || len(paper.Fields) > 0 {
			t.Errorf("%s: %+v", name, paper)
		}
	}
	d.Refuse("huge.pdf", 80_000_000)
	d.Unread("folder")
	for n, problem := range map[int]string{1: "it has 80 MB; a report has at most 64 MB", 2: "the browser cannot read it"} {
		if paper := d.Papers()[n]; paper.Answer != "not proven" || !slices.Equal(paper.Problems, []string{problem}) {
			t.Errorf("%+v", paper)
		}
	}
}

// Years later the certificate of the signer has ended. The report is sealed, and the
// person also confirms the authority of the time stamp.
func TestAPersonConfirmsAClock(t *testing.T) {
	ruth := prooftest.Identity(t, "Ruth Adeyemi", now)
	root := signtest.NewAuthority(t, "Clock Root", now.AddDate(-1, 0, 0), 20)
	stamper := signtest.NewStamper(t, root, "Clock", now.AddDate(-1, 0, 0), 20, func() time.Time { return now })
	file, err := sign.Seal(prooftest.Signed(t, prooftest.Report(t, "Harbor Staffing", now), sign.Assessor, ruth, now), sign.Evidence{}, nil,
		sign.TSA{Ask: stamper.Reply, Random: rand.Reader, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	d := desk.New(func() time.Time { return now.AddDate(6, 0, 0) })
	d.Lay("old.pdf", file)
	paper := d.Papers()[0]
	if paper.Answer != "not proven" || len(paper.Keys) != 1 || !strings.Contains(paper.Keys[0].Claims, `is from "Clock"`) {
		t.Fatalf("six years later: %+v", paper)
	}
	if err := d.Confirm(0, "stamp-0", sign.Fingerprint(ruth.Certificate)); err == nil {
		t.Error("the key of the signer is confirmed as a clock")
	}
	if err := d.Confirm(0, "stamp-0", sign.Fingerprint(stamper.Certificate)[:16]); err != nil {
		t.Fatal(err)
	}
	if got := answers(d); got[0] != unconfirmed {
		t.Fatalf("with a confirmed clock: %q", got)
	}
	if err := d.Confirm(0, "signature-0", sign.Fingerprint(stamper.Certificate)); err == nil {
		t.Error("the clock is confirmed as the signer")
	}
	if err := d.Confirm(0, "signature-0", sign.Fingerprint(ruth.Certificate)[:16]); err != nil {
		t.Fatal(err)
	}
	if paper := d.Papers()[0]; paper.Answer != "proven" || len(paper.Keys) > 0 {
		t.Errorf("with both: %+v", paper)
	}
}

// A report that is beside an earlier one of the same assessment continues it, or is not
// proven.
func TestReportsOnOneDeskTellOfEachOther(t *testing.T) {
	ruth := prooftest.Identity(t, "Ruth Adeyemi", now)
	d := newDesk()
	for name, flags := range map[string][]string{"first.pdf": nil, "second.pdf": {"vague"}, "other.pdf": {"clear", "short"}} {
		d.Lay(name, prooftest.Signed(t, prooftest.Report(t, "Harbor Staffing", now, flags...), sign.Assessor, ruth, now))
	}
	if err := d.Confirm(0, "signature-0", sign.Fingerprint(ruth.Certificate)); err != nil {
		t.Fatal(err)
	}
	for _, paper := range d.Papers() {
		if want := map[bool]string{true: "not proven", false: "proven"}[paper.File == "other.pdf"]; paper.Answer != want {
			t.Errorf("%s: %s, want %s", paper.File, paper.Answer, want)
		}
		if said := strings.Join(append(paper.Problems, paper.Notes...), "\n"); paper.File != "first.pdf" && !strings.Contains(said, "continue") {
			t.Errorf("%s: %s", paper.File, said)
		}
	}
}

// A short report is open until the full one lies beside it, in any order.
func TestAShortReportOnTheDesk(t *testing.T) {
	ruth := prooftest.Identity(t, "Ruth Adeyemi", now)
	for _, profile := range []report.Profile{report.Debrief, report.RFP} {
		d := newDesk()
		in := prooftest.Assessed(t, "a-1", "Harbor Staffing", now)
		in.Profile = profile
		d.Lay("short.pdf", prooftest.Signed(t, prooftest.Drawn(t, in), sign.Assessor, ruth, now))
		if err := d.Confirm(0, "signature-0", sign.Fingerprint(ruth.Certificate)); err != nil {
			t.Fatal(err)
		}
		if paper := d.Papers()[0]; paper.Kind != desk.Open || paper.Answer != "excerpt proven, figures not computed again" || len(paper.Fields) == 0 {
			t.Errorf("%s alone: %+v", profile, paper)
		}
		d.Lay("full.pdf", prooftest.Signed(t, prooftest.Report(t, "Harbor Staffing", now), sign.Assessor, ruth, now))
		if paper := d.Papers()[0]; paper.Kind != desk.Good || paper.Answer != "proven" {
			t.Errorf("%s beside the full one: %+v", profile, paper)
		}
	}
}

// A comparison beside a report says on the page, too, whether its side is that report.
func TestAComparisonOnTheDesk(t *testing.T) {
	ruth := prooftest.Identity(t, "Ruth Adeyemi", now)
	harbor, north := prooftest.Assessed(t, "a-1", "Harbor Staffing", now), prooftest.Assessed(t, "a-2", "Northstar", now, "vague")
	d := newDesk()
	d.Lay("compared.pdf", prooftest.Signed(t, prooftest.Comparison(t, harbor, north), sign.Assessor, ruth, now))
	d.Lay("harbor.pdf", prooftest.Signed(t, prooftest.Drawn(t, harbor), sign.Assessor, ruth, now))
	if paper := d.Papers()[0]; paper.Answer != unconfirmed || len(paper.Fields) > 0 {
		t.Fatalf("before the key is confirmed: %+v", paper)
	}
	if err := d.Confirm(0, "signature-0", sign.Fingerprint(ruth.Certificate)); err != nil {
		t.Fatal(err)
	}
	paper := d.Papers()[0]
	if want := "A Harbor Staffing: it has the answers and the figures of harbor.pdf"; paper.Kind != desk.Good || !slices.Contains(paper.Notes, want) {
		t.Errorf("%s, notes %q", paper.Answer, paper.Notes)
	}
	if !slices.Contains(paper.Fields, [2]string{"compared", "2 assessments, as of 2026-11-22"}) {
		t.Errorf("fields %q", paper.Fields)
	}
}

// The page never shows the fingerprint that it asks for.
func TestNobodyReadsTheFingerprintFromThePage(t *testing.T) {
	ruth := prooftest.Identity(t, "Ruth Adeyemi", now)
	d := newDesk()
	d.Lay("r\u202eeport\x1b[31m.pdf", prooftest.Signed(t, prooftest.Report(t, "Harbor Staffing", now), sign.Assessor, ruth, now))
	paper := d.Papers()[0]
	if paper.File != "report.pdf" {
		t.Errorf("the file is called %q", paper.File)
	}
	if len(paper.Keys) != 1 || !strings.Contains(paper.Keys[0].Claims, `the assessor says that it belongs to "Ruth Adeyemi"`) || paper.Keys[0].Says != unconfirmed {
		t.Fatalf("keys: %+v", paper.Keys)
	}
	shown := strings.ReplaceAll(strings.Join(append(paper.Problems, paper.Keys[0].Claims, paper.Keys[0].Asks), " "), " ", "")
	for _, digits := range []string{sign.Fingerprint(ruth.Certificate), sign.Fingerprint(ruth.Authority())} {
		if strings.Contains(shown, digits[:8]) {
			t.Errorf("the page shows %s: %s", digits[:8], shown)
		}
	}
}

// A page may stay open for days. An answer is of the moment at which it was given.
func TestAnAnswerSaysWhenItWasGiven(t *testing.T) {
	ruth, clock := prooftest.Identity(t, "Ruth Adeyemi", now), now
	file := prooftest.Signed(t, prooftest.Report(t, "Harbor Staffing", now), sign.Assessor, ruth, now)
	d := desk.New(func() time.Time { return clock })
	d.Lay("today.pdf", file)
	if err := d.Confirm(0, "signature-0", sign.Fingerprint(ruth.Certificate)); err != nil {
		t.Fatal(err)
	}
	clock = now.Add(12 * time.Hour)
	d.Lay("tomorrow.pdf", file)
	clock = ruth.Certificate.NotAfter.Add(time.Minute)
	d.Lay("too late.pdf", file)
	papers := d.Papers()
	for n, want := range []string{"at 2026-11-22 18:00 UTC, by the clock of this machine", "at 2026-11-23 06:00 UTC, by the clock of this machine"} {
		if papers[n].Kind != desk.Good || !slices.Contains(papers[n].Fields, [2]string{"verified", want}) {
			t.Errorf("%s: %s, %q", papers[n].File, papers[n].Answer, papers[n].Fields)
		}
	}
	if papers[2].Kind != desk.Bad || len(papers[2].Fields) > 0 {
		t.Errorf("after the end of the certificate: %s, %q", papers[2].Answer, papers[2].Fields)
	}
}

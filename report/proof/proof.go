// Package proof says what the verification of a report found, in the words and in
// the JSON that people read. Every face that verifies uses it, so that a report
// gets the same answer in the same words everywhere.
package proof

import (
	"cmp"
	"fmt"
	"time"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/assessment/wording"
	"assay/questionnaire"
	"assay/report"
	"assay/report/sign"
	"assay/templates/shipped"
)

// Proof is the result for one file. It holds figures only when they are proven, so
// that nobody relies on others.
type Proof struct {
	File       string         `json:"file"`
	Proven     bool           `json:"proven"` // the whole file, with its pages
	Result     report.Outcome `json:"outcome"`
	Problems   []string       `json:"problems"`
	Notes      []string       `json:"notes"`
	Signatures []Signature    `json:"signatures"`
	Stamps     []Stamp        `json:"stamps"` // of the seals, oldest first
	Until      string         `json:"until"`  // until when the report can prove itself; empty if it is not proven
	PagesMatch string         `json:"pages_match"`
	Says       *Contents      `json:"says"`
	Compares   *Comparison    `json:"compares,omitempty"` // for a comparison, in place of says

	Package *PackageContents `json:"package,omitempty"` // what the list of a proven package says

	members     []string       // of a package: its files that are verified, too
	history     report.History // of the journal that the report carries
	commitment  string         // to a short report
	commitments map[report.Profile]string
	committed   string // the head that their excerpts name
	short       *report.Short
	source      *report.Source // of a full report
}

// Signature is one signature.
type Signature struct {
	Role             sign.Role `json:"role"`
	Signer           string    `json:"signer"`
	For              string    `json:"for"` // who evaluated, if somebody else signed as assessor
	Certificate      string    `json:"certificate_sha256"`
	Anchor           string    `json:"anchor"` // the authority that certified the signer
	AnchorHash       string    `json:"anchor_sha256"`
	Authority        string    `json:"authority_sha256"` // self-made, and named like the signer; a reader may confirm it too
	Confirmed        string    `json:"confirmed_sha256"` // the certificate that a reader confirmed by its fingerprint
	Unconfirmed      bool      `json:"unconfirmed"`      // nothing is wrong, but nobody vouches for the key
	Reason           string    `json:"reason"`           // written by the signer for PDF readers; nothing checks it
	Location         string    `json:"location"`         // likewise
	ClaimedTime      string    `json:"claimed_time"`     // as the signer claims
	Stamped          string    `json:"stamped"`          // a trusted time stamp shows that it existed then; empty for none
	StampedBy        string    `json:"stamped_by"`
	Ignored          string    `json:"stamp_ignored"`     // the authority of a time stamp that proves nothing to the reader
	StampUnconfirmed bool      `json:"stamp_unconfirmed"` // nothing is wrong with that time stamp, but nobody vouches for the authority
	Problems         []string  `json:"problems"`
}

// Contents are the figures of a report whose figures are proven. A short report has no
// id of its assessment, and a debrief has no verdict.
type Contents struct {
	Profile       report.Profile       `json:"profile"`
	Assessment    string               `json:"assessment"`
	Vendor        string               `json:"vendor"`
	Subject       string               `json:"subject,omitempty"` // the placed person or the contract draft
	Questionnaire Questionnaire        `json:"questionnaire"`
	Milestone     string               `json:"milestone"`
	View          questionnaire.View   `json:"view"`
	AsOf          assessment.Date      `json:"as_of"`
	Verdict       assessment.Verdict   `json:"verdict"`
	Claimed       assessment.Score     `json:"claimed"`
	Shown         assessment.Score     `json:"shown"`
	Gates         assessment.GateCount `json:"gates"`
	Engine        string               `json:"engine"`
	Head          string               `json:"head"`
}

// Questionnaire names the questionnaire of a proven report.
type Questionnaire struct {
	ID       string           `json:"id"`
	Version  string           `json:"version"`
	Hash     string           `json:"sha256"`
	Standing shipped.Standing `json:"standing"`
}

// Verify verifies one file. A file that is no report is not proven. An error means
// that the file could not be verified at all; then it is not proven either.
func Verify(name string, file []byte, p report.Policy) (Proof, error) {
	found, err := report.Verify(file, p)
	if assessment.CodeOf(err) == assessment.Unproven {
		return Unread(name, err), nil
	}
	if err != nil {
		return Unread(name, err), err
	}
	return Of(name, found), nil
}

// Unread is the result for a file that could not be read or verified.
func Unread(name string, err error) Proof {
	return Proof{File: name, Result: report.NotProven, Problems: list([]string{err.Error()}), Notes: []string{}, Signatures: []Signature{}, Stamps: []Stamp{}, PagesMatch: string(report.MatchNotCompared)}
}

// Of puts a verification into words.
func Of(name string, found report.Verification) Proof {
	p := Proof{
		File: name, Proven: found.Proven(), Result: found.Outcome(), PagesMatch: string(found.PagesMatch), Signatures: []Signature{},
		Problems: list(found.Findings.Problems, found.Problems), Notes: list(found.Notes), history: found.History,
		commitment: found.Commitment, commitments: found.Commitments, committed: found.Committed, short: found.Short, source: found.Source,
	}
	for _, s := range found.Findings.Signatures {
		by := signatureOf(s)
		by.For = hostile.Line(found.SignsFor(s))
		p.Signatures = append(p.Signatures, by)
	}
	p.addTimes(found)
	p.Notes = list(p.Notes)
	switch {
	case p.Result == report.NotProven:
	case found.Comparison != nil:
		p.Compares = comparisonOf(found.Comparison, found.AsOf)
	default:
		says := contentsOf(found)
		p.Says = &says
	}
	return p
}

func contentsOf(found report.Verification) Contents {
	r := found.Result
	return Contents{
		Profile: found.Profile, Assessment: found.Assessment, Vendor: found.Vendor, Subject: r.Subject, Questionnaire: Questionnaire(found.Questionnaire), Milestone: string(found.Milestone), View: r.View, AsOf: found.AsOf, Verdict: r.Verdict,
		Claimed: r.Claimed, Shown: r.Shown, Gates: r.Gates, Engine: r.Engine, Head: found.Head,
	}
}

// Tells reports whether the file says anything that is proven.
func (p Proof) Tells() bool { return p.Says != nil || p.Compares != nil || p.Package != nil }

// Fields are the names and the texts of all that the file says and that is proven,
// without the signatures.
func (p Proof) Fields() [][2]string {
	switch {
	case p.Says != nil:
		return p.Says.Fields()
	case p.Compares != nil:
		return p.Compares.Fields()
	case p.Package != nil:
		return p.Package.Fields()
	}
	return nil
}

func signatureOf(s sign.Signature) Signature {
	by := Signature{Role: s.Role, Signer: cmp.Or(s.Signer, s.Name), Reason: s.Reason, Location: s.Location, Certificate: s.Fingerprint, Unconfirmed: s.Unconfirmed, Ignored: s.Ignored, StampUnconfirmed: s.StampUnconfirmed, Problems: list(s.Problems)}
	if !s.ClaimedTime.IsZero() {
		by.ClaimedTime = s.ClaimedTime.UTC().Format(time.RFC3339)
	}
	if !s.Stamped.IsZero() {
		by.Stamped, by.StampedBy = s.Stamped.UTC().Format(time.RFC3339), s.StampedBy
	}
	if s.Anchor != nil {
		by.Anchor, by.AnchorHash = s.Anchor.Subject.CommonName, sign.Fingerprint(s.Anchor)
	}
	if s.Authority != nil {
		by.Authority = sign.Fingerprint(s.Authority)
	}
	if s.Confirmed != nil {
		by.Confirmed = sign.Fingerprint(s.Confirmed)
	}
	return by
}

// list joins lists. JSON prints an empty one as []. Each text becomes one line: a
// name inside a file may hold line breaks, and so a text that looks like an answer.
func list(all ...[]string) []string {
	joined := []string{}
	for _, texts := range all {
		for _, text := range texts {
			joined = append(joined, hostile.Line(text))
		}
	}
	return joined
}

// lines makes one line of each text of a field.
func lines(fields [][2]string) [][2]string {
	for n := range fields {
		fields[n][1] = hostile.Line(fields[n][1])
	}
	return fields
}

// Unconfirmed is the answer for a report that has nothing wrong but a key for which
// nobody vouches, to a reader who can confirm the key.
const Unconfirmed = "signed by a key that you have not confirmed"

// Outcome is the answer in one line.
func (p Proof) Outcome() string { return string(p.Result) }

// EveryProblem lists the problems of the report and of its signatures.
func (p Proof) EveryProblem() []string {
	all := list(p.Problems)
	for _, s := range p.Signatures {
		all = append(all, s.EveryProblem()...)
	}
	return all
}

// EveryProblem lists the problems of a signature, and names it.
func (s Signature) EveryProblem() []string {
	all := []string{}
	for _, problem := range s.Problems {
		all = append(all, fmt.Sprintf("signature of the %s: %s", s.Role, problem))
	}
	return all
}

// Fields are the names and the texts of the figures. A text is empty if the report
// says nothing about it.
func (c Contents) Fields() [][2]string {
	day := fmt.Sprintf("for %s, as of %s", c.Milestone, c.AsOf)
	if c.View != questionnaire.Current {
		day += ", by " + c.View.Words()
	}
	if c.Verdict == "" {
		return lines([][2]string{{"vendor", c.Vendor}, {"profile", string(c.Profile) + ", " + day}, {"head", c.Head}})
	}
	fields := [][2]string{
		{"vendor", c.Vendor},
		{"subject", c.Subject},
		{"verdict", string(c.Verdict) + " " + day},
		{"score", fmt.Sprintf("shown %s, claimed %s", c.Shown, c.Claimed)},
		{"gates", wording.AllGates(c.Gates)},
		{"head", c.Head},
		{"questionnaire", c.Questionnaire.String()},
		{"its hash", c.Questionnaire.Hash},
	}
	if c.Profile.Short() {
		fields = append(fields[:6], [2]string{"profile", string(c.Profile)})
	}
	return lines(fields)
}

func (q Questionnaire) String() string {
	origin := map[shipped.Standing]string{
		shipped.Current:      "shipped with this version of assay",
		shipped.Older:        "shipped with an earlier version of assay",
		shipped.OtherVersion: "not shipped with assay, which knows this id only in other versions",
		shipped.Own:          "not shipped with assay",
	}[q.Standing]
	return fmt.Sprintf("%s %s, %s", q.ID, q.Version, origin)
}

// Fields are the names and the texts of a signature in a proven report.
func (s Signature) Fields() [][2]string {
	signer := s.Signer
	if s.For != "" {
		signer += " for " + s.For + ", who evaluated"
	}
	fields := [][2]string{{string(s.Role), fmt.Sprintf("%s, signed at %s by the signer's own clock", signer, s.ClaimedTime)}}
	if s.Stamped != "" {
		fields = append(fields, [2]string{"time stamp", fmt.Sprintf("it existed at %s, says %s", s.Stamped, s.StampedBy)})
	}
	if s.Anchor != "" {
		fields = append(fields, [2]string{"certified by", fmt.Sprintf("%s (%s)", s.Anchor, wording.Short(s.AnchorHash))})
	}
	if s.Confirmed != "" {
		fields = append(fields, [2]string{"confirmed by", "the fingerprint " + sign.ReadOut(s.Confirmed)})
	}
	return lines(fields)
}

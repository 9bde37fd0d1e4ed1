package report

import (
	"bytes"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"assay/assessment"
	"assay/assessment/wording"
	"assay/questionnaire"
	"assay/questionnaire/canonical"
	"assay/report/pdf"
	"assay/report/sign"
)

// Policy says whom the caller trusts and who must have signed a report. The first
// fields are those of [sign.Policy].
type Policy struct {
	Anchors       []sign.Anchor
	TimeAnchors   []*x509.Certificate
	Confirmed     []string
	TimeConfirmed []string
	Now           time.Time
	Expect        map[sign.Role]sign.Expected

	// FiguresOnly accepts a report whose pages this version cannot draw, because
	// another renderer drew them. Its outcome is FiguresProven.
	FiguresOnly bool

	// HasHead tells whether the caller's journal has, or once had, this head. It is
	// nil if the caller has no journal.
	HasHead func(assessment, head string) (assessment.Holding, error)

	// Journal is the caller's journal of an assessment, all of it. It is nil if the
	// caller has no journal. With it, the answers are compared, too.
	Journal func(assessment string) ([]assessment.Written, error)

	// Signings lists the signatures that the caller's journal records for an
	// assessment. It is nil if the caller has no journal.
	Signings func(assessment string) ([]assessment.Signing, error)
}

func (p Policy) ofSignatures() sign.Policy {
	return sign.Policy{Anchors: p.Anchors, TimeAnchors: p.TimeAnchors, Confirmed: p.Confirmed, TimeConfirmed: p.TimeConfirmed, Now: p.Now, Expect: p.Expect}
}

// Outcome is what a verification proved.
type Outcome string

// The outcomes.
const (
	Proven        Outcome = "proven"
	FiguresProven Outcome = "figures proven, pages not compared"         // only if the policy accepts that
	ExcerptProven Outcome = "excerpt proven, figures not computed again" // a short report without its full one
	NotProven     Outcome = "not proven"
)

// Match is the result of drawing the pages again.
type Match string

// The results of drawing again.
const (
	MatchYes         Match = "yes"
	MatchNo          Match = "no"
	MatchTexts       Match = "texts only"   // of a short report: its texts are those of its data
	MatchNotCompared Match = "not compared" // drawn by another renderer, or the data cannot be read
)

// Verification is the result of [Verify]. Its figures were computed again from the
// data of the report. Believe them only if the report is Proven.
type Verification struct {
	Findings      sign.Findings // the signatures and their signers
	Result        assessment.Result
	Assessment    string
	Vendor        string // legal name if it is known
	Milestone     questionnaire.Milestone
	AsOf          assessment.Date
	Head          string // of the journal, in hexadecimal
	Questionnaire Origin
	PagesMatch    Match
	Problems      []string // of the data and the pages; problems of the signatures are in Findings
	Notes         []string // worth knowing, but not wrong
	History       History  // its journal, if it carries one that leads to its head
	Profile       Profile

	// Commitment is that to the excerpt of a short report. Commitments are those that
	// a full report lists, for excerpts that name the head Committed. A report that is
	// proven has computed them again.
	Commitment  string
	Commitments map[Profile]string
	Committed   string
	Short       *Short  // a short report
	Source      *Source // of a full report that is proven

	// Comparison holds the statements of a comparison. It is nil for a report, and for a
	// comparison that is not proven. The figures of its sides are in it.
	Comparison *Comparison

	journal []assessment.Written // that of History
	carried []assessment.Written // in the file, be it sound or not
	headers []assessment.Header
	about   about // of the file and its signatures
}

// Outcome says what is proven: everything; or the excerpt of a short report; or all but the pages, which another
// renderer drew, if the policy accepts that; or nothing.
func (v Verification) Outcome() Outcome {
	switch {
	case !v.Findings.Proven() || len(v.Problems) > 0:
		return NotProven
	case (v.PagesMatch == MatchYes || v.PagesMatch == MatchTexts) && v.Profile.Short():
		return ExcerptProven
	case v.PagesMatch == MatchYes:
		return Proven
	case v.PagesMatch == MatchNotCompared:
		return FiguresProven
	}
	return NotProven
}

// Proven reports whether the signatures satisfy the policy and the pages agree
// with the data.
func (v Verification) Proven() bool { return v.Outcome() == Proven }

// Verify checks a report: its signatures, its data, its figures, and its pages,
// which it draws again. It reads the data only if the signatures satisfy the
// policy. It returns an error with the code Unproven if the file is
// not a report at all. Everything else that is wrong is in the verification.
func Verify(file []byte, p Policy) (v Verification, err error) {
	findings, err := sign.Verify(file, p.ofSignatures())
	if err != nil {
		return Verification{}, assessment.Errorf(assessment.Unproven, "not a report that can be verified: %w", err)
	}
	v = Verification{Findings: findings, PagesMatch: MatchNotCompared, Profile: Full}
	defer v.tellForeign() // it depends on all other problems
	if !findings.PrefixProven() {
		return v, nil
	}
	if carriesExcerpt(findings.Document) {
		v.about = signedAbout(findings.Document)
		v.verifyExcerpt()
		if v.PagesMatch != MatchNo {
			v.askPictures()
		}
		if p.HasHead != nil && v.Outcome() != NotProven {
			v.note("the database was not asked: an excerpt does not tell of which assessment it is")
		}
		return v, nil
	}
	data, err := findings.Document.Attachment(AttachmentName)
	if errors.Is(err, pdf.ErrNoAttachment) {
		if data, other := findings.Document.Attachment(ComparisonName); other == nil {
			return v, v.verifyComparison(data, p)
		}
	}
	if err != nil {
		v.problem("the data is missing: %v", err)
		return v, nil
	}
	by, in, text, err := parseAttachment(data)
	if !v.readable(by, err) {
		return v, nil
	}
	if err := v.judge(in); err != nil {
		v.problem("%v", err)
		return v, nil
	}
	journal := v.bind(JournalName, text, in)
	v.compare(by, in, data, journal, p)
	if v.PagesMatch == MatchYes {
		v.askPictures()
	}
	if err := v.askJournal(p, text, in, journal != nil); err != nil {
		return v, err
	}
	if err := v.askSignings(in.Snapshot, p); err != nil {
		return v, err
	}
	if v.Outcome() == NotProven {
		return v, nil
	}
	v.askNames(printedNames(in))
	v.noteTimes(in)
	v.noteOrigin(in.Snapshot.Questionnaire)
	if p.HasHead == nil && journal != nil {
		v.note("the answers belong to this head. Whether somebody wrote another journal beside it, this file cannot tell: an earlier report, a meeting receipt or the database it came from can")
	}
	return v, nil
}

// tellForeign adds a problem if another program added something after the report.
// The report before it may be proven, but readers show the file as a whole.
func (v *Verification) tellForeign() {
	f := v.Findings
	if f.Foreign == 0 {
		return
	}
	last := len(f.Document.Revisions) - 1
	if f.PrefixProven() && v.PagesMatch == MatchYes && len(v.Problems) == 0 {
		v.problem("proven up to revision %d; what follows (%d bytes) was not made by assay", last, f.Foreign)
		return
	}
	v.problem("what follows revision %d (%d bytes) was not made by assay: %v", last, f.Foreign, f.WhyForeign)
}

// readable adds a problem unless the data of a file could be read and this version has
// the engine that scored it.
func (v *Verification) readable(by madeBy, err error) bool {
	switch {
	case err != nil && by.Renderer != "" && by.Renderer != Renderer:
		v.problem("%s, and this version cannot read its data: %v", drawnBy(by), err)
	case err != nil:
		v.problem("the data cannot be read: %v", err)
	case by.Engine != assessment.Engine:
		v.problem("scored by engine %q, which this version does not have: the figures cannot be computed again", by.Engine)
	default:
		return true
	}
	return false
}

func (v *Verification) problem(format string, args ...any) {
	v.Problems = append(v.Problems, fmt.Sprintf(format, args...))
}

func (v *Verification) note(format string, args ...any) {
	v.Notes = append(v.Notes, fmt.Sprintf(format, args...))
}

// The most values in the data of a report, and the longest text, in bytes. A long
// report has a tenth of the values. An answer file is not longer than the longest
// text, so no answer of a file is.
const (
	maxValues = 200_000
	maxText   = 1 << 20
)

// checkCost returns an error for data that takes too long to read or to draw.
func checkCost(data []byte) error {
	if n := canonical.Values(data); n > maxValues {
		return fmt.Errorf("it has %d values, more than a report can have", n)
	}
	if n := canonical.LongestText(data); n > maxText {
		return fmt.Errorf("it has a text of %d bytes, which is longer than a report can have", n)
	}
	return nil
}

// parseAttachment reads the data of a report, see parseStrictly. text is the
// snapshot.
func parseAttachment(data []byte) (by madeBy, in Input, text []byte, err error) {
	var a attachment[json.RawMessage]
	if by, err = parseStrictly(data, &a); err != nil {
		return by, in, nil, err
	}
	snapshot, err := assessment.ParseSnapshot(a.Snapshot)
	if err != nil {
		return by, in, nil, err
	}
	in = Input{
		Snapshot: snapshot, AsOf: a.AsOf, Milestone: a.Milestone, View: a.View,
		Organisation: a.Organisation, Evaluator: a.Evaluator, Paper: a.Paper, Annex: a.Annex,
	}
	return by, in, a.Snapshot, in.check()
}

// madeBy are the versions that judged and drew a report.
type madeBy struct {
	Engine   string `json:"engine"`
	Renderer string `json:"renderer"`
}

// judge computes the figures again.
func (v *Verification) judge(in Input) (err error) {
	defer survive("the data cannot be judged", &err)
	v.Result = assessment.Evaluate(in.Snapshot, in.AsOf, in.Milestone, in.View)
	v.about = aboutReport(in)
	v.Assessment, v.Vendor = in.Snapshot.Assessment, vendorName(in.Snapshot.Opened.Vendor)
	v.askOrigin(in.Snapshot.Questionnaire)
	v.Milestone, v.AsOf, v.Head = in.Milestone, in.AsOf, in.Snapshot.Head.String()
	if struck := wording.BodiesStruck(len(in.Snapshot.Struck)); struck != "" {
		v.Notes = append(v.Notes, struck+" in the journal of this report")
	}
	return nil
}

// compare draws the report again, if this version can.
func (v *Verification) compare(by madeBy, in Input, data, journal []byte, p Policy) {
	if !v.canDraw(by, journal != nil, p) {
		return
	}
	in.Journal = v.carried
	v.comparePages(func() ([]byte, error) { return in.render(func() ([]byte, error) { return journal, nil }) }, func(drawn *pdf.Document) bool {
		wanted, err := drawn.Attachment(AttachmentName)
		if err != nil {
			return false
		}
		return v.checkCommitments(data, wanted) || bytes.Equal(wanted, data)
	})
	if v.PagesMatch != MatchYes {
		return
	}
	if _, head, err := in.origin(); err == nil {
		v.Commitments, v.Committed = committedIn(data), head.String()
		v.Source = &Source{data, journal, in.Paper}
	}
}

// canDraw tells whether this is the renderer that drew a file, and whether the file
// carries the journals that belong to it. Pages that nobody drew again may say
// anything.
func (v *Verification) canDraw(by madeBy, journals bool, p Policy) bool {
	switch {
	case by.Renderer == Renderer:
	case p.FiguresOnly:
		v.Notes = append(v.Notes, drawnBy(by)+": the figures were computed again, but nobody compared the pages, so they may say something else")
		return false
	default:
		v.problem("%s: verify it with the version of assay that wrote it", drawnBy(by))
		return false
	}
	v.PagesMatch = MatchNo
	if !journals {
		v.lacksJournal(false, p)
	}
	return journals
}

// comparePages draws a report again and compares it. sameData tells whether the
// drawing has the data of the report.
func (v *Verification) comparePages(draw func() ([]byte, error), sameData func(*pdf.Document) bool) {
	v.PagesMatch = MatchNo
	fresh, err := redraw(draw)
	if err != nil {
		v.problem("%v", err)
		return
	}
	if bytes.HasPrefix(v.Findings.Document.Bytes, fresh) {
		v.PagesMatch = MatchYes
		return
	}
	drawn, err := pdf.Parse(fresh)
	if err != nil {
		v.problem("%v", err)
		return
	}
	if !sameData(drawn) {
		v.problem("the data holds more than a report needs")
		return
	}
	found := differences(v.Findings.Document, drawn)
	v.Problems = append(v.Problems, found...)
	if len(found) == 0 {
		v.PagesMatch = MatchYes
	}
}

// drawnBy names the renderer of a report and that of this version.
func drawnBy(by madeBy) string {
	number := func(renderer string) string {
		n, ours := strings.CutPrefix(renderer, "assay-pdf/")
		if plain, err := strconv.Atoi(n); !ours || err != nil || strconv.Itoa(plain) != n {
			return strconv.Quote(renderer)
		}
		return n
	}
	return fmt.Sprintf("drawn by renderer %s, this is %s", number(by.Renderer), number(Renderer))
}

// redraw draws data of unknown origin.
func redraw(draw func() ([]byte, error)) (file []byte, err error) {
	defer survive("the data cannot be drawn", &err)
	return draw()
}

// survive turns a panic into an error. Data of unknown origin did not pass the
// checks of a recorded answer and may hold anything; Verify must not crash on it.
func survive(what string, err *error) {
	if recover() != nil {
		*err = errors.New(what + ": it holds something that assay never records")
	}
}

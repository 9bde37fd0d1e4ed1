package report

import (
	"bytes"
	"encoding/json"
	"errors"

	"assay/assessment"
	"assay/questionnaire/canonical"
	"assay/report/pdf"
)

// carriesExcerpt reports whether a document is a short report. A full report that
// carries an excerpt beside its data is none: its pages do not follow from the data.
func carriesExcerpt(d *pdf.Document) bool {
	_, full := d.Attachment(AttachmentName)
	_, short := d.Attachment(ExcerptName)
	return errors.Is(full, pdf.ErrNoAttachment) && !errors.Is(short, pdf.ErrNoAttachment)
}

// evaluatedIn are the people whom a short report names as those who evaluated.
func evaluatedIn(d *pdf.Document) (evaluated, attended []assessment.Person) {
	data, err := d.Attachment(ExcerptName)
	if err != nil {
		return nil, nil
	}
	_, c, _, _, err := parseExcerpt(data)
	if err != nil || c.Decided == nil {
		return nil, nil
	}
	for _, name := range c.Decided.Evaluated {
		evaluated = append(evaluated, assessment.Person{Name: name})
	}
	for _, name := range c.Decided.Attended {
		attended = append(attended, assessment.Person{Name: name})
	}
	return evaluated, attended
}

// verifyExcerpt checks a short report: its pages must be those that its excerpt gives.
// Nothing in it shows that its statements are true. The full report does.
func (v *Verification) verifyExcerpt() {
	data, err := v.Findings.Document.Attachment(ExcerptName)
	if err != nil {
		v.problem("the data is missing: %v", err)
		return
	}
	by, c, e, committed, err := parseExcerpt(data)
	switch {
	case by.Renderer != "" && by.Renderer != Renderer:
		v.problem("%s: verify it with the version of assay that wrote it", drawnBy(by))
		return
	case err != nil:
		v.problem("the data cannot be read: %v", err)
		return
	case by.Engine != assessment.Engine:
		v.problem("scored by engine %q, which this version does not have", by.Engine)
		return
	}
	v.Profile, v.Commitment = c.Profile, committed
	v.Vendor, v.Milestone, v.AsOf, v.Head = c.vendor(), c.Milestone, c.AsOf, c.Head.String()
	v.Result = assessment.Result{View: c.View, Engine: by.Engine, Claimed: assessment.NoScore, Shown: assessment.NoScore}
	v.Short = &Short{document: v.Findings.Document, profile: c.Profile, paper: e.Paper}
	if c.Profile == RFP {
		v.Result.Verdict, v.Result.Claimed, v.Result.Shown, v.Result.Gates = c.Decided.Verdict, c.Decided.Claimed, c.Decided.Shown, c.Decided.Gates
		v.checkTexts(c, e.Around)
		return
	}
	v.comparePages(func() ([]byte, error) { return c.drawDebrief(e.Paper, data) }, func(drawn *pdf.Document) bool {
		wanted, err := drawn.Attachment(ExcerptName)
		return err == nil && bytes.Equal(wanted, data)
	})
}

// Short is a short report, to be compared with a full one.
type Short struct {
	document *pdf.Document
	profile  Profile
	paper    string
}

// Source is the data of a full report that is proven. Short reports can be drawn from
// it.
type Source struct {
	data, journal []byte
	paper         string
}

// SamePaper reports whether both are on paper of the same size. The lines of other
// paper end elsewhere, and so have another commitment.
func (s *Source) SamePaper(short *Short) bool { return s.paper == short.paper }

// Differences draws a short report from the data of a full one, and compares everything
// in it: pages, data and salt. Without any, the short one comes from the full one.
func (s *Source) Differences(short *Short) []string {
	_, in, _, err := parseAttachment(s.data)
	if err != nil {
		return []string{err.Error()}
	}
	if in.Journal, err = assessment.ReadJournal(s.journal, mostEvents); err != nil {
		return []string{err.Error()}
	}
	in.Profile, in.Paper = short.profile, short.paper
	fresh, err := redraw(in.renderShort)
	if err != nil {
		return []string{err.Error()}
	}
	drawn, err := pdf.Parse(fresh)
	if err != nil {
		return []string{err.Error()}
	}
	return differences(short.document, drawn)
}

// checkCommitments demands that a full report commits to the excerpts that its data
// gives. listed is the data of the report, wanted that of a fresh drawing. It reports
// whether the commitments are all that differs.
func (v *Verification) checkCommitments(listed, wanted []byte) bool {
	was, is := committedIn(listed), committedIn(wanted)
	for _, p := range shortProfiles() {
		if was[p] != is[p] {
			v.problem("the report lists a commitment for the profile %s that is not to the excerpt of its data", p)
		}
	}
	return bytes.Equal(listed, withCommitments(wanted, was))
}

// committedIn are the commitments that the data of a full report lists.
func committedIn(data []byte) map[Profile]string {
	var a struct {
		Commitments map[Profile]string `json:"commitments"`
	}
	if json.Unmarshal(data, &a) != nil {
		return nil
	}
	return a.Commitments
}

// withCommitments is the data of a report with other commitments.
func withCommitments(data []byte, commitments map[Profile]string) []byte {
	var a attachment[json.RawMessage]
	if json.Unmarshal(data, &a) != nil {
		return nil
	}
	a.Commitments = commitments
	out, err := canonical.Marshal(a)
	if err != nil {
		return nil
	}
	return out
}

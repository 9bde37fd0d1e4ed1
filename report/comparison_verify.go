package report

import (
	"bytes"
	"fmt"
	"slices"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/english"
	"assay/report/pdf"
	"assay/report/sign"
)

// Comparison is the result of verifying a comparison. Its contest was computed again
// from the data of the file. Believe it only if the file is Proven.
type Comparison struct {
	Contest contest.Contest
	Title   string // of the RFP, if all sides belong to one
	Award   *assessment.Award

	// Sides are the results of each side, best first: the figures, the head, the
	// questionnaire and the history. Their problems and notes are in those of the
	// whole file.
	Sides []Verification
}

// verifyComparison checks the data of a comparison like that of a report: each side
// must follow from its journal, the figures and the order from the sides, and the
// pages from them.
func (v *Verification) verifyComparison(data []byte, p Policy) error {
	by, in, texts, err := parseComparison(data)
	if !v.readable(by, err) {
		return nil
	}
	var found Comparison
	if err := found.judge(in); err != nil {
		v.problem("%v", err)
		return nil
	}
	if !slices.EqualFunc(found.Contest.Sides, in.Sides, func(s contest.Side, c Compared) bool { return s.Result.Assessment == c.Snapshot.Assessment }) {
		v.problem("the sides are in another order than their figures give")
		return nil
	}
	v.checkAward(in)
	v.about = aboutComparison(in)
	var journals [][]byte
	size := 0
	for n, side := range in.Sides {
		s := Verification{Findings: v.Findings, PagesMatch: MatchNotCompared}
		input := side.input(in)
		if err := s.judge(input); err != nil {
			v.problem("%s: %v", found.name(n), err)
			return nil
		}
		journals = append(journals, s.bind(comparedJournal(n), texts[n], input))
		if size += len(journals[n]); size > mostJournals {
			v.problem("its journals have more than %d MB", mostJournals>>20)
			return nil
		}
		found.Sides = append(found.Sides, s)
	}
	attached := !slices.ContainsFunc(journals, func(j []byte) bool { return j == nil })
	if v.canDraw(by, attached, p) {
		v.comparePages(func() ([]byte, error) { return in.render(found.Contest, journals) }, func(drawn *pdf.Document) bool {
			wanted, err := drawn.Attachment(ComparisonName)
			return err == nil && bytes.Equal(wanted, data)
		})
	}
	if v.PagesMatch == MatchYes {
		v.askPictures()
	}
	for n, side := range in.Sides {
		s := &found.Sides[n]
		s.PagesMatch = v.PagesMatch
		if err := s.askJournal(p, texts[n], side.input(in), journals[n] != nil); err != nil {
			return err
		}
		s.noteTimes(side.input(in))
		s.noteOrigin(side.Snapshot.Questionnaire)
		v.tellSide(found.name(n), s)
	}
	v.AsOf = found.day()
	if v.Outcome() == NotProven {
		return nil
	}
	v.Comparison = &found
	if err := v.askComparedSignings(p); err != nil {
		return err
	}
	v.askNames(comparedNames(in))
	v.askAward()
	return nil
}

// mostJournals is the largest size of all journals of a comparison, in bytes. That of a
// long assessment has a hundredth of it.
const mostJournals = 32 << 20

// tellSide takes over the problems and the notes of a side, with its name.
func (v *Verification) tellSide(name string, s *Verification) {
	for _, problem := range s.Problems {
		v.problem("%s: %s", name, problem)
	}
	for _, note := range s.Notes {
		v.note("%s: %s", name, note)
	}
}

// judge computes the figures and the order again.
func (c *Comparison) judge(in ComparisonInput) (err error) {
	defer survive("the data cannot be compared", &err)
	c.Contest, c.Award = in.contest(), in.Award
	if rfp := rfpOf(c.Contest); rfp != nil {
		c.Title = rfp.Title
	}
	return nil
}

func (c *Comparison) name(n int) string { return letter(n) + " " + c.Contest.Sides[n].Title }

// day is the latest day for which any side was judged.
func (c *Comparison) day() (day assessment.Date) {
	for _, s := range c.Contest.Sides {
		day = max(day, s.Result.AsOf)
	}
	return day
}

// comparedNames are the names that a comparison prints in the boxes of the
// signatures.
func comparedNames(in ComparisonInput) map[sign.Role]string {
	names := map[sign.Role]string{sign.Assessor: assessment.PersonName(in.Evaluator)}
	if in.Award != nil {
		names[sign.Approver] = assessment.PersonName(in.Award.By)
	}
	return names
}

// askComparedSignings looks in the caller's journals for the event of each signature.
// Who signs a comparison here records it in the journal of every side.
func (v *Verification) askComparedSignings(p Policy) error {
	if p.Signings == nil {
		return nil
	}
	for _, s := range v.Findings.Signatures {
		var without []string
		for n, side := range v.Comparison.Sides {
			recorded, err := p.Signings(side.Assessment)
			if err != nil {
				return fmt.Errorf("ask the journal: %w", err)
			}
			if _, known := v.eventOf(recorded, s); !known {
				without = append(without, letter(n))
			}
		}
		switch len(without) {
		case 0:
			v.note("the journal of every side records that %q signed this file as %s", s.Signer, s.Role)
		case len(v.Comparison.Sides):
			v.note("no journal records that %q signed this file as %s", s.Signer, s.Role)
		default:
			v.note("the journals of %s do not record that %q signed this file as %s", english.List(without), s.Signer, s.Role)
		}
	}
	return nil
}

// checkAward demands that an award has each side once, under the name of its vendor: the pages say by that name to whom
// the contract goes.
func (v *Verification) checkAward(in ComparisonInput) {
	if in.Award == nil {
		return
	}
	seen := map[string]bool{}
	for _, c := range in.Award.Contenders {
		if seen[c.Assessment] {
			v.problem("the award names the assessment %q twice", c.Assessment)
		}
		seen[c.Assessment] = true
	}
	for _, side := range in.Sides {
		name := side.Snapshot.Opened.Title()
		if c := in.Award.Contender(side.Snapshot.Assessment); c != nil && c.Vendor != name {
			v.problem("the award calls it %q, and the vendor is %q", c.Vendor, name)
		}
	}
}

// askAward compares each contender of the award with its side. The
// award itself is in no journal of an assessment: the signers answer for it.
func (v *Verification) askAward() {
	c := v.Comparison
	if c.Award == nil {
		return
	}
	v.note("the award is printed as the signers state it: it is in the journal of the RFP, which this file does not carry")
	if !slices.ContainsFunc(c.Sides, func(s Verification) bool { return s.Assessment == c.Award.Chosen }) {
		v.note("the award chose %q, which is not compared here", c.Award.Contender(c.Award.Chosen).Vendor)
	}
	for n, side := range c.Sides {
		contender := c.Award.Contender(side.Assessment)
		switch {
		case contender == nil:
			v.note("%s: the award does not name it", c.name(n))
		case !slices.Contains(side.History.Heads, contender.Head):
			v.note("%s: its journal does not hold the head that the award names", c.name(n))
		case contender.Verdict != side.Result.Verdict || contender.Shown != side.Result.Shown:
			v.note("%s: at the award it was %s with %s shown, and here it is %s with %s", c.name(n), contender.Verdict, contender.Shown, side.Result.Verdict, side.Result.Shown)
		}
	}
}

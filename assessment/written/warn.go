package written

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/form"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

// warn tells a person everything to consider before anything is taken.
func (c *comparison) warn(today assessment.Date) {
	r, asked := &c.review, c.reply.Form
	add := func(format string, args ...any) { r.Warnings = append(r.Warnings, fmt.Sprintf(format, args...)) }
	if !r.Finished {
		add("the vendor saved this form as unfinished: more answers may follow")
	}
	if len(r.Lines) == 0 {
		add("nothing is filled in")
	}
	for _, known := range c.s.Received {
		if known.SHA256 == r.SHA256 {
			add("%s went through this very file on %s", known.By, c.s.Day(known.At))
			break
		}
	}
	switch {
	case asked.Version != c.s.Questionnaire.Version:
		add("the form asks version %s of the questionnaire, and the assessment has version %s", asked.Version, c.s.Questionnaire.Version)
	case asked.Hash != c.s.Questionnaire.Hash():
		add("the form was made from another text of version %s of the questionnaire", asked.Version)
	}
	if asked.Milestone != c.s.Milestone {
		add("the form asks for the milestone %s, and the assessment is at %s", asked.Milestone, c.s.Milestone)
	}
	switch {
	case asked.Vendor == "":
		add("the form names no vendor: make sure that the file came from %s", c.s.Opened.Title())
	case !asked.MadeFor(c.s) && asked.Assessment != "":
		add("the record does not know this form: nobody recorded that it was sent")
	case !asked.MadeFor(c.s):
		add("the record does not know this form: it was made outside of this assessment")
	}
	if r.Stated.Name == "" {
		add("the form states no name of a person who answers")
	}
	if r.Stated.Company != "" && !form.Named(c.s.Opened, r.Stated.Company) {
		add("the form states the company %s", english.Quoted(r.Stated.Company))
	}
	if day := r.Stated.Day; day > today {
		add("the form states %s as its day, which is in the future", day)
	}
	if text := c.reply.Stated.DayText; r.Stated.Day.IsZero() && text != "" {
		add("the form states %s as its day, which is no day that can be read for sure", english.Quoted(hostile.Line(text)))
	}
	if len(r.inside) > 0 {
		add("the file has other files inside, and nobody has looked into them, so it is not kept: %s", hostile.Line(strings.Join(r.inside, ", ")))
	}
	for _, made := range c.s.Asked {
		if made.Form == asked.ID && (made.Milestone != asked.Milestone || form.Part(made.Part) != asked.Part) {
			add("somebody changed the line of the form: it was made for other questions than the reply says")
		}
	}
	if dropped := c.dropped(); len(dropped) > 0 {
		add("the reply before answered these, and this one does not: %s", english.List(dropped))
	}
}

// dropped lists the items that only the earlier reply answers.
func (c *comparison) dropped() []string {
	if c.from.Earlier == nil {
		return nil
	}
	var ids []string
	for _, a := range c.from.Earlier.Answers {
		item := c.item(a.Item)
		if item != nil && !slices.ContainsFunc(c.review.Lines, func(l Line) bool { return l.Item == item.ID }) {
			ids = append(ids, item.ID)
		}
	}
	return ids
}

// Placed lists the items whose answers get a document of a kind: each gate that it
// must show, or else the first item that it can support. It leaves out items that
// are not asked, and those that we show ourselves.
func Placed(q *questionnaire.Questionnaire, kind string, at questionnaire.Milestone, asked func(*questionnaire.Item) bool) []string {
	var shows, supports []string
	for item := range q.Items() {
		if item.Computed() || item.AskedOf == questionnaire.AskedOfUs || !item.Kind.TakesEvidence() || !asked(item) {
			continue
		}
		demand := item.Demand(at)
		if slices.ContainsFunc(demand.Groups, func(g questionnaire.Group) bool { return slices.Contains(g.By, kind) }) {
			shows = append(shows, item.ID)
		}
		if slices.Contains(demand.Kinds(), kind) {
			supports = append(supports, item.ID)
		}
	}
	if len(shows) > 0 || len(supports) == 0 {
		return shows
	}
	return supports[:1]
}

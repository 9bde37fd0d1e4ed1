package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // a report is drawn and verified in its own zone, also where the machine has no zones, as in a browser

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/questionnaire"
	"assay/questionnaire/canonical"
	"assay/report/pdf"
)

// AttachmentName is the file with the data of a report.
const AttachmentName = "assessment.json"

// Input is everything that a report depends on.
type Input struct {
	Snapshot     assessment.Snapshot
	AsOf         assessment.Date         // the day of the verdict, and the date of the file
	Milestone    questionnaire.Milestone // the verdict is for this milestone
	View         questionnaire.View
	Organisation string  // the organization that assesses; may be empty
	Evaluator    string  // who asked for the report; may be empty
	Paper        string  // "a4" or "letter"
	Profile      Profile // empty for Full
	Annex        bool    // draw the annex also of a certificate, which has one page without it

	// Journal is the journal of the assessment up to the head of the snapshot.
	// The report publishes the bodies that count.
	Journal []assessment.Written
}

// attachment is the content of AttachmentName: the Input without the journal, and
// the versions that judged and drew it. S is a snapshot to write, or the text of one that was read.
type attachment[S any] struct {
	Annex        bool                    `json:"annex,omitempty"`
	AsOf         assessment.Date         `json:"as_of"`
	Commitments  map[Profile]string      `json:"commitments,omitempty"` // to the excerpts of the short profiles
	Engine       string                  `json:"engine"`
	Evaluator    string                  `json:"evaluator"`
	Milestone    questionnaire.Milestone `json:"milestone"`
	Organisation string                  `json:"organisation"`
	Paper        string                  `json:"paper"`
	Renderer     string                  `json:"renderer"`
	Snapshot     S                       `json:"snapshot"`
	View         questionnaire.View      `json:"view"`
}

func (in Input) attachment(result assessment.Result) ([]byte, error) {
	commitments, err := in.commitments(result)
	if err != nil {
		return nil, err
	}
	return canonical.Marshal(attachment[assessment.Snapshot]{
		Annex: in.Annex, AsOf: in.AsOf, Commitments: commitments, Engine: assessment.Engine, Evaluator: in.Evaluator, Milestone: in.Milestone, Organisation: in.Organisation,
		Paper: in.Paper, Renderer: Renderer, Snapshot: in.Snapshot, View: in.View,
	})
}

// check returns an error if the input cannot be drawn.
func (in Input) check() error {
	switch {
	case in.Snapshot.Questionnaire == nil || in.Snapshot.Seq == 0:
		return assessment.Errorf(assessment.Invalid, "a report needs an assessment that was opened")
	case in.AsOf.IsZero():
		return assessment.Errorf(assessment.Invalid, "a report needs an as-of date")
	case !in.Milestone.Valid():
		return assessment.Errorf(assessment.Invalid, "the milestone is award, access, review or close, not %q", in.Milestone)
	case !in.View.Valid():
		return assessment.Errorf(assessment.Invalid, "the rule view is current or nprm-2025, not %q", in.View)
	case !in.Snapshot.ZoneKnown():
		return assessment.Errorf(assessment.Invalid, "%q is not a time zone", in.Snapshot.Opened.TimeZone)
	case in.Paper != "a4" && in.Paper != "letter":
		return assessment.Errorf(assessment.Invalid, "the paper is a4 or letter, not %q", in.Paper)
	case in.Profile != "" && !in.Profile.Valid():
		return assessment.Errorf(assessment.Invalid, "the profile is full, rfp or debrief, not %q", in.Profile)
	}
	return nil
}

// Render draws the report: an archival PDF, unsigned, with the data attached
// and an empty signature field for each role. A short report has an excerpt attached
// in place of the data and the journal. The same input gives the same bytes. An error tells which part of the input is wrong.
func Render(in Input) ([]byte, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	in.Snapshot = in.Snapshot.Filed()
	if err := in.checkNames(); err != nil {
		return nil, err
	}
	if in.Profile.Short() {
		if _, err := in.published(); err != nil {
			return nil, err
		}
		return in.renderShort()
	}
	return in.render(in.published)
}

// render draws the report with a file of its journal. It writes the journal and the data
// while it draws, where there is a second processor: the pages need neither.
func (in Input) render(published func() ([]byte, error)) ([]byte, error) {
	journalled := meanwhile(published)
	result := assessment.Evaluate(in.Snapshot, in.AsOf, in.Milestone, in.View)
	written := meanwhile(func() ([]byte, error) { return in.data(result) })
	return drawFile("report", in.Paper, in.AsOf, func(l *layout) (pdf.Archive, error) {
		r := newReport(in, result, l)
		of := r.draw()
		journal, err := journalled()
		if err != nil {
			return pdf.Archive{}, err
		}
		data, err := written()
		if err != nil {
			return pdf.Archive{}, err
		}
		if data, err = in.committed(data, of); err != nil {
			return pdf.Archive{}, err
		}
		return pdf.Archive{
			Title:  r.title(),
			Author: hostile.Line(in.Organisation),
			Attachments: []pdf.Attachment{{
				Name: AttachmentName, MIME: "application/json", Description: "The assessment as data: its snapshot, and how it was judged",
				Relationship: "Source", Data: data,
			}, {
				Name: JournalName, MIME: "application/jsonl", Description: "The journal of the assessment: the header of every event, and the bodies that count",
				Relationship: "Source", Data: journal,
			}},
			Fields: r.fields,
		}, nil
	})
}

// data is the data of the report, as its attachment holds it.
func (in Input) data(result assessment.Result) ([]byte, error) {
	data, err := in.attachment(result)
	if err != nil {
		return nil, fmt.Errorf("write the data of the report: %w", err)
	}
	if err := checkCost(data); err != nil {
		return nil, assessment.Errorf(assessment.Invalid, "the data of the report: %w", err)
	}
	return data, nil
}

// meanwhile begins some work, and returns a function that waits for its result. If the work
// panics, the function does.
func meanwhile[T any](work func() (T, error)) (wait func() (T, error)) {
	wait = sync.OnceValues(work)
	go func() {
		defer func() { _ = recover() }() // wait panics again, where somebody can tell of it
		_, _ = wait()
	}()
	return wait
}

// report is one report while it is drawn.
type report struct {
	*layout
	in       Input
	snapshot assessment.Snapshot
	q        *questionnaire.Questionnaire
	zone     *time.Location // of the assessment: all moments are in it
	result   assessment.Result
	results  map[string]assessment.ItemResult // by item id
	targets  map[string]target                // by item id: its answer
	starts   map[string]target                // by title: a part of the report
	decision *assessment.Decision             // the latest for the milestone, or nil; it may be void
	contents []entry
	fields   []pdf.SignatureField

	// The first pages.
	annexed bool // it has an annex, and links into it
	density int  // of the first page, from 0; the higher, the shorter its texts
	noted   []notice
	aim     *piece      // of the questionnaire
	cut     []shortened // all that the first page prints in part
	inAnnex []ground    // all that the pages after it print in part
}

// entry is one line of the contents.
type entry struct {
	title string
	level int
	at    target
	page  int
}

func newReport(in Input, result assessment.Result, l *layout) *report {
	r := &report{
		layout: l, in: in, snapshot: in.Snapshot, q: in.Snapshot.Questionnaire.In(in.View), zone: in.Snapshot.Zone(),
		result: result, results: map[string]assessment.ItemResult{}, targets: map[string]target{}, starts: map[string]target{},
	}
	r.decision = r.snapshot.DecisionFor(in.Milestone)
	for _, item := range r.result.Items {
		r.results[item.ID] = item
	}
	if r.annexed = in.Annex || !r.certificate(); r.annexed {
		r.linkAnswers()
	}
	return r
}

// linkAnswers gives each answer a target, so that links lead to it.
func (r *report) linkAnswers() {
	for _, item := range r.result.Items { // in order, so that each drawing is the same
		r.targets[item.ID] = r.newTarget()
	}
}

func (r *report) title() string {
	return fmt.Sprintf("%s: assessment for %s, as of %s", hostile.Line(r.about()), r.in.Milestone, r.in.AsOf)
}

// about names the vendor, and the placed person or contract if there is one.
func (r *report) about() string {
	opened := r.snapshot.Opened
	opened.Vendor.Name, opened.Subject = r.vendor(), cmp.Or(r.snapshot.LatinOf(opened.Subject), opened.Subject)
	return opened.Title()
}

func (r *report) scored() bool { return r.result.Shown != assessment.NoScore }

// part is one section of the report, with its number of lines in the contents.
type part struct {
	lines int
	draw  func()
}

// parts are the sections of the annex: texts that the first pages shorten, the decisions, and
// the records. A section without content is left out.
func (r *report) parts() []part {
	where := func(has bool, draw func()) part {
		if has {
			return part{1, draw}
		}
		return part{draw: func() {}}
	}
	parts := []part{
		where(len(r.cut) > 0, r.frontInFull),
		{1, r.people},
		where(len(r.snapshot.Decisions) > 0, r.decisions),
		where(r.snapshot.Previous != nil, r.sinceLast),
	}
	for _, g := range r.inAnnex {
		parts = append(parts, part{1, func() { r.inFull(g) }})
	}
	return append(parts,
		where(len(r.gatesIn(gateStates...)) > 0, r.gates),
		where(len(r.snapshot.Links) > 0, r.chain),
		part{1 + r.answeredDomains(), r.answers},
		where(slices.ContainsFunc(r.result.Items, func(result assessment.ItemResult) bool { return !r.belongs(result.ID) }), r.others),
		part{1, r.register},
		where(len(r.snapshot.Rules) > 0, r.rulesChanged),
		part{1, r.method},
	)
}

// answeredDomains counts the domains with items of this verdict.
func (r *report) answeredDomains() int {
	n := 0
	for d := range r.q.Domains {
		if slices.ContainsFunc(r.q.Domains[d].Items, func(item questionnaire.Item) bool { return r.belongs(item.ID) }) {
			n++
		}
	}
	return n
}

// draw draws the whole report: the first page, the pages on which the verdict rests, and
// the annex. A certificate has the first page alone, or with an annex. It draws the
// contents and the running heads last, into reserved room, because they need the page
// numbers. It returns the pages that decide as content.
func (r *report) draw() decided {
	of := r.decide()
	if r.annexed {
		r.annex()
	}
	r.heads()
	return of
}

// annex is all that the first pages leave out.
func (r *report) annex() {
	r.newPage()
	parts, lines := r.parts(), len(r.contents)
	for _, p := range parts {
		lines += p.lines
	}
	contents := r.reserveContents(lines)
	for _, p := range parts {
		p.draw()
	}
	contents()
}

// heads draws the head and foot of each page.
func (r *report) heads() {
	r.runningHeads(r.about(), fmt.Sprintf("Assessment for %s · as of %s", r.in.Milestone, r.in.AsOf), fmt.Sprintf("Journal %.16s…", r.result.Head), hash)
	r.onPage(1)
	identity := fmt.Sprintf("%s · %s · as of %s", r.about(), r.in.Milestone, r.in.AsOf)
	r.textMiddle(r.width()/2+r.left, r.foot(), r.fitted(identity, label, 250), label)
}

// start is the target at the beginning of a part. Link to it only if the part is
// drawn.
func (r *report) start(title string) target {
	if !r.annexed {
		return 0
	}
	if _, known := r.starts[title]; !known {
		r.starts[title] = r.newTarget()
	}
	return r.starts[title]
}

// section begins a part of the report, and adds it to the outline and the contents.
func (r *report) section(title string, level int) {
	at := r.start(title)
	r.heading(title, level, at)
	index := len(r.contents)
	r.contents = append(r.contents, entry{title: title, level: level, at: at})
	head := &r.held[len(r.held)-1]
	draw := head.draw
	head.draw = func(top float64) {
		r.contents[index].page = r.pages()
		draw(top)
	}
}

// annexTitle is the heading of the annex, over its contents.
const annexTitle = "Annex"

// longReport is the number of items from which on a report has a table of contents.
const longReport = 40

// reserveContents leaves room for the contents at the head of the annex of a long report.
// Call the function it returns when the page numbers are known.
func (r *report) reserveContents(lines int) func() {
	if len(r.result.Items) < longReport {
		r.section(annexTitle, 0)
		return func() {}
	}
	r.bookmark(annexTitle, 0, r.top)
	page, top := r.pages(), r.top
	heading := attach(r.into, &pdf.Element{Role: r.headingRole(0)})
	contents := attach(r.into, &pdf.Element{Role: pdf.RoleContents})
	half := (lines + 1) / 2
	const line, head = 12.5, 34.0
	r.y = top + head + float64(float64(half)*line) + 6
	return func() {
		r.onPage(page)
		r.within(heading, func() { r.text(r.left, top+13, annexTitle, ink{bold, 15, black}) })
		r.fill(r.left, top+19, 28, 2, accent)
		r.twoColumns(len(r.contents), top+head, line, func(n int, x, y, width float64) {
			e := r.contents[n]
			style := ink{bold, 8, black}
			indent := 0.0
			if e.level > 0 {
				style, indent = body, 10
			}
			number := fmt.Sprint(e.page)
			r.within(contents.Add(&pdf.Element{Role: pdf.RoleEntry}).Add(&pdf.Element{Role: pdf.RoleReference}).Add(&pdf.Element{Role: pdf.RoleLink}), func() {
				r.text(x+indent, y+8, e.title+" ", style)
				r.textRight(x+width, y+8, number, style)
				r.link(x, y-1, width, line, e.at)
			})
			from := x + indent + r.measure(e.title, style) + 5
			if to := x + width - r.measure(number, style) - 5; from < to {
				r.dashed(func() { r.rule(point{from, y + 7}, point{to, y + 7}, 0.4, hair) })
			}
		})
	}
}

// fitted is the text on one line, shortened to the width.
func (c *canvas) fitted(text string, in ink, width float64) string {
	lines := c.wrap(hostile.Line(text), in, width)
	if len(lines) == 1 {
		return lines[0]
	}
	short := strings.TrimRight(c.wrap(hostile.Line(text), in, width-c.measure("…", in))[0], " ,;")
	return short + "…"
}

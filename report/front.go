package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/assessment/english"
	"assay/assessment/hostile"
)

// frontTop is the upper edge of the text on the first page.
const frontTop = 42

// frontTitle is the part of the annex with all that the first page shortens.
const frontTitle = "Page 1 in full"

// shortened is a text that the first page prints in part.
type shortened struct {
	name  string
	paras []para
}

// front draws the first page, which is always one page: the vendor, the verdict with
// its reasons, the decision, the figures, the people, and a box for each signature at
// its foot. The annex has the rest.
func (r *report) front() {
	plan := r.planned()
	r.y = frontTop
	r.put(plan.masthead)
	r.setFront()
	r.put(plan.form.build(plan.form.take))
	r.put(gap(8))
	r.put(r.panel(slices.Concat(plan.verdict, r.print(plan.reasons), gap(6), r.print(plan.decision))))
	r.spaced(gap(8), r.print(plan.summary))
	r.put(slices.Concat(plan.figures, plan.scale.build(plan.scale.take), plan.counts))
	for n, g := range plan.grounds {
		r.drawGround(g, plan.listed[n].take)
	}
	r.spaced(gap(6), r.print(plan.notices))
	if len(plan.grounds) == 0 {
		r.put(r.hairline(6, 6))
	} else {
		r.put(gap(6))
	}
	for _, line := range plan.record {
		r.put(r.print(line))
	}
	r.y = r.bottom - plan.boxes.height()
	for _, part := range plan.boxes {
		r.drawStrip(part)
	}
}

// densest is the density at which each text of the first page has one line.
const densest = 3

// frontPlan is the first page laid out at one density.
type frontPlan struct {
	masthead, verdict, figures, counts, boxes block
	form, scale                               *piece
	reasons, decision, summary, notices       said
	grounds                                   []ground // of a certificate
	listed                                    []*piece
	record                                    []said
	fits                                      bool
}

// planned is the first page at the lowest density that fits. A certificate without an
// annex must print all rows and has no links; if even the highest density has no room for
// all, it gets an annex.
func (r *report) planned() (p frontPlan) {
	for r.density = range densest + 1 {
		if p = r.planFront(); p.fits && (r.annexed || p.whole()) {
			return p
		}
	}
	if !r.annexed {
		r.annexed = true
		r.linkAnswers()
		return r.planned()
	}
	return p
}

// whole reports whether the page leaves nothing out but the purpose of the questionnaire.
func (p frontPlan) whole() bool {
	for _, s := range append([]said{p.reasons, p.decision, p.summary, p.notices}, p.record...) {
		if s.cut || s.short() {
			return false
		}
	}
	return !slices.ContainsFunc(p.listed, func(p *piece) bool { return p.cut || p.short() })
}

func (r *report) planFront() frontPlan {
	r.cut, r.noted = nil, nil
	because, lines := r.because(), 3
	if r.certificate() {
		because, lines = headlines(because), 9
	}
	p := frontPlan{
		masthead: r.masthead(), verdict: r.verdict(), boxes: r.boxes(),
		form: r.form(), scale: &piece{build: func(int) block { return nil }},
		reasons:  r.beside([]column{{18, r.width() - 34}}, "Verdict", because, 3, lines),
		decision: r.beside(r.inner(), "Decision", r.decisionParas(), 3, 3),
		summary:  r.besideLines(r.named(), "Summary", r.summary(), 9, [densest + 1]int{9, 9, 4, 1}[r.density]),
		notices:  r.notices(), record: r.record(),
	}
	if r.certificate() {
		p.grounds = []ground{r.conditionsGround()}
		for _, g := range p.grounds {
			p.listed = append(p.listed, r.groundPiece(g, false))
		}
		p.record = append([]said{r.beside(r.named(), "Days and facts", r.days(), 1, 9), r.beside(r.named(), "Red flags", r.flagLines(), 1, 2), r.beside(r.named(), "Conditions", r.actionLines(), 1, 2)}, p.record...)
	} else {
		p.counts = append(r.hairline(6, 6), r.counts()...)
	}
	var record []*piece
	for _, line := range p.record {
		record = append(record, line.piece)
	}
	if r.scored() {
		p.figures = append(gap(8), r.figures()...)
		p.scale = &piece{rows: 1, build: func(take int) block { return r.maybe(take > 0, r.scale) }}
	}
	air := float64(frontAir)
	if p.summary.rows > 0 {
		air += 8
	}
	if p.notices.rows > 0 {
		air += 6
	}
	fixed := frontTop + p.masthead.height() + p.verdict.height() + p.figures.height() + p.counts.height() + p.boxes.height() + air
	p.fits = fit(r.bottom-fixed-1, []*piece{p.reasons.piece, p.decision.piece, p.notices.piece, p.summary.piece}, p.listed, record, []*piece{p.form}, []*piece{p.scale})
	return p
}

// frontAir is the white space between the parts that every first page has.
const frontAir = 8 + 2*9 + 6 + 12 + 4

// setFront makes the first page an entry of the outline and the contents.
func (r *report) setFront() {
	at := r.newTarget()
	r.setTarget(at, frontTop)
	r.bookmark("Verdict", 0, frontTop)
	r.contents = append(r.contents, entry{title: "Verdict", at: at, page: 1})
}

// maybe is a block, or nothing.
func (r *report) maybe(wanted bool, build func() block) block {
	if !wanted {
		return nil
	}
	return build()
}

// spaced puts a block with air above it, and nothing if it is empty.
func (r *report) spaced(air, b block) {
	if len(b) > 0 {
		r.put(append(air, b...))
	}
}

// masthead is the vendor, its RFP, and the kind and the day of the verdict.
func (r *report) masthead() block {
	kind := "Vendor assessment: access to patient data"
	if r.certificate() {
		kind = "Certificate: " + r.q.Title
	}
	kicker := r.row([]column{{0, 300}, {r.width() - 190, 190}},
		[]cell{say(kind, labelBold), sayRight(hostile.Line(r.in.Organisation), label)}, nil)
	subject := para{text: r.subject(), ink: ink{regular, 8.6, muted}}
	return slices.Concat(kicker, gap(3), r.shortPara("Vendor", r.name(), vendorLines), r.shortPara("Request for proposals", subject, 3), r.hairline(5, 5), r.particulars())
}

// name is the vendor in the type of the first page, which has at most vendorLines of it.
// In a certificate the person comes first.
func (r *report) name() para {
	text := hostile.Line(r.vendor())
	if r.certificate() {
		text = english.Join(", ", hostile.Line(r.snapshot.Opened.Subject), text)
	}
	return para{text: text, ink: ink{bold, 21, black}, head: titleHeading}
}

const vendorLines = 2

// shortPara is a paragraph of at most some lines. The annex has all of a longer one.
func (r *report) shortPara(name string, p para, most int) block {
	short, cut := r.capped(p, r.width(), r.dense(most))
	if cut {
		r.cut = append(r.cut, shortened{name, []para{{text: p.text, ink: body}}})
	}
	return r.row([]column{{0, r.width()}}, []cell{{paras: []para{short}}}, nil)
}

// subject names the RFP, the other name of the vendor, and the placed person or
// contract.
func (r *report) subject() string {
	vendor, rfp := r.snapshot.Opened.Vendor, r.snapshot.Opened.RFP
	var parts []string
	if about := r.snapshot.Opened.Subject; about != "" {
		parts = append(parts, r.snapshot.Questionnaire.SubjectKind().Words()+": "+hostile.Line(r.person(about)))
	}
	if title := r.vendor(); vendor.LegalName != "" && vendor.LegalName != title {
		parts = append(parts, "in contracts "+hostile.Line(vendor.LegalName))
	}
	if title := r.vendor(); vendor.Name != title {
		parts = append(parts, "known as "+hostile.Line(vendor.Name))
	}
	if vendor.Country != "" {
		parts = append(parts, "contracting from "+hostile.Line(vendor.Country))
	}
	due := ""
	if rfp != nil && !rfp.Due.IsZero() {
		due = ", due " + rfp.Due.String()
	}
	switch {
	case rfp == nil:
		parts = append(parts, "not part of a request for proposals")
	case rfp.Reference != "":
		parts = append(parts, fmt.Sprintf("request for proposals %s, %s", hostile.Line(rfp.Reference), hostile.Line(rfp.Title))+due)
	default:
		parts = append(parts, "request for proposals: "+hostile.Line(rfp.Title)+due)
	}
	return english.Sentence(strings.Join(parts, " · "))
}

// particulars are the milestone, day, rule view and questionnaire of the verdict.
func (r *report) particulars() block {
	pin := r.result.Questionnaire
	named := func(name string, values ...para) cell {
		return cell{paras: append([]para{{text: name, ink: label}}, values...)}
	}
	return r.quarters(
		named("Milestone", para{text: string(r.in.Milestone), ink: strong}, para{text: milestoneWords(r.in.Milestone), ink: label}),
		named("As of", para{text: r.in.AsOf.String(), ink: strong}, para{text: r.validity(), ink: label}),
		named("Rule view", para{text: string(r.in.View), ink: strong}, para{text: r.in.View.Words(), ink: label}),
		named("Questionnaire", para{text: pin.ID + " " + pin.Version, ink: strong}, para{text: fmt.Sprintf("%.16s…", pin.Hash), ink: hash}),
	)
}

// quarters sets four cells side by side.
func (l *layout) quarters(cells ...cell) block {
	width := l.width() / 4
	var columns []column
	for n := range cells {
		columns = append(columns, column{float64(n) * width, width - 10})
	}
	return l.row(columns, cells, nil)
}

func (r *report) validity() string {
	if next := r.result.NextChange; !next.IsZero() {
		return "may change from " + next.String()
	}
	return "no date changes it"
}

// form names the questionnaire and its purpose. It comes before the verdict, because
// the same verdict can mean something else for another questionnaire. Method prints a
// longer purpose in full.
func (r *report) form() *piece {
	lines := r.wrap(r.q.About, quiet, r.width())
	r.aim = &piece{rows: len(lines), least: min(len(lines), max(0, 2-r.density))}
	r.aim.build = func(take int) block {
		text := strings.Join(lines[:take], "\n")
		if take < len(lines) {
			text = strings.TrimSpace(text + " …")
			if r.annexed {
				text += " (in full under Method)"
			}
		}
		return append(gap(5), r.row([]column{{0, r.width()}}, []cell{{paras: []para{{text: r.q.Title, ink: strong}, {text: text, ink: quiet}}}}, nil)...)
	}
	return r.aim
}

// purpose is the introduction of the questionnaire as the first page prints it.
func (r *report) purpose() (text string, whole bool) { return r.q.About, !r.aim.short() }

// summary is the evaluator's text about the vendor, in the words of its author.
func (r *report) summary() (paras []para) {
	s := r.snapshot.Summary
	if s == nil {
		return nil
	}
	for line := range strings.Lines(s.Text) {
		paras = append(paras, para{text: hostile.Line(line), ink: body})
	}
	return append(paras, para{text: english.Join(", ", r.snapshot.Person(s.By).Name, r.snapshot.Day(s.At).String()), ink: label})
}

// inner are the columns of the panel for a name and its text.
func (r *report) inner() []column { return []column{{18, 54}, {78, r.width() - 94}} }

// panel sets a block on a gray ground with an accent at its left.
func (l *layout) panel(b block) block {
	b = append(append(gap(9), b...), gap(9)...)
	for i, part := range b {
		b[i].draw = func(top float64) {
			// A little more than its height; otherwise screens show a seam.
			l.fill(l.left, top, l.width(), part.height+0.3, wash)
			l.fill(l.left, top, 4, part.height+0.3, accent)
			if part.draw != nil {
				part.draw(top)
			}
		}
	}
	return b
}

// twoColumns calls draw with the place of each of n lines, which fill the left half
// of the page first.
func (l *layout) twoColumns(n int, top, line float64, draw func(n int, x, y, width float64)) {
	const gutter = 24
	width, half := (l.width()-gutter)/2, (n+1)/2
	for i := range n {
		x := l.left
		if i >= half {
			x += width + gutter
		}
		draw(i, x, top+float64(float64(i%half)*line), width)
	}
}

// named are the columns for a name and its text.
func (r *report) named() []column { return []column{{0, 72}, {78, r.width() - 78}} }

// said is a piece of paragraphs beside a name.
type said struct {
	*piece
	name  string
	paras []para
	cut   bool // a paragraph is shortened
}

// beside sets paragraphs beside a name. It prints at least the first ones, and of each
// at most some lines, or fewer as the density asks.
func (r *report) beside(columns []column, name string, paras []para, least, most int) said {
	return r.besideLines(columns, name, paras, least, r.dense(most))
}

func (r *report) besideLines(columns []column, name string, paras []para, least, most int) said {
	s := said{name: name, paras: paras}
	text := columns[len(columns)-1]
	rows := make([]para, len(paras))
	for n, p := range paras {
		var cut bool
		if rows[n], cut = r.capped(p, text.width, most); cut {
			rows[n].link, s.cut = r.start(frontTitle), true
		}
	}
	if r.density >= 2 {
		least = min(least, 1)
	}
	s.piece = &piece{rows: len(rows), least: least, build: func(take int) block {
		if len(rows) == 0 {
			return nil
		}
		shown := first(rows, take)
		if left := len(rows) - take; left > 0 {
			shown = append(shown, para{text: fmt.Sprintf("and %s, in the annex", english.Count(left, "more line")), ink: quiet, link: r.start(frontTitle)})
		}
		cells := []cell{{paras: shown}}
		if len(columns) > 1 {
			cells = []cell{say(name, labelBold), {paras: shown}}
		}
		return r.row(columns, cells, nil)
	}}
	return s
}

// first are some rows in their order. Those that belong to the row above them come
// last, so that each point has its heading.
func first(rows []para, take int) []para {
	order := make([]int, len(rows))
	for n := range order {
		order[n] = n
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rows[a].indent, rows[b].indent) })
	order = order[:take]
	slices.Sort(order)
	shown := make([]para, take)
	for n, row := range order {
		shown[n] = rows[row]
	}
	return shown
}

// dense is how many lines a text may have at the density of this page.
func (r *report) dense(most int) int {
	if r.certificate() && !r.annexed {
		return most
	}
	return min(most, [densest + 1]int{most, 2, 1, 1}[r.density])
}

// print lays a piece out as far as it fits, and leaves the rest to the annex.
func (r *report) print(s said) block {
	if s.cut || s.short() {
		r.cut = append(r.cut, shortened{s.name, s.paras})
	}
	return s.build(s.take)
}

// frontInFull prints all that the first page shortens.
func (r *report) frontInFull() {
	r.section(frontTitle, 0)
	for _, s := range r.cut {
		r.put(append(r.row(r.named(), []cell{say(s.name, strong), {paras: s.paras}}, nil), gap(5)...))
	}
}

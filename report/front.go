package report

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/wording"
)

// front draws the first page: the vendor, the verdict with its reasons, the
// decision, the figures, and the record.
func (r *report) front() {
	r.y = 48
	r.put(r.row([]column{{0, 300}, {r.width() - 190, 190}},
		[]cell{say("Vendor assessment: access to patient data", labelBold), sayRight(hostile.Line(r.in.Organisation), label)}, nil))
	at := r.newTarget()
	r.setTarget(at, r.y)
	r.bookmark("Verdict", 0, r.y)
	r.contents = append(r.contents, entry{title: "Verdict", at: at, page: 1})

	r.put(gap(6))
	r.put(r.paragraph(hostile.Line(r.vendor()), ink{bold, 21, black}))
	r.put(r.paragraph(r.subject(), ink{regular, 9, muted}))
	r.put(r.hairline(8, 7))
	r.particulars()
	r.form()
	r.put(gap(9))
	r.put(r.panel(append(r.verdict(), r.decided()...)))
	r.summary()
	if r.scored() {
		r.put(gap(10))
		r.put(r.figures())
		r.put(r.scale())
	}
	r.put(r.hairline(7, 7))
	r.put(r.counts())
	r.notices()
	r.put(r.hairline(7, 6))
	r.record()
	if r.scored() {
		r.glance()
	}
	r.overview()
}

// summary prints the evaluator's words under the verdict, as such: the rules have no
// part in them.
func (r *report) summary() {
	s := r.snapshot.Summary
	if s == nil {
		return
	}
	var paras []para
	for line := range strings.Lines(s.Text) {
		paras = append(paras, para{text: hostile.Line(line), ink: body})
	}
	paras = append(paras, para{text: hostile.Line(wording.Summarizer(r.snapshot)), ink: label})
	r.put(gap(8))
	r.put(r.row(r.named(), []cell{say("Summary", labelBold), {paras: paras}}, nil))
}

// signedOff says who calls the record complete, and whether it has changed since. The
// statements are under Sign-off.
func (r *report) signedOff() (paras []para) {
	for _, o := range r.snapshot.SignedOff {
		paras = append(paras, para{text: hostile.Line(wording.SignOff(r.snapshot, o)), ink: body})
	}
	return paras
}

// subject names the RFP, the other name of the vendor, and the placed person or
// contract.
func (r *report) subject() string {
	vendor, rfp := r.snapshot.Opened.Vendor, r.snapshot.Opened.RFP
	var parts []string
	if about := r.snapshot.Opened.Subject; about != "" {
		parts = append(parts, r.snapshot.Questionnaire.SubjectKind().Words()+": "+hostile.Line(about))
	}
	if vendor.LegalName != "" && vendor.LegalName != vendor.Name {
		parts = append(parts, "known as "+hostile.Line(vendor.Name))
	}
	if vendor.Country != "" {
		parts = append(parts, "contracting from "+hostile.Line(vendor.Country))
	}
	switch {
	case rfp == nil:
		parts = append(parts, "not part of a request for proposals")
	case rfp.Reference != "":
		parts = append(parts, fmt.Sprintf("request for proposals %s, %s", hostile.Line(rfp.Reference), hostile.Line(rfp.Title)))
	default:
		parts = append(parts, "request for proposals: "+hostile.Line(rfp.Title))
	}
	return english.Sentence(strings.Join(parts, " · "))
}

// particulars are the milestone, day, rule view and questionnaire of the verdict.
func (r *report) particulars() {
	pin := r.result.Questionnaire
	named := func(name string, values ...para) cell {
		return cell{paras: append([]para{{text: name, ink: label}}, values...)}
	}
	r.put(r.quarters(
		named("Milestone", para{text: string(r.in.Milestone), ink: strong}, para{text: milestoneWords(r.in.Milestone), ink: label}),
		named("As of", para{text: r.in.AsOf.String(), ink: strong}, para{text: r.validity(), ink: label}),
		named("Rule view", para{text: string(r.in.View), ink: strong}, para{text: r.in.View.Words(), ink: label}),
		named("Questionnaire", para{text: pin.ID + " " + pin.Version, ink: strong}, para{text: fmt.Sprintf("%.16s…", pin.Hash), ink: hash}),
	))
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
		return "may change by itself from " + next.String()
	}
	return "will not change by itself"
}

// aboutLines is how many lines of a questionnaire's introduction fit on the first
// page. Method prints a longer one in full. Eight lines are enough for every
// shipped questionnaire.
const aboutLines = 8

// form names the questionnaire and its purpose. It comes before the verdict,
// because the same verdict can mean something else for another questionnaire.
func (r *report) form() {
	about, whole := r.purpose()
	if !whole {
		about += " … (in full under Method)"
	}
	r.put(gap(6))
	r.put(r.row([]column{{0, r.width()}}, []cell{{paras: []para{{text: r.q.Title, ink: strong}, {text: about, ink: quiet}}}}, nil))
}

// purpose is the introduction of the questionnaire, shortened to the room on the
// first page.
func (r *report) purpose() (text string, whole bool) {
	lines := r.wrap(r.q.About, quiet, r.width())
	return strings.Join(lines[:min(aboutLines, len(lines))], "\n"), len(lines) <= aboutLines
}

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

// figures are the scores in large type.
func (r *report) figures() block {
	result := r.result
	type number struct{ name, value, note string }
	gap := "–"
	if d := result.Claimed - result.Shown; d >= 0 {
		gap = d.String()
	}
	gapNote := "claimed minus shown"
	if result.Flags.Penalty > 0 {
		gapNote = fmt.Sprintf("%d points of it for warnings", result.Flags.Penalty)
	}
	numbers := []number{
		{"Shown", result.Shown.String(), "of 100, by evidence"},
		{"Claimed", result.Claimed.String(), "of 100, by answers"},
		{"Assurance gap", gap, gapNote},
		{"Interval", wording.Span(result.Interval[0], result.Interval[1]), "still possible"},
		{"Reachable", result.Reachable.String(), "with best evidence"},
		{"Coverage", english.Percent(result.Coverage), "of the weight answered"},
	}
	columns := make([]column, len(numbers))
	cells := make([]cell, len(numbers))
	shares := []float64{0.14, 0.14, 0.16, 0.22, 0.17, 0.17}
	x := 0.0
	for i, n := range numbers {
		columns[i] = column{x, float64(shares[i]*r.width()) - 6}
		x += float64(shares[i] * r.width())
		cells[i] = cell{paras: []para{{text: n.name, ink: labelBold}, {text: n.value, ink: ink{bold, 15, black}}, {text: n.note, ink: label}}}
	}
	return r.row(columns, cells, nil)
}

// glance draws a small bar for every domain on the first page, if there is room.
func (r *report) glance() {
	scored := r.scoredDomains()
	r.brief("Domains, shown against claimed; the tick is the floor", 13, len(scored), func(n int, x, y, width float64) {
		d := scored[n]
		r.text(x, y+8, d.ID, labelBold)
		r.bar(d)(x+28, y, width-60)
		r.textRight(x+width, y+8.5, d.Shown.String(), strong)
	})
}

// brief lists n things in two columns on the first page, if there is room.
func (r *report) brief(title string, line, n int, draw func(n int, x, y, width float64)) {
	half := (n + 1) / 2
	b := append(r.hairline(7, 7), r.paragraph(title, labelBold)...)
	b = append(b, strip{height: float64(half*line) + 4, draw: func(top float64) {
		r.twoColumns(n, top+2, float64(line), draw)
	}})
	if b.height() <= r.room() {
		r.put(b)
	}
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

// overview lists the lines of a checklist on the first page, or the gates of a
// long report without a score, if there is room.
func (r *report) overview() {
	var lines, gates []assessment.ItemResult
	for _, result := range r.result.Items {
		switch item := r.q.Item(result.ID); {
		case len(item.ClosedBy) > 0 && r.belongs(item.ID):
			lines = append(lines, result)
		case result.Gate != "":
			gates = append(gates, result)
		}
	}
	title, list := "Conditions, each with the items that close it under Gates", lines
	if len(lines) == 0 {
		title, list = "Gates", gates
	}
	if len(list) == 0 || len(lines) == 0 && (r.scored() || len(r.result.Items) < longReport) {
		return
	}
	const line = 12
	r.brief(title, line, len(list), func(n int, x, y, width float64) {
		result := list[n]
		sign := "–"
		if result.Gate != "" {
			sign = result.Gate.Sign()
		}
		r.text(x, y+8, sign, strong)
		r.text(x+14, y+8, result.ID, code)
		r.text(x+58, y+8, r.fitted(r.q.Item(result.ID).Title, body, width-58), body)
		r.link(x, y-1, width, line, r.targets[result.ID])
	})
}

// counts are gates, flags and risk side by side.
func (r *report) counts() block {
	width := r.width() / 3
	columns := []column{{0, width - 14}, {width, width - 14}, {2 * width, width}}
	gates, flags, risk := r.result.Gates, r.result.Flags, r.result.Risk
	all := gates.Closed + gates.Waived + gates.Open()
	titled := func(title, value string, lines ...string) cell {
		c := cell{paras: []para{{text: title, ink: labelBold}, {text: value, ink: ink{bold, 11, black}}}}
		for _, line := range lines {
			c.paras = append(c.paras, para{text: line, ink: quiet})
		}
		return c
	}
	gateLines := []string{dash(strings.Join(wording.Gates(gates), ", "))}
	switch soft := len(r.softOpen()); {
	case soft > 0 && soft == gates.Open():
		gateLines = append(gateLines, "open, conditional at most")
	case soft > 0:
		gateLines = append(gateLines, fmt.Sprintf("%d open, not hard", soft))
	}
	riskCell := titled("Residual risk", "not rated", "the questionnaire names no risk facts")
	if risk.Tier != "" {
		riskCell = titled("Residual risk", sentenceCase(risk.Tier),
			fmt.Sprintf("likelihood %s × impact %d = %s of 25", risk.Likelihood, risk.Impact, risk.Score),
			fmt.Sprintf("review at least every %d days", risk.ReviewDays))
	}
	penalty := fmt.Sprintf("warnings cost %s", english.Count(flags.Penalty, "point"))
	if r.q.GatesOnly() {
		penalty = "a stop blocks, a warning is for the reader"
	}
	return r.row(columns, []cell{
		titled("Gates", fmt.Sprintf("%d of %d closed", gates.Closed, all), gateLines...),
		titled("Red flags open", fmt.Sprintf("%s, %s", english.Count(flags.Stop, "stop"), english.Count(flags.Warning, "warning")),
			penalty),
		riskCell,
	}, nil)
}

func sentenceCase(word string) string { return strings.TrimSuffix(english.Sentence(word), ".") }

// notices are warnings that the first page always prints.
func (r *report) notices() {
	r.withdrawalNotice()
	r.rollbackNotice()
	r.waivers()
	r.rulesNotice()
	r.previousNotice()
	r.reverifyNotice()
	r.overdueNotice()
	r.unboundNotice()
}

// notice prints a warning beside its name.
func (r *report) notice(name string, paras ...para) {
	r.put(gap(5))
	r.put(r.row(r.named(), []cell{say(name, labelBold), {paras: paras}}, nil))
}

// firstFew shortens a list that another part prints in full.
func firstFew(all []para, most int, where string) []para {
	if len(all) <= most {
		return all
	}
	return append(all[:most:most], para{text: fmt.Sprintf("and %d more, under %s", len(all)-most, where), ink: quiet, indent: all[0].indent})
}

// named are the columns for a name and its text.
func (r *report) named() []column { return []column{{0, 72}, {78, r.width() - 78}} }

// record names the evaluators, the sessions, and the journal with its head.
func (r *report) record() {
	line := func(name string, values ...para) {
		r.put(r.row(r.named(), []cell{say(name, labelBold), {paras: values}}, nil))
	}
	if signed := r.signedOff(); len(signed) > 0 {
		line("Signed off", signed...)
	}
	line("Evaluated by", para{text: strings.Join(r.evaluators(), ", "), ink: body})
	line("Opened", para{text: fmt.Sprintf("%s by %s", r.moment(r.snapshot.OpenedAt), r.snapshot.OpenedBy), ink: body})
	if len(r.snapshot.Sessions) == 0 {
		line("Sessions", para{text: "None recorded.", ink: body})
	}
	var meetings []para
	for i, s := range r.snapshot.Sessions {
		end := "still running"
		if s.End != 0 {
			end = r.moment(s.End)
			if r.snapshot.Day(s.End) == r.snapshot.Day(s.Start) {
				end = end[len("2026-11-22 "):]
			}
		}
		text := fmt.Sprintf("%d · %s – %s", i+1, wording.Time(s.Start, r.zone), end)
		if who := attendees(s.Attendees); who != "" {
			text += " · " + who
		}
		meetings = append(meetings, para{text: text, ink: body})
	}
	if len(meetings) > 0 {
		line("Sessions", meetings...)
	}
	line("Journal", para{text: wording.Events(int(r.snapshot.Seq), len(r.snapshot.Struck)) + ", head:", ink: body},
		para{text: r.result.Head.String(), ink: ink{mono, 7, black}})
}

func attendees(all []assessment.Attendee) string {
	sides := []string{"us", "vendor"}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b assessment.Attendee) int { return slices.Index(sides, b.Side) - slices.Index(sides, a.Side) })
	var parts []string
	for _, a := range all {
		text := a.Name
		if about := english.Join(", ", a.Role, a.Side); about != "" {
			text += " (" + about + ")"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

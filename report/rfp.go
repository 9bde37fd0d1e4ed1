package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/wording"
	"assay/report/pdf"
)

// decided are the pages of a full report that decide, as the content of an excerpt: the
// figures on them, and their texts in the order of the drawing. All its
// texts are on the pages, so that nothing is in the excerpt that its reader does not see.
type decided struct {
	Vendor    string               `json:"vendor"`
	Verdict   assessment.Verdict   `json:"verdict"`
	Claimed   assessment.Score     `json:"claimed"`
	Shown     assessment.Score     `json:"shown"`
	Gates     assessment.GateCount `json:"gates"`
	Evaluated []string             `json:"evaluated_by"` // names; whoever else signs as assessor signs for them; empty if the page shortens their list
	Attended  []string             `json:"attended"`     // names of our other people, who may sign for themselves
	Pages     [][]string           `json:"pages"`
}

// decide draws the pages that decide, and returns them as content.
func (r *report) decide() decided {
	r.recorded, r.recording = nil, true
	r.newPage()
	r.front()
	if !r.certificate() {
		r.foundation()
	}
	pages := r.stopRecording()
	name, _ := r.capped(r.name(), r.width(), r.dense(vendorLines))
	of := decided{
		Vendor: hostile.Line(name.text), Verdict: r.result.Verdict, Claimed: r.result.Claimed, Shown: r.result.Shown, Gates: r.result.Gates,
		Evaluated: []string{}, Attended: []string{}, Pages: pages,
	}
	first := onOneLine(strings.Join(pages[0], " "))
	for _, entry := range r.snapshot.Evaluators() {
		name := onOneLine(r.snapshot.Person(entry).Name)
		if !strings.Contains(first, name) {
			of.Evaluated = []string{}
			break
		}
		of.Evaluated = append(of.Evaluated, name)
	}
	for _, p := range r.snapshot.OurPeople() {
		if name := onOneLine(p.Name); name != "" && strings.Contains(first, name) {
			of.Attended = append(of.Attended, name)
		}
	}
	return of
}

// onOneLine is a text without its line breaks.
func onOneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// draftRFP draws a short report for the profile RFP. It returns its content and the
// texts of its index, heads and feet, which the full report does not have.
func (r *report) draftRFP() (of decided, around [][]string) {
	of = r.decide()
	r.recorded, r.recording = nil, true
	r.index()
	r.heads()
	return of, r.stopRecording()
}

// index lists the parts of the annex for the reader of the first pages.
// Links into the annex lead here.
func (r *report) index() {
	r.newPage()
	drawn := map[target]bool{}
	for _, e := range r.contents {
		drawn[e.at] = true
	}
	here := r.start(annexTitle)
	for _, at := range r.targets {
		r.setTarget(at, r.top)
	}
	for _, at := range r.starts {
		if !drawn[at] && at != here {
			r.setTarget(at, r.top)
		}
	}
	r.section(annexTitle, 0)
	intro := "The annex is in the full report of the same day. These are its parts."
	if !r.annexed {
		intro = "The full report of the same day holds this as data."
	}
	r.intro(intro)
	t := r.newTable([]float64{130, r.width() - 130}, []string{"Part", "What it holds"})
	for _, part := range r.annexParts() {
		name := para{text: part[0], ink: strong}
		if domain, is := strings.CutPrefix(part[0], "  "); is {
			name = para{text: domain, ink: body, indent: 9}
		}
		t.add(cell{paras: []para{name}}, say(part[1], body))
	}
	t.end()
	r.put(gap(10))
	r.put(r.paragraph("How to verify", strong))
	r.put(r.paragraph("The attachment "+ExcerptName+" holds the texts of these pages. The full report holds a commitment to it, which tells nothing to whoever has the full report alone or these pages alone. "+
		"The command “assay verify” checks the signatures of these pages, and compares their texts with the attachment. It computes no figure again, because the answers are not here. "+
		"Together with the full report it proves that these pages come from it, and draws them again.", body))
}

// annexParts names the parts of the annex, and counts their content.
func (r *report) annexParts() [][2]string {
	var parts [][2]string
	add := func(n int, name, text string) {
		if n > 0 {
			parts = append(parts, [2]string{name, text})
		}
	}
	items, records := 0, 0
	for _, result := range r.result.Items {
		if r.belongs(result.ID) {
			items++
		}
	}
	for _, answer := range r.snapshot.Answers {
		records += len(answer.Evidence)
	}
	for _, a := range r.snapshot.Actions {
		if a.Closed != nil {
			records += len(a.Closed.Evidence)
		}
	}
	add(len(r.snapshot.Decisions), decisionsTitle, english.Count(len(r.snapshot.Decisions), "decision")+", each with its reason and its snapshot")
	add(len(r.snapshot.Links), chainTitle, english.Count(len(r.snapshot.Links), "party", "parties")+" below the vendor")
	add(items, "Answers", fmt.Sprintf("%s in %s, each with its answer, evidence and notes:", english.Count(items, "question"), english.Count(r.answeredDomains(), "domain")))
	for _, d := range r.q.Domains {
		asked := 0
		for n := range d.Items {
			if r.belongs(d.Items[n].ID) {
				asked++
			}
		}
		add(asked, "  "+d.ID, d.Name+": "+english.Count(asked, "question"))
	}
	add(len(r.result.Items)-items, "Not part of this verdict", english.Count(len(r.result.Items)-items, "question"))
	add(1, "Evidence register", english.Count(records, "record")+", with the hash of each file")
	add(len(r.snapshot.Rules), rulesTitle, english.Count(len(r.snapshot.Rules), "change")+" of the rules after the opening")
	add(1, "Method", "how the figures are computed, and how to verify them")
	add(1, "Journal", fmt.Sprintf("%s, attached to the full report as %s", english.Count(int(r.snapshot.Seq), "event"), JournalName))
	return parts
}

// settled is the input without the signatures that were recorded last. Reports that are
// drawn before and after a signature so have the same excerpts.
func (in Input) settled() (Input, error) {
	_, head, err := in.origin()
	if err != nil || head == in.Snapshot.Head {
		return in, err
	}
	n := 0
	for _, w := range slices.Backward(in.Journal) {
		if h, err := assessment.ParseHeader(w.Header); err != nil || !h.Signs() {
			break
		}
		n++
	}
	s := &in.Snapshot
	in.Journal = in.Journal[:len(in.Journal)-n]
	s.Seq, s.Head, s.Signed = s.Seq-int64(n), head, s.Signed[:max(0, len(s.Signed)-n)]
	return in, nil
}

// drawRFP draws the short report for the profile RFP from the whole input.
func (in Input) drawRFP(opened []byte) ([]byte, error) {
	data, err := in.Snapshot.Canonical()
	if err != nil {
		return nil, fmt.Errorf("write the data of the report: %w", err)
	}
	if err := checkCost(data); err != nil {
		return nil, assessment.Errorf(assessment.Invalid, "the data of the report: %w", err)
	}
	result := assessment.Evaluate(in.Snapshot, in.AsOf, in.Milestone, in.View)
	return drawFile("report", in.Paper, in.AsOf, func(l *layout) (pdf.Archive, error) {
		r := newReport(in, result, l)
		of, around := r.draftRFP()
		c := in.contentFor(RFP)
		c.Decided = &of
		data, err := c.file(opened, in.Paper, around)
		if err != nil {
			return pdf.Archive{}, err
		}
		return c.archive(data, r.fields), nil
	})
}

// checkTexts compares the texts of the pages with those of the excerpt. The figures and
// the names of the excerpt must be among those of the first page.
func (v *Verification) checkTexts(c content, around [][]string) {
	v.PagesMatch = MatchNo
	shown, err := v.Findings.Document.AsOf(0).Shown()
	if err != nil {
		v.problem("%v", err)
		return
	}
	pages := max(len(c.Decided.Pages), len(around))
	if len(shown) != pages {
		v.problem("the report has %d pages, its data gives %d", len(shown), pages)
		return
	}
	on := func(all [][]string, n int) []string {
		if n < len(all) {
			return all[n]
		}
		return nil
	}
	for n, text := range shown {
		if text != strings.Join(slices.Concat(on(c.Decided.Pages, n), on(around, n)), "\n") {
			v.problem("page %d differs from the page that the data gives", n+1)
			return
		}
	}
	if missing, ok := c.printedOn(on(c.Decided.Pages, 0), on(around, 0)); !ok {
		v.problem("the first page does not print %q, which the data says", missing)
		return
	}
	v.PagesMatch = MatchTexts
}

// printedOn looks on the first page for everything that a verification tells from the data of the pages that decide. It
// returns the first text that is missing. A certificate prints no scores and no counts of its gates.
func (c content) printedOn(first, around []string) (missing string, ok bool) {
	d := c.Decided
	lines := []string{verdictWord(d.Verdict), string(c.Milestone), c.AsOf.String(), string(c.View)}
	for _, score := range []assessment.Score{d.Shown, d.Claimed} {
		if score != assessment.NoScore {
			lines = append(lines, score.String())
		}
	}
	var parts []string
	if d.Shown != assessment.NoScore || slices.Contains(first, gatesName) {
		lines = append(lines, gatesClosed(d.Gates))
		parts = append(parts, wording.Gates(d.Gates)...)
	}
	for _, line := range lines {
		if !slices.Contains(first, line) {
			return line, false
		}
	}
	whole := onOneLine(strings.Join(first, " "))
	for _, name := range slices.Concat(d.Evaluated, d.Attended) {
		if !strings.Contains(whole, name) {
			return name, false
		}
	}
	// A long word is broken over lines.
	page := withoutSpaces(strings.Join(first, ""))
	for _, part := range append(parts, drawnWords(d.Vendor)...) {
		if !strings.Contains(page, withoutSpaces(part)) {
			return part, false
		}
	}
	head := c.Head.String()[:16]
	return head, strings.Contains(page+strings.Join(around, ""), head)
}

func withoutSpaces(text string) string { return strings.Join(strings.Fields(text), "") }

// drawnWords are the words of a text as pages show them.
func drawnWords(text string) []string {
	words := strings.Fields(text)
	if plain(text) {
		return words
	}
	c, err := newCanvas("a4", time.Time{})
	if err != nil {
		return words
	}
	for n, word := range words {
		words[n] = visual(c.line(word, bold))
	}
	return words
}

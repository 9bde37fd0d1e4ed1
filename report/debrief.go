package report

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment/debrief"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/questionnaire"
	"assay/report/pdf"
)

// drawDebrief draws a debrief with the file of its excerpt. It has nothing but the
// excerpt to draw from.
func (c content) drawDebrief(paper string, data []byte) ([]byte, error) {
	return drawFile("report", paper, c.AsOf, func(l *layout) (pdf.Archive, error) {
		p := &debriefPages{layout: l, c: c, d: *c.Debrief}
		p.draw()
		return c.archive(data, p.fields), nil
	})
}

// debriefPages is a debrief that is being drawn.
type debriefPages struct {
	*layout
	c      content
	d      debrief.Debrief
	fields []pdf.SignatureField
}

func (p *debriefPages) draw() {
	p.newPage()
	p.front()
	p.missing()
	for _, section := range p.d.Sections {
		p.heading(hostile.Line(section.Name), 0, p.newTarget())
		for _, e := range section.Entries {
			p.entry(e)
		}
	}
	p.runningHeads(p.c.vendor(), "Debrief · as of "+p.c.AsOf.String(), fmt.Sprintf("Journal %.16s…", p.c.Head), hash)
}

// front draws the first page: whom the debrief is for, its extent, the signatures, and
// how to verify it.
func (p *debriefPages) front() {
	p.y = 48
	p.put(p.row([]column{{0, 300}, {p.width() - 190, 190}}, []cell{say("Debrief for the vendor", labelBold), sayRight(hostile.Line(p.c.Organisation), label)}, nil))
	p.put(gap(6))
	p.put(p.paragraph(hostile.Line(p.d.Vendor), ink{bold, 21, black}))
	about := fmt.Sprintf("before the %s, as of %s", milestoneWords(p.c.Milestone), p.c.AsOf)
	if p.d.RFP != "" {
		about = "request for proposals: " + hostile.Line(p.d.RFP) + " · " + about
	}
	if p.c.View != questionnaire.Current {
		about += " · by " + p.c.View.Words()
	}
	p.put(p.paragraph(english.Capital(about), ink{regular, 9, muted}))
	p.put(p.hairline(8, 9))
	p.put(p.paragraph("This paper tells what we asked you, what you answered, what you showed us, and what is missing. It is about you alone. "+
		"It has no grade, score or verdict, no words of your references, and nothing of another vendor.", letterInk))
	if p.d.Wordless() {
		p.put(gap(6))
		p.put(p.paragraph("Below a question without an answer, you did answer: we wrote down none of your words.", letterInk))
	}
	p.put(gap(6))
	p.put(p.paragraph(p.extent(), letterInk))
	p.put(gap(14))
	p.put(p.signatureBoxes(reportDuties, nil, &p.fields))
	p.put(gap(10))
	p.put(p.row([]column{{0, 72}, {78, p.width() - 78}}, []cell{say("Journal", labelBold), {paras: []para{
		{text: "This paper is an excerpt of a full report. The head of the journal, without the signatures of reports that came after it:", ink: body},
		{text: p.c.Head.String(), ink: ink{mono, 7, black}},
	}}}, nil))
	p.put(gap(4))
	p.put(p.row([]column{{0, 72}, {78, p.width() - 78}}, []cell{say("How to verify", labelBold), say(
		"The attachment "+ExcerptName+" holds what these pages say. The full report holds a commitment to it, which tells nothing to whoever has the full report alone or this paper alone. "+
			"The command “assay verify” checks the signatures of this paper, and draws its pages again. Together with the full report it proves that this paper comes from it. "+
			"Nobody needs the full report to check who signed this paper.", body)}, nil))
}

// extent counts the questions and papers.
func (p *debriefPages) extent() string {
	papers, missing := 0, len(p.d.Documents)+len(p.d.Unanswered())
	for _, s := range p.d.Sections {
		for _, e := range s.Entries {
			papers += len(e.Shown)
			missing += len(e.Missing)
		}
	}
	return english.Sentence(fmt.Sprintf("%s, %s, %s missing", english.Count(p.d.Questions(), "question"), papersShown(papers), number(missing)))
}

func papersShown(n int) string {
	if n == 0 {
		return "no paper that you showed us"
	}
	return english.Count(n, "paper") + " that you showed us"
}

func number(n int) string {
	if n == 0 {
		return "nothing"
	}
	return english.Count(n, "thing")
}

// missing lists the papers and answers that the vendor can still send, and its promises.
func (p *debriefPages) missing() {
	p.heading("What is missing", 0, p.newTarget())
	unanswered, further := p.d.Unanswered(), len(p.d.Documents)
	if len(unanswered) > 0 {
		ids := hostile.Line(strings.Join(unanswered, ", "))
		p.put(p.paragraph(fmt.Sprintf("You have not answered %s: %s.", english.Count(len(unanswered), "question"), ids), letterInk))
	}
	for _, s := range p.d.Sections {
		for _, e := range s.Entries {
			further += len(e.Missing)
		}
	}
	if further > 0 || len(unanswered) == 0 {
		p.furtherMissing()
	}
	if len(p.d.Promises) == 0 {
		return
	}
	p.heading("What else you promised", 0, p.newTarget())
	for _, text := range p.d.Promises {
		p.put(p.row([]column{{0, 12}, {14, p.width() - 14}}, []cell{say("–", body), say(hostile.Line(text), body)}, nil))
	}
}

// furtherMissing is a table of what else than an answer is missing.
func (p *debriefPages) furtherMissing() {
	p.put(gap(6))
	t := p.newTable([]float64{70, p.width() - 70}, []string{"Question", "Missing"})
	for _, s := range p.d.Sections {
		for _, e := range s.Entries {
			var texts []para
			for _, text := range e.Missing {
				texts = append(texts, para{text: hostile.Line(text), ink: body})
			}
			if len(texts) > 0 {
				t.add(say(hostile.Line(e.Item), code), cell{paras: texts})
			}
		}
	}
	for _, text := range p.d.Documents {
		t.add(say("–", code), say(hostile.Line(text), body))
	}
	t.endOr("Nothing is missing.")
}

// entry draws a question with the words and papers of the vendor.
func (p *debriefPages) entry(e debrief.Entry) {
	const left, names = idWidth, 84
	b := p.row([]column{{0, left - 6}, {left, p.width() - left}}, []cell{say(hostile.Line(e.Item), code), say(hostile.Line(e.Ask), strong)}, nil)
	part := func(name string, paras ...para) {
		if !slices.ContainsFunc(paras, func(p para) bool { return p.text != "" }) {
			return
		}
		b = append(b, gap(1.5)...)
		b = append(b, p.row([]column{{left, names - 6}, {left + names, p.width() - left - names}}, []cell{say(name, label), {paras: paras}}, nil)...)
	}
	part("Answer", para{text: hostile.Line(e.Answer), ink: body})
	var said, shown, missing, promised []para
	for _, q := range e.Quotes {
		said = append(said, para{text: english.Quoted(hostile.Clean(q.Text)), ink: body, bar: true}, para{text: hostile.Line(q.Who), ink: label, indent: barIndent})
	}
	for _, r := range e.Shown {
		shown = append(shown, para{text: hostile.Line(r.Paper), ink: body}, para{text: hostile.Line(r.About), ink: label})
	}
	for _, text := range e.Missing {
		missing = append(missing, para{text: hostile.Line(text), ink: strong})
	}
	for _, text := range e.Promises {
		promised = append(promised, para{text: hostile.Line(text), ink: body})
	}
	part("In your words", said...)
	part("You showed us", shown...)
	part("Missing", missing...)
	part("You promised", promised...)
	p.put(append(b, p.hairline(5, 6)...))
}

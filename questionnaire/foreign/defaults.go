package foreign

import (
	"fmt"
	"slices"

	"assay/questionnaire"
)

// The defaults are those with which assay begins a new questionnaire.
var (
	controlScale = []string{
		"Absent or refused", "Ad hoc, depends on people", "Written and partly done", "Done everywhere in scope", "Measured, tested and improved",
	}
	evidenceScale = []string{
		"Not sent", "Sent, but of another firm or scope", "Partly complete", "Complete", "Complete, current and signed",
	}
	defaultListen = []string{"A definite answer: who does it, how, and since when"}
	defaultProbes = []string{"May we see an example from the last three months?"}
	defaultFlags  = []questionnaire.RedFlag{{Text: "The answer is general, and names nobody", Severity: questionnaire.Warning}}
)

func defaultScoring() questionnaire.Scoring {
	return questionnaire.Scoring{
		Mode:      "scored",
		Assurance: questionnaire.Factors{Claimed: 40, Documented: 70, Verified: 90, Attested: 100},
		Scenario:  questionnaire.Scenarios{TwoScorers: 90, OneScorer: 70, Apart: 2, VagueCap: 1},
		Bands:     questionnaire.Bands{Approve: 80, Conditional: 65, Remediate: 50},
		Coverage:  90, Warning: questionnaire.Penalty{Each: 3, Most: 15}, Thin: 20,
	}
}

const defaultWeight = 3

// fill takes what the file does not say from the former import, and then from the
// defaults.
func (b *builder) fill() {
	b.weightNotes()
	for _, m := range b.made {
		m.keep()
		b.fillKind(m)
		b.fillJudged(m)
		if former := b.request.From; former != nil && former.Timed() && m.item.Minutes == 0 && !m.item.Computed() {
			m.item.Minutes = 2
			b.settle("a question without minutes takes 2, because the others have some")
		}
		if m.item.How == "" && m.former == nil {
			m.item.How = questionnaire.Written
			if m.item.AskedOf == "" {
				m.item.AskedOf = "vendor"
			}
			m.item.How = wayFor(m.item.AskedOf)
		}
	}
	b.fillTitles()
	if b.request.From == nil {
		b.report.Defaults = append(b.report.Defaults,
			Default{What: "factors, bands and penalties are those with which assay begins a new questionnaire, and no section has a floor"},
			Default{What: "the weight of a section is the sum of the weights of its questions"})
	}
}

// wayFor is the way in which an imported question is asked: in writing, if the vendor
// answers it.
func wayFor(of string) questionnaire.Way {
	switch of {
	case "document":
		return questionnaire.InDocument
	case "research":
		return questionnaire.Researched
	case "reference":
		return questionnaire.Live
	case questionnaire.AskedOfUs:
		return questionnaire.ByUs
	}
	return questionnaire.Written
}

func (b *builder) weightNotes() {
	if b.weights.most > 0 {
		b.report.Defaults = append(b.report.Defaults, Default{What: fmt.Sprintf("the weights of the file, of which %g is the greatest, became 1 to 5", b.weights.most)})
	}
}

// fillKind names the guesses about how a question is answered.
func (b *builder) fillKind(m *made) {
	if m.given["kind"] || m.former != nil {
		return
	}
	switch {
	case m.item.Kind.IsGate():
		b.settle("a question that begins like \"Do you\" is answered by yes or no, and yes is the wanted answer")
	case m.item.Kind.Judged():
		b.settle("a question without a kind of answer is answered in words, and people grade it from 0 to 4")
	}
}

func (b *builder) fillJudged(m *made) {
	i := &m.item
	if i.AskedOf == "" {
		i.AskedOf = "vendor"
	}
	if !i.Kind.Judged() {
		return
	}
	if i.Weight == 0 && i.Weighted() == 0 {
		i.Weight = defaultWeight
		if i.Weighted() == 0 {
			i.Weight = 0 // a gate asked of us has none
		} else if m.former == nil || m.former.Weight == 0 {
			b.settle(fmt.Sprintf("a question without a weight has the weight %d", defaultWeight))
		}
	}
	if len(i.Cites) == 0 {
		i.Practice = true
		if i.Basis == "" {
			i.Basis = questionnaire.Practice
			b.settle("a question without a citation has the basis \"practice, not law\"")
		}
	}
	if i.Phase == "" {
		i.Phase = "pre-award"
		b.settle("a question counts from the award on")
	}
	if i.Kind.IsGate() && len(i.ClosedBy) == 0 {
		if i.MinAssurance == "" {
			i.MinAssurance = "documented"
			b.settle("yes closes a gate only when a document shows it")
		}
		if len(kindsOf(i)) == 0 {
			i.Evidence = []string{b.kind(anyDocument)}
		}
	} else {
		i.MinAssurance = ""
	}
	if len(i.GateAt) > 0 && i.Kind.TakesEvidence() && len(kindsOf(i)) == 0 {
		i.Evidence = []string{b.kind(anyDocument)}
	}
	b.group(m)
	if i.Kind.Graded() && !i.Kind.Scored() {
		b.fillGraded(m)
	}
}

// fillGraded helps two people to the same grade.
func (b *builder) fillGraded(m *made) {
	missing := false
	if len(m.item.ListenFor) == 0 {
		m.item.ListenFor, missing = slices.Clone(defaultListen), true
	}
	if len(m.item.Probes) == 0 {
		m.item.Probes, missing = slices.Clone(defaultProbes), true
	}
	if len(m.item.RedFlags) == 0 {
		m.item.RedFlags, missing = slices.Clone(defaultFlags), true
	}
	if missing && m.former == nil {
		b.settle("what to listen for, what to ask next or what is a bad sign is a sentence that fits any question: write your own")
	}
}

// fillTitles gives every item a title, and tells equal ones apart by their ids.
func (b *builder) fillTitles() {
	count := map[string]int{}
	for _, m := range b.made {
		if m.item.Title == "" {
			m.item.Title = short(titleOf(m.item.Ask), mostTitle)
		}
		count[simple(m.item.Title)]++
	}
	for _, m := range b.made {
		if count[simple(m.item.Title)] > 1 && (m.former == nil || m.former.Title != m.item.Title) {
			m.item.Title = short(m.item.Title, mostTitle-len(m.item.ID)-3) + " (" + m.item.ID + ")"
		}
	}
}

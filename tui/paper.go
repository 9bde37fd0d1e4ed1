package tui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/wording"
	"assay/questionnaire"
)

// paper is a document that showed an earlier answer. Most agreements show many
// answers; it is described once and then named again.
type paper struct {
	item   string // id of the answer that it showed
	record assessment.Evidence
}

// sameAs begins the choice that takes a paper again.
const sameAs = "same as "

// again finds the document that the evaluator last recorded under another
// item, with this assurance and one of these kinds. It skips an observation,
// which shows its own item only; a document too old to show anything; and
// one that the item already has. It returns nil for none.
func again(k *book, item, by string, to assessment.Assurance, kinds []*questionnaire.EvidenceKind) *paper {
	var last *paper
	var at int64
	for id, a := range k.now.Answers {
		if id == item || a.By != by || last != nil && a.At <= at {
			continue
		}
		for _, record := range slices.Backward(a.Evidence) {
			known := slices.ContainsFunc(kinds, func(kind *questionnaire.EvidenceKind) bool { return kind.ID == record.Kind })
			if known && record.Observed == "" && a.StatedFor(&record) == to &&
				k.now.AgeOf(&record, k.day).Counts() && !lists(k.now.Answers[item], record) {
				last, at = &paper{id, record}, a.At
				break
			}
		}
	}
	return last
}

// lists reports whether the answer has a record of this paper.
func lists(a assessment.Answer, paper assessment.Evidence) bool {
	return slices.ContainsFunc(a.Evidence, func(r assessment.Evidence) bool {
		return r.Kind == paper.Kind && r.Reference == paper.Reference && r.SHA256 == paper.SHA256 && r.AsOf == paper.AsOf
	})
}

// choice is the option of the dialog that takes the paper again.
func (p *paper) choice() string { return sameAs + p.item }

// words is the kind and date of the paper.
func (p *paper) words(q *questionnaire.Questionnaire) string {
	text := fmt.Sprintf("%s: %s %s, %s, as of %s", p.item, p.record.Kind, q.EvidenceKind(p.record.Kind).Name, wording.Source(p.record), p.record.AsOf)
	if !p.record.ValidUntil.IsZero() {
		text += ", valid until " + p.record.ValidUntil.String()
	}
	return text
}

// repeat records the paper under another item, without its checks, which
// were made for the first item.
func (s *interview) repeat(m *Model, at spot, to assessment.Assurance, p *paper, checked []int) (tea.Cmd, error) {
	record := p.record
	record.Checked = checked
	return s.submit(m, at, at.answer.ShownBy(record, to))
}

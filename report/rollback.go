package report

import (
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/wording"
)

const rollbackTitle = "Events lost"

// rollbacks says which events the journal lacks, and who accepted that.
func (r *report) rollbacks() []string {
	var texts []string
	for _, b := range r.snapshot.Rollbacks {
		texts = append(texts, english.Sentence(hostile.Line(wording.Rollback(b, r.zone))))
	}
	return texts
}

// rollbackNotice prints the first rollbacks on the first page. Method prints all.
func (r *report) rollbackNotice() {
	var lines []para
	for _, text := range r.rollbacks() {
		lines = append(lines, para{text: text, ink: body})
	}
	if len(lines) > 0 {
		r.notice(rollbackTitle, firstFew(lines, 2, "Method")...)
	}
}

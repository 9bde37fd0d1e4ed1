package report

import (
	"fmt"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/wording"
)

// register lists every evidence record with the hash that identifies its file.
func (r *report) register() {
	r.section("Evidence register", 0)
	r.intro("Every evidence record of this assessment. The SHA-256 identifies a file byte for byte; a record without one was observed or is kept elsewhere. " +
		"Checked counts the checks of the questionnaire that the reader of the record ticked.")
	t := r.newTable([]float64{22, 50, r.width() - 22 - 50 - 62 - 62 - 74, 62, 62, 74}, []string{"No.", "Item", "Record", "As of", "Valid until", "Assurance"})
	number := 0
	add := func(of para, answer assessment.Answer, e assessment.Evidence) {
		number++
		t.add(say(fmt.Sprint(number), label), cell{paras: []para{of}}, cell{paras: r.registered(e)},
			say(dash(e.AsOf.String()), body), say(dash(e.ValidUntil.String()), body), say(dash(string(answer.CountedFor(&e))), body))
	}
	for item := range r.q.Items() {
		answer := r.snapshot.Answers[item.ID]
		for _, e := range answer.Evidence {
			add(para{text: item.ID, ink: code, link: r.targets[item.ID]}, answer, e)
		}
	}
	for n, a := range r.snapshot.Actions {
		if a.Closed == nil {
			continue
		}
		for _, e := range a.Closed.Evidence {
			add(para{text: fmt.Sprintf("condition %d", n+1), ink: label, link: r.start(conditionsTitle)}, assessment.Answer{}, e)
		}
	}
	t.endOr("There are no evidence records.")
}

// registered names a record and where to find it.
func (r *report) registered(e assessment.Evidence) []para {
	record := []para{{text: r.kindName(e.Kind), ink: body}, {text: hostile.Line(wording.Source(e)), ink: quiet}}
	if checked, _ := wording.Checks(r.q.EvidenceKind(e.Kind), e); checked != "" {
		record = append(record, para{text: checked, ink: label})
	}
	if e.SHA256 != "" {
		text := e.SHA256
		if e.Size > 0 {
			text += fmt.Sprintf(" (%s)", size(e.Size))
		}
		record = append(record, para{text: hostile.Line(text), ink: ink{mono, 5.4, muted}})
	}
	return record
}

func size(bytes int64) string {
	switch {
	case bytes < 1000:
		return english.Count(int(bytes), "byte")
	case bytes < 1_000_000:
		return fmt.Sprintf("%d kB", (bytes+500)/1000)
	}
	return fmt.Sprintf("%d.%d MB", bytes/1_000_000, bytes/100_000%10)
}

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
		"Where no check of a record is named, nobody ticked one.")
	t := r.newTable([]float64{24, 50, r.width() - 24 - 50 - 76 - 68, 76, 68}, []string{"No.", "Item", "Record", "Dates", "Assurance"})
	number := 0
	add := func(of para, answer assessment.Answer, e assessment.Evidence) {
		number++
		var dates []para
		if !e.AsOf.IsZero() {
			dates = append(dates, para{text: "of " + e.AsOf.String(), ink: body})
		}
		if !e.ValidUntil.IsZero() {
			dates = append(dates, para{text: "until " + e.ValidUntil.String(), ink: body})
		}
		counted := string(answer.CountedFor(&e))
		if e.Unread {
			counted = string(assessment.NotRead)
		}
		t.add(say(fmt.Sprint(number), label), cell{paras: []para{of}}, cell{paras: r.registered(e)}, cell{paras: dates}, say(counted, body))
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
	r.replies()
}

// replies lists the forms that came back from the vendor, with the hash of each file.
func (r *report) replies() {
	if len(r.snapshot.Received) == 0 {
		return
	}
	r.heading("Replies of the vendor in writing", 1, r.newTarget())
	r.intro("The form itself states who filled it in, and nobody has checked that. An answer from a reply is claimed until evidence shows it.")
	t := r.newTable([]float64{62, r.width() - 62 - 190, 190}, []string{"Received", "File", "Stated and taken"})
	for _, c := range r.snapshot.Received {
		file := []para{{text: fmt.Sprintf("%s (%s)", hostile.Line(c.Name), size(c.Size)), ink: body}, {text: c.SHA256, ink: ink{mono, 5.4, muted}}}
		if c.Kept == nil {
			file = append(file, para{text: "not kept", ink: label})
		} else if len(c.LeftOut) > 0 {
			file = append(file, para{text: hostile.Line("kept without " + english.List(c.LeftOut)), ink: label})
		}
		t.add(say(r.snapshot.Day(c.At).String(), body), cell{paras: file}, say(hostile.Line(wording.Reception(c.Received)), body))
	}
	t.end()
}

// registered names a record and where to find it.
func (r *report) registered(e assessment.Evidence) []para {
	record := []para{{text: r.kindName(e.Kind), ink: body}, {text: hostile.Line(wording.Source(e)), ink: quiet}}
	if checked, _ := wording.Checks(r.q.EvidenceKind(e.Kind), e); checked != "" && len(e.Checked) > 0 {
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

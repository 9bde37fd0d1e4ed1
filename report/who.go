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

// record are the lines about the people, the meetings, the scope and the journal.
func (r *report) record() []said {
	line := func(name string, most int, paras ...para) said { return r.beside(r.named(), name, paras, 1, most) }
	lines := []said{line("Evaluated by", 2, para{text: r.evaluated(), ink: body})}
	if signed := r.signedOff(); len(signed) > 0 {
		lines = append(lines, line("Signed off", 2, signed...))
	}
	if len(r.snapshot.Sessions) > 0 || !r.certificate() {
		lines = append(lines, line("Sessions", 3, r.sessions()...))
	}
	if scope := r.scope(); scope != "" {
		lines = append(lines, line("Scope", 2, para{text: scope, ink: body}))
	}
	return append(lines,
		line("Retain until", 2, para{text: r.retention(), ink: body}),
		line("Journal", 2, para{text: wording.Events(int(r.snapshot.Seq), len(r.snapshot.Struck)) + ", head " + r.result.Head.String(), ink: ink{mono, 6.8, black}}))
}

// evaluated names the people who recorded answers, and who had the report drawn if
// that is somebody else.
func (r *report) evaluated() string {
	var people, names []string
	for _, entry := range r.snapshot.Evaluators() {
		p := r.snapshot.Person(entry)
		people, names = append(people, english.Join(", ", p.Name, p.Role)), append(names, p.Name)
	}
	text := strings.Join(people, "; ")
	asking := r.snapshot.Person(r.in.Evaluator)
	if text == "" || asking.Name == "" || slices.ContainsFunc(names, func(name string) bool { return assessment.NamesPerson(name, asking.Name) }) {
		return text
	}
	return text + "; this report was drawn for " + english.Join(", ", asking.Name, asking.Role)
}

// signedOff says who calls the record complete, and whether it has changed since. The
// statements are in the annex.
func (r *report) signedOff() (paras []para) {
	for _, o := range r.snapshot.SignedOff {
		o.By = r.snapshot.Person(o.By).Name
		paras = append(paras, para{text: hostile.Line(wording.SignOff(r.snapshot, o)), ink: body})
	}
	return paras
}

// sessions are the meetings, with who was there.
func (r *report) sessions() (meetings []para) {
	if len(r.snapshot.Sessions) == 0 {
		return []para{{text: "None recorded.", ink: body}}
	}
	for i, s := range r.snapshot.Sessions {
		end := "still running"
		if s.End != 0 {
			end = r.moment(s.End)
			if r.snapshot.Day(s.End) == r.snapshot.Day(s.Start) {
				end = end[len("2026-11-22 "):]
			}
		}
		text := fmt.Sprintf("%d · %s – %s", i+1, wording.Time(s.Start, r.zone), end)
		if s.End == s.Start { // nobody said when it ended
			text = fmt.Sprintf("%d · %s", i+1, r.moment(s.Start))
		}
		if who := r.attendees(s.Attendees); who != "" {
			text += " · " + who
		}
		meetings = append(meetings, para{text: text, ink: body})
	}
	return meetings
}

// attendees names the people of a meeting, those of the vendor first.
func (r *report) attendees(all []assessment.Attendee) string {
	sides := []string{"us", "vendor"}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b assessment.Attendee) int { return slices.Index(sides, b.Side) - slices.Index(sides, a.Side) })
	var parts []string
	for _, a := range all {
		text := hostile.Line(r.person(a.Name))
		if about := english.Join(", ", a.Role, a.Side); about != "" {
			text += " (" + hostile.Line(about) + ")"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

// scope is what the vendor could reach: the facts that make the risk.
func (r *report) scope() string {
	rules := r.q.Scoring.Risk
	var parts, open []string
	for _, id := range slices.Concat(rules.Impact, []string{rules.StandingAccess}) {
		item := r.q.Item(id)
		if item == nil {
			continue
		}
		if value := r.snapshot.Answers[id].Value; value != "" {
			parts = append(parts, item.Title+": "+hostile.Line(item.FactLabel(value)))
		} else {
			open = append(open, item.Title)
		}
	}
	return listed(parts, "not answered", open, "; ")
}

// listed joins statements, and then says once what holds for all the others.
func listed(parts []string, without string, others []string, separator string) string {
	if len(others) > 0 {
		parts = append(parts, without+": "+strings.Join(others, ", "))
	}
	if len(parts) == 0 {
		return ""
	}
	return english.Capital(strings.Join(parts, separator)) + "."
}

// retention says how long the report must be kept, and why.
func (r *report) retention() string {
	kept := assessment.RetentionOf(r.snapshot, r.in.AsOf)
	from := "the day of this report"
	if kept.Ends {
		from = "the end of the work on " + kept.From.String()
	}
	return fmt.Sprintf("%s at least: six years from %s (45 CFR 164.316(b)(2)(i)).", kept.Until, from)
}

// known are all whom the first page names.
func (r *report) known() []string {
	entries := r.snapshot.Evaluators()
	for _, o := range r.snapshot.SignedOff {
		entries = append(entries, o.By)
	}
	if s := r.snapshot.Summary; s != nil {
		entries = append(entries, s.By)
	}
	if r.in.Evaluator != "" {
		entries = append(entries, r.in.Evaluator)
	}
	slices.Sort(entries)
	return slices.Compact(entries)
}

// peopleTitle is the part of the annex about who vouches for the record.
const peopleTitle = "People and sign-offs"

// people tells who still owes what, and the statements of those who signed off.
func (r *report) people() {
	r.section(peopleTitle, 0)
	put := func(name string, paras ...para) {
		r.put(append(r.row(r.named(), []cell{say(name, strong), {paras: paras}}, nil), gap(4)...))
	}
	if owed := r.owed(); len(owed) > 0 {
		put("Still missing", para{text: "On " + r.in.AsOf.String() + ": " + strings.Join(owed, ", ") + ".", ink: body})
	}
	if r.decision != nil {
		if text := wording.AddedBriefly(*r.decision); text != "" {
			put("For the approver", para{text: english.Sentence(hostile.Line(text)), ink: body})
		}
	}
	for _, entry := range r.known() {
		if p := r.snapshot.Person(entry); p.Address != "" {
			put(p.Name, para{text: english.Join(", ", "in the journal "+p.Address, p.Role), ink: body})
		}
	}
	put("Opened", para{text: r.moment(r.snapshot.OpenedAt) + " by " + hostile.Line(r.snapshot.OpenedBy), ink: body})
	for _, o := range r.snapshot.SignedOff {
		put("Signed off", para{text: "The record is complete, says " + hostile.Line(wording.SignOffInFull(r.snapshot, o)), ink: body})
	}
	put("Signatures", para{text: "Each signature covers the whole file: the pages, the attachments, and the signatures before it. A signature on paper covers the printed pages only.", ink: body})
}

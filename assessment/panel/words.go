package panel

import (
	"fmt"

	"assay/assessment/agreement"
	"assay/assessment/english"
)

// Who says whether grades are blind, and why.
func (p Page) Who() string {
	switch len(p.Graders) {
	case 0:
		return "Nobody is named as a grader, so every grade shows at once. Grades are blind from two named graders on."
	case 1:
		return "Only " + p.Graders[0] + " is named as a grader, so every grade shows at once. Grades are blind from two named graders on."
	}
	return english.List(p.Graders) + " grade blind: a panel hides the grades until all of them have given grade and note."
}

// Sum says how many panels there are of each state, and how many wait for a
// reconciled grade.
func (p Page) Sum() string {
	if len(p.Rows) == 0 {
		return "No scenario is asked."
	}
	many := map[State]int{}
	for _, r := range p.Rows {
		many[r.State]++
	}
	text := english.Count(len(p.Rows), "scenario") + ": "
	open := fmt.Sprintf("%d graded, %d not graded yet", many[Open], many[Empty])
	if p.Blind {
		open = fmt.Sprintf("%d open, %d closed", many[Open]+many[Empty], many[Closed])
	}
	text += open
	if n := len(p.Unreconciled()); n > 0 {
		text += ", " + english.Count(n, "waits", "wait") + " for a reconciled grade"
	}
	return text + "."
}

// Brief says without names how far a panel is, for a narrow list.
func (r Row) Brief() string {
	switch r.State {
	case Closed:
		return fmt.Sprintf("closed, %d of %d in", len(r.In), len(r.In)+len(r.Awaited))
	case Empty:
		return "not graded yet"
	}
	grades := ""
	for n, g := range r.Grades {
		if n > 0 {
			grades += " "
		}
		grades += fmt.Sprint(g.Grade)
	}
	return grades + ": " + r.distance()
}

// Words says how far a panel is: who is in, or the grades and how far they lie
// apart.
func (r Row) Words() string {
	switch r.State {
	case Closed:
		if len(r.In) == 0 {
			return "closed: nobody is in yet"
		}
		return "closed: " + english.List(r.In) + isOrAre(r.In) + " in, " + english.List(r.Awaited) + isOrAre(r.Awaited) + " not"
	case Empty:
		return "not graded yet"
	}
	grades := ""
	for n, g := range r.Grades {
		if n > 0 {
			grades += ", "
		}
		grades += fmt.Sprintf("%s %d", g.Scorer, g.Grade)
	}
	return grades + ": " + r.distance()
}

func isOrAre(names []string) string {
	if len(names) == 1 {
		return " is"
	}
	return " are"
}

// distance says how far the grades lie apart, and if they are reconciled.
func (r Row) distance() string {
	text := "equal"
	switch {
	case len(r.Grades) == 1:
		text = "one grade"
	case r.Apart > 0:
		text = fmt.Sprintf("%d apart", r.Apart)
	}
	switch {
	case r.Unreconciled():
		return text + ", to be reconciled"
	case r.Reconciled != nil && r.Reconciled.Grade != nil:
		return text + fmt.Sprintf(", reconciled as %d", *r.Reconciled.Grade)
	case r.Reconciled != nil:
		return text + ", reconciled, the mean counts"
	}
	return text
}

// Details says the rest about a panel: the notes, how it opened, and which grades were
// changed. Each line has a name.
func (r Row) Details() [][2]string {
	var all [][2]string
	for _, g := range r.Grades {
		text := fmt.Sprintf("%d", g.Grade)
		if g.By != "" {
			text += ", entered by " + g.By
		}
		if g.Reverify {
			text += ", not confirmed since"
		}
		if g.Note != "" {
			text += ": " + g.Note
		}
		all = append(all, [2]string{g.Scorer, text})
	}
	if r.Reconciled != nil {
		all = append(all, [2]string{"reconciled", r.Reconciled.Note})
	}
	if r.State != Closed && len(r.Awaited) > 0 {
		all = append(all, [2]string{"without them", english.List(r.Awaited)})
	}
	if r.opening != "" {
		all = append(all, [2]string{"opened", r.opening})
	}
	for _, change := range r.changed {
		all = append(all, [2]string{"changed", change})
	}
	return all
}

// Raw says how often two grades of a scenario are equal, and at most one apart.
func Raw(r agreement.Raw) string {
	if r.Pairs == 0 {
		return "No scenario shows the grades of two people yet."
	}
	share := func(n int) string { return fmt.Sprintf("%d of %d", n, r.Pairs) }
	percent := func(n int) string { return english.Percent(float64(n) / float64(r.Pairs)) }
	return fmt.Sprintf("Pairs of grades: %s equal (%s), %s at most one apart (%s).", share(r.Equal), percent(r.Equal), share(r.Near), percent(r.Near))
}

// Words says the reliability, or what it lacks.
func (r Reliability) Words() string {
	text := fmt.Sprintf("Krippendorff's alpha needs %d scenarios that the same people graded", Needed)
	switch {
	case r.Units == 0:
		return fmt.Sprintf("%s: there is none yet, %d are missing.", text, r.Missing) + r.uncounted()
	case r.Missing > 0:
		return fmt.Sprintf("%s: %s have %d, so %s missing.", text, english.List(r.People), r.Units, english.Count(r.Missing, "is", "are")) + r.uncounted()
	}
	from := fmt.Sprintf("from %d scenarios that %s graded", r.Units, english.List(r.People))
	if r.Alpha == nil {
		return "Krippendorff's alpha is not defined " + from + ": all grades are equal." + r.uncounted()
	}
	interval := "no interval, because nearly all grades are equal"
	if r.Interval != nil {
		interval = fmt.Sprintf("95%% interval %.3f to %.3f", r.Interval[0], r.Interval[1])
	}
	return fmt.Sprintf("Krippendorff's alpha is %.3f (ordinal, %s), %s. %s", *r.Alpha, interval, from, r.meaning()) + r.uncounted()
}

// meaning follows the bars of Krippendorff (Content Analysis, 2004).
func (r Reliability) meaning() string {
	switch {
	case *r.Alpha >= 0.8:
		return "From 0.800 on, grades are reliable."
	case *r.Alpha >= 0.667:
		return "Between 0.667 and 0.800, grades allow tentative conclusions."
	}
	return "Below 0.667, grades differ too much to rely on: talk about the scale."
}

func (r Reliability) uncounted() string {
	if r.Sighted == 0 {
		return ""
	}
	return " " + english.Count(r.Sighted, "of them was", "of them were") + " not graded blind: who sees another grade tends to agree."
}

package agenda

import (
	"fmt"

	"assay/assessment/english"
)

// Words says how much fits and how much does not, in one line.
func (p Plan) Words() string {
	fit := fmt.Sprintf("%s, %d min", english.Count(len(p.Points), "question"), p.Planned)
	switch {
	case len(p.Points)+len(p.LeftOut) == 0:
		return "no question is open that must be asked live"
	case p.Minutes == 0:
		fit += " in all"
	default:
		fit = fmt.Sprintf("%d min: %s", p.Minutes, fit)
	}
	return english.Join("; ", fit, p.LeftOutWords(), p.UntimedWords())
}

// LeftOutWords says how much does not fit, or nothing where all fits.
func (p Plan) LeftOutWords() string {
	if len(p.LeftOut) == 0 {
		return ""
	}
	return fmt.Sprintf("%s, %d min, do not fit", english.Count(len(p.LeftOut), "question"), Minutes(p.LeftOut))
}

// UntimedWords says how many points give no minutes, or nothing.
func (p Plan) UntimedWords() string {
	if p.Untimed == 0 {
		return ""
	}
	return english.Count(p.Untimed, "question gives", "questions give") + " no minutes"
}

// Words says how the meeting is doing for time.
func (c Clock) Words() string {
	switch {
	case c.Open == 0:
		return fmt.Sprintf("%d of %d min used; nothing is left to ask", c.Used, c.Minutes)
	case c.Left < 0:
		return fmt.Sprintf("%d min over; %d min of questions are open", -c.Left, c.Open)
	case c.Late > 0:
		return fmt.Sprintf("%d min left for %d min of questions: late by %d min", c.Left, c.Open, c.Late)
	}
	return fmt.Sprintf("%d min left for %d min of questions", c.Left, c.Open)
}

// Brief is the clock in a few words.
func (c Clock) Brief() string {
	switch {
	case c.Left < 0:
		return fmt.Sprintf("%d min over", -c.Left)
	case c.Late > 0:
		return fmt.Sprintf("late by %d min", c.Late)
	}
	return fmt.Sprintf("%d of %d min left", c.Left, c.Minutes)
}

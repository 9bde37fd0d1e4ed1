package draw

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"

	"assay/assessment"
	"assay/questionnaire"
)

// Ink is one way of writing: the escape sequences before and after a text.
// Lipgloss makes them once; after that, drawing only joins strings.
type Ink struct{ open, close string }

func newInk(style lipgloss.Style) Ink {
	open, end, _ := strings.Cut(style.Render("x"), "x")
	return Ink{open, end}
}

// On is a text in the ink.
func (k Ink) On(text string) string {
	if text == "" || k.open == "" {
		return text
	}
	return k.open + text + k.close
}

// Theme names the inks by their meaning. It uses only the terminal's own sixteen
// colors and its default text, and so follows the palette of its user.
type Theme struct {
	Dark bool

	Plain, Strong, Dim                 Ink
	Accent, Title, Good, Warn, Bad     Ink
	GoodStrong, WarnStrong, BadStrong  Ink
	Chip, Key, Input, Rule, Breadcrumb Ink

	pen pen
}

// NewTheme is the theme for a dark or a light background.
func NewTheme(dark bool) *Theme {
	pick := lipgloss.LightDark(dark)
	shade := func(onLight, onDark string) color.Color { return pick(lipgloss.Color(onLight), lipgloss.Color(onDark)) }
	in := func(c color.Color) lipgloss.Style { return lipgloss.NewStyle().Foreground(c) }
	gray, accent := shade("8", "8"), shade("4", "14")
	good, warn, bad := shade("2", "10"), shade("3", "11"), shade("1", "9")
	return &Theme{
		Dark:       dark,
		Strong:     newInk(lipgloss.NewStyle().Bold(true)),
		Dim:        newInk(in(gray)),
		Accent:     newInk(in(accent)),
		Title:      newInk(in(accent).Bold(true)),
		Good:       newInk(in(good)),
		Warn:       newInk(in(warn)),
		Bad:        newInk(in(bad)),
		GoodStrong: newInk(in(good).Bold(true)),
		WarnStrong: newInk(in(warn).Bold(true)),
		BadStrong:  newInk(in(bad).Bold(true)),
		Chip:       newInk(in(accent).Bold(true).Reverse(true)),
		Key:        newInk(in(accent)),
		Input:      newInk(lipgloss.NewStyle().Underline(true)),
		Rule:       newInk(in(gray)),
		Breadcrumb: newInk(lipgloss.NewStyle().Bold(true)),
	}
}

// Verdict is the sign and the ink of a verdict.
func (t *Theme) Verdict(v assessment.Verdict) (sign string, k Ink) {
	switch v {
	case assessment.Approve, assessment.Passed:
		return v.Sign(), t.GoodStrong
	case assessment.Conditional, assessment.Remediate:
		return v.Sign(), t.WarnStrong
	case assessment.Decline, assessment.Blocked:
		return v.Sign(), t.BadStrong
	}
	return v.Sign(), t.Strong
}

// Gate is the sign and the ink of a gate's state.
func (t *Theme) Gate(g assessment.GateState) (sign string, k Ink) {
	switch g {
	case assessment.GateClosed:
		return g.Sign(), t.Good
	case assessment.GateFailed, assessment.GateWaiverExpired:
		return g.Sign(), t.Bad
	case assessment.GateNotShown, assessment.GateWaived:
		return g.Sign(), t.Warn
	}
	return g.Sign(), t.Plain
}

// Flag is the sign and the ink of a red flag.
func (t *Theme) Flag(s questionnaire.Severity) (sign string, k Ink) {
	if s == questionnaire.Stop {
		return "■", t.BadStrong
	}
	return "▲", t.Warn
}

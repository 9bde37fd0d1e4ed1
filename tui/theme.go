package tui

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"

	"assay/assessment"
	"assay/questionnaire"
)

// ink is one way of writing: the sequences before and after a text. Lipgloss
// makes them once, so that drawing a cell is no more than joining strings.
type ink struct{ open, close string }

func newInk(style lipgloss.Style) ink {
	open, end, _ := strings.Cut(style.Render("x"), "x")
	return ink{open, end}
}

func (k ink) on(text string) string {
	if text == "" || k.open == "" {
		return text
	}
	return k.open + text + k.close
}

// theme is the set of inks by meaning. It keeps to the terminal's own sixteen
// colours and its default text, so that it follows the palette of whoever sits
// there. What an ink says is always said by a word or a sign too.
type theme struct {
	dark bool

	plain, strong, dim, faint          ink
	accent, title, good, warn, bad     ink
	goodStrong, warnStrong, badStrong  ink
	chip, key, input, rule, breadcrumb ink
}

func newTheme(dark bool) *theme {
	pick := lipgloss.LightDark(dark)
	colour := func(onLight, onDark string) color.Color { return pick(lipgloss.Color(onLight), lipgloss.Color(onDark)) }
	in := func(c color.Color) lipgloss.Style { return lipgloss.NewStyle().Foreground(c) }
	grey, accent := colour("8", "8"), colour("4", "14")
	good, warn, bad := colour("2", "10"), colour("3", "11"), colour("1", "9")
	return &theme{
		dark:       dark,
		strong:     newInk(lipgloss.NewStyle().Bold(true)),
		dim:        newInk(in(grey)),
		faint:      newInk(lipgloss.NewStyle().Faint(true)),
		accent:     newInk(in(accent)),
		title:      newInk(in(accent).Bold(true)),
		good:       newInk(in(good)),
		warn:       newInk(in(warn)),
		bad:        newInk(in(bad)),
		goodStrong: newInk(in(good).Bold(true)),
		warnStrong: newInk(in(warn).Bold(true)),
		badStrong:  newInk(in(bad).Bold(true)),
		chip:       newInk(in(accent).Bold(true).Reverse(true)),
		key:        newInk(in(accent)),
		input:      newInk(lipgloss.NewStyle().Underline(true)),
		rule:       newInk(in(grey)),
		breadcrumb: newInk(lipgloss.NewStyle().Bold(true)),
	}
}

// verdict is the sign and the ink of a verdict.
func (t *theme) verdict(v assessment.Verdict) (sign string, k ink) {
	switch v {
	case assessment.Approve, assessment.Passed:
		return v.Sign(), t.goodStrong
	case assessment.Conditional, assessment.Remediate:
		return v.Sign(), t.warnStrong
	case assessment.Decline, assessment.Blocked:
		return v.Sign(), t.badStrong
	}
	return v.Sign(), t.strong
}

// gate is the sign and the ink of a gate's state.
func (t *theme) gate(g assessment.GateState) (sign string, k ink) {
	switch g {
	case assessment.GateClosed:
		return g.Sign(), t.good
	case assessment.GateFailed, assessment.GateWaiverExpired:
		return g.Sign(), t.bad
	case assessment.GateNotShown, assessment.GateWaived:
		return g.Sign(), t.warn
	}
	return g.Sign(), t.plain
}

// flag is the sign and the ink of a red flag.
func (t *theme) flag(s questionnaire.Severity) (sign string, k ink) {
	if s == questionnaire.Stop {
		return "■", t.badStrong
	}
	return "▲", t.warn
}

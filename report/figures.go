package report

import (
	"fmt"
	"strings"

	"assay/assessment"

	"assay/assessment/english"
	"assay/assessment/wording"
)

// figures are the scores in large type.
func (r *report) figures() block {
	result := r.result
	type number struct{ name, value, note string }
	gap := "–"
	if d := result.Claimed - result.Shown; d >= 0 {
		gap = d.String()
	}
	gapNote := "claimed minus shown"
	if result.Flags.Penalty > 0 {
		gapNote = fmt.Sprintf("%s for warnings", english.Count(result.Flags.Penalty, "point"))
	}
	numbers := []number{
		{"Shown", result.Shown.String(), "of 100, by evidence"},
		{"Claimed", result.Claimed.String(), "of 100, by answers"},
		{"Assurance gap", gap, gapNote},
		{"Interval", wording.Span(result.Interval[0], result.Interval[1]), "still possible"},
		{"Reachable", result.Reachable.String(), "with best evidence"},
		{"Coverage", english.Percent(result.Coverage), "of the weight answered"},
	}
	columns := make([]column, len(numbers))
	cells := make([]cell, len(numbers))
	shares := []float64{0.14, 0.14, 0.16, 0.22, 0.17, 0.17}
	x := 0.0
	for i, n := range numbers {
		columns[i] = column{x, float64(shares[i]*r.width()) - 6}
		x += float64(shares[i] * r.width())
		cells[i] = cell{paras: []para{{text: n.name, ink: labelBold}, {text: n.value, ink: ink{bold, 15, black}}, {text: n.note, ink: label}}}
	}
	return r.row(columns, cells, nil)
}

// counts are gates, flags and risk side by side.
func (r *report) counts() block {
	width := r.width() / 3
	columns := []column{{0, width - 14}, {width, width - 14}, {2 * width, width}}
	gates, flags, risk := r.result.Gates, r.result.Flags, r.result.Risk
	titled := func(title, value string, lines ...string) cell {
		c := cell{paras: []para{{text: title, ink: labelBold}, {text: value, ink: ink{bold, 11, black}}}}
		for _, line := range lines {
			c.paras = append(c.paras, para{text: line, ink: quiet})
		}
		return c
	}
	gateLines := []string{dash(strings.Join(wording.Gates(gates), ", "))}
	switch soft := len(r.softOpen()); {
	case soft == 1 && gates.Open() == 1:
		gateLines = append(gateLines, "it does not block")
	case soft > 0 && soft == gates.Open():
		gateLines = append(gateLines, "none of them blocks")
	case soft == 1:
		gateLines = append(gateLines, "1 of them does not block")
	case soft > 0:
		gateLines = append(gateLines, fmt.Sprintf("%d of them do not block", soft))
	}
	riskCell := titled("Residual risk", "not rated", "the questionnaire names no risk facts")
	if risk.Tier != "" {
		riskCell = titled("Residual risk", sentenceCase(risk.Tier),
			fmt.Sprintf("likelihood %s × impact %d = %s of 25", risk.Likelihood, risk.Impact, risk.Score),
			fmt.Sprintf("review at least every %d days", risk.ReviewDays))
	}
	penalty := fmt.Sprintf("warnings cost %s", english.Count(flags.Penalty, "point"))
	if r.q.GatesOnly() {
		penalty = "a stop blocks, a warning is for the reader"
	}
	return r.row(columns, []cell{
		titled(gatesName, gatesClosed(gates), gateLines...),
		titled("Red flags open", fmt.Sprintf("%s, %s", english.Count(flags.Stop, "stop"), english.Count(flags.Warning, "warning")),
			penalty),
		riskCell,
	}, nil)
}

// gatesName is the heading of the counts of the gates.
const gatesName = "Gates"

func gatesClosed(g assessment.GateCount) string {
	return fmt.Sprintf("%d of %d closed", g.Closed, g.Closed+g.Waived+g.Open())
}

func sentenceCase(word string) string { return strings.TrimSuffix(english.Sentence(word), ".") }

package report

import (
	"fmt"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/wording"
)

// method explains the figures in a few sentences.
func (c *vendorComparison) method() {
	c.section("Method", 0)
	columns := []column{{0, 84}, {90, c.width() - 90}}
	for _, topic := range [][2]string{
		{"Two scores", "Claimed counts every answer in full; shown counts it only as far as a fresh record shows it. Each report gives the arithmetic of every item."},
		{"Gates first", "An open hard gate, an open stop flag or a rule that could not be evaluated blocks, whatever the score. A blocked vendor ranks after all others."},
		{"Order", "By the shown score as printed, with one decimal. Vendors with the same printed score share the rank. An incomplete assessment is ranked by what it has shown so far."},
		{"How firm", "Stochastic acceptability analysis (SMAA-2, Lahdelma and Salminen 2001): the share of weightings in which each vendor takes the first rank, drawn evenly over all weightings " +
			"and within 20% of the set ones, with domain scores drawn from their intervals. The draws follow from the inputs alone, so that they can be repeated; seed " + c.of.Firmness.Seed + "."},
		{"Like for like", "Vendors are compared like for like when all were asked the same questions, by the same questionnaire, weights, milestone, rules, engine and day. The first page names every difference."},
		{"Made by", c.madeBy()},
		{"Characters", c.characters("These have no glyph in the typefaces and are spelled out in brackets: ")},
	} {
		if topic[1] != "" {
			c.put(append(c.row(columns, []cell{say(topic[0], labelBold), say(topic[1], body)}, nil), gap(3)...))
		}
	}
}

func (c *vendorComparison) madeBy() string {
	text := fmt.Sprintf("Scored by engine %s, drawn by renderer %s", assessment.Engine, Renderer)
	if by := hostile.Line(c.in.Evaluator); by != "" {
		text += ", for " + by
	}
	return text + "."
}

// identities list, for each vendor, the marks by which a reader recognizes the
// signed report of the assessment that was compared here.
func (c *vendorComparison) identities() error {
	c.section("How to recognize the signed reports", 0)
	c.intro("“assay verify” of this file together with the signed reports says whether each side has the figures of its report. Without it: page 1 of the report names the same " +
		"journal head, questionnaire, milestone, day and rules, and its attachment holds a snapshot with this SHA-256 (RFC 8785 JSON). The head and the snapshot of a report " +
		"differ from these if somebody signed a file in between: its journal then continues this one, or this one continues it.")
	t := c.newTable([]float64{140, 104, c.width() - 244}, []string{"Vendor", "", "Identity"})
	for n, j := range c.sides {
		sum, err := j.Snapshot.Hash()
		if err != nil {
			return err
		}
		r := j.Result
		digits := ink{mono, 6.2, black}
		name := []para{{text: c.name(n), ink: strong}}
		for _, b := range j.Snapshot.Rollbacks {
			name = append(name, para{text: rollbackTitle + ": " + hostile.Line(wording.Rollback(b, j.Snapshot.Zone())), ink: label})
		}
		t.add(cell{paras: name},
			cell{paras: []para{{text: "judged", ink: label}, {text: r.Questionnaire.ID + " " + r.Questionnaire.Version, ink: label}, {text: "journal, " + english.Count(int(j.Snapshot.Seq), "event"), ink: label}, {text: "snapshot", ink: label}}},
			cell{paras: []para{
				{text: fmt.Sprintf("for %s, as of %s, %s", r.Milestone, r.AsOf, r.View.Words()), ink: ink{regular, 6.6, black}},
				{text: r.Questionnaire.Hash, ink: digits},
				{text: r.Head.String(), ink: digits},
				{text: sum, ink: digits},
			}})
	}
	t.end()
	return nil
}

package report

import (
	"fmt"
	"strings"

	"assay/assessment/contest"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/wording"
)

// front is the head of page 1. If the vendors are not compared like for like,
// it says so before everything else.
func (c *vendorComparison) front() {
	c.y = 48
	c.put(c.row([]column{{0, 300}, {c.width() - 190, 190}},
		[]cell{say("Comparison of vendors: access to patient data", labelBold), sayRight(hostile.Line(c.in.Organisation), label)}, nil))
	c.put(gap(6))
	c.put(c.paragraph(c.title(), ink{bold, 21, black}))
	c.put(c.paragraph(c.subject(), ink{regular, 9, muted}))
	c.put(c.hairline(8, 7))
	c.ground()
	c.put(gap(8))
	c.particulars()
}

func (c *vendorComparison) subject() string {
	parts := []string{c.extent()}
	switch rfp := c.rfp(); {
	case rfp == nil:
		parts = append(parts, "not of one request for proposals")
	case rfp.Reference != "":
		parts = append(parts, "request for proposals "+hostile.Line(rfp.Reference))
	default:
		parts = append(parts, "request for proposals")
	}
	return english.Sentence(strings.Join(parts, " · "))
}

// ground says whether the vendors are compared like for like, and why not.
func (c *vendorComparison) ground() {
	g := c.of.Ranking.Ground
	if g.Even {
		c.put(c.paragraph(fmt.Sprintf("✓ Like for like: the same %s asked of all, by the same rules, for the same day.", english.Count(g.AskedOfAll, "question")), body))
		return
	}
	paras := []para{{text: "▲ " + english.Sentence(g.Sentence()), ink: ink{bold, 9, black}}}
	for _, why := range g.Why() {
		paras = append(paras, para{text: "• " + hostile.Line(why), ink: quiet})
	}
	c.put(c.panel(c.row([]column{{18, c.width() - 34}}, []cell{{paras: paras}}, nil)))
}

// particulars are the terms on which all were judged. The last page has those
// that are not the same for all.
func (c *vendorComparison) particulars() {
	terms := contest.In(c.rows, contest.Terms)[:4]
	var cells []cell
	for _, row := range terms {
		text := cellText(row.Cells[0])
		if !row.Same {
			text = "not the same for all"
		}
		cells = append(cells, cell{paras: []para{{text: english.Capital(row.Name), ink: label}, {text: text, ink: strong}}})
	}
	c.put(c.quarters(cells...))
}

// verdicts are the verdict and the decision on each vendor, and its blockers.
func (c *vendorComparison) verdicts() {
	c.section("Verdicts", 0)
	verdict, shown, claimed, decision := c.figure("verdict"), c.figure("shown"), c.figure("claimed"), c.figure("decision")
	const figures = 22 + 84 + 40 + 46
	names := (c.width() - figures) * 0.42
	t := c.newTable([]float64{22, names, 84, 40, 46, c.width() - figures - names},
		[]string{"", "Vendor", english.Capital(verdict.Name), english.Capital(shown.Name) + "\t", english.Capital(claimed.Name) + "\t", english.Capital(c.figure("blockers").Name)})
	for n, s := range c.sides {
		vendor := []para{{text: hostile.Line(s.Title), ink: strong}}
		if latinTitle(s) != "" {
			vendor = append(vendor, para{text: hostile.Line(s.Result.Vendor), ink: label})
		}
		if legal := vendorName(s.Snapshot.Opened.Vendor); legal != s.Result.Vendor {
			vendor = append(vendor, para{text: hostile.Line(legal), ink: label})
		}
		vendor = append(vendor, para{text: decision.Name + ": " + cellText(decision.Cells[n]), ink: label})
		for _, change := range s.RulesChanged {
			vendor = append(vendor, para{text: hostile.Line("▲ rules changed after opening: " + wording.RulesChanged(change, s.Snapshot.Zone())), ink: labelBold})
		}
		t.add(say(letter(n), strong), cell{paras: vendor}, say(cellText(verdict.Cells[n]), strong),
			sayRight(cellText(shown.Cells[n]), strong), sayRight(cellText(claimed.Cells[n]), body), cell{paras: c.blockers(n)})
	}
	t.end()
}

// blockers are the reasons that block a vendor. Where there are many vendors or
// many gates, it gives only the ids of the gates: a later section has them all.
func (c *vendorComparison) blockers(n int) []para {
	brief, most := len(c.sides) > sideBySide, 6
	if brief {
		most = 0
	}
	blockers := c.sides[n].Blockers
	out := openGateParas(blockers, most, func(id string) para { return para{text: hostile.Line(c.itemTitle(n, id))} })
	for _, reason := range blockers {
		switch reason.Kind {
		case "flag":
			text := english.Join(" on ", "■ Stop flag", reason.Item)
			if !brief {
				text += ": " + english.Quoted(hostile.Line(reason.Text))
			}
			out = append(out, para{text: text, ink: body})
		case "rule":
			out = append(out, para{text: "! A rule could not be evaluated: " + hostile.Line(reason.Text), ink: body})
		}
	}
	if len(out) == 0 {
		out = []para{{text: cellText(c.figure("blockers").Cells[n]), ink: quiet}}
	}
	return out
}

// itemTitle is the title of an item as a vendor's questionnaire has it.
func (c *vendorComparison) itemTitle(n int, id string) string {
	if item := c.sides[n].Snapshot.Questionnaire.In(c.sides[n].Result.View).Item(id); item != nil {
		return item.Title
	}
	return ""
}

// ranking is the order, and how firm it is.
func (c *vendorComparison) ranking() {
	c.together(110 + float64(len(c.sides)*16))
	c.section("Ranking", 0)
	c.figures(
		upright{"rank", 34, strong, false}, upright{"verdict", 76, body, false}, upright{"shown", 40, strong, true}, upright{"interval", 60, body, true},
		upright{"reachable", 52, body, true}, upright{"first_any", 58, body, true}, upright{"first_near", 52, body, true},
	)
	c.put(gap(4))
	for _, note := range c.of.Notes() {
		c.put(c.paragraph("• "+hostile.Line(note), quiet))
	}
}

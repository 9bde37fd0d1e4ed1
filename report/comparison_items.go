package report

import (
	"fmt"
	"strings"

	"assay/assessment/contest"
	"assay/assessment/english"
	"assay/assessment/hostile"
)

// sideBySide is how many vendors have a column of their own in the table of
// items. More are named by their letters, before each answer.
const sideBySide = 5

// items lists the items on which the vendors differ.
func (c *vendorComparison) items() {
	c.section("Where they differ", 0)
	differing := contest.Differing(contest.In(c.rows, contest.Items))
	c.intro(fmt.Sprintf("The vendors differ on %d of the %s asked; the other %d are not listed. What weighs most comes first: open gates, then how far an item sets the vendors apart, in points of the whole score. "+
		"Each cell holds the answer, its assurance, and the state of a gate. Grades run from 0 to 4.", len(differing), english.Count(len(differing)+c.of.Agreed(), "item"), c.of.Agreed()))
	if len(differing) == 0 {
		c.put(c.paragraph("They agree on every item.", body))
		return
	}
	if len(c.sides) <= sideBySide {
		c.itemColumns(differing)
		return
	}
	c.itemGroups(differing)
}

// itemColumns has a column for each vendor.
func (c *vendorComparison) itemColumns(items []contest.Row) {
	const names = 150
	widths, titles := []float64{names}, []string{"Item"}
	for n := range c.sides {
		widths = append(widths, (c.width()-names)/float64(len(c.sides)))
		titles = append(titles, c.name(n))
	}
	t := c.newTable(widths, titles)
	for _, item := range items {
		cells := []cell{itemCell(item)}
		for _, of := range item.Cells {
			cells = append(cells, say(cellText(of), body))
		}
		t.add(cells...)
	}
	t.end()
}

// itemGroups names with each answer who gave it.
func (c *vendorComparison) itemGroups(items []contest.Row) {
	const names = 200
	t := c.newTable([]float64{names, c.width() - names}, []string{"Item", "Answers"})
	for _, item := range items {
		var order []string
		whose := map[string][]string{}
		for n, of := range item.Cells {
			text := cellText(of)
			if whose[text] == nil {
				order = append(order, text)
			}
			whose[text] = append(whose[text], letter(n))
		}
		var answers []para
		for _, text := range order {
			answers = append(answers, para{text: strings.Join(whose[text], ", ") + ": " + text, ink: body})
		}
		t.add(itemCell(item), cell{paras: answers})
	}
	t.end()
}

// itemCell names an item and the weight of the difference.
func itemCell(item contest.Row) cell {
	return cell{paras: []para{
		{text: english.Join("  ", item.ID, item.Weighs.Text()), ink: code}, {text: hostile.Line(item.Name), ink: body},
	}}
}

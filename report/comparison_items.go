package report

import (
	"fmt"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
)

// sideBySide is how many vendors have a column of their own in the table of
// items. More are named by their letters, before each answer.
const sideBySide = 5

// items lists the items on which the vendors differ.
func (c *vendorComparison) items() {
	c.section("Where they differ", 0)
	var differing []assessment.ItemAcross
	for _, item := range c.across.Items {
		if !item.Same {
			differing = append(differing, item)
		}
	}
	c.hold(c.paragraph(fmt.Sprintf("%s of %d that are asked of any: the answer, how it is shown, and where a gate stands. Grades run from 0 to 4. "+
		"The %d on which all agree are left out.", english.Count(len(differing), "item"), len(differing)+c.across.Agreed(), c.across.Agreed()), quiet))
	c.hold(gap(4))
	if len(differing) == 0 {
		c.put(c.paragraph("They agree on every item.", body))
		return
	}
	if len(c.judged) <= sideBySide {
		c.itemColumns(differing)
		return
	}
	c.itemGroups(differing)
}

// itemColumns has a column for each vendor.
func (c *vendorComparison) itemColumns(items []assessment.ItemAcross) {
	const names = 150
	widths, titles := []float64{names}, []string{"Item"}
	for n := range c.judged {
		widths = append(widths, (c.width()-names)/float64(len(c.judged)))
		titles = append(titles, c.name(n))
	}
	t := c.newTable(widths, titles)
	for _, item := range items {
		cells := []cell{{paras: []para{{text: item.ID, ink: code}, {text: item.Title, ink: body}}}}
		for _, mark := range item.Marks {
			cells = append(cells, say(hostile.Line(mark.Words()), body))
		}
		t.add(cells...)
	}
	t.end()
}

// itemGroups names with each answer who gave it.
func (c *vendorComparison) itemGroups(items []assessment.ItemAcross) {
	const names = 200
	t := c.newTable([]float64{names, c.width() - names}, []string{"Item", "Whose answer is what"})
	for _, item := range items {
		var order []assessment.ItemMark
		whose := map[assessment.ItemMark][]string{}
		for n, mark := range item.Marks {
			if whose[mark] == nil {
				order = append(order, mark)
			}
			whose[mark] = append(whose[mark], letter(n))
		}
		var answers []para
		for _, mark := range order {
			answers = append(answers, para{text: strings.Join(whose[mark], ", ") + ": " + hostile.Line(mark.Words()), ink: body})
		}
		t.add(cell{paras: []para{{text: item.ID, ink: code}, {text: item.Title, ink: body}}}, cell{paras: answers})
	}
	t.end()
}

package wording

import (
	"fmt"
	"slices"
	"time"

	"assay/assessment"
	"assay/assessment/english"
)

// Added lists the additions beside the answers after a decision, one line for
// each item. Nobody who decided has seen them.
func Added(d assessment.Decision, zone *time.Location) []string {
	var lines []string
	for _, item := range addedItems(d) {
		lines = append(lines, item+": "+d.AddedTo(item, zone))
	}
	return lines
}

// AddedBriefly names the items to which something was added after a decision, the
// first few of many. It is empty for none.
func AddedBriefly(d assessment.Decision) string {
	const most = 6
	items := addedItems(d)
	if len(items) == 0 {
		return ""
	}
	if len(items) > most {
		items = append(items[:most:most], fmt.Sprintf("%d more", len(items)-most))
	}
	return "added after the decision: notes or marks on " + english.List(items)
}

func addedItems(d assessment.Decision) []string {
	var items []string
	for _, a := range d.Added {
		if !slices.Contains(items, a.Item) {
			items = append(items, a.Item)
		}
	}
	return items
}

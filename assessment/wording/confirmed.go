package wording

import (
	"fmt"

	"assay/assessment"
	"assay/assessment/english"
)

// Confirmation says who at the vendor has read which receipt, and whether that person
// corrects it.
func Confirmation(c assessment.Confirmation) string {
	text := fmt.Sprintf("%s, receipt %s, recorded by %s", c.By, c.Code(), c.RecordedBy)
	if len(c.Corrections) == 0 {
		return text + ": confirmed"
	}
	items := make([]string, len(c.Corrections))
	for n, one := range c.Corrections {
		items[n] = one.Item
	}
	return text + ": corrected " + english.List(items)
}

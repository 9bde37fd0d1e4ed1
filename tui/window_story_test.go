package tui_test

import (
	"context"
	"fmt"
	"testing"

	"assay/assessment"
)

// A long portfolio is read by parts, and the user does not notice: every vendor is
// reached, in order, and the filter finds those far away.
func TestALongPortfolioReadsOn(t *testing.T) {
	const many = 450
	story(t, func(t *testing.T, b *workbench) {
		for n := range many {
			if _, err := b.Store.AddVendor(context.Background(), assessment.Vendor{Name: fmt.Sprintf("Vendor %03d", n), Country: "US"}, "lead@hospital.example"); err != nil {
				t.Fatal(err)
			}
		}
		ui := b.start(t, 80, 24)
		ui.See("450 vendors", "▸ Vendor 000").Miss("Vendor 100")
		for n := 18; n < many-1; n += 18 {
			ui.Press("pgdown").See(fmt.Sprintf("▸ Vendor %03d", n))
		}
		ui.Press("pgdown").See("▸ Vendor 449").Press("down").See("▸ Vendor 449")
		for n := many - 2; n > 200; n-- {
			ui.Press("up").See(fmt.Sprintf("▸ Vendor %03d", n))
		}
		ui.Press("home").See("▸ Vendor 000").Press("end").See("▸ Vendor 449", "Vendor 448")
		ui.Press("/").Type("or 017").See("▸ Vendor 017").Miss("Vendor 449").Press("enter", "esc").See("▸ Vendor 017", "Vendor 018")
		ui.Press("/").Type("!" + "vendor 0").Press("enter").See("▸ Vendor 100").Press("end").See("▸ Vendor 449").Press("home").See("▸ Vendor 100").Miss("Vendor 099").Press("esc")
		ui.Press("/").Type("nobody").See("no vendor matches").Press("esc").See("▸ Vendor 000")
		ui.Press("home", "enter").See("Vendor 000").Press("esc").See("▸ Vendor 000").Leave()
	})
}

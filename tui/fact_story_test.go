package tui_test

import "testing"

// What is not known yet is said in words, not in the figures that rules reckon
// with; and a fact says what it steers, which is not always a risk.
func TestFactsNotGiven(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.about("start-night", "roster 18")
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("sites").Press("enter").See("not given: counts as anywhere in the world, the worst case", "not scored: kept for the record").Miss("ZZ", "steers")
		ui.Press("enter").Type("ph us zz").Press("enter").See("[Philippines · United States · anywhere in the world]")
		ui.Press("tab").See("not given: counts as 99 or more, the worst case").Press("tab").See("not given: counts as never, the worst case").Miss("9999")
		ui.Press("g").Type("workend").Press("backspace", "backspace", "backspace").Type("_end").Press("enter").See("not given: counts as long past").Miss("1900")
		ui.Press("g").Type("access").Press("enter").See("no date: counts as long past · missing: End of the work and 1 more", "not given: long past, decides").Miss("1900")
		ui.Press("/").Type("access ends").See("no date: counts as long past").Miss("1900").Press("esc").Leave()
	})
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("record").Press("enter").See("not scored: it decides the risk")
		ui.Press("g").Type("countries").Press("enter").See("not scored: kept for the record").Miss("the risk").Leave()
	})
}

// The answer that stands in the form of a fact gives way to the first key, as if
// it were selected; the keys of the cursor edit it.
func TestFactIsTypedOver(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("sow").Press("enter", "enter").Type("2027-02-01").Press("enter").See("[2027-02-01]")
		ui.Press("enter").See("▸ answer  2027-02-01").Type("2026-11-01").Press("enter").See("[2026-11-01]")
		ui.Press("enter", "left", "backspace").Type("2").Press("enter").See("[2026-11-21]")
		ui.Press("enter", "end", "backspace").Type("5").Press("enter").See("[2026-11-25]")
		ui.Press("enter", "enter").See("[2026-11-25]").Press("enter", "backspace").See("such as 2026-11-22, -20d").Press("esc").See("[2026-11-25]")
		ui.Press("2").Type("027-01-01").Press("enter").See("[2027-01-01]").Leave()
	})
}

// What is seen live is of today unless another day is typed over it.
func TestDayOfWhatIsSeenIsTypedOver(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("tec1").Press("enter", "3", "v").Type("by Dana").Press("down", "down").See("▸ as of       2026-11-22").Type("-3d").Press("enter").See("[verified]", "1 record").At(120, 40).See("fresh, 3 of 180 days").Leave()
	})
}

// Tab saves a fact and goes to the next open item, so that a fact takes no more keys
// than a grade; a wrong value stays in view, and enter stays on the item.
func TestTabSavesAFactAndGoesOn(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("sow").Press("enter", "enter").See("tab save, next open").Type("soon").Press("tab").See("! ", "▸ answer  soon")
		ui.Press("esc", "2").Type("027-02-01").Press("tab").Miss("▸ answer", "› sow_start").See("● saved")
		ui.Press("g").Type("sow").Press("enter").See("[2027-02-01]").Press("enter").Type("2027-03-01").Press("enter").See("› sow_start", "[2027-03-01]").Leave()
	})
}

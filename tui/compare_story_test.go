package tui_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"assay/assessment"
	"assay/questionnaire"
	"assay/templates"
)

// strength is how well a vendor answers in the domains that differ.
type strength struct {
	contract, technical string // grades; the access review is the same for all
	clause              string
	gate                string
}

// contested puts three vendors into one RFP, and one outside of it: one strong
// in its contract, one in its technology, and one that would win if it signed an
// agreement.
func (b *workbench) contested() (alder, birch, cedar string) {
	b.t.Helper()
	rfp, err := b.Store.AddRFP(context.Background(), assessment.RFP{Title: "Epic build team 2027", Questionnaire: b.questionnaire().Hash(), Milestone: questionnaire.Award}, b.questionnaire(), "lead@hospital.example")
	if err != nil {
		b.t.Fatal(err)
	}
	alder = b.vendor(assessment.Vendor{Name: "Alder Clinical"}, &rfp, b.answered(strength{"4", "2", assessment.Present, assessment.Met})...)
	birch = b.vendor(assessment.Vendor{Name: "Birch Staffing"}, &rfp, append(b.answered(strength{"3", "4", assessment.Partial, assessment.Met}),
		assessment.Answered{Answer: assessment.Answer{
			Item: "BAA-02", Value: "3", Assurance: assessment.Claimed, Note: "They would rather not say how many hours.", Evasive: true,
			Quotes: []assessment.Quote{{Text: "without unreasonable delay", Who: "Dana", At: testStart.UnixMicro()}},
		}})...)
	cedar = b.vendor(assessment.Vendor{Name: "Cedar Partners"}, &rfp, append(b.answered(strength{"4", "4", assessment.Present, assessment.Unmet}),
		assessment.FlagRaised{Item: "BAA-01", Severity: questionnaire.Stop, Text: "Offers a confidentiality agreement instead"})...)
	b.vendor(assessment.Vendor{Name: "Dogwood IT"}, nil)
	return alder, birch, cedar
}

// answered are answers to everything that counts for an award.
func (b *workbench) answered(s strength) []assessment.Change {
	today := assessment.DateOf(testStart, b.Zone)
	seen := func(kind string, days int) assessment.Evidence {
		return assessment.Evidence{Kind: kind, Observed: "live, screen share", AsOf: today - assessment.Date(days)}
	}
	signed := assessment.Evidence{Kind: "EV-01", Reference: "contract file", AsOf: today - 200, ValidUntil: today + 300}
	gate := answer("BAA-01", s.gate, assessment.Documented, signed)
	if s.gate == assessment.Unmet {
		gate = answer("BAA-01", s.gate, assessment.Claimed)
	}
	return []assessment.Change{
		fact("record_volume", "40000"), fact("privilege", "application"), fact("standing_access", "no"), fact("countries", "US"),
		answer("GOV-01", assessment.Met, assessment.Documented, seen("EV-51", 30)),
		gate,
		answer("BAA-02", s.contract, assessment.Documented, signed),
		answer("BAA-03", s.clause, assessment.Documented, signed),
		answer("TEC-01", s.technical, assessment.Verified, seen("EV-20", 20)),
		answer("TEC-02", "4", assessment.Verified, seen("EV-30", 10)),
		scenario("SCN-01", lead, 3), scenario("SCN-01", ciso, 3), scenario("SCN-02", lead, 4), scenario("SCN-02", ciso, 4),
	}
}

// A CISO marks the vendors that are left, and has them side by side.
func TestCompareWhatIsMarked(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.contested()
		ui := b.start(t, 80, 24)
		ui.Press("G").Miss("c compare").Press("c").See("mark at least two with m")
		ui.Press("m").See("◆▸ Dogwood IT", "1 marked").Press("m").Miss("◆").Press("g", "m", "m", "m", "j", "m").See("◆  Alder", "◆▸ Birch", "2 marked: c compares them", "c compare")
		ui.Press("c").See("compare", "2 compared", "▸Birch", "Alder", "Birch Staffing is first at 72.6, but only remediate; Alder Clinical is", "as of 2026-11-22").Miss("Cedar", "blocked: no rank", "not like for like")
		// The marks are still there, until they are taken back.
		ui.Press("esc").See("◆  Alder", "◆▸ Birch").Press("esc").Miss("◆", "marked").See("4 vendors")

		// Without marks it is the whole RFP.
		ui.Press("c").See("3 compared", "Cedar").Press("esc").See("vendors").Leave()
	})
}

// Nobody is fooled by a good score: who is blocked stands apart, after all
// others, and the first line says where the ground is not equal.
func TestCompareSaysTheWorstFirst(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		_, _, cedar := b.contested()
		b.record(cedar, assessment.Answered{Answer: assessment.Answer{Item: "TEC-02", NotApplicable: &assessment.NotApplicable{Reason: "no accounts", By: "lead"}}})
		ui := b.start(t, 120, 40).Press("c")
		lines := strings.Split(ui.Text(), "\n")
		if !strings.Contains(lines[1], "! not like for like: 1 question did not apply to") {
			t.Errorf("the first line is %q", lines[1])
		}
		names := lines[slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, "Cedar") && strings.Contains(line, "Alder") })]
		if !(strings.Index(names, "Birch") < strings.Index(names, "Alder") && strings.Index(names, "Alder") < strings.Index(names, "Cedar")) {
			t.Errorf("the columns are %q", names)
		}
		ui.See("blocked: no rank", "■ blocked", "BAA-01", "rank ", "1 of 2", "2026-05-06 BAA-01", "not ranked", "leads if")
		ui.Press("enter").See("The reasons for each verdict", "✗ BAA-01 Executed agreement: failed", "■ BAA-01 Offers a confidentiality").Press("esc")
		seek(ui.Press("/"), "▸ first, near ours")
		ui.Press("enter").See("How often each vendor", "rank 1", "Who leads without a domain", "not like for like").Press("esc")
		seek(ui, "▸ questions asked")
		ui.Press("enter").See("Not compared like for like", "7 of 8 questions were asked of all", "TEC-02", "Cedar Partners not applicable").Leave()
	})
}

// Who leads, by how much, and where: in one sentence above the figures, in a row, and
// domain by domain below it. The same page lists the differences by their weight.
func TestCompareTellsWhyTheFirstOneLeads(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.contested()
		ui := b.start(t, 80, 24).Press("c").Miss("Birch Staffing leads Alder Clinical")
		seek(ui, "▸ first leads by").See("+2.3", "enter shows where it comes from")
		ui.Press("enter").See("why first", "Birch Staffing leads Alder Clinical by 2.3: Technical safeguards +9.9,", "Contract −7.6", "Cedar Partners, which is blocked",
			"points that add up to the lead", "Technical safeguards", "+9.9", "the lead", "+2.3")
		ui.At(200, 60).See("Where they differ, the heaviest first", "BAA-01 Executed agreement  blocks", "TEC-01 ", "points apart")
		text := ui.Text()
		if blocks, points := strings.Index(text, "BAA-01 Executed agreement"), strings.Index(text, "points apart"); blocks > points {
			t.Error("a gate that blocks comes after a difference of points")
		}
		ui.Press("esc").See("Birch Staffing leads Alder Clinical by 2.3: Technical safeguards +9.9").Leave()
	})
}

// From the figures down to what was said and shown, and up again.
func TestCompareDownToTheAnswers(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.contested()
		ui := b.start(t, 80, 24).Press("c", "j", "j", "j", "o").See("verdict", "▸ rank")
		seek(ui, "▸ TEC").Press("j").See("2 domains are alike").Press("k", "k").See("▸ BAA", "Contract, weight 13, floor 60", "TEC").Miss("GOV", "SCN")
		ui.Press("enter").See("› BAA", "BAA-02", "then the credit", "✓ met d      0.70", "✗ unmet", "3 c        0.30", "4 d        0.70", "partial d  0.35").Miss("alike")
		ui.Press("esc", "j").See("▸ TEC").Press("enter").See("TEC-01", "1 item is alike on all sides: o shows them").Miss("TEC-02")
		ui.Press("o").See("TEC-02", "▸ TEC-01").Miss("alike", "TEC-03").Press("esc", "k", "enter")
		ui.Press("j", "enter").See("› BAA-02", "within how many hours", "▸ Birch Staffing", "Alder Clinical", "credit 0.30 = 0.75 × 0.40 × 1.00", "evasive", "They would rather not say", "2 of 3 beside one another")
		ui.Press("space").See("“without unreasonable delay”", "Dana").Press("G").See("EV-01 Executed agreement", "at contract file", "counts", "recorded by lead@hospital.example")
		ui.Press("l", "l").See("▸ Cedar Partners").Miss("Birch")
		ui.Press("w").See("BAA-02").Press("esc").See("▸ Cedar Partners").Press("+").See("weights belong to domains")
		ui.Press("esc").See("› BAA ").Press("esc").See("▸ BAA").Press("h", "h", "k", "k", "k").Miss("› BAA")

		// The oldest evidence leads to its item.
		seek(ui, "▸ oldest evidence")
		ui.See("2026-05-06 BAA-01").Press("enter").See("› BAA-01", "counts, closes the", "2027-09-18").Leave()
	})
}

// Other weights are tried while everybody looks on. Nothing of it is kept.
func TestWhatIfTheWeightsWereOthers(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		alder, _, _ := b.contested()
		before := b.snapshot(alder).Seq
		ui := b.start(t, 80, 24).Press("c").See("Birch Staffing is first at")
		ui.Press("+").See("choose a domain: weights belong to domains")
		seek(ui, "▸ BAA")
		ui.Press("0").See("the weights are as they are set").Press("+").See("what if: nothing is stored  BAA 13→14", "0 reset").Press("-").Miss("what if")
		ui.Press("4", "0").See("BAA 13→40", "Alder Clinical ▲ 2→1", "Birch Staffing ▼ 1→2", "weight of BAA: enter keeps it", "blocked").Press("esc").Miss("what if")
		ui.Press("4", "0", "backspace", "1", "enter").See("BAA 13→41", "what if").Press("j", "-", "-").See("BAA 13→41, TEC 15→13").Press("?", "space").See("What if", "digit by digit").Press("esc")

		// It outlives a look into the items, and is gone with 0.
		ui.Press("enter").See("what if").Press("esc").See("BAA 13→41, TEC 15→13").Press("0").Miss("what if: nothing").See("Birch Staffing is first at")
		ui.Press("5", "esc", "esc").Press("c").See("Birch Staffing is first at").Miss("what if").Leave()
		if now := b.snapshot(alder).Seq; now != before {
			t.Errorf("%d events were recorded", now-before)
		}
	})
}

// What was tried can be recorded under a name. That changes no assessment.
func TestWhatIfIsRecordedUnderAName(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		alder, birch, _ := b.contested()
		before := b.snapshot(alder).Seq
		ui := b.start(t, 80, 24).Press("c", "s").See("the weights are as they are set")
		seek(ui, "▸ BAA").Press("4", "0", "enter").See("s record as").Press("s").See("Record what if BAA 13→40").Press("enter").See("a what-if needs a name").Type("The contract first").Press("enter")
		ui.See("what if: recorded as “The contract first”", "recorded as “The contract first”", "BAA 13→40").Press("+").See("what if: nothing is stored", "BAA 13→41").Leave()
		kept, err := b.Store.WhatIfs(context.Background(), "")
		if err != nil || len(kept) != 1 {
			t.Fatalf("%d what-ifs are kept: %v", len(kept), err)
		}
		w := kept[0]
		if w.Name != "The contract first" || w.By != b.Evaluator || w.RFP == "" || w.Weights["BAA"] != 40 || w.Set["BAA"] != 13 || w.Weights["TEC"] != 15 {
			t.Errorf("kept as %+v", w)
		}
		first, second := w.Lines[0], w.Lines[1]
		if first.Assessment != alder || first.Rank != 1 || first.SetRank != 2 || second.Assessment != birch || second.SetRank != 1 || len(w.Lines) != 3 {
			t.Errorf("the order is kept as %+v", w.Lines)
		}
		if now := b.snapshot(alder).Seq; now != before {
			t.Errorf("%d events were recorded", now-before)
		}
	})
}

// A tie is called a tie, and one vendor may stand beside itself.
func TestCompareATie(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		same := b.answered(strength{"4", "2", assessment.Present, assessment.Met})
		b.vendor(assessment.Vendor{Name: "Alder Clinical"}, nil, same...)
		b.vendor(assessment.Vendor{Name: "Birch Staffing"}, nil, same...)
		ui := b.start(t, 120, 40).Press("m", "j", "m", "c").See("a tie: Alder Clinical and Birch Staffing share the first rank", "=1")
		ui.Press("o").See("4 domains are alike on all sides").Miss("GOV")
		seek(ui, "▸ first, near ours").Leave()
	})
}

// One alone leads nobody. Rules that were changed on the way are in view, with the
// day, who changed them and why.
func TestCompareOneThatIsRanked(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		text, err := os.ReadFile("testdata/staffing.yaml")
		if err != nil {
			t.Fatal(err)
		}
		later := fstest.MapFS{"staffing.yaml": {Data: bytes.Replace(text, []byte("version: 1.0.0"), []byte("version: 1.1.0"), 1)}}
		to, err := questionnaire.NewLibrary(questionnaire.Source{Name: "later", Files: later}).Get("staffing")
		if err != nil {
			t.Fatal(err)
		}
		alder := b.vendor(assessment.Vendor{Name: "Alder Clinical"}, nil, b.answered(strength{"4", "4", assessment.Present, assessment.Met})...)
		b.vendor(assessment.Vendor{Name: "Birch Staffing"}, nil, b.answered(strength{"4", "4", assessment.Present, assessment.Unmet})...)
		if _, _, err := b.Store.ChangeRules(context.Background(), alder, to, "Ruth Ortiz", "the new law"); err != nil {
			t.Fatal(err)
		}
		ui := b.start(t, 120, 44).Press("enter").See("the rules were changed: 2026-11-22 by Ruth Ortiz, from staffing 1.0.0").Press("esc")
		ui.Press("m", "j", "m", "c").See("rules changed", "2026-11-22 by Ruth Ortiz", "the new law", "Only one vendor is ranked").Miss("100.0%")
		seek(ui, "▸ rules changed").Press("o").See("▸ rules changed", "verdict").Press("enter").See("the rules were changed: 2026-11-22", "the new law").Leave()
	})
}

// There are as many columns as the alphabet has letters, and no more.
func TestCompareManyAtOnce(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		for n := range 27 {
			b.vendor(assessment.Vendor{Name: fmt.Sprintf("Vendor %02d", n)}, nil, fact("countries", "US"))
		}
		ui := b.start(t, 80, 24)
		for range 27 {
			ui.Press("m", "j")
		}
		ui.See("27 marked").Press("c").See("at most 26 can be compared, and these are 27")
		ui.Press("m", "c").See("26 compared", "Vendor 00", "23 more ›", "nobody is ranked").Miss("27")
		for range 30 {
			ui.Press("l")
		}
		ui.See("‹ 23 more", "▸Vendor 25").Miss("more ›").Leave()
	})
}

// What cannot be compared says so, and esc leads back.
func TestCompareNothingInCommon(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.Library = questionnaire.NewLibrary(questionnaire.Source{Name: "test", Files: os.DirFS("testdata")}, questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()})
		b.about("access-review", "roster 17")
		b.vendor(assessment.Vendor{Name: "Birch Staffing"}, nil)
		ui := b.start(t, 80, 24).Press("m", "j", "m", "c").See("these assessments have no question in common; m marks")
		ui.Press("enter").See("nothing to compare").Press("h", "l", "G", "+", "5", "0", "s", "w", "o").See("nothing to compare").Press("esc").See("2 vendors").Leave()
	})
}

func TestComparePictures(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.contested()
		ui := b.start(t, 80, 24).Press("c")
		shoot := func(name string) {
			t.Helper()
			for _, size := range sizes {
				ui.At(size[0], size[1])
				compareGolden(t, sized(name, size), ui.Text()+"\n")
			}
			ui.At(80, 24)
		}
		shoot("compare")
		seek(ui, "▸ BAA")
		ui.Press("4", "0", "enter")
		shoot("compare-what-if")
		ui.Press("enter")
		shoot("compare-items")
		ui.Press("j", "enter")
		shoot("compare-answers")
		ui.Leave()
	})
}

// record adds entries to an assessment behind the back of the workbench.
func (b *workbench) record(id string, changes ...assessment.Change) {
	b.t.Helper()
	for _, change := range changes {
		if _, err := b.Store.Record(context.Background(), id, assessment.Entry{ID: b.NewID(), At: b.Now().UnixMicro(), By: b.Evaluator, Change: change}); err != nil {
			b.t.Fatal(err)
		}
	}
}

// seek goes through the rows from the top until one is chosen.
func seek(ui *screen, row string) *screen {
	ui.t.Helper()
	ui.Press("g")
	for range 60 {
		if strings.Contains(ui.Text(), row) {
			return ui
		}
		ui.Press("j")
	}
	return ui.See(row)
}

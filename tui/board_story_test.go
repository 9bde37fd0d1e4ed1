package tui_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
)

// competed puts three vendors into one RFP that is two days overdue: one that
// leads, one that claims more than it shows, and one that is blocked.
func (b *workbench) competed() (rfp assessment.RFP, alder, birch, cedar string) {
	b.t.Helper()
	rfp, err := b.Store.AddRFP(context.Background(), assessment.RFP{
		Title: "Epic build team 2027", Reference: "RFP-2026-114", Due: assessment.DateOf(testStart, b.Zone) - 2,
		Questionnaire: b.questionnaire().Hash(), Milestone: questionnaire.Award,
	}, b.questionnaire(), "lead@hospital.example")
	if err != nil {
		b.t.Fatal(err)
	}
	alder = b.vendor(assessment.Vendor{Name: "Alder Clinical"}, &rfp, b.answered(strength{"4", "4", assessment.Present, assessment.Met})...)
	birch = b.vendor(assessment.Vendor{Name: "Birch Staffing"}, &rfp, b.answered(strength{"3", "2", assessment.Partial, assessment.Met})...)
	cedar = b.vendor(assessment.Vendor{Name: "Cedar Partners"}, &rfp, append(b.answered(strength{"4", "4", assessment.Present, assessment.Unmet}),
		assessment.FlagRaised{Item: "BAA-01", Severity: questionnaire.Stop, Text: "Offers a confidentiality agreement instead"})...)
	return rfp, alder, birch, cedar
}

// awards are those on record of an RFP.
func (b *workbench) awards(rfp string) []assessment.Award {
	b.t.Helper()
	record, err := b.Store.RFPRecord(context.Background(), rfp)
	if err != nil {
		b.t.Fatal(err)
	}
	return record.Awards
}

// A committee looks at the board, from who stands where to the award.
func TestBoardToTheAward(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		rfp, alder, birch, _ := b.competed()
		ui := b.start(t, 80, 24).See("b board").Press("b")
		ui.See("› board", "3 vendors, as of 2026-11-22 · times in ", "RFP-2026-114  Epic build team 2027", "due 2026-11-20, 2 days overdue", "rules staffing 1.0.0 "+rfp.Questionnaire[:12], "verdict for award")
		ui.See("▸  1   Alder Clinical", "   2   Birch Staffing", "blocked: no rank", "   –    Cedar Partners", "100% answered", "○ no decision").Miss("not like for like", "awarded")

		// Each row leads on, and back.
		ui.Press("j", "enter").See("› Birch Staffing", "no decision for award yet").Press("D", "shift+tab", "r").Type("Carla Ruiz").Press("tab").Type("CISO").Press("tab").Type("Too little is shown").Press("enter").See("decided remediate").Press("esc")
		ui.See("▸  2   Birch Staffing", "decided remediate", "decided remediate by Carla Ruiz, CISO on 2026-11-22: Too little is shown", "nothing is missing")
		ui.Press("i").See("Birch Staffing ›").Press("esc", "esc").See("▸  2   Birch Staffing").Press("c").See("3 compared").Press("esc").See("▸  2   Birch Staffing").Press("w").See("Birch Staffing").Press("esc")

		// Whoever is passed over for another than the ranking says gets a reason.
		ui.Press("W").See("Award to Birch Staffing", "decided remediate by Carla", "not Alder Clinical", "why it is not chosen", "[Alder Clinical]").Press("esc")
		ui.Press("k", "W").See("Award to Alder Clinical", "no decision is recorded", "[Birch Staffing]", "not Cedar Partners", "blocked: Executed agreement: failed")
		ui.See("▸ approved by", "who approves the award, by name", "enter next line", "ctrl+s save").Press("enter").See("▸ role").Press("ctrl+s").See("▸ approved by", "who approves").Type(lead).Press("enter").Type("COO").Press("enter")
		ui.Press("ctrl+s").See("the reason why ").Type("Shows what it says")
		for range 4 {
			ui.Press("enter").Miss("award anyway")
		}
		ui.See("▸ outside", "enter save").Type("price").Press("enter").See(`"price" is no NAME=TEXT`).Type("=second lowest; references=two called")
		if n := len(b.awards(rfp.ID)); n != 0 {
			t.Fatalf("%d awards are on record", n)
		}
		ui.Press("enter").See("no decision is recorded: press enter again to award anyway")
		ui.Press("enter").See("✓ awarded to Alder Clinical on 2026-11-22, approved by lead@hospital.example", "recorded: awarded to Alder Clinical", "Awarded to Alder Clinical", "due 2026-11-20").Miss("overdue", "changed since")
		ui.Press("space").See("approved by  lead@hospital.example, COO", "why          Shows what it says", "runner-up    Birch Staffing", "price        second lowest", "references   two called",
			"✓ Alder Clinical, chosen: approve", "– Birch Staffing, not chosen:", "– Cedar Partners, not chosen: blocked: Executed agreement: failed")

		awards := b.awards(rfp.ID)
		if len(awards) != 1 {
			t.Fatalf("%d awards are on record", len(awards))
		}
		a := awards[0]
		if a.Chosen != alder || a.RunnerUp != birch || a.Role != "COO" || a.RecordedBy != b.Evaluator || a.Reason != "Shows what it says" ||
			!slices.Equal(a.Outside, []assessment.Criterion{{Name: "price", Text: "second lowest"}, {Name: "references", Text: "two called"}}) {
			t.Errorf("kept as %+v", a)
		}
		for _, c := range a.Contenders {
			if c.Head != b.snapshot(c.Assessment).Head {
				t.Errorf("the award is not bound to what %s is", c.Vendor)
			}
		}

		// A later answer does not change the award, and is pointed out.
		b.record(birch, answer("TEC-02", "3", assessment.Claimed))
		ui.Press("esc", "b", "j").See("awarded to Alder Clinical on 2026-11-22, changed since", "remediate, void", "✗ void since 2026-11-22: TEC-02 changed; decided remediate by Carla Ruiz", "○ the decision is void")
		ui.Press("space").See("▲ changed since the award: Birch Staffing").Leave()

		// The place is remembered.
		b.start(t, 80, 24).See("› board", "▸  1   Alder Clinical").Leave()
	})
}

// A later award replaces an earlier one, and both stay on record.
func TestAwardAnother(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		rfp, _, birch, _ := b.competed()
		ui := b.start(t, 80, 24).Press("b", "W").Type(lead).Press("tab", "tab").Type("Leads").Press("ctrl+s", "ctrl+s").See("✓ awarded to Alder")
		ui.Press("j", "W").See("On record: awarded to Alder Clinical, approved by", "This award replaces", "it.").Type(lead).Press("tab", "tab").Type("Alder withdrew").Press("ctrl+s").See("why Alder Clinical was not chosen", "▸ not Alder Clinical").Type("Withdrew its offer").Press("shift+tab", "n", "ctrl+s", "ctrl+s")
		ui.See("✓ awarded to Birch Staffing").Press("space", "space").See("Alder Clinical, not chosen: Withdrew its offer", "replaces the award to Alder Clinical, approved by").Miss("runner-up").Leave()
		if awards := b.awards(rfp.ID); len(awards) != 2 || awards[1].Chosen != birch || awards[1].RunnerUp != "" {
			t.Errorf("kept as %+v", awards)
		}
	})
}

// Whoever was chosen moves on, and is asked there what nobody else was. On the
// board it stays what it was when it was compared.
func TestTheChosenOneMovesOn(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		rfp, alder, birch, _ := b.competed()
		ui := b.start(t, 80, 24).Press("b", "W").Type(lead).Press("tab", "tab").Type("Leads").Press("ctrl+s", "ctrl+s").See("✓ awarded to Alder", "✓ chosen", "runner-up").Press("esc")
		b.record(alder, assessment.Moved{Milestone: questionnaire.Access}, answer("TEC-01", "0", assessment.Claimed), answer("BAA-01", "unmet", assessment.Documented))
		ui.Press("b", "g").See("▸  1   Alder Clinical", "✓ approve", "✓ chosen", "moved on to access", "2   Birch Staffing", "runner-up", "Alder Clinical  ✓ approve, moved on to access", "no decision")
		ui.Miss("milestones", "changed since")
		ui.At(200, 60)
		ui.See("✓ chosen", "moved on to access", "runner-up")
		ui.At(80, 24)
		ui.Press("j", "W").Type(lead).Press("tab", "tab").Type("Alder withdrew").Press("ctrl+s").See("why Alder Clinical was not chosen").Type("Withdrew its offer").Press("ctrl+s", "ctrl+s")
		ui.See("✓ awarded to Birch Staffing").Leave()
		awards := b.awards(rfp.ID)
		if len(awards) != 2 || awards[1].Chosen != birch || awards[1].RunnerUp != alder || awards[1].Contender(alder).Verdict != assessment.Approve ||
			awards[1].Contender(alder).Head != awards[0].Contender(alder).Head {
			t.Errorf("kept as %+v", awards)
		}
	})
}

// Nobody awards to a blocked vendor, whatever it scores.
func TestBlockedCannotBeAwarded(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.competed()
		ui := b.start(t, 120, 40).Press("b", "G").See("▸ –    Cedar Partners", "■ blocked", "■ BAA-01 Executed agreement: failed", "■ BAA-01 stop flag: Offers a confidentiality agreement instead", "blocked: a higher score does not help").Miss("W award")
		ui.Press("W").See("Cedar Partners is blocked and cannot be chosen: Executed agreement: failed").Miss("Award to")
		ui.Press("k", "W").See("Award to Birch", "[Alder Clinical]").Miss("[Cedar", " Cedar Partners  nobody").Press("esc").Leave()
	})
}

// Where an assessment moved under the open dialog, nothing is recorded: the
// dialog says so, and shows what it is now.
func TestAwardConflict(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		rfp, alder, birch, _ := b.competed()
		ui := b.start(t, 80, 24).Press("b", "W").Type(lead).Press("tab", "tab").Type("Leads").Press("tab", "tab").Type("Dear").Press("tab", "tab").Type("price=lowest")
		b.record(birch, answer("TEC-01", "1", assessment.Claimed))
		ui.Press("enter", "enter").See("the assessment of Birch Staffing changed after it was compared", "compared; look again", "Award to Alder Clinical", "Leads", "Dear", "price=lowest")
		if n := len(b.awards(rfp.ID)); n != 0 {
			t.Fatalf("%d awards are on record", n)
		}
		// Now the chosen one is blocked meanwhile, and that is the end of it.
		b.record(alder, assessment.FlagRaised{Item: "BAA-01", Severity: questionnaire.Stop, Text: "Took its signature back"})
		ui.Press("ctrl+s", "ctrl+s").See("is blocked now and cannot be chosen", "■ blocked, shows").Press("ctrl+s").See("Alder Clinical is blocked and cannot be chosen").Press("esc")
		ui.See("▸ –    Alder Clinical")
		// So is a vendor that comes to the RFP: it gets a line of its own.
		ui.Press("g", "W").See("Award to Birch").Type(lead).Press("tab", "tab").Type("The only one").Press("ctrl+s", "ctrl+s").See("✓ awarded to Birch Staffing").Press("g", "W").Type(lead).Press("tab", "tab").Type("Again")
		b.vendor(assessment.Vendor{Name: "Dogwood IT"}, &rfp)
		ui.Press("ctrl+s", "ctrl+s").See("this one leaves out Dogwood", "not Dogwood IT", "Again").Press("ctrl+s", "ctrl+s").See("✓ awarded to Birch Staffing", "Dogwood IT").Leave()
		if awards := b.awards(rfp.ID); len(awards) != 2 || awards[1].Contender(alder).WhyNot == "" || len(awards[1].Contenders) != 4 {
			t.Errorf("kept as %+v", awards)
		}
	})
}

// The first line says where the ground is not equal, and the head how the rules
// were changed; what-ifs on record stand below.
func TestBoardSaysWhatIsNotEven(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		rfp, alder, _, _ := b.competed()
		b.record(alder, assessment.Answered{Answer: assessment.Answer{Item: "TEC-02", NotApplicable: &assessment.NotApplicable{Reason: "no accounts", By: "lead"}}})
		text, err := os.ReadFile("testdata/staffing.yaml")
		if err != nil {
			t.Fatal(err)
		}
		changed, err := questionnaire.Parse(strings.NewReader(strings.Replace(string(text), "version: 1.0.0", "version: 1.0.1", 1)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.Store.RepinRFP(context.Background(), rfp.ID, changed, "ciso@hospital.example", "the board asked for it"); err != nil {
			t.Fatal(err)
		}
		ui := b.start(t, 80, 24).Press("c")
		seek(ui, "▸ BAA").Press("4", "0", "enter", "s").Type("The contract first").Press("enter").See("recorded as “The contract first”").Press("esc", "b")
		lines := strings.Split(ui.Text(), "\n")
		if !strings.HasPrefix(lines[1], " ! not like for like: 1 question did not apply to") {
			t.Errorf("the first line is %q", lines[1])
		}
		ui.See("rules staffing 1.0.1 "+changed.Hash()[:12], "▲ rules changed 2026-11-22 by ciso@hospital.example: the board asked for it")
		ui.Press("W").See("The ranking is not like for like: 1 question").Press("esc").Press("space", "space")
		ui.See("What-ifs on record", "– The contract first, by lead@hospital.example on 2026-11-22: with BAA 40", "the order is 1 ", "Rules changed since the RFP was opened", "from staffing 1.0.0", "staffing 1.0.1 (").Leave()
	})
}

// What was answered just before is on the board as soon as the record has it.
func TestBoardFollowsWhatIsSaved(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.competed()
		ui := b.start(t, 80, 24).Press("b", "j", "enter").See("› Birch Staffing")
		unlock := b.lock()
		ui.Press("D", "shift+tab", "r").Type("Ruth Ortiz").Press("tab", "tab").Type("Too little is shown").Press("enter", "esc").See("▸  2   Birch Staffing", "answered").Miss("decided remediate")
		unlock()
		ui.wait(1).See("▸  2   Birch Staffing", "decided remediate").Leave()
	})
}

// An RFP whose vendors are not assessed yet has a board too.
func TestEmptyBoards(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		ui := b.start(t, 80, 24).Press("b").See("there is no RFP yet: R adds one")
		for _, title := range []string{"Epic build team 2027", "Night shift interfaces"} {
			if _, err := b.Store.AddRFP(context.Background(), assessment.RFP{Title: title, Milestone: questionnaire.Award}, b.questionnaire(), "lead@hospital.example"); err != nil {
				t.Fatal(err)
			}
		}
		ui.Leave()
		ui = b.start(t, 80, 24).Press("b").See("The board of which RFP?", "Night shift", "Epic build")
		ui.Press("down", "enter").See("No vendor is assessed yet.").Press("space", "enter", "W", "c", "j", "G").See("no vendor is assessed in this RFP yet").Press("esc").See("No vendor yet.").Leave()
	})
}

// Pictures for whoever changes the board.
func TestBoardPictures(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		_, alder, _, _ := b.competed()
		b.record(alder, assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideApprove, By: "Carla Ruiz", Role: "CISO"}})
		ui := b.start(t, 80, 24).Press("b")
		shoot := func(name string) {
			t.Helper()
			for _, size := range sizes {
				ui.At(size[0], size[1])
				compareGolden(t, sized(name, size), ui.Text()+"\n")
			}
			ui.At(80, 24)
		}
		shoot("board")
		ui.Press("W").Type(lead).Press("tab").Type("CISO").Press("tab").Type("Shows what it says").Press("tab", "tab", "tab", "tab").Type("price=second lowest; references=two called")
		shoot("board-award")
		ui.Press("enter", "G")
		shoot("board-awarded")
		ui.Leave()
	})
}

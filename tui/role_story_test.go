package tui_test

import (
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
	"assay/tui/keys"
)

// The people of the stories about roles, beside the two evaluators.
const (
	rita = "rita@hospital.example" // reviews
	otto = "otto@hospital.example" // approves
	ann  = "ann@hospital.example"  // audits
	ada  = "ada@hospital.example"  // administers
)

// person adds somebody to the people of the record.
func (b *workbench) person(name string, roles ...assessment.Role) assessment.Account {
	b.t.Helper()
	who, err := b.Store.AddPerson(b.t.Context(), store.NewPerson{Name: name, Roles: roles}, ada)
	if err != nil {
		b.t.Fatal(err)
	}
	return who
}

// staff adds one person or two for each role.
func (b *workbench) staff() {
	b.t.Helper()
	b.person(ada)
	b.person(lead, assessment.Evaluator)
	b.person(ciso, assessment.Evaluator)
	b.person(rita, assessment.Reviewer)
	b.person(otto, assessment.Approver)
	b.person(ann, assessment.Auditor)
}

// as opens the workbench for another person.
func (b *workbench) as(t *testing.T, person string) *screen {
	t.Helper()
	there := *b
	there.Evaluator = person
	return there.start(t, 80, 24)
}

// differed is an assessment with people, and a scenario that two of them grade three apart.
func (b *workbench) differed() string {
	b.t.Helper()
	id := b.filled()
	b.enters(lead, id, graders(lead, ciso), noted("SCN-01", lead, 0, "named nobody"))
	b.enters(ciso, id, noted("SCN-01", ciso, 3, "named the clock"))
	b.staff()
	return id
}

const notMine = "your role does not do this"

// An auditor reads everything, and every key that would record something says whose it is.
func TestAnAuditorReads(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.differed()
		before := b.snapshot(id).Seq
		ui := b.as(t, ann)
		ui.See("ann@hospital.example, auditor").Miss("n new vendor", "a assess").Press("n").See(notMine + ": an evaluator does").Press("R").See(notMine)
		ui.Press("enter").Miss("D decide", "a assess").Press("D").See(notMine + ": an approver does").Press("M").See(notMine + ": an evaluator does")
		ui.Press("i", "g").Type("scn1").Press("enter").See("you read here").Miss("Eight keys")
		for _, key := range []string{"3", "N", "f", "S", "t", "m", "u"} {
			ui.Press(key).See(notMine)
		}
		ui.Press("=").See(notMine + ": a reviewer does").Press("w").See("SCN-01").Press("esc")
		ui.Press("P").See("SCN-01").Press("n").See(notMine+": an evaluator or a reviewer does").Press("esc", "J").See("› journal").Press("esc").Leave()
		if after := b.snapshot(id).Seq; after != before {
			t.Errorf("%d events were recorded", after-before)
		}
	})
}

// Whatever key an auditor presses on whatever screen, nothing can be filled in that the
// record then refuses.
func TestNobodyTypesInVain(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.differed()
		ui := b.as(t, ann)
		for _, screen := range []struct {
			on   keys.Where
			path []string
		}{
			{keys.OnPortfolio, nil},
			{keys.OnVendor, []string{"enter"}},
			{keys.OnInterview, []string{"i"}},
			{keys.OnBoard, []string{"b"}},
			{keys.OnCompare, []string{"b", "c"}},
			{keys.OnActions, []string{"enter", "A"}},
			{keys.OnEvidence, []string{"enter", "E"}},
			{keys.OnReview, []string{"enter", "R"}},
			{keys.OnPanel, []string{"enter", "P"}},
			{keys.OnJournal, []string{"enter", "J"}},
			{keys.OnAgenda, []string{"enter", "T"}},
			{keys.OnPeople, []string{"p"}},
		} {
			pressed := 0
			for _, b := range keys.In(screen.on) {
				if b.Group == "Move" || len(b.Keys()) == 0 || slices.Contains([]keys.Action{keys.Quit, keys.Suspend, keys.Redraw, keys.Back, keys.Help, keys.Palette, keys.Copy}, b.Action) {
					continue
				}
				key := b.Keys()[0]
				ui.Press(screen.path...).Press(key)
				if !strings.Contains(ui.Text(), notMine) {
					pressed++
					ui.Type("x").Press("enter", "enter", "ctrl+s").Miss(" may not ")
				}
				ui.Press("esc", "esc", "esc", "esc", "esc").See("› vendors")
			}
			if pressed == 0 {
				t.Errorf("the auditor can press nothing on %v", screen.path)
			}
		}
		ui.Leave()
	})
}

// An approver decides, waives and awards in their own name: nothing asks for another one.
func TestAnApproverDecidesInPerson(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.differed()
		ui := b.as(t, otto)
		ui.Press("j", "enter").See("D decide", "otto@hospital").Press("D").See("Decide on Northstar", "You decide in your own name: otto@hospital.example").Miss("who decides, by name")
		ui.Press("right").Type("CISO").Press("tab").Type("The record is thin").Press("enter").Miss("Decide on").See("by otto@hospital.example")
		ui.Press("esc", "b").See("› board", "W award").Press("W").See("Award to", "You approve the award in your own name").Miss("who approves the award").Press("esc").Leave()
	})
}

// A waiver is the approver's own, too.
func TestAnApproverWaivesInPerson(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.staffed()
		b.staff()
		ui := b.as(t, lead)
		ui.Press("i", "g").Type("inc8").Press("enter", "X").See(notMine + ": an approver does").Leave()
		ui = b.as(t, otto)
		ui.Press("i", "g").Type("inc8").Press("enter").See("X: waive an open gate").Press("X").See("You approve it in your own name").Miss("not you")
		ui.Type("The table is being written").Press("tab").Type("We call their lead").Press("tab").Type("Dana").Press("enter").See("≈ waived by otto@hospital.example").Leave()
		if got := b.snapshot(id).Waivers["INC-08"].Approver; got != otto {
			t.Errorf("approved by %q", got)
		}
	})
}

// A reviewer reconciles grades, and names graders among the evaluators.
func TestAReviewerReconciles(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.differed()
		ui := b.as(t, rita)
		ui.Press("enter").See("P panel").Press("P").See("3 0: 3 apart").Press("n").See("Who grades the scenarios?", "1 ☑", "2 ☑", ciso, lead).Miss("3 ☐", "Write each name").Press("esc")
		ui.Press("enter").See("=: reconcile two scores").Press("4").See(notMine).Press("=").Type("They heard it again").Press("tab", "2").Press("enter").See("● saved", "reconciled")
		if got := b.snapshot(id).Answers["SCN-01"].Reconciled; got != "They heard it again" {
			t.Errorf("reconciled because %q", got)
		}
		ui.Leave()
	})
}

// The rule of four eyes is told before a dialog is filled in.
func TestFourEyesAreToldAtOnce(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.staffed()
		b.record(id, answer("TEC-06", "met", assessment.Documented))
		b.person(ada)
		b.person(lead, assessment.Evaluator, assessment.Approver)
		ui := b.as(t, lead)
		ui.Press("i", "g").Type("inc8").Press("enter", "X").See("alone evaluated this, so somebody else must").Miss("Waive INC-08")
		ui.Press("esc", "esc", "D").See("Decide on", "alone evaluated this", "remediate or decline", "[remediate]").Miss("conditional ").Press("esc").Leave()

		b.enters(lead, id, assessment.Answered{Answer: assessment.Answer{Item: "TEC-06", Value: "met"}})
		b.person(ciso, assessment.Evaluator)
		b.enters(ciso, id, assessment.Answered{Answer: assessment.Answer{Item: "TEC-03", Value: "met"}})
		if err := b.Store.Tighten(t.Context(), assessment.ApproverNeverEvaluated, ada, "Policy 12"); err != nil {
			t.Fatal(err)
		}
		ui = b.as(t, lead)
		ui.Press("i", "g").Type("inc8").Press("enter", "X").See("a rule of this record: whoever evaluated").Miss("Waive INC-08").Leave()
	})
}

// A change of roles reaches an open workbench within two seconds. What is typed stays, and
// the record refuses it in words.
func TestRolesChangeWhileSomebodyTypes(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.filled()
		b.person(ada)
		who := b.person(lead, assessment.Evaluator)
		ui := b.as(t, lead)
		ui.Press("i", "g").Type("baa2").Press("enter", "N").Type("They would rat").See("They would rat")
		to := []assessment.Role{assessment.Reviewer}
		if _, err := b.Store.ChangePerson(t.Context(), who.ID, store.PersonEdit{Roles: &to}, ada); err != nil {
			t.Fatal(err)
		}
		ui.wait(2).See("your roles were changed: you are reviewer now", "They would rat")
		ui.Type("her not").Press("ctrl+s").See("not saved, and kept as a draft: " + notMine).Miss("Note on BAA-02").Press("N").See(notMine)
		if got := b.snapshot(id).Answers["BAA-02"].Note; got != "" {
			t.Errorf("recorded %q", got)
		}
		// The text is there again as soon as the role is.
		to = []assessment.Role{assessment.Evaluator}
		if _, err := b.Store.ChangePerson(t.Context(), who.ID, store.PersonEdit{Roles: &to}, ada); err != nil {
			t.Fatal(err)
		}
		ui.wait(2).See("your roles were changed: you are evaluator now").Press("N").See("They would rather not").Press("ctrl+s").See("● saved").Leave()
		if got := b.snapshot(id).Answers["BAA-02"].Note; got != "They would rather not" {
			t.Errorf("recorded %q", got)
		}
	})
}

// In a record without people, the first of them binds all others at once.
func TestTheFirstPersonBindsOthers(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.as(t, lead)
		ui.Miss(lead).See("a assess")
		b.person(ada)
		ui.wait(2).See("roles bind in this record now, and you are not among its people").Press("n").See("is not among the people of this record").Leave()
	})
}

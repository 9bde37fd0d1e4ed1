package tui_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

// delivering opens an assessment of one vendor for award, on a questionnaire with
// a gate on the delivery chain, with these answers.
func (b *workbench) delivering(changes ...assessment.Change) string {
	b.t.Helper()
	ctx := context.Background()
	b.Library = questionnaire.NewLibrary(questionnaire.Source{Name: "chain", Files: os.DirFS("testdata/chain")})
	q, err := b.Library.Get("delivery")
	if err != nil {
		b.t.Fatal(err)
	}
	vendor, err := b.Store.AddNamesake(ctx, assessment.Vendor{Name: "Acme Health Staffing", LegalName: "Acme Health Staffing LLC", Country: "US", Contact: "dana@acme.example"}, "lead@hospital.example")
	if err != nil {
		b.t.Fatal(err)
	}
	opened, err := b.Store.OpenAssessment(ctx, store.Opening{Vendor: vendor, Questionnaire: q, Milestone: questionnaire.Award, By: b.Evaluator})
	if err != nil {
		b.t.Fatal(err)
	}
	b.record(opened.Assessment, changes...)
	return opened.Assessment
}

// seen is a live demonstration of yesterday.
func seen() assessment.Evidence {
	return assessment.Evidence{Kind: "EV-20", Observed: "live, screen share", AsOf: assessment.DateOf(testStart, testStart.Location()) - 1}
}

// strong answers all three controls so well that the rules say approve.
func strong() []assessment.Change {
	var all []assessment.Change
	for _, id := range []string{"SUB-01", "TEC-01", "TEC-02"} {
		all = append(all, answer(id, "4", assessment.Verified, seen()))
	}
	return all
}

// A decision is a named person's. It is bound to what was decided on: a later
// answer voids it, and the page says which.
func TestDecideAndVoid(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.delivering(strong()...)
		ui := b.start(t, 80, 24)
		ui.Press("enter").See("✓ approve", "no decision for award yet", "D decide")
		ui.Press("D").See("Decide on Acme Health Staffing for award", "The rules say ✓ approve", "[approve]").Press("enter").See("say who decides").Miss("decided approve")
		ui.Type("Carla Ruiz").Press("tab").Type("CISO").Press("enter")
		ui.See("✓ decided approve by Carla Ruiz, CISO on 2026-11-22").Miss("no decision", "saving")
		kept := b.snapshot(id)
		d := kept.DecisionInForce()
		if d == nil || d.By != "Carla Ruiz" || d.Role != "CISO" || d.Outcome != assessment.DecideApprove || d.RecordedBy != b.Evaluator || d.Snapshot == "" {
			t.Fatalf("kept as %+v", d)
		}

		ui.Press("enter", "g").Type("tec1").Press("enter").See("✓ decided approve").Press("3").See("! this voids the decision of Carla Ruiz (approve): u takes it back", "✗ decision void")
		ui.Press("u").See("✓ decided approve").Miss("void").Press("3").At(120, 40).See("✗ decision void", "approve by Carla Ruiz, since").At(80, 24).Press("esc")
		ui.See("✗ void since 2026-11-22: TEC-01 changed; decided approve by Carla Ruiz").Miss("next review")
		kept = b.snapshot(id)
		if d := kept.Decision(); d.InForce() || !slices.Equal(d.Changed(), []string{"TEC-01"}) {
			t.Errorf("kept as %+v", d)
		}

		// Other than the rules needs a reason.
		ui.Press("D", "shift+tab", "d").Type("Ruth Ortiz").Press("enter").See("the verdict is approve: the decision decline needs a reason").Type("No auditor yet").Press("enter")
		ui.See("✗ decided decline by Ruth Ortiz", "No auditor yet").Leave()
	})
}

// Whoever decides has seen what is decided on: what somebody else changed under
// the open dialog is looked at first.
func TestDecideOnWhatWasShown(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.delivering(strong()...)
		ui := b.start(t, 80, 24)
		ui.Press("enter", "D", "shift+tab", "a").Type("Ruth Ortiz").See("The rules say ✓ approve: shown 90.0")
		b.record(id, answer("TEC-01", "3", assessment.Verified, seen()))
		ui.wait(8).Press("enter").See("changed after you looked at it", "look again")
		if kept := b.snapshot(id); kept.Decision() != nil {
			t.Errorf("kept as %+v", kept.Decision())
		}
		ui.Press("enter").See("✓ decided approve by Ruth Ortiz").Leave()
	})
}

// What blocks is not decided away.
func TestDecideOnABlockedOne(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("enter", "D").See("[remediate]").Press("shift+tab", "a").Type("Ruth Ortiz").Press("enter").See("a blocked vendor cannot be approved", "Decide on Acme").Press("shift+tab")
		kept := b.snapshot(acme)
		if d := kept.Decision(); d != nil {
			t.Errorf("kept as %+v", d)
		}
		ui.Press("esc").Leave()
	})
}

// A conditional decision is refused until each cause has an action; the dialog
// asks for them, and records all together.
func TestDecideConditionally(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.delivering(
			answer("SUB-01", "2", assessment.Verified, seen()), answer("TEC-01", "4", assessment.Verified, seen()), answer("TEC-02", "4", assessment.Verified, seen()),
			assessment.FlagRaised{Item: "TEC-02", Severity: questionnaire.Warning, Text: "Nobody reads it on Sundays"})
		before := b.snapshot(id)
		lacking := len((&before).Unanswered(before.Causes(b.result(id)), b.result(id).AsOf))
		if lacking != 3 {
			t.Fatalf("%d causes: %+v", lacking, before.Causes(b.result(id)))
		}
		ui := b.start(t, 80, 24)
		ui.Press("enter", "D", "shift+tab", "c").Type("Ruth Ortiz").See("enter asks for 3 actions: the score, floor of SUB, red flag on TEC-02").Press("enter").See("the decision conditional needs a reason").Type("Small team, willing").Press("enter")
		ui.See("Condition 1 of 3", "blank = dana@acme.example").Type("Vet each one before use").Press("enter").See("Condition 2 of 3")

		// Leaving it half done leaves nothing behind but what was typed.
		ui.Press("esc").See("2 conditions still to write; enter goes on, esc leaves", "Decide on Acme")
		if b.snapshot(id).Seq != before.Seq {
			t.Error("something was recorded")
		}
		ui.Press("enter").See("Condition 1 of 3", "Vet each one before use").Press("enter").See("Condition 2 of 3")
		ui.Press("enter").See("say what is to be done").Type("Band of 80 by review").Press("tab").Type("Maria").Press("tab", "u").Type("+120d").Press("enter").See("within 90 days")
		for range 5 {
			ui.Press("backspace")
		}
		ui.Type("+60d").Press("enter").See("Condition 3 of 3", "enter records the decision and its 3 actions").Type("Sunday rota").Press("enter")
		ui.See("◑ decided conditional by Ruth Ortiz", "3 actions open").Miss("Condition")

		kept := b.snapshot(id)
		if d := kept.DecisionInForce(); d == nil || len(d.Causes) != 3 || len(kept.Actions) != 3 {
			t.Fatalf("kept as %+v, %+v", kept.Decision(), kept.Actions)
		}
		today := assessment.DateOf(testStart, testStart.Location())
		want := []assessment.Action{
			{What: "Vet each one before use", Owner: "dana@acme.example", Side: "vendor", Due: today + 30},
			{What: "Band of 80 by review", Owner: "Maria", Side: "us", Due: today + 60},
			{What: "Sunday rota", Owner: "dana@acme.example", Side: "vendor", Due: today + 30},
		}
		for n, a := range kept.Actions {
			if diff := cmp.Diff(want[n], assessment.Action{What: a.What, Owner: a.Owner, Side: a.Side, Due: a.Due}); diff != "" {
				t.Errorf("action %d (-want +kept):\n%s", n+1, diff)
			}
			if a.Cause == "" {
				t.Errorf("action %d answers no cause", n+1)
			}
		}

		// One is closed, with what was done; the decision holds.
		ui.Press("A").See("3 open", "▸ · open     2026-12-22", "due 2026-12-22", "owner            dana@acme.example, on the vendor's side").Press("enter").See("Close an action", "a condition, for the score").Press("enter").See("closing an action needs a note")
		ui.Type("Files of all nine seen").Press("enter").See("2 open", "✓ closed", "▸ · open     2026-12-22").Press("a").See("New action").Press("esc", "esc").See("◑ decided conditional", "2 actions open")
		if closed := b.snapshot(id).Actions[0].Closed; closed == nil || closed.How != "Files of all nine seen" {
			t.Errorf("closed as %+v", closed)
		}
		ui.Leave()
	})
}

// An overdue action warns, on the page and in the list.
func TestOverdueAction(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		today := assessment.DateOf(testStart, testStart.Location())
		id := b.delivering(strong()...)
		opened := assessment.ActionOpened{Action: assessment.Action{Item: "TEC-01", What: "Send the export", Owner: "dana", Side: "vendor", Due: today - 1}}
		if _, err := b.Store.Record(context.Background(), id, assessment.Entry{ID: b.NewID(), At: testStart.AddDate(0, 0, -9).UnixMicro(), By: b.Evaluator, Change: opened}); err != nil {
			t.Fatal(err)
		}
		ui := b.start(t, 80, 24)
		ui.Press("enter").See("1 action open, 1 overdue", "overdue since 2026-11-21: TEC-01 Send the export (dana)", "▲ TEC-01 overdue since")
		ui.Press("A").See("1 open, 1 overdue", "▸ ! overdue  2026-11-21  dana   TEC-01  Send the export", "overdue since 2026-11-21").Press("esc", "enter", "g").Type("tec1").Press("enter").Press("F").See("close its action").Press("esc").Leave()
	})
}

// The delivery chain is a tree. A link that touches patient data without an
// agreement opens the gate once access is near, and the path is named.
func TestDeliveryChain(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.delivering(append(strong(), fact("chain_links", "2"),
			assessment.Answered{Answer: assessment.Answer{Item: "SUB-02", Value: assessment.Met, Assurance: assessment.Documented, Evidence: []assessment.Evidence{
				{Kind: "EV-03", Reference: "file 7", AsOf: assessment.DateOf(testStart, testStart.Location()) - 9, ValidUntil: assessment.DateOf(testStart, testStart.Location()) + 300},
			}}})...)
		ui := b.start(t, 80, 24)
		ui.Press("enter", "C").See("Delivery chain: 0 links recorded, 2 stated", "Acme Health Staffing").Press("enter").See("A link under Acme Health Staffing")
		ui.Type("Manila Care Inc").Press("tab").Type("ph").Press("tab").Type("help desk").Press("tab", "enter").See("say whether it touches patient data")
		ui.Press("y", "y").Press("e").Type("-40d").Press("tab").Type("+200d").Press("enter").See("└ Manila Care Inc · PH · help desk", "✓", "bound until 2027-06-10")
		ui.Press("down", "a").See("A link under Manila Care Inc").Type("Cebu Nights Corp").Press("tab").Type("PH").Press("tab", "tab", "y", "n", "enter")
		ui.See("  └ Cebu Nights Corp", "✗", "unbound: no BAA", "2 links recorded, 2 stated, 1 unbound").Press("x").See("Manila Care Inc still has links under it").Press("esc")
		ui.See("delivery chain: 2 links recorded, 2 stated, 1 unbound: Acme Health Staffing", "→ Manila Care Inc → Cebu Nights Corp")

		// Moving on says first what it changes, and does it on a clear yes only.
		ui.Press("M").See("Move Acme Health Staffing on from award to access", "✓ approve for award  →  ■ blocked for access", "1 gate opens", "✗ SUB-02 Flow-down BAA for every link: failed", "1 answer is to be re-verified", "asked in other words").Press("enter").See("Move Acme")
		ui.Press("y").Miss("Move Acme").See("■ blocked for access", "1 answer to re-verify")
		kept := b.snapshot(id)
		if kept.Milestone != questionnaire.Access || !slices.Equal(kept.ToReverify(), []string{"SUB-01"}) {
			t.Errorf("moved to %s, to re-verify %v", kept.Milestone, kept.ToReverify())
		}

		// In the interview the gate names the path, and leads to the chain.
		ui.Press("enter", "g").Type("sub2").Press("enter").See("gate ✗ failed", "Held open by the delivery chain", "Acme Health Staffing → Manila Care Inc → Cebu Nights Corp", "C opens the chain")
		ui.Press("e").See("the delivery chain keeps this gate open, whatever the evidence").Press("esc")
		ui.Press("C", "down", "down", "enter").See("╭─ Cebu Nights Corp", "flow-down BAA").Press("tab", "tab", "tab", "tab", "tab", "r").Type("-3d").Press("enter").See("bound until terminated").Press("esc")
		ui.See("gate ✓ closed").Miss("Held open")
		ui.Press("C", "down", "down", "x").See("Remove Cebu Nights Corp from the chain").Press("enter").See("needs a reason").Type("They closed it").Press("enter").Miss("Cebu").Press("esc").Leave()
		if kept = b.snapshot(id); len(kept.Links) != 1 || !kept.Links[0].PHI || kept.Links[0].Country != "PH" {
			t.Errorf("kept as %+v", kept.Links)
		}
	})
}

// An answer to re-verify says so wherever it stands. One key confirms it, a note
// does not, and the same answer given anew does.
func TestReverify(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.delivering(append(strong(), assessment.Moved{Milestone: questionnaire.Access})...)
		ui := b.start(t, 120, 40)
		ui.Press("enter").See("1 answer to re-verify").Press("enter", "g").Type("sub1").Press("enter")
		ui.See("↻ 1 to re-verify", "↻ How subcontract", "by lead@hospital.example · asked in", "other words: press . to confirm", "Show us the file")
		ui.Press("N").Type("Asked twice").Press("esc").See("Asked twice", "↻ re-verify")
		ui.Press("tab").See("SUB-02").Press("n", "tab").See("chain_links").Press("1", "enter", "tab").See("SUB-01", "↻ re-verify")
		ui.Press(".").Miss("re-verify").See("●", "[verified]", "SUB-01 is confirmed unchanged · asked in other words").Press(".").See("needs no confirmation")
		if a := b.snapshot(id).Answers["SUB-01"]; a.Reverify != nil || a.Note != "Asked twice" || a.Value != "4" || len(a.Evidence) != 1 {
			t.Errorf("kept as %+v", a)
		}
		ui.Press("u").See("took back: SUB-01: confirmation", "↻ re-verify").Press("4").Miss("re-verify")
		if a := b.snapshot(id).Answers["SUB-01"]; a.Reverify != nil || a.Value != "4" {
			t.Errorf("kept as %+v", a)
		}
		ui.At(80, 24).Press("u").See("re-verify 1", "given", "asked in other words").Leave()
	})
}

// A new assessment starts from the vendor's earlier one: what was answered waits
// to be confirmed, and what became better or worse is laid beside it.
func TestReassess(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("a", "enter").Miss("Start from").See("record_volume").Press("esc", "esc") // nothing was answered there
		ui.Press("G", "k", "a").See("Assess Northstar Consulting", "On the rules of").Press("enter").See("Start from", "RFP-2026-114 for award", "nothing: every question is open").Press("enter")
		ui.See("re-verify 14").Press("g").Type("tec2").Press("enter").See("Access review", "given 09:00 by lead@hospital.example: press . to").Press("2").Miss("press .")
		ui.Press("g").Type("tec1").Press("enter").Press(".").See("re-verify 12")
		ui.Press("esc").See("since 2026-11-22: conditional → blocked", "12 answers to re-verify")
		ui.Press("d").See("Since 2026-11-22: Northstar Consulting", "12 answers to be re-verified").Press("G").See("▼", "worse", "TEC-02 ", "3 of 4, verified → 2 of 4, ").Press("esc")
		for _, size := range [][2]int{{60, 16}, {80, 24}, {200, 60}} {
			ui.Press("d").At(size[0], size[1]).Press("j", "space")
			checkSize(t, ui.root.View().Content, "delta", size[0], size[1])
			ui.Press("esc").At(80, 24)
		}
		ui.Press("j").See("◑ conditional for award").Press("d").See("there is no assessment before this one").Leave()
	})
}

// A promise is an action with a day; the answer stays claimed.
func TestPromiseBecomesAnAction(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		ui := b.start(t, 120, 40)
		ui.Press("i", "g").Type("tec1").Press("enter", "3", "d", "left", "enter").See("say what was promised").Type("the export").Press("tab", "tab").See("2026-12-06").Type("+91d").Press("enter").See("within 90 days")
		for range 4 {
			ui.Press("backspace")
		}
		ui.Type("+9d").Press("enter").See("promised by 2026-12-01", "[claimed]", "promised ", "the export · dana@acme.example · due 2026-12-01")
		kept := b.snapshot(acme)
		want := []assessment.Action{{Item: "TEC-01", What: "the export", Owner: "dana@acme.example", Side: "vendor", Due: assessment.DateOf(testStart, testStart.Location()) + 9}}
		got := slices.Clone(kept.Actions)
		for n := range got {
			got[n].ID, got[n].OpenedBy, got[n].OpenedAt = "", "", 0
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("actions (-want +kept):\n%s", diff)
		}
		if a := kept.Answers["TEC-01"]; a.Note != "" || a.Assurance != assessment.Claimed {
			t.Errorf("kept as %+v", a)
		}
		ui.Press("A", "enter").Type("It came").Press("enter").See("none is open", "✓ closed", "how     It came").Press("esc").Miss("promised ").Leave()
	})
}

// What is asked of ourselves is answered once, and given to the other vendors of
// the RFP, each in its own record.
func TestOurAnswerForAll(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("gov1").Press("enter", "o").See("there is no answer to copy yet").Press("y", "d").Type("memo 12").Press("enter").Type("-9d").Press("enter")
		ui.See("[documented]", "o copies this answer to the others").At(140, 40).See("o same for all").At(80, 24).Press("o")
		ui.See("GOV-01 is about us", "Northstar Consulting: met, documented → met, documented", "Pacific IT Partners: met, claimed → met, documented").Press("y").See("recorded in 2 assessments more")
		rows, err := b.Store.List(context.Background(), store.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if a := b.snapshot(row.ID).Answers["GOV-01"]; len(a.Evidence) != 1 || a.Evidence[0].Reference != "memo 12" || a.Value != assessment.Met {
				t.Errorf("%s: kept as %+v", row.Vendor, a)
			}
		}
		ui.Press("o").See("has another answer").Press("g").Type("tec1").Press("enter", "o").See("only a question about us").Leave()
	})
}

// The new screens are drawn whole, whatever stands in them.
func TestDecisionsKeepTheirSize(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		name := strings.Join(outlandish[:2], " ")
		today := assessment.DateOf(testStart, testStart.Location())
		changes := append(strong(), fact("chain_links", "2"))
		for _, text := range outlandish {
			changes = append(changes, assessment.LinkSet{Link: assessment.Link{Entity: text, Country: "PH", Function: text, PHI: true}},
				assessment.ActionOpened{Action: assessment.Action{What: text, Owner: text, Side: "vendor", Due: today + 3, Control: text}})
		}
		changes = append(changes, assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideDecline, By: name, Role: name, Reason: name}})
		b.delivering(changes...)
		ui := b.start(t, 80, 24)
		sizes := [][2]int{{60, 16}, {61, 17}, {80, 24}, {119, 30}, {120, 40}, {200, 60}}
		resize := func(after string) {
			t.Helper()
			for _, size := range sizes {
				ui.At(size[0], size[1])
				checkSize(t, ui.root.View().Content, after, size[0], size[1])
			}
			ui.At(80, 24)
		}
		ui.Press("enter")
		resize("vendor")
		for _, keys := range []string{"D", "Dc", "A", "A1", "Aa", "C", "C1", "C2", "M"} {
			ui.Press(strings.Split(keys, "")...)
			resize(keys)
			ui.Press(slices.Repeat([]string{"esc"}, len(keys))...)
			if strings.Contains(ui.Text(), "1 vendor") {
				ui.Press("enter")
			}
		}
		ui.Press("M", "y")
		ui.Press("enter")
		for _, item := range []string{"sub1", "sub2"} {
			ui.Press("g").Type(item).Press("enter")
			resize(item)
		}
		ui.Leave()
	})
}

// At a later milestone the page still says that the decision before it was void.
func TestVoidAtTheMilestoneBefore(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.delivering(append(strong(), assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideApprove, By: "Ruth Ortiz"}},
			answer("TEC-01", "3", assessment.Verified, seen()), assessment.Moved{Milestone: questionnaire.Access})...)
		ui := b.start(t, 120, 40)
		ui.Press("enter").See("no decision for access yet; for award: approve by Ruth Ortiz on 2026-11-22, void since 2026-11-22: TEC-01 changed").Leave()
	})
}

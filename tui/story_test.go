package tui_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
)

// A procurement lead opens the database, interviews a vendor, sees the score
// interval narrow, raises a red flag, undoes an answer, quits, and reopens at
// the same question.
func TestInterviewFromPortfolioToReopening(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		ui := b.start(t, 120, 40)
		ui.See("3 vendors", "▸ Acme Health Staffing", "◌ not started", "■ blocked", "Northstar Consulting", "◑ conditional", "RFP-2026-114")

		// The vendor's page says why; enter goes on to the interview.
		ui.Press("enter").See("because", "GOV-01", "Business-associate decision: not asked", "Acme Health Staffing LLC")
		ui.Press("enter").See("Will anybody keep access around the clock?", "RFP-2026-114 for award")
		ui.Press("S").See("Who is in the room?").Miss("no session is running")
		ui.Type("Dana Cruz, delivery lead").Press("enter", "enter")
		ui.See("session 0:00", "with Dana Cruz", "Will anybody keep access around the clock?")

		// Facts: yes or no, countries, a date, several choices.
		ui.Press("n").See("[no]").Press("tab").Press("enter").Type("us ph").Press("enter").See("[Philippines · United States]")
		// tab goes on to what the vendor is asked, and j to each item.
		ui.Press("j", "2").Type("027-01-11").Press("enter").See("[2027-01-11]")
		ui.Press("tab", "enter", "space", "enter").See("[Own laptop]")

		// A gate is met; that it is not shown is said; a document closes it.
		ui.Press("j").See("Who decided, in writing").Press("y").See("[y met]", "gate ◐ not shown", "answered yes, no evidence yet")
		ui.Press("d").See("GOV-01 is documented", "EV-51 Decision memo", "[reference]").Type("memo 12").Press("enter").See("say of which day it is")
		ui.Type("-9o").Press("enter").See("-9o").Press("backspace").Type("00d").Press("enter").See("too old, 900 days, limit 365: it will not count").Miss("[documented]")
		ui.Press("backspace", "backspace", "backspace").Type("0d").Press("enter").See("[documented]", "gate ✓ closed", "kept at memo 12")
		before := b.result(acme)

		// A contract needs the date until which it is in force.
		ui.Press("tab", "y", "d").Type("contract file 2026/114").Press("enter").Type("2026-10-01").Press("enter").See("needs a valid-until date")
		ui.Type("+300d").Press("enter").See("0 of 3 checked", "gate ✓ closed", "0 open")

		// Maturity, watched live.
		ui.Press("tab", "3").See("BAA-02", "[3]", "Done everywhere in scope").Press("v", "enter").See("say what was shown").Type("Their ticket queue, by Dana").Press("enter").See("[verified]")
		ui.Press("j", "p").See("[p partial]")
		ui.Press("tab", "4", "t", "1", "3", "t").See("TEC-01", "[4]", "1 ☑ Clipboard", "2 ☐ The exception", "3 ☑ Somebody")

		// A promise leaves the answer as it is.
		ui.Press("d", "left").Type("the export, by Friday").Press("enter").See("[claimed]", "promised by 2026-12-06", "the export, by Friday · dana@acme.example")

		// A scenario is graded against its rubric; what it names lifts the cap.
		ui.Press("tab", "2", "tab", "3").See("SCN-01", "[3] She stops, tells the named client", "counts as 1, not 3: no who, when, system", "or record ticked; t ticks")
		ui.Press("t", "a", "c", "t").See("a ☑ actor", "c ☑ clock", "s ☐ system").Miss("counts as 1")
		ui.Press(`"`).See("Word for word, 09:00").Type("she calls Maria within the hour").Press("enter")
		ui.See("“she calls Maria within the hour” Dana Cruz")

		// The interval has narrowed, and the store knows what the screen knows.
		after := b.result(acme)
		if narrow(after) >= narrow(before) || after.Interval[0] <= before.Interval[0] {
			t.Errorf("the interval went from %v to %v", before.Interval, after.Interval)
		}
		ui.See(after.Interval[0].String()+" to "+after.Interval[1].String(), "● saved")

		// A red flag of the item, with its own words for a stop.
		ui.Press("f").See("Red flag on SCN-01", "She would be blamed for reporting it").Press("1")
		ui.See("1 warning (−3)").Press("f", "3").Type("Hung up on the question").Press("enter").See("1 stop, 1 warning", "Hung up on the question")

		// Undo says what it takes back, step by step.
		ui.Press("u").See("took back the stop on SCN-01: Hung up", "1 warning (−3)")
		ui.Press("u").See("took back the warning on SCN-01", "Red flags  none")
		ui.Press("u").See("took back: SCN-01: quote").Miss("within the hour”")
		ui.Press("g").Type("tec2").Press("enter").See("Access review", "[2]").Press("4").See("[4]")
		ui.Press("[").See("BAA-01").Press("u").See("took back: TEC-02 4 → 2 by lead@hospital.example", "When did you last go through")

		ui.Press("ctrl+c").See("the session with Dana Cruz runs since 09:00", "▸ 1 End the session, and quit").Press("enter").Ends()
		kept := b.snapshot(acme)
		if session := kept.Sessions[0]; session.End == 0 || session.Attendees[0].Role != "delivery lead" {
			t.Errorf("the session was kept as %+v", session)
		}
		if kept.Answers["TEC-02"].Value != "2" || len(kept.Flags) != 0 {
			t.Errorf("TEC-02 is %q, %d flags", kept.Answers["TEC-02"].Value, len(kept.Flags))
		}

		// Reopening lands where we left.
		ui = b.start(t, 120, 40)
		ui.See("Acme Health Staffing › TEC-02", "When did you last go through", "[2]", "no session is running")
		ui.Press("esc").See("because").Press("esc").See("3 vendors", "▸ Acme")
		ui.Press("q").Ends()
	})
}

func narrow(r assessment.Result) assessment.Score { return r.Interval[1] - r.Interval[0] }

func (b *workbench) snapshot(id string) assessment.Snapshot {
	b.t.Helper()
	s, err := b.Store.Snapshot(context.Background(), id)
	if err != nil {
		b.t.Fatal(err)
	}
	return s
}

func (b *workbench) result(id string) assessment.Result {
	s := b.snapshot(id)
	return assessment.Evaluate(s, b.Store.Today(), s.Milestone, questionnaire.Current)
}

// An empty database says what to press, and leads to the first question.
func TestFirstVendor(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.Evaluator = ""
		var asked string
		b.SaveEvaluator = func(name string) error { asked = name; return nil }
		ui := b.start(t, 80, 24)
		ui.See("Who are you?").Type("lead@hospital.example").Press("enter").See("you are lead@hospital.example", "No vendor yet.", "assay demo")
		if asked != "lead@hospital.example" {
			t.Errorf("the name kept is %q", asked)
		}
		ui.Press("enter").See("there is no vendor yet: n adds one")
		ui.Press("n").Type("Acme").Press("enter").Type("Acme LLC").Press("enter").Type("us").Press("enter").Press("enter").See("Acme is added", "no assessment yet")
		ui.Press("R").See("New request for proposals").Type("Build team").Press("enter", "enter", "enter", "enter", "enter").See("Build team is added")
		ui.Press("a").See("Assess Acme", "Build team", "for award").Press("enter").See("Acme › record_volume", "Build team for award")
		ui.See("How many patients' records").Press("4").Type("0,000").Press("enter").See("[40,000]", "● saved")
		ui.Leave()
	})
}

// What looks like patient data is pointed out, and kept only when asked twice.
func TestPatientDataIsPointedOut(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i").Press("g").Type("baa2").Press("enter", "enter").See("Note on BAA-02")
		ui.Type("The example had 123-45-6789 in it").Press("esc").See("a social security number", "press esc again", "Note on BAA-02")
		if note := b.snapshot(acme).Answers["BAA-02"].Note; note != "" {
			t.Errorf("%q was kept at once", note)
		}
		ui.Press("esc").See("● saved", "noted").Miss("Note on BAA-02").Press("space").See("123-45-6789")
		ui.Press(`"`).Type("MRN 1234567").Press("enter").See("a medical record number").Press("esc").Miss("Word for word")
		if quotes := b.snapshot(acme).Answers["BAA-02"].Quotes; len(quotes) != 0 {
			t.Errorf("%v was kept", quotes)
		}
		ui.Leave()
	})
}

// A save that fails keeps the answer, says so and why, and is tried again by a
// key. Nothing is lost by quitting.
func TestFailedSave(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i")
		unlock := b.lock()
		ui.Press("g").Type("baa1").Press("enter", "y").See("○ saving", "[y met]")
		ui.wait(40)
		ui.See("! 1 not saved", "! not saved", "[y met]", "ctrl+s")
		ui.Press("n").See("[n unmet]", "○ saving")
		ui.wait(40)
		ui.See("! 2 not saved")
		ui.Press("ctrl+c").See("Try again, then quit", "Stay here").Press("2").See("[n unmet]")
		unlock()
		ui.Press("ctrl+s").See("● saved").Miss("not saved")
		if got := b.snapshot(acme).Answers["BAA-01"].Value; got != assessment.Unmet {
			t.Errorf("kept as %q", got)
		}
		ui.Leave()
	})
}

// A key that can do nothing says why; the help and the palette come from the
// same table.
func TestKeysExplainThemselves(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i").Press("g").Type("baa1").Press("enter")
		ui.Press("3").See("a number does not answer this gate: y met, n unmet")
		ui.Press("x").See("a hard gate cannot be set aside by hand")
		ui.Press("s").See("only scenarios have a second scorer")
		ui.Press("?").See("Keys", "gate met, clause present, fact yes").Press("esc")
		ui.Press(":").Type("evasive").See("evasive: they avoided the question").Press("enter").See("evasive")
		ui.Press(":").Type("second").See("only scenarios have").Press("esc")
		ui.Press("/").Type("laptop stolen").Press("enter").See("A laptop is stolen")
		ui.Press("2", "s").Type("ciso@hospital.example").Press("tab", "4", "enter").See("far apart", "ciso@hospital.example 4")
		ui.Press("=").Type("We heard the same").Press("tab", "3", "enter").See("[3]", "reconciled")
		ui.Press("b").See("come back later").Press("x").Type("Not in this scope").Press("enter").See("[not applicable]", "Not in this scope")
		ui.Press("x").Miss("[not applicable]")
		ui.At(120, 40).Press("S", "esc").At(50, 12).See("60 by 16").At(80, 24).See("A laptop is stolen")
		ui.Leave()
	})
}

// Two keys in one breath arrive in their order.
func TestFastKeys(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i").Press("g").Type("tec1").Press("enter")
		ui.Type(strings.Repeat("01234", 20) + "u3u2")
		ui.See("● saved", "[2]")
		if got := b.snapshot(acme).Answers["TEC-01"].Value; got != "2" {
			t.Errorf("kept as %q", got)
		}
		ui.Press("u").See("took back: TEC-01 2 → 3")
		ui.Leave()
	})
}

// Evidence: a file is copied and hashed before it is named, what is about named
// people stays where it is, and a record can be valued anew or taken out.
func TestEvidence(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		file := filepath.Join(t.TempDir(), "export.json")
		if err := os.WriteFile(file, []byte("{}"), 0o600); err != nil {
			t.Fatal(err)
		}
		ui := b.start(t, 120, 40)
		ui.Press("i").Press("g").Type("tec1").Press("enter", "4")
		ui.Press("d", "right").Type(file+"x").Press("tab", "right", "tab").Type("-2d").Press("enter").See("export.jsonx", "TEC-01 is documented").Miss("[documented]", "open /")
		ui.Press("backspace", "enter").See("[documented]", "export.json", "SHA-256 44136fa355b3")
		record := b.snapshot(acme).Answers["TEC-01"].Evidence[0]
		if record.SHA256 != "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a" || record.Kind != "EV-29" || record.Size != 2 {
			t.Errorf("kept as %+v", record)
		}
		ui.Press("v").Type("A copy attempt, by Lee").Press("enter").See("[verified]", "EV-20 seen: A copy attempt, by Lee")
		ui.Press("e").See("documented, fresh, 2 of 90 days", "verified, fresh, 0 of 180 days")
		ui.Press("down", "x").See("[documented]").Miss("EV-20 seen").Press("c").See("[claimed]", "no longer counted")

		ui.Press("tab").See("Access review").Press("3", "d", "right").Type(file).Press("tab").Type("-3d").Press("enter").See("is about named people").Press("esc")
		ui.Press("a", "right").Type("with the auditor").Press("tab").Type("-3d").See("entity", "period").Press("enter").See("[documented] attested, scope not mapped", "EV-30 kept at with the auditor", "attested, scope not mapped: counts as").Miss("[attested]")
		if got := b.result(acme).Item("TEC-02").Assurance; got != assessment.Documented {
			t.Errorf("an unmapped test counts as %s", got)
		}
		ui.Leave()
	})
}

// A flag is settled under a name with a reason; the report is written from the
// vendor's page; the clock counts by domain.
func TestFlagsReportAndClock(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		clerk := b.clerk()
		ui := b.start(t, 120, 40)
		ui.Press("/").Type("pacific").Press("enter").See("▸ Pacific IT Partners").Miss("Northstar")
		ui.Press("enter").See("■ BAA-01 Offers a confidentiality agreement instead").Press("r").See("full report").Press("enter").See("Written: report", "/reports/pacific.pdf").Press("esc")
		if len(clerk.orders) != 1 || clerk.orders[0].Assessment == "" {
			t.Errorf("ordered %+v", clerk.orders)
		}
		ui.Press("enter", "S", "enter", "enter").See("session 0:00").wait(7*60+10).See("session 0:07", "GOV 0:07")
		ui.Press("]").wait(5*60).Press("n").wait(70).See("session 0:13", "GOV 0:07", "BAA 0:06")
		ui.Press("F").See("Resolve a red flag").Press("1").Type("They signed the agreement today").Press("enter").See("Red flags  none")
		ui.Press("S").See("the session is over after 0:13").Leave()
	})
}

// Where nothing can be seen, nothing is answered: neither on the screen nor in
// a dialog that lies open.
func TestNothingIsAnsweredInTheDark(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("tec1").Press("enter").At(59, 24).Press("3", "b", "+").At(80, 15).Press("4").At(80, 24).See("TEC-01", "· open")
		ui.Press("f").At(40, 10).Press("1", "enter", "ctrl+l").At(80, 24).See("Red flag on TEC-01").Press("esc")
		if kept := b.snapshot(acme); len(kept.Flags) != 0 || len(kept.Answers) != 2 {
			t.Errorf("%d flags, %d answers were kept", len(kept.Flags), len(kept.Answers))
		}
		ui.At(40, 10).Leave()
	})
}

// Leaving in the middle of a note keeps what is new in it, and nothing else; a
// half-written quote is asked for once.
func TestLeavingInTheMiddle(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("baa2").Press("enter", "enter").Type("They call").See("esc saves").Press("ctrl+c").Ends()
		before := b.snapshot(acme)
		if note := before.Answers["BAA-02"].Note; note != "They call" {
			t.Errorf("kept as %q", note)
		}
		ui = b.start(t, 80, 24)
		ui.Press("enter").See("Note on BAA-02").Press("ctrl+c").Ends()
		if after := b.snapshot(acme); after.Seq != before.Seq {
			t.Errorf("an unchanged note was recorded: %d events, then %d", before.Seq, after.Seq)
		}
		ui = b.start(t, 80, 24)
		ui.Press("enter").Type(" about 123-45-6789").Press("ctrl+c").See("a social security number", "press ctrl+c", "Note on BAA-02").Press("ctrl+c").Ends()
		if note := b.snapshot(acme).Answers["BAA-02"].Note; note != "They call about 123-45-6789" {
			t.Errorf("kept as %q", note)
		}
		ui = b.start(t, 80, 24)
		ui.Press(`"`).Type("We cut").Press("ctrl+c").Ends()
	})
}

// Two scorers: none is given a grade beforehand, those known are offered, a
// settlement falls with the scores it settled, and a scorer can be taken out.
func TestSecondScorer(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("scn1").Press("enter", "1", "s").Type("ciso@hospital.example").Press("enter").See("give the grade, 0 to 4").Press("4").Press("enter").See("ciso@hospital.example 4 entered by lead@hospital.example")
		ui.Press("=").Type("Heard twice").Press("tab", "2", "enter").See("reconciled").Press("1").See("reconciled")
		ui.Press("2").See("the reason given for them no longer holds").Miss("reconciled")
		ui.Press("g").Type("scn2").Press("enter", "3", "s").See("[ciso@hospital.example]", "somebody else").Press("tab", "3", "enter").See("ciso@hospital.example 3")
		ui.Press("s", "tab", "t", "enter").Miss("ciso@hospital.example 3")
		if scores := b.snapshot(acme).Answers["SCN-02"].Scores; len(scores) != 1 {
			t.Errorf("kept as %v", scores)
		}
		ui.Leave()
	})
}

// A record is put right in the dialog that made it; evidence alone is no answer,
// and a promise is still to come.
func TestRecordsWithoutAnAnswer(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		ui := b.start(t, 120, 40)
		ui.Press("i", "g").Type("tec2").Press("enter", "d").Type("safe").Press("enter").Type("-10d").Press("enter")
		ui.See("· open, 1 record", "nothing answered yet").Miss("[documented]")
		ui.Press("e", "enter").See("Record 1 of TEC-02, documented", "2026-11-12").Type(" 4").Press("enter").See("kept at safe 4")
		if got := b.snapshot(acme).Answers["TEC-02"].Evidence; len(got) != 1 || got[0].Reference != "safe 4" {
			t.Errorf("kept as %+v", got)
		}
		ui.Press("3").See("[documented]", "✓ EV-30 kept at safe 4").Press("g").Type("tec1").Press("enter", "d", "left").Type("the export").Press("enter").See("promised Live").Leave()
	})
}

// Facts take what people say, and speak by their titles.
func TestFactsAsPeopleSayThem(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("sow").Press("enter", "enter").Type("+365d").Press("enter").See("[2027-11-22]")
		ui.Press("g").Type("record").Press("enter").See("[40,000]").Press("enter", "backspace").Type("x").Press("enter").See("Patient records in reach takes a whole number").Miss("! record_volume")
		for range 6 {
			ui.Press("backspace")
		}
		ui.Type("none").Press("enter").See("[0]").Press("backspace").See("counts as 1,000,000")
		ui.Press("g").Type("privilege").Press("enter").See("1–3 choose").Leave()
	})
}

// In the least window a long form still shows the field that is filled in, and
// what can be ticked is brought into view.
func TestSmallWindow(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		for _, h := range []int{16, 24} {
			ui.At(60, h).Press("n").See("as people call it", "US or India, where it signs; optional").Press("esc")
			ui.Press("R").See("▸ title", "enter next", "+30d; optional").Type("x").Press("enter").See("▸ reference").Press("enter").See("▸ due").Press("enter").See("▸ questionnaire").Press("enter").See("▸ verdict for", "▸ award: the contract is awarded", "enter save").Press("up").See("▸ close: at its end").Press("esc")
			ui.Press("j", "i", "g").Type("scn1").Press("enter", "t").See("1 ☐ She stops looking", "t done").Press("t").Miss("t done").Press("esc", "esc", "k")
		}
		ui.Leave()
	})
}

// Who is asked for a name goes on with what was begun.
func TestNameThenTheAnswer(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		b.Evaluator = ""
		ui := b.start(t, 80, 24)
		ui.Press("esc", "i", "g").Type("tec1").Press("enter", "3").See("Who are you?").Type("new@hospital.example").Press("enter").See("[3]")
		if got := b.snapshot(acme).Answers["TEC-01"]; got.Value != "3" || got.By != "new@hospital.example" {
			t.Errorf("kept as %+v", got)
		}
		ui.Leave()
	})
}

// A vendor with two assessments says which is which, in the narrow portfolio and
// in the header of the interview. Outside an RFP, the milestone is asked for.
func TestWhichAssessment(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("a", "down").Miss("verdict for").Press("enter").See("▸ verdict for").Press("down", "enter").See("record_volume", "staffing for access")
		ui.Press("esc").See("staffing for ac", "not started for access; the rules block it because").Press("esc").See("Acme Health Staffing · staffing", "· RFP-2026-114").Leave()
	})
}

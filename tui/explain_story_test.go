package tui_test

import (
	"context"
	"fmt"
	"math/big"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
)

// A CISO asks of one answer why it is worth what it is worth, goes up to its
// domain and to the whole, adds up what is printed there, and comes back.
func TestFromAnItemUpToTheScoreAndBack(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24).Press("j", "i", "g").Type("tec2").Press("enter").See("Access review", "shown 77.7")
		ui.Press("w").See("Why: Northstar Consulting › TEC-02", "p·k·f = 0.75 × 0.9 × 1 = 0.675", "k·f = 0.9")

		// Its share of the domain, which stands in the domain's own table.
		ui.Press("left").See("› TEC-02 › TEC", "▸ TEC-02", "100 × 7.2 / 9 = 80.0").Press("3").See("approval needs 60; 80.0 reaches it").Press("1").See("▸ TEC-02")
		ui.Press("left").See("› TEC-02 › TEC › the whole", "▸ TEC", "printed as 77.7")

		// The points of the domains add up to the score that the screen shows.
		sum := new(big.Rat)
		for _, row := range regexp.MustCompile(`(?m)^│ [▸ ] [A-Z]{3} .* (\d+\.\d+) │$`).FindAllStringSubmatch(ui.Text(), -1) {
			points, _ := new(big.Rat).SetString(row[1])
			sum.Add(sum, points)
		}
		if sum.FloatString(1) != "77.7" {
			t.Errorf("the points add up to %s:\n%s", sum.FloatString(4), ui.Text())
		}

		// Back the way we came, each step where it was left.
		ui.Press("esc").See("› TEC-02 › TEC ", "▸ TEC-02").Press("backspace").See("› TEC-02 ─", "0.675").Press("esc").Miss("Why:").See("Access review", "shown 77.7")

		// The whole at once, and one key out of the depth.
		ui.Press("W").See("› the whole", "ΣW·D / ΣW").Press("j", "enter").See("› the whole › TEC").Press("enter").See("› the whole › TEC › TEC-01")
		ui.Press("q").Miss("Why:").See("Access review")
		ui.Leave()
	})
}

// Each figure of the screens is two keys away: one asks why, a number goes to
// the section.
func TestEveryFigureIsTwoKeysAway(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		pacific := b.result("0193a000-0000-7000-8000-" + lastOf(t, b, "Pacific IT Partners"))
		ui := b.start(t, 80, 24).Press("j", "j", "enter").See("▸ ■ blocked", pacific.Shown.String())
		for keys, want := range map[string][]string{
			"1": {"BAA  Contract", "25.0000", "10.0000"},
			"2": {
				"printed as " + pacific.Shown.String(), "printed as " + pacific.Claimed.String(), pacific.Interval[0].String() + " to " + pacific.Interval[1].String(),
				"printed as " + pacific.Reachable.String(), "47% of the weight",
			},
			"3": {"BAA-01", "failed", "stop flag: Offers a", "blocked"},
			"4": {"not shown", "GOV-01", "failed", "BAA-01"},
			"5": {"stop", "it blocks until a named person resolves it"},
			"6": {"likelihood", "impact 5", "critical", "within 90 days"},
		} {
			ui.Press("w", keys).See(want...).Press("esc").See("▸ ■ blocked")
		}
		ui.Press("enter", "g").Type("baa1").Press("enter", "w", "6").See("state     failed, so it blocks").Press("7").See("Offers a confidentiality agreement")
		ui.Leave()
	})
}

func lastOf(t *testing.T, b *workbench, vendor string) string {
	t.Helper()
	for n := range b.ids {
		id := fmt.Sprintf("%012d", n+1)
		if s, err := b.Store.Snapshot(context.Background(), "0193a000-0000-7000-8000-"+id); err == nil && s.Opened.Vendor.Name == vendor {
			return id
		}
	}
	t.Fatalf("there is no assessment of %s", vendor)
	return ""
}

// From the portfolio the assessment is read first; without one there is nothing
// to explain, and that is said.
func TestThePortfolioExplains(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		if _, err := b.Store.AddVendor(context.Background(), assessment.Vendor{Name: "Zenith"}, "lead@hospital.example"); err != nil {
			t.Fatal(err)
		}
		ui := b.start(t, 80, 24)
		ui.Press("j", "w").See("Why: Northstar Consulting › the whole", "1–18 of ", "enter BAA").Press("esc").See("4 vendors", "▸ Northstar")
		ui.Press("G", "w").See("Zenith has no assessment yet: a opens one").Miss("Why:")
		ui.Press("enter").See("No assessment yet").Press("w").See("there is no assessment to explain").Miss("Why:")
		ui.Leave()
	})
}

// Whoever goes down line by line sees all of it, and can open what is chosen.
func TestGoingDownSkipsNothing(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		ui := b.start(t, 80, 24).Press("w")
		var seen strings.Builder
		for range 60 {
			seen.WriteString(ui.Text())
			ui.Press("j")
		}
		s := b.snapshot(acme)
		whole, err := assessment.Explain(s, b.Store.Today(), s.Milestone, questionnaire.Current, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, section := range whole.Sections {
			for _, line := range section.Lines {
				if first, _, _ := strings.Cut(line.Text, " "); !strings.Contains(seen.String(), line.Name) || !strings.Contains(seen.String(), first) {
					t.Errorf("%q was never on the screen", line.Name+": "+line.Text)
				}
			}
		}
		ui.See(assessment.RoundedNote, "▸").Press("enter").Miss("› the whole ─").See("› the whole › ")
		ui.Press("esc").See(assessment.RoundedNote).Press("g").See("1 Domains").Press("G").See(assessment.RoundedNote).Press("pgup", "pgup", "pgup").See("1 Domains")
		ui.Leave()
	})
}

// What somebody else answers meanwhile is in the figures at once.
func TestAnExplanationFollowsTheAnswers(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		ui := b.start(t, 80, 24).Press("i", "g").Type("tec1").Press("enter", "w").See("answer    none yet")
		other := assessment.Entry{ID: b.NewID(), At: b.Now().UnixMicro(), By: "ciso@hospital.example", Change: answer("TEC-01", "3", assessment.Claimed)}
		if _, err := b.Store.Record(context.Background(), acme, other); err != nil {
			t.Fatal(err)
		}
		ui.wait(4).See("p·k·f = 0.75 × 0.4 × 1 = 0.3").Press("left").See("▸ TEC-01", "0.3       1.5")
		ui.Leave()
	})
}

// Where a questionnaire gives no score, the gates and their conditions are
// explained in the same way.
func TestAChecklistIsExplained(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.starting()
		ui := b.start(t, 80, 24).Press("w").See("› the whole", "Verdict", "Gates").Miss("ΣW")
		ui.Press("esc", "i").Press("k", "w").See("a line of a checklist", "Closed by", "enter ").Press("enter", "left", "left").See("› the whole")
		ui.Leave()
	})
}

// Whatever the data and the size of the window, an explanation fills it exactly.
func TestExplanationsKeepTheirSize(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		for _, name := range outlandish {
			b.vendor(assessment.Vendor{Name: name}, nil,
				assessment.Answered{Answer: assessment.Answer{
					Item: "BAA-02", Value: "2", Assurance: assessment.Verified, Note: name, Evidence: []assessment.Evidence{{Kind: "EV-20", Observed: name, AsOf: 20000}},
				}},
				assessment.Answered{Answer: assessment.Answer{Item: "TEC-02", NotApplicable: &assessment.NotApplicable{Reason: name, By: "lead"}}},
				scenario("SCN-01", name, 4), scenario("SCN-01", "lead", 1),
				assessment.Answered{Answer: assessment.Answer{Item: "SCN-01", Reconciled: name, Reconciling: new(2)}},
				assessment.FlagRaised{Item: "BAA-02", Severity: "warning", Text: name})
		}
		ui := b.start(t, 80, 24)
		random := rand.New(rand.NewPCG(7, 8))
		keys := []string{"j", "k", "enter", "left", "space", "pgup", "G", "g", "w", "3", "backspace", "down", "日"}
		for range len(outlandish) + 3 {
			ui.At(80, 24).Press("w").See("Why:")
			for range 12 * often {
				key := keys[random.IntN(len(keys))]
				ui.Press(key)
				if !strings.Contains(ui.Text(), "Why") {
					ui.Press("w") // backspace left it
				}
				w, h := 60+random.IntN(160), 16+random.IntN(50)
				ui.At(w, h)
				checkSize(t, ui.root.View().Content, key, w, h)
			}
			ui.Press("q", "j")
		}
		ui.Leave()
	})
}

func TestGoldenExplanations(t *testing.T) {
	for _, s := range []struct {
		name string
		keys []string
	}{
		{"explain-whole", []string{"j", "w"}},
		{"explain-open", []string{"j", "j", "w", "4"}},
		{"explain-domain", []string{"j", "w", "j", "enter"}},
		{"explain-item", []string{"j", "i", "g", "t", "e", "c", "2", "enter", "w"}},
		{"explain-scenario", []string{"j", "i", "g", "s", "c", "n", "2", "enter", "w"}},
	} {
		t.Run(s.name, func(t *testing.T) {
			story(t, func(t *testing.T, b *workbench) {
				b.filled()
				ui := b.start(t, 80, 24).Press(s.keys...)
				for _, size := range append([][2]int{{60, 16}}, sizes...) {
					ui.At(size[0], size[1])
					compareGolden(t, sized(s.name, size), ui.Text()+"\n")
				}
				ui.Leave()
			})
		})
	}
}

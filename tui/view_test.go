package tui_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/uuid"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/workspace"
	"assay/questionnaire"
	"assay/tui"
)

// A view may make so many allocations in a window of 200 by 60, and take so long.
const (
	mostAllocs = 400
	mostTime   = 300 * time.Microsecond
)

// view is a screen, or a dialog over one, and the way there from the list of vendors:
// keys, and after each the text that tells that it was taken.
type view struct {
	name string
	way  []step
}

type step struct{ key, see string }

func views() []view {
	portfolio := []step{{"", "60 vendors"}}
	vendor := append(portfolio[:1:1], step{"enter", "because"})
	interview := append(portfolio[:1:1], step{"i", "tab next open"})
	after := func(before []step, more ...step) []step { return append(before[:len(before):len(before)], more...) }
	item := func(find, id string) []step {
		return after(interview, step{"g", "Go to"}, step{find, id}, step{"enter", id + " "})
	}
	return []view{
		{"portfolio", portfolio},
		{"filter", after(portfolio, step{"/", "enter keep"}, step{"vendor 1", "Vendor 19"})},
		{"due", after(portfolio, step{"d", "Due until"})},
		{"form", after(portfolio, step{"n", "New vendor"})},
		{"palette", after(portfolio, step{":", "add a vendor"})},
		{"compare", after(portfolio, step{"c", "claimed"})},
		{"compare-domain", after(portfolio, step{"c", "claimed"}, step{"enter", "BAA-01"})},
		{"board", after(portfolio, step{"b", "award"})},
		{"vendor", vendor},
		{"actions", after(vendor, step{"A", "add"})},
		{"all-evidence", after(vendor, step{"E", "whole record"})},
		{"chain", after(vendor, step{"C", "add under it"})},
		{"decide", after(vendor, step{"D", "decision"})},
		{"explain", after(vendor, step{"w", "Why"})},
		{"journal", after(vendor, step{"J", "changes"})},
		{"panel", after(vendor, step{"P", "Krippendorff's alpha"})},
		{"board-panel", after(portfolio, step{"b", "award"}, step{"P", "How far the graders agree"})},
		{"review", after(vendor, step{"R", "once more"})},
		{"sign-off", after(vendor, step{"R", "once more"}, step{"o", "your role"})},
		{"agenda", after(vendor, step{"T", "The meeting"})},
		{"agenda-outside", after(vendor, step{"T", "The meeting"}, step{"tab", "[Outside it]"})},
		{"journal-entry", after(vendor, step{"J", "changes"}, step{"enter", "esc back"})},
		{"interview-gate", item("baa1", "BAA-01")},
		{"interview-control", item("tec1", "TEC-01")},
		{"interview-scenario", item("scn1", "SCN-01")},
		{"interview-fact", item("record_", "record_volume")},
		{"interview-all", after(interview, step{"l", "all "})},
		{"find", after(interview, step{"/", "Find"}, step{"encryption", "TEC"})},
		{"note", after(item("tec1", "TEC-01"), step{"N", "Note on"})},
		{"quote", after(item("tec1", "TEC-01"), step{`"`, "Word for word"})},
		{"flag", after(item("tec1", "TEC-01"), step{"f", "╭─"})},
		{"evidence", after(item("tec1", "TEC-01"), step{"e", "how shown"})},
		{"evidence-sheet", after(item("tec1", "TEC-01"), step{"d", "as of"})},
		{"explain-item", after(item("tec1", "TEC-01"), step{"w", "Why"})},
		{"help", after(interview, step{"?", "next page"})},
		{"help-item", after(item("tec1", "TEC-01"), step{"?", "next page"}, step{"tab", "next page"})},
		{"glossary", after(interview, step{"?", "next page"}, step{"/", "choose"})},
	}
}

// sitting is a person at the workbench, without a terminal: the messages of the
// commands are passed on by hand.
type sitting struct {
	t    testing.TB
	m    tea.Model
	news chan tea.Msg
}

func (b *workbench) sit(t testing.TB, w, h int) *sitting {
	t.Helper()
	if err := b.Store.Remember(t.Context(), "place of "+lead, ""); err != nil { // begin at the list of vendors
		t.Fatal(err)
	}
	s := &sitting{t: t, m: tui.New(b.Bench), news: make(chan tea.Msg, 1000)}
	s.take(tea.WindowSizeMsg{Width: w, Height: h})
	s.run(s.m.Init())
	return s
}

func (s *sitting) take(msg tea.Msg) {
	var cmd tea.Cmd
	s.m, cmd = s.m.Update(msg)
	s.run(cmd)
}

func (s *sitting) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		switch msg := cmd().(type) {
		case nil:
		case tea.BatchMsg:
			for _, one := range msg {
				s.run(one)
			}
		default:
			s.news <- msg
		}
	}()
}

// goes takes the way to a view.
func (s *sitting) goes(way []step) *sitting {
	s.t.Helper()
	keys := map[string]rune{"enter": tea.KeyEnter, "tab": tea.KeyTab, "esc": tea.KeyEscape}
	for _, step := range way {
		if code, named := keys[step.key]; named {
			s.take(tea.KeyPressMsg{Code: code})
		} else {
			for _, letter := range step.key {
				s.take(tea.KeyPressMsg{Code: letter, Text: string(letter)})
			}
		}
		s.until(step.see)
	}
	return s
}

// until waits for the view to show a text.
func (s *sitting) until(text string) {
	s.t.Helper()
	for deadline := time.After(3 * time.Second); ; {
		shown := ansi.Strip(s.m.View().Content)
		if strings.Contains(shown, text) {
			return
		}
		select {
		case msg := <-s.news:
			s.take(msg)
		case <-deadline:
			s.t.Fatalf("%q is not on the screen:\n%s", text, shown)
		}
	}
}

// busy is a workbench in the middle of its work: an RFP with three vendors whose answers
// to the largest questionnaire all have notes, quotes and evidence, and many others. If
// texts are given, people have written them instead of their own.
func busy(t testing.TB, texts ...string) *workbench {
	t.Helper()
	b := &workbench{t: t, path: filepath.Join(t.TempDir(), "assay.db")}
	b.Workspace = workspace.Workspace{
		Library:   questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: os.DirFS("../templates")}),
		Now:       time.Now,
		NewID:     func() string { return uuid.Must(uuid.NewV7()).String() },
		Zone:      time.UTC,
		Evaluator: lead,
	}
	b.open()
	t.Cleanup(func() { _ = b.Store.Close() })
	ctx := context.Background()
	q, err := b.Library.Get("hipaa-staffing")
	if err != nil {
		t.Fatal(err)
	}
	call, err := b.Library.Get("hipaa-screening-call")
	if err != nil {
		t.Fatal(err)
	}
	rfp, err := b.Store.AddRFP(ctx, assessment.RFP{Title: "Epic build team 2027", Reference: "RFP-2026-114", Questionnaire: q.Hash(), Milestone: questionnaire.Award}, q, lead)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 60 {
		firm := assessment.Vendor{Name: fmt.Sprintf("Vendor %02d Health Staffing", n), LegalName: "Health Staffing LLC", Country: "US", Contact: "dana@acme.example"}
		if len(texts) > 0 && n > 20 {
			firm.Name = "Z " + texts[n%len(texts)] // after the vendors of the RFP
			firm.LegalName = firm.Name
		}
		vendor, err := b.Store.AddNamesake(ctx, firm, lead)
		if err != nil {
			t.Fatal(err)
		}
		opening := store.Opening{Vendor: vendor, Questionnaire: call, Milestone: questionnaire.Award, By: lead}
		if n < 3 {
			opening.Questionnaire, opening.RFP = q, &rfp
		}
		opened, err := b.Store.OpenAssessment(ctx, opening)
		if err != nil {
			t.Fatal(err)
		}
		if n > 20 {
			continue
		}
		var entries []assessment.Entry
		for _, change := range b.everything(opening.Questionnaire, n, texts) {
			by := lead
			if graded, is := change.(assessment.Graded); is {
				by = graded.Scorer
			}
			entries = append(entries, assessment.Entry{ID: b.NewID(), At: b.Now().UnixMicro(), By: by, Change: change})
		}
		if _, err := b.Store.Record(ctx, opened.Assessment, entries...); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Store.Remember(ctx, "card of the interview of "+lead, "shown"); err != nil {
		t.Fatal(err)
	}
	return b
}

// everything answers every item of a questionnaire, for vendor n.
func (b *workbench) everything(q *questionnaire.Questionnaire, n int, texts []string) []assessment.Change {
	now, wrote := b.Now(), func(i int, text string) string {
		if len(texts) > 0 {
			return texts[i%len(texts)]
		}
		return text
	}
	today := assessment.DateOf(now, time.UTC)
	var changes []assessment.Change
	for d := range q.Domains {
		for i := range q.Domains[d].Items {
			item := &q.Domains[d].Items[i]
			grade := (n + i) % 5
			a := assessment.Answer{Item: item.ID, Note: wrote(i, "They named the owner, the clock and the system, and showed last month's record.")}
			switch values := item.Values(); {
			case item.Computed():
				continue
			case item.Kind.Scored():
				for _, scorer := range []string{lead, ciso} {
					changes = append(changes, assessment.Graded{Item: item.ID, Scorer: scorer, Grade: &grade, Elements: item.Elements})
				}
				continue
			case item.Answer == "choices", item.Answer == "choice":
				a.Value = item.Options[0].Value
			case len(values) > 0:
				a.Value = values[(n+i)%len(values)].Text
			default:
				a.Value = map[string]string{"number": "3", "date": "2027-01-11", "countries": "PH, US", "text": "a laptop of theirs"}[item.Answer]
			}
			if item.Kind.Judged() {
				a.Assurance = assessment.Documented
				a.Quotes = []assessment.Quote{{Text: wrote(i, "We close every account within four hours"), Who: wrote(i+1, "Sam Lee"), At: now.UnixMicro()}}
				if len(item.Evidence) > 0 {
					a.Evidence = []assessment.Evidence{{Kind: item.Evidence[0], Reference: wrote(i, "contract file 2026/114"), AsOf: today - 40, ValidUntil: today + 300}}
				}
			}
			changes = append(changes, assessment.Answered{Answer: a})
			if i%7 == 0 && item.Kind.Judged() {
				changes = append(changes,
					assessment.FlagRaised{Item: item.ID, Severity: questionnaire.Warning, Text: wrote(i, "The plan assumes US office hours")},
					assessment.ActionOpened{Action: assessment.Action{What: wrote(i, "Send the register of links"), Owner: wrote(i+1, "Sam Lee"), Side: "vendor", Due: today + 20}})
			}
		}
	}
	return changes
}

// No view of a window of 200 by 60 makes many allocations.
func TestViewsAllocateLittle(t *testing.T) {
	b := busy(t)
	for _, v := range views() {
		t.Run(v.name, func(t *testing.T) {
			s := b.sit(t, 200, 60).goes(v.way)
			least := math.Inf(1)
			for range 5 { // what a command allocates meanwhile counts, too
				least = min(least, testing.AllocsPerRun(10, func() { s.m.View() }))
			}
			if least > mostAllocs {
				t.Errorf("%.0f allocations, more than %d", least, mostAllocs)
			}
		})
	}
}

// Every view is drawn in exactly as many lines and columns as the window has, whatever
// people have written, and nothing but text reaches the terminal.
func TestViewsKeepTheirSize(t *testing.T) {
	b, random := busy(t, outlandish...), rand.New(rand.NewPCG(7, 8))
	for _, v := range views() {
		s := b.sit(t, 200, 60).goes(v.way)
		for range 4 * often {
			w, h := 20+random.IntN(190), 6+random.IntN(60)
			s.take(tea.WindowSizeMsg{Width: w, Height: h})
			checkSize(t, s.m.View().Content, v.name, w, h)
		}
	}
}

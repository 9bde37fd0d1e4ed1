package tui_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/store/pgtest"
	"assay/assessment/workspace"
	"assay/questionnaire"
)

// The stories in this file happen in real time: a server has a clock of its own.

// patience is how long a person waits for what should take a second. Many tests run at
// once.
const patience = 20 * time.Second

// Until waits for texts on the screen.
func (ui *screen) Until(texts ...string) *screen {
	ui.t.Helper()
	return ui.until(func(on string) bool {
		for _, text := range texts {
			if !strings.Contains(on, text) {
				return false
			}
		}
		return true
	}, strings.Join(texts, " and "))
}

// Gone waits until texts are no longer on the screen.
func (ui *screen) Gone(texts ...string) *screen {
	ui.t.Helper()
	return ui.until(func(on string) bool {
		return !slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(on, text) })
	}, "no "+strings.Join(texts, " and no "))
}

func (ui *screen) until(holds func(on string) bool, what string) *screen {
	ui.t.Helper()
	for deadline := time.Now().Add(patience); !holds(ui.Text()); {
		select {
		case <-ui.drawn:
		case <-time.After(time.Until(deadline)):
			ui.t.Fatalf("%s: not so on the screen:\n%s", what, ui.Text())
		}
	}
	return ui
}

// End quits, and waits for the end of the program.
func (ui *screen) End() {
	ui.t.Helper()
	ui.Press("ctrl+c")
	select {
	case err := <-ui.done:
		if err != nil {
			ui.t.Fatal(err)
		}
	case <-time.After(patience):
		ui.t.Fatalf("the program still runs:\n%s", ui.Text())
	}
}

// colleague is a person with a store of their own.
func colleague(t *testing.T, person, path string, ids int) *workbench {
	t.Helper()
	b := &workbench{t: t, begun: time.Now(), ids: ids, path: path, live: true}
	b.Workspace = workspace.Workspace{
		Library:   questionnaire.NewLibrary(questionnaire.Source{Name: "test", Files: os.DirFS("testdata")}),
		Now:       func() time.Time { return testStart.Add(time.Since(b.begun)) },
		NewID:     b.newID,
		Zone:      time.UTC,
		Evaluator: person,
	}
	b.open()
	t.Cleanup(func() {
		if err := b.Store.Close(); err != nil {
			t.Error(err)
		}
	})
	if login := b.Store.Login(); login != "" && login != person {
		t.Fatalf("%s logged in as %s", person, login)
	}
	if err := b.Store.Remember(context.Background(), "card of the interview of "+person, "shown"); err != nil {
		t.Fatal(err)
	}
	return b
}

// sitDown opens the workbench in a terminal. It is told of changes, as in the program.
func (b *workbench) sitDown(t *testing.T) *screen {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	changes := make(chan struct{}, 1)
	var watching sync.WaitGroup
	watching.Go(func() {
		defer close(changes)
		b.Store.Watch(ctx, func() {
			select {
			case changes <- struct{}{}:
			default:
			}
		})
	})
	t.Cleanup(func() {
		stop()
		watching.Wait()
	})
	here := *b
	here.Changes = changes
	return here.start(t, 80, 24)
}

// onServer makes a database on a server in which both colleagues may work. It returns
// their addresses.
func onServer(t *testing.T, cluster *pgtest.Cluster) (ofLead, ofCISO string) {
	t.Helper()
	database := cluster.Database(t)
	made, err := store.Open(t.Context(), cluster.URL(pgtest.Owner, database), store.Options{Now: time.Now, Zone: time.UTC, NewID: (&workbench{ids: 900_000}).newID})
	if err != nil {
		t.Fatal(err)
	}
	if err := made.Close(); err != nil {
		t.Fatal(err)
	}
	for _, person := range []string{lead, ciso} {
		statements := fmt.Sprintf(`CREATE ROLE %q LOGIN; SET ROLE %s; SELECT grant_application('%s')`, person, pgtest.Owner, person)
		if _, err := cluster.Run(t.Context(), database, statements); err != nil {
			t.Fatal(err)
		}
	}
	return cluster.URL(lead, database), cluster.URL(ciso, database)
}

// What one person records reaches every open screen of another, and takes nothing away
// that is being typed.
func TestColleaguesReachEveryScreen(t *testing.T) {
	t.Run("file", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "assay.db")
		reachEveryScreen(t, path, path)
	})
	t.Run("server", func(t *testing.T) {
		ofLead, ofCISO := onServer(t, pgtest.Start(t))
		reachEveryScreen(t, ofLead, ofCISO)
	})
}

func reachEveryScreen(t *testing.T, ofLead, ofCISO string) {
	them, us := colleague(t, ciso, ofCISO, 500_000), colleague(t, lead, ofLead, 0)
	acme := us.filled()
	us.enters(lead, acme, graders(lead, ciso))

	const name, renamed = "Acme Health", "Zeta Works"
	screens := map[string]*screen{}
	for _, on := range []string{"list", "vendor", "board", "compare", "journal", "panel", "meeting", "typing"} {
		screens[on] = us.sitDown(t).Until("› vendors", name) // all of them, before one leaves the list: the next would open where it went
	}
	for _, on := range []string{"board", "compare"} {
		screens[on].Press("b").Until("› board", name)
	}
	screens["compare"].Press("c").Until("3 compared", "Acme")
	for _, on := range []string{"vendor", "journal", "panel"} {
		screens[on].Press("enter").Until("› " + name)
	}
	screens["journal"].Press("J").Until("› journal")
	screens["panel"].Press("P").Until("› panel", "closed, 0 of 2 in")
	for _, on := range []string{"meeting", "typing"} {
		screens[on].Press("i").Until("● saved").Press("g").Until("Go to")
	}
	screens["meeting"].Type("baa1").Press("enter").Until("› BAA-01", "· open")
	screens["typing"].Type("baa2").Press("enter").Until("› BAA-02").Press("N").Until("Note on BAA-02").Type("They would rat").Until("They would rat")

	vendor := us.snapshot(acme).Opened.Vendor.ID
	to := renamed
	if _, err := them.Store.EditVendor(t.Context(), vendor, ciso, store.VendorEdit{Name: &to}); err != nil {
		t.Fatal(err)
	}
	arrives(t, "list", screens["list"].Until, renamed)
	arrives(t, "vendor", screens["vendor"].Until, renamed)
	them.enters(ciso, acme, answer("BAA-01", assessment.Met, assessment.Claimed), noted("SCN-01", ciso, 2, "named nobody"))
	arrives(t, "meeting", screens["meeting"].Until, "[y met]")
	arrives(t, "journal", screens["journal"].Until, "BAA-01")
	arrives(t, "panel", screens["panel"].Until, "closed, 1 of 2 in")
	arrives(t, "board", screens["board"].Gone, "not started  ")
	arrives(t, "compare", screens["compare"].Gone, "not started")
	screens["typing"].Until("ciso@hospital.example recorded BAA-01", "They would rat")
	screens["typing"].Type("her not say").Until("They would rather not say").Press("ctrl+s").Gone("Note on").Until("● saved")
	if got := us.snapshot(acme).Answers["BAA-02"].Note; got != "They would rather not say" {
		t.Errorf("kept as %q", got)
	}
	for _, ui := range screens {
		ui.End()
	}
}

// arrives waits for a change on a screen, and says how long it took since the last step.
func arrives(t *testing.T, on string, shows func(texts ...string) *screen, text string) {
	t.Helper()
	begun := time.Now()
	shows(text)
	t.Logf("%s: %v later", on, time.Since(begun).Round(time.Millisecond))
}

// While the server is gone, the screens stay and say so, and answers wait. When it is back,
// all is saved in order and once, and the screens go on.
func TestAServerGoesAndComesBack(t *testing.T) {
	cluster := pgtest.Start(t)
	ofLead, ofCISO := onServer(t, cluster)
	us, them := colleague(t, lead, ofLead, 0), colleague(t, ciso, ofCISO, 500_000)
	acme := us.filled()
	ui, list, typing := us.sitDown(t).Until("Acme Health"), them.sitDown(t).Until("Acme Health"), them.sitDown(t).Until("Acme Health")
	typing.Press("i").Until("● saved").Press("N").Until("Note on").Type("Half a sen").Until("Half a sen")
	ui.Press("i").Until("● saved").Press("g").Until("Go to").Type("baa1").Press("enter").Until("› BAA-01")
	ui.Press("y").Until("[y met]", "● saved")

	if err := cluster.Kill(); err != nil {
		t.Fatal(err)
	}
	list.Press("j").Until("no database server since", "▸ Northstar Consulting") // a key takes an error away, but not this
	list.Press("enter").Until("cannot be reached").Press("esc").Until("› vendors").Press("j").Until("no database server since")
	ui.Press("n").Until("[n unmet]", "! 1 not saved", "not saved:")
	ui.Press("g").Until("Go to", "! 1 not saved").Type("baa3").Press("enter").Until("› BAA-03").Press("y").Until("! 2 not saved")
	ui.Press("ctrl+c").Until("Stay here").Press("esc").Gone("Stay here")
	typing.Type("tence").Until("Half a sentence")
	if err := cluster.Start(); err != nil {
		t.Fatal(err)
	}
	ui.Until("● saved").Gone("no database server")
	list.Until("can be reached again").Gone("no database server")
	typing.Gone("no database server").Until("Half a sentence").Press("ctrl+s").Gone("Note on").Until("● saved")

	events, err := us.Store.Events(t.Context(), acme)
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, e := range events {
		if c, is := e.Change.(assessment.Answered); is && strings.HasPrefix(c.Answer.Item, "BAA") {
			order = append(order, c.Answer.Item+" "+c.Answer.Value)
		}
	}
	if got, want := strings.Join(order, ", "), "BAA-01 met, BAA-01 unmet, BAA-03 present"; got != want {
		t.Errorf("recorded: %s, want %s", got, want)
	}
	for _, s := range []*screen{ui, list, typing} {
		s.End()
	}
}

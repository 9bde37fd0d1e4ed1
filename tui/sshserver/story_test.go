package sshserver_test

import (
	"errors"
	"os"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"assay/tui/sshserver"
)

// A person comes in with the key, answers, leaves, and the answer is in the record under
// their name.
func TestAPersonAnswersOverSSH(t *testing.T) {
	s := serve(t)
	dana := s.add("Dana Whitfield")
	id := s.assess("Harbor Staffing", dana.name)
	here := s.sit(dana, usual)
	here.see("Harbor Staffing")
	here.press("i")
	here.see("enter answer")
	here.press("\r")
	here.see("▸ answer")
	here.press("US, PH", "\r")
	here.see("live 1 of 18", "● saved")
	here.press("\x03")
	if code, last := here.leave(); code != 0 {
		t.Errorf("the session ended with %d:\n%s", code, last)
	}
	snapshot, err := s.store.Snapshot(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if answer := snapshot.Answers["countries"]; answer.Value != "PH, US" || answer.By != dana.name {
		t.Errorf("the answer %q of %q is recorded", answer.Value, answer.By)
	}
	s.until("came", `person="Dana Whitfield"`, dana.fingerprint(), "kind=workbench")
	s.until("went", `person="Dana Whitfield"`, `because="the person left"`)
	text, _ := s.log.read()
	for _, secret := range []string{"Harbor", "countries", "PH"} {
		if strings.Contains(text, secret) {
			t.Errorf("the log tells of %s", secret)
		}
	}
}

// Two people see within a moment what the other has recorded: one watcher of the record
// tells both.
func TestPeopleSeeTheAnswersOfOthers(t *testing.T) {
	s := serve(t)
	dana, kim := s.add("Dana Whitfield"), s.add("Kim Ruiz")
	s.assess("Harbor Staffing", dana.name)
	one, other := s.sit(dana, usual), s.sit(kim, usual)
	for _, here := range []*seat{one, other} {
		here.see("Harbor Staffing")
		here.press("i")
		here.see("enter answer")
	}
	one.press("\r")
	one.see("▸ answer")
	one.press("US", "\r")
	other.see("live 1 of 18", "Dana Whitfield recorded countries")
}

// note opens the note of the first item and types a text that is not saved yet.
func (s *seat) note(text string) {
	s.t.Helper()
	s.see("Harbor Staffing")
	s.press("i")
	s.see("enter answer")
	s.press("N")
	s.see("Note on countries")
	s.press(text)
	s.see(text)
}

// offers wants the workbench to open where the person was, and to offer the text.
func (s *seat) offers(text string) {
	s.t.Helper()
	s.see("Harbor Staffing › countries", "Typed and not saved: 1 text", text)
	s.press("\r")
	s.see("y copies it in")
	s.press("y")
	s.see("esc saves and closes", text)
}

// A connection that is cut in the middle of a note loses nothing: the person comes back to
// the same place, and the text is offered there.
func TestACutConnectionLosesNothing(t *testing.T) {
	s := serve(t)
	dana := s.add("Dana Whitfield")
	s.assess("Harbor Staffing", dana.name)
	here := s.sit(dana, usual)
	here.note("They back up in Manila")
	if err := here.client.Close(); err != nil {
		t.Fatal(err)
	}
	s.until("went", `because="the connection is lost"`)
	s.sit(dana, usual).offers("They back up in Manila")
}

// failing is a model that panics at one key.
type failing struct{ tea.Model }

func (f failing) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if key, is := msg.(tea.KeyPressMsg); is && key.String() == "ctrl+x" {
		panic("broken on purpose")
	}
	_, cmd := f.Model.Update(msg)
	return f, cmd
}

// When one workbench crashes, its person reads why and keeps the text, and the others go
// on.
func TestACrashHarmsNobodyElse(t *testing.T) {
	s := serve(t)
	dana, kim := s.add("Dana Whitfield"), s.add("Kim Ruiz")
	s.around[dana.name] = func(m tea.Model) tea.Model { return failing{m} }
	s.assess("Harbor Staffing", dana.name)
	one, other := s.sit(dana, usual), s.sit(kim, usual)
	other.see("Harbor Staffing")
	one.note("They back up in Manila")
	one.press("\x18")
	code, last := one.leave()
	if want := "the workbench failed; every answer is saved; the log is in crash.log. Connect again"; code != 1 || !strings.Contains(unwrapped(last), want) {
		t.Errorf("the crash ended with %d:\n%s", code, last)
	}
	if strings.Contains(last, os.TempDir()) || strings.Contains(one.written(), "goroutine") {
		t.Errorf("the screen shows the inside of the server:\n%s", last)
	}
	s.until("level=ERROR", "the workbench failed", `person="Dana Whitfield"`)
	other.press("i")
	other.see("enter answer")
	s.sit(dana, usual).offers("They back up in Manila")
}

// unwrapped joins the lines of a screen that a sentence was broken into.
func unwrapped(screen string) string {
	return strings.ReplaceAll(screen, "\n", "")
}

// Whoever is taken out of the record loses the session, and cannot come back.
func TestARemovedPersonLosesTheSession(t *testing.T) {
	s := serve(t)
	dana, kim := s.add("Dana Whitfield"), s.add("Kim Ruiz")
	one, other := s.sit(dana, usual), s.sit(kim, usual)
	one.see("No vendor yet")
	other.see("No vendor yet")
	open := s.client(dana)
	s.remove(dana)
	code, last := one.leave()
	if code != 1 || !strings.Contains(unwrapped(last), "you or your key is no longer in the record") {
		t.Errorf("the session ended with %d:\n%s", code, last)
	}
	s.assess("Harbor Staffing", kim.name)
	other.see("Harbor Staffing")
	if _, err := s.connect(dana); err == nil {
		t.Error("a removed person came in")
	}
	late := s.sitWith(open, usual)
	if code, last := late.leave(); code != 1 || !strings.Contains(unwrapped(last), "your key is no longer in the record") {
		t.Errorf("an old connection of a removed person opened a session, which ended with %d:\n%s", code, last)
	}
	s.until("went", `person="Dana Whitfield"`, `because="the person or key is no longer in the record"`)
}

// Nobody who went away from the keyboard leaves a session open, and nothing is lost.
func TestASessionWithoutAKeyPressedEnds(t *testing.T) {
	s := serve(t, func(c *sshserver.Configuration) { c.Limits.Idle = 2 * time.Second })
	dana := s.add("Dana Whitfield")
	s.assess("Harbor Staffing", dana.name)
	here := s.sit(dana, usual)
	here.note("They back up in Manila")
	code, last := here.leave()
	if want := "nobody has typed for 2 seconds, so the session has ended. Every answer is saved, and a text that you were typing is kept"; code != 1 || !strings.Contains(unwrapped(last), want) {
		t.Errorf("the session ended with %d:\n%s", code, last)
	}
	s.until("went", `because="nobody typed"`)
	s.sit(dana, usual).offers("They back up in Manila")
}

// A server that is stopped tells everybody, keeps what they were typing and ends soon.
func TestAServerThatStopsKeepsEverything(t *testing.T) {
	s := serve(t)
	dana, kim := s.add("Dana Whitfield"), s.add("Kim Ruiz")
	id := s.assess("Harbor Staffing", dana.name)
	one, other := s.sit(dana, usual), s.sit(kim, usual)
	one.note("They back up in Manila")
	other.see("Harbor Staffing")
	other.press("i")
	other.see("enter answer")
	other.press("\r")
	other.see("▸ answer")
	other.press("US", "\r") // it is perhaps not saved yet
	other.see("live 1 of 18")
	s.stop()
	for _, here := range []*seat{one, other} {
		code, last := here.leave()
		if code != 1 || !strings.Contains(unwrapped(last), "the server stops now. Every answer is saved, and a text that you were typing is kept. Connect again in a minute") {
			t.Errorf("the session ended with %d:\n%s", code, last)
		}
		if all := here.written(); !strings.Contains(all, "\x1b[?1049l") || strings.LastIndex(all, "\x1b[?25h") < strings.LastIndex(all, "\x1b[?25l") {
			t.Errorf("the terminal is left with %q", all[max(0, len(all)-300):])
		}
	}
	select {
	case err := <-s.ended:
		if err != nil {
			t.Errorf("the server ended with %v", err)
		}
	case <-time.After(patience):
		t.Fatal("the server still runs")
	}
	if _, err := s.connect(dana); err == nil {
		t.Error("a server that has stopped let somebody in")
	}
	snapshot, err := s.store.Snapshot(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if answer := snapshot.Answers["countries"]; answer.Value != "US" || answer.By != kim.name {
		t.Errorf("the answer %q of %q is recorded", answer.Value, answer.By)
	}
	if drafts, err := os.ReadDir(s.drafts); err != nil || len(drafts) == 0 {
		t.Errorf("no draft is kept: %v", err)
	}
}

// watching is a model that keeps the colors of its terminal.
type watching struct {
	tea.Model
	colors chan<- colorprofile.Profile
}

func (w watching) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if found, is := msg.(tea.ColorProfileMsg); is {
		w.colors <- found.Profile
	}
	_, cmd := w.Model.Update(msg)
	return w, cmd
}

// Each terminal gets the colors that it has, whatever terminal the server itself has.
func TestEachTerminalHasItsColors(t *testing.T) {
	t.Setenv("COLORTERM", "truecolor")
	t.Setenv("NO_COLOR", "")
	s := serve(t)
	dana := s.add("Dana Whitfield")
	found := make(chan colorprofile.Profile, 10)
	s.around[dana.name] = func(m tea.Model) tea.Model { return watching{m, found} }
	for _, c := range []struct {
		term    string
		environ map[string]string
		want    colorprofile.Profile
	}{
		{"xterm-256color", nil, colorprofile.ANSI256},
		{"xterm-256color", map[string]string{"COLORTERM": "truecolor", "LANG": "de_DE.UTF-8"}, colorprofile.TrueColor},
		{"xterm-ghostty", nil, colorprofile.TrueColor},
		{"vt100", nil, colorprofile.ANSI},
		{"xterm-256color", map[string]string{"NO_COLOR": "yes", "COLORTERM": "truecolor"}, colorprofile.ASCII},
	} {
		here := s.sit(dana, terminal{c.term, c.environ, 80, 24})
		here.see("No vendor yet")
		here.press("q")
		here.leave()
		if got := <-found; got != c.want {
			t.Errorf("%s with %v: the colors are %v, want %v", c.term, c.environ, got, c.want)
		}
		if colored := regexp.MustCompile(`\x1b\[[0-9;]*[349][0-7]m`).MatchString(here.written()); colored != (c.want > colorprofile.ASCII) {
			t.Errorf("%s with %v: colored is %v", c.term, c.environ, colored)
		}
	}
}

// A window that changes its size is drawn anew, also while it is too small, and a size that
// nobody has does no harm.
func TestAWindowChangesItsSize(t *testing.T) {
	s := serve(t)
	dana := s.add("Dana Whitfield")
	s.assess("Harbor Staffing", dana.name)
	here := s.sit(dana, usual)
	here.see("Harbor Staffing", "all keys")
	here.resize(40, 10)
	here.see("60")
	here.resize(120, 40)
	here.see("Harbor Staffing", "all keys")
	for range 50 {
		if err := here.session.WindowChange(1<<30, 1<<30); err != nil {
			t.Fatal(err)
		}
	}
	here.resize(80, 24)
	here.see("Harbor Staffing", "all keys")
	here.press("q")
	if code, last := here.leave(); code != 0 {
		t.Errorf("the session ended with %d:\n%s", code, last)
	}
}

func (s *seat) resize(width, height int) {
	s.t.Helper()
	s.mu.Lock()
	s.fresh(width, height)
	s.mu.Unlock()
	if err := s.session.WindowChange(height, width); err != nil {
		s.t.Fatal(err)
	}
}

// Wide letters, and letters that are put together from several keys, arrive as at home.
func TestWideLettersArrive(t *testing.T) {
	s := serve(t)
	dana := s.add("Dana Whitfield")
	s.assess("Harbor Staffing", dana.name)
	here := s.sit(dana, usual)
	const text = "マニラで控え é ß 한국어"
	here.note(text)
	here.press("\x1b")
	here.wait("close the note", func(shown string) bool {
		return !strings.Contains(shown, "Note on") && strings.Contains(shown, "● saved")
	})
	here.press("\x03")
	here.leave()
	if !strings.Contains(here.written(), "マニラ") {
		t.Error("the wide letters were not drawn")
	}
	again := s.sit(dana, usual)
	again.see(text)
}

// To suspend a session would stop the whole server: the key only draws the screen anew.
func TestASessionIsNotSuspended(t *testing.T) {
	s := serve(t)
	dana := s.add("Dana Whitfield")
	here := s.sit(dana, usual)
	here.see("No vendor yet")
	here.press("\x1a")
	here.press("n")
	here.see("New vendor")
}

// While the record cannot be read, nobody comes in, and whoever tries is told why.
func TestNobodyComesInWhileTheRecordCannotBeRead(t *testing.T) {
	s := serve(t)
	dana := s.add("Dana Whitfield")
	s.mu.Lock()
	s.broken = errors.New("the disk is gone")
	s.mu.Unlock()
	out, code := s.ssh(dana, "-tt")
	if code != 255 || !strings.Contains(out, "the record cannot be read now; try again in a moment") || strings.Contains(out, "disk") {
		t.Errorf("ssh ended with %d:\n%s", code, out)
	}
	s.until("level=ERROR", "the people of the record cannot be read", "the disk is gone")
}

// A session that has ended leaves nothing behind: no goroutine, and so no memory.
func TestAnEndedSessionLeavesNothingBehind(t *testing.T) {
	s := serve(t)
	dana := s.add("Dana Whitfield")
	s.assess("Harbor Staffing", dana.name)
	visit := func() {
		here := s.sit(dana, usual)
		here.see("Harbor Staffing")
		here.press("q")
		here.leave()
		_ = here.client.Close()
	}
	visit()
	before := runtime.NumGoroutine()
	const visits = 8
	for range visits {
		visit()
	}
	s.untilTimes(visits+1, "went")
	var after int
	for range 1000 { // timers of the workbench run out within a second
		if after = runtime.NumGoroutine(); after < before+visits {
			return
		}
		<-time.After(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines ran after one visit, %d after %d more", before, after, visits)
}

// A client that sends without an end does not fill the memory of the server.
func TestAFloodOfKeysEndsTheSession(t *testing.T) {
	s := serve(t)
	dana := s.add("Dana Whitfield")
	here := s.sit(dana, usual)
	here.see("No vendor yet")
	flood := []byte("\x1b[200~" + strings.Repeat("x", 1<<20))
	for range 64 {
		if _, err := here.keys.Write(flood); err != nil {
			break
		}
	}
	if code, last := here.leave(); code != 1 || !strings.Contains(unwrapped(last), "your terminal sent more than anybody types") {
		t.Errorf("the session ended with %d:\n%s", code, last)
	}
}

// Bytes that no terminal sends cost the server no more than their number, and the session goes
// on after them.
func TestBytesThatAreNoTextAreReadOnce(t *testing.T) {
	s := serve(t)
	dana := s.add("Dana Whitfield")
	s.assess("Harbor Staffing", dana.name)
	here := s.sit(dana, usual)
	here.note("They back up")
	here.press("\x1b[200~" + strings.Repeat("\xff\xfe", 1_750_000) + "\x1b[201~")
	here.press(" in Manila")
	here.see("in Manila")
}

// A long text that is pasted arrives whole, also where the server pauses.
func TestALongPasteArrivesWhole(t *testing.T) {
	s := serve(t)
	dana := s.add("Dana Whitfield")
	s.assess("Harbor Staffing", dana.name)
	here := s.sit(dana, usual)
	here.note("x")
	const letters = 100_000
	here.press("\x1b[200~" + strings.Repeat("漢", letters) + "\x1b[201~")
	here.press(" the end")
	here.see("the end", strconv.Itoa(letters+9)+" characters")
}

// A person who is removed while the record cannot be read loses the session as soon as it can.
func TestARemovedPersonLosesTheSessionLate(t *testing.T) {
	s := serve(t)
	dana := s.add("Dana Whitfield")
	here := s.sit(dana, usual)
	here.see("No vendor yet")
	tried := make(chan struct{}, 1)
	s.mu.Lock()
	s.broken, s.tried = errors.New("the disk is gone"), tried
	s.mu.Unlock()
	s.remove(dana)
	select {
	case <-tried:
	case <-time.After(patience):
		t.Fatal("the server does not look at the people")
	}
	s.mu.Lock()
	s.broken = nil
	s.mu.Unlock()
	if code, last := here.leave(); code != 1 || !strings.Contains(unwrapped(last), "you or your key is no longer in the record") {
		t.Errorf("the session ended with %d:\n%s", code, last)
	}
}

// A terminal that does not say how large it is gets the usual size, and not an empty screen.
func TestATerminalWithoutASizeIsDrawnOn(t *testing.T) {
	s := serve(t)
	here := s.sit(s.add("Dana Whitfield"), usual)
	here.see("No vendor yet")
	here.mu.Lock()
	here.fresh(80, 24)
	here.mu.Unlock()
	if err := here.session.WindowChange(0, 0); err != nil {
		t.Fatal(err)
	}
	here.see("No vendor yet")
}

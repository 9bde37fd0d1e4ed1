package tui_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/workspace"
	"assay/questionnaire"
	"assay/tui"
)

// The clock of all tests: a Sunday morning, from which the time of a bubble
// goes on.
var testStart = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// workbench is a bench on a real database.
type workbench struct {
	tui.Bench
	t     testing.TB
	begun time.Time
	ids   int
	path  string
	live  bool   // in real time: the story waits for what is on the screen
	hides string // a text that no frame may show
}

func newWorkbench(t testing.TB) *workbench {
	t.Helper()
	b := &workbench{t: t, begun: time.Now(), path: filepath.Join(t.TempDir(), "assay", "assay.db")}
	b.Workspace = workspace.Workspace{
		Library:   questionnaire.NewLibrary(questionnaire.Source{Name: "test", Files: os.DirFS("testdata")}),
		Now:       func() time.Time { return testStart.Add(time.Since(b.begun)) },
		NewID:     b.newID,
		Zone:      time.UTC,
		Evaluator: "lead@hospital.example",
	}
	b.copyEmpty()
	b.open()
	return b
}

// empty is a database as it is made, for every workbench to copy: making one
// takes longer than most stories.
var empty []byte

func (b *workbench) copyEmpty() {
	b.t.Helper()
	if empty == nil {
		b.open()
		for _, person := range []string{lead, ciso} { // who have seen the card of the interview
			if err := b.Store.Remember(context.Background(), "card of the interview of "+person, "shown"); err != nil {
				b.t.Fatal(err)
			}
		}
		if err := b.Store.Close(); err != nil {
			b.t.Fatal(err)
		}
		content, err := os.ReadFile(b.path)
		if err != nil {
			b.t.Fatal(err)
		}
		empty = content
		return
	}
	if err := os.MkdirAll(filepath.Dir(b.path), 0o700); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(b.path, empty, 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.newID() // the database's own
}

func (b *workbench) newID() string {
	b.ids++
	return fmt.Sprintf("0193a000-0000-7000-8000-%012d", b.ids)
}

// salts are the same in each run, so that the heads of journals are, too.
type salts struct {
	mu   sync.Mutex
	last uint64
}

func (s *salts) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	clear(p)
	binary.BigEndian.PutUint64(p[len(p)-8:], s.last)
	return len(p), nil
}

func (b *workbench) open() {
	b.t.Helper()
	s, err := store.Open(context.Background(), b.path, store.Options{Now: b.Now, Zone: b.Zone, NewID: b.NewID, Random: &salts{}})
	if err != nil {
		b.t.Fatal(err)
	}
	b.Store = s
}

func (b *workbench) questionnaire() *questionnaire.Questionnaire {
	b.t.Helper()
	q, err := b.Library.Get("staffing")
	if err != nil {
		b.t.Fatal(err)
	}
	return q
}

// vendor adds a vendor with an assessment for an RFP and some answers.
func (b *workbench) vendor(v assessment.Vendor, rfp *assessment.RFP, answers ...assessment.Change) string {
	b.t.Helper()
	ctx := context.Background()
	added, err := b.Store.AddNamesake(ctx, v, "lead@hospital.example")
	if err != nil {
		b.t.Fatal(err)
	}
	opened, err := b.Store.OpenAssessment(ctx, store.Opening{Vendor: added, RFP: rfp, Questionnaire: b.questionnaire(), Milestone: questionnaire.Award, By: b.Evaluator})
	if err != nil {
		b.t.Fatal(err)
	}
	var entries []assessment.Entry
	for _, change := range answers {
		by := b.Evaluator
		if graded, is := change.(assessment.Graded); is {
			by = graded.Scorer
		}
		entries = append(entries, assessment.Entry{ID: b.NewID(), At: b.Now().UnixMicro(), By: by, Change: change})
	}
	if len(entries) > 0 {
		if _, err := b.Store.Record(ctx, opened.Assessment, entries...); err != nil {
			b.t.Fatal(err)
		}
	}
	return opened.Assessment
}

// filled puts three vendors into the database: one hardly begun, one well
// shown, one with everything claimed. It returns the assessment of the first.
func (b *workbench) filled() string {
	b.t.Helper()
	rfp, err := b.Store.AddRFP(context.Background(), assessment.RFP{
		Title: "Epic build team 2027", Reference: "RFP-2026-114", Questionnaire: b.questionnaire().Hash(), Milestone: questionnaire.Award,
	}, b.questionnaire(), "lead@hospital.example")
	if err != nil {
		b.t.Fatal(err)
	}
	acme := b.vendor(assessment.Vendor{Name: "Acme Health Staffing", LegalName: "Acme Health Staffing LLC", Country: "US", Contact: "dana@acme.example"}, &rfp,
		fact("record_volume", "40000"), fact("privilege", "application"))
	today := assessment.DateOf(testStart, time.UTC)
	shown := func(kind string) assessment.Evidence {
		return assessment.Evidence{Kind: kind, Observed: "live, screen share", AsOf: today - 20}
	}
	signed := assessment.Evidence{Kind: "EV-01", Reference: "contract file 2026/114", AsOf: today - 40, ValidUntil: today + 300}
	b.vendor(assessment.Vendor{Name: "Northstar Consulting", LegalName: "Northstar Consulting Inc.", Country: "US"}, &rfp,
		fact("record_volume", "40000"), fact("privilege", "application"), fact("standing_access", "no"), fact("countries", "US"), fact("sow_start", "2027-01-11"), fact("tools", "laptop"),
		answer("GOV-01", assessment.Met, assessment.Documented, shown("EV-51")),
		answer("BAA-01", assessment.Met, assessment.Documented, signed),
		answer("BAA-02", "4", assessment.Documented, signed),
		answer("BAA-03", assessment.Present, assessment.Documented, signed),
		answer("TEC-01", "4", assessment.Verified, shown("EV-20")),
		answer("TEC-02", "3", assessment.Verified, shown("EV-30")),
		scenario("SCN-01", lead, 4), scenario("SCN-01", ciso, 4), scenario("SCN-02", lead, 3), scenario("SCN-02", ciso, 4))
	b.vendor(assessment.Vendor{Name: "Pacific IT Partners", LegalName: "Pacific IT Partners Corp.", Country: "PH"}, &rfp,
		fact("countries", "US, PH"),
		answer("GOV-01", assessment.Met, assessment.Claimed),
		answer("BAA-01", assessment.Unmet, assessment.Claimed),
		answer("BAA-02", "3", assessment.Claimed),
		answer("TEC-01", "2", assessment.Claimed),
		assessment.FlagRaised{Item: "BAA-01", Severity: questionnaire.Stop, Text: "Offers a confidentiality agreement instead"})
	return acme
}

func fact(id, value string) assessment.Change {
	return assessment.Answered{Answer: assessment.Answer{Item: id, Value: value}}
}

func answer(id, value string, assurance assessment.Assurance, evidence ...assessment.Evidence) assessment.Change {
	return assessment.Answered{Answer: assessment.Answer{Item: id, Value: value, Assurance: assurance, Evidence: evidence}}
}

// The two people who grade scenarios.
const lead, ciso = "lead@hospital.example", "ciso@hospital.example"

func scenario(id, scorer string, grade int) assessment.Change {
	return assessment.Graded{Item: id, Scorer: scorer, Grade: &grade, Elements: []string{"actor", "clock"}}
}

// screen is a terminal with a person in front of it.
type screen struct {
	t    *testing.T
	mu   sync.Mutex
	emu  *vt.Emulator
	in   *io.PipeWriter
	out  *io.PipeReader
	prog *tea.Program
	root tea.Model // what the program runs; to be looked at while nothing moves
	done chan error

	written bytes.Buffer // what the program wrote since a test emptied it

	live  bool          // in real time
	hides string        // a text that no frame may show
	drawn chan struct{} // that the program has drawn something, if nobody has heard it yet
}

// story runs a test in a bubble of its own time, and closes what it opened.
func story(t *testing.T, tell func(t *testing.T, b *workbench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		t.Cleanup(func() { time.Sleep(2 * time.Minute) }) // the timers of the program run out
		b := newWorkbench(t)
		t.Cleanup(func() {
			if err := b.Store.Close(); err != nil {
				t.Error(err)
			}
		})
		tell(t, b)
	})
}

// start opens the workbench in a terminal of w×h without colors.
func (b *workbench) start(t *testing.T, w, h int) *screen {
	t.Helper()
	return b.startIn(t, w, h, colorprofile.Ascii)
}

func (b *workbench) startIn(t *testing.T, w, h int, colors colorprofile.Profile) *screen {
	t.Helper()
	reader, writer := io.Pipe()
	ui := &screen{t: t, emu: vt.NewEmulator(w, h), in: writer, out: reader, root: tui.New(b.Bench), done: make(chan error, 1), live: b.live, hides: b.hides, drawn: make(chan struct{}, 1)}
	go func() { _, _ = io.Copy(io.Discard, ui.emu) }() // what the terminal answers
	ui.prog = tea.NewProgram(ui.root, tea.WithInput(reader), tea.WithOutput(ui), tea.WithWindowSize(w, h),
		tea.WithColorProfile(colors), tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithoutSignalHandler(), tea.WithFPS(10))
	go func() {
		_, err := ui.prog.Run()
		ui.done <- err
	}()
	t.Cleanup(ui.close)
	ui.settle()
	return ui
}

// Write takes what the program draws. It does not see a real terminal and so
// leaves it to the line discipline to return the carriage; here that is us.
func (ui *screen) Write(p []byte) (int, error) {
	ui.mu.Lock()
	defer ui.mu.Unlock()
	ui.written.Write(p)
	if _, err := ui.emu.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n"))); err != nil {
		return 0, err
	}
	if ui.hides != "" && strings.Contains(unframed.Replace(ui.emu.String()), ui.hides) {
		ui.t.Errorf("%q is on the screen:\n%s", ui.hides, ui.emu.String())
	}
	select {
	case ui.drawn <- struct{}{}:
	default:
	}
	return len(p), nil
}

// unframed takes away all between the parts of a word that is broken at the end of a line.
var unframed = strings.NewReplacer(" ", "", "\n", "", "\r", "", "│", "", "!", "")

// settle waits until nothing moves. It is no time: the clock is the bubble's. In real time
// it does not wait.
func (ui *screen) settle() {
	if ui.live {
		return
	}
	time.Sleep(500 * time.Millisecond)
	synctest.Wait()
}

var named = map[string]string{
	"enter": "\r", "esc": "\x1b", "tab": "\t", "space": " ", "backspace": "\x7f",
	"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "pgdown": "\x1b[6~", "home": "\x1b[H", "end": "\x1b[F",
	"pgup": "\x1b[5~", "ctrl+c": "\x03", "ctrl+s": "\x13", "ctrl+l": "\x0c", "ctrl+x": "\x18", "ctrl+u": "\x15", "shift+tab": "\x1b[Z",
}

// Press presses keys, one after the other.
func (ui *screen) Press(keys ...string) *screen {
	ui.t.Helper()
	for _, key := range keys {
		text, is := named[key]
		if !is {
			text = key
		}
		if _, err := io.WriteString(ui.in, text); err != nil {
			ui.t.Fatal(err)
		}
		ui.settle()
	}
	return ui
}

// Type types a text.
func (ui *screen) Type(text string) *screen {
	ui.t.Helper()
	for _, r := range text {
		if _, err := io.WriteString(ui.in, string(r)); err != nil {
			ui.t.Fatal(err)
		}
	}
	ui.settle()
	return ui
}

// At changes the size of the terminal.
func (ui *screen) At(w, h int) *screen {
	ui.resize(w, h)
	ui.settle()
	return ui
}

// resize changes the size of the terminal, and does not wait.
func (ui *screen) resize(w, h int) {
	ui.mu.Lock()
	if w > 0 && h > 0 {
		ui.emu.Resize(w, h)
	} else {
		ui.emu.Resize(80, 24)
	}
	ui.mu.Unlock()
	ui.prog.Send(tea.WindowSizeMsg{Width: w, Height: h})
}

// scramble writes over the screen, as a terminal does that moves its lines.
func (ui *screen) scramble() {
	ui.mu.Lock()
	defer ui.mu.Unlock()
	_, _ = ui.emu.WriteString("\x1b[5;1Hscrambled\x1b[12;30Hscrambled\x1b[24;1Hscrambled")
}

// Text is what stands on the screen.
func (ui *screen) Text() string {
	ui.mu.Lock()
	defer ui.mu.Unlock()
	lines := strings.Split(ui.emu.String(), "\n")
	for n := range lines {
		lines[n] = strings.TrimRight(lines[n], " \r")
	}
	return strings.Join(lines, "\n")
}

// See expects texts on the screen.
func (ui *screen) See(texts ...string) *screen {
	ui.t.Helper()
	for _, text := range texts {
		if !strings.Contains(ui.Text(), text) {
			ui.t.Fatalf("%q is not on the screen:\n%s", text, ui.Text())
		}
	}
	return ui
}

// Miss expects texts not to be on the screen.
func (ui *screen) Miss(texts ...string) *screen {
	ui.t.Helper()
	for _, text := range texts {
		if strings.Contains(ui.Text(), text) {
			ui.t.Fatalf("%q is on the screen:\n%s", text, ui.Text())
		}
	}
	return ui
}

// Ends expects the program to have ended by itself.
func (ui *screen) Ends() {
	ui.t.Helper()
	ui.settle()
	select {
	case err := <-ui.done:
		if err != nil {
			ui.t.Fatal(err)
		}
	default:
		ui.t.Fatalf("the program still runs:\n%s", ui.Text())
	}
}

// Leave quits from wherever we are.
func (ui *screen) Leave() {
	ui.t.Helper()
	if ui.Press("ctrl+c"); strings.Contains(ui.Text(), "End the session, and quit") {
		ui.Press("enter")
	}
	ui.Ends()
}

func (ui *screen) close() {
	ui.prog.Kill()
	_ = ui.in.Close()
	_ = ui.out.Close()
	if answers, is := ui.emu.InputPipe().(io.Closer); is { // Close of the emulator would race with who reads them
		_ = answers.Close()
	}
}

// wait lets seconds of the bubble pass.
func (ui *screen) wait(seconds int) *screen {
	time.Sleep(time.Duration(seconds) * time.Second)
	ui.settle()
	return ui
}

// lock holds the database for writing, as another program might, until it is
// called off.
func (b *workbench) lock() func() {
	b.t.Helper()
	other, err := sql.Open("sqlite", b.path+"?_txlock=immediate")
	if err != nil {
		b.t.Fatal(err)
	}
	tx, err := other.Begin()
	if err != nil {
		b.t.Fatal(err)
	}
	unlock := func() {
		_ = tx.Rollback()
		_ = other.Close()
	}
	b.t.Cleanup(unlock)
	return unlock
}

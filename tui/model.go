package tui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// The smallest usable window, and the size to assume if a terminal reports
// none.
const (
	leastWidth, leastHeight = 60, 16
	usualWidth, usualHeight = 80, 24
)

// screen fills the window. It draws exactly w×h, acts on its keys, and says
// why a key does nothing now.
type screen interface {
	where() keys.Where
	place() string          // under which it is remembered
	crumb() string          // its part of the path in the header
	status(m *Model) string // for the right end of the header; drawn
	// begin loads the data of the screen. It is called when the screen
	// opens and when it returns to the top.
	begin(m *Model) tea.Cmd
	receive(m *Model, msg tea.Msg) tea.Cmd
	why(m *Model, a keys.Action) string
	do(m *Model, a keys.Action, msg tea.KeyPressMsg) tea.Cmd
	// hint is a word for the bottom line while there is nothing else to say.
	hint(m *Model) string
	draw(m *Model, w, h int) []string
}

// capturer is a screen that at times takes keys before the table does.
type capturer interface {
	capture(m *Model, msg tea.KeyPressMsg) (taken bool, cmd tea.Cmd)
}

// Model is the root of the workbench.
type Model struct {
	bench    Bench
	theme    *draw.Theme
	w, h     int
	screens  []screen // the last is on top
	overlays []overlay
	toast    toast
	books    map[string]*book // by assessment id
	request  int              // number of the latest read
	quitting bool
	memory   memory
	now      time.Time // when the latest message came; the screens draw this time
}

type (
	toastOverMsg struct{ n int }
	tickMsg      struct{}
	placeMsg     struct{ place, item string }
	doneMsg      struct { // something was done outside; say so and look again
		say  string
		err  error
		made string // id of a new vendor, to select
	}
)

func newModel(b Bench) *Model {
	m := &Model{bench: b, theme: draw.NewTheme(true), w: usualWidth, h: usualHeight, books: map[string]*book{}, now: b.Now()}
	m.screens = []screen{&portfolio{}}
	return m
}

// Init implements tea.Model.
func (m *Model) Init() tea.Cmd {
	if m.bench.Evaluator == "" {
		m.askName(nil)
	}
	return tea.Batch(tea.RequestBackgroundColor, m.recallPlace(), m.top().begin(m), nextTick())
}

// nextTick keeps the clock, which shows minutes, right to a few seconds.
func nextTick() tea.Cmd {
	return tea.Tick(3*time.Second, func(time.Time) tea.Msg { return tickMsg{} })
}

func (m *Model) top() screen { return m.screens[len(m.screens)-1] }

// Update implements tea.Model.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.now = m.bench.Now()
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height
		if m.w <= 0 || m.h <= 0 {
			m.w, m.h = usualWidth, usualHeight
		}
		m.w, m.h = min(m.w, 1000), min(m.h, 500)
		return m, m.tell(msg)
	case tea.BackgroundColorMsg:
		m.theme = draw.NewTheme(msg.IsDark())
		return m, m.tell(msg)
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case tea.PasteMsg:
		if m.blind() {
			return m, nil
		}
	case tea.ResumeMsg:
		return m, tea.Batch(tea.ClearScreen, m.top().begin(m))
	case toastOverMsg:
		if msg.n == m.toast.n {
			m.toast.text = ""
		}
		return m, nil
	case tickMsg:
		m.passTime()
		return m, tea.Batch(nextTick(), m.watch())
	case watchedMsg:
		return m, m.receiveWatched(msg)
	case placeMsg:
		return m, m.restore(msg)
	case bookMsg:
		return m, m.receiveBook(msg)
	case savedMsg:
		return m, m.receiveSaved(msg)
	case rememberMsg, rememberedMsg:
		return m, m.memory.update(m, msg)
	case listedMsg:
		if msg.err != nil {
			return m, m.complain(msg.err)
		}
		return m, msg.then(m, msg.listed)
	case openedAssessmentMsg:
		if msg.err != nil {
			return m, m.complain(msg.err)
		}
		m.screens = m.screens[:1]
		return m, m.enter(&vendorPage{vendorID: msg.vendor, want: msg.id})
	case doneMsg:
		if p, is := m.top().(*portfolio); is && msg.made != "" {
			p.made = msg.made
		}
		cmd := m.top().begin(m)
		if msg.err != nil {
			return m, tea.Batch(cmd, m.complain(msg.err))
		}
		return m, tea.Batch(cmd, m.say(msg.say))
	}
	return m, tea.Batch(m.tell(msg), m.pass(msg))
}

// tell passes a message to the overlay on top.
func (m *Model) tell(msg tea.Msg) tea.Cmd {
	if n := len(m.overlays); n > 0 {
		return m.overlays[n-1].update(m, msg)
	}
	return nil
}

// pass passes a message to every screen, because the answer to a request of
// a lower screen may arrive late.
func (m *Model) pass(msg tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	for _, s := range m.screens {
		cmds = append(cmds, s.receive(m, msg))
	}
	return tea.Batch(cmds...)
}

// blind reports a window too small to draw in. Nothing is answered in the dark:
// only leaving, suspending and a larger window do anything then.
func (m *Model) blind() bool { return m.w < leastWidth || m.h < leastHeight }

func (m *Model) key(msg tea.KeyPressMsg) tea.Cmd {
	m.toast.text = ""
	switch keys.Of(msg, keys.Always) {
	case keys.Quit:
		return m.interrupt()
	case keys.Suspend:
		return tea.Suspend
	case keys.Redraw:
		if !m.blind() {
			return tea.ClearScreen
		}
	}
	if m.blind() {
		return nil
	}
	if len(m.overlays) > 0 {
		return m.tell(msg)
	}
	if s, is := m.top().(capturer); is {
		if taken, cmd := s.capture(m, msg); taken {
			return cmd
		}
	}
	why := ""
	for _, b := range keys.Pressed(msg, m.top().where()) {
		reason := m.why(b.Action)
		if reason == "" {
			return m.do(b.Action, msg)
		}
		if why == "" {
			why = reason
		}
	}
	if why != "" {
		return m.say(why)
	}
	return nil
}

// why says why an action does nothing now; it is empty when it does something.
func (m *Model) why(a keys.Action) string {
	switch a {
	case keys.Help, keys.Palette, keys.Redraw, keys.Suspend, keys.Quit, keys.Back, keys.Name:
		return ""
	}
	return m.top().why(m, a)
}

func (m *Model) do(a keys.Action, msg tea.KeyPressMsg) tea.Cmd {
	switch a {
	case keys.Help:
		m.open(newHelp(m))
		return nil
	case keys.Palette:
		return m.open(newPalette(m))
	case keys.Redraw:
		return tea.ClearScreen
	case keys.Suspend:
		return tea.Suspend
	case keys.Quit:
		return m.quit()
	case keys.Back:
		return m.back()
	case keys.Name:
		return m.askName(nil)
	}
	if m.bench.Evaluator == "" && recorded(a) {
		return m.askName(func(m *Model) tea.Cmd { return m.top().do(m, a, msg) })
	}
	return m.top().do(m, a, msg)
}

// recorded reports whether an action leads to an entry in a record, which has an
// author.
func recorded(a keys.Action) bool {
	switch a {
	case keys.Record, keys.Award, keys.NewAssessment, keys.NewRFP, keys.Session, keys.Decide, keys.MoveOn:
		return true
	}
	return slices.ContainsFunc(keys.Table(), func(b keys.Binding) bool {
		return b.Action == a && (b.Group == "Answer" || b.Group == "Show it" || b.Group == "Write down")
	})
}

// push opens a screen on top of the present one.
func (m *Model) push(s screen) tea.Cmd {
	m.screens = append(m.screens, s)
	return tea.Batch(s.begin(m), m.memory.set("place", s.place()))
}

// enter opens the interview of the assessment that a vendor page wants, on top of
// that page.
func (m *Model) enter(page *vendorPage) tea.Cmd {
	m.screens = append(m.screens, page)
	return tea.Batch(page.begin(m), m.push(&interview{id: page.want}))
}

func (m *Model) back() tea.Cmd {
	if len(m.screens) == 1 {
		return m.quit()
	}
	m.screens = m.screens[:len(m.screens)-1]
	return tea.Batch(m.top().begin(m), m.memory.set("place", m.top().place()))
}

// open puts an overlay on top.
func (m *Model) open(o overlay) tea.Cmd {
	m.overlays = append(m.overlays, o)
	return o.update(m, dialog.Opened{})
}

// shut takes the overlay on top away.
func (m *Model) shut() {
	if n := len(m.overlays); n > 0 {
		m.overlays = m.overlays[:n-1]
	}
}

// passTime takes account of midnight: on a new day the same answers may be
// judged differently.
func (m *Model) passTime() {
	for _, k := range m.books {
		if today := m.bench.Day(k.kept); k.day != today {
			k.day = today
			k.judge()
		}
	}
}

// next numbers a read, so that late answers to earlier ones can be told.
func (m *Model) next() int {
	m.request++
	return m.request
}

func (m *Model) receiveBook(msg bookMsg) tea.Cmd {
	if msg.err != nil {
		return tea.Batch(m.complain(msg.err), m.pass(msg))
	}
	today := m.bench.Day(msg.kept)
	if known := m.books[msg.id]; known == nil {
		m.books[msg.id] = newBook(msg, today, m.bench.Evaluator)
	} else if known.idle() && known.kept.Seq <= msg.kept.Seq {
		// Unsaved local entries are newer than this read; keep them.
		known.kept, known.journal, known.day = msg.kept, msg.journal, today
		known.catchUp()
	}
	return m.pass(msg)
}

func (m *Model) receiveSaved(msg savedMsg) tea.Cmd {
	k := m.books[msg.id]
	if msg.overtaken && msg.err == nil {
		return tea.Batch(m.overtaken(k, msg.kept, msg.journal), k.save(m.bench), m.pass(msg))
	}
	k.saved(msg)
	if msg.err != nil {
		m.complain(assessment.Errorf(assessment.Unwritten, "not saved: %w", msg.err).Because(notSaved))
		if m.quitting {
			m.quitting = false
			return m.open(newUnsaved(k))
		}
		return m.pass(msg)
	}
	cmd := tea.Batch(k.save(m.bench), m.pass(msg))
	if m.quitting {
		return tea.Batch(cmd, m.quitWhenSaved())
	}
	return cmd
}

// record makes entries out of changes and sends them on their way. The screen
// shows them at once.
func (m *Model) record(k *book, changes ...assessment.Change) tea.Cmd {
	if m.bench.Evaluator == "" {
		return m.askName(func(m *Model) tea.Cmd { return m.record(k, changes...) })
	}
	k.by = m.bench.Evaluator // the evaluator may have given a name only now
	before, was := len(k.waiting), k.now.State
	for _, change := range changes {
		entry := m.bench.Entry(change)
		if err := k.add(entry); err != nil {
			k.waiting = k.waiting[:before] // all of them or none
			k.catchUp()
			return m.complain(err)
		}
	}
	if s, is := m.top().(*interview); is {
		s.attend(m) // a session may have begun or ended
	}
	if len(k.waiting) > before {
		m.sayVoided(k, &was, k.waiting[len(k.waiting)-1].ID)
	}
	return k.save(m.bench)
}

// admits checks in advance whether the store would refuse a change, so that
// a dialog can say so while it is open.
func (m *Model) admits(k *book, change assessment.Change) error {
	_, err := k.now.Admit(m.bench.Entry(change))
	return err
}

// submit shuts a dialog and records its change. If the store would refuse the change,
// submit returns the reason, and the dialog stays open.
func (m *Model) submit(k *book, change assessment.Change) (tea.Cmd, error) {
	if err := m.admits(k, change); err != nil {
		return nil, err
	}
	m.shut()
	return m.record(k, change), nil
}

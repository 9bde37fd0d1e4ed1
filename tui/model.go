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

// typist is a screen into which a text is typed at times. The place of the cursor is
// that in the lines of the screen.
type typist interface{ cursor(w int) *tea.Cursor }

// Model is the root of the workbench.
type Model struct {
	bench     Bench
	theme     *draw.Theme
	w, h      int
	screens   []screen // the last is on top
	overlays  []overlay
	toast     toast
	books     map[string]*book // by assessment id
	sizes     int              // how many sizes the window has had
	quitting  bool
	writing   bool // a report
	memory    memory
	drafts    drafts
	aside     map[string]leftDraft // texts of dialogs that were left without saving, by what these ask for
	doing     keys.Action          // the latest action; it may have opened the dialog on the screen
	clashes   []*clash             // changes that wait for their author to choose
	returning *leftDraft           // a text that waits for its dialog
	early     early                // keys for a screen that has read nothing yet
	watching  watching
	roles     roles
	began     time.Time // this sitting
	now       time.Time // when the latest message came; the screens draw this time
}

// New is the workbench as a program's model.
func New(b Bench) *Model {
	m := &Model{bench: b, theme: draw.NewTheme(true), w: usualWidth, h: usualHeight, books: map[string]*book{}, aside: map[string]leftDraft{}, began: b.Now(), now: b.Now()}
	m.screens = []screen{&portfolio{}}
	b.Store.ReadBy(b.Evaluator)
	return m
}

// Init implements tea.Model.
func (m *Model) Init() tea.Cmd {
	if m.bench.Evaluator == "" {
		m.askName(nil)
	}
	return tea.Batch(tea.RequestBackgroundColor, m.recallPlace(), m.top().begin(m), nextTick(1), heed(m.bench.Changes), m.offerDrafts(false))
}

// How often the workbench looks for changes of others, so that each shows within a second,
// and after how many of these times it tries again to save. With notices of changes it looks
// when one comes, after a look that failed, and now and then.
const (
	lookEvery = 800 * time.Millisecond
	saveAfter = 4
	lookAfter = 6
)

// nextTick keeps the clock right, which shows minutes, and looks for changes of others.
func nextTick(n int) tea.Cmd {
	return tea.Tick(lookEvery, func(time.Time) tea.Msg {
		return taken(func(m *Model) tea.Cmd {
			m.passTime()
			cmds := []tea.Cmd{nextTick(n + 1)}
			if m.bench.Changes == nil || m.watching.unseen || n%lookAfter == 0 {
				cmds = append(cmds, m.watch())
			}
			if n%saveAfter == 0 {
				cmds = append(cmds, m.saveAgain())
			}
			return tea.Batch(cmds...)
		})
	})
}

func (m *Model) top() screen { return m.screens[len(m.screens)-1] }

// Update implements tea.Model.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.now = m.bench.Now()
	_, cmd := m.take(msg)
	return m, tea.Batch(cmd, m.pressHeld(), m.showClash())
}

func (m *Model) take(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height
		if m.w <= 0 || m.h <= 0 {
			m.w, m.h = usualWidth, usualHeight
		}
		m.w, m.h = min(m.w, 1000), min(m.h, 500)
		return m, tea.Batch(m.tell(msg), m.settle())
	case tea.BackgroundColorMsg:
		m.theme = draw.NewTheme(msg.IsDark())
		return m, m.tell(msg)
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case tea.MouseWheelMsg:
		return m, m.turnWheel(msg)
	case tea.MouseMsg:
		return m, nil
	case tea.PasteMsg:
		if m.blind() || m.hold(msg) {
			return m, nil
		}
		if p, is := m.top().(*portfolio); is && p.typing && len(m.overlays) == 0 {
			return m, p.narrow(m, msg)
		}
	case tea.ResumeMsg:
		return m, tea.Batch(tea.ClearScreen, m.top().begin(m))
	case taken:
		return m, msg(m)
	}
	return m, m.tell(msg)
}

// settle draws the whole screen anew once the window keeps its size. While it changes,
// the terminal moves lines that the program has just drawn for another size.
func (m *Model) settle() tea.Cmd {
	const after = 200 * time.Millisecond
	m.sizes++
	if m.sizes == 1 {
		return nil // the first one: nothing is drawn yet
	}
	n := m.sizes
	return tea.Tick(after, func(time.Time) tea.Msg {
		return taken(func(m *Model) tea.Cmd {
			if n != m.sizes {
				return nil
			}
			return tea.ClearScreen
		})
	})
}

// tell passes a message to the overlay on top.
func (m *Model) tell(msg tea.Msg) tea.Cmd {
	if n := len(m.overlays); n > 0 {
		return m.overlays[n-1].update(m, msg)
	}
	return nil
}

// blind reports a window too small to draw in. Nothing is answered in the dark:
// only leaving, suspending and a larger window do anything then.
func (m *Model) blind() bool { return m.w < leastWidth || m.h < leastHeight }

func (m *Model) key(msg tea.KeyPressMsg) tea.Cmd {
	refused := m.toast.refuses && m.toast.text != ""
	m.toast.text = ""
	switch keys.Of(msg, keys.Always) {
	case keys.Quit:
		return m.interrupt()
	case keys.Suspend:
		return m.suspend()
	case keys.Redraw:
		if !m.blind() {
			return tea.ClearScreen
		}
	}
	if m.blind() {
		return nil
	}
	if m.hold(msg) {
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
		switch {
		case reason == "" && b.Action == keys.Back && refused && m.top().where() == keys.OnInterview:
			return nil // it took the refusal away; whoever reads one has not meant to leave
		case reason == "":
			return m.do(b.Action, msg)
		}
		if why == "" {
			why = reason
		}
	}
	if why != "" {
		cmd := m.say(why)
		m.toast.refuses = true
		return cmd
	}
	return nil
}

// why says why an action does nothing now; it is empty when it does something.
func (m *Model) why(a keys.Action) string {
	if why := m.whyNotServed(a); why != "" {
		return why
	}
	switch a {
	case keys.Help, keys.Palette, keys.People, keys.Redraw, keys.Suspend, keys.Folder, keys.Quit, keys.Back, keys.Mouse, keys.ScrollDown, keys.ScrollUp:
		return ""
	case keys.Name:
		if m.bench.Store.Login() != "" {
			return "the login says who you are"
		}
		return ""
	case keys.Copy:
		return m.whyNotCopied()
	case keys.Drafts:
		if !m.bench.Drafts.On() {
			return "this database keeps no drafts"
		}
		return ""
	}
	if why := m.whyNotMine(a); why != "" {
		return why
	}
	if a == keys.TakeIn {
		return m.whyNotTakenIn()
	}
	return m.top().why(m, a)
}

func (m *Model) do(a keys.Action, msg tea.KeyPressMsg) tea.Cmd {
	m.doing = a
	switch a {
	case keys.Help:
		m.open(newHelp(m))
		return nil
	case keys.Palette:
		return m.open(newPalette(m))
	case keys.Redraw:
		return tea.ClearScreen
	case keys.Suspend:
		return m.suspend()
	case keys.Quit:
		return m.quit()
	case keys.Back:
		return m.back()
	case keys.Name:
		return m.askName(nil)
	case keys.Drafts:
		return m.offerDrafts(true)
	case keys.People:
		return m.push(&peoplePage{})
	case keys.Folder:
		return m.showFolder()
	case keys.TakeIn:
		return m.open(askSigned(m))
	case keys.Mouse:
		return m.turnMouse()
	case keys.ScrollDown, keys.ScrollUp:
		return m.scrollTop(a)
	case keys.Copy:
		return m.copyText()
	}
	if m.bench.Evaluator == "" && m.recorded(a) {
		return m.askName(func(m *Model) tea.Cmd { return m.top().do(m, a, msg) })
	}
	return m.top().do(m, a, msg)
}

// suspend goes back to the shell from which the workbench was started, if there is one.
func (m *Model) suspend() tea.Cmd {
	if why := m.whyNotServed(keys.Suspend); why != "" {
		return m.say(why)
	}
	return tea.Suspend
}

// aboutItem reports whether an action is about the record of an item.
func aboutItem(a keys.Action) bool {
	return slices.ContainsFunc(keys.Table(), func(b keys.Binding) bool {
		return b.Action == a && (b.Group == "Answer" || b.Group == "Show it" || b.Group == "Write down")
	})
}

// push opens a screen on top of the present one.
func (m *Model) push(s screen) tea.Cmd {
	m.screens = append(m.screens, s)
	return tea.Batch(s.begin(m), m.keep("place", s.place()))
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
	var said tea.Cmd
	if s, is := m.top().(*interview); is {
		if k := m.books[s.id]; k != nil && k.runs() {
			said = m.say(runningWords(m, k) + "; it goes on")
		}
	}
	m.screens = m.screens[:len(m.screens)-1]
	return tea.Batch(said, m.top().begin(m), m.keep("place", m.top().place()))
}

// open puts an overlay on top, unless it is open there already: a key that is pressed
// twice before its dialog appears makes one request.
func (m *Model) open(o overlay) tea.Cmd {
	if n := len(m.overlays); n > 0 && sameRequest(m.overlays[n-1], o) {
		return nil
	}
	var back tea.Cmd
	if a, is := o.(*asked); is {
		a.doing = m.doing
		back = m.begin(a)
	}
	m.overlays = append(m.overlays, o)
	return tea.Batch(back, o.update(m, dialog.Opened{}))
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
		if today := assessment.DateOf(m.now, k.zone()); k.day != today {
			k.day = today
			k.judge()
		}
	}
}

// remove takes away a dialog that was entered, wherever it is.
func (m *Model) remove(at int) tea.Cmd {
	if at < 0 {
		return nil
	}
	o, _ := m.overlays[at].(*asked)
	m.overlays = slices.Delete(m.overlays, at, at+1)
	if o == nil || o.draft == nil {
		return nil
	}
	if k := o.draft.book; k != nil {
		o.draft.taken = true
		k.drafts = append(k.drafts, o.draft)
		return nil
	}
	return m.dropDraft(o.draft)
}

func (m *Model) receiveBook(id string, got stored, err error) tea.Cmd {
	if err != nil {
		return m.complain(err)
	}
	news := m.learnPeople(got.kept.People)
	got.kept.People = m.roles.people // a later read may have come first
	today := m.bench.Day(got.kept)
	if known := m.books[id]; known == nil {
		k := &book{id: id, kept: got.kept, journal: got.journal, day: today, by: m.bench.Evaluator}
		k.catchUp()
		m.books[id] = k
	} else if known.idle() && known.kept.Seq <= got.kept.Seq {
		// Unsaved local entries are newer than this read; keep them.
		known.kept, known.journal, known.day = got.kept, got.journal, today
		known.catchUp()
	}
	return news
}

// refresh reads the top screen again after an assessment has changed, if it shows
// more of it than the book.
func (m *Model) refresh(k *book) tea.Cmd {
	switch m.top().(type) {
	case *board:
		return m.top().begin(m)
	case *vendorPage, *journal, *evidencePage, *panelPage, *replyPage:
		if m.onScreen() == k {
			return m.top().begin(m)
		}
	}
	return nil
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
	for _, change := range changes {
		k.stepped(change)
	}
	if len(k.waiting) > before {
		m.sayVoided(k, &was, k.waiting[len(k.waiting)-1].ID)
	}
	return k.save(m)
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

package tui

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"assay/tui/draw"
)

// choice is one line of a picker.
type choice struct {
	mark    string // one or two columns at the left
	markInk draw.Ink
	branch  string // of a tree, before the text
	text    string
	aside   string // at the right
	dead    string // why it cannot be chosen
	words   string // what a search looks at besides text and aside
	pick    func(m *Model) tea.Cmd
}

// picker lets one of several be chosen: with the arrows, by typing (where it
// searches), or by its number (where it does not).
type picker struct {
	title    string
	search   *textinput.Model // nil: numbers choose
	choices  []choice
	match    func(query string, c choice) bool
	at       int
	low      bool
	wide     bool // its lines are long: it takes more of a wide window
	stays    bool // it stays open under what a choice opens
	empty    string
	below    func(at int) string // what is said of the chosen one, under the lines
	extra    []string            // further keys for the last line
	extraKey func(m *Model, key string, at int) (tea.Cmd, bool)
}

func (p *picker) shown() []choice {
	if p.search == nil || strings.TrimSpace(p.search.Value()) == "" {
		return p.choices
	}
	query := strings.ToLower(strings.TrimSpace(p.search.Value()))
	match := p.match
	if match == nil {
		match = containsAll
	}
	var found []choice
	for _, c := range p.choices {
		if match(query, c) {
			found = append(found, c)
		}
	}
	return found
}

// containsAll matches a choice that holds every word of the query.
func containsAll(query string, c choice) bool {
	text := strings.ToLower(c.text + " " + c.aside + " " + c.words)
	for word := range strings.FieldsSeq(query) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

func (p *picker) update(m *Model, msg tea.Msg) tea.Cmd {
	if _, opened := msg.(openedMsg); opened {
		if p.search != nil {
			return p.search.Focus()
		}
		return nil
	}
	shown := p.shown()
	if p.search != nil {
		p.search.SetWidth(p.width(m.w) - 3)
	}
	if press, is := msg.(tea.KeyPressMsg); is {
		switch name := press.String(); {
		case name == "esc", p.search == nil && name == "q":
			m.shut()
			return nil
		case name == "down", name == "tab", name == "ctrl+n", p.search == nil && name == "j":
			p.at = min(p.at+1, max(len(shown)-1, 0))
			return nil
		case name == "up", name == "shift+tab", name == "ctrl+p", p.search == nil && name == "k":
			p.at = max(p.at-1, 0)
			return nil
		case name == "pgdown":
			p.at = min(p.at+8, max(len(shown)-1, 0))
			return nil
		case name == "pgup":
			p.at = max(p.at-8, 0)
			return nil
		case name == "enter":
			return p.choose(m, p.at)
		case p.search == nil && len(name) == 1 && name >= "1" && name <= "9":
			return p.choose(m, int(name[0]-'1'))
		case p.extraKey != nil:
			if cmd, taken := p.extraKey(m, name, p.at); taken {
				return cmd
			}
		}
	}
	if p.search == nil {
		return nil
	}
	before := p.search.Value()
	var cmd tea.Cmd
	*p.search, cmd = p.search.Update(msg)
	if p.search.Value() != before {
		p.at = 0
	}
	return cmd
}

func (p *picker) choose(m *Model, at int) tea.Cmd {
	shown := p.shown()
	if at >= len(shown) {
		return nil
	}
	if c := shown[at]; c.dead == "" {
		if !p.stays {
			m.shut()
		}
		return c.pick(m)
	}
	return m.say(shown[at].dead)
}

// pickerWidth is the width inside a picker, in a window of w columns.
func pickerWidth(w int) int { return min(w-4, 76) }

func (p *picker) width(w int) int {
	if p.wide {
		return min(w-4, 120)
	}
	return pickerWidth(w)
}

func (p *picker) box(m *Model, _, h int) box {
	t, w := m.theme, p.width(m.w)
	shown := p.shown()
	room := max(h-4-p.linesBelow(), 3)
	out := draw.NewBlock(t, w)
	b := box{low: p.low}
	if p.search != nil {
		out.Add(out.Line().Put(t.Accent, "❯ ").Raw(p.search.View(), draw.Width(p.search.View())))
		if c := p.search.Cursor(); c != nil {
			b.cursor = tea.NewCursor(c.X+4, 1)
		}
		room--
	}
	first := max(0, min(p.at-room/2, len(shown)-room))
	for n := first; n < min(first+room, len(shown)); n++ {
		out.Lines = append(out.Lines, p.line(t, w, n, shown[n]))
	}
	if len(shown) == 0 {
		empty := p.empty
		if empty == "" {
			empty = "nothing matches"
		}
		out.Add(out.Line().Put(t.Dim, empty))
	}
	if p.below != nil {
		said := draw.NewBlock(t, w)
		said.Paragraph(t.Plain, "", t.Dim, p.below(p.at))
		out.Lines = append(out.Lines, said.Exact(p.linesBelow())...)
	}
	keys := []string{"enter", "choose", "↑↓", "move", "esc", "back"}
	if len(p.choices) == 0 {
		keys = keys[4:]
	}
	out.Lines = append(out.Lines, keysLine(t, w, append(p.extra, keys...)...))
	b.lines = draw.Card(t, p.title, out.Lines, w)
	return b
}

// linesBelow is how many lines are kept for what is said of the chosen one.
func (p *picker) linesBelow() int {
	if p.below == nil {
		return 0
	}
	return 2
}

func (p *picker) line(t *draw.Theme, w, n int, c choice) string {
	r := draw.NewLine(w)
	text := t.Plain
	switch {
	case n == p.at:
		r.Put(t.Title, "▸ ")
		text = t.Strong
	default:
		r.Gap(2)
	}
	if c.dead != "" {
		text = t.Dim
	}
	switch {
	case p.search == nil && n < 9:
		r.Put(t.Key, string(rune('1'+n))+" ")
	case p.search == nil:
		r.Gap(2)
	}
	if c.mark != "" {
		r.Put(c.markInk, c.mark).Gap(1)
	}
	r.Put(t.Dim, c.branch)
	aside := c.aside
	if c.dead != "" {
		aside = c.dead
	}
	aside = draw.Harmless(aside)
	if n := draw.Width(aside); n > 0 {
		n = min(n, max(r.Left()/2, 8))
		r.Cell(text, c.text, r.Left()-n-1).Gap(1).Say(t.Dim, aside)
		return r.String()
	}
	return r.Say(text, c.text).String()
}

// find fills the search of a new picker.
func searching(p *picker) *picker {
	in := newInput("")
	p.search = &in
	return p
}

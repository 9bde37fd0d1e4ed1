package dialog

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"assay/assessment/english"
	"assay/tui/draw"
	"assay/tui/keys"
)

// Choice is one line of a picker. Value is for its caller.
type Choice[T any] struct {
	Mark    string // one or two columns at the left
	MarkInk draw.Ink
	Branch  string // of a tree, before the text
	Text    string
	Aside   string // at the right
	Dead    string // why it cannot be chosen
	Words   string // a search looks at them too, besides text and aside
	Value   T

	Ticked bool // in a picker of several
}

// Picker lets one of several be chosen: with the arrows, by typing (when it
// searches), or by its number (when it does not).
type Picker[T any] struct {
	Title   string
	Choices []Choice[T]
	At      int
	Low     bool
	Wide    bool // its lines are long: it takes more of a wide window
	Several bool // choices are ticked, and enter takes all that are
	Empty   string
	Below   func(at int) string // a text under the lines, about the chosen one
	Own     keys.Where          // the context of the caller's own keys, for the last line

	// Match makes the picker search: it shows the choices that match the typed
	// text. Without it, numbers choose.
	Match func(query string, c Choice[T]) bool

	search Input
	picked int
}

// Chosen is the choice with which the picker was entered.
func (d *Picker[T]) Chosen() Choice[T] { return d.shown()[d.picked] }

// Ticked lists the ticked choices of a picker of several.
func (d *Picker[T]) Ticked() []T {
	var all []T
	for _, c := range d.Choices {
		if c.Ticked {
			all = append(all, c.Value)
		}
	}
	return all
}

func (d *Picker[T]) shown() []Choice[T] {
	query := strings.ToLower(strings.TrimSpace(d.search.Value()))
	if query == "" {
		return d.Choices
	}
	var found []Choice[T]
	for _, c := range d.Choices {
		if d.Match(query, c) {
			found = append(found, c)
		}
	}
	return found
}

// HasWords matches a choice that holds every word of the query.
func HasWords[T any](query string, c Choice[T]) bool {
	for word := range strings.FieldsSeq(query) {
		if !holds(c.Text, word) && !holds(c.Aside, word) && !holds(c.Words, word) {
			return false
		}
	}
	return true
}

// holds reports whether a text has a word, which is in small letters. It copies no
// text: a search asks it about each item after every key.
func holds(text, word string) bool {
	for n := range len(text) {
		if text[n] >= utf8.RuneSelf {
			return strings.Contains(strings.ToLower(text), word)
		}
	}
	for n := 0; n+len(word) <= len(text); n++ {
		if c := text[n]; (c == word[0] || c|0x20 == word[0]) && strings.EqualFold(text[n:n+len(word)], word) {
			return true
		}
	}
	return false
}

// Refuse implements Dialog. A choice that cannot be taken is dead, so that a
// picker is never refused.
func (d *Picker[T]) Refuse(error) tea.Cmd { return nil }

// Heading implements Dialog.
func (d *Picker[T]) Heading() string { return d.Title }

// Update implements Dialog.
func (d *Picker[T]) Update(in Window, msg tea.Msg) (Outcome, tea.Cmd) {
	if _, opened := msg.(Opened); opened {
		d.search = NewInput("")
		return Open, nil
	}
	if outcome := d.press(msg); outcome != Unused || d.Match == nil {
		return outcome, nil
	}
	before := d.search.Value()
	d.search.Type(msg)
	if d.search.Value() != before {
		d.At = 0
	}
	return Open, nil
}

// where is the context of its keys.
func (d *Picker[T]) where() keys.Where {
	where := keys.InPicker
	if d.Match == nil {
		where |= keys.InNumbers
	}
	if d.Several {
		where |= keys.InSeveral
	}
	return where
}

func (d *Picker[T]) press(msg tea.Msg) Outcome {
	const page = 8
	switch a := keys.Of(msg, d.where()); {
	case a == "", d.search.Holds(a, msg):
		return Unused
	case a == keys.Leave:
		return Left
	case a == keys.Choose:
		if d.Several {
			return Entered
		}
		return d.choose(d.At)
	case a == keys.Toggle:
		return d.choose(d.At)
	case a == keys.Number:
		return d.choose(keys.Digit(msg.(tea.KeyPressMsg)) - 1)
	default:
		d.At, _ = keys.Step(a, d.At, page, len(d.shown()))
	}
	return Open
}

// choose enters the picker with one of the choices, or ticks it.
func (d *Picker[T]) choose(at int) Outcome {
	switch {
	case at >= len(d.shown()):
		return Open
	case d.Several:
		d.Choices[at].Ticked = !d.Choices[at].Ticked
		return Open
	}
	d.picked = at
	return Entered
}

func (d *Picker[T]) width(in Window) int {
	if d.Wide {
		return min(in.Width-4, 120)
	}
	return min(in.Width-4, 76)
}

// Draw implements Dialog.
func (d *Picker[T]) Draw(in Window) Box {
	t, w := in.Theme, d.width(in)
	shown := d.shown()
	below := d.linesBelow(w)
	room := max(in.Height-8-below, 3)
	out := draw.NewBlock(t, w)
	b := Box{Low: d.Low}
	if d.Match != nil {
		r := out.Line().Put(t.Accent, "❯ ")
		query, cursor := d.search.Line(r.Left())
		out.Add(r.Put(t.Plain, query))
		b.Cursor = tea.NewCursor(cursor+4, 1)
		room--
	}
	first := max(0, min(d.At-room/2, len(shown)-room))
	for n := first; n < min(first+room, len(shown)); n++ {
		out.Lines = append(out.Lines, d.line(t, w, n, shown[n]))
	}
	if len(shown) == 0 {
		out.Paragraph(t.Dim, "", t.Dim, cmp.Or(d.Empty, "nothing matches"))
	}
	if below > 0 {
		said := draw.NewBlock(t, w)
		if len(shown) > 0 {
			said.Paragraph(t.Plain, "", t.Dim, d.about(shown[d.At], w))
		}
		out.Lines = append(out.Lines, said.Exact(below)...)
	}
	list := keys.Footer(d.where() | d.Own)
	if len(d.Choices) == 0 {
		list = slices.DeleteFunc(list, func(b keys.Binding) bool { return b.Action != keys.Leave })
	}
	out.Lines = append(out.Lines, Footer(t, w, list))
	b.Lines = draw.Card(t, d.Title, out.Lines, w)
	return b
}

// linesBelow is how many lines are kept for the text about the chosen one.
func (d *Picker[T]) linesBelow(w int) int {
	if d.Below == nil && !slices.ContainsFunc(d.Choices, func(c Choice[T]) bool { return d.cuts(w, c) }) {
		return 0
	}
	return 2
}

// about is the text under the lines: that of the caller, or else the whole text of
// the chosen line if the line cuts it.
func (d *Picker[T]) about(c Choice[T], w int) string {
	switch {
	case d.Below != nil:
		return d.Below(d.At)
	case d.cuts(w, c):
		return english.Join(", ", c.Text, cmp.Or(c.Dead, c.Aside))
	}
	return ""
}

// cuts reports whether a line of w columns is too short for the text of a choice.
func (d *Picker[T]) cuts(w int, c Choice[T]) bool {
	const marks = 2
	room := w - marks - draw.Width(c.Branch)
	if d.Match == nil {
		room -= marks
	}
	if d.Several {
		room -= marks
	} else if c.Mark != "" {
		room -= draw.Width(c.Mark) + 1
	}
	aside := draw.Width(draw.Harmless(cmp.Or(c.Dead, c.Aside)))
	if aside > asideWidth(c, room) {
		return true
	}
	if aside > 0 {
		room -= aside + 1
	}
	return draw.Width(draw.Harmless(c.Text)) > room
}

// asideWidth is the width of what is at the right of a line, of which room columns
// are left.
func asideWidth[T any](c Choice[T], room int) int {
	return min(draw.Width(draw.Harmless(cmp.Or(c.Dead, c.Aside))), max(room/2, 8))
}

func (d *Picker[T]) line(t *draw.Theme, w, n int, c Choice[T]) string {
	l, text := t.Line(w).Mark(t, n == d.At), t.Plain
	if n == d.At {
		text = t.Strong
	}
	if c.Dead != "" {
		text = t.Dim
	}
	switch {
	case d.Match == nil && n < 9:
		l.Put(t.Key, string(rune('1'+n))+" ")
	case d.Match == nil:
		l.Gap(2)
	}
	switch {
	case c.Ticked:
		l.Put(c.MarkInk, "☑ ")
	case d.Several:
		l.Put(c.MarkInk, "☐ ")
	case c.Mark != "":
		l.Put(c.MarkInk, c.Mark).Gap(1)
	}
	l.Put(t.Dim, c.Branch)
	if n := asideWidth(c, l.Left()); n > 0 {
		l.Cell(text, c.Text, l.Left()-n-1).Gap(1).Say(t.Dim, cmp.Or(c.Dead, c.Aside))
		return l.String()
	}
	return l.Say(text, c.Text).String()
}

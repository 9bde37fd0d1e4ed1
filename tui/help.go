package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/questionnaire"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// The pages of the help. It opens with the keys of the place. The help texts of the
// item, the glossary and the questionnaire follow.
const (
	itemPage  = "This item"
	termsPage = "Glossary"
	aboutPage = "About"
	keysPage  = "Keys"
)

// help is the dialog with the help texts of the item, the glossary of the
// questionnaire, and the keys of the screen.
type help struct {
	where keys.Where
	has   func(a keys.Action) bool
	pages []string
	page  string
	from  int // first line shown

	asking   *questionnaire.Questionnaire // for the page About
	item     string                       // id
	terms    []*questionnaire.Term        // of the item
	glossary []*questionnaire.Term
	search   dialog.Input
	at       int // index of the selected term among the found ones

	drawn struct { // the page of keys, which is long and always the same
		theme *draw.Theme
		w     int
		lines []string
	}
}

// newHelp returns the help for the top screen.
func newHelp(m *Model) *help {
	p := &help{where: m.top().where(), has: m.has, pages: []string{keysPage}, page: keysPage, search: dialog.NewInput("")}
	s, is := m.top().(*interview)
	if !is {
		return p
	}
	at, found := s.spot(m)
	if !found {
		return p
	}
	q := at.k.now.Questionnaire
	for n := range q.Glossary {
		p.glossary = append(p.glossary, &q.Glossary[n])
	}
	for _, id := range at.item.Help {
		if term := q.Term(id); term != nil {
			p.terms = append(p.terms, term)
		}
	}
	if len(p.terms) > 0 {
		p.item, p.pages = at.item.ID, append(p.pages, itemPage)
	}
	if len(p.glossary) > 0 {
		p.pages = append(p.pages, termsPage)
	}
	if q.About != "" {
		p.asking, p.pages = q, append(p.pages, aboutPage)
	}
	return p
}

func (p *help) update(m *Model, msg tea.Msg) tea.Cmd {
	switch a := keys.Of(msg, p.context()); {
	case a == keys.Leave:
		m.shut()
	case a == keys.NextPage:
		p.turn(1)
		return nil
	case a == keys.LastPage:
		p.turn(-1)
		return nil
	case p.page == termsPage:
		p.look(m, msg)
	case a == keys.Glossary && len(p.glossary) > 0:
		p.page, p.from = termsPage, 0
		return nil
	case a == keys.Number && p.page == itemPage:
		if n := keys.Digit(msg.(tea.KeyPressMsg)) - 1; n < len(p.terms) {
			_, starts := p.itemLines(m.theme, helpWidth(m.w))
			p.from = starts[n]
		}
	default:
		p.from, _ = keys.Step(a, p.from, 10, len(p.body(m.theme, helpWidth(m.w))))
	}
	room := helpHeight(m.h) - len(p.over(m.theme, helpWidth(m.w), m.h))
	p.from = max(0, min(p.from, len(p.body(m.theme, helpWidth(m.w)))-room))
	return nil
}

// context returns the context of the keys on the page.
func (p *help) context() keys.Where {
	if p.page == termsPage {
		return keys.InGlossary
	}
	return keys.InHelp
}

// turn goes forward or back by this number of pages.
func (p *help) turn(by int) {
	all := len(p.pages)
	p.page, p.from = p.pages[(slices.Index(p.pages, p.page)+by+all)%all], 0
}

// look handles a message on the glossary page.
func (p *help) look(m *Model, msg tea.Msg) {
	switch a := keys.Of(msg, keys.InGlossary); {
	case a == keys.Down, a == keys.Up, (a == keys.Top || a == keys.Bottom) && !p.search.Holds(a, msg):
		p.at, _ = keys.Step(a, p.at, 0, len(p.found()))
		p.from = 0
	case a == keys.PageDown, a == keys.PageUp:
		p.from, _ = keys.Step(a, p.from, 5, len(p.body(m.theme, helpWidth(m.w))))
	default:
		before := p.search.Value()
		p.search.Type(msg)
		if p.search.Value() != before {
			p.at, p.from = 0, 0
		}
	}
}

// found lists the terms that match the search. Terms whose name matches come
// first.
func (p *help) found() []*questionnaire.Term {
	query := strings.ToLower(strings.TrimSpace(p.search.Value()))
	if query == "" {
		return p.glossary
	}
	var named, others []*questionnaire.Term
	for _, term := range p.glossary {
		switch {
		case dialog.HasWords(query, choice{Text: term.Term, Words: term.ID}):
			named = append(named, term)
		case dialog.HasWords(query, choice{Text: term.Term, Words: term.Text}):
			others = append(others, term)
		}
	}
	return append(named, others...)
}

func helpWidth(w int) int  { return min(w-4, 88) }
func helpHeight(h int) int { return h - 6 }

// over draws the lines above the text, which do not scroll.
func (p *help) over(t *draw.Theme, w, h int) []string {
	out := draw.NewBlock(t, w)
	if len(p.pages) > 1 {
		tabs := out.Line()
		for _, page := range p.pages {
			name := page
			if page == itemPage {
				name += " " + p.item
			}
			if page == p.page {
				tabs.Put(t.Chip, "["+name+"]").Gap(1)
			} else {
				tabs.Put(t.Dim, " "+name+" ").Gap(1)
			}
		}
		out.Add(tabs)
		out.Rule()
	}
	if p.page != termsPage {
		return out.Lines
	}
	r := out.Line().Put(t.Accent, "❯ ")
	query, _ := p.search.Line(r.Left())
	out.Add(r.Put(t.Plain, query))
	most := listed(h)
	found := p.found()
	first := max(0, min(p.at-most/2, len(found)-most))
	for n := first; n < first+most; n++ {
		switch {
		case n >= len(found) && n == 0:
			out.Add(out.Line().Put(t.Dim, "  no help text has these words"))
		case n >= len(found):
			out.Blank()
		case n == p.at:
			out.Add(out.Line().Put(t.Title, "▸ ").Say(t.Strong, found[n].Term).End(t.Dim.On(fmt.Sprintf("%d of %d", n+1, len(found)))))
		default:
			out.Add(out.Line().Gap(2).Say(t.Plain, found[n].Term))
		}
	}
	out.Rule()
	return out.Lines
}

// listed returns the number of terms that the list shows in a window of h lines.
func listed(h int) int { return max(3, min(h/5, 10)) }

// body returns the text of the page.
func (p *help) body(t *draw.Theme, w int) []string {
	switch p.page {
	case itemPage:
		lines, _ := p.itemLines(t, w)
		return lines
	case aboutPage:
		return p.aboutLines(t, w)
	case termsPage:
		out := draw.NewBlock(t, w)
		if found := p.found(); p.at < len(found) {
			termLines(out, "", found[p.at])
		}
		return out.Lines
	}
	if p.drawn.theme != t || p.drawn.w != w {
		p.drawn.theme, p.drawn.w, p.drawn.lines = t, w, p.keys(t, w)
	}
	return p.drawn.lines
}

// itemLines returns the help texts of the item, and the first line of each.
func (p *help) itemLines(t *draw.Theme, w int) (lines []string, starts []int) {
	out := draw.NewBlock(t, w)
	for n, term := range p.terms {
		number := ""
		if len(p.terms) > 1 {
			number = fmt.Sprintf("%d ", n+1)
		}
		if n > 0 {
			out.Blank()
		}
		starts = append(starts, out.Height())
		termLines(out, number, term)
	}
	return out.Lines, starts
}

// termLines draws a help text: its term, the text and its citations.
func termLines(out *draw.Block, number string, term *questionnaire.Term) {
	t := out.Theme
	out.Add(out.Line().Put(t.Key, number).Say(t.Title, term.Term))
	out.Paragraph(t.Plain, "  ", t.Plain, term.Text)
	if len(term.Cites) > 0 {
		out.Paragraph(t.Plain, "  ", t.Dim, strings.Join(term.Cites, "; "))
	}
}

// aboutLines draws the purpose of the questionnaire and the meaning of its
// verdict.
func (p *help) aboutLines(t *draw.Theme, w int) []string {
	out := draw.NewBlock(t, w)
	out.Paragraph(t.Plain, "", t.Title, p.asking.Title)
	out.Add(out.Line().Say(t.Dim, p.asking.ID+" "+p.asking.Version))
	for _, parent := range p.asking.Parents {
		out.Add(out.Line().Put(t.Dim, "extends ").Say(t.Dim, parent.ID+" "+parent.Version))
	}
	out.Blank()
	out.Paragraph(t.Plain, "", t.Plain, p.asking.About)
	return out.Lines
}

// keys lists the keys of the screen, then those of the dialogs.
func (p *help) keys(t *draw.Theme, w int) []string {
	out := draw.NewBlock(t, w)
	group := ""
	for _, b := range keys.In(p.where) {
		if b.Group != group && hasLine(b) {
			if group != "" {
				out.Blank()
			}
			group = b.Group
			out.Heading(group)
		}
		if p.has(b.Action) {
			keyLine(out, b)
		}
	}
	if p.where&keys.OnInterview != 0 {
		out.Blank()
		signLines(out)
	}
	for _, context := range keys.Dialogs() {
		if context.Where&(keys.InFolder|keys.InFetched) != 0 && !p.has(keys.Folder) {
			continue
		}
		out.Blank()
		out.Heading(context.Name)
		for _, b := range keys.In(context.Where) {
			keyLine(out, b)
		}
	}
	return out.Lines
}

// hasLine reports whether a binding has a line in the help. One that has no keys and is
// on no screen is a word for the footer over others.
func hasLine(b keys.Binding) bool {
	return len(b.Keys()) > 0 || b.Shown() == ""
}

// keyLine draws all keys of a binding and their effect. A command without a key is
// found in the palette.
func keyLine(out *draw.Block, b keys.Binding) {
	if !hasLine(b) {
		return
	}
	t, shown, others := out.Theme, b.Shown(), b.Others()
	switch {
	case shown == "" && len(others) == 0:
		shown = keys.For(keys.Palette, keys.Everywhere).Shown() + " " + b.Word()
	case shown == "":
		shown, others = others[0], others[1:]
	}
	const room = 12
	lead := draw.NewLine(max(room, draw.Width(shown)+1)).Put(t.Key, shown).String()
	text := b.Help
	if len(others) > 0 {
		text += " (also " + strings.Join(others, ", ") + ")"
	}
	out.Paragraph(t.Plain, lead, t.Plain, text)
}

func signLines(out *draw.Block) {
	out.Heading("Signs")
	for _, sign := range []struct{ sign, means string }{
		{"● ○ !", "saved · being saved · not saved"},
		{"✓ ◐ ○ ✗", "gate closed · met, not shown · not asked · failed"},
		{"≈ =", "gate waived for a while · computed from other answers"},
		{"■ ▲", "red flag: stop · warning"},
		{"█ ▒ ░", "shown · claimed, or the interval · reachable with fresh, verified evidence"},
	} {
		out.Paragraph(out.Theme.Plain, draw.NewLine(12).Put(out.Theme.Strong, sign.sign).String(), out.Theme.Plain, sign.means)
	}
}

func (p *help) box(m *Model) dialog.Box {
	t, w := m.theme, helpWidth(m.w)
	over := p.over(t, w, m.h)
	room := max(helpHeight(m.h)-len(over), 1)
	shown, place := dialog.Part(p.body(t, w), p.from, room)
	if p.page == termsPage {
		shown = draw.Exact(shown, w, room) // keep the size constant while the user types
	}
	lines := slices.Concat(over, shown, []string{draw.Blanks(w), dialog.FooterWith(t, w, p.footer(place != ""), place)})
	b := dialog.Box{Lines: draw.Card(t, p.title(), lines, w)}
	if p.page == termsPage {
		_, cursor := p.search.Line(w - 2)
		b.Cursor = tea.NewCursor(cursor+4, 3)
	}
	return b
}

// footer lists the keys that have an effect on the page.
func (p *help) footer(scrolls bool) []keys.Binding {
	var list []keys.Binding
	for _, b := range keys.Footer(p.context()) {
		switch b.Action {
		case keys.NextPage:
			if len(p.pages) == 1 {
				continue
			}
		case keys.Glossary:
			if len(p.glossary) == 0 {
				continue
			}
		case keys.Move:
			if !scrolls {
				continue
			}
			if p.page == itemPage && len(p.terms) > 1 {
				b = b.Called(dialog.NumbersTo(len(p.terms))+" "+b.Shown(), "")
			}
		}
		list = append(list, b)
	}
	return list
}

func (p *help) title() string {
	if len(p.pages) == 1 {
		return keysPage
	}
	return "Help"
}

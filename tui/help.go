package tui

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"assay/questionnaire"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// The pages of the help. On an item with help texts it opens on those: whoever
// asks has a vendor talking.
const (
	itemPage  = "This item"
	termsPage = "Glossary"
	aboutPage = "About"
	keysPage  = "Keys"
)

// help is what can be looked up in the middle of an interview: the help texts of
// the item, those of the whole questionnaire, and the keys of the screen.
type help struct {
	where keys.Where
	pages []string
	page  string
	from  int // first line shown

	asking   *questionnaire.Questionnaire // what the page About is of
	item     string                       // id
	terms    []*questionnaire.Term        // of the item
	glossary []*questionnaire.Term
	search   textinput.Model
	at       int // which of the terms found
}

// newHelp is the help of the screen on top.
func newHelp(m *Model) *help {
	p := &help{where: m.top().where(), pages: []string{keysPage}, page: keysPage, search: dialog.NewInput("")}
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
	if q.About != "" {
		p.asking, p.pages = q, []string{aboutPage, keysPage}
	}
	if len(p.glossary) > 0 {
		p.pages = slices.Insert(p.pages, 0, termsPage)
	}
	for _, id := range at.item.Help {
		if term := q.Term(id); term != nil {
			p.terms = append(p.terms, term)
		}
	}
	if len(p.terms) > 0 {
		p.pages = slices.Insert(p.pages, 0, itemPage)
		p.item, p.page = at.item.ID, itemPage
	}
	return p
}

func (p *help) update(m *Model, msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	press, is := msg.(tea.KeyPressMsg)
	switch {
	case is && matches(msg, "esc"):
		m.shut()
	case is && matches(msg, "tab", "shift+tab") && len(p.pages) > 1:
		step := 1
		if press.String() == "shift+tab" {
			step = len(p.pages) - 1
		}
		return p.turn(p.pages[(slices.Index(p.pages, p.page)+step)%len(p.pages)])
	case p.page == termsPage:
		cmd = p.look(m, msg)
	case is && matches(msg, "/") && len(p.glossary) > 0:
		return p.turn(termsPage)
	case is && matches(msg, "q", "?", "enter"):
		m.shut()
	case is && matches(msg, "j", "down"):
		p.from++
	case is && matches(msg, "k", "up"):
		p.from--
	case is && matches(msg, "space", "pgdown"):
		p.from += 10
	case is && matches(msg, "pgup"):
		p.from -= 10
	case is && p.page == itemPage && matches(msg, "1", "2", "3", "4", "5", "6", "7", "8", "9"):
		if n := int(press.String()[0] - '1'); n < len(p.terms) {
			_, starts := p.itemLines(m.theme, helpWidth(m.w))
			p.from = starts[n]
		}
	}
	room := helpHeight(m.h) - len(p.over(m.theme, helpWidth(m.w), m.h))
	p.from = max(0, min(p.from, len(p.body(m.theme, helpWidth(m.w)))-room))
	return cmd
}

// turn goes to another page.
func (p *help) turn(page string) tea.Cmd {
	p.page, p.from = page, 0
	if page == termsPage {
		return p.search.Focus()
	}
	p.search.Blur()
	return nil
}

// look takes what is done on the page of the glossary.
func (p *help) look(m *Model, msg tea.Msg) tea.Cmd {
	p.search.SetWidth(helpWidth(m.w) - 3)
	last := max(len(p.found())-1, 0)
	switch {
	case matches(msg, "down", "ctrl+n"):
		p.at, p.from = min(p.at+1, last), 0
	case matches(msg, "up", "ctrl+p"):
		p.at, p.from = max(p.at-1, 0), 0
	case matches(msg, "pgdown"):
		p.from += 5
	case matches(msg, "pgup"):
		p.from -= 5
	case matches(msg, "enter"):
	default:
		before := p.search.Value()
		var cmd tea.Cmd
		p.search, cmd = p.search.Update(msg)
		if p.search.Value() != before {
			p.at, p.from = 0, 0
		}
		return cmd
	}
	return nil
}

// found lists the terms that match the search, those first whose name does.
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

// over is what stands above the text and does not move with it.
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
	out.Add(out.Line().Put(t.Accent, "❯ ").Raw(p.search.View(), draw.Width(p.search.View())))
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

// listed is how many of the terms found are listed in a window of h lines.
func listed(h int) int { return max(3, min(h/5, 10)) }

// body is the text of the page.
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
	return p.keys(t, w)
}

// itemLines are the help texts of the item, and where each of them starts.
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

// termLines draws a help text: what it is about, the text, what it rests on.
func termLines(out *draw.Block, number string, term *questionnaire.Term) {
	t := out.Theme
	out.Add(out.Line().Put(t.Key, number).Say(t.Title, term.Term))
	out.Paragraph(t.Plain, "  ", t.Plain, term.Text)
	if len(term.Cites) > 0 {
		out.Paragraph(t.Plain, "  ", t.Dim, strings.Join(term.Cites, "; "))
	}
}

// aboutLines say what the questionnaire is for and what its verdict means.
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

func (p *help) keys(t *draw.Theme, w int) []string {
	out := draw.NewBlock(t, w)
	group := ""
	for _, b := range keys.Table() {
		if b.Where&p.where == 0 || b.Binding.Help().Key == "" {
			continue
		}
		if b.Group != group {
			if group != "" {
				out.Blank()
			}
			group = b.Group
			out.Heading(group)
		}
		lead := draw.NewLine(12).Put(t.Key, b.Binding.Help().Key).String()
		out.Paragraph(t.Plain, lead, t.Plain, b.Help)
	}
	if p.where&keys.OnInterview != 0 {
		out.Blank()
		out.Heading("Signs")
		for _, sign := range []struct{ sign, means string }{
			{"● ○ !", "saved · on its way · not saved"},
			{"✓ ◐ ○ ✗", "gate closed · met, not shown · not asked · failed"},
			{"≈ =", "gate waived for a while · follows from others, nobody answers it"},
			{"■ ▲", "red flag: stop · warning"},
			{"█ ▒ ░", "shown · claimed, or the interval · reachable with fresh, verified evidence"},
		} {
			out.Paragraph(t.Plain, draw.NewLine(12).Put(t.Strong, sign.sign).String(), t.Plain, sign.means)
		}
	}
	return out.Lines
}

func (p *help) box(m *Model) dialog.Box {
	t, w := m.theme, helpWidth(m.w)
	over := p.over(t, w, m.h)
	room := max(helpHeight(m.h)-len(over), 1)
	all := p.body(t, w)
	from := max(0, min(p.from, len(all)-room))
	shown := all[from:min(from+room, len(all))]
	if p.page == termsPage {
		shown = draw.Exact(slices.Clone(shown), w, room) // so that it stands still while one types
	}
	foot := draw.NewLine(w).Put(t.Key, "esc").Put(t.Dim, " back")
	if len(p.pages) > 1 {
		foot.Gap(2).Put(t.Key, "tab").Put(t.Dim, " next page")
	}
	if p.page != termsPage && len(p.glossary) > 0 {
		foot.Gap(2).Put(t.Key, "/").Put(t.Dim, " glossary")
	}
	if p.page == termsPage {
		foot.Gap(2).Put(t.Key, "↑↓").Put(t.Dim, " choose")
	}
	if len(all) > room {
		key := "↑↓ space"
		switch {
		case p.page == termsPage:
			key = "pgdn"
		case p.page == itemPage && len(p.terms) > 1:
			key = dialog.NumbersTo(len(p.terms)) + " ↑↓ space"
		}
		foot.Gap(2).Put(t.Key, key).Put(t.Dim, " move").
			End(t.Dim.On(fmt.Sprintf("%d–%d of %d", from+1, from+len(shown), len(all))))
	}
	lines := slices.Concat(over, shown, []string{draw.Blanks(w), foot.String()})
	b := dialog.Box{Lines: draw.Card(t, p.title(), lines, w)}
	if c := p.search.Cursor(); p.page == termsPage && c != nil {
		b.Cursor = tea.NewCursor(c.X+4, 3)
	}
	return b
}

func (p *help) title() string {
	if len(p.pages) == 1 {
		return keysPage
	}
	return "Help"
}

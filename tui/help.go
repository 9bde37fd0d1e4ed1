package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"
)

// help is the page of all keys of a screen, made from the table.
type help struct {
	where Where
	from  int // first line shown
}

func newHelp(where Where) *help { return &help{where: where} }

func (p *help) update(m *Model, msg tea.Msg) tea.Cmd {
	switch {
	case matches(msg, "esc", "q", "?", "enter"):
		m.shut()
	case matches(msg, "j", "down"):
		p.from++
	case matches(msg, "k", "up"):
		p.from--
	case matches(msg, "space", "pgdown"):
		p.from += 10
	case matches(msg, "pgup"):
		p.from -= 10
	}
	lines, room := p.lines(m.theme, helpWidth(m.w)), helpHeight(m.h)
	p.from = max(0, min(p.from, len(lines)-room))
	return nil
}

func helpWidth(w int) int  { return min(w-4, 88) }
func helpHeight(h int) int { return h - 6 }

func (p *help) lines(t *theme, w int) []string {
	out := &pile{t: t, w: w}
	group := ""
	for _, b := range table {
		if b.Where&p.where == 0 || b.Binding.Help().Key == "" {
			continue
		}
		if b.Group != group {
			if group != "" {
				out.blank()
			}
			group = b.Group
			out.head(group)
		}
		lead := newRow(12).put(t.key, b.Binding.Help().Key).String()
		out.paragraph(t.plain, lead, t.plain, b.Help)
	}
	if p.where&OnInterview != 0 {
		out.blank()
		out.head("Signs")
		for _, sign := range []struct{ sign, means string }{
			{"● ○ !", "saved · on its way · not saved"},
			{"✓ ◐ ○ ✗", "gate closed · met, not shown · not asked · failed"},
			{"≈", "gate waived for a while"},
			{"■ ▲", "red flag: stop · warning"},
			{"█ ▒ ░", "shown · claimed, or the interval · reachable with fresh, verified evidence"},
		} {
			out.paragraph(t.plain, newRow(12).put(t.strong, sign.sign).String(), t.plain, sign.means)
		}
	}
	return out.lines
}

func (p *help) box(m *Model, _, _ int) box {
	t, w, room := m.theme, helpWidth(m.w), helpHeight(m.h)
	all := p.lines(t, w)
	shown := all[p.from:min(p.from+room, len(all))]
	foot := newRow(w).put(t.key, "esc").put(t.dim, " back")
	if len(all) > room {
		foot.gap(2).put(t.key, "↑↓ space").put(t.dim, " move").
			end(t.dim.on(fmt.Sprintf("%d–%d of %d", p.from+1, p.from+len(shown), len(all))))
	}
	lines := append(append([]string{}, shown...), blanks(w), foot.String())
	return box{lines: card(t, "Keys", lines, w)}
}

// newPalette lists everything that can be done on the present screen.
func newPalette(m *Model) *picker {
	var choices []choice
	listed := map[Action]bool{}
	for _, b := range table {
		if b.Where&m.top().where() == 0 || listed[b.Action] || b.Action == actPalette || b.Action == actGrade {
			continue
		}
		listed[b.Action] = true
		choices = append(choices, choice{
			text: b.Help, aside: b.Binding.Help().Key, words: string(b.Action) + " " + b.Binding.Help().Desc,
			dead: m.why(b.Action),
			pick: func(m *Model) tea.Cmd { return m.do(b.Action, tea.KeyPressMsg{}) },
		})
	}
	return searching(&picker{title: "Do", choices: choices, match: fuzzy})
}

// fuzzy matches a choice that has the letters of the query in their order.
func fuzzy(query string, c choice) bool {
	if containsAll(query, c) {
		return true
	}
	rest := []rune(query)
	for _, r := range c.words {
		if len(rest) > 0 && r == rest[0] {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}

// newUnsaved asks what to do about answers that could not be saved.
func newUnsaved(k *book) *picker {
	return &picker{
		title: fmt.Sprintf("%d not saved: %s", len(k.waiting), k.failure),
		low:   true,
		choices: []choice{
			{text: "Try again, then quit", pick: func(m *Model) tea.Cmd { k.failure = nil; return m.quit() }},
			{text: "Stay here", pick: func(*Model) tea.Cmd { return nil }},
			{text: "Give them up and quit", pick: func(m *Model) tea.Cmd { k.discard(); return m.quit() }},
		},
	}
}

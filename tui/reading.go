package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"assay/tui/draw"
)

// reading is a text laid over the screen, to be scrolled. It may ask for one key
// that says yes to it.
type reading struct {
	title string
	lines func(m *Model, w int) []string
	yes   string // what y does, in words; empty where there is nothing to say yes to
	agree func(m *Model) (tea.Cmd, error)

	from  int
	wrong string // why y was refused
}

func (p *reading) update(m *Model, msg tea.Msg) tea.Cmd {
	room := p.room(m.h - 4)
	switch {
	case matches(msg, "esc", "q"), p.yes == "" && matches(msg, "enter"):
		m.shut()
		return nil
	case matches(msg, "y") && p.yes != "":
		cmd, err := p.agree(m)
		if err != nil {
			p.wrong = err.Error()
		}
		return cmd
	case matches(msg, "j", "down"):
		p.from++
	case matches(msg, "k", "up"):
		p.from--
	case matches(msg, "space", "pgdown", "ctrl+d", "ctrl+f"):
		p.from += max(room-1, 1)
	case matches(msg, "pgup", "ctrl+u", "ctrl+b"):
		p.from -= max(room-1, 1)
	case matches(msg, "g", "home"):
		p.from = 0
	case matches(msg, "G", "end"):
		p.from = len(p.lines(m, readingWidth(m.w)))
	}
	p.from = max(0, min(p.from, len(p.lines(m, readingWidth(m.w)))-room))
	return nil
}

// readingWidth is the width inside the box, in a window of w columns.
func readingWidth(w int) int { return min(w-4, 100) }

// room is the number of lines for the text in a box of h lines.
func (p *reading) room(h int) int {
	room := h - 3
	if p.wrong != "" {
		room -= 2
	}
	return max(room, 1)
}

func (p *reading) box(m *Model, _, h int) box {
	t, w, room := m.theme, readingWidth(m.w), p.room(h)
	all := p.lines(m, w)
	from := max(0, min(p.from, len(all)-room))
	out := &draw.Block{Theme: t, Width: w, Lines: append([]string(nil), all[from:min(from+room, len(all))]...)}
	if p.wrong != "" {
		at := out.Height()
		out.Paragraph(t.BadStrong, "! ", t.Bad, p.wrong)
		out.Lines = out.Lines[:min(out.Height(), at+2)]
	}
	place, pairs := "", []string{"esc", "back"}
	if p.yes != "" {
		pairs = []string{"y", p.yes, "esc", "leave it"}
	}
	if len(all) > room {
		place = fmt.Sprintf("%d–%d of %d", from+1, min(from+room, len(all)), len(all))
		pairs = append(pairs, "j k space", "move")
	}
	keys := keysLine(t, w-draw.Width(place)-1, pairs...)
	out.Add(out.Line().Raw(keys, w-draw.Width(place)-1).End(t.Dim.On(place)))
	return box{lines: draw.Card(t, p.title, out.Lines, w)}
}

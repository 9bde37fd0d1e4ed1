package dialog

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/tui/draw"
)

// Text is a text to read and to scroll. It may ask for one key that says yes to
// it.
type Text struct {
	Title string
	Lines func(t *draw.Theme, w int) []string
	Yes   string // what y does, in words; empty for a text that asks nothing

	from  int
	wrong string // why the yes was refused
}

// Update implements Dialog.
func (d *Text) Update(in Window, msg tea.Msg) (Outcome, tea.Cmd) {
	room, lines := d.room(in), len(d.Lines(in.Theme, textWidth(in)))
	switch {
	case matches(msg, "esc", "q"), d.Yes == "" && matches(msg, "enter"):
		return Left, nil
	case matches(msg, "y") && d.Yes != "":
		return Entered, nil
	case matches(msg, "j", "down"):
		d.from++
	case matches(msg, "k", "up"):
		d.from--
	case matches(msg, "space", "pgdown", "ctrl+d", "ctrl+f"):
		d.from += max(room-1, 1)
	case matches(msg, "pgup", "ctrl+u", "ctrl+b"):
		d.from -= max(room-1, 1)
	case matches(msg, "g", "home"):
		d.from = 0
	case matches(msg, "G", "end"):
		d.from = lines
	}
	d.from = max(0, min(d.from, lines-room))
	return Open, nil
}

// Refuse implements Dialog.
func (d *Text) Refuse(why error) tea.Cmd {
	d.wrong = why.Error()
	return nil
}

// textWidth is the width inside the box.
func textWidth(in Window) int { return min(in.Width-4, 100) }

// room is the number of lines for the text.
func (d *Text) room(in Window) int {
	room := in.Height - 7
	if d.wrong != "" {
		room -= 2
	}
	return max(room, 1)
}

// Draw implements Dialog.
func (d *Text) Draw(in Window) Box {
	t, w, room := in.Theme, textWidth(in), d.room(in)
	all := d.Lines(t, w)
	from := max(0, min(d.from, len(all)-room))
	out := draw.NewBlock(t, w)
	out.Lines = slices.Clone(all[from:min(from+room, len(all))])
	if d.wrong != "" {
		at := out.Height()
		out.Paragraph(t.BadStrong, "! ", t.Bad, d.wrong)
		out.Lines = out.Lines[:min(out.Height(), at+2)]
	}
	place, pairs := "", []string{"esc", "back"}
	if d.Yes != "" {
		pairs = []string{"y", d.Yes, "esc", "leave it"}
	}
	if len(all) > room {
		place = fmt.Sprintf("%d–%d of %d", from+1, min(from+room, len(all)), len(all))
		pairs = append(pairs, "j k space", "move")
	}
	keys := Keys(t, w-draw.Width(place)-1, pairs...)
	out.Add(out.Line().Raw(keys, w-draw.Width(place)-1).End(t.Dim.On(place)))
	return Box{Lines: draw.Card(t, d.Title, out.Lines, w)}
}

package dialog

import (
	tea "charm.land/bubbletea/v2"

	"assay/tui/draw"
	"assay/tui/keys"
)

// Text is a text to read and to scroll. It may ask for one key that says yes to
// it.
type Text struct {
	Title string
	Lines func(t *draw.Theme, w int) []string
	Yes   string     // what y does, in words; empty for a text that asks nothing
	Own   keys.Where // the context of the caller's own keys, instead of all others but those that move

	from  int
	wrong string // why the yes was refused
}

// Heading implements Dialog.
func (d *Text) Heading() string { return d.Title }

// Update implements Dialog.
func (d *Text) Update(in Window, msg tea.Msg) (Outcome, tea.Cmd) {
	room, lines := d.room(in), len(d.Lines(in.Theme, textWidth(in)))
	switch a := keys.Of(msg, d.where()); a {
	case keys.Leave:
		return Left, nil
	case keys.Agree:
		return Entered, nil
	case keys.Of(msg, d.Own):
		if a != "" {
			return Unused, nil
		}
	default:
		d.from, _ = keys.Step(a, d.from, max(room-1, 1), lines)
	}
	d.from = max(0, min(d.from, lines-room))
	return Open, nil
}

func (d *Text) where() keys.Where {
	if d.Own != 0 {
		return keys.InText | d.Own
	}
	if d.Yes == "" {
		return keys.InText | keys.InReading
	}
	return keys.InText | keys.InAgree
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
	out := draw.NewBlock(t, w)
	shown, place := Part(d.Lines(t, w), d.from, room)
	out.Lines = shown
	if d.wrong != "" {
		at := out.Height()
		out.Paragraph(t.BadStrong, "! ", t.Bad, d.wrong)
		out.Lines = out.Lines[:min(out.Height(), at+2)]
	}
	list := keys.Footer(d.where())
	for n, b := range list {
		if b.Action == keys.Agree {
			list[n] = b.Called("", d.Yes)
		}
	}
	if place == "" {
		list = list[:len(list)-1] // nothing to move
	}
	out.Lines = append(out.Lines, FooterWith(t, w, list, place))
	return Box{Lines: draw.Card(t, d.Title, out.Lines, w)}
}

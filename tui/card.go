package tui

import (
	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// card is laid over the first interview of a person, once: eight keys are enough for a
// meeting. Every key takes it away, and all but those that leave a text do their usual
// work, so that no key of somebody who types already is lost.
type card struct{}

const cardPlace = "card of the interview"

// showCard shows the card to a person who has not seen it.
func (m *Model) showCard() tea.Cmd {
	if m.bench.Evaluator == "" || m.kept(cardPlace) != "" || len(m.overlays) > 0 || m.returning != nil || !m.mine(assessment.ActAnswer) {
		return nil
	}
	return tea.Batch(m.open(card{}), m.keep(cardPlace, "shown"))
}

func (c card) update(m *Model, msg tea.Msg) tea.Cmd {
	press, is := msg.(tea.KeyPressMsg)
	if !is {
		return nil
	}
	m.shut()
	if keys.Of(press, keys.InReading) == keys.Leave {
		return nil
	}
	return m.key(press)
}

func (c card) box(m *Model) dialog.Box {
	t, w := m.theme, min(m.w-4, 76)
	out := draw.NewBlock(t, w)
	const keyRoom = 10
	// In a narrow window the second, shorter text is drawn, so that all lines fit.
	line := func(shown, text, short string) {
		if draw.Width(text) > w-keyRoom {
			text = short
		}
		out.Paragraph(t.Plain, draw.NewLine(keyRoom).Put(t.Key, shown).String(), t.Plain, text)
	}
	key := func(a keys.Action) string { return keys.For(a, keys.OnInterview).Shown() }
	line(key(keys.Grade), "grade what you hear; y and n answer a gate, enter a fact", "grade; y and n answer a gate, enter a fact")
	line(key(keys.Documented)+" "+key(keys.Verified), "it is shown: you read the document, or saw it working", "you read a document, or saw it working")
	for _, a := range []keys.Action{keys.Note, keys.Quote, keys.Flag, keys.Undo, keys.Later, keys.NextOpen} {
		b := keys.For(a, keys.OnInterview)
		line(b.Shown(), b.Help, b.Word())
	}
	out.Blank()
	line(key(keys.Help), "all keys of the place where you are. Any key goes on.", "all keys of this place. Any key goes on.")
	return dialog.Box{Lines: draw.Card(t, "Eight keys for a meeting", out.Lines, w)}
}

package tui

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// clash is an answer that two people changed at the same time, each in another way.
// Nothing of the own change is dropped before its author has seen both and chosen.
type clash struct {
	k      *book
	item   string
	own    assessment.Answer
	theirs assessment.Answer
	joined assessment.Answer // theirs, with all of own that does not contradict it
	parts  []assessment.Part // in which they contradict each other

	grade *assessment.Graded // the own grade, where the clash is about that

	drafts []*drafting // of the own text
	later  time.Time   // not shown before that moment
}

// join records a change of an answer that was made from was. If somebody has changed
// the answer meanwhile, it joins both changes, or shows them where they contradict
// each other.
func (m *Model) join(k *book, item string, was, own assessment.Answer) tea.Cmd {
	theirs := k.now.Answers[item]
	if theirs.Event == was.Event {
		return m.record(k, answered(item, own))
	}
	joined, parts := assessment.Together(was, own, theirs)
	if len(parts) > 0 {
		m.clashes = append(m.clashes, &clash{k: k, item: item, own: own, theirs: theirs, joined: joined, parts: parts})
		return nil
	}
	return tea.Batch(m.record(k, answered(item, joined)), m.alsoSay(togetherWith(theirs)))
}

func togetherWith(theirs assessment.Answer) string {
	return "kept together with what " + theirs.By + " changed meanwhile"
}

// showClash shows the next clash that its author has not put off, once no other dialog
// is open.
func (m *Model) showClash() tea.Cmd {
	if len(m.overlays) > 0 || m.blind() {
		return nil
	}
	next := slices.IndexFunc(m.clashes, func(c *clash) bool { return !m.now.Before(c.later) })
	if next < 0 {
		return nil
	}
	return m.open(&clashBox{clash: m.clashes[next]})
}

// clashesOf is how many changes of a book wait for their author to choose.
func (m *Model) clashesOf(k *book) (n int) {
	for _, c := range m.clashes {
		if c.k == k {
			n++
		}
	}
	return n
}

// clashBox shows both sides of a clash, and lets the person choose or merge.
type clashBox struct {
	*clash
	from int
}

func (b *clashBox) update(m *Model, msg tea.Msg) tea.Cmd {
	switch a := keys.Of(msg, keys.InClash); a {
	case keys.KeepOwn:
		return b.end(m, b.chosen(b.own), b.grade)
	case keys.KeepTheirs:
		return b.end(m, b.joined, nil)
	case keys.Merge:
		return b.merge(m)
	case keys.Leave:
		const pause = 20 * time.Second
		m.shut()
		b.later = m.now.Add(pause)
		return m.say("yours is not saved yet: you will be asked again")
	default:
		w := clashWidth(m.w)
		b.from, _ = keys.Step(a, b.from, max(clashRoom(m.h)-1, 1), len(b.lines(m, w)))
		b.from = max(0, min(b.from, len(b.lines(m, w))-clashRoom(m.h)))
	}
	return nil
}

// chosen is the joined answer with the own side of what clashes.
func (b *clashBox) chosen(own assessment.Answer) assessment.Answer {
	next := b.joined
	for _, part := range b.parts {
		next = next.With(part, own)
	}
	return next
}

// end records the chosen side.
func (b *clashBox) end(m *Model, next assessment.Answer, grade *assessment.Graded) tea.Cmd {
	m.shut()
	m.clashes = slices.DeleteFunc(m.clashes, func(c *clash) bool { return c == b.clash })
	var cmd tea.Cmd
	switch {
	case grade != nil:
		cmd = m.record(b.k, *grade)
	case b.grade == nil && !reflect.DeepEqual(next, b.theirs):
		cmd = m.join(b.k, b.item, b.theirs, next)
	}
	if !b.k.idle() {
		b.k.drafts = append(b.k.drafts, b.drafts...)
		return cmd
	}
	cmds := []tea.Cmd{cmd}
	for _, t := range b.drafts {
		cmds = append(cmds, m.dropDraft(t))
	}
	return tea.Batch(cmds...)
}

// merge opens both texts in one note.
func (b *clashBox) merge(m *Model) tea.Cmd {
	own, theirs, keep := "", "", func(string) {}
	switch {
	case b.grade != nil:
		own, theirs = b.grade.Note, b.theirGrade().Note
		keep = func(text string) { b.grade.Note = text }
	case slices.Contains(b.parts, assessment.PartNote):
		own, theirs = b.own.Note, b.theirs.Note
		keep = func(text string) { b.own.Note = text }
	case slices.Contains(b.parts, assessment.PartReconciled):
		own, theirs = b.own.Reconciled, b.theirs.Reconciled
		keep = func(text string) { b.own.Reconciled = text }
	}
	if own == "" || theirs == "" {
		return m.say("only two texts can be merged: choose one side")
	}
	note := dialog.NewNote("Merge the two texts on "+b.item, theirs+"\n\n"+own, "")
	return m.open(ask(note, func(m *Model, d *dialog.Note) (tea.Cmd, error) {
		m.shut()
		text, _ := d.Text()
		keep(text)
		if len(b.parts) > 1 {
			return m.say("the text is merged; choose between the rest"), nil // the box still shows it
		}
		return b.end(m, b.chosen(b.own), b.grade), nil
	}))
}

// theirGrade is the grade of the same scorer as it is now.
func (c *clash) theirGrade() assessment.Grade {
	grade, _ := c.k.now.Answers[c.item].GradeOf(c.grade.Scorer)
	return grade
}

func clashWidth(w int) int { return min(w-4, 140) }
func clashRoom(h int) int  { return max(h-8, 4) }

// lines draws both sides: beside each other in a wide window, else one above the
// other.
func (b *clashBox) lines(m *Model, w int) []string {
	const sideBySide = 100
	t := m.theme
	who := b.theirs.By
	at := b.theirs.At
	if b.grade != nil {
		grade := b.theirGrade()
		who, at = grade.By, grade.At
	}
	heads := [2]string{"Yours", english.Join(", ", who, moment(m, b.k.zone(), at))}
	half := w
	if w >= sideBySide {
		half = (w - draw.Gutter) / 2
	}
	var sides [2][]string
	for n := range sides {
		out := draw.NewBlock(t, half)
		out.Heading(heads[n])
		for _, text := range b.texts(n == 0) {
			out.Paragraph(t.Dim, "  "+t.Dim.On(text[0])+"  ", t.Plain, text[1])
		}
		sides[n] = out.Lines
	}
	if half == w {
		return slices.Concat(sides[0], sides[1])
	}
	h := max(len(sides[0]), len(sides[1]))
	return draw.Beside(t, h, draw.Exact(sides[0], half, h), draw.Exact(sides[1], half, h))
}

// texts are the parts of one side that clash, each with its name.
func (b *clashBox) texts(own bool) (all [][2]string) {
	if b.grade != nil {
		grade := b.theirGrade()
		if own {
			grade = assessment.Grade{Scorer: b.grade.Scorer, Grade: b.grade.Grade, Note: b.grade.Note, Elements: b.grade.Elements}
		}
		return [][2]string{{"grade", grade.Words()}, {"heard", english.List(grade.Elements)}, {"note", grade.Note}}
	}
	a := b.theirs
	if own {
		a = b.own
	}
	for _, part := range b.parts {
		text := ""
		switch part {
		case assessment.PartValue:
			text = answerWords(b.k.now.Questionnaire, b.item, a)
			if a.NotApplicable != nil {
				text += ": " + a.NotApplicable.Reason
			}
		case assessment.PartShown:
			text = recordsInWords(a)
		case assessment.PartNote:
			text = a.Note
		case assessment.PartReconciled:
			text = a.ReconciledWords()
		}
		if text == "" {
			text = "nothing"
		}
		all = append(all, [2]string{string(part), text})
	}
	return all
}

func (b *clashBox) box(m *Model) dialog.Box {
	t, w := m.theme, clashWidth(m.w)
	out := draw.NewBlock(t, w)
	out.Paragraph(t.Plain, "", t.Dim, "Both of you changed it. Nothing is lost before you choose.")
	shown, place := dialog.Part(b.lines(m, w), b.from, clashRoom(m.h)-out.Height())
	lines := slices.Concat(out.Lines, shown, []string{dialog.FooterWith(t, w, keys.Footer(keys.InClash), place)})
	return dialog.Box{Lines: draw.Card(t, fmt.Sprintf("%s: two people, one answer", b.item), lines, w)}
}

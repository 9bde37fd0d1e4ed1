package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment/english"
	"assay/assessment/review"
	"assay/assessment/wording"
	"assay/tui/draw"
	"assay/tui/keys"
)

// reviewPage lists the points at which the evaluator looks once more after the
// meeting, above the whole of the chosen one. It has the summary and the sign-offs, too.
type reviewPage struct {
	recordPage
	at int // the chosen point
}

// openReview opens the review of an assessment. From an interview that was opened in
// the review it goes back there.
func openReview(m *Model, id string) tea.Cmd {
	if n := len(m.screens); n > 1 {
		if below, is := m.screens[n-2].(*reviewPage); is && below.id == id {
			return m.back()
		}
	}
	return m.push(&reviewPage{recordPage: recordPage{id}})
}

func (s *reviewPage) where() keys.Where { return keys.OnReview }
func (s *reviewPage) place() string     { return "review/" + s.id }
func (s *reviewPage) crumb() string     { return "review" }

func (s *reviewPage) begin(m *Model) tea.Cmd {
	return readBook(m.bench, s.id, func(m *Model) tea.Cmd { return m.arrive(s, s.id) })
}

// points lists the points, and chooses one that is there.
func (s *reviewPage) points(m *Model) []review.Point {
	k := m.books[s.id]
	if k == nil {
		return nil
	}
	all := k.review().Points
	s.at = max(min(s.at, len(all)-1), 0)
	return all
}

// review is the review of the assessment as it is on the screen.
func (k *book) review() review.List {
	if k.reviewed == nil {
		list := review.Of(k.now, k.result)
		k.reviewed = &list
	}
	return *k.reviewed
}

func (s *reviewPage) why(m *Model, a keys.Action) string {
	switch {
	case m.books[s.id] == nil:
		return "still reading"
	case a == keys.SignOff:
		return whyNotSignedOff(m.books[s.id])
	case a == keys.Open && len(s.points(m)) == 0:
		return "there is nothing to look at once more"
	}
	return ""
}

func (s *reviewPage) do(m *Model, a keys.Action, _ tea.KeyPressMsg) tea.Cmd {
	all := s.points(m)
	if to, moves := keys.Step(a, s.at, max(m.h/2, 1), len(all)); moves {
		s.at = to
		return nil
	}
	switch a {
	case keys.Open:
		return m.push(&interview{id: s.id, item: all[s.at].Item})
	case keys.Summary:
		return m.open(writeSummary(m.books[s.id]))
	case keys.SignOff:
		return m.open(signOff(m.books[s.id]))
	}
	return nil
}

func (s *reviewPage) copied(m *Model) (what, text string) {
	all := s.points(m)
	if len(all) == 0 {
		return "", ""
	}
	p := all[s.at]
	return "the point", p.Item + " " + p.Title + ": " + p.Text
}

func (s *reviewPage) hint(m *Model) string {
	if all := s.points(m); len(all) > 0 {
		return fmt.Sprintf("%d of %s to look at once more", s.at+1, english.Count(len(all), "point"))
	}
	return ""
}

func (s *reviewPage) draw(m *Model, w, h int) []string {
	t, k := m.theme, m.books[s.id]
	out := draw.NewBlock(t, w)
	if k == nil {
		return unread(out, "")
	}
	s.closing(out, k, h)
	out.Rule()
	all := s.points(m)
	if len(all) == 0 {
		out.Blank()
		out.Paragraph(t.Plain, "   ", t.Strong, "Nothing to look at once more: every question has an answer, every answer something to go by.")
		return out.Lines
	}
	rows, at := s.rows(all)
	names := min(max(draw.Widest(all, func(p review.Point) string { return p.Item }), 6), 16)
	listOver(out, h, len(rows), at, func(n int) *draw.Line { return s.row(out, all, rows[n], names) }, s.chosen(m, k, all[s.at], detailWidth(w)), keys.For(keys.Open, keys.OnReview).Shown())
	return out.Lines
}

// closing shows the summary and the sign-offs, each with its key.
func (s *reviewPage) closing(out *draw.Block, k *book, h int) {
	t := out.Theme
	most := max(h/8, 1) // lines of each
	add := func(a keys.Action, ink draw.Ink, more string, texts ...string) {
		b, lines := keys.For(a, keys.OnReview), draw.NewBlock(t, out.Width)
		for n, text := range texts {
			lead := draw.NewLine(12)
			if n == 0 {
				lead.Gap(1).Put(t.Key, b.Shown()).Put(t.Dim, " "+b.Word())
			}
			lines.Paragraph(t.Plain, lead.String(), ink, text)
		}
		if len(lines.Lines) > most+1 {
			lines.Lines = append(lines.Lines[:most:most], out.Line().Gap(12).Put(t.Dim, "… "+more).String())
		}
		out.Lines = append(out.Lines, lines.Lines...)
	}
	if k.now.Summary == nil {
		add(keys.Summary, t.Dim, "", "not written yet: a few sentences for page 1 of the report")
	} else {
		add(keys.Summary, t.Plain, keys.For(keys.Summary, keys.OnReview).Shown()+" shows the whole", strings.Join(strings.Fields(k.now.Summary.Text), " ")+" ("+wording.Summarizer(k.now)+")")
	}
	ink, texts := t.Dim, []string{"nobody yet: somebody says that the record is complete"}
	if n := len(k.now.SignedOff); n > 0 {
		ink, texts = t.Plain, nil
		for _, o := range slices.Backward(k.now.SignedOff) {
			if o.ChangedSince > 0 {
				ink = t.Warn
			}
			texts = append(texts, wording.SignOffBriefly(k.now, o))
		}
	}
	add(keys.SignOff, ink, "and others", texts...)
}

// rows are the lines of the list: the points by place, and below 0 the headings, each
// before the point that -row-1 names. at is the line of the chosen point.
func (s *reviewPage) rows(all []review.Point) (rows []int, at int) {
	rows = make([]int, 0, len(all)+len(review.Whys()))
	for n, p := range all {
		if n == 0 || all[n-1].Why != p.Why {
			rows = append(rows, -n-1)
		}
		if n == s.at {
			at = len(rows)
		}
		rows = append(rows, n)
	}
	return rows, at
}

func (s *reviewPage) row(out *draw.Block, all []review.Point, row, names int) *draw.Line {
	t, line := out.Theme, out.Line()
	if row < 0 {
		why, of := all[-row-1].Why, 0
		for n := range all {
			if all[n].Why == why {
				of++
			}
		}
		return line.Gap(1).Put(t.Title, why.Words()).Gap(2).Put(t.Dim, fmt.Sprint(of))
	}
	p := &all[row]
	mark, ink := "   ", t.Plain
	if row == s.at {
		mark, ink = " ▸ ", t.Strong
	}
	title := p.Title
	if p.Hard {
		title += " (hard gate)"
	}
	return line.Put(t.Title, mark).Cell(t.Accent, p.Item, names).Gap(2).Put(ink, title).Gap(2).Say(t.Dim, p.Text)
}

// chosen is the whole of the chosen point, with its question.
func (s *reviewPage) chosen(m *Model, k *book, p review.Point, w int) []string {
	t := m.theme
	out := draw.NewBlock(t, w)
	out.Paragraph(t.Accent, p.Item+" ", t.Strong, p.Title)
	out.Paragraph(t.Plain, "  ", t.Plain, english.Capital(p.Text)+".")
	if item := k.now.Questionnaire.Item(p.Item); item != nil && m.h > 30 {
		out.Paragraph(t.Plain, "  ", t.Dim, item.AskAt(k.now.Milestone))
	}
	return out.Lines
}

package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
	"assay/assessment/written"
	"assay/questionnaire"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// The options of the dialog that edits a line.
const (
	asItCame  = "as it came"
	noAnswer  = "words alone"
	keepWords = "kept"
	dropWords = "left out"
)

// edit asks how to take a line in another way than it came.
func (s *replyPage) edit(m *Model, l *written.Line) *asked {
	snapshot := s.in.Snapshot()
	item := snapshot.Questionnaire.Item(l.Item)
	was := s.choices[l.ID]
	sh := &dialog.Sheet{Title: "Edit " + l.ID + " " + l.Title, Lead: "They wrote: " + english.Quoted(l.Wrote), AtTop: true}
	if l.IsFile() {
		sh.Lead = l.File.Name
	}
	var values []questionnaire.Value
	if item != nil {
		values = item.Values()
		sh.Fields = append(sh.Fields, answerField(item, l, was, values))
	}
	if !l.IsFile() {
		words := dialog.ChoiceField("their words", keepWords, dropWords)
		if was.NoWords {
			words.Chosen = 1
		}
		sh.Fields = append(sh.Fields, words)
	}
	sh.Fields = append(sh.Fields, dialog.TextField("note", was.Note, "a remark of yours beside the answer; optional"))
	return ask(sh, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		choice := written.Choice{Take: true, Note: sh.Value("note"), NoWords: sh.Value("their words") == dropWords, PatientData: was.PatientData}
		if len(values) == 0 {
			choice.Value = sh.Value("answer")
		} else if at := sh.Chosen("answer"); at > 0 {
			choice.Value = values[at-1].Text
		}
		if choice.Value == l.Value {
			choice.Value = ""
		}
		if err := s.in.Check(l.ID, choice); err != nil {
			return nil, err
		}
		m.shut()
		s.choices[l.ID] = choice
		return s.keepChoices(m), nil
	})
}

// answerField asks for the answer to record. Its first option is the answer as it came.
func answerField(item *questionnaire.Item, l *written.Line, was written.Choice, values []questionnaire.Value) dialog.Field {
	if len(values) == 0 {
		text := was.Value
		if text == "" {
			text = l.Value
		}
		return dialog.TextField("answer", text, "as the item takes it; blank records the words alone")
	}
	options := []string{noAnswer}
	if l.Value != "" {
		options[0] = asItCame + ": " + l.Words
	}
	for _, value := range values {
		words := value.Words
		if words == "" || item.Kind.Judged() {
			words = questionnaire.AnswerWords(value.Text)
		}
		options = append(options, words)
	}
	f := dialog.ChoiceField("answer", options...)
	f.Chosen = 1 + slices.IndexFunc(values, func(v questionnaire.Value) bool { return v.Text == was.Value && was.Value != "" })
	return f
}

// allowing asks before a line is taken that looks like patient data, or before the file
// is kept when its name or the person who answers does.
func (s *replyPage) allowing(l *written.Line) *asked {
	id, found, choice, yes := written.WhoAnswers, s.in.PatientData, written.Choice{PatientData: true}, "keeps the file and the name all the same"
	if l != nil {
		id, found, choice, yes = l.ID, l.PatientData, s.choices[l.ID], "takes it all the same"
		choice.Take, choice.PatientData = true, true
	}
	return ask(&dialog.Text{
		Title: "This looks like patient data",
		Lines: func(t *draw.Theme, w int) []string {
			out := draw.NewBlock(t, w)
			out.Paragraph(t.WarnStrong, "! ", t.Plain, "It looks like "+english.List(found)+". Patient data does not belong into an assessment.")
			out.Blank()
			if l == nil {
				out.Paragraph(t.Plain, "", t.Plain, english.Sentence(wording.StatedBy(s.in.Stated)+"; the file is called "+s.in.File))
			} else {
				out.Paragraph(t.Plain, "", t.Plain, l.Wrote)
			}
			return out.Lines
		},
		Yes: yes,
	}, func(m *Model, _ *dialog.Text) (tea.Cmd, error) {
		m.shut()
		return s.choose(m, id, choice), nil
	})
}

// commit shows what is recorded when the person agrees.
func (s *replyPage) commit(m *Model) *asked {
	voids := s.voids(m)
	return ask(&dialog.Text{
		Title: "Record this of " + s.in.File,
		Lines: func(t *draw.Theme, w int) []string { return s.summary(t, w, voids) },
		Yes:   "records it",
	}, func(m *Model, d *dialog.Text) (tea.Cmd, error) {
		if why := whyNoReply(s.book(m)); why != "" {
			return nil, assessment.Errorf(assessment.Conflict, "%s", why)
		}
		if _, err := s.in.Take(s.choices); err != nil {
			return nil, err
		}
		m.shut()
		s.sending = true
		b, in, choices := m.bench, s.in, s.choices
		type done struct {
			after assessment.Snapshot
			taken written.Taken
		}
		return await(reportLimit, func(ctx context.Context) (done, error) {
			after, taken, err := b.Receive(context.WithoutCancel(ctx), in.Incoming, choices)
			return done{after, taken}, err
		}, func(m *Model, got done, err error) tea.Cmd {
			s.sending = false
			switch {
			case assessment.CodeOf(err) == assessment.Conflict:
				return tea.Batch(m.complain(err), s.begin(m))
			case err != nil:
				return m.complain(err)
			}
			return s.done(m, got.after, got.taken)
		}), nil
	})
}

// voids says which decision the choices would void, if any.
func (s *replyPage) voids(m *Model) string {
	taken, err := s.in.Take(s.choices)
	k := s.book(m)
	if err != nil || k == nil {
		return ""
	}
	then := *k // as it would be
	for _, change := range taken.Changes {
		if then.follow(m.bench.Entry(change)) != nil {
			return ""
		}
	}
	return voidedBy(&k.now.State, &then.now.State)
}

// done leaves the screen after the choices were recorded.
func (s *replyPage) done(m *Model, after assessment.Snapshot, taken written.Taken) tea.Cmd {
	s.recorded = true
	words := "nothing in it is new: nothing was recorded"
	if after.Seq != s.in.Snapshot().Seq {
		words = wording.Taken(taken.Received, len(taken.Keep))
	}
	cmds := []tea.Cmd{s.dropChoices(m), closing(s.in), m.takeUp(s.in.from)}
	if m.bench.served() {
		cmds = append(cmds, m.keep(replyPlace(s.id), "")) // the file is gone
	}
	if m.top() == screen(s) {
		cmds = append(cmds, m.back())
	}
	return tea.Batch(append(cmds, m.say(words))...)
}

// summary tells what the choices record.
func (s *replyPage) summary(t *draw.Theme, w int, voids string) []string {
	out := draw.NewBlock(t, w)
	taken, err := s.in.Take(s.choices)
	if err != nil {
		out.Paragraph(t.BadStrong, "! ", t.Plain, english.Sentence(err.Error()))
		return out.Lines
	}
	r := taken.Received
	out.Paragraph(t.Plain, "", t.Plain, english.Sentence(wording.StatedBy(s.in.Stated)))
	names := func(lead string, ink draw.Ink, all []string) {
		if len(all) > 0 {
			out.Paragraph(t.Plain, lead, ink, english.List(all))
		}
	}
	out.Blank()
	if len(r.Taken) == 0 {
		out.Paragraph(t.Plain, "", t.Strong, "No line is taken: only that the file came is recorded.")
	}
	names("taken      ", t.Plain, r.Taken)
	names("left       ", t.Dim, r.Left)
	names("held back  ", t.Warn, r.HeldBack)
	if replaces := s.in.Replaces(s.choices); len(replaces) > 0 {
		out.Blank()
		out.Paragraph(t.Warn, "", t.WarnStrong, english.Count(len(replaces), "recorded answer is replaced", "recorded answers are replaced")+":")
		for _, l := range replaces {
			out.Paragraph(t.Accent, "  "+l.ID+" ", t.Plain, "was "+l.Recorded+", now "+l.Words)
		}
	}
	if voids != "" {
		out.Blank()
		out.Paragraph(t.BadStrong, "! ", t.Bad, english.Sentence(voids))
	}
	out.Blank()
	switch {
	case !taken.KeepFile:
		out.Paragraph(t.Plain, "", t.Warn, "The file is not kept, because something in it has or may have patient data.")
	case len(taken.LeftOut) > 0:
		var left []string
		for _, f := range taken.LeftOut {
			left = append(left, f.Name)
		}
		out.Paragraph(t.Plain, "", t.Warn, "The file is kept without "+english.List(left)+".")
	default:
		out.Paragraph(t.Plain, "", t.Plain, "The file is kept as it came.")
	}
	if n := len(taken.Keep); n > 0 {
		out.Paragraph(t.Plain, "", t.Plain, english.Count(n, "attached file becomes", "attached files become")+" evidence “received, not read”, which counts nothing until somebody has read it: "+keys.For(keys.AllEvidence, keys.OnVendor).Shown()+" lists it.")
	}
	return out.Lines
}

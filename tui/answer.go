package tui

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/questionnaire"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// value records one of the possible values as the answer.
func (s *interview) value(m *Model, at spot, value string) tea.Cmd {
	was := s.replaced(m, at)
	var cmd tea.Cmd
	if at.item.Kind.Scored() {
		cmd = s.give(m, at, now(at).Giving(at.item, value, m.bench.Evaluator)...)
	} else {
		cmd = s.change(m, at, at.answer.Given(at.item, value))
	}
	if is := s.replaced(m, at); was == "" || is == was || m.toast.bad {
		return cmd
	}
	return tea.Batch(cmd, m.alsoSay(at.item.ID+" was "+was+"; "+keys.For(keys.Undo, keys.OnInterview).Shown()+" takes it back"))
}

// replaced is the answer that a new value replaces, in words with its author, or
// empty: of an item that people score, the evaluator's own grade.
func (s *interview) replaced(m *Model, at spot) string {
	a := now(at)
	if at.item.Kind.Scored() {
		if own, known := a.GradeOf(m.bench.Evaluator); known && own.Grade != nil {
			return own.Words()
		}
		return ""
	}
	if !a.Answered() && a.NotApplicable == nil {
		return ""
	}
	return answerWords(at.k.now.Questionnaire, at.item.ID, a) + " by " + a.By
}

// give records an answer. If it removes the reason that reconciled the scores, give
// says so.
func (s *interview) give(m *Model, at spot, changes ...assessment.Change) tea.Cmd {
	settled := now(at).Reconciled != ""
	cmd := m.record(at.k, changes...)
	if settled && now(at).Reconciled == "" {
		return tea.Batch(cmd, m.alsoSay(scoresMoved))
	}
	return cmd
}

// number handles a digit: a grade, an option, or the first digit of a fact.
func (s *interview) number(m *Model, at spot, key string) tea.Cmd {
	value, found := valueOn(at.item, key)
	switch {
	case found:
		return s.value(m, at, value.Text)
	case len(at.item.Options) > 0:
		return m.say(fmt.Sprintf("choose an option from 1 to %d", len(at.item.Options)))
	case !at.item.Kind.Judged():
		return m.open(factDialog(s, at, key))
	}
	return m.say("grades go from 0 to 4")
}

// valueOn returns the value that a key gives to an item.
func valueOn(item *questionnaire.Item, key string) (questionnaire.Value, bool) {
	values := item.Values()
	n := slices.IndexFunc(values, func(v questionnaire.Value) bool { return v.Key == key })
	if n < 0 {
		return questionnaire.Value{}, false
	}
	return values[n], true
}

const scoresMoved = "the scores have changed: the reason given for them no longer holds"

// scorers lists the other people who have scored in this assessment, by name.
func scorers(k *book, evaluator string) []string {
	names := map[string]bool{}
	for _, a := range k.now.Answers {
		for name := range a.Scores {
			if !strings.EqualFold(name, evaluator) {
				names[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func (s *interview) setAside(m *Model, at spot) tea.Cmd {
	if at.answer.NotApplicable != nil {
		return s.change(m, at, at.answer.Cleared())
	}
	because := dialog.Needed(dialog.TextField("because", "", "one line, for the reader of the report"), "say why it is not applicable")
	return m.open(askText(at.item.ID+" is not applicable", "", because, func(m *Model, reason string) (tea.Cmd, error) {
		m.shut()
		return s.change(m, at, at.answer.SetAside(reason, m.bench.Evaluator)), nil
	}))
}

// note asks for the note of an item. The note of a clause begins with its section
// number.
func (s *interview) note(m *Model, at spot) *asked {
	title, hint := "Note on ", ""
	if of := at.item.Kind.Note(); of != "" {
		title, hint = strings.ToUpper(of[:1])+of[1:]+" number of ", of+" 4.2; and what its wording lacks"
	}
	own, _ := at.answer.GradeOf(m.bench.Evaluator)
	before := at.answer.Note
	if at.item.Kind.Scored() {
		before = own.Note
	}
	return ask(dialog.NewNote(title+at.item.ID+" "+at.item.Title, before, hint), func(m *Model, d *dialog.Note) (tea.Cmd, error) {
		m.shut()
		text, changed := d.Text()
		if !changed {
			return nil, nil
		}
		if at.item.Kind.Scored() {
			return m.record(at.k, graded(at, now(at).NotedBy(m.bench.Evaluator, text))), nil
		}
		return s.amend(m, at, func(a *assessment.Answer) { a.Note = text }), nil
	})
}

func (s *interview) quote(m *Model, at spot) *asked {
	heard := m.bench.Now()
	save := func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		m.shut()
		return s.amend(m, at, func(a *assessment.Answer) {
			a.Quotes = append(a.Quotes, assessment.Quote{Text: sh.Value("they said"), Who: sh.Value("who"), At: heard.UnixMicro()})
		}), nil
	}
	return ask(&dialog.Sheet{
		Title: "Word for word, " + heard.In(m.bench.Zone).Format("15:04"),
		Fields: []dialog.Field{
			dialog.Needed(dialog.TextField("they said", "", ""), "write down what was said"),
			dialog.TextField("who", lastSpeaker(at.k), "who said it; optional"),
		},
	}, save)
}

// lastSpeaker returns the person who was quoted last in this meeting, or the only
// attendee of the vendor.
func lastSpeaker(k *book) string {
	who, latest := "", int64(0)
	for _, a := range k.now.Answers {
		for _, q := range a.Quotes {
			if q.At > latest {
				who, latest = q.Who, q.At
			}
		}
	}
	session := k.now.Running()
	if session == nil {
		return ""
	}
	if latest >= session.Start && who != "" {
		return who
	}
	var theirs []string
	for _, a := range session.Attendees {
		if a.Side == "vendor" {
			theirs = append(theirs, a.Name)
		}
	}
	if len(theirs) == 1 {
		return theirs[0]
	}
	return ""
}

func (s *interview) secondScorer(m *Model, at spot) *asked {
	const somebodyElse, takeOut = "somebody else", "take out"
	known := scorers(at.k, m.bench.Evaluator)
	name := dialog.Needed(dialog.TextField("name", "", "such as ciso@hospital.example"), "a score has a scorer")
	name.Hidden = func(sh *dialog.Sheet) bool { return len(known) > 0 && sh.Value("who") != somebodyElse }
	grades := []string{"0", "1", "2", "3", "4"}
	if slices.ContainsFunc(known, func(name string) bool { _, scored := at.answer.Scores[name]; return scored }) {
		grades = append(grades, takeOut)
	}
	var fields []dialog.Field
	if len(known) > 0 {
		fields = append(fields, dialog.ChoiceField("who", append(known, somebodyElse)...))
	}
	return ask(&dialog.Sheet{
		Title:  "Grade of somebody else for " + at.item.ID,
		Lead:   "The grade of somebody else who listened, entered by you. Two grades earn more credit than one only when each person enters their own.",
		Fields: append(fields, name, dialog.Needed(dialog.UndecidedField("grade", grades...), "give the grade, 0 to 4")),
	}, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		name := draw.Harmless(sh.Value("name"))
		if who := sh.Value("who"); who != somebodyElse && who != "" {
			name = who
		}
		for _, other := range known {
			if strings.EqualFold(other, name) {
				name = other
			}
		}
		_, scored := at.answer.Scores[name]
		grade := sh.Value("grade")
		switch {
		case strings.EqualFold(name, m.bench.Evaluator):
			return nil, dialog.WrongIn("name", "that is you: the second scorer is somebody else")
		case grade == takeOut && !scored:
			return nil, dialog.WrongIn("grade", name+" has not scored this one")
		}
		change := graded(at, now(at).Ungraded(name))
		if grade != takeOut {
			n, err := strconv.Atoi(grade)
			if err != nil {
				return nil, err
			}
			change = graded(at, now(at).GradedBy(name, n))
		}
		if err := m.admits(at.k, change); err != nil {
			return nil, dialog.WrongIn("name", err.Error())
		}
		m.shut()
		return s.give(m, at, change), nil
	})
}

// whyNotReconciledByMe says why another person must reconcile the grades of a scenario.
func (m *Model) whyNotReconciledByMe(at spot) string {
	return m.whyNotApart(at.k, assessment.Answered{Answer: now(at).Reconcile(0, "their reason")})
}

func (s *interview) reconcile(at spot) *asked {
	because := dialog.Needed(dialog.TextField("because", at.answer.Reconciled, "what they heard again, and why this grade"), "say why they agree on it")
	return ask(&dialog.Sheet{
		Title:  "The grade on which they agree for " + at.item.ID,
		Lead:   "It counts instead of their own grades, which stay on record.",
		Fields: []dialog.Field{because, dialog.Needed(dialog.UndecidedField("grade", "0", "1", "2", "3", "4"), "give the grade, 0 to 4")},
	}, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		grade, err := strconv.Atoi(sh.Value("grade"))
		if err != nil {
			return nil, err
		}
		m.shut()
		return s.give(m, at, assessment.Answered{Answer: now(at).Reconcile(grade, sh.Value("because"))}), nil
	})
}

// turnSession starts a session, or ends the one that runs.
func turnSession(m *Model, k *book) tea.Cmd {
	session := k.now.Running()
	if session == nil {
		return openSessionForm(m, k)
	}
	lasted := m.bench.Now().UnixMicro() - session.Start
	return tea.Batch(endSession(m, k),
		m.say("the session is over after "+clock(lasted)+"; "+keys.For(keys.Review, keys.OnInterview).Shown()+" shows what to look at once more"))
}

// answerWords returns an answer in words.
func answerWords(q *questionnaire.Questionnaire, id string, a assessment.Answer) string {
	switch item := q.Item(id); {
	case a.NotApplicable != nil:
		return "not applicable"
	case !a.Answered():
		return "unanswered"
	case !item.Kind.Judged():
		return factWords(item, a)
	default:
		return a.Text(q)
	}
}

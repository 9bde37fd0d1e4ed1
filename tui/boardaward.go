package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/ranking"
	"assay/assessment/workspace"
	"assay/tui/dialog"
	"assay/tui/draw"
)

// awarder is the dialog that awards an RFP to one of its assessments. The award is
// bound to the board that the user saw when the dialog opened. If an assessment
// has changed since, the store refuses the award. The dialog then shows the change
// and goes on with the new board.
type awarder struct {
	m      *Model
	all    *workspace.RFP
	author string // the person who records it
	sheet  *dialog.Sheet
	draft  assessment.Award  // with the contenders that the user saw
	given  map[string]string // the reasons from the ranking, by assessment
	others []string          // the other assessments, in the order of the fields
	of     *board
	stale  bool // the board is read again, because it has changed
}

// The labels of the dialog.
const (
	byLabel       = "approved by"
	roleLabel     = "role"
	reasonLabel   = "reason"
	runnerUpLabel = "runner-up"
	outsideLabel  = "outside"
)

const nobodyNext = "nobody"

// askAward opens the dialog for the chosen row.
func (s *board) askAward(m *Model) tea.Cmd {
	a := &awarder{m: m, of: s, author: m.bench.Evaluator, given: map[string]string{}}
	by := dialog.TextField(byLabel, "", "who approves the award, by name")
	by.Hidden = func(*dialog.Sheet) bool { return m.inPerson() }
	a.draft.ID = m.bench.NewID()
	a.draft.Chosen = s.row().Assessment
	a.sheet = &dialog.Sheet{
		About: func(*dialog.Sheet) string { return a.about() },
		Fields: []dialog.Field{
			by,
			dialog.TextField(roleLabel, "", "such as CISO"),
			dialog.TextField(reasonLabel, "", "why this vendor"),
		},
		Doubt: a.doubt,
		Steps: true,
	}
	if err := a.bind(s.all); err != nil {
		return m.complain(err)
	}
	s.award = a
	return m.open(ask(a.sheet, a.save))
}

// bind binds the dialog to a board: it sets the possible runners-up, and the
// reasons why the others are not chosen. Text that the user typed stays; reasons
// from the ranking are replaced.
func (a *awarder) bind(all *workspace.RFP) error {
	said := map[string]string{}
	for n, id := range a.others {
		if text := strings.TrimSpace(a.sheet.Fields[a.whyNot()+n].Text()); text != a.given[id] {
			said[id] = text
		}
	}
	outside, next := a.sheet.Value(outsideLabel), a.draft.RunnerUp
	if a.all != nil {
		next = a.runnerUp()
	}
	draft, err := all.Present.Board.Award(a.draft.Chosen, all.Present.Judged)
	if err != nil {
		return err
	}
	draft.ID, draft.RFP = a.draft.ID, all.RFP.ID
	if a.all == nil {
		next = draft.RunnerUp
	}
	a.all, a.draft, a.others = all, draft, nil
	a.sheet.Title = "Award to " + all.Present.Title(a.chosen().Assessment)
	a.sheet.Fields = append(a.sheet.Fields[:3:3], a.runnerUpField(next))
	for _, c := range draft.Contenders {
		if c.Assessment == draft.Chosen {
			continue
		}
		a.others, a.given[c.Assessment] = append(a.others, c.Assessment), c.WhyNot
		text := dialog.TextField(a.label(c.Assessment), c.WhyNot, "why it is not chosen")
		if own, is := said[c.Assessment]; is {
			text.Set(own)
		} else {
			text = dialog.Marked(text)
			text.ToStart()
		}
		a.sheet.Fields = append(a.sheet.Fields, text)
	}
	a.sheet.Fields = append(a.sheet.Fields, dialog.TextField(outsideLabel, outside, "another reason, such as price=second lowest"))
	a.sheet.At = min(a.sheet.At, len(a.sheet.Fields)-1)
	return nil
}

// whyNot returns the index of the first field for the reason against another
// assessment.
func (a *awarder) whyNot() int { return a.sheet.Find(runnerUpLabel) + 1 }

// label returns the name of the field for the reason against an assessment. If the
// names of two vendors begin alike, it adds a number.
func (a *awarder) label(id string) string {
	const most = 18
	name := draw.NewLine(most).Say(draw.Ink{}, a.all.Present.Title(id))
	label := "not " + strings.TrimRight(name.String(), " ")
	if a.sheet.Find(label) >= 0 {
		label += fmt.Sprintf(" %d", len(a.others))
	}
	return label
}

// next lists the possible runners-up in the order of the options.
func (a *awarder) next() []string {
	var ids []string
	for _, row := range a.all.Present.Board.Entries {
		if row.Assessment != a.draft.Chosen && row.Group != ranking.Blocked {
			ids = append(ids, row.Assessment)
		}
	}
	return ids
}

func (a *awarder) runnerUpField(id string) dialog.Field {
	var options []string
	ids := a.next()
	for _, id := range ids {
		options = append(options, a.all.Present.Title(id))
	}
	f := dialog.ChoiceField(runnerUpLabel, append(options, nobodyNext)...)
	if f.Chosen = slices.Index(ids, id); f.Chosen < 0 {
		f.Chosen = len(ids)
	}
	return f
}

// runnerUp returns the assessment that is selected as the runner-up, or "".
func (a *awarder) runnerUp() string {
	ids := a.next()
	if n := a.sheet.Fields[a.sheet.Find(runnerUpLabel)].Chosen; n < len(ids) {
		return ids[n]
	}
	return ""
}

// chosen returns the row of the chosen assessment.
func (a *awarder) chosen() *ranking.BoardEntry {
	return &a.all.Present.Board.Entries[a.all.Present.Board.Find(a.draft.Chosen)]
}

// decidedWords describes the decision about the chosen assessment, and reports
// whether it supports the award.
func decidedWords(d *assessment.Decision) (words string, speaks bool) {
	switch {
	case d == nil:
		return "no decision is recorded", false
	case !d.InForce():
		return "the decision is void", false
	}
	return "decided " + string(d.Outcome) + " by " + d.By, d.Outcome == assessment.DecideApprove || d.Outcome == assessment.DecideConditional
}

// doubt asks the user to confirm an award that no decision supports. It waits until
// the dialog is complete.
func (a *awarder) doubt(*dialog.Sheet) string {
	words, supports := decidedWords(a.chosen().Decision)
	if _, err := a.said(); err != nil || supports {
		return ""
	}
	return words + ": press enter again to award anyway"
}

// about returns the facts about the chosen assessment that the approver must see.
func (a *awarder) about() string {
	chosen := a.chosen()
	decided, _ := decidedWords(chosen.Decision)
	text := fmt.Sprintf("%s %s, shows %s, claims %s; %s", chosen.Verdict.Sign(), chosen.Verdict, chosen.Shown, chosen.Claimed, decided)
	if last := a.all.Award(); last != nil {
		text += fmt.Sprintf("\nOn record: awarded to %s, approved by %s. This award replaces it.", last.Contender(last.Chosen).Vendor, last.By)
	}
	if sentence := a.all.Present.Board.Ranking.Ground.Sentence(); sentence != "" {
		text += "\nThe ranking is " + sentence + "."
	}
	if len(a.others) > 0 {
		text += "\nGive a reason against every other vendor; the ranking suggests one."
	}
	return text + a.m.inPersonWords("approve the award")
}

// said returns the award with the values of the dialog.
func (a *awarder) said() (assessment.Award, error) {
	sh, award := a.sheet, a.draft
	award.Contenders = slices.Clone(award.Contenders)
	award.By, award.Role, award.Reason = a.m.approver(sh, byLabel), sh.Value(roleLabel), sh.Value(reasonLabel)
	award.RunnerUp, award.RecordedBy = a.runnerUp(), a.author
	for n, id := range a.others {
		award.Contender(id).WhyNot = sh.Fields[a.whyNot()+n].Text()
	}
	for part := range strings.SplitSeq(sh.Value(outsideLabel), ";") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		name, text, is := strings.Cut(part, "=")
		if !is {
			return award, dialog.WrongIn(outsideLabel, fmt.Sprintf("%q is no NAME=TEXT, as in: price=second lowest; references=two called", part))
		}
		award.Outside = append(award.Outside, assessment.Criterion{Name: strings.TrimSpace(name), Text: strings.TrimSpace(text)})
	}
	admitted, err := award.Admit()
	if err != nil {
		return award, a.where(award, err)
	}
	return admitted, nil
}

// where adds to an error the field of the dialog that caused it.
func (a *awarder) where(award assessment.Award, err error) error {
	switch {
	case assessment.CodeOf(err) != assessment.Invalid:
		return dialog.In(runnerUpLabel, err)
	case award.By == "":
		return dialog.In(byLabel, err)
	case strings.TrimSpace(award.Reason) == "":
		return dialog.In(reasonLabel, err)
	case slices.ContainsFunc(award.Outside, func(c assessment.Criterion) bool { return c.Name == "" || c.Text == "" }):
		return dialog.In(outsideLabel, err)
	}
	for n, id := range a.others {
		if strings.TrimSpace(award.Contender(id).WhyNot) == "" {
			return dialog.In(a.sheet.Fields[a.whyNot()+n].Label, err)
		}
	}
	return err
}

func (a *awarder) save(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
	if a.stale && a.of.failed == "" {
		return nil, assessment.Errorf(assessment.Conflict, "the board is loading again; try in a moment")
	}
	award, err := a.said()
	if err != nil {
		return nil, err
	}
	sh.Busy = true
	b := m.bench
	return await(saveLimit, func(ctx context.Context) (assessment.Award, error) { return b.Store.RecordAward(ctx, award) }, a.awarded), nil
}

// awarded closes the dialog after the award is recorded. If the store refused the
// award, the dialog says why, and the board is read again.
func (a *awarder) awarded(m *Model, kept assessment.Award, err error) tea.Cmd {
	a.sheet.Busy = false
	open := m.isOpen(a.sheet)
	switch {
	case err == nil:
		removed := m.remove(open)
		a.of.award = nil
		said := "recorded: awarded to " + kept.Contender(kept.Chosen).Vendor + ", approved by " + kept.By
		return tea.Batch(removed, a.of.begin(m), m.say(said))
	case open < 0:
		return m.complain(err)
	}
	a.sheet.Alert = ""
	switch assessment.CodeOf(err) {
	case assessment.Conflict, assessment.Refused:
		a.sheet.Wrong, a.stale = err.Error(), true // follow says how to go on
		return a.of.begin(m)
	}
	return m.refuse(a.sheet, err)
}

// follow binds the dialog to the new board, after the store refused the award
// because an assessment had changed.
func (a *awarder) follow(m *Model, all *workspace.RFP) tea.Cmd {
	if !a.stale {
		return nil
	}
	a.stale = false
	if all.Board.Find(a.draft.Chosen) < 0 {
		return m.complain(assessment.Errorf(assessment.NotFound, "the chosen assessment is no longer in this RFP"))
	}
	if err := a.bind(all); err != nil {
		return m.complain(err)
	}
	a.sheet.Alert = ""
	if chosen := a.chosen(); chosen.Group == ranking.Blocked {
		a.sheet.Wrong += "; " + all.Title(chosen.Assessment) + " is blocked now and cannot be chosen"
	} else {
		a.sheet.Wrong += "; look again before you save"
	}
	return nil
}

package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/wording"
	"assay/questionnaire"
	"assay/tui/dialog"
	"assay/tui/keys"
)

func (s *interview) why(m *Model, a keys.Action) string {
	at, found := s.spot(m)
	if !found {
		return "still reading"
	}
	item, kind := at.item, at.item.Kind
	if item.Computed() && answering(a) {
		return followsWords(item)
	}
	if letter := keys.LetterOf(a); letter != "" {
		if _, answers := valueOn(item, letter); !answers {
			return fmt.Sprintf("%s does not answer this %s: %s", letter, kind, howToAnswer(item))
		}
	}
	switch a {
	case keys.Ascend:
		if s.above == "" {
			return "this item was not opened from another one"
		}
	case keys.View:
		return whyOneView(at.k)
	case keys.Items:
		if !item.Computed() {
			return "only a checklist line and a computed date have items"
		}
	case keys.Grade:
		if !kind.Graded() && item.Answer != "choice" && item.Answer != "number" && item.Answer != "date" {
			return fmt.Sprintf("a number does not answer this %s: %s", kind, howToAnswer(item))
		}
	case keys.Fact:
		if kind.Judged() {
			return "this is no fact: " + howToAnswer(item)
		}
	case keys.Confirm:
		if !at.answer.Waits(m.bench.Evaluator) {
			return "this answer needs no confirmation"
		}
	case keys.Ours:
		return whyNotOurs(at)
	case keys.SetAside:
		switch {
		case !kind.Judged():
			return "leave a fact open instead: it then counts at its worst"
		case item.HardAt(at.k.now.Milestone) && at.answer.NotApplicable == nil:
			return "a hard gate cannot be set aside by hand"
		}
	case keys.Waive:
		return cmp.Or(whyNotWaived(at), m.whyNotApart(at.k, assessment.WaiverGranted{Waiver: assessment.Waiver{Item: item.ID, Approver: m.bench.Evaluator}}))
	case keys.Clear:
		own, _ := at.answer.GradeOf(m.bench.Evaluator)
		switch {
		case kind.Scored() && at.answer.NotApplicable == nil && at.answer.Answered() && own.Grade == nil:
			return "the grades here are not yours: each scorer takes back their own"
		case !at.answer.Answered() && at.answer.NotApplicable == nil:
			return "there is no answer to clear"
		}
	case keys.Second:
		if !kind.Scored() {
			return "only scenarios have a second scorer"
		}
	case keys.Reconcile:
		switch {
		case kind.Scored() && at.k.now.PanelClosed(item.ID):
			return wording.Panel(at.k.now, item.ID)
		case !kind.Scored() || len(at.answer.Scores) < 2:
			return "there are not two scores to reconcile"
		}
		return m.whyNotReconciledByMe(at)
	case keys.Claimed, keys.Documented, keys.Verified, keys.Attested:
		switch {
		case kind.Scored():
			return scenarioEvidence
		case !kind.TakesEvidence():
			return "facts take no evidence"
		}
	case keys.Evidence:
		switch {
		case kind.Scored():
			return scenarioEvidence
		case !kind.TakesEvidence():
			return "facts take no evidence: write the source into a note (N)"
		}
	case keys.Tick:
		if len(item.ListenFor)+len(item.Elements) == 0 {
			return "there is nothing to tick here"
		}
	case keys.Fold:
		if !guided(at) {
			return "this item says nothing to listen for"
		}
	case keys.ComeBack:
		return whyNothingLater(at.k)
	case keys.Owed:
		if len(outstanding(at.k)) == 0 {
			return "nothing that was answered is still to be shown"
		}
	case keys.Settle:
		if len(at.k.result.OpenFlags) == 0 {
			return "no red flag is open"
		}
	case keys.Undo:
		if at.k.lastStep() == nil {
			return "there is nothing to undo"
		}
	case keys.Redo:
		if len(at.k.redo) == 0 {
			return "there is nothing to record again"
		}
	case keys.Retry, keys.Discard:
		if at.k.failure == nil {
			return "everything is saved as you go"
		}
	case keys.Receive:
		return whyNoReply(at.k)
	case keys.Report:
		return m.whyNoDocument(at.k)
	}
	return ""
}

// answering reports whether an action records something under an item. A red
// flag is about an item and not recorded under it.
func answering(a keys.Action) bool {
	switch a {
	case keys.Flag, keys.Settle, keys.Undo, keys.Redo, keys.Retry, keys.Discard:
		return false
	}
	return aboutItem(a)
}

// noteOnFact is the key that writes the note of a fact, since enter answers it.
const noteOnFact = "N"

const scenarioEvidence = "a scenario takes no evidence: t ticks its specifics, s enters the grade of somebody else"

// howToAnswer names the keys that answer an item.
func howToAnswer(item *questionnaire.Item) string {
	switch values := item.Values(); {
	case item.Kind.Graded():
		return "0 to 4 grades it"
	case len(values) == 0:
		return "enter writes the answer"
	case len(item.Options) > 0:
		return dialog.NumbersTo(len(values)) + " chooses the answer"
	default:
		var keys []string
		for _, value := range values {
			keys = append(keys, value.Key+" "+value.Text)
		}
		return strings.Join(keys, ", ")
	}
}

// In a meeting the hand looks for the same few keys at every item, so they come first in
// the footer and stay at their places. The keys that answer are named where the answer is
// given; the footer has them behind the others, where there is room.
var meetingKeys = []keys.Action{keys.NextOpen, keys.Note, keys.Quote, keys.Flag, keys.Undo, keys.Later}

// rank overrides the footer position.
func (s *interview) rank(m *Model, a keys.Action) int {
	if n := slices.Index(meetingKeys, a); n >= 0 {
		return 1 + n
	}
	switch {
	case a == keys.Grade, a == keys.Fact, a == keys.Ours, keys.LetterOf(a) != "":
		return len(meetingKeys) + 1
	case a == keys.Documented, a == keys.Verified:
		return len(meetingKeys) + 2
	case a == keys.Redo && m.w >= roomForSummary:
		return 1 + slices.Index(meetingKeys, keys.Undo)
	case a == keys.Tick, a == keys.Redo:
		return len(meetingKeys) + 3
	case (a == keys.Reconcile || a == keys.Waive) && !m.mine(assessment.ActAnswer):
		return 1 // whoever does not answer comes for this
	case (a == keys.Panel || a == keys.Review || a == keys.AllEvidence) && !m.mine(assessment.ActAnswer):
		return len(meetingKeys) + 1
	}
	return 0
}

// steady reports whether the footer shows a key also while it does nothing: undo keeps
// its place when there is nothing to take back.
func (s *interview) steady(a keys.Action) bool { return a == keys.Undo }

// label is the footer's key and word where the item has better ones.
func (s *interview) label(m *Model, a keys.Action) (shown, word string) {
	at, found := s.spot(m)
	if !found {
		return "", ""
	}
	note, narrow := at.item.Kind.Note(), m.w < roomForSummary
	value, chosen := valueOn(at.item, keys.LetterOf(a))
	switch {
	case a == keys.Flag && narrow:
		word = "flag"
	case a == keys.Help && narrow:
		word = "keys"
	case a == keys.Items:
		shown = "enter " + dialog.NumbersTo(len(sources(at.item)))
	case a == keys.Back && s.above != "" && !narrow:
		word = "back to " + s.above
	case chosen:
		word = value.Text
	case a == keys.Note && !at.item.Kind.Judged():
		shown = noteOnFact
	case a == keys.Note && note != "":
		word = note
	case a == keys.NextOpen && note != "":
		word = "next"
	case a == keys.Documented && note != "":
		word = "read"
	case a == keys.Grade && at.item.Answer == "choice":
		shown, word = fmt.Sprintf("1–%d", min(len(at.item.Options), 9)), "choose"
	case a == keys.Grade && !at.item.Kind.Judged():
		shown, word = "0–9", "type"
	case a == keys.View && s.all:
		word = "live"
	case a == keys.View:
		word = "all"
	case a == keys.Session && at.k.now.Running() != nil:
		word = "end session"
	}
	return shown, word
}

func (s *interview) do(m *Model, a keys.Action, msg tea.KeyPressMsg) tea.Cmd {
	at, found := s.spot(m)
	if !found {
		return nil
	}
	ids := s.listed(at.k)
	if value, chosen := valueOn(at.item, keys.LetterOf(a)); chosen {
		return s.value(m, at, value.Text)
	}
	switch a {
	case keys.Down:
		return s.step(m, at.k, 1)
	case keys.Up:
		return s.step(m, at.k, -1)
	case keys.Top:
		return s.move(m, ids[0])
	case keys.Bottom:
		return s.move(m, ids[len(ids)-1])
	case keys.PageDown:
		s.scroll(m, at, 1)
	case keys.PageUp:
		s.scroll(m, at, -1)
	case keys.NextOpen:
		if next := s.next(m, at.k); next != "" {
			return s.move(m, next)
		}
		return m.say(cmp.Or(s.elsewhere(at.k), lastWords(at)))
	case keys.NextDomain:
		return s.stepDomain(m, at, 1)
	case keys.LastDomain:
		return s.stepDomain(m, at, -1)
	case keys.Find:
		return m.open(s.finder(at.k, visible(at.k), "Find", dialog.HasWords[effect]))
	case keys.Go:
		return m.open(s.finder(at.k, ownFirst(at.item, visible(at.k)), "Go to", byID))
	case keys.View:
		return s.turnView(m, at.k)
	case keys.Narrow:
		return m.open(s.narrower(m, at.k))
	case keys.Items:
		if n, err := strconv.Atoi(msg.String()); err == nil {
			return s.source(m, at, n)
		}
		return m.open(s.sourcePicker(m, at))

	case keys.Grade:
		return s.number(m, at, msg.String())
	case keys.Fact:
		return m.open(factDialog(s, at, ""))
	case keys.Confirm:
		return s.confirm(m, at)
	case keys.Ours:
		return s.askOthers(m.bench, at)
	case keys.SetAside:
		return s.setAside(m, at)
	case keys.Waive:
		return m.open(s.waive(m, at))
	case keys.Clear:
		if at.item.Kind.Scored() && at.answer.NotApplicable == nil {
			return s.give(m, at, graded(at, now(at).Ungraded(m.bench.Evaluator)))
		}
		return s.change(m, at, at.answer.Cleared())
	case keys.Second:
		return m.open(s.secondScorer(m, at))
	case keys.Reconcile:
		return m.open(s.reconcile(at))

	case keys.Claimed:
		return s.claim(m, at)
	case keys.Documented:
		return m.open(ask(s.evidenceSheet(m, at, assessment.Documented)))
	case keys.Verified:
		return m.open(ask(s.evidenceSheet(m, at, assessment.Verified)))
	case keys.Attested:
		return m.open(ask(s.evidenceSheet(m, at, assessment.Attested)))
	case keys.Evidence:
		return tea.Batch(m.open(s.records(m, at)), sayOutweighed(m, at))

	case keys.Note:
		return tea.Batch(m.open(s.note(m, at)), sayOutweighed(m, at))
	case keys.Quote:
		return m.open(s.quote(m, at))
	case keys.Tick:
		s.ticking, s.folded = true, false
		s.showTicks(m, at)
	case keys.Fold:
		return s.fold(m)
	case keys.ComeBack:
		return m.open(s.comeBack(at.k))
	case keys.Owed:
		return m.open(s.owed(m, at.k))
	case keys.Volunteer:
		return s.amend(m, at, func(a *assessment.Answer) { a.Volunteered = !a.Volunteered })
	case keys.Evasive:
		return s.amend(m, at, func(a *assessment.Answer) { a.Evasive = !a.Evasive })
	case keys.Later:
		return s.amend(m, at, func(a *assessment.Answer) { a.Later = !a.Later })
	case keys.Flag:
		return m.open(s.raise(m, at))
	case keys.Promise:
		return m.open(s.newPromise(m, at))
	case keys.Settle:
		return m.open(s.settle(m, at.k))
	case keys.Undo:
		return s.undo(m, at.k)
	case keys.Redo:
		return s.redo(m, at.k)
	case keys.Retry:
		return at.k.save(m)
	case keys.Discard:
		return giveUp(m, at.k)
	case keys.Actions:
		return openActionPage(m, s.id, s.item)
	case keys.AllEvidence:
		return openEvidencePage(m, s.id, s.item)
	case keys.Chain:
		return m.open(newChain(s.id))
	case keys.Review:
		return openReview(m, s.id)
	case keys.Panel:
		return openPanels(m, at.k, at.item.ID)
	case keys.Journal:
		return openJournal(m, at.k, at.item.ID)
	case keys.Receive:
		return m.open(askReply(m, s.id))
	case keys.Agenda:
		return m.push(&agendaPage{recordPage: recordPage{s.id}, chosen: s.item})
	case keys.Session:
		return turnSession(m, at.k)
	case keys.Explain:
		return m.open(newExplainer(s.id, s.item))
	case keys.ExplainAll:
		return m.open(newExplainer(s.id, ""))
	case keys.Ascend:
		return s.move(m, s.above)
	case keys.Report:
		return m.askDocument(Subject{Assessment: s.id})
	}
	return nil
}

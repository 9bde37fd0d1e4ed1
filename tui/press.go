package tui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/questionnaire"
	"assay/tui/dialog"
)

func (s *interview) why(m *Model, a Action) string {
	at, found := s.spot(m)
	if !found {
		return "still reading"
	}
	item, kind := at.item, at.item.Kind
	if item.Computed() && answering(a) {
		return followsWords(item)
	}
	if letter := letterOf(a); letter != "" {
		if _, answers := valueOn(item, letter); !answers {
			return fmt.Sprintf("%s does not answer this %s: %s", letter, kind, howToAnswer(item))
		}
	}
	switch a {
	case actItems:
		if !item.Computed() {
			return "only a checklist line and a computed date have items"
		}
	case actGrade:
		if !kind.Graded() && item.Answer != "choice" && item.Answer != "number" && item.Answer != "date" {
			return fmt.Sprintf("a number does not answer this %s: %s", kind, howToAnswer(item))
		}
	case actFact:
		if kind.Judged() {
			return "this is no fact: " + howToAnswer(item)
		}
	case actConfirm:
		if at.answer.Reverify == nil {
			return "this answer does not wait to be confirmed"
		}
	case actOurs:
		return whyNotOurs(at)
	case actSetAside:
		switch {
		case !kind.Judged():
			return "a fact is left open instead; it then counts at its worst"
		case item.HardAt(at.k.now.Milestone) && at.answer.NotApplicable == nil:
			return "a hard gate cannot be set aside by hand"
		}
	case actWaive:
		return whyNotWaived(at)
	case actClear:
		if !at.answer.Answered() && at.answer.NotApplicable == nil {
			return "there is no answer to clear"
		}
	case actSecond:
		if !kind.Scored() {
			return "only scenarios have a second scorer"
		}
	case actReconcile:
		if !kind.Scored() || len(at.answer.Scores) < 2 {
			return "there are no two scores to reconcile"
		}
	case actClaimed, actDocumented, actVerified, actAttested:
		switch {
		case kind.Scored():
			return scenarioEvidence
		case !kind.TakesEvidence():
			return "facts carry no assurance"
		}
	case actEvidence:
		switch {
		case kind.Scored():
			return scenarioEvidence
		case !kind.TakesEvidence():
			return "facts carry no evidence; a note (N) can say where it is from"
		}
	case actTick:
		if len(item.ListenFor)+len(item.Elements) == 0 {
			return "there is nothing to tick here"
		}
	case actSettle:
		if len(at.k.result.OpenFlags) == 0 {
			return "no red flag is open"
		}
	case actUndo:
		if at.k.lastStep() == nil {
			return "there is nothing to undo"
		}
	case actRetry, actDiscard:
		if at.k.failure == nil {
			return "everything is saved as you go"
		}
	case actReport:
		switch {
		case m.bench.Report == nil:
			return "reports are written on the command line here: assay report"
		case !at.k.idle():
			return "not everything is saved yet"
		}
	case actNote:
		if !kind.Judged() {
			return "N writes the note of a fact"
		}
	}
	return ""
}

// answering reports whether an action records something under an item. A red
// flag is about an item and not recorded under it.
func answering(a Action) bool {
	switch a {
	case actFlag, actSettle, actUndo, actRetry, actDiscard:
		return false
	}
	return slices.ContainsFunc(table, func(b Binding) bool {
		return b.Action == a && (b.Group == "Answer" || b.Group == "Show it" || b.Group == "Write down")
	})
}

const scenarioEvidence = "a scenario is shown by what it names (t) and by a second scorer (s), not by papers"

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

// rank overrides the footer position. Where the note has to hold something, as
// the section of a clause, the note key comes earlier.
func (s *interview) rank(m *Model, a Action) int {
	if at, found := s.spot(m); found && at.item.Kind.Note() != "" && a == actNote {
		return 2
	}
	return 0
}

// label is the footer's key and word where the item has better ones.
func (s *interview) label(m *Model, a Action) (shown, word string) {
	at, found := s.spot(m)
	if !found {
		return "", ""
	}
	note := at.item.Kind.Note()
	value, chosen := valueOn(at.item, letterOf(a))
	switch {
	case a == actItems:
		shown = "enter " + dialog.NumbersTo(len(sources(at.item)))
	case a == actBack && s.above != "":
		word = "back to " + s.above
	case a == actHelp && len(at.item.Help) > 0:
		word = "help"
	case chosen:
		word = value.Text
	case a == actNote && note != "":
		word = note
	case a == actNextOpen && note != "":
		word = "next"
	case a == actDocumented && note != "":
		word = "read"
	case a == actGrade && at.item.Answer == "choice":
		shown, word = fmt.Sprintf("1–%d", min(len(at.item.Options), 9)), "choose"
	case a == actGrade && !at.item.Kind.Judged():
		shown, word = "0–9", "type"
	case a == actSession && at.k.now.Running() != nil:
		word = "end session"
	}
	return shown, word
}

func (s *interview) do(m *Model, a Action, msg tea.KeyPressMsg) tea.Cmd {
	at, found := s.spot(m)
	if !found {
		return nil
	}
	ids := visible(at.k)
	here := slices.Index(ids, s.item)
	if value, chosen := valueOn(at.item, letterOf(a)); chosen {
		return s.value(m, at, value.Text)
	}
	switch a {
	case actDown:
		return s.step(m, at.k, 1)
	case actUp:
		return s.step(m, at.k, -1)
	case actTop:
		return s.move(m, ids[0])
	case actBottom:
		return s.move(m, ids[len(ids)-1])
	case actPageDown:
		s.scroll(m, at, 1)
	case actPageUp:
		s.scroll(m, at, -1)
	case actNextOpen:
		if next := nextOpen(at.k, ids, here); next != "" {
			return s.move(m, next)
		}
		return m.say(lastWords(at))
	case actNextDomain:
		return s.stepDomain(m, at, 1)
	case actLastDomain:
		return s.stepDomain(m, at, -1)
	case actFind:
		return m.open(s.finder(at.k, ids, "Find", dialog.HasWords[effect]))
	case actGo:
		return m.open(s.finder(at.k, ownFirst(at.item, ids), "Go to", byID))
	case actItems:
		if n, err := strconv.Atoi(msg.String()); err == nil {
			return s.source(m, at, n)
		}
		return m.open(s.sourcePicker(m, at))

	case actGrade:
		return s.number(m, at, msg.String())
	case actFact:
		return m.open(factDialog(s, at, ""))
	case actConfirm:
		return s.confirm(m, at)
	case actOurs:
		return readOthers(m.bench, at)
	case actSetAside:
		return s.setAside(m, at)
	case actWaive:
		return m.open(s.waive(at))
	case actClear:
		return s.change(m, at, now(at).Cleared())
	case actSecond:
		return m.open(s.secondScorer(m, at))
	case actReconcile:
		return m.open(s.reconcile(at))

	case actClaimed:
		return s.claim(m, at)
	case actDocumented:
		return m.open(ask(s.evidenceSheet(m, at, assessment.Documented)))
	case actVerified:
		return m.open(ask(s.evidenceSheet(m, at, assessment.Verified)))
	case actAttested:
		return m.open(ask(s.evidenceSheet(m, at, assessment.Attested)))
	case actEvidence:
		return tea.Batch(m.open(s.records(m, at)), sayOutweighed(m, at))

	case actNote:
		return tea.Batch(m.open(s.note(at)), sayOutweighed(m, at))
	case actQuote:
		return m.open(s.quote(m, at))
	case actTick:
		s.ticking = true
		s.showTicks(m, at)
	case actVolunteer:
		return s.amend(m, at, func(a *assessment.Answer) { a.Volunteered = !a.Volunteered })
	case actEvasive:
		return s.amend(m, at, func(a *assessment.Answer) { a.Evasive = !a.Evasive })
	case actLater:
		return s.amend(m, at, func(a *assessment.Answer) { a.Later = !a.Later })
	case actFlag:
		return m.open(s.raise(at))
	case actSettle:
		return m.open(s.settle(m, at.k))
	case actUndo:
		return s.undo(m, at.k)
	case actRetry:
		return at.k.save(m.bench)
	case actDiscard:
		return giveUp(m, at.k)
	case actActions:
		return m.open(newActionList(s.id))
	case actChain:
		return m.open(newChain(s.id))
	case actSession:
		return s.session(m, at.k)
	case actExplain:
		if msg.String() == "W" {
			return m.open(newExplainer(s.id, ""))
		}
		return m.open(newExplainer(s.id, s.item))
	case actReport:
		return tea.Batch(writeReport(m, s.id), m.say("writing the report …"))
	}
	return nil
}

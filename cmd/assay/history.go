package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/assessment/wording"
	"assay/questionnaire"
)

func (a *app) assessHistory() *cobra.Command {
	return &cobra.Command{
		Use:   "history ASSESSMENT [ITEM]",
		Short: "Show who recorded what, and when",
		Long:  "Show the journal as people read it: when (UTC), who, what, and what it was before. With ITEM, only what is about that item.",
		Example: `  assay assess history harbor
  assay assess history harbor BAA-01 --json`,
		Args: cobra.RangeArgs(1, 2),
		RunE: a.does(func(ctx context.Context, args []string) error {
			snapshot, err := a.snapshot(ctx, args[0])
			if err != nil {
				return err
			}
			events, err := a.kept.Events(ctx, snapshot.Assessment)
			if err != nil {
				return err
			}
			books, err := a.booksOf(ctx, events)
			if err != nil {
				return err
			}
			happened := historyOf(books, events)
			if len(args) > 1 {
				if snapshot.Questionnaire.Item(args[1]) == nil {
					return assessment.Errorf(assessment.NotFound, "`assay questionnaire show "+snapshot.Questionnaire.ID+"` lists the items", "no item has the id %q", args[1])
				}
				happened = slices.DeleteFunc(happened, func(h happening) bool { return h.Item != args[1] })
			}
			if a.flags.json {
				return a.out.json(list(happened))
			}
			for _, h := range happened {
				a.showHappening(h)
			}
			if len(happened) == 0 {
				a.say("nothing was recorded about %s", args[1])
			}
			return nil
		}),
	}
}

// booksOf are the questionnaires by which an assessment was ever judged, by hash.
func (a *app) booksOf(ctx context.Context, events []assessment.Event) (map[string]*questionnaire.Questionnaire, error) {
	books := map[string]*questionnaire.Questionnaire{}
	for _, event := range events {
		hash := ""
		switch c := event.Change.(type) {
		case assessment.Opened:
			hash = c.Questionnaire.Hash
		case assessment.RulesChanged:
			hash = c.To.Hash
		default:
			continue
		}
		book, err := a.kept.Questionnaire(ctx, hash)
		if err != nil {
			return nil, err
		}
		books[hash] = book
	}
	return books, nil
}

func (a *app) showHappening(h happening) {
	a.out.print("%s  %s  %s\n", a.out.paint(faint, toTheSecond(h.At)), hostile.Line(h.By), strings.Join(nonEmpty(h.Item, h.What), "  "))
	for _, c := range h.Changes {
		a.out.beside("  ", a.out.paint(faint, c.What), 12, first(c.Old, nothing)+" → "+first(c.New, nothing))
	}
}

// toTheSecond is an instant in RFC 3339 and UTC as people read it.
func toTheSecond(at string) string {
	const seconds = len("2026-11-22T08:30:11")
	return strings.Replace(at[:seconds], "T", " ", 1) + "Z"
}

// nothing stands for what was not there before, or is not there any more.
const nothing = "–"

// happening is one event of the journal as people read it. Its keys are
// promises: keys are added, none is changed.
type happening struct {
	Seq     int64      `json:"seq"`
	ID      string     `json:"id"`
	At      string     `json:"at"` // RFC 3339, UTC
	By      string     `json:"by"`
	Kind    string     `json:"kind"` // the journal's word
	Item    string     `json:"item"` // empty where it is about none
	What    string     `json:"what"`
	Changes []becoming `json:"changes"`
}

// becoming is one thing that an event changed, as texts. The empty text stands
// for nothing.
type becoming struct {
	What string `json:"what"`
	Old  string `json:"old"`
	New  string `json:"new"`
}

// historyOf tells the journal of one assessment, in its order. books are the
// questionnaires that it names, by hash.
func historyOf(books map[string]*questionnaire.Questionnaire, events []assessment.Event) []happening {
	h := historian{
		books:   books,
		answers: map[string][]recordedAnswer{}, flags: map[string]toldFlag{}, waivers: map[string]string{}, told: map[string]happening{},
		actions: map[string]assessment.Action{}, links: map[string]assessment.Link{},
	}
	out := make([]happening, len(events))
	for n, event := range events {
		told := happening{Seq: event.Seq, ID: event.ID, At: utc(event.At), By: event.By, Kind: assessment.KindOf(event.Change), Changes: []becoming{}}
		h.tell(event, &told)
		h.told[event.ID] = told
		out[n] = told
	}
	return out
}

// historian walks a journal and remembers what stood before each event.
type historian struct {
	books     map[string]*questionnaire.Questionnaire
	about     assessment.Snapshot // the questionnaire and the zone
	milestone questionnaire.Milestone
	answers   map[string][]recordedAnswer  // by item, without those taken back
	flags     map[string]toldFlag          // by id
	waivers   map[string]string            // by item
	actions   map[string]assessment.Action // by id
	links     map[string]assessment.Link   // by id
	decision  string                       // the latest
	told      map[string]happening         // by event
}

type recordedAnswer struct {
	event  string
	answer assessment.Answer
}

type toldFlag struct{ item, text string }

func (h *historian) tell(event assessment.Event, out *happening) {
	became := func(what, before, after string) { out.Changes = append(out.Changes, becoming{what, before, after}) }
	switch c := event.Change.(type) {
	case assessment.Opened:
		h.about.Opened, h.about.Questionnaire, h.milestone = c, h.books[c.Questionnaire.Hash], c.Milestone
		out.What = fmt.Sprintf("opened on %s %s", c.Questionnaire.ID, c.Questionnaire.Version)
		became("milestone", "", string(c.Milestone))
	case assessment.Answered:
		item := c.Answer.Item
		before := h.present(item)
		h.answers[item] = append(h.answers[item], recordedAnswer{event.ID, c.Answer})
		out.Item, out.What, out.Changes = item, answeredWord(before, c.Answer), h.differences(item, before, c.Answer)
	case assessment.FlagRaised:
		flag := toldFlag{c.Item, string(c.Severity) + ": " + c.Text}
		h.flags[event.ID] = flag
		out.Item, out.What = c.Item, "raised a flag"
		became("flag", "", flag.text)
	case assessment.FlagResolved:
		flag := h.flag(c.Flag)
		out.Item, out.What = flag.item, "resolved a flag"
		became("flag", flag.text, "resolved: "+c.Reason)
	case assessment.WaiverGranted:
		w := c.Waiver
		text := fmt.Sprintf("until %s, approved by %s: %s; instead: %s; owner: %s", w.Expires, w.Approver, w.Reason, w.Control, w.Owner)
		out.Item, out.What = w.Item, "granted a waiver"
		became("waiver", h.waivers[w.Item], text)
		h.waivers[w.Item] = text
	case assessment.SessionStarted:
		out.What = "started a session"
		became("session", "", strings.Join(append([]string{"from " + utc(c.Start)}, attendeeNames(c.Attendees)...), ", "))
	case assessment.SessionEnded:
		out.What = "ended the session"
		became("session", "running", "until "+utc(c.End))
	case assessment.Moved:
		out.What = "moved it on"
		became("milestone", string(h.milestone), string(c.Milestone))
		h.milestone = c.Milestone
		h.mark(c.Reverify, became)
	case assessment.CarriedOver:
		h.carryOver(c, event.ID, out, became)
	case assessment.RulesChanged:
		h.changeRules(c, out, became)
	case assessment.Decided:
		text := wording.Decision(c.Decision)
		out.What = "decided"
		became("decision", h.decision, text)
		h.decision = text
	case assessment.ActionOpened:
		h.actions[event.ID] = c.Action
		out.Item, out.What = c.Action.Item, "added an action"
		became("action", "", wording.Action(c.Action))
	case assessment.ActionClosed:
		action := h.actions[c.Action]
		out.Item, out.What = action.Item, "closed an action"
		became("action", wording.Action(action), "closed: "+c.How)
		for _, record := range c.Evidence {
			became("evidence", "", wording.Evidence(record))
		}
	case assessment.LinkSet:
		h.setLink(c.Link, event.ID, out, became)
	case assessment.LinkRemoved:
		out.What = "removed a link of the chain"
		became("link", h.linkText(h.links[c.Link]), "removed: "+c.Reason)
		delete(h.links, c.Link)
	case assessment.Undone:
		h.takeBack(c.Event, out)
	}
}

// takeBack tells an undo. What it leaves of an answer is the latest one before
// that was not taken back.
func (h *historian) takeBack(event string, out *happening) {
	undone := h.told[event]
	out.Item, out.What = undone.Item, "took back: "+undone.What
	isIt := func(r recordedAnswer) bool { return r.event == event }
	if kept := h.answers[undone.Item]; slices.ContainsFunc(kept, isIt) {
		before := h.present(undone.Item)
		h.answers[undone.Item] = slices.DeleteFunc(kept, isIt)
		out.Changes = h.differences(undone.Item, before, h.present(undone.Item))
		return
	}
	for _, c := range undone.Changes {
		out.Changes = append(out.Changes, becoming{c.What, c.New, c.Old})
	}
}

// present is the answer that an item has now.
func (h *historian) present(item string) assessment.Answer {
	if all := h.answers[item]; len(all) > 0 {
		return all[len(all)-1].answer
	}
	return assessment.Answer{Item: item}
}

// flag is a flag by its id: one that a person raised, or a rule.
func (h *historian) flag(id string) toldFlag {
	if flag, raised := h.flags[id]; raised {
		return flag
	}
	if flag, known := assessment.RuleFlag(h.about.Questionnaire, id); known {
		return toldFlag{flag.Item, string(flag.Severity) + ": " + flag.Text}
	}
	return toldFlag{"", "flag " + id}
}

func answeredWord(before, after assessment.Answer) string {
	switch {
	case before.Reverify != nil && after.Reverify == nil && !after.Empty():
		return "re-verified"
	case after.Empty():
		return "cleared"
	case after.NotApplicable != nil:
		return "set aside"
	case before.Answered():
		return "answered again"
	case after.Answered():
		return "answered"
	}
	return "noted"
}

// differences tells what changed from one answer of an item to the next, part
// by part: what both have is left out.
func (h *historian) differences(id string, before, after assessment.Answer) []becoming {
	item := h.about.Questionnaire.Item(id)
	if item == nil {
		return []becoming{}
	}
	older, newer := wording.Recorded(h.about, item, before), wording.Recorded(h.about, item, after)
	out := []becoming{}
	for _, line := range slices.Concat(older, newer) {
		told := slices.ContainsFunc(out, func(b becoming) bool { return b.What == line[0] })
		if line[0] == "by" || told {
			continue
		}
		change := becoming{line[0], onlyIn(older, newer, line[0]), onlyIn(newer, older, line[0])}
		if change.Old != change.New {
			out = append(out, change)
		}
	}
	return out
}

// onlyIn joins the texts of one name that some lines have and others do not.
func onlyIn(these, others [][2]string, name string) string {
	var texts []string
	for _, line := range these {
		if line[0] == name && !slices.Contains(others, line) {
			texts = append(texts, line[1])
		}
	}
	return strings.Join(texts, "; ")
}

func attendeeNames(attendees []assessment.Attendee) []string {
	names := make([]string, len(attendees))
	for n, who := range attendees {
		names[n] = who.Name
	}
	return names
}

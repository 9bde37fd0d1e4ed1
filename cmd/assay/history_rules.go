package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
)

// became takes one thing that an event changed.
type became func(what, before, after string)

// mark tells which answers are to be re-verified from now on, and remembers it.
func (h *historian) mark(reverify map[string][]string, became became) {
	for _, item := range slices.Sorted(maps.Keys(reverify)) {
		h.waits(item, reverify[item])
	}
	if len(reverify) > 0 {
		became("waiting", "", "to be re-verified: "+strings.Join(slices.Sorted(maps.Keys(reverify)), ", "))
	}
}

func (h *historian) waits(item string, because []string) {
	if all := h.answers[item]; len(all) > 0 {
		all = slices.Clone(all)
		all[len(all)-1].answer.Reverify = &assessment.Reverify{Because: because}
		h.answers[item] = all
	}
}

// carryOver tells what a re-assessment takes over. Everything told later is a
// change to that.
func (h *historian) carryOver(c assessment.CarriedOver, event string, out *happening, became became) {
	was := c.Previous
	out.What = "carried over"
	became("from", "", fmt.Sprintf("%s, as of %s: %s, shown %s", was.Assessment, was.AsOf, was.Verdict, was.Shown))
	for _, answer := range c.Answers {
		h.answers[answer.Item] = []recordedAnswer{{event, answer}}
	}
	for _, flag := range c.Flags {
		h.flags[flag.ID] = toldFlag{flag.Item, string(flag.Severity) + ": " + flag.Text}
	}
	for _, action := range c.Actions {
		h.actions[action.ID] = action
	}
	for _, link := range c.Links {
		h.links[link.ID] = link
	}
	for _, part := range []struct {
		what string
		n    int
		noun string
	}{{"answers", len(c.Answers), "answer"}, {"flags", len(c.Flags), "flag"}, {"actions", len(c.Actions), "action"}, {"chain", len(c.Links), "link"}} {
		if part.n > 0 {
			text := english.Count(part.n, part.noun)
			if part.what == "answers" {
				text += " to be re-verified"
			}
			became(part.what, "", text)
		}
	}
}

// changeRules tells of other rules, and puts the answers under their new items.
func (h *historian) changeRules(c assessment.RulesChanged, out *happening, became became) {
	out.What = "changed the rules"
	became("rules", wording.Pin(c.From), wording.Pin(c.To))
	became("reason", "", c.Reason)
	answers, reverify := map[string][]recordedAnswer{}, map[string][]string{}
	for _, kept := range c.Kept {
		answers[kept.Item] = h.answers[first(kept.Was, kept.Item)]
		if len(kept.Because) > 0 {
			reverify[kept.Item] = kept.Because
		}
	}
	h.answers = answers
	if book := h.books[c.To.Hash]; book != nil {
		h.about.Questionnaire = book
	}
	h.mark(reverify, became)
	if len(c.Lost) > 0 {
		became("lost", strings.Join(c.Lost, ", "), "")
	}
}

func (h *historian) setLink(link assessment.Link, event string, out *happening, became became) {
	before := ""
	if out.What = "added a link of the chain"; link.ID != "" {
		out.What, before = "changed a link of the chain", h.linkText(h.links[link.ID])
	}
	link.ID = first(link.ID, event)
	h.links[link.ID] = link
	became("link", before, h.linkText(link))
}

// linkText is a link on one line.
func (h *historian) linkText(link assessment.Link) string {
	terms := append([]string{link.Entity + ", " + link.Country}, wording.Link(link, 0)...)
	if link.Under != "" {
		terms = append(terms, "under "+h.links[link.Under].Entity)
	}
	return strings.Join(terms, " · ")
}

package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/assessment/wording"
	"assay/questionnaire"
)

// chainFact is the fact with the number of links that the vendor named.
const chainFact = "chain_links"

func (a *app) chainCommand() *cobra.Command {
	return a.noun("chain", "The delivery chain: the companies between us and the person at the keyboard", a.chainAdd(), a.chainSet(), a.chainRemove(), a.chainShow())
}

func (a *app) chainShow() *cobra.Command {
	return &cobra.Command{
		Use:   "show ASSESSMENT",
		Short: "Draw the delivery chain as a tree",
		Long: `Draw the delivery chain as a tree. A link with ✓ has a flow-down agreement in force. A link with ✗ touches patient data or
credentials and has none. A link with – touches neither. One ✗ keeps the gate on the chain open, whatever the answers.`,
		Example: `  assay chain show harbor`,
		Args:    cobra.ExactArgs(1),
		RunE: a.reads(func(ctx context.Context, s assessment.Snapshot, args []string) error {
			return a.show(chainOf(s, a.work.Day(s)), func() { a.showChain(s) })
		}),
	}
}

// listedChain is the delivery chain in JSON. Its keys are a contract: add keys,
// but never change one.
type listedChain struct {
	Assessment string       `json:"assessment"`
	Vendor     string       `json:"vendor"`
	Links      []listedLink `json:"links"` // in the order in which they were added
	Gates      []chainGate  `json:"gates"`
	Fact       *string      `json:"chain_links"` // as answered; null where it is not
}

type listedLink struct {
	assessment.Link
	Path  []string `json:"path"`  // from the vendor down to the link
	Needs bool     `json:"needs"` // a flow-down agreement
	Bound bool     `json:"bound"` // by an agreement in force
}

// chainGate is a gate that an unbound link keeps open.
type chainGate struct {
	Item   string                  `json:"item"`
	Title  string                  `json:"title"`
	From   questionnaire.Milestone `json:"from"` // the first milestone at which it counts
	Counts bool                    `json:"counts"`
	Held   bool                    `json:"held"` // open
}

func chainOf(s assessment.Snapshot, today assessment.Date) listedChain {
	out := listedChain{Assessment: s.Assessment, Vendor: s.Opened.Vendor.Name, Links: []listedLink{}, Gates: []chainGate{}}
	for _, link := range s.Links {
		out.Links = append(out.Links, listedLink{link, s.Path(link.ID), link.NeedsFlowDown(), link.Flow.InForce(today)})
	}
	for item := range s.Questionnaire.Items() {
		if item.Chain {
			from := item.Phase.From()
			out.Gates = append(out.Gates, chainGate{item.ID, item.Title, from, s.Milestone.Reached(from), len(s.Unbound(today)) > 0})
		}
	}
	if said := s.Answers[chainFact]; said.Answered() {
		out.Fact = &said.Value
	}
	return out
}

func (a *app) showChain(s assessment.Snapshot) {
	p, today := a.out, a.work.Day(s)
	p.print("%s\n", p.paint(bold, s.Opened.Vendor.Name))
	a.showLinks(s, "", "", today)
	if len(s.Links) == 0 {
		a.say("no link of the chain is recorded")
	} else {
		p.print("\n")
	}
	chain := chainOf(s, today)
	for _, gate := range chain.Gates {
		if len(s.Links) > 0 || gate.Held {
			p.named("", gate.Item, gate.text())
		}
	}
	if text := chain.disagreement(); text != "" {
		a.note("%s", text)
	}
}

func (g chainGate) text() string {
	switch {
	case !g.Held:
		return g.Title + ": no link holds it open"
	case !g.Counts:
		return fmt.Sprintf("%s: the chain opens it; it counts from milestone %s on", g.Title, g.From)
	}
	return g.Title + ": the chain holds it open, whatever is answered"
}

// disagreement says when the answered number of links differs from the recorded
// number. It is empty when they agree.
func (c listedChain) disagreement() string {
	if recorded := fmt.Sprint(len(c.Links)); c.Fact != nil && *c.Fact != recorded {
		return "the fact " + chainFact + " says " + *c.Fact + ", but the chain holds " + recorded
	}
	return ""
}

// showLinks draws the links under another, with the rails of the links above.
func (a *app) showLinks(s assessment.Snapshot, under, rails string, today assessment.Date) {
	links := s.Under(under)
	for n, link := range links {
		branch, below := "├─ ", "│  "
		if n == len(links)-1 {
			branch, below = "└─ ", "   "
		}
		sign, shade := "–", faint
		switch {
		case link.Flow.InForce(today) && link.NeedsFlowDown():
			sign, shade = "✓", green
		case link.NeedsFlowDown():
			sign, shade = "✗", red
		}
		p := a.out
		p.print("%s%s %s, %s\n", p.paint(faint, rails+branch), p.paint(shade, sign), hostile.Line(link.Entity), link.Country)
		under := rails + below
		if len(s.Under(link.ID)) > 0 {
			under += "│ "
		} else {
			under += "  "
		}
		for _, line := range p.wrap(strings.Join(wording.Link(link, today), " · "), len([]rune(under))) {
			p.print("%s%s\n", p.paint(faint, under), line)
		}
		a.showLinks(s, link.ID, rails+below, today)
	}
}

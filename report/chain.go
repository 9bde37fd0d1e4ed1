package report

import (
	"fmt"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/wording"
)

const chainTitle = "Delivery chain"

// unboundPaths lists the paths to the parties that need a flow-down agreement and
// have none in force.
func (r *report) unboundPaths() []string {
	var paths []string
	for _, id := range r.snapshot.Unbound(r.in.AsOf) {
		paths = append(paths, hostile.Line(strings.Join(r.snapshot.Path(id), " → ")))
	}
	return paths
}

func (r *report) unboundNotice() {
	paths := r.unboundPaths()
	if len(paths) == 0 {
		return
	}
	have := "have"
	if len(paths) == 1 {
		have = "has"
	}
	out := []para{{text: fmt.Sprintf("%d of %s below the vendor %s no flow-down agreement in force on %s:", len(paths), english.Count(len(r.snapshot.Links), "party", "parties"), have, r.in.AsOf), ink: body, link: r.start(chainTitle)}}
	var ends []para
	for _, path := range paths {
		ends = append(ends, para{text: path, ink: body, indent: 11})
	}
	out = append(out, firstFew(ends, 4, chainTitle)...)
	for _, gate := range r.chainGates() {
		out = append(out, para{text: gate, ink: quiet})
	}
	r.notice("Delivery chain", out...)
}

// chainGates tells how the chain affects the gates that depend on it.
func (r *report) chainGates() []string {
	var out []string
	unbound := len(r.snapshot.Unbound(r.in.AsOf)) > 0
	for item := range r.q.Items() {
		result := r.results[item.ID]
		switch {
		case !item.Chain:
		case result.State == assessment.StateLater:
			out = append(out, fmt.Sprintf("Gate %s (%s) depends on the chain and counts from %s on.", item.ID, item.Title, item.Phase.From()))
		case unbound && result.Gate.Open():
			out = append(out, fmt.Sprintf("Gate %s (%s) is open because of the chain, whatever the answer.", item.ID, item.Title))
		case result.Gate != "":
			out = append(out, fmt.Sprintf("Gate %s (%s) depends on the chain: %s.", item.ID, item.Title, result.Gate.Words()))
		}
	}
	return out
}

// chainFact is the fact that counts the parties below the vendor.
const chainFact = "chain_links"

// miscounted warns when the answer counts more or fewer parties than are on record.
func (r *report) miscounted() []string {
	said := r.snapshot.Answers[chainFact]
	if !said.Answered() || said.Value == fmt.Sprint(len(r.snapshot.Links)) {
		return nil
	}
	return []string{fmt.Sprintf("The fact %s says %s; %d are on record.", chainFact, hostile.Line(said.Value), len(r.snapshot.Links))}
}

// chain is the delivery chain as a tree, from the vendor down to the person at
// the keyboard.
func (r *report) chain() {
	r.section(chainTitle, 0)
	r.intro("The parties between us and the person at the keyboard, each below the party that engages it. A party that touches patient data, or holds credentials to it, is a subcontractor business " +
		"associate. It needs an agreement with the party above (45 CFR 164.502(e)(1)(ii), 164.308(b)(2)) that is in force on " + r.in.AsOf.String() + ". " + strings.Join(append(r.chainGates(), r.miscounted()...), " "))
	t := r.newTable([]float64{r.width() - 96 - 44 - 84 - 128, 96, 44, 84, 128}, []string{"Party", "Function", "Country", "Touches", "Flow-down agreement"})
	vendor := r.snapshot.Opened.Vendor
	t.add(say(hostile.Line(r.vendor()), strong), say("the vendor", quiet), say(dash(hostile.Line(vendor.Country)), body), say("–", quiet), say("see the items on its agreement", quiet))
	drawn := make([]bool, len(r.snapshot.Links))
	var under func(id string, depth int)
	under = func(id string, depth int) {
		for n, l := range r.snapshot.Links {
			if l.Under == id && !drawn[n] {
				drawn[n] = true
				r.party(t, l, depth)
				under(l.ID, depth+1)
			}
		}
	}
	under("", 1)
	for n, l := range r.snapshot.Links { // also those whose parent is not on record
		if !drawn[n] {
			r.party(t, l, 0)
		}
	}
	t.end()
}

// deepest is the last tier with an indent of its own.
const deepest = 9

// party is one row of the tree.
func (r *report) party(t *table, l assessment.Link, depth int) {
	name := []para{{text: "└ " + hostile.Line(l.Entity), ink: strong, indent: float64(min(depth, deepest)-1) * 9}}
	if depth > deepest {
		name = append(name, para{text: fmt.Sprintf("tier %d", depth+1), ink: label})
	} else if depth == 0 {
		name = []para{{text: hostile.Line(l.Entity), ink: strong}, {text: "under a party that is not on record", ink: label}}
	}
	t.add(cell{paras: name}, say(dash(hostile.Line(l.Function)), body), say(dash(hostile.Line(l.Country)), body), say(wording.Touches(l), body), cell{paras: r.flowDown(l)})
}

// flowDown tells whether the agreement of a party is in force on the day of judgment.
func (r *report) flowDown(l assessment.Link) []para {
	dates := wording.Agreement(l, r.in.AsOf)
	switch {
	case l.Flow.InForce(r.in.AsOf):
		return []para{{text: "✓ in force", ink: strong}, {text: dates, ink: quiet}}
	case !l.NeedsFlowDown():
		return []para{{text: "not needed", ink: body}, {text: dates, ink: quiet}}
	}
	return append([]para{{text: "✗ not in force", ink: strong}, {text: dates, ink: quiet}}, r.opened()...)
}

// opened links to the gates that stay open while an agreement is missing.
func (r *report) opened() []para {
	var out []para
	for item := range r.q.Items() {
		if item.Chain && r.results[item.ID].Gate.Open() {
			out = append(out, para{text: "opens gate " + item.ID, ink: label, link: r.targets[item.ID]})
		}
	}
	return out
}

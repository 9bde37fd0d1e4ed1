package tui

import (
	"fmt"
	"strings"

	"assay/assessment"
	"assay/assessment/ranking"
)

// newReasonsPage says of each side why its verdict is what it is.
func newReasonsPage(of *comparison) *comparePage {
	return &comparePage{of: of, name: "why", column: reasonsColumn, head: func(out *pile) {
		out.head("Verdicts, and what they rest on")
	}}
}

func reasonsColumn(_ *Model, out *pile, s *side) {
	t, r := out.t, &s.result
	sign, k := t.verdict(r.Verdict)
	out.add(out.row().put(k, sign+" "+string(r.Verdict)).put(t.dim, " for "+string(r.Milestone)))
	for _, because := range r.Because {
		out.paragraph(t.accent, "· ", t.plain, strings.TrimSpace(because.Item+" "+because.Text))
	}
	out.blank()
	g := r.Gates
	out.add(out.row().put(t.title, "Gates").put(t.dim, fmt.Sprintf("  %d closed, ", g.Closed)).put(t.strong, fmt.Sprintf("%d open", g.Open())))
	for n := range r.Items {
		if item := &r.Items[n]; item.Gate.Open() || item.Gate == assessment.GateWaived {
			sign, k := t.gate(item.Gate)
			asked := s.asked().Item(item.ID)
			text := item.ID + " " + asked.Title + ": " + item.Gate.Words()
			if item.Gate.Open() && !asked.HardAt(r.Milestone) {
				text += ", does not block"
			}
			out.paragraph(k, sign+" ", t.plain, text)
		}
	}
	out.blank()
	if len(r.OpenFlags) == 0 {
		out.add(out.row().put(t.title, "Red flags").put(t.dim, "  none"))
	} else {
		out.head("Red flags")
	}
	for _, flag := range r.OpenFlags {
		sign, k := t.flag(flag.Severity)
		out.paragraph(k, sign+" ", t.plain, strings.TrimSpace(flag.Item+" "+flag.Text))
	}
	out.blank()
	for _, change := range s.party.RulesChanged {
		out.paragraph(t.warnStrong, "! ", t.warn, "the rules were changed "+ruleChangeWords(s.snapshot, change))
	}
	if r.Risk.Tier != "" {
		out.add(out.row().put(t.title, "Risk ").put(t.strong, r.Risk.Tier))
		out.paragraph(t.plain, "", t.dim, fmt.Sprintf("likelihood %s × impact %d, review within %d days", r.Risk.Likelihood, r.Risk.Impact, r.Risk.ReviewDays))
	}
}

// newGroundPage says where the ground is not equal.
func newGroundPage(of *comparison) *comparePage {
	return &comparePage{of: of, name: "ground", head: func(out *pile) {
		t, g := out.t, of.all.ranking.Ground
		out.head("Where the ground is not equal")
		out.paragraph(t.plain, "", t.plain, "Who was asked other questions, or by other rules, is not ranked fairly against the rest.")
		for _, why := range g.Why() {
			out.paragraph(t.plain, "· ", t.plain, why)
		}
		if len(g.Items) == 0 {
			return
		}
		out.blank()
		out.add(out.row().put(t.strong, fmt.Sprintf("%d of %d items count for all; these do not:", g.AskedOfAll, g.AskedOfAny)))
		for _, item := range g.Items {
			var parts []string
			for n, state := range item.States {
				parts = append(parts, of.all.sides[n].title+" "+stateWords(state))
			}
			out.paragraph(t.accent, "  "+harmless(item.Item)+" ", t.plain, of.all.item(item.Item).Title+": "+strings.Join(parts, ", "))
		}
	}}
}

func valueOr(value, none string) string {
	if value == "" {
		return none
	}
	return value
}

// stateWords says how an item takes part on a side.
func stateWords(state assessment.ItemState) string {
	switch state {
	case assessment.StateNA:
		return "not applicable"
	case assessment.StateHidden:
		return "not asked"
	case "":
		return "not in its rules"
	}
	return string(state)
}

// newFirmPage says how much of the order is owed to the weights.
func newFirmPage(of *comparison) *comparePage {
	return &comparePage{of: of, name: "how firm", head: func(out *pile) {
		t, firm := out.t, of.all.firm
		if sentence := of.all.ranking.Ground.Sentence(); sentence != "" {
			out.paragraph(t.warnStrong, "! ", t.warnStrong, sentence)
		}
		out.head("How much of the order is owed to the weights")
		out.paragraph(t.plain, "", t.strong, of.all.ranking.Headline())
		for _, sentence := range firm.Sentences() {
			out.paragraph(t.plain, "", t.plain, sentence)
		}
		if len(firm.Acceptability.Any) < 2 {
			out.paragraph(t.plain, "", t.plain, "Fewer than two compete: the blocked ones and those without a score take no part.")
			return
		}
		ranksTable(out, of.all, "In how many percent of all weightings each takes each rank", firm.Acceptability.Any, firm.Acceptability.Draws)
		ranksTable(out, of.all, "The same with each weight moved by up to 20 %", firm.Acceptability.Near, firm.Acceptability.Draws)
		out.paragraph(t.plain, "", t.dim, fmt.Sprintf("%d weightings are drawn; the score of each domain is drawn from its interval.", firm.Acceptability.Draws))
		out.blank()
		out.head("Who leads when one domain is left out")
		for _, without := range firm.Without {
			var leaders []string
			for _, line := range without.Order {
				if line.Rank == 1 {
					leaders = append(leaders, fmt.Sprintf("%s at %s", of.all.sides[of.all.find(line.Assessment)].title, line.Shown))
				}
			}
			k, sign := t.plain, "  "
			if without.Lead {
				k, sign = t.warnStrong, "! "
			}
			out.paragraph(k, sign+newRow(6).say(k, without.Domain).String()+" ", k, strings.Join(leaders, ", "))
		}
	}}
}

// ranksTable is how often each side takes each rank, in percent of the draws.
func ranksTable(out *pile, c *contest, title string, list []ranking.Acceptance, draws int) {
	t := out.t
	const column = 7
	name := min(max(out.w-column*len(list), 16), 40)
	out.blank()
	head := out.row().cell(t.strong, title, out.w)
	out.add(head)
	ranks := out.row().gap(name)
	for rank := range list {
		ranks.number(t.dim, fmt.Sprintf("rank %d", rank+1), column)
	}
	out.add(ranks)
	for _, one := range list {
		r := out.row().cell(t.plain, c.sides[c.find(one.Assessment)].title, name)
		for _, n := range one.Ranks {
			r.number(t.plain, assessment.Score((2*1000*n+draws)/(2*draws)).String(), column)
		}
		out.add(r)
	}
}

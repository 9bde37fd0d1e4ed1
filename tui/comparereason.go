package tui

import (
	"fmt"
	"strings"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/ranking"
	"assay/assessment/wording"
	"assay/tui/draw"
)

// newReasonsPage shows the reasons for the verdict of each side.
func newReasonsPage(of *comparison) *comparePage {
	return &comparePage{below: below{of}, name: "why", column: reasonsColumn, head: func(out *draw.Block) {
		out.Heading("The reasons for each verdict")
	}}
}

func reasonsColumn(_ *Model, out *draw.Block, s *contest.Side) {
	t, r := out.Theme, &s.Result
	sign, k := t.Verdict(r.Verdict)
	out.Add(out.Line().Put(k, sign+" "+string(r.Verdict)).Put(t.Dim, " for "+string(r.Milestone)))
	for _, because := range r.Because {
		if because.Caps() {
			continue // listed below
		}
		out.Paragraph(t.Accent, "· ", t.Plain, strings.TrimSpace(because.Item+" "+because.Text))
	}
	out.Blank()
	gatesHead(out, r.Gates)
	for n := range r.Items {
		if item := &r.Items[n]; item.Gate.Open() || item.Gate == assessment.GateWaived {
			sign, k := t.Gate(item.Gate)
			asked := s.Snapshot.Questionnaire.Item(item.ID)
			text := item.ID + " " + asked.Title + ": " + item.GateWords()
			if item.Gate.Open() && !asked.HardAt(r.Milestone) {
				text += ", conditional at most"
			}
			out.Paragraph(k, sign+" ", t.Plain, text)
		}
	}
	out.Blank()
	if len(r.OpenFlags) == 0 {
		out.Add(out.Line().Put(t.Title, "Red flags").Put(t.Dim, "  none"))
	} else {
		out.Heading("Red flags")
	}
	flagLines(out, "", r.OpenFlags)
	out.Blank()
	for _, change := range s.Party.RulesChanged {
		out.Paragraph(t.WarnStrong, "! ", t.Warn, "the rules were changed: "+wording.RulesChanged(change, s.Snapshot.Zone()))
	}
	riskLine(out, r.Risk)
}

// newGroundPage shows the differences that make the comparison unfair.
func newGroundPage(of *comparison) *comparePage {
	return &comparePage{below: below{of}, name: "like for like", head: func(out *draw.Block) {
		t, g := out.Theme, of.all.Ranking.Ground
		out.Heading("Not compared like for like")
		out.Paragraph(t.Plain, "", t.Plain, "A vendor that was asked other questions, or by other rules, cannot be ranked fairly against the rest.")
		for _, why := range g.Why() {
			out.Paragraph(t.Plain, "· ", t.Plain, why)
		}
		if len(g.Items) == 0 {
			return
		}
		out.Blank()
		out.Add(out.Line().Put(t.Strong, fmt.Sprintf("%d of %d questions were asked of all; these were not:", g.AskedOfAll, g.AskedOfAny)))
		for _, item := range g.Items {
			var parts []string
			for n, state := range item.States {
				parts = append(parts, of.all.Sides[n].Title+" "+contest.StateText(state))
			}
			out.Paragraph(t.Accent, "  "+draw.Harmless(item.Item)+" ", t.Plain, of.all.item(item.Item).Title+": "+strings.Join(parts, ", "))
		}
	}}
}

// newFirmPage shows how much the order depends on the weights.
func newFirmPage(of *comparison) *comparePage {
	return &comparePage{below: below{of}, name: "how firm", head: func(out *draw.Block) {
		t, firm := out.Theme, of.all.Firmness
		unevenLine(out, "! ", of.all.Ranking.Ground.Sentence())
		out.Heading("How much the order depends on the weights")
		out.Paragraph(t.Plain, "", t.Strong, of.all.Ranking.Headline())
		for _, sentence := range firm.Sentences() {
			out.Paragraph(t.Plain, "", t.Plain, sentence)
		}
		if len(firm.Acceptability.Any) < 2 {
			out.Paragraph(t.Plain, "", t.Plain, "Fewer than two vendors compete for the first rank: blocked vendors and those without a score do not.")
			return
		}
		ranksTable(out, of.all, "How often each vendor takes each rank, in percent of all weightings", firm.Acceptability.Any, firm.Acceptability.Draws)
		ranksTable(out, of.all, "The same with each weight moved by up to 20%", firm.Acceptability.Near, firm.Acceptability.Draws)
		out.Paragraph(t.Plain, "", t.Dim, fmt.Sprintf("Of %d weightings drawn at random. Each draws the score of a domain from its interval.", firm.Acceptability.Draws))
		out.Blank()
		out.Heading("Who leads without a domain")
		for _, without := range firm.Without {
			var leaders []string
			for _, line := range without.Order {
				if line.Rank == 1 {
					leaders = append(leaders, fmt.Sprintf("%s at %s", of.all.Sides[of.all.Find(line.Assessment)].Title, line.Shown))
				}
			}
			k, sign := t.Plain, "  "
			if without.Lead {
				k, sign = t.WarnStrong, "! "
			}
			out.Paragraph(k, sign+draw.NewLine(6).Say(k, without.Domain).String()+" ", k, strings.Join(leaders, ", "))
		}
	}}
}

// ranksTable draws how often each side takes each rank, in percent of the draws.
func ranksTable(out *draw.Block, c *compared, title string, list []ranking.Acceptance, draws int) {
	t := out.Theme
	const column = 7
	name := min(max(out.Width-column*len(list), 16), 40)
	out.Blank()
	out.Add(out.Line().Cell(t.Strong, title, out.Width))
	ranks := out.Line().Gap(name)
	for rank := range list {
		ranks.Number(t.Dim, fmt.Sprintf("rank %d", rank+1), column)
	}
	out.Add(ranks)
	for _, one := range list {
		r := out.Line().Cell(t.Plain, c.Sides[c.Find(one.Assessment)].Title, name)
		for _, n := range one.Ranks {
			r.Number(t.Plain, assessment.Score((2*1000*n+draws)/(2*draws)).String(), column)
		}
		out.Add(r)
	}
}

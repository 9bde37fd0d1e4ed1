package report

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
)

// front says what is compared and on what ground. That the ground is not equal
// stands before everything else.
func (c *vendorComparison) front() {
	c.y = 48
	c.put(c.row([]column{{0, 300}, {c.width() - 190, 190}},
		[]cell{say("Comparison of vendors: access to patient data", labelBold), sayRight(hostile.Line(c.in.Organisation), label)}, nil))
	c.put(gap(6))
	c.put(c.paragraph(c.title(), ink{bold, 21, black}))
	c.put(c.paragraph(c.subject(), ink{regular, 9, muted}))
	c.put(c.hairline(8, 7))
	c.ground()
	c.put(gap(8))
	c.particulars()
	c.put(gap(6))
	c.put(c.paragraph("This comparison is not signed and proves nothing by itself. The signed report of each vendor is the proof; the last page names, for each, what its report must say.", quiet))
}

func (c *vendorComparison) subject() string {
	parts := []string{c.extent()}
	switch rfp := c.rfp(); {
	case rfp == nil:
		parts = append(parts, "not of one request for proposals")
	case rfp.Reference != "":
		parts = append(parts, "request for proposals "+hostile.Line(rfp.Reference))
	default:
		parts = append(parts, "request for proposals")
	}
	return english.Sentence(strings.Join(parts, " · "))
}

// ground is the sentence on unequal ground with its reasons, or says that it is
// equal.
func (c *vendorComparison) ground() {
	g := c.order.Ground
	if g.Even {
		c.put(c.paragraph(fmt.Sprintf("✓ Equal ground: the same %s asked of all, by the same rules, for the same day.", english.Count(g.AskedOfAll, "item")), body))
		return
	}
	paras := []para{{text: "▲ " + english.Sentence(g.Sentence()), ink: ink{bold, 9, black}}}
	for _, why := range g.Why() {
		paras = append(paras, para{text: "• " + hostile.Line(why), ink: quiet})
	}
	c.put(c.panel(c.row([]column{{18, c.width() - 34}}, []cell{{paras: paras}}, nil)))
}

// particulars are the terms of the verdicts. What is not the same for all is
// said under the ground, and per vendor on the last page.
func (c *vendorComparison) particulars() {
	common := func(of func(assessment.Result) string) string {
		first := of(c.across.Results[0])
		if slices.ContainsFunc(c.across.Results, func(r assessment.Result) bool { return of(r) != first }) {
			return "not the same"
		}
		return first
	}
	width := c.width() / 4
	var columns []column
	var cells []cell
	for i, term := range []struct{ name, value string }{
		{"Milestone", common(func(r assessment.Result) string { return milestoneWords(r.Milestone) })},
		{"As of", common(func(r assessment.Result) string { return r.AsOf.String() })},
		{"Rule view", common(func(r assessment.Result) string { return viewWords(r.View) })},
		{"Questionnaire", common(func(r assessment.Result) string { return r.Questionnaire.ID + " " + r.Questionnaire.Version })},
	} {
		columns = append(columns, column{float64(i) * width, width - 10})
		cells = append(cells, cell{paras: []para{{text: term.name, ink: label}, {text: term.value, ink: strong}}})
	}
	c.put(c.row(columns, cells, nil))
}

// verdicts are the verdict of each vendor and what blocks it.
func (c *vendorComparison) verdicts() {
	c.section("Verdicts", 0)
	const figures = 22 + 84 + 40 + 46
	names := (c.width() - figures) * 0.42
	t := c.newTable([]float64{22, names, 84, 40, 46, c.width() - figures - names}, []string{"", "Vendor", "Verdict", "Shown\t", "Claimed\t", "What blocks"})
	for n, party := range c.across.Parties {
		r := c.across.Results[n]
		vendor := []para{{text: hostile.Line(party.Title()), ink: strong}}
		if legal := vendorName(c.judged[n].Snapshot.Opened.Vendor); legal != r.Vendor {
			vendor = append(vendor, para{text: hostile.Line(legal), ink: label})
		}
		vendor = append(vendor, para{text: decisionWords(party.Decision), ink: label})
		for _, change := range party.RulesChanged {
			vendor = append(vendor, para{text: rulesChangedWords(change), ink: labelBold})
		}
		t.add(say(letter(n), strong), cell{paras: vendor}, say(r.Verdict.Sign()+" "+string(r.Verdict), strong),
			sayRight(r.Shown.String(), strong), sayRight(r.Claimed.String(), body), cell{paras: c.blockers(n)})
	}
	t.end()
}

// decisionWords say what people decided, and whether it still holds.
func decisionWords(d *assessment.Decision) string {
	switch {
	case d == nil:
		return "no decision recorded"
	case d.InForce():
		return fmt.Sprintf("decided: %s, by %s, %s", d.Outcome, hostile.Line(d.By), d.AsOf)
	}
	return fmt.Sprintf("decided %s on %s, void since %s changed", d.Outcome, d.AsOf, hostile.Line(d.ChangedText()))
}

// rulesChangedWords say that the rules were not those of the opening.
func rulesChangedWords(change assessment.RuleChange) string {
	return fmt.Sprintf("▲ rules changed after opening, %s, by %s: %s %s instead of %s %s, since “%s”", instant(change.At), hostile.Line(change.By),
		change.To.ID, change.To.Version, change.From.ID, change.From.Version, hostile.Line(change.Reason))
}

// blockers are what blocks a vendor. A long group of gates, and every one
// among many vendors, gives ids only, since open gates and flags follow.
func (c *vendorComparison) blockers(n int) []para {
	const long = 6
	brief := len(c.judged) > sideBySide
	var out []para
	blockers := c.across.Parties[n].Blockers
	for _, state := range []assessment.GateState{assessment.GateFailed, assessment.GateNotShown, assessment.GateNotAsked, assessment.GateWaiverExpired} {
		var open []assessment.Reason
		for _, reason := range blockers {
			if reason.Kind == "gate" && reason.State == string(state) {
				open = append(open, reason)
			}
		}
		if len(open) == 0 {
			continue
		}
		out = append(out, para{text: state.Sign() + " " + gatesSentence(state, len(open)), ink: body})
		if brief || len(open) > long {
			var ids []string
			for _, reason := range open {
				ids = append(ids, reason.Item)
			}
			out = append(out, para{text: strings.Join(ids, ", "), ink: code, indent: 11})
			continue
		}
		for _, reason := range open {
			out = append(out, para{text: reason.Item + "  " + hostile.Line(c.itemTitle(n, reason.Item)), ink: body, indent: 11})
		}
	}
	for _, reason := range blockers {
		switch reason.Kind {
		case "flag":
			text := "■ Stop flag" + onItem(reason.Item)
			if !brief {
				text += ": “" + hostile.Line(reason.Text) + "”"
			}
			out = append(out, para{text: text, ink: body})
		case "rule":
			out = append(out, para{text: "! A rule could not be evaluated: " + hostile.Line(reason.Text), ink: body})
		}
	}
	if len(out) == 0 {
		out = []para{{text: "nothing", ink: quiet}}
	}
	return out
}

func onItem(id string) string {
	if id == "" {
		return ""
	}
	return " on " + id
}

// itemTitle is the title of an item as a vendor's questionnaire has it.
func (c *vendorComparison) itemTitle(n int, id string) string {
	if item := c.judged[n].Snapshot.Questionnaire.In(c.across.Results[n].View).Item(id); item != nil {
		return item.Title
	}
	return ""
}

// ranking is the order, and how firm it is.
func (c *vendorComparison) ranking() {
	c.together(110 + float64(len(c.judged)*16))
	c.section("Ranking", 0)
	c.hold(c.paragraph(english.Sentence(c.order.Headline()), ink{bold, 9, black}))
	c.hold(gap(4))
	const figures = 30 + 84 + 42 + 62 + 60 + 60
	t := c.newTable([]float64{30, c.width() - figures, 84, 42, 62, 60, 60}, []string{"Rank", "Vendor", "Verdict", "Shown\t", "Interval\t", "First, any\t", "First, near\t"})
	for n, position := range c.order.Positions {
		anyhow, near := c.firm.FirstShares(position.Assessment)
		t.add(say(position.RankText(), strong), say(c.name(n), body), say(position.Verdict.Sign()+" "+string(position.Verdict), body), sayRight(position.Shown.String(), strong),
			sayRight(intervalText(position.Interval), body), sayRight(anyhow, body), sayRight(near, body))
	}
	t.end()
	c.put(gap(4))
	for _, text := range c.firmness() {
		c.put(c.paragraph("• "+text, quiet))
	}
}

func intervalText(ends [2]assessment.Score) string {
	if ends[0] == assessment.NoScore {
		return "–"
	}
	return ends[0].String() + "–" + ends[1].String()
}

// firmness is how the ranking is to be read, and what would change it.
func (c *vendorComparison) firmness() []string {
	var all []string
	for _, text := range c.firm.Sentences() {
		all = append(all, hostile.Line(text))
	}
	all = append(all, "Blocked vendors rank after all others, whatever they score.")
	if len(c.firm.Acceptability.Any) > 1 {
		all = append(all, fmt.Sprintf("First, any: in so many of %d weightings, all alike, the vendor takes the first rank. First, near: the same with each weight moved by up to 20 %%. "+
			"Domain scores are drawn from their intervals.", c.firm.Acceptability.Draws))
	}
	return all
}

package export

import (
	"fmt"
	"strconv"
	"strings"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/english"
)

// Comparison is a comparison as tables: the sides side by side, one row for each
// vendor, and the reasons, domains, items and points behind the order. Its JSON is the
// one of [contest.Contest], which [ComparisonSchema] describes.
func Comparison(c contest.Contest) Document {
	sides := english.Count(len(c.Sides), "assessment")
	d := Document{
		Form: "assay-comparison/1", Title: "Comparison of " + sides, Subject: "Best first; blocked vendors come after all others, whatever they score. For our own people.",
		Facts: []Fact{
			fact("headline", "Order", Text, "", text(c.Ranking.Headline())),
			fact("why_first", "Why the first one leads", List, "", list(c.WhyFirst())),
			fact("reading", "How to read the order", List, "", list(c.Notes())),
		},
		Tables: []Table{sideBySide(c), vendors(c), blockers(c), domains(c), items(c), leads(c)},
		AsOf:   c.Sides[0].Result.AsOf, Zone: c.Sides[0].Snapshot.Zone(),
	}
	if sentence := c.Ranking.Ground.Sentence(); sentence != "" {
		d.Remarks = append([]string{sentence}, c.Ranking.Ground.Why()...)
	}
	if c.LeftOut != (contest.LeftOut{}) {
		d.Remarks = append(d.Remarks, c.LeftOut.Text(true))
	}
	return d
}

// sideBySide has the rows of the comparison that have no table of their own, with a
// column for each side. A cell with parts becomes a row for each part.
func sideBySide(c contest.Contest) Table {
	type line struct {
		row  contest.Row
		name string
		part int // -1 for the whole
	}
	var all []line
	for _, row := range contest.In(c.Rows(), contest.Figures, contest.Order, contest.Terms) {
		if len(row.Parts) == 0 {
			all = append(all, line{row, row.Name, -1})
		}
		for n, part := range row.Parts {
			all = append(all, line{row, row.Name + ", " + part, n})
		}
	}
	columns := []column[line]{col("row", "Compared", Text, 28, "", func(l line) Value { return text(l.name) })}
	for n, s := range c.Sides {
		columns = append(columns, col(fmt.Sprintf("side_%d", n+1), s.Title, Mixed, 26, "", func(l line) Value {
			cell := l.row.Cells[n]
			if l.part < 0 {
				return mixed(cell.Text, l.row.Key != "rank")
			}
			return mixed(cell.Parts[l.part], true)
		}))
	}
	return topic("comparison", "Side by side", all, append(columns, col("help", "What it means", Text, 50, "", func(l line) Value { return text(l.row.Help) }))...)
}

// mixed is a text, or the number, share or day that it spells.
func mixed(words string, numeric bool) Value {
	plain := strings.Replace(words, "−", "-", 1) // a spreadsheet takes only the hyphen for a minus sign
	percent, isShare := strings.CutSuffix(plain, "%")
	if number, err := strconv.ParseFloat(percent, 64); err == nil && numeric && plain[0] != '+' {
		if isShare {
			return Value{number: number / 100, is: true, text: plain}
		}
		return Value{number: number, is: true, text: plain}
	}
	on, _ := assessment.ParseDate(words) // no date: none
	return Value{text: words, day: on}
}

func vendors(c contest.Contest) Table {
	type side struct {
		contest.Side
		n int
	}
	all := make([]side, len(c.Sides))
	for n, s := range c.Sides {
		all[n] = side{s, n}
	}
	decision := func(s side) assessment.Decision {
		if s.Decision == nil {
			return assessment.Decision{}
		}
		return *s.Decision
	}
	return topic(
		"vendors", "Vendors", all,
		col("title", "Vendor", Text, 30, "", func(s side) Value { return text(s.Title) }),
		col("rank", "Rank", Code, 8, "", func(s side) Value { return text(s.Position.RankText()) }),
		col("verdict", "Verdict", Code, 13, "", func(s side) Value { return text(s.Verdict) }),
		col("shown", "Shown", Score, 9, "", func(s side) Value { return score(s.Result.Shown) }),
		col("claimed", "Claimed", Score, 9, "", func(s side) Value { return score(s.Result.Claimed) }),
		col("low", "Interval, low", Score, 10, "", func(s side) Value { return score(s.Result.Interval[0]) }),
		col("high", "Interval, high", Score, 10, "", func(s side) Value { return score(s.Result.Interval[1]) }),
		col("reachable", "Reachable", Score, 11, "", func(s side) Value { return score(s.Result.Reachable) }),
		col("coverage", "Coverage", Share, 11, "", func(s side) Value { return share(s.Result.Coverage) }),
		col("gates_open", "Gates open", Count, 9, "", func(s side) Value { return count(s.Result.Gates.Open()) }),
		col("gates_waived", "Gates waived", Count, 9, "", func(s side) Value { return count(s.Result.Gates.Waived) }),
		col("stops", "Stop flags", Count, 9, "", func(s side) Value { return count(s.Result.Flags.Stop) }),
		col("warnings", "Warnings", Count, 10, "", func(s side) Value { return count(s.Result.Flags.Warning) }),
		col("penalty", "Penalty", Count, 9, "", func(s side) Value { return count(s.Result.Flags.Penalty) }),
		col("risk", "Residual risk", Code, 11, "", func(s side) Value { return text(s.Result.Risk.Tier) }),
		col("answered", "Answers", Count, 9, "", func(s side) Value { return count(s.Answered) }),
		col("answers_shown", "Answers shown", Count, 10, "", func(s side) Value { return count(s.Party.Shown) }),
		col("reverify", "To re-verify", Count, 10, "", func(s side) Value { return count(s.Result.Reverify) }),
		col("oldest_evidence", "Oldest evidence", Day, 12, "", func(s side) Value { return day(s.Oldest) }),
		col("oldest_evidence_item", "Of item", Code, 11, "", func(s side) Value { return text(s.OldestItem) }),
		col("first_any", "First, any weights", Share, 11, "", func(s side) Value { return first(c, s.Side, true) }),
		col("first_near", "First, near ours", Share, 11, "", func(s side) Value { return first(c, s.Side, false) }),
		col("decision", "Decision", Code, 13, "", func(s side) Value { return text(decision(s).Outcome) }),
		col("decided_by", "Decided by", Text, 24, "", func(s side) Value { return text(decision(s).By) }),
		col("decision_in_force", "In force", Truth, 9, "", func(s side) Value { return truth(s.Decision != nil && decision(s).InForce()) }),
		col("milestone", "Milestone", Code, 11, "", func(s side) Value { return text(s.Result.Milestone) }),
		col("as_of", "As of", Day, 12, "", func(s side) Value { return day(s.Result.AsOf) }),
		col("view", "Law", Code, 11, "", func(s side) Value { return text(s.Result.View) }),
		col("questionnaire", "Questionnaire", Code, 20, "", func(s side) Value { return text(s.Result.Questionnaire.ID) }),
		col("questionnaire_version", "Version", Code, 10, "", func(s side) Value { return text(s.Result.Questionnaire.Version) }),
		col("asked", "Questions asked", Count, 10, "", func(s side) Value { return count(c.Ranking.Ground.Asked[s.n]) }),
		col("rule_changes", "Rule changes", Count, 9, "", func(s side) Value { return count(len(s.RulesChanged)) }),
		col("rfp", "RFP", Text, 30, "", func(s side) Value { return text(s.RFP) }),
		col("assessment", "Assessment", Code, 38, "", func(s side) Value { return text(s.Result.Assessment) }),
	)
}

// first is the share of weightings in which a side comes first, or nothing where it
// does not compete.
func first(c contest.Contest, s contest.Side, anyWeights bool) Value {
	of, near, competes := c.Firmness.FirstShares(s.Result.Assessment)
	switch {
	case !competes || !c.Contested():
		return Value{}
	case anyWeights:
		return share(float64(of) / 1000)
	}
	return share(float64(near) / 1000)
}

func blockers(c contest.Contest) Table {
	type blocker struct {
		side   string
		reason assessment.Reason
	}
	var all []blocker
	for _, s := range c.Sides {
		for _, reason := range s.Blockers {
			all = append(all, blocker{s.Title, reason})
		}
	}
	return topic(
		"blockers", "Blockers", all,
		col("vendor", "Vendor", Text, 30, "", func(b blocker) Value { return text(b.side) }),
		col("item", "Item", Code, 11, "", func(b blocker) Value { return text(b.reason.Item) }),
		col("kind", "Kind", Code, 9, "", func(b blocker) Value { return text(b.reason.Kind) }),
		col("text", "Reason", Text, 90, "", func(b blocker) Value { return text(contest.Blocker(b.reason)) }),
	)
}

func domains(c contest.Contest) Table {
	type domain = contest.Domain
	columns := []column[domain]{
		col("domain", "Domain", Code, 10, "", func(d domain) Value { return text(d.ID) }),
		col("name", "Name", Text, 36, "", func(d domain) Value { return text(d.Name) }),
		col("differs", "Differs", Truth, 9, "", func(d domain) Value { return truth(!d.Same) }),
	}
	for n, s := range c.Sides {
		key := fmt.Sprintf("_%d", n+1)
		columns = append(
			columns,
			col("shown"+key, s.Title+": shown", Score, 14, "", func(d domain) Value { return score(d.Shown[n]) }),
			col("claimed"+key, s.Title+": claimed", Score, 14, "", func(d domain) Value { return score(d.Claimed[n]) }),
			col("below_floor"+key, s.Title+": below the floor", Truth, 14, "", func(d domain) Value { return truth(d.BelowFloor[n]) }),
		)
	}
	return topic("domains", "Domains", c.Domains, columns...)
}

func items(c contest.Contest) Table {
	rows := contest.In(c.Rows(), contest.Items)
	type item struct {
		contest.Item
		cells []contest.Cell
	}
	all := make([]item, len(c.Items))
	for n := range c.Items {
		all[n] = item{c.Items[n], rows[n].Cells}
	}
	columns := []column[item]{
		col("item", "Item", Code, 11, "", func(i item) Value { return text(i.ID) }),
		col("domain", "Domain", Code, 9, "", func(i item) Value { return text(i.Domain) }),
		col("title", "Title", Text, 36, "", func(i item) Value { return text(i.Title) }),
		col("kind", "Kind", Code, 10, "", func(i item) Value { return text(string(i.Kind)) }),
		col("differs", "Differs", Truth, 9, "", func(i item) Value { return truth(!i.Same) }),
		col("effect", "Effect", Text, 18, "", func(i item) Value { return text(string(i.Weighs.Effect)) }),
		col("points", "Points apart", Figure, 10, "", func(i item) Value {
			if i.Same {
				return Value{}
			}
			return figure(float64(i.Weighs.Hundredths) / 100)
		}),
	}
	for n, s := range c.Sides {
		columns = append(columns, col(fmt.Sprintf("side_%d", n+1), s.Title, Text, 28, "", func(i item) Value { return text(i.cells[n].Text) }))
	}
	return topic("items", "Items", all, columns...)
}

func leads(c contest.Contest) Table {
	type part struct {
		lead contest.Lead
		contest.LeadPart
	}
	var all []part
	for _, l := range c.Leads {
		for _, p := range l.Parts {
			all = append(all, part{l, p})
		}
	}
	title := func(id string) string { return c.Sides[c.Find(id)].Title }
	return topic(
		"leads", "Where the first one leads", all,
		col("first", "First", Text, 30, "", func(p part) Value { return text(title(p.lead.First)) }),
		col("over", "Over", Text, 30, "", func(p part) Value { return text(title(p.lead.Over)) }),
		col("lead", "Lead in points", Score, 10, "", func(p part) Value { return tenths(int(p.lead.Points)) }),
		col("domain", "Domain", Code, 10, "", func(p part) Value { return text(p.Domain) }),
		col("name", "Part", Text, 36, "", func(p part) Value { return text(p.Name) }),
		col("points", "Points", Score, 9, "", func(p part) Value { return tenths(int(p.LeadPart.Points)) }),
	)
}

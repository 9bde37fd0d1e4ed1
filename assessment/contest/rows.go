package contest

import (
	"cmp"
	"fmt"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
	"assay/questionnaire"
)

// figures are the figures of the whole: first those that decide.
func (c Contest) figures() []Row {
	row := func(key, name, help string, cell func(s *Side) Cell) Row {
		return c.row(Figures, key, name, help, func(_ int, s *Side) Cell { return cell(s) })
	}
	return []Row{
		row("verdict", "verdict", "the result by the rules", func(s *Side) Cell {
			v := s.Result.Verdict
			return Cell{Sign: v.Sign(), Text: string(v), Tone: ToneOf(v), Verdict: v}
		}),
		row("decision", "decision", "people decide; they may decide otherwise than the verdict", func(s *Side) Cell { return DecisionCell(s.Decision) }),
		row("blockers", "blockers", "clear these first: until then no score counts", blockersCell),
		row("rank", "rank", "by the shown score; blocked vendors come after all others, whatever they score", func(s *Side) Cell {
			return Cell{Text: s.Position.RankText(), Tone: Strong}
		}),
		row("shown", "shown", "the score; it counts an answer only as far as evidence shows it", func(s *Side) Cell {
			return Cell{Text: s.Result.Shown.String(), Tone: Strong}
		}),
		c.row(Figures, "lead", "first leads by", "in points, over this one", func(_ int, s *Side) Cell { return c.leadCell(s) }).of("points"),
		row("claimed", "claimed", "the score if every answer had been shown", func(s *Side) Cell {
			cell := Cell{Text: s.Result.Claimed.String()}
			if gap := s.Result.Claimed - s.Result.Shown; s.Result.Shown != assessment.NoScore && gap > 0 {
				cell.Aside = "(" + gap.String() + " of it not shown)"
			}
			return cell
		}),
		row("interval", "interval", "the lowest and the highest score once everything is answered", func(s *Side) Cell {
			low, high := s.Result.Interval[0], s.Result.Interval[1]
			return Cell{Text: wording.Span(low, high), Parts: []string{low.String(), high.String()}}
		}).of("low", "high"),
		row("reachable", "reachable", "the score if all evidence that can still arrive does arrive", func(s *Side) Cell {
			return Cell{Text: s.Result.Reachable.String()}
		}),
		row("coverage", "coverage", "the share of the weight that has an answer", func(s *Side) Cell { return Cell{Text: english.Percent(s.Result.Coverage)} }),
		row("open_gates", "open gates", "conditions that are not met, or not shown", func(s *Side) Cell {
			g := s.Result.Gates
			cell := Cell{Text: fmt.Sprint(g.Open()), Tone: Good, Aside: fmt.Sprintf("of %d", g.Open()+g.Closed+g.Waived)}
			if g.Open() > 0 {
				cell.Tone = Bad
			}
			return cell
		}),
		row("waived", "waived", "gates that a waiver keeps from blocking for a while", waivedCell),
		row("flags", "red flags", "stop flags block; each warning costs points", flagsCell).of("stops", "warnings", "penalty"),
		row("risk", "risk", "the risk that remains, whatever the score", func(s *Side) Cell { return Cell{Text: dash(s.Result.Risk.Tier)} }),
		row("answers_shown", "answers shown", "answers that rest on a record and not on a claim; scenarios are not counted", func(s *Side) Cell {
			return Cell{Text: fmt.Sprintf("%d of %d", s.Party.Shown, s.Party.Answered), Parts: []string{fmt.Sprint(s.Party.Shown), fmt.Sprint(s.Party.Answered)}}
		}).of("shown", "answered"),
		row("reverify", "to re-verify", "answers taken over from before that nobody has confirmed yet", func(s *Side) Cell {
			return Cell{Text: fmt.Sprint(s.Result.Reverify)}
		}),
		row("oldest_evidence", "oldest evidence", "the oldest record that counts, and its item", func(s *Side) Cell {
			if s.Party.OldestItem == "" {
				return Cell{Text: dash(""), Tone: Dim, Parts: []string{"", ""}}
			}
			day := s.Party.Oldest.String()
			return Cell{Text: day + " " + s.Party.OldestItem, Short: day, Item: s.Party.OldestItem, Parts: []string{day, s.Party.OldestItem}}
		}).of("date", "item"),
	}
}

// DecisionCell is the outcome of a decision and who made it, or that it is void
// since something changed.
func DecisionCell(d *assessment.Decision) Cell {
	switch {
	case d == nil:
		return Cell{Text: "none", Tone: Dim}
	case !d.InForce():
		void := string(d.Outcome) + ", void"
		return Cell{Text: void + " since " + d.ChangedText() + " changed", Short: void, Tone: Warn}
	}
	return Cell{Text: string(d.Outcome) + " by " + d.By, Short: string(d.Outcome), Tone: Strong}
}

// blockersCell names the items that block. A flag on no item says so.
func blockersCell(s *Side) Cell {
	var names []string
	seen := map[string]bool{}
	for _, because := range s.Party.Blockers {
		if name := cmp.Or(because.Item, "a "+because.Kind); !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return Cell{Text: "none", Tone: Good}
	}
	cell := Cell{Text: strings.Join(names, ", "), Tone: Bad, Item: s.Party.Blockers[0].Item}
	if more := len(names) - 1; more > 0 {
		cell.Short = fmt.Sprintf("%s and %d more", names[0], more)
	}
	return cell
}

func waivedCell(s *Side) Cell {
	var ids []string
	for _, item := range s.Result.Items {
		if item.Gate == assessment.GateWaived {
			ids = append(ids, item.ID)
		}
	}
	if len(ids) == 0 {
		return Cell{Text: dash(""), Tone: Dim}
	}
	cell := Cell{Text: strings.Join(ids, ", "), Tone: Warn, Item: ids[0]}
	if len(ids) > 1 {
		cell.Short = fmt.Sprintf("%s and %d more", ids[0], len(ids)-1)
	}
	return cell
}

func flagsCell(s *Side) Cell {
	f := s.Result.Flags
	cell := Cell{Text: "none", Tone: Good, Parts: []string{fmt.Sprint(f.Stop), fmt.Sprint(f.Warning), fmt.Sprint(f.Penalty)}}
	var words, signs []string
	if f.Stop > 0 {
		words, signs, cell.Tone = append(words, english.Count(f.Stop, "stop")), append(signs, fmt.Sprintf("■%d", f.Stop)), Bad
	}
	if f.Warning > 0 {
		words, signs = append(words, english.Count(f.Warning, "warning")), append(signs, fmt.Sprintf("▲%d", f.Warning))
		if f.Stop == 0 {
			cell.Tone = Warn
		}
	}
	if f.Penalty > 0 {
		words, signs = append(words, fmt.Sprintf("−%d", f.Penalty)), append(signs, fmt.Sprintf("−%d", f.Penalty))
	}
	if len(words) > 0 {
		cell.Text, cell.Short = strings.Join(words, ", "), strings.Join(signs, " ")
	}
	return cell
}

// blockers have a row for each reason that blocks anybody, with its words for
// those whom it blocks.
func (c Contest) blockers() []Row {
	var rows []Row
	index := map[string]int{}
	for n, s := range c.Sides {
		seen := map[string]int{} // a vendor may have several stop flags on one item
		for _, reason := range s.Blockers {
			key := reason.Kind + " " + reason.Item
			seen[key]++
			key += fmt.Sprint(" ", seen[key])
			at, known := index[key]
			if !known {
				at = len(rows)
				index[key] = at
				row := c.row(Blockers, "blocks "+key, "blocks", "", func(int, *Side) Cell { return Cell{} })
				row.ID, row.Same = reason.Item, false
				rows = append(rows, row)
			}
			rows[at].Cells[n] = Cell{Text: Blocker(reason), Tone: Bad, Item: reason.Item}
		}
	}
	return rows
}

// domains are the domains, each with its shown and its claimed score.
func (c Contest) domains() []Row {
	rows := make([]Row, 0, len(c.Domains))
	for _, d := range c.Domains {
		row := c.row(Domains, "domain "+d.ID, d.Name, "", func(n int, _ *Side) Cell { return d.cell(n) }).of("shown", "claimed")
		row.ID, row.Same = d.ID, d.Same
		rows = append(rows, row)
	}
	return rows
}

func (d Domain) cell(n int) Cell {
	shown, claimed := d.Shown[n], d.Claimed[n]
	cell := Cell{Text: shown.String(), Parts: []string{shown.String(), claimed.String()}, Verdict: d.Bands[n], Tone: Dim, Bar: []assessment.Score{shown, claimed}}
	if shown == assessment.NoScore {
		return cell
	}
	cell.Text, cell.Tone = shown.String()+" / "+claimed.String(), ToneOf(d.Bands[n])
	if d.BelowFloor[n] {
		cell.Sign = "▼"
	}
	return cell
}

// order are the shares of weightings in which each side comes first. There are
// none where no two sides compete.
func (c Contest) order() []Row {
	if !c.Contested() {
		return nil
	}
	share := func(key, name, help string, of func(any, near assessment.Score) assessment.Score) Row {
		return c.row(Order, key, name, help, func(_ int, s *Side) Cell {
			any, near, competes := c.Firmness.FirstShares(s.Result.Assessment)
			if !competes {
				return Cell{Text: dash(""), Tone: Dim, Aside: "not ranked", Parts: []string{""}}
			}
			first := of(any, near)
			return Cell{Text: first.String() + "%", Parts: []string{first.String()}, Bar: []assessment.Score{first}}
		}).of("percent")
	}
	return []Row{
		share("first_any", "first, any weights", "in how many of all weightings it comes first, all being equally likely", func(any, _ assessment.Score) assessment.Score { return any }),
		share("first_near", "first, near ours", "the same with each weight moved by up to 20%", func(_, near assessment.Score) assessment.Score { return near }),
	}
}

// terms say for what, for which day and by which rules each side was judged.
func (c Contest) terms() []Row {
	row := func(key, name, help string, text func(s *Side) string) Row {
		return c.row(Terms, key, name, help, func(_ int, s *Side) Cell { return Cell{Text: text(s)} })
	}
	rows := []Row{
		row("milestone", "milestone", "the verdict is for this", func(s *Side) string { return string(s.Result.Milestone) }),
		row("as_of", "as of", "evidence is judged by its age on this day", func(s *Side) string { return s.Result.AsOf.String() }),
		row("law", "law", "the rules in force, or those that are only proposed", func(s *Side) string {
			if s.Result.View == questionnaire.NPRM2025 {
				return "proposed, not law"
			}
			return "in force"
		}),
		row("questionnaire", "questionnaire", "", func(s *Side) string { return s.Result.Questionnaire.ID + " " + s.Result.Questionnaire.Version }),
		c.row(Terms, "asked", "questions asked", "of all that were asked of anybody", func(n int, _ *Side) Cell {
			return Cell{Text: fmt.Sprintf("%d of %d", c.Ranking.Ground.Asked[n], c.Ranking.Ground.AskedOfAny)}
		}),
		row("rules_changed", "rules changed", "after the assessment was opened", rulesChanged),
	}
	for _, s := range c.Sides {
		if len(s.RulesChanged) > 0 {
			return append(rows, row("rules_changed_why", "why changed", "the reasons that were given for it", rulesChangedWhy))
		}
	}
	return rows
}

// rulesChanged says when the rules were last changed after the opening, and by
// whom.
func rulesChanged(s *Side) string {
	n := len(s.RulesChanged)
	if n == 0 {
		return "no"
	}
	last := s.RulesChanged[n-1]
	text := s.Snapshot.Day(last.At).String() + " by " + last.By
	if n > 1 {
		text += fmt.Sprintf(" (%d times)", n)
	}
	return text
}

func rulesChangedWhy(s *Side) string {
	var reasons []string
	for _, change := range s.RulesChanged {
		reasons = append(reasons, change.Reason)
	}
	return dash(strings.Join(reasons, "; "))
}

// items are the items with their outcomes.
func (c Contest) items() []Row {
	rows := make([]Row, 0, len(c.Items))
	for _, item := range c.Items {
		row := c.row(Items, "item "+item.ID, item.Title, "", func(n int, _ *Side) Cell { return item.Marks[n].cell(item.ID) })
		row.ID, row.Domain, row.Same, row.Weighs = item.ID, item.Domain, item.Same, item.Weighs
		rows = append(rows, row)
	}
	return rows
}

func dash(text string) string { return cmp.Or(text, "–") }

func credit(value float64) string { return fmt.Sprintf("%.2f", value) }

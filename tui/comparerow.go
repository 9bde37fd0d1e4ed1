package tui

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
)

// rowKind is what a row of the comparison is about, and so where it leads.
type rowKind uint8

const (
	reasonRow rowKind = iota
	groundRow
	oldestRow
	domainRow
	firmRow
)

// compareRow is one row of the comparison: a label, and a cell for each side.
type compareRow struct {
	kind   rowKind
	label  string
	help   string
	domain *assessment.DomainAcross // of a domain's row
	cell   func(t *theme, r *row, s *side)
}

// same reports whether two rows are the same one, however many others are shown.
func (r compareRow) same(other compareRow) bool {
	return r.kind == other.kind && r.label == other.label
}

// The rows above the domains: first what decides, then the figures.
var (
	verdictLine = compareRow{label: "verdict", help: "what the rules say; enter shows why", cell: func(t *theme, r *row, s *side) {
		sign, k := t.verdict(s.result.Verdict)
		r.put(k, sign+" "+string(s.result.Verdict))
	}}
	factLines = []compareRow{
		{label: "blockers", help: "what must be gone before any score counts; enter shows all of it", cell: blockersCell},
		{label: "rank", help: "by the shown score as printed; who is blocked comes after all others, whatever the score", cell: rankCell},
		{label: "shown", help: "the score, of what was shown by evidence", cell: func(t *theme, r *row, s *side) {
			r.put(t.strong, figure(s.result.Shown))
		}},
		{label: "claimed", help: "what the score would be if all that was said had been shown", cell: func(t *theme, r *row, s *side) {
			r.put(t.plain, figure(s.result.Claimed))
			if gap := s.result.Claimed - s.result.Shown; s.result.Shown != assessment.NoScore && gap > 0 {
				r.put(t.dim, shorter(r, fmt.Sprintf("  %s of it not shown", gap), fmt.Sprintf("  +%s", gap)))
			}
		}},
		{label: "interval", help: "between these the score ends when all is answered", cell: func(t *theme, r *row, s *side) {
			ends := s.result.Interval
			r.put(t.plain, figure(ends[0]))
			if ends[0] != ends[1] {
				r.put(t.dim, " to ").put(t.plain, ends[1].String())
			}
		}},
		{label: "gates open", help: "conditions without which no score counts; enter shows which", cell: func(t *theme, r *row, s *side) {
			g := s.result.Gates
			if g.Open() == 0 {
				r.put(t.good, "all closed")
			} else {
				r.put(t.bad, fmt.Sprintf("%d open", g.Open())).put(t.dim, fmt.Sprintf(" of %d", g.Open()+g.Closed+g.Waived))
			}
			if g.Waived > 0 {
				r.put(t.warn, shorter(r, fmt.Sprintf(" ≈%d waived", g.Waived), fmt.Sprintf(" ≈%d", g.Waived)))
			}
		}},
		{label: "red flags", help: "■ stops, ▲ warnings and what they cost", cell: func(t *theme, r *row, s *side) {
			flagCount(t, r, s.result.Flags.Stop, s.result.Flags.Warning, 7)
			if p := s.result.Flags.Penalty; p > 0 {
				r.put(t.dim, shorter(r, fmt.Sprintf(" −%d points", p), fmt.Sprintf(" −%d", p)))
			}
		}},
		{label: "risk", help: "the risk that stays, whatever the score; enter shows why", cell: func(t *theme, r *row, s *side) {
			r.put(t.plain, s.result.Risk.Tier)
		}},
		{label: "answers shown", help: "of the answers, those that rest on a record and not on a claim; scenarios are shown by their scorers", cell: func(t *theme, r *row, s *side) {
			r.put(t.plain, fmt.Sprintf("%4d", s.party.Shown)).put(t.dim, fmt.Sprintf(" of %d", s.party.Answered))
		}},
		{label: "coverage", help: "how much of what counts is answered, by weight", cell: func(t *theme, r *row, s *side) {
			r.put(t.plain, fmt.Sprintf("%4d%%", int(s.result.Coverage*100+1e-9)))
		}},
		{label: "decision", help: "what people decided, be it other than the verdict", cell: decisionCell},
		{kind: oldestRow, label: "oldest proof", help: "the date of the oldest evidence that counts; enter opens its item", cell: func(t *theme, r *row, s *side) {
			if s.party.OldestItem == "" {
				r.put(t.dim, "–")
				return
			}
			r.put(t.plain, s.party.Oldest.String()).gap(1).say(t.dim, s.party.OldestItem)
		}},
	}
	firmLines = []compareRow{
		{kind: firmRow, label: "1st, any weights", help: "in so many of all weightings it is first; enter shows every rank", cell: func(t *theme, r *row, s *side) {
			shareCell(t, r, s, s.firstAny)
		}},
		{kind: firmRow, label: "1st, near ours", help: "the same with each weight moved by up to 20 %; enter shows every rank", cell: func(t *theme, r *row, s *side) {
			shareCell(t, r, s, s.firstNear)
		}},
	}
)

// rows are all rows that can be chosen, from top to bottom.
func (s *comparison) rows() []compareRow {
	rows := append([]compareRow{verdictLine}, factLines...)
	if slices.ContainsFunc(s.all.sides, func(side side) bool { return len(side.party.RulesChanged) > 0 }) {
		rows = append(rows, compareRow{label: "rules changed", help: "the rules were changed after it was opened; enter shows to what, and why", cell: rulesCell})
	}
	if ground := s.all.ranking.Ground; !ground.Even {
		rows = append(rows, compareRow{kind: groundRow, label: "items asked", help: "the ground is not equal; enter shows where", cell: func(t *theme, r *row, side *side) {
			at := s.all.find(side.place.Assessment)
			r.put(t.plain, fmt.Sprintf("%4d", ground.Asked[at])).put(t.dim, fmt.Sprintf(" of %d", ground.AskedOfAny))
		}})
	}
	for n := range s.all.across.Domains {
		d := &s.all.across.Domains[n]
		if s.differing && d.Same && !s.isMoved(d.ID) {
			continue
		}
		rows = append(rows, compareRow{kind: domainRow, label: d.ID, domain: d, cell: func(t *theme, r *row, side *side) {
			heatCell(t, r, d, s.all.find(side.place.Assessment))
		}})
	}
	return append(rows, firmLines...)
}

// hidden is how many domains are hidden because all agree on them.
func (s *comparison) hidden() int {
	n := 0
	for _, d := range s.all.across.Domains {
		if s.differing && d.Same && !s.isMoved(d.ID) {
			n++
		}
	}
	return n
}

func (s *comparison) isMoved(domain string) bool {
	at := s.all.weighted(domain)
	return at >= 0 && s.weight(at) != s.all.table.Domains[at].Weight
}

func rankCell(t *theme, r *row, s *side) {
	switch {
	case s.result.Verdict == assessment.Blocked:
		r.put(t.dim, shorter(r, "–  after all others", "–"))
	case s.place.Tied:
		r.put(t.strong, fmt.Sprintf("%d", s.place.Rank)).put(t.warn, " tied")
	default:
		r.put(t.strong, fmt.Sprint(s.place.Rank))
	}
}

// blockersCell names what blocks: the items of open gates, of stops and of rules
// that failed.
func blockersCell(t *theme, r *row, s *side) {
	var names []string
	for _, because := range s.party.Blockers {
		if !slices.Contains(names, because.Item) {
			names = append(names, because.Item)
		}
	}
	if len(names) == 0 {
		r.put(t.good, "none")
		return
	}
	for n, name := range names {
		if name == "" {
			name = "a red flag"
		}
		more := ""
		if left := len(names) - n - 1; left > 0 {
			more = fmt.Sprintf(" +%d", left)
		}
		if n > 0 && r.left < width(harmless(name))+1+width(more) {
			r.put(t.bad, fmt.Sprintf(" +%d", len(names)-n))
			return
		}
		if n > 0 {
			r.gap(1)
		}
		r.say(t.bad, name)
	}
}

// decisionCell is what was decided, and whether that still holds.
func decisionCell(t *theme, r *row, s *side) {
	d := s.party.Decision
	if d == nil {
		r.put(t.dim, "none")
		return
	}
	r.put(t.strong, string(d.Outcome))
	if !d.Stands() {
		r.put(t.warn, shorter(r, " void: changed since", " void"))
	}
}

// rulesCell is the latest change of the rules: on which day, who made it and why.
func rulesCell(t *theme, r *row, s *side) {
	changes := s.party.RulesChanged
	if len(changes) == 0 {
		r.put(t.dim, "–")
		return
	}
	last := changes[len(changes)-1]
	r.put(t.warn, s.snapshot.Day(last.At).String()).gap(1).say(t.plain, last.By+": "+last.Reason)
}

func shareCell(t *theme, r *row, s *side, share assessment.Score) {
	switch {
	case s.alone:
		r.put(t.dim, shorter(r, "only one is ranked", "only one ranked"))
		return
	case share == assessment.NoScore:
		r.put(t.dim, "    –  not ranked")
		return
	}
	r.put(t.plain, figure(share)).put(t.dim, " %")
	if r.left > 12 {
		r.gap(1)
		bar(r, r.left, t.dim, span{t.accent, "█", share})
	}
}

// heatCell is one domain of one side: how it stands against the bands, what was
// shown, what was claimed, and whether it is under its floor.
func heatCell(t *theme, r *row, d *assessment.DomainAcross, at int) {
	shown, claimed := d.Shown[at], d.Claimed[at]
	if shown == assessment.NoScore {
		r.put(t.dim, shorter(r, "       –  no score", "       –"))
		return
	}
	shade, k := heat(t, d.Bands[at])
	r.put(k, strings.Repeat(shade, 2)).gap(1)
	best := !slices.ContainsFunc(d.Shown, func(other assessment.Score) bool { return other > shown })
	if best {
		r.put(t.strong, figure(shown))
	} else {
		r.put(t.plain, figure(shown))
	}
	r.gap(1).put(t.dim, figure(claimed))
	if d.BelowFloor[at] {
		r.put(t.bad, " ↓")
	} else {
		r.gap(2)
	}
	if r.left > 10 {
		r.gap(1)
		claimedBar(t, r, r.left, shown, claimed)
	}
}

// heat is the shade and the ink of a band.
func heat(t *theme, band assessment.Verdict) (shade string, k ink) {
	switch band {
	case assessment.Approve:
		return "█", t.good
	case assessment.Conditional:
		return "▓", t.warn
	case assessment.Remediate:
		return "▒", t.warn
	}
	return "░", t.bad
}

// shorter is the first of some texts that a row has room for, or none.
func shorter(r *row, texts ...string) string {
	for _, text := range texts {
		if width(text) <= r.left {
			return text
		}
	}
	return ""
}

package tui

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	contests "assay/assessment/contest"
	"assay/tui/draw"
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
	domain *contests.Domain // of a domain's row
	cell   func(t *draw.Theme, r *draw.Line, s *side)
}

// same reports whether two rows are the same one, however many others are shown.
func (r compareRow) same(other compareRow) bool {
	return r.kind == other.kind && r.label == other.label
}

// The rows above the domains: first what decides, then the figures.
var (
	verdictLine = compareRow{label: "verdict", help: "what the rules say; enter shows why", cell: func(t *draw.Theme, r *draw.Line, s *side) {
		sign, k := t.Verdict(s.result.Verdict)
		r.Put(k, sign+" "+string(s.result.Verdict))
	}}
	factLines = []compareRow{
		{label: "blockers", help: "what must be gone before any score counts; enter shows all of it", cell: blockersCell},
		{label: "rank", help: "by the shown score as printed; who is blocked comes after all others, whatever the score", cell: rankCell},
		{label: "shown", help: "the score, of what was shown by evidence", cell: func(t *draw.Theme, r *draw.Line, s *side) {
			r.Put(t.Strong, draw.Figure(s.result.Shown))
		}},
		{label: "claimed", help: "what the score would be if all that was said had been shown", cell: func(t *draw.Theme, r *draw.Line, s *side) {
			r.Put(t.Plain, draw.Figure(s.result.Claimed))
			if gap := s.result.Claimed - s.result.Shown; s.result.Shown != assessment.NoScore && gap > 0 {
				r.Put(t.Dim, shorter(r, fmt.Sprintf("  %s of it not shown", gap), fmt.Sprintf("  +%s", gap)))
			}
		}},
		{label: "interval", help: "between these the score ends when all is answered", cell: func(t *draw.Theme, r *draw.Line, s *side) {
			ends := s.result.Interval
			r.Put(t.Plain, draw.Figure(ends[0]))
			if ends[0] != ends[1] {
				r.Put(t.Dim, " to ").Put(t.Plain, ends[1].String())
			}
		}},
		{label: "gates open", help: "conditions without which no score counts; enter shows which", cell: func(t *draw.Theme, r *draw.Line, s *side) {
			g := s.result.Gates
			if g.Open() == 0 {
				r.Put(t.Good, "all closed")
			} else {
				r.Put(t.Bad, fmt.Sprintf("%d open", g.Open())).Put(t.Dim, fmt.Sprintf(" of %d", g.Open()+g.Closed+g.Waived))
			}
			if g.Waived > 0 {
				r.Put(t.Warn, shorter(r, fmt.Sprintf(" ≈%d waived", g.Waived), fmt.Sprintf(" ≈%d", g.Waived)))
			}
		}},
		{label: "red flags", help: "■ stops, ▲ warnings and what they cost", cell: func(t *draw.Theme, r *draw.Line, s *side) {
			flagCount(t, r, s.result.Flags.Stop, s.result.Flags.Warning, 7)
			if p := s.result.Flags.Penalty; p > 0 {
				r.Put(t.Dim, shorter(r, fmt.Sprintf(" −%d points", p), fmt.Sprintf(" −%d", p)))
			}
		}},
		{label: "risk", help: "the risk that stays, whatever the score; enter shows why", cell: func(t *draw.Theme, r *draw.Line, s *side) {
			r.Put(t.Plain, s.result.Risk.Tier)
		}},
		{label: "answers shown", help: "of the answers, those that rest on a record and not on a claim; scenarios are shown by their scorers", cell: func(t *draw.Theme, r *draw.Line, s *side) {
			r.Put(t.Plain, fmt.Sprintf("%4d", s.party.Shown)).Put(t.Dim, fmt.Sprintf(" of %d", s.party.Answered))
		}},
		{label: "coverage", help: "how much of what counts is answered, by weight", cell: func(t *draw.Theme, r *draw.Line, s *side) {
			r.Put(t.Plain, fmt.Sprintf("%4d%%", int(s.result.Coverage*100+1e-9)))
		}},
		{label: "decision", help: "what people decided, be it other than the verdict", cell: decisionCell},
		{kind: oldestRow, label: "oldest proof", help: "the date of the oldest evidence that counts; enter opens its item", cell: func(t *draw.Theme, r *draw.Line, s *side) {
			if s.party.OldestItem == "" {
				r.Put(t.Dim, "–")
				return
			}
			r.Put(t.Plain, s.party.Oldest.String()).Gap(1).Say(t.Dim, s.party.OldestItem)
		}},
	}
	firmLines = []compareRow{
		{kind: firmRow, label: "1st, any weights", help: "in so many of all weightings it is first; enter shows every rank", cell: func(t *draw.Theme, r *draw.Line, s *side) {
			shareCell(t, r, s, s.firstAny)
		}},
		{kind: firmRow, label: "1st, near ours", help: "the same with each weight moved by up to 20 %; enter shows every rank", cell: func(t *draw.Theme, r *draw.Line, s *side) {
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
		rows = append(rows, compareRow{kind: groundRow, label: "items asked", help: "the ground is not equal; enter shows where", cell: func(t *draw.Theme, r *draw.Line, side *side) {
			at := s.all.find(side.place.Assessment)
			r.Put(t.Plain, fmt.Sprintf("%4d", ground.Asked[at])).Put(t.Dim, fmt.Sprintf(" of %d", ground.AskedOfAny))
		}})
	}
	for n := range s.all.across.Domains {
		d := &s.all.across.Domains[n]
		if s.differing && d.Same && !s.isMoved(d.ID) {
			continue
		}
		rows = append(rows, compareRow{kind: domainRow, label: d.ID, domain: d, cell: func(t *draw.Theme, r *draw.Line, side *side) {
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

func rankCell(t *draw.Theme, r *draw.Line, s *side) {
	switch {
	case s.result.Verdict == assessment.Blocked:
		r.Put(t.Dim, shorter(r, "–  after all others", "–"))
	case s.place.Tied:
		r.Put(t.Strong, fmt.Sprintf("%d", s.place.Rank)).Put(t.Warn, " tied")
	default:
		r.Put(t.Strong, fmt.Sprint(s.place.Rank))
	}
}

// blockersCell names what blocks: the items of open gates, of stops and of rules
// that failed.
func blockersCell(t *draw.Theme, r *draw.Line, s *side) {
	var names []string
	for _, because := range s.party.Blockers {
		if !slices.Contains(names, because.Item) {
			names = append(names, because.Item)
		}
	}
	if len(names) == 0 {
		r.Put(t.Good, "none")
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
		if n > 0 && r.Left() < draw.Width(draw.Harmless(name))+1+draw.Width(more) {
			r.Put(t.Bad, fmt.Sprintf(" +%d", len(names)-n))
			return
		}
		if n > 0 {
			r.Gap(1)
		}
		r.Say(t.Bad, name)
	}
}

// decisionCell is what was decided, and whether that still holds.
func decisionCell(t *draw.Theme, r *draw.Line, s *side) {
	d := s.party.Decision
	if d == nil {
		r.Put(t.Dim, "none")
		return
	}
	r.Put(t.Strong, string(d.Outcome))
	if !d.InForce() {
		r.Put(t.Warn, shorter(r, " void: changed since", " void"))
	}
}

// rulesCell is the latest change of the rules: on which day, who made it and why.
func rulesCell(t *draw.Theme, r *draw.Line, s *side) {
	changes := s.party.RulesChanged
	if len(changes) == 0 {
		r.Put(t.Dim, "–")
		return
	}
	last := changes[len(changes)-1]
	r.Put(t.Warn, s.snapshot.Day(last.At).String()).Gap(1).Say(t.Plain, last.By+": "+last.Reason)
}

func shareCell(t *draw.Theme, r *draw.Line, s *side, share assessment.Score) {
	switch {
	case s.alone:
		r.Put(t.Dim, shorter(r, "only one is ranked", "only one ranked"))
		return
	case share == assessment.NoScore:
		r.Put(t.Dim, "    –  not ranked")
		return
	}
	r.Put(t.Plain, draw.Figure(share)).Put(t.Dim, " %")
	if r.Left() > 12 {
		r.Gap(1)
		draw.ShareBar(t, r, share)
	}
}

// heatCell is one domain of one side: how it stands against the bands, what was
// shown, what was claimed, and whether it is under its floor.
func heatCell(t *draw.Theme, r *draw.Line, d *contests.Domain, at int) {
	shown, claimed := d.Shown[at], d.Claimed[at]
	if shown == assessment.NoScore {
		r.Put(t.Dim, shorter(r, "       –  no score", "       –"))
		return
	}
	shade, k := heat(t, d.Bands[at])
	r.Put(k, strings.Repeat(shade, 2)).Gap(1)
	best := !slices.ContainsFunc(d.Shown, func(other assessment.Score) bool { return other > shown })
	if best {
		r.Put(t.Strong, draw.Figure(shown))
	} else {
		r.Put(t.Plain, draw.Figure(shown))
	}
	r.Gap(1).Put(t.Dim, draw.Figure(claimed))
	if d.BelowFloor[at] {
		r.Put(t.Bad, " ↓")
	} else {
		r.Gap(2)
	}
	if r.Left() > 10 {
		r.Gap(1)
		draw.ClaimedBar(t, r, r.Left(), shown, claimed)
	}
}

// heat is the shade and the ink of a band.
func heat(t *draw.Theme, band assessment.Verdict) (shade string, k draw.Ink) {
	switch band {
	case assessment.Approve:
		return "█", t.Good
	case assessment.Conditional:
		return "▓", t.Warn
	case assessment.Remediate:
		return "▒", t.Warn
	}
	return "░", t.Bad
}

// shorter is the first of some texts that a row has room for, or none.
func shorter(r *draw.Line, texts ...string) string {
	for _, text := range texts {
		if draw.Width(text) <= r.Left() {
			return text
		}
	}
	return ""
}

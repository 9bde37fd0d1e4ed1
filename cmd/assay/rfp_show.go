package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/english"
	"assay/assessment/ranking"
	"assay/assessment/wording"
	"assay/assessment/workspace"
)

func (a *app) rfpShow() *cobra.Command {
	return &cobra.Command{
		Use:   "show RFP",
		Short: "Show its rules, its vendors as a board, and its award",
		Long: `Show the rules that an RFP has fixed, its vendors in the order of their ranks with status, verdict, decision and missing sign-offs, and
the award. An RFP is named by its id, its reference, or the beginning of its title.`,
		Example: `  assay rfp show RFP-2026-114`,
		Args:    cobra.ExactArgs(1),
		RunE: a.does(func(ctx context.Context, args []string) error {
			c, err := a.contest(ctx, args[0])
			if err != nil {
				return err
			}
			return a.show(showRFP(c), func() { a.showContest(c) })
		}),
	}
}

// contest finds an RFP and loads it with its contest.
func (a *app) contest(ctx context.Context, ref string) (*workspace.RFP, error) {
	kept, err := a.existing(ctx)
	if err != nil {
		return nil, err
	}
	found, err := kept.FindRFP(ctx, ref)
	if err != nil {
		return nil, err
	}
	return a.work.RFP(ctx, found.ID)
}

func (a *app) showContest(c *workspace.RFP) {
	p, rfp := a.out, c.RFP
	p.print("%s\n", p.paint(bold, strings.TrimSuffix(rfp.Title+", "+rfp.Reference, ", ")))
	pin := assessment.PinOf(c.Questionnaire)
	a.fields([][2]string{
		{"rules", pin.ID + " " + pin.Version + " (" + wording.Short(pin.Hash) + "), milestone " + string(rfp.Milestone)},
		{"reserve", strings.Join(rfp.Reserve, ", ")},
		{"due", rfp.Due.String()},
		{"id", rfp.ID},
		{"zone", wording.Times(a.work.Zone)},
	})
	for _, repin := range c.Repinned {
		p.prose("  ", "Rules changed "+wording.RulesChanged(repin, a.work.Zone))
	}
	p.print("\n")
	if len(c.Board.Entries) == 0 {
		p.print("No vendor is assessed yet.\n")
		return
	}
	if sentence := c.Board.Ranking.Ground.Sentence(); sentence != "" {
		p.prose("", sentence)
		p.print("\n")
	}
	if award := c.Award(); award != nil {
		p.prose("", contest.Stood(*award, a.work.Zone))
		p.print("\n")
	}
	a.showBoard(c.Board)
	a.showAward(c)
	section(p, "Since then", c.Later, func(l contest.Later) (string, string) { return wording.Short(l.Assessment), l.Text(a.work.Zone) })
	for n, w := range c.WhatIfs {
		if n == 0 {
			p.print("\n%s\n", p.paint(bold, "What-ifs on record"))
		}
		p.prose("  ", contest.WhatIf(w, a.work.Zone))
	}
}

// showBoard prints one line for each vendor, and below it the work that
// people still owe.
func (a *app) showBoard(b ranking.Board) {
	awarded := slices.ContainsFunc(b.Entries, func(r ranking.BoardEntry) bool { return r.Award != "" })
	titles := []string{"rank", "vendor", "status", "verdict", "shown", "claimed", "coverage", "decision"}
	if awarded {
		titles = append(titles, "award")
	}
	rows := [][]cell{heading(titles...)}
	for _, r := range b.Entries {
		begun := r.Status != ranking.NotStarted
		_, verdict := wording.Standing(r.Verdict, begun)
		row := texts(r.RankText(), assessment.Title(r.Vendor, r.Subject), r.StatusText(), verdict, r.Shown.String(), r.Claimed.String(), english.Percent(r.Coverage), contest.DecisionCell(r.Decision).Text)
		if begun {
			row[3].ink = verdictInk(r.Verdict)
		}
		if awarded {
			row = append(row, texts(r.Award.Sign())...)
		}
		rows = append(rows, row)
	}
	a.out.table("  ", numbers(0, 4, 5, 6), rows)
	a.out.print("\n")
	for _, r := range b.Entries {
		const most = 3
		owed := contest.Owed(r, most)
		text := "nothing is missing"
		if len(owed) > 0 {
			text = strings.Join(owed, "; ")
		}
		a.out.prose("  ", assessment.Title(r.Vendor, r.Subject)+": "+text)
	}
}

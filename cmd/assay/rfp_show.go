package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/ranking"
	"assay/assessment/store"
	"assay/questionnaire"
)

func (a *app) rfpShow() *cobra.Command {
	return &cobra.Command{
		Use:   "show RFP",
		Short: "Show its rules, its vendors as a board, and its award",
		Long: `Show the rules that an RFP has fixed, its vendors in the order of their ranks with status, verdict, decision and what people still owe, and
the award. An RFP is named by its id, its reference, or the beginning of its title.`,
		Example: `  assay rfp show RFP-2026-114`,
		Args:    cobra.ExactArgs(1),
		RunE: a.does(func(ctx context.Context, args []string) error {
			c, err := a.contest(ctx, args[0])
			if err != nil {
				return err
			}
			if a.flags.json {
				return a.out.json(c.shown())
			}
			a.showContest(c)
			return nil
		}),
	}
}

// contest is an RFP with what it is about: its rules, its assessments as they
// last stood at its milestone, and what was recorded of it.
type contest struct {
	record        store.RFPRecord
	questionnaire *questionnaire.Questionnaire
	judged        []assessment.Judged
	board         ranking.Board
	whatIfs       []assessment.WhatIf
}

// contest finds an RFP and judges its assessments for its milestone and today,
// each in its own zone. Whoever moved on is judged as before that.
func (a *app) contest(ctx context.Context, ref string) (contest, error) {
	kept, err := a.existing(ctx)
	if err != nil {
		return contest{}, err
	}
	rfp, err := kept.FindRFP(ctx, ref)
	if err != nil {
		return contest{}, err
	}
	var c contest
	if c.record, err = kept.RFPRecord(ctx, rfp.ID); err != nil {
		return c, err
	}
	if c.questionnaire, err = kept.Questionnaire(ctx, c.record.RFP.Questionnaire); err != nil {
		return c, err
	}
	rows, err := kept.List(ctx, store.Filter{RFPID: rfp.ID, Current: true})
	if err != nil {
		return c, err
	}
	milestone, moved := c.record.RFP.Milestone, map[string]questionnaire.Milestone{}
	for _, row := range rows {
		snapshot, err := kept.SnapshotFor(ctx, row.ID, milestone)
		if err != nil {
			return c, err
		}
		if row.Milestone != snapshot.Milestone {
			moved[row.ID] = row.Milestone
		}
		result := assessment.Evaluate(snapshot, a.today(snapshot), milestone, questionnaire.Current)
		c.judged = append(c.judged, assessment.Judged{Snapshot: snapshot, Result: result})
	}
	c.board = ranking.BoardOf(c.judged)
	c.board.MovedOn(moved)
	if award := c.award(); award != nil {
		c.board.Awarded(*award)
	}
	c.whatIfs, err = kept.WhatIfs(ctx, rfp.ID)
	return c, err
}

// award is the latest award, or nil.
func (c contest) award() *assessment.Award {
	if n := len(c.record.Awards); n > 0 {
		return &c.record.Awards[n-1]
	}
	return nil
}

func (a *app) showContest(c contest) {
	p, rfp := a.out, c.record.RFP
	p.print("%s\n", p.paint(bold, strings.TrimSuffix(rfp.Title+", "+rfp.Reference, ", ")))
	pin := assessment.PinOf(c.questionnaire)
	a.fields([][2]string{
		{"rules", pin.ID + " " + pin.Version + " (" + short(pin.Hash) + "), milestone " + string(rfp.Milestone)},
		{"due", rfp.Due.String()},
		{"id", rfp.ID},
	})
	for _, repin := range c.record.Repinned {
		p.prose("  ", fmt.Sprintf("The rules were changed on %s by %s, from %s %s (%s) to %s %s (%s): %s", utcDay(repin.At), repin.By,
			repin.From.ID, repin.From.Version, short(repin.From.Hash), repin.To.ID, repin.To.Version, short(repin.To.Hash), repin.Reason))
	}
	p.print("\n")
	if len(c.board.Entries) == 0 {
		p.print("No vendor is assessed yet.\n")
		return
	}
	if sentence := c.board.Ranking.Ground.Sentence(); sentence != "" {
		p.prose("", sentence)
		p.print("\n")
	}
	a.showBoard(c.board)
	a.showAward(c)
	for n, w := range c.whatIfs {
		if n == 0 {
			p.print("\n%s\n", p.paint(bold, "What-ifs on record"))
		}
		p.prose("  ", whatIfText(w))
	}
}

// showBoard prints one line for each vendor, and below it what people owe.
func (a *app) showBoard(b ranking.Board) {
	awarded := slices.ContainsFunc(b.Entries, func(r ranking.BoardEntry) bool { return r.Award != "" })
	titles := []string{"rank", "vendor", "status", "verdict", "shown", "claimed", "coverage", "decision"}
	if awarded {
		titles = append(titles, "award")
	}
	rows := [][]cell{heading(titles...)}
	for _, r := range b.Entries {
		row := texts(r.RankText(), titleOf(r.Vendor, r.Subject), r.StatusText(), string(r.Verdict), r.Shown.String(), r.Claimed.String(), english.Percent(r.Coverage), decisionText(r.Decision))
		row[3].ink = verdictInk(r.Verdict)
		if awarded {
			row = append(row, texts(r.Award.Sign())...)
		}
		rows = append(rows, row)
	}
	a.out.table("  ", numbers(0, 4, 5, 6), rows)
	a.out.print("\n")
	for _, r := range b.Entries {
		var owed []string
		for n, reason := range r.Blockers {
			const most = 3
			if n == most {
				owed = append(owed, fmt.Sprintf("and %d more that block", len(r.Blockers)-most))
				break
			}
			owed = append(owed, reason.Text)
		}
		owed = append(owed, r.Missing...)
		text := "nothing is missing"
		if len(owed) > 0 {
			text = strings.Join(owed, "; ")
		}
		a.out.prose("  ", titleOf(r.Vendor, r.Subject)+": "+text)
	}
}

// decisionText is a decision in a column.
func decisionText(d *assessment.Decision) string {
	switch {
	case d == nil:
		return "none"
	case !d.InForce():
		return string(d.Outcome) + " (void)"
	}
	return string(d.Outcome) + " by " + d.By
}

// utcDay is the UTC day of an instant.
func utcDay(at int64) string { return instant(at).Format("2006-01-02") }

func whatIfText(w assessment.WhatIf) string {
	var lines []string
	for _, l := range w.Lines {
		if l.Blocked {
			lines = append(lines, l.Vendor+" (blocked)")
			continue
		}
		lines = append(lines, fmt.Sprintf("%d %s (%s)", l.Rank, l.Vendor, l.Shown))
	}
	return fmt.Sprintf("%s, by %s on %s: %s: %s", w.Name, w.By, utcDay(w.At), strings.Join(weightChanges(w), ", "), strings.Join(lines, ", "))
}

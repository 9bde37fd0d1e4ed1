package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

func (a *app) assessMove() *cobra.Command {
	var to string
	var dry bool
	cmd := &cobra.Command{
		Use:   "move ASSESSMENT --to MILESTONE",
		Short: "Take it on to a later milestone, and say what that changes",
		Long: `Take an assessment on to a later milestone, and say what that changes. The answers are carried over; some are asked in
other words there, or are shown by other evidence, and are only claimed until they are re-verified. There is no way
back: --dry-run says the same and moves nothing.`,
		Example: `  assay assess move harbor --to access --dry-run
  assay assess move harbor --to access`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&to, "to", "", "the `MILESTONE`: access, review or close")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "say what it would change, and move nothing")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		if err := needFlags("assay assess move harbor --to access", [2]string{"--to", to}); err != nil {
			return err
		}
		milestone := questionnaire.Milestone(to)
		if err := checkMilestone(milestone); err != nil {
			return err
		}
		before, err := a.changing(ctx, args[0])
		if err != nil {
			return err
		}
		moved := assessment.Moved{Milestone: milestone}
		if dry {
			_, err = before.Admit(a.work.Entry(moved))
		} else {
			_, err = a.change(ctx, before, moved, nil)
		}
		if err != nil {
			return err
		}
		if before.DecisionInForce() == nil {
			a.note("no decision is in force for %s: %s", before.Milestone, standingOf(before, before.Milestone, a.work.Day(before)).lack(before))
		}
		return a.moved(before.Questionnaire, assessment.MoveOn(before, milestone, a.work.Day(before)), dry)
	})
	return cmd
}

// moved tells what a move changes, or would change.
func (a *app) moved(q *questionnaire.Questionnaire, move assessment.Move, dry bool) error {
	if a.flags.json {
		return a.out.json(struct {
			assessment.Move
			DryRun bool `json:"dry_run"`
		}{move, dry})
	}
	verdict := verdicts{move.Before.Verdict, move.After.Verdict}
	if dry {
		a.say("nothing was moved: %s would go on from %s to %s: %s", move.About, move.From, move.To, verdict.text())
	} else {
		a.say("moved %s on from %s to %s: %s", move.About, move.From, move.To, verdict.text())
	}
	p := a.out
	p.print("%s\n", p.paint(bold, fmt.Sprintf("%s, from %s to %s", hostile.Line(move.About), move.From, move.To)))
	a.fields([][2]string{
		{"verdict", fmt.Sprintf("%s → %s", move.Before.Verdict, move.After.Verdict)},
		{"shown", fmt.Sprintf("%s → %s", move.Before.Shown, move.After.Shown)},
		{"coverage", fmt.Sprintf("%s → %s", english.Percent(move.Before.Coverage), english.Percent(move.After.Coverage))},
	})
	if len(move.Opens) > 0 {
		p.print("\n%s\n", p.paint(bold, "Gates that open"))
		for _, gate := range move.Opens {
			p.named("  ", gate.Item, gate.Title+": "+openedText(gate))
		}
	}
	if len(move.AskAgain) > 0 {
		p.print("\n%s\n", p.paint(bold, "To be re-verified, until then only claimed"))
		for _, item := range move.AskAgain {
			p.named("  ", item.Item, item.Title)
			if slices.Contains(item.Because, "ask_at") {
				p.beside(strings.Repeat(" ", 2+idColumn), p.paint(faint, "ask"), 12, item.Ask)
			}
			if slices.Contains(item.Because, "shown_by") {
				p.beside(strings.Repeat(" ", 2+idColumn), p.paint(faint, "shown by"), 12, evidenceNames(q, item.Evidence))
			}
		}
	}
	if len(move.ToAsk) > 0 {
		p.print("\n%s\n", p.paint(bold, "To be asked for the first time"))
		p.prose("  ", strings.Join(move.ToAsk, ", "))
	}
	return nil
}

// openedText says how a gate stands that was none, or was not open, before.
func openedText(gate assessment.OpenedGate) string {
	text := gate.State.Words()
	if gate.Was != "" {
		text = gate.Was.Words() + " → " + text
	}
	if !gate.Hard {
		text += " (does not block)"
	}
	return text
}

func evidenceNames(q *questionnaire.Questionnaire, ids []string) string {
	names := make([]string, len(ids))
	for n, id := range ids {
		names[n] = id
		if kind := q.EvidenceKind(id); kind != nil {
			names[n] += " " + kind.Name
		}
	}
	return strings.Join(names, ", ")
}

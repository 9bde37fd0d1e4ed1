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
		Short: "Move an assessment to a later milestone",
		Long: `Move an assessment to a later milestone and print the changes. It keeps its answers. Where the milestone asks a question
in other words or needs other evidence, the answer counts as claimed until it is re-verified. You cannot move back: use
--dry-run first to see the changes.`,
		Example: `  assay assess move harbor --to access --dry-run
  assay assess move harbor --to access`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&to, "to", "", "the `MILESTONE`: access, review or close")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "print the changes, and move nothing")
	cmd.RunE = a.changes(func(ctx context.Context, before assessment.Snapshot, args []string) error {
		milestone := questionnaire.Milestone(to)
		if err := checkMilestone(milestone); err != nil {
			return err
		}
		moved := assessment.Moved{Milestone: milestone}
		var err error
		if dry {
			_, err = before.Admit(a.work.Entry(moved))
		} else {
			_, err = a.change(ctx, before, moved)
		}
		if err != nil {
			return err
		}
		if before.DecisionInForce() == nil {
			a.note("no decision is in force for %s: %s", before.Milestone, followUpOf(before, before.Milestone, a.work.Day(before)).lack(before))
		}
		return a.moved(before.Questionnaire, assessment.MoveOn(before, milestone, a.work.Day(before)), dry)
	}, "to")
	return cmd
}

// moved prints the changes of a move.
func (a *app) moved(q *questionnaire.Questionnaire, move assessment.Move, dry bool) error {
	return a.show(struct {
		assessment.Move
		DryRun bool `json:"dry_run"`
	}{move, dry}, func() {
		verdict := verdicts{move.Before.Verdict, move.After.Verdict}
		if dry {
			a.say("nothing was moved: %s would move from %s to %s: %s", move.About, move.From, move.To, verdict.text())
		} else {
			a.say("moved %s from %s to %s: %s", move.About, move.From, move.To, verdict.text())
		}
		p := a.out
		p.print("%s\n", p.paint(bold, fmt.Sprintf("%s, from %s to %s", hostile.Line(move.About), move.From, move.To)))
		a.fields([][2]string{
			{"verdict", fmt.Sprintf("%s → %s", move.Before.Verdict, move.After.Verdict)},
			{"shown", fmt.Sprintf("%s → %s", move.Before.Shown, move.After.Shown)},
			{"coverage", fmt.Sprintf("%s → %s", english.Percent(move.Before.Coverage), english.Percent(move.After.Coverage))},
		})
		section(p, "Gates that open", move.Opens, func(gate assessment.OpenedGate) (string, string) {
			return gate.Item, gate.Title + ": " + openedText(gate)
		})
		if len(move.AskAgain) > 0 {
			p.print("\n%s\n", p.paint(bold, "To be re-verified (claimed until then)"))
			for _, item := range move.AskAgain {
				p.named("  ", item.Item, item.Title)
				if slices.Contains(item.Because, "ask_at") {
					p.beside(strings.Repeat(" ", 2+idColumn), p.paint(faint, "ask"), 12, item.Ask)
				}
				if slices.Contains(item.Because, "shown_by") || slices.Contains(item.Because, "must_show") {
					p.beside(strings.Repeat(" ", 2+idColumn), p.paint(faint, "shown by"), 12, evidenceNames(q, item.Evidence))
				}
			}
		}
		p.ids("New questions", move.ToAsk)
	})
}

// openedText describes a gate that the move opens.
func openedText(gate assessment.OpenedGate) string {
	text := gate.State.Words()
	if gate.Was != "" {
		text = gate.Was.Words() + " → " + text
	}
	if !gate.Hard {
		text += " (conditional at most)"
	}
	return text
}

func evidenceNames(q *questionnaire.Questionnaire, ids []string) string {
	return strings.Join(each(ids, func(id string) string {
		if kind := q.EvidenceKind(id); kind != nil {
			return id + " " + kind.Name
		}
		return id
	}), ", ")
}

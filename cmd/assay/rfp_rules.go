package main

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/store"
)

func (a *app) rfpRules() *cobra.Command {
	var asked, reason string
	cmd := &cobra.Command{
		Use:   "rules RFP --questionnaire Q",
		Short: "Change the questionnaire of an RFP and all its assessments",
		Long: `Change the questionnaire of an RFP and of all its assessments at once, so that all vendors are still asked the same. Answers stay with their
items. If a question changed, its answers must be re-verified. Score, report and comparison say who changed the rules, and why.`,
		Example: `  assay rfp rules RFP-2026-114 --questionnaire lakeside-staffing --reason "the board added a gate on AI tools"`,
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&asked, "questionnaire", "", "the new questionnaire")
	cmd.Flags().StringVar(&reason, "reason", "", "the reason for the change")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		if err := a.need("questionnaire", "reason"); err != nil {
			return err
		}
		if err := a.needEvaluator(); err != nil {
			return err
		}
		kept, err := a.existing(ctx)
		if err != nil {
			return err
		}
		by := a.work.Evaluator
		if err := a.mayDo(ctx, by, assessment.ActQuestionnaires); err != nil {
			return err
		}
		rfp, err := kept.FindRFP(ctx, args[0])
		if err != nil {
			return err
		}
		q, err := a.questionnaire(asked)
		if err != nil {
			return err
		}
		if err := a.allowFlags(ctx); err != nil {
			return err
		}
		before, err := entered(ctx, kept, rfp.ID)
		if err != nil {
			return err
		}
		if _, err := kept.RepinRFP(ctx, rfp.ID, q, by, reason); err != nil {
			return err
		}
		after, err := entered(ctx, kept, rfp.ID)
		if err != nil {
			return err
		}
		c, err := a.contest(ctx, rfp.ID)
		if err != nil {
			return err
		}
		return a.show(showRFP(c), func() {
			a.say("%s is on %s %s now, with %s", rfp.Title, q.ID, q.Version, english.Count(len(c.Judged), "assessment"))
			for _, id := range slices.Sorted(maps.Keys(after)) {
				s := after[id]
				if text := voids(before[id], s); text != "" {
					a.say("%s: this voids %s", s.Opened.Title(), text)
				}
			}
			for _, j := range c.Judged {
				changes := j.Snapshot.Rules
				if len(changes) == 0 {
					continue
				}
				last := changes[len(changes)-1]
				a.out.prose("", fmt.Sprintf("%s: %s, %d answers to re-verify, %d lost", j.Snapshot.Opened.Title(), j.Result.Verdict, len(last.Reverify), len(last.Lost)))
			}
		})
	})
	return cmd
}

// entered lists the present assessments of an RFP, by id.
func entered(ctx context.Context, kept *store.Store, rfpID string) (map[string]assessment.Snapshot, error) {
	rows, err := kept.List(ctx, store.Filter{RFPID: rfpID})
	if err != nil {
		return nil, err
	}
	all := make(map[string]assessment.Snapshot, len(rows))
	for _, row := range rows {
		if all[row.ID], err = kept.Snapshot(ctx, row.ID); err != nil {
			return nil, err
		}
	}
	return all, nil
}

package main

import (
	"context"

	"github.com/spf13/cobra"

	"assay/assessment"
)

func (a *app) assessWithdraw() *cobra.Command {
	var reason string
	var undo bool
	cmd := &cobra.Command{
		Use:   "withdraw ASSESSMENT --reason TEXT",
		Short: "Take an assessment off the lists, for a reason",
		Long: `Take an assessment off the lists, for a reason: it was opened by mistake, or the vendor is no longer in question. The record stays: ` +
			"`assay assess show`" + ` finds it by its id, and ` + "`assay assess list --all`" + ` lists it. Nothing can be added to it until --undo reinstates it.`,
		Example: `  assay assess withdraw harbor --reason "opened twice"
  assay assess withdraw 0193e2a0 --undo --reason "it is in question again"`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	cmd.Flags().BoolVar(&undo, "undo", false, "put a withdrawn assessment back on the lists")
	cmd.RunE = a.changes(func(ctx context.Context, before assessment.Snapshot, _ []string) error {
		var change assessment.Change = assessment.Withdrawn{Reason: reason}
		said := "withdrew the assessment of "
		if undo {
			change, said = assessment.Reinstated{Reason: reason}, "reinstated the assessment of "
		}
		if err := a.allowFlags(ctx); err != nil {
			return err
		}
		done, err := a.change(ctx, before, change)
		if err != nil {
			return err
		}
		return a.show(struct {
			ID string `json:"id"`
			assessment.State
		}{done.after.Assessment, done.after.State}, func() { a.say("%s%s", said, before.Opened.Title()) })
	}, "reason")
	return cmd
}

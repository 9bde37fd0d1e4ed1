package main

import (
	"cmp"
	"context"

	"github.com/spf13/cobra"

	"assay/assessment"
)

func (a *app) waiveCommand() *cobra.Command {
	var w assessment.Waiver
	var expires string
	cmd := &cobra.Command{
		Use:   "waive ASSESSMENT ITEM",
		Short: "Let a gate stay open for a while",
		Long: `Let a gate stay open for a while and print the id of the waiver.

Somebody other than the evaluator must approve a waiver. In a record whose people are named, the approver records it in person, and
--approver may be left away. A waiver names the control that protects patients meanwhile and the
person who will close the gate, and it expires within 90 days. A gate that rests on law (basis R and O) is never waived, and
no waiver opens milestone access. While a waiver lasts, the verdict is at most conditional. A later waiver of the same gate
replaces the earlier one.`,
		Example: `  assay waive harbor TEC-02 --approver ciso@lakeside.example --owner dana@lakeside.example \
    --reason "tokens arrive next week" --control "no remote access until then" --expires 2026-12-15`,
		Args: cobra.ExactArgs(2),
	}
	cmd.Flags().StringVar(&w.Approver, "approver", "", "the `NAME` of the person who approved it; not the evaluator (where people are named: you)")
	cmd.Flags().StringVar(&w.Reason, "reason", "", "why the gate stays open")
	cmd.Flags().StringVar(&w.Control, "control", "", "the control that protects meanwhile; for basis A, the equivalent measure")
	cmd.Flags().StringVar(&w.Owner, "owner", "", "the `NAME` of the person who will close the gate")
	cmd.Flags().StringVar(&expires, "expires", "", "the last `DATE` of the waiver, as 2026-12-15 or +30d")
	cmd.RunE = a.changes(func(ctx context.Context, before assessment.Snapshot, args []string) error {
		w.Item, w.Granted = args[1], a.work.Day(before)
		if before.People.On() {
			w.Approver = cmp.Or(w.Approver, a.work.Evaluator)
		} else if err := a.need("approver"); err != nil {
			return err
		}
		var err error
		if w.Expires, err = a.day("--expires", expires, w.Granted); err != nil {
			return err
		}
		done, err := a.change(ctx, before, assessment.WaiverGranted{Waiver: w})
		if err != nil {
			return err
		}
		return a.waived(done, done.after.Waivers[w.Item])
	}, "reason", "control", "owner")
	return cmd
}

func (a *app) waived(done changed, w assessment.Waiver) error {
	verdict := a.verdicts(done)
	return a.show(struct {
		ID string `json:"id"`
		assessment.Waiver
		Verdict verdicts `json:"verdict"`
	}{done.event, w, verdict}, func() {
		a.out.print("%s\n", done.event)
		a.say("waived %s for %s until %s, approved by %s: %s", w.Item, done.after.Opened.Title(), w.Expires, w.Approver, verdict.text())
	})
}

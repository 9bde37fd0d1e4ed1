package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/review"
	"assay/assessment/wording"
)

func (a *app) assessReview() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "review ASSESSMENT",
		Short: "List what to look at once more after the meeting",
		Long: `List what to look at once more after the meeting: questions without an answer, answers that nothing shows, domains below their floor,
scenarios on which the scorers differ, and answers without note, quote or evidence. Each entry names its item. The list ends with the
summary and with the people who signed the record off.`,
		Example: "  assay assess review harbor",
		Args:    cobra.ExactArgs(1),
	}
	cmd.RunE = a.reads(func(_ context.Context, s assessment.Snapshot, _ []string) error {
		list := review.Of(s, a.work.Judge(s))
		return a.show(struct {
			review.List
			Summary   *assessment.Summary  `json:"summary"`
			SignedOff []assessment.SignOff `json:"signed_off"`
		}{list, s.Summary, append([]assessment.SignOff{}, s.SignedOff...)}, func() { a.showReview(s, list) })
	})
	return cmd
}

func (a *app) showReview(s assessment.Snapshot, list review.List) {
	a.out.print("%s  %s\n", a.out.paint(bold, list.Vendor), a.out.paint(faint, english.Join(", ", "milestone "+string(list.Milestone), "as of "+list.AsOf.String())))
	for _, why := range review.Whys() {
		points := list.Under(why)
		if len(points) > 0 {
			a.out.print("\n%s\n", a.out.paint(bold, why.Words()))
		}
		for _, p := range points {
			name, title := p.Item, p.Title
			if p.Domain != "" {
				name = p.Domain
			}
			if p.Hard {
				title += " (hard gate)"
			}
			if why == review.Unanswered { // a long list: a line for each
				a.out.named("  ", name, title+": "+p.Text)
				continue
			}
			a.out.named("  ", name, title)
			a.out.prose(strings.Repeat(" ", 2+idColumn), p.Text)
		}
	}
	if len(list.Points) == 0 {
		a.say("nothing to look at once more")
	}
	a.showSummary(s)
	a.showSignedOff(s)
	if s.Summary == nil {
		a.say("no summary is written yet: `assay assess summary`")
	}
	if len(s.SignedOff) == 0 {
		a.say("nobody has signed the record off yet: `assay assess signoff`")
	}
}

// showSummary prints the evaluator's summary.
func (a *app) showSummary(s assessment.Snapshot) {
	if s.Summary != nil {
		a.out.print("\n%s  %s\n", a.out.paint(bold, "Summary"), a.out.paint(faint, wording.Summarizer(s)))
		for line := range strings.Lines(s.Summary.Text) {
			a.out.prose("  ", strings.TrimSpace(line))
		}
	}
}

// showSignedOff prints who called the record complete.
func (a *app) showSignedOff(s assessment.Snapshot) {
	if len(s.SignedOff) > 0 {
		a.out.print("\n%s\n", a.out.paint(bold, "Signed off as complete"))
	}
	for _, o := range s.SignedOff {
		a.out.prose("  ", wording.SignOffInFull(s, o))
	}
}

func (a *app) assessSignOff() *cobra.Command {
	off := assessment.SignedOff{}
	cmd := &cobra.Command{
		Use:   "signoff ASSESSMENT",
		Short: "Sign the record off as complete, in your name",
		Long: `Say in your own name that you have been through the record and call it complete, as it is now. It is no decision about the vendor, and it
changes no figure. While a question has no answer, --statement must say why the record is complete all the same.

assay keeps the head of the journal that you signed off, and tells from then on how many events changed the record since. Sign off anew
after a change; your earlier sign-off is replaced.`,
		Example: `  assay assess signoff harbor --role "lead evaluator"
  assay assess signoff harbor --statement "GOV-04 is asked when the contract is drafted"`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&off.Role, "role", "evaluator", "your `ROLE` in this assessment (where people are named, reviewer for a reviewer)")
	cmd.Flags().StringVar(&off.Statement, "statement", "", "what you state, or why the record is complete although something is missing")
	cmd.RunE = a.changes(func(ctx context.Context, before assessment.Snapshot, _ []string) error {
		who := before.People.Named(a.work.Evaluator)
		if !a.running.Flags().Changed("role") && who != nil && who.Has(assessment.Reviewer) && !who.Has(assessment.Evaluator) {
			off.Role = string(assessment.Reviewer)
		}
		off.Head = before.Head // it is about this record; a change meanwhile is a conflict
		done, err := a.change(ctx, before, off)
		if err != nil {
			return err
		}
		recorded := done.after.SignedOff[len(done.after.SignedOff)-1]
		return a.show(recorded, func() {
			a.say("%s signed the record of %s off as of %s", recorded.By, done.after.Opened.Title(), recorded.Code())
			if open := review.Of(done.after, a.work.Judge(done.after)).Summary(); open != "" {
				a.say("left in the review: %s", open)
			}
		})
	})
	return cmd
}

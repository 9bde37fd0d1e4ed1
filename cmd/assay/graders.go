package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
)

// gradersHelp explains blind grades.
const gradersHelp = `While two or more people are named, they grade blind: nobody sees the grade, the note or the specifics that another person gave for a
scenario until its panel opens. Until then the scenario counts as unanswered in every figure, list, comparison, export and report. A panel
opens when every named person has given grade and note, or with "assay assess panel open" and a reason. Then it stays open.

Name people as they name themselves (--evaluator). Name them before the first grade: a grade that is already known stays known.`

func (a *app) assessGraders() *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "graders ASSESSMENT [NAME...]",
		Short: "Name the people who grade the scenarios, blind from two on",
		Long:  "Name the people who grade the scenarios of an assessment, in place of those named before. Without names, show them.\n\n" + gradersHelp,
		Example: `  assay assess graders harbor lead@hospital.example ciso@hospital.example
  assay assess graders harbor`,
		Args: cobra.MinimumNArgs(1),
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why somebody leaves whose grade a panel waits for")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 {
			return a.reads(func(_ context.Context, s assessment.Snapshot, _ []string) error { return a.showGraders(s) })(cmd, args)
		}
		return a.changes(func(ctx context.Context, before assessment.Snapshot, args []string) error {
			done, err := a.change(ctx, before, assessment.GradersNamed{Names: args[1:], Reason: reason})
			if err != nil {
				return err
			}
			return a.showGraders(done.after)
		})(cmd, args)
	}
	return cmd
}

// namedGraders are the graders of an assessment, and whether they grade blind.
type namedGraders struct {
	Graders []string `json:"graders"`
	Blind   bool     `json:"blind"`
	Closed  []string `json:"closed"` // scenarios whose closed panels hide grades
}

func (a *app) showGraders(s assessment.Snapshot) error {
	return a.show(namedGraders{list(s.Graders), s.Blind(), list(s.Hidden())}, func() {
		switch {
		case len(s.Graders) == 0:
			a.out.print("nobody is named: every grade shows at once\n")
		case s.Blind():
			a.out.print("%s grade blind\n", english.List(s.Graders))
		default:
			a.out.print("%s grades alone: every grade shows at once\n", s.Graders[0])
		}
		for _, item := range s.Hidden() {
			a.out.print("%s: %s\n", item, wording.Panel(s, item))
		}
	})
}

func (a *app) panelOpen() *cobra.Command {
	var reason string
	var all bool
	cmd := &cobra.Command{
		Use:   "open ASSESSMENT [SCENARIO...]",
		Short: "Open the panels of scenarios before all graders are in, with a reason",
		Long: `Open the panels of scenarios before all graders are in. Everybody then sees the grades that were given, and they count. The name and
the reason stay on record. An open panel cannot be closed.

` + gradersHelp,
		Example: `  assay assess panel open harbor SCN-01 --reason "the CISO left the meeting"
  assay assess panel open harbor --all --reason "counsel is ill; we decide today"`,
		Args: cobra.MinimumNArgs(1),
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why the panel does not wait (required)")
	cmd.Flags().BoolVar(&all, "all", false, "every panel that hides a grade")
	cmd.RunE = a.changes(func(ctx context.Context, before assessment.Snapshot, args []string) error {
		items := args[1:]
		for n, item := range items {
			if before.Questionnaire.Item(item) == nil {
				items[n] = strings.ToUpper(item)
			}
		}
		switch {
		case all && len(items) > 0, !all && len(items) == 0:
			return usagef(a.example(), "name the scenarios, or use --all")
		case all:
			if items = before.Hidden(); len(items) == 0 {
				return assessment.Errorf(assessment.Refused, "no panel hides a grade")
			}
		}
		changes := make([]assessment.Change, len(items))
		for n, item := range items {
			changes[n] = assessment.PanelOpened{Item: item, Reason: reason}
		}
		done, err := a.change(ctx, before, changes...)
		if err != nil {
			return err
		}
		panels := map[string]assessment.Panel{}
		for _, item := range items {
			panels[item] = done.after.Panels[item]
		}
		return a.show(panels, func() {
			for _, item := range items {
				a.out.print("%s: %s\n", item, wording.Panel(done.after, item))
			}
		})
	}, "reason")
	return cmd
}

func (a *app) assessReconcile() *cobra.Command {
	var grade int
	var note string
	cmd := &cobra.Command{
		Use:   "reconcile ASSESSMENT SCENARIO --grade N --note TEXT",
		Short: "Record the grade on which graders agree who lie far apart",
		Long: `Record the grade on which the graders of a scenario agree after theirs lay two or more apart, and why. It counts instead of their own
grades, which stay on record. A new grade of any of them ends it.`,
		Example: `  assay assess reconcile harbor SCN-01 --grade 2 --note "heard again: no clock was named"`,
		Args:    cobra.ExactArgs(2),
	}
	cmd.Flags().IntVar(&grade, "grade", 0, "the grade, 0 to 4 (required)")
	cmd.Flags().StringVar(&note, "note", "", "why they agree on it (required)")
	cmd.RunE = a.changes(func(ctx context.Context, before assessment.Snapshot, args []string) error {
		item := args[1]
		if before.Questionnaire.Item(item) == nil {
			item = strings.ToUpper(item)
		}
		answer := before.Answers[item]
		answer.Item = item
		if asked := before.Questionnaire.Item(item); asked != nil && asked.Kind.Scored() && len(answer.Scores) < 2 && !before.PanelClosed(item) {
			return assessment.Errorf(assessment.Refused, "%s has no two grades to reconcile", item)
		}
		done, err := a.change(ctx, before, assessment.Answered{Answer: answer.Reconcile(grade, note), Replaces: replacing(answer)})
		if err != nil {
			return err
		}
		after := done.after.Answers[item]
		return a.show(after, func() { a.say("%s is reconciled at %s", item, after.ReconciledWords()) })
	}, "grade", "note")
	return cmd
}

// replacing is the answer that a change is made from.
func replacing(answer assessment.Answer) string {
	if answer.Event == "" {
		return assessment.Nothing
	}
	return answer.Event
}

// namesOf splits names at semicolons.
func namesOf(text string) (names []string) {
	for name := range strings.SplitSeq(text, ";") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

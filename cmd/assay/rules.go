package main

import (
	"context"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
	"assay/questionnaire"
)

func (a *app) assessRules() *cobra.Command {
	var asked, reason string
	var dry bool
	cmd := &cobra.Command{
		Use:   "rules ASSESSMENT",
		Short: "Put an open assessment on another questionnaire, with a reason",
		Long: `Put an open assessment on another questionnaire, or on another version of its own. Opening an assessment fixes its rules;
score, report and comparison say who changed them later, when, and why.

Answers stay with their items. If the question changed, the answer must be re-verified. If the item is gone, the answer is
lost. --dry-run shows how the assessment would change. Within an RFP, "assay rfp rules" changes the rules of all its
assessments together.`,
		Example: `  assay assess rules harbor --questionnaire hipaa-staffing --reason "the board lowered the floor of BAA"
  assay assess rules harbor --questionnaire hipaa-staffing --reason "new version" --dry-run`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&asked, "questionnaire", "", "the `QUESTIONNAIRE`: an id, a file, or the beginning of a hash")
	cmd.Flags().StringVar(&reason, "reason", "", "the reason for the change")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "show how the assessment would change, and change nothing")
	cmd.RunE = a.changes(func(ctx context.Context, before assessment.Snapshot, args []string) error {
		to, err := a.edition(ctx, asked)
		if err != nil {
			return err
		}
		if _, err := before.ChangeRules(to, reason); err != nil {
			return err
		}
		if dry {
			return a.dryRules(before, to)
		}
		if err := a.mayDo(ctx, a.work.Evaluator, assessment.ActQuestionnaires); err != nil {
			return err
		}
		if err := a.allowFlags(ctx); err != nil {
			return err
		}
		after, change, err := a.work.Store.ChangeRules(ctx, before.Assessment, to, a.work.Evaluator, reason)
		if err != nil {
			return err
		}
		a.sayVoided(before, after)
		return a.ruled(before, after, change)
	}, "questionnaire", "reason")
	return cmd
}

func (a *app) dryRules(before assessment.Snapshot, to *questionnaire.Questionnaire) error {
	carried := assessment.CarryOver(before, to, a.work.Day(before), questionnaire.Current)
	return a.show(struct {
		assessment.Carried
		DryRun bool `json:"dry_run"`
	}{carried, true}, func() {
		a.showCarried(carried)
	})
}

// ruled reports changed rules.
func (a *app) ruled(before, after assessment.Snapshot, change assessment.RulesChanged) error {
	verdict := a.verdicts(changed{before: before, after: after})
	return a.show(struct {
		assessment.RulesChanged
		Verdict verdicts `json:"verdict"`
	}{change, verdict}, func() {
		p := a.out
		p.print("%s\n", p.paint(bold, after.Opened.Title()+", from "+wording.Pin(change.From)+" to "+wording.Pin(change.To)))
		var again []string
		for _, kept := range change.Kept {
			if len(kept.Because) > 0 {
				again = append(again, kept.Item)
			}
		}
		p.ids("To be re-verified: the question is another one", again)
		p.ids("Lost: the item is gone, or takes another answer", change.Lost)
		a.say("changed the rules of %s, %s kept, %d lost: %s", after.Opened.Title(), english.Count(len(change.Kept), "answer"), len(change.Lost), verdict.text())
	})
}

// showRuleChanges lists changes of the rules since the opening. Call it before you
// print a figure.
func (a *app) showRuleChanges(s assessment.Snapshot) {
	for _, change := range s.Rules {
		a.out.inked(yellow, "", "Rules changed after opening: "+wording.RulesChanged(change, s.Zone()))
	}
	if len(s.Rules) > 0 {
		a.out.print("\n")
	}
}

// listedRules is a change of the rules in JSON. Its keys are a contract: add keys,
// but never change one.
type listedRules struct {
	From   assessment.Pin `json:"from"`
	To     assessment.Pin `json:"to"`
	Reason string         `json:"reason"`
	By     string         `json:"by"`
	At     string         `json:"at"` // RFC 3339, UTC
}

func listRules(c assessment.RuleChange) listedRules {
	return listedRules{c.From, c.To, c.Reason, c.By, utc(c.At)}
}

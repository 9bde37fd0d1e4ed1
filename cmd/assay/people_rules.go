package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
)

// listedRule is a rule in JSON.
type listedRule struct {
	Rule assessment.Separation `json:"rule"`
	Says string                `json:"says"`
	On   bool                  `json:"on"`
}

func (a *app) peopleRules() *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "rules [RULE --reason TEXT]",
		Short: "List the rules that keep roles further apart, or add one for good",
		Long: `List the rules by which an organization keeps roles further apart than the table of roles does, and which of them this record has.
With RULE, add it. A rule stays for good: nobody takes it away again.

Without any rule, one thing holds already: whoever alone evaluated an assessment neither approves it, nor waives one of its gates, nor
awards it.`,
		Example: `  assay people rules
  assay people rules approver-never-evaluated --reason "policy of 2027"`,
		Args: cobra.MaximumNArgs(1),
		ValidArgsFunction: cobra.FixedCompletions(each(assessment.Separations(), func(s assessment.Separation) string { return string(s) + "\t" + s.Says() }),
			cobra.ShellCompDirectiveNoFileComp),
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why; needed to add a rule")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		people, err := a.peopleNow(ctx)
		if err != nil {
			return err
		}
		if len(args) > 0 {
			if people, err = a.tighten(ctx, people, assessment.Separation(args[0]), reason); err != nil {
				return err
			}
		} else if reason != "" {
			return usagef(a.example(), "--reason is for adding a rule")
		}
		return a.showRules(people)
	})
	return cmd
}

// tighten adds a rule, after asking.
func (a *app) tighten(ctx context.Context, people assessment.People, rule assessment.Separation, reason string) (assessment.People, error) {
	if !slices.Contains(assessment.Separations(), rule) {
		return people, usagef("the rules are "+english.List(each(assessment.Separations(), func(s assessment.Separation) string { return string(s) })), "there is no rule %q", string(rule))
	}
	if err := a.need("reason"); err != nil {
		return people, err
	}
	if err := a.needEvaluator(); err != nil {
		return people, err
	}
	by := a.work.Evaluator
	if err := people.Allow(assessment.Deed{By: by, Act: assessment.ActPeople}); err != nil {
		return people, err
	}
	if err := a.allowFlags(ctx); err != nil {
		return people, err
	}
	if people.On() && !slices.Contains(people.Rules, rule) {
		a.say("the rule is: %s", rule.Says())
		if err := a.mayGoOn(ctx, "Add this rule for good?", "add the rule for good"); err != nil {
			return people, err
		}
	}
	if err := a.work.Store.Tighten(ctx, rule, by, reason); err != nil {
		return people, err
	}
	a.say("added for good: %s", rule.Says())
	return a.work.Store.People(ctx)
}

func (a *app) showRules(people assessment.People) error {
	rules := each(assessment.Separations(), func(s assessment.Separation) listedRule {
		return listedRule{s, s.Says(), slices.Contains(people.Rules, s)}
	})
	return a.show(rules, func() {
		rows := [][]cell{heading("rule", "on", "says")}
		for _, r := range rules {
			on := cell{text: "no", ink: faint}
			if r.On {
				on = cell{text: "yes", ink: green}
			}
			rows = append(rows, []cell{{text: string(r.Rule)}, on, {text: r.Says}})
		}
		a.out.table("", nil, rows)
	})
}

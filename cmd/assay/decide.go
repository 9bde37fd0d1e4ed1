package main

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/wording"
	"assay/questionnaire"
)

func (a *app) assessDecide() *cobra.Command {
	var d assessment.Decision
	var dry bool
	cmd := &cobra.Command{
		Use:   "decide ASSESSMENT approve|conditional|remediate|decline",
		Short: "Record a decision and the person who made it",
		Long: `Record the decision of a named person and print its id. The decision is bound to the present content of the assessment:
a later change voids it, and assay names the answers that changed. A later note or mark leaves it in force: assay lists what was
added after the decision.

A decision that differs from the verdict needs a reason. A blocked vendor can be neither approved nor approved with
conditions. A conditional decision needs an open action for each cause that keeps the verdict from approve. assay prints the
commands that add the missing actions. With --dry-run it shows verdict, causes and snapshot, and records nothing.`,
		Example: `  assay assess decide harbor conditional --dry-run
  assay assess decide harbor conditional --by "Ruth Ortiz" --role CISO \
    --reason "no night shifts until the tokens are there"`,
		Args: cobra.ExactArgs(2),
	}
	cmd.Flags().StringVar(&d.By, "by", "", "the `NAME` of the person who decided (default the evaluator)")
	cmd.Flags().StringVar(&d.Role, "role", "", "the role of that person, as CISO")
	cmd.Flags().StringVar(&d.Reason, "reason", "", "the reason; needed when the decision differs from the verdict")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "show verdict, causes and snapshot, and record nothing")
	cmd.RunE = a.changes(func(ctx context.Context, before assessment.Snapshot, args []string) error {
		d.Outcome = assessment.Outcome(args[1])
		if !d.Outcome.Valid() {
			return usagef("use approve, conditional, remediate or decline", "%q is no decision", args[1])
		}
		d.By = cmp.Or(d.By, a.work.Evaluator)
		var err error
		// The decision is about this snapshot. A change meanwhile is a conflict.
		if d.Snapshot, err = before.Hash(); err != nil {
			return err
		}
		if dry {
			return a.dryDecision(before, d, args[0])
		}
		a.sayAdded(before)
		done, err := a.change(ctx, before, assessment.Decided{Decision: d})
		if err != nil {
			a.sayLacking(before, d, args[0])
			return a.shortly(err, before, d)
		}
		return a.decided(done)
	})
	return cmd
}

// decided reports a recorded decision.
func (a *app) decided(done changed) error {
	d := *done.after.Decision()
	result := a.work.Judge(done.after)
	review := assessment.ReviewDue(done.after, result)
	return a.show(struct {
		ID string `json:"id"`
		listedDecision
		ReviewDue assessment.Date `json:"review_due"` // empty for none
	}{done.event, *listDecision(d), review}, func() {
		a.out.print("%s\n", done.event)
		a.say("decided %s on %s, for milestone %s, by %s: the rules say %s", d.Outcome, done.after.Opened.Title(), d.Milestone, wording.Decider(d), d.Verdict)
		a.say("bound to snapshot %s", d.Snapshot)
		if !review.IsZero() {
			a.say("to be re-assessed by %s: risk %s", review, result.Risk.Tier)
		}
	})
}

// sayAdded tells who decides what was added after the decision in force.
func (a *app) sayAdded(s assessment.Snapshot) {
	if d := s.Decision(); d != nil {
		for _, line := range wording.Added(*d, s.Zone()) {
			a.say("added after the decision of %s: %s", s.Day(d.At), line)
		}
	}
}

// decidedOn is the content of a decision before it is made.
type decidedOn struct {
	assessment.Decision
	Unanswered []assessment.Cause `json:"unanswered"` // the causes without an open action
	DryRun     bool               `json:"dry_run"`
}

// dryDecision shows the content of a decision without recording it. Its error is
// the refusal, if the store would refuse the decision.
func (a *app) dryDecision(before assessment.Snapshot, d assessment.Decision, ref string) error {
	entry, refused := before.Admit(a.work.Entry(assessment.Decided{Decision: d}))
	on := decidedOn{Decision: entry.Change.(assessment.Decided).Decision, DryRun: true}
	on.Causes = before.Causes(assessment.Evaluate(before, on.AsOf, on.Milestone, questionnaire.Current))
	on.Unanswered = list(before.Unanswered(on.Causes, on.AsOf))
	if a.flags.json {
		on.Causes = list(on.Causes)
		return cmp.Or(refused, a.out.json(on))
	}
	p := a.out
	p.print("%s\n", p.paint(bold, before.Opened.Title()))
	a.sayAdded(before)
	a.fields([][2]string{
		{"verdict", string(on.Verdict) + ", shown " + on.Shown.String() + ", for " + string(on.Milestone) + " as of " + on.AsOf.String()},
		{"decision", string(on.Outcome) + " by " + wording.Decider(on.Decision)},
		{"snapshot", on.Snapshot},
		{"head", on.Head.String()},
	})
	if len(on.Causes) > 0 {
		p.print("\n%s\n", p.paint(bold, "Causes that keep the verdict below approve"))
	}
	for _, cause := range on.Causes {
		p.cause("  ", before, cause)
		for _, action := range before.Actions {
			if action.Closed == nil && action.Cause == cause.Key {
				p.prose("    ", "action until "+action.Due.String()+": "+action.What+" ("+action.Owner+")")
			}
		}
		if slices.Contains(on.Unanswered, cause) {
			p.actionLine("    ", ref, cause)
		}
	}
	if refused == nil {
		a.say("nothing was recorded: this was a dry run")
	}
	return a.shortly(refused, before, d)
}

// lacking lists the causes of a conditional decision that have no open action.
func (a *app) lacking(s assessment.Snapshot, d assessment.Decision) []assessment.Cause {
	result := a.work.Judge(s)
	if d.Outcome != assessment.DecideConditional || result.Verdict == assessment.Blocked {
		return nil
	}
	return s.Unanswered(s.Causes(result), result.AsOf)
}

// shortly shortens the refusal of a decision that lacks actions to the keys of the
// causes. sayLacking has printed the causes in full.
func (a *app) shortly(err error, s assessment.Snapshot, d assessment.Decision) error {
	lacking := a.lacking(s, d)
	if assessment.CodeOf(err) != assessment.Refused || len(lacking) == 0 {
		return err
	}
	const most = 4
	var keys []string
	for n, cause := range lacking {
		if n == most {
			keys = append(keys, fmt.Sprintf("%d more", len(lacking)-most))
			break
		}
		keys = append(keys, cause.Key)
	}
	return failf(assessment.Refused, "add an action for each", "a conditional decision needs an open action for each cause; there is none for %s", strings.Join(keys, ", "))
}

// sayLacking prints the commands that add the actions a conditional decision lacks.
func (a *app) sayLacking(s assessment.Snapshot, d assessment.Decision, ref string) {
	if a.flags.json {
		return
	}
	for _, cause := range a.lacking(s, d) {
		a.talk.cause("", s, cause)
		a.talk.actionLine("  ", ref, cause)
	}
}

// cause prints the key of a cause, for copying, and its text.
func (p *printer) cause(indent string, s assessment.Snapshot, cause assessment.Cause) {
	text := cause.Text
	if item := s.Questionnaire.Item(cause.Item); item != nil && !strings.Contains(text, item.Title) {
		text = item.Title + ": " + text
	}
	const long = 20
	if len(cause.Key) <= long {
		p.named(indent, cause.Key, text)
		return
	}
	p.print("%s%s\n", indent, p.paint(faint, cause.Key))
	p.prose(indent+"  ", text)
}

// actionLine prints the command that adds an action for a cause. It breaks lines as
// a shell accepts them, so that the command can be copied.
func (p *printer) actionLine(indent, ref string, cause assessment.Cause) {
	p.print("%sassay action add %s --cause %s \\\n%s  --owner NAME --due +30d --what TEXT\n", indent, shellWord(ref), shellWord(cause.Key), indent)
}

var plainWord = regexp.MustCompile(`^[\w./@:+-]+$`)

// shellWord quotes a text so that a shell takes it for one word.
func shellWord(text string) string {
	if plainWord.MatchString(text) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"assay/assessment"
	"assay/assessment/wording"
)

// changed is an assessment before and after a change by a command.
type changed struct {
	event         string // id of the change in the journal
	before, after assessment.Snapshot
}

// change writes changes in the evaluator's name, all of them or none. Each must be
// possible without the others. It asks before it writes a text of a flag that looks
// like patient data.
func (a *app) change(ctx context.Context, before assessment.Snapshot, changes ...assessment.Change) (changed, error) {
	entries := make([]assessment.Entry, len(changes))
	for n, change := range changes {
		var err error
		if entries[n], err = a.admit(ctx, before, change); err != nil {
			return changed{}, err
		}
	}
	after, err := a.work.Store.Record(ctx, before.Assessment, entries...)
	if err == nil {
		a.sayVoided(before, after)
	}
	return changed{entries[0].ID, before, after}, err
}

// sayVoided warns when a change voids the decision in force, or adds what the
// person who decided has not seen.
func (a *app) sayVoided(before, after assessment.Snapshot) {
	if text := voids(before, after); text != "" {
		a.say("this voids %s", text)
	}
	was, is := before.DecisionInForce(), after.DecisionInForce()
	if was != nil && is != nil && was.Event == is.Event && len(is.Added) > len(was.Added) {
		a.say("the decision of %s (%s, %s) stands; %s", is.By, is.Outcome, before.Day(is.At), wording.AddedBriefly(*is))
	}
}

// voids names the decision in force that a change voids. It is empty where the
// change voids none. Moving on never does.
func voids(before, after assessment.Snapshot) string {
	if held := before.DecisionInForce(); held != nil {
		for _, d := range after.Decisions {
			if d.Event == held.Event && !d.InForce() {
				return fmt.Sprintf("the decision of %s (%s, %s): %s changed", d.By, d.Outcome, before.Day(d.At), d.ChangedText())
			}
		}
	}
	return ""
}

// admit makes the journal entry of a change, and checks it.
func (a *app) admit(ctx context.Context, before assessment.Snapshot, change assessment.Change) (assessment.Entry, error) {
	entry := a.work.Entry(change)
	// Check before asking about patient data. The store checks again.
	if _, err := before.Admit(entry); err != nil {
		return entry, err
	}
	return entry, a.allowFlags(ctx)
}

// verdicts are the verdicts before and after a change, each for the milestone of
// the assessment at that time.
type verdicts struct {
	Before assessment.Verdict `json:"before"`
	After  assessment.Verdict `json:"after"`
}

func (a *app) verdicts(c changed) verdicts {
	return verdicts{a.work.Judge(c.before).Verdict, a.work.Judge(c.after).Verdict}
}

// text tells how the verdict changed, as the end of a sentence.
func (v verdicts) text() string {
	if v.Before == v.After {
		return "still " + string(v.After)
	}
	return string(v.Before) + " → " + string(v.After)
}

// need refuses a call without one of these flags.
func (a *app) need(names ...string) error {
	for _, name := range names {
		if a.running.Flag(name).Value.String() == "" {
			return usagef(a.example(), "--%s is missing", name)
		}
	}
	return nil
}

// example is the first example of the command, as a hint.
func (a *app) example() string {
	first, _, _ := strings.Cut(strings.TrimSpace(a.running.Example), "\n  assay")
	return "for example: " + first
}

// allowFlags looks for patient data in the texts of the flags of this call, and
// in other texts that come with the names of their places.
func (a *app) allowFlags(ctx context.Context, more ...[2]string) error {
	a.running.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
		values := []string{f.Value.String()}
		if several, is := f.Value.(pflag.SliceValue); is {
			values = several.GetSlice()
		}
		for _, value := range values {
			more = append(more, [2]string{"--" + f.Name, value})
		}
	})
	return a.allowPatientData(ctx, patientDataIn(more))
}

// about is the work of a command on the assessment that its first argument names.
type about func(ctx context.Context, s assessment.Snapshot, args []string) error

// reads makes the RunE of a command that shows an assessment.
func (a *app) reads(do about) func(*cobra.Command, []string) error {
	return a.does(func(ctx context.Context, args []string) error {
		s, err := a.snapshot(ctx, args[0])
		if err != nil {
			return err
		}
		return do(ctx, s, args)
	})
}

// changes makes the RunE of a command that changes an assessment. The evaluator
// must be known.
func (a *app) changes(do about, needed ...string) func(*cobra.Command, []string) error {
	return a.does(func(ctx context.Context, args []string) error {
		if err := a.need(needed...); err != nil {
			return err
		}
		if err := a.needEvaluator(); err != nil {
			return err
		}
		before, err := a.snapshot(ctx, args[0])
		if err != nil {
			return err
		}
		return do(ctx, before, args)
	})
}

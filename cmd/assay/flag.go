package main

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/store"
	"assay/assessment/wording"
	"assay/questionnaire"
)

func (a *app) flagCommand() *cobra.Command {
	return a.noun("flag", "Red flags: what stops or costs, until a named person settles it", a.flagRaise(), a.flagResolve(), a.flagList())
}

func (a *app) flagRaise() *cobra.Command {
	var flag assessment.FlagRaised
	var severity string
	cmd := &cobra.Command{
		Use:     "raise ASSESSMENT",
		Short:   "Raise a red flag and print its id",
		Long:    "Raise a red flag and print its id. A stop blocks until it is resolved; a warning costs points while it is open.",
		Example: `  assay flag raise harbor --severity stop --item BAA-01 --text "wants an NDA instead"`,
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&severity, "severity", "", "stop or warning")
	cmd.Flags().StringVar(&flag.Text, "text", "", "the reason for the flag: something heard or seen")
	cmd.Flags().StringVar(&flag.Item, "item", "", "the `ITEM` it is about, if any")
	cmd.RunE = a.changes(func(ctx context.Context, before assessment.Snapshot, args []string) error {
		flag.Severity = questionnaire.Severity(severity)
		if flag.Severity != questionnaire.Stop && flag.Severity != questionnaire.Warning {
			return usagef("use stop or warning", "%q is no severity of a flag", severity)
		}
		done, err := a.change(ctx, before, flag)
		if err != nil {
			return err
		}
		raised, _ := findFlag(flagsOf(done.after, a.work.Day(done.after), questionnaire.Current), done.event)
		if !a.flags.json {
			a.out.print("%s\n", raised.ID)
		}
		return a.flagged(done, raised, english.Join(" on ", "raised a "+string(raised.Severity), raised.Item))
	}, "severity", "text")
	return cmd
}

func (a *app) flagResolve() *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "resolve ASSESSMENT FLAG",
		Short: "Resolve a red flag, with a reason",
		Long: `Resolve a red flag with a reason, in the evaluator's name. Name the flag by its id, or by the beginning of the id. A flag
that a rule of the questionnaire raised has the id of the rule, as BAA-01/1. "assay flag list" prints the ids.`,
		Example: `  assay flag resolve harbor BAA-01/1 --reason "signed our paper on Friday"`,
		Args:    cobra.ExactArgs(2),
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why it no longer counts")
	cmd.RunE = a.changes(func(ctx context.Context, before assessment.Snapshot, args []string) error {
		// A flag that only the proposed rules raise can be resolved too.
		flag, err := findFlag(flagsOf(before, a.work.Day(before), questionnaire.NPRM2025), args[1])
		if err != nil {
			return err
		}
		if settled := flag.Resolution; settled != nil {
			return assessment.Errorf(assessment.Refused, "the flag is resolved already, by %s: %s", settled.By, settled.Reason)
		}
		done, err := a.change(ctx, before, assessment.FlagResolved{Flag: flag.ID, Reason: reason})
		if err != nil {
			return err
		}
		flag, err = findFlag(flagsOf(done.after, a.work.Day(done.after), questionnaire.NPRM2025), flag.ID)
		if err != nil {
			return err
		}
		return a.flagged(done, flag, english.Join(" on ", "resolved the "+string(flag.Severity), flag.Item))
	}, "reason")
	return cmd
}

// flagged reports the change that a command made to a flag.
func (a *app) flagged(done changed, flag listedFlag, said string) error {
	verdict := a.verdicts(done)
	return a.show(struct {
		listedFlag
		Verdict verdicts `json:"verdict"`
	}{flag, verdict}, func() {
		a.say("%s for %s: %s", said, done.after.Opened.Title(), verdict.text())
	})
}

func (a *app) flagList() *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use: "list ASSESSMENT", Short: "List the open red flags", Args: cobra.ExactArgs(1),
		Example: `  assay flag list harbor --all`,
	}
	cmd.Flags().BoolVar(&all, "all", false, "also the resolved ones")
	cmd.RunE = a.reads(func(ctx context.Context, snapshot assessment.Snapshot, args []string) error {
		flags := flagsOf(snapshot, a.work.Day(snapshot), questionnaire.Current)
		if !all {
			flags = slices.DeleteFunc(flags, func(f listedFlag) bool { return f.Resolution != nil })
		}
		return a.show(list(flags), func() {
			for _, flag := range flags {
				a.showFlag(flag, snapshot.Zone())
			}
			if len(flags) == 0 {
				a.say("no flag is open for %s", snapshot.Opened.Title())
			}
		})
	})
	return cmd
}

// showFlag prints the whole id, for copying, and the details below it.
func (a *app) showFlag(flag listedFlag, zone *time.Location) {
	shade := yellow
	switch {
	case flag.Resolution != nil:
		shade = faint
	case flag.Severity == questionnaire.Stop:
		shade = red
	}
	about := flag.ID
	if flag.Item != "" && !flag.Rule {
		about += "  " + flag.Item
	}
	a.out.print("%s  %s\n", a.out.paint(shade, string(flag.Severity)), a.out.paint(faint, about))
	a.out.prose("  ", flag.Text)
	by := "raised by a rule of the questionnaire"
	switch {
	case assessment.OpenFlag{ID: flag.ID}.Action() != "":
		by = "raised by an action that is overdue, until it is closed"
	case !flag.Rule:
		by = "raised by " + flag.RaisedBy + ", " + wording.Moment(flag.Flag.RaisedAt, zone)
	}
	a.out.prose("  ", by)
	if r := flag.Flag.Resolution; r != nil {
		a.out.prose("  ", "resolved by "+r.By+", "+wording.Moment(r.At, zone)+": "+r.Reason)
	}
}

// listedFlag is a red flag in JSON. Its keys are a contract: add keys, but never
// change one.
type listedFlag struct {
	assessment.Flag
	Item       string            `json:"item"`                // empty for none
	Rule       bool              `json:"rule"`                // raised by the questionnaire or an overdue action, not by a person
	RaisedAt   string            `json:"raised_at,omitempty"` // RFC 3339, UTC
	Resolution *listedResolution `json:"resolution"`          // null while it is open
}

type listedResolution struct {
	assessment.Resolution
	At string `json:"at"` // RFC 3339, UTC
}

func listFlag(flag assessment.Flag, rule bool) listedFlag {
	out := listedFlag{Flag: flag, Item: flag.Item, Rule: rule}
	if !rule {
		out.RaisedAt = utc(flag.RaisedAt)
	}
	if r := flag.Resolution; r != nil {
		out.Resolution = &listedResolution{*r, utc(r.At)}
	}
	return out
}

// flagsOf lists all flags of an assessment, the open ones first. Otherwise it keeps
// the order of a result: flags raised by people come before flags raised by rules.
func flagsOf(s assessment.Snapshot, asOf assessment.Date, view questionnaire.View) []listedFlag {
	raised := map[string]assessment.Flag{}
	var settled []listedFlag
	for _, flag := range s.Flags {
		raised[flag.ID] = flag
		if flag.Resolution != nil {
			settled = append(settled, listFlag(flag, false))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.Resolved)) {
		if flag, known := assessment.RuleFlag(s.Questionnaire, id); known {
			resolution := s.Resolved[id]
			settled = append(settled, ruleFlag(flag, &resolution))
		}
	}
	var open []listedFlag
	for _, flag := range assessment.Evaluate(s, asOf, s.Milestone, view).OpenFlags {
		if flag.Rule {
			open = append(open, ruleFlag(flag, nil))
		} else {
			open = append(open, listFlag(raised[flag.ID], false))
		}
	}
	return append(open, settled...)
}

func ruleFlag(flag assessment.OpenFlag, settled *assessment.Resolution) listedFlag {
	return listFlag(assessment.Flag{ID: flag.ID, Item: flag.Item, Severity: flag.Severity, Text: flag.Text, Resolution: settled}, true)
}

// findFlag finds a flag by its id or the beginning of it. It prefers an open flag.
func findFlag(flags []listedFlag, ref string) (listedFlag, error) {
	return store.Pick("flag", ref, flags, func(f listedFlag) store.Named { return store.Named{ID: f.ID, Closed: f.Resolution != nil} })
}

package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/country"
	"assay/assessment/store"
	"assay/questionnaire"
)

// linkFlags are the flags for one link.
type linkFlags struct {
	under, entity, country, function string
	phi, credentials                 bool
	signed, ends                     string
	untilTerminated, none            bool
}

func (f *linkFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.entity, "entity", "", "the legal `NAME` of the link")
	cmd.Flags().StringVar(&f.country, "country", "", "its country, by name or code")
	cmd.Flags().StringVar(&f.function, "function", "", "its function")
	cmd.Flags().StringVar(&f.under, "under", "", "the `LINK` it works for (default the vendor)")
	cmd.Flags().BoolVar(&f.phi, "phi", false, "it touches patient data")
	cmd.Flags().BoolVar(&f.credentials, "credentials", false, "it holds credentials to patient data")
	cmd.Flags().StringVar(&f.signed, "baa-signed", "", "the `DATE` on which its flow-down BAA was signed, as 2026-10-01")
	cmd.Flags().StringVar(&f.ends, "baa-ends", "", "the last `DATE` of the agreement")
	cmd.Flags().BoolVar(&f.untilTerminated, "baa-until-terminated", false, "the agreement runs until somebody terminates it")
}

// linkFlagNames are the flags that change a link.
var linkFlagNames = []string{
	"entity", "country", "function", "under", "phi", "credentials", "baa-signed", "baa-ends", "baa-until-terminated", "no-baa",
}

// change sets the given flags in a link.
func (f *linkFlags) change(s assessment.Snapshot, link assessment.Link, given func(string) bool, read dateReader) (assessment.Link, error) {
	set(&link.Entity, f.entity, given("entity"))
	set(&link.Country, country.Code(f.country), given("country"))
	set(&link.Function, f.function, given("function"))
	set(&link.PHI, f.phi, given("phi"))
	set(&link.Credentials, f.credentials, given("credentials"))
	var err error
	if given("under") {
		if link.Under = ""; f.under != "" {
			link.Under, err = findLink(s, f.under)
		}
	}
	if err == nil {
		link.Flow, err = f.flowDown(link.Flow, given, read)
	}
	return link, err
}

// set sets a value that a flag gives.
func set[T any](into *T, value T, given bool) {
	if given {
		*into = value
	}
}

func (f *linkFlags) flowDown(flow *assessment.FlowDown, given func(string) bool, read dateReader) (*assessment.FlowDown, error) {
	signed, err := read("--baa-signed", f.signed)
	if err != nil {
		return nil, err
	}
	ends, err := read("--baa-ends", f.ends)
	switch {
	case err != nil:
		return nil, err
	case f.none && (given("baa-signed") || given("baa-ends") || given("baa-until-terminated")):
		return nil, usagef("use one of them", "--no-baa and the dates of an agreement exclude each other")
	case f.untilTerminated && given("baa-ends"):
		return nil, usagef("use one of them", "--baa-ends and --baa-until-terminated exclude each other")
	case f.none:
		return nil, nil
	}
	var out assessment.FlowDown
	if flow != nil {
		out = *flow
	}
	set(&out.Signed, signed, given("baa-signed"))
	if given("baa-ends") {
		out.Ends, out.UntilTerminated = ends, false
	}
	if given("baa-until-terminated") {
		out.UntilTerminated = f.untilTerminated
		if f.untilTerminated {
			out.Ends = 0
		}
	}
	if out == (assessment.FlowDown{}) {
		return nil, nil
	}
	return &out, nil
}

func (a *app) chainAdd() *cobra.Command {
	var f linkFlags
	cmd := &cobra.Command{
		Use:   "add ASSESSMENT",
		Short: "Add a link to the delivery chain and print its id",
		Long: `Add a link to the delivery chain and print its id. A link is a company between the vendor and the person at the keyboard,
even one of the same group. A link that touches patient data or credentials needs a flow-down agreement (BAA) in force.`,
		Example: `  assay chain add harbor --entity "Manila Nights Inc." --country Philippines --function "night support" --phi --baa-signed 2026-10-01 --baa-until-terminated
  assay chain add harbor --under manila --entity "Cebu Desk Corp." --country PH --function "on call" --credentials`,
		Args: cobra.ExactArgs(1),
	}
	f.register(cmd)
	cmd.RunE = a.changes(func(ctx context.Context, before assessment.Snapshot, args []string) error {
		link, err := f.change(before, assessment.Link{}, cmd.Flags().Changed, a.dates(a.work.Day(before), before.Zone()))
		if err != nil {
			return err
		}
		done, err := a.change(ctx, before, assessment.LinkSet{Link: link})
		if err != nil {
			return err
		}
		if !a.flags.json {
			a.out.print("%s\n", done.event)
		}
		return a.linked(done, done.event, "added")
	}, "entity", "country", "function")
	return cmd
}

func (a *app) chainSet() *cobra.Command {
	var f linkFlags
	cmd := &cobra.Command{
		Use:   "set ASSESSMENT LINK",
		Short: "Change a link of the delivery chain",
		Long: `Change a link of the delivery chain. Only the given flags change it. Name the link by the beginning of its name, by its
id, or by the first six or more characters of the id.`,
		Example: `  assay chain set harbor manila --baa-ends 2026-12-31
  assay chain set harbor cebu --under "" --phi=false`,
		Args: cobra.ExactArgs(2),
	}
	f.register(cmd)
	cmd.Flags().BoolVar(&f.none, "no-baa", false, "there is no flow-down BAA")
	cmd.RunE = a.changes(func(ctx context.Context, before assessment.Snapshot, args []string) error {
		if !slices.ContainsFunc(linkFlagNames, cmd.Flags().Changed) {
			return usagef(a.example(), "no flag says what changes")
		}
		id, err := findLink(before, args[1])
		if err != nil {
			return err
		}
		link, err := f.change(before, *before.Link(id), cmd.Flags().Changed, a.dates(a.work.Day(before), before.Zone()))
		if err != nil {
			return err
		}
		done, err := a.change(ctx, before, assessment.LinkSet{Link: link})
		if err != nil {
			return err
		}
		return a.linked(done, id, "changed")
	})
	return cmd
}

func (a *app) chainRemove() *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:     "remove ASSESSMENT LINK",
		Short:   "Remove a link from the delivery chain, with a reason",
		Long:    "Remove a link from the delivery chain, with a reason. Remove the links under it first.",
		Example: `  assay chain remove harbor manila --reason "contract ended, access withdrawn"`,
		Args:    cobra.ExactArgs(2),
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why it no longer belongs to the chain")
	cmd.RunE = a.changes(func(ctx context.Context, before assessment.Snapshot, args []string) error {
		id, err := findLink(before, args[1])
		if err != nil {
			return err
		}
		done, err := a.change(ctx, before, assessment.LinkRemoved{Link: id, Reason: reason})
		if err != nil {
			return err
		}
		return a.linked(done, id, "removed")
	}, "reason")
	return cmd
}

// findLink finds a link by its id or its name.
func findLink(s assessment.Snapshot, ref string) (string, error) {
	link, err := store.Pick("link", ref, s.Links, func(link assessment.Link) store.Named {
		return store.Named{ID: link.ID, Names: []string{link.Entity}}
	})
	return link.ID, err
}

// linked reports the change that a command made to a link. It prints the gate on
// the chain too: that gate usually counts at a later milestone, so the verdict does
// not show the change yet.
func (a *app) linked(done changed, id, said string) error {
	verdict, chain := a.verdicts(done), chainOf(done.after, a.work.Day(done.after))
	link := done.after.Link(id)
	if link == nil {
		link = done.before.Link(id)
	}
	return a.show(struct {
		assessment.Link
		Gates   []chainGate             `json:"gates"`
		Verdict verdicts                `json:"verdict"`
		At      questionnaire.Milestone `json:"milestone"`
	}{*link, chain.Gates, verdict, done.after.Milestone}, func() {
		a.say("%s %s in the chain of %s: %s", said, link.Entity, done.after.Opened.Title(), verdict.text())
		for _, gate := range chain.Gates {
			if gate.Held {
				a.say("%s %s", gate.Item, gate.text())
			}
		}
		if text := chain.disagreement(); text != "" {
			a.note("%s", text)
		}
	})
}

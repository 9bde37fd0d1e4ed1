package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/backup"
	"assay/assessment/english"
	"assay/assessment/store"
)

func (a *app) restoreCommand() *cobra.Command {
	var with opener
	var by, reason string
	cmd := &cobra.Command{
		Use:   "restore FILE --reason TEXT",
		Short: "Put a backup in the place of the database",
		Long: `Put a backup in the place of the database, with its evidence. The backup is first unpacked and checked as a whole: one that
was cut or changed, that holds no sound database, or that is of another database replaces nothing.

assay lists the events that were recorded after the backup and are given up, and asks. Name who answers for that, and why: the
database and every assessment that loses events keep both, and every later report prints them. The database that was there is
kept aside; evidence files are added, none is removed.

Where there is no database, restore makes one. A backup of a database that lies elsewhere on this machine becomes a copy of it,
which can be read, and takes new events after "assay doctor --adopt".

In a record whose people are named, an administrator restores: one of the database that is replaced, or one of the backup where that
database has no people, is missing, or cannot be read.`,
		Example: `  assay restore monday.age --by "Ruth Ortiz" --reason "the disk failed"
  assay restore monday.age --identity key.txt --db copy.db --reason "to look at last week"`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&by, "by", "", "the `NAME` of the person who restores (default the evaluator)")
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	with.register(cmd)
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		settings, err := a.settings()
		if err != nil {
			return err
		}
		if by, err = a.restorer(ctx, settings, by); err != nil {
			return err
		}
		if err := a.need("reason"); err != nil {
			return err
		}
		if err := backup.MayReplace(ctx, settings.path, by, a.storeOptions()); err != nil {
			return err
		}
		if err := a.allowFlags(ctx); err != nil {
			return err
		}
		plain, _, done, err := with.open(ctx, a, args[0])
		if err != nil {
			return err
		}
		defer done()
		plan, err := backup.Plan(ctx, plain, settings.path, a.storeOptions())
		if err != nil {
			return err
		}
		defer plan.Close()
		if err := plan.May(by); err != nil {
			return err
		}
		if err := a.mayRestore(ctx, plan, settings.zone); err != nil {
			return err
		}
		restored, err := plan.Do(ctx, by, reason)
		if err != nil {
			return err
		}
		return a.showRestored(plan, restored)
	})
	return cmd
}

// restorer is who answers for a restore. On a server it is the person who has the login.
func (a *app) restorer(ctx context.Context, settings *settings, by string) (string, error) {
	if settings.onServer() {
		o := a.storeOptions()
		o.ReadOnly, o.Existing = true, true
		if kept, err := store.Open(ctx, settings.path, o); err == nil {
			if people, err := kept.People(ctx); err == nil {
				a.work.Evaluator = personOf(people, settings.login)
			}
			if err := kept.Close(); err != nil {
				return "", err
			}
		}
	}
	by, err := a.actor(by)
	if err == nil && by == "" {
		err = usagef("for example: --by \"Ruth Ortiz\"", "--by, who restores, is missing")
	}
	return by, err
}

// mayRestore lists the events that are given up, and asks.
func (a *app) mayRestore(ctx context.Context, plan *backup.Restoring, zone *time.Location) error {
	a.say("the backup of %s holds %s", time.UnixMicro(plan.MadeAt).In(zone).Format("2006-01-02 15:04 MST"), contentsOf(plan.Manifest))
	events := 0
	for n, l := range plan.Lost {
		events += l.Events()
		switch {
		case n == mostListed:
			a.say("  and %s more", english.Count(len(plan.Lost)-n, "journal"))
		case n < mostListed && l.From == l.To:
			a.say("  %s loses event %d", l.Name, l.From)
		case n < mostListed:
			a.say("  %s loses events %d to %d", l.Name, l.From, l.To)
		}
	}
	if plan.Revived > 0 {
		a.note("the backup brings back %s struck since; strike them again afterwards", english.Count(plan.Revived, "body that was", "bodies that were"))
	}
	if plan.Unbinds {
		a.note("the backup is from before people were added: afterwards everybody may do everything")
	}
	if !plan.Replaces && events == 0 {
		return nil
	}
	what := "this replaces " + plan.Target
	if !plan.Replaces {
		what = "this restores " + plan.Target
	}
	if events > 0 {
		what += fmt.Sprintf(" and gives up %s of %s", english.Count(events, "event"), english.Count(len(plan.Lost), "journal"))
	}
	if !a.flags.yes && !isTerminal(a.stdin) {
		return usagef("add --yes to do it", "%s, and there is no terminal to ask on", what)
	}
	yes, err := a.confirm(ctx, english.Capital(what)+". Do it?")
	if err == nil && !yes {
		err = assessment.Errorf(assessment.Refused, "%s was not touched", plan.Target)
	}
	return err
}

// mostListed is how many journals that lose events are listed.
const mostListed = 40

func (a *app) showRestored(plan *backup.Restoring, restored backup.Restored) error {
	type loss struct {
		ID   string `json:"id"`
		Name string `json:"name"`
		From int64  `json:"from"`
		To   int64  `json:"to"`
	}
	return a.show(struct {
		Database    string `json:"database"`
		Assessments int    `json:"assessments"`
		Events      int    `json:"events"`
		Evidence    int    `json:"evidence"`
		Lost        []loss `json:"lost"`
		Revived     int    `json:"revived"` // bodies that were struck since the backup
		Aside       string `json:"aside"`   // the database that was there
		CopyOf      string `json:"copy_of"` // the database that lies elsewhere
	}{
		plan.Target, plan.Assessments, plan.Events, len(plan.Evidence), each(plan.Lost, func(l backup.Loss) loss { return loss{l.ID, l.Name, l.From, l.To} }),
		plan.Revived,
		restored.Aside, restored.CopyOf,
	}, func() {
		a.say("restored %s and checked it: %s", plan.Target, contentsOf(plan.Manifest))
		if restored.Aside != "" {
			a.say("the database that was there is kept as %s", restored.Aside)
		}
		if restored.CopyOf != "" {
			a.say("it is a copy of %s, to read; `assay doctor --adopt` makes it a database of its own", restored.CopyOf)
		}
		for _, problem := range plan.Problems {
			a.note("damaged when the backup was made: %s", problem)
		}
	})
}

package main

import (
	"context"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/store"
)

// treatment is what doctor does before it examines the database.
type treatment struct {
	rebuild, accept, adopt, sweep bool
	by, reason                    string
}

func (t *treatment) register(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&t.rebuild, "rebuild", false, "rebuild everything that follows from the journal")
	cmd.Flags().BoolVar(&t.sweep, "sweep", false, "remove half-written files, and evidence that no event names")
	cmd.Flags().BoolVar(&t.accept, "accept-rollback", false, "accept that events are missing, and go on without them")
	cmd.Flags().BoolVar(&t.adopt, "adopt", false, "make this copy a database of its own")
	cmd.Flags().StringVar(&t.by, "by", "", "the `NAME` of the person who accepts or adopts (default the evaluator)")
	cmd.Flags().StringVar(&t.reason, "reason", "", "why; needed to accept and to adopt")
}

// check refuses flags that do not go together.
func (t *treatment) check() error {
	takes := t.accept || t.adopt
	switch {
	case t.accept && t.adopt:
		return usagef("use --adopt for a copy, and --accept-rollback for a database that was put back", "--accept-rollback and --adopt exclude each other")
	case !takes && (t.by != "" || t.reason != ""):
		return usagef("add --accept-rollback or --adopt", "--by and --reason are for accepting and adopting")
	case takes && t.reason == "":
		return usagef("for example: --reason \"the disk failed; this is the backup of Sunday\"", "--reason is missing")
	}
	return nil
}

// treat accepts or adopts the database, and rebuilds it, as the flags say.
func (a *app) treat(ctx context.Context, kept *store.Store, t treatment) error {
	if t.accept || t.adopt {
		kind, done := store.ActAccepted, "accepted: "
		if t.adopt {
			kind, done = store.ActAdopted, "adopted: "
		}
		by, err := a.actor(t.by)
		if err != nil {
			return err
		}
		if err := a.mayDo(ctx, by, assessment.ActAccept); err != nil {
			return err
		}
		if err := a.allowFlags(ctx); err != nil {
			return err
		}
		before, err := kept.Accept(ctx, kind, by, t.reason)
		if err != nil {
			return err
		}
		text := done + "no event is missing"
		if before.Behind > 0 {
			text = done + english.Count(before.Behind, "event is", "events are") + " lost for " + english.Count(len(before.Lost), "journal")
		}
		a.say("%s", text)
	}
	if t.sweep {
		swept, err := kept.Sweep(ctx)
		if err != nil {
			return err
		}
		if swept.None() {
			a.say("nothing to sweep")
		} else {
			a.say("removed %s", swept.Text())
		}
	}
	if !t.rebuild {
		return nil
	}
	if err := kept.Rebuild(ctx); err != nil {
		return err
	}
	a.say("rebuilt from the journal: %s", kept.Path())
	return nil
}

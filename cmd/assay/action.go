package main

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/store"
	"assay/assessment/wording"
	"assay/questionnaire"
)

func (a *app) actionCommand() *cobra.Command {
	return a.noun("action", "Actions: things to do, by whom and until when", a.actionAdd(), a.actionClose(), a.actionList())
}

func (a *app) actionAdd() *cobra.Command {
	var action assessment.Action
	var due string
	cmd := &cobra.Command{
		Use:   "add ASSESSMENT",
		Short: "Add an action and print its id",
		Long: `Add an action and print its id. An action is due within 90 days. With --cause it is the condition for one cause of a
conditional decision; "assay assess decide … --dry-run" lists the causes. An overdue action is a warning, which costs points
until you close the action.`,
		Example: `  assay action add harbor --cause floor/SCN --owner "Priya Raman" --due +30d \
    --what "rehearse the loss of a laptop and show the record"
  assay action add harbor --item TEC-02 --side us --owner lee@lakeside.example --due 2026-12-15 \
    --what "send the tokens" --control "no remote access until then"`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&action.What, "what", "", "the task")
	cmd.Flags().StringVar(&action.Owner, "owner", "", "the `NAME` of the person who does it")
	cmd.Flags().StringVar(&due, "due", "", "the due `DATE`, as 2026-12-15 or +30d")
	cmd.Flags().StringVar(&action.Cause, "cause", "", "the `KEY` of a cause of the decision, as floor/SCN")
	cmd.Flags().StringVar(&action.Item, "item", "", "the `ITEM` it is about (default the item of the cause)")
	cmd.Flags().StringVar(&action.Side, "side", "vendor", "the side of the owner: vendor or us")
	cmd.Flags().StringVar(&action.Control, "control", "", "the control that protects until then")
	cmd.RunE = a.changes(func(ctx context.Context, before assessment.Snapshot, args []string) error {
		if action.Side != "vendor" && action.Side != "us" {
			return usagef("use vendor or us", "%q is no side", action.Side)
		}
		var err error
		if action.Due, err = a.day("--due", due, a.work.Day(before)); err != nil {
			return err
		}
		if action.Cause != "" {
			cause, err := a.findCause(before, action.Cause)
			if err != nil {
				return err
			}
			action.Cause, action.Item = cause.Key, cmp.Or(action.Item, itemOf(before, cause))
		}
		done, err := a.change(ctx, before, assessment.ActionOpened{Action: action})
		if err != nil {
			return err
		}
		if !a.flags.json {
			a.out.print("%s\n", done.event)
		}
		return a.acted(done, done.event, "added an action")
	}, "what", "owner", "due")
	return cmd
}

// findCause finds a cause by its key. An unknown key is an error, since the
// decision would then lack the action that somebody meant to add.
func (a *app) findCause(s assessment.Snapshot, key string) (assessment.Cause, error) {
	causes := s.Causes(a.work.Judge(s))
	at := slices.IndexFunc(causes, func(c assessment.Cause) bool { return strings.EqualFold(c.Key, strings.TrimSpace(key)) })
	if at >= 0 {
		return causes[at], nil
	}
	const most = 12
	keys := each(causes, func(cause assessment.Cause) string { return cause.Key })
	hint := "nothing keeps it from approve; leave --cause away"
	if n := len(keys); n > most {
		hint = "`assay assess decide … --dry-run` lists all: " + strings.Join(keys[:most], ", ") + ", …"
	} else if n > 0 {
		hint = "choose from: " + strings.Join(keys, ", ")
	}
	return assessment.Cause{}, failf(assessment.NotFound, hint, "there is no cause %q", key)
}

// itemOf returns the item of a cause. The causes of a domain have none.
func itemOf(s assessment.Snapshot, cause assessment.Cause) string {
	if s.Questionnaire.Item(cause.Item) == nil {
		return ""
	}
	return cause.Item
}

// acted reports the change that a command made to an action.
func (a *app) acted(done changed, id, said string) error {
	verdict := a.verdicts(done)
	action := actionOf(done.after, id, a.work.Day(done.after))
	return a.show(struct {
		listedAction
		Verdict verdicts `json:"verdict"`
	}{action, verdict}, func() {
		a.say("%s for %s, due %s: %s", english.Join(" on ", said, action.Item), done.after.Opened.Title(), action.Due, verdict.text())
	})
}

func (a *app) actionList() *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use:   "list [ASSESSMENT]",
		Short: "List the open actions, of one assessment or of all",
		Example: `  assay action list
  assay action list harbor --all`,
		Args: cobra.MaximumNArgs(1),
	}
	cmd.Flags().BoolVar(&all, "all", false, "also the closed ones; with ASSESSMENT")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		if all && len(args) == 0 {
			return usagef("for example: assay action list harbor --all", "--all is about one assessment")
		}
		kept, err := a.existing(ctx)
		switch {
		case err != nil && len(args) == 0:
			return a.emptyList(err)
		case err != nil:
			return err
		}
		var about []string
		if len(args) > 0 {
			about = make([]string, 1)
			about[0], err = kept.FindAssessment(ctx, args[0])
		} else {
			about, err = a.withActions(ctx, kept)
		}
		if err != nil {
			return err
		}
		actions := []listedAction{}
		for _, id := range about {
			s, err := kept.Snapshot(ctx, id)
			if err != nil {
				return err
			}
			for _, action := range s.Actions {
				if all || action.Closed == nil {
					actions = append(actions, actionOf(s, action.ID, a.work.Day(s)))
				}
			}
		}
		slices.SortStableFunc(actions, func(x, y listedAction) int { return assessment.SoonerFirst(x.Action, y.Action) })
		return a.show(actions, func() {
			for _, action := range actions {
				a.showAction(action, len(args) == 0)
			}
			if len(actions) == 0 {
				a.say("no action is open")
			}
		})
	})
	return cmd
}

// withActions finds the assessments that have an open action. It leaves out
// those that a re-assessment replaced.
func (a *app) withActions(ctx context.Context, kept *store.Store) (ids []string, err error) {
	seen := map[string]bool{}
	err = kept.EachDue(ctx, store.Filter{}, 0, a.work.Today()+dueEver, func(row store.DueRow) bool {
		if row.Due.Kind == assessment.DueAction && !seen[row.ID] {
			ids, seen[row.ID] = append(ids, row.ID), true
		}
		return true
	})
	return ids, err
}

// showAction prints the whole id, for copying, and the details below it.
func (a *app) showAction(action listedAction, naming bool) {
	shade, state := plain, "until "+action.Due.String()
	switch {
	case action.Closed != nil:
		shade, state = faint, "closed"
	case action.Overdue:
		shade, state = red, "overdue since "+action.Due.String()
	}
	a.out.print("%s  %s\n", a.out.paint(shade, state), a.out.paint(faint, english.Join("  ", action.ID, action.Item)))
	if naming {
		a.out.prose("  ", action.Vendor+" ("+string(action.Milestone)+")")
	}
	a.out.prose("  ", action.What)
	owner := "owner: " + action.Owner
	if action.Side == "us" {
		owner += " (us)"
	}
	if action.Cause != "" {
		owner += "; for " + action.Cause
	}
	a.out.prose("  ", owner)
	if action.Control != "" {
		a.out.prose("  ", "until then: "+action.Control)
	}
	if c := action.Action.Closed; c != nil {
		a.out.prose("  ", "closed by "+c.By+", "+wording.Moment(c.At, action.zone)+": "+c.How)
		for _, record := range c.Evidence {
			a.out.prose("  ", "evidence: "+wording.Evidence(record))
		}
	}
}

// listedAction is an action in JSON. Its keys are a contract: add keys, but never
// change one.
type listedAction struct {
	assessment.Action
	Assessment string                  `json:"assessment"`
	Vendor     string                  `json:"vendor"`
	Milestone  questionnaire.Milestone `json:"milestone"` // of the assessment
	Cause      string                  `json:"cause"`     // empty for none
	Item       string                  `json:"item"`      // empty for none
	Overdue    bool                    `json:"overdue"`
	Control    string                  `json:"control"`
	OpenedAt   string                  `json:"opened_at"` // RFC 3339, UTC
	Closed     *listedClosing          `json:"closed"`    // null while it is open

	zone *time.Location // for people
}

type listedClosing struct {
	assessment.Closing
	At       string                `json:"at"` // RFC 3339, UTC
	Evidence []assessment.Evidence `json:"evidence"`
}

// actionOf finds the action with an id. The assessment must have it.
func actionOf(s assessment.Snapshot, id string, today assessment.Date) listedAction {
	action := s.Actions[slices.IndexFunc(s.Actions, func(a assessment.Action) bool { return a.ID == id })]
	out := listedAction{
		Action: action, Assessment: s.Assessment, Vendor: s.Opened.Title(), Milestone: s.Milestone, Cause: action.Cause, Item: action.Item,
		Overdue: action.Overdue(today), Control: action.Control, OpenedAt: utc(action.OpenedAt), zone: s.Zone(),
	}
	if c := action.Closed; c != nil {
		out.Closed = &listedClosing{*c, utc(c.At), list(c.Evidence)}
	}
	return out
}

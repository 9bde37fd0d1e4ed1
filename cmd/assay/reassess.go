package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/store"
	"assay/questionnaire"
)

// reopening collects the terms of a re-assessment: the vendor, subject and milestone
// of the earlier one, and the present version of its questionnaire. If the library no
// longer has that questionnaire, it takes the version of the earlier assessment.
func (a *app) reopening(ctx context.Context, from, asked string, milestone questionnaire.Milestone) (store.Opening, error) {
	earlier, err := a.snapshot(ctx, from)
	if err != nil {
		return store.Opening{}, err
	}
	o := store.Opening{Vendor: earlier.Opened.Vendor, Subject: earlier.Opened.Subject, Milestone: cmp.Or(milestone, earlier.Milestone), From: earlier.Assessment}
	o.Questionnaire, err = a.questionnaire(cmp.Or(asked, earlier.Questionnaire.ID))
	if asked == "" && assessment.CodeOf(err) == assessment.NotFound {
		o.Questionnaire, err = earlier.Questionnaire, nil
	}
	return o, err
}

// carriedText counts everything that a re-assessment took over.
func carriedText(s assessment.Snapshot) string {
	parts := []string{english.Count(len(s.ToReverify()), "answer") + " to be re-verified"}
	for _, part := range []struct {
		n    int
		noun string
	}{{len(s.Flags), "flag"}, {len(s.Actions), "action"}, {len(s.Links), "link"}} {
		if part.n > 0 {
			parts = append(parts, english.Count(part.n, part.noun))
		}
	}
	return strings.Join(parts, ", ")
}

func (a *app) assessConfirm() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "confirm ASSESSMENT ITEM|DOMAIN…",
		Short: "Confirm answers that must be re-verified",
		Long: `Confirm answers without changing them: somebody has looked, and they still hold. Until then, an answer that was carried
over counts as claimed and closes no gate. A domain means all of its answers to re-verify. assay confirms all of them, or
none.`,
		Example: `  assay assess confirm harbor BAA-01 GOV
  assay assess delta harbor                      # the changes so far`,
		Args: cobra.MinimumNArgs(2),
	}
	cmd.RunE = a.changes(func(ctx context.Context, before assessment.Snapshot, args []string) error {
		items, err := waiting(before, a.work.Evaluator, args[1:])
		if err != nil {
			return err
		}
		entries := make([]assessment.Entry, len(items))
		for n, id := range items {
			entries[n] = a.work.Entry(before.Answers[id].Confirming(a.work.Evaluator))
		}
		after, err := a.work.Store.Record(ctx, before.Assessment, entries...)
		if err != nil {
			return err
		}
		a.sayVoided(before, after)
		verdict, left := a.verdicts(changed{before: before, after: after}), after.ToReverify()
		return a.show(struct {
			Confirmed []string `json:"confirmed"`
			Reverify  []string `json:"reverify"` // items still to re-verify
			Verdict   verdicts `json:"verdict"`
		}{items, list(left), verdict}, func() {
			a.say("confirmed %s of %s, %d still to be re-verified: %s", english.Count(len(items), "answer"), after.Opened.Title(), len(left), verdict.text())
		})
	})
	return cmd
}

// waiting finds the named items whose answers must be re-verified, in the order of
// the questionnaire.
func waiting(s assessment.Snapshot, by string, refs []string) ([]string, error) {
	all := s.ToConfirm(by)
	var chosen []string
	for _, ref := range refs {
		id := strings.ToUpper(ref)
		if item := s.Questionnaire.Item(ref); item != nil { // facts have lower-case ids
			id = item.ID
		}
		at := slices.IndexFunc(s.Questionnaire.Domains, func(d questionnaire.Domain) bool { return d.ID == id })
		item := s.Questionnaire.Item(id)
		if at < 0 && item == nil {
			return nil, assessment.Errorf(assessment.NotFound, "no item and no domain has the id %q", ref).Because(assessment.NoSuchItem, s.Questionnaire.ID)
		}
		found := slices.DeleteFunc(slices.Clone(all), func(waits string) bool {
			return waits != id && (at < 0 || !slices.ContainsFunc(s.Questionnaire.Domains[at].Items, func(i questionnaire.Item) bool { return i.ID == waits }))
		})
		if len(found) == 0 {
			return nil, failf(assessment.Refused, waitingHint(all), "nothing of %s waits to be re-verified", id)
		}
		chosen = append(chosen, found...)
	}
	return slices.DeleteFunc(all, func(id string) bool { return !slices.Contains(chosen, id) }), nil
}

func waitingHint(ids []string) string {
	const most = 12
	switch n := len(ids); {
	case n == 0:
		return "no answer does"
	case n > most:
		return fmt.Sprintf("%s and %d more do", strings.Join(ids[:most], ", "), n-most)
	}
	return "those that do: " + strings.Join(ids, ", ")
}

package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
	"assay/questionnaire"
)

func (a *app) assessDelta() *cobra.Command {
	return &cobra.Command{
		Use:   "delta ASSESSMENT",
		Short: "Show the changes since the previous assessment",
		Long: `Show the items that became better or worse since the previous assessment, and the new and removed ones. Until an answer
is re-verified, it counts as claimed only. Items that are worse for that reason alone are listed separately.`,
		Example: `  assay assess new --from harbor
  assay assess delta harbor`,
		Args: cobra.ExactArgs(1),
		RunE: a.does(func(ctx context.Context, args []string) error {
			j, err := a.judge(ctx, args[0], standpoint{view: string(questionnaire.Current)})
			if err != nil {
				return err
			}
			delta, known := assessment.DeltaOf(j.Snapshot, j.result())
			if !known {
				return failf(assessment.Refused, "`assay assess new --from ASSESSMENT` begins a re-assessment", "%s has no previous assessment to compare with", j.Opened.Title())
			}
			return a.show(delta, func() { a.showDelta(j, delta) })
		}),
	}
}

func (a *app) showDelta(j judged, d assessment.Delta) {
	p, was := a.out, d.Before
	p.print("%s\n", p.paint(bold, j.Opened.Title()))
	p.print("%s\n\n", p.paint(faint, fmt.Sprintf("for %s, as of %s; before: for %s, as of %s", j.milestone, j.asOf, was.Milestone, was.AsOf)))
	rows := [][2]string{
		{"verdict", fmt.Sprintf("%s → %s", was.Verdict, d.Verdict)},
		{"shown", fmt.Sprintf("%s → %s", was.Shown, d.Shown)},
		{"claimed", fmt.Sprintf("%s → %s", was.Claimed, d.Claimed)},
	}
	if was.Decision != "" {
		rows = append(rows, [2]string{"decided", string(was.Decision) + " on the earlier assessment"})
	}
	if pin := j.Pin(); pin.Hash != was.Questionnaire.Hash {
		rows = append(rows, [2]string{"asked", wording.Pin(was.Questionnaire) + " → " + wording.Pin(pin)})
	}
	rows = append(rows, [2]string{"same", english.Count(d.Same, "item")})
	if d.Waiting > 0 {
		rows = append(rows, [2]string{"waiting", wording.Waiting(d.Waiting)})
	}
	a.fields(rows)
	for _, group := range d.Groups() {
		p.print("\n%s\n", p.paint(bold, english.Capital(group.Name)))
		if group.Brief {
			ids := each(group.Items, func(item assessment.ItemDelta) string { return item.Item })
			p.prose("  ", strings.Join(ids, ", "))
			continue
		}
		for _, item := range group.Items {
			p.named("  ", item.Item, item.Title+": "+wording.DeltaItem(item))
		}
	}
	domains := [][]cell{heading("", "domain", "claimed", "", "shown", "")}
	for _, domain := range d.Domains {
		domains = append(domains, texts(domain.ID, domain.Name, domain.Before[0].String(), "→ "+domain.After[0].String(), domain.Before[1].String(), "→ "+domain.After[1].String()))
	}
	p.print("\n")
	p.table("  ", numbers(2, 4), domains)
}

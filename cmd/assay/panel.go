package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/panel"
	"assay/assessment/workspace"
)

func (a *app) assessPanel() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "panel ASSESSMENT",
		Short: "Show who has graded each scenario, and who differs on what",
		Long: `Show the panel of each scenario: who has given grade and note, who has not, which grades lie apart, and how they were reconciled.
A closed panel shows no grade, not even your own.

Below that comes the agreement: the share of pairs of grades that are equal and that are at most one apart, and Krippendorff's alpha,
which takes chance out. Alpha counts over all assessments of the RFP, and needs 20 scenarios that the same
people graded. Its interval comes from 10,000 resamples of the scenarios.`,
		Example: `  assay assess panel harbor
  assay assess panel harbor --json`,
		Args: cobra.ExactArgs(1),
	}
	cmd.RunE = a.reads(func(ctx context.Context, s assessment.Snapshot, _ []string) error {
		page := panel.Of(s, a.work.Judge(s))
		reliability, err := a.work.Reliability(ctx, s, page)
		if err != nil {
			return err
		}
		shown := struct {
			panel.Page
			Reliability panel.Reliability `json:"reliability"`
		}{page, reliability}
		return a.show(shown, func() { a.showPanel(s, page, reliability) })
	})
	cmd.AddCommand(a.panelOpen())
	return cmd
}

func (a *app) showPanel(s assessment.Snapshot, page panel.Page, reliability panel.Reliability) {
	a.out.print("%s  %s\n", a.out.paint(bold, page.Vendor), a.out.paint(faint, "milestone "+string(s.Milestone)))
	a.out.prose("", page.Who())
	a.out.prose("", page.Sum())
	a.out.print("\n")
	for _, row := range page.Rows {
		a.out.named("  ", row.Item, row.Title)
		words := plain
		if row.Unreconciled() {
			words = yellow
		}
		indent := fmt.Sprintf("%*s", 2+max(idColumn, len(row.Item)+2), "")
		a.out.inked(words, indent, row.Words())
		margin := 0
		for _, d := range row.Details() {
			margin = max(margin, min(ansi.StringWidth(d[0]), 30)+2)
		}
		for _, d := range row.Details() {
			a.out.beside(indent+"  ", a.out.paint(faint, d[0]), margin, d[1])
		}
	}
	a.showAgreement(panel.Raw(page.Agreement), reliability)
}

func (a *app) showAgreement(raw string, reliability panel.Reliability) {
	a.out.print("\n%s\n", a.out.paint(bold, "Agreement"))
	a.out.prose("  ", raw)
	a.out.prose("  ", reliability.Words())
}

func (a *app) rfpPanel() *cobra.Command {
	return &cobra.Command{
		Use:   "panel RFP",
		Short: "Show how far the graders of all its vendors agree",
		Long: `Show for each vendor of an RFP how many panels are open and how many are closed, the scenarios whose grades lie apart, and how far the
graders agree over all vendors: the share of pairs of grades that are equal and that are at most one apart, and Krippendorff's alpha.`,
		Example: `  assay rfp panel RFP-2026-114
  assay rfp panel RFP-2026-114 --json`,
		Args: cobra.ExactArgs(1),
		RunE: a.does(func(ctx context.Context, args []string) error {
			kept, err := a.existing(ctx)
			if err != nil {
				return err
			}
			found, err := kept.FindRFP(ctx, args[0])
			if err != nil {
				return err
			}
			all, err := a.work.PanelsOf(ctx, found)
			if err != nil {
				return err
			}
			return a.show(all, func() { a.showPanels(all) })
		}),
	}
}

func (a *app) showPanels(all workspace.Panels) {
	a.out.print("%s\n", a.out.paint(bold, all.Title))
	if len(all.Assessments) == 0 {
		a.out.print("No vendor is assessed yet.\n")
		return
	}
	for _, page := range all.Assessments {
		a.out.print("\n%s\n", a.out.paint(bold, page.Vendor))
		a.out.prose("  ", page.Sum())
		for _, row := range slices.Concat(page.Unreconciled(), page.Reconciled()) {
			a.out.named("  ", row.Item, row.Words())
		}
		a.out.prose("  ", panel.Raw(page.Agreement))
	}
	a.showAgreement(panel.Raw(all.Agreement), all.Reliability)
}

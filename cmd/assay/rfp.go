package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

func (a *app) rfpCommand() *cobra.Command {
	return a.noun("rfp", "Requests for proposals: vendors compared on equal rules", a.rfpAdd(), a.rfpList(), a.rfpShow(), a.rfpPanel(), a.rfpRules(), a.rfpAward(), a.rfpPackage(), a.rfpAttach())
}

func (a *app) rfpAdd() *cobra.Command {
	var reference, asked, milestone, due, reserve string
	cmd := &cobra.Command{
		Use:   "add TITLE",
		Short: "Add an RFP and print its id",
		Long:  "Add an RFP and print its id. Its questionnaire, milestone and scenarios of the reserve are fixed from here on: all its assessments open on them.",
		Example: `  assay rfp add "EHR integration team 2027" --reference RFP-2026-114 --due 2027-01-15
  assay rfp add "Night support" --questionnaire hipaa-staffing --milestone award
  assay rfp add "Night support" --reserve SCN-05,SCN-07`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&reference, "reference", "", "your own reference number for it")
	cmd.Flags().StringVar(&asked, "questionnaire", defaultQuestionnaire, "what the vendors are asked")
	cmd.Flags().StringVar(&milestone, "milestone", string(questionnaire.Award), "what the verdict is for: award, access, review or close")
	cmd.Flags().StringVar(&reserve, "reserve", "", reserveUsage)
	cmd.Flags().StringVar(&due, "due", "", "when the decision is due, as 2027-01-15")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		r := assessment.RFP{Title: hostile.Line(args[0]), Reference: hostile.Line(reference), Milestone: questionnaire.Milestone(milestone), Reserve: reserveOf(reserve)}
		if err := checkMilestone(r.Milestone); err != nil {
			return err
		}
		if _, err := a.settings(); err != nil {
			return err
		}
		q, err := a.questionnaire(asked)
		if err != nil {
			return err
		}
		if r.Due, err = a.day("--due", due, a.work.Today()); err != nil {
			return err
		}
		r.Questionnaire = q.Hash()
		if err := a.allowFlags(ctx, [2]string{"TITLE", r.Title}); err != nil {
			return err
		}
		kept, err := a.database(ctx)
		if err != nil {
			return err
		}
		added, err := kept.AddRFP(ctx, r, q, a.work.Author())
		if err != nil {
			return err
		}
		return a.added(added, added.ID, "added rfp "+added.Title+", on "+q.ID+" "+q.Version+", for milestone "+milestone)
	})
	return cmd
}

func (a *app) rfpList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List all RFPs", Args: cobra.NoArgs,
		RunE: a.does(func(ctx context.Context, _ []string) error {
			kept, err := a.existing(ctx)
			if err != nil {
				return a.emptyList(err)
			}
			rfps, err := kept.RFPs(ctx)
			if err != nil {
				return err
			}
			if a.flags.json {
				return a.out.json(list(rfps))
			}
			rows := [][]cell{heading("id", "rfp", "reference", "milestone", "due", "questionnaire")}
			for _, r := range rfps {
				q, err := kept.Questionnaire(ctx, r.Questionnaire)
				if err != nil {
					return err
				}
				rows = append(rows, texts(r.ID, r.Title, r.Reference, string(r.Milestone), r.Due.String(), q.ID+" "+q.Version))
			}
			a.out.table("", nil, rows)
			return nil
		}),
	}
}

const reserveUsage = "scenarios of the questionnaire's reserve to ask too, as SCN-05,SCN-07, or none"

// reserveOf reads the value of --reserve: nil if it is not given, empty for none.
func reserveOf(text string) []string {
	if text == "" {
		return nil
	}
	ids := strings.FieldsFunc(strings.ToUpper(text), func(r rune) bool { return r == ',' || r == ' ' })
	if slices.Equal(ids, []string{"NONE"}) {
		return []string{}
	}
	return ids // none beside an id is refused as an unknown id
}

func checkMilestone(m questionnaire.Milestone) error {
	if !m.Valid() {
		return usagef("use award, access, review or close", "%q is not a milestone", m)
	}
	return nil
}

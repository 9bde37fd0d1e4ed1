package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/english"
	"assay/assessment/store"
	"assay/assessment/wording"
	"assay/questionnaire"
)

func (a *app) assessCommand() *cobra.Command {
	return a.noun("assess", "Assessments: their answers, verdicts and decisions",
		a.assessNew(), a.assessList(), a.assessShow(), a.assessScore(), a.assessExplain(), a.assessInterview(), a.assessApply(), a.assessConfirm(), a.assessDelta(),
		a.assessDecide(), a.assessDue(), a.assessAgenda(), a.assessOutstanding(), a.assessAsk(), a.assessReceive(), a.assessReceipt(), a.assessReadback(),
		a.assessGraders(), a.assessPanel(), a.assessReconcile(), a.assessReview(), a.assessSummary(), a.assessLatin(), a.assessSignOff(),
		a.assessMove(), a.assessRules(), a.assessWithdraw(), a.assessExport(), a.assessImport(), a.assessHistory())
}

func (a *app) assessNew() *cobra.Command {
	var graders, vendor, from, rfp, asked, milestone, subject, reserve string
	cmd := &cobra.Command{
		Use:   "new --vendor VENDOR",
		Short: "Open an assessment and print its id",
		Long: `Open an assessment and print its id. This fixes its rules. Within an RFP, it takes the rules of the RFP.

With --from it is a re-assessment: it takes over the answers, open flags, open actions and delivery chain of an earlier
assessment. Its answers must be re-verified. Vendor, subject and milestone stay the same unless a flag says otherwise; the
questionnaire is the present version of the earlier one.`,
		Example: `  assay assess new --vendor harbor
  assay assess new --vendor harbor --rfp RFP-2026-114
  assay assess new --vendor harbor --reserve SCN-05,SCN-07
  assay assess new --from harbor --milestone review`,
		Args: cobra.NoArgs,
	}
	cmd.Flags().StringVar(&vendor, "vendor", "", "the vendor: an id, or the beginning of a name")
	cmd.Flags().StringVar(&from, "from", "", "the earlier `ASSESSMENT` to take over from")
	cmd.Flags().StringVar(&rfp, "rfp", "", "the RFP: an id, a reference, or the beginning of a title")
	cmd.Flags().StringVar(&asked, "questionnaire", "", "the questionnaire (default "+defaultQuestionnaire+", or the one of the RFP)")
	cmd.Flags().StringVar(&milestone, "milestone", "", "the milestone of the verdict: award, access, review or close (default from the RFP or the questionnaire, usually award)")
	cmd.Flags().StringVar(&reserve, "reserve", "", reserveUsage)
	cmd.Flags().StringVar(&graders, "graders", "", "the people who grade the scenarios, as `NAME; NAME`; two or more grade blind")
	cmd.Flags().StringVar(&subject, "subject", "", "the subject: a placed person, by name or roster reference, or a contract draft")
	cmd.RunE = a.does(func(ctx context.Context, _ []string) error {
		switch {
		case vendor == "" && from == "":
			return usagef("for example: assay assess new --vendor harbor", "an assessment is about a vendor: --vendor is missing")
		case vendor != "" && from != "":
			return usagef("leave --vendor away", "a re-assessment is of the same vendor as the one before")
		}
		if err := a.needEvaluator(); err != nil {
			return err
		}
		opening, err := a.opening(ctx, openingFlags{vendor, from, rfp, asked, questionnaire.Milestone(milestone)})
		if err != nil {
			return err
		}
		if err := a.mayDo(ctx, a.work.Evaluator, assessment.ActPrepare); err != nil {
			return err
		}
		opening.By, opening.Subject, opening.Reserve = a.work.Evaluator, cmp.Or(subject, opening.Subject), reserveOf(reserve)
		if err := a.allowFlags(ctx); err != nil {
			return err
		}
		snapshot, err := a.work.Store.OpenAssessment(ctx, opening)
		if err != nil {
			return err
		}
		if names := namesOf(graders); len(names) > 0 {
			done, err := a.change(ctx, snapshot, assessment.GradersNamed{Names: names})
			if err != nil {
				return err
			}
			snapshot = done.after
		}
		pin := snapshot.Pin()
		said := fmt.Sprintf("opened an assessment of %s on %s %s, for milestone %s", snapshot.Opened.Title(), pin.ID, pin.Version, snapshot.Milestone)
		if len(snapshot.Reserve) > 0 {
			said += ", with " + strings.Join(snapshot.Reserve, ", ") + " of the reserve"
		}
		if from != "" {
			said += ", with " + carriedText(snapshot)
		}
		return a.added(struct {
			ID string `json:"id"`
			assessment.State
		}{snapshot.Assessment, snapshot.State}, snapshot.Assessment, said)
	})
	return cmd
}

// openingFlags are the flags for a new assessment.
type openingFlags struct {
	vendor, from, rfp, asked string
	milestone                questionnaire.Milestone
}

// opening collects the terms of a new assessment. An RFP sets its rules; without
// one, the flags do.
func (a *app) opening(ctx context.Context, f openingFlags) (store.Opening, error) {
	if f.milestone != "" {
		if err := checkMilestone(f.milestone); err != nil {
			return store.Opening{}, err
		}
	}
	if f.rfp != "" && (f.asked != "" || f.milestone != "") {
		return store.Opening{}, usagef("leave --questionnaire and --milestone away", "the RFP fixes both for all its vendors")
	}
	kept, err := a.existing(ctx)
	if err != nil {
		return store.Opening{}, err
	}
	var o store.Opening
	if f.from != "" {
		o, err = a.reopening(ctx, f.from, f.asked, f.milestone)
	} else {
		o.Vendor, err = kept.FindVendor(ctx, f.vendor)
	}
	if err != nil {
		return o, err
	}
	if f.rfp != "" {
		found, err := kept.FindRFP(ctx, f.rfp)
		o.RFP, o.Questionnaire, o.Milestone = &found, nil, found.Milestone
		return o, err
	}
	if f.from != "" {
		return o, nil
	}
	if o.Questionnaire, err = a.questionnaire(cmp.Or(f.asked, defaultQuestionnaire)); err != nil {
		return o, err
	}
	o.Milestone = cmp.Or(f.milestone, o.Questionnaire.OpensFor())
	return o, nil
}

func (a *app) assessList() *cobra.Command {
	var vendor, rfp, order string
	var limit int
	var all bool
	cmd := &cobra.Command{
		Use: "list", Short: "List the assessments with their verdicts and decisions", Args: cobra.NoArgs,
		Example: `  assay assess list --rfp RFP-2026-114 --json
  assay assess list --order rank --limit 10`,
	}
	cmd.Flags().StringVar(&vendor, "vendor", "", "only assessments of this vendor")
	cmd.Flags().StringVar(&rfp, "rfp", "", "only assessments in this RFP")
	cmd.Flags().StringVar(&order, "order", "updated", "updated (latest change first) or rank (best first)")
	cmd.Flags().BoolVar(&all, "all", false, "also what was withdrawn, and assessments of archived vendors")
	cmd.Flags().IntVar(&limit, "limit", 0, "the most assessments to list (default all)")
	cmd.RunE = a.does(func(ctx context.Context, _ []string) error {
		ordered, known := map[string]store.Order{"updated": store.ByUpdate, "rank": store.ByRank}[order]
		switch {
		case !known:
			return usagef("use updated or rank", "%q is no order", order)
		case limit < 0:
			return usagef("leave --limit away for all", "%d is no number of assessments", limit)
		}
		kept, err := a.existing(ctx)
		if err != nil {
			return a.emptyList(err)
		}
		only, err := filterOf(ctx, kept, vendor, rfp)
		if err != nil {
			return err
		}
		only.Order, only.Limit, only.All = ordered, limit, all
		return a.listAssessments(ctx, kept, only)
	})
	return cmd
}

// listAssessments lists assessments without holding all of them in memory. A table
// reads them twice, since its first line needs the widths of all.
func (a *app) listAssessments(ctx context.Context, kept *store.Store, only store.Filter) error {
	visit := func(take func(store.Summary) error) error {
		var failed error
		err := kept.Each(ctx, only, func(r store.Summary) bool {
			failed = take(r)
			return failed == nil
		})
		return errors.Join(failed, err)
	}
	if a.flags.json {
		return stream(a.out, func(element func(listed) error) error {
			return visit(func(r store.Summary) error { return element(listRow(r)) })
		})
	}
	table := columns{numeric: assessmentNumbers}
	table.measure(assessmentHeading())
	if err := visit(func(r store.Summary) error { table.measure(assessmentCells(r)); return nil }); err != nil {
		return err
	}
	table.print(a.out, assessmentHeading())
	return visit(func(r store.Summary) error { table.print(a.out, assessmentCells(r)); return nil })
}

// listed is an assessment in JSON. Its keys and those of [store.Summary] are a
// contract: add keys, but never change one.
type listed struct {
	store.Summary
	Questionnaire string              `json:"questionnaire"`
	Version       string              `json:"version"` // of the questionnaire
	Interval      [2]assessment.Score `json:"interval"`
	Flags         listedFlags         `json:"flags"`
	Opened        string              `json:"opened"`  // RFC 3339, UTC
	Updated       string              `json:"updated"` // RFC 3339, UTC
}

type listedFlags struct {
	Stop    int `json:"stop"`
	Warning int `json:"warning"`
}

func listRows(rows []store.Summary) []listed { return each(rows, listRow) }

func listRow(r store.Summary) listed {
	return listed{
		Summary: r, Questionnaire: r.Questionnaire.ID, Version: r.Questionnaire.Version, Interval: [2]assessment.Score{r.Low, r.High},
		Flags: listedFlags{r.Stops, r.Warnings}, Opened: utc(r.OpenedAt), Updated: utc(r.UpdatedAt),
	}
}

// assessmentNumbers are the columns of assessmentTable that hold numbers.
var assessmentNumbers = numbers(3, 4, 5, 6, 7)

func assessmentTable(rows []store.Summary) [][]cell {
	return append([][]cell{assessmentHeading()}, each(rows, assessmentCells)...)
}

func assessmentHeading() []cell {
	return heading("vendor", "verdict", "decision", "shown", "interval", "coverage", "open gates", "stops", "milestone", "questionnaire", "id")
}

func assessmentCells(r store.Summary) []cell {
	_, verdict := wording.Standing(r.Verdict, r.Begun())
	shown, gates := r.Shown.String(), fmt.Sprint(r.Gates.Open())
	if !r.Begun() {
		shown, gates = "–", "–"
	}
	row := texts(r.Title(), verdict, decisionWord(r), shown, wording.Span(r.Low, r.High), english.Percent(r.Coverage), gates, fmt.Sprint(r.Stops), string(r.Milestone), r.Questionnaire.ID, r.ID)
	if r.Begun() {
		row[1].ink = verdictInk(r.Verdict)
	}
	return row
}

// decisionWord is a decision in one word.
func decisionWord(r store.Summary) string {
	switch {
	case r.Decision == "":
		return "–"
	case r.DecisionVoid:
		return "void"
	}
	return string(r.Decision)
}

func verdictInk(v assessment.Verdict) ink { return toneInk(contest.ToneOf(v)) }

func (a *app) assessShow() *cobra.Command {
	return &cobra.Command{
		Use: "show ASSESSMENT", Short: "Show everything recorded in an assessment", Args: cobra.ExactArgs(1),
		Long: "Show everything recorded in an assessment. Name it by its id, or by the beginning of its vendor's name.",
		RunE: a.reads(func(ctx context.Context, snapshot assessment.Snapshot, args []string) error {
			return a.show(struct {
				ID string `json:"id"`
				assessment.State
			}{snapshot.Assessment, snapshot.State}, func() {
				a.showAssessment(snapshot)
			})
		}),
	}
}

// snapshot finds an assessment and reads it.
func (a *app) snapshot(ctx context.Context, ref string) (assessment.Snapshot, error) {
	if _, err := a.existing(ctx); err != nil {
		return assessment.Snapshot{}, err
	}
	return a.work.Find(ctx, ref)
}

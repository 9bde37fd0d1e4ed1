package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/english"
	"assay/assessment/wording"
	"assay/questionnaire"
)

// standpoint holds the flags that say for which day, milestone and rule view to
// judge. Their defaults are today in the zone of the assessment, the milestone of
// the assessment, and the law in force.
type standpoint struct {
	day, milestone, view string
}

func (s *standpoint) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&s.day, "as-of", "", "judge for this day, as 2026-11-22 (default today)")
	cmd.Flags().StringVar(&s.milestone, "milestone", "", "judge for award, access, review or close (default the milestone of the assessment)")
	cmd.Flags().StringVar(&s.view, "view", string(questionnaire.Current), "judge by current (the law in force) or nprm-2025 (the proposed rule)")
}

// judged is an assessment, and the day, milestone and rule view to judge it for.
type judged struct {
	assessment.Snapshot
	asOf      assessment.Date
	milestone questionnaire.Milestone
	view      questionnaire.View
}

func (j judged) result() assessment.Result {
	return assessment.Evaluate(j.Snapshot, j.asOf, j.milestone, j.view)
}

// judge reads an assessment and fills in the defaults of the standpoint.
func (a *app) judge(ctx context.Context, ref string, from standpoint) (judged, error) {
	view := questionnaire.View(from.view)
	if !view.Valid() {
		return judged{}, usagef("use current or nprm-2025", "%q is not a rule view", from.view)
	}
	milestone := questionnaire.Milestone(from.milestone)
	if milestone != "" {
		if err := checkMilestone(milestone); err != nil {
			return judged{}, err
		}
	}
	if _, err := a.settings(); err != nil {
		return judged{}, err
	}
	day, err := a.day("--as-of", from.day, a.work.Today())
	if err != nil {
		return judged{}, err
	}
	snapshot, err := a.snapshot(ctx, ref)
	if err != nil {
		return judged{}, err
	}
	return judged{snapshot, cmp.Or(day, a.work.Day(snapshot)), cmp.Or(milestone, snapshot.Milestone), view}, nil
}

func (a *app) assessScore() *cobra.Command {
	var from standpoint
	var check bool
	cmd := &cobra.Command{
		Use:   "score ASSESSMENT",
		Short: "Show verdict and score, and why",
		Example: `  assay assess score harbor
  assay assess score harbor --as-of 2027-06-30 --json
  assay assess score harbor --check              # exit code 3 when blocked`,
		Args: cobra.ExactArgs(1),
	}
	from.register(cmd)
	cmd.Flags().BoolVar(&check, "check", false, "end with exit code 3 when the verdict is blocked")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		j, err := a.judge(ctx, args[0], from)
		if err != nil {
			return err
		}
		result := j.result()
		if a.flags.json {
			err = a.out.json(struct {
				assessment.Result
				followUp
				Rules   []listedRules       `json:"rules_changed"` // after the opening
				Waivers []assessment.Waiver `json:"waivers"`       // in force, or expired, on gates
			}{result, followUpOf(j.Snapshot, j.milestone, j.asOf), each(j.Rules, listRules), waiversOf(j.Snapshot, result)})
		} else {
			a.showResult(j.Snapshot, result)
		}
		if err == nil && check && result.Verdict == assessment.Blocked {
			err = assessment.Errorf(assessment.Unproven, "%s is blocked", result.Vendor)
		}
		return err
	})
	return cmd
}

func (a *app) showResult(s assessment.Snapshot, r assessment.Result) {
	p, q := a.out, s.Questionnaire
	p.print("%s\n", p.paint(bold, assessment.Title(r.Vendor, r.Subject)))
	p.print("%s\n\n", p.paint(faint, fmt.Sprintf("for %s, as of %s, by %s", r.Milestone, r.AsOf, r.View.Words())))
	if r.View != questionnaire.Current && !q.Differs(r.View) {
		p.print("%s\n", p.paint(faint, q.ID+" says nothing about it: the verdict is that of the law in force"))
	}
	a.showRuleChanges(s)
	verdict := p.paint(verdictInk(r.Verdict), string(r.Verdict))
	if !s.Begun(r) {
		verdict = p.paint(verdictInk(assessment.Incomplete), wording.NotStarted)
	}
	p.print("  %s\n\n", verdict)
	rows := [][2]string{}
	if r.Shown != assessment.NoScore {
		rows = append(rows,
			[2]string{"shown", fmt.Sprintf("%s, claimed %s", r.Shown, r.Claimed)},
			[2]string{"interval", fmt.Sprintf("%s, reachable %s", wording.Span(r.Interval[0], r.Interval[1]), reachableText(q, r))})
	}
	if !q.GatesOnly() {
		rows = append(rows, [2]string{"coverage", english.Percent(r.Coverage) + " of the weight"})
	}
	rows = append(rows,
		[2]string{"gates", wording.AllGates(r.Gates)},
		[2]string{"flags", flagsText(r.Flags)})
	if r.Risk.Tier != "" {
		rows = append(rows, [2]string{"risk", fmt.Sprintf("%s (likelihood %s × impact %d = %s), review within %d days", r.Risk.Tier, r.Risk.Likelihood, r.Risk.Impact, r.Risk.Score, r.Risk.ReviewDays)})
	}
	a.fields(rows, followUpOf(s, r.Milestone, r.AsOf).fields(s)...)
	because := r.Because
	if !q.GatesOnly() {
		because = slices.DeleteFunc(slices.Clone(because), assessment.Reason.Caps) // showOpenGates lists these
	}
	section(p, "Because", because, func(reason assessment.Reason) (string, string) {
		return cmp.Or(reason.Item, reason.Kind), reason.Text
	})
	section(p, "Open flags", r.OpenFlags, func(flag assessment.OpenFlag) (string, string) {
		return flag.Item, fmt.Sprintf("%s: %s", flag.Severity, flag.Text)
	})
	a.showOpenGates(q, r)
	a.showWaived(s, r)
	a.showLines(q, r)
	if !q.GatesOnly() {
		a.showDomains(r)
	}
	p.print("\n%s\n", p.paint(faint, fmt.Sprintf("%s %s · engine %s · head %s", r.Questionnaire.ID, r.Questionnaire.Version, r.Engine, r.Head)))
	if !r.NextChange.IsZero() {
		p.print("%s\n", p.paint(faint, "time alone can change this on "+r.NextChange.String()))
	}
}

// idColumn is the width of an item's id, or of the kind of a reason without item.
const idColumn = 10

// named prints a text beside an id. A long id widens its column.
func (p *printer) named(indent, id, text string) {
	p.beside(indent, p.paint(faint, id), max(idColumn, len(id)+2), text)
}

// showLines lists the lines of a checklist, each with the items that close it. For a
// questionnaire without such lines and without a score, it lists the gates.
func (a *app) showLines(q *questionnaire.Questionnaire, r assessment.Result) {
	var lines, gates [][]cell
	for _, result := range r.Items {
		if result.Gate == "" {
			continue
		}
		item := q.Item(result.ID)
		row := []cell{{text: result.Gate.Sign(), ink: toneInk(contest.ToneOfGate(result.Gate))}, {text: item.ID, ink: faint}, {text: item.Title}, {text: result.Gate.Words()}}
		if len(item.ClosedBy) == 0 {
			gates = append(gates, row)
			continue
		}
		var open []string
		for _, id := range item.ClosedBy {
			if r.Item(id).Gate.Open() {
				open = append(open, id)
			}
		}
		if len(open) > 0 {
			row[3].text += ": " + strings.Join(open, ", ")
		}
		lines = append(lines, row)
	}
	if len(lines) == 0 && q.GatesOnly() {
		lines = gates
	}
	if len(lines) > 0 {
		a.out.print("\n")
		a.out.table("  ", nil, lines)
	}
}

func (a *app) showDomains(r assessment.Result) {
	rows := [][]cell{heading("", "domain", "weight", "claimed", "shown", "interval", "coverage")}
	for _, d := range r.Domains {
		row := texts(d.ID, d.Name, fmt.Sprint(d.Weight), d.Claimed.String(), d.Shown.String(), wording.Span(d.Interval[0], d.Interval[1]), english.Percent(d.Coverage))
		if d.Shown != assessment.NoScore && d.Shown < assessment.Score(d.Floor*10) {
			row[4].ink = yellow
		}
		rows = append(rows, row)
	}
	a.out.print("\n")
	a.out.table("  ", numbers(2, 3, 4, 5, 6), rows)
}

func flagsText(f assessment.FlagCount) string {
	text := english.Count(f.Stop, "stop") + ", " + english.Count(f.Warning, "warning")
	if f.Penalty > 0 {
		text += fmt.Sprintf(" (−%d points)", f.Penalty)
	}
	return text
}

package main

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/hostile"
	"assay/assessment/store"
	"assay/assessment/workspace"
)

func (a *app) rfpAward() *cobra.Command {
	var to, runnerUp, by, role, reason string
	var why, outside []string
	var dry bool
	cmd := &cobra.Command{
		Use:   "award RFP --to ASSESSMENT",
		Short: "Record the chosen vendor, and why the others were not chosen",
		Long: `Record the chosen vendor, the runner-up, and why the others were not chosen. The award is bound to the present content of all assessments
of the RFP. A blocked vendor cannot be chosen. The ranking explains why a vendor that ranks below the chosen one was not chosen. For every
other vendor, give the reason with --why. A later award replaces an earlier one; both stay on record.`,
		Example: `  assay rfp award RFP-2026-114 --to harbor --by "R. Ortiz" --role CISO --reason "shows most of what it claims" \
    --outside "price=second lowest of three" --why "northstar=no site audit before go-live"`,
		Args: cobra.ExactArgs(1),
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&to, "to", "", "the chosen `ASSESSMENT`: an id, the beginning of its vendor's name, or a short name")
	flags.StringVar(&by, "by", "", "the `NAME` of who approves the award (default the evaluator)")
	flags.StringVar(&role, "role", "", "in which role")
	flags.StringVar(&reason, "reason", "", "why this vendor")
	flags.StringVar(&runnerUp, "runner-up", "", "the runner-up `ASSESSMENT` (default the next in rank that is not blocked)")
	flags.StringArrayVar(&why, "why", nil, "why a vendor was not chosen, as `VENDOR=TEXT`; repeat it for each vendor")
	flags.StringArrayVar(&outside, "outside", nil, "another reason outside the assessments, such as price, as `NAME=TEXT`; repeat it for each one")
	flags.BoolVar(&dry, "dry-run", false, "say what it would record, and record nothing")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		if err := a.need("to", "reason"); err != nil {
			return err
		}
		if err := a.needEvaluator(); err != nil {
			return err
		}
		c, err := a.contest(ctx, args[0])
		if err != nil {
			return err
		}
		evaluator := a.work.Evaluator
		if err := a.mayDo(ctx, evaluator, assessment.ActAward); err != nil {
			return err
		}
		chosen, err := a.findIn(ctx, c, to)
		if err != nil {
			return err
		}
		award, err := c.Present.Board.Award(chosen, c.Present.Judged)
		if err != nil {
			return err
		}
		award.RFP, award.By, award.Role, award.Reason, award.RecordedBy = c.RFP.ID, cmp.Or(by, evaluator), role, reason, evaluator
		if runnerUp != "" {
			if award.RunnerUp, err = a.findIn(ctx, c, runnerUp); err != nil {
				return err
			}
		}
		for _, text := range outside {
			name, finding, said := strings.Cut(text, "=")
			if !said {
				return usagef(`for example: --outside "price=second lowest of three"`, "--outside: %q is not NAME=TEXT", text)
			}
			award.Outside = append(award.Outside, assessment.Criterion{Name: strings.TrimSpace(name), Text: strings.TrimSpace(finding)})
		}
		for _, text := range why {
			name, because, said := strings.Cut(text, "=")
			if !said {
				return usagef(`for example: --why "northstar=no site audit before go-live"`, "--why: %q is not VENDOR=TEXT", text)
			}
			id, err := a.findIn(ctx, c, strings.TrimSpace(name))
			if err != nil {
				return err
			}
			if id == chosen {
				return usagef("say it with --reason", "--why: %s is the chosen one", award.Contender(id).Vendor)
			}
			award.Contender(id).WhyNot = because
		}
		if award, err = award.Admit(); err != nil {
			return err
		}
		if err := a.allowFlags(ctx); err != nil {
			return err
		}
		if !dry {
			if award, err = a.work.Store.RecordAward(ctx, award); err != nil {
				return err
			}
		}
		c.Awards = append(c.Awards, award)
		return a.awarded(c, award, dry)
	})
	return cmd
}

// findIn finds an assessment of the RFP by its id or its title, or by a name with
// qualifiers.
func (a *app) findIn(ctx context.Context, c *workspace.RFP, ref string) (string, error) {
	j, err := store.Pick("assessment", ref, c.Present.Judged, func(j assessment.Judged) store.Named {
		return store.Named{ID: j.Snapshot.Assessment, Names: []string{hostile.Line(j.Snapshot.Opened.Title())}}
	})
	if err != nil && strings.Contains(ref, "@") {
		id, lost := a.work.Store.FindAssessment(ctx, ref)
		if lost == nil && slices.ContainsFunc(c.Present.Judged, func(j assessment.Judged) bool { return j.Snapshot.Assessment == id }) {
			return id, nil
		}
	}
	return j.Snapshot.Assessment, err
}

func (a *app) awarded(c *workspace.RFP, award assessment.Award, dry bool) error {
	return a.show(struct {
		assessment.Award
		DryRun bool `json:"dry_run"`
	}{award, dry}, func() {
		a.showAward(c)
		said := "recorded: "
		if dry {
			said = "nothing was recorded: it would be "
		}
		a.say("%s%s is awarded to %s, approved by %s", said, c.RFP.Title, award.Contender(award.Chosen).Vendor, award.By)
		if award.Contender(award.Chosen).Decision == "" {
			a.say("no decision on %s is in force: `assay assess decide` records one", award.Contender(award.Chosen).Vendor)
		}
	})
}

// showAward prints the latest award, and whether the assessments have
// changed since then.
func (a *app) showAward(c *workspace.RFP) {
	award := c.Award()
	if award == nil {
		return
	}
	p := a.out
	chosen := award.Contender(award.Chosen)
	p.print("\n%s\n", p.paint(bold, "Awarded to "+chosen.Vendor))
	a.fields(contest.AwardFields(*award, a.work.Zone))
	for _, contender := range award.Contenders {
		p.prose("  ", contest.AwardReason(*award, contender))
		p.print("    %s\n", p.paint(faint, "snapshot "+contender.Snapshot))
	}
	if moved := c.MovedSince(award); len(moved) > 0 {
		p.prose("  ", "Changed since the award: "+strings.Join(moved, ", ")+".")
	}
}

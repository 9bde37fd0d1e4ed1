package main

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/workspace"
	"assay/assessment/workspace/draft"
	"assay/questionnaire"
	"assay/questionnaire/yamldoc"
	"assay/templates"
)

// visitor is the evaluator of a demo that is deleted afterwards, so that nobody
// must give a name to look around.
const visitor = "visitor"

func (a *app) demoCommand() *cobra.Command {
	var loadOnly bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Look around in an RFP with three sample vendors",
		Long: `Look around in an RFP with three sample vendors and complete interviews. assay deletes the database when you leave the
workbench. To keep it, name a database with --db: assay adds the demo to it, and loading the demo again changes nothing.
With --load-only, assay opens no workbench and keeps the database.`,
		Example: `  assay demo
  assay demo --load-only --db demo.db
  assay assess list --db demo.db`,
		Args: cobra.NoArgs,
	}
	cmd.Flags().BoolVar(&loadOnly, "load-only", false, "load the demo and open no workbench")
	cmd.RunE = a.does(func(ctx context.Context, _ []string) (err error) {
		if !loadOnly {
			if err := a.needTerminal(); err != nil {
				return err
			}
		}
		settings, err := a.settings()
		if err != nil {
			return err
		}
		// The usual database, or the one of ASSAY_DB, holds real work.
		path, keep := settings.path, a.flags.db != ""
		if !keep {
			folder, err := os.MkdirTemp("", "assay-demo-")
			if err != nil {
				return assessment.Errorf(assessment.Unwritten, "cannot make a folder for the demo: %w", err)
			}
			path = filepath.Join(folder, "demo.db")
			if !loadOnly {
				defer func() { err = cmp.Or(err, a.throwAway(folder)) }()
			}
		}
		if _, err := a.openStore(ctx, path, false); err != nil {
			return err
		}
		rfp, err := demo{a.work, templates.Demo()}.load(ctx)
		if err != nil {
			return err
		}
		if !loadOnly {
			if a.work.Evaluator == "" && !keep {
				a.work.Evaluator = visitor
				a.work.Store.ReadBy(visitor)
			}
			if !keep {
				return a.openBench(ctx, draft.Folder{}, "") // its database is deleted
			}
			return a.openBench(ctx, a.drafts(), "")
		}
		return a.showDemo(ctx, rfp, path)
	})
	return cmd
}

// throwAway removes the folder of a demo that nobody keeps.
func (a *app) throwAway(folder string) error {
	var err error
	if a.work.Store != nil {
		err = a.work.Store.Close()
		a.work.Store = nil
	}
	return cmp.Or(err, os.RemoveAll(folder))
}

// showDemo shows what was loaded. path is what opens the database again: its own text
// leaves out how to connect to a server.
func (a *app) showDemo(ctx context.Context, rfp assessment.RFP, path string) error {
	rows, err := a.work.Store.List(ctx, store.Filter{RFPID: rfp.ID})
	if err != nil {
		return err
	}
	return a.show(struct {
		DB          string         `json:"db"`
		RFP         assessment.RFP `json:"rfp"`
		Assessments []listed       `json:"assessments"`
	}{a.work.Store.Path(), rfp, listRows(rows)}, func() {
		a.out.print("%s\n", a.out.paint(bold, rfp.Title))
		a.fields([][2]string{{"rfp", rfp.Reference}, {"database", a.work.Store.Path()}})
		a.out.print("\n")
		a.out.table("  ", assessmentNumbers, assessmentTable(rows))
		a.say("open it with: assay --db %s", path)
	})
}

// demo loads the sample RFP. It skips each step that an earlier run has done, so
// that a second run completes an interrupted one and changes nothing else.
type demo struct {
	workspace.Workspace
	files fs.FS
}

// demoPerson adds the vendors and the RFP of the demo.
const demoPerson = "lead@hospital.example"

// demoPlan is the content of demo.yaml.
type demoPlan struct {
	RFP struct {
		Title         string                  `json:"title"`
		Reference     string                  `json:"reference"`
		Questionnaire string                  `json:"questionnaire"`
		Milestone     questionnaire.Milestone `json:"milestone"`
	} `json:"rfp"`
	Vendors []demoVendor `json:"vendors"`
}

type demoVendor struct {
	assessment.Vendor
	Answers []string `json:"answers"` // file names; each after the first is another scorer's
}

func (d demo) load(ctx context.Context) (assessment.RFP, error) {
	var plan demoPlan
	text, err := fs.ReadFile(d.files, "demo.yaml")
	if err != nil {
		return assessment.RFP{}, err
	}
	if _, err := yamldoc.Read(text, &plan); err != nil {
		return assessment.RFP{}, mistakesIn("demo.yaml", err, "the demo cannot be loaded")
	}
	rfp, err := d.rfp(ctx, plan)
	if err != nil {
		return rfp, err
	}
	for _, v := range plan.Vendors {
		if err := d.vendor(ctx, rfp, v); err != nil {
			return rfp, fmt.Errorf("load the answers of %s: %w", v.Name, err)
		}
	}
	return rfp, nil
}

func (d demo) rfp(ctx context.Context, plan demoPlan) (assessment.RFP, error) {
	q, err := d.Library.Get(plan.RFP.Questionnaire)
	if err != nil {
		return assessment.RFP{}, err
	}
	made, err := d.Store.RFPs(ctx)
	if err != nil {
		return assessment.RFP{}, err
	}
	if at := slices.IndexFunc(made, func(r assessment.RFP) bool { return r.Reference == plan.RFP.Reference }); at >= 0 {
		return made[at], nil
	}
	return d.Store.AddRFP(ctx, assessment.RFP{
		Title: plan.RFP.Title, Reference: plan.RFP.Reference, Questionnaire: q.Hash(), Milestone: plan.RFP.Milestone,
	}, q, demoPerson)
}

// vendor adds a vendor, opens its assessment and applies its answers.
func (d demo) vendor(ctx context.Context, rfp assessment.RFP, v demoVendor) error {
	firms, err := d.Store.Vendors(ctx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(firms, func(f assessment.Vendor) bool { return f.Name == v.Name })
	if at < 0 {
		made, err := d.Store.AddVendor(ctx, v.Vendor, demoPerson)
		if err != nil {
			return err
		}
		firms, at = append(firms, made), len(firms)
	}
	for n, name := range v.Answers {
		text, err := fs.ReadFile(d.files, name)
		if err != nil {
			return err
		}
		snapshot, err := d.assessment(ctx, rfp, firms[at], text)
		if err != nil {
			return err
		}
		answers, err := answerFile{name: name, text: text, evidence: d.files}.prepare(ctx, snapshot, d.Workspace)
		if err != nil {
			return err
		}
		if n == 0 && snapshot.Seq > 1 || n > 0 && scoredBy(snapshot, answers.by) {
			continue
		}
		if _, err = answers.record(ctx, d.Store); err != nil {
			return err
		}
	}
	return nil
}

// scoredBy reports whether a person has graded any scenario.
func scoredBy(s assessment.Snapshot, scorer string) bool {
	for _, answer := range s.Answers {
		if _, graded := answer.GradeOf(scorer); graded {
			return true
		}
	}
	return false
}

// assessment finds or opens the assessment of a vendor in the demo's RFP.
func (d demo) assessment(ctx context.Context, rfp assessment.RFP, firm assessment.Vendor, text []byte) (assessment.Snapshot, error) {
	rows, err := d.Store.List(ctx, store.Filter{VendorID: firm.ID, RFPID: rfp.ID})
	if err != nil {
		return assessment.Snapshot{}, err
	}
	if len(rows) > 0 {
		return d.Store.Snapshot(ctx, rows[0].ID)
	}
	answers, err := assessment.ParseAnswers(text, d.Store.Today(), time.UTC)
	if err != nil {
		return assessment.Snapshot{}, err
	}
	return d.Store.OpenAssessment(ctx, store.Opening{Vendor: firm, RFP: &rfp, Milestone: rfp.Milestone, By: answers.Evaluator})
}

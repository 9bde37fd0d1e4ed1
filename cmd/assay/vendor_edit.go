package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/country"
	"assay/assessment/store"
)

func (a *app) vendorEdit() *cobra.Command {
	var name, legal, latin, from, contact, note string
	cmd := &cobra.Command{
		Use:   "edit VENDOR",
		Short: "Change the name or the details of a vendor",
		Long: `Change the name or the details of a vendor. Only the given flags change; an empty text removes a detail. The journal of the vendor keeps what
was there before. Assessments keep the name that the vendor had when they were opened.`,
		Example: `  assay vendor edit harbor --name "Harbor Health Staffing"
  assay vendor edit harbor --contact "" --country US`,
		Args: cobra.ExactArgs(1),
	}
	flags := cmd.Flags()
	flags.StringVar(&name, "name", "", "the usual name")
	flags.StringVar(&legal, "legal-name", "", "its name in contracts")
	flags.StringVar(&latin, "latin-name", "", "its name in Latin letters, for reports")
	flags.StringVar(&from, "country", "", "the country of the contracting entity, by name or code")
	flags.StringVar(&contact, "contact", "", "the contact person")
	flags.StringVar(&note, "note", "", "a note; no patient data")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		from = country.Code(from)
		var edit store.VendorEdit
		given := 0
		for flag, field := range map[string]struct {
			to    **string
			value *string
		}{
			"name": {&edit.Name, &name}, "legal-name": {&edit.LegalName, &legal}, "latin-name": {&edit.LatinName, &latin}, "country": {&edit.Country, &from},
			"contact": {&edit.Contact, &contact}, "note": {&edit.Note, &note},
		} {
			if flags.Changed(flag) {
				*field.to = field.value
				given++
			}
		}
		if given == 0 {
			return usagef(`for example: assay vendor edit harbor --name "Harbor Health"`, "there is nothing to change")
		}
		by, v, err := a.editor(ctx, args[0])
		if err != nil {
			return err
		}
		if err := a.allowFlags(ctx); err != nil {
			return err
		}
		kept := a.work.Store
		edited, err := kept.EditVendor(ctx, v.ID, by, edit)
		if assessment.CaseOf(err) == assessment.NameTaken {
			if err = a.askNamesake(ctx, err); err == nil {
				edit.Namesake = true
				edited, err = kept.EditVendor(ctx, v.ID, by, edit)
			}
		}
		if err != nil {
			return err
		}
		return a.show(edited, func() { a.say("changed vendor %s", edited.Name) })
	})
	return cmd
}

func (a *app) vendorArchive() *cobra.Command {
	var reason string
	var undo bool
	cmd := &cobra.Command{
		Use:   "archive VENDOR --reason TEXT",
		Short: "Take a vendor and its assessments off the lists, for a reason",
		Long: `Take a vendor and its assessments off the lists, for a reason. The record keeps all of it: ` + "`assay vendor list --all`" + ` lists archived vendors,
and --undo puts one back.`,
		Example: `  assay vendor archive harbor --reason "bought by another firm"
  assay vendor archive harbor --undo`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	cmd.Flags().BoolVar(&undo, "undo", false, "put an archived vendor back on the lists")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		if !undo {
			if err := a.need("reason"); err != nil {
				return err
			}
		}
		by, v, err := a.editor(ctx, args[0])
		if err != nil {
			return err
		}
		if err := a.allowFlags(ctx); err != nil {
			return err
		}
		said := "archived vendor "
		if undo {
			said = "put back on the lists: "
			err = a.work.Store.UnarchiveVendor(ctx, v.ID, by)
		} else {
			err = a.work.Store.ArchiveVendor(ctx, v.ID, by, reason)
		}
		if err != nil {
			return err
		}
		v.Archived = !undo
		return a.show(v, func() { a.say("%s", strings.TrimSpace(said+v.Name)) })
	})
	return cmd
}

// editor names the evaluator and finds the vendor of a change.
func (a *app) editor(ctx context.Context, ref string) (by string, v assessment.Vendor, err error) {
	if err := a.needEvaluator(); err != nil {
		return "", v, err
	}
	kept, err := a.existing(ctx)
	if err != nil {
		return "", v, err
	}
	by = a.work.Evaluator
	if err := a.mayDo(ctx, by, assessment.ActPrepare); err != nil {
		return by, v, err
	}
	v, err = kept.FindVendor(ctx, ref)
	return by, v, err
}

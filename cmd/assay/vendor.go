package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/country"
	"assay/assessment/hostile"
	"assay/assessment/store"
	"assay/assessment/wording"
)

func (a *app) vendorCommand() *cobra.Command {
	return a.noun("vendor", "Vendors that may be trusted with patient data, or not", a.vendorAdd(), a.vendorList(), a.vendorShow(), a.vendorEdit(), a.vendorArchive())
}

func (a *app) vendorAdd() *cobra.Command {
	var v assessment.Vendor
	cmd := &cobra.Command{
		Use:   "add NAME",
		Short: "Add a vendor and print its id",
		Long: `Add a vendor and print its id. If a vendor of the same name is there already, assay asks first. Upper and lower case, spaces and the
way that accents are typed make no other name.`,
		Example: `  assay vendor add "Harbor Staffing" --country "United States" --legal-name "Harbor Staffing LLC"`,
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&v.LegalName, "legal-name", "", "its name in contracts")
	cmd.Flags().StringVar(&v.LatinName, "latin-name", "", "its name in Latin letters, for reports")
	cmd.Flags().StringVar(&v.Country, "country", "", "the country of the contracting entity, by name or code")
	cmd.Flags().StringVar(&v.Contact, "contact", "", "the contact person")
	cmd.Flags().StringVar(&v.Note, "note", "", "a note; no patient data")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		v.Name, v.Country = hostile.Name(args[0]), country.Code(hostile.Line(v.Country))
		v.LegalName, v.LatinName, v.Contact, v.Note = hostile.Name(v.LegalName), hostile.Name(v.LatinName), hostile.Name(v.Contact), hostile.Clean(v.Note)
		if err := a.allowFlags(ctx, [2]string{"NAME", v.Name}); err != nil {
			return err
		}
		kept, err := a.database(ctx)
		if err != nil {
			return err
		}
		added, err := kept.AddVendor(ctx, v, a.work.Author())
		if assessment.CaseOf(err) == assessment.NameTaken {
			added, err = a.addNamesake(ctx, v, err)
		}
		if err != nil {
			return err
		}
		return a.added(added, added.ID, "added vendor "+added.Name)
	})
	return cmd
}

// addNamesake adds a second vendor of a name if a person says so.
func (a *app) addNamesake(ctx context.Context, v assessment.Vendor, taken error) (assessment.Vendor, error) {
	if err := a.askNamesake(ctx, taken); err != nil {
		return v, err
	}
	return a.work.Store.AddNamesake(ctx, v, a.work.Author())
}

// askNamesake asks whether a second vendor of a name is another firm, and returns
// an error if it is not.
func (a *app) askNamesake(ctx context.Context, taken error) error {
	if !a.flags.yes && !isTerminal(a.stdin) {
		return failf(assessment.Usage, "if it is another firm, say --yes; else use the one that is there", "%w", taken)
	}
	a.note("%s", taken)
	yes, err := a.confirm(ctx, "Is it another firm? Keep two vendors of this name?")
	if err == nil && !yes {
		err = failf(assessment.Refused, "`assay vendor show` shows the one that is there", "nothing was changed")
	}
	return err
}

// added prints the id of a new record, for scripts, or the whole record in JSON.
func (a *app) added(whole any, id, said string) error {
	return a.show(whole, func() {
		a.out.print("%s\n", id)
		a.say("%s", said)
	})
}

func (a *app) vendorList() *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use: "list", Short: "List the vendors", Args: cobra.NoArgs,
		RunE: a.does(func(ctx context.Context, _ []string) error {
			kept, err := a.existing(ctx)
			if err != nil {
				return a.emptyList(err)
			}
			vendors, err := kept.Vendors(ctx)
			if err != nil {
				return err
			}
			if !all {
				vendors = slices.DeleteFunc(vendors, func(v assessment.Vendor) bool { return v.Archived })
			}
			return a.show(list(vendors), func() {
				rows := [][]cell{heading("id", "vendor", "country", "added")}
				for _, v := range vendors {
					row := texts(v.ID, v.Name, v.Country, a.dayOf(v.AddedAt))
					if v.Archived {
						row = append(row, texts("archived")...)
					}
					rows = append(rows, row)
				}
				a.out.table("", nil, rows)
			})
		}),
	}
	cmd.Flags().BoolVar(&all, "all", false, "also the archived ones")
	return cmd
}

func (a *app) vendorShow() *cobra.Command {
	return &cobra.Command{
		Use: "show VENDOR", Short: "Show a vendor and its assessments", Args: cobra.ExactArgs(1),
		RunE: a.does(func(ctx context.Context, args []string) error {
			kept, err := a.existing(ctx)
			if err != nil {
				return err
			}
			v, err := kept.FindVendor(ctx, args[0])
			if err != nil {
				return err
			}
			rows, err := kept.List(ctx, store.Filter{VendorID: v.ID, All: true})
			if err != nil {
				return err
			}
			record, err := kept.VendorRecord(ctx, v.ID)
			if err != nil {
				return err
			}
			return a.show(struct {
				assessment.Vendor
				AddedBy     string             `json:"added_by"`
				Names       []store.FormerName `json:"former_names"`
				Shelved     *store.Archiving   `json:"archiving"`
				Assessments []listed           `json:"assessments"`
			}{v, record.AddedBy, list(record.Names), record.Shelved, listRows(rows)}, func() {
				a.out.print("%s\n", a.out.paint(bold, v.Name))
				fields := [][2]string{
					{"id", v.ID},
					{"legal name", v.LegalName},
					{"Latin name", v.LatinName},
					{"country", v.Country},
					{"contact", v.Contact},
					{"note", v.Note},
					{"added", a.dayOf(v.AddedAt) + " by " + record.AddedBy},
				}
				for _, name := range record.Names {
					fields = append(fields, [2]string{"former name", name.Name + ", until " + a.dayOf(name.Until) + ", changed by " + name.By})
				}
				if s := record.Shelved; s != nil {
					fields = append(fields, [2]string{"archived", a.dayOf(s.At) + " by " + s.By + ": " + s.Reason})
				}
				a.fields(fields)
				if len(rows) > 0 {
					a.out.print("\n")
					a.out.table("  ", assessmentNumbers, assessmentTable(rows))
				}
			})
		}),
	}
}

// emptyList prints an empty list when the default database does not exist yet, with a
// note. A database that the user names must exist.
func (a *app) emptyList(err error) error {
	if assessment.CodeOf(err) != assessment.NotFound || a.loaded.named {
		return err
	}
	a.note("%s: %s", err, hintOf(err))
	return a.show([]struct{}{}, func() {})
}

// list makes an empty list of nil, which JSON would print as null.
func list[T any](elements []T) []T {
	if elements == nil {
		return []T{}
	}
	return elements
}

// dayOf is the civil date of an instant, in the zone of the settings.
func (a *app) dayOf(microseconds int64) string {
	return wording.Day(microseconds, a.work.Zone)
}

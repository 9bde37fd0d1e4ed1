package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/store"
)

func (a *app) peopleCommand() *cobra.Command {
	return a.noun("people", "Who may come into the record, and what each may do", a.peopleAdd(), a.peopleList(), a.peopleChange(), a.peopleRemove(), a.peopleRules(), a.peopleRoles())
}

// peopleNow opens the database and reads its people.
func (a *app) peopleNow(ctx context.Context) (assessment.People, error) {
	kept, err := a.existing(ctx)
	if err != nil {
		return assessment.People{}, err
	}
	return kept.People(ctx)
}

// findPerson finds a present person by the name, by a login, or by the beginning of either.
func findPerson(p assessment.People, ref string) (assessment.Account, error) {
	return store.Pick("person of this record", ref, p.Present(), func(who assessment.Account) store.Named {
		names := []string{who.Name}
		if who.Login != "" {
			names = append(names, who.Login)
		}
		return store.Named{ID: who.ID, Names: names, Label: who.Name}
	})
}

// readRoles reads the roles that flags name.
func readRoles(texts []string) ([]assessment.Role, error) {
	roles := []assessment.Role{}
	for _, text := range texts {
		role := assessment.Role(strings.ToLower(strings.TrimSpace(text)))
		if !slices.Contains(assessment.Roles(), role) {
			return nil, usagef("the roles are "+english.List(each(assessment.Roles(), assessment.Role.String)), "there is no role %q", text)
		}
		roles = append(roles, role)
	}
	return roles, nil
}

// rolesOf names the roles of a person, for a line.
func rolesOf(who assessment.Account) string {
	return strings.Join(each(who.Roles, assessment.Role.String), ", ")
}

func (a *app) peopleList() *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use: "list", Short: "List the people with their roles, keys and logins, and the rules", Args: cobra.NoArgs,
		Long: `List the people of the record: the roles of each, the keys by their fingerprints, the login on the database server, and who added
them when. Below them are the rules that keep roles further apart. "assay people roles" says what each role may do.`,
		Example: "  assay people list\n  assay people list --all --json",
		RunE: a.does(func(ctx context.Context, _ []string) error {
			people, err := a.peopleNow(ctx)
			if err != nil {
				return err
			}
			shown := people.Present()
			if all {
				shown = people.Accounts
			}
			return a.show(struct {
				People []assessment.Account    `json:"people"`
				Rules  []assessment.Separation `json:"rules"`
			}{list(shown), list(people.Rules)}, func() {
				if !people.On() {
					a.note("nobody was added, so everybody may do everything: `assay people add` adds the first person, who is the administrator")
				}
				for n, who := range shown {
					if n > 0 {
						a.out.print("\n")
					}
					a.showPerson(who)
				}
				if len(people.Rules) > 0 {
					a.out.print("\n%s\n", a.out.paint(bold, "Rules"))
					for _, rule := range people.Rules {
						a.out.named("  ", string(rule), rule.Says())
					}
				}
			})
		}),
	}
	cmd.Flags().BoolVar(&all, "all", false, "also those who were removed")
	return cmd
}

// showPerson prints all that the record says of a person.
func (a *app) showPerson(who assessment.Account) {
	a.out.print("%s\n", a.out.paint(bold, who.Name))
	fields := [][2]string{{"roles", rolesOf(who)}, {"login", who.Login}}
	for _, key := range who.Keys {
		fields = append(fields, [2]string{"key", english.Join(", ", english.Join(" ", key.Fingerprint, key.Comment), "added "+a.dayOf(key.AddedAt)+" by "+key.AddedBy)})
	}
	fields = append(fields, [2]string{"added", a.dayOf(who.AddedAt) + " by " + who.AddedBy})
	var more []field
	if gone := who.Removed; gone != nil {
		more = append(more, field{"removed", a.dayOf(gone.At) + " by " + gone.By + ": " + gone.Reason, yellow})
	}
	a.fields(fields, more...)
}

func (a *app) peopleRoles() *cobra.Command {
	return &cobra.Command{
		Use: "roles", Short: "Print who may do what", Args: cobra.NoArgs,
		Long: `Print the table of who may do what in a record whose people are named. A person may have several roles. In a record without people,
everybody may do everything.`,
		Example: "  assay people roles",
		RunE: a.does(func(context.Context, []string) error {
			table := assessment.Permissions()
			return a.show(table, func() {
				rows := [][]cell{heading(append([]string{"may"}, each(assessment.Roles(), assessment.Role.String)...)...)}
				for _, p := range table {
					row := texts(p.Does)
					for _, role := range assessment.Roles() {
						mark := ""
						if slices.Contains(p.Roles, role) {
							mark = "yes"
						}
						row = append(row, cell{text: mark})
					}
					rows = append(rows, row)
				}
				a.out.table("", nil, rows)
			})
		}),
	}
}

// mayDo refuses in advance an act that the people of the record do not let somebody do, so
// that nothing is asked, listed or unpacked for it. The store refuses it again.
func (a *app) mayDo(ctx context.Context, by string, act assessment.Act) error {
	people, err := a.peopleNow(ctx)
	if err != nil || !people.On() {
		return err
	}
	if by == "" {
		return errNoEvaluator(a.folders.config)
	}
	return people.Allow(assessment.Deed{By: by, Act: act})
}

// completePeople completes the name of a person as the first argument.
func (a *app) completePeople(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	ctx, stop := context.WithTimeout(cmd.Context(), completeWithin)
	defer stop()
	a.running = cmd
	people, err := a.peopleNow(ctx)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	for _, who := range people.Present() {
		if strings.HasPrefix(strings.ToLower(who.Name), strings.ToLower(begun)) {
			names = append(names, who.Name+"\t"+rolesOf(who))
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// roleFlag is a flag that takes roles and completes them.
func roleFlag(cmd *cobra.Command, into *[]string, name, usage string) {
	cmd.Flags().StringSliceVar(into, name, nil, usage)
	_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(each(assessment.Roles(), assessment.Role.String), cobra.ShellCompDirectiveNoFileComp))
}

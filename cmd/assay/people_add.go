package main

import (
	"context"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/store"
)

func (a *app) peopleAdd() *cobra.Command {
	var roles, keys []string
	var p store.NewPerson
	cmd := &cobra.Command{
		Use:   "add NAME",
		Short: "Add a person and print the id",
		Long: `Add a person to the record and print the id. The first person is its administrator, beside the roles that you name, and from then on
roles bind: everybody who comes in through assay does what their roles allow, and nothing else. "assay people roles" prints who may
do what.

--key takes the public keys with which the person comes in over SSH: a file that ends in .pub, an authorized_keys file, or - for stdin.
--login names the role that logs in to a database server for this person.

Whoever runs the computer of the record can name another administrator without being one, with --operator and a reason. The
journal of the people says so.`,
		Example: `  assay people add "Dana Whitfield" --role evaluator
  assay people add "Ruth Ortiz" --role approver --key ruth.pub --login ruth
  assay people add "Karel Brandt" --operator --reason "the last administrator left"`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().SortFlags = false
	roleFlag(cmd, &roles, "role", "a `ROLE`: evaluator, reviewer, approver, auditor or administrator; may be repeated")
	cmd.Flags().StringArrayVar(&keys, "key", nil, "a `FILE` of public keys, or - for stdin; may be repeated")
	cmd.Flags().StringVar(&p.Login, "login", "", "the `LOGIN` of the person on the database server")
	registerOperator(cmd, &p.Operator, &p.Reason)
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		var err error
		p.Name = hostile.Name(args[0])
		if err := a.checkOperator(p.Operator, p.Reason); err != nil {
			return err
		}
		if p.Roles, err = readRoles(roles); err != nil {
			return err
		}
		if p.Keys, err = a.publicKeys(keys); err != nil {
			return err
		}
		if p.Operator && len(p.Roles) == 0 {
			p.Roles = []assessment.Role{assessment.Administrator}
		}
		if err := a.needEvaluator(); err != nil { // before it makes a database
			return err
		}
		kept, err := a.database(ctx)
		if err != nil {
			return err
		}
		by := a.work.Evaluator
		before, err := kept.People(ctx)
		if err == nil {
			err = a.mayAdd(before, p, by)
		}
		if err == nil {
			err = a.allowFlags(ctx, [2]string{"NAME", p.Name})
		}
		if err != nil {
			return err
		}
		who, err := kept.AddPerson(ctx, p, by)
		if err != nil {
			return err
		}
		return a.show(who, func() {
			a.out.print("%s\n", who.ID)
			a.say("added %s: %s", who.Name, english.Join("; ", rolesOf(who), countKeys(len(who.Keys))))
			a.sayFirst(before, who, by)
		})
	})
	return cmd
}

// mayAdd refuses, before anything is asked, a person who cannot be added, and a first
// person as whom nobody could come in.
func (a *app) mayAdd(before assessment.People, p store.NewPerson, by string) error {
	if !p.Operator {
		if err := before.Allow(assessment.Deed{By: by, Act: assessment.ActPeople}); err != nil {
			return err
		}
	}
	switch {
	case before.On() && len(p.Roles) == 0:
		return usagef(a.example(), "--role is missing")
	case !before.On() && a.loaded.onServer() && p.Login == "" && len(p.Keys) == 0 && !assessment.SamePerson(p.Name, a.loaded.login):
		return usagef("name the login with --login, or a public key with --key", "nobody could come in as %s, who will be the only administrator", p.Name)
	}
	return nil
}

// sayFirst says, after the first person was added, that roles bind now.
func (a *app) sayFirst(before assessment.People, who assessment.Account, by string) {
	if before.On() {
		return
	}
	a.say("%s is the administrator now, and roles bind from now on", who.Name)
	switch {
	case a.loaded.onServer():
		if who.Login != a.loaded.login && !assessment.SamePerson(who.Name, a.loaded.login) {
			a.note("the login %s is nobody's, so it records nothing until somebody has it: `assay people add NAME --login %s`", a.loaded.login, a.loaded.login)
		}
	case !assessment.SamePerson(who.Name, by):
		a.note("you recorded as %s, who is not among the people: say --evaluator %q from now on, or add %s, too", by, who.Name, by)
	}
}

// countKeys says how many keys, or nothing for none.
func countKeys(n int) string {
	if n == 0 {
		return ""
	}
	return english.Count(n, "key")
}

// registerOperator registers the flags of whoever runs the computer of the record.
func registerOperator(cmd *cobra.Command, operator *bool, reason *string) {
	cmd.Flags().BoolVar(operator, "operator", false, "name an administrator as whoever runs this computer, without being one; needs --reason")
	cmd.Flags().StringVar(reason, "reason", "", "why; needed with --operator")
}

// checkOperator refuses --operator without a reason.
func (a *app) checkOperator(operator bool, reason string) error {
	if operator && reason == "" {
		return usagef(`for example: --operator --reason "the last administrator left"`, "--reason is missing")
	}
	return nil
}

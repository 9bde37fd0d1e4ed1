package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/store"
)

// personEdits are the flags of people change.
type personEdits struct {
	roles, added, removed []string
	keys, gone            []string
	login, reason         string
	operator              bool
}

func (a *app) peopleChange() *cobra.Command {
	var to personEdits
	cmd := &cobra.Command{
		Use:   "change PERSON",
		Short: "Change the roles, the keys or the login of a person",
		Long: `Change the roles, the keys or the login of a person. --role names all roles that the person has afterwards; --add-role and
--remove-role change some of them. --remove-key takes a fingerprint as "assay people list" prints it, its beginning, or the comment
of the key. What the person recorded so far stays.

Whoever runs the computer of the record can make somebody an administrator without being one, with --operator and a reason.`,
		Example: `  assay people change ruth --add-role reviewer
  assay people change dana --add-key new.pub --remove-key SHA256:9Xv2
  assay people change karel --operator --reason "the last administrator left"`,
		Args: cobra.ExactArgs(1), ValidArgsFunction: a.completePeople,
	}
	f := cmd.Flags()
	f.SortFlags = false
	roleFlag(cmd, &to.roles, "role", "a `ROLE` that the person has afterwards, in place of all others; may be repeated")
	roleFlag(cmd, &to.added, "add-role", "give this `ROLE`; may be repeated")
	roleFlag(cmd, &to.removed, "remove-role", "take this `ROLE` away; may be repeated")
	f.StringArrayVar(&to.keys, "add-key", nil, "add the public keys in this `FILE`, or - for stdin; may be repeated")
	f.StringArrayVar(&to.gone, "remove-key", nil, "remove the key with this `FINGERPRINT`; may be repeated")
	f.StringVar(&to.login, "login", "", "the `LOGIN` of the person on the database server; empty for none")
	registerOperator(cmd, &to.operator, &to.reason)
	cmd.MarkFlagsMutuallyExclusive("role", "add-role")
	cmd.MarkFlagsMutuallyExclusive("role", "remove-role")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		if err := a.checkOperator(to.operator, to.reason); err != nil {
			return err
		}
		added, err := a.publicKeys(to.keys)
		if err != nil {
			return err
		}
		who, by, err := a.personToChange(ctx, args[0], to.operator)
		if err != nil {
			return err
		}
		e := store.PersonEdit{AddKeys: added, Operator: to.operator, Reason: to.reason}
		if e.Roles, err = to.rolesOf(who); err != nil {
			return err
		}
		if f.Changed("login") {
			login := hostile.Line(to.login)
			e.Login = &login
		}
		for _, ref := range to.gone {
			key, err := findKey(who, ref)
			if err != nil {
				return err
			}
			e.RemoveKeys = append(e.RemoveKeys, key.Fingerprint)
		}
		if e.Roles == nil && e.Login == nil && len(e.AddKeys)+len(e.RemoveKeys) == 0 {
			return usagef(a.example(), "say what changes about %s", who.Name)
		}
		if err := a.allowFlags(ctx); err != nil {
			return err
		}
		now, err := a.work.Store.ChangePerson(ctx, who.ID, e, by)
		if err != nil {
			return err
		}
		return a.show(now, func() {
			login := ""
			if now.Login != "" {
				login = "login " + now.Login
			}
			a.say("changed %s: %s", now.Name, english.Join("; ", rolesOf(now), countKeys(len(now.Keys)), login))
		})
	})
	return cmd
}

// personToChange finds a person, and refuses in advance whoever may not change people.
func (a *app) personToChange(ctx context.Context, ref string, operator bool) (who assessment.Account, by string, err error) {
	people, err := a.peopleNow(ctx)
	if err != nil {
		return who, "", err
	}
	if err := a.needEvaluator(); err != nil {
		return who, "", err
	}
	by = a.work.Evaluator
	if !operator {
		if err := people.Allow(assessment.Deed{By: by, Act: assessment.ActPeople}); err != nil {
			return who, "", err
		}
	}
	who, err = findPerson(people, ref)
	return who, by, err
}

// rolesOf are all roles of a person after the change, or nil if they stay.
func (to personEdits) rolesOf(who assessment.Account) (*[]assessment.Role, error) {
	roles := slices.Clone(who.Roles)
	for _, part := range []struct {
		texts []string
		apply func(assessment.Role)
	}{
		{to.roles, nil},
		{to.added, func(r assessment.Role) { roles = append(roles, r) }},
		{to.removed, func(r assessment.Role) {
			roles = slices.DeleteFunc(roles, func(had assessment.Role) bool { return had == r })
		}},
	} {
		read, err := readRoles(part.texts)
		if err != nil {
			return nil, err
		}
		switch {
		case part.apply == nil && len(read) > 0:
			roles = read
		case part.apply != nil:
			for _, role := range read {
				part.apply(role)
			}
		}
	}
	if to.operator && len(to.roles)+len(to.added)+len(to.removed) == 0 {
		roles = append(roles, assessment.Administrator)
	} else if len(to.roles)+len(to.added)+len(to.removed) == 0 {
		return nil, nil
	}
	return &roles, nil
}

// findKey finds a key of a person by its fingerprint, the beginning of that, or its comment.
func findKey(who assessment.Account, ref string) (assessment.AccountKey, error) {
	return store.Pick("key of "+who.Name, ref, who.Keys, func(k assessment.AccountKey) store.Named {
		names := []string{k.Fingerprint, strings.TrimPrefix(k.Fingerprint, "SHA256:")}
		if k.Comment != "" {
			names = append(names, k.Comment)
		}
		return store.Named{ID: k.Fingerprint, Names: names, Label: english.Join(" ", k.Fingerprint, k.Comment)}
	})
}

func (a *app) peopleRemove() *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "remove PERSON --reason TEXT",
		Short: "Take a person out of the record",
		Long: `Take a person out of the record. The person does not come in any more; the journals keep the name and everything that the person
recorded. "assay people add" with the same name brings the person back, with new roles and keys.`,
		Example: `  assay people remove dana --reason "works elsewhere now"`,
		Args:    cobra.ExactArgs(1), ValidArgsFunction: a.completePeople,
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		if err := a.need("reason"); err != nil {
			return err
		}
		who, by, err := a.personToChange(ctx, args[0], false)
		if err != nil {
			return err
		}
		if err := a.allowFlags(ctx); err != nil {
			return err
		}
		if err := a.mayGoOn(ctx, "Remove "+who.Name+" ("+rolesOf(who)+") from this record?", "remove the person"); err != nil {
			return err
		}
		gone, err := a.work.Store.RemovePerson(ctx, who.ID, by, reason)
		if err != nil {
			return err
		}
		return a.show(gone, func() { a.say("removed %s", gone.Name) })
	})
	return cmd
}

// mayGoOn asks before something that stays, and returns an error unless somebody says yes.
func (a *app) mayGoOn(ctx context.Context, question, does string) error {
	yes, err := a.confirm(ctx, question)
	switch {
	case err != nil:
		return err
	case yes:
		return nil
	case !isTerminal(a.stdin):
		return usagef("say --yes to "+does, "nothing was changed: there is nobody to ask")
	}
	return failf(assessment.Refused, "say y, or --yes, to "+does, "nothing was changed")
}

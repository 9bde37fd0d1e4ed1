package history

import (
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
)

// OfPeople tells the changes of the people of a record, in their order. The reason of a
// change is the last of its values.
func OfPeople(changes []assessment.PeopleChange) []Entry {
	entries := make([]Entry, len(changes))
	for n, c := range changes {
		r := replay{entry: Entry{Seq: c.Seq, ID: c.ID, At: c.At, By: c.By, Kind: c.Kind, Changes: []Change{}}}
		r.people(c)
		if n == 0 {
			r.entry.Text += "; roles bind from then on"
		}
		if c.Operator {
			r.entry.Text += ", as whoever runs the computer"
		}
		if c.Reason != "" {
			r.changed("reason", "", c.Reason)
		}
		entries[n] = r.entry
	}
	return entries
}

// people tells one change.
func (r *replay) people(c assessment.PeopleChange) {
	before, after := c.Before, c.After
	switch {
	case c.Rule != "":
		r.entry.Text = "tightened the rules"
		r.changed("rule", "", c.Rule.Says())
		return
	case after == nil:
		r.entry.Text = "changed the people"
		return
	case after.Removed != nil && (before == nil || before.Removed == nil):
		r.entry.Text = "removed " + after.Name
		return
	case before == nil:
		r.entry.Text = "added " + after.Name
	case before.Removed != nil:
		r.entry.Text = "added " + after.Name + " again"
		before = nil
	}
	known := before != nil
	if !known {
		before = &assessment.Account{}
	}
	did := r.valuesOf(before, after)
	if known {
		r.entry.Text = english.List(did)
	}
}

// valuesOf notes the values of a person before and after the present event. It returns one
// phrase for each change, such as "gave Dana Whitfield a key".
func (r *replay) valuesOf(before, after *assessment.Account) (did []string) {
	if was, is := rolesText(before.Roles), rolesText(after.Roles); was != is {
		r.changed("roles", was, is)
		did = append(did, "changed the roles of "+after.Name)
	}
	if before.Login != after.Login {
		r.changed("login", before.Login, after.Login)
		did = append(did, "changed the login of "+after.Name)
	}
	for _, key := range after.Keys {
		if !slices.ContainsFunc(before.Keys, key.Same) {
			r.changed("key", "", keyText(key))
			did = append(did, "gave "+after.Name+" a key")
		}
	}
	for _, key := range before.Keys {
		if !slices.ContainsFunc(after.Keys, key.Same) {
			r.changed("key", keyText(key), "")
			did = append(did, "took a key from "+after.Name)
		}
	}
	return did
}

func rolesText(all []assessment.Role) string {
	names := make([]string, len(all))
	for n, role := range all {
		names[n] = role.String()
	}
	return strings.Join(names, ", ")
}

func keyText(k assessment.AccountKey) string { return english.Join(" ", k.Fingerprint, k.Comment) }

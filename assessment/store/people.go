package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"assay/assessment"
	"assay/assessment/hostile"
)

// PeopleID is the id of the one journal of people.
const PeopleID = "people"

// ofPeople is the journal of the people of the record. [People] are made from it at each
// use; no table repeats them, so none can be changed beside the journal.
var ofPeople = journalOf(assessment.OfPeople, "the ", "people_events", "people_heads", "people_id")

// The kinds of events of people.
const (
	personAdded     = "person_added"
	personChanged   = "person_changed"
	personRemoved   = "person_removed"
	peopleTightened = "rules_tightened"
)

// The bodies of these events.
type (
	personAddition struct {
		ID       string            `json:"id"`
		Name     string            `json:"name"`
		Login    string            `json:"login"`
		Roles    []assessment.Role `json:"roles"`
		Keys     []keyLine         `json:"keys"`
		Operator bool              `json:"operator,omitempty"` // whoever runs the computer did it, without being an administrator
		Reason   string            `json:"reason,omitempty"`
	}
	personChange struct {
		ID       string            `json:"id"`
		Name     string            `json:"name"` // for a reader of the journal
		Login    string            `json:"login"`
		Roles    []assessment.Role `json:"roles"` // all, afterwards
		Added    []keyLine         `json:"keys_added,omitempty"`
		Removed  []string          `json:"keys_removed,omitempty"` // fingerprints
		Operator bool              `json:"operator,omitempty"`
		Reason   string            `json:"reason,omitempty"`
	}
	personRemoval struct {
		ID     string `json:"id"`
		Name   string `json:"name"`
		Reason string `json:"reason"`
	}
	tightening struct {
		Rule   assessment.Separation `json:"rule"`
		Reason string                `json:"reason"`
	}
	keyLine struct {
		Fingerprint string `json:"fingerprint"`
		Line        string `json:"line"`
		Comment     string `json:"comment,omitempty"`
	}
)

// roster keeps the people as of the head of their journal.
type roster struct {
	mu     sync.Mutex
	head   head
	people assessment.People
}

// People reads the people of the record. It is the zero value for a record without any,
// where everybody may do everything.
func (s *Store) People(ctx context.Context) (assessment.People, error) {
	return fetch(ctx, s, func(t tx) (assessment.People, error) { return s.people(ctx, t) })
}

// selectPeopleHeads reads the stored head of the journal of the people, and the end of the
// journal itself. They are the same, or the journal is damaged. A head alone would not do:
// whoever sets it back to nothing would make a record without people.
const selectPeopleHeads = `SELECT seq, hash FROM people_heads WHERE people_id = ? UNION ALL
	SELECT seq, hash FROM people_events WHERE people_id = ? AND seq = (SELECT MAX(seq) FROM people_events WHERE people_id = ?)`

func peopleHeads() question {
	return question{text: selectPeopleHeads, args: []any{PeopleID, PeopleID, PeopleID}}
}

// people reads the people as a transaction sees them, from memory while their journal has
// the same head. Do not change what it returns.
func (s *Store) people(ctx context.Context, t tx) (assessment.People, error) {
	ends, err := collect(ctx, t, scanHead, peopleHeads().text, peopleHeads().args...)
	if err != nil || len(ends) == 0 {
		return assessment.People{}, err
	}
	now := ends[0]
	if len(ends) != 2 || now != ends[1] {
		return assessment.People{}, ofPeople.broken(PeopleID, "its head is another")
	}
	s.roster.mu.Lock()
	known, people := s.roster.head, s.roster.people
	s.roster.mu.Unlock()
	if known == now {
		return people, nil
	}
	if people, err = readPeople(ctx, t); err != nil {
		return people, err
	}
	s.roster.mu.Lock()
	s.roster.head, s.roster.people = now, people
	s.roster.mu.Unlock()
	return people, nil
}

// readPeople makes the people from their journal.
func readPeople(ctx context.Context, t tx) (assessment.People, error) {
	var p assessment.People
	links, err := ofPeople.links(ctx, t, PeopleID)
	if err != nil || len(links) == 0 {
		return p, err
	}
	if _, why := ofPeople.verify(PeopleID, links, head{}); why != "" {
		return p, ofPeople.broken(PeopleID, "it "+why)
	}
	events, err := ofPeople.read(ctx, t, PeopleID)
	if err != nil {
		return p, err
	}
	for _, e := range events {
		if p, err = after(p, e); err != nil {
			return p, ofPeople.broken(PeopleID, err.Error())
		}
	}
	return p, nil
}

// after is the people after one more event.
func after(p assessment.People, e told) (assessment.People, error) {
	p.Seq = e.Seq
	switch e.Kind {
	case personAdded:
		var as personAddition
		if err := e.into(&as); err != nil {
			return p, err
		}
		a := assessment.Account{ID: as.ID, Name: as.Name, Login: as.Login, Roles: as.Roles, AddedAt: e.At, AddedBy: e.By, Keys: keysOf(as.Keys, e)}
		if at := slices.IndexFunc(p.Accounts, func(other assessment.Account) bool { return other.ID == as.ID }); at >= 0 {
			p.Accounts[at] = a // removed before, and added again
		} else {
			p.Accounts = append(p.Accounts, a)
		}
		return p, nil
	case personChanged:
		var to personChange
		if err := e.into(&to); err != nil {
			return p, err
		}
		return edited(p, to.ID, e, func(a *assessment.Account) {
			a.Login, a.Roles = to.Login, to.Roles
			a.Keys = slices.DeleteFunc(a.Keys, func(k assessment.AccountKey) bool { return slices.Contains(to.Removed, k.Fingerprint) })
			a.Keys = append(a.Keys, keysOf(to.Added, e)...)
		})
	case personRemoved:
		var as personRemoval
		if err := e.into(&as); err != nil {
			return p, err
		}
		return edited(p, as.ID, e, func(a *assessment.Account) {
			a.Removed = &assessment.Removal{By: e.By, At: e.At, Reason: as.Reason}
		})
	case peopleTightened:
		var as tightening
		if err := e.into(&as); err != nil {
			return p, err
		}
		p.Rules = append(p.Rules, as.Rule)
		return p, nil
	}
	return p, fmt.Errorf("event %d is of the unknown kind %q", e.Seq, e.Kind)
}

func edited(p assessment.People, id string, e told, edit func(*assessment.Account)) (assessment.People, error) {
	at := slices.IndexFunc(p.Accounts, func(a assessment.Account) bool { return a.ID == id })
	if at < 0 {
		return p, fmt.Errorf("event %d is about a person whom no event adds", e.Seq)
	}
	edit(&p.Accounts[at])
	return p, nil
}

func keysOf(lines []keyLine, e told) []assessment.AccountKey {
	keys := []assessment.AccountKey{}
	for _, l := range lines {
		keys = append(keys, assessment.AccountKey{Fingerprint: l.Fingerprint, Line: l.Line, Comment: l.Comment, AddedAt: e.At, AddedBy: e.By})
	}
	return keys
}

// allow returns an error if the people of the record do not let somebody do something.
func (s *Store) allow(ctx context.Context, t tx, by string, act assessment.Act) error {
	people, err := s.people(ctx, t)
	if err != nil {
		return err
	}
	return people.Allow(assessment.Deed{By: by, Act: act})
}

// NewPerson is a person to add.
type NewPerson struct {
	Name  string
	Login string // on the database server; may be empty
	Roles []assessment.Role
	Keys  []string // lines of an authorized_keys file

	// Operator lets whoever runs the computer of the record add an administrator without
	// being one, for a Reason. The journal says so.
	Operator bool
	Reason   string
}

// AddPerson adds a person and returns the account. The first person of a record is its
// administrator, beside the roles that are given. A person who was removed comes back
// under the same id. The codes of its errors are Invalid, Conflict for a name, a login or a
// key that somebody else has, and Refused.
func (s *Store) AddPerson(ctx context.Context, p NewPerson, by string) (assessment.Account, error) {
	return s.changePeople(ctx, by, assessment.ActPeople, p.Operator, p.Reason, func(ctx context.Context, t tx, now assessment.People, entry assessment.Entry) (string, error) {
		name, login := hostile.Name(p.Name), hostile.Line(p.Login)
		if now.Named(name) != nil {
			return "", assessment.Errorf(assessment.Conflict, "there is a person of this name already: %s", now.Named(name).Name).Because(assessment.PersonKnown, name)
		}
		roles := p.Roles
		if !now.On() {
			roles = append(slices.Clone(roles), assessment.Administrator)
		}
		roles, err := cleanRoles(roles, now.Rules)
		if err != nil {
			return "", err
		}
		if p.Operator && !slices.Contains(roles, assessment.Administrator) {
			return "", assessment.Errorf(assessment.Refused, "whoever runs the computer names administrators alone; they name everybody else")
		}
		keys, err := newKeys(p.Keys, now)
		if err != nil {
			return "", err
		}
		if err := named(name, login, now, ""); err != nil {
			return "", err
		}
		id := s.options.NewID()
		if at := slices.IndexFunc(now.Accounts, func(a assessment.Account) bool { return assessment.SamePerson(a.Name, name) }); at >= 0 {
			id = now.Accounts[at].ID
		}
		body := personAddition{ID: id, Name: name, Login: login, Roles: roles, Keys: keys, Operator: p.Operator, Reason: p.Reason}
		return id, s.notePeople(ctx, t, entry, personAdded, body)
	})
}

// PersonEdit is a change of a person. Nil leaves a field as it is.
type PersonEdit struct {
	Roles      *[]assessment.Role // all, afterwards
	Login      *string
	AddKeys    []string // lines of an authorized_keys file
	RemoveKeys []string // fingerprints

	Operator bool // as in NewPerson
	Reason   string
}

// ChangePerson changes a person, by the id, and returns the account. The last
// administrator stays one.
func (s *Store) ChangePerson(ctx context.Context, id string, e PersonEdit, by string) (assessment.Account, error) {
	return s.changePeople(ctx, by, assessment.ActPeople, e.Operator, e.Reason, func(ctx context.Context, t tx, now assessment.People, entry assessment.Entry) (string, error) {
		who, err := presentPerson(now, id)
		if err != nil {
			return "", err
		}
		to := personChange{ID: id, Name: who.Name, Login: who.Login, Roles: who.Roles, Operator: e.Operator, Reason: e.Reason}
		if e.Roles != nil {
			if to.Roles, err = cleanRoles(*e.Roles, now.Rules); err != nil {
				return "", err
			}
		}
		if e.Login != nil {
			to.Login = hostile.Line(*e.Login)
		}
		if e.Operator && (who.Has(assessment.Administrator) || !slices.Contains(to.Roles, assessment.Administrator)) {
			return "", assessment.Errorf(assessment.Refused, "whoever runs the computer names administrators alone; they change everybody else")
		}
		if err := named(who.Name, to.Login, now, id); err != nil {
			return "", err
		}
		if to.Added, err = newKeys(e.AddKeys, now); err != nil {
			return "", err
		}
		for _, fingerprint := range e.RemoveKeys {
			if !slices.ContainsFunc(who.Keys, func(k assessment.AccountKey) bool { return k.Fingerprint == fingerprint }) {
				return "", assessment.Errorf(assessment.NotFound, "%s has no key with the fingerprint %s", who.Name, hostile.Line(fingerprint))
			}
			to.Removed = append(to.Removed, fingerprint)
		}
		if slices.Equal(to.Roles, who.Roles) && to.Login == who.Login && len(to.Added)+len(to.Removed) == 0 {
			return "", assessment.Errorf(assessment.Refused, "this changes nothing about %s", who.Name)
		}
		if who.Has(assessment.Administrator) && !slices.Contains(to.Roles, assessment.Administrator) {
			if err := keepsAdministrator(now, who); err != nil {
				return "", err
			}
		}
		return id, s.notePeople(ctx, t, entry, personChanged, to)
	})
}

// RemovePerson takes a person out of the record, for a reason. The journals keep the name.
func (s *Store) RemovePerson(ctx context.Context, id, by, reason string) (assessment.Account, error) {
	return s.changePeople(ctx, by, assessment.ActPeople, false, reason, func(ctx context.Context, t tx, now assessment.People, entry assessment.Entry) (string, error) {
		who, err := presentPerson(now, id)
		if err != nil {
			return "", err
		}
		if reason = strings.TrimSpace(hostile.Clean(reason)); reason == "" {
			return "", assessment.Errorf(assessment.Invalid, "removing a person needs a reason").Because(assessment.ReasonMissing)
		}
		if err := keepsAdministrator(now, who); err != nil {
			return "", err
		}
		return id, s.notePeople(ctx, t, entry, personRemoved, personRemoval{id, who.Name, reason})
	})
}

// Tighten adds a rule that keeps roles further apart, for a reason. Nothing takes it away
// again. It is Refused while somebody has two roles that it keeps apart.
func (s *Store) Tighten(ctx context.Context, rule assessment.Separation, by, reason string) error {
	_, err := s.changePeople(ctx, by, assessment.ActPeople, false, reason, func(ctx context.Context, t tx, now assessment.People, entry assessment.Entry) (string, error) {
		reason = strings.TrimSpace(hostile.Clean(reason))
		switch {
		case !now.On():
			return "", assessment.Errorf(assessment.Refused, "this record has no people whom a rule could bind")
		case !slices.Contains(assessment.Separations(), rule):
			return "", assessment.Errorf(assessment.Invalid, "there is no rule %q", string(rule))
		case slices.Contains(now.Rules, rule):
			return "", assessment.Errorf(assessment.Refused, "the record has this rule already")
		case reason == "":
			return "", assessment.Errorf(assessment.Invalid, "tightening the rules needs a reason").Because(assessment.ReasonMissing)
		}
		for _, a := range now.Present() {
			if rule == assessment.OneRole && len(a.Roles) > 1 {
				return "", assessment.Errorf(assessment.Refused, "%s has several roles", a.Name)
			}
		}
		return "", s.notePeople(ctx, t, entry, peopleTightened, tightening{rule, reason})
	})
	return err
}

// changePeople lets write change the people in one transaction, if somebody may, and
// returns the account with the id that write returns.
func (s *Store) changePeople(ctx context.Context, by string, act assessment.Act, operator bool, reason string,
	write func(context.Context, tx, assessment.People, assessment.Entry) (string, error),
) (who assessment.Account, err error) {
	entry, err := s.authored(by)
	if err != nil {
		return who, err
	}
	if operator && s.person != "" {
		return who, assessment.Errorf(assessment.Refused, "only whoever runs the computer of the record names an administrator so")
	}
	if operator && strings.TrimSpace(reason) == "" {
		return who, assessment.Errorf(assessment.Invalid, "naming an administrator so needs a reason").Because(assessment.ReasonMissing)
	}
	err = s.change(ctx, []string{entry.ID}, func(ctx context.Context, t tx) error {
		now, err := readPeople(ctx, t)
		if err != nil {
			return err
		}
		if !operator {
			if err := now.Allow(assessment.Deed{By: entry.By, Act: act}); err != nil {
				return err
			}
		}
		id, err := write(ctx, t, now, entry)
		if err != nil {
			return err
		}
		if now, err = readPeople(ctx, t); err != nil {
			return err
		}
		for _, a := range now.Accounts {
			if a.ID == id {
				who = a
			}
		}
		return nil
	})
	return who, err
}

func (s *Store) notePeople(ctx context.Context, t tx, entry assessment.Entry, kind string, body any) error {
	return ofPeople.add(ctx, t, s.options, PeopleID, happening{id: entry.ID, at: entry.At, by: entry.By, kind: kind, data: body})
}

func presentPerson(p assessment.People, id string) (assessment.Account, error) {
	for _, a := range p.Present() {
		if a.ID == id {
			return a, nil
		}
	}
	return assessment.Account{}, assessment.Errorf(assessment.NotFound, "no person of the record has the id %q", id).Because(assessment.NoSuchPerson, id)
}

// keepsAdministrator returns an error if a person is the last administrator.
func keepsAdministrator(p assessment.People, who assessment.Account) error {
	if all := p.With(assessment.Administrator); len(all) == 1 && all[0].ID == who.ID {
		return assessment.Errorf(assessment.Refused, "%s is the last administrator", who.Name).Because(assessment.LastAdministrator, who.Name)
	}
	return nil
}

// cleanRoles sorts roles, and refuses unknown ones and more than the rules permit.
func cleanRoles(given []assessment.Role, rules []assessment.Separation) ([]assessment.Role, error) {
	roles := []assessment.Role{}
	for _, role := range assessment.Roles() {
		if slices.Contains(given, role) {
			roles = append(roles, role)
		}
	}
	for _, role := range given {
		if !slices.Contains(assessment.Roles(), role) {
			return nil, assessment.Errorf(assessment.Invalid, "there is no role %q", hostile.Line(string(role)))
		}
	}
	switch {
	case len(roles) == 0:
		return nil, assessment.Errorf(assessment.Invalid, "a person needs a role")
	case len(roles) > 1 && slices.Contains(rules, assessment.OneRole):
		return nil, assessment.Errorf(assessment.Refused, "the rule of this record is: %s", assessment.OneRole.Says()).Because(assessment.KeptApart, string(assessment.OneRole))
	}
	return roles, nil
}

// named checks the name and the login of a person. id is the person's own, or empty.
func named(name, login string, now assessment.People, id string) error {
	if name == "" {
		return assessment.Errorf(assessment.Invalid, "a person needs a name")
	}
	if _, err := assessment.Author(name); err != nil {
		return err
	}
	if other := now.WithLogin(login); other != nil && other.ID != id {
		return assessment.Errorf(assessment.Conflict, "%s has the login %s", other.Name, login)
	}
	return nil
}

// newKeys reads the keys to add. A key belongs to one person.
func newKeys(lines []string, now assessment.People) ([]keyLine, error) {
	keys := []keyLine{}
	for _, line := range lines {
		key, err := ReadKey(line)
		if err != nil {
			return nil, err
		}
		if other := now.WithKey(key.Fingerprint); other != nil {
			return nil, assessment.Errorf(assessment.Conflict, "%s has the key %s already", other.Name, key.Fingerprint).Because(assessment.KeyOfAnother, other.Name)
		}
		if slices.ContainsFunc(keys, func(k keyLine) bool { return k.Fingerprint == key.Fingerprint }) {
			continue
		}
		keys = append(keys, keyLine{key.Fingerprint, key.Line, key.Comment})
	}
	return keys, nil
}

// checkPeople verifies the journal of the people.
func checkPeople(ctx context.Context, t tx) ([]Finding, error) {
	links, err := ofPeople.links(ctx, t, PeopleID)
	if err != nil {
		return nil, err
	}
	end, err := ofPeople.headOf(ctx, t, PeopleID)
	switch {
	case err != nil:
		return nil, err
	case len(links) == 0 && end == head{}:
		return nil, nil
	}
	if _, why := ofPeople.verify(PeopleID, links, end); why != "" {
		return []Finding{wrong("journal", "the journal of the people "+why)}, nil
	}
	findings := timesOf("the journal of the people", links)
	if last := links[len(links)-1]; end.seq != last.seq || !slices.Equal(end.hash[:], last.hash) {
		findings = append(findings, outdated("journal", "the stored event number and head of the people differ from their journal"))
	}
	_, err = readPeople(ctx, t)
	return findings, err
}

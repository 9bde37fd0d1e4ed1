package tui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/store"
	"assay/tui/dialog"
	"assay/tui/keys"
)

// The dialogs that change the people of the record.

// The labels of the dialogs.
const (
	personLabel  = "name"
	rolesLabel   = "roles"
	publicLabel  = "public key"
	loginLabel   = "login"
	becauseLabel = "because"
)

// roleBrief says in short what a role is for. The page of the roles has the whole table.
var roleBrief = map[assessment.Role]string{
	assessment.Evaluator:     "answers, grades, raises flags, keeps evidence",
	assessment.Reviewer:      "reads, reconciles grades, signs as reviewer",
	assessment.Approver:      "decides, waives, awards",
	assessment.Auditor:       "reads, verifies, exports; records nothing",
	assessment.Administrator: "people and questionnaires; no answers",
}

// rolesField asks for roles. Those that are given are ticked.
func rolesField(given []assessment.Role) dialog.Field {
	var checks []string
	var ticked []int
	for n, role := range assessment.Roles() {
		checks = append(checks, role.String()+": "+roleBrief[role])
		if slices.Contains(given, role) {
			ticked = append(ticked, n+1)
		}
	}
	return dialog.ChecksField(rolesLabel, checks, ticked)
}

// rolesIn are the roles that are ticked.
func rolesIn(sh *dialog.Sheet) []assessment.Role {
	roles := []assessment.Role{}
	for _, n := range sh.Ticked(rolesLabel) {
		roles = append(roles, assessment.Roles()[n-1])
	}
	return roles
}

// publicKeyField asks for a public key of SSH. A private key never stays in it.
func publicKeyField(hint string) dialog.Field {
	f := dialog.TextField(publicLabel, "", hint)
	f.Reads = joinedKey
	f.Bars = barsPrivate
	f.Check = func(text string) error {
		if text == "" {
			return nil
		}
		key, err := store.ReadKey(text)
		if err == nil && strings.Contains(key.Comment, " AAAA") {
			return assessment.Errorf(assessment.Invalid, "these are several public keys: paste one at a time")
		}
		return err
	}
	return f
}

// barsPrivate says why the text of a private key is not taken.
func barsPrivate(text string) string {
	if _, err := store.ReadKeys([]byte(text)); assessment.CaseOf(err) == assessment.KeyPrivate {
		return "that is a private key: it was not kept, and nobody else may have it. Erase, then paste the public key, one line of the file that ends in .pub"
	}
	return ""
}

// joinedKey joins the lines into which a mail or a terminal broke a public key.
func joinedKey(pasted string) string {
	words := strings.Fields(pasted)
	line := strings.Join(words, " ")
	if _, err := store.ReadKey(line); err == nil && !strings.Contains(strings.TrimSpace(pasted), "\n") {
		return line
	}
	for n := 2; n <= len(words); n++ {
		key := words[0] + " " + strings.Join(words[1:n], "")
		if _, err := store.ReadKey(key); err == nil {
			return strings.Join(append([]string{key}, words[n:]...), " ")
		}
	}
	return line
}

// readsAs says which key a text is.
func readsAs(text string) string {
	key, err := store.ReadKey(text)
	if err != nil {
		return ""
	}
	kind, _, _ := strings.Cut(key.Line, " ")
	return "\nThe key is " + english.Join(", ", kind, key.Fingerprint, key.Comment) + "."
}

// add asks for a new person.
func (s *peoplePage) add(m *Model) *asked {
	first := !m.roles.people.On()
	name, lead := "", "The person may record in these roles from now on. With a key, the person comes in over SSH."
	if first {
		name = m.bench.Evaluator
		lead = "The first person is the administrator, beside the roles that you tick. From then on roles bind whoever records here: who is not among the people records nothing. Nobody takes that back."
	}
	login := dialog.TextField(loginLabel, "", "on the database server; optional")
	login.Hidden = func(*dialog.Sheet) bool { return !m.bench.Store.OnServer() }
	title := "Add a person"
	if first {
		title = "Add the first person, who is the administrator"
	}
	sheet := &dialog.Sheet{
		Title: title,
		About: func(sh *dialog.Sheet) string { return lead + readsAs(sh.Value(publicLabel)) },
		Fields: []dialog.Field{
			dialog.Needed(dialog.Marked(dialog.TextField(personLabel, name, "as it stands in the record, such as dana@hospital.example")), "a person needs a name"),
			rolesField(nil),
			publicKeyField("paste one line of OpenSSH, such as ssh-ed25519 AAAA…; optional"),
			login,
		},
	}
	sheet.Doubt = func(sh *dialog.Sheet) string {
		switch {
		case !first:
			return ""
		case !assessment.SamePerson(sh.Value(personLabel), m.bench.Evaluator):
			return "you are " + m.bench.Evaluator + ", and not this person: afterwards you read, and record nothing; " + onceMore + " to go on"
		}
		return "roles bind from then on; " + onceMore + " to go on"
	}
	return ask(sheet, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		p := store.NewPerson{Name: sh.Value(personLabel), Login: sh.Value(loginLabel), Roles: rolesIn(sh)}
		if len(p.Roles) == 0 && !first {
			return nil, dialog.WrongIn(rolesLabel, "a person needs a role: tick one")
		}
		if key := sh.Value(publicLabel); key != "" {
			p.Keys = []string{key}
		}
		b := m.bench
		return s.send(m, sh, func(ctx context.Context) (assessment.Account, error) { return b.Store.AddPerson(ctx, p, b.Evaluator) },
			func(who assessment.Account) string { return who.Name + " is added, as " + rolesWords(who.Roles) }), nil
	})
}

// onceMore asks for a second enter.
var onceMore = "press " + keys.For(keys.Save, keys.InSheet).Shown() + " again"

// edit asks for the roles and the login of a person.
func (s *peoplePage) edit(m *Model, who assessment.Account) *asked {
	login := dialog.TextField(loginLabel, who.Login, "on the database server; optional")
	login.Hidden = func(*dialog.Sheet) bool { return !m.bench.Store.OnServer() }
	return ask(&dialog.Sheet{
		Title: "Roles of " + who.Name,
		Lead:  "They hold at once, also where this person works now.",
		AtTop: true,
		Fields: []dialog.Field{
			rolesField(who.Roles), login,
			dialog.TextField(becauseLabel, "", "why; optional, kept in the changes"),
		},
	}, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		roles, to := rolesIn(sh), sh.Value(loginLabel)
		if len(roles) == 0 {
			return nil, dialog.WrongIn(rolesLabel, "a person needs a role: tick one, or remove the person")
		}
		e := store.PersonEdit{Roles: &roles, Reason: sh.Value(becauseLabel)}
		if m.bench.Store.OnServer() {
			e.Login = &to
		}
		return s.sendEdit(m, sh, who, e, func(now assessment.Account) string { return now.Name + " is " + rolesWords(now.Roles) + " now" }), nil
	})
}

// addKey asks for one more key of a person.
func (s *peoplePage) addKey(who assessment.Account) *asked {
	return ask(&dialog.Sheet{
		Title: "Add a key of " + who.Name,
		About: func(sh *dialog.Sheet) string {
			return "Whoever holds its private half comes in over SSH as " + who.Name + "." + readsAs(sh.Value(publicLabel))
		},
		Fields: []dialog.Field{
			dialog.Needed(publicKeyField("paste one line of OpenSSH, such as ssh-ed25519 AAAA…"), "paste the public key"),
			dialog.TextField(becauseLabel, "", "why; optional, kept in the changes"),
		},
	}, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		e := store.PersonEdit{AddKeys: []string{sh.Value(publicLabel)}, Reason: sh.Value(becauseLabel)}
		return s.sendEdit(m, sh, who, e, func(now assessment.Account) string {
			return now.Name + " has " + english.Count(len(now.Keys), "key") + " now"
		}), nil
	})
}

// takeKey asks which key to take from a person, if there are several.
func (s *peoplePage) takeKey(m *Model, who assessment.Account) tea.Cmd {
	if len(who.Keys) == 1 {
		return m.open(s.withoutKey(who, who.Keys[0]))
	}
	p := &picker{Picker: dialog.Picker[effect]{Title: "Which key of " + who.Name + "?", Wide: true}}
	for _, key := range who.Keys {
		p.Choices = append(p.Choices, choice{Text: key.Fingerprint, Aside: key.Comment, Value: func(m *Model) tea.Cmd { return m.open(s.withoutKey(who, key)) }})
	}
	return m.open(p)
}

func (s *peoplePage) withoutKey(who assessment.Account, key assessment.AccountKey) *asked {
	lead := english.Join(" ", key.Fingerprint, key.Comment) + "\nNobody comes in with it any more."
	if len(who.Keys) == 1 {
		lead += " It is the last one: over SSH, " + who.Name + " does not come in until another one is added."
	}
	return ask(&dialog.Sheet{
		Title: "Take a key from " + who.Name, Lead: lead, Verb: "take it",
		Fields: []dialog.Field{dialog.TextField(becauseLabel, "", "why; optional, kept in the changes")},
		Doubt:  func(*dialog.Sheet) string { return "the key is taken from " + who.Name + "; " + onceMore },
	}, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		e := store.PersonEdit{RemoveKeys: []string{key.Fingerprint}, Reason: sh.Value(becauseLabel)}
		return s.sendEdit(m, sh, who, e, func(now assessment.Account) string { return "the key is taken from " + now.Name }), nil
	})
}

// remove asks why a person leaves, twice.
func (s *peoplePage) remove(who assessment.Account) *asked {
	return ask(&dialog.Sheet{
		Title: "Remove " + who.Name, Verb: "remove",
		Lead:   who.Name + " records nothing any more, and no key of theirs opens the door. What they recorded stays, under their name.",
		Fields: []dialog.Field{dialog.Needed(dialog.TextField(becauseLabel, "", "why, for the changes"), "say why "+who.Name+" is removed")},
		Doubt:  func(*dialog.Sheet) string { return "remove " + who.Name + "? " + onceMore },
	}, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		b, reason := m.bench, sh.Value(becauseLabel)
		return s.send(m, sh, func(ctx context.Context) (assessment.Account, error) {
			return b.Store.RemovePerson(ctx, who.ID, b.Evaluator, reason)
		}, func(assessment.Account) string { return who.Name + " is removed" }), nil
	})
}

// tighten asks for a rule to add.
func (s *peoplePage) tighten(m *Model) tea.Cmd {
	p := &picker{Picker: dialog.Picker[effect]{Title: "Which rule does the record get, for good?", Wide: true}}
	for _, rule := range assessment.Separations() {
		c := choice{Text: rule.Says(), Value: func(m *Model) tea.Cmd { return m.open(s.addRule(rule)) }}
		if slices.Contains(m.roles.people.Rules, rule) {
			c.Dead = "the record has it"
		}
		p.Choices = append(p.Choices, c)
	}
	return m.open(p)
}

func (s *peoplePage) addRule(rule assessment.Separation) *asked {
	return ask(&dialog.Sheet{
		Title: "Tighten the rules", Verb: "add the rule",
		Lead:   "The rule: " + rule.Says() + ".\nIt holds at once, for everybody, and nobody takes it away again.",
		Fields: []dialog.Field{dialog.Needed(dialog.TextField(becauseLabel, "", "why, for the changes"), "say why the rule is added")},
		Doubt:  func(*dialog.Sheet) string { return "the rule stays for good; " + onceMore },
	}, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		b, reason := m.bench, sh.Value(becauseLabel)
		return s.send(m, sh, func(ctx context.Context) (assessment.Account, error) {
			return assessment.Account{}, b.Store.Tighten(ctx, rule, b.Evaluator, reason)
		}, func(assessment.Account) string { return "the rule is added: " + rule.Says() }), nil
	})
}

// sendEdit sends a change of one person.
func (s *peoplePage) sendEdit(m *Model, sh *dialog.Sheet, who assessment.Account, e store.PersonEdit, said func(assessment.Account) string) tea.Cmd {
	b := m.bench
	return s.send(m, sh, func(ctx context.Context) (assessment.Account, error) {
		return b.Store.ChangePerson(ctx, who.ID, e, b.Evaluator)
	}, said)
}

// send makes a change while its dialog stays open. Then the dialog is shut, or says at the
// field concerned why the store refused the change.
func (s *peoplePage) send(m *Model, sh *dialog.Sheet, change func(ctx context.Context) (assessment.Account, error), said func(assessment.Account) string) tea.Cmd {
	sh.Busy = true
	return await(saveLimit, change, func(m *Model, who assessment.Account, err error) tea.Cmd {
		sh.Busy = false
		open := m.isOpen(sh)
		switch {
		case err == nil:
			if who.ID != "" {
				s.chosen = who.ID
			}
			return tea.Batch(m.remove(open), m.top().begin(m), m.say(said(who)))
		case open < 0:
			return m.complain(err)
		}
		sh.Alert = ""
		return m.refuse(sh, dialog.In(fieldOfPeople(err), err))
	})
}

// fieldOfPeople is the field of a dialog that an error of the store is about.
func fieldOfPeople(err error) string {
	switch assessment.CaseOf(err) {
	case assessment.PersonKnown:
		return personLabel
	case assessment.KeyOfAnother, assessment.KeyUnfit:
		return publicLabel
	case assessment.LastAdministrator, assessment.KeptApart:
		return rolesLabel
	case assessment.ReasonMissing:
		return becauseLabel
	}
	if assessment.CodeOf(err) == assessment.Conflict {
		return loginLabel
	}
	return ""
}

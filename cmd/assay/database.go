package main

import (
	"cmp"
	"errors"
	"os"
	"regexp"
	"strings"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/store/postgres"
)

// databasePlace is where the database is: a file of this machine, or a server.
type databasePlace struct {
	path  string // the file, or the address as it was given
	shown string // what messages name
	login string // who logs in to the server; empty for a file
	named bool   // the user named it
}

// onServer reports whether it is the address of a database server.
func (p databasePlace) onServer() bool { return p.login != "" }

// missing returns an error if it is a file that does not exist. Only a connection
// can say what a server has.
func (p databasePlace) missing() error {
	if p.onServer() {
		return nil
	}
	if _, err := os.Stat(p.path); !errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return cmp.Or(store.Orphaned(p.path), errNoDatabase(p))
}

func errNoDatabase(p databasePlace) error {
	return failf(assessment.NotFound, hintForMissing(p), "there is no database at %s", p.shown)
}

func hintForMissing(p databasePlace) string {
	hint := "`assay vendor add NAME` begins one, `assay demo` shows a finished one"
	if p.onServer() {
		hint = "there, `assay vendor add NAME` or `assay move` begins one, in the name of the owner of the tables"
	}
	if p.named {
		hint = "see whether --db or ASSAY_DB names the right one; " + hint
	}
	return hint
}

// otherPlace matches what is neither the path of a file nor an address that assay
// knows: the address of something else, and an address in the form of keywords.
var otherPlace = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]+)://|^(host|hostaddr|port|dbname|user|password)\s*=`)

const formsOfDatabase = "name a file, postgres://ROLE@HOST/DATABASE, or service=NAME"

// findPlace finds the database that --db or ASSAY_DB names, or else the usual file.
func findPlace(name, usual string) (databasePlace, error) {
	p := databasePlace{path: absolute(cmp.Or(name, usual)), named: name != ""}
	p.shown = p.path
	switch {
	case postgres.Is(name):
		address, err := postgres.Parse(name)
		if err != nil {
			if assessment.CaseOf(err) == "" {
				err = hinted{err, formsOfDatabase}
			}
			return p, err
		}
		p.path, p.shown, p.login = name, address.String(), address.Role()
	case otherPlace.MatchString(name):
		// The rest may hold a password.
		kind := strings.TrimRight(otherPlace.FindString(name), "= ")
		return p, failf(assessment.Invalid, formsOfDatabase, "a database is not named by %s", kind)
	}
	return p, nil
}

// personFixed refuses a name for the person who records, where the login is the
// person.
func personFixed(login, name string) error {
	return assessment.Errorf(assessment.Invalid, "on a database server, the login says who records, and not %s", name).
		Because(assessment.PersonFixed, login)
}

// actor is who answers for an act: by, if the user gave --by, or else the evaluator.
// On a server it is always the person who logged in, so open the store first.
func (a *app) actor(by string) (string, error) {
	settings, err := a.settings()
	if err != nil {
		return "", err
	}
	if by != "" && settings.onServer() && by != a.work.Evaluator {
		return "", personFixed(settings.login, "--by")
	}
	return cmp.Or(by, a.work.Evaluator), nil
}

package tui

import (
	"regexp"
	"slices"

	"assay/tui/keys"
)

// A person who is connected over SSH must not learn, and cannot use, the paths of the
// server. So every error is put into words in one place before it is drawn.

// Place is a place on the server: a folder, a file, or the address of a database. On a
// screen, its name stands for its path.
type Place struct {
	Path string
	Name string // as in a sentence: the database
}

// told is an error in words for the screen: over SSH, without the paths of the server. Its
// code and its case stay.
func (b Bench) told(err error) error {
	if err == nil || b.plain(err.Error()) == err.Error() {
		return err
	}
	return toldError{b.plain(err.Error()), err}
}

// plain is a sentence of the program for the screen: over SSH, without the paths of the
// server.
func (b Bench) plain(text string) string {
	if !b.served() {
		return text
	}
	return anyPath.ReplaceAllString(b.withoutPlaces(text), "${1}a file of the server")
}

// toldError is an error in other words.
type toldError struct {
	words string
	cause error
}

func (e toldError) Error() string { return e.words }
func (e toldError) Unwrap() error { return e.cause }

// anyPath matches an absolute path, or the address of a database, in a sentence.
var anyPath = regexp.MustCompile(`(^|[\s"'“‘(\[=:,])(?:postgres(?:ql)?://|file:/|[A-Za-z]:\\|/[^/\s"'”’)\],;:])[^\s"'”’)\],;:]*`)

// withoutPlaces replaces the places of the server in a text by their names.
func (b Bench) withoutPlaces(text string) string {
	places := slices.Clone(b.Places)
	slices.SortFunc(places, func(x, y Place) int { return len(y.Path) - len(x.Path) }) // a file before its folder
	for _, p := range places {
		if p.Path == "" {
			continue
		}
		text = regexp.MustCompile(regexp.QuoteMeta(p.Path)+`[^\s"'”’)\],;:]*`).ReplaceAllLiteralString(text, p.Name)
	}
	return text
}

// whyNotServed says why an action does nothing for a person who is connected over SSH. It is
// empty for an action that does something.
func (m *Model) whyNotServed(a keys.Action) string {
	if !m.bench.served() {
		return ""
	}
	switch a {
	case keys.Suspend:
		return "there is no shell behind this SSH connection"
	case keys.Name:
		return "the key of your SSH connection says who you are: " + m.bench.Evaluator
	case keys.OpenFile:
		return "there is no desktop over SSH: " + keys.For(keys.Export, keys.OnEvidence).Shown() + " writes a copy into your folder"
	}
	return ""
}

// has reports whether there is an action at all where the person works.
func (m *Model) has(a keys.Action) bool {
	switch a {
	case keys.Folder:
		return m.bench.served()
	case keys.TakeIn:
		return m.bench.TakeIn != nil
	}
	return true
}

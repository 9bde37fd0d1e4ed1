package questionnaire

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"assay/questionnaire/yamldoc"
)

// Lint lists all problems of a file in the order of the file: the errors for
// which [Library.Parse] refuses it, citations that are not law, and warnings
// about text that is readable but cannot be meant. The questionnaire is nil
// if there is an error. The last result is an error of reading, not of the
// file.
//
// An extension answers for its own changes. Lint does not repeat the
// warnings about its parent.
func (l *Library) Lint(r io.Reader) (*Questionnaire, Mistakes, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	form, document, err := read(r)
	var ofForm Mistakes
	if err != nil && !errors.As(err, &ofForm) {
		return nil, nil, err
	}
	if document == nil {
		// Without the places of its values, nothing more can be said about a file.
		return nil, ofForm, nil
	}
	q, home, found := resolve(form, document, l.parent(nil))
	if q != nil {
		warnings := warningsAbout(q, len(ofForm)+len(found) == 0)
		if form.Extends != "" {
			warnings = l.ownWarnings(form, q, warnings, document, home)
		}
		found = append(found, warnings...)
	}
	found = slices.DeleteFunc(found, func(m Mistake) bool { return follows(m, ofForm, document) })
	// Mistakes at one place are in the order of their texts.
	slices.SortFunc(found, func(a, b Mistake) int { return cmp.Or(cmp.Compare(a.Text, b.Text), cmp.Compare(a.Path, b.Path)) })
	mistakes := document.Locate(append(slices.Compact(found), ofForm...))
	if slices.ContainsFunc(mistakes, func(m Mistake) bool { return m.Severity == yamldoc.Error }) {
		q = nil
	}
	return q, mistakes, nil
}

// rule finds one kind of oddity. It reports only certain ones: a false alarm
// costs more than a missed one. It must work on a questionnaire with
// mistakes.
//
// The path of a warning is a key if the value of the key is odd, and an
// entry of a list if something is missing or does not fit. An extension gets
// no warning about an inherited key.
type rule func(q *Questionnaire) []Mistake

// warningsAbout applies every rule. In a file with mistakes it skips
// warnings about unused parts, because the faulty places may name them.
func warningsAbout(q *Questionnaire, sound bool) []Mistake {
	all := slices.Concat(textRules(), conditionRules(), gateRules(), wayRules(), weightRules(), scoreRules(), referenceRules())
	if sound {
		all = append(all, usageRules()...)
	}
	var found []Mistake
	for _, find := range all {
		found = append(found, find(q)...)
	}
	return found
}

// ownWarnings keeps the warnings that an extension answers for, with paths
// of its file.
func (l *Library) ownWarnings(form *draft, q *Questionnaire, warnings []Mistake, document *yamldoc.Document, home func(string) string) []Mistake {
	inherited := map[string]bool{}
	var own []Mistake
	if parent, err := l.get(form.Extends, nil); err == nil {
		for _, warning := range warningsAbout(parent, true) {
			inherited[warning.Text] = true
		}
		own = weakenings(parent, q, form, home)
	}
	for _, warning := range warnings {
		aboutKey := !strings.HasSuffix(warning.Path, "]")
		warning.Path = home(warning.Path)
		says := warning.Path != "extends" && document.Given(warning.Path)
		if aboutKey && says || !aboutKey && !inherited[warning.Text] {
			own = append(own, warning)
		}
	}
	return own
}

// follows reports whether a mistake may be the result of a mistake of form:
// its value could not be read, its key was not understood, or its id may be
// in an unreadable place.
func follows(m Mistake, ofForm Mistakes, document *yamldoc.Document) bool {
	names := slices.ContainsFunc([]string{" has the id ", " has no term ", ", which is dropped"}, func(words string) bool { return strings.Contains(m.Text, words) })
	if len(ofForm) > 0 && names {
		return true
	}
	return slices.ContainsFunc(ofForm, func(form Mistake) bool {
		if within(m.Path, form.Path) || within(form.Path, m.Path) && m.Path != "" && strings.HasSuffix(m.Path, "]") {
			return true
		}
		return !document.Given(m.Path) && holder(m.Path) == holder(form.Path)
	})
}

// within reports whether a path lies at or below another one.
func within(path, other string) bool {
	rest, is := strings.CutPrefix(path, other)
	return is && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// holder is the path of the thing that a key belongs to.
func holder(path string) string {
	return path[:max(0, strings.LastIndexByte(path, '.'))]
}

// warn makes a warning.
func warn(path, hint, text string, args ...any) Mistake {
	return Mistake{Path: path, Severity: yamldoc.Warning, Text: fmt.Sprintf(text, args...), Hint: hint}
}

// each gives every item with its path.
func (q *Questionnaire) each() iter.Seq2[string, *Item] {
	return func(yield func(string, *Item) bool) {
		for d := range q.Domains {
			for i := range q.Domains[d].Items {
				if !yield(fmt.Sprintf("domains[%d].items[%d]", d, i), &q.Domains[d].Items[i]) {
					return
				}
			}
		}
	}
}

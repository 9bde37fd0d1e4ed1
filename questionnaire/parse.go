package questionnaire

import (
	"fmt"
	"io"

	"assay/questionnaire/yamldoc"
)

// Mistake is one thing wrong in a questionnaire file.
type Mistake = yamldoc.Mistake

// Mistakes are all mistakes of one file, by line and column.
type Mistakes = yamldoc.Mistakes

// Parse reads a questionnaire from YAML that extends no other. If the file
// has mistakes, the error is a [Mistakes] that lists all of them with line
// and column: mistakes of form, or, once the form is right, mistakes of
// meaning. Use [Library.Parse] for a file that extends another one.
func Parse(r io.Reader) (*Questionnaire, error) {
	return parse(r, func(id string) (*Questionnaire, error) {
		return nil, fmt.Errorf("this file extends %s and cannot be read without it", id)
	})
}

// parse reads one file and its parents.
func parse(r io.Reader, find finder) (*Questionnaire, error) {
	form, document, err := read(r)
	if err != nil {
		return nil, err
	}
	q, _, mistakes := resolve(form, document, find)
	if len(mistakes) > 0 {
		return nil, document.Locate(mistakes)
	}
	return q, nil
}

// read reads the content of one file.
func read(r io.Reader) (*draft, *yamldoc.Document, error) {
	text, err := io.ReadAll(io.LimitReader(r, yamldoc.MaxBytes+1))
	if err != nil {
		return nil, nil, err
	}
	form := new(draft)
	document, err := yamldoc.Read(text, form)
	return form, document, err
}

// resolve makes the whole questionnaire from the content of a file. It also
// returns a function from paths of the questionnaire to paths of the file.
// The mistakes are mistakes of meaning, with paths of the file. The
// questionnaire is nil if its parts cannot be merged.
func resolve(form *draft, document *yamldoc.Document, find finder) (q *Questionnaire, home func(path string) string, mistakes []Mistake) {
	home = func(path string) string { return path }
	if document.Given("parents") {
		return nil, home, []Mistake{{Path: "parents", Text: "the program writes parents itself", Hint: "leave it out"}}
	}
	if form.Extends != "" {
		q, m, mistakes := extend(form, document, find)
		return q, m.home, mistakes
	}
	for _, key := range []string{"keep", "drop", "order", "weakens"} {
		if document.Given(key) {
			return nil, home, []Mistake{{Path: key, Text: "only a file that extends another one can have keep, drop, order or weakens"}}
		}
	}
	return &form.Questionnaire, home, form.prepare(nil)
}

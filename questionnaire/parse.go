package questionnaire

import (
	"io"

	"assay/questionnaire/yamldoc"
)

// Mistake is one thing wrong in a questionnaire file.
type Mistake = yamldoc.Mistake

// Mistakes are all mistakes of one file, by line and column.
type Mistakes = yamldoc.Mistakes

// Parse reads a questionnaire from YAML. When the file has mistakes, the error
// is a [Mistakes] that lists every one of them with line and column: first
// those of form, and once the form is right, those of meaning.
func Parse(r io.Reader) (*Questionnaire, error) {
	text, err := io.ReadAll(io.LimitReader(r, yamldoc.MaxBytes+1))
	if err != nil {
		return nil, err
	}
	q := new(Questionnaire)
	document, err := yamldoc.Read(text, q)
	if err != nil {
		return nil, err
	}
	if mistakes := q.prepare(); len(mistakes) > 0 {
		return nil, document.Locate(mistakes)
	}
	return q, nil
}

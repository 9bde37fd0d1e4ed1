package main

import (
	"errors"
	"fmt"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/questionnaire/yamldoc"
)

// mistaken is a file that was written by a person and cannot be taken.
type mistaken struct {
	file     string
	mistakes yamldoc.Mistakes
	outcome  string // what follows from it
}

// Error counts the mistakes; complain lists them.
func (m *mistaken) Error() string {
	return fmt.Sprintf("%s in %s: %s", count(len(m.mistakes), "mistake"), m.file, m.outcome)
}

// Unwrap gives the mistakes the code of input that cannot be accepted.
func (m *mistaken) Unwrap() error {
	return &assessment.Error{Code: assessment.Invalid, Message: m.outcome}
}

// mistakesIn makes a mistaken of an error that lists mistakes, and leaves
// others as they are.
func mistakesIn(file string, err error, outcome string) error {
	var mistakes yamldoc.Mistakes
	if !errors.As(err, &mistakes) {
		return err
	}
	return &mistaken{file, mistakes, outcome}
}

// lines are the mistakes as compilers write them, so that editors find the
// places.
func (m *mistaken) lines() []string {
	lines := make([]string, len(m.mistakes))
	for i, mistake := range m.mistakes {
		lines[i] = fmt.Sprintf("%s:%d:%d: error: %s", m.file, max(mistake.Line, 1), max(mistake.Column, 1), hostile.Line(mistake.Text))
		if mistake.Hint != "" {
			lines[i] += " (" + hostile.Line(mistake.Hint) + ")"
		}
	}
	return lines
}

// mistakeLine is a mistake in JSON.
type mistakeLine struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Error  string `json:"error"`
	Hint   string `json:"hint,omitempty"`
}

func (m *mistaken) json() []mistakeLine {
	lines := make([]mistakeLine, len(m.mistakes))
	for i, mistake := range m.mistakes {
		lines[i] = mistakeLine{m.file, max(mistake.Line, 1), max(mistake.Column, 1), mistake.Text, mistake.Hint}
	}
	return lines
}

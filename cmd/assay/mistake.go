package main

import (
	"cmp"
	"errors"
	"fmt"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/questionnaire/yamldoc"
)

// mistaken is the error of a file with mistakes.
type mistaken struct {
	file     string
	mistakes yamldoc.Mistakes
	outcome  string // as "nothing was written"
}

// Error counts the mistakes; complain lists them.
func (m *mistaken) Error() string {
	return fmt.Sprintf("%s in %s: %s", english.Count(len(m.mistakes), "mistake"), m.file, m.outcome)
}

// Unwrap gives the error its code.
func (m *mistaken) Unwrap() error {
	return &assessment.Error{Code: assessment.Invalid, Message: m.outcome}
}

// mistakesIn names the file in an error that lists mistakes. It returns any other
// error unchanged.
func mistakesIn(file string, err error, outcome string) error {
	var mistakes yamldoc.Mistakes
	if !errors.As(err, &mistakes) {
		return err
	}
	return &mistaken{file, mistakes, outcome}
}

// lines prints the mistakes as compilers do, so that editors find them.
func (m *mistaken) lines() []string {
	lines := make([]string, len(m.mistakes))
	for i, mistake := range m.mistakes {
		lines[i] = fmt.Sprintf("%s:%d:%d: %s: %s", m.file, max(mistake.Line, 1), max(mistake.Column, 1), cmp.Or(string(mistake.Severity), "error"), hostile.Line(mistake.Text))
		if mistake.Hint != "" {
			lines[i] += " (" + hostile.Line(mistake.Hint) + ")"
		}
	}
	return lines
}

// warnings counts the mistakes with which the file can still be used.
func (m *mistaken) warnings() int {
	n := 0
	for _, mistake := range m.mistakes {
		if mistake.Severity == yamldoc.Warning {
			n++
		}
	}
	return n
}

// mistakeLine is a mistake in JSON. Its text is in Error or in Warning.
type mistakeLine struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Error   string `json:"error,omitempty"`
	Warning string `json:"warning,omitempty"`
	Hint    string `json:"hint,omitempty"`
}

func (m *mistaken) json() []mistakeLine {
	lines := make([]mistakeLine, len(m.mistakes))
	for i, mistake := range m.mistakes {
		lines[i] = mistakeLine{File: m.file, Line: max(mistake.Line, 1), Column: max(mistake.Column, 1), Hint: mistake.Hint}
		if mistake.Severity == yamldoc.Warning {
			lines[i].Warning = mistake.Text
		} else {
			lines[i].Error = mistake.Text
		}
	}
	return lines
}

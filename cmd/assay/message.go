package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/hostile"
)

// complain says on stderr what went wrong, and what to do about it.
func (a *app) complain(err error) {
	if err == nil {
		return
	}
	defer a.talk.flush()
	code, hint := assessment.CodeOf(err), hintOf(err)
	if cancelled(err) {
		code, hint, err = "cancelled", "", errCancelled
	}
	var file *mistaken
	listed := errors.As(err, &file)
	if a.flags.json {
		out := struct {
			Error    string          `json:"error"`
			Code     assessment.Code `json:"code"`
			Hint     string          `json:"hint"`
			Mistakes []mistakeLine   `json:"mistakes,omitempty"`

			Candidates []string `json:"candidates,omitempty"` // names to type instead
		}{Error: hostile.Line(err.Error()), Code: code, Hint: hint, Candidates: candidatesOf(err)}
		if listed {
			out.Mistakes = file.json()
		}
		a.talk.json(out)
		return
	}
	if listed {
		for _, line := range file.lines() {
			a.talk.print("%s\n", line)
		}
	}
	a.talk.print("assay: error: %s\n", hostile.Line(err.Error()))
	if hint != "" {
		a.talk.print("assay: hint: %s\n", hint)
	}
}

// note says something in passing.
func (a *app) note(format string, args ...any) { a.say("assay: note: "+format, args...) }

// warning is something that a person must know beside the result.
type warning struct {
	Warning string `json:"warning"`
	Hint    string `json:"hint"`
}

// warn says on stderr what a person must know beside the result, and what to do
// about it. Programs that asked for JSON get all warnings at the end.
func (a *app) warn(hint, format string, args ...any) {
	w := warning{hostile.Line(fmt.Sprintf(format, args...)), hint}
	a.warned = append(a.warned, w)
	a.say("assay: warning: %s", w.Warning)
	if hint != "" {
		a.say("assay: hint: %s", hint)
	}
}

// listWarnings prints the warnings of a successful run as JSON on stderr, if JSON
// was asked for and there are any.
func (a *app) listWarnings() {
	if a.flags.json && len(a.warned) > 0 {
		_ = a.talk.json(struct {
			Warnings []warning `json:"warnings"`
		}{a.warned}) // a message that cannot be shown changes nothing
		_ = a.talk.flush()
	}
}

// say tells people the result of a command. Programs that asked for JSON get
// it from stdout, and find only errors on stderr.
func (a *app) say(format string, args ...any) {
	if a.flags.json {
		return
	}
	one := slices.Clone(args)
	for n, arg := range one {
		if text, is := arg.(string); is { // a line break in the name of a file
			one[n] = strings.ReplaceAll(text, "\n", " ")
		}
	}
	a.talk.print(format+"\n", one...)
	_ = a.talk.flush() // a message that cannot be shown changes nothing
}

// usageError makes a message and a hint from an error of cobra, whose
// suggestions are on further lines.
func usageError(err error) error {
	var known *assessment.Error
	if errors.As(err, &known) {
		return err
	}
	message, _, _ := strings.Cut(err.Error(), "\n")
	return failf(assessment.Usage, "`assay help` shows the commands, `assay COMMAND --help` one of them", "%s", message)
}

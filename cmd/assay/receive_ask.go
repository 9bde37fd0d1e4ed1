package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/written"
)

// asker asks a person on the terminal, line by line.
type asker struct {
	*app
	lines chan string // what is typed; closed at its end
}

func (a *app) newAsker(ctx context.Context) *asker {
	asks := &asker{a, make(chan string)}
	typed := bufio.NewScanner(a.stdin)
	go func() {
		defer close(asks.lines)
		for typed.Scan() {
			select {
			case asks.lines <- strings.TrimSpace(typed.Text()):
			case <-ctx.Done():
				return
			}
		}
	}()
	return asks
}

// ask prints a question and waits for a line.
func (a *asker) ask(ctx context.Context, question string) (string, error) {
	a.out.print("%s ", question)
	if err := a.out.flush(); err != nil {
		return "", err
	}
	select {
	case line, open := <-a.lines:
		if !open {
			return "", errStopped
		}
		return line, nil
	case <-ctx.Done():
		return "", errCancelled
	}
}

// yes asks a question whose answer is no unless somebody says yes.
func (a *asker) yes(ctx context.Context, question string) (bool, error) {
	line, err := a.ask(ctx, question+" [y/N]")
	return strings.EqualFold(line, "y") || strings.EqualFold(line, "yes"), err
}

var errStopped = assessment.Errorf(assessment.Refused, "you stopped: %s", nothingWritten)

// askLines goes through the lines of a review and asks about each that can be taken.
func (a *app) askLines(ctx context.Context, r *written.Review, h receiveCall) (written.Choices, error) {
	asks, choices := a.newAsker(ctx), written.Choices{}
	if h.acceptPatientData {
		choices[written.WhoAnswers] = written.Choice{PatientData: true}
	}
	rest := false
	for n := range r.Lines {
		l := &r.Lines[n]
		if !rest || !l.Takes() || len(l.PatientData) > 0 {
			a.showReplyLine(l)
		}
		switch {
		case !l.Takes():
		case rest && len(l.PatientData) == 0:
			choices[l.ID] = written.Choice{Take: true}
		default:
			choice, all, err := asks.line(ctx, r, l, h.acceptPatientData)
			if err != nil {
				return nil, err
			}
			choices[l.ID], rest = choice, rest || all
		}
	}
	a.showRest(r)
	taken := 0
	for _, choice := range choices {
		if choice.Take {
			taken++
		}
	}
	yes, err := asks.yes(ctx, fmt.Sprintf("\nTake %s of %d?", english.Count(taken, "line"), len(r.Lines)))
	if err == nil && !yes {
		err = errStopped
	}
	return choices, err
}

// line asks about one line. all says that the rest is to be taken without asking.
func (a *asker) line(ctx context.Context, r *written.Review, l *written.Line, accepted bool) (choice written.Choice, all bool, err error) {
	for {
		typed, err := a.ask(ctx, "  [t]ake, [e]dit, [l]eave, take [a]ll that follow, [s]top:")
		if err != nil {
			return choice, false, err
		}
		choice = written.Choice{PatientData: accepted}
		switch strings.ToLower(typed) {
		case "l", "leave":
			return choice, false, nil
		case "s", "stop":
			return choice, false, errStopped
		case "t", "take", "a", "all":
			choice.Take = true
			all = strings.HasPrefix(strings.ToLower(typed), "a")
		case "e", "edit":
			choice.Take = true
			if err := a.edit(ctx, r, l, &choice); err != nil {
				return choice, false, err
			}
		default:
			a.out.print("  type t, e, l, a or s\n")
			continue
		}
		if len(l.PatientData) > 0 && !accepted && !choice.NoWords {
			if choice.PatientData, err = a.yes(ctx, "  Patient data does not belong here. Take it anyway?"); err != nil {
				return choice, false, err
			}
		}
		if err := r.Check(l.ID, choice); err != nil {
			a.out.print("  %s\n", err.Error())
			continue
		}
		return choice, all, nil
	}
}

// edit asks for the answer and a note.
func (a *asker) edit(ctx context.Context, r *written.Review, l *written.Line, choice *written.Choice) error {
	s := r.Snapshot()
	if item := s.Questionnaire.Item(l.Item); item != nil {
		question := "  Answer"
		var values []string
		for _, value := range item.Values() {
			values = append(values, value.Text)
		}
		if len(values) > 0 {
			question += " (" + strings.Join(values, ", ") + ")"
		}
		if l.Value != "" {
			question += ", empty for " + l.Value
		} else {
			question += ", empty for words alone"
		}
		typed, err := a.ask(ctx, question+":")
		if err != nil {
			return err
		}
		choice.Value = typed
	}
	var err error
	if !l.IsFile() {
		typed, err := a.ask(ctx, "  Quote the vendor's words? [Y/n]")
		if err != nil {
			return err
		}
		choice.NoWords = strings.EqualFold(typed, "n") || strings.EqualFold(typed, "no")
	}
	choice.Note, err = a.ask(ctx, "  Note, empty for none:")
	return err
}

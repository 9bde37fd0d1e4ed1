// Package tui is how an assessment is done live: a workbench in the terminal
// for somebody who is talking to a vendor at the same time.
//
// Its ideas, in the order in which a reader meets them:
//
//   - A [Bench] is a workspace and what else the workbench works on. Nothing
//     else comes from outside.
//   - The model is one root that owns size, theme, the stack of screens, the
//     stack of overlays and the one line in which it speaks. Screens are plain
//     structs that draw exactly the lines they are given room for.
//   - A book is one assessment as the screens know it: what the store confirmed
//     and what is on its way there. An answer moves the figures at once, and is
//     marked ○ until the store has it, ● from then on.
//   - Package keys holds the one table of keys. Key handling, footer, help and
//     palette are made from it. A key that can do nothing now says why.
//   - Drawing is pure and of exact size. Text from outside passes through
//     package hostile before it is drawn. Colour never says anything that a
//     word or a sign does not say too.
//
// All input and output happens in commands; neither Update nor View waits.
package tui

import (
	"context"
	"os"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/term"

	"assay/assessment"
	"assay/assessment/workspace"
)

// Bench is the workspace of the workbench, and what it asks of the program
// around it. While the workspace names no evaluator, the workbench asks for one.
type Bench struct {
	workspace.Workspace

	SaveEvaluator func(name string) error // keeps the name for the next start

	// Report writes the report of an assessment and returns where. It may be
	// nil: then the workbench does not offer it.
	Report func(ctx context.Context, id string) (path string, err error)
}

// New is the workbench as a program's model.
func New(b Bench) tea.Model { return newModel(b) }

// Run opens the workbench on the terminal of this process and returns when it
// is left. Everything that was answered is saved by then.
func Run(ctx context.Context, b Bench, opts ...tea.ProgramOption) error {
	switch {
	case !term.IsTerminal(int(os.Stdin.Fd())) || !term.IsTerminal(int(os.Stdout.Fd())):
		return assessment.Errorf(assessment.Usage, "the workbench needs a terminal").Because(assessment.NoTerminal)
	case os.Getenv("TERM") == "dumb":
		return assessment.Errorf(assessment.Usage, "the workbench cannot draw on a dumb terminal").Because(assessment.DumbTerminal)
	}
	m := newModel(b)
	opts = append([]tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(120)}, opts...)
	_, err := tea.NewProgram(m, opts...).Run()
	// A signal can end the program while answers are on their way. Writing an
	// entry twice is harmless, losing one is not.
	if lost := m.finish(context.WithoutCancel(ctx)); lost != nil {
		return lost
	}
	if err != nil {
		return assessment.Errorf(assessment.Failed, "every answer is saved, but the workbench ended: %w", err)
	}
	return nil
}

// Package tui is the workbench: it runs an interview in the terminal for a
// person who is talking to a vendor at the same time.
//
// Its ideas, in the order in which a reader meets them:
//
//   - A [Bench] is a workspace and the services of the program around it. Nothing
//     else comes from outside.
//   - One root model has the size, the theme, the stack of screens, the stack of
//     overlays and the line for messages. A screen is a plain struct that draws
//     exactly the lines it gets room for.
//   - A book is one assessment on the screen: the state that the store confirmed,
//     and the entries that are not saved yet. An answer changes the figures at once.
//     It is marked ○ until the store has it, and ● after that.
//   - A text is a draft on disk from the first second of typing until the store has
//     it. Two people's changes of one answer are joined; where they contradict each
//     other, their author sees both and chooses.
//   - Notices say that others have recorded something. Every screen then reads again, and
//     keeps the text that is being typed. While a server is out of reach, answers wait.
//   - Over SSH, the file system of the server does not exist for the person: files come and
//     go through one folder of their own, and no screen shows a path of the server. Every
//     error comes back from outside through one place, which takes the paths out of it.
//   - Where the record has people, each key of an entry has an act. A key that is not for the
//     roles of this person says whose it is. The record asks again.
//   - Package keys has the only table of keys. Key handling, footer, help, palette
//     and manual page come from it. A key that can do nothing now says why.
//   - Drawing is pure and of exact size. Text from outside passes through package
//     hostile before it is drawn. A word or a sign always says the same as a color.
//
// All input and output happens in commands; Update and View never wait.
package tui

import (
	"context"
	"os"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/term"

	"assay/assessment"
	"assay/assessment/workspace"
	"assay/assessment/workspace/draft"
	"assay/assessment/workspace/exchange"
	"assay/assessment/workspace/lent"
)

// Bench is the workspace of the workbench, and the services it needs from
// the program. If the workspace names no evaluator, the workbench asks for
// one.
type Bench struct {
	workspace.Workspace

	// Drafts keeps what is typed until it is recorded. The zero Folder keeps nothing.
	Drafts draft.Folder

	// Changes tells that somebody has recorded something: see [store.Store.Watch]. If it
	// is nil, the workbench looks by itself.
	Changes <-chan struct{}

	// Interview is the id of the assessment whose interview opens first. Empty opens
	// the place where the evaluator was.
	Interview string

	// Mouse lets the wheel scroll. The terminal then selects text only with shift.
	Mouse bool

	// Editor is the person's own editor, for notes. It may be nil.
	Editor Editor

	// Open opens a file with the program that the desktop has for it. It is nil where
	// there is no desktop. Lent is the folder of the copies that it gets.
	Open func(path string) error
	Lent lent.Folder

	SaveEvaluator func(name string) error // keeps the name for the next start

	// Documents writes reports and comparisons. If it is nil, the workbench offers none.
	Documents *Documents

	// AskVendor writes a form with questions for the vendor, and records that it was
	// asked. If another file has its name, the case of the error is FileExists, unless the
	// order writes over it. If it is nil, the workbench makes no forms.
	AskVendor func(ctx context.Context, order FormOrder) (Form, error)

	// TakeIn reads a report that people signed elsewhere, verifies it, and records its
	// signatures in the journals of the assessments that it is about. If it is nil, the
	// workbench takes none in.
	TakeIn func(ctx context.Context, order SignedReport) (TakenIn, error)

	// Exchange is the folder through which the files of a person come and go who is
	// connected over SSH. It is nil for a person at this computer, who names files by
	// their paths. With it, the workbench offers nothing that the server would do in the
	// name of its own account: no editor, no desktop, no signing.
	Exchange *exchange.Folder

	// Places are the places of the server that no screen may show to a person who is
	// connected over SSH.
	Places []Place

	// CrashLog keeps the log of a crash and returns where.
	CrashLog func(log string) (path string, err error)

	// Around may put a model around the workbench; nil does not. Tests make it fail.
	Around func(tea.Model) tea.Model
}

// Run opens the workbench on the terminal of this process and returns when it
// is left. Everything that was answered is saved by then, also when the workbench
// crashes.
func Run(ctx context.Context, b Bench, opts ...tea.ProgramOption) error {
	switch {
	case !term.IsTerminal(int(os.Stdin.Fd())) || !term.IsTerminal(int(os.Stdout.Fd())):
		return assessment.Errorf(assessment.Usage, "the workbench needs a terminal").Because(assessment.NoTerminal)
	case os.Getenv("TERM") == "dumb":
		return errDumbTerminal()
	}
	return run(ctx, b, lastLimit, nil, append([]tea.ProgramOption{tea.WithFPS(homeFPS)}, opts...)...)
}

// homeFPS is how often a second the terminal of this process is drawn, at most.
const homeFPS = 120

// run opens the workbench on the terminal of the options. When ctx has ended, it takes at
// most last to save the last answers. follow, if there is one, runs beside the program
// until that ends.
func run(ctx context.Context, b Bench, last time.Duration, follow func(ctx context.Context, p *tea.Program), opts ...tea.ProgramOption) (err error) {
	defer func() { err = b.told(err) }()
	m := New(b)
	var model tea.Model = m
	if b.Around != nil {
		model = b.Around(m)
	}
	running, stop := context.WithCancel(ctx)
	defer stop()
	g := newGuard(model, stop)
	p := tea.NewProgram(g, append([]tea.ProgramOption{tea.WithContext(running), tea.WithoutSignalHandler()}, opts...)...)
	var beside sync.WaitGroup
	if follow != nil {
		beside.Go(func() { follow(running, p) })
	}
	_, err = p.Run()
	stop()
	beside.Wait()
	// The program can end while answers are on their way, and while something is typed.
	// Writing an entry twice is harmless, losing one is not.
	lost := g.finish(ctx, m, last)
	switch {
	case g.crash.happened():
		return g.crash.report(b.CrashLog, lost)
	case lost != nil:
		return lost
	case err != nil:
		return assessment.Errorf(assessment.Failed, "every answer is saved, but the workbench ended: %w", err)
	}
	return nil
}

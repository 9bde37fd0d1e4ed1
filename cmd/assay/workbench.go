package main

import (
	"context"
	"runtime/debug"
	"sync"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/workspace/draft"
	"assay/tui"
)

// workbench opens the workbench on the database of the settings.
func (a *app) workbench(ctx context.Context) error {
	if a.flags.json {
		return usagef("for example: assay assess list --json", "the workbench has no JSON")
	}
	if err := a.needTerminal(); err != nil {
		return err
	}
	if _, err := a.database(ctx); err != nil {
		return err
	}
	return a.openBench(ctx, a.drafts(), "")
}

func (a *app) needTerminal() error {
	if !a.terminal() {
		return assessment.Errorf(assessment.Usage, "the workbench needs a terminal").Because(assessment.NoTerminal)
	}
	return nil
}

// frugal is how much the heap may grow before it is cleaned up, in percent. The workbench
// stays open for hours beside other programs, and makes little garbage between two keys.
const frugal = 50

// frugalHeap keeps the heap small, unless the user sets how.
func (a *app) frugalHeap() {
	if a.getenv("GOGC") == "" {
		debug.SetGCPercent(frugal)
	}
}

// openBench opens the workbench on the open store. Without an evaluator, the
// workbench asks for one. What is typed is kept in drafts. interview is the id of the
// assessment whose interview opens first, if any.
func (a *app) openBench(ctx context.Context, drafts draft.Folder, interview string) error {
	_ = a.lent().Sweep() // doctor tells what stays
	a.frugalHeap()
	var options []tea.ProgramOption
	switch a.flags.color {
	case "always":
		options = append(options, tea.WithColorProfile(colorprofile.TrueColor))
	case "never":
		options = append(options, tea.WithColorProfile(colorprofile.ASCII))
	}
	settings, err := a.settings()
	if err != nil {
		return err
	}
	changes, stop := changesOf(ctx, a.work.Store)
	defer stop()
	return tui.Run(ctx, tui.Bench{
		Workspace: a.work, Drafts: drafts, Changes: changes, Interview: interview, Mouse: settings.mouse, Editor: a.noteEditor(ctx), Open: a.opener(), Lent: a.lent(), SaveEvaluator: a.saveEvaluator, Documents: a.documents(), AskVendor: a.asksVendor(&paths{}), TakeIn: a.takesIn(nil),
		CrashLog: a.keepCrash, Around: a.around,
	}, options...)
}

// changesOf tells that somebody has recorded something in a database, until it is stopped.
// Changes in quick succession are told once.
func changesOf(ctx context.Context, kept *store.Store) (changes <-chan struct{}, stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	told := make(chan struct{}, 1)
	var watching sync.WaitGroup
	watching.Go(func() {
		defer close(told)
		kept.Watch(ctx, func() {
			select {
			case told <- struct{}{}:
			default: // one is waiting to be taken
			}
		})
	})
	return told, func() {
		cancel()
		watching.Wait()
	}
}

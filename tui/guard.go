package tui

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime/debug"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
)

// guard runs between the program and the workbench. When the workbench panics, in
// Update, in View or in a command, the guard keeps the stack and ends the program,
// which restores the terminal. Bubble Tea would catch the panic too, but it would print
// the stack over the shell, and while an editor runs it would leave the terminal raw.
type guard struct {
	model tea.Model
	last  tea.View // as drawn before the crash
	crash *crash
}

// crash is the first panic of a program.
type crash struct {
	once  sync.Once
	mu    sync.Mutex
	what  string // empty: none so far
	stack []byte
	stop  context.CancelFunc // ends the program
}

// newGuard guards a model in a program whose context stop ends.
func newGuard(model tea.Model, stop context.CancelFunc) *guard {
	return &guard{model: model, crash: &crash{stop: stop}}
}

// caught keeps a panic, if r is one, and ends the program.
func (c *crash) caught(r any) bool {
	if r == nil {
		return false
	}
	c.once.Do(func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.what, c.stack = fmt.Sprint(r), debug.Stack()
		c.stop()
	})
	return true
}

// happened reports whether there was a panic.
func (c *crash) happened() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stack != nil
}

// Init implements tea.Model.
func (g *guard) Init() (cmd tea.Cmd) {
	defer func() {
		if g.crash.caught(recover()) {
			cmd = nil
		}
	}()
	return g.watched(g.model.Init())
}

// Update implements tea.Model.
func (g *guard) Update(msg tea.Msg) (_ tea.Model, cmd tea.Cmd) {
	defer func() {
		if g.crash.caught(recover()) {
			cmd = nil
		}
	}()
	if g.crash.happened() {
		return g, nil
	}
	_, cmd = g.model.Update(msg)
	return g, g.watched(cmd)
}

// View implements tea.Model.
func (g *guard) View() (view tea.View) {
	defer func() {
		if g.crash.caught(recover()) {
			view = g.last
		}
	}()
	if g.crash.happened() {
		return g.last
	}
	g.last = g.model.View()
	return g.last
}

// watched is a command whose panic is caught, and so is that of every command which it
// returns in its turn.
func (g *guard) watched(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if g.crash.caught(recover()) {
				msg = nil
			}
		}()
		return g.watchedIn(cmd())
	}
}

// watchedIn watches the commands in a message that is a list of them: a batch, or a
// sequence, whose type Bubble Tea does not export.
func (g *guard) watchedIn(msg tea.Msg) tea.Msg {
	list := reflect.ValueOf(msg)
	if !list.IsValid() || list.Kind() != reflect.Slice || list.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return msg
	}
	all := reflect.MakeSlice(list.Type(), list.Len(), list.Len())
	for n := range list.Len() {
		cmd, _ := list.Index(n).Interface().(tea.Cmd)
		all.Index(n).Set(reflect.ValueOf(g.watched(cmd)))
	}
	return all.Interface()
}

// finish saves the entries that are not saved yet, see [Model.finish]. After a crash it may
// fail in any way.
func (g *guard) finish(ctx context.Context, m *Model, last time.Duration) (err error) {
	defer func() {
		if r := recover(); g.crash.caught(r) {
			err = fmt.Errorf("%v", r)
		}
	}()
	return m.finish(ctx, last)
}

// report keeps the log of the crash with keep, and says where it is. lost is what could
// not be saved.
func (c *crash) report(keep func(log string) (path string, err error), lost error) error {
	saved := "every answer is saved"
	if lost != nil {
		saved = lost.Error()
	}
	if keep == nil {
		keep = func(string) (string, error) { return "", errors.New("there is no place for it") }
	}
	path, err := keep(c.what + "\n\n" + string(c.stack))
	if err != nil {
		return assessment.Errorf(assessment.Failed, "the workbench failed; %s; the log cannot be kept: %w; it begins with: %s", saved, err, c.what)
	}
	return assessment.Errorf(assessment.Failed, "the workbench failed; %s; the log is in %s", saved, path).Because(assessment.WorkbenchFailed)
}

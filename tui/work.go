package tui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"
)

// taken takes the result of some work. It is the message with which the work
// comes back to Update.
type taken func(m *Model) tea.Cmd

// After these times a read, a write or a report fails.
const (
	readLimit   = 20 * time.Second
	saveLimit   = 30 * time.Second
	reportLimit = 10 * time.Minute
)

// await runs a task outside of Update and then takes its result. The task must not
// use the context of the program: its end must not end a write.
func await[T any](limit time.Duration, task func(ctx context.Context) (T, error), take func(m *Model, got T, err error) tea.Cmd) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), limit)
		defer cancel()
		got, err := task(ctx)
		return taken(func(m *Model) tea.Cmd { return take(m, got, m.bench.told(err)) })
	}
}

// attempt runs a task outside of Update. Then it takes its result, or shows its
// error.
func attempt[T any](limit time.Duration, task func(ctx context.Context) (T, error), take func(m *Model, got T) tea.Cmd) tea.Cmd {
	return await(limit, task, func(m *Model, got T, err error) tea.Cmd {
		if err != nil {
			return m.complain(err)
		}
		return take(m, got)
	})
}

// outside runs a task outside of Update. Then it shows the sentence of the task, and
// the top screen reads its data again.
func outside(task func(ctx context.Context) (say string, err error)) tea.Cmd {
	return await(saveLimit, task, func(m *Model, say string, err error) tea.Cmd {
		cmd := m.top().begin(m)
		if err != nil {
			return tea.Batch(cmd, m.complain(err))
		}
		return tea.Batch(cmd, m.say(say))
	})
}

// fetched is the latest read of a screen.
type fetched struct {
	number  int
	arrived bool   // a read has ended, well or not
	failed  string // the reason why it failed
	cancel  func() // stops it; nil before the first
}

func (f *fetched) read() *fetched { return f }

// fetcher is a screen that shows data from the store.
type fetcher interface {
	screen
	read() *fetched
}

// fetch reads the data of a screen. It drops the result if the screen has read again
// or was left meanwhile.
func fetch[T any](s fetcher, task func(ctx context.Context) (T, error), show func(m *Model, got T) tea.Cmd) tea.Cmd {
	f := s.read()
	if f.cancel != nil {
		f.cancel() // its result would be dropped
	}
	wanted, cancel := context.WithCancel(context.Background())
	f.cancel = cancel
	f.number++
	number := f.number
	unlessStopped := func(ctx context.Context) (T, error) {
		ctx, end := context.WithCancel(ctx)
		defer end()
		defer context.AfterFunc(wanted, end)()
		return task(ctx)
	}
	return await(readLimit, unlessStopped, func(m *Model, got T, err error) tea.Cmd {
		switch {
		case f.number != number || !slices.Contains(m.screens, screen(s)):
			return nil
		case err != nil:
			f.arrived = true
			f.failed = err.Error()
			return m.complain(err)
		}
		f.arrived, f.failed = true, ""
		return show(m, got)
	})
}

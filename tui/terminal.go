package tui

import (
	"context"
	"io"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"assay/assessment"
)

// Terminal is the terminal of a person somewhere else: bytes come and go over a connection.
type Terminal struct {
	In  io.Reader // the keys of the person
	Out io.Writer // each \n begins a line, as in the usual mode of a terminal

	// Environ holds TERM of that terminal, and COLORTERM, LANG and NO_COLOR if the person
	// sets them, as NAME=value. The environment of this process is not read.
	Environ []string

	Size  Size        // at the beginning
	Sizes <-chan Size // later ones; may be nil
}

// Size is the size of a terminal in cells. A terminal may report 0, or more than anybody
// sees.
type Size struct{ Width, Height int }

// The largest terminal that is drawn on. A larger one would only cost the memory of the
// computer that draws.
const mostWidth, mostHeight = 640, 240

// drawn is the size that is drawn: the usual one if the terminal reports none.
func (s Size) drawn() Size {
	if s.Width <= 0 || s.Height <= 0 {
		return Size{usualWidth, usualHeight}
	}
	return Size{min(s.Width, mostWidth), min(s.Height, mostHeight)}
}

// How a workbench on a terminal somewhere else differs from one on the terminal of this
// process: it is drawn so often a second at most, and after the end of its context it may
// take so long to save the last answers.
const (
	remoteFPS  = 60
	remoteLast = 5 * time.Second
)

// RunOn opens the workbench on a terminal somewhere else, and returns when it is left or
// ctx ends. Every answer is saved by then, and every text is kept, also when the workbench
// crashes.
func RunOn(ctx context.Context, b Bench, t Terminal) error {
	if t.variable("TERM") == "dumb" || t.variable("TERM") == "" {
		return errDumbTerminal()
	}
	size := t.Size.drawn()
	return run(ctx, b, remoteLast, t.follow,
		tea.WithInput(t.In), tea.WithOutput(t.Out), tea.WithEnvironment(t.Environ), tea.WithColorProfile(t.profile()),
		tea.WithWindowSize(size.Width, size.Height), tea.WithFPS(remoteFPS), tea.WithFilter(neverSuspend))
}

// variable is a variable of the terminal, or empty.
func (t Terminal) variable(name string) string {
	value := ""
	for _, line := range t.Environ {
		if of, is, _ := strings.Cut(line, "="); of == name {
			value = is
		}
	}
	return value
}

// profile tells which colors the terminal has. NO_COLOR counts with any value.
func (t Terminal) profile() colorprofile.Profile {
	p := colorprofile.Env(t.Environ)
	if t.variable("NO_COLOR") != "" {
		p = min(p, colorprofile.ASCII)
	}
	return p
}

// follow tells the program each new size, until ctx ends.
func (t Terminal) follow(ctx context.Context, p *tea.Program) {
	for {
		select {
		case <-ctx.Done():
			return
		case size, open := <-t.Sizes:
			if !open {
				return
			}
			size = size.drawn()
			p.Send(tea.WindowSizeMsg{Width: size.Width, Height: size.Height})
		}
	}
}

// neverSuspend takes ctrl+z for a wish to draw the screen anew: to suspend would stop this
// whole process, with the workbenches of everybody else.
func neverSuspend(_ tea.Model, msg tea.Msg) tea.Msg {
	if _, is := msg.(tea.SuspendMsg); is {
		return tea.ResumeMsg{}
	}
	return msg
}

func errDumbTerminal() error {
	return assessment.Errorf(assessment.Usage, "the workbench cannot draw on a dumb terminal").Because(assessment.DumbTerminal)
}

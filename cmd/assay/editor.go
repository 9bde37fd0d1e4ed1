package main

import (
	"cmp"
	"context"
	"os/exec"
	"strings"
	"syscall"

	"assay/tui"
)

// noteEditor is the editor of the user, or nil if the environment names none. A signal
// that ends the run ends the editor too.
func (a *app) noteEditor(ctx context.Context) tui.Editor {
	words := strings.Fields(cmp.Or(a.getenv("VISUAL"), a.getenv("EDITOR")))
	if len(words) == 0 {
		return nil
	}
	return func(path string) *exec.Cmd {
		cmd := exec.CommandContext(ctx, words[0], append(words[1:], path)...)
		cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
		cmd.WaitDelay = orderly / 4
		return cmd
	}
}

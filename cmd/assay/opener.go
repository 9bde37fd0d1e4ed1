package main

import (
	"fmt"
	"os/exec"
	"runtime"
	"time"

	"assay/assessment/workspace/lent"
)

// lent is the folder of the copies that programs of the desktop show.
func (a *app) lent() lent.Folder { return lent.Folder{Path: a.folders.lent, Now: a.now} }

// opener opens a file with the program that the desktop has for it, or is nil where
// there is no desktop, as on a server.
func (a *app) opener() func(path string) error {
	var command []string
	switch runtime.GOOS {
	case "darwin":
		command = []string{"open"}
	case "windows":
		command = []string{"rundll32", "url.dll,FileProtocolHandler"}
	default:
		if a.getenv("DISPLAY") == "" && a.getenv("WAYLAND_DISPLAY") == "" {
			return nil
		}
		command = []string{"xdg-open"}
	}
	if _, err := exec.LookPath(command[0]); err != nil {
		return nil
	}
	return func(path string) error { return started(exec.Command(command[0], append(command[1:], path)...)) }
}

// started starts a command, and returns its error if it fails at once. Some openers
// return only when the reader closes the file.
func started(cmd *exec.Cmd) error {
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("cannot start %s: %w", cmd.Path, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	const atOnce = 2 * time.Second
	select {
	case err := <-ended:
		if err != nil {
			return fmt.Errorf("%s: %w", cmd.Path, err)
		}
	case <-time.After(atOnce):
	}
	return nil
}

package main

import (
	"fmt"
	"path/filepath"
	"runtime"
	"time"
)

// keepCrash writes the log of a crash of the workbench and returns its path. The log
// holds places in the program, and no answers.
func (a *app) keepCrash(log string) (path string, err error) {
	now := a.now().UTC()
	path = filepath.Join(a.folders.crashes, now.Format("20060102T150405.000000Z")+".log") // on a server, two may crash in one second
	about := fmt.Sprintf("assay %s, %s %s/%s, %s\n\n", readVersion().Version, runtime.Version(), runtime.GOOS, runtime.GOARCH, now.Format(time.RFC3339))
	return path, writeFile(path, []byte(about+log), 0o600)
}

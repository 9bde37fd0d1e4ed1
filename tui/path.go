package tui

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment/hostile"
	"assay/assessment/input"
	"assay/tui/dialog"
)

// pathField asks for a path of a file, which tab completes.
func pathField(label, hint string) dialog.Field {
	f := dialog.TextField(label, "", hint)
	f.Complete = completesPath(label)
	return f
}

// completesPath completes the path in the field of this label.
func completesPath(label string) func(sh *dialog.Sheet, text string) tea.Cmd {
	return func(sh *dialog.Sheet, text string) tea.Cmd {
		return await(readLimit, func(context.Context) ([]string, error) { return pathsFrom(input.Pasted(text)), nil },
			func(m *Model, found []string, _ error) tea.Cmd { return m.completePath(sh, label, text, found) })
	}
}

// completePath writes what all found paths begin with, or goes on to the next line if
// there is nothing to complete. If several match, it says which.
func (m *Model) completePath(sh *dialog.Sheet, label, typed string, found []string) tea.Cmd {
	if m.isOpen(sh) < 0 || sh.Value(label) != strings.TrimSpace(typed) {
		return nil // the user went on meanwhile
	}
	switch whole := commonStart(found); {
	case whole != "" && whole != input.Pasted(typed):
		sh.Write(label, whole)
	case len(found) > 1:
		const most = 5
		names := []string{}
		for n, path := range found {
			if n == most {
				names = append(names, "…")
				break
			}
			names = append(names, hostile.Line(filepath.Base(path)))
		}
		return m.say(strings.Join(names, "   "))
	default:
		sh.Next()
	}
	return nil
}

// pathsFrom lists the files and folders whose paths begin with a text, folders with a
// separator at their end.
func pathsFrom(start string) []string {
	folder, name := filepath.Split(start)
	listed, _ := os.ReadDir(filepath.Clean(folder + ".")) // nothing is found in a folder that cannot be read
	var found []string
	for _, e := range listed {
		if !strings.HasPrefix(e.Name(), name) || name == "" && strings.HasPrefix(e.Name(), ".") {
			continue
		}
		path := folder + e.Name()
		if at, err := os.Stat(path); err == nil && at.IsDir() {
			path += string(os.PathSeparator)
		}
		found = append(found, path)
	}
	return found
}

// commonStart is the longest text with which all paths begin.
func commonStart(paths []string) string {
	if len(paths) == 0 {
		return ""
	}
	start := paths[0]
	for _, path := range paths[1:] {
		for !strings.HasPrefix(path, start) {
			runes := []rune(start)
			start = string(runes[:len(runes)-1])
		}
	}
	return start
}

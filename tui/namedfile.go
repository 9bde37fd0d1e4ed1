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

// A person names a file by its path on this computer. Who is connected over SSH names it by
// its name in the folder of their own. The fields of both look alike, and tab completes
// either.

// fileField asks for a file that is there. The hint is for a path.
func fileField(b Bench, label, hint string) dialog.Field {
	if b.served() {
		hint = inYourFolder
	}
	return b.completed(dialog.TextField(label, "", hint))
}

// newFileField asks where to write a file, and suggests a name. suggest may be nil.
func newFileField(b Bench, label, name string, suggest func(*dialog.Sheet) string) dialog.Field {
	hint, missing := "a file or a folder", "name a file or a folder"
	if b.served() {
		hint, missing = "a name for the file in your folder", "name the file"
	}
	return dialog.Needed(b.completed(dialog.SuggestedField(label, name, hint, suggest)), missing)
}

// pathLabel is the label of a field that asks for nothing but a file.
func (b Bench) pathLabel() string {
	if b.served() {
		return "file"
	}
	return "path"
}

// completed is a field for the name of a file: tab completes it, and a path is refused where
// only a name can be meant.
func (b Bench) completed(f dialog.Field) dialog.Field {
	label := f.Label
	f.Complete = func(sh *dialog.Sheet, text string) tea.Cmd {
		return await(readLimit, func(context.Context) ([]string, error) { return b.beginningWith(input.Pasted(text)), nil },
			func(m *Model, found []string, _ error) tea.Cmd { return m.completeName(sh, label, text, found) })
	}
	f.Check = func(text string) error {
		_, err := b.named(text)
		return err
	}
	return f
}

// completeName writes what all found names begin with, or goes on to the next line if
// there is nothing to complete. If several match, it says which.
func (m *Model) completeName(sh *dialog.Sheet, label, typed string, found []string) tea.Cmd {
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

// beginningWith lists the files that begin with a text: in the person's folder by their
// names, or on this computer by their paths.
func (b Bench) beginningWith(start string) []string {
	if !b.served() {
		return pathsFrom(start)
	}
	listed, _ := b.Exchange.List() // nothing is found in a folder that cannot be read
	var found []string
	for _, e := range listed {
		if strings.HasPrefix(e.Name, start) {
			found = append(found, e.Name)
		}
	}
	return found
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

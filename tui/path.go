package tui

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment/hostile"
	"assay/tui/dialog"
)

// pathOf reads a path as people paste it: in quotes, with escaped spaces, or as a file
// URL, as terminals and file managers write one that is dropped on them. ~/ is the home
// folder.
func pathOf(text string) string {
	text = strings.TrimSpace(text)
	if n := len(text); n >= 2 && (text[0] == '\'' || text[0] == '"') && text[n-1] == text[0] {
		text = text[1 : n-1]
	} else if os.PathSeparator != '\\' && strings.Contains(text, `\`) {
		text = unescaped(text)
	}
	if strings.HasPrefix(text, "file://") {
		if at, err := url.Parse(text); err == nil {
			text = at.Path
		}
	}
	if rest, is := strings.CutPrefix(text, "~/"); is {
		if folder, err := os.UserHomeDir(); err == nil {
			return filepath.Join(folder, rest)
		}
	}
	return text
}

// unescaped takes the backslashes away that a shell would.
func unescaped(text string) string {
	var out strings.Builder
	escaped := false
	for _, r := range text {
		if r == '\\' && !escaped {
			escaped = true
			continue
		}
		escaped = false
		out.WriteRune(r)
	}
	return out.String()
}

// pathField asks for a path of a file, which tab completes.
func pathField(label, hint string) dialog.Field {
	f := dialog.TextField(label, "", hint)
	f.Complete = func(sh *dialog.Sheet, text string) tea.Cmd {
		return await(readLimit, func(context.Context) ([]string, error) { return pathsFrom(pathOf(text)), nil },
			func(m *Model, found []string, _ error) tea.Cmd { return m.completePath(sh, label, text, found) })
	}
	return f
}

// completePath writes what all found paths begin with, or goes on to the next line if
// there is nothing to complete. If several match, it says which.
func (m *Model) completePath(sh *dialog.Sheet, label, typed string, found []string) tea.Cmd {
	if m.isOpen(sh) < 0 || sh.Value(label) != strings.TrimSpace(typed) {
		return nil // the user went on meanwhile
	}
	switch whole := commonStart(found); {
	case whole != "" && whole != pathOf(typed):
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

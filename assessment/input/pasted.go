package input

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// Pasted reads a path as people paste it: in quotes, with escaped spaces, or as a file
// URL, as terminals and file managers write one that is dropped on them. ~/ is the home
// folder.
func Pasted(text string) string {
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

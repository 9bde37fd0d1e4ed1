package filing

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"assay/assessment/hostile"
)

// longestName is the longest path of a file, in bytes.
const longestName = 100

// devices are names that lead to a device on Windows, with any ending.
var devices = []string{
	"con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
	"lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
}

// checkName refuses every path that assay does not write. The reason tells where a dangerous one leads.
func checkName(path string) error {
	parts := strings.Split(strings.ReplaceAll(path, `\`, "/"), "/")
	device := slices.ContainsFunc(parts, func(part string) bool {
		base, _, _ := strings.Cut(part, ".")
		return slices.Contains(devices, strings.ToLower(strings.TrimSpace(base)))
	})
	switch {
	case len(path) > longestName:
		return fmt.Errorf("it has a file with a name of %d bytes", len(path))
	case path == "":
		return fmt.Errorf("it has a file without a name")
	case strings.HasPrefix(path, "/"), strings.HasPrefix(path, `\`), strings.Contains(path, ":"):
		return fmt.Errorf("the name %q leads to a fixed place on the disk", path)
	case slices.Contains(parts, ".."):
		return fmt.Errorf("the name %q leads out of the package", path)
	case strings.HasSuffix(path, "/"):
		return fmt.Errorf("%q is a folder, and not a file", path)
	case device:
		return fmt.Errorf("the name %q leads to a device", path)
	case !ours(path):
		return fmt.Errorf("the name %q is none that assay gives", path)
	}
	return nil
}

// ours reports whether a path has only lower-case letters, digits, hyphens and points, in one or two parts. So no two
// names are the same file on a disk that does not tell capitals or accents apart.
func ours(path string) bool {
	parts := strings.Split(path, "/")
	return len(parts) <= 2 && !slices.ContainsFunc(parts, func(part string) bool {
		return part == "" || strings.HasPrefix(part, ".") || strings.HasSuffix(part, ".") || strings.HasPrefix(part, "-") ||
			strings.Trim(part, "abcdefghijklmnopqrstuvwxyz0123456789-.") != ""
	})
}

// names are the paths of a package, to find a second file of the same name.
type names map[string]bool

func (n names) add(path string) error {
	if n[path] {
		return fmt.Errorf("it has two files with the name %s", path)
	}
	n[path] = true
	return nil
}

// Slug returns a text as part of a path: the letters and digits of ASCII in lower case, without accents.
func Slug(text string) string {
	const longest = 40
	plain := strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 0x300 && r <= 0x36f: // an accent
			return -1
		}
		return '-'
	}, norm.NFKD.String(hostile.Line(text)))
	slug := strings.Join(strings.FieldsFunc(plain, func(r rune) bool { return r == '-' }), "-")
	return strings.TrimRight(slug[:min(len(slug), longest)], "-")
}

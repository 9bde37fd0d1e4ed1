package assay_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	command    = regexp.MustCompile("`(go test [^`]*)`")
	word       = regexp.MustCompile(`'[^']*'|\S+`)
	namedTest  = regexp.MustCompile("`((?:Test|Benchmark|Fuzz)[A-Z]\\w*)`")
	madeOfTest = regexp.MustCompile(`(?m)^func ((?:Test|Benchmark|Fuzz)\w+)\(`)
)

// Every promise names its tests, and its command runs each of them.
func TestPromisesAreTested(t *testing.T) {
	rows := 0
	for line := range strings.Lines(read(t, "docs/promises.md")) {
		cells := strings.Split(strings.ReplaceAll(line, `\|`, "\x00"), "|")
		if len(cells) < 4 || strings.HasPrefix(line, "| promise |") || strings.HasPrefix(line, "| goal |") || strings.HasPrefix(line, "|---") {
			continue
		}
		rows++
		last := strings.ReplaceAll(cells[len(cells)-2], "\x00", "|")
		tests := namedTest.FindAllStringSubmatch(last, -1)
		commands := command.FindAllStringSubmatch(last, -1)
		if len(tests) == 0 || len(commands) != 1 {
			t.Errorf("%snames %d tests and %d commands", cells[1], len(tests), len(commands))
			continue
		}
		ran := runs(t, commands[0][1])
		for _, test := range tests {
			if !ran[test[1]] {
				t.Errorf("`%s` does not run %s", commands[0][1], test[1])
			}
		}
	}
	if rows < 20 {
		t.Errorf("docs/promises.md has %d promises", rows)
	}
}

// runs lists the tests that a command runs.
func runs(t *testing.T, command string) map[string]bool {
	t.Helper()
	var folders, patterns []string
	words := word.FindAllString(strings.TrimPrefix(command, "go test "), -1)
	for n := 0; n < len(words); n++ {
		switch name := words[n]; {
		case name == "-v":
		case name == "-run" || name == "-bench" || name == "-fuzz":
			n++
			patterns = append(patterns, strings.Trim(words[n], "'"))
		case strings.HasPrefix(name, "-"):
			n++ // its value
		default:
			folders = append(folders, name)
		}
	}
	all := map[string]bool{}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
		if err != nil || len(files) == 0 {
			t.Errorf("%s has no tests: %v", folder, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range madeOfTest.FindAllStringSubmatch(string(text), -1) {
				for _, pattern := range patterns {
					if regexp.MustCompile(pattern).MatchString(found[1]) && pattern != "^$" {
						all[found[1]] = true
					}
				}
			}
		}
	}
	return all
}

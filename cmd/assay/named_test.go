package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

var (
	// A command in backticks, and in a block of commands.
	quotedCommand = regexp.MustCompile("`assay ([^`]+)`")
	blockCommand  = regexp.MustCompile(`(?m)(?:^ *(?:\$ |[a-z]+=\$\()?|\| *)assay ([^\n]+)$`)
	// What ends a command in a line of shell or of prose.
	commandEnd  = regexp.MustCompile(`\s(?:[|;&<>#]|\d[<>]|  ).*$|[)"'.,;:]+$`)
	commandWord = regexp.MustCompile(`^[a-z][a-z-]*$`)
	longFlag    = regexp.MustCompile(`^--[a-z][a-z-]*`)
)

// unknownIn finds what a command names that does not exist: itself, a command below
// it, or a flag.
func unknownIn(root *cobra.Command, line string) string {
	words := strings.Fields(commandEnd.ReplaceAllString(line, ""))
	if len(words) > 0 && words[0] == "…" {
		return "" // any command
	}
	cmd := root
	for len(words) > 0 && commandWord.MatchString(words[0]) && cmd.HasSubCommands() {
		below, rest, err := cmd.Find(words[:1])
		if err == nil && below == cmd && strings.Contains(cmd.Use, " ") {
			break // the word is an argument of a command that has others below it
		}
		if err != nil || below == cmd || len(rest) > 0 {
			return words[0]
		}
		cmd, words = below, words[1:]
	}
	for _, word := range words {
		name := strings.TrimPrefix(longFlag.FindString(strings.Trim(word, `[]()"'`)), "--")
		if name != "" && name != "help" && name != "version" && cmd.Flag(name) == nil && cmd.InheritedFlags().Lookup(name) == nil {
			return "--" + name
		}
	}
	return ""
}

// Hints, help and documents name only commands and flags that exist.
func TestEveryNamedCommandExists(t *testing.T) {
	root := newApp(world{}).rootCommand()
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for line, want := range map[string]string{
		"journl show": "journl", "assess shw harbor": "shw", "assess panel harbor": "", "assess panel open harbor --al": "--al", "doctor --rebuildd": "--rebuildd", "backup check F --identity K": "", "report harbor -o - | lpr": "", "vendor list --json": "",
	} {
		if got := unknownIn(root, line); got != want {
			t.Errorf("%q: found %q, want %q", line, got, want)
		}
	}
	found := 0
	look := func(place, line string) {
		found++
		if unknown := unknownIn(root, line); unknown != "" {
			t.Errorf("%s names %s, which does not exist: assay %s", place, unknown, line)
		}
	}
	pages, err := filepath.Glob(filepath.Join(repository(t), "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range append(pages, filepath.Join(repository(t), "README.md"), filepath.Join(repository(t), "CHANGELOG.md")) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range quotedCommand.FindAllSubmatch(text, -1) {
			look(filepath.Base(path), strings.Join(strings.Fields(string(match[1])), " "))
		}
		for _, block := range shellBlock.FindAllSubmatch(text, -1) {
			for _, match := range blockCommand.FindAllSubmatch(block[1], -1) {
				look(filepath.Base(path), string(match[1]))
			}
		}
	}
	for _, folder := range []string{".", "../../tui", "../../assessment", "../../assessment/store", "../../assessment/wording"} {
		sources, err := filepath.Glob(folder + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range sources {
			if !strings.HasSuffix(path, "_test.go") {
				eachText(t, path, func(text string) {
					for _, match := range quotedCommand.FindAllStringSubmatch(text, -1) {
						look(path, strings.NewReplacer("%s", "X", "%q", "X").Replace(match[1]))
					}
					for _, match := range regexp.MustCompile(`(?m)(?:^  |^for example: )assay ([^\n]+)$`).FindAllStringSubmatch(text, -1) {
						look(path, match[1])
					}
				})
			}
		}
	}
	if found < 200 {
		t.Errorf("only %d commands were found", found)
	}
}

// eachText calls do with every string literal of a file.
func eachText(t *testing.T, path string, do func(text string)) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(node ast.Node) bool {
		if literal, is := node.(*ast.BasicLit); is && literal.Kind == token.STRING {
			if text, err := strconv.Unquote(literal.Value); err == nil {
				do(text)
			}
		}
		return true
	})
}

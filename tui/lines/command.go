package lines

import (
	"slices"
	"strings"
	"unicode/utf8"

	"assay/tui/keys"
)

// command is a line that is no answer.
type command struct {
	word   string
	action keys.Action // of the interview, whose letter it takes; empty for none
	rest   string      // the text behind the word, for the help; empty for none
	help   string
	do     func(rest string) error
}

const endWord = "end"

// commands lists all commands, in the order of the help.
func (r *room) commands() []command {
	return []command{
		{"answer", "", "TEXT", "give an answer that looks like a command", r.give},
		{"skip", keys.Down, "", "go to the next open question", r.skip},
		{"back", keys.Up, "", "go back to the question before", r.back},
		{"go", keys.Go, "ID", "go to an item by its id", r.goTo},
		{"find", keys.Find, "WORD", "list the items with a word", r.find},
		{"list", keys.View, "", "list the items with their states", r.list},
		{"all", "", "", "lead through all items", r.through(true)},
		{"live", "", "", "lead through the live items only", r.through(false)},
		{"score", keys.Explain, "", "say the verdict and the figures", func(string) error { r.quiet = true; r.score(); return nil }},
		{"anyway", "", "", "record what looked like patient data", r.anyway},
		{"help", keys.Help, "", "list the commands", r.help},
		{endWord, keys.Back, "", "leave; everything is saved", nil},
	}
}

// letter is the letter of the command, or empty: the first key of its action that
// can be typed in a line.
func (c command) letter() string {
	if c.action == "" {
		return ""
	}
	for _, b := range keys.In(keys.OnInterview) {
		if b.Action != c.action {
			continue
		}
		names := b.Keys()
		if n := slices.IndexFunc(names, func(key string) bool { return utf8.RuneCountInString(key) == 1 }); n >= 0 {
			return names[n]
		}
	}
	return ""
}

// do obeys a line. An empty line shows the question again.
func (r *room) do(line string) (over bool, err error) {
	if line == "" {
		return false, nil
	}
	c, rest, found := r.commandOf(line)
	switch {
	case !found:
		return false, r.give(line)
	case c.word == endWord:
		return true, nil
	}
	return false, c.do(rest)
}

// commandOf finds the command of a line. A command that takes nothing must be the
// whole line, so that an answer in words can begin with any of them.
func (r *room) commandOf(line string) (c command, rest string, found bool) {
	first, rest, _ := strings.Cut(line, " ")
	for _, c := range r.commands() {
		if first != c.letter() && !strings.EqualFold(first, c.word) {
			continue
		}
		if c.rest != "" || rest == "" {
			return c, strings.TrimSpace(rest), true
		}
	}
	return command{}, "", false
}

// help lists the commands.
func (r *room) help(string) error {
	r.page.say("A line is an answer, as the question lists them, or one of these commands. An answer leads to the next open question; back returns to add a note.")
	for _, c := range r.commands() {
		name := c.word
		if letter := c.letter(); letter != "" {
			name += " or " + letter
		}
		if c.rest != "" {
			name += ", then " + c.rest
		}
		r.page.under("  "+name+": ", c.help)
	}
	r.page.say("An empty line says the question again. The end of the input ends the meeting, as end does.")
	r.quiet = true
	return nil
}

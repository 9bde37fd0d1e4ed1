package lines

import (
	"slices"
	"strings"
	"unicode/utf8"

	"assay/assessment"
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

const (
	endWord    = "end"
	anywayWord = "anyway"
)

// commands lists all commands, in the order of the help.
func (r *room) commands() []command {
	return []command{
		{"note", keys.Note, "TEXT", "add to your note on the question", r.note},
		{"quote", keys.Quote, "TEXT -- NAME", "write down word for word what they said; the name may be left out", r.quote},
		{"listen", "", "", "say what to listen for, the probes, and why it is asked", r.listen},
		{"tick", keys.Tick, "NUMBERS AND NAMES", "tick what you heard, or take the tick back, as tick 1 3 actor", r.tick},
		{"volunteered", keys.Volunteer, "", "mark that they said it before it was asked; again takes it back", r.mark(func(a *assessment.Answer) *bool { return &a.Volunteered })},
		{"evasive", keys.Evasive, "", "mark that they avoided the question; again takes it back", r.mark(func(a *assessment.Answer) *bool { return &a.Evasive })},
		{"later", keys.Later, "", "come back to it later, and go on; again takes it back", r.later},
		{"flag", keys.Flag, "NUMBER, or stop TEXT, or warning TEXT", "raise a red flag; alone, list those of the question", r.flag},
		{"resolve", keys.Settle, "NUMBER REASON", "resolve an open red flag; alone, list them", r.resolve},
		{"evidence", keys.Evidence, "seen TEXT, or read DATE WHERE, or file DATE PATH, or promised DATE TEXT", "record how the answer is shown; alone, list the evidence and its kinds", r.evidence},
		{"unread", keys.AllEvidence, "", "list the evidence that came with a reply and that nobody has read", r.unread},
		{"reconcile", keys.Reconcile, "GRADE REASON", "the grade on which scorers agree who gave different ones, and why", r.reconcile},
		{"waive", keys.Waive, "APPROVER; REASON; CONTROL; OWNER; LAST DAY", "let the gate stay open for a while; what is left out is asked", r.waive},
		{"na", keys.SetAside, "REASON", "not applicable, with the reason", r.setAside},
		{"confirm", keys.Confirm, "", "confirm an answer that was carried over", r.confirm},
		{"clear", "", "", "take the answer away and keep the notes", r.clear},
		{"undo", keys.Undo, "", "take back your last answer or flag; undo yes takes back one of an earlier meeting", r.undo},
		{"redo", keys.Redo, "", "record again what you have just taken back", r.again},
		{"session", keys.Session, "NAME, ROLE; NAME, ROLE", "start a session with these people of the vendor; session end ends it", r.session},
		{"answer", "", "TEXT", "give an answer that looks like a command", r.give},
		{"skip", keys.Down, "", "go to the next open question", r.skip},
		{"back", keys.Up, "", "go back to the question before", r.back},
		{"go", keys.Go, "ID", "go to an item by its id", r.goTo},
		{"find", keys.Find, "WORD", "list the items with a word", r.find},
		{"list", keys.View, "", "list the items with their states", r.list},
		{"all", "", "", "lead through all items", r.through(true)},
		{"live", "", "", "lead through the live items only", r.through(false)},
		{"score", keys.Explain, "", "say the verdict and the figures", func(string) error { r.quiet = true; r.score(); return nil }},
		{anywayWord, "", "", "record what looked like patient data", r.anyway},
		{"help", keys.Help, "", "list the commands", r.help},
		{endWord, keys.Back, "", "leave; everything is saved", nil},
	}
}

// letters are the keys of the command's action that can be typed in a line.
func (c command) letters() []string {
	if c.action == "" {
		return nil
	}
	names := slices.Clone(keys.For(c.action, keys.OnInterview).Keys())
	return slices.DeleteFunc(names, func(key string) bool { return utf8.RuneCountInString(key) != 1 })
}

// do obeys a line. An empty line shows the question again.
func (r *room) do(line string) (over bool, err error) {
	if line == "" {
		return false, nil
	}
	c, rest, found := r.commandOf(line)
	if c.word != anywayWord {
		r.waiting = nil
	}
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
		if !slices.Contains(c.letters(), first) && !strings.EqualFold(first, c.word) {
			continue
		}
		if c.rest != "" || rest == "" || c.word == "undo" && rest == sure {
			return c, strings.TrimSpace(rest), true
		}
	}
	if sign := line[:1]; slices.Contains(keys.For(keys.Quote, keys.OnInterview).Keys(), sign) {
		return r.commandOf(sign + " " + line[1:]) // as a quote is written
	}
	return command{}, "", false
}

// help lists the commands.
func (r *room) help(string) error {
	r.page.say("A line is an answer, as the question lists them, or one of these commands. An answer leads to the next open question; back returns to add a note.")
	for _, c := range r.commands() {
		name := c.word
		for _, letter := range c.letters() {
			name += " or " + letter
		}
		if c.rest != "" {
			name += ", then " + c.rest
		}
		if len(name) > 20 {
			r.page.under("  ", name+":")
			r.page.under("      ", c.help)
			continue
		}
		r.page.under("  "+name+": ", c.help)
	}
	r.page.say("An empty line says the question again. The end of the input ends the meeting, as end does.")
	r.quiet = true
	return nil
}

package lines

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
)

// amend records an edit of the answer that keeps its value, and says so.
func (r *room) amend(said string, edit func(a *assessment.Answer)) error {
	return r.keep(said, assessment.Answered{Answer: r.answer().Amended(edit)})
}

// keep records a change that does not lead to another question.
func (r *room) keep(said string, changes ...assessment.Change) error {
	if err := r.takesAnswers(); err != nil {
		return err
	}
	if err := r.record(changes...); err != nil {
		return err
	}
	r.page.say("Recorded: " + said + ".")
	r.quiet = true
	return nil
}

func (r *room) takesAnswers() error {
	if item := r.asked(); item.Computed() {
		return invalid("%s is computed and takes no answer; go ID leads to another item", item.ID)
	}
	return nil
}

// text is the text behind a command. If there is none, the next line is the text; an
// empty one is an error that says so.
func (r *room) text(rest, prompt string) (string, error) {
	if rest != "" {
		return rest, nil
	}
	line, err := r.input.line(r.ctx, r.page, r.Terminal, prompt+": ")
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	if line == "" {
		return "", invalid("there was no text, so nothing was recorded")
	}
	return line, nil
}

// note adds a line to the evaluator's note.
func (r *room) note(rest string) error {
	item := r.asked()
	what := cmp.Or(item.Kind.Note(), "note")
	text, err := r.text(rest, english.Capital(what)+" on "+item.ID)
	if err != nil {
		return err
	}
	said := what + " on " + item.ID
	if item.Kind.Scored() {
		own, _ := r.answer().GradeOf(r.Evaluator)
		return r.keep(said, r.answer().NotedBy(r.Evaluator, added(own.Note, text)))
	}
	return r.amend(said, func(a *assessment.Answer) { a.Note = added(a.Note, text) })
}

func added(note, text string) string { return english.Join("\n", note, text) }

// quote writes down words of the vendor, with the moment and, behind two hyphens, who
// said them.
func (r *room) quote(rest string) error {
	heard := r.Now().UnixMicro()
	text, err := r.text(rest, "They said")
	if err != nil {
		return err
	}
	who := ""
	if at := strings.LastIndex(text, " -- "); at >= 0 {
		text, who = strings.TrimSpace(text[:at]), strings.TrimSpace(text[at+len(" -- "):])
	}
	text = strings.Trim(text, `"`)
	return r.amend("the quote, at "+r.clock(heard), func(a *assessment.Answer) {
		a.Quotes = append(a.Quotes, assessment.Quote{Text: text, Who: who, At: heard})
	})
}

// mark sets a mark of the answer, or takes it back.
func (r *room) mark(of func(a *assessment.Answer) *bool) func(string) error {
	return func(string) error {
		set := false
		next := r.answer().Amended(func(a *assessment.Answer) { *of(a) = !*of(a); set = *of(a) })
		return r.keep(map[bool]string{true: "the mark", false: "the mark is taken back"}[set], assessment.Answered{Answer: next})
	}
}

// later marks the item to come back to and goes on.
func (r *room) later(string) error {
	if r.answer().Later {
		return r.amend("you need not come back to "+r.item, func(a *assessment.Answer) { a.Later = false })
	}
	if err := r.amend(r.item+" is to come back to", func(a *assessment.Answer) { a.Later = true }); err != nil {
		return err
	}
	r.quiet = false
	return r.next()
}

// listen says everything that helps to judge an answer.
func (r *room) listen(string) error {
	item := r.asked()
	section := func(title, lead string, texts []string) {
		if len(texts) > 0 {
			r.page.say(title)
		}
		for n, text := range texts {
			r.page.under(strings.ReplaceAll(lead, "#", fmt.Sprint(n+1)), text)
		}
	}
	section("Listen for:", "  #: ", item.ListenFor)
	if len(item.Elements) > 0 {
		r.page.say("A good answer names: " + english.List(item.Elements) + ".")
	}
	section("Probes:", "  - ", item.Probes)
	var flags []string
	for _, flag := range item.RedFlags {
		flags = append(flags, string(flag.Severity)+": "+flag.Text)
	}
	section("Red flags:", "  #: ", flags)
	if item.Why != "" {
		r.page.under("Why: ", item.Why)
	}
	if item.Basis != "" {
		r.page.under("Basis: ", string(item.Basis)+", "+item.Basis.Meaning()+english.Join("; ", append([]string{""}, item.Cites...)...))
	}
	if len(item.ListenFor)+len(item.Elements)+len(item.Probes)+len(flags) == 0 && item.Why == "" {
		r.page.say("There is nothing to listen for here.")
	}
	r.quiet = true
	return nil
}

// tick ticks points of the item by their numbers, and specifics by their names.
func (r *room) tick(rest string) error {
	item, answer := r.asked(), r.answer()
	own, _ := answer.GradeOf(r.Evaluator)
	heard, named := slices.Clone(answer.Heard), slices.Clone(own.Elements)
	words := strings.FieldsFunc(rest, func(r rune) bool { return r == ',' || r == ' ' })
	if len(words) == 0 {
		return invalid("tick needs numbers or names; listen lists them")
	}
	for _, word := range words {
		word = strings.ToLower(word)
		n, err := strconv.Atoi(word)
		switch {
		case err == nil && n >= 1 && n <= len(item.ListenFor):
			heard = toggled(heard, n)
		case slices.Contains(item.Elements, word):
			named = toggled(named, word)
		default:
			return invalid("there is nothing to tick under %q; listen lists the points", word)
		}
	}
	var changes []assessment.Change
	if !slices.Equal(heard, answer.Heard) {
		changes = append(changes, assessment.Answered{Answer: answer.Amended(func(a *assessment.Answer) { a.Heard = heard })})
	}
	if !slices.Equal(named, own.Elements) {
		changes = append(changes, answer.Naming(r.Evaluator, named))
	}
	if len(changes) == 0 {
		return invalid("that changes nothing")
	}
	return r.keep("the ticks", changes...)
}

func toggled[T int | string](list []T, one T) []T {
	if at := slices.Index(list, one); at >= 0 {
		return slices.Delete(list, at, at+1)
	}
	list = append(list, one)
	slices.Sort(list)
	return list
}

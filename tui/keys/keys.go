// Package keys is the one table of all keys of the workbench. Key handling,
// footers, help, palette and manual page are made from it.
//
// A [Binding] says which keys do an [Action], and in which contexts: on a screen,
// in a dialog, or while something is typed. A handler asks with [Of] or [Pressed]
// which action a key press means in its context, and never looks at the key.
package keys

import (
	"cmp"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Action is one thing that a key, or the palette, can do.
type Action string

// Where is a set of contexts.
type Where uint64

// The contexts in which a key works.
const (
	OnPortfolio Where = 1 << iota
	OnVendor
	OnInterview
	OnCompare
	OnBoard
	OnJournal
	OnActions
	OnEvidence
	OnReview
	OnPanel
	OnAgenda
	OnReply
	OnPeople

	InFilter // the filter of the portfolio is typed
	InWeight // a weight is typed
	InTicks  // ticking the points that were heard

	InPicker
	InNumbers // a picker whose lines have numbers
	InSeveral // a picker of several
	InEvidence
	InChain
	InClash  // two answers of two people
	InDrafts // texts that were typed and not saved
	InFolder // the files in the folder of a person who is connected over SSH
	InTyping // any text that is typed
	InLines  // a text of several lines
	InSheet
	InSteps  // a sheet that is saved from its last line
	InFact   // a sheet of one line, the answer of a fact
	InChoice // a field of a sheet: one of several
	InChecks // a field of a sheet: a list of checks
	InPath   // a field of a sheet: the name of a file
	InForm
	InNote
	InText
	InReading // a text that asks nothing
	InAgree   // a text that asks for a yes
	InWritten // a text about a document that was written
	InFetched // the same, in the folder of a person who is connected over SSH
	InWhy
	InHelp
	InGlossary

	Always // on every screen and in every dialog

	Everywhere = OnPortfolio | OnVendor | OnInterview | OnCompare | OnBoard | OnJournal | OnPanel | OnActions | OnEvidence | OnReview | OnAgenda | OnReply | OnPeople
)

// Context is one place where keys work, as the help and the manual page name it.
type Context struct {
	Where Where
	Name  string
}

// Screens lists the contexts that are screens.
func Screens() []Context {
	return []Context{
		{OnPortfolio, "Vendors"},
		{OnVendor, "A vendor"},
		{OnInterview, "The interview"},
		{OnCompare, "The comparison"},
		{OnBoard, "The board of an RFP"},
		{OnJournal, "The journal"},
		{OnActions, "The actions of an assessment"},
		{OnEvidence, "The evidence of an assessment"},
		{OnReview, "The review"},
		{OnReply, "The reply of a vendor"},
		{OnPanel, "The panel of graders"},
		{OnAgenda, "The agenda of the meeting"},
		{OnPeople, "The people of the record"},
	}
}

// Dialogs lists all other contexts.
func Dialogs() []Context {
	return []Context{
		{InFilter, "While the filter of vendors is typed"},
		{InTicks, "While what was heard is ticked"},
		{InWeight, "While a weight is typed"},
		{InTyping, "While a text is typed"},
		{InLines, "While several lines are typed"},
		{InSheet, "A dialog of a few lines"},
		{InSteps, "A dialog that is saved from its last line"},
		{InFact, "The answer of a fact"},
		{InChoice, "A line with a choice"},
		{InChecks, "A line with checks"},
		{InPath, "A line with the name of a file"},
		{InForm, "A form"},
		{InNote, "A note"},
		{InPicker, "A list"},
		{InNumbers, "A list with numbers"},
		{InSeveral, "A list of which several are ticked"},
		{InEvidence, "The list of evidence"},
		{InChain, "The delivery chain"},
		{InDrafts, "The list of texts that are not saved"},
		{InFolder, "Over SSH: the files in your folder"},
		{InClash, "Two answers of two people"},
		{InText, "A text"},
		{InReading, "A text that asks nothing"},
		{InAgree, "A text that asks for a yes"},
		{InWritten, "A document that was written"},
		{InFetched, "Over SSH: a document that was written"},
		{InWhy, "Why: the arithmetic"},
		{InHelp, "The help"},
		{InGlossary, "The glossary"},
	}
}

// Binding says what some keys do, and where.
type Binding struct {
	key.Binding // the keys as they arrive, how they are printed, a word for the footer

	Action Action
	Where  Where
	Group  string // heading in the help
	Help   string // a sentence for the help and the manual page
	Rank   int    // position in the footer; 0 keeps it out
}

// Shown is how the keys are printed.
func (b Binding) Shown() string { return b.Binding.Help().Key }

// Word is the word for the footer.
func (b Binding) Word() string { return b.Binding.Help().Desc }

// Called is the binding with its keys and its word printed in another way. An
// empty text leaves them as they are.
func (b Binding) Called(shown, word string) Binding {
	b.SetHelp(cmp.Or(shown, b.Shown()), cmp.Or(word, b.Word()))
	return b
}

// printed are keys whose name on a screen differs from the one under which they arrive.
var printed = map[string]string{
	"left": "←", "right": "→", "up": "↑", "down": "↓", "pgdown": "pgdn", "delete": "del", "ctrl+left": "ctrl+←", "ctrl+right": "ctrl+→",
	"alt+left": "alt+←", "alt+right": "alt+→", "alt+delete": "alt+del", wheelDown: "wheel↓", wheelUp: "wheel↑",
}

// Names are all keys of the binding as they are printed. Digits that follow one another
// are one name, as in 1–9.
func (b Binding) Names() []string {
	var names []string
	for at, all := 0, b.Binding.Keys(); at < len(all); at++ {
		end := at
		for end+1 < len(all) && isDigit(all[end]) && isDigit(all[end+1]) && all[end+1][0] == all[end][0]+1 {
			end++
		}
		name := cmp.Or(printed[all[at]], all[at])
		if end > at+1 {
			name, at = all[at]+"–"+all[end], end
		}
		names = append(names, name)
	}
	return names
}

func isDigit(name string) bool { return len(name) == 1 && name[0] >= '0' && name[0] <= '9' }

// Others are the keys of the binding that neither Shown nor Help prints.
func (b Binding) Others() []string {
	shown := strings.Fields(b.Shown())
	for word := range strings.FieldsSeq(b.Help) {
		if word = strings.Trim(word, "(),;"); word != strings.ToLower(word) || len(word) > 1 {
			shown = append(shown, word) // a small letter alone is rather the word a
		}
	}
	return slices.DeleteFunc(b.Names(), func(name string) bool { return slices.Contains(shown, name) })
}

// Table lists all bindings.
func Table() []Binding { return table }

var table = slices.Concat(screens, dialogs)

// In lists the bindings of a context.
func In(where Where) []Binding {
	var list []Binding
	for n := range table {
		if table[n].Where&where != 0 {
			list = append(list, table[n])
		}
	}
	return list
}

// Footer lists the bindings that the footer of a context shows, in its order.
func Footer(where Where) []Binding {
	list := slices.DeleteFunc(In(where), func(b Binding) bool { return b.Rank == 0 })
	slices.SortStableFunc(list, func(a, b Binding) int { return cmp.Compare(a.Rank, b.Rank) })
	return list
}

// For is the binding of an action in a context. There must be one.
func For(a Action, where Where) Binding {
	return table[slices.IndexFunc(table, func(b Binding) bool { return b.Action == a && b.Where&where != 0 })]
}

func bind(a Action, where Where, group string, rank int, shown, word, help string, keys ...string) Binding {
	return Binding{key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, word)), a, where, group, help, rank}
}

// Pressed lists the bindings that a key may mean in a context.
func Pressed(msg tea.KeyPressMsg, where Where) []Binding {
	var all []Binding
	for n := range table {
		if table[n].Where&where != 0 && key.Matches(msg, table[n].Binding) {
			all = append(all, table[n])
		}
	}
	return all
}

// The turns of the mouse wheel, as they arrive. In the table they are keys.
const wheelDown, wheelUp = "wheeldown", "wheelup"

// Of is the action that a message means in a context: nothing for one that is neither
// a key press nor a turn of the wheel, or a key that does nothing there.
func Of(msg tea.Msg, where Where) Action {
	var press interface{ String() string }
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		press = msg
	case tea.MouseWheelMsg:
		press = msg
	default:
		return ""
	}
	for n := range table {
		if table[n].Where&where != 0 && key.Matches(press, table[n].Binding) {
			return table[n].Action
		}
	}
	return ""
}

// Digit is the digit that was pressed, or -1.
func Digit(msg tea.KeyPressMsg) int {
	if name := msg.String(); len(name) == 1 && name[0] >= '0' && name[0] <= '9' {
		return int(name[0] - '0')
	}
	return -1
}

// Step is the line to go to after an action in a list of lines, seen from one of
// them, and whether the action moves at all.
func Step(a Action, at, page, lines int) (to int, moves bool) {
	switch a {
	case Down:
		to = at + 1
	case Up:
		to = at - 1
	case PageDown:
		to = at + page
	case PageUp:
		to = at - page
	case Top:
		to = 0
	case Bottom:
		to = lines - 1
	default:
		return at, false
	}
	return max(0, min(to, lines-1)), true
}

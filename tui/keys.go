package tui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"assay/questionnaire"
)

// Action is one thing that a key, or the palette, can do.
type Action string

// Where is a set of screens.
type Where uint8

// The screens on which a key works.
const (
	OnPortfolio Where = 1 << iota
	OnVendor
	OnInterview
	OnCompare
	OnBoard

	Everywhere = OnPortfolio | OnVendor | OnInterview | OnCompare | OnBoard
)

// Binding is one row of the table of keys.
type Binding struct {
	key.Binding // the keys as they arrive, how they are printed, a word for the footer

	Action Action
	Where  Where
	Group  string // heading in the help
	Help   string // a sentence for the help and the manual page
	Rank   int    // place in the footer; 0 is not there
}

// The actions.
const (
	actQuit    Action = "quit"
	actBack    Action = "back"
	actHelp    Action = "help"
	actPalette Action = "palette"
	actRedraw  Action = "redraw"
	actSuspend Action = "suspend"

	actDown     Action = "down"
	actUp       Action = "up"
	actPageDown Action = "page-down"
	actPageUp   Action = "page-up"
	actTop      Action = "top"
	actBottom   Action = "bottom"
	actFilter   Action = "filter"
	actOpen     Action = "open"

	actMark         Action = "mark"
	actCompare      Action = "compare"
	actNextSide     Action = "next-column"
	actLastSide     Action = "last-column"
	actDiffer       Action = "differences"
	actHeavier      Action = "heavier"
	actLighter      Action = "lighter"
	actWeight       Action = "weight"
	actResetWeights Action = "set-weights"
	actRecord       Action = "record-what-if"

	actBoard Action = "board"
	actDue   Action = "due"
	actAward Action = "award"

	actInterview     Action = "interview"
	actNewVendor     Action = "new-vendor"
	actNewRFP        Action = "new-rfp"
	actNewAssessment Action = "new-assessment"
	actReport        Action = "report"
	actExplain       Action = "explain"
	actName          Action = "name"

	actDecide  Action = "decide"
	actActions Action = "actions"
	actChain   Action = "chain"
	actMoveOn  Action = "move-on"
	actDelta   Action = "delta"

	actConfirm    Action = "confirm"
	actOurs       Action = "same-for-all"
	actGrade      Action = "grade"
	actSetAside   Action = "not-applicable"
	actWaive      Action = "waive"
	actClear      Action = "clear"
	actFact       Action = "fact"
	actSecond     Action = "second-scorer"
	actReconcile  Action = "reconcile"
	actClaimed    Action = "claimed"
	actDocumented Action = "documented"
	actVerified   Action = "verified"
	actAttested   Action = "attested"
	actEvidence   Action = "evidence"

	actNote       Action = "note"
	actQuote      Action = "quote"
	actTick       Action = "tick"
	actVolunteer  Action = "volunteered"
	actEvasive    Action = "evasive"
	actLater      Action = "later"
	actFlag       Action = "flag"
	actSettle     Action = "resolve-flag"
	actUndo       Action = "undo"
	actRetry      Action = "save-again"
	actDiscard    Action = "discard-unsaved"
	actSession    Action = "session"
	actNextOpen   Action = "next-open"
	actItems      Action = "items"
	actNextDomain Action = "next-domain"
	actLastDomain Action = "last-domain"
	actFind       Action = "find"
	actGo         Action = "go"
)

// Bindings is the table of all keys. Key handling, footer, help, palette and
// manual page are made from it.
func Bindings() []Binding { return table }

var table = slices.Concat([]Binding{
	bind(actGrade, OnInterview, "Answer", 1, "0–4", "grade", "grade it ("+gradedKinds()+"), or choose an option of a fact", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
}, letters(), []Binding{
	bind(actFact, OnInterview, "Answer", 1, "enter", "answer", "write the answer to a fact", "enter"),
	bind(actConfirm, OnInterview, "Answer", 1, ".", "confirm", "confirm an answer given before, as it stands", "."),
	bind(actOurs, OnInterview, "Answer", 3, "o", "same for all", "give an answer of our own to the RFP's other assessments too", "o"),
	bind(actSetAside, OnInterview, "Answer", 12, "x", "n/a", "not applicable: asks why, once more takes it back", "x"),
	bind(actWaive, OnInterview, "Answer", 12, "X", "waive", "waive an open gate for a while: somebody else approves it, and says what protects instead", "X"),
	bind(actClear, OnInterview, "Answer", 0, "backspace", "clear", "clear the answer, keep the notes", "backspace", "delete"),
	bind(actSecond, OnInterview, "Answer", 0, "s", "2nd scorer", "a scenario's grade by a second person who scored apart", "s"),
	bind(actReconcile, OnInterview, "Answer", 0, "=", "reconcile", "say why two scores far apart are reconciled", "="),

	bind(actClaimed, OnInterview, "Show it", 0, "c", "claimed", "claimed: it was said", "c"),
	bind(actDocumented, OnInterview, "Show it", 3, "d", "documented", "documented: a current document, read by us", "d"),
	bind(actVerified, OnInterview, "Show it", 4, "v", "verified", "verified: we sampled records or watched it work", "v"),
	bind(actAttested, OnInterview, "Show it", 0, "a", "attested", "attested: an independent third party tested it, in scope", "a"),
	bind(actEvidence, OnInterview, "Show it", 10, "e", "evidence", "list, add and change the evidence of this item", "e"),

	bind(actNote, OnInterview, "Write down", 5, "enter", "note", "write a note (N also on facts); on a clause, the section number", "enter", "N"),
	bind(actQuote, OnInterview, "Write down", 6, `"`, "quote", "what they said, word for word, with the time", `"`, "'"),
	bind(actTick, OnInterview, "Write down", 7, "t", "tick", "tick what you heard: t, then the numbers and letters shown", "t"),
	bind(actVolunteer, OnInterview, "Write down", 0, "+", "volunteered", "volunteered: said before it was asked", "+"),
	bind(actEvasive, OnInterview, "Write down", 0, "-", "evasive", "evasive: they went around the question", "-"),
	bind(actLater, OnInterview, "Write down", 11, "b", "later", "come back to it later", "b"),
	bind(actFlag, OnInterview, "Write down", 8, "f", "red flag", "raise a red flag: one of the item's, or your own words", "f"),
	bind(actSettle, OnInterview, "Write down", 0, "F", "resolve flag", "resolve an open red flag, with a reason", "F"),
	bind(actUndo, OnInterview, "Write down", 9, "u", "undo", "undo the last answer or flag; the record keeps both", "u"),
	bind(actRetry, OnVendor|OnInterview, "Write down", 1, "ctrl+s", "save again", "try again to save what is not saved", "ctrl+s"),
	bind(actDiscard, OnVendor|OnInterview, "Write down", 0, "ctrl+x", "discard", "give up what could not be saved", "ctrl+x"),

	bind(actNextOpen, OnInterview, "Move", 2, "tab", "next open", "the next open item; when all are answered, the next open gate", "tab"),
	bind(actItems, OnInterview, "Move", 1, "enter 1–9", "its items", "on a checklist line or a computed date: its items; a number goes to one", "enter", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
	bind(actDown, Everywhere, "Move", 0, "j ↓", "down", "next", "j", "down"),
	bind(actUp, Everywhere, "Move", 0, "k ↑", "up", "previous", "k", "up"),
	bind(actPageDown, Everywhere, "Move", 0, "space pgdn", "more", "a page on; in the interview, more of the question", "space", "pgdown", "ctrl+d", "ctrl+f"),
	bind(actPageUp, Everywhere, "Move", 0, "pgup", "back up", "a page back", "pgup", "ctrl+u", "ctrl+b"),
	bind(actNextDomain, OnInterview, "Move", 0, "]", "next domain", "the next domain", "]", "right"),
	bind(actLastDomain, OnInterview, "Move", 0, "[", "last domain", "the domain before", "[", "left"),
	bind(actNextSide, OnCompare, "Move", 0, "l →", "next column", "the next column", "l", "right", "]"),
	bind(actLastSide, OnCompare, "Move", 0, "h ←", "last column", "the column before", "h", "left", "["),
	bind(actTop, OnPortfolio|OnVendor|OnCompare|OnBoard, "Move", 0, "g", "top", "the first", "g", "home"),
	bind(actGo, OnInterview, "Move", 0, "g", "go to", "go to an item by its id", "g"),
	bind(actTop, OnInterview, "Move", 0, "home", "top", "the first item", "home"),
	bind(actBottom, Everywhere, "Move", 0, "G", "bottom", "the last", "G", "end"),
	bind(actFilter, OnPortfolio, "Move", 5, "/", "filter", "show only vendors that match; !word shows the others", "/"),
	bind(actFind, OnInterview, "Move", 0, "/", "find", "find an item by its words", "/"),

	bind(actHeavier, OnCompare, "What if", 2, "+ -", "weight", "one more or one less for the weight of the chosen domain; at 0 it is left out; nothing is stored", "+", "="),
	bind(actLighter, OnCompare, "What if", 0, "", "lighter", "one less for the weight of the chosen domain", "-"),
	bind(actWeight, OnCompare, "What if", 4, "1–9", "exact", "type the weight of the chosen domain, digit by digit", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
	bind(actRecord, OnCompare, "What if", 2, "s", "record as", "record the tried weights and what comes out, under a name", "s"),
	bind(actResetWeights, OnCompare, "What if", 1, "0", "reset", "all weights as they are set", "0"),

	bind(actOpen, OnPortfolio, "Do", 1, "enter", "open", "open the vendor's page", "enter", "l", "right"),
	bind(actMark, OnPortfolio, "Do", 8, "m", "mark", "mark the assessment for the comparison; once more takes it back", "m"),
	bind(actCompare, OnPortfolio, "Do", 3, "c", "compare", "compare the marked assessments, or else all of the chosen one's RFP", "c"),
	bind(actOpen, OnCompare, "Do", 1, "enter", "open", "go down: from a domain to its items, from an item to what was answered and shown", "enter"),
	bind(actDiffer, OnCompare, "Do", 3, "o", "differences", "only differences: hide domains and items on which all agree", "o"),
	bind(actExplain, OnCompare, "Do", 6, "w", "why", "why: the arithmetic behind the figures of the chosen column", "w"),
	bind(actBoard, OnPortfolio, "Do", 3, "b", "board", "the board of the chosen one's RFP: ranks, decisions, what is missing, the award", "b"),
	bind(actDue, OnPortfolio, "Do", 9, "d", "due", "what is due within 90 days, of all vendors, what is overdue first", "d"),
	bind(actOpen, OnBoard, "Do", 1, "enter", "open", "open the vendor's page, on this RFP", "enter", "l", "right"),
	bind(actAward, OnBoard, "Do", 2, "W", "award", "award the RFP to the chosen vendor, and say why each other is not chosen", "W"),
	bind(actCompare, OnBoard, "Do", 3, "c", "compare", "compare all vendors of the board", "c"),
	bind(actInterview, OnBoard, "Do", 4, "i", "interview", "straight to the interview", "i"),
	bind(actExplain, OnBoard, "Do", 6, "w", "why", "why: the arithmetic behind the score, down to one item", "w"),
	bind(actInterview, OnPortfolio, "Do", 2, "i", "interview", "straight to the interview", "i"),
	bind(actInterview, OnVendor, "Do", 1, "enter", "interview", "go to the interview", "enter", "i", "l", "right"),
	bind(actNewAssessment, OnPortfolio|OnVendor, "Do", 3, "a", "assess", "open a new assessment of this vendor", "a"),
	bind(actExplain, OnPortfolio, "Do", 0, "w", "why", "why: the arithmetic behind the score, down to one item", "w"),
	bind(actExplain, OnVendor, "Do", 2, "w", "why", "why: the arithmetic behind the score, down to one item", "w"),
	bind(actExplain, OnInterview, "Do", 13, "w", "why", "why: the arithmetic behind the figures of this item; W: of the whole", "w", "W"),
	bind(actReport, OnInterview, "Do", 0, "r", "report", "write the report as a PDF", "r"),
	bind(actReport, OnVendor, "Do", 4, "r", "report", "write the report as a PDF", "r"),
	bind(actNewVendor, OnPortfolio, "Do", 4, "n", "new vendor", "add a vendor", "n"),
	bind(actNewRFP, OnPortfolio, "Do", 6, "R", "new RFP", "add a request for proposals", "R"),
	bind(actDecide, OnVendor, "Do", 3, "D", "decide", "record the decision of a named person, and the conditions it is subject to", "D"),
	bind(actActions, OnVendor, "Do", 4, "A", "actions", "the actions: what is to be done, by whom, until when; add one, close one", "A"),
	bind(actActions, OnInterview, "Do", 0, "A", "actions", "the actions: what is to be done, by whom, until when; add one, close one", "A"),
	bind(actChain, OnVendor, "Do", 6, "C", "chain", "the delivery chain: who stands between the vendor and the work, and by which agreement", "C"),
	bind(actChain, OnInterview, "Do", 0, "C", "chain", "the delivery chain: who stands between the vendor and the work, and by which agreement", "C"),
	bind(actDelta, OnVendor, "Do", 7, "d", "delta", "better, worse, new and gone since the assessment before", "d"),
	bind(actMoveOn, OnVendor, "Do", 8, "M", "move on", "take the assessment on to the next milestone; says first what that changes", "M"),
	bind(actSession, OnInterview, "Do", 0, "S", "session", "start or end the session with the vendor", "S"),
	bind(actName, Everywhere, "Do", 0, "", "your name", "change the name under which you record"),
	bind(actRedraw, Everywhere, "Do", 0, "ctrl+l", "redraw", "draw the screen anew", "ctrl+l"),
	bind(actSuspend, Everywhere, "Do", 0, "ctrl+z", "suspend", "back to the shell; fg returns", "ctrl+z"),
	bind(actBack, OnVendor|OnInterview|OnCompare|OnBoard, "Do", 19, "esc", "back", "back; everything is saved as you go", "esc", "q"),
	bind(actPalette, Everywhere, "Do", 0, ":", "palette", "everything that can be done here, by name", ":", "ctrl+p"),
	bind(actHelp, Everywhere, "Do", 20, "?", "all keys", "this page; on an item with help texts, those first", "?"),
	bind(actQuit, OnPortfolio, "Do", 19, "q", "quit", "quit; everything is saved", "q", "ctrl+c"),
	bind(actQuit, OnVendor|OnInterview|OnCompare|OnBoard, "Do", 0, "ctrl+c", "quit", "quit; everything is saved", "ctrl+c"),
})

// letters are the keys that answer an item with a word: what the kinds of items
// and the yes-no facts take.
func letters() []Binding {
	var first []questionnaire.Value // of each key
	help := map[string][]string{}
	for _, kind := range questionnaire.Kinds() {
		item := questionnaire.Item{Kind: kind}
		if !kind.Judged() {
			item.Answer = "yes_no"
		}
		if kind.Graded() {
			continue
		}
		for _, value := range item.Values() {
			if help[value.Key] == nil {
				first = append(first, value)
			}
			help[value.Key] = append(help[value.Key], string(kind)+" "+value.Text)
		}
	}
	slices.SortStableFunc(first, func(a, b questionnaire.Value) int { return b.Eighths - a.Eighths })
	var all []Binding
	for n, value := range first {
		all = append(all, bind(letterAction+Action(value.Key), OnInterview, "Answer", min(n+1, 2), value.Key, value.Text, strings.Join(help[value.Key], ", "), value.Key))
	}
	return all
}

// letterAction begins the actions of letters.
const letterAction = Action("answer-")

// letterOf is the key of such an action, or nothing.
func letterOf(a Action) string {
	if letter, is := strings.CutPrefix(string(a), string(letterAction)); is {
		return letter
	}
	return ""
}

func gradedKinds() string {
	var names []string
	for _, kind := range questionnaire.Kinds() {
		if kind.Graded() {
			names = append(names, string(kind))
		}
	}
	return strings.Join(names, ", ")
}

// recorded reports whether an action leads to an entry in a record, which has an
// author.
func recorded(a Action) bool {
	switch a {
	case actRecord, actAward, actNewAssessment, actNewRFP, actSession, actDecide, actMoveOn:
		return true
	}
	return slices.ContainsFunc(table, func(b Binding) bool {
		return b.Action == a && (b.Group == "Answer" || b.Group == "Show it" || b.Group == "Write down")
	})
}

func bind(a Action, where Where, group string, rank int, shown, word, help string, keys ...string) Binding {
	return Binding{key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, word)), a, where, group, help, rank}
}

// pressed lists the bindings that a key may mean on these screens.
func pressed(msg tea.KeyPressMsg, where Where) []Binding {
	var found []Binding
	for _, b := range table {
		if b.Where&where != 0 && key.Matches(msg, b.Binding) {
			found = append(found, b)
		}
	}
	return found
}

// stepped is the line to stand on after an action in a list of lines, seen from
// one of them, and whether the action moves at all. It may lie beyond the ends.
func stepped(a Action, at, page, lines int) (to int, moves bool) {
	switch a {
	case actDown:
		return at + 1, true
	case actUp:
		return at - 1, true
	case actPageDown:
		return at + page, true
	case actPageUp:
		return at - page, true
	case actTop:
		return 0, true
	case actBottom:
		return lines - 1, true
	}
	return at, false
}

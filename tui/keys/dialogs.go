package keys

// The actions of dialogs. The others they share with the screens.
const (
	Leave     Action = "leave"
	Save      Action = "save"
	Agree     Action = "agree"
	Choose    Action = "choose"
	Number    Action = "number"
	Toggle    Action = "toggle"
	Erase     Action = "erase"
	Advance   Action = "advance"
	SaveOn    Action = "save-and-go-on"
	NextField Action = "next-field"
	LastField Action = "last-field"
	Complete  Action = "complete"
	NextOne   Action = "next-option"
	LastOne   Action = "last-option"

	LetterLeft     Action = "letter-left"
	LetterRight    Action = "letter-right"
	WordLeft       Action = "word-left"
	WordRight      Action = "word-right"
	LineStart      Action = "line-start"
	LineEnd        Action = "line-end"
	EraseLeft      Action = "erase-left"
	EraseRight     Action = "erase-right"
	EraseWordLeft  Action = "erase-word-left"
	EraseWordRight Action = "erase-word-right"
	EraseToStart   Action = "erase-to-start"
	EraseToEnd     Action = "erase-to-end"
	NewLine        Action = "new-line"
	Edit           Action = "edit"
	EditFromEnd    Action = "edit-from-end"

	Checks  Action = "checks"
	Add     Action = "add"
	Remove  Action = "remove"
	Revalue Action = "revalue"
	CopyIn  Action = "copy-in"

	KeepOwn    Action = "keep-own"
	KeepTheirs Action = "keep-theirs"
	Merge      Action = "merge"

	Follow   Action = "follow"
	Above    Action = "above"
	Whole    Action = "whole"
	NextPage Action = "next-page"
	LastPage Action = "last-page"
	Glossary Action = "glossary"

	// Without keys of their own: a word for the footer over several actions.
	Move   Action = "move"
	Select Action = "select"
)

var digits = []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}

// dialogs is the part of the table for dialogs, and for text fields on a
// screen.
var dialogs = []Binding{
	bind(Save, InFilter, "Filter", 1, "enter", "keep", "keep the filter", "enter", "down", "up"),
	bind(Leave, InFilter, "Filter", 2, "esc", "clear", "clear the filter", "esc"),

	bind(Number, InTicks, "Tick", 1, "1–9", "tick", "tick what you listened for; the letters shown tick the elements of a scenario", digits...),
	bind(Leave, InTicks, "Tick", 2, "t", "end", "stop ticking; any other key also stops it, then does its usual work", "t", "esc", "enter"),

	bind(Number, InWeight, "Weight", 1, "0–9", "weight", "one more digit of the weight", append([]string{"0"}, digits...)...),
	bind(Erase, InWeight, "Weight", 0, "backspace", "erase", "erase the last digit", "backspace"),
	bind(Save, InWeight, "Weight", 2, "enter", "keep", "keep the weight; any other key also keeps it, then does its usual work", "enter"),
	bind(Leave, InWeight, "Weight", 3, "esc", "take back", "discard the typed weight", "esc"),

	bind(LetterLeft, InTyping, "Typing", 0, "←", "left", "one letter to the left", "left", "ctrl+b"),
	bind(LetterRight, InTyping, "Typing", 0, "→", "right", "one letter to the right", "right", "ctrl+f"),
	bind(WordLeft, InTyping, "Typing", 0, "ctrl+←", "word left", "one word to the left", "ctrl+left", "alt+left", "alt+b"),
	bind(WordRight, InTyping, "Typing", 0, "ctrl+→", "word right", "one word to the right", "ctrl+right", "alt+right", "alt+f"),
	bind(LineStart, InTyping, "Typing", 0, "home", "start", "the start of the line", "home", "ctrl+a"),
	bind(LineEnd, InTyping, "Typing", 0, "end", "end", "the end of the line", "end", "ctrl+e"),
	bind(EraseLeft, InTyping, "Typing", 0, "backspace", "erase", "erase the letter at the left", "backspace", "shift+backspace", "ctrl+h"),
	bind(EraseRight, InTyping, "Typing", 0, "del", "erase", "erase the letter at the right", "delete", "ctrl+d"),
	bind(EraseWordLeft, InTyping, "Typing", 0, "ctrl+w", "erase word", "erase the word at the left", "ctrl+w", "alt+backspace"),
	bind(EraseWordRight, InTyping, "Typing", 0, "alt+d", "erase word", "erase the word at the right", "alt+d", "alt+delete"),
	bind(EraseToStart, InTyping, "Typing", 0, "ctrl+u", "erase", "erase all before the cursor in the line", "ctrl+u"),
	bind(EraseToEnd, InTyping, "Typing", 0, "ctrl+k", "erase", "erase all behind the cursor in the line", "ctrl+k"),
	bind(NewLine, InLines, "Typing", 0, "enter", "new line", "a new line", "enter", "shift+enter", "ctrl+j"),
	bind(Down, InLines, "Typing", 0, "↓", "down", "the next row", "down", "ctrl+n", wheelDown),
	bind(Up, InLines, "Typing", 0, "↑", "up", "the previous row", "up", "ctrl+p", wheelUp),
	bind(PageDown, InLines, "Typing", 0, "pgdn", "more", "the next page", "pgdown"),
	bind(PageUp, InLines, "Typing", 0, "pgup", "back up", "the previous page", "pgup"),
	bind(Top, InLines, "Typing", 0, "ctrl+home", "top", "the start of the text", "ctrl+home"),
	bind(Bottom, InLines, "Typing", 0, "ctrl+end", "bottom", "the end of the text", "ctrl+end"),

	bind(Save, InSheet, "Dialog", 1, "enter", "save", "save, from any line", "enter", "ctrl+s"),
	bind(Save, InFact, "Dialog", 1, "enter", "save", "save, and stay on the item", "enter", "ctrl+s"),
	bind(SaveOn, InFact, "Dialog", 2, "tab", "save, next open", "save, and go to the next open item", "tab"),
	bind(Advance, InSteps, "Dialog", 1, "enter", "next line", "the next line; from the last one, save", "enter"),
	bind(Save, InSteps, "Dialog", 2, "ctrl+s", "save", "save, from any line", "ctrl+s"),
	bind(NextField, InSheet, "Dialog", 2, "tab", "next line", "the next line", "tab", "down"),
	bind(NextField, InSteps, "Dialog", 0, "tab", "next line", "the next line", "tab", "down"),
	bind(LastField, InSheet|InSteps, "Dialog", 0, "shift+tab", "previous line", "the previous line", "shift+tab", "up"),
	bind(Top, InSheet|InSteps, "Dialog", 0, "pgup", "first line", "the first line", "pgup"),
	bind(Bottom, InSheet|InSteps, "Dialog", 0, "pgdn", "last line", "the last line", "pgdown"),
	bind(Erase, InSheet|InSteps|InFact, "Dialog", 0, "backspace", "erase", "erase; on a suggested text it erases the whole text, and so does the first letter you type", "backspace", "delete"),
	bind(Leave, InSheet|InSteps|InFact, "Dialog", 3, "esc", "cancel", "leave without saving; what you typed comes back when you open it again", "esc"),
	bind(NextOne, InChoice, "Dialog", 0, "→ space", "next", "the next choice, also from an empty text below it; or press the first letter of a choice", "right", "space", "l"),
	bind(LastOne, InChoice, "Dialog", 0, "←", "before", "the previous choice, also from an empty text below it", "left", "h"),
	bind(Top, InChoice, "Dialog", 0, "home", "first", "the first choice", "home"),
	bind(Bottom, InChoice, "Dialog", 0, "end", "last", "the last choice", "end"),
	bind(Toggle, InChecks, "Dialog", 0, "space", "tick", "tick the marked check", "space"),
	bind(Number, InChecks, "Dialog", 0, "1–9", "tick", "tick a check by its number", digits...),
	bind(Down, InChecks, "Dialog", 0, "↓", "down", "the next check, then the next line", "down"),
	bind(Up, InChecks, "Dialog", 0, "↑", "up", "the previous check, then the previous line", "up"),
	bind(PageDown, InChecks, "Dialog", 0, "pgdn", "more", "the next page of checks", "pgdown"),
	bind(PageUp, InChecks, "Dialog", 0, "pgup", "back up", "the previous page of checks", "pgup"),
	bind(Top, InChecks, "Dialog", 0, "home", "first", "the first check", "home"),
	bind(Bottom, InChecks, "Dialog", 0, "end", "last", "the last check", "end"),

	bind(Complete, InPath, "Dialog", 0, "tab", "complete", "complete the name; where nothing is to complete, the next line", "tab"),

	bind(Save, InForm, "Form", 1, "enter", "next", "the next question; after the last one, save", "enter", "ctrl+s"),
	bind(NextField, InForm, "Form", 0, "tab", "next", "the next question", "tab"),
	bind(LastField, InForm, "Form", 2, "shift+tab", "back", "the previous question", "shift+tab"),
	bind(Down, InForm, "Form", 0, "↓", "down", "the next choice; from a text, the next question", "down"),
	bind(Up, InForm, "Form", 0, "↑", "up", "the previous choice; from a text, the previous question", "up"),
	bind(PageDown, InForm, "Form", 0, "pgdn", "more", "in a long list of choices, half a page down", "pgdown"),
	bind(PageUp, InForm, "Form", 0, "pgup", "back up", "in a long list of choices, half a page up", "pgup"),
	bind(Top, InForm, "Form", 0, "home", "first", "the first choice; in a text, its start", "home"),
	bind(Bottom, InForm, "Form", 0, "end", "last", "the last choice; in a text, its end", "end"),
	bind(Leave, InForm, "Form", 3, "esc", "cancel", "leave without saving; what you typed comes back when you open it again", "esc"),

	bind(Save, InNote, "Note", 1, "esc", "saves and closes", "save and close", "esc", "ctrl+s"),
	bind(EditFromEnd, InNote, "Note", 2, "ctrl+e", "your editor", "the end of the line; from there, write the note in your own editor, which EDITOR names", "ctrl+e"),
	bind(Edit, InNote, "Note", 0, "ctrl+o", "your editor", "write the note in your own editor, from anywhere", "ctrl+o"),

	bind(Checks, InEvidence, "Evidence", 1, "t", "checks", "tick the checks made with the chosen record", "t"),
	bind(Revalue, InEvidence, "Evidence", 1, "c d v a", "how shown", "count the chosen record as claimed, documented, verified or attested"),
	bind(Claimed, InEvidence, "Evidence", 0, "", "claimed", "count the chosen record as claimed", "c"),
	bind(Documented, InEvidence, "Evidence", 0, "", "documented", "count the chosen record as documented", "d"),
	bind(Verified, InEvidence, "Evidence", 0, "", "verified", "count the chosen record as verified", "v"),
	bind(Attested, InEvidence, "Evidence", 0, "", "attested", "count the chosen record as attested", "a"),
	bind(Remove, InEvidence, "Evidence", 1, "del", "remove", "remove the chosen record", "delete", "backspace", "x"),
	bind(Add, InChain, "Delivery chain", 1, "a", "add under it", "add a link under the chosen one", "a"),
	bind(Remove, InChain, "Delivery chain", 1, "x", "remove", "remove the chosen link, with a reason", "x", "delete", "backspace"),
	bind(KeepOwn, InClash, "Two answers", 1, "o", "keep yours", "keep your own side", "o"),
	bind(KeepTheirs, InClash, "Two answers", 2, "t", "keep theirs", "keep the side of your colleague", "t"),
	bind(Merge, InClash, "Two answers", 3, "m", "merge", "write both texts into one and edit it", "m"),
	bind(Leave, InClash, "Two answers", 4, "esc", "later", "decide later: you are asked again", "esc"),
	bind(Remove, InFolder, "Your folder", 1, "x", "remove", "remove the chosen file from your folder", "x", "delete"),
	bind(CopyIn, InDrafts, "Drafts", 1, "c", "copy in", "go where the chosen text was typed, and write it there again", "c"),
	bind(Remove, InDrafts, "Drafts", 2, "x", "discard", "discard the chosen text, after showing it", "x", "delete"),

	bind(Toggle, InSeveral, "List", 2, "space", "tick", "tick the chosen line", "space"),
	bind(Number, InNumbers, "List", 0, "1–9", "choose", "choose a line by its number; in a list of several, tick it", digits...),
	bind(Choose, InPicker, "List", 3, "enter", "choose", "choose; in a list of several, take all that are ticked", "enter"),
	bind(Move, InPicker, "List", 4, "↑↓", "move", "the previous line, the next line"),
	bind(Down, InPicker, "List", 0, "", "down", "the next line", "down", "tab", "ctrl+n", wheelDown),
	bind(Up, InPicker, "List", 0, "", "up", "the previous line", "up", "shift+tab", "ctrl+p", wheelUp),
	bind(Down, InNumbers, "List", 0, "", "down", "the next line", "j"),
	bind(Up, InNumbers, "List", 0, "", "up", "the previous line", "k"),
	bind(PageDown, InPicker, "List", 0, "pgdn", "more", "the next page", "pgdown"),
	bind(PageUp, InPicker, "List", 0, "pgup", "back up", "the previous page", "pgup"),
	bind(Top, InPicker, "List", 0, "home", "first", "the first line; with ctrl also while a search is typed", "home", "ctrl+home"),
	bind(Bottom, InPicker, "List", 0, "end", "last", "the last line; with ctrl also while a search is typed", "end", "ctrl+end"),
	bind(Leave, InPicker, "List", 5, "esc", "back", "leave without choosing", "esc"),
	bind(Leave, InNumbers, "List", 0, "", "back", "leave without choosing", "q"),

	bind(Agree, InAgree, "Text", 1, "y", "yes", "say yes to the text", "y"),
	bind(Leave, InAgree, "Text", 2, "esc", "cancel", "leave it unchanged", "esc", "q"),
	bind(Leave, InReading, "Text", 1, "esc", "back", "leave the text", "esc", "q", "enter"),
	bind(Copy, InWritten, "Text", 1, "y", "copy the path", "copy the path of the document to the clipboard of the terminal", "y", "Y"),
	bind(OpenFile, InWritten, "Text", 2, "o", "open", "open the document on the desktop", "o"),
	bind(Leave, InWritten, "Text", 3, "esc", "back", "back; the document stays where it is", "esc", "q", "enter"),
	bind(Copy, InFetched, "Text", 1, "y", "copy the name", "copy the name of the file to the clipboard of the terminal", "y", "Y"),
	bind(Leave, InFetched, "Text", 3, "esc", "back", "back; the file stays in your folder", "esc", "q", "enter"),
	bind(Move, InText|InWhy|InHelp, "Text", 6, "j k space", "move", "the next line, the previous line, the next page"),
	bind(Down, InText|InWhy|InHelp|InClash, "Text", 0, "", "down", "the next line; in an explanation, the next line that opens", "j", "down", wheelDown),
	bind(Up, InText|InWhy|InHelp|InClash, "Text", 0, "", "up", "the previous line; in an explanation, the previous line that opens", "k", "up", wheelUp),
	bind(PageDown, InText|InWhy|InHelp|InClash, "Text", 0, "", "more", "the next page", "space", "pgdown", "ctrl+d", "ctrl+f"),
	bind(PageUp, InText|InWhy|InHelp|InClash, "Text", 0, "", "back up", "the previous page", "pgup", "ctrl+u", "ctrl+b"),
	bind(Top, InText|InWhy|InHelp|InClash, "Text", 0, "g", "top", "the first line", "g", "home"),
	bind(Bottom, InText|InWhy|InHelp|InClash, "Text", 0, "G", "bottom", "the last line", "G", "end"),

	bind(Follow, InWhy, "Why", 1, "enter", "open", "open the item or the domain of the chosen line", "enter", "right", "l"),
	bind(Select, InWhy, "Why", 0, "j k", "choose", "choose a line that can be opened"),
	bind(Above, InWhy, "Why", 2, "←", "up", "go up: from an item to its domain, from a domain to the whole", "left", "h", "["),
	bind(Whole, InWhy, "Why", 3, "w", "the whole", "go to the whole", "w", "W"),
	bind(Back, InWhy, "Why", 4, "esc", "back", "back to where you came from; at the start, close", "esc", "backspace"),
	bind(Leave, InWhy, "Why", 5, "q", "close", "close", "q"),
	bind(Number, InWhy, "Why", 0, "1–9", "section", "go to a section", digits...),

	bind(Leave, InHelp|InGlossary, "Help", 1, "esc", "back", "leave the help", "esc"),
	bind(NextPage, InHelp|InGlossary, "Help", 2, "tab", "next page", "the next page", "tab"),
	bind(LastPage, InHelp|InGlossary, "Help", 0, "shift+tab", "previous page", "the previous page", "shift+tab"),
	bind(Glossary, InHelp, "Help", 3, "/", "glossary", "search the glossary", "/"),
	bind(Number, InHelp, "Help", 0, "1–9", "term", "go to one of the help texts of the item", digits...),
	bind(Leave, InHelp, "Help", 0, "q", "close", "leave the help", "q", "?", "enter"),
	bind(Select, InGlossary, "Help", 3, "↑↓", "choose", "the previous term, the next term"),
	bind(Down, InGlossary, "Help", 0, "", "down", "the next term", "down", "ctrl+n"),
	bind(Up, InGlossary, "Help", 0, "", "up", "the previous term", "up", "ctrl+p"),
	bind(Move, InGlossary, "Help", 4, "pgdn", "move", "more of the term"),
	bind(PageDown, InGlossary, "Help", 0, "", "more", "more of the term", "pgdown", wheelDown),
	bind(PageUp, InGlossary, "Help", 0, "", "back up", "back up in the term", "pgup", wheelUp),
	bind(Top, InGlossary, "Help", 0, "home", "first", "the first term; with ctrl also while a search is typed", "home", "ctrl+home"),
	bind(Bottom, InGlossary, "Help", 0, "end", "last", "the last term; with ctrl also while a search is typed", "end", "ctrl+end"),
}

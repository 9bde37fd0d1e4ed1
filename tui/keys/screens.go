package keys

import (
	"slices"
	"strings"

	"assay/questionnaire"
)

// The actions.
const (
	Quit    Action = "quit"
	Back    Action = "back"
	Ascend  Action = "ascend"
	Help    Action = "help"
	Palette Action = "palette"
	Redraw  Action = "redraw"
	Suspend Action = "suspend"

	Down     Action = "down"
	Up       Action = "up"
	PageDown Action = "page-down"
	PageUp   Action = "page-up"
	Top      Action = "top"
	Bottom   Action = "bottom"

	ScrollDown Action = "scroll-down"
	ScrollUp   Action = "scroll-up"
	Mouse      Action = "mouse"
	Copy       Action = "copy"
	Filter     Action = "filter"
	Unfilter   Action = "unfilter"
	Open       Action = "open"

	Mark         Action = "mark"
	Compare      Action = "compare"
	NextSide     Action = "next-column"
	LastSide     Action = "last-column"
	Differ       Action = "differences"
	Heavier      Action = "heavier"
	Lighter      Action = "lighter"
	Weight       Action = "weight"
	ResetWeights Action = "set-weights"
	Record       Action = "record-what-if"

	Board Action = "board"
	Due   Action = "due"
	Award Action = "award"

	Interview     Action = "interview"
	NewVendor     Action = "new-vendor"
	NewRFP        Action = "new-rfp"
	NewAssessment Action = "new-assessment"
	Report        Action = "report"
	Explain       Action = "explain"
	ExplainAll    Action = "explain-all"
	Name          Action = "name"
	Drafts        Action = "drafts"
	Folder        Action = "folder"
	TakeIn        Action = "take-in"

	Decide  Action = "decide"
	Actions Action = "actions"
	Chain   Action = "chain"
	MoveOn  Action = "move-on"
	Delta   Action = "delta"

	Review      Action = "review"
	Summary     Action = "summary"
	SignOff     Action = "sign-off"
	Panel       Action = "panel"
	OpenPanel   Action = "open-panel"
	NameGraders Action = "name-graders"

	Journal  Action = "journal"
	OnlyItem Action = "only-item"
	ItsItem  Action = "its-item"

	VerifyJournal Action = "verify-journal"

	AllEvidence  Action = "all-evidence"
	OpenFile     Action = "open-file"
	ReadEvidence Action = "read-evidence"

	Ask       Action = "ask"
	Receive   Action = "receive"
	TakeLine  Action = "take"
	LeaveLine Action = "leave-line"
	EditLine  Action = "edit-line"
	TakeAll   Action = "take-all"
	Commit    Action = "record-reply"
	Export    Action = "export"

	Confirm    Action = "confirm"
	Ours       Action = "same-for-all"
	Grade      Action = "grade"
	SetAside   Action = "not-applicable"
	Waive      Action = "waive"
	Clear      Action = "clear"
	Fact       Action = "fact"
	Second     Action = "second-scorer"
	Reconcile  Action = "reconcile"
	Claimed    Action = "claimed"
	Documented Action = "documented"
	Verified   Action = "verified"
	Attested   Action = "attested"
	Evidence   Action = "evidence"

	Note       Action = "note"
	Quote      Action = "quote"
	Tick       Action = "tick"
	Volunteer  Action = "volunteered"
	Evasive    Action = "evasive"
	Later      Action = "later"
	Flag       Action = "flag"
	Promise    Action = "promise"
	Settle     Action = "resolve-flag"
	Undo       Action = "undo"
	Redo       Action = "redo"
	Retry      Action = "save-again"
	Discard    Action = "discard-unsaved"
	Session    Action = "session"
	NextOpen   Action = "next-open"
	Items      Action = "items"
	NextDomain Action = "next-domain"
	LastDomain Action = "last-domain"
	Find       Action = "find"
	Go         Action = "go"
	View       Action = "view"
	Fold       Action = "fold"
	ComeBack   Action = "come-back"
	Owed       Action = "to-be-shown"
	Narrow     Action = "narrow"

	Agenda  Action = "agenda"
	Page    Action = "page"
	Longer  Action = "longer"
	Shorter Action = "shorter"
	Minutes Action = "minutes"
	Assign  Action = "assign"

	People       Action = "people"
	EditPerson   Action = "edit-person"
	AddKey       Action = "add-key"
	RemoveKey    Action = "remove-key"
	RemovePerson Action = "remove-person"
	Tighten      Action = "tighten"
)

// screens is the part of the table for the screens.
var screens = slices.Concat([]Binding{
	bind(Grade, OnInterview, "Answer", 1, "0–4", "grade", "grade it ("+gradedKinds()+"), or choose an option of a fact (0–9)", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
}, letters(), []Binding{
	bind(Fact, OnInterview, "Answer", 1, "enter", "answer", "write the answer to a fact", "enter"),
	bind(Confirm, OnInterview, "Answer", 1, ".", "confirm", "confirm an answer that was carried over", "."),
	bind(Ours, OnInterview, "Answer", 3, "o", "same for all", "copy an answer about us to the RFP's other assessments", "o"),
	bind(SetAside, OnInterview, "Answer", 12, "x", "n/a", "not applicable, with a reason; press it again to undo", "x"),
	bind(Waive, OnInterview, "Answer", 12, "X", "waive", "waive an open gate for a while, with somebody's approval and another control", "X"),
	bind(Clear, OnInterview, "Answer", 0, "backspace", "clear", "clear the answer, keep the notes", "backspace", "delete"),
	bind(Second, OnInterview, "Answer", 0, "s", "2nd scorer", "enter a scenario's grade for somebody else", "s"),
	bind(Reconcile, OnInterview, "Answer", 0, "=", "reconcile", "reconcile two scores that are far apart, with a reason", "="),

	bind(Claimed, OnInterview, "Show it", 0, "c", "claimed", "claimed: they said so", "c"),
	bind(Documented, OnInterview, "Show it", 3, "d", "documented", "documented: a current document, read by us", "d"),
	bind(Verified, OnInterview, "Show it", 4, "v", "verified", "verified: we sampled records or watched it work", "v"),
	bind(Attested, OnInterview, "Show it", 0, "a", "attested", "attested: an independent third party tested it, in scope", "a"),
	bind(Evidence, OnInterview, "Show it", 10, "e", "evidence", "list, add and change the evidence of this item", "e"),

	bind(Note, OnInterview, "Write down", 5, "enter", "note", "write a note (N also on facts); on a clause, the section number", "enter", "N"),
	bind(Quote, OnInterview, "Write down", 6, `"`, "quote", "what they said, word for word, with the time", `"`, "'"),
	bind(Tick, OnInterview, "Write down", 7, "t", "tick", "tick what you heard: t, then the numbers and letters shown", "t"),
	bind(Volunteer, OnInterview, "Write down", 0, "+", "volunteered", "volunteered: said before it was asked", "+"),
	bind(Evasive, OnInterview, "Write down", 0, "-", "evasive", "evasive: they avoided the question", "-"),
	bind(Later, OnInterview, "Write down", 11, "b", "later", "come back to it later; until then it is listed with the live items", "b"),
	bind(Flag, OnInterview, "Write down", 8, "f", "red flag", "raise a red flag: one of the item's, or your own words", "f"),
	bind(Promise, OnInterview, "Write down", 10, "m", "promised", "promised: they will send it; who and by when, as an action about the item", "m"),
	bind(Settle, OnInterview, "Write down", 0, "F", "resolve flag", "resolve an open red flag, with a reason", "F"),
	bind(Undo, OnInterview, "Write down", 9, "u", "undo", "take back your last answer or flag; the record keeps both", "u"),
	bind(Redo, OnInterview, "Write down", 5, "U", "redo", "record again what you have just taken back", "U", "ctrl+r"),
	bind(Retry, OnVendor|OnInterview|OnActions, "Write down", 1, "ctrl+s", "save again", "try again to save what is not saved", "ctrl+s"),
	bind(Discard, OnVendor|OnInterview|OnActions, "Write down", 0, "ctrl+x", "discard", "discard answers that could not be saved", "ctrl+x"),

	bind(NextOpen, OnInterview, "Move", 2, "tab", "next open", "the next open item; while a session runs, the next on the agenda", "tab"),
	bind(Items, OnInterview, "Move", 1, "enter 1–9", "its items", "on a checklist line or a computed date: its items; a number goes to one", "enter", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
	bind(View, OnInterview, "Move", 9, "l", "live or all", "list only what is asked live, or all items", "l"),
	bind(ComeBack, OnInterview, "Move", 0, "B", "come back", "the items to come back to; choose one", "B"),
	bind(Owed, OnInterview, "Move", 0, "O", "to be shown", "the answers that nothing shows yet, and what was promised; choose one", "O"),
	bind(Fold, OnInterview, "Move", 0, "h", "listen for", "hide what to listen for, the probes and the red flags, or show them again", "h"),
	bind(Narrow, OnInterview, "Move", 0, "L", "only some", "list only some items: open, flagged, not shown, to come back to, or by whom to ask", "L"),
	bind(Down, Everywhere, "Move", 0, "j ↓", "down", "next", "j", "down"),
	bind(Up, Everywhere, "Move", 0, "k ↑", "up", "previous", "k", "up"),
	bind(PageDown, Everywhere, "Move", 0, "space pgdn", "more", "the next page; in the interview, more of the question", "space", "pgdown", "ctrl+d", "ctrl+f"),
	bind(PageUp, Everywhere, "Move", 0, "pgup", "back up", "the previous page", "pgup", "ctrl+u", "ctrl+b"),
	bind(ScrollDown, Everywhere, "Move", 0, "wheel↓", "scroll", "where the mouse is on: scroll, or the next line", wheelDown),
	bind(ScrollUp, Everywhere, "Move", 0, "wheel↑", "scroll back", "where the mouse is on: scroll back, or the previous line", wheelUp),
	bind(NextDomain, OnInterview, "Move", 0, "]", "next domain", "the next domain", "]", "right"),
	bind(LastDomain, OnInterview, "Move", 0, "[", "last domain", "the previous domain", "[", "left"),
	bind(NextSide, OnCompare, "Move", 0, "l →", "next column", "the next column", "l", "right", "]"),
	bind(LastSide, OnCompare, "Move", 0, "h ←", "last column", "the previous column", "h", "left", "["),
	bind(Top, Everywhere&^OnInterview, "Move", 0, "g", "top", "the first", "g", "home"),
	bind(Go, OnInterview, "Move", 0, "g", "go to", "go to an item by its id", "g"),
	bind(Top, OnInterview, "Move", 0, "home", "top", "the first item", "home"),
	bind(Bottom, Everywhere, "Move", 0, "G", "bottom", "the last", "G", "end"),
	bind(Unfilter, OnPortfolio, "Move", 0, "esc", "show all", "clear the filter; without one, take back all marks", "esc"),
	bind(Filter, OnPortfolio, "Move", 5, "/", "filter", "show only vendors that match; !word hides matches", "/"),
	bind(Find, OnInterview, "Move", 0, "/", "find", "find an item by its words", "/"),

	bind(Heavier, OnCompare, "What if", 2, "+ -", "weight", "raise or lower the weight of the chosen domain by one; weight 0 leaves it out; nothing is stored", "+", "="),
	bind(Lighter, OnCompare, "What if", 0, "", "lighter", "lower the weight of the chosen domain by one", "-"),
	bind(Weight, OnCompare, "What if", 4, "1–9", "exact", "type the weight of the chosen domain, digit by digit", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
	bind(Record, OnCompare, "What if", 2, "s", "record as", "save these weights and their result under a name", "s"),
	bind(ResetWeights, OnCompare, "What if", 1, "0", "reset", "set all weights back", "0"),

	bind(Open, OnPortfolio, "Do", 1, "enter", "open", "open the vendor's page", "enter", "l", "right"),
	bind(Mark, OnPortfolio, "Do", 8, "m", "mark", "mark the assessment for the comparison; again unmarks it", "m"),
	bind(Compare, OnPortfolio, "Do", 3, "c", "compare", "compare the marked assessments, or else all of the chosen one's RFP", "c"),
	bind(Open, OnCompare, "Do", 1, "enter", "open", "go down: from a domain to its items, from an item to its answers and evidence", "enter"),
	bind(Differ, OnCompare, "Do", 3, "o", "differences", "only differences: hide domains and items on which all agree", "o"),
	bind(Explain, OnCompare, "Do", 6, "w", "why", "why: the arithmetic behind the figures of the chosen column", "w"),
	bind(Board, OnPortfolio, "Do", 3, "b", "board", "the board of the chosen one's RFP: ranks, decisions, what is missing, the award", "b"),
	bind(Due, OnPortfolio, "Do", 9, "d", "due", "everything that is due within 90 days, overdue first", "d"),
	bind(Open, OnBoard, "Do", 1, "enter", "open", "open the vendor's page, on this RFP", "enter", "l", "right"),
	bind(Award, OnBoard, "Do", 2, "W", "award", "award the RFP to the chosen vendor, and say why the others are not chosen", "W"),
	bind(Compare, OnBoard, "Do", 3, "c", "compare", "compare all vendors of the board", "c"),
	bind(Interview, OnBoard, "Do", 4, "i", "interview", "straight to the interview", "i"),
	bind(Explain, OnBoard, "Do", 6, "w", "why", "why: the arithmetic behind the score, down to one item", "w"),
	bind(Interview, OnPortfolio, "Do", 2, "i", "interview", "straight to the interview", "i"),
	bind(Interview, OnVendor, "Do", 1, "enter", "interview", "go to the interview", "enter", "i", "l", "right"),
	bind(NewAssessment, OnPortfolio|OnVendor, "Do", 3, "a", "assess", "open a new assessment of this vendor", "a"),
	bind(Explain, OnPortfolio, "Do", 0, "w", "why", "why: the arithmetic behind the score, down to one item", "w"),
	bind(Explain, OnVendor, "Do", 2, "w", "why", "why: the arithmetic behind the score, down to one item", "w"),
	bind(Explain, OnInterview, "Do", 13, "w", "why", "why: the arithmetic behind the figures of this item", "w"),
	bind(ExplainAll, OnInterview, "Do", 0, "W", "why, all of it", "why: the arithmetic behind the figures of the whole", "W"),
	bind(Report, OnInterview, "Do", 0, "r", "report", "write a report as a PDF: what, where to, and who signs it", "r"),
	bind(Report, OnVendor, "Do", 4, "r", "report", "write a report as a PDF: what, where to, and who signs it", "r"),
	bind(Report, OnBoard, "Do", 5, "r", "report", "write the comparison of the board, or a report of the chosen vendor, as a PDF", "r"),
	bind(Report, OnCompare, "Do", 5, "r", "report", "write the comparison, or a report of the chosen column, as a PDF", "r"),
	bind(NewVendor, OnPortfolio, "Do", 4, "n", "new vendor", "add a vendor", "n"),
	bind(NewRFP, OnPortfolio, "Do", 6, "R", "new RFP", "add a request for proposals", "R"),
	bind(Decide, OnVendor, "Do", 3, "D", "decide", "record the decision of a named person, with its conditions", "D"),
	bind(Actions, OnVendor, "Do", 4, "A", "actions", "the actions: tasks, owners and due dates; add one, close one", "A"),
	bind(Actions, OnInterview, "Do", 0, "A", "actions", "the actions: tasks, owners and due dates; add one, close one", "A"),
	bind(AllEvidence, OnVendor, "Do", 9, "E", "evidence", "the evidence of the assessment: what shows which answer; open or export a file", "E"),
	bind(AllEvidence, OnInterview, "Do", 0, "E", "all evidence", "the evidence of the assessment: what shows which answer; open or export a file", "E"),
	bind(Chain, OnVendor, "Do", 6, "C", "chain", "the delivery chain: who works for the vendor, and under which agreement", "C"),
	bind(Chain, OnInterview, "Do", 0, "C", "chain", "the delivery chain: who works for the vendor, and under which agreement", "C"),
	bind(Delta, OnVendor, "Do", 7, "d", "delta", "better, worse, new and gone since the previous assessment", "d"),
	bind(MoveOn, OnVendor, "Do", 8, "M", "move on", "move the assessment to the next milestone; shows first what changes", "M"),
	bind(Review, OnVendor, "Do", 9, "R", "review", "the review: what to look at once more after the meeting; the summary; the sign-off", "R"),
	bind(Review, OnInterview, "Do", 0, "R", "review", "the review: what to look at once more after the meeting; the summary; the sign-off", "R"),
	bind(Open, OnReview, "Do", 1, "enter", "go there", "go to the item in the interview; esc comes back", "enter"),
	bind(Summary, OnReview, "Do", 2, "s", "summary", "write the summary for page 1 of the report", "s"),
	bind(SignOff, OnReview, "Do", 3, "o", "sign off", "sign the record off as complete, in your name", "o"),
	bind(Journal, OnVendor, "Do", 9, "J", "journal", "the journal: who recorded what and when, and what it was before", "J"),
	bind(Journal, OnInterview, "Do", 0, "J", "journal", "the journal of this item: who recorded what and when, and what it was before", "J"),
	bind(Panel, OnVendor, "Do", 10, "P", "panel", "the panel: who has graded, who differs on what, how far the graders agree", "P"),
	bind(Panel, OnInterview, "Do", 0, "P", "panel", "the panel: who has graded, who differs on what, how far the graders agree", "P"),
	bind(Panel, OnBoard, "Do", 7, "P", "panel", "how far the graders of all vendors agree, and where they differ", "P"),
	bind(Open, OnPanel, "Do", 1, "enter", "go to it", "go to the scenario in the interview", "enter", "i"),
	bind(Reconcile, OnPanel, "Do", 2, "=", "reconcile", "write down the grade that the graders agree on, and why", "="),
	bind(NameGraders, OnPanel, "Do", 4, "n", "graders", "name the people who grade the scenarios; two or more grade blind", "n"),
	bind(OpenPanel, OnPanel, "Do", 3, "O", "open early", "open a closed panel before all graders are in, with a reason; it never closes again", "O"),
	bind(Open, OnJournal, "Do", 1, "enter", "changes", "the whole entry with every change", "enter"),
	bind(OnlyItem, OnJournal, "Do", 2, "o", "only its item", "only entries about the item of the chosen entry; o again lists all", "o"),
	bind(Find, OnJournal, "Do", 4, "/", "find", "only entries with some words: of a note, a quote, a name or a date", "/"),
	bind(VerifyJournal, OnJournal, "Do", 5, "v", "verify", "verify the whole journal, and the code of a receipt that the vendor reads to you", "v"),
	bind(Open, OnActions, "Do", 1, "enter", "close", "close the chosen action, and say what was done; of a closed one, all that is recorded", "enter"),
	bind(Add, OnActions, "Do", 2, "a", "add", "add an action: a task, its owner and a day", "a"),
	bind(Open, OnEvidence, "Do", 1, "enter", "whole record", "all that is recorded about the chosen evidence", "enter"),
	bind(ReadEvidence, OnEvidence, "Do", 2, "r", "mark as read", "say what you read in evidence that the vendor sent: its dates, what it shows, the checks", "r"),
	bind(OpenFile, OnEvidence, "Do", 2, "o", "open file", "compare the file with its SHA-256, and open a copy of it on the desktop", "o"),
	bind(Export, OnEvidence, "Do", 2, "x", "export", "compare the file with its SHA-256, and write a copy of it", "x"),
	bind(Ask, OnVendor, "Do", 5, "Q", "ask in writing", "write a form with the questions for the vendor: a page for a browser, a PDF or a workbook", "Q"),
	bind(Receive, OnVendor, "Do", 5, "V", "reply", "open a form that the vendor filled in, and take its answers one by one", "V"),
	bind(Receive, OnInterview, "Do", 0, "V", "reply", "open a form that the vendor filled in, and take its answers one by one", "V"),
	bind(TakeLine, OnReply, "Do", 1, "t", "take", "take the chosen line as the vendor wrote it, and go on", "t"),
	bind(LeaveLine, OnReply, "Do", 1, "l", "leave", "leave the chosen line out of the record, and go on", "l"),
	bind(EditLine, OnReply, "Do", 1, "e", "edit", "take the chosen line with another answer, with a note, or without its words", "e"),
	bind(TakeAll, OnReply, "Do", 2, "a", "take all", "take every line without a choice, except for what looks like patient data", "a"),
	bind(Commit, OnReply, "Do", 2, "s", "record", "record what was taken, and keep the file; shows first what that is", "s"),
	bind(Open, OnReply, "Do", 6, "enter", "whole line", "everything about the chosen line", "enter"),
	bind(ItsItem, OnJournal|OnActions|OnEvidence|OnReply, "Do", 3, "i", "its item", "go to the item of the chosen line, in the interview", "i"),
	bind(Agenda, OnVendor, "Do", 3, "T", "agenda", "the agenda of the meeting: what to ask in its minutes, what to skip, and who does the rest by when", "T"),
	bind(Agenda, OnInterview, "Do", 14, "T", "agenda", "the agenda of the meeting: what to ask in its minutes, what to skip, and who does the rest by when", "T"),
	bind(Open, OnAgenda, "Do", 1, "enter", "ask it", "go to the chosen item in the interview", "enter"),
	bind(Page, OnAgenda, "Do", 2, "tab", "other page", "the meeting, the work outside it, the clock of each domain", "tab"),
	bind(Longer, OnAgenda, "Do", 5, "+ -", "5 minutes", "make the meeting five minutes longer or shorter", "+", "="),
	bind(Shorter, OnAgenda, "Do", 0, "", "shorter", "make the meeting five minutes shorter", "-"),
	bind(Minutes, OnAgenda, "Do", 6, "t", "minutes", "type how many minutes the meeting has; none is as long as it takes", "t"),
	bind(Assign, OnAgenda, "Do", 4, "a", "who, by when", "say who does the chosen item and by when: an action", "a"),
	bind(Session, OnAgenda, "Do", 3, "S", "session", "start or end the session with the vendor", "S"),
	bind(Session, OnInterview, "Do", 0, "S", "session", "start or end the session with the vendor", "S"),
	bind(Open, OnPeople, "Do", 9, "enter", "whole", "everything about the chosen person or change", "enter"),
	bind(Page, OnPeople, "Do", 2, "tab", "page", "the people, the changes of them, the table of roles with the rules", "tab"),
	bind(Add, OnPeople, "Do", 3, "a", "add", "add a person, with roles and a public key", "a"),
	bind(EditPerson, OnPeople, "Do", 4, "e", "roles", "change the roles of the chosen person, and the login on a database server", "e"),
	bind(AddKey, OnPeople, "Do", 5, "+ -", "keys", "give the chosen person one more public key", "+", "="),
	bind(RemoveKey, OnPeople, "Do", 0, "-", "take a key", "take a public key from the chosen person", "-"),
	bind(RemovePerson, OnPeople, "Do", 7, "x", "remove", "remove the chosen person, with a reason", "x", "delete"),
	bind(Tighten, OnPeople, "Do", 8, "t", "tighten", "add a rule that keeps roles further apart; it stays for good", "t"),
	bind(People, OnPortfolio, "Do", 0, "p", "people", "people and roles: who may do what, and who changed that", "p"),
	bind(People, Everywhere&^(OnPortfolio|OnPeople), "Do", 0, "", "people and roles", "people and roles: who may do what, and who changed that"),
	bind(Copy, Everywhere, "Do", 0, "Y", "copy", "copy the chosen line or item to the clipboard of the terminal", "Y"),
	bind(Name, Everywhere, "Do", 0, "", "your name", "change the name under which you record"),
	bind(Drafts, Everywhere, "Do", 0, "", "drafts", "list what was typed and is not saved"),
	bind(TakeIn, Everywhere, "Do", 0, "", "take in a signed report", "take in a report that was signed elsewhere: the journal then records who signed it"),
	bind(Folder, Everywhere, "Do", 0, "", "your folder", "over SSH: list the files in your folder, and remove one"),
	bind(Mouse, Everywhere, "Do", 0, "", "mouse", "turn the wheel of the mouse on or off; then shift selects text"),
	bind(Redraw, Everywhere|Always, "Do", 0, "ctrl+l", "redraw", "redraw the screen", "ctrl+l"),
	bind(Suspend, Everywhere|Always, "Do", 0, "ctrl+z", "suspend", "back to the shell; fg returns", "ctrl+z"),
	bind(Ascend, OnInterview, "Do", 0, "esc", "back", "back from an item to the computed date or checklist line it belongs to", "esc"),
	bind(Back, Everywhere&^OnPortfolio, "Do", 19, "esc", "back", "back; everything is saved as you go", "esc", "q"),
	bind(Palette, Everywhere, "Do", 0, ":", "palette", "every command of this screen, by name", ":", "ctrl+p"),
	bind(Help, Everywhere, "Do", 20, "?", "all keys", "the keys of this place; then the help texts of the item", "?"),
	bind(Quit, OnPortfolio, "Do", 19, "q", "quit", "quit; everything is saved", "q"),
	bind(Quit, Everywhere|Always, "Do", 0, "ctrl+c", "quit", "quit; everything is saved", "ctrl+c"),
})

// letters are the keys that answer an item with a word, from the kinds of
// items and the yes-no facts.
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

// LetterOf is the key of such an action, or nothing.
func LetterOf(a Action) string {
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

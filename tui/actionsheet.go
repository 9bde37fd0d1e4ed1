package tui

import (
	"cmp"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/tui/dialog"
)

// The usual number of days until an action is due.
const (
	usualActionDays  = 30
	usualPromiseDays = 14
)

// newAction asks for an action without a cause.
func newAction(m *Model, k *book) *asked {
	sh := actionSheet(m, k, assessment.Action{})
	sh.Title, sh.Lead = "New action", "A task, its owner, and a due date within 90 days."
	return askAction(k, assessment.Action{}, sh, func(m *Model, a assessment.Action) tea.Cmd {
		return m.record(k, assessment.ActionOpened{Action: a})
	})
}

// actionSheet returns a sheet with the fields of an action, filled with the known
// values of a.
func actionSheet(m *Model, k *book, a assessment.Action) *dialog.Sheet {
	due := cmp.Or(a.Due, k.day+usualActionDays)
	side := dialog.ChoiceField("side", "vendor", "us")
	if a.Side == "us" {
		side.Chosen = 1
	}
	fields := []dialog.Field{
		dialog.Needed(dialog.TextField("what", a.What, "the task"), "say what is to be done"),
		dialog.TextField("owner", a.Owner, ownerHint(m, k)),
		side,
		dialog.DateField("due", due, dueHint, k.day, k.zone()),
	}
	if a.Cause == "" {
		fields = append(fields, dialog.TextField("item", a.Item, "the item it is about, such as BAA-01; optional"))
	}
	fields = append(fields, dialog.TextField("until then", a.Control, "the control that protects us until then; optional"))
	return &dialog.Sheet{Fields: fields}
}

// askAction asks for an action. It checks that the action can be admitted before
// it closes the sheet and passes the action to keep.
func askAction(k *book, a assessment.Action, sh *dialog.Sheet, keep func(m *Model, a assessment.Action) tea.Cmd) *asked {
	return ask(sh, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		said := actionOf(m, k, sh, a)
		if err := m.admits(k, assessment.ActionOpened{Action: said}); err != nil {
			return nil, aboutField(k, said, err)
		}
		m.shut()
		return keep(m, said), nil
	})
}

const dueHint = "such as 2026-12-22 or +30d, at most 90 days"

// actionOf returns the action of a sheet, with the cause and the item of a.
func actionOf(m *Model, k *book, sh *dialog.Sheet, a assessment.Action) assessment.Action {
	a.What, a.Side, a.Control, a.Due = sh.Value("what"), sh.Value("side"), sh.Value("until then"), sh.Day("due")
	a.Owner = cmp.Or(sh.Value("owner"), usualOwner(m, k, a.Side))
	if sh.Find("item") >= 0 {
		a.Item = itemID(k, sh.Value("item"))
	}
	return a
}

// aboutField adds to an error the field of the sheet that caused it.
func aboutField(k *book, a assessment.Action, err error) error {
	if a.Item != "" && k.now.Questionnaire.Item(a.Item) == nil {
		return dialog.In("item", err)
	}
	return dialog.In("due", err)
}

// itemID returns the id of the item that the text means, or else the text itself.
func itemID(k *book, text string) string {
	for item := range k.now.Questionnaire.Items() {
		if strings.EqualFold(item.ID, text) || text != "" && byID(strings.ToLower(text), choice{Text: item.ID}) {
			return item.ID
		}
	}
	return text
}

// usualOwner returns the owner of an action for which nobody is named.
func usualOwner(m *Model, k *book, side string) string {
	if side == "us" {
		return m.bench.Evaluator
	}
	contact, _, _ := strings.Cut(k.now.Opened.Vendor.Contact, ",") // the rest is a role
	return cmp.Or(strings.TrimSpace(contact), k.now.Opened.Vendor.Name)
}

func ownerHint(m *Model, k *book) string {
	return "blank = " + usualOwner(m, k, "vendor") + ", or you when it is on our side"
}

// stillCounts says that a promise changes nothing in an answer.
func stillCounts(a assessment.Answer) string {
	if !a.Answered() {
		return "not answered yet"
	}
	return "still counts as " + string(a.CountedAssurance())
}

// promise opens an action for evidence that the vendor promised. The answer does
// not change.
func (s *interview) promise(m *Model, at spot, sh *dialog.Sheet) (tea.Cmd, error) {
	a := assessment.Action{Item: at.item.ID, What: sh.Value("promise"), Owner: cmp.Or(sh.Value("owner"), usualOwner(m, at.k, "vendor")), Side: "vendor", Due: sh.Day("due")}
	if err := m.admits(at.k, assessment.ActionOpened{Action: a}); err != nil {
		return nil, dialog.In("due", err)
	}
	m.shut()
	return tea.Batch(m.record(at.k, assessment.ActionOpened{Action: a}), m.say("promised by "+a.Due.String()+"; "+stillCounts(at.answer)+". A lists the open actions")), nil
}

// newPromise asks who sends something about the item, and by when. It suggests the kind of
// evidence that shows the item, and the person at the vendor who spoke last.
func (s *interview) newPromise(m *Model, at spot) *asked {
	what := ""
	if kinds := at.k.now.Questionnaire.Accepted(at.item, at.k.now.Milestone); len(kinds) > 0 && !at.item.Kind.Scored() {
		what = kinds[0].Name
	}
	return ask(&dialog.Sheet{
		Title: "Promised: " + at.item.ID + " " + at.item.Title,
		Lead:  "An action on the vendor's side. It changes no answer.",
		Fields: []dialog.Field{
			dialog.Needed(dialog.Marked(dialog.TextField("promise", what, "what they will send")), "say what was promised"),
			dialog.Marked(dialog.TextField("owner", lastSpeaker(at.k), "blank = "+usualOwner(m, at.k, "vendor"))),
			dialog.DateField("due", at.k.day+usualPromiseDays, dueHint, at.k.day, at.k.zone()),
		},
	}, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) { return s.promise(m, at, sh) })
}

package assessment

import (
	"cmp"
	"slices"
	"strings"

	"assay/assessment/hostile"
)

// MaxActionDays is the longest time that an action may take.
const MaxActionDays = 90

// Action is a condition to meet: a task, an owner, a due date, and a control
// that protects us until then.
type Action struct {
	ID      string `json:"id"`              // of the event that opened it
	Cause   string `json:"cause,omitempty"` // the key of a [Cause]
	Item    string `json:"item,omitempty"`
	What    string `json:"what"`
	Owner   string `json:"owner"`
	Side    string `json:"side"`              // the side of the owner: vendor or us
	Due     Date   `json:"due"`               // the last day, at most 90 days after it was opened
	Control string `json:"control,omitempty"` // the compensating control until then

	OpenedBy string   `json:"opened_by,omitempty"`
	OpenedAt int64    `json:"opened_at,omitempty"` // microseconds UTC
	Closed   *Closing `json:"closed,omitempty"`
}

// Closing tells how an action ended.
type Closing struct {
	By       string     `json:"by"`
	At       int64      `json:"at"` // microseconds UTC
	How      string     `json:"how"`
	Evidence []Evidence `json:"evidence,omitempty"`
}

// Overdue reports whether the action is open and its last day has passed.
func (a Action) Overdue(asOf Date) bool { return a.Closed == nil && a.Due < asOf }

// SoonerFirst orders actions: open ones first, then by their last day.
func SoonerFirst(x, y Action) int {
	switch {
	case x.Closed != nil && y.Closed == nil:
		return 1
	case x.Closed == nil && y.Closed != nil:
		return -1
	}
	return cmp.Compare(x.Due, y.Due)
}

// underWay reports whether the action is open and in time.
func (a Action) underWay(on Date) bool { return a.Closed == nil && on <= a.Due }

// ActionOpened opens an action. Its ID is the event's.
type ActionOpened struct {
	Action Action `json:"action"`
}

// ActionClosed ends an action that is done or no longer needed.
type ActionClosed struct {
	Action   string     `json:"action"` // id
	How      string     `json:"how"`
	Evidence []Evidence `json:"evidence,omitempty"`
}

// actionFlag begins the id of the warning that an overdue action raises.
const actionFlag = "action/"

// Action is the id of the overdue action that raised the flag, or empty.
func (f OpenFlag) Action() string {
	if id, is := strings.CutPrefix(f.ID, actionFlag); is {
		return id
	}
	return ""
}

func (s Snapshot) admitAction(a Action, today Date) (Action, error) {
	a.What, a.Control = strings.TrimSpace(hostile.Clean(a.What)), strings.TrimSpace(hostile.Clean(a.Control))
	a.Owner, a.Cause = hostile.Line(a.Owner), strings.TrimSpace(hostile.Line(a.Cause))
	a.Side = cmp.Or(a.Side, "vendor")
	a.ID, a.OpenedBy, a.OpenedAt, a.Closed = "", "", 0, nil
	switch {
	case a.What == "" || a.Owner == "":
		return a, invalid("an action needs a task and an owner")
	case a.Side != "vendor" && a.Side != "us":
		return a, invalid("the side of an action's owner is vendor or us, not %q", a.Side)
	case a.Item != "" && s.Questionnaire.Item(a.Item) == nil:
		return a, unknownItem(a.Item)
	case a.Due.IsZero():
		return a, invalid("an action needs a due date")
	case a.Due < today:
		return a, invalid("an action cannot be due on %s, which has passed", a.Due)
	case a.Due > today+MaxActionDays:
		return a, invalid("an action is due within 90 days, by %s, not on %s", today+MaxActionDays, a.Due)
	}
	return a, nil
}

func (s Snapshot) admitClosing(c ActionClosed, today Date) (ActionClosed, error) {
	c.How = strings.TrimSpace(hostile.Clean(c.How))
	c.Evidence = cleanedEvidence(c.Evidence)
	at := slices.IndexFunc(s.Actions, func(a Action) bool { return a.ID == c.Action })
	switch {
	case at < 0:
		return c, Errorf(NotFound, "no action has the id %q", c.Action)
	case s.Actions[at].Closed != nil:
		return c, Errorf(Refused, "the action is closed already, by %s: %s", s.Actions[at].Closed.By, s.Actions[at].Closed.How)
	case c.How == "":
		return c, invalid("closing an action needs a note: what was done, or why it is not needed")
	}
	for _, record := range c.Evidence {
		if err := s.admitEvidence(c.Action, record, today); err != nil {
			return c, err
		}
	}
	return c, nil
}

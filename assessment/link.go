package assessment

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment/hostile"
)

// Link is one party of the delivery chain between us and the person at the
// keyboard. The vendor is the root of the tree and not a link.
type Link struct {
	ID          string    `json:"id"`              // of the event that added it
	Under       string    `json:"under,omitempty"` // id of the link that engages it; empty for the vendor
	Entity      string    `json:"entity"`          // legal name
	Country     string    `json:"country"`         // two letters
	Function    string    `json:"function,omitempty"`
	PHI         bool      `json:"phi"`         // touches patient data
	Credentials bool      `json:"credentials"` // holds credentials to it
	Flow        *FlowDown `json:"flow_down,omitempty"`

	// Withheld marks a link of which a body is not in the journal.
	Withheld bool `json:"-"`
}

// FlowDown is the business associate agreement between a link and the party
// that engages it.
type FlowDown struct {
	Signed          Date `json:"signed"`
	Ends            Date `json:"ends,omitzero"` // its last day
	UntilTerminated bool `json:"until_terminated,omitempty"`
}

// InForce reports whether the agreement is in force on a day. It must be
// signed, and it must have an end or run until terminated.
func (f *FlowDown) InForce(on Date) bool {
	return f != nil && !f.Signed.IsZero() && f.Signed <= on && (f.UntilTerminated || on <= f.Ends)
}

// NeedsFlowDown reports whether the link must be bound: it touches patient data
// or the credentials to it, which makes it a subcontractor business associate
// (45 CFR 160.103, 164.502(e)(1)(ii), 164.308(b)(2)).
func (l Link) NeedsFlowDown() bool { return l.PHI || l.Credentials }

// LinkSet adds a link, or changes the link with this ID. A link without an
// ID is new and gets the ID of the event.
type LinkSet struct {
	Link Link `json:"link"`
}

// LinkRemoved removes a link that has no link under it.
type LinkRemoved struct {
	Link   string `json:"link"` // id
	Reason string `json:"reason"`
}

// Link returns the link with this id, or nil.
func (s *State) Link(id string) *Link {
	if at := slices.IndexFunc(s.Links, func(l Link) bool { return l.ID == id }); at >= 0 {
		return &s.Links[at]
	}
	return nil
}

// Under lists the links that one engages. The empty id is the vendor.
func (s *State) Under(id string) []Link {
	var all []Link
	for _, l := range s.Links {
		if l.Under == id {
			all = append(all, l)
		}
	}
	return all
}

// Path names the parties from the vendor down to a link.
func (s *State) Path(id string) []string {
	var path []string
	for l := s.Link(id); l != nil && len(path) <= len(s.Links); l = s.Link(l.Under) {
		path = append(path, l.Entity)
	}
	path = append(path, s.Opened.Vendor.Name)
	slices.Reverse(path)
	return path
}

// Unbound lists the ids of the links that need a flow-down agreement and
// have none in force on a day.
func (s *State) Unbound(on Date) []string {
	var ids []string
	for _, l := range s.Links {
		if l.NeedsFlowDown() && !l.Flow.InForce(on) {
			ids = append(ids, l.ID)
		}
	}
	return ids
}

// unboundText names the paths to links without an agreement, the first few
// of many.
func (s *State) unboundText(on Date) string {
	const most = 5
	var paths []string
	unbound := s.Unbound(on)
	for _, id := range unbound[:min(most, len(unbound))] {
		paths = append(paths, strings.Join(s.Path(id), " → "))
	}
	if len(paths) == 0 {
		return ""
	}
	if more := len(unbound) - most; more > 0 {
		paths = append(paths, fmt.Sprintf("and %d more", more))
	}
	return "no flow-down agreement is in force at the end of " + strings.Join(paths, "; ")
}

func (s Snapshot) admitLink(l Link, today Date) (Link, error) {
	l.Entity, l.Function, l.Country = hostile.Line(l.Entity), hostile.Line(l.Function), strings.ToUpper(hostile.Line(l.Country))
	if l.Flow != nil {
		flow := *l.Flow
		l.Flow = &flow
	}
	switch {
	case l.Entity == "":
		return l, invalid("a link of the chain needs its legal name")
	case len(l.Country) != 2 || strings.Trim(l.Country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "":
		return l, Errorf(Invalid, "%s: a country is two letters, such as US or PH, not %q", l.Entity, l.Country)
	case l.ID != "" && s.Link(l.ID) == nil:
		return l, Errorf(NotFound, "no link of the chain has the id %q", l.ID)
	case l.Under != "" && s.Link(l.Under) == nil:
		return l, Errorf(NotFound, "no link of the chain has the id %q", l.Under)
	case l.ID != "" && s.isUnder(l.Under, l.ID):
		return l, invalid("%s cannot be placed under itself", l.Entity)
	}
	if flow := l.Flow; flow != nil {
		switch {
		case flow.Signed.IsZero():
			return l, invalid("%s: the agreement needs the date on which it was signed", l.Entity)
		case flow.Signed > today:
			return l, invalid("%s: the agreement cannot be signed on %s, which is in the future", l.Entity, flow.Signed)
		case flow.UntilTerminated != flow.Ends.IsZero():
			return l, invalid("%s: the agreement ends on a date or runs until it is terminated: choose one", l.Entity)
		case !flow.UntilTerminated && flow.Ends < flow.Signed:
			return l, invalid("%s: the agreement ends before it is signed", l.Entity)
		}
	}
	return l, nil
}

// isUnder reports whether a link is another one or below it.
func (s Snapshot) isUnder(id, other string) bool {
	for steps := 0; id != "" && steps <= len(s.Links); steps++ {
		if id == other {
			return true
		}
		l := s.Link(id)
		if l == nil {
			return false
		}
		id = l.Under
	}
	return false
}

func (s Snapshot) admitRemoval(c LinkRemoved) (LinkRemoved, error) {
	c.Reason = hostile.Clean(strings.TrimSpace(c.Reason))
	switch {
	case s.Link(c.Link) == nil:
		return c, Errorf(NotFound, "no link of the chain has the id %q", c.Link)
	case len(s.Under(c.Link)) > 0:
		return c, Errorf(Refused, "%s still has links under it: remove or move them first", s.Link(c.Link).Entity)
	case c.Reason == "":
		return c, invalid("removing a link from the chain needs a reason").Because(ReasonMissing)
	}
	return c, nil
}

package assessment

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"assay/questionnaire"
)

// Carried is the result of another questionnaire for an assessment. It only
// shows the effect: the event [RulesChanged] changes the questionnaire.
type Carried struct {
	Assessment string                  `json:"assessment"`
	About      string                  `json:"about"` // the vendor, and the placed person or contract
	From       Pin                     `json:"from"`
	To         Pin                     `json:"to"`
	Milestone  questionnaire.Milestone `json:"milestone"`
	View       questionnaire.View      `json:"view"`
	AsOf       Date                    `json:"as_of"`

	// Items lists the items with a record and the items to ask, in the
	// order of the new questionnaire; lost ones follow.
	Items []CarriedItem `json:"items"`

	Before Judgment `json:"before"` // on the assessment's own questionnaire
	After  Judgment `json:"after"`  // on the new one, with every answer that fits
	Until  Judgment `json:"until"`  // on the new one, with answers to ask again counted as claimed
}

// CarriedItem is one item and the fate of its record.
type CarriedItem struct {
	Item    string   `json:"item"`
	Was     string   `json:"was,omitempty"` // its id in the assessment's questionnaire, if it differs
	Title   string   `json:"title"`
	Fate    Fate     `json:"fate"`
	Because []string `json:"because,omitempty"` // the keys of the item that changed the question
}

// Fate tells whether the record of an item is kept.
type Fate string

// The fates.
const (
	Stays    Fate = "stays"
	AskAgain Fate = "ask_again" // the question has changed
	Lost     Fate = "lost"      // the item is gone, or is computed now
	ToAsk    Fate = "new"       // unanswered, and new or not counted before
)

// Judgment is a short form of a [Result].
type Judgment struct {
	Verdict   Verdict  `json:"verdict"`
	Claimed   Score    `json:"claimed"`
	Shown     Score    `json:"shown"`
	Coverage  float64  `json:"coverage"`
	OpenGates []string `json:"open_gates"` // item ids
}

// CarryOver shows the effect of another questionnaire on an assessment. It
// does not change the snapshot.
//
// An answer follows its item, also to a new id whose "was" names the old
// one. It is kept while the question is the same: kind, wording at the
// present milestone, scale or anchors, options, the person asked, and the
// evidence required. Weights, floors and conditions do not matter; they only
// judge it again.
func CarryOver(s Snapshot, to *questionnaire.Questionnaire, asOf Date, view questionnaire.View) Carried {
	c := carrier{from: s, former: questionnaire.Former(s.Questionnaire, to)}
	c.to = Snapshot{Assessment: s.Assessment, Questionnaire: to, State: s.State}
	c.records()
	until := c.to
	until.Answers = maps.Clone(c.to.Answers)
	for _, item := range c.items {
		if answer, kept := until.Answers[item.Item]; kept && item.Fate == AskAgain {
			until.Answers[item.Item] = answer.AskedAgain(item.Because)
		}
	}
	before, after := Evaluate(s, asOf, s.Milestone, view), Evaluate(c.to, asOf, s.Milestone, view)
	return Carried{
		Assessment: s.Assessment, About: s.Opened.Title(), From: s.Pin(), To: PinOf(to),
		Milestone: s.Milestone, View: view, AsOf: asOf,
		Items:  c.ordered(before, after),
		Before: s.judgment(before), After: c.to.judgment(after), Until: until.judgment(Evaluate(until, asOf, s.Milestone, view)),
	}
}

// judgment shortens a result. It leaves out checklist lines, because it
// names the items that open them.
func (s Snapshot) judgment(r Result) Judgment {
	out := Judgment{Verdict: r.Verdict, Claimed: r.Claimed, Shown: r.Shown, Coverage: r.Coverage, OpenGates: []string{}}
	for _, item := range r.Items {
		if item.Gate.Open() && !s.Questionnaire.Item(item.ID).Computed() {
			out.OpenGates = append(out.OpenGates, item.ID)
		}
	}
	return out
}

// carrier moves the records of an assessment to another questionnaire.
type carrier struct {
	from, to Snapshot
	former   map[string]string // old ids by new ones
	items    []CarriedItem
	settled  map[string]string // resolved flags of rules: new ids by old ones
	waived   map[string]string // waived items: new ids by old ones
}

// records moves everything that names an item.
func (c *carrier) records() {
	c.to.Answers = map[string]Answer{}
	c.to.Reserve = FollowReserve(c.from.Questionnaire, c.to.Questionnaire, c.from.Reserve)
	c.to.Waivers = map[string]Waiver{}
	c.to.Resolved, c.settled, c.waived = map[string]Resolution{}, map[string]string{}, map[string]string{}
	c.to.Flags = slices.Clone(c.from.Flags)
	taken := map[string]bool{}
	for id, old := range c.former {
		item, before := c.to.Questionnaire.Item(id), c.from.Questionnaire.Item(old)
		answer, recorded := c.from.Answers[old]
		if recorded && !item.Computed() {
			taken[old] = true
			c.answer(item, before, answer)
		}
		// A waiver was granted for one question and counts for no other.
		if waiver, granted := c.from.Waivers[old]; granted && len(c.reworded(item, before, Answer{})) == 0 {
			waiver.Item = id
			c.to.Waivers[id], c.waived[old] = waiver, id
		}
		c.resolutions(item, before)
		for n := range c.to.Flags {
			if c.from.Flags[n].Item == old {
				c.to.Flags[n].Item = id
			}
		}
	}
	for old := range c.from.Answers {
		if !taken[old] {
			c.items = append(c.items, CarriedItem{Item: old, Title: c.from.Questionnaire.Item(old).Title, Fate: Lost})
		}
	}
}

// answer moves one record. It drops a value that the item no longer takes,
// so that nobody reads it as another value.
func (c *carrier) answer(item, old *questionnaire.Item, answer Answer) {
	out := CarriedItem{Item: item.ID, Title: item.Title, Fate: Stays}
	if old.ID != item.ID {
		out.Was = old.ID
	}
	if answer.Answered() || answer.NotApplicable != nil {
		if out.Because = c.reworded(item, old, answer); len(out.Because) > 0 {
			out.Fate = AskAgain
		}
	}
	c.items = append(c.items, out)
	answer.Item = item.ID
	if fits(item, answer) {
		c.to.Answers[item.ID] = answer
	}
}

func fits(item *questionnaire.Item, a Answer) bool {
	if item.Kind.Scored() {
		return a.Value == ""
	}
	if a.Value == "" {
		return len(a.Grades) == 0
	}
	_, err := admitValue(item, a.Value)
	return err == nil
}

// reworded lists the keys by which the question has changed since it was
// answered. It ignores requirements of a later milestone, which nobody has
// asked yet.
func (c *carrier) reworded(item, old *questionnaire.Item, answer Answer) (keys []string) {
	at := c.from.Milestone
	differs := func(key string, another bool) {
		if another {
			keys = append(keys, key)
		}
	}
	asks := func(one, other []string) bool {
		return !slices.Equal(slices.Sorted(slices.Values(one)), slices.Sorted(slices.Values(other)))
	}
	differs("kind", old.Kind != item.Kind)
	differs("ask", old.AskAt(at) != item.AskAt(at))
	differs("answer", old.Answer != item.Answer)
	differs("options", !slices.Equal(choices(old), choices(item)))
	differs("scale", !slices.Equal(c.from.Questionnaire.Scale(old), c.to.Questionnaire.Scale(item)))
	differs("elements", asks(old.Elements, item.Elements))
	differs("asked_of", old.AskedOf != item.AskedOf)
	differs("evidence", !old.Demand(at).Equal(item.Demand(at)) || c.redefined(answer))
	differs("min_assurance", old.MinAssurance != item.MinAssurance)
	differs("listen_for", len(answer.Heard) > 0 && !slices.Equal(old.ListenFor, item.ListenFor)) // ticks are kept by number
	return keys
}

// redefined reports whether a record has a kind that means something else
// now.
func (c *carrier) redefined(answer Answer) bool {
	return slices.ContainsFunc(answer.Evidence, func(record Evidence) bool {
		for kind := range record.Kinds() {
			was, is := c.from.Questionnaire.EvidenceKind(kind), c.to.Questionnaire.EvidenceKind(kind)
			if was == nil || is == nil || was.Name != is.Name || was.HardValidity != is.HardValidity {
				return true
			}
		}
		return false
	})
}

// choices are the options without their impact, which only judges the
// answer.
func choices(item *questionnaire.Item) []string {
	texts := make([]string, len(item.Options))
	for n, option := range item.Options {
		texts[n] = option.Value + "\x00" + option.Label
	}
	return texts
}

// resolutions moves the resolved flags of rules. A flag with a new text is
// open again.
func (c *carrier) resolutions(item, old *questionnaire.Item) {
	for id, resolution := range c.from.Resolved {
		if owner, place, _ := strings.Cut(id, "/"); owner == old.ID {
			same := func(a, b questionnaire.RedFlag) bool { return a == b }
			if at := flagPlace(item, old, place, same); at != "" {
				c.settle(id, item.ID+"/"+at, resolution)
			}
		}
	}
}

// flagPlace is the new number of a flag with the same text, or empty. Flags
// are kept by number.
func flagPlace(item, old *questionnaire.Item, place string, same func(a, b questionnaire.RedFlag) bool) string {
	n, err := strconv.Atoi(place)
	switch {
	case err == nil && 1 <= n && n <= len(old.RedFlags):
		if at := slices.IndexFunc(item.RedFlags, func(f questionnaire.RedFlag) bool { return same(f, old.RedFlags[n-1]) }); at >= 0 {
			return strconv.Itoa(at + 1)
		}
	case err != nil && len(item.Anchors) > 0 && len(old.Anchors) > 0 && item.Anchors[0] == old.Anchors[0]:
		return place
	}
	return ""
}

// cause is the key of a cause under the new questionnaire, or empty. A key
// is the kind, the item or domain and, for a rule's flag, its number.
func (c *carrier) cause(key string) string {
	kind, about, _ := strings.Cut(key, "/")
	owner, place, _ := strings.Cut(about, "/")
	for id, old := range c.former {
		if old != owner {
			continue
		}
		switch {
		case kind == "waiver":
			id = c.waived[old]
		case place != "":
			// An action about a flag belongs to its text, whatever raises
			// the flag.
			same := func(a, b questionnaire.RedFlag) bool { return a.Text == b.Text }
			at := flagPlace(c.to.Questionnaire.Item(id), c.from.Questionnaire.Item(old), place, same)
			if at == "" {
				return ""
			}
			id += "/" + at
		}
		if id == "" {
			return ""
		}
		return kind + "/" + id
	}
	if c.from.Questionnaire.Item(owner) != nil {
		return ""
	}
	return key
}

// action is an action under the new questionnaire.
func (c *carrier) action(a Action) Action {
	a.Cause = c.cause(a.Cause)
	for id, old := range c.former {
		if old == a.Item {
			a.Item = id
			break
		}
	}
	return a
}

// renamed lists the new ids of renamed items by their old ones.
func (c *carrier) renamed() map[string]string {
	var items map[string]string
	for id, old := range c.former {
		if id != old {
			if items == nil {
				items = map[string]string{}
			}
			items[old] = id
		}
	}
	return items
}

func (c *carrier) settle(old, id string, resolution Resolution) {
	c.to.Resolved[id], c.settled[old] = resolution, id
}

// ordered adds the items to ask and puts all in order.
func (c *carrier) ordered(before, after Result) []CarriedItem {
	open := map[string]bool{}
	for _, item := range before.Items {
		open[item.ID] = item.State == StateUnanswered
	}
	place := make(map[string]int, len(after.Items))
	for n, item := range after.Items {
		place[item.ID] = n
		asked := c.to.Questionnaire.Item(item.ID)
		_, recorded := c.from.Answers[c.former[item.ID]]
		if item.State == StateUnanswered && !recorded && !open[c.former[item.ID]] && !asked.Computed() {
			c.items = append(c.items, CarriedItem{Item: item.ID, Title: asked.Title, Fate: ToAsk})
		}
	}
	for n, item := range before.Items {
		if _, known := place[item.ID]; !known {
			place[item.ID] = len(after.Items) + n
		}
	}
	slices.SortFunc(c.items, func(a, b CarriedItem) int {
		return cmp.Or(cmp.Compare(lost(a), lost(b)), cmp.Compare(place[a.Item], place[b.Item]))
	})
	return c.items
}

// lost is 1 for an item that comes after the others.
func lost(item CarriedItem) int {
	if item.Fate == Lost {
		return 1
	}
	return 0
}

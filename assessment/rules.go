package assessment

import (
	"slices"
	"strings"

	"assay/assessment/hostile"
	"assay/questionnaire"
)

// Rules are the figures that judge an assessment. The journal spells them
// out for readers without the questionnaire; the pin beside them identifies
// all of it.
type Rules struct {
	Domains  []RuledDomain       `json:"domains"`
	Gates    []string            `json:"gates"` // ids of the hard gates
	Bands    questionnaire.Bands `json:"bands"`
	Coverage int                 `json:"coverage"`          // percent of the weight that must be answered
	Reserve  []string            `json:"reserve,omitempty"` // chosen scenarios of the reserve
}

// RuledDomain is a domain's weight, and its floors in points of 100.
type RuledDomain struct {
	ID               string `json:"id"`
	Weight           int    `json:"weight"`
	Floor            int    `json:"floor"`
	FloorConditional int    `json:"floor_conditional"`
}

// RulesOf lists the figures of a questionnaire and the chosen scenarios of its
// reserve.
func RulesOf(q *questionnaire.Questionnaire, reserve ...string) *Rules {
	rules := &Rules{Domains: []RuledDomain{}, Gates: []string{}, Bands: q.Scoring.Bands, Coverage: q.Scoring.Coverage, Reserve: reserve}
	for _, d := range q.Domains {
		rules.Domains = append(rules.Domains, RuledDomain{d.ID, d.Weight, d.Floor, d.FloorConditional})
	}
	for item := range q.Items() {
		if item.Hard {
			rules.Gates = append(rules.Gates, item.ID)
		}
	}
	return rules
}

// RulesChanged changes the questionnaire of an open assessment. An answer
// follows its item. It is to be re-verified if the question has changed, and
// lost if the item is gone.
type RulesChanged struct {
	From   Pin    `json:"from"`
	To     Pin    `json:"to"`
	Rules  *Rules `json:"rules"`
	Reason string `json:"reason"`

	Kept     []KeptAnswer      `json:"kept"`               // sorted by item
	Lost     []string          `json:"lost"`               // items with lost answers, sorted
	Items    map[string]string `json:"items,omitempty"`    // renamed items: new ids by old ones
	Resolved map[string]string `json:"resolved,omitempty"` // resolved flags of rules: new ids by old ones
	Waivers  map[string]string `json:"waivers,omitempty"`  // waived items: new ids by old ones
	Causes   map[string]string `json:"causes,omitempty"`   // causes of actions: new keys by old ones; empty if gone
}

// KeptAnswer is an answer that follows its item to the new rules.
type KeptAnswer struct {
	Item    string   `json:"item"`
	Was     string   `json:"was,omitempty"`     // its earlier id, if it differs
	Because []string `json:"because,omitempty"` // why it is to be re-verified
}

// RuleChange is a change of the rules in the state.
type RuleChange struct {
	From     Pin      `json:"from"`
	To       Pin      `json:"to"`
	Reason   string   `json:"reason"`
	By       string   `json:"by"`
	At       int64    `json:"at"`                 // microseconds UTC
	Reverify []string `json:"reverify,omitempty"` // items with answers to re-verify
	Lost     []string `json:"lost,omitempty"`     // items with lost answers, by their earlier ids
	Reserve  []string `json:"reserve,omitempty"`  // of an RFP: chosen scenarios of the reserve, by their ids from now on
}

// Pin is the present questionnaire.
func (s *State) Pin() Pin {
	if n := len(s.Rules); n > 0 {
		return s.Rules[n-1].To
	}
	return s.Opened.Questionnaire
}

// ChangeRules makes the event that changes the questionnaire of an
// assessment, or returns an error. Both questionnaires must be about the
// same kind of subject.
func (s Snapshot) ChangeRules(to *questionnaire.Questionnaire, reason string) (RulesChanged, error) {
	reason = hostile.Clean(strings.TrimSpace(reason))
	pin := PinOf(to)
	switch {
	case reason == "":
		return RulesChanged{}, invalid("changing the rules needs a reason").Because(ReasonMissing)
	case pin.Hash == s.Pin().Hash:
		return RulesChanged{}, Errorf(Refused, "the assessment already uses %s %s", pin.ID, pin.Version)
	case len(s.Hidden()) > 0:
		return RulesChanged{}, Errorf(Refused, "the panel of %s is closed: the rules change only while no grade is hidden", s.Hidden()[0]).Because(PanelIsClosed, s.Hidden()[0])
	case to.SubjectKind() != s.Questionnaire.SubjectKind() || !to.Asks():
		return RulesChanged{}, Errorf(Refused, "%s does not assess a %s", to.ID, s.Questionnaire.SubjectKind().Words())
	}
	c := carrier{from: s, former: questionnaire.Former(s.Questionnaire, to)}
	c.to = Snapshot{Assessment: s.Assessment, Questionnaire: to, State: s.State}
	c.records()
	change := RulesChanged{From: s.Pin(), To: pin, Rules: RulesOf(to, c.to.Reserve...), Reason: reason, Kept: []KeptAnswer{}, Lost: []string{}}
	kept := map[string]bool{}
	for _, item := range c.items {
		if _, fits := c.to.Answers[item.Item]; fits && item.Fate != Lost {
			k := KeptAnswer{Item: item.Item, Was: item.Was, Because: item.Because}
			change.Kept = append(change.Kept, k)
			kept[k.before()] = true
		}
	}
	for old := range s.Answers {
		if !kept[old] {
			change.Lost = append(change.Lost, old)
		}
	}
	slices.SortFunc(change.Kept, func(a, b KeptAnswer) int { return strings.Compare(a.Item, b.Item) })
	slices.Sort(change.Lost)
	change.Items = c.renamed()
	if len(c.settled) > 0 {
		change.Resolved = c.settled
	}
	if len(c.waived) > 0 {
		change.Waivers = c.waived
	}
	for _, action := range s.Actions {
		if key := c.cause(action.Cause); key != action.Cause {
			if change.Causes == nil {
				change.Causes = map[string]string{}
			}
			change.Causes[action.Cause] = key
		}
	}
	return change, nil
}

func (k KeptAnswer) before() string {
	if k.Was != "" {
		return k.Was
	}
	return k.Item
}

// changeRules applies the event.
func (s *State) changeRules(c RulesChanged, by string, at int64) {
	answers, change := make(map[string]Answer, len(c.Kept)), RuleChange{From: c.From, To: c.To, Reason: c.Reason, By: by, At: at, Lost: c.Lost}
	for _, kept := range c.Kept {
		answer, known := s.Answers[kept.before()]
		if !known {
			continue // undone since then
		}
		answer.Item = kept.Item
		if len(kept.Because) > 0 {
			answer = answer.AskedAgain(kept.Because)
			change.Reverify = append(change.Reverify, kept.Item)
		}
		answers[kept.Item] = answer
	}
	renamed := func(id string) string {
		if to := c.Items[id]; to != "" {
			return to
		}
		return id
	}
	waivers := map[string]Waiver{}
	for old, to := range c.Waivers {
		if w, granted := s.Waivers[old]; granted {
			w.Item = to
			waivers[to] = w
		}
	}
	resolved := map[string]Resolution{}
	for old, to := range c.Resolved {
		if resolution, settled := s.Resolved[old]; settled {
			resolved[to] = resolution
		}
	}
	s.Flags, s.Actions, s.Rules = slices.Clone(s.Flags), slices.Clone(s.Actions), append(slices.Clone(s.Rules), change)
	for n := range s.Flags {
		s.Flags[n].Item = renamed(s.Flags[n].Item)
	}
	for n := range s.Actions {
		s.Actions[n].Item = renamed(s.Actions[n].Item)
		if key, changed := c.Causes[s.Actions[n].Cause]; changed {
			s.Actions[n].Cause = key
		}
	}
	s.renameEvaluations(c.Kept)
	s.closePanels(c.Kept)
	s.Answers, s.Waivers, s.Resolved, s.Reserve = answers, waivers, resolved, nil
	if c.Rules != nil {
		s.Reserve = c.Rules.Reserve
	}
	s.Trail = nil // an event under other rules cannot be undone under these
}

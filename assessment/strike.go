package assessment

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Strike is a body that was destroyed, because nobody may keep the text.
// The header of its event stays.
type Strike struct {
	Event  string `json:"event"` // whose body it was
	By     string `json:"by"`    // who destroyed it
	At     int64  `json:"at"`    // microseconds UTC
	Reason string `json:"reason"`
}

// Without is the journal without the bodies of these events. Their headers
// stay.
func Without(events []Event, ids ...string) []Event {
	events = slices.Clone(events)
	for n, e := range events {
		if slices.Contains(ids, e.ID) {
			events[n].Change = Withheld{e.Change.kind(), RefsOf(e.Change)}
		}
	}
	return events
}

// Restated is the journal with the parts that still count in the place of
// struck bodies, as [Struck.Instead] has them.
func Restated(events []Event) []Event {
	instead := map[string]CarriedOver{}
	for _, e := range events {
		if struck, is := e.Change.(Struck); is && struck.Instead != nil {
			instead[struck.Event] = *struck.Instead
		}
	}
	if len(instead) == 0 {
		return events
	}
	events = slices.Clone(events)
	for n, e := range events {
		if rest, is := instead[e.ID]; is && e.Change.kind() == rest.kind() {
			events[n].Change = rest
		}
	}
	return events
}

// With is the journal with other carried answers in one of its events.
func With(events []Event, id string, carried CarriedOver) []Event {
	at := slices.IndexFunc(events, func(e Event) bool { return e.ID == id })
	if at < 0 || events[at].Change.kind() != carried.kind() {
		return events
	}
	events = slices.Clone(events)
	events[at].Change = carried
	return events
}

// StillCarried is the part of a [CarriedOver] that still counts: without the
// answers that were given anew, the flags that are resolved and the actions that
// are closed. It reports false if the event is of another kind, or if all of it
// counts.
func StillCarried(events []Event, id string) (rest CarriedOver, less bool, err error) {
	at := slices.IndexFunc(events, func(e Event) bool { return e.ID == id })
	if at < 0 {
		return rest, false, nil
	}
	whole, is := events[at].Change.(CarriedOver)
	if !is {
		return rest, false, nil
	}
	state, err := present(events)
	if err != nil {
		return rest, false, err
	}
	rest = whole
	// The part goes if the present state is the same without it.
	try := func(without CarriedOver) {
		now, err := present(With(events, id, without))
		if err == nil && bytes.Equal(now, state) {
			rest, less = without, true
		}
	}
	for n := len(whole.Answers) - 1; n >= 0; n-- {
		next := rest
		next.Answers = slices.Delete(slices.Clone(rest.Answers), n, n+1)
		try(next)
	}
	for n := range rest.Answers {
		for _, part := range rest.Answers[n].parts() {
			next := rest
			next.Answers = slices.Clone(rest.Answers)
			next.Answers[n] = part
			try(next)
		}
	}
	for n := len(whole.Flags) - 1; n >= 0; n-- {
		next := rest
		next.Flags = slices.Delete(slices.Clone(rest.Flags), n, n+1)
		try(next)
	}
	for n := len(whole.Actions) - 1; n >= 0; n-- {
		next := rest
		next.Actions = slices.Delete(slices.Clone(rest.Actions), n, n+1)
		try(next)
	}
	for n := len(whole.Links) - 1; n >= 0; n-- {
		next := rest
		next.Links = slices.Delete(slices.Clone(rest.Links), n, n+1)
		try(next)
	}
	return rest, less, nil
}

// parts are what may be left of a carried answer with grades, the least last. A
// grade that was given anew leaves the item; a note that was written anew
// leaves the grade.
func (a Answer) parts() (all []Answer) {
	if len(a.Grades) == 0 {
		return nil
	}
	bare := Answer{Item: a.Item, Reverify: a.Reverify}
	silent := slices.Clone(a.Grades)
	noted := false
	for n := range silent {
		noted = noted || silent[n].Note != ""
		silent[n].Note = ""
	}
	whole := a
	if whole.Grades = silent; noted {
		all = append(all, whole)
	}
	if graded := bare.withGrades(slices.Clone(silent)); jsonOf(graded) != jsonOf(a) {
		all = append(all, graded)
	}
	return append(all, bare)
}

// Counting lists those of the events whose bodies still count: without them
// the present state would be another. A body no longer counts once its
// answer, waiver or link was replaced or taken back, its flag resolved, its
// action closed, or its decision followed by another for the same milestone.
// A flag and its resolution belong together, and so do an action and its
// closing: name both. For carried answers see [StillCarried]. The list is empty
// if none of the events counts.
func Counting(events []Event, ids ...string) (counting []string, err error) {
	whole, err := present(events)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		switch e.Change.kind() {
		case GradersNamed{}.kind(), PanelOpened{}.kind(): // later grades build on them
			if slices.Contains(ids, e.ID) {
				counting = append(counting, e.ID)
			}
		}
	}
	if len(counting) > 0 {
		return counting, nil
	}
	counts := func(ids ...string) (bool, error) {
		// The opening and the carried answers hold a state together. A
		// journal that lost one does not fold.
		rest, err := present(Without(events, ids...))
		return err != nil || !bytes.Equal(whole, rest), nil
	}
	if any, err := counts(ids...); err != nil || !any {
		return nil, err
	}
	for _, id := range ids {
		if one, err := counts(id); err != nil || one {
			counting = append(counting, id)
		}
	}
	if len(counting) == 0 {
		counting = ids
	}
	return counting, nil
}

// present is the part of the state that stands, in a form to compare.
func present(events []Event) ([]byte, error) {
	s, err := Fold(events)
	if err != nil {
		return nil, err
	}
	s.Head = Head{}
	s.Flags = slices.DeleteFunc(s.Flags, func(f Flag) bool { return f.Resolution != nil })
	s.Actions = slices.DeleteFunc(s.Actions, func(a Action) bool { return a.Closed != nil })
	var last []Decision
	for n, d := range s.Decisions {
		later := slices.ContainsFunc(s.Decisions[n+1:], func(other Decision) bool { return other.Milestone == d.Milestone })
		if !later {
			// A struck note still counts as an addition to the decision.
			d.Added = slices.Clone(d.Added)
			for n := range d.Added {
				d.Added[n].Parts = nil
			}
			last = append(last, d)
		}
	}
	s.Decisions, s.Confirmed = last, latestConfirmations(s.Confirmed)
	// A missing body can leave a state that looks the same. Its place is empty all the same.
	return json.Marshal(struct {
		State State
		Empty []string
	}{s, s.emptyPlaces()})
}

// plainKeys are the keys of a body whose values nobody writes freely.
var plainKeys = []string{
	"item", "scorer", "kind", "assurance", "event", "replaces", "id", "flag", "action", "link", "under", "severity", "milestone", "session", "cause",
	"by", "who", "owner", "approver", "side", "outcome", "verdict", "snapshot", "head", "hash", "version", "elements", "country", "engine",
	"as_of", "valid_until", "due", "granted", "expires", "signed", "ends", "because", "assessment", "time_zone", "opens",
}

// leastText is the shortest text, in bytes, that is looked for in other
// bodies. A shorter one stands in many.
const leastText = 6

// Texts are the texts that somebody wrote into a body, line by line, and the
// hashes of the files that it names. Short ones are left out.
func Texts(body []byte) (texts []string) {
	var tree any
	if json.Unmarshal(body, &tree) != nil {
		return nil
	}
	var walk func(key string, node any)
	walk = func(key string, node any) {
		switch value := node.(type) {
		case map[string]any:
			for key, child := range value {
				walk(key, child)
			}
		case []any:
			for _, child := range value {
				walk(key, child)
			}
		case string:
			if slices.Contains(plainKeys, key) {
				return
			}
			for line := range strings.Lines(value) {
				if line = strings.TrimSpace(line); len(line) >= leastText {
					texts = append(texts, line)
				}
			}
		}
	}
	walk("", tree)
	slices.Sort(texts)
	return slices.Compact(texts)
}

// Repeats reports whether a body holds one of the texts, or patient data of
// the same sort as they do.
func Repeats(body []byte, texts []string) bool {
	said := strings.Join(Texts(body), "\n")
	if said == "" {
		return false
	}
	if slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(said, text) }) {
		return true
	}
	sorts := PatientData(strings.Join(texts, "\n"))
	return slices.ContainsFunc(PatientData(said), func(sort string) bool { return slices.Contains(sorts, sort) })
}

// EvidenceIn lists the hashes of the files that a body names.
func EvidenceIn(body []byte) (hashes []string) {
	var tree any
	if json.Unmarshal(body, &tree) != nil {
		return nil
	}
	var walk func(node any)
	walk = func(node any) {
		switch value := node.(type) {
		case map[string]any:
			if hash, is := value["sha256"].(string); is && hash != "" {
				hashes = append(hashes, hash)
			}
			for _, child := range value {
				walk(child)
			}
		case []any:
			for _, child := range value {
				walk(child)
			}
		}
	}
	walk(tree)
	slices.Sort(hashes)
	return slices.Compact(hashes)
}

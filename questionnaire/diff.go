package questionnaire

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Difference lists the changes between two questionnaires, key by key in the
// terms of their files. It follows the order of the later file, with removed
// parts last. If the hashes differ, it lists at least one change, if only
// another id or version.
type Difference struct {
	From     Edition   `json:"from"`
	To       Edition   `json:"to"`
	Document []Change  `json:"document"` // title, scoring, scales and so on
	Domains  []Altered `json:"domains"`
	Items    []Altered `json:"items"`
	Evidence []Altered `json:"evidence"`
	Glossary []Altered `json:"glossary"`
	Overlays []Altered `json:"overlays"` // changed rule views, with the changed items of each
}

// Edition names one questionnaire beyond doubt.
type Edition Parent

// Altered is a domain, an item, an evidence kind, a help text or an overlaid
// item that is not the same in both.
type Altered struct {
	ID      string     `json:"id"`
	Name    string     `json:"name"`
	How     Alteration `json:"how"`
	Was     string     `json:"was,omitempty"` // the earlier id, if renamed
	Changes []Change   `json:"changes"`       // empty for an added or removed part
}

// Alteration is how something differs.
type Alteration string

// The alterations.
const (
	Added   Alteration = "added"
	Removed Alteration = "removed"
	Renamed Alteration = "renamed" // the later item names the earlier one under was; it may have changed, too
	Changed Alteration = "changed"
)

// Change is one key with another value, in words. In a list, a change is one
// entry: an added entry has no old value, a removed one no new value.
type Change struct {
	Key   string `json:"key"` // as weight, ask_at.access or scoring.bands.approve
	Old   string `json:"old"`
	New   string `json:"new"`
	Moves Effect `json:"moves"`
}

// Effect tells whether a change affects more than words.
type Effect string

// The effects.
const (
	MovesNothing   Effect = ""
	MovesScore     Effect = "score"     // it can move a score, a gate, a flag, the risk or the verdict
	MovesMilestone Effect = "milestone" // the item counts from another milestone on
)

// The keys that can change a score. Every key of scoring can.
var (
	domainScores  = []string{"weight", "floor", "floor_conditional", "when"}
	kindScores    = []string{"freshness_days", "fresh_at", "hard_validity"}
	overlayScores = []string{"weight", "hard", "min_assurance", "gate_at"}
	itemScores    = []string{
		"domain", "kind", "weight", "hard", "min_assurance", "basis", "asked_of", "evidence", "shown_by", "must_show", "must_show_at",
		"gate_at", "na_when", "when", "closed_by", "options", "worst", "impact_from", "earliest", "reserve",
	}
)

// Diff lists the changes from a to b.
func Diff(a, b *Questionnaire) Difference {
	d := Difference{
		From: Edition{a.ID, a.Version, a.Hash()}, To: Edition{b.ID, b.Version, b.Hash()},
		Document: fields("", reflect.ValueOf(*a), reflect.ValueOf(*b)),
	}
	for n := range d.Document {
		if strings.HasPrefix(d.Document[n].Key, "scoring.") {
			d.Document[n].Moves = MovesScore
		}
	}
	compare := func(key string, before, after []entry, scores []string) []Altered {
		all, order := alter(before, after, scores)
		if order != nil {
			order.Key = key + " in order"
			d.Document = append(d.Document, *order)
		}
		return all
	}
	d.Domains = compare("domains", domainEntries(a), domainEntries(b), domainScores)
	d.Items = compare("items", itemEntries(a), itemEntries(b), itemScores)
	d.Evidence = compare("evidence", kindEntries(a), kindEntries(b), kindScores)
	d.Glossary = compare("glossary", termEntries(a), termEntries(b), nil)
	d.Overlays = compare("overlays", overlayEntries(a), overlayEntries(b), overlayScores)
	return d
}

// None reports whether there is no difference but in id or version.
func (d Difference) None() bool {
	return len(d.Document)+len(d.Domains)+len(d.Items)+len(d.Evidence)+len(d.Glossary)+len(d.Overlays) == 0
}

// Only are the changes with that effect.
func (a Altered) Only(effect Effect) []Change {
	return slices.DeleteFunc(slices.Clone(a.Changes), func(c Change) bool { return c.Moves != effect })
}

// Former maps ids of b to ids of a: the same id, or the first id under "was"
// that b no longer has. New items of b have none.
func Former(a, b *Questionnaire) map[string]string {
	before, after := itemEntries(a), itemEntries(b)
	former := make(map[string]string, len(after))
	for id, at := range partners(before, after) {
		former[id] = before[at].id
	}
	return former
}

// entry is something with an id, ready to be compared.
type entry struct {
	key      string // matches it between the two files
	id, name string
	domain   string // of items
	was      []string
	value    reflect.Value
}

func domainEntries(q *Questionnaire) (all []entry) {
	for _, d := range q.Domains {
		all = append(all, entry{key: d.ID, id: d.ID, name: d.Name, value: reflect.ValueOf(d)})
	}
	return all
}

func itemEntries(q *Questionnaire) (all []entry) {
	for _, d := range q.Domains {
		for _, i := range d.Items {
			all = append(all, entry{key: i.ID, id: i.ID, name: i.Title, domain: d.ID, was: i.Was, value: reflect.ValueOf(i)})
		}
	}
	return all
}

func kindEntries(q *Questionnaire) (all []entry) {
	for _, k := range q.Evidence {
		all = append(all, entry{key: k.ID, id: k.ID, name: k.Name, value: reflect.ValueOf(k)})
	}
	return all
}

func termEntries(q *Questionnaire) (all []entry) {
	for _, t := range q.Glossary {
		all = append(all, entry{key: t.ID, id: t.ID, name: t.Term, value: reflect.ValueOf(t)})
	}
	return all
}

func overlayEntries(q *Questionnaire) (all []entry) {
	for _, o := range q.Overlays {
		view := string(o.View)
		all = append(all, entry{key: view, id: view, name: "rule view", value: reflect.ValueOf(o)})
		for _, i := range o.Items {
			all = append(all, entry{key: view + " " + i.ID, id: i.ID, name: view, value: reflect.ValueOf(i)})
		}
	}
	return all
}

// partners maps the keys of after to positions in before, for entries in
// both.
func partners(before, after []entry) map[string]int {
	places := make(map[string]int, len(before))
	for n, e := range before {
		places[e.key] = n
	}
	kept := make(map[string]int, len(after))
	for _, e := range after {
		if at, same := places[e.key]; same {
			kept[e.key] = at
			delete(places, e.key)
		}
	}
	for _, e := range after {
		if _, same := kept[e.key]; same {
			continue
		}
		for _, id := range e.was {
			if at, free := places[id]; free {
				kept[e.key] = at
				delete(places, id)
				break
			}
		}
	}
	return kept
}

// alter compares two lists by id. A change of the order is a change without
// a key.
func alter(before, after []entry, scores []string) (all []Altered, order *Change) {
	kept := partners(before, after)
	all = []Altered{}
	stayed := make([]bool, len(before))
	var now []int
	for _, e := range after {
		at, known := kept[e.key]
		if !known {
			all = append(all, Altered{ID: e.id, Name: e.name, How: Added, Changes: []Change{}})
			continue
		}
		stayed[at], now = true, append(now, at)
		old := before[at]
		changes := append(fields("", old.value, e.value), differing("domain", old.domain, e.domain)...)
		for n := range changes {
			changes[n].Moves = moved(changes[n], scores)
		}
		switch {
		case old.id != e.id:
			all = append(all, Altered{ID: e.id, Name: e.name, How: Renamed, Was: old.id, Changes: changes})
		case len(changes) > 0:
			all = append(all, Altered{ID: e.id, Name: e.name, How: Changed, Changes: changes})
		}
	}
	for n, e := range before {
		if !stayed[n] {
			all = append(all, Altered{ID: e.id, Name: e.name, How: Removed, Changes: []Change{}})
		}
	}
	return all, reordered(before, now)
}

// reordered describes the stretch of common entries with another order.
func reordered(before []entry, now []int) *Change {
	old := slices.Sorted(slices.Values(now))
	first := 0
	for first < len(now) && now[first] == old[first] {
		first++
	}
	if first == len(now) {
		return nil
	}
	last := len(now)
	for now[last-1] == old[last-1] {
		last--
	}
	names := func(places []int) string {
		ids := make([]string, len(places))
		for n, at := range places {
			ids[n] = before[at].id
		}
		return strings.Join(ids, ", ")
	}
	return &Change{Old: names(old[first:last]), New: names(now[first:last])}
}

// moved is the effect of a change, by the first step of its key. A red flag
// has an effect only if a rule raises it.
func moved(c Change, scores []string) Effect {
	key, _, _ := strings.Cut(c.Key, ".")
	switch {
	case key == "phase":
		return MovesMilestone
	case key == "red_flags" && strings.Contains(c.Old+c.New, raisedWhen):
		return MovesScore
	case slices.Contains(scores, key):
		return MovesScore
	}
	return MovesNothing
}

// fields compares two structures, key by key. It skips ids, which matched
// them, and parts with ids, which are compared apart.
func fields(path string, a, b reflect.Value) []Change {
	changes := []Change{}
	for n := range a.NumField() {
		key, _, _ := strings.Cut(a.Type().Field(n).Tag.Get("json"), ",")
		if key == "" || key == "-" || path == "" && (key == "id" || key == "version") {
			continue
		}
		changes = append(changes, values(strings.TrimPrefix(path+"."+key, "."), a.Field(n), b.Field(n))...)
	}
	return changes
}

func values(key string, a, b reflect.Value) []Change {
	switch {
	case a.Kind() == reflect.Struct:
		return fields(key, a, b)
	case a.Kind() == reflect.Map:
		var changes []Change
		for _, at := range Milestones() {
			changes = append(changes, differing(key+"."+string(at), words(a.MapIndex(reflect.ValueOf(at))), words(b.MapIndex(reflect.ValueOf(at))))...)
		}
		return changes
	case a.Kind() != reflect.Slice:
		return differing(key, words(a), words(b))
	case a.Type().Elem().Implements(reflect.TypeFor[identified]()):
		return nil
	}
	return lists(key, listed(a), listed(b))
}

func differing(key, a, b string) []Change {
	if a == b {
		return nil
	}
	return []Change{{Key: key, Old: a, New: b}}
}

// graded are the lists whose places have a meaning: one for each grade.
var graded = []string{"anchors", "scales.control", "scales.evidence", "impact_from"}

// lists lists the removed and added entries.
func lists(key string, a, b []string) (changes []Change) {
	if slices.Contains(graded, key) && len(a) == len(b) {
		for n := range a {
			changes = append(changes, differing(fmt.Sprintf("%s.%d", key, n), a[n], b[n])...)
		}
		return changes
	}
	gone, come := without(a, b), without(b, a)
	if len(gone)+len(come) == 0 {
		return differing(key, strings.Join(a, "; "), strings.Join(b, "; "))
	}
	if len(gone) == len(come) { // most likely each was reworded
		for n := range gone {
			changes = append(changes, Change{Key: key, Old: gone[n], New: come[n]})
		}
		return changes
	}
	for _, text := range gone {
		changes = append(changes, Change{Key: key, Old: text})
	}
	for _, text := range come {
		changes = append(changes, Change{Key: key, New: text})
	}
	return changes
}

func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(text string) bool { return slices.Contains(other, text) })
}

func listed(list reflect.Value) []string {
	texts := make([]string, list.Len())
	for n := range texts {
		texts[n] = words(list.Index(n))
	}
	return texts
}

const raisedWhen = ", raised when "

// words is a value as people read it; a missing value is empty.
func words(v reflect.Value) string {
	if !v.IsValid() {
		return ""
	}
	switch value := v.Interface().(type) {
	case bool:
		if value {
			return "yes"
		}
		return "no"
	case int:
		return strconv.Itoa(value)
	case RedFlag:
		text := value.Text + " (" + string(value.Severity)
		if value.When != "" {
			text += raisedWhen + value.When
		}
		return text + ")"
	case Option:
		text := value.Value + ": " + value.Label
		if value.Impact > 0 {
			text += fmt.Sprintf(" (impact %d)", value.Impact)
		}
		if value.Alone {
			text += " (excludes the others)"
		}
		return text
	case Group:
		return value.Show + ": " + strings.Join(value.By, " or ")
	case Parent:
		return fmt.Sprintf("%s %s (%.12s)", value.ID, value.Version, value.Hash)
	}
	if v.Kind() == reflect.Slice {
		return strings.Join(listed(v), ", ")
	}
	return v.String()
}

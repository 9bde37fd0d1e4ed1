package questionnaire

import (
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"assay/questionnaire/yamldoc"
)

// draft is the content of one questionnaire file, which is whole or extends
// another one.
//
// An extension names only the differences. A key in it replaces the parent's
// key. Parts with an id (domains, items, evidence kinds, terms, overlay
// items) are matched by id, and new ones are added. Any other list is
// replaced whole; null clears it. Keep and Drop remove parts of the parent
// first. An inherited document or help text that no item names any more is
// removed.
type draft struct {
	Extends string   `json:"extends,omitempty"`
	Keep    []string `json:"keep,omitempty"`    // items of the parent that stay; given empty, none does
	Drop    []string `json:"drop,omitempty"`    // items, domains or evidence kinds of the parent that go
	Order   []string `json:"order,omitempty"`   // domains that come first; the rest follows
	Weakens []string `json:"weakens,omitempty"` // items and evidence kinds that demand less than the parent does, on purpose
	Questionnaire
}

// finder returns the questionnaire that a file extends.
type finder func(id string) (*Questionnaire, error)

// extend makes the whole questionnaire of an extension. The mistakes carry
// paths of the extension's own file.
func extend(child *draft, document *yamldoc.Document, find finder) (*Questionnaire, *merger, []Mistake) {
	m := &merger{child: child, document: document, removed: map[string]string{}}
	parent, err := find(child.Extends)
	if err != nil {
		return nil, m, []Mistake{{Path: "extends", Text: err.Error()}}
	}
	q := new(Questionnaire) // a copy of our own
	if err := json.Unmarshal(parent.Canonical(), q); err != nil {
		return nil, m, []Mistake{{Path: "extends", Text: err.Error()}}
	}
	q.index()
	m.q = q
	for _, key := range []string{"id", "version", "title"} {
		m.require(key, document.Given(key), "an extension needs its own %s", key)
	}
	m.thin()
	if len(m.mistakes) > 0 {
		return nil, m, m.mistakes
	}
	q.About = ""
	m.structure(reflect.ValueOf(q).Elem(), reflect.ValueOf(&child.Questionnaire).Elem(), "")
	m.order()
	m.prune()
	q.Parents = append([]Parent{{parent.ID, parent.Version, parent.Hash()}}, parent.Parents...)
	if len(m.mistakes) > 0 {
		return nil, m, m.mistakes
	}
	mistakes := q.prepare(m.taken)
	for n := range mistakes {
		mistakes[n].Path = m.home(mistakes[n].Path)
	}
	return q, m, mistakes
}

// merger lays one extension over the copy of its parent.
type merger struct {
	child    *draft
	document *yamldoc.Document
	q        *Questionnaire
	removed  map[string]string // by removed id: the entry of keep or drop that removed it
	emptied  []string          // domains without any item left
	mistakes []Mistake
}

func (m *merger) require(path string, holds bool, text string, args ...any) {
	if !holds {
		m.wrong(path, "", text, args...)
	}
}

func (m *merger) wrong(path, hint, text string, args ...any) {
	m.mistakes = append(m.mistakes, Mistake{Path: path, Text: fmt.Sprintf(text, args...), Hint: hint})
}

// identified is a part that an extension matches by id.
type identified interface{ identity() string }

func (d Domain) identity() string       { return d.ID }
func (i Item) identity() string         { return i.ID }
func (k EvidenceKind) identity() string { return k.ID }
func (t Term) identity() string         { return t.ID }
func (o Overlay) identity() string      { return string(o.View) }
func (i OverlayItem) identity() string  { return i.ID }

// structure takes over the keys that the extension gives.
func (m *merger) structure(parent, child reflect.Value, path string) {
	for n := range parent.NumField() {
		key, _, _ := strings.Cut(parent.Type().Field(n).Tag.Get("json"), ",")
		if key == "" || key == "-" {
			continue
		}
		at := key
		if path != "" {
			at = path + "." + key
		}
		if !m.document.Given(at) {
			continue
		}
		to, from := parent.Field(n), child.Field(n)
		switch {
		case to.Kind() == reflect.Struct && !m.document.Null(at):
			m.structure(to, from, at)
		case to.Kind() == reflect.Slice && from.Len() > 0 && to.Type().Elem().Implements(reflect.TypeFor[identified]()):
			m.list(to, from, at)
		default:
			to.Set(from)
		}
	}
}

// list merges the entries that the extension gives. Each id may occur once:
// nobody could tell which of two is meant.
func (m *merger) list(parent, child reflect.Value, path string) {
	for n := range child.Len() {
		entry := child.Index(n)
		if find(child, identityOf(entry)) < n {
			m.require(fmt.Sprintf("%s[%d]", path, n), false, "%s is given twice", identityOf(entry))
			continue
		}
		at := find(parent, identityOf(entry))
		if at < 0 {
			if m.misplaced(parent, entry, fmt.Sprintf("%s[%d]", path, n)) {
				continue
			}
			at = parent.Len()
			parent.Set(reflect.Append(parent, reflect.Zero(entry.Type())))
		}
		m.structure(parent.Index(at), entry, fmt.Sprintf("%s[%d]", path, n))
	}
}

// misplaced tells why an entry without a match cannot be new: it belongs
// elsewhere, it was removed, or it is incomplete.
func (m *merger) misplaced(parent, entry reflect.Value, path string) bool {
	id := identityOf(entry)
	what, lacks := lacking(entry.Interface().(identified))
	_, isItem := entry.Interface().(Item)
	domain, gone := m.q.domains[id], m.removed[id] != ""
	switch {
	case isItem && domain != nil:
		m.wrong(path, "put it under "+domain.ID, "%s belongs to domain %s and cannot move", id, domain.ID)
	case lacks != "" && slices.Contains(m.emptied, id):
		m.wrong(path, "keep an item of it, or give it a name and items", "%s is changed here, but keep names none of its items", id)
	case lacks != "" && gone:
		m.wrong(path, "keep it, or leave this out", "%s is changed here, but it is dropped", id)
	case lacks != "":
		hint := didYouMean(id, m.siblings(parent, isItem))
		if hint == "" {
			hint = "a new one needs " + lacks
		}
		m.wrong(path, hint, "%s has no %s %s", m.child.Extends, what, id)
	default:
		return false
	}
	return true
}

// lacking names an entry and the keys that it needs to be new. An author who
// gives so little means to change an existing entry.
func lacking(entry identified) (what, lacks string) {
	switch e := entry.(type) {
	case Domain:
		if e.Name == "" {
			return "domain", "a name"
		}
	case Item:
		if e.Kind == "" || e.Title == "" && e.Ask == "" {
			return "item", "kind, title and ask"
		}
	case EvidenceKind:
		if e.Name == "" {
			return "evidence kind", "a name"
		}
	case Term:
		if e.Term == "" || e.Text == "" {
			return "term", "term and text"
		}
	}
	return "", ""
}

// siblings lists the ids that an entry may mean: for an item, also ids of
// other domains.
func (m *merger) siblings(list reflect.Value, isItem bool) iter.Seq[string] {
	if isItem {
		return maps.Keys(m.q.items)
	}
	return func(yield func(string) bool) {
		for n := range list.Len() {
			if !yield(identityOf(list.Index(n))) {
				return
			}
		}
	}
}

func identityOf(v reflect.Value) string { return v.Interface().(identified).identity() }

func find(list reflect.Value, id string) int {
	for n := range list.Len() {
		if identityOf(list.Index(n)) == id {
			return n
		}
	}
	return -1
}

// order puts the domains that the extension names first.
func (m *merger) order() {
	rank := func(d Domain) int {
		if at := slices.Index(m.child.Order, d.ID); at >= 0 {
			return at
		}
		return len(m.child.Order)
	}
	known := domainIDs(m.q)
	for n, id := range m.child.Order {
		if !slices.Contains(known, id) {
			m.wrong(fmt.Sprintf("order[%d]", n), didYouMean(id, slices.Values(known)), "there is no domain %q", id)
		}
	}
	slices.SortStableFunc(m.q.Domains, func(a, b Domain) int { return rank(a) - rank(b) })
}

// prune leaves out inherited documents and help texts that no item names.
func (m *merger) prune() {
	named := map[string]bool{}
	name := func(ids []string) {
		for _, id := range ids {
			named[id] = true
		}
	}
	for _, domain := range m.q.Domains {
		for _, item := range domain.Items {
			name(item.Help)
			for _, kinds := range item.named() {
				name(kinds)
			}
		}
	}
	for _, kind := range m.child.Evidence {
		named[kind.ID] = true
	}
	for _, term := range m.child.Glossary {
		named[term.ID] = true
	}
	m.q.Evidence = slices.DeleteFunc(m.q.Evidence, func(k EvidenceKind) bool { return !named[k.ID] })
	m.q.Glossary = slices.DeleteFunc(m.q.Glossary, func(t Term) bool { return !named[t.ID] })
}

// home turns a path of the whole questionnaire into a path of the extending
// file. A mistake in an inherited part is reported at its extends key. A
// path of keep or drop is already a path of the file.
func (m *merger) home(path string) string {
	if within(path, "keep") || within(path, "drop") {
		return path
	}
	whole, own := reflect.ValueOf(m.q).Elem(), reflect.ValueOf(&m.child.Questionnaire).Elem()
	home := ""
	for _, step := range strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		n, err := strconv.Atoi(step)
		switch {
		case err != nil:
			home = strings.TrimPrefix(home+"."+step, ".")
			whole, own = field(whole, step), field(own, step)
		case whole.Kind() != reflect.Slice || n >= whole.Len():
			return home
		default:
			whole = whole.Index(n)
			if _, named := whole.Interface().(identified); named {
				n = find(own, identityOf(whole))
			}
			if n < 0 || n >= own.Len() {
				return "extends"
			}
			own = own.Index(n)
			home = fmt.Sprintf("%s[%d]", home, n)
		}
		if !whole.IsValid() || !own.IsValid() {
			break
		}
	}
	if !m.document.Given(home) && strings.Count(home, ".") == 0 {
		return "extends"
	}
	return home
}

// field is the field of a structure under its key, or nothing.
func field(v reflect.Value, key string) reflect.Value {
	if v.Kind() == reflect.Struct {
		for n := range v.NumField() {
			if name, _, _ := strings.Cut(v.Type().Field(n).Tag.Get("json"), ","); name == key {
				return v.Field(n)
			}
		}
	}
	return reflect.Value{}
}

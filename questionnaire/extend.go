package questionnaire

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"assay/questionnaire/yamldoc"
)

// draft is a questionnaire as it stands in a file: whole, or an extension of
// another one.
//
// An extension says only what differs. A key that it gives replaces the
// parent's; things with an id (domains, items, evidence kinds, terms, the items
// of an overlay) are matched by it, and new ones are added; any other list is
// replaced whole; null clears. Keep and Drop thin out the parent first. What is
// inherited and no longer named by any item, a document or a help text, goes.
type draft struct {
	Extends string   `json:"extends,omitempty"`
	Keep    []string `json:"keep,omitempty"`  // items of the parent that stay; given empty, none does
	Drop    []string `json:"drop,omitempty"`  // items, domains or evidence kinds of the parent that go
	Order   []string `json:"order,omitempty"` // domains that come first; the rest follows
	Questionnaire
}

// finder returns the questionnaire that a file extends.
type finder func(id string) (*Questionnaire, error)

// extend makes the whole questionnaire of an extension. The mistakes carry
// paths of the extension's own file.
func extend(child *draft, document *yamldoc.Document, find finder) (*Questionnaire, *merger, []Mistake) {
	m := &merger{child: child, document: document}
	parent, err := find(child.Extends)
	if err != nil {
		return nil, m, []Mistake{{Path: "extends", Text: err.Error()}}
	}
	q, err := Decode(parent.Canonical()) // a copy of our own
	if err != nil {
		return nil, m, []Mistake{{Path: "extends", Text: err.Error()}}
	}
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
	mistakes := q.prepare()
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
	mistakes []Mistake
}

func (m *merger) require(path string, holds bool, text string, args ...any) {
	if !holds {
		m.mistakes = append(m.mistakes, Mistake{Path: path, Text: fmt.Sprintf(text, args...)})
	}
}

// thin applies keep and drop to the parent.
func (m *merger) thin() {
	q := m.q
	keeps := m.document.Given("keep")
	for n, id := range m.child.Keep {
		m.require(fmt.Sprintf("keep[%d]", n), q.items[id] != nil, "%s has no item %q to keep", m.child.Extends, id)
	}
	for n, id := range m.child.Drop {
		known := q.items[id] != nil || q.kinds[id] != nil || slices.ContainsFunc(q.Domains, func(d Domain) bool { return d.ID == id })
		m.require(fmt.Sprintf("drop[%d]", n), known, "%s has no item, domain or evidence kind %q to drop", m.child.Extends, id)
	}
	gone := func(id string) bool { return slices.Contains(m.child.Drop, id) }
	q.Domains = slices.DeleteFunc(q.Domains, func(d Domain) bool { return gone(d.ID) })
	for d := range q.Domains {
		q.Domains[d].Items = slices.DeleteFunc(q.Domains[d].Items, func(i Item) bool {
			return gone(i.ID) || keeps && !slices.Contains(m.child.Keep, i.ID)
		})
	}
	q.Domains = slices.DeleteFunc(q.Domains, func(d Domain) bool { return len(d.Items) == 0 })
	q.Evidence = slices.DeleteFunc(q.Evidence, func(k EvidenceKind) bool { return gone(k.ID) })
	q.index()
	for o := range q.Overlays {
		q.Overlays[o].Items = slices.DeleteFunc(q.Overlays[o].Items, func(i OverlayItem) bool { return q.items[i.ID] == nil })
	}
	q.Overlays = slices.DeleteFunc(q.Overlays, func(o Overlay) bool { return len(o.Items) == 0 })
}

// identified is what a list of an extension matches by.
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
		case to.Kind() == reflect.Struct && !from.IsZero():
			m.structure(to, from, at)
		case to.Kind() == reflect.Slice && from.Len() > 0 && to.Type().Elem().Implements(reflect.TypeFor[identified]()):
			m.list(to, from, at)
		default:
			to.Set(from)
		}
	}
}

func (m *merger) list(parent, child reflect.Value, path string) {
	for n := range child.Len() {
		entry := child.Index(n)
		if at := find(parent, identityOf(entry)); at >= 0 {
			m.structure(parent.Index(at), entry, fmt.Sprintf("%s[%d]", path, n))
			continue
		}
		parent.Set(reflect.Append(parent, entry))
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
	for n, id := range m.child.Order {
		m.require(fmt.Sprintf("order[%d]", n), slices.ContainsFunc(m.q.Domains, func(d Domain) bool { return d.ID == id }), "there is no domain %q", id)
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
			name(item.Evidence)
			name(item.Help)
			for _, kinds := range item.ShownBy {
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

// home turns a path of the whole questionnaire into one of the extension's
// file. What the file does not hold itself is put down to its extends.
func (m *merger) home(path string) string {
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

package questionnaire

import (
	"fmt"
	"maps"
	"slices"
)

// thin applies keep and drop to the parent.
func (m *merger) thin() {
	q := m.q
	m.require("keep", !m.document.Null("keep"), "keep names nothing: write [] to keep none of the parent's items")
	m.listed("keep", m.child.Keep, "item", slices.Collect(maps.Keys(q.items)))
	m.listed("weakens", m.child.Weakens, "item or evidence kind", slices.Concat(slices.Collect(maps.Keys(q.items)), slices.Collect(maps.Keys(q.kinds))))
	m.listed("drop", m.child.Drop, "item, domain or evidence kind", slices.Concat(slices.Collect(maps.Keys(q.items)), slices.Collect(maps.Keys(q.kinds)), domainIDs(q)))
	for d := range q.Domains {
		domain := &q.Domains[d]
		domain.Items = slices.DeleteFunc(domain.Items, func(i Item) bool { return m.removes(i.ID, domain.ID) || m.leavesOut(i.ID) })
	}
	q.Domains = slices.DeleteFunc(q.Domains, func(d Domain) bool {
		empty := len(d.Items) == 0
		if empty {
			m.emptied = append(m.emptied, d.ID)
		}
		return empty
	})
	q.Evidence = slices.DeleteFunc(q.Evidence, func(k EvidenceKind) bool { return m.removes(k.ID, "") })
	q.index()
	for o := range q.Overlays {
		q.Overlays[o].Items = slices.DeleteFunc(q.Overlays[o].Items, func(i OverlayItem) bool { return q.items[i.ID] == nil })
	}
	q.Overlays = slices.DeleteFunc(q.Overlays, func(o Overlay) bool { return len(o.Items) == 0 })
}

// listed checks the ids of one of the extension's own lists.
func (m *merger) listed(key string, ids []string, what string, known []string) {
	for n, id := range ids {
		if !slices.Contains(known, id) {
			m.wrong(fmt.Sprintf("%s[%d]", key, n), didYouMean(id, slices.Values(known)), "%s has no %s %q", m.child.Extends, what, id)
		}
	}
}

// removes reports whether drop names an id, or the domain around it, and
// remembers where.
func (m *merger) removes(id, domain string) bool {
	at := slices.IndexFunc(m.child.Drop, func(gone string) bool { return gone == id || gone == domain })
	if at < 0 {
		return false
	}
	m.removed[id] = fmt.Sprintf("drop[%d]", at)
	return true
}

// leavesOut reports whether keep does not name an item, and remembers that.
func (m *merger) leavesOut(id string) bool {
	if !m.document.Given("keep") || slices.Contains(m.child.Keep, id) {
		return false
	}
	m.removed[id] = "keep"
	return true
}

// taken implements [taken].
func (m *merger) taken(path, id string) (at string, is bool) {
	at, is = m.removed[id]
	if own := m.home(path); is && own != "extends" && m.document.Given(own) {
		at = path
	}
	return at, is
}

// domainIDs are the ids of the domains, in their order.
func domainIDs(q *Questionnaire) (ids []string) {
	for _, domain := range q.Domains {
		ids = append(ids, domain.ID)
	}
	return ids
}

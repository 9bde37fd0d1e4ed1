package foreign

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"assay/questionnaire"
)

// readEvidence reads the documents that the file asks for. Each name is a kind of
// evidence.
func (b *builder) readEvidence(m *made) {
	for _, t := range m.entry.texts[Evidence] {
		if !m.item.Kind.TakesEvidence() {
			b.lose(m.entry, t, "the answer is a fact, and a fact takes no evidence")
			continue
		}
		for _, name := range documentsIn(t.words) {
			id := b.kind(name)
			if id == "" {
				b.lose(m.entry, t, "there are too many kinds of documents: assay has at most 900")
				continue
			}
			if !slices.Contains(m.item.Evidence, id) {
				m.item.Evidence = append(m.item.Evidence, id)
			}
		}
	}
	if len(m.item.Evidence) > 0 {
		m.set("evidence")
	}
}

// group makes the documents of a gate a group of which one must be shown: lint wants it
// said, for the weakest of them decides.
func (b *builder) group(m *made) {
	i := &m.item
	if m.given["evidence"] && i.Kind.TakesEvidence() && (i.Kind.IsGate() || len(i.GateAt) > 0) && len(i.Evidence) > 1 {
		i.MustShow, i.Evidence = []questionnaire.Group{{Show: "One of the documents that the file names", By: i.Evidence}}, nil
		b.settle("where the file names several documents, one of them closes the gate")
	}
}

// documentsIn cuts a text into the names of documents. A sentence is one name.
func documentsIn(words string) []string {
	parts := fields(strings.ReplaceAll(strings.Join(points(words), "\n"), ";", "\n"), "\n")
	if len(parts) == 1 && strings.Contains(parts[0], ",") {
		shorter := fields(parts[0], ",")
		if !slices.ContainsFunc(shorter, func(part string) bool { return len(strings.Fields(part)) > 5 }) {
			parts = shorter
		}
	}
	for n := range parts {
		parts[n] = strings.TrimSuffix(strings.TrimPrefix(parts[n], "and "), ".")
	}
	return parts
}

// kind returns the id of a kind of evidence, and makes it if there is none of that
// name.
func (b *builder) kind(name string) string {
	key := simple(name)
	if id := b.named[key]; id != "" {
		return id
	}
	if former := b.request.From; former != nil {
		for _, kind := range former.Evidence {
			if simple(kind.Name) == key || kind.ID == name {
				b.named[key] = kind.ID
				b.kinds = append(b.kinds, kind)
				return kind.ID
			}
		}
	}
	id := b.freeKind(key)
	if id == "" {
		return ""
	}
	b.named[key] = id
	b.kinds = append(b.kinds, documentKind(id, name))
	b.settleDocument()
	return id
}

// documentKind is a kind of evidence of which only the name is known.
func documentKind(id, name string) questionnaire.EvidenceKind {
	return questionnaire.EvidenceKind{ID: id, Name: name, FreshnessDays: 365, IssuedBy: "vendor", Check: []string{
		"It names the vendor and has a date", "It says what the vendor answered",
	}}
}

func (b *builder) settleDocument() {
	const what = "a kind of document counts in full for 365 days, and has two checks that fit any document"
	if _, known := b.counts[what]; !known {
		b.settle(what)
		b.report.Defaults[b.counts[what]].Items = 0
	}
}

// freeKind derives an id from the name, so that it does not depend on other rows. It
// is empty when all 900 are taken.
func (b *builder) freeKind(key string) string {
	taken := map[string]bool{}
	for _, kind := range b.kinds {
		taken[kind.ID] = true
	}
	if former := b.request.From; former != nil {
		for _, kind := range former.Evidence {
			taken[kind.ID] = true
		}
	}
	if key == simple(anyDocument) && !taken["EV-01"] {
		return "EV-01"
	}
	return free(key, "EV-", taken)
}

// free is an id with three figures that depend on a text, or nothing if all are taken.
func free(key, before string, taken map[string]bool) string {
	for try := range 20_000 {
		if id := before + figures(key, try); !taken[id] {
			return id
		}
		if try == 100 && full(before, taken) {
			break
		}
	}
	return ""
}

func full(before string, taken map[string]bool) bool {
	for n := 100; n < 1000; n++ {
		if !taken[fmt.Sprint(before, n)] {
			return false
		}
	}
	return true
}

// anyDocument is the kind of evidence of a gate for which the file names none.
const anyDocument = "A document that shows the answer"

var kindIDs = regexp.MustCompile(`\bEV-[0-9]{2,3}\b`)

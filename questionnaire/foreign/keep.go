package foreign

import (
	"regexp"
	"slices"
	"strings"

	"assay/questionnaire"
)

// recognize finds the items of the former import in the new one: by id, by the number
// of a real id, by the same words, and then by similar words.
func (b *builder) recognize() {
	if b.request.From == nil {
		return
	}
	taken := map[string]bool{}
	match := func(m *made, item *questionnaire.Item) {
		m.former = item
		taken[item.ID] = true
	}
	count := map[string]int{} // an id that two rows have tells nothing
	for _, m := range b.made {
		count[m.raw]++
	}
	byID := func(m *made, item *questionnaire.Item) bool {
		id := itemIDOf(m.raw)
		return id != "" && (item.ID == id || slices.Contains(item.Was, id)) || m.raw != "" && m.raw == item.ID
	}
	byNumber := func(m *made, item *questionnaire.Item) bool {
		return realID.MatchString(m.raw) && len(m.raw) > 2 && (item.Number == m.raw || slices.Contains(item.Sources, m.raw))
	}
	byWords := func(m *made, item *questionnaire.Item) bool { return simple(item.Ask) == simple(m.item.Ask) }
	for _, same := range []func(m *made, item *questionnaire.Item) bool{
		func(m *made, item *questionnaire.Item) bool {
			return byWords(m, item) && (m.raw == "" || byID(m, item) || byNumber(m, item))
		},
		func(m *made, item *questionnaire.Item) bool { return count[m.raw] == 1 && byID(m, item) },
		func(m *made, item *questionnaire.Item) bool { return count[m.raw] == 1 && byNumber(m, item) },
		byWords,
	} {
		for _, m := range b.made {
			if m.former != nil {
				continue
			}
			for item := range b.request.From.Items() {
				if !taken[item.ID] && !item.Computed() && same(m, item) {
					match(m, item)
					break
				}
			}
		}
	}
	b.recognizeSimilar(taken, match)
	for _, m := range b.made {
		m.keepKind()
	}
}

// keepKind keeps the kind of the former item where the file does not tell it, and where
// a person has made a kind of it that no import makes, such as a scenario.
func (m *made) keepKind() {
	if f := m.former; f != nil && (!m.given["kind"] || f.Kind.From() == questionnaire.FromNothing && m.item.Kind.Judged()) {
		m.item.Kind, m.item.Answer, m.item.Options = f.Kind, f.Answer, f.Options
		if !m.item.Kind.Judged() {
			m.item.Hard, m.item.GateAt, m.item.Weight, m.item.Basis = false, nil, 0, ""
			m.item.Evidence, m.item.MustShow = nil, nil
		}
	}
}

// recognizeSimilar pairs the rest by the share of their common words, the closest
// pairs first.
func (b *builder) recognizeSimilar(taken map[string]bool, match func(*made, *questionnaire.Item)) {
	type pair struct {
		m     *made
		item  *questionnaire.Item
		share float64
	}
	var pairs []pair
	former := map[*questionnaire.Item][]string{}
	for item := range b.request.From.Items() {
		if !taken[item.ID] && !item.Computed() {
			former[item] = strings.Fields(simple(item.Ask))
		}
	}
	for _, m := range b.made {
		if m.former != nil {
			continue
		}
		words := strings.Fields(simple(m.item.Ask))
		for item := range b.request.From.Items() {
			before, open := former[item]
			if !open {
				continue
			}
			if share := common(words, before); share >= leastCommon {
				pairs = append(pairs, pair{m, item, share})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, c pair) int {
		switch {
		case a.share > c.share:
			return -1
		case a.share < c.share:
			return 1
		}
		return 0
	})
	for _, p := range pairs {
		if p.m.former == nil && !taken[p.item.ID] {
			match(p.m, p.item)
			b.settle("a question with other words than before keeps its id: see whether it still asks the same")
		}
	}
}

// leastCommon is the share of common words from which on two questions are taken for
// one that was reworded.
const leastCommon = 0.7

// common is twice the number of common words by the number of all words.
func common(a, b []string) float64 {
	if fewer := min(len(a), len(b)); fewer == 0 || 2*float64(fewer)/float64(len(a)+len(b)) < leastCommon {
		return 0
	}
	count := map[string]int{}
	for _, word := range a {
		count[word]++
	}
	both := 0
	for _, word := range b {
		if count[word] > 0 {
			count[word]--
			both++
		}
	}
	return 2 * float64(both) / float64(len(a)+len(b))
}

// keep takes from the former item what the file does not say.
func (m *made) keep() {
	f := m.former
	if f == nil {
		return
	}
	same := m.item.Kind == f.Kind
	i := &m.item
	keepIf := func(key string, holds bool, do func()) {
		if !m.given[key] && holds {
			do()
		}
	}
	keepIf("title", f.Title != "" && !strings.HasSuffix(f.Title, " ("+f.ID+")"), func() { i.Title = f.Title; m.set("title") })
	keepIf("why", true, func() { i.Why = f.Why })
	keepIf("number", true, func() { i.Number = f.Number })
	keepIf("sources", true, func() { i.Sources = f.Sources })
	keepIf("listen_for", true, func() { i.ListenFor = f.ListenFor })
	keepIf("probes", true, func() { i.Probes = f.Probes })
	keepIf("red_flags", true, func() { i.RedFlags = f.RedFlags })
	keepIf("asked_of", f.AskedOf != "", func() { i.AskedOf = f.AskedOf })
	keepIf("how", true, func() { i.How = f.How })
	keepIf("minutes", true, func() { i.Minutes, i.Reserve = f.Minutes, f.Reserve })
	keepIf("phase", f.Phase != "", func() { i.Phase = f.Phase })
	keepIf("weight", i.Kind.Judged(), func() { i.Weight = f.Weight })
	keepIf("hard", i.Kind.IsGate(), func() { i.Hard = f.Hard })
	keepIf("gate_at", same, func() { i.GateAt = f.GateAt })
	keepIf("min_assurance", same, func() { i.MinAssurance = f.MinAssurance })
	keepIf("when", true, func() { i.When, i.NotApplicableWhen = f.When, f.NotApplicableWhen })
	keepIf("ask_at", true, func() { i.AskedAt = f.AskedAt })
	keepIf("help", true, func() { i.Help = f.Help })
	keepIf("was", len(i.Was) == 0, func() { i.Was = f.Was })
	keepIf("anchors", same, func() { i.Anchors, i.Elements = f.Anchors, f.Elements })
	keepIf("worst", same && i.Answer == f.Answer, func() { i.Worst, i.ImpactFrom, i.Earliest = f.Worst, f.ImpactFrom, f.Earliest })
	i.Chain, i.Unannounced = f.Chain && i.Kind.IsGate(), f.Unannounced
	if slices.Equal(i.Cites, f.Cites) || !m.given["cites"] {
		i.Cites, i.Practice, i.Basis, i.NPRM = f.Cites, f.Practice, f.Basis, f.NPRM
	}
	if !m.given["evidence"] && i.Kind.TakesEvidence() {
		i.Evidence, i.ShownBy, i.MustShow, i.MustShowAt = f.Evidence, f.ShownBy, f.MustShow, f.MustShowAt
	}
	for n := range i.Options {
		for _, option := range f.Options {
			if i.Options[n].Label == option.Label {
				i.Options[n] = option
			}
		}
	}
}

// keepDocument takes from the former import what belongs to no item, and the items of
// its own on which conditions depend.
func (b *builder) keepDocument(q, former *questionnaire.Questionnaire) {
	q.Version, q.About, q.Subject, q.For = former.Version, former.About, former.Subject, former.For
	q.Scoring, q.Scales, q.Glossary = former.Scoring, former.Scales, former.Glossary
	if b.request.Title == "" {
		q.Title = former.Title
	}
	if len(former.Parents) > 0 {
		b.report.Defaults = append(b.report.Defaults, Default{What: "the file is whole: it no longer extends " + former.Parents[0].ID})
	}
	for d := range q.Domains {
		for n := range former.Domains {
			if from := former.Domains[n]; from.ID == q.Domains[d].ID {
				q.Domains[d].Floor, q.Domains[d].FloorConditional, q.Domains[d].When = from.Floor, from.FloorConditional, from.When
				if b.own || from.Weight != sumOf(from.Items) {
					q.Domains[d].Weight = from.Weight // a person chose it
				}
			}
		}
	}
	b.keepNeeded(q, former)
	b.keepKinds(q, former)
	for _, overlay := range former.Overlays {
		overlay.Items = slices.DeleteFunc(slices.Clone(overlay.Items), func(i questionnaire.OverlayItem) bool { return !has(q, i.ID) })
		if len(overlay.Items) > 0 {
			q.Overlays = append(q.Overlays, overlay)
		}
	}
}

func has(q *questionnaire.Questionnaire, id string) bool {
	for d := range q.Domains {
		for i := range q.Domains[d].Items {
			if q.Domains[d].Items[i].ID == id {
				return true
			}
		}
	}
	return false
}

var inQuotes = regexp.MustCompile(`"([A-Za-z0-9_-]+)"`)

// keepNeeded keeps the items that the file does not have and that a condition, a
// checklist or the risk still needs. It names the others.
func (b *builder) keepNeeded(q, former *questionnaire.Questionnaire) {
	for {
		needed := map[string]bool{}
		for _, id := range append([]string{q.Scoring.Risk.ChainTiers, q.Scoring.Risk.StandingAccess}, q.Scoring.Risk.Impact...) {
			needed[id] = true
		}
		for d := range q.Domains {
			conditions := []string{q.Domains[d].When}
			for _, item := range q.Domains[d].Items {
				conditions = append(conditions, item.When, item.NotApplicableWhen)
				for _, flag := range item.RedFlags {
					conditions = append(conditions, flag.When)
				}
				for _, id := range slices.Concat(item.ClosedBy, item.Earliest) {
					needed[id] = true
				}
			}
			for _, m := range inQuotes.FindAllStringSubmatch(strings.Join(conditions, " "), -1) {
				needed[m[1]] = true
			}
		}
		added := false
		for d := range former.Domains {
			for _, item := range former.Domains[d].Items {
				if needed[item.ID] && !has(q, item.ID) {
					addTo(q, &former.Domains[d], item)
					added = true
				}
			}
		}
		if !added {
			break
		}
	}
	for item := range former.Items() {
		if !has(q, item.ID) && !b.becameAnother(item.ID) {
			b.report.Gone = append(b.report.Gone, item.ID)
		}
	}
}

func (b *builder) becameAnother(id string) bool {
	return slices.ContainsFunc(b.made, func(m *made) bool { return slices.Contains(m.item.Was, id) })
}

func addTo(q *questionnaire.Questionnaire, home *questionnaire.Domain, item questionnaire.Item) {
	for d := range q.Domains {
		if q.Domains[d].ID == home.ID {
			q.Domains[d].Items = append(q.Domains[d].Items, item)
			return
		}
	}
	domain := *home
	domain.Items = []questionnaire.Item{item}
	q.Domains = append(q.Domains, domain)
}

// keepKinds adds the kinds of evidence that items kept from the former import name.
func (b *builder) keepKinds(q, former *questionnaire.Questionnaire) {
	for n := range former.Evidence {
		kind := former.Evidence[n]
		used := false
		for d := range q.Domains {
			for _, item := range q.Domains[d].Items {
				used = used || slices.Contains(kindsOf(&item), kind.ID)
			}
		}
		if used && !slices.ContainsFunc(q.Evidence, func(k questionnaire.EvidenceKind) bool { return k.ID == kind.ID }) {
			q.Evidence = append(q.Evidence, kind)
		}
	}
	slices.SortStableFunc(q.Evidence, func(a, c questionnaire.EvidenceKind) int {
		place := func(id string) int {
			at := slices.IndexFunc(former.Evidence, func(k questionnaire.EvidenceKind) bool { return k.ID == id })
			if at < 0 {
				return len(former.Evidence)
			}
			return at
		}
		return place(a.ID) - place(c.ID)
	})
}

// kindsOf lists the kinds of evidence that an item names anywhere.
func kindsOf(item *questionnaire.Item) []string {
	all := slices.Clone(item.Evidence)
	for _, kinds := range item.ShownBy {
		all = append(all, kinds...)
	}
	for _, group := range item.MustShow {
		all = append(all, group.By...)
	}
	for _, groups := range item.MustShowAt {
		for _, group := range groups {
			all = append(all, group.By...)
		}
	}
	return all
}

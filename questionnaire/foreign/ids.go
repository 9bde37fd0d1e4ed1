package foreign

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"assay/questionnaire"
)

var (
	separated = regexp.MustCompile(`^([A-Z][A-Z0-9]{1,5})[-_. ]0*([0-9]{1,3})$`)
	joined    = regexp.MustCompile(`^([A-Z]{2,6})0*([0-9]{1,3})$`)
	twoLevels = regexp.MustCompile(`^([A-Z&]{2,7})[-_. ]0*([0-9]{1,2})\.([0-9])$`)
	domainOf  = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,5}$`)
)

// itemIDOf brings the id of a file into the form of assay, or returns nothing:
// hipa.1 becomes HIPA-01, and A&A-01.1 becomes AA-011.
func itemIDOf(raw string) string {
	raw = strings.ToUpper(strings.TrimSpace(raw))
	for _, form := range []*regexp.Regexp{separated, joined} {
		if m := form.FindStringSubmatch(raw); m != nil {
			return m[1] + "-" + padded(m[2])
		}
	}
	if m := twoLevels.FindStringSubmatch(raw); m != nil {
		if domain := strings.ReplaceAll(m[1], "&", ""); domainOf.MatchString(domain) {
			return domain + "-" + padded(m[2]) + m[3]
		}
	}
	return ""
}

func padded(figures string) string {
	if len(figures) < 2 {
		return "0" + figures
	}
	return figures
}

// digest is a number that depends on a text alone.
func digest(words string, try int) uint64 {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", try, words))
	return binary.BigEndian.Uint64(sum[:])
}

// figures are three figures that depend on a text alone.
func figures(words string, try int) string { return fmt.Sprint(100 + digest(words, try)%900) }

// letters is a text in Latin letters without accents.
func letters(words string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(words))
}

// slug is a short word for a text, for conditions: lower case, with underscores. It
// depends on the text alone.
func slug(words string, most int) string {
	name := strings.Trim(regexpSlug.ReplaceAllString(strings.ToLower(letters(words)), "_"), "_")
	whole := len(name) <= most && strings.Trim(letters(words), " .,?!:;*()/-&'\"") != "" && onlyLatin(words)
	if name == "" || name[0] < 'a' || name[0] > 'z' {
		name = strings.TrimRight("q_"+name, "_")
	}
	if whole && len(name) <= most && len(name) > 1 {
		return name
	}
	name = strings.TrimRight(name[:min(len(name), most-5)], "_")
	return fmt.Sprintf("%s_%04x", name, digest(words, 0)&0xffff)
}

var regexpSlug = regexp.MustCompile(`[^a-z0-9]+`)

func onlyLatin(words string) bool {
	return !strings.ContainsFunc(letters(words), func(r rune) bool { return r > 0x7f && unicode.IsLetter(r) })
}

// place gives every item its domain and its id.
func (b *builder) place() error {
	b.joinSections()
	b.chooseIDs()
	domains := b.sections()
	taken := map[string]bool{}
	if former := b.request.From; former != nil {
		for item := range former.Items() {
			taken[item.ID] = true // an id of the former import is never another question's
		}
	}
	for _, m := range b.made {
		taken[m.item.ID] = true
	}
	// The order in which equal ids are settled does not depend on new rows.
	order := slices.Clone(b.made)
	slices.SortStableFunc(order, func(a, c *made) int { return strings.Compare(hashKey(a), hashKey(c)) })
	for _, m := range order {
		if m.item.ID != "" {
			continue
		}
		id, err := b.freeID(m, domains[m.section], taken)
		if err != nil {
			return err
		}
		m.item.ID = id
		taken[id] = true
		if m.former != nil && m.former.ID != id {
			m.item.Was = unique(append([]string{m.former.ID}, m.former.Was...))
		}
	}
	b.homes = domains
	b.keepRaw()
	return nil
}

// keepRaw keeps an id of the file that became neither the id nor the number.
func (b *builder) keepRaw() {
	for _, m := range b.made {
		if m.raw != "" && !strings.EqualFold(m.raw, m.item.ID) && m.raw != m.item.Number {
			m.item.Sources = unique(append(slices.Clone(m.item.Sources), m.raw))
			m.set("sources")
		}
	}
}

// key is the text from which an id is derived: the id in the file if its author gave
// one, and else the question. Numbers such as 4.2 move when rows come in.
func (m *made) key() string {
	if realID.MatchString(m.raw) && strings.IndexFunc(m.raw, unicode.IsDigit) > 1 {
		return "id " + strings.ToLower(m.raw)
	}
	return simple(m.item.Ask + " " + m.item.Why)
}

func hashKey(m *made) string { return fmt.Sprintf("%016x", digest(m.key(), 0)) }

// joinSections gives a question without a section the one of the others with the same
// beginning of their ids.
func (b *builder) joinSections() {
	of := map[string]string{}
	prefixOf := func(m *made) string {
		prefix, _, _ := strings.Cut(itemIDOf(m.raw), "-")
		return prefix
	}
	for _, m := range b.made {
		if prefix := prefixOf(m); prefix != "" && m.section != "" && of[prefix] == "" {
			of[prefix] = m.section
		}
	}
	for _, m := range b.made {
		if m.section == "" {
			m.section = of[prefixOf(m)]
		}
	}
}

// chooseIDs keeps the ids of the file where they fit, and those of the former import.
func (b *builder) chooseIDs() {
	sections := map[string]map[string]bool{} // by prefix
	count := map[string]int{}
	for _, m := range b.made {
		if id := itemIDOf(m.raw); id != "" {
			prefix, _, _ := strings.Cut(id, "-")
			if sections[prefix] == nil {
				sections[prefix] = map[string]bool{}
			}
			sections[prefix][m.section] = true
			count[id]++
		}
	}
	used := map[string]bool{}
	for _, m := range b.made {
		id := itemIDOf(m.raw)
		prefix, _, _ := strings.Cut(id, "-")
		fits := id != "" && len(sections[prefix]) == 1 && count[id] == 1 && m.item.Kind.Judged()
		if id != "" && (!fits || !strings.EqualFold(id, m.raw)) && m.item.Kind.Judged() && m.item.Number == "" && len([]rune(m.raw)) <= 16 {
			m.item.Number = m.raw
			m.set("number")
		}
		if id != "" && len(sections[prefix]) == 1 && !m.item.Kind.Judged() {
			m.home = prefix
		} else if m.former != nil && !m.former.Kind.Judged() && !m.item.Kind.Judged() && !b.moved(m) {
			m.home = b.request.From.DomainOf(m.former.ID).ID
		}
		switch {
		case m.former != nil && (!fits || m.former.ID == id) && m.former.Kind.Judged() == m.item.Kind.Judged() && !b.moved(m):
			m.item.ID = m.former.ID
		case fits:
			m.item.ID = id
			if m.former != nil {
				m.item.Was = unique(append([]string{m.former.ID}, m.former.Was...))
			}
		}
		if m.item.ID != "" && used[m.item.ID] {
			m.item.ID = ""
		}
		used[m.item.ID] = true
	}
}

// moved reports whether the file has put a question into another section that is
// known.
func (b *builder) moved(m *made) bool {
	if m.section == "" || isNamed(b.request.From.DomainOf(m.former.ID), m.section) {
		return false
	}
	return b.formerDomain(m.section) != ""
}

// isNamed reports whether a domain was made of a section. Two of one section have
// their ids behind their names.
func isNamed(domain *questionnaire.Domain, section string) bool {
	name := simple(cmp.Or(domainName(section), unnamed))
	return simple(domain.Name) == name || simple(strings.TrimSuffix(domain.Name, " ("+domain.ID+")")) == name
}

// unnamed is the name of the domain of questions without a section.
const unnamed = "Questions"

var leading = regexp.MustCompile(`^(?:[0-9]+(?:\.[0-9]+)*[.):]?|[A-Z][.):])\s+`)

// domainName is the name of a section without its number.
func domainName(section string) string {
	if name := strings.TrimSpace(leading.ReplaceAllString(section, "")); name != "" {
		return name
	}
	return section
}

// sections gives the id of the domain of each section whose items have none yet.
func (b *builder) sections() map[string]string {
	domains, taken := map[string]string{}, map[string]bool{}
	var open []string
	for _, m := range b.made {
		prefix := m.home
		if before, _, found := strings.Cut(m.item.ID, "-"); found && m.item.Kind.Judged() {
			prefix = before
		}
		if taken[prefix] = true; domains[m.section] == "" {
			domains[m.section] = prefix
		}
	}
	if former := b.request.From; former != nil {
		for d := range former.Domains {
			taken[former.Domains[d].ID] = true
		}
	}
	for _, m := range b.made {
		if domains[m.section] == "" && !slices.Contains(open, m.section) {
			open = append(open, m.section)
		}
	}
	slices.SortFunc(open, func(a, c string) int {
		return strings.Compare(fmt.Sprint(digest(simple(a), 0)), fmt.Sprint(digest(simple(c), 0)))
	})
	for _, section := range open {
		domains[section] = b.formerDomain(section)
		for try := 0; domains[section] == ""; try++ {
			if id := code(cmp.Or(domainName(section), unnamed), try); !taken[id] {
				domains[section] = id
			}
		}
		taken[domains[section]] = true
	}
	return domains
}

// formerDomain is the domain that the section was in the former import, or nothing.
func (b *builder) formerDomain(section string) string {
	if former := b.request.From; former != nil {
		for d := range former.Domains {
			if isNamed(&former.Domains[d], section) {
				return former.Domains[d].ID
			}
		}
	}
	return ""
}

// code makes the id of a domain of its name: the first letters of its words, or of
// its only word. Later tries are longer, and depend on the name alone too.
func code(name string, try int) string {
	var words []string
	for word := range strings.FieldsSeq(regexpSlug.ReplaceAllString(strings.ToLower(letters(name)), " ")) {
		if !among(word, "and, of, the, for, to, in, on, a, an, or, with, by, at") {
			words = append(words, strings.ToUpper(word))
		}
	}
	id := ""
	for _, word := range words {
		if len(id) < 4 && (id != "" || word[0] >= 'A') {
			id += word[:1]
		}
	}
	if len(words) == 1 && words[0][0] >= 'A' {
		id = words[0][:min(len(words[0]), 3+try)]
	}
	if len(id) < 2 {
		return fmt.Sprintf("S%03X", digest(simple(name), try)&0xfff)
	}
	if try > 0 && len(words) > 1 || try > 2 {
		id = fmt.Sprintf("%s%02X", id[:min(len(id), 4)], digest(simple(name), try)&0xff)
	}
	return id[:min(len(id), 6)]
}

// freeID derives an id from the key of an item.
func (b *builder) freeID(m *made, domain string, taken map[string]bool) (string, error) {
	if !m.item.Kind.Judged() {
		name := m.item.Ask
		if id := itemIDOf(m.raw); id != "" {
			name = id
		}
		id := slug(name, 40)
		for n := 1; taken[id]; n++ {
			id = fmt.Sprintf("%s_%04x", strings.TrimRight(slug(name, 35)[:min(len(slug(name, 35)), 35)], "_"), digest(m.key(), n)&0xffff)
		}
		return id, nil
	}
	if id := free(m.key(), domain+"-", taken); id != "" {
		return id, nil
	}
	return "", &Refusal{Text: fmt.Sprintf("the section %q has too many questions: assay has at most 900 in one", cmp.Or(m.section, unnamed))}
}

// makeDomains puts the items into their domains, in the order of the file.
func (b *builder) makeDomains() {
	at, names := map[string]int{}, map[string]int{}
	for _, m := range b.made {
		id := b.homes[m.section]
		if prefix, _, found := strings.Cut(m.item.ID, "-"); found && m.item.Kind.Judged() {
			id = prefix
		}
		id = cmp.Or(m.home, id)
		n, known := at[id]
		if !known {
			n = len(b.domains)
			at[id] = n
			b.domains = append(b.domains, questionnaire.Domain{ID: id, Name: b.nameOf(m, id)})
			names[b.domains[n].Name]++
		}
		b.domains[n].Items = append(b.domains[n].Items, m.item)
	}
	for n := range b.domains {
		if names[b.domains[n].Name] > 1 && b.domains[n].Name != b.domains[n].ID {
			b.domains[n].Name += " (" + b.domains[n].ID + ")"
		}
	}
}

func (b *builder) nameOf(m *made, id string) string {
	if m.section != "" {
		return domainName(m.section)
	}
	if former := b.request.From; former != nil {
		for d := range former.Domains {
			if former.Domains[d].ID == id {
				return former.Domains[d].Name
			}
		}
	}
	if strings.HasPrefix(itemIDOf(m.raw), id+"-") {
		return id
	}
	return unnamed
}

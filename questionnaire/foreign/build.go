package foreign

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"assay/questionnaire"
)

// made is an item that is being made of one question.
type made struct {
	entry   *entry
	item    questionnaire.Item
	given   map[string]bool // the keys that the file sets
	section string
	home    string // the id of its domain, if the file has it
	raw     string // the id in the file
	former  *questionnaire.Item
}

func (m *made) set(key string) { m.given[key] = true }

// builder makes the questionnaire.
type builder struct {
	request Request
	read    *contents
	report  Report
	made    []*made
	weights scale
	kinds   []questionnaire.EvidenceKind
	named   map[string]string // id of an evidence kind by its name, as [simple] gives it
	homes   map[string]string // id of the domain by section
	domains []questionnaire.Domain
	counts  map[string]int // into report.Defaults
	own     bool           // the file is an internal copy that assay wrote
}

func newBuilder(o Request, read *contents) *builder {
	return &builder{request: o, read: read, report: read.report, named: map[string]string{}, counts: map[string]int{}}
}

// settle counts an item for which something was settled that the file does not say.
func (b *builder) settle(what string) {
	at, known := b.counts[what]
	if !known {
		at = len(b.report.Defaults)
		b.counts[what] = at
		b.report.Defaults = append(b.report.Defaults, Default{What: what})
	}
	b.report.Defaults[at].Items++
}

func (b *builder) lose(e *entry, t text, why string) {
	b.report.Losses = append(b.report.Losses, Loss{e.sheet, t.cell, strings.ReplaceAll(t.words, "\n", " "), why})
}

// loseAll reports all texts of a field.
func (b *builder) loseAll(e *entry, f Field, why string) {
	for _, t := range e.texts[f] {
		b.lose(e, t, why)
	}
}

func (b *builder) build() error {
	if len(b.read.entries) > mostQuestions {
		return &Refusal{Text: fmt.Sprintf("the file has more than %d questions: import one sheet after the other, or a part of it", mostQuestions)}
	}
	b.weights = newScale(b.read.entries)
	seen, used := map[string]*entry{}, map[string]bool{}
	var dropped []*entry
	for _, e := range b.read.entries {
		key := simple(e.first(Question))
		if first := seen[key]; first != nil || key == "" {
			why := "the question has no letters"
			if first != nil {
				why = fmt.Sprintf("the question asks the same as row %d of the sheet %q", first.row, first.sheet)
			}
			for _, f := range everyField {
				b.loseAll(e, f, why)
			}
			dropped = append(dropped, e)
			continue
		}
		seen[key], used[e.section] = e, true
		b.made = append(b.made, b.make(e))
	}
	if len(b.made) == 0 {
		return &Refusal{Text: "the column for the questions has none"}
	}
	for _, e := range dropped {
		for _, head := range e.heads {
			if !used[e.section] && head.words != "" {
				b.lose(e, head, "the section has no question")
			}
		}
	}
	b.recognize()
	if err := b.place(); err != nil {
		return err
	}
	b.fill()
	b.makeDomains()
	return nil
}

// mostQuestions is far beyond every questionnaire that people send around. The file of
// more could not be read back.
const mostQuestions = 3000

// everyField lists all fields, also those that a map does not name.
var everyField = append(slices.Clone(Fields()), Given, Remark)

var notID = regexp.MustCompile(`[^a-z0-9]+`)

// IDFor is the id that the questionnaire of a request gets.
func IDFor(o Request) string {
	if o.ID != "" {
		return o.ID
	}
	if o.From != nil {
		return o.From.ID
	}
	name := cmp.Or(o.Name, o.Source)
	name = strings.TrimSuffix(path.Base(name), path.Ext(name))
	id := strings.Trim(notID.ReplaceAllString(strings.ToLower(letters(name)), "-"), "-")
	if len(id) < 2 {
		id = strings.Trim("imported-"+id, "-")
	}
	return strings.TrimRight(id[:min(len(id), 60)], "-")
}

func (b *builder) assemble() *questionnaire.Questionnaire {
	q := &questionnaire.Questionnaire{
		ID: IDFor(b.request), Version: "1.0.0", Title: cmp.Or(b.request.Title, b.read.title),
		Scoring: defaultScoring(), Domains: b.domains, Evidence: b.kinds,
	}
	for d := range q.Domains {
		q.Domains[d].Weight = sumOf(q.Domains[d].Items)
	}
	if former := b.request.From; former != nil {
		b.keepDocument(q, former)
	} else if b.own && !slices.ContainsFunc(q.Domains, func(d questionnaire.Domain) bool { return d.Weight > 0 }) {
		q.Scoring = questionnaire.Scoring{Mode: "gates-only"}
	}
	if q.Title == "" {
		q.Title = cmp.Or(line(strings.TrimSuffix(path.Base(b.request.Source), path.Ext(b.request.Source))), q.ID)
	}
	b.setScale(&q.Scales.Control, controlScale, questionnaire.FromGrades, "the words for the grades of a control are those with which assay begins a new questionnaire")
	b.setScale(&q.Scales.Evidence, evidenceScale, questionnaire.FromDocument, "the words for the grades of a document are: "+strings.ToLower(strings.Join(evidenceScale, "; ")))
	return q
}

// setScale sets the words for grades where an item needs them.
func (b *builder) setScale(scale *[]string, words []string, of questionnaire.Origin, told string) {
	needed := slices.ContainsFunc(b.made, func(m *made) bool { return m.item.Kind == questionnaire.KindFrom(of) })
	if needed && len(*scale) == 0 {
		*scale = slices.Clone(words)
		b.report.Defaults = append(b.report.Defaults, Default{What: told})
	}
}

// sumOf is the weight of all items: with it, each counts in the whole as the file
// wants.
func sumOf(items []questionnaire.Item) int {
	sum := 0
	for n := range items {
		sum += items[n].Weighted()
	}
	return sum
}

// remarks are the lines at the top of the file.
func (b *builder) remarks() []string {
	lines := []string{
		"Imported from " + line(b.request.Source) + ".", "",
		"Change it as you like. When the file changes, import it again over this one: all ids stay, and so does everything here that the file",
		"does not say.",
	}
	if len(b.report.Defaults) > 0 {
		lines = append(lines, "", "The file does not say everything that assay needs. So:")
		for _, d := range b.report.Defaults {
			lines = append(lines, "- "+d.Words())
		}
	}
	return lines
}

// Words is the default with the number of items for which it was settled.
func (d Default) Words() string {
	switch d.Items {
	case 0:
		return d.What
	case 1:
		return d.What + " (1 question)"
	}
	return fmt.Sprintf("%s (%d questions)", d.What, d.Items)
}

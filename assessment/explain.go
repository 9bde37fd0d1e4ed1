package assessment

import (
	"maps"
	"math/big"
	"slices"
	"strings"

	"assay/questionnaire"
	"assay/questionnaire/yamldoc"
)

// Explanation tells in words and numbers how a result came about: of the
// whole assessment, a domain or an item. Its figures are the exact fractions
// of the engine, so they add up to the printed score. Its JSON is a
// contract: keys are added, never changed.
type Explanation struct {
	Engine        string                  `json:"engine"`
	Assessment    string                  `json:"assessment"`
	Vendor        string                  `json:"vendor"`
	Subject       string                  `json:"subject,omitempty"`
	Questionnaire Pin                     `json:"questionnaire"`
	Milestone     questionnaire.Milestone `json:"milestone"`
	View          questionnaire.View      `json:"view"`
	AsOf          Date                    `json:"as_of"`

	Of       string               `json:"of"` // assessment, domain or item
	ID       string               `json:"id"` // of the domain or item
	Title    string               `json:"title"`
	Sections []ExplanationSection `json:"sections"`
	Head     Head                 `json:"head"`
}

// ExplanationSection is one step of the arithmetic.
type ExplanationSection struct {
	Title   string            `json:"title"`
	Columns []string          `json:"columns,omitempty"` // of a table: the names of the figures in each line
	Note    string            `json:"note,omitempty"`    // of a table: the meaning of these names
	Lines   []ExplanationLine `json:"lines"`
}

// ExplanationLine is a sentence, its figures, or both.
type ExplanationLine struct {
	Name    string   `json:"name"` // an id, or the subject of the sentence
	Text    string   `json:"text"`
	Figures []Figure `json:"figures,omitempty"`
	Opens   string   `json:"opens,omitempty"` // id of an item or domain with its own explanation
}

// RoundedNote tells how figures are rounded. Every printed explanation ends
// with it.
const RoundedNote = "figures are rounded here, not in the calculation"

// Label is the printed name of line n. It is empty below a line with the
// same name, unless the line opens something.
func (s ExplanationSection) Label(n int) string {
	if n > 0 && s.Lines[n].Opens == "" && s.Lines[n-1].Name == s.Lines[n].Name {
		return ""
	}
	return s.Lines[n].Name
}

// Decimals is the number of decimals of each column of a table, four at
// most, so that the decimal points align.
func (s ExplanationSection) Decimals() []int {
	const most = 4
	decimals := make([]int, len(s.Columns))
	for _, line := range s.Lines {
		for c, figure := range line.Figures {
			text := strings.TrimRight(figure.Rounded(most), "0")
			decimals[c] = max(decimals[c], len(text)-1-strings.Index(text, "."))
		}
	}
	return decimals
}

// Figure is a number of the arithmetic.
type Figure struct {
	Name  string  `json:"name"`
	Exact string  `json:"exact"` // a fraction in lowest terms, such as 27/40
	Value float64 `json:"value"` // the nearest float
}

// Rounded is the figure with this many decimals, rounded half away from
// zero.
func (f Figure) Rounded(decimals int) string {
	exact, valid := new(big.Rat).SetString(f.Exact)
	if !valid {
		return f.Exact
	}
	return exact.FloatString(decimals)
}

// String is the fraction in at most four decimals, for sentences.
func (r ratio) String() string {
	return strings.TrimSuffix(strings.TrimRight(r.rat().FloatString(4), "0"), ".")
}

func figure(name string, value ratio) Figure {
	return Figure{Name: name, Exact: value.rat().RatString(), Value: value.float()}
}

// Explain tells how the result of a snapshot came about, for the same day,
// milestone and rule view as [Evaluate]. The id names an item or a domain in
// any case; an empty id means the whole.
func Explain(snapshot Snapshot, asOf Date, milestone questionnaire.Milestone, view questionnaire.View, id string) (Explanation, error) {
	e := explainer{judge: judged(snapshot, asOf, milestone, view)}
	r := e.result
	out := Explanation{
		Engine: r.Engine, Assessment: r.Assessment, Vendor: r.Vendor, Subject: r.Subject, Questionnaire: r.Questionnaire,
		Milestone: milestone, View: view, AsOf: asOf, Head: r.Head,
	}
	domain := slices.IndexFunc(e.q.Domains, func(d questionnaire.Domain) bool { return strings.EqualFold(d.ID, id) })
	switch item := e.find(id); {
	case id == "":
		out.Of, out.Title = "assessment", e.q.Title
		e.ofWhole()
	case item != nil:
		out.Of, out.ID, out.Title = "item", item.ID, item.Title
		e.ofItem(item)
	case domain >= 0:
		out.Of, out.ID, out.Title = "domain", e.q.Domains[domain].ID, e.q.Domains[domain].Name
		e.ofDomain(domain)
	default:
		return Explanation{}, e.unknown(id)
	}
	out.Sections = e.sections
	return out, nil
}

// explainer puts the work of a judge into words.
type explainer struct {
	*judge
	sections []ExplanationSection
}

// find returns the item with this id in any case, or nil.
func (e *explainer) find(id string) *questionnaire.Item {
	for _, spelled := range []string{id, strings.ToUpper(id), strings.ToLower(id)} {
		if item := e.q.Item(spelled); item != nil {
			return item
		}
	}
	return nil
}

func (e *explainer) unknown(id string) error {
	known := map[string]bool{}
	for _, domain := range e.q.Domains {
		known[domain.ID] = true
		for _, item := range domain.Items {
			known[item.ID] = true
		}
	}
	about := []string{e.q.ID}
	for _, spelled := range []string{strings.ToUpper(id), id} {
		if near := yamldoc.Nearest(spelled, maps.Keys(known)); near != "" {
			about = append(about, near)
			break
		}
	}
	return Errorf(NotFound, "%s has no item or domain %q", e.q.ID, id).Because(NoSuchItem, about...)
}

// section begins a step.
func (e *explainer) section(title string) {
	e.sections = append(e.sections, ExplanationSection{Title: title, Lines: []ExplanationLine{}})
}

// table begins a step with figures. The note explains the columns.
func (e *explainer) table(title, note string, columns ...string) {
	e.sections = append(e.sections, ExplanationSection{Title: title, Note: note, Columns: columns, Lines: []ExplanationLine{}})
}

// say adds a sentence to the step.
func (e *explainer) say(name, text string, figures ...Figure) {
	e.add(ExplanationLine{Name: name, Text: text, Figures: figures})
}

// lead adds a sentence about an item or a domain that can be opened.
func (e *explainer) lead(id, text string) {
	e.add(ExplanationLine{Name: id, Text: text, Opens: id})
}

func (e *explainer) add(line ExplanationLine) {
	last := &e.sections[len(e.sections)-1]
	last.Lines = append(last.Lines, line)
}

// row adds a line of figures about an item or a domain to a table.
func (e *explainer) row(id, text string, values ...ratio) {
	columns := e.sections[len(e.sections)-1].Columns
	figures := make([]Figure, len(columns))
	for n, column := range columns {
		figures[n] = figure(column, values[n])
	}
	e.add(ExplanationLine{Name: id, Text: text, Figures: figures, Opens: id})
}

// scored reports whether the questionnaire gives scores.
func (e *explainer) scored() bool { return !e.q.GatesOnly() }

// reading records which items a condition reads.
type reading struct {
	confirmed
	read  []string
	shown map[string]bool // results of shown("ID"), by item
}

// AnswerText implements questionnaire.Known.
func (r *reading) AnswerText(item string) string {
	if !slices.Contains(r.read, item) {
		r.read = append(r.read, item)
	}
	return r.confirmed.AnswerText(item)
}

// Shown implements questionnaire.Known.
func (r *reading) Shown(item string) bool {
	if !slices.Contains(r.read, item) {
		r.read = append(r.read, item)
	}
	r.shown[item] = r.confirmed.Shown(item)
	return r.shown[item]
}

// condition tells the result of an expression and the answers it read. It
// leaves out answers that it did not need.
func (e *explainer) condition(name, expression string) {
	known := &reading{confirmed: confirmed{e.judge}, shown: map[string]bool{}}
	holds, err := e.q.Holds(expression, known)
	switch {
	case err != nil:
		e.say(name, expression+", which could not be evaluated: "+err.Error())
	case holds:
		e.say(name, expression+", which holds")
	default:
		e.say(name, expression+", which does not hold")
	}
	for _, id := range known.read {
		text := e.known(id)
		if shown, asked := known.shown[id]; shown {
			text += ", shown"
		} else if asked {
			text += ", not shown"
		}
		e.lead(id, text)
	}
}

// known is the answer of an item for conditions.
func (e *explainer) known(id string) string {
	item, text := e.q.Item(id), e.AnswerText(id)
	switch {
	case e.hidden[id]:
		return "hidden, so it is as good as not answered"
	case e.snapshot.Answers[id].Reverify != nil:
		return "to be re-verified, so it hides nothing and sets nothing aside"
	case text != "" && !item.Kind.Judged():
		return item.FactLabel(text)
	case text != "":
		return text
	case !item.Kind.Judged() && item.Worst != "":
		return "not answered, so it takes its worst value: " + item.FactLabel(string(item.Worst))
	}
	return "not answered"
}

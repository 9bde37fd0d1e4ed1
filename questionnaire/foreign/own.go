package foreign

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"assay/assessment/hostile"
	"assay/questionnaire"
	"assay/questionnaire/grid"
)

// ownHead begins the internal copy that assay writes as CSV.
var ownHead = []string{"domain", "domain name", "id", "number", "title", "ask", "asked", "why", "kind", "basis"}

// isOwn reports whether a file is an internal copy that assay wrote.
func isOwn(sheets []grid.Sheet) bool {
	if len(sheets) != 1 || len(sheets[0].Rows) == 0 {
		return false
	}
	head := sheets[0].Rows[0]
	for n, name := range ownHead {
		if head.Text(n+1) != name {
			return false
		}
	}
	return true
}

// ownRow is one item of an internal copy.
type ownRow struct {
	b       *builder
	m       *made
	columns map[string]int
	row     grid.Row
}

// text is the cell of a column, as it was before it was made harmless for
// spreadsheets.
func (r ownRow) text(column string) string {
	return hostile.FromField(strings.ReplaceAll(r.row.Text(r.columns[column]), "\r\n", "\n"))
}

// list is a cell with one text to a line.
func (r ownRow) list(column string, former []string) []string {
	words := r.text(column)
	if words == "" {
		return nil
	}
	if strings.Join(former, "\n") == words {
		return former // one of its texts can have several lines
	}
	return strings.Split(words, "\n")
}

func (r ownRow) lose(column, why string) {
	words := r.text(column)
	r.b.lose(r.m.entry, text{words, r.row.Cell(r.columns[column]).Name(), column}, why)
}

// readOwn reads an internal copy. It says more than the files of others, so that the
// defaults are for the document and for its kinds of evidence only.
func (b *builder) readOwn(sheet grid.Sheet) {
	columns := map[string]int{}
	for _, cell := range sheet.Rows[0].Cells {
		columns[cell.Text] = cell.Column
	}
	for _, row := range sheet.Rows[1:] {
		m := &made{entry: &entry{sheet: sheet.Name, row: row.Number}, given: map[string]bool{}}
		r := ownRow{b, m, columns, row}
		if r.text("id") == "" || r.text("ask") == "" && r.text("kind") == "" {
			for _, cell := range row.Cells {
				b.lose(m.entry, text{cell.Text, cell.Name(), ""}, "the row has no question")
			}
			continue
		}
		m.section, m.home = r.text("domain name"), r.text("domain")
		m.item.ID = r.text("id")
		if b.request.From != nil {
			m.former = b.request.From.Item(m.item.ID)
		}
		r.read()
		b.made = append(b.made, m)
		for column, at := range columns {
			if !among(column, ownColumns) {
				b.loseCell(m.entry, row.Cell(at), "assay has no counterpart for this column")
			}
		}
	}
	b.ownDocument()
}

func (b *builder) loseCell(e *entry, cell grid.Cell, why string) {
	if cell.Text != "" {
		b.lose(e, text{cell.Text, cell.Name(), ""}, why)
	}
}

const ownColumns = "domain, domain name, id, number, title, ask, asked, why, kind, basis, based on, proposed, rule views, phase, asked of, how, weight, shown by, " +
	"least grade, closed by, earliest of, set aside if, asked if, worst case, options, listen for, probes, red flags, grades, names, help, former ids, sources"

// carried are the keys that an internal copy always sets, if only to nothing.
var carried = strings.Fields("title why number sources listen_for probes red_flags asked_of how minutes phase weight hard gate_at min_assurance when ask_at was anchors kind answer cites evidence")

var (
	kindWords   = regexp.MustCompile(`^(hard )?([a-z]+)(?:, ([a-z_]+))??(?:, at least ([a-z]+))?$`)
	flagWords   = regexp.MustCompile(`^(.*) \((stop|warning)\)(?:, raised automatically if (.*))?$`)
	optionWords = regexp.MustCompile(`^([^:]+): (.*?)( \(excludes the others\))?(?: \(impact ([1-5])\))?$`)
	gradeWords  = regexp.MustCompile(`^([0-4]) from milestone (award|access|review|close)$`)
	stageWords  = regexp.MustCompile(`^from milestone (award|access|review|close): (.*)$`)
	howWords    = regexp.MustCompile(`^([a-z]*)(?:(?:, )?([0-9]+) minutes?)?(, of the reserve)?$`)
	shownParts  = regexp.MustCompile(`(?:^|; )(?:from milestone (award|access|review|close))? ?(?:must show (.+?))?: (EV-[0-9]{2,3} )`)
)

func (r ownRow) read() {
	for _, key := range carried {
		r.m.set(key)
	}
	i := &r.m.item
	former := r.m.former
	if former == nil {
		former = &questionnaire.Item{}
	}
	i.Title, i.Ask, i.Why, i.Number = r.text("title"), r.text("ask"), r.text("why"), r.text("number")
	r.readKind()
	for _, basis := range []questionnaire.Basis{questionnaire.Required, questionnaire.Addressable, questionnaire.Derived, questionnaire.OtherLaw, questionnaire.Practice, questionnaire.Proposed} {
		if basis.Meaning() == r.text("basis") {
			i.Basis = basis
		}
	}
	i.Cites = r.list("based on", former.Cites)
	i.Practice = len(i.Cites) == 0 && (i.Kind.Judged() || former.Practice)
	i.NPRM = strings.TrimSuffix(r.text("proposed"), " ("+questionnaire.Proposed.Meaning()+")")
	i.Phase, i.AskedOf = questionnaire.Phase(r.text("phase")), r.text("asked of")
	r.readHow()
	i.Weight, _ = strconv.Atoi(cmp.Or(r.text("weight"), "0"))
	i.NotApplicableWhen, i.When, i.Worst = r.text("set aside if"), r.text("asked if"), questionnaire.Worst(r.text("worst case"))
	i.ListenFor, i.Probes, i.Elements = r.list("listen for", former.ListenFor), r.list("probes", former.Probes), r.list("names", former.Elements)
	i.Was, i.Sources = commas(r.text("former ids")), commas(r.text("sources"))
	i.ClosedBy, i.Earliest = commas(r.text("closed by")), commas(r.text("earliest of"))
	i.AskedAt, i.GateAt = r.stages("asked"), r.grades()
	r.readFlags(former)
	r.readOptions(former)
	for _, line := range r.list("grades", nil) {
		_, words, _ := strings.Cut(line, ": ")
		i.Anchors = append(i.Anchors, words)
	}
	r.readShown(former)
	r.readHelp()
	if r.text("rule views") != "" && (r.b.request.From == nil || !overlaid(r.b.request.From, i.ID)) {
		r.lose("rule views", "an internal copy does not say enough about rule views: write them under overlays")
	}
}

func overlaid(q *questionnaire.Questionnaire, id string) bool {
	return slices.ContainsFunc(q.Overlays, func(o questionnaire.Overlay) bool {
		return slices.ContainsFunc(o.Items, func(i questionnaire.OverlayItem) bool { return i.ID == id })
	})
}

func commas(words string) []string {
	if words == "" {
		return nil
	}
	return strings.Split(words, ", ")
}

// readKind reads "hard gate, at least documented" and "fact, choice".
func (r ownRow) readKind() {
	i := &r.m.item
	m := kindWords.FindStringSubmatch(r.text("kind"))
	if m == nil {
		r.lose("kind", "assay does not know this kind of item")
		return
	}
	i.Hard, i.Kind, i.Answer, i.MinAssurance = m[1] != "", questionnaire.Kind(m[2]), m[3], m[4]
}

func (r ownRow) readHow() {
	i := &r.m.item
	m := howWords.FindStringSubmatch(r.text("how"))
	if m == nil {
		r.lose("how", "assay does not know this way of asking")
		return
	}
	i.How, i.Reserve = questionnaire.Way(m[1]), m[3] != ""
	i.Minutes, _ = strconv.Atoi(cmp.Or(m[2], "0"))
}

// stages reads texts that begin at a milestone.
func (r ownRow) stages(column string) map[questionnaire.Milestone]string {
	var all map[questionnaire.Milestone]string
	for _, line := range r.list(column, nil) {
		m := stageWords.FindStringSubmatch(line)
		if m == nil {
			r.lose(column, "assay does not know from which milestone this is asked")
			continue
		}
		if all == nil {
			all = map[questionnaire.Milestone]string{}
		}
		all[questionnaire.Milestone(m[1])] = m[2]
	}
	return all
}

func (r ownRow) grades() map[questionnaire.Milestone]int {
	var all map[questionnaire.Milestone]int
	for _, part := range commas(r.text("least grade")) {
		m := gradeWords.FindStringSubmatch(part)
		if m == nil {
			r.lose("least grade", "assay does not know this grade")
			continue
		}
		if all == nil {
			all = map[questionnaire.Milestone]int{}
		}
		all[questionnaire.Milestone(m[2])], _ = strconv.Atoi(m[1])
	}
	return all
}

func (r ownRow) readFlags(former *questionnaire.Item) {
	for _, line := range r.list("red flags", nil) {
		m := flagWords.FindStringSubmatch(line)
		if m == nil {
			r.lose("red flags", "a red flag is written as TEXT (stop) or TEXT (warning)")
			continue
		}
		r.m.item.RedFlags = append(r.m.item.RedFlags, questionnaire.RedFlag{Text: m[1], Severity: questionnaire.Severity(m[2]), When: m[3]})
	}
}

func (r ownRow) readOptions(former *questionnaire.Item) {
	for _, line := range r.list("options", nil) {
		m := optionWords.FindStringSubmatch(line)
		if m == nil {
			r.lose("options", "an option is written as VALUE: TEXT")
			continue
		}
		impact, _ := strconv.Atoi(cmp.Or(m[4], "0"))
		r.m.item.Options = append(r.m.item.Options, questionnaire.Option{Value: m[1], Label: m[2], Alone: m[3] != "", Impact: impact})
	}
	r.m.item.ImpactFrom = former.ImpactFrom
}

// readShown reads the kinds of evidence: "EV-01 Name, EV-02 Name; from milestone
// access must show Signed agreement: EV-01 Name".
func (r ownRow) readShown(former *questionnaire.Item) {
	words := r.text("shown by")
	i := &r.m.item
	marks := shownParts.FindAllStringSubmatchIndex(words, -1)
	end := len(words)
	if len(marks) > 0 {
		end = marks[0][0]
	}
	i.Evidence = r.kindsIn(words[:end])
	for n, mark := range marks {
		until := len(words)
		if n+1 < len(marks) {
			until = marks[n+1][0]
		}
		part := func(group int) string {
			if mark[2*group] < 0 {
				return ""
			}
			return words[mark[2*group]:mark[2*group+1]]
		}
		at, show, kinds := questionnaire.Milestone(part(1)), part(2), r.kindsIn(words[mark[6]:until])
		switch {
		case show == "":
			if i.ShownBy == nil {
				i.ShownBy = map[questionnaire.Milestone][]string{}
			}
			i.ShownBy[at] = kinds
		case at == "" || at == questionnaire.Award && len(former.MustShowAt[questionnaire.Award]) == 0:
			i.MustShow = append(i.MustShow, questionnaire.Group{Show: show, By: kinds})
		default:
			if i.MustShowAt == nil {
				i.MustShowAt = map[questionnaire.Milestone][]questionnaire.Group{}
			}
			i.MustShowAt[at] = append(i.MustShowAt[at], questionnaire.Group{Show: show, By: kinds})
		}
	}
}

// kindsIn reads the ids of kinds of evidence, and makes the kinds.
func (r ownRow) kindsIn(words string) []string {
	var ids []string
	found := kindIDs.FindAllStringIndex(words, -1)
	for n, at := range found {
		if at[0] > 0 && !strings.HasSuffix(words[:at[0]], ", ") {
			continue // within a name
		}
		end := len(words)
		if n+1 < len(found) {
			end = found[n+1][0]
		}
		id, name := words[at[0]:at[1]], strings.TrimSuffix(strings.TrimSpace(words[at[1]:end]), ",")
		ids = append(ids, id)
		if !slices.ContainsFunc(r.b.kinds, func(k questionnaire.EvidenceKind) bool { return k.ID == id }) {
			r.b.kinds = append(r.b.kinds, r.b.ownKind(id, name))
		}
	}
	return ids
}

// ownKind is a kind of evidence of which an internal copy in CSV has only the name.
func (b *builder) ownKind(id, name string) questionnaire.EvidenceKind {
	if former := b.request.From; former != nil && former.EvidenceKind(id) != nil {
		return *former.EvidenceKind(id)
	}
	b.settleDocument()
	return documentKind(id, name)
}

// readHelp reads the names of help texts. A name can have commas, so the longest one
// that fits is taken.
func (r ownRow) readHelp() {
	r.m.set("help")
	rest := r.text("help")
	for rest != "" {
		var best *questionnaire.Term
		if former := r.b.request.From; former != nil {
			for n := range former.Glossary {
				term := &former.Glossary[n]
				after, fits := strings.CutPrefix(rest, term.Term)
				if fits && (after == "" || strings.HasPrefix(after, ", ")) && (best == nil || len(term.Term) > len(best.Term)) {
					best = term
				}
			}
		}
		if best == nil {
			r.lose("help", "the internal copy has the name of the help text, and not the text")
			return
		}
		r.m.item.Help = append(r.m.item.Help, best.ID)
		rest = strings.TrimPrefix(strings.TrimPrefix(rest, best.Term), ", ")
	}
}

// ownDocument settles what an internal copy does not say about the whole.
func (b *builder) ownDocument() {
	for _, m := range b.made {
		m.keep()
	}
	b.own = true
	if b.request.From == nil {
		b.report.Defaults = append(b.report.Defaults,
			Default{What: "factors, bands and penalties are those with which assay begins a new questionnaire, and no section has a floor"},
			Default{What: "the weight of a section is the sum of the weights of its questions"})
	}
}

package foreign

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/questionnaire/citation"
	"assay/questionnaire/grid"
	"assay/questionnaire/yamldoc"
)

// Map names columns by hand: the headings, or the letters, of the columns of each
// field.
type Map map[Field][]string

// ParseMap reads a map as people type it: question=Control text,id=Ref. A field that
// is given twice has several columns.
func ParseMap(text string) (Map, error) {
	m := Map{}
	for part := range strings.SplitSeq(text, ",") {
		field, heading, found := strings.Cut(part, "=")
		if !found {
			return nil, fmt.Errorf("%q does not name a column: write FIELD=HEADING", strings.TrimSpace(part))
		}
		if err := m.add(field, heading); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// ReadMap reads a map from a file of YAML: question: Control text. A field can have a
// list of headings.
func ReadMap(text []byte) (Map, error) {
	given := map[string]columnNames{}
	if _, err := yamldoc.Read(text, &given); err != nil {
		return nil, err
	}
	m := Map{}
	for _, field := range slices.Sorted(maps.Keys(given)) {
		for _, heading := range given[field] {
			if err := m.add(field, heading); err != nil {
				return nil, err
			}
		}
	}
	return m, nil
}

// columnNames are one heading, or a list of them.
type columnNames []string

// UnmarshalJSON reads a text or a list of texts.
func (h *columnNames) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*h = columnNames{one}
		return nil
	}
	var all []string
	if err := json.Unmarshal(text, &all); err != nil {
		return errors.New("write a heading, or a list of headings")
	}
	*h = all
	return nil
}

func (m Map) add(field, heading string) error {
	f, heading := Field(strings.TrimSpace(field)), strings.TrimSpace(heading)
	if !slices.Contains(Fields(), f) {
		var names []string
		for _, field := range Fields() {
			names = append(names, string(field))
		}
		return fmt.Errorf("there is no field %q; the fields are %s", f, strings.Join(names, ", "))
	}
	if heading == "" {
		return fmt.Errorf("the field %s has no column", f)
	}
	m[f] = append(m[f], heading)
	return nil
}

// layout is the meaning of the columns of one sheet.
type layout struct {
	head    int // number of the row of headings; 0 for none
	columns map[int]Field
	names   map[int]string // headings
	fields  int            // how many different ones
	named   bool           // the map, or a word that has no other meaning, names the question
	goesOn  bool           // the table goes on with the one before
}

// has reports whether a field has a column.
func (l layout) has(f Field) bool { return len(l.of(f)) > 0 }

// of lists the columns of a field, from left to right.
func (l layout) of(f Field) []int {
	var all []int
	for column, field := range l.columns {
		if field == f {
			all = append(all, column)
		}
	}
	slices.Sort(all)
	return all
}

// hint tells by the headings how all questions are answered: one column for yes and
// one for no, or a column "Yes/No".
func (l layout) hint() form {
	yes, no := false, false
	for _, column := range l.of(Given) {
		words := plain(l.names[column])
		if words == "yes" {
			yes = true
		}
		if words == "no" {
			no = true
		}
		if strings.HasPrefix(words, "yes no") || strings.HasPrefix(words, "y n") {
			return yesNo
		}
	}
	if yes && no {
		return yesNo
	}
	return unknown
}

// surest is the rank of the last heading that means a question and nothing else.
const surest = 6

// mostHeadRows is how far down the row of headings is searched.
const mostHeadRows = 80

// findLayout finds the row of headings of a sheet: the one that has most of the known
// ones. It returns a layout without columns if there is none.
func findLayout(sheet grid.Sheet, m Map) layout {
	var best layout
	for n, row := range sheet.Rows {
		if n == mostHeadRows {
			break
		}
		if here := readHead(row, m); here.has(Question) && here.fields > best.fields && here.enough(row) {
			best = here
		}
	}
	if best.fields == 0 && m.byLetters() {
		best = layout{columns: map[int]Field{}, names: map[int]string{}}
		best.apply(m, grid.Row{})
	}
	best.findCites(sheet, m)
	return best
}

// findCites takes a column for citations if most of its cells are some. The heading
// does not tell: "Reference" is the id of a question in one file and a law in another.
func (l layout) findCites(sheet grid.Sheet, m Map) {
	for column, name := range l.names {
		if field := l.columns[column]; field != "" && field != ID && field != Number || m.names(column, name) {
			continue
		}
		filled, cites := 0, 0
		for _, row := range sheet.Rows {
			words := line(row.Text(column))
			if row.Number <= l.head || words == "" {
				continue
			}
			filled++
			if slices.ContainsFunc(listing.Split(words, -1), func(piece string) bool { return citation.Check(normalize(piece)) == nil }) {
				cites++
			}
		}
		if cites > 0 && 2*cites >= filled {
			l.columns[column] = Cites
		}
	}
}

// names reports whether a person named the column.
func (m Map) names(column int, name string) bool {
	for _, headings := range m {
		for _, heading := range headings {
			if heading == name || plain(heading) == plain(name) || columnOf(heading) == column {
				return true
			}
		}
	}
	return false
}

// enough tells a row of headings from a row that only uses one of their words. A
// sheet can have a single column.
func (l layout) enough(row grid.Row) bool { return l.named || l.fields >= 2 || len(row.Cells) == 1 }

// byLetters reports whether the map names the question by the letter of its column.
func (m Map) byLetters() bool {
	return len(m[Question]) > 0 && columnOf(m[Question][0]) > 0
}

// readHead takes a row for the row of headings.
func readHead(row grid.Row, m Map) layout {
	l := layout{head: row.Number, columns: map[int]Field{}, names: map[int]string{}}
	ranks := map[int]int{}
	for _, cell := range row.Cells {
		if len(cell.Text) > 120 {
			continue // a text, no heading
		}
		l.names[cell.Column] = line(cell.Text)
		if field, rank := known(cell.Text); field != "" {
			l.columns[cell.Column], ranks[cell.Column] = field, rank
			l.named = l.named || field == Question && rank <= surest
		}
	}
	l.boxes()
	for _, field := range Fields() {
		if columns := l.of(field); field.single() && len(columns) > 1 {
			best := slices.MinFunc(columns, func(a, b int) int { return ranks[a] - ranks[b] })
			for _, column := range columns {
				if column != best {
					delete(l.columns, column)
				}
			}
		}
	}
	l.apply(m, row)
	if !l.has(Question) {
		l.guessQuestion(row)
	}
	seen := map[Field]bool{}
	for _, field := range l.columns {
		seen[field] = true
	}
	l.fields = len(seen)
	return l
}

// boxes takes a column "No" beside a column "Yes" for answers: alone it is a number.
func (l layout) boxes() {
	for column, name := range l.names {
		if plain(name) == "no" && slices.ContainsFunc(l.of(Given), func(c int) bool { return plain(l.names[c]) == "yes" }) {
			l.columns[column] = Given
		}
	}
}

// guessQuestion takes the column whose heading comes nearest to a question.
func (l layout) guessQuestion(row grid.Row) {
	for _, weak := range weakQuestions {
		for _, cell := range row.Cells {
			if plain(cell.Text) == weak && len(l.columns) >= 2 {
				l.columns[cell.Column] = Question
				return
			}
		}
	}
}

// apply sets the columns that a person named.
func (l *layout) apply(m Map, row grid.Row) {
	for _, field := range Fields() {
		for n, heading := range m[field] {
			column := 0
			for _, cell := range row.Cells {
				if plain(cell.Text) != "" && plain(cell.Text) == plain(heading) || strings.TrimSpace(cell.Text) == heading {
					column = cell.Column
					l.named = l.named || field == Question
					break
				}
			}
			if column == 0 {
				column = columnOf(heading)
			}
			if column == 0 {
				continue // see missing
			}
			if n == 0 {
				for _, other := range l.of(field) {
					delete(l.columns, other)
				}
			}
			l.columns[column] = field
		}
	}
}

// missing lists the headings of a map that no sheet has.
func (m Map) missing(layouts []layout) []string {
	var all []string
	for _, field := range Fields() {
		for _, heading := range m[field] {
			found := columnOf(heading) > 0
			for _, l := range layouts {
				for _, name := range l.names {
					found = found || plain(name) == plain(heading) && plain(name) != "" || name == heading
				}
			}
			if !found {
				all = append(all, heading)
			}
		}
	}
	return all
}

// columnOf reads the letters of a column, or returns 0.
func columnOf(text string) int {
	column := 0
	for _, letter := range text {
		if letter < 'A' || letter > 'Z' || len(text) > 3 {
			return 0
		}
		column = column*26 + int(letter-'A') + 1
	}
	return column
}

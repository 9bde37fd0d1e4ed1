package export

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"assay/assessment/hostile"
	"assay/report/workbook"
)

// Check reads a file as another program would, and returns an error if it differs from
// the document. A file of CSV holds the topic.
func (d Document) Check(file []byte, as Format, topic string) error {
	var err error
	switch as {
	case XLSX:
		err = d.Workbook("", "").Check(file)
	case CSV:
		var want [][]string
		if want, err = d.records(topic); err == nil {
			err = workbook.SameRecords(file, want)
		}
	case Markdown:
		err = d.checkMarkdown(file)
	case JSON:
		err = d.checkJSON(file)
	default:
		err = fmt.Errorf("%q is no format", as)
	}
	if err != nil {
		return fmt.Errorf("the %s file differs from the record: %w", as, err)
	}
	return nil
}

// checkJSON compares every value, after another decoder has read it.
func (d Document) checkJSON(file []byte) error {
	var got map[string]any
	if err := json.Unmarshal(file, &got); err != nil {
		return err
	}
	if got["format"] != d.Form || len(got) != len(d.Tables)+2 {
		return fmt.Errorf("it is of the form %v with %d keys", got["format"], len(got))
	}
	facts, _ := got[summary].(map[string]any)
	if len(facts) != len(d.Facts)+1 {
		return fmt.Errorf("it has %d facts, want %d", len(facts), len(d.Facts)+1)
	}
	for _, f := range d.Facts {
		if err := same(facts, f.Column, f.Value); err != nil {
			return err
		}
	}
	for _, t := range d.Tables {
		rows, _ := got[t.Key].([]any)
		if len(rows) != len(t.Rows) {
			return fmt.Errorf("%s has %d rows, want %d", t.Key, len(rows), len(t.Rows))
		}
		for n, row := range t.Rows {
			one, _ := rows[n].(map[string]any)
			if len(one) != len(row) {
				return fmt.Errorf("row %d of %s has %d values, want %d", n+1, t.Key, len(one), len(row))
			}
			for i, value := range row {
				if err := same(one, t.Columns[i], value); err != nil {
					return fmt.Errorf("row %d of %s: %w", n+1, t.Key, err)
				}
			}
		}
	}
	return nil
}

// same returns an error unless a decoded object has a value.
func same(object map[string]any, c Column, value Value) error {
	want := value.json(c.Form)
	switch v := want.(type) {
	case string:
		want = strings.ToValidUTF8(v, "\uFFFD")
	case []string:
		texts := make([]any, len(v))
		for n, text := range v {
			texts[n] = strings.ToValidUTF8(text, "\uFFFD")
		}
		want = texts
	}
	if got, there := object[c.Key]; !there || !reflect.DeepEqual(got, want) {
		return fmt.Errorf("%s is %v, want %v", c.Key, got, want)
	}
	return nil
}

// checkMarkdown takes the page apart and compares every cell.
func (d Document) checkMarkdown(file []byte) error {
	got, want := takenApart(string(file)), d.expected()
	for n := range want {
		if n >= len(got) || !slices.Equal(got[n], want[n]) {
			return fmt.Errorf("line %d of its content is %q, want %q", n+1, append(got, nil)[min(n, len(got))], want[n])
		}
	}
	if len(got) > len(want) {
		return fmt.Errorf("it has %q, which is not in the record", got[len(want)])
	}
	return nil
}

// takenApart is a page as lists of texts: what kind of line it is, and its texts.
func takenApart(page string) [][]string {
	var all [][]string
	for line := range strings.SplitSeq(page, "\n") {
		if name, text, is := strings.Cut(line, ":** "); is && strings.HasPrefix(name, "- **") {
			all = append(all, []string{"-", hostile.FromMarkdown(name[len("- **"):]), hostile.FromMarkdown(text)})
			continue
		}
		mark, text, _ := strings.Cut(line, " ")
		switch {
		case line == "" || strings.HasPrefix(line, "| ---"):
		case mark == "|":
			cells := []string{"|"}
			for cell := range strings.SplitSeq(strings.TrimSuffix(text, " |"), " | ") {
				cells = append(cells, hostile.FromMarkdown(cell))
			}
			all = append(all, cells)
		case mark == "#" || mark == "##" || mark == "###" || mark == ">":
			all = append(all, []string{mark, hostile.FromMarkdown(text)})
		default:
			all = append(all, []string{"", hostile.FromMarkdown(line)})
		}
	}
	return all
}

// expected are the lines of the page.
func (d Document) expected() [][]string {
	var all [][]string
	add := func(texts ...string) {
		for n := range texts[1:] {
			texts[n+1] = hostile.Line(texts[n+1])
		}
		all = append(all, texts)
	}
	add("#", d.Title)
	add("", d.Subject)
	for _, remark := range d.Remarks {
		add(">", remark)
	}
	field := func(c Column, value Value) {
		if c.Form == List {
			for _, text := range value.list {
				add("-", d.heading(c), text)
			}
		} else if shown := value.shown(c.Form, d.Zone); shown != "" {
			add("-", d.heading(c), shown)
		}
	}
	for _, f := range d.Facts {
		field(f.Column, f.Value)
	}
	for _, t := range d.Tables {
		add("##", t.Name)
		if len(t.Rows) == 0 {
			add("", "None.")
			continue
		}
		if !t.Cards {
			head := []string{"|"}
			for _, c := range t.Columns {
				head = append(head, d.heading(c))
			}
			add(head...)
		}
		for _, row := range t.Rows {
			cells := []string{"|"}
			for n, value := range row {
				if t.Columns[n].Form == List {
					cells = append(cells, strings.Join(value.list, "; "))
				} else {
					cells = append(cells, value.shown(t.Columns[n].Form, d.Zone))
				}
			}
			if !t.Cards {
				add(cells...)
				continue
			}
			add("###", cells[1])
			for n, value := range row[1:] {
				field(t.Columns[n+1], value)
			}
		}
	}
	return all
}

package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"assay/assessment/hostile"
)

// JSON is the document for programs: its form, its facts under their keys, and a list
// for each topic with an object for each row. Moments are in UTC.
func (d Document) JSON() ([]byte, error) {
	var out object
	out.add("format", d.Form)
	var facts object
	for _, f := range d.Facts {
		facts.add(f.Key, f.Value.json(f.Form))
	}
	facts.add("notes", append([]string{}, d.Remarks...))
	out.add(summary, facts)
	for _, t := range d.Tables {
		rows := []object{}
		for _, row := range t.Rows {
			var one object
			for n, value := range row {
				one.add(t.Columns[n].Key, value.json(t.Columns[n].Form))
			}
			rows = append(rows, one)
		}
		out.add(t.Key, rows)
	}
	var file bytes.Buffer
	encoder := json.NewEncoder(&file)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(out); err != nil {
		return nil, fmt.Errorf("write JSON: %w", err)
	}
	return []byte(harmless(file.String())), nil
}

// harmless escapes the characters that control a terminal or change the reading order.
// A program reads the same texts.
func harmless(text string) string {
	var out strings.Builder
	for _, r := range text {
		if r != '\n' && (unicode.IsControl(r) || hostile.Clean(string(r)) == "") {
			fmt.Fprintf(&out, `\u%04x`, r)
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

// object is a JSON object whose keys keep their order.
type object struct {
	keys   []string
	values []any
}

func (o *object) add(key string, value any) {
	o.keys, o.values = append(o.keys, key), append(o.values, value)
}

// MarshalJSON implements json.Marshaler.
func (o object) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	out.WriteByte('{')
	for n, key := range o.keys {
		if n > 0 {
			out.WriteByte(',')
		}
		if err := encoder.Encode(key); err != nil {
			return nil, err
		}
		out.WriteByte(':')
		if err := encoder.Encode(o.values[n]); err != nil {
			return nil, err
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

package export

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"slices"
)

//go:embed assessment.schema.json
var assessmentSchema []byte

// AssessmentSchema is the form of the JSON of an assessment as a JSON Schema, draft
// 2020-12, with a sentence about each key.
func AssessmentSchema() []byte { return slices.Clone(assessmentSchema) }

//go:embed comparison.schema.json
var comparisonSchema []byte

// ComparisonSchema is the form of the JSON of a comparison, see [contest.Data], as a
// JSON Schema, draft 2020-12.
func ComparisonSchema() []byte { return slices.Clone(comparisonSchema) }

// schema is the form of the JSON of the document. A later version may have more keys.
func (d Document) schema(title string) ([]byte, error) {
	var facts, all object
	required := []string{"format", summary}
	all.add("format", described(object{}, "type", "string", "const", d.Form))
	var names []string
	for _, f := range d.Facts {
		facts.add(f.Key, f.schema())
		names = append(names, f.Key)
	}
	facts.add("notes", described(texts(), "description", "sentences without which the figures would be misread"))
	all.add(summary, described(object{}, "type", "object", "properties", facts, "required", append(names, "notes")))
	for _, t := range d.Tables {
		var row object
		var keys []string
		for _, c := range t.Columns {
			row.add(c.Key, c.schema())
			keys = append(keys, c.Key)
		}
		one := described(object{}, "type", "object", "properties", row, "required", keys)
		all.add(t.Key, described(object{}, "type", "array", "description", t.Name, "items", one))
		required = append(required, t.Key)
	}
	whole := described(
		object{}, "$schema", "https://json-schema.org/draft/2020-12/schema", "title", title,
		"type", "object", "properties", all, "required", required,
	)
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(whole)
	return out.Bytes(), err
}

// schema is the form of a value with the sentence about it.
func (c Column) schema() object {
	about := c.Name
	if c.About != "" {
		about = c.About
	}
	return described(c.Form.schema(), "description", about)
}

func (f Form) schema() object {
	orNull := func(kind string) []string { return []string{kind, "null"} }
	switch f {
	case List:
		return texts()
	case Count:
		return described(object{}, "type", orNull("integer"))
	case Score, Figure:
		return described(object{}, "type", orNull("number"))
	case Share:
		return described(object{}, "type", orNull("number"), "minimum", 0, "maximum", 1)
	case Day:
		return described(object{}, "type", orNull("string"), "format", "date")
	case Moment:
		return described(object{}, "type", orNull("string"), "format", "date-time")
	case Truth:
		return described(object{}, "type", "boolean")
	}
	return described(object{}, "type", "string")
}

func texts() object {
	return described(object{}, "type", "array", "items", described(object{}, "type", "string"))
}

// described is an object with further keys and values, in turn.
func described(o object, pairs ...any) object {
	for n := 0; n+1 < len(pairs); n += 2 {
		o.add(pairs[n].(string), pairs[n+1])
	}
	return o
}

package export

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/ranking"
	"assay/questionnaire"
)

func contestOf(t testing.TB, all ...assessment.Snapshot) contest.Contest {
	t.Helper()
	var judged []assessment.Judged
	for _, s := range all {
		judged = append(judged, assessment.Judged{Snapshot: s, Result: assessment.Evaluate(s, today, questionnaire.Award, questionnaire.Current)})
	}
	return contest.Of(judged)
}

func demoContest(t testing.TB) contest.Contest {
	return contestOf(t, demo(t, "kestrelhythe"), demo(t, "oakhollin"), demo(t, "ellsmarch"))
}

func TestEveryFileHoldsTheComparison(t *testing.T) {
	second := told(t)
	second.id = "another"
	hostile := contestOf(t, told(t).said(hostileTexts...).snapshot(), second.snapshot())
	for name, c := range map[string]contest.Contest{"demo": demoContest(t), "differences": demoContest(t).Differences(), "hostile": hostile} {
		t.Run(name, func(t *testing.T) {
			d := Comparison(c)
			for _, w := range files(t, d) {
				if err := d.Check(w.file, w.as, w.topic); err != nil {
					t.Errorf("%s %s: %v", w.as, w.topic, err)
				}
			}
		})
	}
}

// A number of the comparison is a number in the workbook, a day is a date, and a rank
// is a text.
func TestTheTypesOfAComparison(t *testing.T) {
	file, err := Comparison(demoContest(t)).Workbook("Lakeside", "a4").Write()
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if diff := cmp.Diff([]string{"Summary", "Side by side", "Vendors", "Blockers", "Domains", "Items", "Where the first one leads"}, f.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	for sheet, want := range map[string]map[string]bool{ // is it a number?
		"Vendors":      {"Vendor": false, "Rank": false, "Shown": true, "As of": true, "Oldest evidence": true, "Version": false},
		"Side by side": {"Kestrelhythe Delivery": false},
	} {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for name, number := range want {
			at := slices.Index(rows[0], name)
			if sheet == "Side by side" {
				at = 1
			}
			cell, err := excelize.CoordinatesToCellName(at+1, 2)
			if err != nil {
				t.Fatalf("%s has no column %q", sheet, name)
			}
			kind, err := f.GetCellType(sheet, cell)
			if is := kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber; err != nil || is != number {
				t.Errorf("%s!%s (%s) is of type %v, %v", sheet, cell, name, kind, err)
			}
		}
	}
	side, err := f.GetRows("Side by side")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range side {
		if row[0] == "shown" {
			cell, _ := excelize.CoordinatesToCellName(2, slices.IndexFunc(side, func(r []string) bool { return r[0] == "shown" })+1)
			if kind, _ := f.GetCellType("Side by side", cell); kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
				t.Errorf("the shown score %q is a text", row[1])
			}
		}
	}
}

// The published schema is that of the types, and the JSON follows it.
func TestTheSchemaOfAComparison(t *testing.T) {
	whole := described(object{}, "$schema", "https://json-schema.org/draft/2020-12/schema", "title", "A comparison that assay has exported")
	root := typeSchema(reflect.TypeFor[contest.Data]())
	whole.keys, whole.values = append(whole.keys, root.keys...), append(whole.values, root.values...)
	now, err := json.MarshalIndent(whole, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	now = append(now, '\n')
	if *update {
		if err := os.WriteFile("comparison.schema.json", now, 0o644); err != nil {
			t.Fatal(err)
		}
		t.Skip("the schema was written anew")
	}
	if diff := cmp.Diff(string(now), string(ComparisonSchema())); diff != "" {
		t.Errorf("run it with -update (-program +published):\n%s", diff)
	}
	schema := compiled(t, ComparisonSchema())
	for name, c := range map[string]contest.Contest{"three": demoContest(t), "differences": demoContest(t).Differences(), "two": contestOf(t, demo(t, "oakhollin"), demo(t, "ellsmarch"))} {
		file, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		if err := validated(t, schema, file); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if validated(t, schema, bytes.Replace(file, []byte(`"parties"`), []byte(`"partys"`), 1)) == nil {
			t.Errorf("%s: the schema accepts another key", name)
		}
	}
}

// typeSchema is the form of a type in JSON.
func typeSchema(of reflect.Type) object {
	switch of {
	case reflect.TypeFor[assessment.Score]():
		return described(object{}, "type", []string{"number", "null"})
	case reflect.TypeFor[contest.Points]():
		return described(object{}, "type", "number")
	case reflect.TypeFor[assessment.Date](), reflect.TypeFor[assessment.Head]():
		return described(object{}, "type", "string")
	case reflect.TypeFor[ranking.Swap]():
		type swap struct { // as its MarshalJSON writes it
			Domain  string  `json:"domain"`
			Name    string  `json:"name"`
			With    string  `json:"with"`
			Weight  int     `json:"weight"`
			At      float64 `json:"at"`
			Change  float64 `json:"change"`
			Percent float64 `json:"percent"`
		}
		return typeSchema(reflect.TypeFor[swap]())
	}
	switch of.Kind() {
	case reflect.String:
		return described(object{}, "type", "string")
	case reflect.Bool:
		return described(object{}, "type", "boolean")
	case reflect.Float64:
		return described(object{}, "type", "number")
	case reflect.Int, reflect.Int32, reflect.Int64:
		return described(object{}, "type", "integer")
	case reflect.Slice:
		return described(object{}, "type", []string{"array", "null"}, "items", typeSchema(of.Elem()))
	case reflect.Array:
		return described(object{}, "type", "array", "items", typeSchema(of.Elem()), "minItems", of.Len(), "maxItems", of.Len())
	case reflect.Pointer:
		return described(object{}, "anyOf", []any{typeSchema(of.Elem()), described(object{}, "type", "null")})
	case reflect.Map:
		return described(object{}, "type", "object", "additionalProperties", typeSchema(of.Elem()))
	case reflect.Struct:
		var properties object
		required := []string{}
		fieldsOf(of, &properties, &required)
		return described(object{}, "type", "object", "properties", properties, "required", required)
	}
	panic("no schema of " + of.String())
}

func fieldsOf(of reflect.Type, properties *object, required *[]string) {
	for field := range of.Fields() {
		tag := field.Tag.Get("json")
		key, options, _ := strings.Cut(tag, ",")
		switch {
		case key == "-" || !field.IsExported():
		case field.Anonymous && key == "":
			fieldsOf(field.Type, properties, required)
		default:
			properties.add(key, typeSchema(field.Type))
			if !strings.Contains(options, "omit") {
				*required = append(*required, key)
			}
		}
	}
}

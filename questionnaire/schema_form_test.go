package questionnaire

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// node is one schema, as far as the comparison with the types looks at it.
type node struct {
	Ref                  string           `json:"$ref"`
	AnyOf                []*node          `json:"anyOf"`
	Description          string           `json:"description"`
	Type                 any              `json:"type"`
	Enum                 []any            `json:"enum"`
	Pattern              string           `json:"pattern"`
	Properties           map[string]*node `json:"properties"`
	Items                *node            `json:"items"`
	PropertyNames        *node            `json:"propertyNames"`
	AdditionalProperties any              `json:"additionalProperties"`
	Defs                 map[string]*node `json:"$defs"`
}

// formTest walks the schema and the Go types side by side.
type formTest struct {
	*testing.T
	root *node
}

func readSchema(t *testing.T) *node {
	t.Helper()
	root := new(node)
	if err := json.Unmarshal(Schema(), root); err != nil {
		t.Fatal(err)
	}
	return root
}

func TestTheSchemaIsTheFormOfTheTypes(t *testing.T) {
	root := readSchema(t)
	formTest{t, root}.structure("", reflect.TypeFor[draft](), root)
}

// resolve follows references, and leaves out the null that clears a key.
func (t formTest) resolve(n *node) *node {
	if n.Ref != "" {
		return t.root.Defs[strings.TrimPrefix(n.Ref, "#/$defs/")]
	}
	for _, choice := range n.AnyOf {
		if choice.Ref != "" {
			return t.resolve(choice)
		}
	}
	return n
}

func (t formTest) structure(path string, typ reflect.Type, n *node) {
	if n.AdditionalProperties != false {
		t.Errorf("%s lets keys pass that nobody reads", path)
	}
	var want, got []string
	for _, field := range fieldsOf(typ) {
		key, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if key == "parents" {
			continue // written by the program
		}
		want = append(want, key)
		if property := n.Properties[key]; property != nil {
			at := strings.TrimPrefix(path+"."+key, ".")
			if property.Description == "" {
				t.Errorf("%s is not described", at)
			}
			t.value(at, field.Type, property)
		}
	}
	for key := range n.Properties {
		got = append(got, key)
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("keys of %s: %s", path, diff)
	}
}

// fieldsOf are the fields that a file can give, those of embedded structures
// included.
func fieldsOf(typ reflect.Type) []reflect.StructField {
	return slices.DeleteFunc(reflect.VisibleFields(typ), func(f reflect.StructField) bool {
		tag := f.Tag.Get("json")
		return f.Anonymous || tag == "" || tag == "-"
	})
}

func (t formTest) value(path string, typ reflect.Type, n *node) {
	n = t.resolve(n)
	want := map[reflect.Kind]string{
		reflect.String: "string", reflect.Int: "integer", reflect.Bool: "boolean", reflect.Slice: "array", reflect.Map: "object", reflect.Struct: "object",
	}[typ.Kind()]
	if typ == reflect.TypeFor[Worst]() {
		return // reads itself, from anything that an answer can be
	}
	if n.Enum != nil {
		if typ.Kind() != reflect.String {
			t.Errorf("%s is no text, and the schema lists words", path)
		}
		return
	}
	if kind := n.Type; kind != want && fmt.Sprint(kind) != fmt.Sprintf("[%s null]", want) {
		t.Errorf("%s is %v in the schema and %s in Go", path, kind, want)
	}
	switch typ.Kind() {
	case reflect.Struct:
		t.structure(path, typ, n)
	case reflect.Slice:
		t.value(path+"[]", typ.Elem(), n.Items)
	case reflect.Map:
		if n.PropertyNames == nil || typ.Key() != reflect.TypeFor[Milestone]() {
			t.Errorf("%s is not by milestone", path)
		}
		values, err := json.Marshal(n.AdditionalProperties)
		element := new(node)
		if err == nil {
			err = json.Unmarshal(values, element)
		}
		if err != nil {
			t.Fatal(err)
		}
		t.value(path+"{}", typ.Elem(), element)
	}
}

// The words of the schema are the constants, and those for which check has no
// complaint.
func TestTheSchemaKnowsTheWords(t *testing.T) {
	root := readSchema(t)
	words := func(def, key string) []string {
		at := root.Properties
		if def != "" {
			at = root.Defs[def].Properties
		}
		var list []string
		for _, word := range at[key].Enum {
			if text, is := word.(string); is {
				list = append(list, text)
			}
		}
		return list
	}
	for name, test := range map[string]struct{ got, want []string }{
		"kinds":         {words("item", "kind"), texts(Kinds()...)},
		"bases":         {words("item", "basis"), texts(Required, Addressable, Derived, OtherLaw, Practice, Proposed)},
		"severities":    {words("redFlag", "severity"), texts(Stop, Warning)},
		"subjects":      {words("", "subject"), texts(SubjectVendor, SubjectPerson, SubjectContract)},
		"milestones":    {words("", "milestone"), texts(Milestones()...)},
		"overlay views": {words("overlay", "view"), texts(NPRM2025)},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	var milestones []string
	for _, word := range root.Defs["milestone"].Enum {
		milestones = append(milestones, word.(string))
	}
	if diff := cmp.Diff(texts(Milestones()...), milestones); diff != "" {
		t.Error(diff)
	}
	// What is not a constant: check must take each word and refuse another.
	for key, set := range map[string]func(*Item, string){
		"asked_of":      func(i *Item, word string) { i.AskedOf = word },
		"min_assurance": func(i *Item, word string) { i.MinAssurance = word },
		"phase":         func(i *Item, word string) { i.Phase = Phase(word) },
		"answer":        func(i *Item, word string) { i.Kind, i.ID, i.Answer = Fact, "links", word },
	} {
		list := words("item", key)
		if key == "phase" {
			list = []string{"pre-award", "onboarding", "in-flight", "offboarding", "pre-award / in-flight"}
			pattern := regexp.MustCompile(root.Defs["item"].Properties[key].Pattern)
			for word, want := range map[string]bool{"onboarding / in-flight": true, "some day": false, "pre-award /": false, "pre-award, onboarding": false} {
				if pattern.MatchString(word) != want || Phase(word).valid() != want {
					t.Errorf("the phase %q", word)
				}
			}
		}
		if len(list) == 0 {
			t.Errorf("no words for %s", key)
		}
		for _, word := range append(list, "unheard of") {
			item := Item{ID: "GOV-01", Kind: Gate, MinAssurance: "documented", Phase: "pre-award", AskedOf: "vendor"}
			set(&item, word)
			q := &Questionnaire{Domains: []Domain{{ID: "GOV", Items: []Item{item}}}}
			q.index()
			complains := slices.ContainsFunc(check(q, nil), func(m Mistake) bool { return m.Path == "domains[0].items[0]."+key })
			if complains == (word != "unheard of") {
				t.Errorf("%s: %q: check complains: %t", key, word, complains)
			}
		}
	}
}

func texts[T ~string](list ...T) []string {
	all := make([]string, len(list))
	for n, value := range list {
		all[n] = string(value)
	}
	return all
}

func TestTheSchemaKnowsTheIDs(t *testing.T) {
	root := readSchema(t)
	for name, test := range map[string]struct {
		got  string
		want *regexp.Regexp
	}{
		"questionnaire": {root.Properties["id"].Pattern, documentID},
		"version":       {root.Properties["version"].Pattern, versionID},
		"domain":        {root.Defs["domain"].Properties["id"].Pattern, domainID},
		"evidence kind": {root.Defs["evidenceKind"].Properties["id"].Pattern, kindID},
		"term":          {root.Defs["term"].Properties["id"].Pattern, documentID},
	} {
		if test.got != test.want.String() {
			t.Errorf("%s: %s, want %s", name, test.got, test.want)
		}
	}
	trim := strings.NewReplacer("^", "", "$", "")
	want := "^(" + trim.Replace(itemID.String()) + "|" + trim.Replace(factID.String()) + ")$"
	if got := root.Defs["item"].Properties["id"].Pattern; got != want {
		t.Errorf("item: %s, want %s", got, want)
	}
}

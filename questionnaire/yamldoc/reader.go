package yamldoc

import (
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// reader copies the tree of a file into the target. It walks the tree and the
// type of the target together.
type reader struct {
	document *Document
	mistakes Mistakes
	fields   map[reflect.Type]map[string][]int // of each struct: json name to field index
	comments map[token.Position]*token.Token   // see the function comments
}

func (r *reader) mistake(path string, node ast.Node, text, hint string) {
	if len(r.mistakes) > maxMistakes {
		return
	}
	if len(r.mistakes) == maxMistakes {
		text, hint = fmt.Sprintf("more than %d mistakes; the rest are not shown", maxMistakes), ""
	}
	at := node.GetToken().Position
	r.mistakes = append(r.mistakes, Mistake{Path: path, Line: at.Line, Column: at.Column, Text: text, Hint: hint})
}

var (
	jsonReader = reflect.TypeFor[json.Unmarshaler]()
	textReader = reflect.TypeFor[encoding.TextUnmarshaler]()
)

func (r *reader) value(path string, node ast.Node, target reflect.Value) {
	if at := node.GetToken(); at != nil && r.document.positions[path] == nil {
		r.document.positions[path] = at.Position
	}
	if _, isNull := node.(*ast.NullNode); isNull {
		r.document.nulls[path] = true
		return
	}
	if target.Kind() == reflect.Pointer {
		target.Set(reflect.New(target.Type().Elem()))
		target = target.Elem()
	}
	own := reflect.PointerTo(target.Type())
	free := anyText(target.Type())
	r.whole(path, node, free)
	switch {
	case own.Implements(jsonReader):
		err := target.Addr().Interface().(json.Unmarshaler).UnmarshalJSON(jsonText(r.plain(path, node, free)))
		r.check(path, node, err)
	case own.Implements(textReader):
		if !isSingle(node) {
			r.mistake(path, node, "expected a single value, got "+describe(node), "")
			return
		}
		err := target.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(scalarText(node)))
		r.check(path, node, err)
	case target.Kind() == reflect.Struct:
		r.structure(path, node, target)
	case target.Kind() == reflect.Slice:
		r.list(path, node, target)
	case target.Kind() == reflect.Map:
		r.mapping(path, node, target)
	default:
		r.scalar(path, node, target)
	}
}

func (r *reader) check(path string, node ast.Node, err error) {
	if err != nil {
		r.mistake(path, node, err.Error(), "")
	}
}

func (r *reader) structure(path string, node ast.Node, target reflect.Value) {
	entries, ok := mappingEntries(node)
	if !ok {
		r.mistake(path, node, "expected keys and values, got "+describe(node), "write {key: value}, or each key on its own line")
		return
	}
	fields := r.fieldsOf(target.Type())
	seen := map[string]bool{}
	for _, entry := range entries {
		if len(r.mistakes) > maxMistakes {
			return
		}
		key := keyText(entry)
		child := join(path, key)
		index, known := fields[key]
		switch {
		case seen[key]:
			r.mistake(child, entry.Key, duplicate(key), forgottenDash(path))
		case !known:
			r.mistake(child, entry.Key, fmt.Sprintf("unknown key %s", excerpt(key)), meant(key, fields))
		default:
			r.document.positions[child] = entry.Key.GetToken().Position
			field := target.FieldByIndex(index)
			r.given(child, entry, anyText(field.Type()))
			r.value(child, entry.Value, field)
		}
		seen[key] = true
	}
}

func (r *reader) fieldsOf(structure reflect.Type) map[string][]int {
	fields, known := r.fields[structure]
	if !known {
		fields = map[string][]int{}
		addFields(fields, structure, nil)
		r.fields[structure] = fields
	}
	return fields
}

// addFields adds the fields of a struct that have a json name. It treats the
// fields of an embedded struct as fields of the outer one. If both have a field
// of the same name, the outer field wins.
func addFields(fields map[string][]int, structure reflect.Type, at []int) {
	for i := range structure.NumField() {
		if field := structure.Field(i); field.Anonymous && field.Type.Kind() == reflect.Struct && field.Tag.Get("json") == "" {
			addFields(fields, field.Type, append(slices.Clone(at), i))
		}
	}
	for i := range structure.NumField() {
		if name, _, _ := strings.Cut(structure.Field(i).Tag.Get("json"), ","); name != "" && name != "-" {
			fields[name] = append(slices.Clone(at), i)
		}
	}
}

func (r *reader) list(path string, node ast.Node, target reflect.Value) {
	sequence, ok := node.(*ast.SequenceNode)
	if !ok {
		r.mistake(path, node, "expected a list, got "+describe(node), "write [a, b], or each entry on its own line after a dash and a space")
		return
	}
	list := reflect.MakeSlice(target.Type(), len(sequence.Values), len(sequence.Values))
	for i, element := range sequence.Values {
		child := fmt.Sprintf("%s[%d]", path, i)
		if _, isNull := element.(*ast.NullNode); isNull && target.Type().Elem().Kind() != reflect.Pointer {
			r.mistake(child, element, "this list entry is empty", "")
			continue
		}
		r.value(child, element, list.Index(i))
	}
	target.Set(list)
}

func (r *reader) mapping(path string, node ast.Node, target reflect.Value) {
	entries, ok := mappingEntries(node)
	if !ok {
		r.mistake(path, node, "expected keys and values, got "+describe(node), "write {key: value}, or each key on its own line")
		return
	}
	result := reflect.MakeMap(target.Type())
	for _, entry := range entries {
		key := keyText(entry)
		child := join(path, key)
		name := reflect.ValueOf(key).Convert(target.Type().Key())
		if result.MapIndex(name).IsValid() {
			r.mistake(child, entry.Key, duplicate(key), "")
			continue
		}
		r.document.positions[child] = entry.Key.GetToken().Position
		value := reflect.New(target.Type().Elem()).Elem()
		r.given(child, entry, anyText(value.Type()))
		r.value(child, entry.Value, value)
		result.SetMapIndex(name, value)
	}
	target.Set(result)
}

func (r *reader) scalar(path string, node ast.Node, target reflect.Value) {
	switch target.Kind() {
	case reflect.String:
		r.text(path, node, target)
	case reflect.Bool:
		truth, ok := node.(*ast.BoolNode)
		if !ok {
			r.mistake(path, node, "expected true or false, got "+describe(node), "")
			return
		}
		target.SetBool(truth.Value)
	case reflect.Int, reflect.Int64:
		r.number(path, node, target)
	default:
		r.mistake(path, node, "a file cannot set this value", "")
	}
}

// text reads any single value as the text that the file shows. So no, 0777 and
// 2026-11-22 are texts if the target is a text.
func (r *reader) text(path string, node ast.Node, target reflect.Value) {
	if !isSingle(node) {
		hint := `quote a text that contains ": " or begins with a dash or bracket`
		if entries, _ := mappingEntries(node); len(entries) > 0 && holdsCurly(keyText(entries[0])) {
			hint = straightQuotes
		}
		r.mistake(path, node, "expected a text, got "+describe(node), hint)
		return
	}
	target.SetString(scalarText(node))
}

func (r *reader) number(path string, node ast.Node, target reflect.Value) {
	if _, isNumber := node.(*ast.IntegerNode); !isNumber {
		hint := ""
		if _, err := strconv.ParseInt(scalarText(node), 10, 32); err == nil {
			hint = "remove the quotes"
		}
		r.mistake(path, node, "expected a whole number, got "+describe(node), hint)
		return
	}
	number, ok := r.plain(path, node, false).(int64)
	switch {
	case !ok:
		r.mistake(path, node, "expected a whole number, got "+describe(node), "use only the digits 0 to 9")
	case number > math.MaxInt32 || number < math.MinInt32:
		r.mistake(path, node, "the number "+scalarText(node)+" is too large", "")
	default:
		target.SetInt(number)
	}
}

func isSingle(node ast.Node) bool {
	_, isMap := mappingEntries(node)
	_, isList := node.(*ast.SequenceNode)
	return !isMap && !isList
}

// describe names a value of the file in a sentence.
func describe(node ast.Node) string {
	switch node.(type) {
	case *ast.SequenceNode:
		return "a list"
	case *ast.StringNode, *ast.LiteralNode:
		return "the text " + excerpt(scalarText(node))
	}
	if !isSingle(node) {
		return "keys and values"
	}
	return scalarText(node)
}

func duplicate(key string) string { return "duplicate key " + excerpt(key) }

// forgottenDash returns the hint for a duplicate key in a list entry.
func forgottenDash(path string) string {
	if strings.HasSuffix(path, "]") {
		return "if the next list entry begins here, add its dash"
	}
	return ""
}

// mappingEntries returns the entries of a mapping, and false for any other node.
// The library has a separate node type for a mapping with one entry.
func mappingEntries(node ast.Node) ([]*ast.MappingValueNode, bool) {
	switch m := node.(type) {
	case *ast.MappingNode:
		return m.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{m}, true
	}
	return nil, false
}

func keyText(entry *ast.MappingValueNode) string {
	return entry.Key.GetToken().Value
}

// scalarText returns a scalar as the file shows it, without its quotes.
func scalarText(node ast.Node) string {
	switch n := node.(type) {
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return strings.TrimRight(n.Value.Value, "\n")
	case *ast.NullNode:
		return ""
	}
	return node.GetToken().Value
}

// plain returns a node as int64, json.Number, bool, string, []any, map[string]any
// or nil.
func (r *reader) plain(path string, node ast.Node, free bool) any {
	switch n := node.(type) {
	case *ast.NullNode:
		return nil
	case *ast.BoolNode:
		return n.Value
	case *ast.IntegerNode:
		// Numbers are always decimal: a person who writes 010 means ten.
		text := scalarText(node)
		if strings.Contains(text, "_") && !thousandsApart.MatchString(text) {
			return text
		}
		number, err := strconv.ParseInt(strings.ReplaceAll(text, "_", ""), 10, 64)
		if err != nil {
			return text
		}
		return number
	case *ast.FloatNode:
		// 40.000 keeps its zeros: the person may mean forty thousand.
		if text := scalarText(node); json.Valid([]byte(text)) {
			return json.Number(text)
		}
		return scalarText(node)
	case *ast.SequenceNode:
		list := make([]any, len(n.Values))
		for i, element := range n.Values {
			r.whole(path, element, free)
			list[i] = r.plainAt(fmt.Sprintf("%s[%d]", path, i), element, element, free)
		}
		return list
	}
	if entries, ok := mappingEntries(node); ok {
		result := map[string]any{}
		for _, entry := range entries {
			key := keyText(entry)
			if _, twice := result[key]; twice {
				r.mistake(join(path, key), entry.Key, duplicate(key), forgottenDash(path))
			}
			r.given(join(path, key), entry, free)
			r.whole(join(path, key), entry.Value, free)
			result[key] = r.plainAt(join(path, key), entry.Key, entry.Value, free)
		}
		return result
	}
	return scalarText(node)
}

// plainAt is plain for a node inside another one. It records the position of at
// under the path.
func (r *reader) plainAt(path string, at, node ast.Node, free bool) any {
	r.document.positions[path] = at.GetToken().Position
	return r.plain(path, node, free)
}

// thousandsApart matches a number whose thousands are set apart: 4_0 may be 40
// or lack digits.
var thousandsApart = regexp.MustCompile(`^[+-]?\d{1,3}(_\d{3})+$`)

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// meant returns a hint with the most similar known key, or "".
func meant(key string, fields map[string][]int) string {
	if best := Nearest(key, maps.Keys(fields)); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return ""
}

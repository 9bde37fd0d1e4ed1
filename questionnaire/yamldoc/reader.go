package yamldoc

import (
	"cmp"
	"encoding"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// reader walks the tree of a file and the type of the target side by side.
type reader struct {
	document *Document
	mistakes Mistakes
	fields   map[reflect.Type]map[string][]int // the index of each named field
}

func (r *reader) mistake(path string, node ast.Node, text, hint string) {
	if len(r.mistakes) > maxMistakes {
		return
	}
	if len(r.mistakes) == maxMistakes {
		text, hint = fmt.Sprintf("only the first %d mistakes are told", maxMistakes), ""
	}
	at := node.GetToken().Position
	r.mistakes = append(r.mistakes, Mistake{Path: path, Line: at.Line, Column: at.Column, Text: text, Hint: hint})
}

var (
	jsonReader = reflect.TypeFor[json.Unmarshaler]()
	textReader = reflect.TypeFor[encoding.TextUnmarshaler]()
)

func (r *reader) value(path string, node ast.Node, target reflect.Value) {
	if at := node.GetToken(); at != nil && r.document.places[path] == nil {
		r.document.places[path] = at.Position
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
	switch {
	case own.Implements(jsonReader):
		err := target.Addr().Interface().(json.Unmarshaler).UnmarshalJSON(jsonText(r.plain(path, node)))
		r.own(path, node, err)
	case own.Implements(textReader):
		if !isSingle(node) {
			r.mistake(path, node, "a single value is expected here, not "+describe(node), "")
			return
		}
		err := target.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(scalarText(node)))
		r.own(path, node, err)
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

func (r *reader) own(path string, node ast.Node, err error) {
	if err != nil {
		r.mistake(path, node, err.Error(), "")
	}
}

func (r *reader) structure(path string, node ast.Node, target reflect.Value) {
	entries, ok := mappingEntries(node)
	if !ok {
		r.mistake(path, node, "keys and values are expected here, not "+describe(node), "as {key: value}, or each key on a line of its own")
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
			r.mistake(child, entry.Key, fmt.Sprintf("key %s stands twice", excerpt(key)), forgottenDash(path))
		case !known:
			r.mistake(child, entry.Key, fmt.Sprintf("unknown key %s", excerpt(key)), meant(key, fields))
		default:
			r.document.places[child] = entry.Key.GetToken().Position
			r.value(child, entry.Value, target.FieldByIndex(index))
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

// addFields adds the fields of a structure that a json tag names. The fields of
// an embedded structure count as its own, and yield to a field of the outer one
// with the same name.
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
		r.mistake(path, node, "a list is expected here, not "+describe(node), "as [a, b], or each entry on a line of its own behind a dash and a space")
		return
	}
	list := reflect.MakeSlice(target.Type(), len(sequence.Values), len(sequence.Values))
	for i, element := range sequence.Values {
		child := fmt.Sprintf("%s[%d]", path, i)
		if _, isNull := element.(*ast.NullNode); isNull && target.Type().Elem().Kind() != reflect.Pointer {
			r.mistake(child, element, "an entry of a list is empty", "")
			continue
		}
		r.value(child, element, list.Index(i))
	}
	target.Set(list)
}

func (r *reader) mapping(path string, node ast.Node, target reflect.Value) {
	entries, ok := mappingEntries(node)
	if !ok {
		r.mistake(path, node, "keys and values are expected here, not "+describe(node), "as {key: value}, or each key on a line of its own")
		return
	}
	result := reflect.MakeMap(target.Type())
	for _, entry := range entries {
		key := keyText(entry)
		child := join(path, key)
		name := reflect.ValueOf(key).Convert(target.Type().Key())
		if result.MapIndex(name).IsValid() {
			r.mistake(child, entry.Key, fmt.Sprintf("key %s stands twice", excerpt(key)), "")
			continue
		}
		r.document.places[child] = entry.Key.GetToken().Position
		value := reflect.New(target.Type().Elem()).Elem()
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
			r.mistake(path, node, "true or false is expected here, not "+describe(node), "")
			return
		}
		target.SetBool(truth.Value)
	case reflect.Int, reflect.Int64:
		r.number(path, node, target)
	default:
		r.mistake(path, node, "this cannot be read", "")
	}
}

// text takes any single value as it is written: no, 0777 and 2026-11-22 are
// texts where a text is expected.
func (r *reader) text(path string, node ast.Node, target reflect.Value) {
	if !isSingle(node) {
		hint := `quote a text that holds ": " or begins with a dash or bracket`
		if entries, _ := mappingEntries(node); len(entries) > 0 && holdsCurly(keyText(entries[0])) {
			hint = straightQuotes
		}
		r.mistake(path, node, "a text is expected here, not "+describe(node), hint)
		return
	}
	target.SetString(scalarText(node))
}

func (r *reader) number(path string, node ast.Node, target reflect.Value) {
	if _, isNumber := node.(*ast.IntegerNode); !isNumber {
		hint := ""
		if _, err := strconv.ParseInt(scalarText(node), 10, 32); err == nil {
			hint = "take the quotes away"
		}
		r.mistake(path, node, "a whole number is expected here, not "+describe(node), hint)
		return
	}
	number, ok := r.plain(path, node).(int64)
	switch {
	case !ok:
		r.mistake(path, node, "a whole number is expected here, not "+describe(node), "write it with the digits 0 to 9")
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

// describe says what stands in the file.
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

// forgottenDash is the hint for a key that stands twice in an entry of a list.
func forgottenDash(path string) string {
	if strings.HasSuffix(path, "]") {
		return "if the next entry of the list begins here, its dash is missing"
	}
	return ""
}

// mappingEntries gives the entries of a mapping; a mapping of one entry is a
// node of its own kind in the tree.
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

// scalarText is a scalar as it stands in the file, without its quotes.
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

// plain is a node as plain data: int64, float64, bool, string, []any, map or
// nil.
func (r *reader) plain(path string, node ast.Node) any {
	switch n := node.(type) {
	case *ast.NullNode:
		return nil
	case *ast.BoolNode:
		return n.Value
	case *ast.IntegerNode:
		// Decimal only: a person who writes 010 means ten.
		number, err := strconv.ParseInt(strings.ReplaceAll(scalarText(node), "_", ""), 10, 64)
		if err != nil {
			return scalarText(node)
		}
		return number
	case *ast.FloatNode:
		number, err := strconv.ParseFloat(strings.ReplaceAll(scalarText(node), "_", ""), 64)
		if err != nil {
			return scalarText(node)
		}
		return number
	case *ast.SequenceNode:
		list := make([]any, len(n.Values))
		for i, element := range n.Values {
			list[i] = r.inner(fmt.Sprintf("%s[%d]", path, i), element, element)
		}
		return list
	}
	if entries, ok := mappingEntries(node); ok {
		result := map[string]any{}
		for _, entry := range entries {
			key := keyText(entry)
			if _, twice := result[key]; twice {
				r.mistake(join(path, key), entry.Key, fmt.Sprintf("key %s stands twice", excerpt(key)), forgottenDash(path))
			}
			result[key] = r.inner(join(path, key), entry.Key, entry.Value)
		}
		return result
	}
	return scalarText(node)
}

// inner is plain for a value within another, and keeps its place.
func (r *reader) inner(path string, at, node ast.Node) any {
	r.document.places[path] = at.GetToken().Position
	return r.plain(path, node)
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// meant suggests a known key that differs little.
func meant(key string, fields map[string][]int) string {
	if best := Nearest(key, maps.Keys(fields)); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return ""
}

// Nearest is the known word that differs from a word in the fewest letters, at
// most two; of several the one that begins most like it, and of those the first
// in their order. It is empty where none is so near.
func Nearest(word string, known iter.Seq[string]) string {
	best, least := "", 3
	for name := range known {
		if len(name)-len(word) > least || len(word)-len(name) > least {
			continue
		}
		d := distance(word, name)
		if order := cmp.Or(cmp.Compare(d, least), cmp.Compare(shared(word, best), shared(word, name)), cmp.Compare(name, best)); d < 3 && order < 0 {
			best, least = name, d
		}
	}
	return best
}

// shared is how many bytes two words have in common at their beginning.
func shared(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// distance is the Levenshtein distance of two short words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

package yamldoc

import (
	"encoding"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// reader walks the tree of a file and the type of the target side by side.
type reader struct {
	document *Document
	mistakes Mistakes
}

func (r *reader) read(root ast.Node, target any) {
	r.value("", root, reflect.ValueOf(target).Elem())
}

func (r *reader) mistake(path string, node ast.Node, text, hint string) {
	at := node.GetToken().Position
	r.mistakes = append(r.mistakes, Mistake{Path: path, Line: at.Line, Column: at.Column, Text: text, Hint: hint})
}

var (
	jsonReader = reflect.TypeFor[json.Unmarshaler]()
	textReader = reflect.TypeFor[encoding.TextUnmarshaler]()
)

func (r *reader) value(path string, node ast.Node, target reflect.Value) {
	if strings.Count(path, ".")+strings.Count(path, "[") > MaxDepth {
		r.mistake(path, node, fmt.Sprintf("nested deeper than %d levels", MaxDepth), "")
		return
	}
	if at := node.GetToken(); at != nil && r.document.places[path] == nil {
		r.document.places[path] = at.Position
	}
	if _, isNull := node.(*ast.NullNode); isNull {
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
		r.mistake(path, node, "keys and values are expected here", "")
		return
	}
	fields := map[string]int{}
	for i := range target.NumField() {
		if name, _, _ := strings.Cut(target.Type().Field(i).Tag.Get("json"), ","); name != "" && name != "-" {
			fields[name] = i
		}
	}
	seen := map[string]bool{}
	for _, entry := range entries {
		key := keyText(entry)
		child := join(path, key)
		index, known := fields[key]
		switch {
		case seen[key]:
			r.mistake(child, entry.Key, fmt.Sprintf("key %q stands twice", key), "")
		case !known:
			r.mistake(child, entry.Key, fmt.Sprintf("unknown key %q", key), nearest(key, fields))
		default:
			r.document.places[child] = entry.Key.GetToken().Position
			r.value(child, entry.Value, target.Field(index))
		}
		seen[key] = true
	}
}

func (r *reader) list(path string, node ast.Node, target reflect.Value) {
	sequence, ok := node.(*ast.SequenceNode)
	if !ok {
		r.mistake(path, node, "a list is expected here", "as [a, b]")
		return
	}
	list := reflect.MakeSlice(target.Type(), len(sequence.Values), len(sequence.Values))
	for i, element := range sequence.Values {
		r.value(fmt.Sprintf("%s[%d]", path, i), element, list.Index(i))
	}
	target.Set(list)
}

func (r *reader) mapping(path string, node ast.Node, target reflect.Value) {
	entries, ok := mappingEntries(node)
	if !ok {
		r.mistake(path, node, "keys and values are expected here", "")
		return
	}
	result := reflect.MakeMap(target.Type())
	for _, entry := range entries {
		key := keyText(entry)
		child := join(path, key)
		name := reflect.ValueOf(key).Convert(target.Type().Key())
		if result.MapIndex(name).IsValid() {
			r.mistake(child, entry.Key, fmt.Sprintf("key %q stands twice", key), "")
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
	if _, isMap := mappingEntries(node); isMap {
		r.mistake(path, node, "a single value is expected here", "")
		return
	}
	if _, isList := node.(*ast.SequenceNode); isList {
		r.mistake(path, node, "a single value is expected here, not a list", "")
		return
	}
	switch target.Kind() {
	case reflect.String:
		target.SetString(scalarText(node))
	case reflect.Bool:
		truth, ok := node.(*ast.BoolNode)
		if !ok {
			r.mistake(path, node, fmt.Sprintf("true or false is expected, not %q", scalarText(node)), "")
			return
		}
		target.SetBool(truth.Value)
	case reflect.Int, reflect.Int64:
		number, ok := r.plain(path, node).(int64)
		if !ok || number > math.MaxInt32 || number < math.MinInt32 {
			r.mistake(path, node, fmt.Sprintf("a whole number is expected, not %q", scalarText(node)), "")
			return
		}
		target.SetInt(number)
	default:
		r.mistake(path, node, "this cannot be read", "")
	}
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
		return n.Value
	case *ast.SequenceNode:
		list := make([]any, len(n.Values))
		for i, element := range n.Values {
			list[i] = r.plain(path, element)
		}
		return list
	}
	if entries, ok := mappingEntries(node); ok {
		result := map[string]any{}
		for _, entry := range entries {
			key := keyText(entry)
			if _, twice := result[key]; twice {
				r.mistake(join(path, key), entry.Key, fmt.Sprintf("key %q stands twice", key), "")
			}
			result[key] = r.plain(join(path, key), entry.Value)
		}
		return result
	}
	return scalarText(node)
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// nearest suggests a known key that differs in at most two letters.
func nearest(key string, fields map[string]int) string {
	best, least := "", 3
	for name := range fields {
		if d := distance(key, name); d < least || d == least && name < best {
			best, least = name, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("did you mean %q?", best)
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

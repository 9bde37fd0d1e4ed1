package questionnaire

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
)

// usage is how an expression uses the items that it reads: the texts and the
// numbers that it compares each one with.
type usage struct {
	q       *Questionnaire
	words   map[string][]string
	numbers map[string][]int
	most    int                 // the greatest number that a list's length is compared with
	calls   map[ast.Node]string // fact and answer, with the id they are called on
	known   map[ast.Node]bool   // the calls that are compared with literals
	shown   bool                // it asks whether an answer is shown, on which no list of answers decides
}

// usage analyzes an expression. It returns nil for text that is not a valid
// expression.
func (q *Questionnaire) usage(expression string) *usage {
	if q.conditions[expression] == nil {
		return nil
	}
	tree, err := parser.Parse(expression)
	if err != nil {
		return nil
	}
	use := &usage{q: q, words: map[string][]string{}, numbers: map[string][]int{}, calls: map[ast.Node]string{}, known: map[ast.Node]bool{}}
	ast.Walk(&tree.Node, use)
	return use
}

// listable reports whether all answers that the expression can tell apart
// can be listed. Words that are never an answer have their own warning.
func (u *usage) listable() bool {
	if u.shown || len(u.strange()) > 0 {
		return false
	}
	for node, id := range u.calls {
		if item := u.q.items[id]; !finite(item) && !u.known[node] {
			return false
		}
	}
	return true
}

// Visit implements ast.Visitor: it notes comparisons with literals.
func (u *usage) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.BinaryNode:
		u.compare(n.Left, n.Right, n.Operator)
		u.compare(n.Right, n.Left, n.Operator)
	case *ast.BuiltinNode:
		u.builtin(n)
	case *ast.CallNode:
		if name, named := n.Callee.(*ast.IdentifierNode); named && name.Value == "shown" {
			u.shown = true
		}
		if id := calledOn(n); id != "" {
			u.calls[n] = id
		}
	}
}

// compare notes the value that one side of an operator is compared with.
func (u *usage) compare(side, other ast.Node, operator string) {
	words, numbers, literal := literals(other)
	if !literal || !slices.Contains([]string{"==", "!=", "<", "<=", ">", ">=", "in"}, operator) {
		return
	}
	if length, is := side.(*ast.BuiltinNode); is && length.Name == "len" && len(length.Arguments) == 1 {
		side = length.Arguments[0]
		u.most = max(u.most, slices.Max(append(numbers, 0)))
	}
	if id := calledOn(side); id != "" {
		ordered := operator != "==" && operator != "!=" && operator != "in"
		if item := u.q.items[id]; ordered && item != nil && item.Answer == "text" {
			return
		}
		u.known[side] = true
		u.words[id] = append(u.words[id], words...)
		u.numbers[id] = append(u.numbers[id], numbers...)
	}
}

// builtin notes the values that members of a list are compared with:
// all(list, # == "US").
func (u *usage) builtin(n *ast.BuiltinNode) {
	if !slices.Contains([]string{"all", "any", "none"}, n.Name) || len(n.Arguments) != 2 {
		return
	}
	id := calledOn(n.Arguments[0])
	if id == "" {
		return
	}
	members := &members{of: map[ast.Node]bool{}}
	ast.Walk(&n.Arguments[1], members)
	if members.all == len(members.of) {
		u.known[n.Arguments[0]] = true
	}
	u.words[id] = append(u.words[id], members.words...)
}

// members collects the values that # is compared with in a predicate.
type members struct {
	all   int
	of    map[ast.Node]bool
	words []string
}

// Visit implements ast.Visitor.
func (m *members) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.PointerNode:
		m.all++
	case *ast.BinaryNode:
		if !slices.Contains([]string{"==", "!=", "in"}, n.Operator) {
			return
		}
		for _, pair := range [][2]ast.Node{{n.Left, n.Right}, {n.Right, n.Left}} {
			words, _, literal := literals(pair[1])
			if _, is := pair[0].(*ast.PointerNode); is && literal {
				m.of[pair[0]] = true
				m.words = append(m.words, words...)
			}
		}
	}
}

// calledOn is the id that fact or answer is called on, or nothing.
func calledOn(node ast.Node) string {
	call, is := node.(*ast.CallNode)
	if !is || len(call.Arguments) != 1 {
		return ""
	}
	name, named := call.Callee.(*ast.IdentifierNode)
	id, literal := call.Arguments[0].(*ast.StringNode)
	if !named || !literal || name.Value != "fact" && name.Value != "answer" {
		return ""
	}
	return id.Value
}

// literals are the values of a literal, or of a list of them.
func literals(node ast.Node) (words []string, numbers []int, literal bool) {
	switch n := node.(type) {
	case *ast.StringNode:
		return []string{n.Value}, nil, true
	case *ast.IntegerNode:
		return nil, []int{n.Value}, true
	case *ast.ArrayNode:
		for _, element := range n.Nodes {
			w, i, is := literals(element)
			if !is {
				return nil, nil, false
			}
			words, numbers = append(words, w...), append(numbers, i...)
		}
		return words, numbers, true
	}
	return nil, nil, false
}

// finite reports whether an item has few enough answers to try them all.
func finite(item *Item) bool { return len(item.Values()) > 0 }

// answersOf lists an answer of every sort that the expression can tell apart,
// and the empty text of none. It is empty where they are too many.
func (u *usage) answersOf(item *Item) []string {
	words := u.words[item.ID]
	texts := []string{""}
	if item.Kind.Scored() {
		return append(texts, "0", "0.5", "1", "1.5", "2", "2.5", "3", "3.5", "4")
	}
	for _, value := range item.Values() {
		texts = append(texts, value.Text)
	}
	switch item.Answer {
	case "number":
		texts = append(texts, "0")
		for _, number := range u.numbers[item.ID] {
			for near := max(0, number-1); near <= number+1; near++ {
				texts = append(texts, strconv.Itoa(near))
			}
		}
	case "date":
		texts = append(texts, "2026-01-01")
		for _, word := range words {
			day, err := time.Parse(time.DateOnly, word)
			if err != nil {
				return nil
			}
			for _, near := range []int{-1, 0, 1} {
				texts = append(texts, day.AddDate(0, 0, near).Format(time.DateOnly))
			}
		}
	case "text":
		texts = append(append(texts, "some other words"), words...)
	case "choices":
		return selections(optionValues(item), 0)
	case "countries":
		return selections(words, u.most+1)
	}
	return texts
}

// selections lists all lists of some of the words, alone and followed by up
// to the given number of others, and the empty text. It returns none if
// there were too many.
func selections(words []string, others int) []string {
	unnamed := []string{"XA", "XB", "XC", "XD"} // codes that no country has
	words = slices.Compact(slices.Sorted(slices.Values(words)))
	if len(words) > 10 || others > len(unnamed) {
		return nil
	}
	all := []string{""}
	for set := range 1 << len(words) {
		var list []string
		for n, word := range words {
			if set&(1<<n) != 0 {
				list = append(list, word)
			}
		}
		for n := range others + 1 {
			if full := slices.Concat(list, unnamed[:n]); len(full) > 0 {
				all = append(all, strings.Join(full, ", "))
			}
		}
	}
	return all
}

// strange lists warnings, without paths, about words that an item is
// compared with but never has as its answer.
func (u *usage) strange() []Mistake {
	var found []Mistake
	for id, words := range u.words {
		for _, word := range words {
			if hint := whyNoAnswer(u.q.items[id], word); hint != "" {
				found = append(found, warn("", hint, "%q is never an answer of %s", word, id))
			}
		}
	}
	for id, numbers := range u.numbers {
		for _, number := range numbers {
			if graded := u.q.items[id].Kind.Graded(); graded && !inRange(number, 0, 4) {
				found = append(found, warn("", "grades go from 0 to 4", "%d is never an answer of %s", number, id))
			}
		}
	}
	return found
}

var countryCode = regexp.MustCompile(`^[A-Z]{2}$`)

// whyNoAnswer lists the answers of an item, for a word that is not among
// them.
func whyNoAnswer(item *Item, word string) string {
	known := optionValues(item)
	switch {
	case item.Kind.Judged() && !item.Kind.Graded():
		for _, value := range item.Values() {
			known = append(known, value.Text)
		}
	case item.Answer == "countries" && !countryCode.MatchString(word):
		return "countries are two capitals, as US"
	case item.Answer == "date":
		if _, err := time.Parse(time.DateOnly, word); err != nil {
			return "a date is written as 2026-11-22"
		}
	}
	// "" is an answer that was not given.
	if len(known) == 0 || word == "" || slices.Contains(known, word) {
		return ""
	}
	return "its answers are " + strings.Join(known, ", ")
}

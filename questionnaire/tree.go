package questionnaire

import (
	"math"
	"slices"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"
)

// Tree is a condition as plain data, for a form that evaluates it while a
// vendor answers. It is a truth value, or a list of an operator and its parts:
//
//	["open", id, truth, tree]     truth while the item has no answer, else tree
//	["answered", id]              whether the item has an answer
//	["word", id]                  the kept answer of a gate: met or unmet
//	["number", id, worst]         the value of a fact; also truth, text and items
//	["&&", a, b] ["!", a]         and so on, as conditions write them
//	["any", list, tree]           with "#" for an entry of the list
//
// The worst value of a fact is in the tree only where a comparison reads several
// facts. It tells a reader how we judge a missing answer.
type Tree any

// Travelers says which items the reader of a form answers there, and what is
// known of the others.
type Travelers struct {
	Answers func(item *Item) bool
	Record  Known // may be nil
}

// Tree turns a condition into a tree over the answers in a form. A part that
// reads anything else is decided from the record. Where there is no record, or
// the form cannot compute the part, the part gets the value that makes keep more
// likely: use true for a condition under which an item is asked, and false for
// one that sets it aside. So a form asks too much rather than too little. An
// unknown or empty condition gives keep.
func (q *Questionnaire) Tree(expression string, keep bool, of Travelers) Tree {
	if q.conditions[expression] == nil {
		return keep
	}
	parsed, err := parser.Parse(expression)
	if err != nil {
		return keep // it was compiled from the same text, so this does not happen
	}
	return (&planter{q, of}).truth(parsed.Node, keep)
}

// planter makes a tree of a condition.
type planter struct {
	q  *Questionnaire
	of Travelers
}

// truth makes the tree of a truth value. Only the parts of and, or and not are
// decided one by one.
func (p *planter) truth(node ast.Node, keep bool) Tree {
	switch n := node.(type) {
	case *ast.BoolNode:
		return n.Value
	case *ast.UnaryNode:
		if n.Operator == "!" || n.Operator == "not" {
			return not(p.truth(n.Node, !keep))
		}
	case *ast.BinaryNode:
		if operator := spelled(n.Operator); operator == "&&" || operator == "||" {
			return joined(operator, p.truth(n.Left, keep), p.truth(n.Right, keep))
		}
	}
	return p.atom(node, keep)
}

func spelled(operator string) string {
	switch operator {
	case "and":
		return "&&"
	case "or":
		return "||"
	}
	return operator
}

func not(tree Tree) Tree {
	if decided, is := tree.(bool); is {
		return !decided
	}
	return []any{"!", tree}
}

// joined is an and or an or, without what is decided.
func joined(operator string, left, right Tree) Tree {
	neutral := operator == "&&"
	for _, order := range [][2]Tree{{left, right}, {right, left}} {
		if decided, is := order[0].(bool); is {
			if decided == neutral {
				return order[1]
			}
			return decided
		}
	}
	return []any{operator, left, right}
}

// atom makes the tree of a part without and, or and not.
func (p *planter) atom(node ast.Node, keep bool) Tree {
	ids := p.reads(node)
	here := !slices.ContainsFunc(ids, func(id string) bool { return !p.of.Answers(p.q.items[id]) })
	switch {
	case len(ids) == 0:
		return p.decided(node, nobody{}, keep)
	case here:
		grower := grower{q: p.q, worst: len(ids) > 1}
		tree, _, travels := grower.value(node)
		if parts, is := tree.([]any); is && travels && parts[0] == "answered" {
			return tree
		}
		if travels && len(ids) == 1 {
			return []any{"open", ids[0], p.decided(node, nobody{}, keep), tree}
		}
		if travels {
			return tree
		}
	}
	if p.of.Record == nil {
		return keep
	}
	return p.decided(node, p.of.Record, keep)
}

// reads lists the items that a part reads.
func (p *planter) reads(node ast.Node) []string {
	var ids []string
	ast.Find(node, func(n ast.Node) bool {
		if call, is := n.(*ast.CallNode); is && len(call.Arguments) == 1 {
			if id, literal := call.Arguments[0].(*ast.StringNode); literal && p.q.items[id.Value] != nil && !slices.Contains(ids, id.Value) {
				ids = append(ids, id.Value)
			}
		}
		return false
	})
	return ids
}

// decided evaluates a part with the engine of the conditions.
func (p *planter) decided(node ast.Node, known Known, keep bool) bool {
	program, err := expr.Compile(node.String(), options(&idChecker{q: p.q})...)
	if err != nil {
		return keep
	}
	result, err := new(vm.VM).Run(program, p.q.environment(known))
	holds, is := result.(bool)
	if err != nil || !is {
		return keep
	}
	return holds
}

// nobody has answered anything.
type nobody struct{}

func (nobody) AnswerText(string) string { return "" }
func (nobody) Shown(string) bool        { return false }

// mostExact is the largest whole number that every program reads exactly.
const mostExact = 1<<53 - 1

// sort is the type of a value in a tree. A list has the type of its entries.
type sort struct {
	of   string // whole, real, truth or text
	list bool
}

func (s sort) number() bool { return !s.list && (s.of == "whole" || s.of == "real") }

// comparable reports whether a form can compare two values of these types.
func (s sort) comparable(with sort) bool {
	return s.number() && with.number() || !s.list && s == with
}

// grower makes the tree of a value. Its methods report false for what a form
// cannot compute exactly as the engine does, such as regular expressions.
type grower struct {
	q     *Questionnaire
	worst bool  // name the worst value of each fact
	entry *sort // of the list that the expression looks at
}

func (g *grower) value(node ast.Node) (Tree, sort, bool) {
	switch n := node.(type) {
	case *ast.BoolNode:
		return n.Value, sort{of: "truth"}, true
	case *ast.StringNode:
		return []any{"say", n.Value}, sort{of: "text"}, true
	case *ast.IntegerNode:
		return n.Value, sort{of: "whole"}, n.Value <= mostExact && n.Value >= -mostExact
	case *ast.FloatNode:
		return []any{"real", n.Value}, sort{of: "real"}, !math.IsInf(n.Value, 0)
	case *ast.PointerNode:
		if n.Name == "" && g.entry != nil {
			return "#", *g.entry, true
		}
	case *ast.UnaryNode:
		return g.unary(n)
	case *ast.BinaryNode:
		return g.binary(n)
	case *ast.ConditionalNode:
		return g.either(n)
	case *ast.ArrayNode:
		return g.array(n)
	case *ast.CallNode:
		return g.call(n)
	case *ast.BuiltinNode:
		return g.builtin(n)
	}
	return nil, sort{}, false
}

func (g *grower) unary(n *ast.UnaryNode) (Tree, sort, bool) {
	part, of, travels := g.value(n.Node)
	switch n.Operator {
	case "!", "not":
		return []any{"!", part}, of, travels
	case "-":
		return []any{"neg", part}, of, travels && of.number()
	}
	return part, of, travels && n.Operator == "+" && of.number()
}

func (g *grower) binary(n *ast.BinaryNode) (Tree, sort, bool) {
	left, one, travels := g.value(n.Left)
	right, two, both := g.value(n.Right)
	operator, truth := spelled(n.Operator), sort{of: "truth"}
	tree := []any{operator, left, right}
	if !travels || !both {
		return nil, sort{}, false
	}
	numbers := one.number() && two.number()
	texts := one == two && one == sort{of: "text"}
	switch operator {
	case "&&", "||":
		return tree, truth, true
	case "==", "!=":
		return tree, truth, one.comparable(two)
	case "<", "<=", ">", ">=":
		return tree, truth, numbers || texts
	case "in":
		return tree, truth, two.list && one.comparable(sort{of: two.of})
	case "contains", "startsWith", "endsWith":
		return tree, truth, texts
	case "+", "-", "*":
		if numbers && one != two {
			one.of = "real"
		}
		return tree, one, numbers || texts && operator == "+"
	case "/":
		return tree, sort{of: "real"}, numbers
	}
	return nil, sort{}, false
}

func (g *grower) either(n *ast.ConditionalNode) (Tree, sort, bool) {
	cond, _, travels := g.value(n.Cond)
	yes, one, first := g.value(n.Exp1)
	no, two, second := g.value(n.Exp2)
	return []any{"if", cond, yes, no}, one, travels && first && second && one == two
}

func (g *grower) array(n *ast.ArrayNode) (Tree, sort, bool) {
	tree, entry := []any{"list"}, sort{}
	for place, node := range n.Nodes {
		part, of, travels := g.value(node)
		if !travels || of.list || place > 0 && of != entry {
			return nil, sort{}, false
		}
		tree, entry = append(tree, part), of
	}
	return tree, sort{of: entry.of, list: true}, len(n.Nodes) > 0
}

// call reads an item.
func (g *grower) call(n *ast.CallNode) (Tree, sort, bool) {
	name, isName := n.Callee.(*ast.IdentifierNode)
	if !isName || len(n.Arguments) != 1 {
		return nil, sort{}, false
	}
	id, literal := n.Arguments[0].(*ast.StringNode)
	if !literal {
		return nil, sort{}, false
	}
	item := g.q.items[id.Value]
	if name.Value == "answered" {
		return []any{"answered", item.ID}, sort{of: "truth"}, true
	}
	leaf := func(operator string) []any {
		if g.worst && item.Worst != "" {
			return []any{operator, item.ID, string(item.Worst)}
		}
		return []any{operator, item.ID}
	}
	switch typed(item) {
	case "answer:word":
		return leaf("word"), sort{of: "text"}, name.Value == "answer"
	case "fact:number":
		return leaf("number"), sort{of: "whole"}, true
	case "fact:truth":
		return leaf("truth"), sort{of: "truth"}, true
	case "fact:list":
		return leaf("items"), sort{of: "text", list: true}, true
	case "fact:text":
		return leaf("text"), sort{of: "text"}, true
	}
	return nil, sort{}, false
}

func (g *grower) builtin(n *ast.BuiltinNode) (Tree, sort, bool) {
	tree := []any{n.Name}
	var last sort
	for place, node := range n.Arguments {
		if predicate, is := node.(*ast.PredicateNode); is && place == 1 {
			g.entry = &sort{of: last.of}
			defer func() { g.entry = nil }()
			node = predicate.Node
			part, _, travels := g.value(node)
			if !travels || !last.list {
				return nil, sort{}, false
			}
			tree = append(tree, part)
			break
		}
		part, of, travels := g.value(node)
		numbers := of.number() && (place == 0 || of == last)
		if !travels || (n.Name == "min" || n.Name == "max") && !numbers {
			return nil, sort{}, false
		}
		tree, last = append(tree, part), of
	}
	switch n.Name {
	case "all", "any", "none", "one":
		return tree, sort{of: "truth"}, len(tree) == 3
	case "count":
		return tree, sort{of: "whole"}, len(tree) == 3
	case "filter":
		return tree, last, len(tree) == 3
	case "len":
		return tree, sort{of: "whole"}, len(tree) == 2 && (last.list || last.of == "text")
	case "min", "max":
		return tree, last, len(tree) > 1
	}
	return nil, sort{}, false
}

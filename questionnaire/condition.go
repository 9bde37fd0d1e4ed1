package questionnaire

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"
)

// Known gives a condition the answers so far.
type Known interface {
	// AnswerText is the kept answer of an item: met or unmet, a grade 0–4,
	// present, partial or absent, the text of a fact. It is empty while the
	// item is unanswered.
	AnswerText(item string) string

	// Shown reports whether the answer of a judged item is shown to be true.
	Shown(item string) bool
}

// condition is one expression, compiled once.
type condition struct {
	place   int // among the conditions of the questionnaire, from 0
	program *vm.Program
	reads   []string // the ids of the items that it asks
}

// environment is all that an expression can reach. A file writes four
// functions:
//
//	fact(id)     the value of a fact, in the type of its answer; its worst when missing
//	answer(id)   of a gate "met" or "unmet", of a clause "present", "partial" or "absent", "" while unanswered;
//	             of a control, scenario or evidence item the grade, with which every comparison is false while unanswered
//	answered(id) whether there is an answer
//	shown(id)    whether the answer of a judged item is shown to be true
//
// At compile time fact and answer are rewritten into the functions of the
// right type below, whose names no file can write. So fact("countries") == 3
// is a mistake of the file and not of an evening with the vendor in the room.
type environment struct {
	Fact     func(id string) any  `expr:"fact"`
	Answer   func(id string) any  `expr:"answer"`
	Answered func(id string) bool `expr:"answered"`
	Shown    func(id string) bool `expr:"shown"`

	Number func(id string) int      `expr:"fact:number"`
	Truth  func(id string) bool     `expr:"fact:truth"`
	Text   func(id string) string   `expr:"fact:text"`
	List   func(id string) []string `expr:"fact:list"`
	Word   func(id string) string   `expr:"answer:word"`
	Grade  func(id string) float64  `expr:"answer:grade"`
}

// typed names the function that gives the value of an item in its own type.
func typed(item *Item) string {
	switch {
	case item.Kind.Graded():
		return "answer:grade"
	case item.Kind.Judged():
		return "answer:word"
	case item.Answer == "number":
		return "fact:number"
	case item.Answer == "yes_no":
		return "fact:truth"
	case item.Answer == "countries" || item.Answer == "choices":
		return "fact:list"
	}
	return "fact:text"
}

// mostLetters bounds a condition, so that compiling one never takes long: the
// expression library goes as deep as the text does.
const mostLetters = 1000

// compile compiles every expression of the questionnaire. An id must be a
// literal, so that an unknown one is a mistake of the file and not a silent nil
// in the middle of an interview.
func (q *Questionnaire) compile(taken taken) []Mistake {
	q.conditions = map[string]*condition{}
	var mistakes []Mistake
	add := func(path, item, key, text string) {
		path += "." + key
		wrong := func(hint, format string, args ...any) {
			mistakes = append(mistakes, Mistake{Path: path, Text: item + " " + key + ": " + fmt.Sprintf(format, args...), Hint: hint})
		}
		if text == "" || q.conditions[text] != nil {
			return
		}
		if len(text) > mostLetters {
			wrong("", "it has %d letters; the limit is %d", len(text), mostLetters)
			return
		}
		ids := &idChecker{q: q}
		program, err := expr.Compile(text, options(ids)...)
		if ids.loose != 0 {
			ids.wrong = append(ids.wrong, "fact, answer, answered and shown are called by name, with an id in quotes")
		}
		for _, id := range ids.missing {
			unknown := fmt.Sprintf("%s %s: no item has the id %q", item, key, id)
			mistakes = append(mistakes, reference{path, item, key, id}.missing(taken, unknown, maps.Keys(q.items)))
		}
		for _, why := range ids.wrong {
			wrong("", "%s", why)
		}
		switch {
		case len(ids.missing)+len(ids.wrong) > 0 || ids.untyped:
		case err != nil:
			hint := `as fact("chain_links") == 0 && answer("SUB-01") == "met"`
			if strings.Contains(err.Error(), `Operator("=")`) {
				hint = "compare with =="
			}
			wrong(hint, "%s", firstLine(err))
		default:
			q.conditions[text] = &condition{len(q.conditions), program, ids.reads}
		}
	}
	for d := range q.Domains {
		add(fmt.Sprintf("domains[%d]", d), q.Domains[d].ID, "when", q.Domains[d].When)
		for i := range q.Domains[d].Items {
			item := &q.Domains[d].Items[i]
			path := fmt.Sprintf("domains[%d].items[%d]", d, i)
			add(path, item.ID, "na_when", item.NotApplicableWhen)
			add(path, item.ID, "when", item.When)
			for f := range item.RedFlags {
				add(path, item.ID, fmt.Sprintf("red_flags[%d].when", f), item.RedFlags[f].When)
			}
		}
	}
	return append(mistakes, q.circles()...)
}

// options leave an expression nothing but facts, answers and plain list
// functions: no clock, no zone, nothing that gives another answer tomorrow.
func options(ids *idChecker) []expr.Option {
	return []expr.Option{
		expr.Env(environment{}), expr.AsBool(), expr.Patch(ids), expr.DisableAllBuiltins(),
		expr.EnableBuiltin("len"), expr.EnableBuiltin("all"), expr.EnableBuiltin("any"), expr.EnableBuiltin("none"), expr.EnableBuiltin("one"),
		expr.EnableBuiltin("count"), expr.EnableBuiltin("filter"), expr.EnableBuiltin("min"), expr.EnableBuiltin("max"),
	}
}

// OnlyFacts reports whether a condition reads facts alone.
func (q *Questionnaire) OnlyFacts(expression string) bool {
	rule := q.conditions[expression]
	return rule != nil && !slices.ContainsFunc(rule.reads, func(id string) bool { return q.items[id].Kind.Judged() })
}

// AskedWhen lists the conditions under which an item is asked: that of its
// domain, and its own. While one is false, the item is hidden.
func (q *Questionnaire) AskedWhen(item *Item) []string { return q.asked[item.ID] }

// Holds evaluates one expression of the questionnaire. An empty expression
// is false. An error means that the rule could not be evaluated; the caller
// must block and name the rule.
func (q *Questionnaire) Holds(expression string, known Known) (bool, error) {
	return q.Rules(known).Holds(expression)
}

// Rules evaluates the conditions of a questionnaire over one set of answers.
// It evaluates each condition once, even if many items share it, so the
// answers must not change. Use it from one goroutine.
type Rules struct {
	q           *Questionnaire
	environment any
	machine     vm.VM
	ran         []ran // by place of the condition
}

// ran is the result of a condition.
type ran struct {
	known, holds bool
	err          error
}

// Rules prepares the conditions for many evaluations over the same answers.
func (q *Questionnaire) Rules(known Known) *Rules {
	return &Rules{q: q, environment: q.environment(known), ran: make([]ran, len(q.conditions))}
}

// Holds is [Questionnaire.Holds].
func (r *Rules) Holds(expression string) (bool, error) {
	if expression == "" {
		return false, nil
	}
	rule := r.q.conditions[expression]
	if rule == nil {
		return false, fmt.Errorf("condition %q is not one of this questionnaire", expression)
	}
	out := &r.ran[rule.place]
	if !out.known {
		result, err := r.machine.Run(rule.program, r.environment)
		if err != nil {
			err = fmt.Errorf("condition %q: %s", expression, firstLine(err))
		}
		holds, _ := result.(bool)
		*out = ran{known: true, holds: holds, err: err}
	}
	return out.holds, out.err
}

func (q *Questionnaire) environment(known Known) environment {
	value := func(id string) any { return q.items[id].FactValue(known.AnswerText(id)) }
	return environment{
		Answered: func(id string) bool { return known.AnswerText(id) != "" },
		Shown:    known.Shown,
		Number: func(id string) int {
			n, is := value(id).(int)
			if !is {
				// The machine makes it the error of its run. A second value to return
				// would have it call every function by reflection.
				panic(fmt.Errorf("%s is not a number: %q", id, known.AnswerText(id)))
			}
			return n
		},
		Truth: func(id string) bool { return value(id) == true },
		Text:  func(id string) string { text, _ := value(id).(string); return text },
		List:  func(id string) []string { list, _ := value(id).([]string); return list },
		Word:  known.AnswerText,
		Grade: func(id string) float64 {
			text := known.AnswerText(id)
			if text == "" {
				return math.NaN() // without the cost of an error
			}
			grade, _ := strconv.ParseFloat(text, 64)
			return grade
		},
	}
}

// idChecker walks an expression. It notes the ids that the expression reads
// and the ids that do not exist, and gives every call the function for the
// type of its item.
type idChecker struct {
	q       *Questionnaire
	reads   []string
	missing []string // ids that no item has, each once
	wrong   []string
	untyped bool // it reads an item with unknown answers
	loose   int  // how often a function was named and not called
}

// isFunction reports whether conditions have a function with this name.
func isFunction(name string) bool {
	return name == "fact" || name == "answer" || name == "answered" || name == "shown"
}

// refused says why a part of an expression is not for conditions: it would let
// a condition reach an item unseen, or run for longer than anybody waits.
func refused(node ast.Node) string {
	switch n := node.(type) {
	case *ast.NilNode:
		return "nothing is ever nil: ask answered(id)"
	case *ast.IdentifierNode:
		if n.Value == "$env" {
			return "there is no $env"
		}
	case *ast.VariableDeclaratorNode:
		return "there is no let: write the value where it is needed"
	case *ast.BinaryNode:
		if n.Operator == ".." {
			return "there are no ranges: compare with the first and the last"
		}
	case *ast.PredicateNode:
		within := ast.Find(n.Node, func(inner ast.Node) bool { _, is := inner.(*ast.PredicateNode); return is })
		if within != nil {
			return "a list is looked at within another one"
		}
	}
	return ""
}

// Visit implements ast.Visitor. It sees the parts of a node before the node.
func (c *idChecker) Visit(node *ast.Node) {
	if why := refused(*node); why != "" {
		c.wrong = append(c.wrong, why)
		return
	}
	if name, is := (*node).(*ast.IdentifierNode); is && isFunction(name.Value) {
		c.loose++
	}
	if unequal, is := (*node).(*ast.BinaryNode); is && unequal.Operator == "!=" && (isGrade(unequal.Left) || isGrade(unequal.Right)) {
		// A missing grade is unequal to nothing, as it is equal to nothing.
		ast.Patch(node, &ast.BinaryNode{
			Operator: "||",
			Left:     &ast.BinaryNode{Operator: "<", Left: unequal.Left, Right: unequal.Right},
			Right:    &ast.BinaryNode{Operator: ">", Left: unequal.Left, Right: unequal.Right},
		})
		return
	}
	call, isCall := (*node).(*ast.CallNode)
	if !isCall {
		return
	}
	name, isName := call.Callee.(*ast.IdentifierNode)
	if !isName || !isFunction(name.Value) {
		return
	}
	c.loose--
	if len(call.Arguments) != 1 {
		return // the compiler says so
	}
	id, literal := call.Arguments[0].(*ast.StringNode)
	if !literal {
		c.wrong = append(c.wrong, name.Value+"() takes an id in quotes")
		return
	}
	switch item := c.q.items[id.Value]; {
	case item == nil:
		if !slices.Contains(c.missing, id.Value) {
			c.missing = append(c.missing, id.Value)
		}
	case !item.Kind.valid() || !item.Kind.Judged() && !slices.Contains(answerKinds, item.Answer):
		c.untyped = true
	case name.Value == "fact" && item.Kind.Judged():
		c.wrong = append(c.wrong, fmt.Sprintf("%s is not a fact: use answer(%q)", id.Value, id.Value))
	case name.Value == "answer" && !item.Kind.Judged():
		c.wrong = append(c.wrong, fmt.Sprintf("%s is a fact: use fact(%q)", id.Value, id.Value))
	case name.Value == "shown" && !item.Kind.Judged():
		c.wrong = append(c.wrong, fmt.Sprintf("%s is a fact, which no evidence shows: use fact(%q)", id.Value, id.Value))
	case (name.Value == "answer" || name.Value == "shown") && len(item.ClosedBy) > 0:
		c.wrong = append(c.wrong, fmt.Sprintf("%s is a checklist line, which nobody answers", id.Value))
	case name.Value == "fact" && item.Worst == "" && item.Answer != "text" && len(item.Earliest) == 0:
		c.wrong = append(c.wrong, fmt.Sprintf("fact %s is used in a condition, so it needs a worst value", id.Value))
	default:
		c.reads = append(c.reads, id.Value)
		if name.Value == "fact" || name.Value == "answer" {
			ast.Patch(node, &ast.CallNode{Callee: &ast.IdentifierNode{Value: typed(item)}, Arguments: call.Arguments})
		}
	}
}

// isGrade reports whether the node asks for a grade.
func isGrade(node ast.Node) bool {
	call, isCall := node.(*ast.CallNode)
	if !isCall {
		return false
	}
	name, isName := call.Callee.(*ast.IdentifierNode)
	return isName && name.Value == "answer:grade"
}

func firstLine(err error) string {
	if mistake, is := err.(*file.Error); is { //nolint:errorlint // expr returns it bare
		return mistake.Message
	}
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

package questionnaire

import (
	"fmt"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"
)

// Known is what a condition may ask: the answers given so far.
type Known interface {
	// AnswerText is the kept answer of an item: met or unmet, a grade 0–4,
	// present, partial or absent, the text of a fact. It is empty while the
	// item is unanswered.
	AnswerText(item string) string
}

// condition is one expression, compiled once. It sees two functions:
//
//	fact(id)   the fact's value: int, bool, string or list; the worst when missing
//	answer(id) "met", "unmet", "present" …, a grade as int, or nil while unanswered
type condition struct {
	program *vm.Program
}

// environment is what an expression can reach; nothing else is.
type environment struct {
	Fact   func(id string) any `expr:"fact"`
	Answer func(id string) any `expr:"answer"`
}

// compile compiles every expression of the questionnaire. An id must be a
// literal, so that an unknown one is a mistake of the file and not a silent nil
// in the middle of an interview.
func (q *Questionnaire) compile() []Mistake {
	q.conditions = map[string]*condition{}
	var mistakes []Mistake
	add := func(path, text string) {
		if text == "" || q.conditions[text] != nil {
			return
		}
		ids := &idChecker{q: q}
		program, err := expr.Compile(text, options(ids)...)
		switch {
		case err != nil:
			mistakes = append(mistakes, Mistake{Path: path, Text: "condition: " + firstLine(err), Hint: `as fact("chain_links") == 0 && answer("SUB-01") == "met"`})
		case len(ids.wrong) > 0:
			for _, wrong := range ids.wrong {
				mistakes = append(mistakes, Mistake{Path: path, Text: "condition: " + wrong})
			}
		default:
			q.conditions[text] = &condition{program}
		}
	}
	for d := range q.Domains {
		for i := range q.Domains[d].Items {
			item := &q.Domains[d].Items[i]
			path := fmt.Sprintf("domains[%d].items[%d]", d, i)
			add(path+".na_when", item.NotApplicableWhen)
			add(path+".when", item.When)
			for f := range item.RedFlags {
				add(fmt.Sprintf("%s.red_flags[%d].when", path, f), item.RedFlags[f].When)
			}
		}
	}
	return mistakes
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

// Holds runs one expression of the questionnaire over what is known. The empty
// expression does not hold. An error means that the rule could not be
// evaluated, which must block and name the rule.
func (q *Questionnaire) Holds(expression string, known Known) (bool, error) {
	if expression == "" {
		return false, nil
	}
	rule := q.conditions[expression]
	if rule == nil {
		return false, fmt.Errorf("condition %q is not one of this questionnaire", expression)
	}
	result, err := expr.Run(rule.program, environment{
		Fact: func(id string) any {
			return q.items[id].FactValue(known.AnswerText(id))
		},
		Answer: func(id string) any {
			return answerValue(known.AnswerText(id))
		},
	})
	if err != nil {
		return false, fmt.Errorf("condition %q: %s", expression, firstLine(err))
	}
	return result.(bool), nil
}

// answerValue gives grades as numbers, so that answer("TEC-10") >= 3 works.
func answerValue(text string) any {
	switch {
	case text == "":
		return nil
	case len(text) == 1 && text[0] >= '0' && text[0] <= '4':
		return int(text[0] - '0')
	case strings.HasSuffix(text, ".5") && len(text) == 3:
		return float64(text[0]-'0') + 0.5
	}
	return text
}

// idChecker walks an expression and notes ids that do not exist.
type idChecker struct {
	q     *Questionnaire
	wrong []string
}

// Visit implements ast.Visitor.
func (c *idChecker) Visit(node *ast.Node) {
	call, isCall := (*node).(*ast.CallNode)
	if !isCall {
		return
	}
	name, isName := call.Callee.(*ast.IdentifierNode)
	if !isName || len(call.Arguments) != 1 || name.Value != "fact" && name.Value != "answer" {
		return
	}
	id, literal := call.Arguments[0].(*ast.StringNode)
	if !literal {
		c.wrong = append(c.wrong, name.Value+"() takes an id in quotes")
		return
	}
	switch item := c.q.items[id.Value]; {
	case item == nil:
		c.wrong = append(c.wrong, fmt.Sprintf("no item has the id %q", id.Value))
	case name.Value == "fact" && item.Kind != Fact:
		c.wrong = append(c.wrong, fmt.Sprintf("%s is not a fact: use answer(%q)", id.Value, id.Value))
	case name.Value == "answer" && item.Kind == Fact:
		c.wrong = append(c.wrong, fmt.Sprintf("%s is a fact: use fact(%q)", id.Value, id.Value))
	case name.Value == "fact" && item.Worst == "" && item.Answer != "text":
		c.wrong = append(c.wrong, fmt.Sprintf("fact %s steers a condition and needs a worst value", id.Value))
	}
}

func firstLine(err error) string {
	if mistake, is := err.(*file.Error); is { //nolint:errorlint // expr returns it bare
		return mistake.Message
	}
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

package assessment

import (
	"strconv"
	"strings"

	"assay/questionnaire"
)

// flags collects the open red flags: those that people raised, those that
// the questionnaire's rules raise, one for each scenario with grade 0, and
// one for each overdue action.
func (j *judge) flags() {
	for _, flag := range j.snapshot.Flags {
		if flag.Resolution == nil {
			j.open(OpenFlag{ID: flag.ID, Item: flag.Item, Severity: flag.Severity, Text: flag.Text})
		}
	}
	for item, result := range j.each() {
		counts := result.State == StateAnswered || result.State == StateUnanswered
		byHand := result.State == StateNA && !j.byRule(item)
		if !counts && !byHand {
			continue
		}
		for f := range item.RedFlags {
			flag := &item.RedFlags[f]
			if flag.When == "" {
				continue // only a person raises it
			}
			if byHand && !j.q.OnlyFacts(flag.When) {
				continue // nobody can set facts aside, so they still contradict each other
			}
			holds, err := j.rules.Holds(flag.When)
			if err != nil {
				j.fails(item, "red flag "+strconv.Itoa(f+1), err)
			}
			if holds {
				j.raise(item.ID+"/"+strconv.Itoa(f+1), item, flag.Severity, flag.Text)
			}
		}
		if item.Kind.Scored() && result.State == StateAnswered && result.P == 0 {
			j.raise(item.ID+"/"+anchorFlag, item, questionnaire.Warning, anchorText(item))
		}
	}
	for _, action := range j.snapshot.Actions {
		if action.Overdue(j.asOf) {
			j.open(OpenFlag{
				ID: actionFlag + action.ID, Item: action.Item, Severity: questionnaire.Warning, Rule: true,
				Text: "overdue since " + action.Due.String() + ": " + action.What + " (" + action.Owner + ")",
			})
		}
	}
	warning := j.q.Scoring.Warning
	j.result.Flags.Penalty = min(warning.Each*j.result.Flags.Warning, warning.Most)
}

// raise opens a rule's flag unless a named person has resolved it.
func (j *judge) raise(id string, item *questionnaire.Item, severity questionnaire.Severity, text string) {
	if _, settled := j.snapshot.Resolved[id]; !settled {
		j.open(OpenFlag{ID: id, Item: item.ID, Severity: severity, Text: text, Rule: true})
	}
}

func (j *judge) open(flag OpenFlag) {
	j.result.OpenFlags = append(j.result.OpenFlags, flag)
	if flag.Severity == questionnaire.Stop {
		j.result.Flags.Stop++
	} else {
		j.result.Flags.Warning++
	}
}

// RuleFlag is the red flag that a rule of the questionnaire raises under an
// id, such as BAA-01/1 or SCN-01/anchor, whether or not it is raised now.
func RuleFlag(q *questionnaire.Questionnaire, id string) (flag OpenFlag, known bool) {
	owner, place, _ := strings.Cut(id, "/")
	item := q.Item(owner)
	if item == nil {
		return OpenFlag{}, false
	}
	flag = OpenFlag{ID: id, Item: item.ID, Rule: true}
	n, err := strconv.Atoi(place)
	switch {
	case err == nil && 1 <= n && n <= len(item.RedFlags):
		flag.Severity, flag.Text = item.RedFlags[n-1].Severity, item.RedFlags[n-1].Text
	case place == anchorFlag && len(item.Anchors) > 0:
		flag.Severity, flag.Text = questionnaire.Warning, anchorText(item)
	default:
		return OpenFlag{}, false
	}
	return flag, true
}

// anchorFlag ends the id of the flag that a scenario with grade 0 raises.
const anchorFlag = "anchor"

func anchorText(item *questionnaire.Item) string { return "anchor 0: " + item.Anchors[0] }

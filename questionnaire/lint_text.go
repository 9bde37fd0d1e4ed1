package questionnaire

import (
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// mostWords is how long a question can be that is said in one breath and
// understood at once.
const mostWords = 60

// textRules check the texts that people say and read.
func textRules() []rule {
	return []rule{longAsks, sameAsks, sameTitles, uselessAskAt, unhelpedControls, strangeCharacters, twiceInLists, formerIDs}
}

func longAsks(q *Questionnaire) []Mistake {
	var found []Mistake
	for path, item := range q.each() {
		if item.Computed() {
			continue // never asked
		}
		for key, ask := range asks(item) {
			if words := len(strings.Fields(ask)); words > mostWords {
				found = append(found, warn(path+"."+key, "move the explanation to why or probes", "%s has a question of %d words; more than %d are too long to say aloud", item.ID, words, mostWords))
			}
		}
	}
	return found
}

// asks gives every form of a question by its key.
func asks(item *Item) map[string]string {
	all := map[string]string{"ask": item.Ask}
	for milestone, ask := range item.AskedAt {
		all["ask_at."+string(milestone)] = ask
	}
	return all
}

// sameAsks finds questions that are asked twice at one milestone. Two items
// under conditions may share a question, because one can replace the other.
func sameAsks(q *Questionnaire) []Mistake {
	var found []Mistake
	told := map[string]bool{}
	for _, milestone := range Milestones() {
		first := map[string]string{} // item by its question
		for path, item := range q.each() {
			ask := plainWords(item.AskAt(milestone))
			later := item.Kind.Judged() && !milestone.Reached(item.Phase.From())
			if item.Computed() || len(q.AskedWhen(item)) > 0 || later || ask == "" {
				continue
			}
			other, heard := first[ask]
			if !heard {
				first[ask] = item.ID
			} else if !told[item.ID] {
				told[item.ID] = true
				found = append(found, warn(path, "change or remove one of them", "%s asks the same as %s", item.ID, other))
			}
		}
	}
	return found
}

// sameTitles finds items that look the same in a list. A checklist line may
// have the title of the item that closes it.
func sameTitles(q *Questionnaire) []Mistake {
	var found []Mistake
	first := map[string]string{}
	for path, item := range q.each() {
		title := fmt.Sprint(item.Computed(), plainWords(item.Title))
		if other, seen := first[title]; seen && item.Title != "" {
			found = append(found, warn(path, "lists and reports show only the title", "%s has the same title as %s", item.ID, other))
			continue
		}
		first[title] = item.ID
	}
	return found
}

// plainWords is a text without case and punctuation.
func plainWords(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, " ")
}

func uselessAskAt(q *Questionnaire) []Mistake {
	var found []Mistake
	for path, item := range q.each() {
		said := item.Ask
		for _, milestone := range Milestones() {
			ask, given := item.AskedAt[milestone]
			if given && ask == said {
				found = append(found, warn(path+".ask_at."+string(milestone), "leave it out", "%s asks the same at %s as before", item.ID, milestone))
			}
			if given {
				said = ask
			}
		}
	}
	return found
}

// unhelpedControls finds controls to grade that do not describe good
// practice.
func unhelpedControls(q *Questionnaire) []Mistake {
	var found []Mistake
	for path, item := range q.each() {
		var missing []string
		for _, help := range []struct {
			key  string
			none bool
		}{{"listen_for", len(item.ListenFor) == 0}, {"probes", len(item.Probes) == 0}, {"red_flags", len(item.RedFlags) == 0}} {
			if help.none {
				missing = append(missing, help.key)
			}
		}
		if item.Kind.Graded() && !item.Kind.Scored() && len(missing) > 0 {
			found = append(found, warn(path, "two people should come to the same grade", "%s does not help the evaluator to grade: it has no %s", item.ID, strings.Join(missing, ", no ")))
		}
	}
	return found
}

// strangeCharacters finds characters that a screen cannot show or a person
// cannot say.
func strangeCharacters(q *Questionnaire) []Mistake {
	var found []Mistake
	for path, text := range q.texts() {
		for _, r := range text {
			if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
				found = append(found, warn(path, "type it again", "this text has an invisible character, U+%04X", r))
				break
			}
		}
	}
	return found
}

// texts gives every text of a questionnaire with its path.
func (q *Questionnaire) texts() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		var look func(path string, v reflect.Value) bool
		look = func(path string, v reflect.Value) bool {
			switch v.Kind() {
			case reflect.String:
				return yield(path, v.String())
			case reflect.Struct:
				for n := range v.NumField() {
					key, _, _ := strings.Cut(v.Type().Field(n).Tag.Get("json"), ",")
					if key != "" && key != "-" && key != "parents" && !look(strings.TrimPrefix(path+"."+key, "."), v.Field(n)) {
						return false
					}
				}
			case reflect.Slice:
				for n := range v.Len() {
					if !look(fmt.Sprintf("%s[%d]", path, n), v.Index(n)) {
						return false
					}
				}
			case reflect.Map:
				for _, key := range v.MapKeys() {
					if !look(path+"."+key.String(), v.MapIndex(key)) {
						return false
					}
				}
			}
			return true
		}
		look("", reflect.ValueOf(q).Elem())
	}
}

func twiceInLists(q *Questionnaire) []Mistake {
	var found []Mistake
	look := func(path string, list []string) {
		for n, text := range list {
			if slices.Contains(list[:n], text) {
				found = append(found, warn(fmt.Sprintf("%s[%d]", path, n), "leave one out", "%q is in this list twice", text))
			}
		}
	}
	for path, item := range q.each() {
		for key, list := range map[string][]string{
			"cites": item.Cites, "help": item.Help, "sources": item.Sources, "was": item.Was, "closed_by": item.ClosedBy,
			"earliest": item.Earliest, "elements": item.Elements, "anchors": item.Anchors, "listen_for": item.ListenFor, "probes": item.Probes,
			"options": optionValues(item), "red_flags": flagTexts(item),
		} {
			look(path+"."+key, list)
		}
		for place, kinds := range item.named() {
			look(path+"."+place, kinds)
		}
	}
	for n, kind := range q.Evidence {
		look(fmt.Sprintf("evidence[%d].check", n), kind.Check)
	}
	for n, term := range q.Glossary {
		look(fmt.Sprintf("glossary[%d].cites", n), term.Cites)
	}
	return found
}

func optionValues(item *Item) []string {
	var values []string
	for _, option := range item.Options {
		values = append(values, option.Value)
	}
	return values
}

func flagTexts(item *Item) []string {
	var texts []string
	for _, flag := range item.RedFlags {
		texts = append(texts, flag.Text)
	}
	return texts
}

// formerIDs finds ids that two items claim to have had.
func formerIDs(q *Questionnaire) []Mistake {
	var found []Mistake
	first := map[string]string{}
	for path, item := range q.each() {
		for n, id := range item.Was {
			if other, claimed := first[id]; claimed && other != item.ID {
				found = append(found, warn(fmt.Sprintf("%s.was[%d]", path, n), "an answer can be carried over to one item only", "%s and %s both say that their earlier id was %s", other, item.ID, id))
			}
			first[id] = item.ID
		}
	}
	return found
}

// sortedMilestones are the milestones of a map in their order.
func sortedMilestones[V any](at map[Milestone]V) []Milestone {
	return slices.SortedFunc(maps.Keys(at), func(a, b Milestone) int { return a.order() - b.order() })
}

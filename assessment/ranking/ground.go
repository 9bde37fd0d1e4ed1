package ranking

import (
	"fmt"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
)

// Ground says whether the ranked vendors are compared like for like: with the
// same questions, under the same rules, for the same day.
type Ground struct {
	Even    bool     `json:"even"`    // there is no difference
	Vendors []string `json:"vendors"` // in the order of the ranking; all lists below use this order

	// An item counts for a vendor if it is asked, answered or not. It does not count
	// if it is set aside, hidden or left for later. Facts never count.
	AskedOfAll int   `json:"asked_of_all"` // items that count for every vendor
	AskedOfAny int   `json:"asked_of_any"` // items that count for at least one vendor
	Asked      []int `json:"asked"`        // items that count for each vendor
	NotAsked   []int `json:"not_asked"`    // items that count for another vendor but not for this one
	SetAside   []int `json:"set_aside"`    // of NotAsked: items set aside as not applicable

	Differences []Difference     `json:"differences"`
	Items       []ItemDifference `json:"items"` // items that count for some vendors but not for all
}

// Difference is a rule of the contest that differs between vendors.
type Difference struct {
	What   string   `json:"what"`   // questionnaire, weight of a domain, milestone, rule view, day or engine
	Values []string `json:"values"` // of each vendor; "" for none
}

// ItemDifference is an item that counts only for some vendors.
type ItemDifference struct {
	Item   string                 `json:"item"`
	States []assessment.ItemState `json:"states"` // of each vendor; "" if its questionnaire does not have the item
}

// GroundOf compares the questions, the rules and the days of several results.
func GroundOf(results []assessment.Result) Ground {
	g := Ground{Vendors: []string{}, Differences: []Difference{}, Items: []ItemDifference{}}
	for _, r := range results {
		g.Vendors = append(g.Vendors, assessment.Title(r.Vendor, r.Subject))
	}
	g.compare(results, "questionnaire", func(r assessment.Result) string {
		return fmt.Sprintf("%s %s (%.12s)", r.Questionnaire.ID, r.Questionnaire.Version, r.Questionnaire.Hash)
	})
	g.compare(results, "milestone", func(r assessment.Result) string { return string(r.Milestone) })
	g.compare(results, "rule view", func(r assessment.Result) string { return string(r.View) })
	g.compare(results, "day", func(r assessment.Result) string { return r.AsOf.String() })
	g.compare(results, "engine", func(r assessment.Result) string { return r.Engine })
	for _, id := range domainsOf(results) {
		g.compare(results, "weight of "+id, func(r assessment.Result) string { return weightText(r, id) })
	}
	g.items(results)
	g.Even = len(g.Differences) == 0 && g.AskedOfAll == g.AskedOfAny
	return g
}

// Sentence names in one line the differences between the vendors. It returns ""
// if there are none. Print it before anything else about the ranking.
func (g Ground) Sentence() string {
	if g.Even {
		return ""
	}
	var parts []string
	weights := 0
	for _, d := range g.Differences {
		if strings.HasPrefix(d.What, "weight of ") {
			weights++
			continue
		}
		parts = append(parts, "different "+d.What+"s")
	}
	if weights == 1 {
		parts = append(parts, "a different weight of 1 domain")
	} else if weights > 1 {
		parts = append(parts, fmt.Sprintf("different weights of %d domains", weights))
	}
	return "not like for like: " + english.List(append(parts, g.notAsked()...))
}

// notAsked says which vendors were not asked some questions, and how many. For
// more than two vendors it gives only the number of questions.
func (g Ground) notAsked() []string {
	const most = 2
	var who []int
	for n, missing := range g.NotAsked {
		if missing > 0 {
			who = append(who, n)
		}
	}
	if len(who) > most {
		return []string{english.Count(g.AskedOfAny-g.AskedOfAll, "question was", "questions were") + " not asked of all"}
	}
	var parts []string
	for _, n := range who {
		if g.NotAsked[n] == g.inapplicable(n) {
			parts = append(parts, english.Count(g.NotAsked[n], "question")+" did not apply to "+g.Vendors[n])
			continue
		}
		parts = append(parts, english.Count(g.NotAsked[n], "question was", "questions were")+" not asked of "+g.Vendors[n])
	}
	return parts
}

// inapplicable counts the questions that others were asked and that did not
// apply to a vendor: somebody set them aside, or a condition hid them.
func (g Ground) inapplicable(vendor int) int {
	n := 0
	for _, item := range g.Items {
		if state := item.States[vendor]; state == assessment.StateNA || state == assessment.StateHidden {
			n++
		}
	}
	return n
}

// Why returns the details behind [Ground.Sentence]: the value of each vendor for
// each difference, and the number of questions that each vendor was asked. It is
// empty if there are no differences.
func (g Ground) Why() []string {
	var all []string
	for _, d := range g.Differences {
		all = append(all, d.What+": "+g.having(d.Values))
	}
	if g.AskedOfAll == g.AskedOfAny {
		return all
	}
	asked := make([]string, len(g.Vendors))
	for n := range g.Vendors {
		asked[n] = fmt.Sprint(g.Asked[n])
		if aside := g.inapplicable(n); aside > 0 {
			asked[n] += fmt.Sprintf(" (%d did not apply)", aside)
		}
	}
	return append(all, fmt.Sprintf("questions asked, of %d: %s", g.AskedOfAny, g.having(asked)))
}

// having lists each value with the vendors that have it.
func (g Ground) having(values []string) string {
	var parts []string
	seen := map[string]bool{}
	for _, value := range values {
		if seen[value] {
			continue
		}
		seen[value] = true
		var who []string
		for n, other := range values {
			if other == value {
				who = append(who, g.Vendors[n])
			}
		}
		text := value
		if text == "" {
			text = "none"
		}
		parts = append(parts, text+" for "+english.List(who))
	}
	return strings.Join(parts, "; ")
}

// compare adds a difference if the results have different values. It ignores
// results without a value.
func (g *Ground) compare(results []assessment.Result, what string, value func(assessment.Result) string) {
	d := Difference{What: what}
	var first string
	differs := false
	for _, r := range results {
		v := value(r)
		d.Values = append(d.Values, v)
		if first == "" {
			first = v
		}
		differs = differs || v != "" && v != first
	}
	if differs {
		g.Differences = append(g.Differences, d)
	}
}

func domainsOf(results []assessment.Result) []string {
	var ids []string
	seen := map[string]bool{}
	for _, r := range results {
		for _, d := range r.Domains {
			if !seen[d.ID] {
				seen[d.ID] = true
				ids = append(ids, d.ID)
			}
		}
	}
	return ids
}

func weightText(r assessment.Result, domain string) string {
	for _, d := range r.Domains {
		if d.ID == domain {
			return fmt.Sprint(d.Weight)
		}
	}
	return ""
}

func (g *Ground) items(results []assessment.Result) {
	states := map[string][]assessment.ItemState{}
	counting := map[string]int{} // number of vendors for which the item counts
	var ids []string
	g.Asked, g.NotAsked, g.SetAside = make([]int, len(results)), make([]int, len(results)), make([]int, len(results))
	for n, r := range results {
		for _, item := range r.Items {
			if states[item.ID] == nil {
				states[item.ID] = make([]assessment.ItemState, len(results))
				ids = append(ids, item.ID)
			}
			states[item.ID][n] = item.State
			if counts(item) {
				counting[item.ID]++
				g.Asked[n]++
			}
		}
	}
	for _, id := range ids {
		switch counting[id] {
		case 0:
			continue
		case len(results):
			g.AskedOfAny++
			g.AskedOfAll++
			continue
		}
		g.AskedOfAny++
		g.Items = append(g.Items, ItemDifference{Item: id, States: states[id]})
		for n, state := range states[id] {
			if state == assessment.StateNA {
				g.SetAside[n]++
			}
		}
	}
	for n := range results {
		g.NotAsked[n] = g.AskedOfAny - g.Asked[n]
	}
}

// counts reports whether an item is asked, and either has a weight or is a gate.
// A gate that we answer ourselves has no weight but can still block.
func counts(item assessment.ItemResult) bool {
	asked := item.State == assessment.StateAnswered || item.State == assessment.StateUnanswered
	return asked && (item.Weight > 0 || item.Gate != "")
}

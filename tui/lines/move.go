package lines

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/questionnaire"
)

// move goes to an item. If the way does not lead to it, move lists all items.
func (r *room) move(to string) {
	if to != r.item {
		r.way = append(r.way, r.item)
	}
	r.item = to
	if !r.items().Live(to) && r.items().Sorted() {
		r.all = true
	}
}

// next goes to the next open item, or says that there is none.
func (r *room) next() error {
	items, ids := r.items(), r.listed()
	if to := items.NextOpen(ids, slices.Index(ids, r.item)); to != "" {
		r.move(to)
		return nil
	}
	if !r.all && items.Sorted() {
		others := items.Work(func(id string) bool { return items.Due(id) && !items.Live(id) })
		if n := others.All - others.Done; n > 0 {
			r.page.say(fmt.Sprintf("No other live question is open; %d of the others are. The command all leads through them.", n))
			return nil
		}
	}
	r.page.say("No other question is open.")
	return nil
}

func (r *room) skip(string) error { return r.next() }

// back returns to the question before this one.
func (r *room) back(string) error {
	if len(r.way) == 0 {
		return invalid("this was the first question of the meeting")
	}
	r.item, r.way = r.way[len(r.way)-1], r.way[:len(r.way)-1]
	if r.now.Questionnaire.Item(r.item) == nil || r.result.Item(r.item).State == assessment.StateHidden {
		return r.back("")
	}
	return nil
}

func (r *room) goTo(rest string) error {
	if rest == "" {
		return invalid("go needs the id of an item, as go SCN-05")
	}
	for _, id := range r.items().Visible() {
		if strings.EqualFold(id, rest) {
			r.move(id)
			return nil
		}
	}
	if item := r.now.Questionnaire.Item(strings.ToUpper(rest)); item != nil {
		return invalid("%s is not asked here", item.ID)
	}
	return assessment.Errorf(assessment.NotFound, "no item has the id %q; find looks for a word", rest)
}

// find lists the items with a word in title or question.
func (r *room) find(rest string) error {
	if rest == "" {
		return invalid("find needs a word, as find backup")
	}
	found := false
	for _, id := range r.items().Visible() {
		item := r.now.Questionnaire.Item(id)
		if strings.Contains(strings.ToLower(item.ID+" "+item.Title+" "+item.AskAt(r.now.Milestone)), strings.ToLower(rest)) {
			r.line(item)
			found = true
		}
	}
	if !found {
		return assessment.Errorf(assessment.NotFound, "no question here has %q", rest)
	}
	r.quiet = true
	return nil
}

// list writes the items of the way, each in a line.
func (r *room) list(string) error {
	for _, id := range r.listed() {
		r.line(r.now.Questionnaire.Item(id))
	}
	r.progress()
	r.quiet = true
	return nil
}

func (r *room) line(item *questionnaire.Item) {
	result := r.result.Item(item.ID)
	state := string(result.State)
	switch {
	case r.now.Answers[item.ID].Later:
		state = "to come back to"
	case result.Gate != "":
		state = "gate " + result.Gate.Words()
	}
	r.page.under(item.ID+" ", item.Title+": "+state)
}

// through chooses between the live items and all.
func (r *room) through(all bool) func(string) error {
	return func(string) error {
		r.all = all
		if r.items().Live(r.item) || all {
			r.progress()
			return nil
		}
		r.progress()
		return r.next()
	}
}

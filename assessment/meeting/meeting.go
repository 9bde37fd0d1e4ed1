// Package meeting says which items belong to the meeting with the vendor, which
// of them are open, and which comes next. The workbench and the meeting in plain
// lines both ask here, so that both lead through the same items.
//
// Live items are those that are asked aloud, and those that the evaluator marked to
// come back to. Items that are written, read or looked up stay out of the meeting,
// even while they are open: its time is for the answers that must be heard.
package meeting

import (
	"cmp"
	"slices"

	"assay/assessment"
	"assay/questionnaire"
)

// Items are the items of an assessment, with their results on a day.
type Items struct {
	Now    *assessment.Snapshot
	Result *assessment.Result
	By     string // who asks; may be empty
}

// Of is the result of an item.
func (i Items) Of(id string) *assessment.ItemResult {
	n := i.Now.Questionnaire.Place(id)
	if n < len(i.Result.Items) && i.Result.Items[n].ID == id { // as the engine lists them
		return &i.Result.Items[n]
	}
	return &assessment.ItemResult{}
}

// Visible lists the items, except those that a condition or the rule view hides.
func (i Items) Visible() []string {
	ids := make([]string, 0, len(i.Result.Items))
	for n := range i.Result.Items {
		if i.Result.Items[n].State != assessment.StateHidden {
			ids = append(ids, i.Result.Items[n].ID)
		}
	}
	return ids
}

// Due reports whether an item is part of the verdict at the present milestone.
func (i Items) Due(id string) bool {
	state := i.Of(id).State
	return state != assessment.StateHidden && state != assessment.StateLater
}

// Live reports whether an item belongs to the meeting.
func (i Items) Live(id string) bool {
	return i.Now.Answers[id].Later || i.Now.Questionnaire.Item(id).Way() == questionnaire.Live && i.Due(id)
}

// Sorted reports whether the questionnaire says which items are live. A file that
// never says so has one list only.
func (i Items) Sorted() bool {
	return slices.ContainsFunc(i.Visible(), func(id string) bool {
		return i.Now.Questionnaire.Item(id).How == questionnaire.Live && i.Due(id)
	})
}

// Waits reports an item without an answer, or one to come back to. A scenario whose
// panel is closed no longer waits for the person who has given grade and note.
func (i Items) Waits(id string) bool {
	answer := i.Now.Answers[id]
	if i.Now.PanelClosed(id) && i.By != "" {
		if own, _ := answer.GradeOf(i.By); own.Complete() {
			return answer.Later && i.markedAfter(answer.Event, own.Event)
		}
	}
	return i.Of(id).State == assessment.StateUnanswered || answer.Later
}

// markedAfter reports whether marks were recorded after a grade. Those from before may
// be for the graders who have still to come back.
func (i Items) markedAfter(marks, grade string) bool {
	at := func(event string) int {
		return slices.IndexFunc(i.Now.Trail, func(s assessment.Step) bool { return s.Event == event })
	}
	return at(marks) > at(grade)
}

// Open reports whether somebody still has to answer an item or to confirm its answer.
// Nobody answers computed items.
func (i Items) Open(id string) bool {
	return !i.Now.Questionnaire.Item(id).Computed() && (i.Waits(id) || i.Now.Answers[id].Reverify != nil)
}

// NextOpen is the next item after ids[at] without an answer, else the next
// answer to re-verify, else the next open gate, or empty. It wraps around; -1
// begins before the first item.
func (i Items) NextOpen(ids []string, at int) string {
	again, gate := "", ""
	for _, id := range slices.Concat(ids[at+1:], ids[:max(at, 0)]) {
		switch {
		case i.Now.Questionnaire.Item(id).Computed(): // its items are open, not it
		case i.Waits(id):
			return id
		case i.Now.Answers[id].Reverify != nil:
			again = cmp.Or(again, id)
		case gate == "" && i.Of(id).Gate.Open():
			gate = id
		}
	}
	return cmp.Or(again, gate)
}

// Work is how many items of a list are done, and how many minutes the others take.
type Work struct{ Done, All, Minutes int }

// Work adds up the visible items that are wanted. Nobody answers computed items.
func (i Items) Work(wanted func(id string) bool) Work {
	var w Work
	for _, id := range i.Visible() {
		item := i.Now.Questionnaire.Item(id)
		if item.Computed() || !wanted(id) {
			continue
		}
		w.All++
		if i.Open(id) {
			w.Minutes += item.Minutes
		} else {
			w.Done++
		}
	}
	return w
}

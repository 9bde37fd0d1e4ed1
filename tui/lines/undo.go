package lines

import (
	"assay/assessment"
)

// sure is the word that agrees to take back a step of an earlier meeting.
const sure = "yes"

// takenStep is a step that was taken back.
type takenStep struct {
	assessment.Step
	after string // the event of the item's answer once it was taken back
}

// undo takes back the evaluator's last answer or flag and goes to its item. One of an
// earlier meeting needs a word more.
func (r *room) undo(rest string) error {
	step := r.now.LastStep(r.Evaluator)
	switch {
	case step == nil:
		return invalid("there is nothing to undo")
	case !r.mine[step.Event] && rest != sure:
		return invalid("you recorded the last step, %s, before this meeting; undo yes takes it back", stepWords(*step))
	}
	taken := *step
	if err := r.record(assessment.Undone{Event: taken.Event}); err != nil {
		return err
	}
	r.taken = append(r.taken, takenStep{taken, r.now.Answers[taken.Item].Event})
	r.page.say("Took back " + stepWords(taken) + ".")
	if taken.Item != "" {
		r.move(taken.Item)
	}
	return nil
}

// again records the latest step that undo took back, unless somebody changed the
// item since.
func (r *room) again(string) error {
	if len(r.taken) == 0 {
		return invalid("nothing was taken back in this meeting that could be recorded again")
	}
	left, step := r.taken[:len(r.taken)-1], r.taken[len(r.taken)-1]
	if now := r.now.Answers[step.Item]; now.Event != step.after {
		r.taken = nil
		return assessment.Errorf(assessment.Conflict, "%s has changed %s since: answer it again instead", now.By, step.Item)
	}
	if step.Item != "" {
		r.move(step.Item)
	}
	before := r.result.Verdict
	if err := r.record(step.Change); err != nil {
		return err
	}
	id := r.latest
	for n := range left { // the event has another id now
		if left[n].after == step.Event {
			left[n].after = id
		}
		if c, is := left[n].Change.(assessment.FlagResolved); is && c.Flag == step.Event {
			c.Flag = id
			left[n].Change = c
		}
	}
	r.taken = left
	r.page.say("Recorded again: " + stepWords(step.Step) + ".")
	r.verdictChange(before)
	return nil
}

// stepped follows a record. After an answer or a flag there is nothing to
// record again.
func (r *room) stepped(changes []assessment.Change) {
	for _, change := range changes {
		switch change.(type) {
		case assessment.Answered, assessment.Graded, assessment.FlagRaised, assessment.FlagResolved:
			r.taken = nil
		}
	}
}

func stepWords(step assessment.Step) string {
	switch c := step.Change.(type) {
	case assessment.FlagRaised:
		return "the red flag " + c.Text
	case assessment.FlagResolved:
		return "that a red flag is resolved"
	}
	return "the last change of " + step.Item
}

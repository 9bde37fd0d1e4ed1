package assessment

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment/hostile"
)

// Confirmed says that the vendor has read a receipt, and has confirmed or corrected
// it. The event names who recorded that. It changes nothing that is judged: a
// correction is shown beside the answer, as the words of the vendor.
type Confirmed struct {
	By          string       `json:"by"`   // who read the receipt, at the vendor
	Head        Head         `json:"head"` // of the journal when the receipt was made
	Seq         int64        `json:"seq"`  // the last event at that time
	Corrections []Correction `json:"corrections,omitempty"`
}

// Correction is the vendor's own version of an answer.
type Correction struct {
	Item string `json:"item"`
	Text string `json:"text"`
}

func (Confirmed) kind() string { return "confirmed" }

// Code is the code of the receipt.
func (c Confirmed) Code() HeadCode { return CodeFor(c.Head, c.Seq) }

// Confirmation is a Confirmed in the state of an assessment.
type Confirmation struct {
	Confirmed
	RecordedBy string `json:"recorded_by"`
	At         int64  `json:"at"` // microseconds UTC
	Event      string `json:"event"`
}

// CorrectionsOf lists the confirmations that correct an item, with these corrections
// alone.
func (s *State) CorrectionsOf(item string) (found []Confirmation) {
	for _, c := range s.Confirmed {
		c.Corrections = slices.DeleteFunc(slices.Clone(c.Corrections), func(one Correction) bool { return one.Item != item })
		if len(c.Corrections) > 0 {
			found = append(found, c)
		}
	}
	return found
}

// admitConfirmed checks a confirmation. The journal alone tells whether it ever had
// the head of the receipt, so whoever records the confirmation looks there.
func (s Snapshot) admitConfirmed(c Confirmed) (Confirmed, error) {
	c.By = hostile.Name(c.By)
	c.Corrections = slices.Clone(c.Corrections)
	switch {
	case c.By == "":
		return c, invalid("a confirmation needs the name of the person at the vendor")
	case c.Seq < 1 || c.Seq > s.Seq || c.Seq == s.Seq && c.Head != s.Head:
		return c, invalid("the receipt is of another journal")
	}
	for n, one := range c.Corrections {
		one.Text = strings.TrimSpace(hostile.Clean(one.Text))
		c.Corrections[n] = one
		if s.Questionnaire.Item(one.Item) == nil {
			return c, unknownItem(one.Item)
		}
		if one.Text == "" {
			return c, invalid("a correction of %s needs a text", one.Item)
		}
		if slices.ContainsFunc(c.Corrections[:n], func(other Correction) bool { return other.Item == one.Item }) {
			return c, invalid("%s is corrected twice", one.Item)
		}
	}
	return c, shortEnough([][2]string{{"the name of the person at the vendor", c.By}})
}

// latestConfirmations keeps the last confirmation of each person. The earlier ones
// no longer count, so that their texts can be destroyed.
func latestConfirmations(all []Confirmation) (last []Confirmation) {
	for n, c := range all {
		if !slices.ContainsFunc(all[n+1:], func(later Confirmation) bool { return SamePerson(later.By, c.By) }) {
			last = append(last, c)
		}
	}
	return last
}

// checkConfirmed returns an error for a confirmation of a receipt that no journal
// with these heads gave out.
func checkConfirmed(events []Event, heads []Head) error {
	for n, e := range events {
		if c, is := e.Change.(Confirmed); is && (c.By == "" || c.Seq < 1 || c.Seq > int64(n) || heads[c.Seq-1] != c.Head) {
			return fmt.Errorf("event %d confirms a receipt of another journal", e.Seq)
		}
	}
	return nil
}

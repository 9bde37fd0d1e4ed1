package register

import (
	"cmp"
	"slices"

	"assay/assessment"
)

// Unread lists the records that came with a reply and that nobody has read.
func Unread(entries []Entry) []Entry {
	return slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool { return !e.Evidence.Unread })
}

// Twins lists the other unread records of the same document as the same kind. One
// document often shows several items; whoever reads it says for which it does.
func (e Entry) Twins(entries []Entry) []Entry {
	return slices.DeleteFunc(Unread(entries), func(other Entry) bool {
		a, b := e.Evidence, other.Evidence
		same := a.SHA256 != "" && a.SHA256 == b.SHA256 || a.SHA256 == "" && a.Reference != "" && a.Reference == b.Reference
		return other.Record == e.Record || a.Kind != b.Kind || !same
	})
}

// Read makes the answers whose records somebody has read, in the order of the
// records. An answer that somebody changed meanwhile is refused when it is recorded.
func Read(s assessment.Snapshot, records []Entry, found assessment.Reading) []assessment.Answered {
	var changes []assessment.Answered
	for _, e := range records {
		at := slices.IndexFunc(changes, func(c assessment.Answered) bool { return c.Answer.Item == e.Item })
		if at < 0 {
			answer := s.Answers[e.Item]
			answer.Item = e.Item
			changes = append(changes, assessment.Answered{Answer: answer, Replaces: cmp.Or(answer.Event, assessment.Nothing)})
			at = len(changes) - 1
		}
		changes[at].Answer = changes[at].Answer.Read(e.Place, found)
	}
	return changes
}

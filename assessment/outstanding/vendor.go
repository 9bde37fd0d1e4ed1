package outstanding

import "slices"

// ForVendor is the part of the list that the vendor may read. It leaves out the
// questions that we answer ourselves, those of the meeting that were not asked yet,
// the scenarios on which our scorers differ, the papers that we issue, and our own
// promises. For a question that the vendor does not see, it keeps the documents that
// are missing.
func (l List) ForVendor() List {
	all := l.Points
	l.Points = []Point{}
	for _, p := range all {
		p.Promises = slices.DeleteFunc(slices.Clone(p.Promises), func(promise Promise) bool { return promise.Side != theirs })
		p.Missing, p.Hard = p.send, false
		if p.kept {
			p.Title, p.Ask, p.Heard = "", "", []string{}
		}
		if p.Why == Differ || p.kept && p.Why == Unanswered || len(p.Missing) == 0 {
			p.Why, p.Missing = Promised, []string{}
		}
		if p.Why == Promised && len(p.Promises) == 0 {
			continue
		}
		if p.From == ours {
			p.From = theirs
		}
		l.Points = append(l.Points, p)
	}
	l.sort()
	return l
}

// sort orders the points by their reasons.
func (l List) sort() {
	slices.SortStableFunc(l.Points, func(a, b Point) int { return slices.Index(Whys(), a.Why) - slices.Index(Whys(), b.Why) })
}

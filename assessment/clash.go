package assessment

import (
	"reflect"
	"slices"
)

// Part is a part of an answer that people change on their own.
type Part string

// The parts of an answer in which two people can contradict each other. In all
// others, such as quotes and marks, the changes of both are kept.
const (
	PartValue      Part = "answer"         // with the mark that the item is set aside
	PartShown      Part = "evidence"       // with the assurance
	PartNote       Part = "note"           // of the answer
	PartReconciled Part = "reconciliation" // the reason given for it
)

func parts() []Part { return []Part{PartValue, PartShown, PartNote, PartReconciled} }

// With is the answer with a part of another one.
func (a Answer) With(part Part, of Answer) Answer {
	return a.Amended(func(a *Answer) {
		switch part {
		case PartValue:
			a.Value, a.NotApplicable, a.Reverify = of.Value, of.NotApplicable, of.Reverify
		case PartShown:
			a.Assurance, a.Evidence = of.Assurance, slices.Clone(of.Evidence)
		case PartNote:
			a.Note = of.Note
		case PartReconciled:
			a.Reconciled, a.Reconciling = of.Reconciled, of.Reconciling
		}
	})
}

// same reports whether two answers have an equal part.
func (a Answer) same(part Part, b Answer) bool {
	x, y := (Answer{}).With(part, a), (Answer{}).With(part, b)
	if len(x.Evidence)+len(y.Evidence) == 0 {
		x.Evidence, y.Evidence = nil, nil
	}
	return reflect.DeepEqual(x, y)
}

// Together joins the changes that two people made to the same answer. was is the
// answer from which own was made, and theirs is the answer as it is now. clashes
// lists the parts that both changed, each in another way; joined has theirs in
// these, and nothing of own is lost in the others. The grades are those of theirs.
func Together(was, own, theirs Answer) (joined Answer, clashes []Part) {
	joined = theirs.Amended(func(a *Answer) {
		a.Heard = toggledLike(was.Heard, own.Heard, theirs.Heard)
		for _, quote := range own.Quotes {
			if !slices.Contains(was.Quotes, quote) && !slices.Contains(a.Quotes, quote) {
				a.Quotes = append(a.Quotes, quote)
			}
		}
		for _, mark := range []struct {
			to       *bool
			was, own bool
		}{{&a.Volunteered, was.Volunteered, own.Volunteered}, {&a.Evasive, was.Evasive, own.Evasive}, {&a.Later, was.Later, own.Later}} {
			if mark.was != mark.own {
				*mark.to = mark.own
			}
		}
	})
	for _, part := range parts() {
		switch {
		case own.same(part, was) || own.same(part, theirs):
		case theirs.same(part, was):
			joined = joined.With(part, own)
		case part == PartShown && onlyAdds(was, own) && (theirs.Assurance == was.Assurance || onlyAdds(was, theirs)):
			joined = joined.showing(was, own)
		default:
			clashes = append(clashes, part)
		}
	}
	return joined, clashes
}

// toggledLike makes the same changes to theirs that lead from was to own.
func toggledLike(was, own, theirs []int) []int {
	out := slices.Clone(theirs)
	for _, n := range own {
		if !slices.Contains(was, n) && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	out = slices.DeleteFunc(out, func(n int) bool { return slices.Contains(was, n) && !slices.Contains(own, n) })
	slices.Sort(out)
	return out
}

// onlyAdds reports whether an answer has the records of an earlier one, and more.
func onlyAdds(was, own Answer) bool {
	before, now := was.pinned(unchanged).Evidence, own.pinned(unchanged).Evidence
	n := len(before)
	return len(now) > n && slices.EqualFunc(now[:n], before, func(x, y Evidence) bool { return reflect.DeepEqual(x, y) })
}

func unchanged(*Answer) {}

// showing adds the records that own has and was does not have. Each record keeps its
// assurance. The answer has that of own or, where both people have given another one,
// the strongest.
func (a Answer) showing(was, own Answer) Answer {
	edit := a.pinned
	if own.Assurance == a.Assurance {
		edit = a.Amended
	} else {
		own = own.pinned(unchanged)
	}
	return edit(func(next *Answer) {
		next.Evidence = append(next.Evidence, own.Evidence[len(was.Evidence):]...)
		if next.Assurance = own.Assurance; a.Assurance != was.Assurance {
			next.Assurance = next.Strongest()
		}
	})
}

package assessment_test

import (
	"reflect"
	"slices"
	"testing"

	"assay/assessment"
)

// Two people change one answer. What contradicts is named, and everything else of
// both is kept.
func TestTogether(t *testing.T) {
	type answer = assessment.Answer
	record := func(name string) assessment.Evidence { return assessment.Evidence{Kind: "EV-01", Reference: name} }
	quote := func(text string) assessment.Quote { return assessment.Quote{Text: text} }
	base := answer{Item: "A-1", Value: "2", Assurance: assessment.Claimed, Note: "first", Heard: []int{1, 2}, Quotes: []assessment.Quote{quote("a")}, Evidence: []assessment.Evidence{record("one")}}
	edit := func(do func(*answer)) answer { return base.Amended(do) }
	for name, test := range map[string]struct {
		own, theirs, want answer
		clashes           []assessment.Part
	}{
		"different parts": {
			edit(func(a *answer) { a.Note = "mine" }), edit(func(a *answer) { a.Value = "3" }),
			edit(func(a *answer) { a.Note, a.Value = "mine", "3" }), nil,
		},
		"the same note": {
			edit(func(a *answer) { a.Note = "both" }), edit(func(a *answer) { a.Note = "both" }),
			edit(func(a *answer) { a.Note = "both" }), nil,
		},
		"two notes": {
			edit(func(a *answer) { a.Note, a.Evasive = "mine", true }), edit(func(a *answer) { a.Note = "theirs" }),
			edit(func(a *answer) { a.Note, a.Evasive = "theirs", true }),
			[]assessment.Part{assessment.PartNote},
		},
		"two values": {
			edit(func(a *answer) { a.Value = "4" }), edit(func(a *answer) { a.Value, a.NotApplicable = "", &assessment.NotApplicable{Reason: "no", By: "x"} }),
			edit(func(a *answer) { a.Value, a.NotApplicable = "", &assessment.NotApplicable{Reason: "no", By: "x"} }),
			[]assessment.Part{assessment.PartValue},
		},
		"quotes, ticks and records of both": {
			edit(func(a *answer) {
				a.Quotes, a.Heard, a.Evidence = append(a.Quotes, quote("b")), []int{2, 3}, append(a.Evidence, record("two"))
			}),
			edit(func(a *answer) {
				a.Quotes, a.Heard, a.Evidence = append(a.Quotes, quote("c")), []int{1, 2, 4}, append(a.Evidence, record("three"))
			}),
			edit(func(a *answer) {
				a.Quotes = append(a.Quotes, quote("c"), quote("b"))
				a.Heard, a.Evidence = []int{2, 3, 4}, append(a.Evidence, record("three"), record("two"))
			}), nil,
		},
		"records of both, which show more than before": {
			base.ShownBy(record("two"), assessment.Documented), base.ShownBy(record("three"), assessment.Verified),
			edit(func(a *answer) {
				claimed, two, three := record("one"), record("two"), record("three")
				claimed.Assurance, two.Assurance, three.Assurance = assessment.Claimed, assessment.Documented, assessment.Verified
				a.Evidence, a.Assurance = []assessment.Evidence{claimed, three, two}, assessment.Verified
			}), nil,
		},
		"equally strong records of both": {
			base.ShownBy(record("two"), assessment.Documented), base.ShownBy(record("three"), assessment.Documented),
			base.ShownBy(record("three"), assessment.Documented).ShownBy(record("two"), assessment.Documented), nil,
		},
		"a record of one, a stronger claim of the other": {
			edit(func(a *answer) { a.Evidence = append(a.Evidence, record("two")) }), edit(func(a *answer) { a.Assurance = assessment.Verified }),
			edit(func(a *answer) { a.Assurance = assessment.Verified }),
			[]assessment.Part{assessment.PartShown},
		},
		"a record corrected and removed": {
			edit(func(a *answer) { a.Evidence[0].Reference = "corrected" }), edit(func(a *answer) { a.Evidence = nil }),
			edit(func(a *answer) { a.Evidence = nil }),
			[]assessment.Part{assessment.PartShown},
		},
	} {
		joined, clashes := assessment.Together(base, test.own, test.theirs)
		if !slices.Equal(clashes, test.clashes) {
			t.Errorf("%s: clashes in %q, want %q", name, clashes, test.clashes)
		}
		if len(joined.Evidence) == 0 {
			joined.Evidence, test.want.Evidence = nil, nil
		}
		if !reflect.DeepEqual(joined, test.want) {
			t.Errorf("%s: joined\n%+v, want\n%+v", name, joined, test.want)
		}
	}
}

package vendorcopy

import "assay/questionnaire"

// answeredHere reports whether a form of the copy gives the item an answer that
// conditions can read. A practice in the vendor's own words has none: we grade it
// later.
func answeredHere(q *questionnaire.Questionnaire, item *questionnaire.Item, at questionnaire.Milestone) bool {
	graded := item.Kind.Judged() && item.Kind.CopyForm() != questionnaire.AskedYesOrNo
	return !graded && item.Basis != questionnaire.Proposed && counts(item, at) && vendorAnswers(item) && Contains(q, item)
}

// conditions returns the trees under which an item is asked, without those that are
// always true, and the tree that sets it aside, or nil.
func conditions(q *questionnaire.Questionnaire, item *questionnaire.Item, of questionnaire.Travelers) (when []questionnaire.Tree, aside questionnaire.Tree) {
	for _, rule := range q.AskedWhen(item) {
		if tree := q.Tree(rule, true, of); tree != true {
			when = append(when, tree)
		}
	}
	if tree := q.Tree(item.NotApplicableWhen, false, of); tree != false {
		aside = tree
	}
	return when, aside
}

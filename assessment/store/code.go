package store

import (
	"context"

	"assay/assessment"
)

// HeadOfCode finds the head that the code of a receipt names in a journal. The error is
// Unproven, of the case CodeDiffers, if the journal ends before that event or has
// another head after it.
func (s *Store) HeadOfCode(ctx context.Context, of JournalRef, code assessment.HeadCode) (head assessment.Head, err error) {
	events, err := s.Journal(ctx, of)
	if err != nil {
		return head, err
	}
	if code.Seq > int64(len(events)) {
		return head, assessment.Errorf(assessment.Unproven, "the code %s does not fit: it names event %d, and the journal ends with event %d", code, code.Seq, len(events)).
			Because(assessment.CodeDiffers)
	}
	if head = events[code.Seq-1].Hash; !code.Fits(head, code.Seq) {
		return head, assessment.Errorf(assessment.Unproven, "the code %s does not fit: after event %d the journal has the head %s", code, code.Seq, assessment.CodeFor(head, code.Seq)).
			Because(assessment.CodeDiffers)
	}
	return head, nil
}

package store

import (
	"context"

	"assay/assessment"
)

// answerRow is one row of table answers: the answer to one item.
type answerRow struct {
	value         string // of a scenario: computed from its scores
	assurance     assessment.Assurance
	notApplicable bool
	evidence      int
	by            string
	at            int64
}

// answerRows makes the rows of a snapshot, by item.
func answerRows(snapshot assessment.Snapshot) map[string]answerRow {
	snapshot = snapshot.Counted()
	rows := make(map[string]answerRow, len(snapshot.Answers))
	for item, a := range snapshot.Answers {
		rows[item] = answerRow{a.Text(snapshot.Questionnaire), a.Assurance, a.NotApplicable != nil, len(a.Evidence), a.By, a.At}
	}
	return rows
}

const (
	upsertAnswer = `INSERT INTO answers (assessment_id, item_id, value, assurance, not_applicable, evidence, answered_by, answered_at)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (assessment_id, item_id) DO UPDATE SET value = excluded.value, assurance = excluded.assurance,
	not_applicable = excluded.not_applicable, evidence = excluded.evidence, answered_by = excluded.answered_by, answered_at = excluded.answered_at`
	deleteAnswer = "DELETE FROM answers WHERE assessment_id = ? AND item_id = ?"
)

// projectAnswers writes the rows that differ between two snapshots.
func projectAnswers(ctx context.Context, t tx, before, after assessment.Snapshot) error {
	old, now := answerRows(before), answerRows(after)
	for item := range old {
		if _, stays := now[item]; !stays {
			if err := t.exec(ctx, deleteAnswer, after.Assessment, item); err != nil {
				return err
			}
		}
	}
	for item, r := range now {
		if was, had := old[item]; had && was == r {
			continue
		}
		if err := t.exec(ctx, upsertAnswer, after.Assessment, item, r.value, string(r.assurance), integer(r.notApplicable), r.evidence, r.by, r.at); err != nil {
			return err
		}
	}
	return nil
}

// readAnswerRows reads the rows of one assessment, by item.
func readAnswerRows(ctx context.Context, t tx, id string) (map[string]answerRow, error) {
	type row struct {
		item string
		answerRow
	}
	all, err := collect(ctx, t, func(scan func(...any) error) (r row, err error) {
		err = scan(&r.item, &r.value, &r.assurance, &r.notApplicable, &r.evidence, &r.by, &r.at)
		return r, err
	}, "SELECT item_id, value, assurance, not_applicable, evidence, answered_by, answered_at FROM answers WHERE assessment_id = ?", id)
	rows := make(map[string]answerRow, len(all))
	for _, r := range all {
		rows[r.item] = r.answerRow
	}
	return rows, err
}

func integer(truth bool) int {
	if truth {
		return 1
	}
	return 0
}

package report

import (
	"assay/questionnaire"
	"assay/templates/shipped"
)

// Origin names the questionnaire of a report, and says whether it shipped with assay.
type Origin struct {
	ID       string
	Version  string
	Hash     string // of the whole content, in hexadecimal
	Standing shipped.Standing
}

// askOrigin keeps the questionnaire of the report, which may have any questions and
// rules. It refuses one that passes for a shipped one, or that claims to extend one.
func (v *Verification) askOrigin(q *questionnaire.Questionnaire) {
	v.Questionnaire = Origin{q.ID, q.Version, q.Hash(), shipped.Find(q.ID, q.Version, q.Hash())}
	if v.Questionnaire.Standing == shipped.Altered {
		v.problem("somebody changed the questionnaire: %s %s shipped with assay, but never with the hash %s", q.ID, q.Version, q.Hash())
	}
	for _, parent := range q.Parents {
		if shipped.Find(parent.ID, parent.Version, parent.Hash) == shipped.Altered {
			v.problem("somebody changed what the questionnaire extends: %s %s shipped with assay, but never with the hash %s", parent.ID, parent.Version, parent.Hash)
		}
	}
}

// noteOrigin tells that a questionnaire only says what it extends. It holds its
// rules whole and not those of its parent, so nothing here shows that it keeps them.
func (v *Verification) noteOrigin(q *questionnaire.Questionnaire) {
	if s := v.Questionnaire.Standing; len(q.Parents) > 0 && s != shipped.Current && s != shipped.Older {
		v.note("the questionnaire %q says that it extends %q; this file cannot show that it keeps the questions and rules of it", q.ID, q.Parents[0].ID)
	}
}

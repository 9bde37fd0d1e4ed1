package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"assay/assessment/wording"
	"assay/questionnaire"
	"assay/tui/dialog"
)

const checksLabel = "checked"

// checksField asks which checks of its kind somebody made on a record.
func checksField(kind *questionnaire.EvidenceKind, ticked []int) dialog.Field {
	f := dialog.ChecksField(checksLabel, kind.Check, ticked)
	f.Of = kind.ID
	return f
}

// issuer names the issuer of a kind of evidence.
func issuer(kind *questionnaire.EvidenceKind) string {
	switch kind.IssuedBy {
	case "vendor":
		return "the vendor"
	case "third party":
		return "a third party"
	}
	return kind.IssuedBy
}

// kindWords names a kind of evidence and its issuer.
func kindWords(kind *questionnaire.EvidenceKind) string {
	text := kind.ID + " " + kind.Name
	if kind.IssuedBy != "" {
		text += ", issued by " + issuer(kind)
	}
	return text
}

// checking returns a dialog with only the checks, for an existing record. It
// returns nil if the kind has no checks.
func (s *interview) checking(at spot, place int) *asked {
	record := at.answer.Evidence[place]
	kind := at.k.now.Questionnaire.EvidenceKind(record.Kind)
	if kind == nil || len(kind.Check) == 0 {
		return nil
	}
	return ask(&dialog.Sheet{
		Title:  fmt.Sprintf("Record %d of %s, %s", place+1, at.item.ID, wording.Source(record)),
		Lead:   kindWords(kind),
		Fields: []dialog.Field{checksField(kind, record.Checked)},
	}, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		return s.submit(m, at, at.answer.Checked(place, sh.Ticked(checksLabel)))
	})
}

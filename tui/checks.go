package tui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/questionnaire"
	"assay/tui/draw"
)

// checksField is the list of what to look for in evidence of a kind. Its checks
// are ticked by their numbers, or with space where the mark stands.
func checksField(kind *questionnaire.EvidenceKind, ticked []int) field {
	return field{label: checksLabel, of: kind.ID, checks: kind.Check, ticked: slices.Clone(ticked)}
}

const checksLabel = "checked"

// ticked lists the checks that are ticked, from 1.
func (s *sheet) ticked() []int {
	at := s.find(checksLabel)
	if at < 0 {
		return nil
	}
	return s.fields[at].ticked
}

// tick takes a key for a list of checks, if it means one there.
func (s *sheet) tick(f *field, name string) bool {
	n := f.row
	switch {
	case name == "down" && f.row < len(f.checks)-1:
		f.row++
		return true
	case name == "up" && f.row > 0:
		f.row--
		return true
	case name == "space":
	case len(name) == 1 && name >= "1" && name <= "9" && int(name[0]-'1') < len(f.checks):
		n = int(name[0] - '1')
	default:
		return false
	}
	f.row, f.ticked = n, toggled(f.ticked, n+1)
	s.wrong, s.alert = "", ""
	return true
}

// checksHead is the line of a list of checks in the sheet.
func checksHead(r *draw.Line, t *draw.Theme, f *field, focused bool) {
	r.Put(t.Strong, fmt.Sprintf("%d of %d", len(f.ticked), len(f.checks)))
	if focused {
		r.Put(t.Dim, "  ").Put(t.Key, numbersTo(len(f.checks))).Put(t.Dim, " or ").Put(t.Key, "space").Put(t.Dim, " ticks")
	} else {
		r.Put(t.Dim, "  tab comes here, numbers tick")
	}
}

// checksLines draws the checks themselves, and says where the mark stands.
func checksLines(t *draw.Theme, f *field, w int, focused bool) (lines []string, mark int) {
	out := draw.NewBlock(t, w)
	for n, check := range f.checks {
		box, k := "☐", t.Plain
		if slices.Contains(f.ticked, n+1) {
			box, k = "☑", t.Good
		}
		lead := "    "
		if focused && n == f.row {
			lead, mark = "  "+t.Title.On("▸")+" ", out.Height()
		}
		number := "  "
		if n < 9 {
			number = fmt.Sprintf("%d ", n+1)
		}
		out.Paragraph(t.Plain, lead+t.Key.On(number)+k.On(box)+" ", k, check)
	}
	return out.Lines, mark
}

// checks says how many of the checks of its kind were made with a record, and
// lists the others. It is empty where the kind has none.
func checks(q *questionnaire.Questionnaire, record assessment.Evidence) (words string, left []string) {
	kind := q.EvidenceKind(record.Kind)
	if kind == nil || len(kind.Check) == 0 {
		return "", nil
	}
	for n, check := range kind.Check {
		if !slices.Contains(record.Checked, n+1) {
			left = append(left, check)
		}
	}
	return fmt.Sprintf("%d of %d checked", len(kind.Check)-len(left), len(kind.Check)), left
}

// issuer is who issues evidence of a kind.
func issuer(kind *questionnaire.EvidenceKind) string {
	switch kind.IssuedBy {
	case "vendor":
		return "the vendor"
	case "third party":
		return "a third party"
	}
	return kind.IssuedBy
}

// kindWords is what a kind of evidence is and who issues it.
func kindWords(kind *questionnaire.EvidenceKind) string {
	text := kind.ID + " " + kind.Name
	if kind.IssuedBy != "" {
		text += ", issued by " + issuer(kind)
	}
	return text
}

// checking is a dialog of the checks alone, for a record that is there already.
// It is nil where its kind has none.
func (s *interview) checking(at spot, place int) *sheet {
	record := at.answer.Evidence[place]
	kind := at.k.now.Questionnaire.EvidenceKind(record.Kind)
	if kind == nil || len(kind.Check) == 0 {
		return nil
	}
	return &sheet{
		title: fmt.Sprintf("Record %d of %s, %s", place+1, at.item.ID, recordWords(record)), lead: kindWords(kind),
		fields: []field{checksField(kind, record.Checked)},
		save: func(m *Model, sh *sheet) (tea.Cmd, error) {
			change := amended(at.answer, at.item.ID, func(a *assessment.Answer) {
				pin(a)
				a.Evidence[place].Checked = sh.ticked()
			})
			if err := m.admits(at.k, change); err != nil {
				return nil, err
			}
			m.shut()
			return m.record(at.k, change), nil
		},
	}
}

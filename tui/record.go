package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/questionnaire"
)

// records lists the evidence of an item; a record can be put right, valued anew
// or taken out, another one added.
func (s *interview) records(m *Model, at spot) *picker {
	p := &picker{title: "Evidence of " + at.item.ID, low: true, extra: []string{"t", "checks", "c d v a", "value it", "del", "take out"}}
	for n, record := range at.answer.Evidence {
		p.choices = append(p.choices, choice{
			text:  strings.TrimSpace(record.Kind + " " + recordWords(record)),
			aside: recordAside(at, record),
			mark:  countsMark(at.result.Record == n+1), markInk: m.theme.Good,
			pick: func(m *Model) tea.Cmd { return m.open(s.correction(m, at, n)) },
		})
	}
	for _, to := range []assessment.Assurance{assessment.Documented, assessment.Verified, assessment.Attested} {
		p.choices = append(p.choices, choice{text: "add one that makes it " + string(to), pick: func(m *Model) tea.Cmd { return m.open(s.evidenceSheet(m, at, to)) }})
	}
	p.extraKey = func(m *Model, key string, n int) (tea.Cmd, bool) {
		if n >= len(at.answer.Evidence) {
			return nil, false
		}
		if key == "t" {
			dialog := s.checking(at, n)
			if dialog == nil {
				return m.say(at.answer.Evidence[n].Kind + " has no list of checks"), true
			}
			m.shut()
			return m.open(dialog), true
		}
		to := map[string]assessment.Assurance{"c": assessment.Claimed, "d": assessment.Documented, "v": assessment.Verified, "a": assessment.Attested}[key]
		takeOut := key == "delete" || key == "backspace" || key == "x"
		if to == "" && !takeOut {
			return nil, false
		}
		m.shut()
		return s.amend(m, at, func(a *assessment.Answer) {
			pin(a)
			if takeOut {
				a.Evidence = slices.Delete(a.Evidence, n, n+1)
			} else {
				a.Evidence[n].Assurance = to
			}
			a.Assurance = strongest(*a)
		}), true
	}
	return p
}

// recordAside is what a record counts as, how old it is, and how much of it was
// checked.
func recordAside(at spot, record assessment.Evidence) string {
	q := at.k.now.Questionnaire
	text := string(assuranceOf(at.answer, record)) + ", "
	if checked, _ := checks(q, record); checked != "" {
		text += checked + ", "
	}
	return text + freshness(q, record, at.k.day)
}

// correction is the dialog of evidence filled with the record at a place, which it
// puts right.
func (s *interview) correction(m *Model, at spot, place int) *sheet {
	record := at.answer.Evidence[place]
	to := assuranceOf(at.answer, record)
	sh := s.evidenceSheet(m, at, to)
	sh.title = fmt.Sprintf("Record %d of %s, %s", place+1, at.item.ID, to)
	how := keptAt
	switch {
	case record.File != "":
		how = fromFile
	case record.Observed != "":
		how = seenNow
	}
	texts := map[string]string{"seen": record.Observed, "file": record.File, "kept at": record.Reference, "as of": dateText(record.AsOf), "valid until": dateText(record.ValidUntil)}
	if scope := record.Scope; scope != nil {
		texts["entity"], texts["site"], texts["system"], texts["period"] = scope.Entity, scope.Site, scope.System, scope.Period
	}
	for n := range sh.fields {
		f := &sh.fields[n]
		switch text, known := texts[f.label]; {
		case f.label == "how":
			f.options = slices.DeleteFunc(f.options, func(option string) bool { return option == promised || strings.HasPrefix(option, sameAs) })
			if !slices.Contains(f.options, how) {
				f.options = append(f.options, how)
			}
			f.chosen = slices.Index(f.options, how)
		case f.label == "kind":
			f.chosen = max(slices.IndexFunc(f.options, func(option string) bool { return strings.HasPrefix(option, record.Kind+" ") }), 0)
		case f.checks != nil && f.of == record.Kind:
			f.ticked = slices.Clone(record.Checked)
		case known:
			f.input.SetValue(text)
			f.input.CursorEnd()
		}
	}
	kinds := accepted(at.k.now.Questionnaire, at.item, at.k.now.Milestone)
	sh.save = func(m *Model, sh *sheet) (tea.Cmd, error) {
		kind := kinds[0]
		for _, k := range kinds {
			if strings.HasPrefix(sh.value("kind"), k.ID+" ") {
				kind = k
			}
		}
		return s.recordEvidence(m, at, to, kind, sh, place)
	}
	return sh
}

// dateText is a date as it is typed, nothing for none.
func dateText(d assessment.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// strongest is the highest assurance that a record of the answer carries.
func strongest(a assessment.Answer) assessment.Assurance {
	rising := []assessment.Assurance{assessment.Claimed, assessment.Documented, assessment.Verified, assessment.Attested}
	most := 0
	for _, record := range a.Evidence {
		most = max(most, slices.Index(rising, assuranceOf(a, record)))
	}
	return rising[most]
}

func countsMark(counts bool) string {
	if counts {
		return "✓"
	}
	return "·"
}

// assuranceOf is the assurance under which a record is listed.
func assuranceOf(a assessment.Answer, record assessment.Evidence) assessment.Assurance {
	if record.Assurance != "" {
		return record.Assurance
	}
	return a.Assurance
}

// recordWords is what a record is, in words.
func recordWords(r assessment.Evidence) string {
	switch {
	case r.File != "":
		return r.File
	case r.Observed != "":
		return "seen: " + r.Observed
	}
	return "kept at " + r.Reference
}

// worthless says why a record supports nothing today, if so.
func worthless(q *questionnaire.Questionnaire, r assessment.Evidence, today assessment.Date) string {
	kind := q.EvidenceKind(r.Kind)
	if kind == nil {
		return ""
	}
	age, limit := int(today-r.AsOf), kind.FreshnessDays
	switch {
	case kind.HardValidity && r.ValidUntil < today:
		return "expired " + r.ValidUntil.String()
	case !kind.HardValidity && limit > 0 && age > 2*limit:
		return fmt.Sprintf("too old, %d days, limit %d", age, limit)
	}
	return ""
}

// freshness says how old a record is, and whether that is too old.
func freshness(q *questionnaire.Questionnaire, r assessment.Evidence, today assessment.Date) string {
	kind := q.EvidenceKind(r.Kind)
	switch {
	case kind == nil:
		return ""
	case worthless(q, r, today) != "":
		return worthless(q, r, today)
	case kind.HardValidity:
		return "valid until " + r.ValidUntil.String()
	}
	age := int(today - r.AsOf)
	switch limit := kind.FreshnessDays; {
	case limit == 0:
		return "as of " + r.AsOf.String()
	case age <= limit:
		return fmt.Sprintf("fresh, %d of %d days", age, limit)
	default:
		return fmt.Sprintf("ageing, %d days, limit %d", age, limit)
	}
}

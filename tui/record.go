package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/register"
	"assay/assessment/wording"
	"assay/tui/dialog"
	"assay/tui/keys"
)

// records lists the evidence of an item. The user can correct a record,
// change its assurance, remove it, or add one.
func (s *interview) records(m *Model, at spot) *picker {
	p := &picker{Picker: dialog.Picker[effect]{Title: "Evidence of " + at.item.ID, Low: true, Own: keys.InEvidence}}
	for n, record := range at.answer.Evidence {
		mark, _ := recordRole(at.result, n+1)
		p.Choices = append(p.Choices, choice{
			Text:  strings.TrimSpace(record.Kind + " " + wording.Source(record)),
			Aside: recordAside(at, record),
			Mark:  mark, MarkInk: m.theme.Good,
			Value: func(m *Model) tea.Cmd { return s.openRecord(m, at, n) },
		})
	}
	for _, to := range []assessment.Assurance{assessment.Documented, assessment.Verified, assessment.Attested} {
		p.Choices = append(p.Choices, choice{Text: "add one that makes it " + string(to), Value: func(m *Model) tea.Cmd { return m.open(ask(s.evidenceSheet(m, at, to))) }})
	}
	p.own = func(m *Model, a keys.Action, n int) tea.Cmd {
		if n >= len(at.answer.Evidence) {
			return nil
		}
		if a != keys.Remove && at.answer.Evidence[n].Unread {
			return m.say("nobody has read it yet: enter says what you read")
		}
		if a == keys.Checks {
			checks := s.checking(at, n)
			if checks == nil {
				return m.say(at.answer.Evidence[n].Kind + " has no list of checks")
			}
			m.shut()
			return m.open(checks)
		}
		m.shut()
		if a == keys.Remove {
			return s.change(m, at, at.answer.Without(n))
		}
		return s.change(m, at, at.answer.Revalued(n, assessment.Assurance(a)))
	}
	return p
}

// openRecord opens the dialog of a record: the one for its reading while nobody has
// read it, or the one that puts it right.
func (s *interview) openRecord(m *Model, at spot, n int) tea.Cmd {
	if n < len(at.answer.Evidence) && at.answer.Evidence[n].Unread {
		for _, e := range register.Unread(register.Of(at.k.now, at.k.day)) {
			if e.Item == at.item.ID && e.Place == n {
				return m.open(reading(m, at.k, e, func(*Model) tea.Cmd { return nil }))
			}
		}
	}
	return m.open(s.correction(m, at, n))
}

// recordAside tells the counted assurance of a record, its checks, and its
// age.
func recordAside(at spot, record assessment.Evidence) string {
	now := at.k.now
	checked, _ := wording.Checks(now.Questionnaire.EvidenceKind(record.Kind), record)
	return english.Join(", ", at.answer.WordsFor(&record), checked, now.AgeOf(&record, at.k.day).Words())
}

// correction is the dialog of evidence filled with the record at a place, which it
// puts right.
func (s *interview) correction(m *Model, at spot, place int) *asked {
	record := at.answer.Evidence[place]
	to := at.answer.StatedFor(&record)
	sh, _ := s.evidenceSheet(m, at, to)
	sh.Title = fmt.Sprintf("Record %d of %s, %s", place+1, at.item.ID, to)
	how := keptAt
	switch {
	case record.File != "":
		how = fromFile
	case record.Observed != "":
		how = seenNow
	}
	texts := map[string]string{"seen": record.Observed, "file": record.File, "kept at": record.Reference, "as of": record.AsOf.String(), "valid until": record.ValidUntil.String(), alsoLabel: alsoText(record.Also)}
	if scope := record.Scope; scope != nil {
		texts["entity"], texts["site"], texts["system"], texts["period"] = scope.Entity, scope.Site, scope.System, scope.Period
	}
	for n := range sh.Fields {
		f := &sh.Fields[n]
		switch text, known := texts[f.Label]; {
		case f.Label == "how":
			f.Options = slices.DeleteFunc(f.Options, func(option string) bool { return option == promised || strings.HasPrefix(option, sameAs) })
			if !slices.Contains(f.Options, how) {
				f.Options = append(f.Options, how)
			}
			f.Chosen = slices.Index(f.Options, how)
		case f.Label == "kind":
			f.Chosen = max(slices.IndexFunc(f.Options, func(option string) bool { return strings.HasPrefix(option, record.Kind+" ") }), 0)
		case f.Checks != nil && f.Of == record.Kind:
			f.Ticked = slices.Clone(record.Checked)
		case known:
			f.Set(text)
		}
	}
	kinds := at.k.now.Questionnaire.Accepted(at.item, at.k.now.Milestone)
	return ask(sh, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		kind := kinds[0]
		for _, k := range kinds {
			if strings.HasPrefix(sh.Value("kind"), k.ID+" ") {
				kind = k
			}
		}
		return s.recordEvidence(m, at, to, kind, sh, place)
	})
}

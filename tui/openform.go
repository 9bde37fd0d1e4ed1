package tui

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/wording"
	"assay/questionnaire"
	"assay/tui/dialog"
)

// The forms that open an assessment: its rules, its milestone, and the
// earlier assessment it starts from.

// askAssessment asks for the rules of a new assessment: an RFP, or a questionnaire of
// its own. rows are the assessments of the vendor so far.
func askAssessment(m *Model, v assessment.Vendor, rfps []assessment.RFP, rows []store.Summary) tea.Cmd {
	return askRules(m, func(m *Model, listed []*questionnaire.Questionnaire) tea.Cmd {
		return m.open(newRulesPicker(v, rfps, rows, listed))
	})
}

func newRulesPicker(v assessment.Vendor, rfps []assessment.RFP, rows []store.Summary, listed []*questionnaire.Questionnaire) *picker {
	p := &picker{Picker: dialog.Picker[effect]{Title: "Assess " + v.Name, Wide: true, Below: func(int) string {
		return "On the rules of which RFP or questionnaire? They are fixed before the first answer."
	}}}
	for _, rfp := range rfps {
		p.Choices = append(p.Choices, choice{Text: rfp.Title, Aside: "for " + string(rfp.Milestone), Value: func(m *Model) tea.Cmd {
			return askStart(m, earlier(rows, nil), questionnaire.SubjectVendor, func(m *Model, from *store.Summary) tea.Cmd {
				return openNow(m, store.Opening{Vendor: v, From: idOf(from)}, rfp.ID)
			})
		}})
	}
	for _, q := range listed {
		p.Choices = append(p.Choices, choice{Text: q.Title, Aside: "no RFP", Value: func(m *Model) tea.Cmd {
			return askStart(m, earlier(rows, q), q.SubjectKind(), func(m *Model, from *store.Summary) tea.Cmd { return askMilestone(m, v, q, from) })
		}})
	}
	return p
}

// earlier lists the assessments that a new one can start from, the latest
// first: one for the vendor, or one for each person or contract. q is nil
// inside an RFP.
func earlier(rows []store.Summary, q *questionnaire.Questionnaire) []store.Summary {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, latestFirst)
	ofVendor := q == nil || q.SubjectKind() == questionnaire.SubjectVendor
	known := map[string]bool{}
	return slices.DeleteFunc(rows, func(row store.Summary) bool {
		fits := row.Subject == ""
		if !ofVendor {
			fits = row.Subject != "" && row.Questionnaire.ID == q.ID
		}
		nothing := row.Answered+row.Reverify == 0
		if !fits || nothing || known[row.Subject] {
			return true
		}
		known[row.Subject] = true
		return false
	})
}

func latestFirst(a, b store.Summary) int { return cmp.Compare(b.UpdatedAt, a.UpdatedAt) }

// askStart asks for the earlier assessment to start from, if there is any.
func askStart(m *Model, rows []store.Summary, about questionnaire.Subject, then func(m *Model, from *store.Summary) tea.Cmd) tea.Cmd {
	if len(rows) == 0 {
		return then(m, nil)
	}
	p := &picker{Picker: dialog.Picker[effect]{Title: "Start from", Below: func(int) string {
		return "Carried-over answers count as claimed until you confirm each or answer again. Open flags, actions and the chain come too."
	}}}
	for n := range rows {
		row := &rows[n]
		words := fmt.Sprintf("%s for %s, %s, of %s", aboutWords(row), row.Milestone, row.Verdict, wording.Day(row.UpdatedAt, m.bench.Zone))
		p.Choices = append(p.Choices, choice{Text: words, Value: func(m *Model) tea.Cmd { return then(m, row) }})
	}
	none := "nothing: every question is open"
	if about != questionnaire.SubjectVendor {
		none = "nothing: it is about another " + about.Words()
	}
	p.Choices = append(p.Choices, choice{Text: none, Value: func(m *Model) tea.Cmd { return then(m, nil) }})
	return m.open(p)
}

// askMilestone asks for the milestone of an assessment outside any RFP and,
// if the questionnaire needs one, for the person or contract.
func askMilestone(m *Model, v assessment.Vendor, q *questionnaire.Questionnaire, from *store.Summary) tea.Cmd {
	o, kind := store.Opening{Vendor: v, Questionnaire: q, From: idOf(from)}, q.SubjectKind()
	fields := []dialog.Field{milestoneField(q.OpensFor())}
	hint := map[questionnaire.Subject]string{
		questionnaire.SubjectPerson: "a roster reference is enough", questionnaire.SubjectContract: "such as draft of 12 November",
	}[kind]
	if from != nil {
		o.Subject = from.Subject
	} else if hint != "" {
		fields = append(fields, dialog.Needed(dialog.TextField("about", "", hint), "say which "+kind.Words()+" it is about"))
	}
	return m.open(ask(dialog.NewForm("Assess "+v.Name, "The milestone is fixed with the rules.", fields...), func(m *Model, f *dialog.Form) (tea.Cmd, error) {
		m.shut()
		o.Milestone, o.Subject = questionnaire.Milestones()[f.Chosen("verdict for")], cmp.Or(o.Subject, f.Value("about"))
		if from != nil && kind == questionnaire.SubjectVendor {
			return openNow(m, o, ""), nil // on the choice of the earlier assessment
		}
		return askReserve(m, q, func(reserve []string) tea.Cmd {
			o.Reserve = reserve
			return openNow(m, o, "")
		}), nil
	}))
}

// openNow opens an assessment. With the id of an RFP, it opens on the rules of the RFP.
func openNow(m *Model, o store.Opening, rfpID string) tea.Cmd {
	b := m.bench
	o.By = b.Evaluator
	return attempt(saveLimit, func(ctx context.Context) (assessment.Snapshot, error) {
		if rfpID != "" {
			rfp, err := b.Store.FindRFP(ctx, rfpID)
			if err != nil {
				return assessment.Snapshot{}, err
			}
			o.RFP, o.Milestone = &rfp, rfp.Milestone
		}
		return b.Store.OpenAssessment(ctx, o)
	}, func(m *Model, opened assessment.Snapshot) tea.Cmd {
		m.screens = m.screens[:1]
		return m.enter(&vendorPage{vendorID: o.Vendor.ID, want: opened.Assessment})
	})
}

func idOf(row *store.Summary) string {
	if row == nil {
		return ""
	}
	return row.ID
}

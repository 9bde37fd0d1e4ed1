package tui

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/wording"
	"assay/questionnaire"
	"assay/tui/draw"
)

// The forms that open an assessment: its rules, its milestone, and the
// earlier assessment it starts from.

// askAssessment asks for the rules of a new assessment: an RFP, or a questionnaire of
// its own. rows are the assessments of the vendor so far.
func askAssessment(m *Model, v assessment.Vendor, rfps []assessment.RFP, rows []store.Summary) tea.Cmd {
	return askRules(m, func(m *Model, listed []*questionnaire.Questionnaire) tea.Cmd {
		return m.open(assessmentForm(v, rfps, rows, listed))
	})
}

func assessmentForm(v assessment.Vendor, rfps []assessment.RFP, rows []store.Summary, listed []*questionnaire.Questionnaire) *asked {
	const rfpMark, ownMark = "rfp/", "own/"
	var rules []huh.Option[string]
	for _, rfp := range rfps {
		rules = append(rules, huh.NewOption(fmt.Sprintf("%s (for %s)", draw.Harmless(rfp.Title), rfp.Milestone), rfpMark+rfp.ID))
	}
	for n, q := range listed {
		rules = append(rules, huh.NewOption("no RFP: "+draw.Harmless(q.Title), ownMark+fmt.Sprint(n)))
	}
	var picked string
	done := func(m *Model) tea.Cmd {
		if own, is := strings.CutPrefix(picked, ownMark); is {
			n, _ := strconv.Atoi(own)
			q := listed[n]
			return askStart(m, v, earlier(rows, q), q.SubjectKind(), func(m *Model, from *store.Summary) tea.Cmd { return openOwnForm(m, v, q, from) })
		}
		id := strings.TrimPrefix(picked, rfpMark)
		return askStart(m, v, earlier(rows, nil), questionnaire.SubjectVendor, func(m *Model, from *store.Summary) tea.Cmd {
			return openNow(m, store.Opening{Vendor: v, From: idOf(from)}, id)
		})
	}
	return newForm("Assess "+draw.Harmless(v.Name), "The rules are fixed before the first answer.", done,
		huh.NewSelect[string]().Title("On the rules of").Options(rules...).Value(&picked),
	)
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
func askStart(m *Model, v assessment.Vendor, rows []store.Summary, about questionnaire.Subject, then func(m *Model, from *store.Summary) tea.Cmd) tea.Cmd {
	if len(rows) == 0 {
		return then(m, nil)
	}
	var options []huh.Option[int]
	for n, row := range rows {
		words := fmt.Sprintf("%s for %s, %s, of %s", aboutWords(&row), row.Milestone, row.Verdict, wording.Day(row.UpdatedAt, m.bench.Zone))
		options = append(options, huh.NewOption(draw.Harmless(words), n))
	}
	none := "nothing: every question is open"
	if about != questionnaire.SubjectVendor {
		none = "nothing: it is about another " + about.Words()
	}
	options = append(options, huh.NewOption(none, -1))
	picked := 0
	done := func(m *Model) tea.Cmd {
		if picked < 0 {
			return then(m, nil)
		}
		return then(m, &rows[picked])
	}
	return m.open(newForm("Assess "+draw.Harmless(v.Name), "Carried-over answers count as claimed until you confirm each one or answer again. Open flags, actions and the delivery chain are carried over too.", done,
		huh.NewSelect[int]().Title("Start from").Options(options...).Value(&picked),
	))
}

// openOwnForm asks for the milestone of an assessment outside any RFP and,
// if the questionnaire needs one, for the person or contract.
func openOwnForm(m *Model, v assessment.Vendor, q *questionnaire.Questionnaire, from *store.Summary) tea.Cmd {
	milestone, subject := q.OpensFor(), ""
	if from != nil {
		subject = from.Subject
	}
	done := func(m *Model) tea.Cmd {
		return openNow(m, store.Opening{Vendor: v, Questionnaire: q, Milestone: milestone, Subject: subject, From: idOf(from)}, "")
	}
	fields := []huh.Field{huh.NewSelect[questionnaire.Milestone]().Title("Verdict for").Options(milestones()...).Value(&milestone)}
	switch kind := q.SubjectKind(); {
	case subject != "":
	case kind == questionnaire.SubjectPerson:
		fields = append(fields, huh.NewInput().Title("Placed person").Description("a roster reference is enough").Value(&subject).Validate(huh.ValidateNotEmpty()))
	case kind == questionnaire.SubjectContract:
		fields = append(fields, huh.NewInput().Title("Contract draft").Description("as \"draft of 12 November\"").Value(&subject).Validate(huh.ValidateNotEmpty()))
	}
	return m.open(newForm("Assess "+draw.Harmless(v.Name), "The milestone is fixed with the rules.", done, fields...))
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

package tui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"

	"assay/assessment"
	"assay/questionnaire"
	"assay/tui/dialog"
	"assay/tui/draw"
)

func newVendorForm() *asked {
	var v assessment.Vendor
	done := func(m *Model) tea.Cmd {
		v.Country = strings.ToUpper(strings.TrimSpace(v.Country))
		b := m.bench
		return attempt(saveLimit, func(ctx context.Context) (assessment.Vendor, error) { return b.Store.AddVendor(ctx, v) }, func(m *Model, added assessment.Vendor) tea.Cmd {
			if p, is := m.top().(*portfolio); is {
				p.made = added.ID
			}
			return tea.Batch(m.top().begin(m), m.say(added.Name+" is added; a opens an assessment of it"))
		})
	}
	return newForm("New vendor", "", done,
		huh.NewInput().Title("Name").Description("as people call it").Value(&v.Name).Validate(func(name string) error {
			return assessment.Vendor{Name: name}.Validate()
		}),
		huh.NewInput().Title("Legal name").Description("as it signs contracts; optional").Value(&v.LegalName),
		huh.NewInput().Title("Country").Description("two letters, the country of the contracting entity").CharLimit(2).Value(&v.Country).Validate(func(code string) error {
			return assessment.Vendor{Name: "any", Country: strings.ToUpper(strings.TrimSpace(code))}.Validate()
		}),
		huh.NewInput().Title("Contact").Description("who answers; optional").Value(&v.Contact),
	)
}

// newForm opens a form over the screen. It calls done after the user has filled in
// the form.
func newForm(title, lead string, done effect, fields ...huh.Field) *asked {
	return ask(dialog.NewForm(title, lead, fields...), func(m *Model, _ *dialog.Form) (tea.Cmd, error) {
		m.shut()
		return done(m), nil
	})
}

// askRules reads the library and then opens a form that chooses from it.
func askRules(m *Model, then func(*Model, []*questionnaire.Questionnaire) tea.Cmd) tea.Cmd {
	library := m.bench.Library
	return attempt(readLimit, func(context.Context) ([]*questionnaire.Questionnaire, error) {
		listed, err := library.List()
		if err != nil {
			return nil, err
		}
		var asking []*questionnaire.Questionnaire
		for _, l := range listed {
			if l.Err == nil && l.Questionnaire.Asks() {
				asking = append(asking, l.Questionnaire)
			}
		}
		if len(asking) == 0 {
			err = assessment.Errorf(assessment.NotFound, "no questionnaire can be read").Because(noQuestionnaire)
		}
		return asking, err
	}, then)
}

func milestones() []huh.Option[questionnaire.Milestone] {
	return []huh.Option[questionnaire.Milestone]{
		huh.NewOption("award: the contract is awarded", questionnaire.Award),
		huh.NewOption("access: before the first patient data", questionnaire.Access),
		huh.NewOption("review: while the engagement runs", questionnaire.Review),
		huh.NewOption("close: at its end", questionnaire.Close),
	}
}

func openRFPForm(m *Model, listed []*questionnaire.Questionnaire) tea.Cmd {
	var options []huh.Option[string]
	for _, q := range listed {
		if q.SubjectKind() == questionnaire.SubjectVendor {
			options = append(options, huh.NewOption(draw.Harmless(q.Title), q.ID))
		}
	}
	var rfp assessment.RFP
	var due, id string
	rfp.Milestone = questionnaire.Award
	done := func(m *Model) tea.Cmd {
		b := m.bench
		return outside(func(ctx context.Context) (string, error) {
			q, err := b.Library.Get(id)
			if err != nil {
				return "", err
			}
			if due != "" {
				if rfp.Due, err = assessment.ParseDate(due); err != nil {
					return "", err
				}
			}
			rfp.Questionnaire = q.Hash()
			added, err := b.Store.AddRFP(ctx, rfp, q)
			return added.Title + " is added, with its questionnaire", err
		})
	}
	return m.open(newForm("New request for proposals", "All its vendors get this questionnaire and this milestone.", done,
		huh.NewInput().Title("Title").Value(&rfp.Title).Validate(huh.ValidateNotEmpty()),
		huh.NewInput().Title("Reference").Description("your file number; optional").Value(&rfp.Reference),
		huh.NewInput().Title("Due").Description("such as 2026-11-22; optional").Value(&due).Validate(emptyOrDate),
		huh.NewSelect[string]().Title("Questionnaire").Options(options...).Value(&id),
		huh.NewSelect[questionnaire.Milestone]().Title("Verdict for").Options(milestones()...).Value(&rfp.Milestone),
	))
}

func emptyOrDate(text string) error {
	if text == "" {
		return nil
	}
	_, err := assessment.ParseDate(text)
	return err
}

// openSessionForm asks who is in the room and starts the session.
func openSessionForm(m *Model, k *book) tea.Cmd {
	var theirs string
	ours := m.bench.Evaluator
	done := func(m *Model) tea.Cmd {
		attendees := append(people(theirs, "vendor"), people(ours, "us")...)
		k.attended = true
		cmd := m.record(k, assessment.SessionStarted{Start: m.bench.Now().UnixMicro(), Attendees: attendees})
		return tea.Batch(cmd, m.say("the session has started; S ends it"))
	}
	lead := "Each answer names its session. esc goes on without a session."
	return m.open(newForm("Who is in the room?", lead, done,
		huh.NewInput().Title("From the vendor").Description("name, role; name, role").Value(&theirs),
		huh.NewInput().Title("From us").Value(&ours),
	))
}

// people reads "name, role; name, role".
func people(text, side string) []assessment.Attendee {
	var out []assessment.Attendee
	for part := range strings.SplitSeq(text, ";") {
		name, role, _ := strings.Cut(part, ",")
		if name = strings.TrimSpace(name); name != "" {
			out = append(out, assessment.Attendee{Name: name, Role: strings.TrimSpace(role), Side: side})
		}
	}
	return out
}

// askName asks for the name of the evaluator, under which everything is recorded.
// Then it continues with then, the step that needed the name; it may be nil.
func (m *Model) askName(then func(m *Model) tea.Cmd) tea.Cmd {
	save := func(m *Model, s *dialog.Sheet) (tea.Cmd, error) {
		name := draw.Harmless(s.Value("name"))
		if name == "" {
			return nil, assessment.Errorf(assessment.Invalid, "write your name: every entry is recorded under it")
		}
		m.bench.Evaluator = name
		m.shut()
		said := m.say("you are " + name)
		if keep := m.bench.SaveEvaluator; keep != nil {
			said = outside(func(context.Context) (string, error) { return "you are " + name, keep(name) })
		}
		if then == nil {
			return said, nil
		}
		return tea.Batch(said, then(m)), nil
	}
	return m.open(ask(&dialog.Sheet{
		Title:  "Who are you?",
		Lead:   "Every answer is recorded under your name. assay asks once.",
		Fields: []dialog.Field{dialog.TextField("name", m.bench.Evaluator, "such as lead@hospital.example")},
	}, save))
}

package tui

import (
	"context"
	"errors"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/country"
	"assay/questionnaire"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

func newVendorForm() *asked {
	vendor := func(name, from string) assessment.Vendor {
		return assessment.Vendor{Name: name, Country: country.Code(from)}
	}
	where := dialog.TextField("country", "", "US or India, where it signs; optional")
	where.Check = func(from string) error { return vendor("any", from).Validate() }
	var form *asked
	form = ask(dialog.NewForm("New vendor", "",
		dialog.Needed(dialog.TextField("name", "", "as people call it"), "a vendor needs a name"),
		dialog.TextField("legal name", "", "as it signs contracts; optional"),
		where,
		dialog.TextField("contact", "", "who answers; optional"),
	), func(m *Model, f *dialog.Form) (tea.Cmd, error) {
		v := vendor(f.Value("name"), f.Value("country"))
		v.LegalName, v.Contact = f.Value("legal name"), f.Value("contact")
		if !assessment.Latin(v.Name) || v.LegalName != "" && !assessment.Latin(v.LegalName) {
			return m.open(askLatinName(v, form)), nil
		}
		m.shut()
		return addVendor(m, v), nil
	})
	return form
}

// askLatinName asks for the name of a new vendor in Latin letters. The form with the rest
// stays below the question.
func askLatinName(v assessment.Vendor, form *asked) *asked {
	field := dialog.TextField("Latin name", "", "optional")
	field.Check = func(name string) error { return assessment.Vendor{Name: "any", LatinName: name}.Validate() }
	return ask(dialog.NewForm("Name in Latin letters", "The typefaces of a report lack many scripts. How do you write the name in Latin letters?", field), func(m *Model, f *dialog.Form) (tea.Cmd, error) {
		v.LatinName = f.Value("Latin name")
		m.shut()
		return tea.Batch(m.remove(m.isOpen(form.Dialog)), addVendor(m, v)), nil
	})
}

func addVendor(m *Model, v assessment.Vendor) tea.Cmd {
	b := m.bench
	return await(saveLimit, func(ctx context.Context) (assessment.Vendor, error) {
		return b.Store.AddVendor(ctx, v, b.Author())
	}, func(m *Model, added assessment.Vendor, err error) tea.Cmd {
		switch {
		case assessment.CaseOf(err) == assessment.NameTaken:
			return askNamesake(m, v, err)
		case err != nil:
			return m.complain(err)
		}
		return m.vendorAdded(added)
	})
}

// vendorAdded shows a new vendor.
func (m *Model) vendorAdded(v assessment.Vendor) tea.Cmd {
	news := v.Name + " is added; a opens an assessment of it"
	if p, is := m.top().(*portfolio); is {
		p.made, p.news = v.ID, news
		return p.begin(m)
	}
	return tea.Batch(m.top().begin(m), m.say(news))
}

// askNamesake asks whether a second vendor of a name is another firm. The form with
// all that was typed stays below the question.
func askNamesake(m *Model, v assessment.Vendor, taken error) tea.Cmd {
	if len(m.overlays) > 0 {
		return m.complain(taken)
	}
	var known *assessment.Error
	errors.As(taken, &known)
	b, form := m.bench, newVendorForm()
	m.doing = keys.NewVendor
	begun := m.open(form)
	form.Dialog.(dialog.Writing).Fill([]dialog.Typed{{Label: "name", Text: v.Name}, {Label: "legal name", Text: v.LegalName}, {Label: "country", Text: v.Country}, {Label: "contact", Text: v.Contact}}, nil)
	begun = tea.Batch(begun, m.keepDraft(form))
	done := func(m *Model) tea.Cmd { return m.remove(m.isOpen(form.Dialog)) }
	p := &picker{Picker: dialog.Picker[effect]{Title: "There is a vendor of this name: " + known.About[0], Wide: true}}
	p.Choices = []choice{
		{Text: "Show the vendor that is there", Value: func(m *Model) tea.Cmd {
			return tea.Batch(done(m), m.push(&vendorPage{vendorID: known.About[1]}))
		}},
		{Text: "It is another firm: add a second vendor of this name", Value: func(m *Model) tea.Cmd {
			return attempt(saveLimit, func(ctx context.Context) (assessment.Vendor, error) {
				return b.Store.AddNamesake(ctx, v, b.Author())
			},
				func(m *Model, added assessment.Vendor) tea.Cmd { return tea.Batch(done(m), m.vendorAdded(added)) })
		}},
	}
	return tea.Batch(begun, m.open(p))
}

// askRules reads the library and then opens a dialog that chooses from it, unless
// the user has opened another dialog or screen meanwhile.
func askRules(m *Model, then func(*Model, []*questionnaire.Questionnaire) tea.Cmd) tea.Cmd {
	library, asked := m.bench.Library, m.top()
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
	}, func(m *Model, listed []*questionnaire.Questionnaire) tea.Cmd {
		if m.top() != asked || len(m.overlays) > 0 {
			return nil
		}
		return then(m, listed)
	})
}

// milestoneField asks for the milestone of a verdict. One is chosen beforehand.
func milestoneField(chosen questionnaire.Milestone) dialog.Field {
	words := map[questionnaire.Milestone]string{
		questionnaire.Award: "the contract is awarded", questionnaire.Access: "before the first patient data",
		questionnaire.Review: "while the engagement runs", questionnaire.Close: "at its end",
	}
	field := dialog.ChoiceField("verdict for")
	for n, at := range questionnaire.Milestones() {
		field.Options = append(field.Options, string(at)+": "+words[at])
		if at == chosen {
			field.Chosen = n
		}
	}
	return field
}

func openRFPForm(m *Model, listed []*questionnaire.Questionnaire) tea.Cmd {
	rules := dialog.ChoiceField("questionnaire")
	listed = slices.DeleteFunc(listed, func(q *questionnaire.Questionnaire) bool { return q.SubjectKind() != questionnaire.SubjectVendor })
	if len(listed) == 0 {
		return m.complain(assessment.Errorf(assessment.NotFound, "no questionnaire compares vendors").Because(noQuestionnaire))
	}
	for _, q := range listed {
		rules.Options = append(rules.Options, q.Title)
	}
	return m.open(ask(dialog.NewForm("New request for proposals", "All its vendors get this questionnaire and this milestone.",
		dialog.Needed(dialog.TextField("title", "", "as people call it"), "an RFP needs a title"),
		dialog.TextField("reference", "", "your file number; optional"),
		dialog.DateField("due", 0, "such as 2026-11-22 or +30d; optional", assessment.DateOf(m.now, m.bench.Zone), m.bench.Zone),
		rules,
		milestoneField(questionnaire.Award),
	), func(m *Model, f *dialog.Form) (tea.Cmd, error) {
		m.shut()
		b, q := m.bench, listed[f.Chosen("questionnaire")]
		rfp := assessment.RFP{
			Title: f.Value("title"), Reference: f.Value("reference"), Due: f.Day("due"),
			Questionnaire: q.Hash(), Milestone: questionnaire.Milestones()[f.Chosen("verdict for")],
		}
		return askReserve(m, q, func(reserve []string) tea.Cmd {
			rfp.Reserve = reserve
			return outside(func(ctx context.Context) (string, error) {
				added, err := b.Store.AddRFP(ctx, rfp, q, b.Author())
				return added.Title + " is added, with its questionnaire", err
			})
		}), nil
	}))
}

// askReserve asks which scenarios of the reserve are asked, if the questionnaire
// has a reserve.
func askReserve(m *Model, q *questionnaire.Questionnaire, then func(reserve []string) tea.Cmd) tea.Cmd {
	ids := q.ReserveScenarios()
	if len(ids) == 0 {
		return then(nil)
	}
	checks := make([]string, len(ids))
	for n, id := range ids {
		item := q.Item(id)
		checks[n] = id + " " + item.Title
		if item.Minutes > 0 {
			checks[n] += fmt.Sprintf(", %d min", item.Minutes)
		}
	}
	return m.open(ask(&dialog.Sheet{
		Title: "Which scenarios of the reserve?", Lead: "The other scenarios are asked anyway.",
		Fields: []dialog.Field{dialog.ChecksField("ask too", checks, nil)},
	}, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		m.shut()
		var reserve []string
		for _, n := range sh.Ticked("ask too") {
			reserve = append(reserve, ids[n-1])
		}
		return then(reserve), nil
	}))
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
		m.bench.Store.ReadBy(name)
		m.shut()
		said := m.say("you are " + name)
		if keep := m.bench.SaveEvaluator; keep != nil {
			said = outside(func(context.Context) (string, error) { return "you are " + name, keep(name) })
		}
		if then == nil {
			return tea.Batch(said, m.offerDrafts(false)), nil
		}
		return tea.Batch(said, then(m)), nil
	}
	who := ask(&dialog.Sheet{
		Title:  "Who are you?",
		Lead:   "Every answer is recorded under your name. assay asks once.",
		Fields: []dialog.Field{dialog.TextField("name", m.bench.Evaluator, "such as lead@hospital.example")},
	}, save)
	who.passing = true
	return m.open(who)
}

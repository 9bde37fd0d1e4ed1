package webform_test

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"assay/assessment"
	"assay/questionnaire"
	"assay/questionnaire/kindtest"
	"assay/report/vendorcopy"
	"assay/report/webform"
	"assay/templates"
)

const formID = "00112233445566778899aabbccddeeff"

func terms(milestone questionnaire.Milestone) vendorcopy.Terms {
	made, _ := assessment.ParseDate("2026-11-30")
	return vendorcopy.Terms{
		Milestone: milestone, Made: made, Due: made + 10, Vendor: "Harbor Staffing", From: "St. Elsewhere Hospital", Contact: "lead@hospital.example",
		Form: formID,
	}
}

func page(t testing.TB, c vendorcopy.Copy) []byte {
	t.Helper()
	file, err := webform.Page(c)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// every calls do with each shipped questionnaire and with one of every kind of item.
func every(t *testing.T, do func(t *testing.T, q *questionnaire.Questionnaire)) {
	t.Helper()
	kinds := fstest.MapFS{"kinds.yaml": {Data: kindtest.File(questionnaire.Kinds()...)}}
	library := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}, questionnaire.Source{Name: "kinds", Files: kinds})
	all, err := library.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, listing := range all {
		if listing.Err != nil {
			t.Fatal(listing.Err)
		}
		t.Run(listing.ID, func(t *testing.T) { do(t, listing.Questionnaire) })
	}
}

// copies are the copies of a questionnaire that have anything to ask: of each
// milestone, whole and as an evidence request.
func copies(q *questionnaire.Questionnaire) []vendorcopy.Copy {
	var all []vendorcopy.Copy
	for _, m := range questionnaire.Milestones() {
		whole := vendorcopy.For(q, terms(m))
		for _, c := range []vendorcopy.Copy{whole, whole.DocumentsOnly()} {
			if c.Asks() || len(c.Documents) > 0 {
				all = append(all, c)
			}
		}
	}
	return all
}

func TestTheFormIsOneSmallFile(t *testing.T) {
	t.Parallel()
	const most = 400_000
	every(t, func(t *testing.T, q *questionnaire.Questionnaire) {
		for _, c := range copies(q) {
			file := page(t, c)
			if len(file) > most {
				t.Errorf("%s has %d bytes", c.Milestone, len(file))
			}
			if !bytes.Equal(file, page(t, c)) {
				t.Errorf("%s: the same copy gave two files", c.Milestone)
			}
			if _, err := webform.Read(file, c); err != nil {
				t.Errorf("%s: %v", c.Milestone, err)
			}
			text := string(file)
			if linked := regexp.MustCompile(`\b(src|href)="[^#][^"]*"|@import|url\(|https?:`).FindAllString(text, -1); linked != nil {
				t.Errorf("the form refers to %q", linked)
			}
			for _, ends := range []string{"script", "style", "fieldset", "section", "dialog"} {
				if opened, closed := strings.Count(text, "<"+ends), strings.Count(text, "</"+ends+">"); opened != closed {
					t.Errorf("%d <%s, %d </%s>", opened, ends, closed, ends)
				}
			}
		}
	})
}

// The form does not depend on anything by which we judge the answers. So it cannot
// hold any of it, in no encoding.
func TestTheFormDoesNotDependOnHowWeJudge(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, q *questionnaire.Questionnaire) {
		before := copies(q)
		files := make([][]byte, len(before))
		for n, c := range before {
			files[n] = page(t, c)
		}
		judgeOtherwise(q)
		for n, c := range copies(q) {
			if !bytes.Equal(page(t, c), files[n]) {
				t.Errorf("%s: the form depends on how we judge", c.Milestone)
			}
		}
	})
}

// judgeOtherwise changes everything in a questionnaire by which we judge. The vendor
// still gets the same questions, and the hash stays because nobody computes it again. The
// worst value of a fact stays too: the conditions of the form need it.
func judgeOtherwise(q *questionnaire.Questionnaire) {
	const other = "something else"
	q.About, q.Scales, q.Scoring = other, questionnaire.Scales{}, questionnaire.Scoring{}
	q.Glossary, q.Overlays = nil, nil
	for d := range q.Domains {
		domain := &q.Domains[d]
		domain.Weight, domain.Floor, domain.FloorConditional = 77, 1, 1
		for i := range domain.Items {
			item := &domain.Items[i]
			item.Title, item.Why, item.NPRM, item.MinAssurance = other, other, other, other
			item.ListenFor, item.Probes, item.Anchors, item.Elements = []string{other}, []string{other}, nil, []string{other}
			item.RedFlags, item.Sources, item.Help, item.Was = nil, nil, nil, nil
			item.Weight, item.Minutes, item.Hard, item.Practice, item.Chain, item.Reserve = 5, 99, !item.Hard, !item.Practice, !item.Chain, !item.Reserve
			item.GateAt, item.ImpactFrom = nil, nil
			item.Options = slices.Clone(item.Options)
			for n := range item.Options {
				item.Options[n].Impact = 5
			}
			if !vendorcopy.Contains(q, item) {
				item.Ask, item.AskedAt = other, nil
			}
		}
	}
	for k := range q.Evidence {
		q.Evidence[k].Check, q.Evidence[k].FreshnessDays, q.Evidence[k].FreshAt = []string{other}, 1, nil
		q.Evidence[k].HardValidity = !q.Evidence[k].HardValidity
	}
}

// No sentence by which we judge is in the bytes of the file, or in its texts.
func TestTheFormHoldsNoSentenceOfOurs(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, q *questionnaire.Questionnaire) {
		for _, c := range copies(q) {
			file := page(t, c)
			texts, err := webform.Read(file, c)
			if err != nil {
				t.Fatal(err)
			}
			public := publicTexts(c)
			all := oneSpace(string(file) + html.UnescapeString(string(file)) + strings.Join(texts, " "))
			for _, sentence := range ours(q) {
				if !strings.Contains(public, sentence) && strings.Contains(all, sentence) {
					t.Errorf("%s: the form holds %q", c.Milestone, sentence)
				}
			}
		}
	})
}

// ours are the texts by which we judge, and those of questions that the vendor does
// not get. A text of fewer than three words can be in a form by chance.
func ours(q *questionnaire.Questionnaire) []string {
	var all []string
	add := func(texts ...string) {
		for _, text := range texts {
			if text = oneSpace(text); strings.Count(text, " ") >= 2 {
				all = append(all, text)
			}
		}
	}
	for item := range q.Items() {
		add(item.Why, item.Title, item.NPRM)
		add(item.ListenFor...)
		add(item.Probes...)
		add(item.Anchors...)
		add(item.Elements...)
		for _, flag := range item.RedFlags {
			add(flag.Text)
		}
		if !vendorcopy.Contains(q, item) {
			add(item.Ask)
		}
	}
	add(q.Scales.Control...)
	add(q.Scales.Evidence...)
	for _, kind := range q.Evidence {
		add(kind.Check...)
	}
	for _, term := range q.Glossary {
		add(term.Text)
	}
	return append(all, "listen_for", "red_flag", "min_assurance", "anchors")
}

// publicTexts are the texts that the vendor must get.
func publicTexts(c vendorcopy.Copy) string {
	all := []string{c.Title}
	for _, s := range c.Sections {
		all = append(all, s.Name)
	}
	for _, q := range c.Questions() {
		all = append(append(all, q.Ask), q.Cites...)
		for _, choice := range q.Choices {
			all = append(all, choice.Label)
		}
	}
	for _, d := range c.Documents {
		all = append(append(all, d.Name, d.Freshness), d.Shows...)
	}
	return oneSpace(strings.Join(all, "\n"))
}

func oneSpace(text string) string { return strings.Join(strings.Fields(text), " ") }

// A text of the questionnaire cannot become markup or a script.
func TestTextsStayTexts(t *testing.T) {
	hostile := `</script><script>alert(1)</script><!--<script> "'&` + "\u2028`${1}"
	c := vendorcopy.Copy{
		Terms: terms(questionnaire.Award), Title: hostile, Questionnaire: hostile,
		Sections: []vendorcopy.Section{{ID: "A", Name: hostile, Questions: []vendorcopy.Question{
			{ID: "A-01", Number: `"><b>`, Ask: hostile, Form: vendorcopy.SomeOf, Choices: []vendorcopy.Choice{{Value: `" onclick="x`, Label: hostile}}, Cites: []string{hostile}},
		}}},
		Documents: []vendorcopy.Document{{ID: "EV-01", Name: hostile, Freshness: hostile, IssuedBy: hostile, Shows: []string{hostile}}},
	}
	c.Vendor = hostile
	file := page(t, c)
	if _, err := webform.Read(file, c); err != nil {
		t.Error(err)
	}
	if n := bytes.Count(file, []byte("<script")); n != 3 {
		t.Errorf("the form has %d scripts, want 3", n)
	}
	if bytes.Contains(file, []byte("alert(1)</script>")) || bytes.Contains(file, []byte(`"><b>`)) || bytes.Contains(file, []byte(`" onclick="`)) {
		t.Error("a text became markup")
	}
}

// Read finds a form that another program changed.
func TestReadComparesTheFormWithTheCopy(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, q *questionnaire.Questionnaire) {
		for _, c := range copies(q)[:min(1, len(copies(q)))] {
			file := string(page(t, c))
			for name, changed := range map[string]string{
				"another identity": strings.Replace(file, "form="+formID, "form="+strings.Repeat("0", 32), 1),
				"more data":        strings.Replace(file, `{"identity"`, `{"weight":5,"identity"`, 1),
				"no data":          strings.Replace(file, `id="form"`, `id="from"`, 1),
				"another question": strings.Replace(file, "</h2></legend>", "?</h2></legend>", 1),
				"half of it":       file[:strings.LastIndex(file, "<legend>")],
			} {
				if changed == file {
					t.Fatalf("%s: nothing changed", name)
				}
				if _, err := webform.Read([]byte(changed), c); err == nil {
					t.Errorf("%s was not noticed", name)
				}
			}
		}
	})
}

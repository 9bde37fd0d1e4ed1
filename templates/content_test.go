package templates_test

import (
	"regexp"
	"slices"
	"testing"

	"assay/questionnaire"
	"assay/questionnaire/yamldoc"
	"assay/templates"
)

// point is one line of coverage/sources.yaml.
type point struct {
	ID    string `json:"id"`
	Topic string `json:"topic"`
	Text  string `json:"text"`
}

func points(t *testing.T) []point {
	t.Helper()
	var file struct {
		Sources []point `json:"sources"`
	}
	if _, err := yamldoc.Read(templates.Sources(), &file); err != nil {
		t.Fatal(err)
	}
	return file.Sources
}

// shipped returns every shipped questionnaire, with all that it inherits.
func shipped(t *testing.T) []*questionnaire.Questionnaire {
	t.Helper()
	listings, err := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).List()
	if err != nil {
		t.Fatal(err)
	}
	var all []*questionnaire.Questionnaire
	for _, listing := range listings {
		if listing.Err != nil {
			t.Fatalf("%s: %v", listing.File, listing.Err)
		}
		all = append(all, listing.Questionnaire)
	}
	return all
}

// namer is an item or a help text, with the points that it says it covers.
type namer struct {
	name    string
	help    bool
	sources []string
}

func namers(t *testing.T) []namer {
	t.Helper()
	var all []namer
	for _, q := range shipped(t) {
		for _, domain := range q.Domains {
			for _, item := range domain.Items {
				all = append(all, namer{q.ID + " " + item.ID, false, item.Sources})
			}
		}
		for _, term := range q.Glossary {
			all = append(all, namer{q.ID + " " + term.ID, true, term.Sources})
		}
	}
	return all
}

func TestPointsOfTheFoundingTexts(t *testing.T) {
	all := points(t)
	if len(all) != 247 {
		t.Errorf("%d points, want the 78 of the offshore text and the 169 of the augmentation text", len(all))
	}
	form := regexp.MustCompile(`^(A\d\d|B\d\d\d)$`)
	sentence := regexp.MustCompile(`^[A-Z].*[.?]$`)
	seen := map[string]bool{}
	for _, p := range all {
		if !form.MatchString(p.ID) || seen[p.ID] {
			t.Errorf("%q is no id, or stands twice", p.ID)
		}
		seen[p.ID] = true
		if p.Topic == "" || !sentence.MatchString(p.Text) {
			t.Errorf("%s needs a topic and a sentence, not %q: %q", p.ID, p.Topic, p.Text)
		}
	}
}

func TestOnlyKnownPointsAreNamed(t *testing.T) {
	known := map[string]bool{}
	for _, p := range points(t) {
		known[p.ID] = true
	}
	for _, n := range namers(t) {
		for _, id := range n.sources {
			if !known[id] {
				t.Errorf("%s covers %s, which sources.yaml does not hold", n.name, id)
			}
		}
	}
}

// Facts about the law and rules of method are asked of nobody: only a help text
// can tell them.
func TestEveryPointIsCovered(t *testing.T) {
	named, told := map[string]bool{}, map[string]bool{}
	for _, n := range namers(t) {
		for _, id := range n.sources {
			named[id] = true
			told[id] = told[id] || n.help
		}
	}
	for _, p := range points(t) {
		if !named[p.ID] {
			t.Errorf("nothing covers %s: %s", p.ID, p.Text)
		}
		if (p.Topic == "FAQ fact" || p.Topic == "method") && !told[p.ID] {
			t.Errorf("no help text tells %s, a %s: %s", p.ID, p.Topic, p.Text)
		}
	}
}

func TestEveryHelpTextCanBeReached(t *testing.T) {
	var reached, terms []string
	for _, q := range shipped(t) {
		for _, term := range q.Glossary {
			terms = append(terms, term.ID)
		}
		for _, domain := range q.Domains {
			for _, item := range domain.Items {
				reached = append(reached, item.Help...)
			}
		}
	}
	for _, id := range terms {
		if !slices.Contains(reached, id) {
			t.Errorf("no item offers the help text %s", id)
		}
	}
}

func TestHelpIsOfferedWhereQuestionsAreAsked(t *testing.T) {
	library := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()})
	q, err := library.Get("hipaa-staffing")
	if err != nil {
		t.Fatal(err)
	}
	for _, domain := range q.Domains {
		for _, item := range domain.Items {
			if item.Kind != questionnaire.Fact && (len(item.Help) == 0 || len(item.Help) > 4) {
				t.Errorf("%s offers %d help texts, want one to four", item.ID, len(item.Help))
			}
		}
	}
}

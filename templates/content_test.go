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

// coverer is an item or a help text, with the points that it claims to cover.
type coverer struct {
	name    string
	help    bool
	sources []string
}

func coverers(t *testing.T) []coverer {
	t.Helper()
	var all []coverer
	for _, q := range shipped(t) {
		for _, domain := range q.Domains {
			for _, item := range domain.Items {
				all = append(all, coverer{q.ID + " " + item.ID, false, item.Sources})
			}
		}
		for _, term := range q.Glossary {
			all = append(all, coverer{q.ID + " " + term.ID, true, term.Sources})
		}
	}
	return all
}

func TestPointsOfTheFoundingTexts(t *testing.T) {
	all := points(t)
	if len(all) != 247 {
		t.Errorf("%d points, want 247: 78 from the offshore text and 169 from the augmentation text", len(all))
	}
	form := regexp.MustCompile(`^(A\d\d|B\d\d\d)$`)
	sentence := regexp.MustCompile(`^[A-Z].*[.?]$`)
	seen := map[string]bool{}
	for _, p := range all {
		if !form.MatchString(p.ID) || seen[p.ID] {
			t.Errorf("%q is not a valid id, or is used twice", p.ID)
		}
		seen[p.ID] = true
		if p.Topic == "" || !sentence.MatchString(p.Text) {
			t.Errorf("%s needs a topic and a whole sentence, got %q: %q", p.ID, p.Topic, p.Text)
		}
	}
}

func TestOnlyKnownPointsAreNamed(t *testing.T) {
	known := map[string]bool{}
	for _, p := range points(t) {
		known[p.ID] = true
	}
	for _, n := range coverers(t) {
		for _, id := range n.sources {
			if !known[id] {
				t.Errorf("%s claims to cover %s, which is not in sources.yaml", n.name, id)
			}
		}
	}
}

// No vendor is asked about facts of law or rules of method, so a help text must
// cover each of them.
func TestEveryPointIsCovered(t *testing.T) {
	covered, inHelp := map[string]bool{}, map[string]bool{}
	for _, n := range coverers(t) {
		for _, id := range n.sources {
			covered[id] = true
			inHelp[id] = inHelp[id] || n.help
		}
	}
	for _, p := range points(t) {
		if !covered[p.ID] {
			t.Errorf("no item and no help text covers %s: %s", p.ID, p.Text)
		}
		if (p.Topic == "FAQ fact" || p.Topic == "method") && !inHelp[p.ID] {
			t.Errorf("no help text covers %s (%s): %s", p.ID, p.Topic, p.Text)
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
			t.Errorf("no item links to the help text %s", id)
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
				t.Errorf("%s links to %d help texts, want one to four", item.ID, len(item.Help))
			}
		}
	}
}

// What is asked live before the award fits the meeting that the file is for.
func TestLiveQuestionsFitTheMeeting(t *testing.T) {
	limits := map[string]int{"hipaa-staffing": 100, "hipaa-screening-call": 40}
	for _, q := range shipped(t) {
		limit, limited := limits[q.ID]
		if !limited {
			continue
		}
		live := 0
		for _, share := range q.Agenda()[0].Ways {
			if share.Way == questionnaire.Live && !share.Reserve {
				live += share.Minutes
			}
		}
		if live == 0 || live > limit {
			t.Errorf("%s asks for %d minutes live, and has %d", q.ID, live, limit)
		}
		delete(limits, q.ID)
	}
	if len(limits) > 0 {
		t.Errorf("not found: %v", limits)
	}
}

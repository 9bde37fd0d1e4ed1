package questionnaire_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

// shelf is a library with little.yaml and further files.
func shelf(files map[string]string) *questionnaire.Library {
	all := fstest.MapFS{"little.yaml": {Data: []byte(little)}}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return questionnaire.NewLibrary(questionnaire.Source{Name: "shelf", Files: all})
}

const ours = `id: ours
version: 2.0.0
title: Ours
extends: little
scoring: {bands: {approve: 85}, warning: null}
domains:
  - id: GOV
    weight: 4
    items:
      - {id: GOV-01, weight: 2, ask: "Is it in writing?", probes: [Since when?]}
      - {id: GOV-02, na_when: null}
      - {id: GOV-03, kind: control, title: Ours alone, ask: "Who signs?", weight: 1, basis: K, phase: pre-award, asked_of: us, practice: true, evidence: [EV-90]}
  - id: OWN
    name: Our own
    weight: 1
    items:
      - {id: OWN-01, kind: control, title: House rule, ask: "Do you follow it?", weight: 1, basis: K, phase: pre-award, asked_of: vendor, practice: true}
evidence:
  - {id: EV-90, name: Our form}
order: [OWN]
`

func TestAnExtensionSaysOnlyWhatDiffers(t *testing.T) {
	library := shelf(map[string]string{"ours.yaml": ours})
	parent, err := library.Get("little")
	if err != nil {
		t.Fatal(err)
	}
	q, err := library.Get("ours")
	if err != nil {
		t.Fatal(err)
	}
	if want := []questionnaire.Parent{{ID: "little", Version: "1.0.0", Hash: parent.Hash()}}; !cmp.Equal(q.Parents, want) {
		t.Error(cmp.Diff(want, q.Parents))
	}
	if q.Domains[0].ID != "OWN" || q.Domains[1].ID != "GOV" || q.Domains[1].Weight != 4 || q.Domains[1].Name != "Governance" {
		t.Errorf("domains %s %s, weight %d, named %q", q.Domains[0].ID, q.Domains[1].ID, q.Domains[1].Weight, q.Domains[1].Name)
	}
	if q.Scoring.Bands != (questionnaire.Bands{Approve: 85, Conditional: 65, Remediate: 50}) {
		t.Errorf("bands %+v", q.Scoring.Bands)
	}
	if q.Scoring.Warning != (questionnaire.Penalty{}) || q.Scoring.Thin != 20 {
		t.Errorf("null left a penalty of %+v, thin %d", q.Scoring.Warning, q.Scoring.Thin)
	}
	memo := q.Item("GOV-01")
	if memo.Weight != 2 || memo.Ask != "Is it in writing?" || !memo.Hard || len(memo.Probes) != 1 {
		t.Errorf("GOV-01 is %+v", memo)
	}
	if q.Item("GOV-02").NotApplicableWhen != "" {
		t.Error("null did not clear na_when")
	}
	if q.Item("GOV-03") == nil || q.EvidenceKind("EV-90") == nil {
		t.Error("what is new is missing")
	}
	if parent.Item("GOV-01").Weight != 5 || parent.Item("GOV-03") != nil {
		t.Error("the parent was changed")
	}
	again, err := questionnaire.Decode(q.Canonical())
	if err != nil || again.Hash() != q.Hash() {
		t.Errorf("the whole reads back as something else: %v", err)
	}
}

func TestKeepAndDropThinOutTheParent(t *testing.T) {
	const head = "id: short\nversion: 1.0.0\ntitle: Short\nextends: little\n"
	ids := func(q *questionnaire.Questionnaire) (ids []string) {
		for _, domain := range q.Domains {
			for _, item := range domain.Items {
				ids = append(ids, item.ID)
			}
		}
		return ids
	}
	for name, test := range map[string]struct {
		text  string
		items []string
		kinds int
	}{
		"keep one": {"keep: [GOV-01]\n", []string{"GOV-01"}, 1},
		"drop one": {"drop: [GOV-01]\ndomains: [{id: GOV, items: [{id: GOV-02, na_when: null}]}]\n", []string{"links", "GOV-02"}, 0},
		"keep none and ask something else": {
			"keep: []\ndomains: [{id: NEW, name: New, weight: 1, items: [{id: NEW-01, kind: control, title: T, ask: A, weight: 1, basis: K, phase: pre-award, asked_of: us, practice: true}]}]\n",
			[]string{"NEW-01"},
			0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			q, err := shelf(nil).Parse(strings.NewReader(head + test.text))
			if err != nil {
				t.Fatal(err)
			}
			if got := ids(q); !slices.Equal(got, test.items) || len(q.Evidence) != test.kinds {
				t.Errorf("items %v, %d evidence kinds", got, len(q.Evidence))
			}
		})
	}
}

func TestMistakesOfAnExtensionStandInItsOwnFile(t *testing.T) {
	for name, test := range map[string]struct{ old, new, want string }{
		"a parent nobody has":                  {"extends: little", "extends: large", "4:1: no such questionnaire: large"},
		"a figure out of range":                {"approve: 85", "approve: 185", "5:11: bands rise"},
		"a kind of an inherited item":          {"GOV-01, weight: 2", "GOV-01, kind: wish", "kind is gate"},
		"an inherited condition loses an id":   {"order: [OWN]", "order: [OWN]\ndrop: [links]", `11:9: condition: no item has the id "links"`},
		"what was dropped is not there":        {"order: [OWN]", "drop: [GOV-77]", `little has no item, domain or evidence kind "GOV-77"`},
		"what is kept was never there":         {"order: [OWN]", "keep: [GOV-77]", `little has no item "GOV-77" to keep`},
		"an order of domains that are nowhere": {"order: [OWN]", "order: [FOO]", `20:9: there is no domain "FOO"`},
		"no title of its own":                  {"title: Ours\n", "", "an extension needs its own title"},
		"parents written by hand":              {"order: [OWN]", "parents: []", "parents is written by the program"},
		"an item moved to another domain":      {"id: OWN-01,", "id: GOV-02,", "item GOV-02 stands twice"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(ours, test.old, test.new, 1)
			if name == "an inherited condition loses an id" {
				text = strings.Replace(text, "{id: GOV-02, na_when: null}", `{id: GOV-02, title: Renamed}`, 1)
			}
			_, err := shelf(nil).Parse(strings.NewReader(text))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestFilesThatExtendEachOtherAreRefused(t *testing.T) {
	extends := func(id, parent string) string {
		return "id: " + id + "\nversion: 1.0.0\ntitle: T\nextends: " + parent + "\n"
	}
	library := shelf(map[string]string{"one.yaml": extends("one", "two"), "two.yaml": extends("two", "one"), "self.yaml": extends("self", "self"), "sane.yaml": extends("sane", "little")})
	for _, id := range []string{"one", "two", "self"} {
		if _, err := library.Get(id); err == nil || !strings.Contains(err.Error(), "extends itself") {
			t.Errorf("%s: %v", id, err)
		}
	}
	if _, err := library.Get("sane"); err != nil {
		t.Error(err)
	}
	if _, err := questionnaire.Parse(strings.NewReader(extends("sane", "little"))); err == nil || !strings.Contains(err.Error(), "4:1: this file extends little") {
		t.Errorf("read alone: %v", err)
	}
}

func TestAFileOfHelpTextsAlone(t *testing.T) {
	const words = "id: words\nversion: 1.0.0\ntitle: Words\nglossary:\n  - {id: breach, term: Breach, text: What it is.}\n  - {id: phi, term: PHI, text: Patient data.}\n"
	user := strings.NewReplacer("title: Little", "title: Little\nextends: words", "weight: 5,", "weight: 5, help: [breach],").Replace(little)
	library := shelf(map[string]string{"words.yaml": words, "user.yaml": strings.Replace(user, "id: little", "id: user", 1)})
	q, err := library.Get("words")
	if err != nil || q.Asks() {
		t.Fatalf("asks, or %v", err)
	}
	q, err = library.Get("user")
	if err != nil {
		t.Fatal(err)
	}
	if q.Term("breach") == nil || q.Term("phi") != nil {
		t.Error("the linked help text is missing, or one that nobody links was taken along")
	}
}

func TestARuleViewChangesItemsAndNotTheHash(t *testing.T) {
	const overlay = "overlays: [{view: nprm-2025, items: [{id: GOV-02, weight: 5, gate_at: {award: 3}, because: It would be required}]}]\n"
	q, err := parse(little + overlay)
	if err != nil {
		t.Fatal(err)
	}
	proposed, current := q.In(questionnaire.NPRM2025), q.In(questionnaire.Current)
	if current != q || proposed.Hash() != q.Hash() {
		t.Error("the view is another questionnaire")
	}
	if now, then := current.Item("GOV-02"), proposed.Item("GOV-02"); now.HardAt(questionnaire.Award) || now.Weight != 3 || !then.HardAt(questionnaire.Award) || then.Weight != 5 || then.Because == "" {
		t.Errorf("now %+v\nproposed %+v", now, then)
	}
	for name, broken := range map[string]string{
		"an unknown item":        strings.Replace(overlay, "GOV-02", "GOV-99", 1),
		"a fact":                 strings.Replace(overlay, "GOV-02", "links", 1),
		"a control that is hard": strings.Replace(overlay, "weight: 5", "hard: true", 1),
		"no reason":              strings.Replace(overlay, ", because: It would be required", "", 1),
		"another view":           strings.Replace(overlay, "nprm-2025", "current", 1),
	} {
		var mistakes questionnaire.Mistakes
		if _, err := parse(little + broken); !errors.As(err, &mistakes) {
			t.Errorf("%s was read: %v", name, err)
		}
	}
}

// What the risk is made from must be there, even where nothing is scored.
func TestAnExtensionThatDropsTheRiskFacts(t *testing.T) {
	risky := strings.NewReplacer("id: little", "id: risky", "thin: 20", "thin: 20\n  risk: {impact: [links], review_days: {low: 1, moderate: 1, high: 1, critical: 1}}",
		"worst: 99}", "worst: 99, impact_from: [0, 1, 2, 3, 4]}").Replace(little)
	library := shelf(map[string]string{"risky.yaml": risky})
	const head = "id: gates\nversion: 1.0.0\ntitle: Gates\nextends: risky\nkeep: [GOV-01]\nscoring: {mode: gates-only"
	if _, err := library.Parse(strings.NewReader(head + "}\n")); err == nil || !strings.Contains(err.Error(), `no fact has the id "links"`) {
		t.Errorf("read as %v", err)
	}
	if _, err := library.Parse(strings.NewReader(head + ", risk: null}\n")); err != nil {
		t.Error(err)
	}
}

// A parent that is missing costs one look at each file, however many there are.
func TestManyFilesWithAMissingParent(t *testing.T) {
	files := map[string]string{}
	for n := range 200 {
		id := fmt.Sprintf("part-%d", n)
		files[id+".yaml"] = "id: " + id + "\nversion: 1.0.0\ntitle: T\nextends: " + fmt.Sprintf("part-%d", n+1) + "\n"
	}
	list, err := shelf(files).List()
	if err != nil || len(list) != 201 {
		t.Fatalf("%d listed, %v", len(list), err)
	}
	for _, listing := range list {
		if (listing.Err == nil) != (listing.ID == "little") {
			t.Errorf("%s: %v", listing.File, listing.Err)
		}
	}
}

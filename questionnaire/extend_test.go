package questionnaire_test

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"assay/questionnaire"
	"assay/questionnaire/yamldoc"

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

// A nought is a figure like any other: it clears nothing beside it.
func TestANoughtChangesOneFigure(t *testing.T) {
	for given, want := range map[string]questionnaire.Bands{
		"{bands: {remediate: 0}}":           {Approve: 80, Conditional: 65},
		"{thin: 20, bands: {remediate: 0}}": {Approve: 80, Conditional: 65},
		"{bands: {}}":                       {Approve: 80, Conditional: 65, Remediate: 50},
		"{thin: 0}":                         {Approve: 80, Conditional: 65, Remediate: 50},
	} {
		q, err := shelf(nil).Parse(strings.NewReader("id: ours\nversion: 1.0.0\ntitle: Ours\nextends: little\nscoring: " + given + "\n"))
		if err != nil {
			t.Errorf("%s: %v", given, err)
			continue
		}
		if q.Scoring.Bands != want || q.Scoring.Coverage == 0 {
			t.Errorf("%s leaves bands %+v, coverage %d", given, q.Scoring.Bands, q.Scoring.Coverage)
		}
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
		"a figure out of range":                {"approve: 85", "approve: 185", "5:11: the bands must rise"},
		"a kind of an inherited item":          {"GOV-01, weight: 2", "GOV-01, kind: wish", "kind must be gate"},
		"an inherited condition loses an id":   {"order: [OWN]", "order: [OWN]\ndrop: [links]", `21:8: GOV-02 na_when uses links, which is dropped (keep it, or give GOV-02 another na_when)`},
		"what was dropped is not there":        {"order: [OWN]", "drop: [GOV-77]", `20:8: little has no item, domain or evidence kind "GOV-77" (did you mean GOV-01?)`},
		"what is kept was never there":         {"order: [OWN]", "keep: [GOV-77]", `20:8: little has no item "GOV-77" (did you mean GOV-01?)`},
		"an order of domains that are nowhere": {"order: [OWN]", "order: [FOO]", `20:9: there is no domain "FOO"`},
		"no title of its own":                  {"title: Ours\n", "", "an extension needs its own title"},
		"a keep that names nothing":            {"order: [OWN]", "keep:", "write [] to keep none"},
		"parents written by hand":              {"order: [OWN]", "parents: []", "the program writes parents"},
		"an item that is given twice":          {"- {id: GOV-02, na_when: null}", "- {id: GOV-01, weight: 3}", "11:9: GOV-01 is given twice"},
		"a domain that is given twice":         {"- id: OWN", "- {id: GOV, weight: 1}\n  - id: OWN", "13:5: GOV is given twice"},
		"an evidence kind that is given twice": {"name: Our form}", "name: Our form}\n  - {id: EV-90, name: Theirs}", "20:5: EV-90 is given twice"},
		"an item moved to another domain":      {"id: OWN-01,", "id: GOV-02,", "17:9: GOV-02 belongs to domain GOV and cannot move (put it under GOV)"},
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

// What nobody can have meant is told once, where it stands, and without what
// would follow from it.
func TestAnExtensionThatNamesTheWrongThing(t *testing.T) {
	const head = "id: ours\nversion: 1.0.0\ntitle: Ours\nextends: clean\n"
	item := func(domain, text string) string {
		return head + "domains: [{id: " + domain + ", items: [" + text + "]}]\n"
	}
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"a fact that two items and the risk lean on": {head + "drop: [data]\n", []string{
			"5:8: GOV-02 red_flags uses data, which is dropped (keep it, or give GOV-02 other red_flags)",
			"5:8: GOV-02 when uses data, which is dropped (keep it, or give GOV-02 another when)",
			"5:8: the risk uses data, which is dropped (keep it, or set scoring.risk to null)",
		}},
		"a document": {head + "drop: [EV-02]\n", []string{
			"5:8: GOV-01 shown_by uses EV-02, which is dropped (keep it, or give GOV-01 other shown_by)",
			"5:8: GOV-03 evidence uses EV-02, which is dropped (keep it, or give GOV-03 other evidence)",
		}},
		"an item of a checklist": {head + "drop: [GOV-01]\n", []string{
			"5:8: GOV-04 closed_by uses GOV-01, which is dropped (keep it, or give GOV-04 other closed_by)",
		}},
		"what is not kept": {head + "scoring: {risk: null}\nkeep: [GOV-02, data, links, ends]\n", []string{
			"6:1: GOV-02 na_when uses countries, which is dropped (keep it, or give GOV-02 another na_when)",
		}},
		"a condition of our own": {head + "drop: [standing]\nscoring: {risk: null}\ndomains: [{id: GOV, items: [{id: GOV-02, na_when: 'fact(\"standing\")'}]}]\n", []string{
			"7:42: GOV-02 na_when uses standing, which is dropped (keep it, or give GOV-02 another na_when)",
		}},
		"an item that is dropped and changed": {head + "drop: [SCN-01]\ndomains: [{id: SCN, name: Ours, items: [{id: SCN-01, weight: 3}]}]\n", []string{
			"6:41: SCN-01 is changed here, but it is dropped (keep it, or leave this out)",
		}},
		"a domain of which nothing is kept": {head + "keep: [links]\nscoring: {risk: null}\ndomains: [{id: SCN, weight: 3}]\n", []string{
			"7:11: SCN is changed here, but keep names none of its items (keep an item of it, or give it a name and items)",
		}},
		"an item under another domain":      {item("SCN", "{id: GOV-03, weight: 3}"), []string{"5:29: GOV-03 belongs to domain GOV and cannot move (put it under GOV)"}},
		"an item under a domain of ours":    {item("OWN, name: Own", "{id: GOV-03, weight: 3}"), []string{"5:40: GOV-03 belongs to domain GOV and cannot move (put it under GOV)"}},
		"an item that nobody has":           {item("GOV", "{id: GOV-3, weight: 3}"), []string{"5:29: clean has no item GOV-3 (did you mean GOV-03?)"}},
		"an item unlike any":                {item("GOV", "{id: ELSE-77, weight: 3}"), []string{"5:29: clean has no item ELSE-77 (a new one needs kind, title and ask)"}},
		"a domain that nobody has":          {item("GVO", "{id: GOV-01, weight: 3}"), []string{"5:11: clean has no domain GVO (did you mean GOV?)"}},
		"a document that nobody has":        {head + "evidence: [{id: EV-11, freshness_days: 3}]\n", []string{"5:12: clean has no evidence kind EV-11 (did you mean EV-01?)"}},
		"a help text that nobody has":       {head + "glossary: [{id: agrement, text: Ours}]\n", []string{"5:12: clean has no term agrement (did you mean agreement?)"}},
		"a link to a help text":             {item("GOV", "{id: GOV-03, help: [agrement]}"), []string{`5:49: the glossary has no term "agrement" (did you mean agreement?)`}},
		"a link to a document":              {item("GOV", "{id: GOV-03, evidence: [EV-11]}"), []string{`5:53: no evidence kind has the id "EV-11" (did you mean EV-01?)`}},
		"an id in a condition":              {item("GOV", `{id: GOV-02, when: 'fact("dato") == "records"'}`), []string{`5:42: GOV-02 when: no item has the id "dato" (did you mean data?)`}},
		"a parent that is nearly there":     {strings.Replace(head, "clean", "claen", 1), []string{"4:1: no such questionnaire: claen (did you mean clean?)"}},
		"one equals sign":                   {item("GOV", `{id: GOV-02, when: 'fact("links") = 3'}`), []string{`5:42: GOV-02 when: unexpected token Operator("=") (compare with ==)`}},
		"a kind that conditions lean on":    {item("GOV", "{id: GOV-02, kind: controll}"), []string{`5:42: kind must be gate, control, scenario, evidence, clause or fact, not "controll" (did you mean control?)`}},
		"an answer that conditions lean on": {item("GOV", "{id: links, answer: nummer}"), []string{"5:41: answer must be choice, choices, number, text, date, yes_no or countries"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, mistakes := lint(t, test.text, lintable(t))
			var got []string
			for _, mistake := range mistakes {
				if mistake.Severity == yamldoc.Error {
					got = append(got, mistake.String())
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A house may demand less than the file that it adapts, but not in passing.
func TestAnExtensionThatDemandsLess(t *testing.T) {
	const head = "id: ours\nversion: 1.0.0\ntitle: Ours\nextends: clean\n"
	parent := strings.Replace(lintable(t), "hard: true\n        min_assurance: documented", "hard: true\n        min_assurance: verified", 1)
	parent = strings.Replace(parent, "min_assurance: verified, because", "weight: 4, because", 1)
	before, line, _ := strings.Cut(parent, "      - {id: GOV-04")
	_, after, _ := strings.Cut(line, "closed_by: [GOV-01, GOV-02]}\n")
	parent = before + after
	const (
		soft    = "GOV-01 was a hard gate (required by rule); this file no longer blocks on it"
		claimed = "GOV-01 was closed only by verified evidence; this file accepts a document"
		ours    = "GOV-01 had the basis: required by rule; this file says: practice, not law"
	)
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"the law made soft": {head + "domains: [{id: GOV, items: [{id: GOV-01, hard: false, min_assurance: documented, basis: K}]}]\n", []string{
			"5:42: warning: " + soft, "5:55: warning: " + claimed, "5:82: warning: " + ours,
		}},
		"and it is meant": {head + "weakens: [GOV-01]\ndomains: [{id: GOV, items: [{id: GOV-01, hard: false, min_assurance: documented, basis: K}]}]\n", nil},
		"a grade that blocks no more": {head + "domains: [{id: GOV, items: [{id: GOV-02, gate_at: {access: 2}}]}]\n", []string{
			"5:42: warning: GOV-02 blocked below grade 3 at access; this file takes 2",
		}},
		"a gate that goes": {head + "drop: [GOV-03]\n", []string{"5:8: warning: GOV-03 was a hard gate (required by rule); this file does not ask it"}},
		"what is kept":     {head + "keep: [data, standing, countries, links, ends, GOV-02]\n", nil},
		"more than before": {head + "domains: [{id: GOV, items: [{id: GOV-02, gate_at: {access: 4}}]}]\n", nil},
		"said, and not so": {head + "weakens: [GOV-01]\n", []string{"5:11: warning: GOV-01 is not weaker than in clean"}},
		"of what is not":   {head + "weakens: [GOV-1]\n", []string{`5:11: clean has no item or evidence kind "GOV-1" (did you mean GOV-01?)`}},
	} {
		t.Run(name, func(t *testing.T) {
			_, mistakes := lint(t, test.text, parent)
			var got []string
			for _, mistake := range mistakes {
				text := mistake.String()
				if mistake.Severity == yamldoc.Warning {
					text, _, _ = strings.Cut(text, " ("+mistake.Hint+")")
				}
				got = append(got, text)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	if _, err := parse(little + "weakens: [GOV-01]\n"); err == nil || !strings.Contains(err.Error(), "only a file that extends another one") {
		t.Error(err)
	}
}

// What an extension asks to be shown, of whom and how fresh, is never weaker
// unnoticed.
func TestAnExtensionThatIsContentWithLess(t *testing.T) {
	parent := strings.NewReplacer(
		"evidence: [EV-01]\n        shown_by: {access: [EV-02]}", "must_show: [{show: Agreement, by: [EV-01]}, {show: Minutes, by: [EV-02]}]\n        must_show_at: {review: [{show: Both papers, by: [EV-01, EV-02]}]}",
		"freshness_days: 365", "freshness_days: 365, fresh_at: {review: 30}",
	).Replace(lintable(t))
	parent = strings.Replace(parent, `phase: pre-award, asked_of: us, cites: ["45 CFR 164.308(a)(1)(ii)(A)"], evidence: [EV-02]}`, `phase: offboarding, asked_of: us, cites: ["45 CFR 164.308(a)(1)(ii)(A)"], must_show: [{show: Minutes, by: [EV-02]}]}`, 1)
	const minutes = "GOV-01 was closed only with this shown: Minutes; this file closes it without"
	item := func(keys string) string { return "domains: [{id: GOV, items: [{id: GOV-01, " + keys + "}]}]\n" }
	kind := func(keys string) string { return "evidence: [{id: EV-02, " + keys + "}]\n" }
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"the same groups in another order":      {item("must_show: [{show: Notes, by: [EV-02]}, {show: Agreement, by: [EV-01]}]"), nil},
		"a group that goes":                     {item("must_show: [{show: Agreement, by: [EV-01]}]"), []string{minutes}},
		"a group that grows":                    {item("must_show: [{show: Agreement, by: [EV-01]}, {show: Minutes, by: [EV-02, EV-01]}]"), []string{minutes}},
		"no groups any more":                    {item("must_show: null, must_show_at: null, evidence: [EV-01]"), []string{minutes}},
		"a group that goes later":               {item("must_show_at: {access: [{show: Agreement, by: [EV-01]}]}"), []string{minutes}},
		"a milestone at which it did not count": {"domains: [{id: GOV, items: [{id: GOV-03, phase: pre-award / offboarding, must_show_at: {award: [{show: Agreement, by: [EV-01]}], close: [{show: Minutes, by: [EV-02]}]}}]}]\n", nil},
		"fewer kinds for a group":               {item("must_show_at: {review: [{show: Agreement, by: [EV-01]}]}"), nil},
		"and it is meant":                       {"weakens: [GOV-01]\n" + item("must_show: [{show: Agreement, by: [EV-01]}]"), nil},
		"a scenario that few are asked": {"domains: [{id: SCN, items: [{id: SCN-01, reserve: true}]}]\n", []string{
			"SCN-01 was always asked; this file asks it only where it is chosen",
		}},
		"older evidence at review":     {kind("fresh_at: {review: 60}"), []string{"EV-02 counted in full for 30 days at review; this file says 60 days"}},
		"no rule of its own any more":  {kind("fresh_at: null"), []string{"EV-02 counted in full for 30 days at review; this file says 365 days"}},
		"evidence of any age":          {kind("fresh_at: {access: 0}"), []string{"EV-02 counted in full for 365 days at access; this file says without a limit"}},
		"fresher evidence":             {kind("freshness_days: 300"), nil},
		"older evidence that is meant": {"weakens: [EV-02]\n" + kind("fresh_at: {review: 60}"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			_, mistakes := lint(t, "id: ours\nversion: 1.0.0\ntitle: Ours\nextends: clean\n"+test.text, parent)
			var got []string
			for _, mistake := range mistakes {
				if !strings.HasPrefix(mistake.Text, "no item accepts") {
					got = append(got, mistake.Text)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
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
	if current != q || proposed.In(questionnaire.Current) != q || proposed.Hash() != q.Hash() {
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
	if _, err := library.Parse(strings.NewReader(head + "}\n")); err == nil || err.Error() != "5:1: the risk uses links, which is dropped (keep it, or set scoring.risk to null)" {
		t.Errorf("read as %v", err)
	}
	if _, err := library.Parse(strings.NewReader(head + ", risk: null}\n")); err != nil {
		t.Error(err)
	}
}

// A pipe in the folder would be waited for without end.
func TestALibraryReadsFilesAlone(t *testing.T) {
	files := fstest.MapFS{"little.yaml": {Data: []byte(little)}, "pipe.yaml": {Mode: fs.ModeNamedPipe}, "folder.yaml/x": {}}
	list, err := questionnaire.NewLibrary(questionnaire.Source{Name: "shelf", Files: files}).List()
	if err != nil || len(list) != 1 {
		t.Errorf("%+v, %v", list, err)
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

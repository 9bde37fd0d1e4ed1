package assessment_test

import (
	"strings"
	"testing"

	"assay/assessment"

	"github.com/google/go-cmp/cmp"
)

func TestAJournalSurvivesItsLines(t *testing.T) {
	i := complete(t)
	i.record(assessment.FlagRaised{Severity: "warning", Text: "“so” <b>\u2028 they & we"})
	i.answer(assessment.Answer{Item: "BAA-02", Value: "2"})
	journal := must(must(assessment.Replay("a1", i.written())).Publish())
	text := must(assessment.WriteJournal(journal))
	back, err := assessment.ReadJournal(text, len(journal))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(journal, back); diff != "" {
		t.Error(diff)
	}
	for name, spoilt := range map[string]string{
		"a space":                strings.Replace(string(text), `","salt"`, `", "salt"`, 1),
		"a key nobody knows":     strings.Replace(string(text), `"header"`, `"more":1,"header"`, 1),
		"a key in capitals":      strings.Replace(string(text), `"header"`, `"Header"`, 1),
		"another hash":           strings.Replace(string(text), `"hash":"`, `"hash":"0`, 1),
		"random bytes, no body":  strings.Replace(string(text), `"salt":null`, `"salt":"00"`, 1),
		"capital hexadecimals":   strings.Replace(string(text), `"hash":"`+firstHash(text), `"hash":"`+strings.ToUpper(firstHash(text)), 1),
		"no end of the line":     strings.TrimSuffix(string(text), "\n"),
		"an empty line":          "\n" + string(text),
		"no JSON":                "PK\n",
		"one event more than is": string(text) + string(text),
	} {
		if spoilt == string(text) {
			t.Fatalf("%s: nothing is spoilt", name)
		}
		if _, err := assessment.ReadJournal([]byte(spoilt), len(journal)); err == nil {
			t.Errorf("accepted: %s", name)
		}
	}
}

// firstHash is the hash in the first line.
func firstHash(text []byte) string {
	_, hash, _ := strings.Cut(string(text), `"hash":"`)
	return hash[:64]
}

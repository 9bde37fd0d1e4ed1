package breach_test

import (
	"strings"
	"testing"

	"assay/assessment/breach"
)

func TestFindState(t *testing.T) {
	for text, want := range map[string]string{"TX": "TX", "tx": "TX", " Texas ": "TX", "new york": "NY", "dc": "DC", "Puerto Rico": "PR", "gu": "GU"} {
		if got, err := breach.FindState(text); err != nil || got != want {
			t.Errorf("%s: %s %v, want %s", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"Texass":  `"Texass" is not a State, the District of Columbia or a territory; did you mean TX, Texas?`,
		"XX":      "use one of AK, AL, AR, AS, AZ, CA,",
		"Bavaria": "use one of AK,",
		"":        `"" is not a State`,
	} {
		if _, err := breach.FindState(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

// Each State that the facts name has a line, without a date that nobody can
// source. Only Texas has a provision.
func TestStateLaw(t *testing.T) {
	for _, v := range []struct {
		residents  map[string]int
		says, cite string
	}{
		{map[string]int{"TX": 250}, "Tell the attorney general of Texas as soon as practicable, and within 30 days of determining the breach, because at least 250", "Tex. Bus. & Com. Code 521.053"},
		{map[string]int{"TX": 249}, "If at least 250 residents of Texas turn out to be affected", "Tex. Bus. & Com. Code 521.053"},
		{map[string]int{"OK": 40}, "40 people in Oklahoma. The law there may allow less time than the dates above. Its provision is not listed here: ask counsel.", ""},
		{map[string]int{"PR": 1}, "1 person in Puerto Rico.", ""},
	} {
		f := known(t, "2026-06-18")
		f.Residents = v.residents
		c := compute(t, f)
		if len(c.StateLaw) != 1 || !strings.Contains(c.StateLaw[0].Text, v.says) || c.StateLaw[0].Cite != v.cite || strings.Contains(c.StateLaw[0].Text, "202") {
			t.Errorf("%v: %+v", v.residents, c.StateLaw)
		}
	}
	if c := compute(t, known(t, "2026-06-18")); c.StateLaw == nil || len(c.StateLaw) > 0 {
		t.Errorf("no State is named, yet there is %v", c.StateLaw)
	}
}

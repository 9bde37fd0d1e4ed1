package english_test

import (
	"testing"

	"assay/assessment/english"
)

func TestPercentRoundsDown(t *testing.T) {
	for share, want := range map[float64]string{0: "0%", 0.899: "89%", 0.8999999: "89%", 0.29: "29%", 0.57: "57%", 1: "100%", 9.0 / 10: "90%"} {
		if got := english.Percent(share); got != want {
			t.Errorf("%v prints as %s, want %s", share, got, want)
		}
	}
}

func TestCount(t *testing.T) {
	for got, want := range map[string]string{
		english.Count(0, "gate"):                     "0 gates",
		english.Count(1, "gate"):                     "1 gate",
		english.Count(2, "gate"):                     "2 gates",
		english.Count(1, "answer is", "answers are"): "1 answer is",
		english.Count(3, "answer is", "answers are"): "3 answers are",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestJoinLeavesOutTheEmpty(t *testing.T) {
	if got := english.Join(", ", "", "a", "", "b"); got != "a, b" {
		t.Errorf("got %q", got)
	}
}

func TestSentence(t *testing.T) {
	for clause, want := range map[string]string{"": "", "every gate is closed": "Every gate is closed.", "Éire is asked. ": "Éire is asked."} {
		if got := english.Sentence(clause); got != want {
			t.Errorf("%q becomes %q, want %q", clause, got, want)
		}
	}
}

func TestQuotedHasOnePairOfMarks(t *testing.T) {
	for text, want := range map[string]string{
		"We had the drawer.":                   "“We had the drawer.”",
		"“We had the drawer.”":                 "“We had the drawer.”",
		"\"We had the drawer.\" ":              "“We had the drawer.”",
		"„Wir hatten die Schublade.“":          "“Wir hatten die Schublade.”",
		"She said “no”.":                       "“She said ‘no’.”",
		"“No”, she said, “never”":              "“‘No’, she said, ‘never’”",
		"It is a 19\" rack":                    "“It is a 19\" rack”",
		"\"Break glass\" is our \"procedure\"": "“\"Break glass\" is our \"procedure\"”",
	} {
		if got := english.Quoted(text); got != want {
			t.Errorf("%s becomes %s, want %s", text, got, want)
		}
	}
}

func TestBytes(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 bytes", 1: "1 byte", 999: "999 bytes", 1000: "1.0 kB", 9949: "9.9 kB", 9950: "10 kB", 999_499: "999 kB", 999_500: "1.0 MB", 1 << 20: "1.0 MB",
		3 << 30: "3.2 GB", 3_000_000_000: "3.0 GB", 120_400_000_000: "120 GB", 1<<63 - 1: "9.2 EB",
	} {
		if got := english.Bytes(n); got != want {
			t.Errorf("%d prints as %s, want %s", n, got, want)
		}
	}
}

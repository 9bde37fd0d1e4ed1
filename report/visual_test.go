package report

import (
	"math/rand/v2"
	"testing"
	"time"

	"golang.org/x/text/unicode/bidi"
)

// A line is drawn from left to right. The examples are written by their characters,
// because an editor would turn them: capitals in the comments are Hebrew.
func TestVisualOrder(t *testing.T) {
	for name, example := range map[string][2]string{
		"English":                       {"Harbor (24/7)", "Harbor (24/7)"},
		"a Hebrew name":                 {"\u05d0\u05d1\u05d2", "\u05d2\u05d1\u05d0"},
		"two words, ABG DE":             {"\u05d0\u05d1\u05d2 \u05d3\u05d4", "\u05d4\u05d3 \u05d2\u05d1\u05d0"},
		"in English: by ABG on 2026-11": {"by \u05d0\u05d1\u05d2 on 2026-11", "by \u05d2\u05d1\u05d0 on 2026-11"},
		"a number in the name, A 12 B":  {"\u05d0 12 \u05d1", "\u05d1 12 \u05d0"},
		"a firm in brackets, A (B)":     {"\u05d0 (\u05d1)", "(\u05d1) \u05d0"},
		"a Latin name in brackets":      {"\u05d0\u05d1 (Abe Gold)", "\u05d1\u05d0 (Abe Gold)"},
		"a pair around both scripts":    {"[a \u05d0] \u05d1", "[a \u05d0] \u05d1"},
		"a point over a letter":         {"\u05d0\u05b7\u05d1", "\u05d1\u05d0\u05b7"},
		"a full stop ends the sentence": {"See \u05d0\u05d1.", "See \u05d1\u05d0."},
	} {
		if got := visual(example[0]); got != example[1] {
			t.Errorf("%s: %q is drawn as %q, want %q", name, example[0], got, example[1])
		}
	}
}

// Each character has the direction that golang.org/x/text gives it. That package does
// not tell the order of runs and pairs no brackets, so it cannot draw.
func TestDirectionsAreThoseOfTheStandard(t *testing.T) {
	letters := []rune("ab \u05d0\u05d1\u0627\u0628 12\u0663,.-+/%$ !\u05b7«»")
	random := rand.New(rand.NewPCG(1, 14))
	for range 20_000 {
		line := make([]rune, 1+random.IntN(14))
		for n := range line {
			line[n] = letters[random.IntN(len(letters))]
		}
		line[len(line)-1] = 'z' // spaces at the end of a line are another rule
		var p bidi.Paragraph
		const leftToRight = "a" // a paragraph takes the direction of its first letter
		if _, err := p.SetString(leftToRight + string(line)); err != nil {
			t.Fatal(err)
		}
		order, err := p.Order()
		if err != nil {
			t.Fatal(err)
		}
		var want []bool
		for n := range order.NumRuns() {
			run := order.Run(n)
			for range []rune(run.String()) {
				want = append(want, run.Direction() == bidi.RightToLeft)
			}
		}
		for n, level := range directions(append([]rune(leftToRight), line...)) {
			if level != 2 && level == 1 != want[n] {
				t.Fatalf("%q: character %d has level %d", leftToRight+string(line), n, level)
			}
		}
	}
}

// Letters of Arabic script join their neighbors where the face has the forms.
func TestArabicLettersJoin(t *testing.T) {
	c, err := newCanvas("a4", time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	for name, example := range map[string][2]string{
		"four in a row":            {"\u0645\u062d\u0645\u062f", "\ufee3\ufea4\ufee4\ufeaa"},
		"one that joins one side":  {"\u062f\u0627\u0631", "\u062f\u0627\u0631"},
		"lam and alef":             {"\u0633\u0644\u0627\u0645", "\ufeb3\ufefc\u0645"},
		"alef with madda":          {"\u0622\u0628", "\u0622\u0628"},
		"a mark between":           {"\u0628\u064e\u0628", "\ufe91\u064e\ufe90"},
		"Persian letters":          {"\u067e\u06af\u06cc", "\ufb58\ufb95\ufbfd"},
		"a name among other words": {"by \u0628\u0628 (x)", "by \ufe91\ufe90 (x)"},
		"joined already":           {"\ufe91\ufe90", "\ufe91\ufe90"},
	} {
		if got := c.drawable(example[0], regular); got != example[1] {
			t.Errorf("%s: %q is drawn as %q, want %q", name, example[0], got, example[1])
		}
	}
}

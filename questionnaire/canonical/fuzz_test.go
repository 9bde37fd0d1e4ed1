package canonical_test

import (
	"bytes"
	"testing"

	"assay/assessment/input/inputtest"
	"assay/questionnaire/canonical"
)

// FuzzTransform reads JSON. A text that can be written canonically is then its own
// canonical form.
func FuzzTransform(f *testing.F) {
	for _, seed := range []string{`{"b":[1,-0,1.5,"\u00e9\ud83d\ude00"],"a":{"":null}}`, `[[[[`, `{"a":1,"a":2}`, `"\ud800"`, "1e5", "\xff"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		inputtest.Bounded(t, func() {
			once, err := canonical.Transform(text)
			if err != nil {
				return
			}
			if twice, err := canonical.Transform(once); err != nil || !bytes.Equal(once, twice) {
				t.Errorf("%s becomes %s, %v", once, twice, err)
			}
			if canonical.Values(once) > 2*len(once)+1 {
				t.Errorf("%d values in %d bytes", canonical.Values(once), len(once))
			}
		})
	})
}

func TestTheLongestTextIsFound(t *testing.T) {
	for text, want := range map[string]int{`1`: 0, `["a","bcd","ef"]`: 3, `{"long":"a"}`: 4, `"a\"b\\"`: 6, `["a","bc`: 2, ``: 0} {
		if got := canonical.LongestText([]byte(text)); got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
}

func TestValuesAreCountedOutsideStrings(t *testing.T) {
	for text, want := range map[string]int{`1`: 1, `[1,2]`: 3, `{"a":[1],"b":{}}`: 7, `"a,b:[{\"c,"`: 1, `{"\\":1,"d":2}`: 5} {
		if got := canonical.Values([]byte(text)); got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
}

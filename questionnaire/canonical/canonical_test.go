package canonical_test

import (
	"testing"

	"assay/questionnaire/canonical"
)

func TestMarshal(t *testing.T) {
	for name, test := range map[string]struct {
		value any
		want  string
	}{
		"keys are sorted":               {map[string]any{"b": 1, "a": 2}, `{"a":2,"b":1}`},
		"keys sort by UTF-16 units":     {map[string]any{"\ufb01": 1, "\U0001F600": 2}, "{\"\U0001F600\":2,\"\ufb01\":1}"},
		"only the needed escapes":       {"<a> & \"b\"\n\x01\u2028", "\"<a> & \\\"b\\\"\\n\\u0001\u2028\""},
		"nested lists keep their order": {[]any{3, []any{"x", nil, true}}, `[3,["x",null,true]]`},
		"a score has one decimal":       {[]any{67.5, -0.1}, `[67.5,-0.1]`},
		"large integers stay exact":     {int64(9007199254740993), `9007199254740993`},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := canonical.Marshal(test.value)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestFractionsAreRefused(t *testing.T) {
	for _, number := range []string{"0.40", "0.45", "1.0", "4e1", "4E-1", "1.5e1", "-0"} {
		if got, err := canonical.Transform([]byte(`{"k":` + number + `}`)); err == nil {
			t.Errorf("%s became %s", number, got)
		}
	}
}

func TestTransformIsStable(t *testing.T) {
	once, err := canonical.Transform([]byte(` { "z" : [ 1 , 2 ] , "a" : "\u00e9" } `))
	if err != nil {
		t.Fatal(err)
	}
	twice, err := canonical.Transform(once)
	if err != nil {
		t.Fatal(err)
	}
	if string(once) != string(twice) || canonical.Hash(once) != canonical.Hash(twice) {
		t.Errorf("first %s, then %s", once, twice)
	}
}

package assessment_test

import (
	"testing"

	"assay/assessment"
)

func TestNamesPerson(t *testing.T) {
	for _, c := range []struct {
		recorded, name string
		want           bool
	}{
		{"Ruth Adeyemi", "ruth  adeyemi", true},
		{"Ruth Adeyemi <ruth@lakeside.example>", "Ruth Adeyemi", true},
		{"ruth.adeyemi@lakeside.example", "Ruth Adeyemi", true},
		{"ruth_adeyemi@lakeside.example", "Ruth Adeyemi", true},
		{"ruth@lakeside.example", "Ruth", false}, // any Ruth
		{"ruth.adeyemi@lakeside.example", "Karel Brandt", false},
		{"Karel Brandt <ruth.adeyemi@lakeside.example>", "Ruth Adeyemi", false},
		{"", "Ruth Adeyemi", false},
		{"<ruth.adeyemi@lakeside.example>", "Ruth Adeyemi", true},
	} {
		if got := assessment.NamesPerson(c.recorded, c.name); got != c.want {
			t.Errorf("%q names %q: %v, want %v", c.recorded, c.name, got, c.want)
		}
	}
	for recorded, want := range map[string]string{
		"Ruth Adeyemi <ruth@lakeside.example>": "Ruth Adeyemi", "ruth@lakeside.example": "ruth@lakeside.example", "Ruth <3": "Ruth <3",
	} {
		if got := assessment.PersonName(recorded); got != want {
			t.Errorf("the name of %q is %q, want %q", recorded, got, want)
		}
	}
}

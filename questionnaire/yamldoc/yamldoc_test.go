package yamldoc_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"assay/questionnaire/yamldoc"

	"github.com/google/go-cmp/cmp"
)

// day implements encoding.TextUnmarshaler, and shout json.Unmarshaler.
type day int

func (d *day) UnmarshalText(text []byte) error {
	if _, err := fmt.Sscanf(string(text), "%dd", (*int)(d)); err != nil {
		return errors.New("days are written as 3d")
	}
	return nil
}

type shout string

func (s *shout) UnmarshalJSON(text []byte) error {
	var word string
	if err := json.Unmarshal(text, &word); err != nil {
		return err
	}
	*s = shout(strings.ToUpper(word))
	return nil
}

type meal struct {
	Name   string         `json:"name"`
	Guests int            `json:"guests,omitempty"`
	Warm   bool           `json:"warm"`
	Dishes []dish         `json:"dishes"`
	Prices map[string]int `json:"prices"`
	Host   *dish          `json:"host"`
	In     day            `json:"in"`
	Toast  shout          `json:"toast"`
	Memo   string         `json:"memo"`
}

type dish struct {
	Name string `json:"name"`
}

func TestRead(t *testing.T) {
	var got meal
	document, err := yamldoc.Read([]byte(`name: "supper: late"
guests: 12
warm: true
dishes:
  - {name: soup}
  - name: bread
prices: {soup: 3, bread: 1}
host: {name: Ana}
in: 3d
toast: cheers
memo: |
  one
  two
`), &got)
	if err != nil {
		t.Fatal(err)
	}
	want := meal{"supper: late", 12, true, []dish{{"soup"}, {"bread"}}, map[string]int{"soup": 3, "bread": 1}, &dish{"Ana"}, 3, "CHEERS", "one\ntwo"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for path, want := range map[string][2]int{
		"guests": {2, 1}, "dishes[1].name": {6, 5}, "prices.bread": {7, 19}, "dishes[0].size": {5, 5}, "nowhere": {1, 1},
	} {
		if line, column := document.Position(path); line != want[0] || column != want[1] {
			t.Errorf("%s is at %d:%d, want %v", path, line, column, want)
		}
	}
}

func TestAllMistakesAreReportedInOrder(t *testing.T) {
	_, err := yamldoc.Read([]byte(`name: [a]
guests: twelve
warm: 3
dishes: soup
prices: {soup: dear}
in: soon
color: red
toast: [no]
`), new(meal))
	var mistakes yamldoc.Mistakes
	if !errors.As(err, &mistakes) {
		t.Fatalf("got %v", err)
	}
	var lines []int
	for _, mistake := range mistakes {
		lines = append(lines, mistake.Line)
	}
	if diff := cmp.Diff([]int{1, 2, 3, 4, 5, 6, 7, 8}, lines); diff != "" {
		t.Errorf("%s\n%v", diff, err)
	}
}

type banquet struct {
	course
	Name string `json:"name"`
}

type course struct {
	Name  string `json:"name"`
	Price int    `json:"price"`
}

func TestFieldsOfEmbeddedStructsAreRead(t *testing.T) {
	var got banquet
	document, err := yamldoc.Read([]byte("name: feast\nprice: 3\n"), &got)
	if err != nil {
		t.Fatal(err)
	}
	if got.Name != "feast" || got.Price != 3 || got.course.Name != "" {
		t.Errorf("got %+v", got)
	}
	if line, _ := document.Position("price"); line != 2 {
		t.Errorf("price is on line %d, want 2", line)
	}
}

func TestGiven(t *testing.T) {
	document, err := yamldoc.Read([]byte("name: soup\nhost: null\ndishes: [{name: ~}]\nprices: {}\n"), new(meal))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{
		"name": true, "host": true, "dishes[0]": true, "dishes[0].name": true, "prices": true,
		"memo": false, "host.name": false, "dishes[1]": false, "prices.soup": false,
	} {
		if document.Given(path) != want {
			t.Errorf("Given(%q) = %v", path, !want)
		}
	}
}

func TestAWarningIsMarkedInItsText(t *testing.T) {
	mistakes := yamldoc.Mistakes{
		{Line: 2, Column: 5, Text: "no such kind", Hint: "see kinds"},
		{Line: 3, Column: 1, Severity: yamldoc.Warning, Text: "nothing names this"},
	}
	if diff := cmp.Diff("2:5: no such kind (see kinds)\n3:1: warning: nothing names this", mistakes.Error()); diff != "" {
		t.Error(diff)
	}
}

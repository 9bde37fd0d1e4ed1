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

// day reads itself from the text, shout from JSON.
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
		if line, column := document.Place(path); line != want[0] || column != want[1] {
			t.Errorf("%s stands at %d:%d, want %v", path, line, column, want)
		}
	}
}

func TestMistakesAreAllThereInOrder(t *testing.T) {
	_, err := yamldoc.Read([]byte(`name: [a]
guests: twelve
warm: 3
dishes: soup
prices: {soup: dear}
in: soon
colour: red
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

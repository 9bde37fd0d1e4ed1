package questionnaire

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
)

// Whatever an expression is said never or always to come to, no answers may
// show otherwise.
func TestOutcomesAreSure(t *testing.T) {
	text, err := os.ReadFile("testdata/clean.yaml")
	if err != nil {
		t.Fatal(err)
	}
	q, err := Parse(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(20261122, 1))
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	compare := func() string { return pick("==", "!=", "<", "<=", ">", ">=") }
	country := func() string { return pick("US", "PH", "IN") }
	day := func() string { return fmt.Sprintf("2026-0%d-0%d", 1+random.IntN(2), 1+random.IntN(4)) }
	atom := func() string {
		switch random.IntN(10) {
		case 0:
			return fmt.Sprintf(`fact("links") %s %d`, compare(), random.IntN(5))
		case 1:
			return fmt.Sprintf(`%d %s fact("links")`, random.IntN(5), compare())
		case 2:
			return fmt.Sprintf(`fact("data") %s "%s"`, pick("==", "!="), pick("none", "records"))
		case 3:
			return fmt.Sprintf(`%s(fact("countries"), # %s "%s")`, pick("all", "any", "none"), pick("==", "!="), country())
		case 4:
			return fmt.Sprintf(`%s(fact("countries"), # in ["%s", "%s"])`, pick("all", "any", "none"), country(), country())
		case 5:
			return fmt.Sprintf(`len(fact("countries")) %s %d`, compare(), random.IntN(4))
		case 6:
			return fmt.Sprintf(`fact("ends") %s "%s"`, compare(), day())
		case 7:
			return fmt.Sprintf(`answer("GOV-02") %s %d`, compare(), random.IntN(5))
		case 8:
			return fmt.Sprintf(`answer("GOV-01") %s "%s"`, pick("==", "!="), pick("met", "unmet", ""))
		}
		return pick(`fact("standing")`, `answered("GOV-01")`, `answered("links")`, `"US" in fact("countries")`, `answer("SCN-01") > 2`)
	}
	answer := func() answers {
		known := answers{}
		for id, text := range map[string]string{
			"links": fmt.Sprint(random.IntN(8)), "data": pick("none", "records"), "standing": pick("yes", "no"), "ends": fmt.Sprintf("2026-0%d-%02d", 1+random.IntN(3), 1+random.IntN(28)),
			"countries": pick("US", "PH", "DE", "FR, US", "IN, PH, US", "DE, FR", "IN, US", "AT, CH, DE, FR"), "GOV-01": pick("met", "unmet"),
			"GOV-02": fmt.Sprint(random.IntN(5)), "SCN-01": pick("0", "1.5", "2.5", "4"),
		} {
			if random.IntN(5) > 0 {
				known[id] = text
			}
		}
		return known
	}
	decided := map[outcome]int{}
	for range 600 {
		expression := atom()
		for range 1 + random.IntN(2) {
			expression = fmt.Sprintf("%s %s %s(%s)", atom(), pick("&&", "&&", "||"), pick("", "!"), expression)
		}
		q.items["GOV-02"].RedFlags[0].When = expression
		if mistakes := q.compile(nil); len(mistakes) > 0 {
			t.Fatalf("%s: %v", expression, mistakes)
		}
		said := q.outcome(expression, nil)
		decided[said]++
		for range 300 {
			known := answer()
			if holds, err := q.Holds(expression, known); err != nil || said == never && holds || said == always && !holds {
				t.Fatalf("%s with %v holds: %t, %v, and was said to come to %d", expression, known, holds, err, said)
			}
		}
	}
	if decided[never] < 10 || decided[always] < 10 {
		t.Errorf("hardly anything was decided: %v", decided)
	}
}

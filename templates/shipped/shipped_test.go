package shipped_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"assay/questionnaire"
	"assay/templates"
	"assay/templates/shipped"
)

func lines(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("list.txt")
	if err != nil {
		t.Fatal(err)
	}
	return slices.Collect(strings.Lines(string(text)))
}

func TestEveryShippedQuestionnaireIsTheNewestOfTheList(t *testing.T) {
	listings, err := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).List()
	if err != nil || len(listings) == 0 {
		t.Fatal(len(listings), err)
	}
	for _, l := range listings {
		if l.Err != nil {
			t.Fatalf("%s: %v", l.File, l.Err)
		}
		q := l.Questionnaire
		if got := shipped.Find(q.ID, q.Version, q.Hash()); got != shipped.Current {
			t.Errorf("%s is %q. Reports with it cannot be verified. Add this line at the end of list.txt, and change no other:\n%s %s %s", l.File, got, q.ID, q.Version, q.Hash())
		}
	}
}

// The first lines are held by their hash. If lines were added since, raise both
// constants.
func TestTheListOnlyGrows(t *testing.T) {
	const (
		held = 92
		want = "d42f3510fed7b2ea189faf828594478acda8b37746525b262573861d4490ff00"
	)
	all := lines(t)
	if len(all) < held {
		t.Fatalf("the list has lost lines: it has %d, and had %d", len(all), held)
	}
	sum := sha256.Sum256([]byte(strings.Join(all[:held], "")))
	if got := hex.EncodeToString(sum[:]); got != want {
		t.Errorf("somebody changed the first %d lines of the list, and old reports need them: their hash is %s", held, got)
	}
	if len(all) > held+20 {
		t.Errorf("%d lines at the end of the list are not held by this test: raise its constants", len(all)-held)
	}
	form := regexp.MustCompile(`^[a-z0-9-]+ \d+\.\d+\.\d+ [0-9a-f]{64}\n$`)
	seen := map[string]bool{}
	for n, line := range all {
		if !form.MatchString(line) || seen[line] {
			t.Errorf("line %d is malformed or comes twice: %q", n+1, line)
		}
		seen[line] = true
	}
}

func TestFind(t *testing.T) {
	first, newest := strings.Fields(lines(t)[0]), []string{}
	for _, line := range lines(t) {
		if fields := strings.Fields(line); fields[0] == first[0] {
			newest = fields
		}
	}
	unknown := strings.Repeat("0", 64)
	for _, c := range []struct {
		name, id, version, hash string
		want                    shipped.Standing
	}{
		{"the newest", newest[0], newest[1], newest[2], shipped.Current},
		{"an earlier one", first[0], first[1], first[2], shipped.Older},
		{"other content under the same version", newest[0], newest[1], unknown, shipped.Altered},
		{"no hash", newest[0], newest[1], "", shipped.Altered},
		{"shipped content under another version", newest[0], "9.0.0", newest[2], shipped.OtherVersion},
		{"shipped content under another id", "lakeside", newest[1], newest[2], shipped.Own},
		{"an id that only begins so", newest[0] + "-2", newest[1], newest[2], shipped.Own},
		{"nothing", "", "", "", shipped.Own},
	} {
		if got := shipped.Find(c.id, c.version, c.hash); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

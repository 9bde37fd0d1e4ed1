package main

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// mostKeys is how many keys an answer may take in a meeting: one to answer, one to go
// on, and now and then one more.
const mostKeys = 2.2

// Somebody opens the workbench for the first time, with a vendor to call. They read the
// screen and press only keys that it shows at that moment. They come to the end of the
// screening call, no answer takes many keys, and no key is lost: each answer is in the
// database.
func TestANewcomerFinishesTheScreeningCall(t *testing.T) {
	call := newcomersCall(t, "assay", t.TempDir())
	t.Logf("%d keys before the meeting, %d keys for %d items in it", call.before, call.keys, call.items)
	if call.perItem() > mostKeys {
		t.Errorf("%d keys for %d items are %.2f for each, more than %.1f", call.keys, call.items, call.perItem(), mostKeys)
	}
}

// BenchmarkNewcomer tells how many keys the meeting of somebody takes who opens the
// workbench for the first time: for each answer, and to get there.
//
//	go test ./cmd/assay -run '^$' -bench Newcomer -benchtime 1x
func BenchmarkNewcomer(b *testing.B) {
	program := built(b)
	var held call
	for b.Loop() {
		held = newcomersCall(b, program, b.TempDir())
	}
	b.ReportMetric(held.perItem(), "keys/item")
	b.ReportMetric(mostKeys, "limit-keys/item")
	b.ReportMetric(held.perItem()/mostKeys, "×limit")
	b.ReportMetric(float64(held.before), "keys-before")
	b.ReportMetric(float64(held.items), "items")
}

// built is the program as people run it.
func built(b *testing.B) string {
	b.Helper()
	program := filepath.Join(b.TempDir(), "assay")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return program
}

// call is what a meeting took. A letter of a text is a key.
type call struct {
	before, keys, items int
}

func (c call) perItem() float64 { return float64(c.keys) / float64(c.items) }

// newcomersCall opens the program in an empty home and holds the screening call.
func newcomersCall(t testing.TB, program, home string) call {
	t.Helper()
	n := &newcomer{terminal: openTerminal(t, home, program)}
	n.write("name", "dana@lakeside.example")
	n.choose("save", "you are dana")
	n.choose("new vendor", "New vendor")
	n.write("name", "Harbor Staffing")
	n.choose("next", "▸ legal name")
	n.choose("next", "▸ country")
	n.choose("next", "▸ contact")
	n.choose("save", "Harbor Staffing is added")
	n.choose("opens an assessment", "Assess Harbor Staffing")
	n.choose("Screening call", "▸ verdict for")
	n.choose("save", "Any key goes on")
	n.strike("\r")
	n.choose("starts one", "Who is in the room?")
	n.write("from the vendor", "Sam Lee, delivery lead")
	n.choose("next", "▸ from us")
	n.choose("save", "the session has started")

	before, given := n.keys, map[string]string{}
	for n.done() < n.all() {
		item := n.item()
		if given[item] != "" {
			t.Fatalf("%s is asked again:\n%s", item, n.shown())
		}
		given[item] = n.answer(len(given))
	}
	m := call{before: before, keys: n.keys - before, items: len(given)}
	n.choose("ends the session", "the session is over")
	n.choose("back", "enter interview")
	n.choose("back", "1 vendor")
	n.choose("quit", "")
	if code, _ := n.end(); code != exitDone {
		t.Errorf("the workbench ended with %d", code)
	}

	recorded, sessions := harbor(t, program, home)
	for item, value := range given {
		if recorded[item] != value {
			t.Errorf("%s was answered with %q, and %q is recorded", item, value, recorded[item])
		}
	}
	if len(recorded) != len(given) || len(given) < 15 || sessions != 1 {
		t.Errorf("%d items were answered, %d are recorded, in %d sessions", len(given), len(recorded), sessions)
	}
	return m
}

// newcomer is somebody who knows nothing but what is on the screen.
type newcomer struct {
	*terminal
	keys int // that were pressed
}

// offered finds the key that the screen offers for something, as the footer and the
// hints print it: the key, then the word.
func offered(shown, word string) string {
	found := regexp.MustCompile(`(?:^|[\s│›])(enter|tab|esc|space|shift\+tab|ctrl\+[a-z]|[0-9]–[0-9]|\S) {1,3}`+regexp.QuoteMeta(word)+`(?:\s|,|;|\.|$)`).FindAllStringSubmatch(shown, -1)
	if found == nil {
		return ""
	}
	return found[len(found)-1][1] // the lowest is that of the footer
}

var pressedAs = map[string]string{"enter": "\r", "tab": "\t", "esc": "\x1b", "space": " ", "shift+tab": "\x1b[Z"}

// choose presses the key that the screen offers for something, and waits for its effect.
func (n *newcomer) choose(word, effect string) {
	n.t.Helper()
	key := ""
	n.wait("offer a key for "+word, func(shown string) bool {
		key = offered(shown, word)
		return key != ""
	})
	if bytes, named := pressedAs[key]; named {
		key = bytes
	}
	n.strike(key)
	if effect != "" {
		n.until(effect)
	}
}

// digit presses a digit that the screen offers for something.
func (n *newcomer) digit(word string, digit int) string {
	n.t.Helper()
	key := strconv.Itoa(digit)
	if first, last, span := strings.Cut(offered(n.shown(), word), "–"); !span || key < first || key > last {
		n.t.Fatalf("no %s is offered to %s:\n%s", key, word, n.shown())
	}
	n.strike(key)
	return key
}

// write types a text into a line that waits for it.
func (n *newcomer) write(line, text string) {
	n.t.Helper()
	n.until("▸ " + line)
	for _, letter := range text {
		n.strike(string(letter))
	}
	n.until(text)
}

func (n *newcomer) strike(key string) {
	n.t.Helper()
	n.keys++
	n.press(key)
}

// answer answers the present item, with a grade that turns with the number of answers
// before, and goes on if more is to be asked. It says what it has answered.
func (n *newcomer) answer(turn int) (value string) {
	n.t.Helper()
	item, done := n.item(), n.done()
	last := done+1 == n.all()
	switch shown := n.shown(); {
	case offered(shown, "grade") != "":
		value = n.digit("grade", 2+turn%3)
	case offered(shown, "type") != "":
		value = n.digit("type", 1)
		n.until("▸ answer  " + value)
	case offered(shown, "answer") != "":
		n.choose("answer", "names or codes")
		value = "US"
		n.write("answer", value)
	default:
		n.t.Fatalf("no key answers:\n%s", shown)
	}
	if offered(n.shown(), "save, next open") != "" && !last {
		n.choose("save, next open", "")
	} else {
		n.wait("answer", func(shown string) bool { return progress(shown, 0) == done+1 })
		if !last {
			n.choose("next open", "")
		}
	}
	n.wait("save and go on", func(shown string) bool {
		return progress(shown, 0) == done+1 && strings.Contains(shown, "● saved") && (last || current(shown) != item)
	})
	return value
}

var (
	counted = regexp.MustCompile(`── live (\d+) of (\d+)`)
	crumb   = regexp.MustCompile(`^ assay › .* › (\S+)`)
)

// progress is one of the two numbers of the meeting: the items that are answered, and
// all.
func progress(shown string, of int) int {
	found := counted.FindStringSubmatch(shown)
	if found == nil {
		return -1
	}
	count, _ := strconv.Atoi(found[of+1])
	return count
}

func current(shown string) string {
	if found := crumb.FindStringSubmatch(shown); found != nil {
		return found[1]
	}
	return ""
}

func (n *newcomer) shown() string { return strings.Join(n.lines(), "\n") }
func (n *newcomer) item() string  { return current(n.shown()) }
func (n *newcomer) done() int     { return progress(n.shown(), 0) }
func (n *newcomer) all() int      { return progress(n.shown(), 1) }

// harbor reads the answers and the number of sessions of Harbor Staffing, as a program
// reads them.
func harbor(t testing.TB, program, home string) (values map[string]string, sessions int) {
	t.Helper()
	cmd := exec.Command(program, "assess", "show", "harbor", "--json")
	cmd.Dir, cmd.Env = home, environ(home)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var there struct {
		Answers map[string]struct {
			Value  string         `json:"value"`
			Scores map[string]int `json:"scores"`
		} `json:"answers"`
		Sessions []struct{} `json:"sessions"`
	}
	if err := json.Unmarshal(out, &there); err != nil {
		t.Fatal(err)
	}
	values = map[string]string{}
	for id, answer := range there.Answers {
		values[id] = answer.Value
		for _, grade := range answer.Scores {
			values[id] = fmt.Sprint(grade)
		}
	}
	return values, len(there.Sessions)
}

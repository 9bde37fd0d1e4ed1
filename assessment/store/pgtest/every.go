package pgtest

import (
	"bufio"
	"flag"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// engine is the variable that chooses the databases of the tests.
const engine = "ASSAY_TEST_ENGINE"

// Chosen reports whether tests that open a database should open one of a server. Set
// ASSAY_TEST_ENGINE to postgres for it.
func Chosen() bool { return os.Getenv(engine) == "postgres" }

// result ends what the test binary prints about one test.
var result = regexp.MustCompile(`^--- (PASS|FAIL|SKIP): (\S+) \(`)

// running begins what the test binary prints about a test or a part of one.
var running = regexp.MustCompile(`^=== (?:RUN|CONT|NAME|PAUSE)\s+([^/\s]+)`)

// EveryTest runs the tests of the package once more with Chosen, and makes each result one
// of a part of t. It runs those that follow the name of t in -run, and otherwise all but t.
func EveryTest(t *testing.T) {
	t.Helper()
	if Chosen() {
		t.Skip("this is that run")
	}
	if _, err := installed(); err != nil {
		need(t, err)
	}
	skipped := "^" + t.Name() + "$"
	if others := flag.Lookup("test.skip").Value.String(); others != "" {
		skipped += "|" + others
	}
	args := []string{"-test.v", "-test.skip=" + skipped, "-test.timeout=" + flag.Lookup("test.timeout").Value.String()}
	if _, part, found := strings.Cut(flag.Lookup("test.run").Value.String(), "/"); found {
		args = append(args, "-test.run="+part)
	}
	if testing.Short() {
		args = append(args, "-test.short")
	}
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), engine+"=postgres")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := map[string]*strings.Builder{}
	of, told := "", 0
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 64<<20) // a test may show a whole page in one line
	for lines.Scan() {
		line := lines.Text()
		if begun := running.FindStringSubmatch(line); begun != nil {
			of = begun[1]
		}
		ended := result.FindStringSubmatch(line)
		if ended != nil {
			of = ended[2]
		}
		if said[of] == nil {
			said[of] = new(strings.Builder)
		}
		said[of].WriteString(line + "\n")
		if ended == nil {
			continue
		}
		told++
		t.Run(of, func(t *testing.T) {
			switch ended[1] {
			case "FAIL":
				t.Error(said[of])
			case "SKIP":
				t.Skip(said[of])
			}
		})
		delete(said, of)
	}
	if err := cmd.Wait(); err != nil && !t.Failed() || told == 0 {
		t.Errorf("after %d tests: %v", told, err)
		for _, rest := range said {
			t.Log(rest)
		}
	}
}

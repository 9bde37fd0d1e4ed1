package store_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store/pgtest"
)

// A body that was struck on a server is gone from the tables at once, and from the files of
// the tables when the administrator does what the strike says. The log is not ours to clean.
func TestWhatIsStruckLeavesTheTablesOfAServer(t *testing.T) {
	ctx := context.Background()
	const slipped = "the chart of Jane Roe lay open"
	c := pgtest.Start(t)
	name := c.Database(t)
	b := openBench(t, c.URL(pgtest.Owner, name), t.TempDir(), newClock())
	run := func(statements string) [][]string {
		t.Helper()
		rows, err := c.Run(ctx, name, statements)
		if err != nil {
			t.Fatalf("%s: %v", statements, err)
		}
		return rows
	}
	id := b.assess("Meridian Talent")
	said := b.entry(assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Value: "3", Assurance: assessment.Claimed, Note: slipped}})
	b.record(id, said, b.answer("TEC-01", "3"))
	run("ANALYZE; CHECKPOINT")
	if !holdsText(t, c.Data(), slipped) {
		t.Fatal("the files of the tables do not hold the body")
	}

	done, err := b.Strike(ctx, id, []string{said.ID}, evaluator, "a name of a patient")
	if err != nil {
		t.Fatal(err)
	}
	if words := strings.Join(done.Remains, "; "); !strings.Contains(words, "VACUUM FULL on events") || !strings.Contains(words, "replicas") {
		t.Errorf("what remains is %q", words)
	}
	for _, table := range run("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace") {
		if rows := run("SELECT 1 FROM " + table[0] + " x WHERE x::text LIKE '%Jane Roe%'"); len(rows) > 0 {
			t.Errorf("the table %s holds it", table[0])
		}
	}
	run("VACUUM FULL events")
	run("CHECKPOINT")
	if holdsText(t, c.Data(), slipped) {
		t.Error("the files of the tables still hold it after they were written anew")
	}
	b.sound()
}

// holdsText reports whether a file of a server's tables holds a text. Files of its log are
// left out.
func holdsText(t *testing.T, data, text string) (holds bool) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(data, "base"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		holds = holds || bytes.Contains(content, []byte(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return holds
}

package store_test

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The commands for auditors give the same head as the program, and find what
// was changed.
func TestAnAuditorNeedsNoProgram(t *testing.T) {
	fileOnly(t, insideSQLite)
	for _, tool := range []string{"sh", "sqlite3", "xxd", "sha256sum"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	page, err := os.ReadFile("../../docs/journal.md")
	if err != nil {
		t.Fatal(err)
	}
	_, commands, _ := strings.Cut(string(page), "```sh\n")
	commands, _, _ = strings.Cut(commands, "```\n")

	b := newBench(t)
	id := b.assess("Meridian Talent")
	struck := b.noted("TEC-01", "2", slipped)
	b.record(id, struck, b.noted("TEC-01", "3", "Größe | “quoted”\nand on"))
	if _, err := b.Strike(context.Background(), id, []string{struck.ID}, "Ruth Ortiz", "why"); err != nil {
		t.Fatal(err)
	}
	want := b.snapshot(id).Head.String()
	b.close()
	audit := func() string {
		t.Helper()
		cmd := exec.Command("sh", "-c", commands)
		cmd.Env = append(os.Environ(), "DB="+b.Path(), "A="+id)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return strings.TrimSpace(string(out))
	}
	if got := audit(); got != want {
		t.Errorf("the commands say %q, want %s", got, want)
	}
	tamper(t, b.Path(), "DROP TRIGGER events_stay", "UPDATE events SET body = replace(body, 'and on', 'no more') WHERE seq = 3", "UPDATE events SET payload = replace(payload, 'TEC-01', 'TEC-02') WHERE seq = 2")
	got := audit()
	for _, defect := range []string{"event 2: the hash does not follow from the header", "event 3: the header names another body"} {
		if !strings.Contains(got, defect) {
			t.Errorf("%q is missing in %q", defect, got)
		}
	}
}

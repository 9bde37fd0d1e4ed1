package report_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"assay/assessment"
	"assay/report/pdf/pdftest"
)

// The commands of docs/proof.md give the head that the report prints, and find a
// body that its header does not name.
func TestTheHeadIsComputedByHand(t *testing.T) {
	page, err := os.ReadFile("../docs/proof.md")
	if err != nil {
		t.Fatal(err)
	}
	_, commands, _ := strings.Cut(string(page), "## By hand, without assay")
	_, commands, _ = strings.Cut(commands, "```sh\n")
	commands, _, _ = strings.Cut(commands, "```\n")
	for _, tool := range []string{"pdfdetach", "sqlite3", "xxd", "sha256sum"} {
		pdftest.Need(t, tool)
	}
	byHand := func(file []byte) string {
		cmd := exec.Command("sh", "-c", commands)
		cmd.Dir, cmd.Env = t.TempDir(), append(os.Environ(), "REPORT="+pdftest.Save(t, "report.pdf", file))
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return strings.TrimSpace(string(out))
	}
	in := input(story(t).snapshot())
	honest := rendered(t, in)
	if got, want := byHand(honest), in.Snapshot.Head.String(); got != want {
		t.Errorf("the commands say %q, want %s", got, want)
	}
	altered := withJournal(t, honest, func(journal []assessment.Written) []assessment.Written {
		journal[0].Body = []byte(strings.Replace(string(journal[0].Body), "award", "close", 1))
		return journal
	})
	if got := byHand(altered); !strings.HasPrefix(got, "event 1: the header names another body") {
		t.Errorf("the commands say %q about an altered body", got)
	}
}

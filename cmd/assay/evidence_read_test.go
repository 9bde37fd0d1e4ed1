package main

import (
	"context"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/store"
)

// desk is a home folder in which commands run, and its database.
type desk struct {
	t    *testing.T
	home string
}

func (d desk) db() string { return filepath.Join(d.home, "desk.db") }

// run runs a command and returns its output and errors together.
func (d desk) run(args ...string) string {
	d.t.Helper()
	cmd := exec.Command("assay", append(args, "--db", d.db())...)
	cmd.Dir, cmd.Env = d.home, append(environ(d.home), "ASSAY_EVALUATOR=dana@lakeside.example")
	out, _ := cmd.CombinedOutput() // a refusal is read by its words
	return string(out)
}

// see wants texts in what a command says.
func (d desk) see(out string, texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		if !strings.Contains(out, text) {
			d.t.Errorf("%q is missing in: %s", text, out)
		}
	}
}

// Evidence that came with a reply is listed apart, and counts once a person says what
// it shows: for one item, or for others that the same document shows.
func TestReadingEvidence(t *testing.T) {
	d := desk{t, t.TempDir()}
	d.run("vendor", "add", "Harbor")
	d.run("assess", "new", "--vendor", "harbor")
	ctx := context.Background()
	kept, err := store.Open(ctx, d.db(), store.Options{Now: time.Now, Zone: time.UTC, NewID: newID, AnchorDir: filepath.Join(d.home, "state", "assay", "anchors")})
	if err != nil {
		t.Fatal(err)
	}
	id, err := kept.FindAssessment(ctx, "harbor")
	if err != nil {
		t.Fatal(err)
	}
	record := assessment.Evidence{Kind: "EV-01", File: "agreement.pdf", Unread: true}
	if record.SHA256, record.Size, err = kept.PutFile(ctx, strings.NewReader("the agreement")); err != nil {
		t.Fatal(err)
	}
	roster := assessment.Evidence{Kind: "EV-20", Reference: "sent by the vendor as roster.xlsx on 2026-11-28, not kept here", Unread: true}
	for item, records := range map[string][]assessment.Evidence{"BAA-01": {record}, "BAA-03": {record, roster}} {
		entry := assessment.Entry{ID: newID(), At: time.Now().UnixMicro(), By: "dana@lakeside.example", Change: assessment.Answered{
			Answer: assessment.Answer{Item: item, Value: assessment.Met, Assurance: assessment.Claimed, Evidence: records},
		}}
		if _, err := kept.Record(ctx, id, entry); err != nil {
			t.Fatal(err)
		}
	}
	if err := kept.Close(); err != nil {
		t.Fatal(err)
	}

	d.see(d.run("evidence", "list", "harbor", "--unread"), "BAA-01/1  claimed, received, not read: does not count yet", "BAA-03/1", "BAA-03/2")
	d.see(d.run("assess", "review", "harbor"), "Received, not read", "2 evidence records received, not read yet")
	d.see(d.run("assess", "outstanding", "harbor"), "Received, not read yet", "somebody to read 1 received document")
	d.see(d.run("evidence", "read", "harbor", "BAA-01"), "needs the date until which it is valid")
	d.see(d.run("evidence", "read", "harbor", "BAA-01", "--as-of", "-30d", "--valid-until", "+300d", "--checked", "9"), "there is no number 9")
	d.see(d.run("evidence", "read", "harbor", "BAA-01", "--as-of", "-30d", "--valid-until", "+300d", "--also-for", "TEC-01"), "BAA-01 has no unread record of this document for TEC-01")
	d.see(d.run("evidence", "read", "harbor", "BAA-01", "--as-of", "-30d", "--valid-until", "+300d", "--seen", "MRN 12345678 on page 2"), "looks like a medical record number")
	out := d.run("evidence", "read", "harbor", "agreement.pdf", "--as-of", "-30d")
	d.see(out, "names more than one evidence record", "BAA-01/1", "BAA-03/1")

	d.see(d.run("evidence", "read", "harbor", "BAA-01", "--as-of", "-30d", "--valid-until", "+300d", "--seen", "page 3", "--checked", "all", "--also-for", "baa-03"),
		"BAA-01/1 is read: documented, in force until", "BAA-03/1 is read: documented", "the verdict: still blocked")
	d.see(d.run("evidence", "read", "harbor", "BAA-01/1", "--as-of", "-30d", "--valid-until", "+300d"), "BAA-01/1 was read already")
	var list []struct {
		Record   string
		Evidence assessment.Evidence
	}
	if err := json.Unmarshal([]byte(d.run("evidence", "list", "harbor", "--json")), &list); err != nil {
		t.Fatal(err)
	}
	if one := list[1]; one.Record != "BAA-03/1" || one.Evidence.Unread || one.Evidence.Seen != "page 3" || one.Evidence.File != "agreement.pdf" || one.Evidence.Assurance != assessment.Documented {
		t.Errorf("the second record is %+v", one)
	}
	d.see(d.run("evidence", "list", "harbor", "--unread"), "BAA-03/2")
	if out := d.run("doctor"); strings.Contains(out, "error") || strings.Contains(out, "rolled back") {
		t.Error(out)
	}
}

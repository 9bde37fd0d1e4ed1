package main

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"assay/report/pdf/pdftest"
	"assay/tui/sshserver"
)

// served is the part of docs/team.md for whoever runs the server for SSH.
func served(t *testing.T) string {
	t.Helper()
	_, part, begins := strings.Cut(page(t, "docs/team.md"), "\n## Serve the workbench over SSH\n")
	part, _, ends := strings.Cut(part, "\n## ")
	if !begins || !ends {
		t.Fatal("docs/team.md does not tell how to serve the workbench over SSH")
	}
	return part
}

// fenced is the one block of the section that has a text.
func fenced(t *testing.T, text string) string {
	t.Helper()
	for _, block := range regexp.MustCompile("(?ms)^```\\w*\n(.*?)^```$").FindAllStringSubmatch(served(t), -1) {
		if strings.Contains(block[1], text) {
			return block[1]
		}
	}
	t.Fatalf("docs/team.md has no block with %q", text)
	return ""
}

// systemd takes every line of the unit in docs/team.md, and counts it among the well closed
// services. The unit gives assay more time to end than assay needs.
func TestSystemdTakesTheUnit(t *testing.T) {
	program, err := exec.LookPath("assay")
	must(t, err)
	text := fenced(t, "[Service]")
	unit := filepath.Join(t.TempDir(), "assay.service")
	write(t, unit, strings.ReplaceAll(text, "/usr/local/bin/assay", program))
	if out, ok := pdftest.Tool(t, "systemd-analyze", "verify", "--man=no", unit); !ok || out != "" {
		t.Errorf("systemd-analyze verify: %v\n%s", ok, out)
	}
	if out, ok := pdftest.Tool(t, "systemd-analyze", "security", "--offline=yes", "--threshold=15", "--no-pager", unit); !ok {
		t.Errorf("the unit is more open than 1.5 of 10:\n%s", out)
	}
	limit := regexp.MustCompile(`(?m)^TimeoutStopSec=(\d+)$`).FindStringSubmatch(text)
	if limit == nil {
		t.Fatal("the unit has no TimeoutStopSec")
	}
	if d, err := time.ParseDuration(limit[1] + "s"); err != nil || d <= sshserver.UsualLimits().Ending+orderly {
		t.Errorf("systemd kills assay after %v, %v", d, err)
	}
}

// assay serves with the words of ExecStart. Whoever has the line for known_hosts and the
// entry for ~/.ssh/config that docs/team.md gives reaches it without a question, with the
// name of the key that the document gives to people behind a bastion.
func TestPeopleReachTheServerAsTheDocumentSays(t *testing.T) {
	m := newTeam(t, "")
	started := regexp.MustCompile(`(?m)^ExecStart=\S+/assay serve --listen 127\.0\.0\.1:2222(.*)$`).FindStringSubmatch(fenced(t, "[Service]"))
	if started == nil {
		t.Fatal("the unit starts something else")
	}
	r := m.serves(append(strings.Fields(started[1]), "--host-key", filepath.Join(m.home, "host_key"))...)

	const home = "/var/lib/assay/.local/share/assay/"
	inHome := strings.NewReplacer(home, m.home+"/", ":2222", ":"+r.port)
	line, err := exec.Command("sh", "-c", inHome.Replace(fenced(t, "echo "))).Output()
	must(t, err)
	known := filepath.Join(m.home, "known")
	write(t, known, string(line))
	shown, err := exec.Command("sh", "-c", inHome.Replace(fenced(t, "-lf "+home))).Output()
	must(t, err)
	if !strings.Contains(string(shown), " "+r.key+" ") {
		t.Errorf("the fingerprint is %s, and the document's command prints %s", r.key, shown)
	}

	entry := strings.NewReplacer("Port 2222", "Port "+r.port, "~/.ssh/id_ed25519", m.key("Dana Whitfield")).Replace(fenced(t, "Host assay.example"))
	config := filepath.Join(m.home, "ssh_config")
	write(t, config, entry+"  HostName 127.0.0.1\n  HostKeyAlias [assay.example]:"+r.port+"\n  StrictHostKeyChecking yes\n  BatchMode yes\n  UserKnownHostsFile "+known+"\n")
	dana := openTerminal(t, m.home, "ssh", "-F", config, "assay.example")
	dana.until("Dana Whitfield, evaluator", "Harbor Staffing")
	dana.press("q")
	if code, all := dana.end(); code != 0 {
		t.Errorf("ssh ended with %d:\n%s", code, all)
	}
	write(t, filepath.Join(m.home, "plan.pdf"), "%PDF-1.7\n")
	if out, err := exec.Command("scp", "-F", config, filepath.Join(m.home, "plan.pdf"), "assay.example:").CombinedOutput(); err != nil {
		t.Errorf("scp: %v\n%s", err, out)
	}
}

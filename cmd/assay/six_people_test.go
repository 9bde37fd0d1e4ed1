package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"assay/assessment/store/pgtest"
)

// Six people decide about a vendor over SSH, with the ssh that everybody has, on one
// PostgreSQL server. Each has a role, and does what that role does: three grade apart and
// one of them disagrees, a reviewer reconciles, an approver decides and signs at home, an auditor
// verifies the signed report and the journal. The server is killed in the middle, and
// nothing is lost. The others of this story are refused: an evaluator who decides, somebody
// whom nobody knows, somebody who was removed, a forwarded port, and a path in the name of a
// file.
func TestSixPeopleOverSSH(t *testing.T) {
	o := newOffice(t)
	ana, ben, cara := o.person("Ana Reyes", "evaluator"), o.person("Ben Okafor", "evaluator"), o.person("Cara Lindqvist", "evaluator")
	ruth, paul, audrey := o.person("Ruth Ortiz", "reviewer"), o.person("Paul Meyer", "approver"), o.person("Audrey Sato", "auditor")
	o.serve()

	// Ana names the three who grade. Each grades alone.
	a := ana.sit()
	a.until("Harbor Staffing")
	ana.opens(a)
	a.press("P")
	a.until("panel", "Nobody is named as a grader")
	a.press("n")
	a.until("Who grades the scenarios?", "Ana Reyes", "Cara Lindqvist")
	a.press("123\t\r")
	a.until("Cara Lindqvist grade blind", "closed, 0 of 3 in")
	a.press("\r")
	a.until("› SCN-01", "next open")
	ana.grades(a, "4", "named the clock and the person")
	b := ben.sit()
	b.until("Harbor Staffing")
	ben.opens(b)
	ben.grades(b, "4", "both named at once")

	// The server is killed while Cara types. What Ana and Ben saved is there, and Cara goes
	// on with her text where she was.
	c := cara.sit()
	c.until("Harbor Staffing")
	cara.opens(c)
	c.until("SCN-01")
	c.press("1")
	c.until("saved")
	c.press("N")
	c.until("Note on SCN-01")
	c.press("named nobody, after a long")
	c.until("named nobody, after a long")
	o.keepsDraft("named nobody, after a long")
	o.kill()
	c.ended()
	o.serve()
	c = cara.sit()
	c.until("Typed and not saved", "named nobody, after a long")
	c.press("c")
	c.until("saves and closes", "named nobody, after a long")
	c.press(" pause\x13")
	c.until("Ana Reyes")

	// All are in: the panel is open for everybody, and Ruth reconciles it.
	r := ruth.sit()
	r.until("Harbor Staffing")
	r.press("i")
	r.until("you read here")
	r.press("gscn1\r")
	r.until("› SCN-01")
	r.press("P")
	r.until("4 4 1: 3 apart, to be reconciled", "named nobody, after a long pause")
	r.press("=")
	r.until("The grade on which they agree for SCN-01")
	r.press("One of three heard nobody named\t2\r")
	r.until("reconciled as 2")

	// Ben may not decide. Paul does.
	b = ben.sit()
	b.until("SCN-01")
	b.press("\x1b")
	b.until("no decision for award yet")
	b.press("D")
	b.until("your role does not do this: an approver does")
	p := paul.sit()
	p.until("Harbor Staffing")
	p.press("\r")
	p.until("no decision for award yet")
	p.press("D")
	p.until("Decide on Harbor Staffing for award")
	p.press("\r")
	p.wait("save the decision", func(shown string) bool {
		return strings.Contains(shown, "decided remediate by Paul Meyer") && !strings.Contains(shown, "saving")
	})

	// Paul writes the report, fetches it, signs it at home and brings it back.
	p.press("r")
	p.until("full report")
	p.press("\r")
	p.until("Written:", ".pdf")
	p.press("\x1b")
	listed := paul.sftp("ls -1")
	file := ""
	for line := range strings.Lines(listed) {
		if name := strings.TrimPrefix(strings.TrimSpace(line), "/"); strings.HasSuffix(name, ".pdf") && !strings.Contains(name, ">") {
			file = name
		}
	}
	if file == "" {
		t.Fatalf("no report to fetch:\n%s", listed)
	}
	paul.sftp("get " + file)
	if again := paul.sftp("ls -1"); strings.Contains(strings.Join(strings.Fields(again)[1:], " "), "\n"+file) {
		t.Errorf("the fetched report is still there:\n%s", again)
	}
	paul.atHome("identity", "new", "--name", "Paul Meyer", "--passphrase-fd", "0")
	paul.atHome("identity", "export", "Paul Meyer", "-o", "paul.pem")
	o.assay("identity", "trust", filepath.Join(paul.home, "paul.pem"), "--yes")
	audrey.atHome("identity", "trust", filepath.Join(paul.home, "paul.pem"), "--yes")
	paul.atHome("sign", file, "--role", "approver", "--passphrase-fd", "0")
	paul.sftp("put " + file)
	p.press(":")
	p.until("all keys")
	p.press("take in a signed\r")
	p.until("Take in a signed report")
	p.press(file + "\r")
	p.until("signed as approver")

	// Audrey reads and verifies: the journal at the server, the report at home.
	d := audrey.sit()
	d.until("Harbor Staffing")
	d.press("\r")
	d.until("decided remediate by Paul Meyer")
	d.press("J")
	d.until("› journal")
	d.press("v")
	d.until("Verify the journal")
	d.press("\r")
	d.until("sound")
	if err := os.Rename(filepath.Join(paul.home, file), filepath.Join(audrey.home, file)); err != nil {
		t.Fatal(err)
	}
	if out := audrey.atHome("verify", file); !strings.Contains(out, "Paul Meyer") || strings.Contains(out, "not proven") {
		t.Errorf("the signed report:\n%s", out)
	}

	// Refusals.
	stranger := o.keyOf("Mallory")
	if out, code := stranger.ssh("-T"); code != 255 || !strings.Contains(out, "Permission denied (publickey)") {
		t.Errorf("a stranger ends with %d:\n%s", code, out)
	}
	if out, code := audrey.ssh("-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:22"); code != 255 || !strings.Contains(out, "remote port forwarding failed") {
		t.Errorf("a forwarded port ends with %d:\n%s", code, out)
	}
	write(t, filepath.Join(ana.home, "note.txt"), "minutes of the call")
	if out := ana.sftp("put note.txt ../elsewhere/note.txt"); !strings.Contains(out, "folder") {
		t.Errorf("a path in a file name:\n%s", out)
	}
	if out := ana.sftp("ls -1"); strings.Contains(out, "note.txt") {
		t.Errorf("a refused file is in the folder:\n%s", out)
	}
	o.assay("people", "remove", "Ben Okafor", "--reason", "he left", "--yes")
	if out, code := ben.ssh("-T"); code != 255 || !strings.Contains(out, "Permission denied (publickey)") {
		t.Errorf("a removed person ends with %d:\n%s", code, out)
	}
	o.assay("doctor")
	o.assay("journal", "verify")
	for _, secret := range []string{"named the clock", "Harbor", "note.txt", file} {
		if strings.Contains(o.log.String(), secret) {
			t.Errorf("the log of the server tells of %q", secret)
		}
	}
}

// office is a database server, and assay that serves it.
type office struct {
	t       *testing.T
	home    string // of whoever runs the server
	db      string
	address string // once it serves
	cmd     *exec.Cmd
	log     bytes.Buffer
}

func newOffice(t *testing.T) *office {
	for _, program := range []string{"ssh", "sftp", "ssh-keygen"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatalf("install openssh-client: %v", err)
		}
	}
	o := &office{t: t, home: t.TempDir(), db: pgtest.Database(t)}
	o.assay("vendor", "add", "Harbor Staffing")
	o.assay("assess", "new", "--vendor", "harbor", "--questionnaire", "hipaa-staffing")
	// The first person is the administrator, and comes in directly with the login of the database.
	o.assay("people", "add", "Dana Whitfield", "--role", "administrator", "--login", "assay_owner")
	t.Cleanup(func() {
		if o.cmd != nil {
			o.cmd.Process.Signal(syscall.SIGTERM) //nolint:errcheck // it may be gone
			o.cmd.Wait()                          //nolint:errcheck // its exit code is of no interest
		}
		if t.Failed() {
			t.Logf("the log of the server:\n%s", o.log.String())
		}
	})
	return o
}

// assay runs a command on the computer of the server.
func (o *office) assay(args ...string) string {
	o.t.Helper()
	out, code := assay(o.t, o.home, append(args, "--db", o.db)...)
	if code != 0 {
		o.t.Fatalf("%v ends with %d:\n%s", args, code, out)
	}
	return out
}

// serve starts the server, at the same address each time.
func (o *office) serve() {
	o.t.Helper()
	listen := o.address
	if listen == "" {
		listen = "127.0.0.1:0"
	}
	o.cmd = exec.Command("assay", "serve", "--db", o.db, "--listen", listen, "--json")
	o.cmd.Dir, o.cmd.Env = o.home, environ(o.home)
	o.cmd.Stderr = &o.log
	out, err := o.cmd.StdoutPipe()
	if err != nil {
		o.t.Fatal(err)
	}
	if err := o.cmd.Start(); err != nil {
		o.t.Fatal(err)
	}
	var ready struct{ Address string }
	if err := json.NewDecoder(bufio.NewReader(out)).Decode(&ready); err != nil {
		o.t.Fatalf("the server does not start: %v\n%s", err, o.log.String())
	}
	o.address = ready.Address
	go io.Copy(io.Discard, out) //nolint:errcheck // until the server ends
}

// keepsDraft waits until a text that somebody types is on the disk of the server, which takes
// less than a second.
func (o *office) keepsDraft(text string) {
	o.t.Helper()
	for deadline := time.After(patience); ; {
		found, err := filepath.Glob(filepath.Join(homeOf(o.home)["XDG_STATE_HOME"], "assay", "served", "drafts", "*", "*", "*.json"))
		if err != nil {
			o.t.Fatal(err)
		}
		for _, path := range found {
			if kept, err := os.ReadFile(path); err == nil && bytes.Contains(kept, []byte(text)) {
				return
			}
		}
		select {
		case <-deadline:
			o.t.Fatal("the text is not on the disk")
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// kill ends the server as a failure of the computer does.
func (o *office) kill() {
	o.t.Helper()
	if err := o.cmd.Process.Kill(); err != nil {
		o.t.Fatal(err)
	}
	o.cmd.Wait() //nolint:errcheck // it was killed
}

// colleague is somebody at a computer of their own, with a key.
type colleague struct {
	office *office
	name   string
	home   string
	key    string
}

// keyOf is somebody with a key that the record does not know.
func (o *office) keyOf(name string) *colleague {
	o.t.Helper()
	home := o.t.TempDir()
	c := &colleague{office: o, name: name, home: home, key: filepath.Join(home, "id")}
	if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", c.key).CombinedOutput(); err != nil {
		o.t.Fatalf("%v\n%s", err, out)
	}
	return c
}

// person is somebody whom the administrator adds.
func (o *office) person(name, role string) *colleague {
	o.t.Helper()
	c := o.keyOf(name)
	o.assay("people", "add", name, "--role", role, "--key", c.key+".pub")
	return c
}

// options are those of ssh and sftp for this person.
func (c *colleague) options() []string {
	host, port, err := net.SplitHostPort(c.office.address)
	if err != nil || host != "127.0.0.1" {
		c.office.t.Fatalf("the server is at %s", c.office.address)
	}
	return []string{
		"-F", "none", "-i", c.key, "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=accept-new",
		"-o", "UserKnownHostsFile=" + filepath.Join(c.home, "known_hosts"), "-o", "LogLevel=INFO", "-o", "Port=" + port,
	}
}

// sit opens the workbench with ssh.
func (c *colleague) sit() *remoteDesk {
	c.office.t.Helper()
	return &remoteDesk{openTerminal(c.office.t, c.home, "ssh", append(c.options(), "-t", "127.0.0.1")...)}
}

// ssh runs ssh without a terminal.
func (c *colleague) ssh(args ...string) (out string, code int) {
	cmd := exec.Command("ssh", slices.Concat(c.options(), args, []string{"127.0.0.1"})...)
	cmd.Dir, cmd.Env = c.home, environ(c.home)
	said, _ := cmd.CombinedOutput()
	return string(said), cmd.ProcessState.ExitCode()
}

// sftp runs one command of sftp, and gives what it prints.
func (c *colleague) sftp(command string) string {
	c.office.t.Helper()
	cmd := exec.Command("sftp", append(c.options(), "-b", "-", "127.0.0.1")...)
	cmd.Dir, cmd.Env, cmd.Stdin = c.home, environ(c.home), strings.NewReader(command+"\n")
	said, _ := cmd.CombinedOutput()
	return string(said)
}

// atHome runs assay on the person's own computer, without any database.
func (c *colleague) atHome(args ...string) string {
	c.office.t.Helper()
	cmd := exec.Command("assay", args...)
	cmd.Dir, cmd.Env, cmd.Stdin = c.home, environ(c.home), strings.NewReader("a long enough passphrase\n")
	out, err := cmd.CombinedOutput()
	if err != nil {
		c.office.t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return string(out)
}

// opens goes to the first scenario of the interview.
func (c *colleague) opens(at *remoteDesk) {
	c.office.t.Helper()
	at.press("i")
	at.until("Any key goes on")
	at.press("\r")
	at.until("next open")
	at.press("g")
	at.until("Go to")
	at.press("scn1\r")
	at.until("› SCN-01")
}

// grades gives a grade and a note to the first scenario.
func (c *colleague) grades(at *remoteDesk, grade, note string) {
	c.office.t.Helper()
	at.until("SCN-01")
	at.press(grade)
	at.until("saved")
	at.press("N")
	at.until("Note on SCN-01")
	at.press(note + "\x13")
	at.until("saved")
	at.press("\x03")
	at.ended()
}

// remoteDesk is a terminal with the workbench of the server.
type remoteDesk struct{ *terminal }

// ended waits for ssh to end.
func (d *remoteDesk) ended() {
	d.t.Helper()
	code, all := d.end()
	if code != 0 && code != 255 {
		d.t.Fatalf("ssh ended with %d:\n%s", code, all)
	}
}

package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"assay/assessment/store/pgtest"
)

// team is a record with people, on a server that people reach with ssh.
type team struct {
	t    *testing.T
	home string // of the account of the server
	db   string // an address or a file
}

// newTeam makes a record with an administrator, an evaluator Dana and an evaluator Kim, and
// an assessment.
func newTeam(t *testing.T, db string) *team {
	t.Helper()
	m := &team{t: t, home: t.TempDir(), db: db}
	if db == "" {
		m.db = filepath.Join(m.home, "team.db")
	}
	as, login := []string{"--evaluator", "Olive Park"}, []string{}
	if db != "" {
		as, login = nil, []string{"--login", pgtest.Owner} // the login is the name
	}
	m.does(append([]string{"vendor", "add", "Harbor Staffing"}, as...)...)
	m.does(append([]string{"assess", "new", "--vendor", "harbor", "--questionnaire", "hipaa-screening-call"}, as...)...)
	m.does(append([]string{"people", "add", "Olive Park", "--key", m.key("Olive Park") + ".pub"}, append(as, login...)...)...)
	for _, name := range []string{"Dana Whitfield", "Kim Ruiz"} {
		m.does(append([]string{"people", "add", name, "--role", "evaluator", "--key", m.key(name) + ".pub"}, as...)...)
	}
	return m
}

// does runs a command on the record, which must succeed.
func (m *team) does(args ...string) string {
	m.t.Helper()
	out, code := assay(m.t, m.home, append(args, "--db", m.db)...)
	if code != exitDone {
		m.t.Fatalf("assay %s ended with %d", strings.Join(args, " "), code)
	}
	return out
}

// key is the file of the private key of somebody, which is made once. The public one is
// beside it.
func (m *team) key(name string) string {
	m.t.Helper()
	path := filepath.Join(m.home, "keys", strings.Fields(name)[0])
	if _, err := os.Stat(path); err == nil {
		return path
	}
	public, private, err := ed25519.GenerateKey(rand.Reader)
	must(m.t, err)
	block, err := gossh.MarshalPrivateKey(private, "")
	must(m.t, err)
	shown, err := gossh.NewPublicKey(public)
	must(m.t, err)
	write(m.t, path, string(pem.EncodeToMemory(block)))
	write(m.t, path+".pub", string(gossh.MarshalAuthorizedKey(shown)))
	return path
}

// running is a server that runs.
type running struct {
	*team
	cmd    *exec.Cmd
	port   string
	key    string // the fingerprint
	mu     sync.Mutex
	log    bytes.Buffer
	exited chan struct{}
}

var servedAt = regexp.MustCompile(`is served at 127\.0\.0\.1:(\d+)\nthe host key is (SHA256:\S+), in `)

// serves starts the server, and waits until it takes connections.
func (m *team) serves(args ...string) *running {
	m.t.Helper()
	r := &running{team: m, exited: make(chan struct{})}
	r.cmd = exec.Command("assay", append([]string{"serve", "--db", m.db, "--listen", "127.0.0.1:0"}, args...)...)
	r.cmd.Dir, r.cmd.Env, r.cmd.Stderr = m.home, environ(m.home), r
	out, err := r.cmd.StdoutPipe()
	must(m.t, err)
	must(m.t, r.cmd.Start())
	m.t.Cleanup(func() {
		_ = r.cmd.Process.Kill()
		<-r.exited
		if m.t.Failed() {
			m.t.Logf("the log of the server:\n%s", r.logged())
		}
	})
	lines := bufio.NewReader(out)
	told := ""
	for range 2 {
		line, err := lines.ReadString('\n')
		if err != nil {
			close(r.exited)
			_ = r.cmd.Wait()
			m.t.Fatalf("the server does not begin: %s%s", told, r.logged())
		}
		told += line
	}
	go func() {
		defer close(r.exited)
		_, _ = lines.WriteTo(&bytes.Buffer{})
		_ = r.cmd.Wait() // the exit code is read from the state
	}()
	found := servedAt.FindStringSubmatch(told)
	if found == nil {
		m.t.Fatalf("the server says %q", told)
	}
	r.port, r.key = found[1], found[2]
	return r
}

func (r *running) Write(line []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.log.Write(line)
}

func (r *running) logged() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.log.String()
}

// options are those with which somebody calls ssh, scp or sftp. The host key that was seen
// first must be there again.
func (r *running) options(name string) []string {
	return []string{
		"-F", "none", "-i", r.team.key(name), "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "Port=" + r.port, "-o", "HostKeyAlias=record",
		"-o", "StrictHostKeyChecking=accept-new", "-o", "UserKnownHostsFile=" + filepath.Join(r.home, "known_hosts"), "-o", "LogLevel=ERROR",
	}
}

// sits opens the workbench with ssh in a terminal.
func (r *running) sits(name string) *terminal {
	r.t.Helper()
	return openTerminal(r.t, r.home, "ssh", append(r.options(name), "127.0.0.1")...)
}

// takesBack wants the workbench to open where the person was, and to offer the text, which
// the person takes.
func (s *terminal) takesBack(text string) {
	s.t.Helper()
	s.until("Harbor Staffing ›", "Typed and not saved: 1 text", text)
	s.press("\r")
	s.until("y copies it in")
	s.press("y")
	s.until("esc saves and closes", text)
}

// ends sends a signal to the server and returns its exit code.
func (r *running) ends(sig syscall.Signal) int {
	r.t.Helper()
	must(r.t, r.cmd.Process.Signal(sig))
	select {
	case <-r.exited:
	case <-time.After(patience):
		r.t.Fatalf("the server still runs:\n%s", r.logged())
	}
	return r.cmd.ProcessState.ExitCode()
}

// A person opens the workbench with plain ssh in a real terminal and answers. ssh is killed
// in the middle of a note, and later the server is stopped: each time the person comes back
// to the same place, and the text is offered. The answers are in the record under the name
// of the key.
func testServedWithSSH(t *testing.T, m *team) {
	r := m.serves()
	dana := r.sits("Dana Whitfield")
	dana.until("Harbor Staffing")
	dana.press("i")
	dana.until("Any key goes on")
	dana.press("\r")
	dana.until("enter answer")
	dana.press("\r")
	dana.until("▸ answer")
	dana.press("US")
	dana.until("▸ answer  US")
	dana.press("\r")
	dana.until("live 1 of 18", "● saved")
	dana.resize(100, 30)
	dana.press("N")
	dana.until("Note on countries")
	dana.press("マニラで控え")
	dana.until("マニラで控え")
	must(t, dana.cmd.Process.Kill())
	<-dana.exited

	again := r.sits("Dana Whitfield")
	again.takesBack("マニラで控え")
	kim := r.sits("Kim Ruiz")
	kim.until("Harbor Staffing")

	if code := r.ends(syscall.SIGTERM); code != exitDone {
		t.Errorf("the server ended with %d", code)
	}
	for _, s := range []*terminal{again, kim} {
		code, all := s.end()
		if code != 1 || !strings.Contains(all, "assay: the server stops now. Every answer is saved, and a text that you were typing is kept. Connect again in a minute") {
			t.Errorf("the session ended with %d and %q", code, all[max(0, len(all)-300):])
		}
	}
	log := r.logged()
	for _, want := range []string{`msg=came person="Dana Whitfield"`, `msg=went person="Dana Whitfield"`, `because="the connection is lost"`, "msg=stopping visits=2", `because="the server stops"`} {
		if !strings.Contains(log, want) {
			t.Errorf("the log has no %s", want)
		}
	}
	for _, secret := range []string{"Harbor", "マニラ", "countries"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log tells of %s", secret)
		}
	}

	later := m.serves()
	if later.key != r.key {
		t.Errorf("the host key was %s, and is %s after a restart", r.key, later.key)
	}
	last := later.sits("Dana Whitfield")
	last.takesBack("マニラで控え")
	last.press("\x1b")
	last.wait("save the note", func(shown string) bool {
		return !strings.Contains(shown, "Note on") && strings.Contains(shown, "● saved")
	})
	last.press("\x03")
	if code, all := last.end(); code != exitDone {
		t.Errorf("the session ended with %d and %q", code, all[max(0, len(all)-300):])
	}
	shown := m.does("assess", "show", "harbor", "--json")
	for _, want := range []string{`"value": "US"`, `"by": "Dana Whitfield"`, "マニラで控え"} {
		if !strings.Contains(shown, want) {
			t.Errorf("the record has no %s:\n%s", want, shown)
		}
	}
}

func TestARecordInAFileIsServedWithSSH(t *testing.T) { testServedWithSSH(t, newTeam(t, "")) }

func TestARecordOnAServerIsServedWithSSH(t *testing.T) {
	testServedWithSSH(t, newTeam(t, pgtest.Database(t)))
}

// A person brings a file with scp and fetches it again, and a path in a name is refused.
func TestFilesComeWithSCP(t *testing.T) {
	m := newTeam(t, "")
	r := m.serves()
	letter := filepath.Join(m.home, "letter.txt")
	write(t, letter, "we back up in Manila")
	scp := func(args ...string) (string, error) {
		out, err := exec.Command("scp", append(r.options("Dana Whitfield"), args...)...).CombinedOutput()
		return string(out), err
	}
	if out, err := scp(letter, "127.0.0.1:"); err != nil {
		t.Fatalf("scp: %v\n%s", err, out)
	}
	if out, err := scp(letter, "127.0.0.1:../../letter.txt"); err == nil {
		t.Errorf("scp brought a file to a path: %s", out)
	}
	back := filepath.Join(m.home, "back.txt")
	if out, err := scp("127.0.0.1:letter.txt", back); err != nil {
		t.Fatalf("scp: %v\n%s", err, out)
	}
	if got, err := os.ReadFile(back); err != nil || string(got) != "we back up in Manila" {
		t.Errorf("%q came back: %v", got, err)
	}
	if log := r.logged(); !strings.Contains(log, "kind=files") || strings.Contains(log, "letter") {
		t.Errorf("the log:\n%s", log)
	}
}

// A record without people is not served, a name is no way to come in, and a host key that
// others can read is refused. A server that other computers reach says so.
func TestServeRefuses(t *testing.T) {
	home := t.TempDir()
	run := func(args ...string) (string, int) {
		ctx, stop := context.WithTimeout(t.Context(), patience)
		defer stop()
		cmd := exec.CommandContext(ctx, "assay", append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
		cmd.Dir, cmd.Env = home, environ(home)
		out, err := cmd.CombinedOutput()
		if err == nil {
			t.Errorf("assay serve %q ended in order:\n%s", args, out)
		}
		return string(out), cmd.ProcessState.ExitCode()
	}
	if out, code := run(); code != exitNotFound || !strings.Contains(out, "there is no database") {
		t.Errorf("without a database it ended with %d:\n%s", code, out)
	}
	assay(t, home, "vendor", "add", "Harbor", "--evaluator", "Olive Park")
	if out, code := run(); code != exitFailed || !strings.Contains(out, "the record has no people") || !strings.Contains(out, "`assay people add`") {
		t.Errorf("without people it ended with %d:\n%s", code, out)
	}
	assay(t, home, "people", "add", "Olive Park", "--evaluator", "Olive Park")
	if out, code := run("--evaluator", "Olive Park"); code != exitUsage || !strings.Contains(out, "the key of each person says who it is") {
		t.Errorf("with a name it ended with %d:\n%s", code, out)
	}
	for _, args := range [][]string{{"--idle", "0s"}, {"--sessions", "0"}, {"--idle", "soon"}} {
		if out, code := run(args...); code != exitUsage {
			t.Errorf("with %q it ended with %d:\n%s", args, code, out)
		}
	}
	m := &team{t: t, home: home}
	key := m.key("Olive Park")
	must(t, os.Chmod(key, 0o640))
	if out, code := run("--host-key", key); code != exitFailed || !strings.Contains(out, "others can read or change the host key") || !strings.Contains(out, "chmod 600 ") {
		t.Errorf("with an open host key it ended with %d:\n%s", code, out)
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer taken.Close()
	if out, code := run("--listen", taken.Addr().String()); code != exitFailed || !strings.Contains(out, "cannot listen at "+taken.Addr().String()) {
		t.Errorf("at a taken address it ended with %d:\n%s", code, out)
	}
}

// A server that other computers can reach says so, and one that was asked for JSON writes its
// log as JSON.
func TestAServerSaysWhoReachesIt(t *testing.T) {
	home := t.TempDir()
	assay(t, home, "vendor", "add", "Harbor", "--evaluator", "Olive Park")
	assay(t, home, "people", "add", "Olive Park", "--evaluator", "Olive Park")
	for _, c := range []struct {
		args           []string
		stdout, stderr string
	}{
		{[]string{"--listen", "0.0.0.0:0"}, "is served at", "assay: warning: other computers can connect to"},
		{[]string{"--listen", "127.0.0.1:0", "--json"}, `"address": "127.0.0.1:`, `"msg":"stopping"`},
	} {
		cmd := exec.Command("assay", append([]string{"serve"}, c.args...)...)
		cmd.Dir, cmd.Env = home, environ(home)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		lines, told := bufio.NewReader(out), ""
		for !strings.Contains(told, c.stdout) {
			line, err := lines.ReadString('\n')
			if told += line; err != nil {
				t.Fatalf("%q: %v\n%s%s", c.args, err, told, stderr.String())
			}
		}
		must(t, cmd.Process.Signal(syscall.SIGTERM))
		_, _ = lines.WriteTo(&bytes.Buffer{})
		_ = cmd.Wait() // the exit code is read from the state
		if code := cmd.ProcessState.ExitCode(); code != exitDone || !strings.Contains(stderr.String(), c.stderr) {
			t.Errorf("%q ended with %d:\n%s", c.args, code, stderr.String())
		}
	}
	made, err := os.Stat(filepath.Join(home, "data", "assay", "host_key"))
	must(t, err)
	if made.Mode().Perm() != 0o600 {
		t.Errorf("the host key has the mode %v", made.Mode())
	}
}

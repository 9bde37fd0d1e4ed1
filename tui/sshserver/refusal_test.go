package sshserver_test

import (
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"assay/tui/sshserver"
)

const host = "anybody@127.0.0.1"

// ssh runs the program ssh with a key and options, without a terminal of its own, and
// returns all that it wrote.
func (s *served) ssh(p person, options ...string) (out string, code int) {
	s.t.Helper()
	return s.run("ssh", p, append(options, host)...)
}

// run runs a program of OpenSSH with a key.
func (s *served) run(program string, p person, args ...string) (out string, code int) {
	s.t.Helper()
	_, port, err := net.SplitHostPort(s.address)
	if err != nil {
		s.t.Fatal(err)
	}
	options := []string{"-F", "none", "-o", "Port=" + port, "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=INFO", "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "ConnectTimeout=30"}
	if p.file != "" {
		options = append(options, "-i", p.file)
	}
	cmd := exec.Command(program, append(options, args...)...)
	cmd.Env = append(os.Environ(), "SSH_AUTH_SOCK=", "DISPLAY=")
	text, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		return string(text), exit.ExitCode()
	case err != nil:
		s.t.Fatal(err)
	}
	return string(text), 0
}

// Whoever shows no key of the record stays outside, whatever else they show.
func TestOnlyAKeyOfTheRecordOpensTheServer(t *testing.T) {
	s := serve(t)
	dana := s.add("Dana Whitfield")
	out, code := s.ssh(stranger(t, "Mallory"))
	if code != 255 || !strings.Contains(out, "Permission denied (publickey)") {
		t.Errorf("ssh with an unknown key ended with %d:\n%s", code, out)
	}
	signed := &gossh.Certificate{Key: dana.key.PublicKey(), CertType: gossh.UserCert, KeyId: "dana", ValidPrincipals: []string{"anybody"}, ValidBefore: gossh.CertTimeInfinity}
	if err := signed.SignCert(rand.Reader, dana.key); err != nil {
		t.Fatal(err)
	}
	certified, err := gossh.NewCertSigner(signed, dana.key)
	if err != nil {
		t.Fatal(err)
	}
	for name, method := range map[string]gossh.AuthMethod{
		"password":    gossh.Password("secret"),
		"question":    gossh.KeyboardInteractive(func(string, string, []string, []bool) ([]string, error) { return nil, nil }),
		"certificate": gossh.PublicKeys(certified),
		"unknown key": gossh.PublicKeys(stranger(t, "Mallory").key),
	} {
		client, err := gossh.Dial("tcp", s.address, &gossh.ClientConfig{User: "root\x1b[2J", Auth: []gossh.AuthMethod{method}, HostKeyCallback: gossh.InsecureIgnoreHostKey()})
		if err == nil {
			client.Close()
			t.Errorf("a %s opened the server", name)
		}
	}
	if client, err := gossh.Dial("tcp", s.address, &gossh.ClientConfig{User: "root", HostKeyCallback: gossh.InsecureIgnoreHostKey()}); err == nil {
		client.Close()
		t.Error("the server opened without anything")
	}
	s.until("level=WARN", "refused", "it showed only the key SHA256:")
	s.until("level=WARN", "refused", "a certificate is no key")
	if text, _ := s.log.read(); strings.ContainsRune(text, '\x1b') || strings.Contains(text, "came") {
		t.Errorf("the log:\n%s", text)
	}
}

// An old key with SHA-1 signatures only is refused as a way in; a long RSA key is fine.
func TestAnRSAKeyOpensTheServerWithNewSignatures(t *testing.T) {
	s := serve(t)
	private, err := rsa.GenerateKey(rand.Reader, 3072)
	if err != nil {
		t.Fatal(err)
	}
	dana := s.admit(holder(t, "Dana Whitfield", private))
	s.client(dana)
	old, err := gossh.NewSignerWithAlgorithms(dana.key.(gossh.AlgorithmSigner), []string{gossh.KeyAlgoRSA})
	if err != nil {
		t.Fatal(err)
	}
	dana.key = old
	if _, err := s.connect(dana); err == nil {
		t.Error("a signature with SHA-1 opened the server")
	}
}

// A client asks whether a key of somebody else would do, and then signs with its own. It
// comes in as the person whose key has signed.
func TestTheKeyThatHasSignedSaysWhoItIs(t *testing.T) {
	s := serve(t)
	dana, kim := s.add("Dana Whitfield"), s.add("Kim Ruiz")
	if err := os.Remove(kim.file); err != nil { // only the public half is left
		t.Fatal(err)
	}
	kim.file += ".pub"
	out, code := s.ssh(kim, "-v", "-i", dana.file, "-T")
	if code != 1 || !strings.Contains(out, "Server accepts key: "+kim.file) || !strings.Contains(out, "Server accepts key: "+dana.file) {
		t.Fatalf("ssh ended with %d:\n%s", code, out)
	}
	here := s.sit(dana, usual)
	here.see("No vendor yet")
	s.until("came", `person="Dana Whitfield"`)
	if text, _ := s.log.read(); strings.Contains(text, kim.name) {
		t.Errorf("the log has the other person:\n%s", text)
	}
}

// Everything but the workbench on a terminal is refused with a sentence, and logged.
func TestOnlyTheWorkbenchIsServed(t *testing.T) {
	s := serve(t)
	dana := s.add("Dana Whitfield")
	for name, c := range map[string]struct {
		args   []string // of which the last is the command
		says   string
		logged string
	}{
		"no terminal": {[]string{"-T", ""}, "assay: this server opens the workbench, which needs a terminal: connect with ssh -t, from a terminal.", "a workbench without a terminal"},
		"command":     {[]string{"-T", "cat /etc/passwd"}, "assay: this server runs no commands; connect without one, and it opens the workbench.", "a command"},
		"shell":       {[]string{"-tt", "sh -i"}, "assay: this server runs no commands; connect without one, and it opens the workbench.", "a command"},
		"subsystem":   {[]string{"-s", "netconf"}, "subsystem request failed", "the subsystem netconf"},
		"files":       {[]string{"-s", "sftp"}, "subsystem request failed", "the subsystem sftp"},
	} {
		last := len(c.args) - 1
		out, code := s.run("ssh", dana, append(slices.Clone(c.args[:last]), host, c.args[last])...)
		if code == 0 || !strings.Contains(out, c.says) {
			t.Errorf("%s: ssh ended with %d:\n%s", name, code, out)
		}
		s.until("refused", c.logged)
	}
	local := filepath.Join(t.TempDir(), "letter.txt")
	if err := os.WriteFile(local, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, code := s.run("scp", dana, "-O", local, host+":")
	if code != 1 || !strings.Contains(out, "scp copies files without the flag -O") {
		t.Errorf("the old way of scp ended with %d:\n%s", code, out)
	}
	for name, c := range map[string]struct {
		args   []string
		logged string
	}{
		"port of the server": {[]string{"-R", "0:127.0.0.1:1", "-o", "ExitOnForwardFailure=no"}, "a forwarded port or socket of this server"},
		"socket":             {[]string{"-R", filepath.Join(t.TempDir(), "s") + ":127.0.0.1:1", "-o", "ExitOnForwardFailure=no"}, "a forwarded port or socket of this server"},
	} {
		if out, code := s.ssh(dana, c.args...); code != 1 {
			t.Errorf("%s: ssh ended with %d:\n%s", name, code, out)
		}
		s.until("refused", c.logged)
	}
}

// Variables that say nothing about the drawing are not taken, and the session goes on.
func TestOtherVariablesAreNotTaken(t *testing.T) {
	s := serve(t)
	_, _ = s.ssh(s.add("Dana Whitfield"), "-tt", "-o", "SetEnv=LD_PRELOAD=/tmp/x LC_ALL=C") // it has no keyboard
	s.until("refused", "the variables LD_PRELOAD, LC_ALL")
	s.until("came", "kind=workbench")
}

// A client that speaks to the server itself gets no channel and no request beyond those of
// a workbench.
func TestNothingIsForwarded(t *testing.T) {
	s := serve(t)
	dana := s.add("Dana Whitfield")
	client := s.client(dana)
	for _, kind := range []string{"direct-tcpip", "direct-streamlocal@openssh.com", "x11", "auth-agent@openssh.com", "tun@openssh.com"} {
		_, _, err := client.OpenChannel(kind, gossh.Marshal(struct {
			Host       string
			Port       uint32
			From       string
			OriginPort uint32
		}{"127.0.0.1", 22, "127.0.0.1", 4}))
		var refused *gossh.OpenChannelError
		if !errors.As(err, &refused) || refused.Reason != gossh.Prohibited {
			t.Errorf("a channel %s was answered with %v", kind, err)
		}
	}
	for _, kind := range []string{"tcpip-forward", "streamlocal-forward@openssh.com", "reboot@example"} {
		if ok, _, err := client.SendRequest(kind, true, gossh.Marshal(struct {
			Host string
			Port uint32
		}{"", 0})); ok || err != nil {
			t.Errorf("the request %s was answered with %v, %v", kind, ok, err)
		}
	}
	session, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	for _, kind := range []string{"auth-agent-req@openssh.com", "x11-req", "unheard@example"} {
		if ok, err := session.SendRequest(kind, true, nil); ok || err != nil {
			t.Errorf("the request %s was answered with %v, %v", kind, ok, err)
		}
	}
	for _, name := range []string{"LD_PRELOAD", "PATH", "HOME", "CLICOLOR_FORCE"} {
		if err := session.Setenv(name, "x"); err == nil {
			t.Errorf("the server took the variable %s", name)
		}
	}
	if err := session.Setenv("LANG", strings.Repeat("x", 1000)); err == nil {
		t.Error("the server took a long variable")
	}
	for _, term := range []string{"../../etc/passwd", "", "a b", "\x1b[2J", strings.Repeat("x", 100)} {
		if err := session.RequestPty(term, 24, 80, nil); err == nil {
			t.Errorf("the server took %q for a terminal", term)
		}
	}
	for _, line := range []string{"a forwarded agent", "forwarded windows of X11", "a forwarded port or socket to another place", "the request unheard@example", "a channel of the kind tun@openssh.com"} {
		s.until("refused", line)
	}
}

// A terminal that cannot move its cursor is refused with a sentence.
func TestADumbTerminalIsRefused(t *testing.T) {
	s := serve(t)
	dana := s.add("Dana Whitfield")
	here := s.sit(dana, terminal{term: "dumb", width: 80, height: 24})
	if code, last := here.leave(); code != 1 || !strings.Contains(last, "assay: the workbench cannot draw on a dumb terminal.") {
		t.Errorf("the session ended with %d:\n%s", code, last)
	}
}

// A client that asks for forbidden things again and again does not fill the log.
func TestRefusalsDoNotFillTheLog(t *testing.T) {
	s := serve(t)
	client := s.client(s.add("Dana Whitfield"))
	for n := range 200 {
		if _, _, err := client.SendRequest(fmt.Sprintf("nonsense-%d", n), true, nil); err != nil {
			t.Fatal(err)
		}
	}
	s.until("more is refused without a line here")
	if text, _ := s.log.read(); strings.Count(text, "refused") > 25 {
		t.Errorf("the log has %d lines of refusals", strings.Count(text, "refused"))
	}
}

// Each limit refuses one more than it allows, with a sentence, and lets in again later.
func TestLimits(t *testing.T) {
	s := serve(t, func(c *sshserver.Configuration) { c.Limits.Sessions, c.Limits.PerPerson = 3, 2 })
	dana, kim, ada := s.add("Dana Whitfield"), s.add("Kim Ruiz"), s.add("Ada Obi")
	one, two := s.sit(dana, usual), s.sit(dana, usual)
	one.see("No vendor yet")
	two.see("No vendor yet")
	if code, last := s.sit(dana, usual).leave(); code != 1 || !strings.Contains(unwrapped(last), "you use this server 2 times at once, which is the limit") {
		t.Errorf("a third session of one person ended with %d:\n%s", code, last)
	}
	s.sit(kim, usual).see("No vendor yet")
	if code, last := s.sit(ada, usual).leave(); code != 1 || !strings.Contains(unwrapped(last), "3 people use this server, which is its limit; try again later") {
		t.Errorf("a fourth session ended with %d:\n%s", code, last)
	}
	one.press("q")
	one.leave()
	s.until("went", `person="Dana Whitfield"`)
	s.sit(ada, usual).see("No vendor yet")
}

func TestAConnectionThatShowsNothingIsClosed(t *testing.T) {
	s := serve(t, func(c *sshserver.Configuration) {
		c.Limits.Handshake, c.Limits.Alone = 200*time.Millisecond, 200*time.Millisecond
	})
	silent, err := net.Dial("tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	if err := silent.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	buffer := make([]byte, 1000)
	for {
		if _, err = silent.Read(buffer); err != nil {
			break
		}
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("a connection that says nothing stays open")
	}
	s.until("refused", "it showed no key")
	alone := s.client(s.add("Dana Whitfield"))
	if err := alone.Wait(); err == nil {
		t.Error("the connection ended without a word")
	}
}

func TestTooManyConnectionsFromOneAddress(t *testing.T) {
	s := serve(t, func(c *sshserver.Configuration) { c.Limits.PerMinute = 3 })
	dana := s.add("Dana Whitfield")
	for range 3 {
		s.client(dana)
	}
	for range 3 {
		if _, err := s.connect(dana); err == nil {
			t.Error("a fourth connection in a minute came in")
		}
	}
	s.until("level=WARN", "refused", "more than 3 connections from one address in a minute")
	if text, _ := s.log.read(); strings.Count(text, "more than 3") != 1 {
		t.Errorf("the log repeats itself:\n%s", text)
	}
}

// A client may show few keys, and an address few wrong ones.
func TestGuessingKeysEnds(t *testing.T) {
	s := serve(t, func(c *sshserver.Configuration) { c.Limits.Tries, c.Limits.Failures = 3, 2 })
	dana := s.add("Dana Whitfield")
	var keys []gossh.Signer
	for range 3 {
		keys = append(keys, stranger(t, "Mallory").key)
	}
	guess := func() error {
		client, err := gossh.Dial("tcp", s.address, &gossh.ClientConfig{User: "x", Auth: []gossh.AuthMethod{gossh.PublicKeys(append(keys, dana.key)...)}, HostKeyCallback: gossh.InsecureIgnoreHostKey()})
		if err == nil {
			client.Close()
		}
		return err
	}
	if err := guess(); err == nil {
		t.Error("a fourth key was looked at")
	}
	s.client(dana)
	_ = guess()
	s.untilTimes(2, "refused", "it showed only the key")
	for range 2 {
		if _, err := s.connect(dana); err == nil {
			t.Error("an address that guesses keys came in")
		}
	}
	s.until("refused", "2 connections from one address showed no known key in the last minutes")
}

// A client that opens channels and asks for nothing does not keep the connection.
func TestAConnectionWithoutAVisitIsClosed(t *testing.T) {
	s := serve(t, func(c *sshserver.Configuration) { c.Limits.Alone = 200 * time.Millisecond })
	client := s.client(s.add("Dana Whitfield"))
	session, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.RequestPty("xterm", 24, 80, nil); err != nil {
		t.Fatal(err)
	}
	closed := make(chan error, 1)
	go func() { closed <- client.Wait() }()
	select {
	case <-closed:
	case <-time.After(patience):
		t.Error("a connection with a channel that asks for nothing stays open")
	}
}

// One person does not take the connections of all the others, and the address that they
// share is not taken for one that guesses keys.
func TestOnePersonHasFewConnections(t *testing.T) {
	s := serve(t, func(c *sshserver.Configuration) { c.Limits.OpenPerPerson, c.Limits.Failures = 2, 1 })
	dana, kim := s.add("Dana Whitfield"), s.add("Kim Ruiz")
	one, two := s.client(dana), s.client(dana)
	out, code := s.ssh(dana, "-T")
	if code != 255 || !strings.Contains(out, "you have too many connections to this server; close one of them first") {
		t.Errorf("ssh ended with %d:\n%s", code, out)
	}
	s.until("refused", "it showed only you have too many connections")
	s.sit(kim, usual).see("No vendor yet")
	if err := errors.Join(one.Close(), two.Close()); err != nil {
		t.Fatal(err)
	}
	for range 1000 { // until the server has noticed
		if client, err := s.connect(dana); err == nil {
			client.Close()
			return
		}
		<-time.After(10 * time.Millisecond)
	}
	t.Error("a person who closed connections does not come in again")
}

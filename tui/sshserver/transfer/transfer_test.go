package transfer_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"

	"assay/assessment/workspace/exchange"
	"assay/tui/sshserver/transfer"
)

// host is a server with the folder of one person, and the home of that person with the
// programs of OpenSSH.
type host struct {
	t      *testing.T
	folder exchange.Folder
	home   string // where the person's programs run
	key    ssh.Signer
	port   string

	ctx   context.Context
	end   context.CancelFunc // the account is removed
	gone  chan struct{}      // a transfer has ended
	mu    sync.Mutex
	now   time.Time
	conns []net.Conn

	log kept
}

// kept is what several goroutines write.
type kept struct {
	mu    sync.Mutex
	bytes bytes.Buffer
}

// Write implements io.Writer.
func (k *kept) Write(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.bytes.Write(p)
}

func (k *kept) text() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.bytes.String()
}

func newHost(t *testing.T) *host {
	t.Helper()
	h := &host{t: t, home: t.TempDir(), now: time.Now(), gone: make(chan struct{}, 100)}
	h.folder = exchange.Folder{Path: filepath.Join(t.TempDir(), "served", "ruth"), Now: h.clock}
	h.ctx, h.end = context.WithCancel(context.Background())
	t.Cleanup(h.end)
	own, line := newKey(t, filepath.Join(h.home, "host"))
	h.key, _ = newKey(t, filepath.Join(h.home, "id"))

	config := &ssh.ServerConfig{PublicKeyCallback: func(ssh.ConnMetadata, ssh.PublicKey) (*ssh.Permissions, error) { return nil, nil }}
	config.AddHostKey(own)
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	_, h.port, _ = net.SplitHostPort(listener.Addr().String())
	h.file("known_hosts", fmt.Sprintf("[127.0.0.1]:%s %s", h.port, line))
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			h.mu.Lock()
			h.conns = append(h.conns, conn)
			h.mu.Unlock()
			go h.connection(conn, config)
		}
	}()
	return h
}

func newKey(t *testing.T, path string) (ssh.Signer, string) {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	key, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return key, string(ssh.MarshalAuthorizedKey(key.PublicKey()))
}

func (h *host) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *host) later(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

func (h *host) connection(conn net.Conn, config *ssh.ServerConfig) {
	_, channels, requests, err := ssh.NewServerConn(conn, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for offered := range channels {
		channel, requests, err := offered.Accept()
		if err != nil {
			return
		}
		go h.session(channel, requests)
	}
}

// session is a channel with an error output, as wish has it.
type session struct{ ssh.Channel }

func (s session) Stderr() io.ReadWriter { return s.Channel.Stderr() }

func (h *host) session(channel ssh.Channel, requests <-chan *ssh.Request) {
	defer channel.Close()
	for r := range requests {
		if r.Type != "subsystem" {
			_ = r.Reply(false, nil)
			continue
		}
		_ = r.Reply(true, nil)
		stop := context.AfterFunc(h.ctx, func() { channel.Close() })
		code := byte(0)
		if err := transfer.Serve(h.ctx, h.folder, session{channel}, slog.New(slog.NewTextHandler(&h.log, nil))); err != nil {
			fmt.Fprintln(&h.log, "ended:", err)
			code = 1
		}
		stop()
		_, _ = channel.SendRequest("exit-status", false, []byte{0, 0, 0, code})
		h.gone <- struct{}{}
		return
	}
}

// cut breaks every connection.
func (h *host) cut() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, conn := range h.conns {
		conn.Close()
	}
	h.conns = nil
}

// ended waits until a transfer has ended on the server.
func (h *host) ended() {
	h.t.Helper()
	select {
	case <-h.gone:
	case <-time.After(20 * time.Second):
		h.t.Fatal("the transfer does not end")
	}
}

// file writes a file at home.
func (h *host) file(name, content string) {
	h.t.Helper()
	if err := os.WriteFile(filepath.Join(h.home, name), []byte(content), 0o600); err != nil {
		h.t.Fatal(err)
	}
}

// has reads a file at home.
func (h *host) has(name string) string {
	content, err := os.ReadFile(filepath.Join(h.home, name))
	if err != nil {
		return "none"
	}
	return string(content)
}

// bring puts a file into the folder.
func (h *host) bring(name, content string) {
	h.t.Helper()
	if _, err := h.folder.Write(name, []byte(content), true); err != nil {
		h.t.Fatal(err)
	}
}

// names are the files in the folder, as the person sees them.
func (h *host) names() string {
	h.t.Helper()
	list, err := h.folder.List()
	if err != nil {
		h.t.Fatal(err)
	}
	var names []string
	for _, e := range list {
		names = append(names, e.Name)
	}
	return strings.Join(names, " ")
}

// onDisk are all names in the folder.
func (h *host) onDisk() string {
	entries, err := os.ReadDir(h.folder.Path)
	if err != nil {
		return ""
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

// holds is the content of a file in the folder.
func (h *host) holds(name string) string {
	content, err := os.ReadFile(filepath.Join(h.folder.Path, name))
	if err != nil {
		return "none"
	}
	return string(content)
}

// run runs a program of OpenSSH at home. It returns all that the person reads.
func (h *host) run(program string, args ...string) (read string, ok bool) {
	h.t.Helper()
	return h.feed("", program, args...)
}

func (h *host) feed(input, program string, args ...string) (read string, ok bool) {
	h.t.Helper()
	command := h.command(program, args...)
	command.Stdin = strings.NewReader(input)
	out, err := command.CombinedOutput()
	if strings.Contains(string(out), h.folder.Path) || strings.Contains(string(out), "served") || strings.Contains(string(out), "\x00") {
		h.t.Errorf("%s shows a path of the server: %q", program, out)
	}
	return string(out), err == nil
}

func (h *host) command(program string, args ...string) *exec.Cmd {
	if _, err := exec.LookPath(program); err != nil {
		h.t.Skipf("no %s", program)
	}
	options := []string{
		"-F", "none", "-P", h.port, "-i", filepath.Join(h.home, "id"), "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes",
		"-o", "UserKnownHostsFile=" + filepath.Join(h.home, "known_hosts"), "-o", "StrictHostKeyChecking=yes", "-o", "LogLevel=ERROR",
	}
	command := exec.CommandContext(h.t.Context(), program, append(options, args...)...)
	command.Dir = h.home
	command.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	return command
}

// client is a client that asks for whatever the test wants.
func (h *host) client() *sftp.Client {
	h.t.Helper()
	conn, err := ssh.Dial("tcp", "127.0.0.1:"+h.port, &ssh.ClientConfig{
		User: "x", Auth: []ssh.AuthMethod{ssh.PublicKeys(h.key)}, HostKeyCallback: ssh.InsecureIgnoreHostKey(),
	})
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { conn.Close() })
	client, err := sftp.NewClient(conn)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { client.Close() })
	return client
}

// until waits for something that another program does.
func (h *host) until(is func() bool) {
	h.t.Helper()
	for end := time.Now().Add(20 * time.Second); !is(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			h.t.Fatal("it does not happen")
		}
	}
}

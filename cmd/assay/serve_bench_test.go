//go:build linux

package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/store/pgtest"
	"assay/questionnaire"
	"assay/templates"
)

// How the workbench feels over SSH, and the memory that it takes, in megabytes and
// milliseconds.
const (
	servedSessions, servedTypists = 100, 32
	servedMemoryLimit             = 600.0
	servedKeyLimit                = 50.0
	servedFrameLimit              = 150.0
	servedNote                    = 8                      // letters before a note is saved
	servedPause                   = 150 * time.Millisecond // between two keys of a person who types fast
)

// letters are in no sequence that controls a terminal, so that one that comes back was drawn.
var letters = []rune("αβγδεζηθικλμνξοπρστυφχψω")

// BenchmarkServe tells how 100 people at one server fare, each in an interview. 32 of them
// type notes, a key every 150 milliseconds, and save each after eight letters, which the other 99 hear of. It
// tells how long it takes from a key to the frame that shows it, from connecting to the
// first frame with rows, and the memory that the server has at the end. The clients run on
// the same computer.
//
//	go test ./cmd/assay -run '^$' -bench Serve -benchtime 5x
func BenchmarkServe(b *testing.B) {
	program := built(b)
	b.Run("file", func(b *testing.B) { benchServe(b, program, filepath.Join(b.TempDir(), "assay.db")) })
	b.Run("server", func(b *testing.B) { benchServe(b, program, pgtest.Database(b)) })
}

func benchServe(b *testing.B, program, db string) {
	s := newRemote(b, program, db)
	var connected []time.Duration
	var seats []*remoteSeat
	for n := range servedSessions {
		begun := time.Now()
		seat := s.sit(n)
		seat.until("Harbor")
		connected = append(connected, time.Since(begun))
		seats = append(seats, seat)
	}
	for n, seat := range seats {
		seat.press(strings.Repeat("j", n%servedTypists) + "i")
		seat.until("Any key goes on")
		seat.press("\r")
		seat.until("next open")
	}
	var all []time.Duration
	var mu sync.Mutex
	for b.Loop() {
		var typing sync.WaitGroup
		for n, seat := range seats[:servedTypists] {
			typing.Go(func() {
				// People do not press their keys at the same moment.
				<-time.After(time.Duration(n) * servedPause / servedTypists)
				took := seat.note()
				mu.Lock()
				all = append(all, took...)
				mu.Unlock()
			})
		}
		typing.Wait()
	}
	s.keeps(db, b.N)
	now, most := s.memory()
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(percentile(all, 50), "key-p50-ms")
	b.ReportMetric(percentile(all, 99), "key-p99-ms")
	b.ReportMetric(servedKeyLimit, "limit-key-p99-ms")
	b.ReportMetric(percentile(all, 99)/servedKeyLimit, "×limit-key-p99")
	b.ReportMetric(percentile(connected, 50), "frame-p50-ms")
	b.ReportMetric(percentile(connected, 99), "frame-p99-ms")
	b.ReportMetric(servedFrameLimit, "limit-frame-ms")
	b.ReportMetric(percentile(connected, 50)/servedFrameLimit, "×limit-frame")
	b.ReportMetric(now, "MB")
	b.ReportMetric(most, "most-MB")
	b.ReportMetric(servedMemoryLimit, "limit-MB")
	b.ReportMetric(most/servedMemoryLimit, "×limit-MB")
	b.ReportMetric(float64(len(all)), "keys")
}

// remote is a running server with as many people as sessions.
type remote struct {
	b       *testing.B
	cmd     *exec.Cmd
	address string
	keys    []gossh.Signer
}

func newRemote(b *testing.B, program, db string) *remote {
	b.Helper()
	home := b.TempDir()
	s := &remote{b: b}
	s.fill(db)
	s.cmd = exec.Command(program, "serve", "--db", db, "--listen", "127.0.0.1:0", "--json")
	s.cmd.Dir, s.cmd.Env = home, append(os.Environ(), "HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_DATA_HOME="+home, "XDG_STATE_HOME="+home, "TZ=UTC")
	var log bytes.Buffer
	s.cmd.Stderr = &log
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = s.cmd.Process.Signal(syscall.SIGTERM)
		if err := s.cmd.Wait(); b.Failed() {
			b.Logf("the server ended with %v:\n%s", err, log.String())
		}
	})
	var ready struct{ Address string }
	if err := json.NewDecoder(bufio.NewReader(out)).Decode(&ready); err != nil {
		b.Fatalf("%v\n%s", err, log.String())
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	s.address = ready.Address
	return s
}

// fill makes a record with one vendor and one assessment for each person.
func (s *remote) fill(db string) {
	s.b.Helper()
	ctx := context.Background()
	kept, err := store.Open(ctx, db, store.Options{Now: time.Now, Zone: time.UTC, NewID: newID})
	if err != nil {
		s.b.Fatal(err)
	}
	defer kept.Close()
	q, err := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).Get("hipaa-staffing")
	if err != nil {
		s.b.Fatal(err)
	}
	for n := range servedSessions {
		public, private, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			s.b.Fatal(err)
		}
		line, err := gossh.NewPublicKey(public)
		if err != nil {
			s.b.Fatal(err)
		}
		signer, err := gossh.NewSignerFromKey(private)
		if err != nil {
			s.b.Fatal(err)
		}
		s.keys = append(s.keys, signer)
		if _, err := kept.AddPerson(ctx, store.NewPerson{Name: s.name(n), Roles: []assessment.Role{assessment.Evaluator}, Keys: []string{string(gossh.MarshalAuthorizedKey(line))}}, s.name(0)); err != nil {
			s.b.Fatal(err)
		}
	}
	for n := range servedTypists {
		v, err := kept.AddVendor(ctx, assessment.Vendor{Name: vendorOf(n)}, s.name(n))
		if err != nil {
			s.b.Fatal(err)
		}
		if _, err := kept.OpenAssessment(ctx, store.Opening{Vendor: v, Questionnaire: q, Milestone: "award", By: s.name(n)}); err != nil {
			s.b.Fatal(err)
		}
	}
}

// vendorOf is the vendor whose assessment a person works on. Each of those who type has their own.
func vendorOf(n int) string { return fmt.Sprintf("Harbor %02d", n%servedTypists) }

func (s *remote) name(n int) string { return fmt.Sprintf("Person %03d", n) }

// keeps waits until the notes of all rounds are in the record.
func (s *remote) keeps(db string, rounds int) {
	s.b.Helper()
	ctx := context.Background()
	kept, err := store.Open(ctx, db, store.Options{Now: time.Now, Zone: time.UTC, NewID: newID})
	if err != nil {
		s.b.Fatal(err)
	}
	defer kept.Close()
	changed := make(chan struct{}, 1)
	watching, stop := context.WithTimeout(ctx, patience)
	defer stop()
	go kept.Watch(watching, func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	})
	for {
		all, err := kept.VerifyJournals(ctx)
		if err != nil {
			s.b.Fatal(err)
		}
		notes := -servedTypists // each assessment was opened
		for _, journal := range all {
			if journal.Kind == assessment.OfAssessment {
				notes += journal.Events
			}
		}
		if notes == rounds*servedTypists {
			return
		}
		select {
		case <-changed:
		case <-watching.Done():
			s.b.Fatalf("%d notes were typed, and the record has %d", rounds*servedTypists, notes)
		}
	}
}

// memory is what the server has resident now, and the most that it had, in megabytes.
func (s *remote) memory() (now, most float64) {
	s.b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		s.b.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		var kilobytes float64
		if _, err := fmt.Sscanf(line, "VmRSS: %g", &kilobytes); err == nil {
			now = kilobytes / 1024
		}
		if _, err := fmt.Sscanf(line, "VmHWM: %g", &kilobytes); err == nil {
			most = kilobytes / 1024
		}
	}
	return now, most
}

// remoteSeat is one person at the server.
type remoteSeat struct {
	b     *testing.B
	n     int
	keys  io.Writer
	typed int

	mu    sync.Mutex
	text  []byte // that came and was not looked at
	drawn chan struct{}
}

// sit connects a person. Each has an address of its own, as from a computer of its own.
func (s *remote) sit(n int) *remoteSeat {
	s.b.Helper()
	from := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 1, byte(1+n))}}
	conn, err := from.Dial("tcp", s.address)
	if err != nil {
		s.b.Fatal(err)
	}
	secure, channels, requests, err := gossh.NewClientConn(conn, s.address, &gossh.ClientConfig{
		User: "assay", Auth: []gossh.AuthMethod{gossh.PublicKeys(s.keys[n])}, HostKeyCallback: gossh.InsecureIgnoreHostKey(), //nolint:gosec // our own server
	})
	if err != nil {
		s.b.Fatal(err)
	}
	client := gossh.NewClient(secure, channels, requests)
	s.b.Cleanup(func() { client.Close() })
	session, err := client.NewSession()
	if err != nil {
		s.b.Fatal(err)
	}
	if err := session.RequestPty("xterm-256color", 30, 100, gossh.TerminalModes{}); err != nil {
		s.b.Fatal(err)
	}
	seat := &remoteSeat{b: s.b, n: n, drawn: make(chan struct{}, 1)}
	if seat.keys, err = session.StdinPipe(); err != nil {
		s.b.Fatal(err)
	}
	session.Stdout = seat
	if err := session.Shell(); err != nil {
		s.b.Fatal(err)
	}
	return seat
}

// Write takes what the server draws.
func (t *remoteSeat) Write(drawn []byte) (int, error) {
	t.mu.Lock()
	t.text = append(t.text, drawn...)
	t.mu.Unlock()
	select {
	case t.drawn <- struct{}{}:
	default:
	}
	return len(drawn), nil
}

func (t *remoteSeat) press(keys string) {
	if _, err := io.WriteString(t.keys, keys); err != nil {
		t.b.Error(err)
	}
}

// until waits for one of several texts, and forgets everything that came before its end.
func (t *remoteSeat) until(texts ...string) time.Time {
	for deadline := time.After(patience); ; {
		t.mu.Lock()
		for _, text := range texts {
			if at := bytes.LastIndex(t.text, []byte(text)); at >= 0 {
				t.text = t.text[at+len(text):]
				t.mu.Unlock()
				return time.Now()
			}
		}
		t.mu.Unlock()
		select {
		case <-t.drawn:
		case <-deadline:
			t.mu.Lock()
			defer t.mu.Unlock()
			t.b.Errorf("person %d waits for %q in vain:\n%q", t.n, texts, t.text)
			return time.Now()
		}
	}
}

// note opens the note, types letters, and saves it. It returns how long each letter took.
func (t *remoteSeat) note() (took []time.Duration) {
	t.press("N")
	t.until("Note on")
	beat := time.NewTicker(servedPause)
	defer beat.Stop()
	for range servedNote {
		<-beat.C
		letter := string(letters[t.typed%len(letters)])
		t.typed++
		begun := time.Now()
		t.press(letter)
		took = append(took, t.until(letter).Sub(begun))
	}
	t.press("\x13")
	t.until("next open")
	return took
}

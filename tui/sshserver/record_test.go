package sshserver_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/uuid"
	gossh "golang.org/x/crypto/ssh"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/workspace"
	"assay/assessment/workspace/draft"
	"assay/questionnaire"
	"assay/templates"
	"assay/tui"
	"assay/tui/sshserver"
)

// patience is how long a person waits for something that should take less than a second.
// Many tests run at once.
const patience = 60 * time.Second

// served is a record that a server serves.
type served struct {
	t       *testing.T
	store   *store.Store
	library *questionnaire.Library
	drafts  string
	address string
	log     *journal
	stop    context.CancelFunc
	ended   chan error // of the server

	mu     sync.Mutex
	around map[string]func(tea.Model) tea.Model // by person
	broken error                                // of reading the people
	tried  chan struct{}                        // a try to read them while that is broken; may be nil
}

// person is somebody with a key.
type person struct {
	name string
	key  gossh.Signer
	file string // of the private key, for ssh
	id   string // of the account
}

// journal is the log of a server.
type journal struct {
	mu    sync.Mutex
	text  bytes.Buffer
	wrote chan struct{} // closed and made anew with every line
}

func (j *journal) Write(line []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	close(j.wrote)
	j.wrote = make(chan struct{})
	return j.text.Write(line)
}

func (j *journal) read() (text string, more <-chan struct{}) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String(), j.wrote
}

// until waits for a line of the log with all of it.
func (s *served) until(parts ...string) {
	s.t.Helper()
	s.untilTimes(1, parts...)
}

// untilTimes waits for several such lines.
func (s *served) untilTimes(times int, parts ...string) {
	s.t.Helper()
	for deadline := time.After(patience); ; {
		text, more := s.log.read()
		found := 0
		for line := range strings.Lines(text) {
			if holdsAll(line, parts) {
				found++
			}
		}
		if found >= times {
			return
		}
		select {
		case <-more:
		case <-deadline:
			s.t.Fatalf("no line of the log has %q:\n%s", parts, text)
		}
	}
}

func holdsAll(text string, parts []string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}

// serve serves a new record until the test ends.
func serve(t *testing.T, change ...func(*sshserver.Configuration)) *served {
	t.Helper()
	folder := t.TempDir()
	s := &served{
		t: t, drafts: filepath.Join(folder, "drafts"), log: &journal{wrote: make(chan struct{})}, ended: make(chan error, 1),
		library: questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}),
		around:  map[string]func(tea.Model) tea.Model{},
	}
	kept, err := store.Open(t.Context(), filepath.Join(folder, "assay.db"), store.Options{Now: time.Now, Zone: time.UTC, NewID: newID, AnchorDir: filepath.Join(folder, "anchors")})
	if err != nil {
		t.Fatal(err)
	}
	s.store = kept
	if _, err := kept.AddPerson(t.Context(), store.NewPerson{Name: olive, Roles: []assessment.Role{assessment.Administrator}}, olive); err != nil {
		t.Fatal(err)
	}
	key, err := sshserver.HostKey(filepath.Join(folder, "host_key"))
	if err != nil {
		t.Fatal(err)
	}
	c := sshserver.Configuration{
		HostKey: key, People: s.read, Watch: kept.Watch, Bench: s.bench, Now: time.Now,
		CrashLog: func(log string) (string, error) {
			return "crash.log", os.WriteFile(filepath.Join(folder, "crash.log"), []byte(log), 0o600)
		},
		Log: slog.New(slog.NewTextHandler(s.log, nil)),
	}
	for _, do := range change {
		do(&c)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	var serving sync.WaitGroup
	serving.Go(func() { s.ended <- sshserver.New(c).Serve(ctx, listener) })
	t.Cleanup(func() {
		stop()
		serving.Wait()
		if err := kept.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			text, _ := s.log.read()
			t.Logf("the log of the server:\n%s", text)
		}
	})
	return s
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// bench is the workbench of a person.
func (s *served) bench(_ context.Context, who assessment.Account) (tui.Bench, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return tui.Bench{
		Workspace: workspace.Workspace{Store: s.store.As(who.Name), Library: s.library, Now: time.Now, NewID: newID, Zone: time.UTC, Evaluator: who.Name},
		Drafts:    draft.Folder{Path: filepath.Join(s.drafts, who.ID), Now: time.Now},
		Around:    s.around[who.Name],
		CrashLog:  func(string) (string, error) { return "crash.log", nil },
	}, nil
}

// read reads the people, unless the record cannot be read.
func (s *served) read(ctx context.Context) (assessment.People, error) {
	s.mu.Lock()
	broken, tried := s.broken, s.tried
	s.mu.Unlock()
	if broken != nil {
		select {
		case tried <- struct{}{}:
		default:
		}
		return assessment.People{}, broken
	}
	return s.store.People(ctx)
}

// olive is the administrator of every record.
const olive = "Olive Park"

// add adds a person with a new key to the record.
func (s *served) add(name string) person {
	s.t.Helper()
	return s.admit(stranger(s.t, name))
}

// admit adds a person with a key to the record.
func (s *served) admit(p person) person {
	s.t.Helper()
	if err := s.store.Remember(s.t.Context(), "card of the interview of "+p.name, "shown"); err != nil {
		s.t.Fatal(err)
	}
	line := string(gossh.MarshalAuthorizedKey(p.key.PublicKey()))
	who, err := s.store.AddPerson(s.t.Context(), store.NewPerson{Name: p.name, Roles: []assessment.Role{assessment.Evaluator}, Keys: []string{line}}, olive)
	if err != nil {
		s.t.Fatal(err)
	}
	p.id = who.ID
	return p
}

// remove takes a person out of the record.
func (s *served) remove(p person) {
	s.t.Helper()
	if _, err := s.store.RemovePerson(s.t.Context(), p.id, olive, "left the team"); err != nil {
		s.t.Fatal(err)
	}
}

// stranger is somebody with a new key whom no record knows.
func stranger(t *testing.T, name string) person {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return holder(t, name, private)
}

// holder is somebody with a key, which is in a file for ssh too.
func holder(t *testing.T, name string, private any) person {
	t.Helper()
	signer, err := gossh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	block, err := gossh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	p := person{name: name, key: signer, file: filepath.Join(t.TempDir(), "key")}
	if err := os.WriteFile(p.file, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p.file+".pub", gossh.MarshalAuthorizedKey(signer.PublicKey()), 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p person) fingerprint() string { return gossh.FingerprintSHA256(p.key.PublicKey()) }

// assess opens an assessment of a vendor, and returns its id.
func (s *served) assess(vendor, by string) string {
	s.t.Helper()
	q, err := s.library.Get("hipaa-screening-call")
	if err != nil {
		s.t.Fatal(err)
	}
	added, err := s.store.AddVendor(s.t.Context(), assessment.Vendor{Name: vendor}, by)
	if err != nil {
		s.t.Fatal(err)
	}
	opened, err := s.store.OpenAssessment(s.t.Context(), store.Opening{Vendor: added, Questionnaire: q, Milestone: questionnaire.Award, By: by})
	if err != nil {
		s.t.Fatal(err)
	}
	return opened.Assessment
}

// connect connects with a key.
func (s *served) connect(p person) (*gossh.Client, error) {
	return gossh.Dial("tcp", s.address, &gossh.ClientConfig{
		User: "anybody", Auth: []gossh.AuthMethod{gossh.PublicKeys(p.key)}, HostKeyCallback: gossh.InsecureIgnoreHostKey(), Timeout: patience,
	})
}

// client is a connection that must succeed.
func (s *served) client(p person) *gossh.Client {
	s.t.Helper()
	client, err := s.connect(p)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = client.Close() })
	return client
}

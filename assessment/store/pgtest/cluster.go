package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// Every cluster has these roles. All may log in without a password.
const (
	Superuser   = "postgres"
	Owner       = "assay_owner"   // owns the databases that Database makes
	Application = "assay_app"     // has no rights yet
	Auditor     = "assay_auditor" // has no rights yet
)

// port is part of the name of the socket. Nothing listens on it in a network.
const port = "5432"

// patience is how long a server may take to start or to end.
const patience = 60 * time.Second

// Cluster is one PostgreSQL server with its databases.
type Cluster struct {
	folder   string // holds the data, the socket and the log
	programs string // the folder of postgres and initdb
	settings []string
	guard    io.Closer // the guard ends the server when this is closed
	guarded  *exec.Cmd

	mu     sync.Mutex
	server *exec.Cmd     // nil while none runs
	ended  chan struct{} // closed when the server has ended

	made atomic.Int64 // counts the databases
}

// Start starts a cluster for one test, and ends it with the test. Each setting is one
// line of postgresql.conf, such as "fsync=off". Without PostgreSQL the test is skipped,
// but CI must have it.
func Start(tb testing.TB, settings ...string) *Cluster {
	tb.Helper()
	c, err := start(settings)
	need(tb, err)
	tb.Cleanup(func() {
		if err := c.end(); err != nil {
			tb.Error(err)
		}
	})
	return c
}

var shared = sync.OnceValues(func() (*Cluster, error) { return start(nil) })

// Shared returns the cluster of this test process. A test that calls it must leave the
// cluster as it is: other tests use it at the same time.
func Shared(tb testing.TB) *Cluster {
	tb.Helper()
	c, err := shared()
	need(tb, err)
	return c
}

// Database makes an empty database in the shared cluster, and drops it with the test.
// It returns its address for the role Owner.
func Database(tb testing.TB) string {
	tb.Helper()
	c := Shared(tb)
	return c.URL(Owner, c.Database(tb))
}

// need ends a test that has no cluster.
func need(tb testing.TB, err error) {
	tb.Helper()
	switch {
	case errors.Is(err, errNotInstalled) && os.Getenv("CI") == "":
		tb.Skip(err.Error() + ": this check did not run")
	case err != nil:
		tb.Fatal(err)
	}
}

// start makes a cluster and its roles.
func start(settings []string) (*Cluster, error) {
	programs, err := installed()
	if err != nil {
		return nil, err
	}
	folder, err := newFolder()
	if err != nil {
		return nil, err
	}
	c := &Cluster{folder: folder, programs: programs, settings: settings}
	if err := c.watch(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	err = c.create()
	if err == nil {
		err = c.Start()
	}
	if err == nil {
		_, err = c.Run(context.Background(), "postgres", fmt.Sprintf(`CREATE ROLE %s LOGIN; CREATE ROLE %s LOGIN; CREATE ROLE %s LOGIN`, Owner, Application, Auditor))
	}
	if err != nil {
		return nil, errors.Join(err, c.end())
	}
	return c, nil
}

// create makes the folder of the data. The settings are those of a server that keeps all
// answers that it has acknowledged.
func (c *Cluster) create() error {
	out, err := c.command("initdb", "--pgdata="+c.data(), "--username="+Superuser, "--auth=trust", "--encoding=UTF8",
		"--data-checksums", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US", "--no-sync").CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	settings := append([]string{
		"listen_addresses=''", "port=" + port, "unix_socket_directories='" + c.folder + "'",
		"max_connections=200", "shared_buffers=64MB", "max_wal_size=256MB", "dynamic_shared_memory_type=mmap",
		"fsync=on", "full_page_writes=on", "synchronous_commit=on",
	}, c.settings...)
	file, err := os.OpenFile(filepath.Join(c.data(), "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = file.WriteString(strings.Join(settings, "\n") + "\n")
	return errors.Join(err, file.Close())
}

// Start starts the server after Stop or Kill, and returns when it answers.
func (c *Cluster) Start() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.server != nil {
		return errors.New("the server runs already")
	}
	log, err := os.OpenFile(c.log(), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	server := c.command("postgres", "-D", c.data())
	server.Stdout, server.Stderr = log, log
	if err := server.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Wait() // the log says why it ended
	}()
	c.server, c.ended = server, ended
	return c.answers()
}

// answers waits until the server takes connections.
func (c *Cluster) answers() error {
	ctx, end := context.WithTimeout(context.Background(), patience)
	defer end()
	for {
		conn, err := pgconn.Connect(ctx, c.URL(Superuser, "postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-time.After(5 * time.Millisecond):
		case <-c.ended:
			c.server = nil
			return fmt.Errorf("the server ended by itself:\n%s", c.lastWords())
		case <-ctx.Done():
			return fmt.Errorf("the server does not answer: %w\n%s", err, c.lastWords())
		}
	}
}

// Stop ends the server in order: its connections are closed, and open transactions are
// rolled back. It returns when the server is gone. It does nothing if none runs.
func (c *Cluster) Stop() error {
	return c.quit(func(server *os.Process) error { return server.Signal(os.Interrupt) })
}

// Kill kills every process of the server at once, as a power cut would. The memory of
// the server is lost, and only its files are left.
func (c *Cluster) Kill() error {
	return c.quit(func(server *os.Process) error {
		// The server comes first, so that it starts no other process meanwhile.
		if err := server.Kill(); err != nil {
			return err
		}
		return killAll(c.data())
	})
}

// quit ends the server, and waits until it is gone.
func (c *Cluster) quit(by func(server *os.Process) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.server == nil {
		return nil
	}
	if err := by(c.server.Process); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-c.ended:
	case <-time.After(patience):
		return fmt.Errorf("the server does not end:\n%s", c.lastWords())
	}
	c.server = nil
	return nil
}

// Restart stops the server in order and starts it again.
func (c *Cluster) Restart() error {
	if err := c.Stop(); err != nil {
		return err
	}
	return c.Start()
}

// end ends the server and removes all that it left.
func (c *Cluster) end() error {
	err := errors.Join(c.Stop(), c.guard.Close(), c.guarded.Wait())
	if _, left := os.Stat(c.folder); left == nil {
		err = errors.Join(err, fmt.Errorf("%s was not removed", c.folder))
	}
	return err
}

// URL is the address of a database for one role.
func (c *Cluster) URL(role, database string) string { return address(role, database, c.folder) }

// address names a database behind the socket in a folder.
func address(role, database, folder string) string {
	return fmt.Sprintf("postgres://%s@/%s?host=%s", role, database, folder)
}

// Database makes an empty database that belongs to the role Owner, and drops it with
// the test. It returns its name.
func (c *Cluster) Database(tb testing.TB) string {
	tb.Helper()
	name := "assay_" + strconv.FormatInt(c.made.Add(1), 10)
	if _, err := c.Run(context.Background(), "postgres", "CREATE DATABASE "+name+" OWNER "+Owner); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if !c.runs() {
			return // it goes with its cluster
		}
		if _, err := c.Run(context.Background(), "postgres", "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			tb.Error(err)
		}
	})
	return name
}

func (c *Cluster) runs() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.server != nil
}

// Run runs statements in a database as the superuser. It returns the rows of the last
// one that has any, each with its columns as text.
func (c *Cluster) Run(ctx context.Context, database, statements string) (rows [][]string, err error) {
	ctx, end := context.WithTimeout(ctx, patience)
	defer end()
	conn, err := pgconn.Connect(ctx, c.URL(Superuser, database))
	if err != nil {
		return nil, err
	}
	defer conn.Close(ctx) //nolint:errcheck // the statements have been answered
	results, err := conn.Exec(ctx, statements).ReadAll()
	for _, result := range results {
		if len(result.FieldDescriptions) == 0 {
			continue
		}
		rows = nil
		for _, values := range result.Rows {
			row := make([]string, len(values))
			for n, value := range values {
				row[n] = string(value)
			}
			rows = append(rows, row)
		}
	}
	return rows, err
}

// Data is the folder of the server's own files.
func (c *Cluster) Data() string { return c.data() }

// Log returns all lines that the server has logged so far.
func (c *Cluster) Log() (string, error) {
	text, err := os.ReadFile(c.log())
	return string(text), err
}

func (c *Cluster) data() string { return filepath.Join(c.folder, "data") }
func (c *Cluster) log() string  { return filepath.Join(c.folder, "log") }

// lastWords is the end of the server's log.
func (c *Cluster) lastWords() []byte {
	text, err := os.ReadFile(c.log())
	if err != nil {
		return []byte(err.Error())
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	return bytes.Join(lines[max(0, len(lines)-20):], nil)
}

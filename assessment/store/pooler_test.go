package store_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"assay/assessment/store/pgtest"
)

// pooled starts a PgBouncer in transaction mode before a new database, with two
// connections for all clients. It returns the address behind it.
func pooled(t *testing.T) (address string) {
	t.Helper()
	program, err := exec.LookPath("/usr/sbin/pgbouncer")
	if err != nil {
		t.Skip("PgBouncer is not installed: this check did not run")
	}
	cluster := pgtest.Shared(t)
	database := cluster.Database(t)
	behind, err := url.Parse(cluster.URL(pgtest.Owner, database))
	if err != nil {
		t.Fatal(err)
	}
	folder, err := os.MkdirTemp("", "pooler") // the name of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	settings := filepath.Join(folder, "pgbouncer.ini")
	text := fmt.Sprintf("[databases]\n%s = host=%s user=%s\n[pgbouncer]\nlisten_port=6432\nunix_socket_dir=%s\nauth_type=any\npool_mode=transaction\ndefault_pool_size=2\nlogfile=%s\n",
		database, behind.Query().Get("host"), pgtest.Owner, folder, filepath.Join(folder, "log"))
	if err := os.WriteFile(settings, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	pooler := exec.Command(program, "--quiet", settings)
	if os.Geteuid() == 0 { // it refuses to work for root
		if err := os.Chmod(folder, 0o777); err != nil {
			t.Fatal(err)
		}
		pooler = exec.Command(program, "--quiet", "--user", "postgres", settings)
	}
	if err := pooler.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := pooler.Process.Kill(); err != nil {
			t.Error(err)
		}
		_ = pooler.Wait() // says that it was killed
	})
	address = fmt.Sprintf("postgres://%s@/%s?host=%s&port=6432", pgtest.Owner, database, folder)
	for begun := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		conn, err := pgconn.Connect(context.Background(), address)
		if err == nil {
			conn.Close(context.Background()) //nolint:errcheck // nothing was asked
			return address
		}
		if time.Since(begun) > 20*time.Second {
			t.Fatal(err)
		}
	}
}

// A pooler in transaction mode gives each transaction another connection.
func TestARecordBehindAPoolerIsTheSame(t *testing.T) {
	b := openBench(t, pooled(t)+"&default_query_exec_mode=exec", t.TempDir(), newClock())
	ctx := context.Background()
	id := b.assess("Meridian Talent")
	wrong := b.noted("TEC-01", "2", slipped)
	b.record(id, wrong)
	b.record(id, b.noted("TEC-01", "3", "they showed it"))
	done := make(chan error)
	const people = 12
	for range people {
		go func() {
			_, err := b.Record(ctx, id, b.answer("BAA-01", "met"))
			done <- err
		}()
	}
	for range people {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if _, err := b.Strike(ctx, id, []string{wrong.ID}, "Ruth Ortiz", "a patient's record number"); err != nil {
		t.Error(err)
	}
	if events, err := b.Events(ctx, id); err != nil || len(events) != people+4 {
		t.Errorf("the journal has %d events, %v", len(events), err)
	}
	b.sound()
}

package pgtest_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"assay/assessment/store/pgtest"
)

// actAs is set for a test binary that a test starts again as another process.
const actAs = "ASSAY_PGTEST_ACT_AS"

func TestMain(m *testing.M) {
	if os.Getenv(actAs) == "" {
		os.Exit(m.Run())
	}
	// It starts a cluster, says where, and waits to be killed.
	testing.Init()
	testing.Main(func(string, string) (bool, error) { return true, nil }, []testing.InternalTest{{Name: "Killed", F: func(t *testing.T) {
		fmt.Println(pgtest.Start(t).Data())
		<-t.Context().Done()
	}}}, nil, nil)
}

func TestADatabaseIsEmptyAndItsOwnersOwn(t *testing.T) {
	conn := connect(t, pgtest.Database(t))
	got := ask(t, conn, "SELECT session_user, count(*) FROM pg_tables WHERE schemaname = 'public'")
	if want := [][]string{{pgtest.Owner, "0"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, not %q", got, want)
	}
	ask(t, conn, "CREATE TABLE words (word TEXT)")
	if other := ask(t, connect(t, pgtest.Database(t)), "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"); other[0][0] != "0" {
		t.Errorf("another database has %s tables", other[0][0])
	}
}

// A product that forgets COLLATE "C" must see it in its tests.
func TestADatabaseComparesAsEnglishDoes(t *testing.T) {
	if got := ask(t, connect(t, pgtest.Database(t)), "SELECT 'a' < 'B', 'a' COLLATE \"C\" < 'B'"); got[0][0] != "t" || got[0][1] != "f" {
		t.Errorf("a < B: %q", got)
	}
}

func TestTheServerIsDurableAndOnNoNetwork(t *testing.T) {
	conn := connect(t, pgtest.Database(t))
	for setting, want := range map[string]string{"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "listen_addresses": ""} {
		if got := ask(t, conn, "SHOW "+setting); got[0][0] != want {
			t.Errorf("%s is %q, not %q", setting, got[0][0], want)
		}
	}
}

func TestASettingIsTaken(t *testing.T) {
	c := pgtest.Start(t, "fsync=off")
	got, err := c.Run(context.Background(), "postgres", "SHOW fsync")
	if err != nil || got[0][0] != "off" {
		t.Errorf("fsync is %q: %v", got, err)
	}
}

func TestWhatWasCommittedOutlivesAKill(t *testing.T) {
	c := pgtest.Start(t)
	database := c.Database(t)
	conn := connect(t, c.URL(pgtest.Owner, database))
	ask(t, conn, "CREATE TABLE words (word TEXT); INSERT INTO words VALUES ('kept')")
	ask(t, conn, "BEGIN; INSERT INTO words VALUES ('never committed')")
	if err := c.Kill(); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(context.Background(), "COMMIT").ReadAll(); err == nil {
		t.Error("a killed server answered")
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, connect(t, c.URL(pgtest.Owner, database)), "SELECT word FROM words"); !reflect.DeepEqual(got, [][]string{{"kept"}}) {
		t.Errorf("the table holds %q", got)
	}
	if err := c.Restart(); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, connect(t, c.URL(pgtest.Owner, database)), "SELECT word FROM words"); !reflect.DeepEqual(got, [][]string{{"kept"}}) {
		t.Errorf("after a restart in order, the table holds %q", got)
	}
}

func TestNothingIsLeftOfAClusterThatWasKilled(t *testing.T) {
	var data string
	t.Run("its test", func(t *testing.T) {
		c := pgtest.Start(t)
		data = c.Data()
		if err := c.Kill(); err != nil {
			t.Fatal(err)
		}
	})
	if _, err := os.Stat(filepath.Dir(data)); err == nil {
		t.Errorf("%s is left", data)
	}
}

// A test process that is killed cannot clean up. Its guard does.
func TestNothingIsLeftOfAKilledTestProcess(t *testing.T) {
	pgtest.Shared(t) // skips the test where there is no PostgreSQL
	cmd := exec.Command(os.Args[0], "-test.run=Killed")
	cmd.Env = append(os.Environ(), actAs+"=killed")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	data := strings.TrimSpace(line)
	if len(working(t, data)) == 0 {
		t.Fatalf("no process works in %q", data)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the process was not killed")
	}
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(filepath.Dir(data)); err != nil && len(working(t, data)) == 0 {
			return
		}
	}
	t.Errorf("processes %q are left in %s", working(t, data), data)
}

func TestTheServerIsNotRoots(t *testing.T) {
	c := pgtest.Shared(t)
	for _, process := range working(t, c.Data()) {
		status, err := os.ReadFile(filepath.Join(process, "status"))
		if err == nil && strings.Contains(string(status), "\nUid:\t0") {
			t.Errorf("%s runs as root", process)
		}
	}
}

// working lists the processes that work in a folder.
func working(t *testing.T, folder string) (processes []string) {
	t.Helper()
	found, err := filepath.Glob("/proc/[0-9]*/cwd")
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range found {
		if at, err := os.Readlink(link); err == nil && strings.TrimSuffix(at, " (deleted)") == folder {
			processes = append(processes, filepath.Dir(link))
		}
	}
	return processes
}

func connect(t *testing.T, url string) *pgconn.PgConn {
	t.Helper()
	conn, err := pgconn.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) }) // some tests have cut it
	return conn
}

func ask(t *testing.T, conn *pgconn.PgConn, statements string) (rows [][]string) {
	t.Helper()
	results, err := conn.Exec(t.Context(), statements).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, result := range results {
		for _, values := range result.Rows {
			var row []string
			for _, value := range values {
				row = append(row, string(value))
			}
			rows = append(rows, row)
		}
	}
	return rows
}

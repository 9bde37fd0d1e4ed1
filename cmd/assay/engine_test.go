package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/rogpeppe/go-internal/testscript"

	"assay/assessment/store"
	"assay/assessment/store/pgtest"
	"assay/assessment/store/postgres"
)

// The same stories are told on a database server. There each file of a story is a
// database of the server, and each person a role that logs in, with the rights of the
// application: `--db one.db --evaluator Ruth` becomes an address with that database and
// that role. Nothing else of a story changes.

// serverOfScripts is the variable that names the server, as the address of its
// superuser.
const serverOfScripts = "ASSAY_TEST_SERVER"

// emptyTemplate is a database with the tables and nothing in them. demoTemplate holds
// the demo.
const (
	emptyTemplate = "scripts_empty"
	demoTemplate  = "scripts_demo"
)

// program is assay in the stories.
func program() {
	if os.Getenv(serverOfScripts) != "" {
		if err := onServer(context.Background()); err != nil {
			fmt.Fprintln(os.Stderr, "the story cannot reach its server:", err)
			os.Exit(99)
		}
	}
	main()
}

// onServer rewrites the command line of a story.
func onServer(ctx context.Context) error {
	db, evaluator := "", ""
	args := []string{os.Args[0]}
	for n := 1; n < len(os.Args); n++ {
		name, value, joined := strings.Cut(os.Args[n], "=")
		if name != "--db" && name != "--evaluator" {
			args = append(args, os.Args[n])
			continue
		}
		if !joined {
			if n++; n == len(os.Args) {
				return nil // the story is about this mistake
			}
			value = os.Args[n]
		}
		if name == "--db" {
			db = value
		} else {
			evaluator = value
		}
	}
	flagged := db != ""
	at := findFolders()
	db = cmp.Or(db, os.Getenv("ASSAY_DB"), at.database)
	if postgres.Is(db) || otherPlace.MatchString(db) {
		return nil
	}
	role := cmp.Or(evaluator, whoApplies(args), os.Getenv("ASSAY_EVALUATOR"), evaluatorIn(at.config), pgtest.Application)
	super, err := pgx.ParseConfig(os.Getenv(serverOfScripts))
	if err != nil {
		return err
	}
	name := databaseOf(absolute(db))
	err = admit(ctx, super, name, role)
	if ignoring(err, "3D000") == nil && err != nil { // there is no such database yet
		err = cmp.Or(makeOnServer(ctx, super, name, emptyTemplate), admit(ctx, super, name, role))
	}
	if err != nil {
		return err
	}
	address := addressOf(super, role, name)
	if flagged {
		args = append(args, "--db", address)
	}
	os.Args = args
	return errors.Join(os.Setenv("ASSAY_DB", address), os.Unsetenv("ASSAY_EVALUATOR"))
}

// whoApplies is the person who filled in the file of `assess apply`: on a server, that
// person applies it.
func whoApplies(args []string) string {
	if len(args) < 5 || args[1] != "assess" || args[2] != "apply" {
		return ""
	}
	return evaluatorIn(args[4])
}

var evaluatorNamed = regexp.MustCompile(`(?m)^evaluator: *"?([^"\n]*?)"?$`)

// evaluatorIn is the evaluator that a file names, if there is such a file.
func evaluatorIn(path string) string {
	if there, err := os.Stat(path); err != nil || !there.Mode().IsRegular() || there.Size() > 1<<20 {
		return ""
	}
	text, err := os.ReadFile(path)
	if named := evaluatorNamed.FindSubmatch(text); err == nil && named != nil {
		return string(named[1])
	}
	return ""
}

// databaseOf is the database of the server that stands for a file.
func databaseOf(path string) string {
	sum := sha256.Sum256([]byte(path))
	return "assay_" + hex.EncodeToString(sum[:12])
}

func addressOf(super *pgx.ConnConfig, role, name string) string {
	return fmt.Sprintf("postgres://%s@/%s?host=%s", strings.ReplaceAll(url.QueryEscape(role), "+", "%20"), name, super.Host)
}

// socketOf is the folder of the server's socket.
func socketOf(server string) string {
	super, err := pgx.ParseConfig(server)
	if err != nil {
		return ""
	}
	return super.Host
}

// makeOnServer copies a template, unless the database is there.
func makeOnServer(ctx context.Context, super *pgx.ConnConfig, name, template string) error {
	conn, err := pgx.ConnectConfig(ctx, super)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	there := 0
	if err := conn.QueryRow(ctx, "SELECT count(*) FROM pg_database WHERE datname = $1", name).Scan(&there); err != nil || there > 0 {
		return err
	}
	if _, err := conn.Exec(ctx, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s OWNER %s", name, template, pgtest.Owner)); err != nil {
		return ignoring(err, "42P04", "23505") // another program of the story makes it
	}
	if template != emptyTemplate {
		return nil
	}
	into := super.Copy()
	into.Database = name
	made, err := pgx.ConnectConfig(ctx, into)
	if err != nil {
		return err
	}
	defer made.Close(ctx)
	_, err = made.Exec(ctx, "UPDATE meta SET value = $1 WHERE name = 'database'", uuid.NewString())
	return err
}

// admit makes a role and gives it the rights of the application.
func admit(ctx context.Context, super *pgx.ConnConfig, name, role string) error {
	into := super.Copy()
	into.Database = name
	conn, err := pgx.ConnectConfig(ctx, into)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	known := 0
	if err := conn.QueryRow(ctx, "SELECT count(*) FROM granted WHERE role = $1", role).Scan(&known); err != nil || known > 0 {
		return err
	}
	if _, err := conn.Exec(ctx, "CREATE ROLE "+pgx.Identifier{role}.Sanitize()+" LOGIN"); ignoring(err, "42710", "23505") != nil {
		return err
	}
	for {
		_, err := conn.Exec(ctx, fmt.Sprintf("SET ROLE %s", pgtest.Owner))
		if err == nil {
			_, err = conn.Exec(ctx, "SELECT grant_application($1)", role)
		}
		var told *pgconn.PgError
		if errors.As(err, &told) && told.Code == "XX000" { // tuple concurrently updated
			continue
		}
		return err
	}
}

// ignoring is err, unless the server gave it one of these codes.
func ignoring(err error, codes ...string) error {
	var told *pgconn.PgError
	if errors.As(err, &told) && slices.Contains(codes, told.Code) {
		return nil
	}
	return err
}

// serverForScripts prepares the templates, and returns the address of the superuser.
func serverForScripts(t *testing.T) string {
	t.Helper()
	cluster := pgtest.Shared(t)
	ctx := context.Background()
	for _, template := range []string{emptyTemplate, demoTemplate} {
		if _, err := cluster.Run(ctx, "postgres", "CREATE DATABASE "+template+" OWNER "+pgtest.Owner); err != nil {
			t.Fatal(err)
		}
		kept, err := store.Open(ctx, cluster.URL(pgtest.Owner, template), store.Options{Now: time.Now, Zone: time.UTC, NewID: newID})
		if err != nil {
			t.Fatal(err)
		}
		if err := kept.Close(); err != nil {
			t.Fatal(err)
		}
	}
	home := filepath.Join(t.TempDir(), "demo")
	if _, err := inNewHome(home, "assay demo --load-only --db '"+cluster.URL(pgtest.Owner, demoTemplate)+"'"); err != nil {
		t.Fatal(err)
	}
	return cluster.URL(pgtest.Superuser, "postgres")
}

// demoOnServer puts the demo into a database of the server.
func demoOnServer(ts *testscript.TestScript, server, path string) {
	super, err := pgx.ParseConfig(server)
	ts.Check(err)
	ts.Check(makeOnServer(context.Background(), super, databaseOf(path), demoTemplate))
}

// sqlOnServer runs one statement past the triggers, as somebody can who runs the
// server.
func sqlOnServer(ts *testscript.TestScript, path, statement string) {
	if strings.HasPrefix(statement, "DROP TRIGGER") {
		return
	}
	asSuperuser(ts, databaseOf(path), "SET session_replication_role = replica", statement)
}

// aboutFiles are the stories that hold for files alone, and why.
var aboutFiles = map[string]string{
	"address":  "it reaches no server",
	"config":   "it looks for files, and for the name in the settings",
	"database": "it damages files",
	"backup":   "it puts files back",

	"move_record": "it moves files",
}

// The stories of the command line and the commands of the documents hold on a database
// server too. Stories of its own tell what only a server has: logins, rights, and a
// connection that may fail.
func TestOnAServer(t *testing.T) {
	server := serverForScripts(t)
	t.Run("Stories", func(t *testing.T) { runScripts(t, "testdata/server", server) })
	t.Run("Scripts", func(t *testing.T) { runScripts(t, "testdata/script", server) })
	t.Run("Workbench", func(t *testing.T) { workbenchOnServer(t, server) })
	t.Run("Documents", func(t *testing.T) {
		home := followDocuments(t, server)
		if _, err := os.Stat(filepath.Join(home, ".local/share/assay/assay.db")); err == nil {
			t.Error("there is a database on this machine")
		}
	})
}

// workbenchOnServer opens the workbench as a person who logs in. It asks nobody for a
// name, and records under the login.
func workbenchOnServer(t *testing.T, server string) {
	t.Helper()
	super, err := pgx.ParseConfig(server)
	if err != nil {
		t.Fatal(err)
	}
	ctx, name := context.Background(), databaseOf(t.TempDir())
	if err := cmp.Or(makeOnServer(ctx, super, name, demoTemplate), admit(ctx, super, name, "dana@lakeside.example")); err != nil {
		t.Fatal(err)
	}
	home, db := t.TempDir(), addressOf(super, "dana@lakeside.example", name)
	s := openTerminal(t, home, "assay", "--db", db)
	s.until("Kestrelhythe", "q quit")
	s.press(":name")
	s.until("the login says who you are")
	s.press("\x1b")
	s.until("q quit")
	s.press("i")
	s.until("Any key goes on")
	s.press("\r")
	s.until("[n unmet]")
	s.press("y")
	s.until("[y met]", "saved")
	s.press("\x1b")
	s.until("enter interview")
	s.press("\x1b")
	s.until("q quit")
	s.press("q")
	if code, all := s.end(); code != 0 {
		t.Errorf("the workbench ends with %d:\n%s", code, all)
	}
	journal, code := assay(t, home, "journal", "show", "ellsmarch", "--db", db, "--json")
	if code != 0 || !strings.Contains(journal, `"by": "dana@lakeside.example"`) {
		t.Errorf("journal ends with %d, and nothing is recorded under the login", code)
	}
}

// emptyDatabase makes an empty database and puts its name into a variable: database
// VARIABLE.
func emptyDatabase(ts *testscript.TestScript, _ bool, args []string) {
	name := databaseOf(ts.MkAbs(args[0]))
	asSuperuser(ts, "postgres", "CREATE DATABASE "+name+" OWNER "+pgtest.Owner)
	ts.Setenv(args[0], name)
}

// grant gives a role its rights: grant DATABASE application|auditor ROLE.
func grant(ts *testscript.TestScript, _ bool, args []string) {
	asSuperuser(ts, args[0], "SET ROLE "+pgtest.Owner, fmt.Sprintf("SELECT grant_%s('%s')", args[1], args[2]))
}

// statement runs one statement: statement DATABASE STATEMENT.
func statement(ts *testscript.TestScript, _ bool, args []string) {
	asSuperuser(ts, args[0], args[1])
}

func asSuperuser(ts *testscript.TestScript, database string, statements ...string) {
	super, err := pgx.ParseConfig(ts.Getenv(serverOfScripts))
	ts.Check(err)
	super.Database = database
	ctx := context.Background()
	conn, err := pgx.ConnectConfig(ctx, super)
	ts.Check(err)
	defer conn.Close(ctx)
	for _, statement := range statements {
		_, err := conn.Exec(ctx, statement)
		ts.Check(err)
	}
}

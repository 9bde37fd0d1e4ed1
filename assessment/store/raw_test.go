package store_test

import (
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"assay/assessment/store/pgtest"
	"assay/assessment/store/postgres"
)

// raw opens a database as another program would, without what guards ours: on a
// server as its superuser, for whom no trigger and no foreign key holds.
func raw(tb testing.TB, path string) *behind {
	tb.Helper()
	driver, address, server := "sqlite", "file:"+path, postgres.Is(path)
	if server {
		driver, address = "pgx", asSuperuser(tb, path)
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		tb.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	tb.Cleanup(func() { db.Close() })
	return &behind{db, server}
}

// asSuperuser is the address of a database for the superuser, with the setting that
// takes triggers and foreign keys away.
func asSuperuser(tb testing.TB, path string) string {
	tb.Helper()
	u, err := url.Parse(path)
	if err != nil {
		tb.Fatal(err)
	}
	u.User = url.User(pgtest.Superuser)
	query := u.Query()
	query.Set("session_replication_role", "replica")
	u.RawQuery = query.Encode()
	return u.String()
}

// behind is a database that a test changes behind the back of the store. Its
// statements are those of SQLite.
type behind struct {
	*sql.DB
	server bool
}

// sqliteOnly has no meaning on a server, or asSuperuser does the same.
var sqliteOnly = regexp.MustCompile(`(DROP TRIGGER (IF EXISTS )?\w+|PRAGMA [\w =-]+) *(;|$)`)

var placeholder = regexp.MustCompile(`\?`)

// dialect writes a statement of SQLite as the database understands it.
func (b *behind) dialect(text string) string {
	if !b.server {
		return text
	}
	text = sqliteOnly.ReplaceAllString(text, "")
	text = strings.NewReplacer("zeroblob(32)", "decode(repeat('00', 32), 'hex')", " AS BLOB)", " AS BYTEA)").Replace(text)
	n := 0
	return placeholder.ReplaceAllStringFunc(text, func(string) string {
		n++
		return "$" + strconv.Itoa(n)
	})
}

func (b *behind) Exec(text string, args ...any) (sql.Result, error) {
	return b.DB.Exec(b.dialect(text), args...)
}

func (b *behind) Query(text string, args ...any) (*sql.Rows, error) {
	return b.DB.Query(b.dialect(text), args...)
}

func (b *behind) QueryRow(text string, args ...any) *sql.Row {
	return b.DB.QueryRow(b.dialect(text), args...)
}

func execute(tb testing.TB, db *behind, statements ...string) {
	tb.Helper()
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			tb.Fatalf("%s: %v", statement, err)
		}
	}
}

// tamper changes a closed database behind the back of the store.
func tamper(tb testing.TB, path string, statements ...string) {
	tb.Helper()
	db := raw(tb, path)
	execute(tb, db, statements...)
	if err := db.Close(); err != nil {
		tb.Fatal(err)
	}
}

// listing is what lies in a folder.
func listing(tb testing.TB, folder string) []string {
	tb.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		tb.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func write(tb testing.TB, path, text string) {
	tb.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		tb.Fatal(err)
	}
}

package store_test

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/assessment/store/pgtest"
)

// The tests of this package are one suite for both engines. Each works on a file, and once
// more in TestOnPostgreSQL: then newBench opens a database of a real PostgreSQL server.
func onServer() bool { return pgtest.Chosen() }

// newDatabase names a database that does not exist yet, or on a server, an empty one.
func newDatabase(tb testing.TB, folder string) string {
	tb.Helper()
	if onServer() {
		return pgtest.Database(tb)
	}
	return filepath.Join(folder, "data", "assay.db")
}

// Why a test is about files alone. These are the tests:
//
//   - theFile: a file of another program, a truncated one, odd names, a file that was
//     moved, replaced or taken away, one that somebody else owns, a damaged page, modes, a
//     log that is gone or left behind by a kill, and a file or a file system that can only
//     be read.
//   - theDisk: full disks, failing disks and power cuts. For a server, other tests kill the
//     server.
//   - earlierForms: the migrations of forms 1 to 9, and anchors of version 1.
//   - insideSQLite: pragmas, query plans, the columns as SQLite lists them, and the
//     commands of docs/journal.md for sqlite3.
const (
	theFile      = "this is about the file of a database: its name, its rights, its pages and its log"
	theDisk      = "this is about a disk that fails or is full, and the disk of a server is the server's own"
	earlierForms = "this is about what earlier versions of assay wrote, and they wrote files"
	insideSQLite = "this looks into SQLite"
)

// fileOnly skips a test on a server. A test that calls it says why.
func fileOnly(tb testing.TB, why string) {
	tb.Helper()
	if onServer() {
		tb.Skip(why)
	}
}

// saved is a closed database as it was at some moment.
type saved struct {
	text     []byte // of a file
	database string // the name of a copy on the server
}

// save keeps a closed database as it is.
func save(tb testing.TB, path string) saved {
	tb.Helper()
	if onServer() {
		copied := databaseOf(tb, pgtest.Database(tb))
		copyDatabase(tb, databaseOf(tb, path), copied)
		return saved{database: copied}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return saved{text: text}
}

// put puts a database in the place of another one that is closed, or of none.
func (s saved) put(tb testing.TB, path string) {
	tb.Helper()
	if onServer() {
		copyDatabase(tb, s.database, databaseOf(tb, path))
		return
	}
	write(tb, path, string(s.text))
}

// databaseOf is the name of the database in an address.
func databaseOf(tb testing.TB, address string) string {
	tb.Helper()
	u, err := url.Parse(address)
	if err != nil {
		tb.Fatal(err)
	}
	return strings.TrimPrefix(u.Path, "/")
}

// copyDatabase replaces a database of the server by a copy of another one.
func copyDatabase(tb testing.TB, from, to string) {
	tb.Helper()
	for _, statement := range []string{"DROP DATABASE IF EXISTS " + to + " WITH (FORCE)", "CREATE DATABASE " + to + " TEMPLATE " + from + " OWNER " + pgtest.Owner} {
		if _, err := pgtest.Shared(tb).Run(context.Background(), "postgres", statement); err != nil {
			tb.Fatal(err)
		}
	}
}

// TestOnPostgreSQL runs the tests of this package once more, on a PostgreSQL server. Run
// some of them with -run TestOnPostgreSQL/NAME.
func TestOnPostgreSQL(t *testing.T) { pgtest.EveryTest(t) }

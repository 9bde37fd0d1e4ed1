package main

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A file that is no sound database of ours has a message and an exit code of its
// own, with a way to go on. It stays as it was, and nothing is left beside it.
func TestEveryDamagedFileIsNamed(t *testing.T) {
	home := t.TempDir()
	write(t, filepath.Join(home, "config", "assay", "config.yaml"), "evaluator: dana@lakeside.example\n")
	original := filepath.Join(home, "ours.db")
	assay(t, home, "vendor", "add", "Harbor", "--db", original)
	ours := content(t, original)
	overwritten := func(from, to int) []byte {
		return append(append(append([]byte{}, ours[:from]...), bytes.Repeat([]byte("Z"), to-from)...), ours[to:]...)
	}

	for name, test := range map[string]struct {
		file   []byte   // nil for none
		tables []string // statements that make it, instead
		log    []byte   // beside it
		code   int
		saying string
		hint   string
	}{
		"a text file":                   {file: []byte(strings.Repeat("Dear vendor, ", 1000)), code: 5, saying: " is not a database", hint: "another file"},
		"an empty file":                 {file: []byte{}, code: 5, saying: " is empty", hint: "assay restore"},
		"a header overwritten":          {file: overwritten(0, 100), code: 5, saying: " is not a database", hint: "assay restore"},
		"the first page overwritten":    {file: overwritten(100, 4096), code: 5, saying: " is damaged: it cannot be opened", hint: "assay restore"},
		"all other pages overwritten":   {file: overwritten(4096, len(ours)), code: 5, saying: " is damaged: it cannot be opened", hint: "assay restore"},
		"a file cut to its half":        {file: ours[:len(ours)/2/4096*4096], code: 5, saying: " is cut short: ", hint: "assay restore"},
		"a file cut in its first page":  {file: ours[:2000], code: 5, saying: " is cut short: ", hint: "assay restore"},
		"a file cut in its header":      {file: ours[:50], code: 5, saying: " is not a database", hint: "assay restore"},
		"a database of another program": {tables: []string{"CREATE TABLE songs (title TEXT)"}, code: 5, saying: " of another program", hint: "another database"},
		"a database of a newer version": {file: ours, tables: []string{"PRAGMA user_version = 99"}, code: 5, saying: "written by a newer version", hint: "the version of assay"},
		"a log without its database":    {log: []byte("frames"), code: 5, saying: " is gone, but its log x.db-wal is there", hint: "put the database back"},
		"no file":                       {code: 4, saying: "there is no database at ", hint: "--db"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.db")
			if test.file != nil {
				write(t, path, string(test.file))
			}
			if test.log != nil {
				write(t, path+"-wal", string(test.log))
			}
			statements(t, path, test.tables)
			before := contents(t, filepath.Dir(path))
			_, stderr, code := assaySays(t, home, "assess", "list", "--db", path)
			if code != test.code || !strings.Contains(stderr, test.saying) {
				t.Errorf("it ends with %d, want %d and %q:\n%s", code, test.code, test.saying, stderr)
			}
			if _, hint, is := strings.Cut(stderr, "hint: "); !is || !strings.Contains(hint, test.hint) {
				t.Errorf("the hint is %q, want %q in it", hint, test.hint)
			}
			if diff := cmp.Diff(before, contents(t, filepath.Dir(path))); diff != "" {
				t.Errorf("the folder was changed: %s", diff)
			}
		})
	}

	// A log that is gone leaves a database that looks sound. The heads outside know.
	t.Run("a log that is gone", func(t *testing.T) {
		assay(t, home, "vendor", "add", "Northstar", "--db", original)
		write(t, original, string(ours))
		for _, run := range []struct {
			args   []string
			code   int
			saying string
		}{
			{[]string{"assess", "list"}, 0, "warning: this database was put back to an earlier state: 1 event"},
			{[]string{"vendor", "add", "Kestrel"}, 1, "earlier state"},
			{[]string{"doctor"}, 3, "earlier state"},
		} {
			stdout, stderr, code := assaySays(t, home, append(run.args, "--db", original)...)
			if code != run.code || !strings.Contains(stdout+stderr, run.saying) {
				t.Errorf("%v ends with %d, want %d:\n%s%s", run.args, code, run.code, stdout, stderr)
			}
		}
	})
}

// statements changes a database as another program would.
func statements(t *testing.T, path string, all []string) {
	t.Helper()
	if len(all) == 0 {
		return
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range all {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
}

func content(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// contents are the files of a folder.
func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, entry := range entries {
		all[entry.Name()] = string(content(t, filepath.Join(folder, entry.Name())))
	}
	return all
}

// assaySays runs the program and returns all that it prints.
func assaySays(t *testing.T, home string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	cmd := exec.Command("assay", args...)
	cmd.Dir, cmd.Env = home, environ(home)
	var out, says strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &says
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		code = exit.ExitCode()
	case err != nil:
		t.Fatal(err)
	}
	return out.String(), says.String(), code
}

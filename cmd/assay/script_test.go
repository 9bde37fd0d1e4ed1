package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// The scripts are stories told on the command line: each runs the real program
// in a home of its own.

func TestMain(m *testing.M) {
	if signal.Ignored(syscall.SIGHUP) {
		// nohup has this run ignore SIGHUP, and a program hands on what it ignores to
		// those that it starts. What it listens to it does not hand on.
		signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	}
	testscript.Main(m, map[string]func(){"assay": program, "years": years, "crashing": crashing})
}

func TestScripts(t *testing.T) { runScripts(t, "testdata/script", "") }

// runScripts runs the stories in a folder. With the address of the superuser of a
// server, each database is one of that server.
func runScripts(t *testing.T, folder, server string) {
	made := newMade(t)
	files, err := filepath.Glob(filepath.Join(folder, "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	if server != "" {
		files = slices.DeleteFunc(files, func(path string) bool {
			name := strings.TrimSuffix(filepath.Base(path), ".txtar")
			return aboutFiles[name] != "" || folder == "testdata/script" && !onServerToo(name)
		})
	}
	testscript.Run(t, testscript.Params{
		Files:               files,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, "home")
			for key, value := range homeOf(home) {
				env.Setenv(key, value)
			}
			if server != "" {
				env.Setenv(serverOfScripts, server)
				env.Setenv("SOCKET", socketOf(server))
				env.Defer(func() {
					if _, err := os.Stat(filepath.Join(env.WorkDir, "postgres:")); err == nil {
						t.Errorf("%s: an address of a server was taken for the name of a file", env.WorkDir)
					}
				})
			}
			env.Setenv("GOGC", "400") // a thousand short runs need not collect what the system gets back anyway
			return os.MkdirAll(home, 0o700)
		},
		Condition: func(name string) (bool, error) {
			if name == "server" {
				return server != "", nil
			}
			return condition(name)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "json": jsonHolds, "keep": keep, "tamper": tamper, "sql": execSQL, "day": day,
			"demo": made.demo, "identity": made.identity, "tsa": tsa, "company": company, "reply": reply,
			"database": emptyDatabase, "grant": grant, "statement": statement,
		},
	})
}

// homeOf is the environment of a person who has just come in.
func homeOf(folder string) map[string]string {
	return map[string]string{
		"HOME": folder, "XDG_CONFIG_HOME": filepath.Join(folder, "config"), "XDG_DATA_HOME": filepath.Join(folder, "data"),
		"XDG_STATE_HOME": filepath.Join(folder, "state"), "TZ": "America/New_York", "TERM": "xterm-256color",
	}
}

// condition knows [root] and [tool:NAME]; runScripts adds [server]. On a build server a missing tool is a
// failure.
func condition(name string) (bool, error) {
	if name == "root" {
		return os.Geteuid() == 0, nil
	}
	tool, is := strings.CutPrefix(name, "tool:")
	if !is {
		return false, fmt.Errorf("unknown condition %q", name)
	}
	return hasTool(tool)
}

func hasTool(tool string) (bool, error) {
	_, err := exec.LookPath(tool)
	if err != nil && os.Getenv("CI") == "true" {
		return false, fmt.Errorf("%s is needed here: %w", tool, err)
	}
	return err == nil, nil
}

// exits runs a command and wants its exit code: exits CODE COMMAND ….
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND …")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	default:
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// jsonHolds wants a value in JSON: json FILE PATH VALUE. The path is of keys and
// indexes joined by dots, len for the length; strings are compared as they are,
// other values as JSON.
func jsonHolds(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: json FILE PATH VALUE")
	}
	var node any
	if err := json.Unmarshal([]byte(ts.ReadFile(args[0])), &node); err != nil {
		ts.Fatalf("%s is no JSON: %v", args[0], err)
	}
	for step := range strings.SplitSeq(args[1], ".") {
		node = descend(ts, node, step)
	}
	got, is := node.(string)
	if !is {
		text, err := json.Marshal(node)
		ts.Check(err)
		got = string(text)
	}
	if (got == args[2]) == neg {
		ts.Fatalf("%s is %q", args[1], got)
	}
}

func descend(ts *testscript.TestScript, node any, step string) any {
	switch v := node.(type) {
	case map[string]any:
		value, known := v[step]
		if !known {
			ts.Fatalf("there is no key %q", step)
		}
		return value
	case []any:
		if step == "len" {
			return len(v)
		}
		if n, err := strconv.Atoi(step); err == nil && n < len(v) {
			return v[n]
		}
	}
	ts.Fatalf("%q leads nowhere", step)
	return nil
}

// keep puts what was printed into a variable: keep NAME.
func keep(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv(args[0], strings.TrimSpace(ts.ReadFile("stdout")))
}

// day puts a day counted from today, in the zone of the script, into a variable:
// day NAME DAYS.
func day(ts *testscript.TestScript, _ bool, args []string) {
	days, err := strconv.Atoi(args[1])
	ts.Check(err)
	zone, err := time.LoadLocation(ts.Getenv("TZ"))
	ts.Check(err)
	ts.Setenv(args[0], time.Now().In(zone).AddDate(0, 0, days).Format(time.DateOnly))
}

// tamper copies a file with one bit in the middle turned: tamper FROM TO.
func tamper(ts *testscript.TestScript, _ bool, args []string) {
	content := []byte(ts.ReadFile(args[0]))
	content[len(content)/2] ^= 1
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), content, 0o600))
}

// execSQL runs one statement: sql FILE STATEMENT.
func execSQL(ts *testscript.TestScript, _ bool, args []string) {
	if ts.Getenv(serverOfScripts) != "" {
		sqlOnServer(ts, ts.MkAbs(args[0]), args[1])
		return
	}
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	_, err = db.ExecContext(context.Background(), args[1])
	ts.Check(err)
}

package store_test

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/assessment/store"
	"assay/assessment/store/pgtest"
)

// database is the database of an address of the shared cluster.
func database(address string) string {
	_, after, _ := strings.Cut(address, "@/")
	name, _, _ := strings.Cut(after, "?")
	return name
}

// The check of a server tells who may change a journal there and which settings endanger
// it, and how to take a right back.
func TestTheCheckFindsWhatAServerAllows(t *testing.T) {
	const clerk = "assay_clerk"
	cluster := pgtest.Shared(t)
	run := func(name, statements string) {
		t.Helper()
		if _, err := cluster.Run(context.Background(), name, statements); err != nil {
			t.Fatalf("%s: %v", statements, err)
		}
	}
	run("postgres", "CREATE ROLE "+clerk+" LOGIN")
	t.Cleanup(func() { run("postgres", "DROP ROLE "+clerk) })
	for name, test := range map[string]struct {
		as, do, undo string // as the superuser, before the check and after it
		want         string // the findings
		about        string // of the last finding
	}{
		"an application and an auditor": {
			do: "SELECT grant_application('" + pgtest.Application + "'), grant_auditor('" + pgtest.Auditor + "')",
		},
		"an application that may change events": {
			do: "SELECT grant_application('" + pgtest.Application + "'); GRANT UPDATE (body), DELETE ON events TO " + pgtest.Application,
			want: `error permissions: the role assay_app has the right DELETE for events, which neither the application nor an auditor needs
error permissions: the role assay_app has the right UPDATE(body) for events, which neither the application nor an auditor needs`,
			about: "REVOKE UPDATE(body) ON events FROM assay_app",
		},
		"a person who may insert": {
			do:    "GRANT INSERT ON events, ledger TO " + clerk,
			undo:  "REVOKE ALL ON events, ledger FROM " + clerk,
			want:  "error permissions: the role assay_clerk has the right INSERT for events, ledger, which neither the application nor an auditor needs",
			about: "REVOKE INSERT ON events, ledger FROM assay_clerk",
		},
		"everybody may read": {
			do:    "GRANT SELECT ON answers TO public",
			want:  "error permissions: everybody who can log in has the right SELECT for answers, which neither the application nor an auditor needs",
			about: "REVOKE SELECT ON answers FROM public",
		},
		"a function of the owner for everybody": {
			do:    "GRANT EXECUTE ON FUNCTION append_ledger(BIGINT, TEXT) TO public",
			want:  "error permissions: everybody who can log in may run append_ledger with the rights of the owner",
			about: "REVOKE ALL ON FUNCTION append_ledger(bigint,text) FROM public",
		},
		"a schema for everybody": {
			do:    "GRANT CREATE ON SCHEMA public TO public",
			want:  "error permissions: everybody who can log in may make tables and functions in the schema public",
			about: "REVOKE CREATE ON SCHEMA public FROM public",
		},
		"a schema for one more": {
			do:    "GRANT CREATE ON SCHEMA public TO " + clerk,
			undo:  "REVOKE CREATE ON SCHEMA public FROM " + clerk,
			want:  "error permissions: the role assay_clerk may make tables and functions in the schema public",
			about: "REVOKE CREATE ON SCHEMA public FROM assay_clerk",
		},
		"a member of the owner": {
			do:    "GRANT " + pgtest.Owner + " TO " + clerk,
			undo:  "REVOKE " + pgtest.Owner + " FROM " + clerk,
			want:  "error permissions: the role assay_clerk is a member of assay_owner, which owns the tables and can change them",
			about: "REVOKE assay_owner FROM assay_clerk",
		},
		"a trigger that is switched off": {
			do:   "ALTER TABLE events DISABLE TRIGGER events_last",
			want: "error server: the trigger that keeps DELETE from events is missing or switched off",
		},
		"another login that does not wait for the disk": {
			do:    "ALTER ROLE " + clerk + " IN DATABASE %s SET synchronous_commit = off",
			undo:  "ALTER ROLE " + clerk + " IN DATABASE %s RESET synchronous_commit",
			want:  "error server: the role assay_clerk has synchronous_commit set to off: it could lose answers that it has confirmed",
			about: "synchronous_commit",
		},
		"a row without its owner": {
			do:   "SET session_replication_role = replica; INSERT INTO dues VALUES ('nobody', 1, 'action', 1, 'sign', '', '', '')",
			want: "error keys: a row of dues names a missing row of assessments",
		},
		"a log with every value": {
			do:   "ALTER DATABASE %s SET log_min_duration_statement = 0",
			want: "warning server: the log of the server repeats the values of statements: what is struck from a journal stays there",
		},
		"a superuser": {
			as:   pgtest.Superuser,
			want: "warning server: the login postgres is a superuser of the server: nothing keeps it from changing a journal",
		},
	} {
		t.Run(name, func(t *testing.T) {
			address := pgtest.Database(t)
			folder := t.TempDir()
			b := openBench(t, address, filepath.Join(folder, "anchors"), newClock())
			b.record(b.assess("Meridian Talent"), b.answer("TEC-01", "3"))
			here := func(statements string) string { return strings.ReplaceAll(statements, "%s", database(address)) }
			run(database(address), here(test.do))
			if test.undo != "" {
				t.Cleanup(func() { run(database(address), here(test.undo)) })
			}
			b.close() // a new connection has new settings
			b = openBench(t, strings.Replace(address, pgtest.Owner, cmp.Or(test.as, pgtest.Owner), 1), b.anchors, b.clock)
			health, err := b.Check(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			health.Findings = slices.DeleteFunc(health.Findings, func(f store.Finding) bool { return f.Severity == store.NoteFinding })
			var lines []string
			about := ""
			for _, f := range health.Findings {
				lines = append(lines, string(f.Severity)+" "+f.Check+": "+f.Text)
				about = strings.Join(f.About, "; ")
			}
			if found := strings.Join(lines, "\n"); found != test.want || about != test.about {
				t.Errorf("the check found:\n%s\nwant:\n%s\nabout %q, want %q", found, test.want, about, test.about)
			}
			if about != "" && strings.HasPrefix(about, "REVOKE ") && test.undo == "" && !strings.Contains(test.want, "\n") {
				run(database(address), about)
				if again := b.findings(); strings.Contains(again, "error") {
					t.Errorf("after the statement of the hint, the check found:\n%s", again)
				}
			}
		})
	}
}

package postgres_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"assay/assessment/store/pgtest"
	"assay/assessment/store/postgres"
)

// SQLSTATE codes that refuse.
const (
	mayNot  = "42501" // insufficient_privilege
	stays   = "23001" // restrict_violation, of our triggers
	unknown = "20000" // case_not_found
	nobody  = "42704" // undefined_object
	allHeld = "0LP01" // invalid_grant_operation
)

// told is an event that says who struck the second one.
const told = `INSERT INTO events VALUES ('a', 3, 'u3', 0, 'Ruth', 'struck', '{"event":"u2"}', '\x00', '\x01', '{}')`

// tables makes the tables of assay in a new database, with one journal of two events and
// one evidence file that nobody names. It returns the name of the database.
func tables(t *testing.T) (database string) {
	t.Helper()
	cluster := pgtest.Shared(t)
	database = cluster.Database(t)
	address, err := postgres.Parse(cluster.URL(pgtest.Owner, database))
	if err != nil {
		t.Fatal(err)
	}
	server, err := postgres.Open(context.Background(), address.Config())
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	if _, err := server.Migrate(context.Background(), 10, "a database", false, false); err != nil {
		t.Fatal(err)
	}
	run(t, login(t, pgtest.Owner, database), `
		INSERT INTO questionnaires VALUES ('q', 'small', '1.0.0', 'Small', '{}');
		INSERT INTO vendors VALUES ('v', 'Northwind', '', '', '', '', 0, 0, '');
		INSERT INTO assessments VALUES ('a', 'v', NULL, 'q', '', NULL, 0);
		INSERT INTO events VALUES ('a', 1, 'u1', 0, 'Ruth', 'opened', '{}', '\x00', '\x01', '{}'), ('a', 2, 'u2', 0, 'Ruth', 'answered', '{}', '\x00', '\x01', 'a word and feed');
		INSERT INTO heads VALUES ('a', 2, '\x00');
		INSERT INTO what_ifs VALUES ('w', NULL, 'x', 'Ruth', 0, '{}');
		INSERT INTO old_heads VALUES ('a', 1, '\x00');
		INSERT INTO places VALUES ('p', 'x');
		INSERT INTO evidence_chunks VALUES ('cafe', 0, '\x01'), ('feed', 0, '\x02');
		INSERT INTO evidence_files VALUES ('cafe', 1, 0), ('feed', 1, 0);
		SELECT append_ledger(0, '{"heads":[],"n":')`)
	return database
}

// login connects as one role.
func login(t *testing.T, role, database string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), pgtest.Shared(t).URL(role, database))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := conn.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return conn
}

func run(t *testing.T, conn *pgx.Conn, statements string) {
	t.Helper()
	if _, err := conn.PgConn().Exec(context.Background(), statements).ReadAll(); err != nil {
		t.Fatal(err)
	}
}

// refusal is the SQLSTATE with which the server refuses a statement, empty if it does
// what it says. Nothing of it is kept.
func refusal(t *testing.T, conn *pgx.Conn, statements string) string {
	t.Helper()
	_, err := conn.PgConn().Exec(context.Background(), "BEGIN; "+statements+"; SET CONSTRAINTS ALL IMMEDIATE").ReadAll()
	var told *pgconn.PgError
	if err != nil && !errors.As(err, &told) {
		t.Fatal(err)
	}
	run(t, conn, "ROLLBACK")
	if told == nil {
		return ""
	}
	return told.Code
}

func TestEachRoleMayDoItsWorkAndNothingElse(t *testing.T) {
	database := tables(t)
	owner := login(t, pgtest.Owner, database)
	run(t, owner, "SELECT grant_application('assay_app'); SELECT grant_auditor('assay_auditor')")
	conns := []*pgx.Conn{owner, login(t, pgtest.Application, database), login(t, pgtest.Auditor, database)}

	for _, story := range []struct{ statement, owner, application, auditor string }{
		{"SELECT count(*) FROM events", "", "", ""},
		{"SELECT count(*) FROM evidence_chunks", "", "", ""},
		{"SELECT value FROM meta", "", "", ""},
		{"SELECT role FROM granted", "", "", ""},
		{"SELECT instr('abc', 'b')", "", "", ""},
		{"LISTEN assay_moved", "", "", ""},

		// What the application records.
		{`INSERT INTO events VALUES ('a', 3, 'u3', 0, 'Ruth', 'answered', '{}', '\x00', '\x01', '{}')`, "", "", mayNot},
		{"INSERT INTO vendors VALUES ('v2', 'Contoso', '', '', '', '', 0, 0, '')", "", "", mayNot},
		{"UPDATE vendors SET archived = 1", "", "", mayNot},
		{`UPDATE heads SET seq = 3`, "", "", mayNot},
		{"SELECT FROM heads FOR UPDATE", "", "", mayNot},
		{"DELETE FROM places", "", "", mayNot},
		{"DELETE FROM answers", "", "", mayNot},
		{`SELECT append_ledger(1, '{"heads":[],"n":')`, "", "", mayNot},
		{told + "; SELECT strike_body('events', 'a', 2)", "", "", mayNot},
		{"SELECT strike_body('events', 'a', 2); " + told, "", "", mayNot},
		{"SELECT drop_evidence('cafe')", "", "", mayNot},
		{`INSERT INTO evidence_chunks VALUES ('beef', 0, '\x03'); INSERT INTO evidence_files VALUES ('beef', 1, 0)`, "", "", mayNot},

		// What nobody does.
		{"UPDATE events SET by = 'Maria'", stays, mayNot, mayNot},
		{"UPDATE events SET body = 'another word'", stays, mayNot, mayNot},
		{"UPDATE events SET salt = NULL, body = NULL, at = 1", stays, mayNot, mayNot},
		{"DELETE FROM events", stays, mayNot, mayNot},
		{"TRUNCATE events", stays, mayNot, mayNot},
		{"UPDATE ledger SET at = 1", stays, mayNot, mayNot},
		{"DELETE FROM ledger", stays, mayNot, mayNot},
		{"TRUNCATE ledger", stays, mayNot, mayNot},
		{"UPDATE what_ifs SET name = 'y'", stays, mayNot, mayNot},
		{"DELETE FROM what_ifs", stays, mayNot, mayNot},
		{"DELETE FROM old_heads", stays, mayNot, mayNot},
		{`UPDATE evidence_chunks SET bytes = '\x09'`, stays, mayNot, mayNot},
		{"SELECT drop_evidence('feed')", stays, stays, mayNot},
		{"SELECT strike_body('ledger', 'a', 1)", unknown, unknown, mayNot},
		{"SELECT strike_body('vendor_events', 'v', 1)", unknown, unknown, mayNot},
		{"SELECT strike_body('events', 'a', 2)", stays, stays, mayNot}, // without an event that says so
		{told + "; SELECT strike_body('events', 'a', 1)", stays, stays, mayNot},

		// What only the owner does.
		{told + "; UPDATE events SET salt = NULL, body = NULL WHERE seq = 2", "", mayNot, mayNot},
		{`INSERT INTO ledger VALUES (9, 0, '{}', '\x00')`, "", mayNot, mayNot},
		{"DELETE FROM evidence_chunks WHERE sha256 = 'cafe'; DELETE FROM evidence_files WHERE sha256 = 'cafe'", "", mayNot, mayNot},
		{"UPDATE meta SET value = 'another' WHERE name = 'database'", "", mayNot, mayNot},
		{"INSERT INTO granted VALUES ('assay_other', 'application')", "", mayNot, mayNot},
		{"SELECT grant_application('assay_auditor')", "", mayNot, mayNot},
		{"SELECT grant_auditor('assay_app')", "", mayNot, mayNot},
		{"ALTER TABLE events DISABLE TRIGGER USER", "", mayNot, mayNot},
		{"DROP TRIGGER events_stay ON events", "", mayNot, mayNot},
		{"CREATE TABLE other (n BIGINT)", "", mayNot, mayNot},

		// What the owner is refused too, so that it is not locked out by mistake.
		{"SELECT grant_application('assay_owner')", allHeld, mayNot, mayNot},
		{"SELECT grant_auditor('postgres')", allHeld, mayNot, mayNot},
		{"SELECT grant_auditor('assay_typo')", nobody, mayNot, mayNot},
	} {
		for n, wanted := range []string{story.owner, story.application, story.auditor} {
			if got := refusal(t, conns[n], story.statement); got != wanted {
				t.Errorf("%s for %s: got %q, want %q", story.statement, []string{"the owner", "the application", "an auditor"}[n], got, wanted)
			}
		}
	}
}

// What a login may make in this database does not reach the functions that run with the
// rights of the owner.
func TestALoginCannotMisleadTheFunctionsOfTheOwner(t *testing.T) {
	database := tables(t)
	run(t, login(t, pgtest.Owner, database), "SELECT grant_application('assay_app')")
	// A careless superuser lets everybody make schemas.
	if _, err := pgtest.Shared(t).Run(context.Background(), database, "GRANT CREATE ON DATABASE "+database+" TO assay_app"); err != nil {
		t.Fatal(err)
	}
	app := login(t, pgtest.Application, database)
	run(t, app, `
		CREATE SCHEMA mine;
		CREATE TABLE mine.taken (who TEXT);
		GRANT ALL ON SCHEMA mine TO PUBLIC;
		GRANT ALL ON mine.taken TO PUBLIC;
		CREATE FUNCTION mine.sha256(whole BYTEA) RETURNS BYTEA LANGUAGE sql AS $$ INSERT INTO mine.taken VALUES (current_user); SELECT '\x00'::bytea $$;
		CREATE FUNCTION mine.strpos(whole TEXT, part TEXT) RETURNS INTEGER LANGUAGE sql AS $$ INSERT INTO mine.taken VALUES (current_user); SELECT 0 $$;
		CREATE FUNCTION mine.taking() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO mine.taken VALUES (current_user); RETURN NEW; END $$;
		CREATE TEMP TABLE events (LIKE public.events);
		CREATE TEMP TABLE ledger (LIKE public.ledger);
		CREATE TRIGGER taking BEFORE INSERT ON pg_temp.ledger FOR EACH ROW EXECUTE FUNCTION mine.taking();
		SET search_path = pg_temp, mine, public, pg_catalog`)
	run(t, app, `SELECT public.append_ledger(1, '{"heads":[],"n":')`)
	run(t, app, "BEGIN; SELECT public.strike_body('events', 'a', 2); "+strings.Replace(told, "INTO events", "INTO public.events", 1)+"; COMMIT")
	if got := refusal(t, app, "SELECT public.drop_evidence('feed')"); got != "" {
		t.Errorf("nobody names the file once the body is struck, but it was refused: %s", got)
	}

	var taken, rows, linked, struck int
	row := app.QueryRow(context.Background(), `SELECT (SELECT pg_catalog.count(*) FROM mine.taken), (SELECT pg_catalog.count(*) FROM public.ledger),
		(SELECT pg_catalog.count(*) FROM public.ledger b JOIN public.ledger a ON a.n = b.n - 1 WHERE b.hash = pg_catalog.sha256(a.hash || pg_catalog.convert_to(b.heads, 'UTF8'))),
		(SELECT pg_catalog.count(*) FROM public.events WHERE body IS NULL)`)
	if err := row.Scan(&taken, &rows, &linked, &struck); err != nil {
		t.Fatal(err)
	}
	if taken != 0 || rows != 2 || linked != 1 || struck != 1 {
		t.Errorf("the functions used what a login made: %d calls, %d ledger rows, %d linked, %d struck", taken, rows, linked, struck)
	}
}

// Another program may have tables in the same schema. Its functions are not called in the
// place of those that PostgreSQL has, although they fit the arguments better.
func TestAFunctionOfTheSameSchemaMisleadsNobody(t *testing.T) {
	database := tables(t)
	run(t, login(t, pgtest.Owner, database), "SELECT grant_application('assay_app')")
	if _, err := pgtest.Shared(t).Run(context.Background(), database, `
		CREATE TABLE taken (who TEXT); GRANT ALL ON taken TO public;
		CREATE FUNCTION pg_advisory_xact_lock(n INTEGER) RETURNS void LANGUAGE sql AS $$ INSERT INTO taken VALUES (current_user) $$;
		CREATE FUNCTION repeat(part TEXT, times INTEGER, more INTEGER DEFAULT 0) RETURNS TEXT LANGUAGE sql AS $$ INSERT INTO taken VALUES (current_user); SELECT '00' $$;
		CREATE FUNCTION convert_to(whole TEXT, name TEXT) RETURNS BYTEA LANGUAGE sql AS $$ INSERT INTO taken VALUES (current_user); SELECT '\x00'::bytea $$`); err != nil {
		t.Fatal(err)
	}
	app := login(t, pgtest.Application, database)
	run(t, app, `SELECT append_ledger(1, '{"heads":[],"n":'); SELECT drop_evidence('cafe')`)
	var taken int
	if err := app.QueryRow(context.Background(), "SELECT count(*) FROM taken").Scan(&taken); err != nil || taken != 0 {
		t.Errorf("%d calls went astray, %v", taken, err)
	}
}

// Each function that runs with the rights of its owner names where it finds its tables,
// and is not for everybody.
func TestFunctionsOfTheOwnerArePinned(t *testing.T) {
	database := tables(t)
	rows, err := pgtest.Shared(t).Run(context.Background(), database, `SELECT proname, array_to_string(proconfig, ' '), has_function_privilege('assay_auditor', oid, 'EXECUTE')
		FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef ORDER BY proname`)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rows {
		got = append(got, strings.Join(row, ": "))
	}
	want := "append_ledger: search_path=public, pg_temp: f\ndrop_evidence: search_path=public, pg_temp: f\nstrike_body: search_path=public, pg_temp: f"
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}

// A role that changes its work loses what it could do before.
func TestRightsAreGrantedAnew(t *testing.T) {
	database := tables(t)
	owner := login(t, pgtest.Owner, database)
	run(t, owner, "SELECT grant_application('assay_app'); GRANT UPDATE ON events TO assay_app; SELECT grant_auditor('assay_app')")
	app := login(t, pgtest.Application, database)
	for _, statement := range []string{"UPDATE events SET salt = NULL, body = NULL", "DELETE FROM answers", "SELECT strike_body('events', 'a', 2)"} {
		if got := refusal(t, app, statement); got != mayNot {
			t.Errorf("%s: got %q, want %q", statement, got, mayNot)
		}
	}
	if got := refusal(t, app, "SELECT count(*) FROM events"); got != "" {
		t.Errorf("an auditor cannot read: %s", got)
	}
	var as string
	if err := owner.QueryRow(context.Background(), "SELECT string_agg(role || ' ' || as_what, ',') FROM granted").Scan(&as); err != nil || as != "assay_app auditor" {
		t.Errorf("granted is %q, %v", as, err)
	}
}

// A table of another program in the same schema neither stops the grants nor is granted.
func TestTablesOfOthersAreLeftAlone(t *testing.T) {
	database := tables(t)
	if _, err := pgtest.Shared(t).Run(context.Background(), database, "CREATE TABLE theirs (n BIGINT)"); err != nil {
		t.Fatal(err)
	}
	run(t, login(t, pgtest.Owner, database), "SELECT grant_auditor('assay_auditor')")
	if got := refusal(t, login(t, pgtest.Auditor, database), "SELECT n FROM theirs"); got != mayNot {
		t.Errorf("got %q, want %q", got, mayNot)
	}
}

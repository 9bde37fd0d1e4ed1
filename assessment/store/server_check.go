package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
)

// checkServer takes the place of the checks of a file. It examines whether the server
// keeps each answer that it confirms, who may change the journals, and whether the network
// hears the answers.
func (e *server) checkServer(ctx context.Context, t tx) ([]Finding, error) {
	var findings []Finding
	for _, examine := range []func(context.Context, tx) ([]Finding, error){
		checkDurable, checkPages, checkLogin, e.checkNetwork, checkLog, checkGuards, checkGrants, checkReach,
	} {
		found, err := examine(ctx, t)
		if err != nil {
			return findings, err
		}
		findings = append(findings, found...)
	}
	return findings, nil
}

// durableSettings must be on. A server that has one of them off confirms answers and may lose them.
var durableSettings = []string{"synchronous_commit", "fsync", "full_page_writes"}

func scanTexts(scan func(...any) error) (row [3]string, err error) {
	err = scan(&row[0], &row[1], &row[2])
	return row, err
}

// checkDurable looks for settings that let the server lose a confirmed answer. This
// connection has safe ones, or it would not have been opened; other roles and other
// databases may not.
func checkDurable(ctx context.Context, t tx) ([]Finding, error) {
	rows, err := collect(ctx, t, scanTexts, `SELECT lower(split_part(setting, '=', 1)), lower(split_part(setting, '=', 2)),
			CASE WHEN s.setrole = 0 THEN 'the database' ELSE 'the role ' || pg_get_userbyid(s.setrole) END
		FROM pg_db_role_setting s, unnest(s.setconfig) setting
		WHERE s.setdatabase = 0 OR s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
		UNION ALL SELECT name, setting, 'the server' FROM pg_settings ORDER BY 3, 1`)
	var findings []Finding
	for _, row := range rows {
		name, value, of := row[0], row[1], row[2]
		if slices.Contains(durableSettings, name) && slices.Contains([]string{"off", "false", "no", "0"}, value) {
			f := wrong("server", fmt.Sprintf("%s has %s set to %s: it could lose answers that it has confirmed", of, name, value))
			f.Case, f.About = assessment.UnsafeCommit, []string{name}
			findings = append(findings, f)
		}
	}
	return findings, err
}

// checkPages asks the server about its own disk.
func checkPages(ctx context.Context, t tx) ([]Finding, error) {
	var sums string
	var broken int
	err := t.row(ctx, `SELECT current_setting('data_checksums'), COALESCE(CAST(checksum_failures AS BIGINT), 0)
		FROM pg_stat_database WHERE datname = current_database()`).Scan(&sums, &broken)
	switch {
	case err != nil:
		return nil, err
	case broken > 0:
		return []Finding{wrong("file", fmt.Sprintf("the server has read %s of this database from its disk", english.Count(broken, "damaged page")))}, nil
	case sums != "on":
		return []Finding{noted("server", "data checksums are off, so the server does not notice pages that its disk changes; the journals still prove themselves")}, nil
	}
	return nil, nil
}

// checkLogin warns of a login that nothing stops: the rights of the application cannot
// change a journal, but those of a superuser can.
func checkLogin(ctx context.Context, t tx) ([]Finding, error) {
	var login string
	var super bool
	err := t.row(ctx, "SELECT CAST(session_user AS TEXT), rolsuper FROM pg_roles WHERE rolname = session_user").Scan(&login, &super)
	if err != nil || !super {
		return nil, err
	}
	return []Finding{doubtful("server", fmt.Sprintf("the login %s is a superuser of the server: nothing keeps it from changing a journal", login))}, nil
}

// checkNetwork warns of a connection that others can read, or whose other end may be
// somebody else. A socket and this machine's own network are no network.
func (e *server) checkNetwork(ctx context.Context, t tx) ([]Finding, error) {
	var far, secret bool
	err := t.row(ctx, `SELECT inet_client_addr() IS NOT NULL AND NOT (inet_client_addr() <<= inet '127.0.0.0/8' OR inet_client_addr() = inet '::1'),
		COALESCE((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), FALSE)`).Scan(&far, &secret)
	text := ""
	switch {
	case err != nil || !far:
		return nil, err
	case !secret:
		text = "the connection goes over a network without TLS: others can read and change what it carries"
	case !e.address.Verified():
		text = "the connection does not insist on the name in the certificate of the server: somebody on the way could take its place"
	default:
		return nil, nil
	}
	f := doubtful("server", text)
	f.Case = assessment.ServerUntrusted
	return []Finding{f}, nil
}

// checkLog warns of a log that repeats the values of statements: nothing strikes them there.
func checkLog(ctx context.Context, t tx) ([]Finding, error) {
	var repeats bool
	err := t.row(ctx, `SELECT current_setting('log_parameter_max_length') <> '0' AND (current_setting('log_statement') IN ('mod', 'all')
		OR current_setting('log_min_duration_statement') <> '-1' OR current_setting('log_min_duration_sample') <> '-1'
		OR current_setting('log_transaction_sample_rate') <> '0') OR current_setting('log_parameter_max_length_on_error') <> '0'`).Scan(&repeats)
	if err != nil || !repeats {
		return nil, err
	}
	return []Finding{doubtful("server", "the log of the server repeats the values of statements: what is struck from a journal stays there")}, nil
}

// guardedTables are those to which rows are only added.
var guardedTables = []string{"events", "rfp_events", "vendor_events", "people_events", "ledger", "what_ifs", "old_heads"}

// checkGuards looks whether the triggers that keep these tables as they are stand and are
// switched on.
func checkGuards(ctx context.Context, t tx) ([]Finding, error) {
	rows, err := collect(ctx, t, scanTexts, `SELECT c.relname::text, v.verb, ''
		FROM pg_class c, (VALUES ('UPDATE', 16), ('DELETE', 8), ('TRUNCATE', 32)) v (verb, bit)
		WHERE c.relnamespace = current_schema()::regnamespace AND c.relname IN ('`+strings.Join(guardedTables, "', '")+`')
			AND NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal AND g.tgenabled IN ('O', 'A') AND g.tgtype & v.bit > 0 AND g.tgtype & 2 > 0)
		ORDER BY 1, 2`)
	var findings []Finding
	for _, row := range rows {
		findings = append(findings, wrong("server", fmt.Sprintf("the trigger that keeps %s from %s is missing or switched off", row[1], row[0])))
	}
	return findings, err
}

// checkReferences looks for rows that name a missing row. A server that was told to put
// its own checks aside holds such rows without a word.
func checkReferences(ctx context.Context, t tx) ([]Finding, error) {
	keys, err := collect(ctx, t, func(scan func(...any) error) (key [4]string, err error) {
		err = scan(&key[0], &key[1], &key[2], &key[3])
		return key, err
	}, `SELECT CAST(k.conrelid::regclass AS TEXT), quote_ident(a.attname), CAST(k.confrelid::regclass AS TEXT), quote_ident(b.attname)
		FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
		JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
		WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace AND cardinality(k.conkey) = 1 ORDER BY 1, 2`)
	var findings []Finding
	for _, key := range keys {
		var rows int
		err := t.row(ctx, fmt.Sprintf("SELECT count(*) FROM %s x WHERE x.%s IS NOT NULL AND NOT EXISTS (SELECT FROM %s y WHERE y.%s = x.%s)",
			key[0], key[1], key[2], key[3], key[1])).Scan(&rows)
		if err != nil {
			return findings, err
		}
		for range rows {
			findings = append(findings, wrong("keys", fmt.Sprintf("a row of %s names a missing row of %s", key[0], key[2])))
		}
	}
	return findings, err
}

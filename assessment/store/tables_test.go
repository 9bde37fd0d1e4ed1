package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"assay/assessment/store/pgtest"
)

// Both engines have the same tables, columns and keys, so that one set of statements
// fits both, and a record can be copied row by row.
func TestBothEnginesHaveTheSameTables(t *testing.T) {
	file := described(t, "sqlite", "file:"+openBench(t, filepath.Join(t.TempDir(), "assay.db"), "", newClock()).Path(), `
		SELECT m.name || '.' || c.name || ' ' || c.type || CASE WHEN c."notnull" THEN ' not null' ELSE '' END || CASE c.pk WHEN 0 THEN '' ELSE ' key ' || c.pk END
		FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'`)
	address := pgtest.Database(t)
	openBench(t, address, "", newClock())
	server := described(t, "pgx", address, `
		SELECT c.relname || '.' || a.attname || ' ' || CASE format_type(a.atttypid, a.atttypmod) WHEN 'bigint' THEN 'INTEGER' WHEN 'bytea' THEN 'BLOB' WHEN 'text' THEN 'TEXT' ELSE format_type(a.atttypid, a.atttypmod) END
			|| CASE WHEN a.attnotnull THEN ' not null' ELSE '' END || coalesce(' key ' || array_position(k.conkey, a.attnum), '')
			|| CASE WHEN a.attcollation IN (0, (SELECT oid FROM pg_collation WHERE collname = 'C')) THEN '' ELSE ' in the order of a language' END
		FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
		WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
			AND c.relname NOT IN ('evidence_files', 'evidence_chunks', 'granted')`)
	for _, line := range file {
		if !slices.Contains(server, line) {
			t.Errorf("only in a file: %s", line)
		}
	}
	for _, line := range server {
		if !slices.Contains(file, line) {
			t.Errorf("only on a server: %s", line)
		}
	}
	if len(file) < 100 {
		t.Errorf("the file has only %d columns", len(file))
	}
}

// Both engines find rows by the same indexes, and refuse the same changes.
func TestBothEnginesHaveTheSameIndexesAndTriggers(t *testing.T) {
	const named = `SELECT type || ' ' || name FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL`
	file := described(t, "sqlite", "file:"+openBench(t, filepath.Join(t.TempDir(), "assay.db"), "", newClock()).Path(), named)
	address := pgtest.Database(t)
	openBench(t, address, "", newClock())
	server := described(t, "pgx", address, `
		SELECT 'index ' || c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
		WHERE c.relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid)
		UNION ALL SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname NOT LIKE '%\_whole' AND tgname NOT IN ('evidence_stays', 'events_told')`)
	if !slices.Equal(file, server) || len(file) < 20 {
		t.Errorf("a file has\n%s\na server has\n%s", strings.Join(file, "\n"), strings.Join(server, "\n"))
	}
}

// described are the rows of a query with one column, in the order of their bytes.
func described(t *testing.T, driver, address, query string) (lines []string) {
	t.Helper()
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(fmt.Errorf("%s: %w", driver, err))
	}
	slices.Sort(lines)
	return lines
}

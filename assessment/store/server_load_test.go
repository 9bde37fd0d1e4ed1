package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/jackc/pgx/v5"

	"assay/assessment"
	"assay/assessment/store/pgtest"
)

// loadedOnServer is a store on a server that holds n assessments: the same ones as loaded
// has in a file, as far as they are answered.
func loadedOnServer(tb testing.TB, c *pgtest.Cluster, n int) *bench {
	tb.Helper()
	var copies []form
	for f := range min(forms, n) {
		copies = append(copies, recordForm(tb, f, answersOnServer))
	}
	name := c.Database(tb)
	address := c.URL(pgtest.Owner, name)
	if err := openBench(tb, address, "", newClock()).Close(); err != nil {
		tb.Fatal(err)
	}
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, c.URL(pgtest.Superuser, name))
	if err != nil {
		tb.Fatal(err)
	}
	defer conn.Close(ctx) //nolint:errcheck // everything is loaded
	// The order of the tables does not matter then.
	if _, err := conn.Exec(ctx, "SET session_replication_role = replica"); err != nil {
		tb.Fatal(err)
	}
	for _, table := range copied {
		if _, err := conn.CopyFrom(ctx, pgx.Identifier{table}, columnsOf(tb, conn, table), copiesOf(table, copies, n)); err != nil {
			tb.Fatalf("%s: %v", table, err)
		}
	}
	heads, err := pgx.CollectRows(must(conn.Query(ctx, "SELECT vendor_id, seq, hash FROM vendor_heads UNION ALL SELECT assessment_id, seq, hash FROM heads")),
		func(row pgx.CollectableRow) ([]any, error) { return row.Values() })
	if err != nil {
		tb.Fatal(err)
	}
	var last assessment.Head
	_, err = conn.CopyFrom(ctx, pgx.Identifier{"ledger"}, []string{"n", "at", "heads", "hash"}, pgx.CopyFromSlice(len(heads), func(n int) ([]any, error) {
		text := fmt.Sprintf(`{"at":%d,"heads":[["%s",%d,"%x"]],"n":%d}`, standInstant, heads[n][0], heads[n][1], heads[n][2], n+1)
		last = last.Chain(text)
		return []any{n + 1, standInstant, text, last[:]}, nil
	}))
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := conn.Exec(ctx, "VACUUM ANALYZE"); err != nil {
		tb.Fatal(err)
	}
	b := openBench(tb, address, "", newClock())
	if err := b.Redigest(ctx); err != nil {
		tb.Fatal(err)
	}
	return b
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func columnsOf(tb testing.TB, conn *pgx.Conn, table string) (names []string) {
	tb.Helper()
	rows, err := conn.Query(context.Background(), "SELECT * FROM "+pgx.Identifier{table}.Sanitize()+" LIMIT 0")
	if err != nil {
		tb.Fatal(err)
	}
	defer rows.Close()
	for _, field := range rows.FieldDescriptions() {
		names = append(names, field.Name)
	}
	return names
}

// rowsOfCopies goes through the rows of one table of all copies.
type rowsOfCopies struct {
	table  string
	copies []form
	n      int
	i      int // the copy
	row    int // the next row of it
	random *rand.Rand
	c      copying
	values []any
}

func copiesOf(table string, copies []form, n int) *rowsOfCopies {
	if table == "questionnaires" {
		n = 1
	}
	return &rowsOfCopies{table: table, copies: copies, n: n, i: -1, random: rand.New(rand.NewPCG(portfolioSeed, portfolioSeed))}
}

// Next implements [pgx.CopyFromSource].
func (r *rowsOfCopies) Next() bool {
	for r.i < 0 || r.row == len(r.form()[r.table]) {
		if r.i++; r.i == r.n {
			return false
		}
		r.row, r.c = 0, copying{id: fmt.Sprintf("%08x", r.i+1), at: standInstant + int64(r.random.IntN(1e9))}
		if journal, isHead := map[string]string{"heads": "events", "vendor_heads": "vendor_events"}[r.table]; isHead {
			for _, row := range r.form()[journal] {
				r.c.row(journal, row) // chains up to the head
			}
		}
	}
	r.values = r.c.row(r.table, r.form()[r.table][r.row])
	r.row++
	return true
}

func (r *rowsOfCopies) form() form { return r.copies[r.i%len(r.copies)] }

// Values implements [pgx.CopyFromSource].
func (r *rowsOfCopies) Values() ([]any, error) { return r.values, nil }

// Err implements [pgx.CopyFromSource].
func (r *rowsOfCopies) Err() error { return nil }

// The portfolio of the benchmarks is one that the store could have made.
func TestALoadedServerIsSound(t *testing.T) {
	b := loadedOnServer(t, pgtest.Shared(t), 2)
	b.sound()
	if rows := b.rows(); len(rows) != 2 || rows[0].Answered != rows[0].Asked {
		t.Errorf("it holds %d", len(rows))
	}
}

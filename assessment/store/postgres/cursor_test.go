package postgres_test

import (
	"context"
	"testing"

	"assay/assessment/store/pgtest"
	"assay/assessment/store/postgres"
)

// A cursor brings every row in its order, also while other queries run between them, and
// the server makes no row that nobody wants.
func TestACursorReadsInParts(t *testing.T) {
	ctx := context.Background()
	address, err := postgres.Parse(pgtest.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	server, err := postgres.Open(ctx, address.Config())
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	// To compile a plan takes longer than a page.
	var jit string
	if err := server.Pool().QueryRow(ctx, "SHOW jit").Scan(&jit); err != nil || jit != "off" {
		t.Errorf("the server compiles plans: %s, %v", jit, err)
	}
	for _, rows := range []int{0, 1, 63, 64, 65, 320, 321, 1000} {
		work, err := server.Begin(ctx, postgres.Reads)
		if err != nil {
			t.Fatal(err)
		}
		cursor, err := work.Cursor(ctx, "SELECT n, 'row ' || n, decode('00ff', 'hex') FROM generate_series(CAST(? AS BIGINT), ?) n ORDER BY 1", 1, rows)
		if err != nil {
			t.Fatal(err)
		}
		count := 0
		for cursor.Next() {
			var n int
			var text string
			var bytes []byte
			if err := cursor.Scan(&n, &text, &bytes); err != nil {
				t.Fatal(err)
			}
			count++
			if n != count || text == "" || len(bytes) != 2 {
				t.Fatalf("row %d is %d, %q, %x", count, n, text, bytes)
			}
			if n%100 == 0 {
				between, err := work.Query(ctx, "SELECT ?", "between")
				if err != nil || !between.Next() {
					t.Fatalf("a query between the rows: %v", err)
				}
			}
		}
		if count != rows || cursor.Err() != nil {
			t.Errorf("%d rows of %d, %v", count, rows, cursor.Err())
		}
		work.Rollback()
	}

	work, err := server.Begin(ctx, postgres.Reads)
	if err != nil {
		t.Fatal(err)
	}
	defer work.Rollback()
	cursor, err := work.Cursor(ctx, "SELECT 1000 / (600 - n) FROM generate_series(1, 1000) n")
	if err != nil {
		t.Fatal(err)
	}
	for range 300 {
		if !cursor.Next() {
			t.Fatalf("a row before the fault is missing: %v", cursor.Err())
		}
	}
	for cursor.Next() {
	}
	if cursor.Err() == nil {
		t.Error("the fault of a later row is not told")
	}
}

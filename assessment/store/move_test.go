package store_test

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
)

// assessed is a database with journals of assessments and vendors.
func assessed(tb testing.TB) *bench {
	b := newBench(tb)
	first := b.assess("Harbor")
	b.assess("Kestrel")
	b.record(first, b.answer("TEC-01", "4"))
	return b
}

// movable is assessed with an evidence file.
func movable(tb testing.TB) *bench {
	b := assessed(tb)
	if _, _, err := b.PutFile(context.Background(), bytes.NewReader([]byte("a signed contract"))); err != nil {
		tb.Fatal(err)
	}
	return b
}

// emptyBeside opens a new database on the machine of another one.
func emptyBeside(tb testing.TB, b *bench) *bench {
	return openBench(tb, filepath.Join(tb.TempDir(), "data", "team.db"), b.anchors, b.clock)
}

func TestMovedRecordIsTheSameRecord(t *testing.T) {
	ctx := context.Background()
	b := movable(t)
	before, err := b.Identity(ctx)
	if err != nil {
		t.Fatal(err)
	}
	target := emptyBeside(t, b)
	own := filepath.Join(b.anchors, target.ID())
	moved, err := b.MoveTo(ctx, target.Store)
	if err != nil {
		t.Fatal(err)
	}
	if moved.Files != 1 || moved.Bytes != 17 || moved.Journals == 0 || moved.Events < moved.Journals || moved.Already {
		t.Errorf("moved %+v", moved)
	}
	if _, err := os.Stat(own); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the anchor of the empty database is still there: %v", err)
	}
	target = target.again()
	if after, err := target.Identity(ctx); err != nil || after != before {
		t.Errorf("the identity is %+v and was %+v: %v", after, before, err)
	}
	target.sound()
	if now, err := target.Standing(ctx); err != nil || now.Kind != store.Sound {
		t.Errorf("the new database is %s: %v", now.Kind, err)
	}
	target.vendor("Lantern")
	source := b.again()
	if now, err := source.Standing(ctx); err != nil || now.Kind != store.Copied || now.Elsewhere != target.Path() {
		t.Errorf("the old database is %s of %s: %v", now.Kind, now.Elsewhere, err)
	}
}

func TestInterruptedMoveIsRepeated(t *testing.T) {
	b := movable(t)
	target := emptyBeside(t, b)
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if _, err := b.MoveTo(stopped, target.Store); err == nil {
		t.Fatal("a stopped move succeeded")
	}
	for n, already := range []bool{false, true, true} {
		moved, err := b.MoveTo(context.Background(), target.Store)
		if err != nil || moved.Already != already {
			t.Fatalf("call %d: already moved is %t: %v", n+1, moved.Already, err)
		}
		target = target.again()
	}
}

func TestMoveRefusesADatabaseWithOtherContent(t *testing.T) {
	b := movable(t)
	ctx := context.Background()
	other := emptyBeside(t, b)
	other.vendor("Lantern")
	_, err := b.MoveTo(ctx, other.Store)
	refused(t, err, assessment.Refused)
	_, err = b.MoveTo(ctx, b.Store)
	refused(t, err, assessment.Invalid)
	gone := emptyBeside(t, b)
	if _, err := b.MoveTo(ctx, gone.Store); err != nil {
		t.Fatal(err)
	}
	gone = gone.again()
	gone.vendor("Lantern")
	_, err = b.MoveTo(ctx, gone.Store)
	refused(t, err, assessment.Refused)
	// The record is elsewhere by now.
	third := emptyBeside(t, b)
	_, err = b.MoveTo(ctx, third.Store)
	refused(t, err, assessment.Refused)
}

func TestMoveRefusesAChangedFile(t *testing.T) {
	b := movable(t)
	files, err := b.Files()
	if err != nil {
		t.Fatal(err)
	}
	spoil(b, files[0].SHA256, "another contract!")
	target := emptyBeside(t, b)
	if _, err := b.MoveTo(context.Background(), target.Store); assessment.CodeOf(err) != assessment.Damaged {
		t.Errorf("a damaged file was moved: %v", err)
	}
}

// A table or a column that a later version adds must not stay behind.
func TestMoveCopiesEveryColumn(t *testing.T) {
	fileOnly(t, insideSQLite)
	b := newBench(t)
	rows, err := raw(t, b.Path()).Query(`SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT IN ('meta', 'places') AND m.name NOT LIKE 'sqlite_%'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	found := map[string][]string{}
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		found[table] = append(found[table], column)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	copied := store.KeptColumns()
	for _, all := range []map[string][]string{found, copied} {
		for _, columns := range all {
			slices.Sort(columns)
		}
	}
	if !maps.EqualFunc(found, copied, slices.Equal) {
		t.Errorf("the tables are\n%v\nand MoveTo copies\n%v", found, copied)
	}
}

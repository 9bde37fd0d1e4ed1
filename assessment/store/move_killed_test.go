package store_test

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"assay/assessment/store"
	"assay/assessment/store/pgtest"
)

// mover moves a record, until it is killed. The addresses of both databases come in one
// argument, and the folder of the anchors in the environment.
func mover(arg string) error {
	from, to, _ := strings.Cut(arg, "\n")
	ctx, anchors := context.Background(), filepath.Join(givenFolder(), "anchors")
	source, err := store.Open(ctx, from, options(newClock(), anchors))
	if err != nil {
		return err
	}
	target, err := store.Open(ctx, to, options(newClock(), anchors))
	if err != nil {
		return err
	}
	_, err = source.MoveTo(ctx, target)
	return err
}

// A program is killed while it moves a record to a server, at several moments, or its
// connection is cut. The target holds nothing or everything, the old record stays sound, and
// the move that is repeated ends well.
func TestAMoveThatWasKilledIsRepeated(t *testing.T) {
	ownServer(t)
	ctx := context.Background()
	c := pgtest.Shared(t)
	moments := map[string]struct {
		at     func(statement string) bool
		before bool
	}{
		"in the middle of the evidence": {func(s string) bool { return strings.HasPrefix(s, "INSERT INTO evidence_chunks") }, true},
		"in the middle of the rows":     {func(s string) bool { return strings.HasPrefix(s, "INSERT INTO events") }, true},
		"before it is confirmed":        {isRowsCommit(), true},
		"after it is confirmed":         {isRowsCommit(), false},
	}
	for name, moment := range moments {
		for _, kill := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, killed %t", name, kill), func(t *testing.T) {
				b := assessed(t)
				if _, _, err := b.PutFile(ctx, bytes.NewReader(bytes.Repeat([]byte("a signed contract "), 200_000))); err != nil {
					t.Fatal(err)
				}
				before, err := b.Identity(ctx)
				if err != nil {
					t.Fatal(err)
				}
				p := pgtest.NewProxy(t, c)
				to := p.URL(pgtest.Owner, c.Database(t))
				plan := map[[2]bool]func(func(string) bool) <-chan struct{}{
					{true, true}: p.StallBefore, {true, false}: p.StallAfter, {false, true}: p.CutBefore, {false, false}: p.CutAfter,
				}[[2]bool{kill, moment.before}]
				reached := plan(moment.at)
				cmd := child("mover", b.Path()+"\n"+to)
				cmd.Env = append(cmd.Env, actIn+"="+b.folder())
				cmd.Stderr = nil
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				<-reached
				if kill {
					if err := cmd.Process.Kill(); err != nil {
						t.Fatal(err)
					}
				}
				_ = cmd.Wait() // it was killed, or has lost its connection, or has tried again
				p.Flow()
				if now, err := b.Identity(ctx); err != nil || now != before {
					t.Errorf("the old record is %+v, and was %+v: %v", now, before, err)
				}
				target := openBench(t, to, b.anchors, b.clock)
				if _, err := b.MoveTo(ctx, target.Store); err != nil {
					t.Fatal(err)
				}
				target = target.again()
				if now, err := target.Identity(ctx); err != nil || now != before {
					t.Errorf("the new record is %+v, and was %+v: %v", now, before, err)
				}
				target.sound()
				target.vendor("Lantern")
			})
		}
	}
}

// isRowsCommit finds the COMMIT after the rows.
func isRowsCommit() func(string) bool {
	rows := false
	return func(s string) bool {
		rows = rows || strings.HasPrefix(s, "INSERT INTO ledger")
		return rows && isCommit(s)
	}
}

package pgtest_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"assay/assessment/store/pgtest"
)

func isCommit(statement string) bool { return strings.EqualFold(statement, "commit") }

func TestACommitIsCutBeforeOrAfterTheServerHasIt(t *testing.T) {
	c := pgtest.Shared(t)
	for _, test := range []struct {
		name string
		plan func(*pgtest.Proxy, func(string) bool) <-chan struct{}
		want string
	}{{"before", (*pgtest.Proxy).CutBefore, "0"}, {"after", (*pgtest.Proxy).CutAfter, "1"}} {
		t.Run(test.name, func(t *testing.T) {
			database := c.Database(t)
			p := pgtest.NewProxy(t, c)
			direct, conn := connect(t, c.URL(pgtest.Owner, database)), connect(t, p.URL(pgtest.Owner, database))
			ask(t, direct, "CREATE TABLE words (word TEXT)")
			ask(t, conn, "BEGIN; INSERT INTO words VALUES ('new')")
			cut := test.plan(p, isCommit)
			if _, err := conn.Exec(t.Context(), "COMMIT").ReadAll(); err == nil {
				t.Error("the client got an answer")
			}
			<-cut
			if got := ask(t, direct, "SELECT count(*) FROM words"); got[0][0] != test.want {
				t.Errorf("%s rows are kept, not %s", got[0][0], test.want)
			}
			ask(t, connect(t, p.URL(pgtest.Owner, database)), "BEGIN; COMMIT") // only one is cut
		})
	}
}

// A prepared statement is known by its text, and a batch counts as one round trip.
func TestABatchIsOneRoundTrip(t *testing.T) {
	c := pgtest.Shared(t)
	p := pgtest.NewProxy(t, c)
	conn, err := pgx.Connect(t.Context(), p.URL(pgtest.Owner, c.Database(t)))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background()) //nolint:errcheck // it is cut
	send := func() error {
		batch := &pgx.Batch{}
		for n := range 5 {
			batch.Queue(fmt.Sprintf("SELECT $1::bigint + %d", n), n)
		}
		batch.Queue("commit")
		return conn.SendBatch(t.Context(), batch).Close()
	}
	if err := send(); err != nil { // prepares the statements
		t.Fatal(err)
	}
	before := p.RoundTrips()
	if err := send(); err != nil {
		t.Fatal(err)
	}
	if trips := p.RoundTrips() - before; trips != 1 {
		t.Errorf("%d round trips", trips)
	}
	cut := p.CutAfter(isCommit)
	if err := send(); err == nil {
		t.Error("the batch was not cut")
	}
	<-cut
}

func TestAProxyThatIsDownLetsNobodyThrough(t *testing.T) {
	c := pgtest.Shared(t)
	p := pgtest.NewProxy(t, c)
	url := p.URL(pgtest.Owner, c.Database(t))
	conn := connect(t, url)
	p.Down()
	if _, err := conn.Exec(t.Context(), "SELECT 1").ReadAll(); err == nil {
		t.Error("a connection outlived its cut")
	}
	if _, err := pgconn.Connect(t.Context(), url); err == nil {
		t.Error("a new connection came through")
	}
	p.Up()
	ask(t, connect(t, url), "SELECT 1")
}

// Everything waits while the proxy stalls, new connections too, and goes on afterwards.
func TestAProxyThatStallsAnswersLater(t *testing.T) {
	c := pgtest.Shared(t)
	database := c.Database(t)
	p := pgtest.NewProxy(t, c)
	direct, conn := connect(t, c.URL(pgtest.Owner, database)), connect(t, p.URL(pgtest.Owner, database))
	ask(t, direct, "CREATE TABLE words (word TEXT)")
	for n, plan := range []func(func(string) bool) <-chan struct{}{p.StallBefore, p.StallAfter} {
		ask(t, conn, "BEGIN; INSERT INTO words VALUES ('new')")
		stalled, done := plan(isCommit), make(chan error, 1)
		go func() {
			_, err := conn.Exec(context.Background(), "COMMIT").ReadAll()
			done <- err
		}()
		<-stalled
		if got := ask(t, direct, "SELECT count(*) FROM words")[0][0]; got != fmt.Sprint(2*n) {
			t.Errorf("%s rows are kept while it stalls", got)
		}
		short, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
		if _, err := pgconn.Connect(short, p.URL(pgtest.Owner, database)); err == nil {
			t.Error("a new connection got an answer")
		}
		stop()
		p.Flow()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if got := ask(t, direct, "SELECT count(*) FROM words")[0][0]; got != fmt.Sprint(n+1) {
			t.Errorf("%s rows are kept", got)
		}
	}
}

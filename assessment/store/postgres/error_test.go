package postgres_test

import (
	"context"
	"io"
	"net"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store/pgtest"
	"assay/assessment/store/postgres"
)

func TestAServerThatCannotBeReachedSaysWhy(t *testing.T) {
	alone(t)
	for name, want := range map[string]string{
		"postgres://127.0.0.1:1/assay":    "the database server cannot be reached: connection refused",
		"postgres:///assay?host=/nowhere": "the database server cannot be reached: no such file or directory",
	} {
		a, err := postgres.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		_, err = postgres.Open(context.Background(), a.Config())
		said := postgres.Saying(err)
		if said == nil || said.Case != assessment.ConnectionLost || said.Code != assessment.Unwritten || !strings.Contains(said.Message, want) {
			t.Errorf("%s: %v, want %s", name, said, want)
		}
	}
}

// Each refusal of a real server has a case of its own, so that each face says how to go on.
func TestWhyAServerRefusesIsToldApart(t *testing.T) {
	alone(t)
	c := pgtest.Start(t)
	name := c.Database(t)
	if _, err := c.Run(context.Background(), name, `CREATE ROLE crowded LOGIN CONNECTION LIMIT 0; CREATE ROLE outside NOLOGIN;
		ALTER ROLE assay_app SET statement_timeout = '20ms'; ALTER ROLE assay_owner SET default_transaction_read_only = on`); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		role, database, statement string
		want                      assessment.Case
		says                      string
	}{
		{"crowded", name, "", assessment.ServerBusy, "takes no more connections"},
		{"outside", name, "", assessment.LoginRefused, "refused the login"},
		{"nobody", name, "", assessment.LoginRefused, "refused the login"},
		{pgtest.Owner, "other", "", assessment.NoSuchDatabase, "has no such database"},
		{pgtest.Application, name, "SELECT pg_sleep(1)", assessment.StatementStopped, "stopped before it was done"},
		{pgtest.Owner, name, "CREATE TABLE other (n BIGINT)", assessment.OnStandby, "may only be read"},
		{pgtest.Auditor, name, "EXECUTE stmtcache_1", assessment.Pooled, "a pooler in transaction mode"}, // as behind one
		{pgtest.Auditor, name, "SELECT pg_read_file('/etc/passwd')", assessment.ServerRefused, "may not do that"},
	} {
		a, err := postgres.Parse(c.URL(test.role, test.database))
		if err != nil {
			t.Fatal(err)
		}
		server, err := postgres.Open(context.Background(), a.Config())
		if err == nil {
			_, err = server.Pool().Exec(context.Background(), test.statement)
			server.Close()
		}
		said := postgres.Saying(err)
		if said == nil || said.Case != test.want || !strings.Contains(said.Message, test.says) {
			t.Errorf("%s: %v, %v, want %s", test.role, said, err, test.want)
		}
	}
}

// A server without TLS is not one that is down.
func TestAServerWithoutTLSIsNotTrusted(t *testing.T) {
	alone(t)
	listening, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listening.Close()
	go func() {
		for {
			conn, err := listening.Accept()
			if err != nil {
				return
			}
			_, _ = io.ReadFull(conn, make([]byte, 8)) // the request for TLS
			_, _ = conn.Write([]byte("N"))
			conn.Close()
		}
	}()
	a, err := postgres.Parse("postgres://" + listening.Addr().String() + "/assay?sslmode=require")
	if err != nil {
		t.Fatal(err)
	}
	_, err = postgres.Open(context.Background(), a.Config())
	if said := postgres.Saying(err); said == nil || said.Case != assessment.ServerUntrusted {
		t.Errorf("%v, %v", said, err)
	}
}

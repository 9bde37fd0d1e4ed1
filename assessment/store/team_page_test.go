package store_test

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/store/pgtest"
)

var (
	// sqlBlock is a block of docs/team.md. Its first line says who runs it, and in which
	// database.
	sqlBlock = regexp.MustCompile("(?ms)^ *```sql\n *-- (\\w+) in (\\w+)\n(.*?)^ *```$")
	anySQL   = regexp.MustCompile("(?m)^ *```sql$")
)

// The statements of docs/team.md run in the order of the page, each by the role that it
// names. Afterwards the roles may do what the page says.
func TestTheStatementsForATeamRun(t *testing.T) {
	page, err := os.ReadFile("../../docs/team.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := sqlBlock.FindAllStringSubmatch(string(page), -1)
	if len(blocks) < 5 || len(blocks) != len(anySQL.FindAllString(string(page), -1)) {
		t.Fatalf("%d blocks of SQL say who runs them", len(blocks))
	}
	ctx := context.Background()
	cluster := pgtest.Start(t)
	if _, err := cluster.Run(ctx, "postgres", "DROP ROLE assay_owner; DROP ROLE assay_app"); err != nil {
		t.Fatal(err) // the page makes them
	}
	open := func(role string) (*store.Store, error) {
		return store.Open(ctx, cluster.URL(role, "assay"), options(newClock(), t.TempDir()))
	}
	for _, block := range blocks {
		role, database, statements := block[1], block[2], block[3]
		if strings.Contains(statements, "grant_application") {
			// The page has the owner begin the record here.
			openBench(t, cluster.URL("assay_owner", "assay"), t.TempDir(), newClock()).assess("Harbor Staffing")
		}
		conn, err := pgx.Connect(ctx, cluster.URL(role, database))
		if err != nil {
			t.Fatal(err)
		}
		for statement := range strings.SplitSeq(statements, ";\n") { // VACUUM does not run in a transaction with others
			if _, err := conn.PgConn().Exec(ctx, statement).ReadAll(); err != nil {
				t.Errorf("as %s: %s: %v", role, statement, err)
			}
		}
		if err := conn.Close(ctx); err != nil {
			t.Error(err)
		}
		if !strings.Contains(statements, "grant_application") {
			continue
		}
		for role, reads := range map[string]bool{"assay_app": false, "ruth": true} {
			s, err := open(role)
			if err != nil {
				t.Errorf("%s: %v", role, err)
				continue
			}
			if s.ReadsOnly() != reads {
				t.Errorf("%s may only read: %v", role, s.ReadsOnly())
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	if _, err := open("ruth"); assessment.CaseOf(err) != assessment.OwnerNeeded {
		t.Errorf("the page takes the rights of ruth away, but: %v", err)
	}
}

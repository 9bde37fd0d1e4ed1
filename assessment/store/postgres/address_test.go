package postgres_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/store/postgres"
)

// alone takes the settings of the machine away, so that an address says all.
func alone(t *testing.T) (home string) {
	t.Helper()
	for _, setting := range os.Environ() {
		if name, _, _ := strings.Cut(setting, "="); strings.HasPrefix(name, "PG") {
			t.Setenv(name, "")
		}
	}
	home = t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("PGUSER", "ada")
	return home
}

func keep(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsAnAddress(t *testing.T) {
	for name, want := range map[string]bool{
		"postgres://db/assay": true, "postgresql://db/assay": true, "Postgres://db/assay": true, "postgres:/db/assay": true, "service=ward": true,
		"assay.db": false, "/srv/postgres/assay.db": false, "postgres": false, "./postgres:1": false, "services=ward": false, "": false,
	} {
		if got := postgres.Is(name); got != want {
			t.Errorf("Is(%q) = %t", name, got)
		}
	}
}

func TestTheNormalFormOfAnAddress(t *testing.T) {
	alone(t)
	for _, test := range []struct{ name, want string }{
		{"postgres://eve@db.example:5432/assay", "postgres://eve@db.example:5432/assay"},
		{"postgresql://eve@DB.example/assay", "postgres://eve@db.example:5432/assay"},
		{"PostgreSQL://eve:@db.example/assay?sslmode=disable", "postgres://eve@db.example:5432/assay"},
		{"postgres://db.example:6432/assay", "postgres://ada@db.example:6432/assay"},
		{"postgres://db.example", "postgres://ada@db.example:5432/ada"},
		{"postgres:///assay?host=/run/x", "postgres://ada@/assay?host=/run/x"},
		{"postgres://eve@/assay?host=/run/x&port=5433", "postgres://eve@/assay?host=/run/x&port=5433"},
		{"postgres://%2Frun%2Fx:5433/assay?user=eve", "postgres://eve@/assay?host=/run/x&port=5433"},
		{"postgres://one,two/assay?target_session_attrs=read-write", "postgres://ada@one:5432,two:5432/assay"},
		{"postgres://eve@db/assay?default_query_exec_mode=exec", "postgres://eve@db:5432/assay"},
		{"postgres://one:1,two:2/assay", "postgres://ada@one:1,two:2/assay"},
		{"postgres://[::1]:7/assay", "postgres://ada@[::1]:7/assay"},
		{"postgres://dr%40x%20y@db/our%20assay", "postgres://dr%40x%20y@db:5432/our%20assay"},
		{"postgres://db/assay?search_path=ward,public&application_name=x", "postgres://ada@db:5432/assay?search_path=ward,public"},
		{"postgres://db/assay?options=-c%20search_path%3Dward", "postgres://ada@db:5432/assay?options=-c%20search_path%3Dward"},
		{"postgres://db/it%27s%5Chere", "postgres://ada@db:5432/it%27s%5Chere"},
		{"postgres://db?dbname=assay", "postgres://ada@db:5432/assay"},
	} {
		got, err := postgres.Parse(test.name)
		if err != nil || got.String() != test.want {
			t.Errorf("Parse(%q) = %q, %v, want %q", test.name, got, err, test.want)
			continue
		}
		again, err := postgres.Parse(got.String())
		if err != nil || again.String() != got.String() {
			t.Errorf("the normal form %q became %q, %v", got, again, err)
		}
	}
}

func TestAnAddressWithAPasswordIsRefused(t *testing.T) {
	alone(t)
	for _, name := range []string{
		"postgres://eve:hunter2@db/assay", "postgres://eve:hunter2@/assay?host=/run/x", "postgres://:hunter2@db/assay", "postgres://eve:hun@ter2@db/assay",
		"postgres://db/assay?password=hunter2", "postgres://db/assay?sslpassword=hunter2", "postgres://db/assay?password=", "postgres://eve:%hunter2@db/assay",
		"postgres://eve:hunter2#x@db/assay", "postgres://eve%3Ahunter2@db/assay", "postgres://eve%3ahunter2@db/assay",
		"postgres://db/assay?PASSWORD=hunter2", "postgres://db/assay?pass%77ord=hunter2",
	} {
		_, err := postgres.Parse(name)
		if assessment.CaseOf(err) != assessment.PasswordInAddress || strings.Contains(err.Error(), "hun") {
			t.Errorf("Parse(%q): %v", name, err)
		}
	}
	// These are read in another way than the person meant. Even so, nothing of it is quoted.
	for _, name := range []string{
		"postgres://eve:hunter/2@db/assay", "postgres://eve:1/hunter2@db/assay", "postgres://eve:1?hunter2@db/assay", "postgres:/eve:hunter2@db/assay",
		"service=ward password=hunter2", "postgres://eve:1/x?hunter=2", "postgres://db/%hunter2",
	} {
		if _, err := postgres.Parse(name); assessment.CodeOf(err) != assessment.Invalid || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("Parse(%q): %v", name, err)
		}
	}
}

func TestAnAddressThatIsWrong(t *testing.T) {
	alone(t)
	for _, test := range []struct{ name, want string }{
		{"postgres:", "this is no address of a database server: it has the form postgres://ROLE@HOST/DATABASE"},
		{"service=", "this is no address of a database server: after service= comes the name of a service, and nothing else"},
		{"postgres://db:x/assay", "this is no address of a database server: a port is a number below 65536"},
		{"postgres://db:70000/assay", "this is no address of a database server: a port is a number below 65536"},
		{"postgres://[::1/assay", "this is no address of a database server: a bracket is not closed"},
		{"postgres://db/assay/more", "this is no address of a database server: the name of the database is followed by more"},
		{"postgres://db/assay?sslmode", "this is no address of a database server: a parameter has the form NAME=VALUE"},
		{"postgres://db/assay?ssl=true", `an address has no parameter "ssl"`},
		{"postgres://db/assay?synchronous_commit=off", `an address has no parameter "synchronous_commit"`},
		{"postgres://db/assay?host=other", "the address says twice what its host is"},
		{"postgres://db/assay?sslmode=disable&sslmode=prefer", "the address says twice what its sslmode is"},
		{"postgres://db/assay?sslmode=safe", "the database server cannot be reached by this address: sslmode is invalid"},
		{"postgres://db/assay?connect_timeout=soon", `the database server cannot be reached by this address: strconv.ParseInt: parsing "soon": invalid syntax`},
		{"postgres://a,b,c:1/assay?port=1,2", "the address says twice what its port is"},
		{"postgres://a,b,c/assay?port=1,2", "the database server cannot be reached by this address: could not match 2 port numbers to 3 hosts"},
		{"postgres://db/a%00b", "this is no address of a database server: it holds a character that no name has"},
	} {
		if _, err := postgres.Parse(test.name); err == nil || err.Error() != test.want || assessment.CodeOf(err) != assessment.Invalid {
			t.Errorf("Parse(%q): %v, want %s", test.name, err, test.want)
		}
	}
}

// The password comes from the places where PostgreSQL's own programs look for it,
// and is never part of the text.
func TestWhereThePasswordIsFound(t *testing.T) {
	home := alone(t)
	keep(t, filepath.Join(home, ".pgpass"), "db:5432:assay:ada:of-home\n")
	passwords := filepath.Join(t.TempDir(), "passwords")
	keep(t, passwords, "db:5432:assay:ada:of-file\ndb:5432:ada:ada:of-own-database\n")
	services := filepath.Join(t.TempDir(), "services")
	keep(t, services, "[ward]\nhost=db\ndbname=assay\nuser=nina\npassword=of-service\nsslmode=disable\nconnect_timeout=3\n")
	t.Setenv("PGSERVICEFILE", services)

	for _, test := range []struct{ name, variable, value, password, text string }{
		{"postgres://db/assay", "", "", "of-home", "postgres://ada@db:5432/assay"},
		{"postgres://db/assay", "PGPASSFILE", passwords, "of-file", "postgres://ada@db:5432/assay"},
		{"postgres://db", "PGPASSFILE", passwords, "of-own-database", "postgres://ada@db:5432/ada"},
		{"postgres://db/assay", "PGPASSWORD", "of-variable", "of-variable", "postgres://ada@db:5432/assay"},
		{"service=ward", "", "", "of-service", "postgres://nina@db:5432/assay"},
		{"postgres://eve@/?service=ward", "", "", "of-service", "postgres://eve@db:5432/assay"},
		{"postgres://", "PGSERVICE", "ward", "of-service", "postgres://nina@db:5432/assay"},
	} {
		t.Run(test.name+" "+test.variable, func(t *testing.T) {
			if test.variable != "" {
				t.Setenv(test.variable, test.value)
			}
			a, err := postgres.Parse(test.name)
			if err != nil {
				t.Fatal(err)
			}
			if got := a.Config().ConnConfig.Password; got != test.password || a.String() != test.text {
				t.Errorf("the password is %q and the text %q, want %q and %q", got, a, test.password, test.text)
			}
		})
	}
	if _, err := postgres.Parse("service=none"); err == nil || err.Error() != "the database server cannot be reached by this address: unable to find service: none" {
		t.Errorf("an unknown service: %v", err)
	}
}

func TestAConnectionHasALimitAndAName(t *testing.T) {
	alone(t)
	for name, want := range map[string]time.Duration{"postgres://db/assay": 10 * time.Second, "postgres://db/assay?connect_timeout=3": 3 * time.Second} {
		a, err := postgres.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		c := a.Config().ConnConfig
		if c.ConnectTimeout != want || c.RuntimeParams["application_name"] != "assay" || a.Role() != "ada" {
			t.Errorf("%s: timeout %v, name %q, role %q", name, c.ConnectTimeout, c.RuntimeParams["application_name"], a.Role())
		}
	}
	// A machine with many cores has no more connections than others, unless somebody asks.
	for name, want := range map[string]int32{"postgres://db/assay": postgres.Connections, "postgres://db/assay?pool_max_conns=20": 20} {
		if a, err := postgres.Parse(name); err != nil || a.Config().MaxConns != want {
			t.Errorf("%s: %v, want %d connections", name, err, want)
		}
	}
}

// A record stays the same record for another role, and when servers are added to its
// address.
func TestWhenTwoAddressesAreOfTheSameRecord(t *testing.T) {
	alone(t)
	const record = "postgres://eve@db1/assay"
	for other, want := range map[string]bool{
		"postgres://ada@db1/assay":                     true,
		"postgres://eve@DB1:5432/assay":                true,
		"postgres://eve@db1,db2/assay":                 true,
		"postgres://eve@db2,db1/assay?sslmode=require": true,
		"postgres://eve@db2/assay":                     false,
		"postgres://eve@db1:5433/assay":                false,
		"postgres://eve@db1/other":                     false,
		"postgres://eve@db1/assay?search_path=two":     false,
		"postgres://eve@/assay?host=/db1":              false,
	} {
		one, err := postgres.Parse(record)
		if err != nil {
			t.Fatal(err)
		}
		two, err := postgres.Parse(other)
		if err != nil {
			t.Fatal(err)
		}
		if one.Same(two) != want || two.Same(one) != want {
			t.Errorf("%s is the same record as %s: %t, want %t", other, record, one.Same(two), want)
		}
	}
}

// Only sslmode=verify-full compares the certificate with the name of the server.
func TestWhichAddressesKnowTheirServer(t *testing.T) {
	alone(t)
	for name, want := range map[string]bool{
		"postgres://db/assay":                                    false, // TLS if the server offers it
		"postgres://db/assay?sslmode=require":                    false,
		"postgres://db/assay?sslmode=verify-full":                true,
		"postgres://a,b/assay?sslmode=verify-full":               true,
		"postgres:///assay?host=/run/postgresql":                 true,
		"postgres:///assay?host=/run/postgresql,db":              false,
		"postgres:///assay?host=/run/postgresql&sslmode=disable": true,
		"postgres://db/assay?sslmode=disable":                    false,
	} {
		a, err := postgres.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		if a.Verified() != want {
			t.Errorf("%s: %t, want %t", name, a.Verified(), want)
		}
	}
}

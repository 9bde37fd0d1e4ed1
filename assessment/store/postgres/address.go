package postgres

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"assay/assessment"
)

// patience is how long a connection may take to begin, unless the address or the
// service says otherwise.
const patience = 10 * time.Second

// Address names the database of a server and the role that logs in.
type Address struct {
	config *pgxpool.Config
	text   string
}

// Is reports whether name is meant as the address of a server, and not as the path
// of a file. [Parse] then says whether it is one.
func Is(name string) bool {
	scheme, _, found := strings.Cut(name, ":")
	return strings.HasPrefix(name, "service=") || found && isScheme(scheme)
}

func isScheme(text string) bool {
	return strings.EqualFold(text, "postgres") || strings.EqualFold(text, "postgresql")
}

// Parse reads an address in one of two forms:
//
//	postgres://ROLE@HOST:PORT/DATABASE?PARAMETER=VALUE&...
//	service=NAME
//
// A service is a section of a service file. What the address leaves out comes from
// the service, then from the PG* variables of the environment, then from the usual
// defaults of PostgreSQL. Several hosts are divided by commas; a host that begins
// with a slash is the folder of a socket.
//
// A password is looked up in the service, PGPASSWORD, and the file of PGPASSFILE. An
// address with a password is refused with [assessment.PasswordInAddress]: whoever
// lists the processes or the history of a shell would read it. No error quotes a
// part of the address in which a password may have been meant.
func Parse(name string) (Address, error) {
	given, err := settingsOf(name)
	if err != nil {
		return Address{}, err
	}
	config, err := configOf(given)
	if err == nil && config.ConnConfig.Database == "" {
		// The server would take the name of the role. Passwords are looked up by it.
		given["dbname"] = config.ConnConfig.User
		config, err = configOf(given)
	}
	if err != nil {
		return Address{}, err
	}
	conn := config.ConnConfig
	if conn.User == "" {
		return Address{}, invalid("the address names no role that logs in")
	}
	conn.ConnectTimeout = cmp.Or(conn.ConnectTimeout, patience)
	conn.DialFunc = dialer().DialContext
	if conn.RuntimeParams["application_name"] == "" {
		conn.RuntimeParams["application_name"] = "assay"
	}
	return Address{config, normal(&conn.Config)}, nil
}

// String is the address in its normal form, with all that decides which record it
// names and who logs in: two ways to write one address give the same text. It holds
// no password, and none of the parameters that say how to connect.
func (a Address) String() string { return a.text }

// Role is the role that logs in.
func (a Address) Role() string { return a.config.ConnConfig.User }

// Config is a new configuration of a pool of connections. Its ConnConfig is that of
// a single one.
func (a Address) Config() *pgxpool.Config { return a.config.Copy() }

func invalid(format string, args ...any) *assessment.Error {
	return assessment.Errorf(assessment.Invalid, format, args...)
}

// errUnreadable quotes nothing, since the address may hold a password where none
// belongs.
func errUnreadable(why string) error {
	return invalid("this is no address of a database server: %s", why)
}

func errPassword() error {
	return invalid("an address must not hold a password").Because(assessment.PasswordInAddress)
}

// parameters are those that an address may have. Others belong into a service file;
// a mistyped one must not go to the server as a setting.
var parameters = []string{
	"application_name", "channel_binding", "connect_timeout", "dbname", "default_query_exec_mode", "host", "krbspn", "krbsrvname", "max_protocol_version", "min_protocol_version", "options", "passfile",
	"pool_max_conns", "port", "require_auth", "search_path", "service", "servicefile", "sslcert", "sslcertmode", "sslkey", "sslmode", "sslnegotiation", "sslrootcert", "sslsni",
	"target_session_attrs", "user",
}

// settingsOf takes an address apart. It does not use net/url, which knows one host
// and quotes in its errors.
func settingsOf(name string) (map[string]string, error) {
	settings := map[string]string{}
	if service, is := strings.CutPrefix(name, "service="); is {
		if service == "" || strings.ContainsAny(service, " \t\n='\\") {
			return nil, errUnreadable("after service= comes the name of a service, and nothing else")
		}
		settings["service"] = service
		return settings, nil
	}
	scheme, rest, found := strings.Cut(name, "://")
	if !found || !isScheme(scheme) {
		return nil, errUnreadable("it has the form postgres://ROLE@HOST/DATABASE")
	}
	rest, query, _ := strings.Cut(rest, "?")
	place, database, _ := strings.Cut(rest, "/")
	if at := strings.LastIndex(place, "@"); at >= 0 {
		role, password, _ := strings.Cut(place[:at], ":")
		if plain, _ := url.PathUnescape(role); password != "" || strings.Contains(plain, ":") {
			return nil, errPassword() // no sensible role has a colon in its name
		}
		settings["user"], place = role, place[at+1:]
	}
	if strings.ContainsAny(database, "/@") {
		return nil, errUnreadable("the name of the database is followed by more")
	}
	settings["dbname"] = database
	if err := hostsOf(place, settings); err != nil {
		return nil, err
	}
	for key, value := range settings {
		plain, err := url.PathUnescape(value)
		if err != nil {
			return nil, errUnreadable("a % begins no character")
		}
		settings[key] = plain
	}
	if err := parametersOf(query, settings); err != nil {
		return nil, err
	}
	for key, value := range settings {
		if strings.ContainsRune(value, 0) {
			return nil, errUnreadable("it holds a character that no name has")
		}
		if value == "" {
			delete(settings, key)
		}
	}
	return settings, nil
}

func hostsOf(place string, settings map[string]string) error {
	var hosts, ports []string
	for one := range strings.SplitSeq(place, ",") {
		host, port := one, ""
		if strings.HasPrefix(one, "[") { // a number of IPv6
			inner, after, closed := strings.Cut(one[1:], "]")
			if !closed || after != "" && after[0] != ':' {
				return errUnreadable("a bracket is not closed")
			}
			host, port = inner, strings.TrimPrefix(after, ":")
		} else {
			host, port, _ = strings.Cut(one, ":")
		}
		if _, err := strconv.ParseUint(port, 10, 16); port != "" && err != nil {
			return errUnreadable("a port is a number below 65536")
		}
		hosts, ports = append(hosts, host), append(ports, port)
	}
	settings["host"] = strings.Join(hosts, ",")
	if strings.Join(ports, "") != "" {
		settings["port"] = strings.Join(ports, ",")
	}
	return nil
}

func parametersOf(query string, settings map[string]string) error {
	if query == "" {
		return nil
	}
	named := map[string]bool{}
	for one := range strings.SplitSeq(query, "&") {
		key, value, _ := strings.Cut(one, "=")
		plain, err := url.PathUnescape(value)
		if err != nil {
			return errUnreadable("a % begins no character")
		}
		if plain, err := url.PathUnescape(key); err == nil {
			switch strings.ToLower(plain) {
			case "password", "sslpassword":
				return errPassword()
			}
		}
		switch key {
		case "database":
			key = "dbname"
		}
		switch {
		case strings.Trim(key, "abcdefghijklmnopqrstuvwxyz_") != "" || !strings.Contains(one, "="):
			return errUnreadable("a parameter has the form NAME=VALUE")
		case !slices.Contains(parameters, key):
			return invalid("an address has no parameter %q", key)
		case named[key] || plain != "" && settings[key] != "" && settings[key] != plain:
			return invalid("the address says twice what its %s is", key)
		}
		named[key] = true
		if plain != "" {
			settings[key] = plain
		}
	}
	return nil
}

// configOf lets pgx read the settings. They go to it in the form of keywords and
// values, so that it cannot read more out of the address than settingsOf did.
func configOf(settings map[string]string) (*pgxpool.Config, error) {
	quote := strings.NewReplacer(`\`, `\\`, `'`, `\'`)
	var text strings.Builder
	for key, value := range settings {
		text.WriteString(key + "='" + quote.Replace(value) + "' ")
	}
	config, err := pgxpool.ParseConfig(text.String())
	if err == nil {
		if plain, err := pgx.ParseConfig(text.String()); err == nil && plain.RuntimeParams["pool_max_conns"] == "" {
			config.MaxConns = Connections // and not more on a machine with many cores
		}
		return config, nil
	}
	var refused *pgconn.ParseConfigError
	told := invalid("the database server cannot be reached by this address: %w", err)
	if errors.As(err, &refused) {
		if within := errors.Unwrap(refused); within != nil {
			told = invalid("the database server cannot be reached by this address: %w", within)
		} else {
			_, why, _ := strings.Cut(refused.Error(), "`: ")
			told = invalid("the database server cannot be reached by this address: %s", why)
		}
	}
	return nil, told.Because(assessment.AddressIncomplete)
}

// hostName is the name of a host in the one form in which it is compared. The folder of a
// socket keeps its letters.
func hostName(host string) string {
	if strings.ContainsAny(host, `/\`) {
		return host
	}
	return strings.ToLower(host)
}

// place is one host with its port.
type place struct {
	host string
	port uint16
}

func (p place) socket() bool { return strings.ContainsAny(p.host, `/\`) }

// normal writes an address in its normal form. A socket cannot stand before the
// path, so the hosts are then a parameter.
func normal(c *pgconn.Config) string {
	all := places(c)
	var inFront, hosts, ports []string
	for _, p := range all {
		port := strconv.Itoa(int(p.port))
		host := p.host
		if strings.Contains(host, ":") {
			host = "[" + host + "]"
		}
		inFront = append(inFront, host+":"+port)
		hosts, ports = append(hosts, p.host), append(ports, port)
	}
	var query []string
	add := func(key, value string) {
		if value != "" {
			query = append(query, key+"="+inQuery(value))
		}
	}
	if slices.ContainsFunc(all, place.socket) {
		inFront = nil
		add("host", strings.Join(hosts, ","))
		if slices.ContainsFunc(all, func(p place) bool { return p.port != 5432 }) {
			add("port", strings.Join(ports, ","))
		}
	}
	// These choose among several records of one database.
	add("options", c.RuntimeParams["options"])
	add("search_path", c.RuntimeParams["search_path"])

	text := "postgres://" + escaped(c.User) + "@" + strings.Join(inFront, ",") + "/" + escaped(c.Database)
	if len(query) > 0 {
		text += "?" + strings.Join(query, "&")
	}
	return text
}

func escaped(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }

// inQuery escapes the value of a parameter. It keeps what makes paths readable.
func inQuery(value string) string {
	return strings.NewReplacer("%2F", "/", "%2C", ",", "%3A", ":").Replace(escaped(value))
}

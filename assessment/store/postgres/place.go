package postgres

import (
	"slices"

	"github.com/jackc/pgx/v5/pgconn"
)

// Verified reports whether each connection over a network compares the certificate of the
// server with its name, as sslmode=verify-full does. A socket needs none.
func (a Address) Verified() bool {
	c := &a.config.ConnConfig.Config
	all := append([]*pgconn.FallbackConfig{{Host: c.Host, TLSConfig: c.TLSConfig}}, c.Fallbacks...)
	return !slices.ContainsFunc(all, func(f *pgconn.FallbackConfig) bool {
		return !place{host: f.Host}.socket() && (f.TLSConfig == nil || f.TLSConfig.InsecureSkipVerify)
	})
}

// Same reports whether two addresses name the same record, for any roles: the database has
// the same name, and one server is in both. So a standby may be added to an address, and
// take over, without the record becoming another one.
func (a Address) Same(b Address) bool {
	one, other := &a.config.ConnConfig.Config, &b.config.ConnConfig.Config
	if one.Database != other.Database || one.RuntimeParams["options"] != other.RuntimeParams["options"] ||
		one.RuntimeParams["search_path"] != other.RuntimeParams["search_path"] {
		return false
	}
	theirs := places(other)
	return slices.ContainsFunc(places(one), func(p place) bool { return slices.Contains(theirs, p) })
}

// Adds reports whether this address names a server that another one does not.
func (a Address) Adds(to Address) bool {
	known := places(&to.config.ConnConfig.Config)
	return slices.ContainsFunc(places(&a.config.ConnConfig.Config), func(p place) bool { return !slices.Contains(known, p) })
}

// places are the servers of an address, in its order.
func places(c *pgconn.Config) []place {
	all := []place{{hostName(c.Host), c.Port}}
	for _, other := range c.Fallbacks { // one for each host, and one more for each way to encrypt
		if p := (place{hostName(other.Host), other.Port}); !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return all
}

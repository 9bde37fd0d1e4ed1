package postgres

import "strings"

// Place is the address in its normal form without the role: two roles of one database have
// the same place.
func (a Address) Place() string {
	_, rest, _ := strings.Cut(a.text, "@")
	return "postgres://" + rest
}

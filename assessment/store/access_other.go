//go:build !linux && !darwin && !freebsd

package store

// accessible checks nothing on this system. SQLite reports missing rights
// itself.
func accessible(string) error { return nil }

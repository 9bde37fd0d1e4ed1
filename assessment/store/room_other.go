//go:build !linux && !darwin

package store

// Room is not known on this system.
func Room(string) (free int64, known bool) { return 0, false }

//go:build !soak

package backup_test

// The numbers of cut and changed backups that are tried.
const (
	brokenRounds  = 30
	changedRounds = 25
)

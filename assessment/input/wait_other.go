//go:build !unix

package input

// withoutWaiting is 0: these systems keep no pipes among the files.
const withoutWaiting = 0

//go:build !linux

package pgtest

// places returns nothing: the folder of a cluster is where the system has its own.
func places() string { return "" }

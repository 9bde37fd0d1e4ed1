// Package pgtest starts real PostgreSQL servers for tests.
//
// Most tests need an empty database and nothing else. Database gives them one, on a
// cluster that the whole test process shares:
//
//	s, err := store.Open(ctx, pgtest.Database(t), options)
//
// A test that kills its server, or changes its settings, starts a cluster of its own
// with Start. A test that cuts connections puts a Proxy between itself and a cluster.
//
// A package whose tests hold for both engines opens what Chosen says, and calls EveryTest
// from one of its tests.
//
// A cluster is Debian's own postgres with its durable settings. It listens on a socket
// in a temporary folder and on no network. It never runs as root. A guard, which is a
// process of its own, waits for the end of the test process, however that comes about.
// Then it ends the server and removes the folder.
//
// The databases compare text by the rules of English, not by its bytes. A column that
// needs the order of bytes must ask for it, on the test's server as on a customer's.
package pgtest

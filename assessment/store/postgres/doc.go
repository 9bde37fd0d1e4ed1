// Package postgres reaches a PostgreSQL server for package store. It knows SQL and
// the server; it does not know what an assessment is.
//
// Its ideas:
//
//   - An [Address] names a server, a database in it, and the role that logs in. It
//     never holds a password.
//   - A [Server] is a set of connections to one database. It refuses a server whose
//     settings let it forget what it has acknowledged.
//   - A [Work] is one transaction. It queues statements that write, and sends them
//     together with the next query or with COMMIT. So a transaction costs as many
//     round trips as it has queries that depend on each other, plus one. A caller
//     that knows its queries beforehand asks them at once with [Work.Foresee].
//   - Statements have the ? placeholders of SQLite. The package numbers them for
//     PostgreSQL.
//   - [Server.Listen] hears of every change that anybody commits, on a connection of its
//     own.
//   - [Saying] says what an error of the server means to people.
package postgres

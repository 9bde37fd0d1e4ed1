// Package postgres reaches the PostgreSQL server that keeps the record of a team.
//
// It knows SQL and the server, and nothing of assessments: package store says what
// is kept, this package says how a server keeps it.
//
//   - An [Address] names a server, a database in it, and the role that logs in. It
//     never holds a password.
package postgres

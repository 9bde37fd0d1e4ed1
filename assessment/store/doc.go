// Package store keeps assessments in one SQLite file.
//
// Its ideas, in the order in which a reader meets them:
//
//   - The journal is the truth. Each assessment has its own in table events. It is
//     append-only, has no gaps, and is hash-chained: its last hash, the head,
//     identifies the whole journal. Everything else about an assessment (its
//     answers, its score row) is computed from the journal, and [Store.Rebuild] can
//     compute it again.
//   - An event is a header in clear and a body. The chain runs over the headers,
//     which name their bodies by a digest over random bytes and the body. So
//     [Store.Strike] can destroy a body that must not be kept, and the journal
//     still proves itself.
//   - [Store.Record] is the only way to add events. One call is one transaction: it
//     checks, chains and appends the entries and updates answers, head and score
//     row. When it returns, everything is on disk; when it fails, nothing has
//     changed. The client makes the ids of entries, so it can safely record an
//     entry again after an unclear failure.
//   - Screens read score rows. [Store.List] reads no answers, and seeks to its page
//     by index, so it costs the same in a large portfolio. A row knows the first day
//     on which time alone may change it. The store judges such a row again before
//     it shows it.
//   - RFPs and vendors have journals too, kept alike, in tables rfp_events and
//     vendor_events. That of an RFP records changes of the rules ([Store.RepinRFP])
//     and awards ([Store.RecordAward]). Awards and decisions name the snapshots they
//     were made on, and [Store.Check] checks that these existed.
//   - Three records guard the journals. The chain reveals a change within a journal.
//     The ledger is a chain over all journals: each transaction that appends events
//     appends one row with the new heads, and a row also records what a person did
//     to the whole database. The anchor, a file outside the folder of the database,
//     repeats the ledger. [Store.Standing] compares the two when the database is
//     opened, at the same cost for a database of any size: one that was put back to
//     an earlier state is read, but takes no new events until [Store.Accept].
//     [Store.Check] compares everything.
//   - Evidence files are kept beside the database, in X.evidence for X.db. Their
//     names are their SHA-256, and each is written before the event that names it.
//   - [Store.Watch] tells within a second that anybody has recorded something, in this
//     program or another one.
//   - The store never touches a file of another program. It reads who wrote a file
//     before it opens the file for writing.
//
// While a Store is open, nothing but SQLite may open X.db, X.db-wal or
// X.db-shm: closing any descriptor of such a file drops the locks of this
// process, and another process can then overwrite saved answers.
//
// The SQL uses the common part of SQLite and PostgreSQL: ? placeholders, ON
// CONFLICT, and integers for times, dates, scores and booleans.
package store

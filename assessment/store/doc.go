// Package store keeps assessments in one SQLite file.
//
// Its ideas, in the order in which a reader meets them:
//
//   - The journal is the truth. Each assessment has its own, in table events:
//     append-only, without gaps, and chained, so that its last hash, the head,
//     stands for all of it. Everything else about an assessment (its answers,
//     its score row) is a projection that [Store.Rebuild] can make again.
//   - [Store.Record] is the one way in. One call is one transaction: the
//     entries are checked, chained and appended, and answers, head and score
//     row follow. When it returns, all of it is on the disk; when it fails,
//     nothing of it happened. Entries carry ids made by the client, so that
//     recording one again after an unclear failure is harmless.
//   - Screens read score rows. [Store.List] never looks at an answer, and reads a
//     page by index from where it begins, so that it costs the same in a large
//     portfolio. A row knows the first day on which time alone may change it, and
//     a row that is due is judged again before it is shown.
//   - An RFP has a journal too, in table rfp_events, kept and chained in the same
//     way: the rules on which its assessments are ([Store.RepinRFP]) and its
//     awards ([Store.RecordAward]). An award, as a decision, names the snapshots
//     on which it was made, and [Store.Check] finds out whether they were there.
//   - Proof lies in three rings. The chain shows a change within a journal; the
//     ledger, a chained list of all heads written at [Store.Close], shows a
//     journal that vanished; the anchor, a file outside the database's folder, shows a
//     journal cut short, which looks sound from within. [Store.Check] walks
//     all three.
//   - Evidence files lie beside the database, in X.evidence for X.db, named by
//     their SHA-256 and written before the event that names them.
//   - A file that is not ours is never touched. Who it belongs to is read
//     before anything opens it that could write.
//
// Nothing but SQLite may open X.db, X.db-wal or X.db-shm while a Store is open:
// closing any descriptor of such a file drops the locks that this process holds
// on it, and another process then overwrites acknowledged answers.
//
// The SQL keeps to what SQLite and PostgreSQL share: ? placeholders,
// ON CONFLICT, integers for times, dates, scores and truth.
package store

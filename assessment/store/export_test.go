package store

import "database/sql"

// Pools are the two sets of connections, for tests that look at each one.
func (s *Store) Pools() (writer, reader *sql.DB, readerSize int) {
	return s.writer.db, s.reader.db, readers
}

// ListStatements are all statements that List sends when nothing is due
// nor nearly so.
func ListStatements() []string {
	return []string{selectDue, selectRows + orderRows, selectRowDomains + orderRowDomains}
}

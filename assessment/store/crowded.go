package store

import "assay/assessment"

// On a full disk, rows that are due are judged again in memory, as in a store that
// can only read. Each list tries to write them first.

// shows reports whether a list judges rows in memory.
func (s *Store) shows() bool {
	return s.readOnly != nil || s.file != nil && s.file.alone || s.crowded.Load()
}

// shownAfresh forgets the rows in memory, at the beginning of a list.
func (s *Store) shownAfresh() {
	if s.readOnly != nil && s.file != nil {
		return // its database does not change
	}
	s.crowded.Store(false)
	s.mending.Lock()
	defer s.mending.Unlock()
	s.inMemory = nil
}

// crowds reports whether a list failed because the disk is full, and should be made
// again in memory.
func (s *Store) crowds(err error) bool {
	return assessment.CaseOf(err) == assessment.DiskFull && !s.shows() && s.crowded.CompareAndSwap(false, true)
}

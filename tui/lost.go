package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
)

// The workbench stays open while the database server is out of reach. The screens keep their
// data, answers wait in their books, and both go on by themselves when the server is there
// again.

// lose notes that the database is out of reach, if an error says so.
func (m *Model) lose(err error) {
	if outOfReach(err) && m.watching.lost.IsZero() {
		m.watching.lost = m.now
	}
}

// outOfReach reports whether no connection to the database server came about, for now.
func outOfReach(err error) bool {
	switch assessment.CaseOf(err) {
	case assessment.ConnectionLost, assessment.ServerBusy, assessment.ServerUntrusted:
		return true
	}
	return false
}

// regain goes on after the database was out of reach: the screen reads again, and the
// waiting answers are saved.
func (m *Model) regain() tea.Cmd {
	if m.watching.lost.IsZero() {
		return nil
	}
	m.watching.lost = time.Time{}
	return tea.Batch(m.say("the database server can be reached again"), m.top().begin(m), m.saveAgain())
}

// lostWords says since when the database is out of reach, or nothing.
func (m *Model) lostWords() string {
	if m.watching.lost.IsZero() {
		return ""
	}
	since := m.watching.lost.In(m.bench.Zone).Format("15:04")
	return "no database server since " + since + "; answers wait here until it is back"
}

// savedLater reports whether an entry that was not saved for this reason is tried again by
// the workbench itself. Its id stays the same, so that nothing is saved twice.
func (m *Model) savedLater(failure error) bool {
	switch assessment.CaseOf(failure) {
	case assessment.DiskFull:
		return true
	case assessment.OutcomeUnknown:
		return m.bench.Store.OnServer()
	}
	return outOfReach(failure) || assessment.CodeOf(failure) == assessment.Locked && m.bench.Store.OnServer()
}

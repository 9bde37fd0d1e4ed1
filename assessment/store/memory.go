package store

import (
	"sync"

	"assay/assessment"
	"assay/questionnaire"
)

// memory keeps recently folded snapshots and decoded questionnaires. A
// snapshot counts only while the database still has its head, because other
// processes write too.
type memory struct {
	mu             sync.Mutex
	snapshots      map[string]assessment.Snapshot          // by assessment
	questionnaires map[string]*questionnaire.Questionnaire // by hash
}

// remembered is how many snapshots are kept: more than anybody compares.
const remembered = 64

func (m *memory) snapshot(id string, head assessment.Head) (assessment.Snapshot, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	snapshot, found := m.snapshots[id]
	return snapshot, found && snapshot.Head == head
}

func (m *memory) keepSnapshot(snapshot assessment.Snapshot) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.snapshots == nil || len(m.snapshots) >= remembered {
		m.snapshots = map[string]assessment.Snapshot{}
	}
	m.snapshots[snapshot.Assessment] = snapshot
}

// forget forgets all snapshots, after several have changed.
func (m *memory) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.snapshots = nil
}

func (m *memory) questionnaire(hash string) *questionnaire.Questionnaire {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.questionnaires[hash]
}

func (m *memory) keepQuestionnaire(q *questionnaire.Questionnaire) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.questionnaires == nil {
		m.questionnaires = map[string]*questionnaire.Questionnaire{}
	}
	m.questionnaires[q.Hash()] = q
}

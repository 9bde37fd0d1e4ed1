package assessment

import (
	"encoding/json"
	"fmt"
	"time"

	"assay/questionnaire"
	"assay/questionnaire/canonical"
)

// Snapshot is one assessment, whole: the questions, the answers, and the
// head of the journal. It holds no clock: the same snapshot is judged for
// any day, milestone and rule view.
type Snapshot struct {
	Assessment    string                       `json:"assessment"` // id
	Questionnaire *questionnaire.Questionnaire `json:"questionnaire"`
	State

	// People are the people of the record that the assessment is in. They are not part of the
	// assessment. [Snapshot.Admit] heeds their roles.
	People People `json:"-"`
}

// Canonical is the snapshot as RFC 8785 JSON, which a report attaches.
func (s Snapshot) Canonical() ([]byte, error) { return canonical.Marshal(s) }

// ParseSnapshot reads a snapshot. It returns an error if its questionnaire
// is not the one that its journal pins.
func ParseSnapshot(text []byte) (Snapshot, error) {
	var outer struct {
		Assessment    string          `json:"assessment"`
		Questionnaire json.RawMessage `json:"questionnaire"`
		State
	}
	if err := json.Unmarshal(text, &outer); err != nil {
		return Snapshot{}, fmt.Errorf("read a snapshot: %w", err)
	}
	q, err := questionnaire.Decode(outer.Questionnaire)
	if err != nil {
		return Snapshot{}, fmt.Errorf("read a snapshot: %w", err)
	}
	if pinned := outer.Pin().Hash; q.Hash() != pinned {
		return Snapshot{}, fmt.Errorf("the snapshot holds the questionnaire %.12s, but its journal names %.12s", q.Hash(), pinned)
	}
	for id, answer := range outer.Answers {
		outer.Answers[id] = answer.withGrades(answer.Grades)
	}
	return Snapshot{Assessment: outer.Assessment, Questionnaire: q, State: outer.State}, nil
}

// Zone is the zone of the assessment's civil dates and moments, fixed when
// it was opened.
func (s Snapshot) Zone() *time.Location {
	zone, _ := s.zone()
	return zone
}

// ZoneKnown reports whether the zone of the assessment is in the tz database.
func (s Snapshot) ZoneKnown() bool {
	_, known := s.zone()
	return known
}

func (s Snapshot) zone() (zone *time.Location, known bool) {
	// Local is the zone of the machine, which differs from reader to reader.
	zone, err := time.LoadLocation(s.Opened.TimeZone)
	if err != nil || zone == time.Local {
		return time.UTC, false
	}
	return zone, true
}

// Day is the civil date of a moment (microseconds UTC) in that zone. Judge
// an assessment for this day, wherever the reader is.
func (s Snapshot) Day(instant int64) Date {
	return DateOf(time.UnixMicro(instant), s.Zone())
}

// AnswerText is the answer of an item, be it hidden or not. Computed dates have
// one too.
func (s Snapshot) AnswerText(item string) string {
	return knownText(s.Questionnaire, item, func(id string) string { return s.Answers[id].Text(s.Questionnaire) })
}

// knownText is the answer of an item, recorded or computed.
func knownText(q *questionnaire.Questionnaire, id string, recorded func(id string) string) string {
	asked := q.Item(id)
	if asked == nil || len(asked.Earliest) == 0 {
		return recorded(id)
	}
	dates := map[string]string{}
	for _, from := range asked.Earliest {
		dates[from] = recorded(from)
	}
	q.Compute(dates)
	return dates[id]
}

package assessment

import (
	"encoding/json"
	"fmt"
	"time"

	"assay/questionnaire"
	"assay/questionnaire/canonical"
)

// Snapshot is the frozen whole of one assessment: what was asked, what was
// answered, and the head of the journal that proves it. It holds no clock: the
// same snapshot is judged for any day, milestone and rule view.
type Snapshot struct {
	Assessment    string                       `json:"assessment"` // id
	Questionnaire *questionnaire.Questionnaire `json:"questionnaire"`
	State
}

// Canonical is the snapshot as RFC 8785 JSON, as a report attaches it.
func (s Snapshot) Canonical() ([]byte, error) { return canonical.Marshal(s) }

// ParseSnapshot reads a snapshot back. It fails when the questionnaire inside
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
	return Snapshot{outer.Assessment, q, outer.State}, nil
}

// Zone is the zone of the assessment's civil dates, fixed when it was opened.
func (s Snapshot) Zone() *time.Location {
	zone, err := time.LoadLocation(s.Opened.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Day is the civil date of an instant (microseconds UTC) in that zone. It is
// the day for which an assessment is judged, wherever the reader sits.
func (s Snapshot) Day(instant int64) Date {
	return DateOf(time.UnixMicro(instant), s.Zone())
}

// AnswerText implements questionnaire.Known.
func (s Snapshot) AnswerText(item string) string { return knownText(s.Questionnaire, s.Answers, item) }

// knownText is the answer of an item as conditions see it.
func knownText(q *questionnaire.Questionnaire, answers map[string]Answer, id string) string {
	if answer, recorded := answers[id]; recorded {
		return answer.text(q)
	}
	asked := q.Item(id)
	if asked == nil || len(asked.Earliest) == 0 {
		return ""
	}
	dates := map[string]string{}
	for _, from := range asked.Earliest {
		dates[from] = answers[from].Text(q)
	}
	q.Compute(dates)
	return dates[id]
}

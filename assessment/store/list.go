package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"assay/assessment"
)

// Filter narrows a list. Empty fields do not.
type Filter struct {
	VendorID string
	RFPID    string
}

const (
	selectDue     = "SELECT assessment_id, as_of, next_change FROM scores WHERE next_change <> 0 AND next_change <= ? OR as_of > ?"
	selectOpening = "SELECT payload FROM events WHERE assessment_id = ? AND seq = 1"

	selectRows = `SELECT a.id, a.vendor_id, v.name, a.subject, COALESCE(a.rfp_id, ''), COALESCE(r.title, ''), q.id, q.version, q.hash,
	s.milestone, s.verdict, s.claimed, s.shown, s.low, s.high, s.reachable, s.coverage,
	s.gates_closed, s.gates_failed, s.gates_not_shown, s.gates_not_asked, s.gates_waived, s.gates_waiver_expired,
	s.stops, s.warnings, s.risk_tier, s.answered, s.asked, s.opened_at, s.updated_at, s.as_of, s.next_change
	FROM assessments a JOIN scores s ON s.assessment_id = a.id JOIN vendors v ON v.id = a.vendor_id
	JOIN questionnaires q ON q.hash = a.questionnaire LEFT JOIN rfps r ON r.id = a.rfp_id`
	orderRows = " ORDER BY s.updated_at DESC, a.id"

	selectRowDomains = "SELECT d.assessment_id, d.domain_id, d.claimed, d.shown FROM domain_scores d JOIN assessments a ON a.id = d.assessment_id"
	orderRowDomains  = " ORDER BY d.assessment_id, d.position"
)

// List is the portfolio, the latest change first. It reads score rows only.
// Those that are due are judged again for today, in the zone of each, before
// they are shown: when that cannot be written, the list fails rather than show an old verdict.
func (s *Store) List(ctx context.Context, f Filter) ([]Row, error) {
	if err := s.judgeDue(ctx); err != nil {
		return nil, err
	}
	where, args := f.where()
	var rows []Row
	err := s.look(ctx, func(t tx) (err error) {
		if rows, err = collect(ctx, t, scanRow, selectRows+where+orderRows, args...); err != nil {
			return err
		}
		at := make(map[string]int, len(rows))
		for i := range rows {
			at[rows[i].ID] = i
		}
		type domain struct {
			id string
			DomainScore
		}
		domains, err := collect(ctx, t, func(scan func(...any) error) (d domain, err error) {
			err = scan(&d.id, &d.ID, &d.Claimed, &d.Shown)
			return d, err
		}, selectRowDomains+where+orderRowDomains, args...)
		for _, d := range domains {
			row := &rows[at[d.id]]
			row.Domains = append(row.Domains, d.DomainScore)
		}
		return err
	})
	return rows, err
}

// where is the condition on assessments a.
func (f Filter) where() (text string, args []any) {
	var conditions []string
	for _, c := range []struct{ column, value string }{{"a.vendor_id", f.VendorID}, {"a.rfp_id", f.RFPID}} {
		if c.value != "" {
			conditions = append(conditions, c.column+" = ?")
			args = append(args, c.value)
		}
	}
	if len(conditions) > 0 {
		text = " WHERE " + strings.Join(conditions, " AND ")
	}
	return text, args
}

func scanRow(scan func(...any) error) (r Row, err error) {
	var coverage int64
	err = scan(&r.ID, &r.VendorID, &r.Vendor, &r.Subject, &r.RFPID, &r.RFP, &r.Questionnaire.ID, &r.Questionnaire.Version, &r.Questionnaire.Hash,
		&r.Milestone, &r.Verdict, &r.Claimed, &r.Shown, &r.Low, &r.High, &r.Reachable, &coverage,
		&r.Gates.Closed, &r.Gates.Failed, &r.Gates.NotShown, &r.Gates.NotAsked, &r.Gates.Waived, &r.Gates.WaiverExpired,
		&r.Stops, &r.Warnings, &r.RiskTier, &r.Answered, &r.Asked, &r.OpenedAt, &r.UpdatedAt, &r.AsOf, &r.NextChange)
	r.Coverage = float64(coverage) / 1e6
	return r, err
}

// judgedAtOnce is how many rows one transaction judges again, so that people
// who are answering meanwhile do not wait for long.
const judgedAtOnce = 20

// judgeDue judges again, for today, the rows that time may have changed.
func (s *Store) judgeDue(ctx context.Context) error {
	now := s.options.Now()
	due, err := s.due(ctx, now)
	if err != nil {
		return err
	}
	for ids := range slices.Chunk(due, judgedAtOnce) {
		err := s.change(ctx, nil, func(ctx context.Context, t tx) error {
			for _, id := range ids {
				snapshot, err := s.snapshot(ctx, t, id)
				if err != nil {
					return err
				}
				if err := writeScores(ctx, t, snapshot, snapshot.Day(now.UnixMicro())); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// The zones in which a day ends last and begins first.
var (
	lastZone  = time.FixedZone("", -12*60*60)
	firstZone = time.FixedZone("", 14*60*60)
)

// due lists the assessments whose rows no longer hold: those whose day has
// come, and those of a day that is still to come, as a clock that was set back
// leaves them. What day it is, each one's zone says; the query only leaves out
// those for which that makes no difference.
func (s *Store) due(ctx context.Context, now time.Time) (ids []string, err error) {
	type row struct {
		id               string
		asOf, nextChange assessment.Date
	}
	err = s.look(ctx, func(t tx) error {
		near, err := collect(ctx, t, func(scan func(...any) error) (r row, err error) {
			err = scan(&r.id, &r.asOf, &r.nextChange)
			return r, err
		}, selectDue, int64(assessment.DateOf(now, firstZone)), int64(assessment.DateOf(now, lastZone)))
		if err != nil {
			return err
		}
		for _, r := range near {
			today, err := dayOf(ctx, t, r.id, now)
			if err != nil {
				return err
			}
			if !r.nextChange.IsZero() && r.nextChange <= today || r.asOf > today {
				ids = append(ids, r.id)
			}
		}
		return nil
	})
	return ids, err
}

// dayOf is the civil date of an instant in the zone of an assessment, which its
// opening has fixed.
func dayOf(ctx context.Context, t tx, id string, now time.Time) (assessment.Date, error) {
	var payload string
	if err := t.row(ctx, selectOpening, id).Scan(&payload); err != nil {
		return 0, err
	}
	event, err := assessment.ParseEvent([]byte(payload))
	opened, is := event.Change.(assessment.Opened)
	if err != nil || !is {
		return 0, broken(id, "it does not begin with its opening")
	}
	snapshot := assessment.Snapshot{State: assessment.State{Opened: opened}}
	return snapshot.Day(now.UnixMicro()), nil
}

package store

import (
	"context"
	"slices"
	"strings"

	"assay/assessment"
)

// Filter narrows a list. Empty fields do not.
type Filter struct {
	VendorID string
	RFPID    string
}

const (
	selectDue = "SELECT assessment_id FROM scores WHERE next_change <> 0 AND next_change <= ? OR as_of > ?"

	selectRows = `SELECT a.id, a.vendor_id, v.name, COALESCE(a.rfp_id, ''), COALESCE(r.title, ''), q.id, q.version, q.hash,
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
// Those that are due are judged again for today before they are shown: when
// that cannot be written, the list fails rather than show an old verdict.
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
	err = scan(&r.ID, &r.VendorID, &r.Vendor, &r.RFPID, &r.RFP, &r.Questionnaire.ID, &r.Questionnaire.Version, &r.Questionnaire.Hash,
		&r.Milestone, &r.Verdict, &r.Claimed, &r.Shown, &r.Low, &r.High, &r.Reachable, &coverage,
		&r.Gates.Closed, &r.Gates.Failed, &r.Gates.NotShown, &r.Gates.NotAsked, &r.Gates.Waived, &r.Gates.WaiverExpired,
		&r.Stops, &r.Warnings, &r.RiskTier, &r.Answered, &r.Asked, &r.OpenedAt, &r.UpdatedAt, &r.AsOf, &r.NextChange)
	r.Coverage = float64(coverage) / 1e6
	return r, err
}

// judgedAtOnce is how many rows one transaction judges again, so that people
// who are answering meanwhile do not wait for long.
const judgedAtOnce = 20

// judgeDue judges again, for today, the rows that time may have changed: those
// whose day has come, and those of a day that is still to come, as a clock that
// was set back leaves them.
func (s *Store) judgeDue(ctx context.Context) error {
	today := s.Today()
	due, err := s.due(ctx, today)
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
				if err := writeScores(ctx, t, snapshot, today); err != nil {
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

func (s *Store) due(ctx context.Context, today assessment.Date) (ids []string, err error) {
	err = s.look(ctx, func(t tx) error {
		ids, err = collect(ctx, t, scanText, selectDue, int64(today), int64(today))
		return err
	})
	return ids, err
}

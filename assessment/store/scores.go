package store

import (
	"context"

	"assay/assessment"
	"assay/questionnaire"
)

// Row is one assessment in the portfolio, as it was judged on the day AsOf, in
// the rule view Current and for its own milestone. The judgement holds until
// the day before NextChange. Both are days in the assessment's own zone.
type Row struct {
	ID            string
	VendorID      string
	Vendor        string // its name
	Subject       string // the placed person or the contract draft, or empty
	RFPID         string // empty outside an RFP
	RFP           string // its title
	Questionnaire assessment.Pin
	Milestone     questionnaire.Milestone
	Verdict       assessment.Verdict
	Claimed       assessment.Score
	Shown         assessment.Score
	Low, High     assessment.Score // the interval
	Reachable     assessment.Score
	Coverage      float64 // 0–1, rounded down to millionths
	Gates         assessment.GateCount
	Stops         int // open red flags
	Warnings      int
	RiskTier      string
	Answered      int   // of the items that count now; facts do not
	Asked         int   // how many items count now
	OpenedAt      int64 // microseconds UTC
	UpdatedAt     int64 // microseconds UTC, of the last event
	AsOf          assessment.Date
	NextChange    assessment.Date // none when time changes nothing
	Domains       []DomainScore   // in the questionnaire's order
}

// DomainScore is what one domain came to; NoScore where nothing of it counts.
type DomainScore struct {
	ID      string
	Claimed assessment.Score
	Shown   assessment.Score
}

// judged is the row of an assessment on one day, without what other tables
// hold: the names, and when it was updated.
func judged(snapshot assessment.Snapshot, asOf assessment.Date) Row {
	r := assessment.Evaluate(snapshot, asOf, snapshot.Milestone, questionnaire.Current)
	row := Row{
		ID: snapshot.Assessment, Milestone: snapshot.Milestone, Verdict: r.Verdict,
		Claimed: r.Claimed, Shown: r.Shown, Low: r.Interval[0], High: r.Interval[1], Reachable: r.Reachable,
		Coverage: float64(millionths(r.Coverage)) / 1e6, Gates: r.Gates, Stops: r.Flags.Stop, Warnings: r.Flags.Warning, RiskTier: r.Risk.Tier,
		OpenedAt: snapshot.OpenedAt, AsOf: r.AsOf, NextChange: r.NextChange,
	}
	for _, item := range r.Items {
		if asked := snapshot.Questionnaire.Item(item.ID); asked.Kind == questionnaire.Fact || asked.Computed() {
			continue
		}
		switch item.State {
		case assessment.StateAnswered:
			row.Answered++
			row.Asked++
		case assessment.StateUnanswered:
			row.Asked++
		}
	}
	for _, d := range r.Domains {
		row.Domains = append(row.Domains, DomainScore{d.ID, d.Claimed, d.Shown})
	}
	return row
}

// millionths rounds down, so that a share that misses a limit is not shown to
// reach it; the small sum is for shares that a float holds a hair too low.
func millionths(share float64) int64 { return int64(share*1e6 + 1e-4) }

const (
	upsertScore = `INSERT INTO scores (assessment_id, milestone, verdict, claimed, shown, low, high, reachable, coverage,
	gates_closed, gates_failed, gates_not_shown, gates_not_asked, gates_waived, gates_waiver_expired, stops, warnings, risk_tier,
	answered, asked, opened_at, updated_at, as_of, next_change)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT at FROM events WHERE assessment_id = ? AND seq = ?), ?, ?)
	ON CONFLICT (assessment_id) DO UPDATE SET milestone = excluded.milestone, verdict = excluded.verdict, claimed = excluded.claimed,
	shown = excluded.shown, low = excluded.low, high = excluded.high, reachable = excluded.reachable, coverage = excluded.coverage,
	gates_closed = excluded.gates_closed, gates_failed = excluded.gates_failed, gates_not_shown = excluded.gates_not_shown,
	gates_not_asked = excluded.gates_not_asked, gates_waived = excluded.gates_waived, gates_waiver_expired = excluded.gates_waiver_expired,
	stops = excluded.stops, warnings = excluded.warnings, risk_tier = excluded.risk_tier, answered = excluded.answered, asked = excluded.asked,
	opened_at = excluded.opened_at, updated_at = excluded.updated_at, as_of = excluded.as_of, next_change = excluded.next_change`
	selectDomains = "SELECT domain_id, claimed, shown FROM domain_scores WHERE assessment_id = ? ORDER BY position"
	upsertDomain  = `INSERT INTO domain_scores (assessment_id, position, domain_id, claimed, shown) VALUES (?, ?, ?, ?, ?)
	ON CONFLICT (assessment_id, position) DO UPDATE SET domain_id = excluded.domain_id, claimed = excluded.claimed, shown = excluded.shown`
)

// writeScores judges a snapshot for a day, today in its own zone, and writes its
// score rows.
func writeScores(ctx context.Context, t tx, snapshot assessment.Snapshot, today assessment.Date) error {
	r := judged(snapshot, today)
	if err := t.exec(ctx, upsertScore, r.ID, string(r.Milestone), string(r.Verdict), int64(r.Claimed), int64(r.Shown), int64(r.Low), int64(r.High),
		int64(r.Reachable), millionths(r.Coverage), r.Gates.Closed, r.Gates.Failed, r.Gates.NotShown, r.Gates.NotAsked, r.Gates.Waived,
		r.Gates.WaiverExpired, r.Stops, r.Warnings, r.RiskTier, r.Answered, r.Asked, r.OpenedAt, r.ID, snapshot.Seq, int64(r.AsOf), int64(r.NextChange)); err != nil {
		return err
	}
	old, err := readDomains(ctx, t, r.ID)
	if err != nil {
		return err
	}
	for i, d := range r.Domains {
		if i < len(old) && old[i] == d {
			continue
		}
		if err := t.exec(ctx, upsertDomain, r.ID, i, d.ID, int64(d.Claimed), int64(d.Shown)); err != nil {
			return err
		}
	}
	return nil
}

func readDomains(ctx context.Context, t tx, id string) ([]DomainScore, error) {
	return collect(ctx, t, func(scan func(...any) error) (d DomainScore, err error) {
		err = scan(&d.ID, &d.Claimed, &d.Shown)
		return d, err
	}, selectDomains, id)
}

// Title is what the assessment is about, as people call it.
func (r Row) Title() string {
	return assessment.Opened{Vendor: assessment.Vendor{Name: r.Vendor}, Subject: r.Subject}.Title()
}

package store

import (
	"context"

	"assay/assessment"
	"assay/questionnaire"
)

// Summary is one assessment in the portfolio, judged on the day AsOf for the
// rule view Current and its own milestone. The result holds until the day
// before NextChange. Both are days in the assessment's own zone.
type Summary struct {
	ID            string                  `json:"id"`
	VendorID      string                  `json:"vendor_id"`
	Vendor        string                  `json:"vendor"`            // its name
	Subject       string                  `json:"subject,omitempty"` // the placed person or contract draft, or empty
	RFPID         string                  `json:"rfp_id"`            // empty outside an RFP
	RFP           string                  `json:"rfp"`               // its title
	RFPReference  string                  `json:"-"`                 // its reference, or empty
	Questionnaire assessment.Pin          `json:"-"`
	Milestone     questionnaire.Milestone `json:"milestone"`
	Verdict       assessment.Verdict      `json:"verdict"`
	Claimed       assessment.Score        `json:"claimed"`
	Shown         assessment.Score        `json:"shown"`
	Low, High     assessment.Score        `json:"-"` // the interval
	Reachable     assessment.Score        `json:"reachable"`
	Coverage      float64                 `json:"coverage"` // 0–1, rounded down to millionths
	Gates         assessment.GateCount    `json:"gates"`
	Stops         int                     `json:"-"` // open red flags
	Warnings      int                     `json:"-"`
	RiskTier      string                  `json:"risk"`
	Answered      int                     `json:"answered"` // of the items that count now; facts do not
	Asked         int                     `json:"asked"`    // how many items count now
	OpenedAt      int64                   `json:"-"`        // microseconds UTC
	UpdatedAt     int64                   `json:"-"`        // microseconds UTC, of the last event
	AsOf          assessment.Date         `json:"as_of"`
	NextChange    assessment.Date         `json:"-"` // zero if time changes nothing
	Domains       []DomainScore           `json:"-"` // in the questionnaire's order

	Decision     assessment.Outcome `json:"decision"`      // the latest for this milestone, or empty
	DecisionVoid bool               `json:"decision_void"` // an answer behind it has changed
	DecidedBy    string             `json:"decided_by"`
	DecidedOn    assessment.Date    `json:"decided_on"`
	ReviewDue    assessment.Date    `json:"review_due"`   // by the review interval of the risk; zero before a decision
	NextDue      assessment.Date    `json:"next_due"`     // the earliest day of [Store.Due]
	Actions      int                `json:"actions"`      // the open ones
	Reverify     int                `json:"reverify"`     // answers to re-verify
	RuleChanges  int                `json:"rule_changes"` // since the opening

	// Cursor is the value of [Filter].After for the page after this row. It
	// is valid for the order of the list.
	Cursor string `json:"-"`
}

// Begun reports whether the row says anything about its vendor, as
// [assessment.Snapshot.Begun] does, or somebody has decided.
func (s *Summary) Begun() bool {
	return s.Answered+s.Reverify+s.Stops+s.Warnings > 0 || s.Decision != ""
}

// DomainScore is the result of one domain; NoScore if no item counts.
type DomainScore struct {
	ID      string
	Claimed assessment.Score
	Shown   assessment.Score
}

// scoreRow is a Summary with the columns that only the table needs.
type scoreRow struct {
	Summary
	zone    string // IANA name
	rankKey int64  // see rankKeyOf
	dues    []assessment.Due

	digest, domainSum string // as stored
	head              []byte // of the journal, as stored
}

// judged is the row of an assessment on one day, without the names and the
// time of the last update. The due tasks depend on how far a re-assessment
// has come.
func judged(snapshot assessment.Snapshot, asOf assessment.Date, by follower) scoreRow {
	r := assessment.Evaluate(snapshot, asOf, snapshot.Milestone, questionnaire.Current)
	row := Summary{
		ID: snapshot.Assessment, Milestone: snapshot.Milestone, Verdict: r.Verdict,
		Claimed: r.Claimed, Shown: r.Shown, Low: r.Interval[0], High: r.Interval[1], Reachable: r.Reachable,
		Coverage: float64(millionths(r.Coverage)) / 1e6, Gates: r.Gates, Stops: r.Flags.Stop, Warnings: r.Flags.Warning, RiskTier: r.Risk.Tier,
		OpenedAt: snapshot.OpenedAt, AsOf: r.AsOf, NextChange: r.NextChange, Reverify: r.Reverify, RuleChanges: len(snapshot.Rules),
	}
	for _, item := range r.Items {
		if asked := snapshot.Questionnaire.Item(item.ID); !asked.Kind.Judged() || asked.Computed() {
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
	if d := snapshot.Decision(); d != nil {
		row.Decision, row.DecisionVoid, row.DecidedBy, row.DecidedOn = d.Outcome, !d.InForce(), d.By, d.AsOf
	}
	for _, a := range snapshot.Actions {
		if a.Closed == nil {
			row.Actions++
		}
	}
	dues := duesOf(snapshot, r, by)
	for _, d := range dues {
		if d.Kind == assessment.DueReview {
			row.ReviewDue = d.On
		}
	}
	if len(dues) > 0 {
		row.NextDue = dues[0].On
	}
	return scoreRow{Summary: row, zone: snapshot.Zone().String(), rankKey: rankKeyOf(row), dues: dues}
}

// rankKeyOf orders rows by rank, the best first: blocked rows last, then by
// shown score; no score comes after zero.
func rankKeyOf(r Summary) int64 {
	key := -int64(r.Shown)
	if r.Verdict == assessment.Blocked {
		key += 10_000
	}
	return key
}

// millionths rounds down, so that a share that misses a limit never appears
// to reach it. The small sum is for shares that a float holds slightly too
// low.
func millionths(share float64) int64 { return int64(share*1e6 + 1e-4) }

// upsertScore writes a row. updated_at is the time of its last event. digest.go
// explains the digests.
const upsertScore = `INSERT INTO scores (assessment_id, milestone, verdict, claimed, shown, low, high, reachable, coverage, gates_closed, gates_failed, gates_not_shown, gates_not_asked,
	gates_waived, gates_waiver_expired, stops, warnings, risk_tier, answered, asked, opened_at, as_of, next_change, decision, decision_void, decided_by,
	decided_on, review_due, next_due, actions, reverify, rule_changes, zone, rank_key, updated_at, digest, domain_sum)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (assessment_id) DO UPDATE SET milestone = excluded.milestone, verdict = excluded.verdict, claimed = excluded.claimed, shown = excluded.shown, low = excluded.low,
	high = excluded.high, reachable = excluded.reachable, coverage = excluded.coverage, gates_closed = excluded.gates_closed,
	gates_failed = excluded.gates_failed, gates_not_shown = excluded.gates_not_shown, gates_not_asked = excluded.gates_not_asked,
	gates_waived = excluded.gates_waived, gates_waiver_expired = excluded.gates_waiver_expired, stops = excluded.stops, warnings = excluded.warnings,
	risk_tier = excluded.risk_tier, answered = excluded.answered, asked = excluded.asked, opened_at = excluded.opened_at, as_of = excluded.as_of,
	next_change = excluded.next_change, decision = excluded.decision, decision_void = excluded.decision_void, decided_by = excluded.decided_by,
	decided_on = excluded.decided_on, review_due = excluded.review_due, next_due = excluded.next_due, actions = excluded.actions,
	reverify = excluded.reverify, rule_changes = excluded.rule_changes, zone = excluded.zone, rank_key = excluded.rank_key,
	updated_at = excluded.updated_at, digest = excluded.digest, domain_sum = excluded.domain_sum`

// values are the arguments of upsertScore without updated_at and the digests.
func (r scoreRow) values() []any {
	return []any{
		r.ID, string(r.Milestone), string(r.Verdict), int64(r.Claimed), int64(r.Shown), int64(r.Low), int64(r.High), int64(r.Reachable), millionths(r.Coverage),
		r.Gates.Closed, r.Gates.Failed, r.Gates.NotShown, r.Gates.NotAsked, r.Gates.Waived, r.Gates.WaiverExpired,
		r.Stops, r.Warnings, r.RiskTier, r.Answered, r.Asked, r.OpenedAt, int64(r.AsOf), int64(r.NextChange),
		string(r.Decision), integer(r.DecisionVoid), r.DecidedBy, int64(r.DecidedOn), int64(r.ReviewDue), int64(r.NextDue), r.Actions, r.Reverify, r.RuleChanges,
		r.zone, r.rankKey,
	}
}

const (
	selectDomains = "SELECT domain_id, claimed, shown FROM domain_scores WHERE assessment_id = ? ORDER BY position"
	upsertDomain  = `INSERT INTO domain_scores (assessment_id, position, domain_id, claimed, shown) VALUES (?, ?, ?, ?, ?)
	ON CONFLICT (assessment_id, position) DO UPDATE SET domain_id = excluded.domain_id, claimed = excluded.claimed, shown = excluded.shown`
)

// deleteDomains deletes the surplus rows of an earlier questionnaire.
const deleteDomains = "DELETE FROM domain_scores WHERE assessment_id = ? AND position >= ?"

// writeScores judges a snapshot for today in its own zone and writes its
// score rows.
//
// It trusts that the domains in the table are those of their stored sum, and
// then writes them only if they differ, unless whole is true.
func writeScores(ctx context.Context, t tx, snapshot assessment.Snapshot, today assessment.Date, whole bool) error {
	names, err := readNames(ctx, t, snapshot.Assessment, snapshot.Seq)
	if err != nil {
		return err
	}
	r := judged(snapshot, today, names.by)
	r.named(snapshot, names)
	row, domains := r.digests(snapshot.Head[:])
	if err := t.exec(ctx, upsertScore, append(r.values(), r.UpdatedAt, row, domains)...); err != nil {
		return err
	}
	if whole || domains != names.domainSum {
		if err := writeDomains(ctx, t, r.Summary); err != nil {
			return err
		}
	}
	return writeDues(ctx, t, r.ID, r.dues)
}

// writeDomains writes the domain rows that differ.
func writeDomains(ctx context.Context, t tx, r Summary) error {
	old, err := readDomains(ctx, t, r.ID)
	if err != nil {
		return err
	}
	return writeChanged(ctx, t, r.ID, old, r.Domains, deleteDomains, upsertDomain, func(d DomainScore) []any {
		return []any{d.ID, int64(d.Claimed), int64(d.Shown)}
	})
}

// writeChanged writes the rows of an assessment that differ from the old ones,
// and deletes surplus ones. A row is its position and its values.
func writeChanged[T comparable](ctx context.Context, t tx, id string, old, now []T, deleteFrom, upsert string, values func(T) []any) error {
	if len(old) > len(now) {
		if err := t.exec(ctx, deleteFrom, id, len(now)); err != nil {
			return err
		}
	}
	for n, row := range now {
		if n < len(old) && old[n] == row {
			continue
		}
		if err := t.exec(ctx, upsert, append([]any{id, n}, values(row)...)...); err != nil {
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

// Title names the vendor, and the placed person or contract if there is one.
func (r Summary) Title() string {
	return assessment.Title(r.Vendor, r.Subject)
}

package store

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"assay/assessment"
)

// Filter narrows and orders a list. An empty field narrows nothing.
type Filter struct {
	VendorID  string
	RFPID     string
	Previous  string // only re-assessments of this assessment
	All       bool   // also what was withdrawn, and assessments of archived vendors
	Competing bool   // only what competes in its RFP, also of archived vendors: leaves out what was assessed again within it
	Order     Order
	Limit     int    // how many rows at most; 0 for all
	After     string // Summary.Cursor of the last row before, in the same order; empty for the first page
}

// Order is the order of a list.
type Order int

// The orders.
const (
	ByUpdate Order = iota // the latest change first
	ByRank                // the best first: blocked ones last, then by shown score, without a score after zero
)

// sequence describes how to read an order from its index, from any row on.
// The position of a row is a key and, among equal keys, its id.
type sequence struct {
	name  string // in a cursor
	first int64  // is before all keys
	after string // selects the rows after a position
	order string
	place func(r scoreRow) int64
	args  func(key int64, id string) []any
}

func (o Order) sequence() sequence {
	if o == ByRank {
		return sequence{
			"rank", math.MinInt64, "(s.rank_key, s.assessment_id) > (?, ?)", "s.rank_key, s.assessment_id",
			func(r scoreRow) int64 { return r.rankKey },
			func(key int64, id string) []any { return []any{key, id} },
		}
	}
	return sequence{
		"update", math.MaxInt64, "s.updated_at <= ? AND (s.updated_at < ? OR s.assessment_id > ?)", "s.updated_at DESC, s.assessment_id",
		func(r scoreRow) int64 { return r.UpdatedAt },
		func(key int64, id string) []any { return []any{key, key, id} },
	}
}

func (q sequence) cursor(r scoreRow) string {
	return q.name + "." + strconv.FormatInt(q.place(r), 10) + "." + r.ID
}

// read reads a cursor. An empty cursor is before all rows.
func (q sequence) read(cursor string) (key int64, id string, err error) {
	if cursor == "" {
		return q.first, "", nil
	}
	parts := strings.SplitN(cursor, ".", 3)
	if len(parts) == 3 && parts[0] == q.name {
		if key, err = strconv.ParseInt(parts[1], 10, 64); err == nil {
			return key, parts[2], nil
		}
	}
	return 0, "", assessment.Errorf(assessment.Invalid, "%q is not a cursor of this list: begin again with the first page", cursor)
}

// conditions are the conditions on assessments a.
func (f Filter) conditions() (texts []string, args []any) {
	for _, c := range []struct{ column, value string }{{"a.vendor_id", f.VendorID}, {"a.rfp_id", f.RFPID}, {"a.previous_id", f.Previous}} {
		if c.value != "" {
			texts = append(texts, c.column+" = ?")
			args = append(args, c.value)
		}
	}
	if !f.All {
		texts = append(texts, "a.withdrawn = 0")
	}
	if !f.All && !f.Competing {
		texts = append(texts, "v.archived = 0")
	}
	if f.Competing {
		texts = append(texts, competing)
	}
	return texts, args
}

// page is the statement that reads one page. It seeks to the first row, so
// every page costs the same.
func (f Filter) page() (text string, args []any, err error) {
	q := f.Order.sequence()
	key, id, err := q.read(f.After)
	if err != nil {
		return "", nil, err
	}
	conditions, args := f.conditions()
	text = selectRows + " WHERE " + strings.Join(append(conditions, q.after), " AND ") + " ORDER BY " + q.order
	args = append(args, q.args(key, id)...)
	if f.Limit > 0 {
		text += " LIMIT ?"
		args = append(args, f.Limit)
	}
	return text, args, nil
}

const (
	rowColumns = `a.id, a.vendor_id, v.name, a.subject, COALESCE(a.rfp_id, ''), COALESCE(r.title, ''), COALESCE(r.reference, ''), q.id, q.version, q.hash,
	s.milestone, s.verdict, s.claimed, s.shown, s.low, s.high, s.reachable, s.coverage,
	s.gates_closed, s.gates_failed, s.gates_not_shown, s.gates_not_asked, s.gates_waived, s.gates_waiver_expired,
	s.stops, s.warnings, s.risk_tier, s.answered, s.asked, s.opened_at, s.updated_at, s.as_of, s.next_change,
	s.decision, s.decision_void, s.decided_by, s.decided_on, s.review_due, s.next_due, s.actions, s.reverify, s.rule_changes, s.zone, s.rank_key,
	s.digest, s.domain_sum, COALESCE(h.hash, '')`
	rowJoins = ` JOIN assessments a ON a.id = s.assessment_id JOIN vendors v ON v.id = a.vendor_id
	JOIN questionnaires q ON q.hash = a.questionnaire LEFT JOIN rfps r ON r.id = a.rfp_id LEFT JOIN heads h ON h.assessment_id = s.assessment_id`
	selectRows = "SELECT " + rowColumns + " FROM scores s" + rowJoins
)

func scanRow(scan func(...any) error) (r scoreRow, err error) {
	var coverage int64
	err = scan(&r.ID, &r.VendorID, &r.Vendor, &r.Subject, &r.RFPID, &r.RFP, &r.RFPReference, &r.Questionnaire.ID, &r.Questionnaire.Version, &r.Questionnaire.Hash,
		&r.Milestone, &r.Verdict, &r.Claimed, &r.Shown, &r.Low, &r.High, &r.Reachable, &coverage,
		&r.Gates.Closed, &r.Gates.Failed, &r.Gates.NotShown, &r.Gates.NotAsked, &r.Gates.Waived, &r.Gates.WaiverExpired,
		&r.Stops, &r.Warnings, &r.RiskTier, &r.Answered, &r.Asked, &r.OpenedAt, &r.UpdatedAt, &r.AsOf, &r.NextChange,
		&r.Decision, &r.DecisionVoid, &r.DecidedBy, &r.DecidedOn, &r.ReviewDue, &r.NextDue, &r.Actions, &r.Reverify, &r.RuleChanges, &r.zone, &r.rankKey,
		&r.digest, &r.domainSum, &r.head)
	r.Coverage = float64(coverage) / 1e6
	return r, err
}

// domainsAtOnce is for how many rows one statement reads the domains. It is
// far below the limit of arguments.
const domainsAtOnce = 500

// fillDomains reads the domain scores of these rows.
func fillDomains(ctx context.Context, t tx, rows []Summary) error {
	type domain struct {
		id string
		DomainScore
	}
	for part := range slices.Chunk(rows, domainsAtOnce) {
		at, args := make(map[string]*Summary, len(part)), make([]any, len(part))
		for i := range part {
			at[part[i].ID], args[i] = &part[i], part[i].ID
		}
		domains, err := collect(ctx, t, func(scan func(...any) error) (d domain, err error) {
			err = scan(&d.id, &d.ID, &d.Claimed, &d.Shown)
			return d, err
		}, selectPageDomains(len(part)), args...)
		if err != nil {
			return err
		}
		for _, d := range domains {
			row := at[d.id]
			row.Domains = append(row.Domains, d.DomainScore)
		}
	}
	return nil
}

func selectPageDomains(rows int) string {
	return "SELECT assessment_id, domain_id, claimed, shown FROM domain_scores WHERE assessment_id IN (" +
		strings.TrimSuffix(strings.Repeat("?, ", rows), ", ") + ") ORDER BY assessment_id, position"
}

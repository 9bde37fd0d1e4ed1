package store

import (
	"context"
	"crypto/sha256"
	"fmt"
	"hash"
	"slices"
	"strings"
)

// keptTable is a table of the record. Both engines have it, with the same columns.
type keptTable struct {
	name    string
	key     string // the columns that order its rows
	columns string // all of them
	made    bool   // its rows follow from the journals
}

// keptTables are all tables of the record but meta and places, which belong to one
// database and the programs that use it. A row comes after the rows that it refers to.
var keptTables = []keptTable{
	{"questionnaires", "hash", "hash, id, version, title, canonical", false},
	{"vendors", "id", "id, name, legal_name, country, contact, note, added_at, archived, latin_name", false},
	{"rfps", "id", "id, title, reference, due, questionnaire, milestone, added_at, reserve", false},
	{"assessments", "id", "id, vendor_id, rfp_id, questionnaire, subject, previous_id, withdrawn", false},
	{"events", "assessment_id, seq", "assessment_id, seq, uid, at, by, kind, payload, hash, salt, body", false},
	{"rfp_events", "rfp_id, seq", "rfp_id, seq, uid, at, by, kind, payload, hash, salt, body", false},
	{"vendor_events", "vendor_id, seq", "vendor_id, seq, uid, at, by, kind, payload, hash, salt, body", false},
	{"people_events", "people_id, seq", "people_id, seq, uid, at, by, kind, payload, hash, salt, body", false},
	{"old_heads", "journal_id, seq, hash", "journal_id, seq, hash", false},
	{"heads", "assessment_id", "assessment_id, seq, hash", false},
	{"rfp_heads", "rfp_id", "rfp_id, seq, hash", false},
	{"vendor_heads", "vendor_id", "vendor_id, seq, hash", false},
	{"people_heads", "people_id", "people_id, seq, hash", false},
	{"ledger", "n", "n, at, heads, hash", false},
	{"what_ifs", "id", "id, rfp_id, name, by, at, payload", false},
	{"answers", "assessment_id, item_id", "assessment_id, item_id, value, assurance, not_applicable, evidence, answered_by, answered_at", true},
	{"scores", "assessment_id", "assessment_id, milestone, verdict, claimed, shown, low, high, reachable, coverage, gates_closed, gates_failed, " +
		"gates_not_shown, gates_not_asked, gates_waived, gates_waiver_expired, stops, warnings, risk_tier, answered, asked, opened_at, updated_at, " +
		"as_of, next_change, decision, decision_void, decided_by, decided_on, review_due, next_due, actions, reverify, rule_changes, zone, rank_key, " +
		"digest, domain_sum", true},
	{"domain_scores", "assessment_id, position", "assessment_id, position, domain_id, claimed, shown", true},
	{"dues", "assessment_id, position", "assessment_id, position, kind, on_day, text, owner, item_id, action_id", true},
}

// read visits all rows of the table in the order of its key, one at a time.
func (k keptTable) read(ctx context.Context, t tx, visit func(row []any) error) error {
	row := make([]any, len(k.names()))
	targets := make([]any, len(row))
	for n := range row {
		targets[n] = &row[n]
	}
	_, err := collect(ctx, t, func(scan func(...any) error) (none struct{}, err error) {
		if err := ctx.Err(); err != nil {
			return none, err
		}
		if err := scan(targets...); err != nil {
			return none, err
		}
		return none, visit(row)
	}, "SELECT "+k.columns+" FROM "+k.name+" ORDER BY "+k.key)
	return err
}

func (k keptTable) names() []string { return strings.Split(k.columns, ", ") }

// sum is the number of rows of the table and a digest over all of them.
func (k keptTable) sum(ctx context.Context, t tx) (sum tableSum, err error) {
	digest := sha256.New()
	err = k.read(ctx, t, func(row []any) error {
		sum.rows++
		addRow(digest, row)
		return nil
	})
	copy(sum.digest[:], digest.Sum(nil))
	return sum, err
}

// tableSum tells the rows of a table from all others.
type tableSum struct {
	rows   int64
	digest [sha256.Size]byte
}

// addRow adds the values of a row to a digest, each with its type and its length.
func addRow(digest hash.Hash, row []any) {
	for _, value := range row {
		text := fmt.Sprint(value)
		if raw, is := value.([]byte); is {
			text = string(raw)
		}
		fmt.Fprintf(digest, "%T %d %s\n", value, len(text), text)
	}
}

// rowsAtOnce is how many rows are added before the database is asked for them. A server
// gets them all together.
const rowsAtOnce = 500

// copyTable adds the rows of a table to the same table of another database.
func (k keptTable) copyTable(ctx context.Context, from, to tx) (sum tableSum, err error) {
	insert := "INSERT INTO " + k.name + " (" + k.columns + ") VALUES (?" + strings.Repeat(", ?", len(k.names())-1) + ")"
	// An assessment may come before the one that it refers to.
	previous := -1
	if k.name == "assessments" {
		previous = slices.Index(k.names(), "previous_id")
	}
	digest := sha256.New()
	err = k.read(ctx, from, func(row []any) error {
		sum.rows++
		addRow(digest, row)
		added := slices.Clone(row)
		if previous >= 0 {
			added[previous] = nil
		}
		if err := to.exec(ctx, insert, added...); err != nil || sum.rows%rowsAtOnce != 0 {
			return err
		}
		return to.row(ctx, "SELECT 1").Scan(new(any))
	})
	copy(sum.digest[:], digest.Sum(nil))
	if err != nil || previous < 0 {
		return sum, err
	}
	return sum, k.read(ctx, from, func(row []any) error {
		if row[previous] == nil {
			return nil
		}
		return to.exec(ctx, "UPDATE assessments SET previous_id = ? WHERE id = ?", row[previous], row[0])
	})
}

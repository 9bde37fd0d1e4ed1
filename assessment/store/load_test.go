package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
	"assay/templates"
)

// A large portfolio is made of a few assessments that were recorded through the
// store, each with all items of the shipped questionnaire answered. Their rows
// are copied under other ids, at other instants, straight into the tables, with
// the hashes of the journals made anew. Seeded: the same portfolio each time.

const (
	portfolioSeed = 4
	forms         = 4 // how many assessments are recorded; the others are copies

	// Every id begins with standIn, and every instant is standInstant, until a
	// copy gets its own.
	standIn = "ffffffff"
)

var standInstant = newClock().Now().UnixMicro()

// loaded is a store that holds n assessments.
func loaded(tb testing.TB, n int) *bench {
	tb.Helper()
	var copies []form
	for f := range min(forms, n) {
		copies = append(copies, recordForm(tb, f, everything))
	}
	path := newDatabase(tb, tb.TempDir())
	if err := openBench(tb, path, "", newClock()).Close(); err != nil {
		tb.Fatal(err)
	}
	db := raw(tb, path)
	execute(tb, db, "PRAGMA synchronous = OFF", "PRAGMA cache_size = -200000")
	load(tb, db, copies, n)
	ledgered(tb, db)
	if err := db.Close(); err != nil {
		tb.Fatal(err)
	}
	b := openBench(tb, path, "", newClock())
	if err := b.Redigest(context.Background()); err != nil {
		tb.Fatal(err)
	}
	return b
}

// copied are the tables of which an assessment has rows, in an order in which
// what is named comes first, and questionnaires, which all share.
var copied = []string{"questionnaires", "vendors", "assessments", "vendor_events", "vendor_heads", "events", "heads", "answers", "scores", "domain_scores", "dues"}

// ledgered writes a row of the ledger for each copied journal.
func ledgered(tb testing.TB, db *behind) {
	tb.Helper()
	heads := append(rowsOf(tb, db, "vendor_heads"), rowsOf(tb, db, "heads")...)
	tx, err := db.Begin()
	if err != nil {
		tb.Fatal(err)
	}
	var last assessment.Head
	for n, head := range heads {
		text := fmt.Sprintf(`{"at":%d,"heads":[["%s",%d,"%x"]],"n":%d}`, standInstant, head[0], head[1], head[2], n+1)
		last = last.Chain(text)
		if _, err := tx.Exec(db.dialect("INSERT INTO ledger (n, at, heads, hash) VALUES (?, ?, ?, ?)"), n+1, standInstant, text, last[:]); err != nil {
			tb.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		tb.Fatal(err)
	}
}

// form is one recorded assessment: its rows by table.
type form map[string][][]any

// everything is more than any questionnaire asks.
const everything = 1 << 30

// recordForm answers the items of the shipped questionnaire, as the seed has it: so many of
// them, or everything.
func recordForm(tb testing.TB, seed, most int) form {
	tb.Helper()
	random := rand.New(rand.NewPCG(portfolioSeed, uint64(seed)))
	path := filepath.Join(tb.TempDir(), "data", "assay.db")
	ids := 0
	o := options(newClock(), "")
	o.NewID = func() string { ids++; return fmt.Sprintf("%s-0000-7000-8000-%012x", standIn, ids) }
	s, err := store.Open(context.Background(), path, o)
	if err != nil {
		tb.Fatal(err)
	}
	b := &bench{s, tb, newClock(), ""}
	q := shipped(tb)
	opened, err := b.OpenAssessment(context.Background(), store.Opening{
		Vendor: b.vendor("Vendor " + standIn), Questionnaire: q, Milestone: questionnaire.Award, By: evaluator,
	})
	if err != nil {
		tb.Fatal(err)
	}
	entries := []assessment.Entry{b.entry(assessment.ActionOpened{Action: assessment.Action{What: "sign", Owner: "Ana", Due: b.Today() + assessment.Date(random.IntN(90))}})}
	for item := range q.Items() {
		if !item.Computed() {
			entries = append(entries, b.entry(randomAnswer(q, item, b.Today(), random, seed%2 == 0)))
		}
	}
	entries = entries[:min(len(entries), most)]
	for n := range entries {
		entries[n].ID = o.NewID()
	}
	b.record(opened.Assessment, entries...)
	if err := b.Close(); err != nil {
		tb.Fatal(err)
	}
	db := raw(tb, path)
	f := form{}
	for _, table := range copied {
		f[table] = rowsOf(tb, db, table)
	}
	if err := db.Close(); err != nil {
		tb.Fatal(err)
	}
	return f
}

func shipped(tb testing.TB) *questionnaire.Questionnaire {
	tb.Helper()
	q, err := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).Get("hipaa-staffing")
	if err != nil {
		tb.Fatal(err)
	}
	return q
}

// gradable are the items that take a grade.
func gradable(q *questionnaire.Questionnaire) (items []string) {
	for item := range q.Items() {
		if item.Kind == questionnaire.Control {
			items = append(items, item.ID)
		}
	}
	return items
}

// randomAnswer is an answer that may be given to an item: a good one, unless it
// is to be bad.
func randomAnswer(q *questionnaire.Questionnaire, item *questionnaire.Item, today assessment.Date, random *rand.Rand, bad bool) assessment.Change {
	a := assessment.Answer{Item: item.ID, Note: "as they said it in the meeting, in a sentence or two"}
	grade := 2 + random.IntN(3)
	switch item.Kind {
	case questionnaire.Fact:
		a.Value = string(item.Worst)
		if a.Value == "" {
			a.Note, a.Later = "", true
		}
		return assessment.Answered{Answer: a}
	case questionnaire.Scenario:
		return assessment.Graded{Item: item.ID, Scorer: evaluator, Grade: &grade, Note: a.Note, Elements: item.Elements}
	case questionnaire.Gate:
		a.Value = assessment.Met
		if bad {
			a.Value = assessment.Unmet
		}
	case questionnaire.Clause:
		a.Value = []string{assessment.Partial, assessment.Present}[random.IntN(2)]
	default:
		a.Value = strconv.Itoa(grade)
	}
	a.Assurance = assessment.Claimed
	var kinds []string
	for _, group := range item.Demand(questionnaire.Award).Groups {
		kinds = append(kinds, group.By[0])
	}
	if accepted := item.Accepts(questionnaire.Award); len(kinds) == 0 && len(accepted) > 0 {
		kinds = accepted[:1]
	}
	for _, kind := range kinds {
		age := random.IntN(1 + q.EvidenceKind(kind).FreshnessDays*3/2)
		if item.Kind == questionnaire.Gate {
			age = 0
		}
		a.Assurance = assessment.Verified
		a.Evidence = append(a.Evidence, assessment.Evidence{
			Kind: kind, Observed: "live console, screen share", Reference: "in their room", AsOf: today - assessment.Date(age),
			ValidUntil: today + assessment.Date(1+random.IntN(400)),
		})
	}
	return assessment.Answered{Answer: a}
}

func rowsOf(tb testing.TB, db *behind, table string) [][]any {
	tb.Helper()
	rows, err := db.Query("SELECT * FROM " + table)
	if err != nil {
		tb.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		tb.Fatal(err)
	}
	var all [][]any
	for rows.Next() {
		values, places := make([]any, len(columns)), make([]any, len(columns))
		for n := range values {
			places[n] = &values[n]
		}
		if err := rows.Scan(places...); err != nil {
			tb.Fatal(err)
		}
		all = append(all, values)
	}
	if err := rows.Err(); err != nil {
		tb.Fatal(err)
	}
	return all
}

// loadedAtOnce is how many assessments one transaction of the loader writes.
const loadedAtOnce = 500

func load(tb testing.TB, db *behind, copies []form, n int) {
	tb.Helper()
	random := rand.New(rand.NewPCG(portfolioSeed, portfolioSeed))
	for from := 0; from < n; from += loadedAtOnce {
		tx, err := db.Begin()
		if err != nil {
			tb.Fatal(err)
		}
		into := make([]map[string]*sql.Stmt, len(copies))
		for f, copied := range copies {
			into[f] = map[string]*sql.Stmt{}
			for table, rows := range copied {
				row := "(?" + strings.Repeat(", ?", len(rows[0])-1) + ")"
				if into[f][table], err = tx.Prepare(db.dialect("INSERT INTO " + table + " VALUES " + row + strings.Repeat(", "+row, len(rows)-1) + " ON CONFLICT DO NOTHING")); err != nil {
					tb.Fatal(err)
				}
			}
		}
		for i := from; i < min(from+loadedAtOnce, n); i++ {
			c := copying{id: fmt.Sprintf("%08x", i+1), at: standInstant + int64(random.IntN(1e9))}
			for _, table := range copied {
				var values []any
				for _, row := range copies[i%len(copies)][table] {
					values = append(values, c.row(table, row)...)
				}
				if _, err := into[i%len(copies)][table].Exec(values...); err != nil {
					tb.Fatalf("%s: %v", table, err)
				}
			}
		}
		if err := tx.Commit(); err != nil {
			tb.Fatal(err)
		}
	}
}

// copying is one copy under way.
type copying struct {
	id    string          // instead of standIn
	at    int64           // instead of standInstant
	chain assessment.Head // of the journal whose events come before its head
}

func (c *copying) row(table string, row []any) []any {
	if table == "questionnaires" {
		return row
	}
	out := make([]any, len(row))
	for n, value := range row {
		switch value := value.(type) {
		case string:
			out[n] = strings.ReplaceAll(strings.ReplaceAll(value, standIn, c.id), strconv.FormatInt(standInstant, 10), strconv.FormatInt(c.at, 10))
		case int64:
			out[n] = value
			if value == standInstant {
				out[n] = c.at
			}
		default:
			out[n] = value
		}
	}
	switch last := len(out) - 1; table { // what the journal comes to is another, too
	case "events", "vendor_events":
		header, body := &out[last-3], out[last].(string)
		h, err := assessment.ParseHeader((*header).(string))
		if err != nil {
			panic(err)
		}
		if h.Seq == 1 {
			c.chain = assessment.Head{}
		}
		h.Body = assessment.Salt(out[last-1].([]byte)).Digest([]byte(body))
		*header = h.Text()
		c.chain = c.chain.Chain(h.Text())
		out[last-2] = slices.Clone(c.chain[:])
	case "heads", "vendor_heads":
		out[last] = slices.Clone(c.chain[:])
	}
	return out
}

// The portfolio of the benchmarks is one that the store could have made.
func TestALoadedPortfolioIsSound(t *testing.T) {
	b := loaded(t, 2)
	if found := b.findings(); found != "" {
		t.Errorf("the check found:\n%s", found)
	}
	rows := b.rows()
	if len(rows) != 2 {
		t.Errorf("it holds %d", len(rows))
	}
	blocked := 0
	for _, r := range rows {
		if r.Verdict == assessment.Blocked {
			blocked++
		}
		if r.Answered != r.Asked || r.NextDue.IsZero() {
			t.Errorf("%s: %d of %d answered, the first due on %q", r.Vendor, r.Answered, r.Asked, r.NextDue)
		}
	}
	if blocked == 0 || blocked == len(rows) {
		t.Errorf("%d of %d are blocked", blocked, len(rows))
	}
}

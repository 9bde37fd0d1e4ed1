package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

// The people of a record under test: one with each role alone, the evaluator of the other
// tests with every role, and a second person who evaluates.
const secondEvaluator = "Bob Tran"

var staffNames = map[assessment.Role]string{
	assessment.Evaluator: "Ann Ortiz", assessment.Reviewer: "Ruth Kim", assessment.Approver: "Paul Reyes",
	assessment.Auditor: "Olga Brandt", assessment.Administrator: "Dana Whitfield",
}

// staff is a record with people.
type staff struct {
	*bench
	ids map[string]string // by name
	db  *behind           // the same database without the store
}

func newStaff(tb testing.TB) *staff {
	tb.Helper()
	return staffed(newBench(tb))
}

func staffed(b *bench) *staff {
	b.tb.Helper()
	s := &staff{bench: b, ids: map[string]string{}, db: raw(b.tb, b.Path())}
	s.add(staffNames[assessment.Administrator], assessment.Administrator)
	for _, role := range assessment.Roles() {
		if role != assessment.Administrator {
			s.add(staffNames[role], role)
		}
	}
	s.add(evaluator, assessment.Roles()...)
	s.add(secondEvaluator, assessment.Evaluator)
	return s
}

// add adds a person.
func (s *staff) add(name string, roles ...assessment.Role) {
	s.tb.Helper()
	who, err := s.AddPerson(context.Background(), store.NewPerson{Name: name, Roles: roles}, staffNames[assessment.Administrator])
	if err != nil {
		s.tb.Fatal(err)
	}
	s.ids[name] = who.ID
}

// by is an entry of one person.
func (s *staff) by(name string, change assessment.Change) assessment.Entry {
	entry := s.entry(change)
	entry.By = name
	return entry
}

// did records changes of one person and returns the id of the last one.
func (s *staff) did(id, name string, changes ...assessment.Change) (last string) {
	s.tb.Helper()
	for _, change := range changes {
		entry := s.by(name, change)
		s.record(id, entry)
		last = entry.ID
	}
	return last
}

// graded is a scenario with the grades 1 and 4 of two people.
func (s *staff) graded(id string) {
	s.tb.Helper()
	s.did(id, evaluator, grade(evaluator, 1))
	s.did(id, secondEvaluator, grade(secondEvaluator, 4))
}

func grade(scorer string, points int) assessment.Graded {
	return assessment.Graded{Item: "TEC-03", Scorer: scorer, Grade: &points, Note: "heard it"}
}

// reconciling is the answer that reconciles the grades of a scenario.
func (s *staff) reconciling(id string) assessment.Answered {
	return assessment.Answered{Answer: s.whole(id).Answers["TEC-03"].Reconcile(3, "heard again")}
}

// whole is a snapshot as the evaluator sees it.
func (s *staff) whole(id string) assessment.Snapshot {
	s.tb.Helper()
	snapshot, err := s.As(evaluator).Snapshot(context.Background(), id)
	if err != nil {
		s.tb.Fatal(err)
	}
	return snapshot
}

// waivable is the small questionnaire with a gate that may be waived.
var waivable = sync.OnceValue(func() *questionnaire.Questionnaire {
	const before = "      - {id: BAA-03,"
	gate := `      - {id: BAA-04, kind: gate, title: A person answers at night, ask: "Who?", weight: 2, min_assurance: documented, basis: K, phase: pre-award, asked_of: vendor, practice: true, evidence: [EV-01]}` + "\n"
	q, err := questionnaire.Parse(strings.NewReader(strings.Replace(asked, before, gate+before, 1)))
	if err != nil {
		panic(err)
	}
	return q
})

// prepared opens an assessment in which a gate may be waived.
func (s *staff) prepared() string {
	s.tb.Helper()
	opened, err := s.OpenAssessment(context.Background(), store.Opening{Vendor: s.vendor("Meridian Talent"), Questionnaire: waivable(), Milestone: questionnaire.Award, By: evaluator})
	if err != nil {
		s.tb.Fatal(err)
	}
	return opened.Assessment
}

// print is the content of the whole record in one text: how many rows each table has, the
// end of the ledger, which stands for the heads of all journals, and the evidence files.
func (s *staff) print() string {
	s.tb.Helper()
	list := "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
	if onServer() {
		list = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
	}
	rows, err := s.db.Query(list)
	if err != nil {
		s.tb.Fatal(err)
	}
	var tables []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			s.tb.Fatal(err)
		}
		tables = append(tables, name)
	}
	if err := rows.Close(); err != nil {
		s.tb.Fatal(err)
	}
	if !slices.Contains(tables, "people_events") {
		s.tb.Fatalf("the tables are %v", tables)
	}
	var text strings.Builder
	for _, table := range tables {
		var n int
		if err := s.db.QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil {
			s.tb.Fatal(err)
		}
		fmt.Fprintf(&text, "%s %d\n", table, n)
	}
	now, err := s.Identity(context.Background())
	if err != nil {
		s.tb.Fatal(err)
	}
	files, err := s.Files()
	if err != nil {
		s.tb.Fatal(err)
	}
	fmt.Fprintf(&text, "%+v\n%v\n", now, files)
	return text.String()
}

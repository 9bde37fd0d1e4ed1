package store_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/store/pgtest"
	"assay/questionnaire"
)

// BenchmarkPortfolio tells what the portfolio costs as it grows: the median of
// each thing that screens do in one of 100 assessments, in milliseconds, and how
// many times that it takes in larger ones, as x at 10000. All sizes take turns,
// so that the ratios hold on a busy machine.
//
//	go test ./assessment/store -run '^$' -bench Portfolio
//	go test ./assessment/store -run '^$' -bench Portfolio -tags soak -timeout 1h    up to 100,000
func BenchmarkPortfolio(b *testing.B) {
	benchmarkPortfolio(b, loaded)
}

// BenchmarkServerPortfolio tells the same of a server. Its largest portfolios hold
// assessments with few answers: screens read none of them.
//
//	go test ./assessment/store -run '^$' -bench ServerPortfolio
//	go test ./assessment/store -run '^$' -bench ServerPortfolio -tags soak -timeout 1h    up to 100,000
func BenchmarkServerPortfolio(b *testing.B) {
	c := pgtest.Start(b, "max_wal_size=4GB", "shared_buffers=1GB")
	benchmarkPortfolio(b, func(tb testing.TB, n int) *bench { return loadedOnServer(tb, c, n) })
}

func benchmarkPortfolio(b *testing.B, loaded func(testing.TB, int) *bench) {
	var all [][]portfolioOp
	for _, n := range portfolios {
		begun := time.Now()
		all = append(all, portfolioOps(loaded(b, n), n))
		b.Logf("%d assessments are loaded in %.1f s", n, time.Since(begun).Seconds())
	}
	for at, op := range all[0] {
		b.Run(op.name, func(b *testing.B) {
			turns := make([][]time.Duration, len(portfolios))
			for b.Loop() {
				for size, ops := range all {
					turns[size] = append(turns[size], ops[at].time(b))
				}
			}
			least := medianOf(turns[0])
			b.ReportMetric(0, "ns/op") // the mean of all sizes says nothing
			b.ReportMetric(float64(least.Microseconds())/1000, "ms")
			for size, n := range portfolios[1:] {
				b.ReportMetric(float64(medianOf(turns[size+1]))/float64(least), fmt.Sprintf("x@%d", n))
			}
		})
	}
}

// portfolioOp is one thing that screens do.
type portfolioOp struct {
	name    string
	prepare func() // not timed
	do      func(ctx context.Context) error
}

func (op portfolioOp) time(b *testing.B) time.Duration {
	b.Helper()
	if op.prepare != nil {
		op.prepare()
	}
	begun := time.Now()
	if err := op.do(context.Background()); err != nil {
		b.Fatal(err)
	}
	return time.Since(begun)
}

func medianOf(turns []time.Duration) time.Duration {
	slices.Sort(turns)
	return turns[len(turns)/2]
}

func portfolioOps(s *bench, n int) []portfolioOp {
	s.tb.Helper()
	const page = 50
	middle := fmt.Sprintf("%08x", n/2)
	list := func(f store.Filter, least int) func(context.Context) error {
		return func(ctx context.Context) error {
			rows, err := s.List(ctx, f)
			if err == nil && len(rows) < least {
				err = fmt.Errorf("the page holds %d rows, not %d", len(rows), least)
			}
			return err
		}
	}
	lines := func(around store.Around) func(context.Context) error {
		return func(ctx context.Context) error {
			part, err := s.Lines(ctx, around)
			if err == nil && len(part.Lines) < 50 {
				err = fmt.Errorf("the part holds %d lines", len(part.Lines))
			}
			return err
		}
	}
	ranked, err := s.List(context.Background(), store.Filter{Order: store.ByRank})
	if err != nil {
		s.tb.Fatal(err)
	}
	compare := func(ctx context.Context) error {
		for i := range 8 {
			snapshot, err := s.Snapshot(ctx, ranked[i*n/8].ID)
			if err != nil {
				return err
			}
			assessment.Evaluate(snapshot, s.Today(), snapshot.Milestone, questionnaire.Current)
		}
		return nil
	}
	find := func(ref string) func(context.Context) error {
		return func(ctx context.Context) error {
			id, err := s.FindAssessment(ctx, ref)
			if err == nil && id[:len(middle)] != middle {
				err = fmt.Errorf("found %s, not %s", id, middle)
			}
			return err
		}
	}
	snapshot := s.snapshot(ranked[n/2].ID)
	control := gradable(snapshot.Questionnaire)[0]
	value := 0
	return []portfolioOp{
		{"first page by update", nil, list(store.Filter{Limit: page}, page)},
		{"first page by rank", nil, list(store.Filter{Order: store.ByRank, Limit: page}, page)},
		{"a page in the middle by rank", nil, list(store.Filter{Order: store.ByRank, Limit: page, After: ranked[n/2-1].Cursor}, page)},
		{"first lines of the workbench", nil, lines(store.Around{Vendors: 100})},
		{"lines in the middle", nil, lines(store.Around{ID: ranked[n/2].ID, Vendors: 50})},
		{"the whole list, for each line", nil, func(ctx context.Context) error {
			return s.Each(ctx, store.Filter{}, func(store.Summary) bool { return true })
		}},
		{"of a vendor", nil, list(store.Filter{VendorID: ranked[n/2].VendorID, Limit: page}, 1)},
		{"compare 8, warm", nil, compare},
		{"compare 8, cold", s.Forget, compare},
		{"due list, first page", nil, func(ctx context.Context) error {
			dues, err := s.Due(ctx, store.Filter{Limit: page}, s.Today()+90)
			if err == nil && len(dues) != page {
				err = fmt.Errorf("%d are due", len(dues))
			}
			return err
		}},
		{"find by name", nil, find("vendor " + middle)},
		{"find by id", nil, find(middle)},
		{"find what is not there", nil, func(ctx context.Context) error {
			_, err := s.FindAssessment(ctx, "nobody")
			if assessment.CodeOf(err) != assessment.NotFound {
				return fmt.Errorf("it was found: %w", err)
			}
			return nil
		}},
		{"answer", func() { value = 4 - value }, func(ctx context.Context) error {
			_, err := s.Record(ctx, snapshot.Assessment, s.answer(control, strconv.Itoa(value)))
			return err
		}},
	}
}

// BenchmarkOneAnswer tells what one answer from a command costs as the portfolio
// grows: the database and its anchor are opened, the answer is recorded, and both are
// closed. The anchor is the file that must not be written whole.
//
//	go test ./assessment/store -run '^$' -bench OneAnswer
func BenchmarkOneAnswer(b *testing.B) {
	all := make([]*bench, len(portfolios))
	ids, items := make([]string, len(portfolios)), []string{}
	for size, n := range portfolios {
		s := loaded(b, n)
		s.close()
		s = openBench(b, s.Path(), b.TempDir(), s.clock)
		id, err := s.FindAssessment(context.Background(), fmt.Sprintf("%08x", n/2))
		if err != nil {
			b.Fatal(err)
		}
		ids[size], items = id, gradable(s.snapshot(id).Questionnaire)
		s.close()
		all[size] = s
	}
	turns := make([][]time.Duration, len(portfolios))
	for n := 0; b.Loop(); n++ {
		for size, s := range all {
			begun := time.Now()
			opened, err := store.Open(context.Background(), s.Path(), options(s.clock, s.anchors))
			if err != nil {
				b.Fatal(err)
			}
			if _, err := opened.Record(context.Background(), ids[size], s.answer(items[0], strconv.Itoa(n%5))); err != nil {
				b.Fatal(err)
			}
			if err := opened.Close(); err != nil {
				b.Fatal(err)
			}
			turns[size] = append(turns[size], time.Since(begun))
		}
	}
	least := medianOf(turns[0])
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(least.Microseconds())/1000, "ms")
	for size, n := range portfolios[1:] {
		b.ReportMetric(float64(medianOf(turns[size+1]))/float64(least), fmt.Sprintf("x@%d", n))
	}
}

// BenchmarkNewDay tells what the first list of a day costs where time changes
// the whole portfolio: the median for one assessment, in milliseconds.
func BenchmarkNewDay(b *testing.B) {
	const n = 100
	s := loaded(b, n)
	op := portfolioOp{"", func() { s.clock.days(1); s.Overdue() }, func(ctx context.Context) error {
		_, err := s.List(ctx, store.Filter{Order: store.ByRank, Limit: 50})
		return err
	}}
	var turns []time.Duration
	for b.Loop() {
		turns = append(turns, op.time(b))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(medianOf(turns).Microseconds())/1000/n, "ms/assessment")
}

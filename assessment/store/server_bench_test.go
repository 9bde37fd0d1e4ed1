package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"assay/assessment/store"
	"assay/assessment/store/pgtest"
	"assay/questionnaire"
)

// onDisk starts a server whose log is on a disk, as that of a real one. Other tests keep
// it in memory, where a commit has nothing to wait for.
func onDisk(tb testing.TB) *pgtest.Cluster {
	tb.Helper()
	folder := tb.TempDir() // is removed after the server has ended
	for _, entered := range []string{folder, filepath.Dir(folder)} {
		if err := os.Chmod(entered, 0o711); err != nil { // the server may run as another user
			tb.Fatal(err)
		}
	}
	disk := filepath.Join(folder, "pg_wal")
	c := pgtest.Start(tb, "max_wal_size=1GB")
	if err := c.Stop(); err != nil {
		tb.Fatal(err)
	}
	log := filepath.Join(c.Data(), "pg_wal")
	for _, command := range [][]string{{"cp", "-a", log, disk}, {"rm", "-r", log}, {"ln", "-s", disk, log}} {
		if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
			tb.Fatalf("%s: %v\n%s", command, err, out)
		}
	}
	if err := c.Start(); err != nil {
		tb.Fatal(err)
	}
	return c
}

// plainly is the least that a server can do for an answer: a transaction of two
// statements, which counts one journal on and adds a row of the size of an event.
type plainly struct {
	tb   testing.TB
	conn *pgx.Conn
	n    int64
}

func newPlainly(tb testing.TB, c *pgtest.Cluster) *plainly {
	tb.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, c.URL(pgtest.Owner, c.Database(tb)))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { conn.Close(ctx) }) //nolint:errcheck // its database goes, too
	if _, err := conn.Exec(ctx, `CREATE TABLE last (id BIGINT PRIMARY KEY, n BIGINT NOT NULL); INSERT INTO last VALUES (1, 0);
		CREATE TABLE rows (n BIGINT PRIMARY KEY, said TEXT NOT NULL)`); err != nil {
		tb.Fatal(err)
	}
	return &plainly{tb: tb, conn: conn}
}

var saidPlainly = strings.Repeat("an event, its header and its body. ", 25)

// step runs the transaction as most programs do: each statement waits for the one before.
func (p *plainly) step() {
	p.tb.Helper()
	ctx := context.Background()
	p.n++
	err := pgx.BeginFunc(ctx, p.conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "UPDATE last SET n = $1 WHERE id = 1", p.n); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "INSERT INTO rows VALUES ($1, $2)", p.n, saidPlainly)
		return err
	})
	if err != nil {
		p.tb.Fatal(err)
	}
}

// atOnce runs the transaction in one round trip.
func (p *plainly) atOnce() {
	p.tb.Helper()
	p.n++
	var all pgx.Batch
	all.Queue("BEGIN")
	all.Queue("UPDATE last SET n = $1 WHERE id = 1", p.n)
	all.Queue("INSERT INTO rows VALUES ($1, $2)", p.n, saidPlainly)
	all.Queue("COMMIT")
	if err := p.conn.SendBatch(context.Background(), &all).Close(); err != nil {
		p.tb.Fatal(err)
	}
}

// BenchmarkServerAnswer measures one answer to the shipped questionnaire on a server
// against a bare transaction of two statements on the same server. All take turns, so
// that the ratios hold on a busy machine. Times are medians.
//
//	go test ./assessment/store -run '^$' -bench ServerAnswer -benchtime 2000x
func BenchmarkServerAnswer(b *testing.B) {
	c := onDisk(b)
	s, bare := openBench(b, c.URL(pgtest.Owner, c.Database(b)), b.TempDir(), newClock()), newPlainly(b, c)
	q := shipped(b)
	vendor, items := s.vendor("Meridian Talent"), gradable(q)
	var id string
	var stepped, batched, record []time.Duration
	timed := func(into *[]time.Duration, do func()) {
		begun := time.Now()
		do()
		*into = append(*into, time.Since(begun))
	}
	for n := 0; b.Loop(); n++ {
		if n%interview == 0 {
			snapshot, err := s.OpenAssessment(context.Background(), store.Opening{Vendor: vendor, Questionnaire: q, Milestone: questionnaire.Award, By: evaluator})
			if err != nil {
				b.Fatal(err)
			}
			id = snapshot.Assessment
		}
		timed(&stepped, bare.step)
		timed(&batched, bare.atOnce)
		entry := s.answer(items[n%len(items)], fmt.Sprint(n%5))
		timed(&record, func() { s.record(id, entry) })
	}
	micros := func(d time.Duration) float64 { return float64(d.Microseconds()) }
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(micros(medianOf(record)), "record-µs")
	b.ReportMetric(micros(record[len(record)*99/100]), "record-p99-µs")
	b.ReportMetric(micros(medianOf(stepped)), "bare-µs")
	b.ReportMetric(micros(medianOf(batched)), "bare-batched-µs")
	b.ReportMetric(micros(medianOf(record))/micros(medianOf(stepped)), "×bare")
	b.ReportMetric(micros(medianOf(record))/micros(medianOf(batched)), "×bare-batched")
}

// crowd is how many people type at the same time, each in a program and an assessment of
// their own.
const crowd = 32

// BenchmarkServerCrowd measures 32 people who answer at the same time. "typing" is an
// answer every 2 seconds each, which is faster than anybody reads a question; "hurried"
// is five answers a second each; "never pausing" is as fast as the server goes, and the
// same people's bare transactions tell how fast it could go.
//
//	go test ./assessment/store -run '^$' -bench ServerCrowd -benchtime 10s
func BenchmarkServerCrowd(b *testing.B) {
	c := onDisk(b)
	address := c.URL(pgtest.Owner, c.Database(b))
	q, items := shipped(b), gradable(shipped(b))
	people, ids := make([]*bench, crowd), make([]string, crowd)
	for n := range people {
		people[n] = openBench(b, address, b.TempDir(), newClock())
		snapshot, err := people[n].OpenAssessment(context.Background(), store.Opening{
			Vendor: people[n].vendor(fmt.Sprint("Vendor ", n)), Questionnaire: q, Milestone: questionnaire.Award, By: evaluator,
		})
		if err != nil {
			b.Fatal(err)
		}
		ids[n] = snapshot.Assessment
		// The first answer of a program prepares its statements. It is not timed.
		people[n].record(ids[n], people[n].answer(items[0], "1"))
	}
	bare := make([]*plainly, crowd)
	for n := range bare {
		bare[n] = newPlainly(b, c)
	}
	for _, pace := range []struct {
		name  string
		pause time.Duration // on average, between the end of an answer and the next one
		do    func(n, round int) error
	}{
		{"typing", 2 * time.Second, nil},
		{"hurried", 200 * time.Millisecond, nil},
		{"never pausing", 0, nil},
		{"never pausing, bare", 0, func(n, _ int) error { bare[n].atOnce(); return nil }},
	} {
		if pace.do == nil {
			pace.do = func(n, round int) error {
				_, err := people[n].Record(context.Background(), ids[n], people[n].answer(items[round%len(items)], fmt.Sprint(round%5)))
				return err
			}
		}
		b.Run(pace.name, func(b *testing.B) { crowded(b, pace.pause, pace.do) })
	}
}

// crowded lets all people work until the benchmark has run b.N rounds of each.
func crowded(b *testing.B, pause time.Duration, do func(n, round int) error) {
	took, failed := make([][]time.Duration, crowd), make([]int, crowd)
	begun := time.Now()
	var all sync.WaitGroup
	for n := range crowd {
		all.Go(func() {
			random := rand.New(rand.NewPCG(portfolioSeed, uint64(n)))
			for round := range b.N {
				// Nobody keeps time with anybody else.
				time.Sleep(time.Duration(random.Float64() * 2 * float64(pause)))
				start := time.Now()
				if err := do(n, round); err != nil {
					failed[n]++
					b.Errorf("person %d: %v", n, err)
				}
				took[n] = append(took[n], time.Since(start))
			}
		})
	}
	all.Wait()
	wall := time.Since(begun)
	each := slices.Concat(took...)
	slices.Sort(each)
	errors := 0
	for _, count := range failed {
		errors += count
	}
	millis := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(len(each))/wall.Seconds(), "answers/s")
	b.ReportMetric(millis(each[len(each)/2]), "p50-ms")
	b.ReportMetric(millis(each[len(each)*99/100]), "p99-ms")
	b.ReportMetric(millis(each[len(each)-1]), "max-ms")
	b.ReportMetric(float64(errors), "errors")
}

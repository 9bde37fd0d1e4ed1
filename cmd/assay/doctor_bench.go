package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/store/postgres"
)

// benchTurns is how many times each thing is measured.
const benchTurns = 200

// durability is how long it takes to keep something, in microseconds.
type durability struct {
	What   string  `json:"what"`
	Median int64   `json:"p50_us"`
	P90    int64   `json:"p90_us"`
	P99    int64   `json:"p99_us"`
	OfRaw  float64 `json:"x_raw"` // how many times the median of the first
}

// benchStep is one thing that is measured.
type benchStep struct {
	what string
	do   func(n int) error
}

// bench measures what it takes to keep something where the database is.
func (a *app) bench(ctx context.Context) error {
	settings, err := a.settings()
	if err != nil {
		return err
	}
	if settings.onServer() {
		return a.benchServer(ctx, settings.databasePlace)
	}
	return a.benchDisk(ctx, settings.path)
}

// benchDisk measures, on the disk of the database, the least that keeping anything
// takes, and what an answer takes. It works in a folder of its own beside the database
// and removes it.
func (a *app) benchDisk(ctx context.Context, path string) (err error) {
	folder, err := os.MkdirTemp(filepath.Dir(path), ".assay-bench-")
	if err != nil {
		return unwrittenFile(path, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	over, err := os.Create(filepath.Join(folder, "over"))
	if err != nil {
		return unwrittenFile(folder, err)
	}
	defer over.Close()
	grown, err := os.Create(filepath.Join(folder, "grown"))
	if err != nil {
		return unwrittenFile(folder, err)
	}
	defer grown.Close()
	page := bytes.Repeat([]byte{1}, 4096)
	answer, closed, err := a.benchStore(ctx, folder)
	if err != nil {
		return err
	}
	rows, err := inTurns([]benchStep{
		{"4 KiB written over, and on the disk", func(int) error { _, err := over.WriteAt(page, 0); return errors.Join(err, over.Sync()) }},
		{"4 KiB appended, and on the disk", func(int) error { _, err := grown.Write(page); return errors.Join(err, grown.Sync()) }},
		{"an answer recorded, and on the disk", answer},
	})
	if err := errors.Join(err, closed()); err != nil {
		return err
	}
	return a.showBench(rows, "the disk of "+filepath.Dir(path))
}

// benchServer measures the way to a database server and the least that keeping
// anything takes there. It writes into the log of the server alone, and no row.
func (a *app) benchServer(ctx context.Context, p databasePlace) error {
	address, err := postgres.Parse(p.path)
	if err != nil {
		return err
	}
	server, err := postgres.Open(ctx, address.Config())
	if err != nil {
		return cmp.Or[error](postgres.Saying(err), err)
	}
	defer server.Close()
	run := func(statements string) func(int) error {
		return func(int) error {
			_, err := server.Pool().Exec(ctx, statements)
			return err
		}
	}
	rows, err := inTurns([]benchStep{
		{"a question to the server, and its answer", run("SELECT 1")},
		{"a commit, and on the disk of the server", run("SELECT pg_logical_emit_message(true, 'assay', 'doctor --bench')")},
	})
	if err != nil {
		return err
	}
	return a.showBench(rows, p.shown)
}

// inTurns runs all steps in turns, so that the ratios hold on a busy machine.
func inTurns(steps []benchStep) ([]durability, error) {
	took := make([][]time.Duration, len(steps))
	for n := range benchTurns {
		for at, step := range steps {
			begun := time.Now()
			if err := step.do(n); err != nil {
				return nil, err
			}
			took[at] = append(took[at], time.Since(begun))
		}
	}
	var rows []durability
	for at, all := range took {
		slices.Sort(all)
		row := durability{
			What: steps[at].what, Median: all[len(all)/2].Microseconds(),
			P90: all[len(all)*90/100].Microseconds(), P99: all[len(all)*99/100].Microseconds(),
		}
		row.OfRaw = float64(all[len(all)/2]) / float64(took[0][len(took[0])/2])
		rows = append(rows, row)
	}
	return rows, nil
}

func (a *app) showBench(rows []durability, where string) error {
	return a.show(rows, func() {
		table := [][]cell{heading("what", "p50 µs", "p90 µs", "p99 µs", "x raw")}
		for _, r := range rows {
			table = append(table, texts(r.What, fmt.Sprint(r.Median), fmt.Sprint(r.P90), fmt.Sprint(r.P99), fmt.Sprintf("%.1f", r.OfRaw)))
		}
		a.out.table("", numbers(1, 2, 3, 4), table)
		a.say("on %s, %d times each", where, benchTurns)
	})
}

// benchStore makes a database in a folder and returns what records one answer in it,
// and what closes it.
func (a *app) benchStore(ctx context.Context, folder string) (answer func(n int) error, closed func() error, err error) {
	q, err := a.questionnaire(defaultQuestionnaire)
	if err != nil {
		return nil, nil, err
	}
	o := a.storeOptions()
	o.AnchorDir = filepath.Join(folder, "anchors")
	kept, err := store.Open(ctx, filepath.Join(folder, "data", "assay.db"), o)
	if err != nil {
		return nil, nil, err
	}
	const by = "assay doctor --bench"
	v, err := kept.AddVendor(ctx, assessment.Vendor{Name: "a vendor"}, by)
	if err != nil {
		return nil, nil, errors.Join(err, kept.Close())
	}
	opened, err := kept.OpenAssessment(ctx, store.Opening{Vendor: v, Questionnaire: q, Milestone: q.OpensFor(), By: by})
	if err != nil {
		return nil, nil, errors.Join(err, kept.Close())
	}
	var answers []assessment.Answer
	for item := range q.Items() {
		for _, value := range item.Kind.Values() {
			answers = append(answers, assessment.Answer{Item: item.ID, Value: value.Text, Assurance: assessment.Claimed})
		}
	}
	return func(n int) error {
		_, err := kept.Record(ctx, opened.Assessment, assessment.Entry{
			ID: o.NewID(), At: o.Now().UnixMicro(), By: by,
			Change: assessment.Answered{Answer: answers[n%len(answers)]},
		})
		return err
	}, kept.Close, nil
}

//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

// BenchmarkScale tells what commands cost as whole processes in a small database and
// in a large one: the median time in milliseconds, the peak of memory in megabytes, and
// how many times the small one's time that is. "version" opens no database: it is the
// least that a process takes. All take turns, so that the ratios hold on a busy machine.
//
//	go test ./cmd/assay -run '^$' -bench Scale
//	go test ./cmd/assay -run '^$' -bench Scale -tags soak -timeout 1h    20,000 assessments
func BenchmarkScale(b *testing.B) {
	program := built(b)
	folder := b.TempDir()
	file := filepath.Join(folder, "answers.yaml")
	sizes := []int{100, manyAssessments}
	var databases []string
	for _, n := range sizes {
		databases = append(databases, grown(b, filepath.Join(folder, fmt.Sprint(n), "assay.db"), n))
	}
	run := func(db string, args ...string) (time.Duration, int64) {
		cmd := exec.Command(program, args...)
		cmd.Env = append(os.Environ(), "HOME="+folder, "XDG_DATA_HOME=", "XDG_CONFIG_HOME=", "XDG_STATE_HOME=", "ASSAY_DB="+db, "ASSAY_EVALUATOR=dana", "TZ=UTC")
		took, most, out, err := measured(b, cmd)
		if err != nil {
			b.Fatalf("%v: %v\n%.2000s", args, err, out)
		}
		return took, most
	}
	turn := 0
	for _, command := range [][]string{
		{"version"},
		{"assess", "due"},
		{"assess", "list", "--limit", "50"},
		{"assess", "list"},
		{"assess", "list", "--json"},
		{"assess", "apply", "vendor-00007", file, "--yes"},
	} {
		b.Run(strings.Join(slices.DeleteFunc(slices.Clone(command), func(word string) bool { return word == file }), " "), func(b *testing.B) {
			took, most := make([][]time.Duration, len(sizes)), make([]int64, len(sizes))
			for b.Loop() {
				for at, db := range databases {
					turn++
					write(b, file, fmt.Sprintf("answers:\n  CTL-01: {note: \"turn %d\"}\n", turn))
					time, memory := run(db, command...)
					took[at], most[at] = append(took[at], time), max(most[at], memory)
				}
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(percentile(took[0], 50), "ms")
			b.ReportMetric(percentile(took[1], 50), fmt.Sprintf("ms@%d", sizes[1]))
			b.ReportMetric(percentile(took[1], 50)/percentile(took[0], 50), fmt.Sprintf("x@%d", sizes[1]))
			b.ReportMetric(float64(most[1])/1000, fmt.Sprintf("MB@%d", sizes[1]))
		})
	}
}

// measured runs a process. It returns the time it took, the most memory that it had resident, in kilobytes, its output, and
// its end.
func measured(b *testing.B, cmd *exec.Cmd) (took time.Duration, most int64, said string, err error) {
	b.Helper()
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	ended, sampled := make(chan struct{}), make(chan int64)
	go func() { sampled <- peak(cmd.Process.Pid, ended) }()
	err = cmd.Wait()
	took = time.Since(begun)
	close(ended)
	return took, <-sampled, out.String(), err
}

// percentile is the time in milliseconds within which so many of 100 ended: the median for
// 50.
func percentile(all []time.Duration, of int) float64 {
	slices.Sort(all)
	return float64(all[min(len(all)*of/100, len(all)-1)].Microseconds()) / 1000
}

// peak samples the most memory that a process has had resident, in kilobytes, until it
// has ended. What the kernel reports of an ended process counts its parent too.
func peak(pid int, ended <-chan struct{}) (most int64) {
	for {
		status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		for line := range strings.Lines(string(status)) {
			var kilobytes int64
			if _, err := fmt.Sscanf(line, "VmHWM: %d kB", &kilobytes); err == nil {
				most = max(most, kilobytes)
			}
		}
		select {
		case <-ended:
			return most
		case <-time.After(time.Millisecond):
		}
	}
}

// grown makes a database with so many vendors, each with an assessment, an answer and
// an action that falls due.
func grown(b *testing.B, path string, n int) string {
	b.Helper()
	ctx := context.Background()
	q, err := questionnaire.Parse(strings.NewReader(questions(12)))
	if err != nil {
		b.Fatal(err)
	}
	kept, err := store.Open(ctx, path, store.Options{Now: time.Now, Zone: time.UTC, NewID: newID})
	if err != nil {
		b.Fatal(err)
	}
	for i := range n {
		v, err := kept.AddVendor(ctx, assessment.Vendor{Name: fmt.Sprintf("Vendor %05d", i)}, "dana")
		if err != nil {
			b.Fatal(err)
		}
		opened, err := kept.OpenAssessment(ctx, store.Opening{Vendor: v, Questionnaire: q, Milestone: questionnaire.Award, By: "dana"})
		if err != nil {
			b.Fatal(err)
		}
		entry := func(c assessment.Change) assessment.Entry {
			return assessment.Entry{ID: newID(), At: time.Now().UnixMicro(), By: "dana", Change: c}
		}
		due := opened.Day(time.Now().UnixMicro()) + assessment.Date(1+i%80)
		if _, err := kept.Record(ctx, opened.Assessment,
			entry(assessment.Answered{Answer: assessment.Answer{Item: "CTL-01", Value: fmt.Sprint(i % 5), Assurance: assessment.Claimed}}),
			entry(assessment.ActionOpened{Action: assessment.Action{What: "sign", Owner: "Ana", Side: "vendor", Due: due}})); err != nil {
			b.Fatal(err)
		}
	}
	if err := kept.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

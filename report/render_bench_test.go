//go:build linux

package report_test

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"assay/report"
)

// warmLimit is how long a full report may take to draw and to finish, in milliseconds.
const warmLimit = 40.0

// BenchmarkRender draws and finishes the report of a full interview, warm. "cpu-ms" is the
// time of the processors, with that of the garbage collector: it holds on a busy machine,
// where the clock tells how busy the others are. Both are medians; "least-ms" is the
// shortest time by the clock.
//
//	go test ./report -run '^$' -bench '^BenchmarkRender$' -benchtime 60x
func BenchmarkRender(b *testing.B) {
	in := input(demo(b, "kestrelhythe", "Kestrelhythe Delivery, Inc."))
	render := func() {
		if _, err := report.Render(in); err != nil {
			b.Fatal(err)
		}
	}
	render()
	var clock, cpu []float64
	b.ReportAllocs()
	for b.Loop() {
		begun, used := time.Now(), processorTime(b)
		render()
		clock, cpu = append(clock, milliseconds(time.Since(begun))), append(cpu, milliseconds(processorTime(b)-used))
	}
	slices.Sort(clock)
	slices.Sort(cpu)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(clock[len(clock)/2], "ms")
	b.ReportMetric(clock[0], "least-ms")
	b.ReportMetric(cpu[len(cpu)/2], "cpu-ms")
	b.ReportMetric(cpu[len(cpu)/2]/warmLimit, "x-limit")
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// processorTime is the time that this process has used of the processors.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// manyReports asks this program, run as a child of itself, to draw so many reports.
const manyReports = "ASSAY_BENCH_REPORTS"

// BenchmarkThousandReports draws 1,000 full reports in one process on two processors. The
// limits are 30 seconds and 64 MB.
//
//	go test ./report -run '^$' -bench ThousandReports -benchtime 1x -timeout 30m
func BenchmarkThousandReports(b *testing.B) {
	const reports, secondsLimit, megabytesLimit = 1000, 30.0, 64.0
	if n, _ := strconv.Atoi(os.Getenv(manyReports)); n > 0 {
		drawMany(b, n)
		return
	}
	for b.Loop() {
		child := exec.Command(os.Args[0], "-test.run=^$", "-test.bench=^BenchmarkThousandReports$", "-test.benchtime=1x")
		child.Env = append(os.Environ(), manyReports+"="+strconv.Itoa(reports), "GOMAXPROCS=2")
		begun := time.Now()
		out, err := child.CombinedOutput()
		if err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		clock, used := time.Since(begun).Seconds(), (child.ProcessState.UserTime() + child.ProcessState.SystemTime()).Seconds()
		_, rest, found := strings.Cut(string(out), peakWords)
		var kilobytes float64
		if _, err := fmt.Sscan(rest, &kilobytes); err != nil || !found {
			b.Fatalf("the child does not tell its memory: %s", out)
		}
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(clock, "s")
		b.ReportMetric(used/2, "cpu-s/2") // on two processors that nobody else uses
		b.ReportMetric(used/2/secondsLimit, "x-limit")
		b.ReportMetric(kilobytes/1000, "MB")
		b.ReportMetric(kilobytes/1000/megabytesLimit, "x-64MB")
	}
}

const peakWords = "peak of memory in kilobytes:"

// drawMany draws reports with two workers, and prints the peak of memory.
func drawMany(b *testing.B, n int) {
	in := input(demo(b, "kestrelhythe", "Kestrelhythe Delivery, Inc."))
	var work sync.WaitGroup
	for range 2 {
		work.Go(func() {
			for range n / 2 {
				if _, err := report.Render(in); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	work.Wait()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if peak, is := strings.CutPrefix(line, "VmHWM:"); is {
			fmt.Println(peakWords, strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(peak), "kB")))
		}
	}
	b.SkipNow()
}

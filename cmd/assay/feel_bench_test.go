//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// How the workbench feels, measured in a real terminal on the program as people run it.
// Each figure is told beside its limit, as a median where it is no count.

// The limits, in milliseconds, megabytes and percent.
const (
	keyMedianLimit, keyTailLimit = 12.0, 20.0
	burstKeys, burstLimit        = 500, 500.0
	startLimit                   = 2.0 // times an empty Bubble Tea program
	memoryLimit                  = 40.0
	idleLimit                    = 0.3
)

// atControl opens the interview of an assessment at an item with grades.
func atControl(b *testing.B, program string) (s *terminal, home string) {
	b.Helper()
	home = b.TempDir()
	write(b, filepath.Join(home, "config", "assay", "config.yaml"), "evaluator: dana@lakeside.example\n")
	for _, args := range [][]string{{"vendor", "add", "Harbor"}, {"assess", "new", "--vendor", "harbor"}} {
		of(b, program, home, args...)
	}
	s = openTerminal(b, home, program)
	s.until("Harbor", "interview")
	s.press("i")
	s.until("Any key goes on")
	s.press("\r")
	s.until("tab next open")
	s.press("g")
	s.until("Go to")
	s.press("baa6\r")
	s.until("› BAA-06", "0–4 grade")
	return s, home
}

// of runs the program in a home, without a terminal, and gives what it prints.
func of(b *testing.B, program, home string, args ...string) []byte {
	b.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir, cmd.Env = home, environ(home)
	out, err := cmd.Output()
	if err != nil {
		b.Fatalf("%v: %v", args, err)
	}
	return out
}

// saved reports whether the screen shows a grade as the answer, and all as saved.
func saved(grade string) func(shown string) bool {
	return func(shown string) bool {
		return strings.Contains(shown, "["+grade+"]") && strings.Contains(shown, "● saved")
	}
}

// BenchmarkKeySaved tells how long it takes from a key to the frame that shows its answer
// as saved, which it is on the disk. Beside it is the least that the disk can do: 4 KiB
// overwritten in place and fdatasync. Both take turns.
//
//	go test ./cmd/assay -run '^$' -bench KeySaved -benchtime 300x
func BenchmarkKeySaved(b *testing.B) {
	s, home := atControl(b, built(b))
	file, err := os.Create(filepath.Join(home, "raw"))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	page := bytes.Repeat([]byte{1}, 4096)
	var raw, took []time.Duration
	for n := 0; b.Loop(); n++ {
		begun := time.Now()
		if _, err := file.WriteAt(page, 0); err != nil {
			b.Fatal(err)
		}
		if err := syscall.Fdatasync(int(file.Fd())); err != nil {
			b.Fatal(err)
		}
		raw = append(raw, time.Since(begun))

		grade := fmt.Sprint(n % 5)
		begun = time.Now()
		s.press(grade)
		at, is := s.settled(patience, saved(grade))
		if !is {
			b.Fatalf("grade %s is not saved:\n%s", grade, strings.Join(s.lines(), "\n"))
		}
		took = append(took, at.Sub(begun))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(percentile(took, 50), "p50-ms")
	b.ReportMetric(keyMedianLimit, "limit-p50-ms")
	b.ReportMetric(percentile(took, 50)/keyMedianLimit, "×limit-p50")
	b.ReportMetric(percentile(took, 99), "p99-ms")
	b.ReportMetric(keyTailLimit, "limit-p99-ms")
	b.ReportMetric(percentile(took, 99)/keyTailLimit, "×limit-p99")
	b.ReportMetric(percentile(raw, 50), "raw-p50-ms")
	b.ReportMetric(percentile(raw, 99), "raw-p99-ms")
}

// BenchmarkBurst writes 500 grades at once, and tells how long it takes until the last of
// them is on the screen as saved. None may be missing in the journal.
//
//	go test ./cmd/assay -run '^$' -bench Burst -benchtime 10x
func BenchmarkBurst(b *testing.B) {
	program := built(b)
	s, home := atControl(b, program)
	events := func() int {
		var there struct {
			Seq int `json:"seq"`
		}
		if err := json.Unmarshal(of(b, program, home, "assess", "show", "harbor", "--json"), &there); err != nil {
			b.Fatal(err)
		}
		return there.Seq
	}
	var took, ran []time.Duration
	for b.Loop() {
		before, busy := events(), s.processor()
		begun := time.Now()
		s.press(strings.Repeat("01234", burstKeys/5-1) + "01243") // the last one is no other's
		at, is := s.settled(patience, saved("3"))
		if !is {
			b.Fatalf("the last grade is not saved:\n%s", strings.Join(s.lines(), "\n"))
		}
		took, ran = append(took, at.Sub(begun)), append(ran, s.processor()-busy)
		if got := events() - before; got != burstKeys {
			b.Fatalf("%d of %d keys are in the journal", got, burstKeys)
		}
		s.press("4") // so that the next burst ends with a change
		s.settled(patience, saved("4"))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(percentile(took, 50), "ms")
	b.ReportMetric(burstLimit, "limit-ms")
	b.ReportMetric(percentile(took, 50)/burstLimit, "×limit")
	b.ReportMetric(percentile(ran, 50), "cpu-ms")
	b.ReportMetric(burstKeys, "keys")
}

// empty is the least that a Bubble Tea program of 120 frames a second does.
const empty = `package main

import tea "charm.land/bubbletea/v2"

type model struct{}

func (model) Init() tea.Cmd { return nil }

func (m model) Update(tea.Msg) (tea.Model, tea.Cmd) { return m, nil }

func (model) View() tea.View {
	v := tea.NewView("nothing else")
	v.AltScreen = true
	return v
}

func main() {
	if _, err := tea.NewProgram(model{}, tea.WithFPS(120)).Run(); err != nil {
		panic(err)
	}
}
`

func builtEmpty(b *testing.B) (program string) {
	b.Helper()
	folder := b.TempDir()
	source, program := filepath.Join(folder, "main.go"), filepath.Join(folder, "nothing")
	write(b, source, empty)
	if out, err := exec.Command("go", "build", "-o", program, source).CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return program
}

// BenchmarkStart tells how long it takes from the start of the program to its first frame,
// and to the list of vendors, against an empty Bubble Tea program; and what it takes of
// memory and, when nothing happens, of the processor. All take turns.
//
//	go test ./cmd/assay -run '^$' -bench Start -benchtime 20x
//	go test ./cmd/assay -run '^$' -bench Start -benchtime 20x -tags soak -timeout 1h    100,000 assessments
func BenchmarkStart(b *testing.B) {
	program, nothing, folder := built(b), builtEmpty(b), b.TempDir()
	sizes := []int{1, manyAtStart}
	var databases []string
	for _, n := range sizes {
		databases = append(databases, grown(b, filepath.Join(folder, fmt.Sprint(n), "assay.db"), n))
	}
	home := filepath.Join(folder, "home")
	write(b, filepath.Join(home, "config", "assay", "config.yaml"), "evaluator: dana\n")
	start := func(shows string, name string, args ...string) (*terminal, time.Duration) {
		begun := time.Now()
		s := openTerminal(b, home, name, args...)
		at, is := s.settled(patience, func(shown string) bool { return strings.Contains(shown, shows) })
		if !is {
			b.Fatalf("%s shows no %q:\n%s", name, shows, strings.Join(s.lines(), "\n"))
		}
		return s, at.Sub(begun)
	}
	var base []time.Duration
	frame, list, memory := make([][]time.Duration, len(sizes)), make([][]time.Duration, len(sizes)), make([]float64, len(sizes))
	for b.Loop() {
		s, took := start("nothing else", nothing)
		base = append(base, took)
		s.kill()
		for at, db := range databases {
			s, took := start("assay › vendors", program, "--db", db)
			frame[at] = append(frame[at], took)
			s.kill()
			s, took = start("Vendor 00000", program, "--db", db)
			list[at] = append(list[at], took)
			memory[at] = max(memory[at], s.memory())
			s.kill()
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(percentile(base, 50), "empty-ms")
	b.ReportMetric(startLimit, "limit-×empty")
	b.ReportMetric(memoryLimit, "limit-MB")
	for at, n := range sizes {
		b.ReportMetric(percentile(frame[at], 50), fmt.Sprintf("ms@%d", n))
		b.ReportMetric(percentile(frame[at], 50)/percentile(base, 50), fmt.Sprintf("×empty@%d", n))
		b.ReportMetric(percentile(list[at], 50), fmt.Sprintf("list-ms@%d", n))
		b.ReportMetric(memory[at], fmt.Sprintf("MB@%d", n))
	}
}

// BenchmarkIdle tells what an open interview takes of the processor while nobody presses
// a key, and of memory after a burst of answers. Beside it an empty Bubble Tea program
// waits.
//
//	go test ./cmd/assay -run '^$' -bench Idle -benchtime 1x
func BenchmarkIdle(b *testing.B) {
	const rest = 20 * time.Second
	s, home := atControl(b, built(b))
	nothing := openTerminal(b, home, builtEmpty(b))
	s.press(strings.Repeat("01234", burstKeys/5-1) + "01243")
	s.settled(patience, saved("3"))
	percent, least := 0.0, 0.0
	for b.Loop() {
		time.Sleep(time.Second) // the burst is over
		before, beside, begun := s.processor(), nothing.processor(), time.Now()
		time.Sleep(rest)
		passed := float64(time.Since(begun))
		percent, least = 100*float64(s.processor()-before)/passed, 100*float64(nothing.processor()-beside)/passed
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(percent, "%cpu")
	b.ReportMetric(idleLimit, "limit-%cpu")
	b.ReportMetric(percent/idleLimit, "×limit-cpu")
	b.ReportMetric(least, "%cpu-empty")
	b.ReportMetric(s.memory(), "MB")
	b.ReportMetric(memoryLimit, "limit-MB")
	b.ReportMetric(s.memory()/memoryLimit, "×limit-MB")
}

// kill ends the program.
func (s *terminal) kill() {
	_ = s.cmd.Process.Kill()
	<-s.exited
}

// memory is what the program has resident, in megabytes.
func (s *terminal) memory() float64 {
	s.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		s.t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		var kilobytes float64
		if _, err := fmt.Sscanf(line, "VmRSS: %f kB", &kilobytes); err == nil {
			return kilobytes / 1000
		}
	}
	s.t.Fatal("the system does not tell the memory of a process")
	return 0
}

// processor is the time for which the program has run, to a hundredth of a second.
func (s *terminal) processor() time.Duration {
	s.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	if err != nil {
		s.t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), ") ") // the name of the program is before that
	const user, system, tick = 11, 12, 10 * time.Millisecond
	fields := strings.Fields(rest)
	var ticks time.Duration
	for _, field := range []int{user, system} {
		n, err := strconv.Atoi(fields[field])
		if err != nil {
			s.t.Fatal(err)
		}
		ticks += time.Duration(n)
	}
	return ticks * tick
}

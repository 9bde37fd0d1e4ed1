//go:build linux

package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/report/pdf"
	"assay/report/sign"
)

// BenchmarkVerifyProcess tells the cost of "assay verify" as a whole process, in milliseconds and in megabytes at its peak: for
// a report of the demo that three people signed, whose pages it draws again, and for hostile files of 64 MB. The limit is
// 256 MB. "version" reads nothing: it is the least that a process takes.
//
//	go test ./cmd/assay -run '^$' -bench VerifyProcess -benchtime 7x
func BenchmarkVerifyProcess(b *testing.B) {
	folder := b.TempDir()
	program := filepath.Join(folder, "assay")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	run := func(b *testing.B, code int, args ...string) (time.Duration, int64) {
		b.Helper()
		cmd := exec.Command(program, args...)
		cmd.Env = append(os.Environ(), "HOME="+folder, "XDG_DATA_HOME=", "XDG_CONFIG_HOME=", "XDG_STATE_HOME=", "ASSAY_DB="+filepath.Join(folder, "demo.db"), "ASSAY_EVALUATOR=dana")
		took, most, said, err := measured(b, cmd)
		var exit *exec.ExitError
		if ended := errors.As(err, &exit); err != nil && !ended || cmd.ProcessState.ExitCode() != code {
			b.Fatalf("%v: %v\n%.2000s", args, err, said)
		}
		return took, most
	}
	path := filepath.Join(folder, "report.pdf")
	run(b, 0, "demo", "--load-only", "--db", filepath.Join(folder, "demo.db"))
	run(b, 0, "report", "kestrel", "-o", path)
	report, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	now := time.Now()
	verify := []string{"verify", path}
	for n, role := range []sign.Role{sign.Assessor, sign.Reviewer, sign.Approver} {
		id, err := sign.Create("Dana Whitfield", "", now.Add(-time.Hour), rand.Reader)
		if err != nil {
			b.Fatal(err)
		}
		if report, err = sign.Sign(report, id, sign.Options{Field: role, When: now, Certify: n == 0}); err != nil {
			b.Fatal(err)
		}
		anchor := filepath.Join(folder, fmt.Sprintf("%d.pem", n))
		write(b, anchor, string(sign.EncodeAnchor(id.Authority())))
		verify = append(verify, "--anchor", anchor)
	}
	write(b, path, string(report))
	const mostBytes = 64_000_000 // that the command reads
	end := bytes.LastIndex(report[:len(report)-10], []byte("%%EOF\n")) + len("%%EOF\n")
	hostile := func(name, before, of, after string) []string {
		room := mostBytes - end - len(before) - len(after)
		file := slices.Concat(report[:end], []byte(before), bytes.Repeat([]byte(of), room/len(of)), []byte(after))
		path := filepath.Join(folder, name+".pdf")
		write(b, path, string(file))
		return append([]string{"verify", path}, verify[2:]...)
	}
	document, err := pdf.Parse(report)
	if err != nil {
		b.Fatal(err)
	}
	revision := func(name string, object func(bytes int) pdf.Object) []string {
		u := document.Update()
		u.Add(object(mostBytes - len(report) - 1000))
		path := filepath.Join(folder, name+".pdf")
		write(b, path, string(u.Bytes()))
		return append([]string{"verify", path}, verify[2:]...)
	}
	least := time.Duration(0)
	for _, c := range []struct {
		name string
		code int
		args []string
	}{
		{"version", 0, []string{"version"}},
		{"a report", 0, verify},
		{"64 MB of objects", 3, hostile("objects", "", "900 0 obj\n<<>>\nendobj\n", "xref\n")},
		{"64 MB of arrays", 3, hostile("arrays", "900 0 obj\n[", "[]", "]\nendobj\n")},
		{"64 MB in a string", 3, hostile("string", "900 0 obj\n(", "\\777", ")\nendobj\n")},
		{"64 MB of nothing", 3, hostile("nothing", "", "\x00", "")},
		{"64 MB in a revision's string", 3, revision("text", func(n int) pdf.Object { return pdf.String(bytes.Repeat([]byte("x"), n)) })},
		{"64 MB in a revision's stream", 3, revision("stream", func(n int) pdf.Object {
			return &pdf.Stream{Dictionary: pdf.NewDictionary(), Data: make([]byte, n)}
		})},
		{"64 MB in a revision's array", 3, revision("array", func(n int) pdf.Object {
			return pdf.Array(slices.Repeat([]pdf.Object{pdf.String(strings.Repeat("x", 600))}, n/603))
		})},
	} {
		b.Run(c.name, func(b *testing.B) {
			var all []time.Duration
			most := int64(0)
			for b.Loop() {
				took, memory := run(b, c.code, c.args...)
				all, most = append(all, took), max(most, memory)
			}
			slices.Sort(all)
			median := all[len(all)/2]
			if c.name == "version" {
				least = median
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(median.Microseconds())/1000, "ms")
			b.ReportMetric(float64(median)/float64(max(least, 1)), "x-version")
			b.ReportMetric(float64(most)/1000, "MB")
			b.ReportMetric(float64(most)/256_000, "x-limit")
		})
	}
}

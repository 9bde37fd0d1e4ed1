package main

import (
	"encoding/csv"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// comparedRow is a row of a comparison, as JSON has it.
type comparedRow struct {
	Key, Section, ID, Name string
	Parts                  []string
	Cells                  []struct {
		Sign, Text string
		Parts      []string
	}
}

// texts are the cells, with or without their signs.
func (r comparedRow) texts(signs bool) []string {
	var all []string
	for _, cell := range r.Cells {
		text := cell.Text
		if signs {
			text = strings.TrimSpace(cell.Sign + " " + text)
		}
		all = append(all, text)
	}
	return all
}

// part is one part of each cell.
func (r comparedRow) part(n int) []string {
	var all []string
	for _, cell := range r.Cells {
		all = append(all, cell.Parts[n])
	}
	return all
}

func words(texts ...string) string {
	return strings.Join(strings.Fields(strings.Join(texts, " ")), " ")
}

// follow reports whether the texts are in a line, one after the other.
func follow(line string, texts ...string) bool {
	for _, text := range texts {
		_, rest, found := strings.Cut(line, text)
		if !found {
			return false
		}
		line = rest
	}
	return true
}

// One comparison has the same names, values and order of vendors in the
// workbench, as table, CSV, Markdown, JSON and PDF.
func TestEveryFaceShowsTheSameComparison(t *testing.T) {
	home := t.TempDir()
	demo := filepath.Join(home, "demo.db")
	assay(t, home, "demo", "--load-only", "--db", demo)
	compare := func(flags ...string) string {
		t.Helper()
		out, code := assay(t, home, append([]string{"compare", "ellsmarch", "oakhollin", "kestrel", "--items", "--db", demo}, flags...)...)
		if code != 0 {
			t.Fatalf("%v ends with %d", flags, code)
		}
		return out
	}
	vendors := []string{"Kestrelhythe Delivery", "Oakhollin Talent Partners", "Ellsmarch Clinical Engineering"} // best first

	var all struct {
		Parties []struct{ Vendor string }
		Rows    []comparedRow
	}
	if err := json.Unmarshal([]byte(compare("--json")), &all); err != nil {
		t.Fatal(err)
	}
	for n, party := range all.Parties {
		if party.Vendor != vendors[n] {
			t.Errorf("%s is number %d in JSON", party.Vendor, n)
		}
	}
	rows := slices.DeleteFunc(all.Rows, func(r comparedRow) bool { return r.Section == "blockers" })
	shown := slices.DeleteFunc(slices.Clone(rows), func(r comparedRow) bool { return r.Section == "items" })
	if len(shown) < 35 || len(rows) < 100 {
		t.Fatalf("%d rows, %d of them items", len(rows), len(rows)-len(shown))
	}

	t.Run("table", func(t *testing.T) {
		lines := strings.Split(compare(), "\n")
		for n := range lines {
			lines[n] = words(lines[n])
		}
		if !slices.Contains(lines, words(vendors...)) {
			t.Error("the vendors come in another order")
		}
		for _, row := range shown {
			if want := words(append([]string{row.ID, row.Name}, row.texts(true)...)...); !slices.Contains(lines, want) {
				t.Errorf("%q is missing", want)
			}
		}
	})
	t.Run("markdown", func(t *testing.T) {
		lines := strings.Split(strings.ReplaceAll(compare("--format", "markdown"), `\`, ""), "\n")
		for _, row := range append(rows, comparedRow{}) {
			fields := append([]string{row.ID, row.Name}, row.texts(true)...)
			if row.Key == "" {
				fields = append(fields, vendors...)
			}
			if want := "| " + strings.Join(fields, " | ") + " |"; !slices.Contains(lines, want) {
				t.Errorf("%q is missing", want)
			}
		}
	})
	t.Run("csv", func(t *testing.T) {
		records, err := csv.NewReader(strings.NewReader(compare("--format", "csv"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		has := func(id, name string, fields []string) {
			t.Helper()
			want := append([]string{id, name}, fields...)
			if !slices.ContainsFunc(records, func(record []string) bool { return cmp.Equal(record, want) }) {
				t.Errorf("%q is missing", want)
			}
		}
		has("", "", vendors)
		for _, row := range rows {
			if len(row.Parts) == 0 {
				texts := row.texts(false)
				for n, text := range texts {
					if grouped.MatchString(text) { // a number that any spreadsheet reads alike
						texts[n] = strings.ReplaceAll(text, ",", "")
					}
				}
				has(row.ID, row.Name, texts)
			}
			for n, part := range row.Parts {
				name := row.Name + ", " + part
				if row.Section == "domains" {
					name = row.Name
				}
				has(row.ID, name, row.part(n))
			}
		}
	})
	t.Run("pdf", func(t *testing.T) {
		if there, err := hasTool("pdftotext"); err != nil || !there {
			t.Skip("pdftotext is missing")
		}
		compare("--format", "pdf", "-o", "comparison.pdf")
		raw, err := exec.Command("pdftotext", "-raw", filepath.Join(home, "comparison.pdf"), "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		text := words(strings.ReplaceAll(string(raw), "▼", ""))
		if !follow(text, "A "+vendors[0], "B "+vendors[1], "C Ellsmarch") {
			t.Error("the vendors come in another order")
		}
		of := func(key string) comparedRow {
			return rows[slices.IndexFunc(rows, func(r comparedRow) bool { return r.Key == key })]
		}
		for _, keys := range [][]string{
			{"rank", "verdict", "shown", "interval", "reachable", "first_any", "first_near"},
			{"coverage", "answers_shown", "reverify", "oldest_evidence"},
			{"open_gates", "waived", "flags", "risk"},
		} {
			for n, vendor := range vendors {
				line := []string{strings.Fields(vendor)[0]}
				for _, key := range keys {
					line = append(line, of(key).texts(true)[n])
				}
				if !follow(text, line...) {
					t.Errorf("%q is missing", line)
				}
			}
		}
		for _, row := range shown {
			name := strings.ToUpper(row.Name[:1]) + row.Name[1:]
			switch row.Section {
			case "domains":
				line := []string{row.ID, strings.Fields(row.Name)[0]}
				for n, shown := range row.part(0) {
					line = append(line, shown)
					if claimed := row.part(1)[n]; claimed != "–" {
						line = append(line, claimed)
					}
				}
				if !follow(text, line...) {
					t.Errorf("%q is missing", line)
				}
			case "figures", "order":
				if row.Key == "lead" { // part by part, in a table of its own
					if !follow(text, append([]string{"What the lead is made of", "The lead"}, row.texts(true)[1:]...)...) {
						t.Error("the lead is missing")
					}
					continue
				}
				if !strings.Contains(text, name) && row.Key != "decision" {
					t.Errorf("no column is called %q", name)
				}
			}
		}
	})
	t.Run("workbench", func(t *testing.T) {
		s := openTerminal(t, home, "assay", "--db", demo, "--evaluator", "lead@hospital.example")
		s.resize(200, 90)
		s.until("Kestrelhythe")
		s.press("c")
		s.until("how firm is this order", "rules changed", "o differences") // the keys are drawn last
		lines := s.lines()
		has := func(texts ...string) {
			t.Helper()
			if !slices.ContainsFunc(lines, func(line string) bool { return follow(line, texts...) }) {
				t.Errorf("%q is missing", texts)
			}
		}
		has(vendors...)
		for _, row := range shown {
			if row.Section != "domains" {
				has(append([]string{row.Name}, row.texts(true)...)...)
				continue
			}
			line := []string{row.ID}
			for n, shown := range row.part(0) {
				line = append(line, shown)
				if claimed := row.part(1)[n]; claimed != "–" {
					line = append(line, claimed)
				}
			}
			has(line...)
		}
		if t.Failed() {
			t.Log(strings.Join(lines, "\n"))
		}
	})
}

// The command line and the workbench show the same board of an RFP, also after
// the chosen vendor has moved on to a milestone that the others never reached.
func TestEveryFaceShowsTheSameBoard(t *testing.T) {
	home := t.TempDir()
	demo := filepath.Join(home, "demo.db")
	run := func(args ...string) string {
		t.Helper()
		out, code := assay(t, home, append(args, "--db", demo, "--evaluator", "lead@hospital.example")...)
		if code != 0 {
			t.Fatalf("%v ends with %d: %s", args, code, out)
		}
		return out
	}
	run("demo", "--load-only")
	run("rfp", "award", "RFP-2026-14", "--to", "kestrel", "--reason", "shows most")
	run("assess", "move", "kestrel", "--to", "access")

	var all struct {
		Board struct {
			Rows []struct {
				Rank            int
				Vendor, Verdict string
				Shown, Claimed  json.Number
				MovedTo         string `json:"moved_to"`
				Award           string
			}
		}
		ChangedSince []string `json:"changed_since"`
	}
	if err := json.Unmarshal([]byte(run("rfp", "show", "RFP-2026-14", "--json")), &all); err != nil {
		t.Fatal(err)
	}
	rows := all.Board.Rows
	if len(rows) != 3 || rows[0].MovedTo != "access" || rows[0].Award != "chosen" || rows[2].Verdict != "blocked" || len(all.ChangedSince) > 0 {
		t.Fatalf("the board is %+v", all)
	}
	table := strings.Split(run("rfp", "show", "RFP-2026-14"), "\n")
	s := openTerminal(t, home, "assay", "--db", demo, "--evaluator", "lead@hospital.example")
	s.resize(200, 60)
	s.until("Kestrelhythe")
	s.press("b")
	s.until("awarded to Kestrelhythe", "W award") // the keys are drawn last
	screen := s.lines()
	for _, row := range rows {
		in := func(face string, lines []string, texts ...string) {
			t.Helper()
			if !slices.ContainsFunc(lines, func(line string) bool { return follow(line, texts...) }) {
				t.Errorf("%s: %q is missing in\n%s", face, texts, strings.Join(lines, "\n"))
			}
		}
		rank := strconv.Itoa(row.Rank)
		if row.Verdict == "blocked" {
			rank = "–"
		}
		status := ""
		if row.MovedTo != "" {
			status = "moved on to " + row.MovedTo
		}
		in("rfp show", table, rank, row.Vendor, status, row.Verdict, row.Shown.String(), row.Claimed.String(), row.Award)
		in("workbench", screen, rank, row.Vendor, row.Verdict, row.Shown.String())
		in("workbench", screen, rank, row.Vendor, row.Claimed.String())
		in("workbench", screen, rank, row.Vendor, status)
		in("workbench", screen, rank, row.Vendor, row.Award)
	}
}

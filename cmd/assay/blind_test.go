package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"assay/report/pdf"
	"assay/report/workbook"
)

// The note of a grade in a closed panel, and every way in which the grade itself
// could show.
const hiddenNote = "Dana wrote that they stalled on the clock"

var hiddenGrade = regexp.MustCompile(`3 by dana|"dana@lakeside\.example": ?3|"grade": ?3`)

// commandsThatShow has the arguments of every command that shows something of an
// assessment. The empty ones show nothing of one, for the reason given.
var commandsThatShow = map[string]string{
	"assay action add": "", "assay action close": "", "assay action list": "harbor",
	"assay assess agenda": "harbor --minutes 60", "assay assess ask": "harbor -o asked.xlsx", "assay assess apply": "harbor answers.yaml", "assay assess confirm": "harbor SCN-01",
	"assay assess decide": "harbor decline --by Boss --role CISO --reason no", "assay assess delta": "harbor", "assay assess due": "", "assay assess latin": "harbor",
	"assay assess explain": "harbor", "assay assess export": "harbor -o export.assay", "assay assess graders": "harbor",
	"assay assess history": "harbor", "assay assess import": "", "assay assess interview": "harbor --plain", "assay assess list": " ",
	"assay assess move": "", "assay assess new": "", "assay assess receive": "", "assay assess outstanding": "harbor", "assay assess panel": "harbor", "assay assess panel open": "",
	"assay assess readback": "", "assay assess receipt": "harbor -o receipt.html", "assay assess reconcile": "harbor SCN-01 --grade 2 --note x",
	"assay assess review": "harbor", "assay assess signoff": "harbor --role evaluator", "assay assess summary": "harbor",
	"assay assess rules": "harbor staffing --reason x", "assay assess score": "harbor", "assay assess show": "harbor", "assay assess withdraw": "",
	"assay chain add": "", "assay chain remove": "", "assay chain set": "", "assay chain show": "harbor",
	"assay clock": "", "assay compare": "harbor meadow --items && harbor meadow -o compare.xlsx && harbor meadow --format csv --items && harbor meadow -o compare.md", "assay compare schema": "", "assay doctor": " ",
	"assay evidence export": "", "assay evidence list": "harbor", "assay evidence manifest": "harbor", "assay evidence open": "", "assay evidence read": "",
	"assay flag list": "harbor", "assay flag raise": "", "assay flag resolve": "",
	"assay journal export": "harbor -o -", "assay journal show": "harbor", "assay journal strike": "", "assay journal verify": "harbor",
	"assay report": "harbor -o report.pdf && harbor -o report.xlsx && harbor -o report.json && harbor -o report.md && harbor -o tables/ --format csv", "assay report schema": "",
	"assay vendor show": "harbor", "assay waive": "",
	"assay rfp add": "", "assay rfp attach": "", "assay rfp award": "", "assay rfp package": "RFP-1 --for file -o package.zip", "assay rfp list": " ", "assay rfp panel": "RFP-1", "assay rfp rules": "", "assay rfp show": "RFP-1",
}

// Whoever has not graded sees neither the grade nor the note of another person in
// any command, file or error, and no figure differs from those before the grade.
func TestNoCommandShowsAGradeOfAClosedPanel(t *testing.T) {
	home := t.TempDir()
	as := func(who string, args ...string) string {
		t.Helper()
		cmd := exec.Command("assay", append(args, "--yes")...)
		cmd.Dir, cmd.Env = home, append(environ(home), "ASSAY_EVALUATOR="+who)
		out, _ := cmd.CombinedOutput() // a refusal shows as little
		return string(out)
	}
	const dana, kim = "dana@lakeside.example", "kim@lakeside.example"
	as(dana, "rfp", "add", "Night staff", "--reference", "RFP-1", "--due", "2027-01-01")
	as(dana, "vendor", "add", "Harbor")
	as(dana, "vendor", "add", "Meadow")
	as(dana, "assess", "new", "--vendor", "harbor", "--rfp", "RFP-1", "--graders", dana+"; "+kim)
	as(dana, "assess", "new", "--vendor", "meadow", "--rfp", "RFP-1")
	write(t, filepath.Join(home, "base.yaml"), "answers: {BAA-02: {value: met}}\n")
	as(dana, "assess", "apply", "harbor", "base.yaml")

	figures := func() string {
		// That a panel is closed is told, once somebody is in.
		moves := regexp.MustCompile(`"(head|seq|updated|id|at|hash)": ?("[^"]*"|[0-9]+)|,\s*"1 scenario whose panel is closed"`)
		return moves.ReplaceAllString(as(kim, "assess", "score", "harbor", "--json")+as(kim, "assess", "list", "--json")+as(kim, "rfp", "show", "RFP-1", "--json")+
			as(dana, "assess", "score", "harbor", "--json")+as(kim, "assess", "outstanding", "harbor", "--json"), "")
	}
	before := figures()
	write(t, filepath.Join(home, "dana.yaml"), "answers: {SCN-01: {score: 3, elements: [actor], note: "+hiddenNote+"}}\n")
	if out := as(dana, "assess", "apply", "harbor", "dana.yaml"); !strings.Contains(out, "1 event recorded") {
		t.Fatalf("the grade was not recorded: %s", out)
	}
	if out := as(dana, "assess", "show", "harbor"); !strings.Contains(out, hiddenNote) || !hiddenGrade.MatchString(out) {
		t.Errorf("the grader does not see the own grade: %s", out)
	}
	if after := figures(); after != before {
		t.Errorf("the figures moved:\n%s\nbefore:\n%s", after, before)
	}

	write(t, filepath.Join(home, "answers.yaml"), "answers: {SCN-01: {scores: {dana@lakeside.example: 1}}}\n")
	a := newApp(world{getenv: os.Getenv, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr})
	var walk func(of *cobra.Command)
	leaks := func(where, text string) {
		if strings.Contains(text, hiddenNote) || hiddenGrade.MatchString(text) {
			t.Errorf("%s shows a hidden grade: %s", where, text)
		}
	}
	tried := 0
	walk = func(of *cobra.Command) {
		for _, cmd := range of.Commands() {
			walk(cmd)
			path := cmd.CommandPath()
			args, known := commandsThatShow[path]
			if cmd.HasSubCommands() && !known {
				continue
			}
			group := strings.Fields(path)[1]
			if !known && strings.Contains(" action assess chain clock compare evidence flag journal report rfp waive ", " "+group+" ") {
				t.Errorf("say in commandsThatShow how %s shows an assessment", path)
			}
			if args == "" {
				continue
			}
			for _, who := range []string{kim, ""} {
				for _, form := range []string{"", "--json"} {
					if who == "" && form == "" {
						continue
					}
					for call := range strings.SplitSeq(args, " && ") {
						words := append(strings.Fields(path)[1:], strings.Fields(call)...)
						if form != "" {
							words = append(words, form)
						}
						tried++
						leaks(who+": "+strings.Join(words, " "), as(who, words...))
					}
				}
			}
		}
	}
	walk(a.rootCommand())
	if tried < 70 {
		t.Errorf("only %d commands were tried", tried)
	}
	leaks("a new assessment from it", as(kim, "assess", "new", "--from", "harbor", "--json"))
	as(kim, "assess", "withdraw", "harbor", "--reason", "only tried")
	files, err := filepath.Glob(filepath.Join(home, "*"))
	if err != nil {
		t.Fatal(err)
	}
	tables, err := filepath.Glob(filepath.Join(home, "tables", "*.csv"))
	if err != nil || len(tables) < 10 {
		t.Fatalf("the tables are %q, %v", tables, err)
	}
	files = append(files, tables...)
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil || filepath.Ext(name) == ".yaml" {
			continue
		}
		leaks(name, string(text))
		if filepath.Ext(name) == ".xlsx" {
			inside, err := workbook.TextsIn(text)
			if err != nil {
				t.Fatal(err)
			}
			leaks(name, strings.Join(inside, "\n"))
		}
		if bytes.HasPrefix(text, []byte("%PDF")) {
			document, err := pdf.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			for _, attached := range []string{"assessment.json", "journal.jsonl"} {
				data, err := document.Attachment(attached)
				if err != nil {
					t.Fatal(err)
				}
				leaks(name+" "+attached, string(data))
			}
			if page, err := exec.Command("pdftotext", name, "-").Output(); err == nil {
				leaks(name+" pages", string(page))
			}
		}
	}

	// The other grader comes in: the panel opens, everybody sees all, and it counts.
	write(t, filepath.Join(home, "kim.yaml"), "answers: {SCN-01: {score: 4, elements: [clock], note: They named the clock}}\n")
	as(kim, "assess", "apply", "harbor", "kim.yaml")
	if out := as(kim, "assess", "show", "harbor"); !strings.Contains(out, hiddenNote) || !strings.Contains(out, "3 by dana") {
		t.Errorf("the panel is still closed: %s", out)
	}
	if after := figures(); after == before {
		t.Error("the open panel counts nothing")
	}
	again := as(kim, "assess", "new", "--from", "harbor", "--json")
	if !hiddenGrade.MatchString(again) {
		t.Errorf("an open panel is not carried over: %s", again)
	}
	if out := as("", "report", "harbor", "-o", "open.pdf"); !strings.Contains(out, "open.pdf") {
		t.Errorf("no report: %s", out)
	}
}

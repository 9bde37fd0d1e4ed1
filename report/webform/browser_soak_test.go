//go:build soak

package webform_test

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"

	"assay/assessment/hostile"
	"assay/questionnaire"
	"assay/report/handback"
	"assay/report/pagetest"
	"assay/report/vendorcopy"
)

// story is a form with every way to answer.
func story() vendorcopy.Copy {
	choices := []vendorcopy.Choice{{Value: "v2.1", Label: "Our own, version 2.1"}, {Value: "none", Label: "None, so far"}}
	return vendorcopy.Copy{
		Terms: terms(questionnaire.Award), Title: "Due diligence in short", Questionnaire: "story 1.2.0",
		Sections: []vendorcopy.Section{
			{ID: "BAA", Name: "Contract", Questions: []vendorcopy.Question{
				{ID: "offshore", Ask: "Is anyone abroad?", Form: vendorcopy.YesNo},
				{ID: "tool", Ask: "Which tool logs access?", Form: vendorcopy.OneOf, Choices: choices},
				{ID: "data", Ask: "Which data will you see?", Form: vendorcopy.SomeOf, Choices: choices},
				{ID: "BAA-01", Number: "C4", Ask: "May we see the <b>agreement</b>?", Form: vendorcopy.InPlace, Documents: []string{"EV-01"}, Cites: []string{"45 CFR 164.504(e)"}},
			}},
			{ID: "GOV", Name: "Scope", Questions: []vendorcopy.Question{
				{ID: "sites", Ask: "How many sites?", Form: vendorcopy.Number},
				{ID: "first_day", Ask: "When does the first person start?", Form: vendorcopy.Date},
				{ID: "countries", Ask: "In which countries?", Form: vendorcopy.Countries},
				{ID: "GOV-01", Ask: "What happened since?", Form: vendorcopy.InWords},
			}},
		},
		Documents: []vendorcopy.Document{
			{ID: "EV-01", Name: "Executed agreement", Freshness: "in force", IssuedBy: "vendor", For: []string{"BAA-01"}},
			{ID: "EV-02", Name: "Training export", IssuedBy: "a third party", Personal: true, For: []string{"GOV-01"}},
			{ID: "EV-03", Name: "Provisioning tickets", IssuedBy: "vendor", Read: true},
		},
	}
}

// form is a form in a browser.
type form struct {
	pagetest.Browser
	t *testing.T
}

func open(t *testing.T, c vendorcopy.Copy) form {
	t.Helper()
	file := filepath.Join(t.TempDir(), "form.html")
	if err := os.WriteFile(file, page(t, c), 0o600); err != nil {
		t.Fatal(err)
	}
	f := form{pagetest.Open(t, file), t}
	f.Size(1280, 900)
	return f
}

// tab presses Tab until the focus is on an element, as a person does who has no mouse.
func (f form) tab(selector string) {
	f.t.Helper()
	for range 100 {
		f.Type("\t")
		if pagetest.Evaluate[bool](f.Browser, "document.activeElement.matches("+pagetest.Quoted(selector)+")") {
			return
		}
	}
	f.t.Fatalf("no key leads to %s", selector)
}

// fill goes to a field and types.
func (f form) fill(selector, keys string) {
	f.t.Helper()
	f.tab(selector)
	f.Type(keys)
}

// next turns to the next part of the form, with the keyboard.
func (f form) next(heading string) {
	f.t.Helper()
	f.fill(".step.now .next", "\r")
	f.Until(`document.activeElement.innerText.trim() === ` + pagetest.Quoted(heading))
}

func (f form) value(id string) string {
	f.t.Helper()
	return pagetest.Evaluate[string](f.Browser, `document.getElementById(`+pagetest.Quoted(id)+`).value`)
}

func (f form) says(text string) {
	f.t.Helper()
	f.Until(`document.getElementById("status").textContent.includes(` + pagetest.Quoted(text) + `)`)
}

// drafts are the texts that the browser keeps.
func (f form) drafts() string {
	f.t.Helper()
	return pagetest.Evaluate[string](f.Browser, `JSON.stringify({...localStorage})`)
}

// reply is a saved file.
type reply struct {
	Format, Identity, Saved string
	Finished                bool
	Stated                  struct{ Company, Name, Role, Reach, Date string }
	Answers                 []answer
	Documents               []requested
}

type answer struct {
	Item, Asked      string
	Offered, Choices []string
	Words            string
}

type requested struct {
	Kind, Note string
	None       bool
	Files      []attached
}

type attached struct {
	Name, Path string
	Size       int64
}

// unpacked reads a saved file: its answers, and its files by their paths.
func unpacked(t *testing.T, path string) (reply, map[string]string) {
	t.Helper()
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	files := map[string]string{}
	var answers reply
	for n, entry := range archive.File {
		r, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r) // it also compares the checksum
		if err != nil {
			t.Fatalf("%s: %v", entry.Name, err)
		}
		if n > 0 {
			files[entry.Name] = string(content)
			continue
		}
		if entry.Name != "answers.json" {
			t.Errorf("the first entry is %s", entry.Name)
		}
		decoder := json.NewDecoder(strings.NewReader(string(content)))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&answers); err != nil {
			t.Fatal(err)
		}
	}
	return answers, files
}

const hostileText = "“=1+1” </script><img src=x>\n日本語 שלום 👩‍💻 \\ \" ' \t end"

// A vendor fills in the form with the keyboard alone, loses the page, goes on, saves,
// and opens the saved file in another browser.
func TestInABrowserAVendorFillsInTheForm(t *testing.T) {
	c := story()
	f := open(t, c)
	folder := t.TempDir()
	contract := filepath.Join(folder, "Contract: signed <1>.pdf")
	if err := os.WriteFile(contract, []byte("%PDF-1.7 contract"), 0o600); err != nil {
		t.Fatal(err)
	}

	f.Type("\t")
	if focus := f.Text(":focus"); focus != "Skip to the questions" {
		t.Errorf("the first key leads to %q", focus)
	}
	f.fill("#company", "Harbor Staffing Inc.")
	f.fill("#name", "Mara Lind")
	f.fill("#role", "Delivery lead")
	f.next("BAA Contract")
	f.fill("[name=q0][value=yes]", " ")
	f.fill("[name=q1]", " ")
	f.Type(kb.ArrowDown)
	f.fill("[name=q2][value='v2.1']", " ")
	f.fill("[name=q2][value=none]", " ")
	f.fill("[name=q3]", " ")
	f.fill("#q3-words", "Yes, both pages")
	f.next("GOV Scope")
	f.fill("#q4-words", "about 3")
	f.tab("#q5-words")
	if says := f.Text("#q4-odd"); !strings.Contains(says, "not a whole number") {
		t.Errorf("of a number in words the form says %q", says)
	}
	f.Type("2026-12-01")
	f.fill("#q6-words", "US, PH")
	if odd := pagetest.Evaluate[string](f.Browser, `document.getElementById("q5-odd").textContent + "-"`); odd != "-" {
		t.Errorf("of a date the form says %q", odd)
	}
	f.tab("#q7-words")
	pagetest.Evaluate[bool](f.Browser, `document.execCommand("insertText", false, `+pagetest.Quoted(hostileText)+`)`)
	f.next("Requested documents")
	f.Choose("#d0-files", contract)
	f.says("Attached Contract")
	f.fill("#d1-note", "In our safe")
	f.fill("#d2-none", " ")
	f.Until(`document.getElementById("progress-text").textContent === "11 of 11 answered"`)

	// The page closes. The texts stay, the file does not.
	f.Until(`localStorage.length === 1 && Object.values(localStorage)[0].includes('"none":true')`)
	if drafts := f.drafts(); !strings.Contains(drafts, formID) || strings.Contains(drafts, "signed") || strings.Contains(drafts, "%PDF") {
		t.Errorf("the browser keeps %s", drafts)
	}
	f.Reload()
	f.says("attach again")
	if asked := f.Dialogs(); !slices.Equal(asked, []string{"beforeunload"}) {
		t.Errorf("when the page was closed, the browser asked %q", asked)
	}
	if got := f.value("q7-words"); got != strings.ReplaceAll(hostileText, "\r", "") {
		t.Errorf("after the page was closed, the text is %q", got)
	}
	f.Choose("#d0-files", contract)
	f.says("Attached Contract")

	// The last page tells what is missing.
	f.Go(pagetest.Evaluate[string](f.Browser, `location.href.split("#")[0] + "#finish"`))
	f.Until(`document.getElementById("missing").innerText.includes("Email or phone")`)
	if left := f.Text("#left"); !strings.HasPrefix(left, "2 things are missing") {
		t.Errorf("the last page says %q", left)
	}
	f.fill("#missing a[href='#reach']", "\r")
	f.Until(`document.activeElement.id === "reach"`)
	f.Type("mara@harbor.example")
	pagetest.Evaluate[bool](f.Browser, `(() => { const e = document.getElementById("date"); e.value = "2026-12-01"; return e.dispatchEvent(new Event("input", { bubbles: true })); })()`)
	f.fill("nav a[href='#finish']", "\r")
	f.Until(`document.getElementById("left").innerText === "Nothing is missing."`)
	f.fill("#save", "\r")
	f.says("Saved harbor-staffing-reply.zip")
	if drafts := f.drafts(); drafts != "{}" {
		t.Errorf("after saving the browser keeps %s", drafts)
	}
	saved := f.Saved("harbor-staffing-reply.zip")
	got, files := unpacked(t, saved)
	want := reply{
		Format: "assay-reply/1", Identity: c.Identity().String(), Finished: true, Saved: got.Saved,
		Answers: []answer{
			{Item: "offshore", Choices: []string{"yes"}},
			{Item: "tool", Offered: []string{"v2.1", "none"}, Choices: []string{"none"}},
			{Item: "data", Offered: []string{"v2.1", "none"}, Choices: []string{"v2.1", "none"}},
			{Item: "BAA-01", Choices: []string{"yes"}, Words: "Yes, both pages"},
			{Item: "sites", Words: "about 3"},
			{Item: "first_day", Words: "2026-12-01"},
			{Item: "countries", Words: "US, PH"},
			{Item: "GOV-01", Words: hostileText},
		},
		Documents: []requested{
			{Kind: "EV-01", Files: []attached{{Name: filepath.Base(contract), Path: "files/01-Contract_ signed _1_.pdf", Size: 17}}},
			{Kind: "EV-02", Note: "In our safe", Files: []attached{}},
			{Kind: "EV-03", None: true, Files: []attached{}},
		},
	}
	want.Stated.Company, want.Stated.Name, want.Stated.Role, want.Stated.Reach, want.Stated.Date = "Harbor Staffing Inc.", "Mara Lind", "Delivery lead", "mara@harbor.example", "2026-12-01"
	for n, q := range c.Questions() {
		want.Answers[n].Asked = q.Ask
		if want.Answers[n].Offered == nil {
			want.Answers[n].Offered = []string{}
		}
		if want.Answers[n].Choices == nil {
			want.Answers[n].Choices = []string{}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the saved answers (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{"files/01-Contract_ signed _1_.pdf": "%PDF-1.7 contract"}, files); diff != "" {
		t.Errorf("the saved files (-want +got):\n%s", diff)
	}
	readsBack(t, saved, c, want)
	f.looksGood()
	if loads := f.Loads(); len(loads) > 0 {
		t.Errorf("the page asked for %q", loads)
	}
	f.Reload()
	f.Until(`document.getElementById("progress-text").textContent === "0 of 11 answered"`)
	if asked := f.Dialogs(); asked != nil {
		t.Errorf("when the page was closed after saving, the browser asked %q", asked)
	}

	// Somebody else goes on in another browser, from a file that was packed again.
	again := open(t, c)
	again.Choose("#open", repacked(t, saved))
	again.says("Opened again.zip: 11 of 11 answered.")
	if drafts := again.drafts(); drafts != "{}" {
		t.Errorf("after opening the browser keeps %s", drafts)
	}
	again.fill("#later", "\r")
	again.says("Saved harbor-staffing-unfinished.zip")
	second, attachments := unpacked(t, again.Saved("harbor-staffing-unfinished.zip"))
	want.Finished, want.Saved = false, second.Saved
	if diff := cmp.Diff(want, second); diff != "" {
		t.Errorf("the answers after going on (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(files, attachments); diff != "" {
		t.Errorf("the files after going on (-want +got):\n%s", diff)
	}
	again.reachesNobody()
}

// readsBack checks that assay reads the same from the saved file.
func readsBack(t *testing.T, saved string, c vendorcopy.Copy, want reply) {
	t.Helper()
	file, err := os.Open(saved)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	back, err := handback.Read(filepath.Base(saved), file, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	got := back.Reply()
	if got.Form != c.Identity() || !got.Finished || got.Stated.Name != want.Stated.Name || got.Stated.Day.String() != want.Stated.Date {
		t.Errorf("the reply is of %+v, stated by %+v", got.Form, got.Stated)
	}
	for n, a := range want.Answers {
		if n >= len(got.Answers) || got.Answers[n].Item != a.Item || got.Answers[n].Words != hostile.Clean(a.Words) || !slices.Equal(got.Answers[n].Choices, a.Choices) {
			t.Errorf("answer %d is not %+v: %+v", n+1, a, got.Answers)
		}
	}
	if len(got.Documents) != 3 || len(got.Documents[0].Files) != 1 || got.Documents[0].Files[0].Size != 17 || !got.Documents[2].None {
		t.Errorf("the documents are %+v", got.Documents)
	}
}

// The questions follow the answers, and an answer to a question that is not asked any
// more is not sent.
func TestInABrowserQuestionsFollowTheAnswers(t *testing.T) {
	c := story()
	first := c.Sections[0].Questions
	first[1].When = []questionnaire.Tree{[]any{"truth", "offshore"}} // tool
	first[2].Choices = append(first[2].Choices, vendorcopy.Choice{Value: "all", Label: "All of it"})
	first[2].Choices[1].Alone = true
	for n := range c.Sections[1].Questions {
		c.Sections[1].Questions[n].Aside = []any{"!", []any{"truth", "offshore"}}
	}
	f := open(t, c)
	shown := func() string {
		t.Helper()
		return pagetest.Evaluate[string](f.Browser, `[...document.querySelectorAll("[data-question]")].filter(e => !e.hidden).map(e => e.id).join(" ")`)
	}
	if got := shown(); got != "q0 q2 q3" {
		t.Errorf("at first the form asks %s", got)
	}
	f.next("BAA Contract")
	f.fill("[name=q0][value=yes]", " ")
	if got := shown(); got != "q0 q1 q2 q3 q4 q5 q6 q7" {
		t.Errorf("after yes the form asks %s", got)
	}
	f.fill("[name=q1]", " ")
	f.fill("[name=q2][value='v2.1']", " ")
	f.fill("[name=q2][value=all]", " ")
	ticked := func() string {
		t.Helper()
		return pagetest.Evaluate[string](f.Browser, `"-" + [...document.querySelectorAll("[name=q2]:checked")].map(e => e.value).join(" ")`)
	}
	if got := ticked(); got != "-v2.1 all" {
		t.Errorf("chosen: %s", got)
	}
	f.fill("[name=q2][value=none]", " ")
	if got := ticked(); got != "-none" {
		t.Errorf("with none of them, chosen: %s", got)
	}
	f.fill("[name=q0][value=yes]", kb.ArrowDown) // no
	if got := shown(); got != "q0 q2 q3" {
		t.Errorf("after no the form asks %s", got)
	}
	f.next("GOV Scope")
	if none := f.Text("#s1"); !strings.Contains(none, "No question of this part applies") {
		t.Errorf("the empty part says %q", none)
	}
	f.fill("nav a[href='#finish']", "\r")
	f.Until(`document.getElementById("left").innerText.startsWith("5 questions do not apply after your other answers. 9 things are missing")`)
	f.fill("#later", "\r")
	f.says("Saved harbor-staffing-unfinished.zip")
	got, _ := unpacked(t, f.Saved("harbor-staffing-unfinished.zip"))
	if len(got.Answers) != 3 {
		t.Errorf("unfinished, all is kept: %+v", got.Answers)
	}
	f.fill("#save", "\r")
	f.says("Saved harbor-staffing-reply.zip")
	got, _ = unpacked(t, f.Saved("harbor-staffing-reply.zip"))
	if len(got.Answers) != 2 || got.Answers[0].Choices[0] != "no" || got.Answers[1].Item != "data" {
		t.Errorf("finished, only the asked answers are sent: %+v", got.Answers)
	}
}

// repacked packs the entries of a ZIP file again as other programs do: compressed, with
// the sizes after the content, in a folder.
func repacked(t *testing.T, path string) string {
	t.Helper()
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	again := filepath.Join(t.TempDir(), "again.zip")
	file, err := os.Create(again)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w := zip.NewWriter(file)
	for _, entry := range archive.File {
		r, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		to, err := w.Create("reply/" + entry.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(to, r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return again
}

// looksGood checks every part of the form on a telephone, in the dark, and for people
// with a screen reader.
func (f form) looksGood() {
	f.t.Helper()
	axe, err := os.ReadFile("axe/node_modules/axe-core/axe.min.js")
	if err != nil && os.Getenv("CI") != "" {
		f.t.Fatal("axe-core is not installed, and CI must have it: npm ci in report/webform/axe")
	}
	if err == nil {
		pagetest.Evaluate[bool](f.Browser, string(axe)+"; true")
	} else {
		f.t.Log("axe-core is not installed: its check did not run")
	}
	// The bar stays over the page, so a long name must not make it taller.
	f.Size(1280, 900)
	if grown := pagetest.Evaluate[int](f.Browser, `(() => {
		const bar = document.querySelector(".bar"), name = bar.querySelector(".name"), was = [name.textContent, bar.offsetHeight];
		name.textContent = "A very long name of a vendor ".repeat(7);
		const grown = bar.offsetHeight - was[1];
		name.textContent = was[0];
		return grown;
	})()`); grown != 0 {
		f.t.Errorf("a long name makes the bar %d pixels taller", grown)
	}
	for _, step := range []string{"start", "s0", "s1", "documents", "finish"} {
		f.Go(pagetest.Evaluate[string](f.Browser, `location.href.split("#")[0] + "#`+step+`"`))
		f.Until(`document.getElementById(` + pagetest.Quoted(step) + `).classList.contains("now")`)
		f.Size(320, 740)
		if width := pagetest.Evaluate[int](f.Browser, `document.documentElement.scrollWidth`); width > 320 {
			f.t.Errorf("%s: on a telephone the page is %d wide", step, width)
		}
		if small := pagetest.Evaluate[string](f.Browser, smallTargets); small != "-" {
			f.t.Errorf("%s: too small for a finger: %s", step, small)
		}
		for _, dark := range []bool{true, false} {
			f.Dark(dark)
			for _, width := range []int64{360, 1280} {
				f.Size(width, 900)
				if bad := f.LowContrast(); bad != "" {
					f.t.Errorf("%s, dark %v: too little contrast: %s", step, dark, bad)
				}
				if axe != nil {
					if bad := pagetest.Evaluate[string](f.Browser, violations); bad != "-" {
						f.t.Errorf("%s, dark %v, %d wide: %s", step, dark, width, bad)
					}
				}
			}
		}
	}
}

// violations are what axe finds of WCAG 2.2 AA and of good practice.
const violations = `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
	.then(found => "-" + found.violations.map(v => v.id + ": " + v.nodes.map(n => n.html).join(" ")).join("\n"))`

// smallTargets are targets of less than 24 by 24 pixels (WCAG 2.2, 2.5.8), except links
// in a text.
const smallTargets = `"-" + [...document.querySelectorAll(".step.now button, .step.now .choices label, .step.now input:not([type=radio], [type=checkbox]), nav a, .bar button")]
	.filter(e => e.offsetParent && (e.offsetHeight < 24 || e.offsetWidth < 24)).map(e => e.outerHTML).join(" ")`

// reachesNobody tries what a script could do that somebody got into the page.
func (f form) reachesNobody() {
	f.t.Helper()
	if got := pagetest.Evaluate[string](f.Browser, `fetch("http://127.0.0.1:9/").then(() => "reached", e => String(e))`); got == "reached" {
		f.t.Error("the page fetched something")
	}
	if !pagetest.Evaluate[bool](f.Browser, `(() => { try { document.body.innerHTML = "<p>"; return false; } catch { return true; } })()`) {
		f.t.Error("the page makes markup of a text")
	}
	if got := pagetest.Evaluate[string](f.Browser, `new Promise(done => {
		document.addEventListener("securitypolicyviolation", e => done(e.violatedDirective));
		const script = document.createElement("script");
		document.body.append(script);
		const image = new Image();
		image.src = "http://127.0.0.1:9/";
		document.body.append(image);
	})`); got != "img-src" {
		f.t.Errorf("the browser refused %q, want img-src", got)
	}
}

// Another file is refused, and changes nothing.
func TestInABrowserOnlyAReplyIsOpened(t *testing.T) {
	c := story()
	f := open(t, c)
	folder := t.TempDir()
	write := func(name string, entries ...string) string {
		t.Helper()
		path := filepath.Join(folder, name)
		file, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		w := zip.NewWriter(file)
		for n := 0; n < len(entries); n += 2 {
			to, err := w.Create(entries[n])
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(to, entries[n+1]); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := fmt.Sprintf(`{"format":"assay-reply/1","identity":%s,"stated":{"company":"Harbor"},`, pagetest.Quoted(c.Identity().String()))
	other := c
	other.Form = strings.Repeat("f", 32)
	damaged := write("damaged.zip", "answers.json", good+`"answers":[]}`)
	content, err := os.ReadFile(damaged)
	if err != nil {
		t.Fatal(err)
	}
	content[50] ^= 0xff
	if err := os.WriteFile(damaged, content, 0o600); err != nil {
		t.Fatal(err)
	}
	text := filepath.Join(folder, "text.zip")
	if err := os.WriteFile(text, []byte("no archive"), 0o600); err != nil {
		t.Fatal(err)
	}
	f.fill("#company", "typed before")
	for _, refused := range []struct{ path, says string }{
		{text, "This is not a whole ZIP file."},
		{damaged, "was not opened."},
		{write("empty.zip"), "The file has no answers in it."},
		{write("letters.zip", "answers.json", "{"), "The answers in the file are damaged."},
		{write("null.zip", "answers.json", "null"), "The file has no answers to this form in it."},
		{write("foreign.zip", "answers.json", `{"format":"assay-reply/1","identity":`+pagetest.Quoted(other.Identity().String())+`}`), "saved from another form"},
		{write("lost.zip", "answers.json", good+`"documents":[{"kind":"EV-01","files":[{"name":"a.pdf","path":"files/01-a.pdf"}]}]}`), "The file a.pdf is missing in it."},
	} {
		f.Choose("#open", refused.path)
		f.Until(`document.getElementById("ask").open`)
		pagetest.Evaluate[bool](f.Browser, `document.getElementById("ask-yes").click() ?? true`)
		f.says(refused.says)
		if got := f.value("company"); got != "typed before" {
			t.Fatalf("%s changed the form to %q", refused.path, got)
		}
	}

	// A person can still decide not to replace the form. What others wrote into a file
	// cannot break it.
	odd := write("odd.zip", "answers.json", good+`"answers":[null,7,{"item":"offshore","choices":"yes"},{"item":"GOV-01","words":{}},{"item":"GOV-01","words":"late"}],"documents":[null,{"kind":"EV-09"},{"kind":"EV-01","files":[{"name":5,"path":"files/x"}]}]}`, "files/x", "x")
	f.Choose("#open", odd)
	f.Until(`document.getElementById("ask").open`)
	f.Type("\r") // the focus is on Cancel
	f.Until(`!document.getElementById("ask").open`)
	if got := f.value("company"); got != "typed before" {
		t.Errorf("after Cancel, the form has %q", got)
	}
	f.Choose("#open", odd)
	f.Until(`document.getElementById("ask").open`)
	pagetest.Evaluate[bool](f.Browser, `document.getElementById("ask-yes").click() ?? true`)
	f.says("Opened odd.zip")
	if got := f.value("company"); got != "Harbor" {
		t.Errorf("the opened form has %q", got)
	}
}

// Two forms in one browser keep their texts apart, although all local files share one
// storage. A form that is open twice says so.
func TestInABrowserTwoFormsAreKeptApart(t *testing.T) {
	first, second := story(), story()
	second.Form = strings.Repeat("e", 32)
	f := open(t, first)
	here := pagetest.Evaluate[string](f.Browser, `location.href`)
	f.fill("#company", "Harbor")
	f.Until(`localStorage.length === 1`)
	other := filepath.Join(t.TempDir(), "other.html")
	if err := os.WriteFile(other, page(t, second), 0o600); err != nil {
		t.Fatal(err)
	}
	f.Go("file://" + other)
	if got := f.value("company"); got != "" {
		t.Errorf("the second form begins with %q", got)
	}
	f.fill("#company", "Summit")
	f.Until(`localStorage.length === 2`)
	f.fill("#later", "\r")
	f.says("Saved")
	if drafts := f.drafts(); !strings.Contains(drafts, formID) || strings.Contains(drafts, second.Form) {
		t.Errorf("after the second form was saved, the browser keeps %s", drafts)
	}
	f.Go(here)
	if got := f.value("company"); got != "Harbor" {
		t.Errorf("the first form has %q", got)
	}
	pagetest.Evaluate[bool](f.Browser, `(() => {
		const twin = document.createElement("iframe"); // another window of the same storage
		document.body.append(twin);
		twin.contentWindow.localStorage.setItem("assay-form/`+formID+`", "{}");
		return true;
	})()`)
	f.says("open in another window too")
}

// A browser that keeps nothing is pointed out at once.
func TestInABrowserThatKeepsNoTexts(t *testing.T) {
	f := open(t, story())
	pagetest.Evaluate[bool](f.Browser, `(Storage.prototype.setItem = () => { throw new Error("no room"); }, true)`)
	f.fill("#company", "Harbor")
	f.says("This browser keeps no texts. Choose “Save unfinished” before you close this page.")
	f.fill("#later", "\r")
	got, _ := unpacked(t, f.Saved("harbor-staffing-unfinished.zip"))
	if got.Stated.Company != "Harbor" {
		t.Errorf("saved: %+v", got)
	}
}

// More than most mail systems take is pointed out, and what a person attached twice can
// be removed.
func TestInABrowserLargeFilesArePointedOut(t *testing.T) {
	f := open(t, story())
	folder := t.TempDir()
	large, small := filepath.Join(folder, "large.bin"), filepath.Join(folder, "small.bin")
	for path, size := range map[string]int64{large: 20_500_000, small: 10} {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, size); err != nil {
			t.Fatal(err)
		}
	}
	f.Go(pagetest.Evaluate[string](f.Browser, `location.href + "#documents"`))
	f.Choose("#d2-files", small, large)
	f.says("Attached small.bin, large.bin. The attached files have 20.5 MB together. Many mail systems refuse more than 20 MB")
	if list := f.Text("#d2 .files"); !strings.Contains(list, "small.bin (1 kB)") || !strings.Contains(list, "large.bin (20.5 MB)") {
		t.Errorf("the list of files is %q", list)
	}
	f.fill("#d2 .files li:last-child button", "\r")
	f.says("Removed large.bin.")
	if focus := pagetest.Evaluate[string](f.Browser, `document.activeElement.id`); focus != "d2-files" {
		t.Errorf("the focus is on %q", focus)
	}
	f.fill("#later", "\r")
	f.says("Saved harbor-staffing-unfinished.zip")
	got, files := unpacked(t, f.Saved("harbor-staffing-unfinished.zip"))
	if len(got.Documents) != 1 || len(files) != 1 || files["files/01-small.bin"] != strings.Repeat("\x00", 10) {
		t.Errorf("saved: %+v, %d files", got.Documents, len(files))
	}
}

package handback_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The form in a browser writes its ZIP file with a script of its own. The browser itself is for package webform; here
// Node.js runs that script with names that are hard to keep.
func TestTheZIPOfTheFormIsRead(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip(err)
	}
	names := []string{
		strings.Repeat("a", 79) + " bcd", "COM1.pdf", "Über 株 שלום.pdf", "a:b?.pdf", "½∕x", ". .", strings.Repeat("é", 100) + ".pdf", "e\u0301.pdf",
		"\u202efdp.exe", "a\u200db\u00adc.pdf", "", "\\server\\share", "../../x", "\x1b[2J",
	}
	script := `const { readFileSync, writeFileSync } = require("node:fs");
const [zipScript, saveScript, identity, out, names] = process.argv.slice(1);
const zip = eval(readFileSync(zipScript, "utf8") + "; zip");
const text = readFileSync(saveScript, "utf8"), start = text.indexOf("const safe = ");
const safe = eval(text.slice(start, text.indexOf("\n};", start) + 3) + "; safe");
const files = JSON.parse(names).map((name, n) => ({ name: "a.pdf", path: "files/" + String(n + 1).padStart(2, "0") + "-" + safe(name), size: 3 }));
const saved = { format: "assay-reply/1", identity, finished: true, saved: "", stated: {}, answers: [{ item: "A", asked: "", offered: [], choices: [], words: "\ud800" }],
	documents: [{ kind: "EV-01", note: "", none: false, files }] };
zip.write([{ path: "answers.json", blob: new Blob([JSON.stringify(saved)]) }, ...files.map(f => ({ path: f.path, blob: new Blob(["abc"]) }))], new Date())
	.then(blob => blob.arrayBuffer()).then(bytes => writeFileSync(out, Buffer.from(bytes)));`
	list, err := json.Marshal(names)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "reply.zip")
	if said, err := exec.Command(node, "-e", script, "../webform/zip.js", "../webform/save.js", asked().String(), out, string(list)).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	file, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	r := read(t, "reply.zip", file)
	if len(r.Documents[0].Files) != len(names) || len(r.Remarks) > 0 || r.Answers[0].Words != "\uFFFD" {
		t.Errorf("the reply is %+v", r)
	}
}

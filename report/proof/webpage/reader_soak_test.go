//go:build soak

package webpage_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"assay/report"
	"assay/report/proof/prooftest"
	"assay/report/sign"
)

const unconfirmed = "signed by a key that you have not confirmed"

// A reader opens the page from a disk, lays reports on it and confirms a key. The
// whole story takes place in one browser, because a browser starts slowly.
func TestAReaderVerifiesInABrowser(t *testing.T) {
	b := open(t)
	now := time.Now()
	ruth, mallory := prooftest.Identity(t, "Ruth Adeyemi", now), prooftest.Identity(t, "Ruth Adeyemi", now)
	drawn := prooftest.Report(t, "Harbor <b>Staffing</b>", now)
	good := prooftest.Signed(t, drawn, sign.Assessor, ruth, now)
	folder := t.TempDir()
	save := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	if about := b.Text("footer p"); about != "assay v1.2.3 <b>, engine assay/1, renderer "+report.Renderer {
		t.Fatalf("the page is made of %q: run go generate ./report/proof/webpage", about)
	}

	b.Type("\t")
	if focus := evaluate[string](b, `document.activeElement.id`); focus != "files" {
		t.Errorf("the first key leads to %q", focus)
	}

	// Two files, one of them with a hostile name.
	hostile := strings.Repeat("long", 40) + `<img src=x onerror=alert(1)>` + "\u202efdp.exe.pdf"
	b.lay(save("harbor.pdf", good), save(hostile, prooftest.Signed(t, drawn, sign.Assessor, mallory, now)))
	if b.answer(0) != unconfirmed || b.answer(1) != unconfirmed {
		t.Fatalf("before a key is confirmed: %q, %q", b.answer(0), b.answer(1))
	}
	if whole := b.Text("body"); regexp.MustCompile(`(?i)proven`).MatchString(whole) || strings.Contains(whole, "Harbor <b>") || strings.Contains(whole, "\u202e") {
		t.Errorf("before a key is confirmed, the page says:\n%s", whole)
	}
	if images := evaluate[int](b, `document.images.length`); images != 0 {
		t.Error("the name of a file became markup")
	}
	if said := b.Text("#status"); !strings.Contains(said, unconfirmed) {
		t.Errorf("a screen reader hears %q", said)
	}
	b.looksGood(t)

	// Digits that are wrong, and then the right ones.
	b.confirm(sign.Fingerprint(mallory.Certificate)[:16])
	b.Until(`document.querySelector(".key [role=alert]").textContent.includes("another fingerprint")`)
	b.confirm("1234")
	b.Until(`document.querySelector(".key [role=alert]").textContent.includes("has 4 digits")`)
	if b.answer(0) != unconfirmed {
		t.Errorf("after wrong digits: %q", b.answer(0))
	}
	b.confirm(sign.ReadOut(sign.Fingerprint(ruth.Authority())))
	b.Until(`document.querySelector(".answer span:last-child").textContent === "proven"`)
	if b.answer(1) != unconfirmed {
		t.Errorf("the key of another person of this name: %q", b.answer(1))
	}
	if says := b.Text(".paper"); !strings.Contains(says, "Harbor <b>Staffing</b>") || !strings.Contains(says, "Ruth Adeyemi for lead@hospital.example, who evaluated, signed at") {
		t.Errorf("the proven report says:\n%s", says)
	}
	if focus := evaluate[string](b, `document.activeElement.id`); focus != "paper-0" {
		t.Errorf("the focus is on %q", focus)
	}

	// With a confirmed key, only a good file is proven.
	altered := bytes.Replace(good, []byte("/Type"), []byte("/Typo"), 1)
	huge := save("huge.pdf", nil)
	if err := os.Truncate(huge, sign.MostBytes+1); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	b.lay(save("altered.pdf", altered), save("truncated.pdf", good[:len(good)/2]), save("foreign.pdf", []byte("%PDF-1.7\nhello\n%%EOF\n")), huge)
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("four bad files took %s", took)
	}
	for n := 2; n < 6; n++ {
		if b.answer(n) != "not proven" {
			t.Errorf("file %d: %q", n, b.answer(n))
		}
	}
	b.looksGood(t)

	// A file is dropped.
	evaluate[bool](b, `(() => {
		const files = new DataTransfer();
		files.items.add(new File([new Uint8Array(`+quoted(ints(good))+`)], "dropped.pdf"));
		return document.getElementById("drop").dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
	})()`)
	b.Until(`document.querySelectorAll(".paper").length === 7`)
	if b.answer(6) != "proven" {
		t.Errorf("the dropped file: %q", b.answer(6))
	}

	if loads := b.Loads(); len(loads) > 0 {
		t.Errorf("the page asked for %q", loads)
	}

	// The page reaches nobody, even if somebody got a script into it.
	address, calls := listener(t)
	if got := evaluate[string](b, `fetch(`+quoted(address)+`).then(() => "reached", String)`); got == "reached" {
		t.Error("the page fetched something")
	}
	evaluate[string](b, `new Promise(done => {
		const image = new Image();
		image.onload = image.onerror = () => done("over");
		image.src = `+quoted(address)+`;
		document.body.append(image);
	})`)
	if !evaluate[bool](b, `(() => { try { document.body.innerHTML = "<p>"; return false; } catch { return true; } })()`) {
		t.Error("the page makes markup of a text")
	}
	if calls() > 0 {
		t.Errorf("%d calls reached this machine", calls())
	}

	// A program that has stopped leaves no answer on the page.
	evaluate[bool](b, `(() => { try { assay.confirm(99, "", "0123456789abcdef"); } catch {} return true; })()`)
	b.Until(`document.querySelectorAll(".paper").length === 0 && document.getElementById("choose").hidden`)
	if said := b.Text("#status"); said != "The verifier has stopped. Load this page again." {
		t.Errorf("after the program has stopped, the page says %q", said)
	}
}

// looksGood checks the page on a telephone, in the dark and for a screen reader.
func (b browser) looksGood(t *testing.T) {
	t.Helper()
	b.Size(360, 740)
	if width := evaluate[int](b, `document.documentElement.scrollWidth`); width > 360 {
		t.Errorf("on a telephone the page is %d wide", width)
	}
	b.Size(1280, 900)
	for _, dark := range []bool{true, false} {
		b.Dark(dark)
		if bad := b.LowContrast(); bad != "" {
			t.Errorf("dark %v: too little contrast: %s", dark, bad)
		}
	}
	if unnamed := evaluate[int](b, `[...document.querySelectorAll("input")].filter(i => !i.labels[0]?.textContent.trim()).length`); unnamed != 0 {
		t.Errorf("%d fields have no label", unnamed)
	}
}

// ints are bytes as numbers, as JavaScript takes them.
func ints(file []byte) []int {
	all := make([]int, len(file))
	for n, b := range file {
		all[n] = int(b)
	}
	return all
}

//go:build soak

package webpage_test

import (
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"assay/report/pagetest"
	"assay/report/proof/webpage"
)

// browser is the page in a real browser.
type browser struct{ pagetest.Browser }

// open opens the page from a file.
func open(t *testing.T) browser {
	t.Helper()
	page, err := webpage.HTML("v1.2.3 <b>")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "verify.html")
	if err := os.WriteFile(file, page, 0o600); err != nil {
		t.Fatal(err)
	}
	b := browser{pagetest.Open(t, file)}
	b.Until(`document.getElementById("status").textContent === "Ready."`)
	return b
}

// evaluate runs an expression of JavaScript, which is not empty.
func evaluate[T any](b browser, expression string) T {
	b.T.Helper()
	return pagetest.Evaluate[T](b.Browser, expression)
}

// lay chooses files, and waits until all of them have an answer.
func (b browser) lay(files ...string) {
	b.T.Helper()
	before := evaluate[int](b, `document.querySelectorAll(".paper").length`)
	b.Choose("#files", files...)
	b.Until(`document.querySelectorAll(".paper").length === ` + quoted(before+len(files)))
}

// answer returns the answer for the file on the desk with this number.
func (b browser) answer(n int) string {
	b.T.Helper()
	return evaluate[string](b, `document.querySelectorAll(".paper")[`+quoted(n)+`].querySelector(".answer span:last-child").innerText`)
}

// confirm types into the first field for a fingerprint.
func (b browser) confirm(typed string) {
	b.T.Helper()
	field := chromedp.CSS(".key input")
	evaluate[string](b, `document.querySelector(".key input").value = ""`)
	b.Do(chromedp.SendKeys(field, typed+"\r"))
}

// quoted is a value in JavaScript.
func quoted(value any) string { return pagetest.Quoted(value) }

// listener counts the calls that reach this machine.
func listener(t *testing.T) (address string, calls func() int) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	called := make(chan struct{}, 100)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			called <- struct{}{}
			c.Close()
		}
	}()
	return "http://" + l.Addr().String() + "/", func() int { return len(called) }
}

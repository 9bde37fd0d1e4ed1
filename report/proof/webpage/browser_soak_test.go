//go:build soak

package webpage_test

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"assay/report/proof/webpage"
)

// browser is a page in a real browser without a window.
type browser struct {
	t        *testing.T
	page     context.Context
	requests chan string // the addresses that the page asked for
}

// open opens the page from a file. Without a browser it skips the test, but CI must
// have one.
func open(t *testing.T) browser {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("chromium is not installed, and CI must have it")
		}
		t.Skip("chromium is not installed: this check did not run")
	}
	page, err := webpage.HTML("v1.2.3 <b>")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "verify.html")
	if err := os.WriteFile(file, page, 0o600); err != nil {
		t.Fatal(err)
	}
	started, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox)...)
	t.Cleanup(stop)
	tab, stop := chromedp.NewContext(started)
	t.Cleanup(stop)
	b := browser{t, tab, make(chan string, 100)}
	if _, err := chromedp.Call(tab, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Listen(tab, func(event any) {
		if sent, is := event.(*network.EventRequestWillBeSent); is {
			b.requests <- sent.Request.URL
		}
	}); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.Navigate("file://" + file))
	b.until(`document.getElementById("status").textContent === "Ready."`)
	return b
}

func (b browser) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	limited, stop := context.WithTimeout(b.page, time.Minute)
	defer stop()
	if err := chromedp.Do(limited, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// evaluate runs an expression of JavaScript, which is not empty.
func evaluate[T any](b browser, expression string) T {
	b.t.Helper()
	result, err := chromedp.Run(b.page, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return result
}

// until waits until an expression of JavaScript is true.
func (b browser) until(expression string) {
	b.t.Helper()
	if _, err := chromedp.Run(b.page, chromedp.Poll[bool](expression)); err != nil {
		b.t.Fatalf("%s: %v\n%s", expression, err, b.text("body"))
	}
}

func (b browser) text(selector string) string {
	b.t.Helper()
	return evaluate[string](b, `document.querySelector(`+quoted(selector)+`).innerText`)
}

// lay chooses files, and waits until all of them have an answer.
func (b browser) lay(files ...string) {
	b.t.Helper()
	before := evaluate[int](b, `document.querySelectorAll(".paper").length`)
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#files"), files))
	b.until(`document.querySelectorAll(".paper").length === ` + quoted(before+len(files)))
}

// answer returns the answer for the file on the desk with this number.
func (b browser) answer(n int) string {
	b.t.Helper()
	return evaluate[string](b, `document.querySelectorAll(".paper")[`+quoted(n)+`].querySelector(".answer span:last-child").innerText`)
}

// confirm types into the first field for a fingerprint.
func (b browser) confirm(typed string) {
	b.t.Helper()
	field := chromedp.CSS(".key input")
	evaluate[string](b, `document.querySelector(".key input").value = ""`)
	b.do(chromedp.SendKeys(field, typed+"\r"))
}

// dark asks for dark colors, or for light ones.
func (b browser) dark(dark bool) {
	b.t.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}
	if _, err := chromedp.Call(b.page, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
		b.t.Fatal(err)
	}
}

// quoted is a value in JavaScript.
func quoted(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}

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

// loads lists the addresses outside the machine's files that the page asked for.
func (b browser) loads() []string {
	var all []string
	for {
		select {
		case address := <-b.requests:
			if !strings.HasPrefix(address, "file://") && !strings.HasPrefix(address, "blob:") && !strings.HasPrefix(address, "data:") {
				all = append(all, address)
			}
		default:
			return all
		}
	}
}

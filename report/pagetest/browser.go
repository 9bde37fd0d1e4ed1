// Package pagetest opens our HTML pages in a real browser, for tests.
package pagetest

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Browser is a page in a real browser without a window.
type Browser struct {
	T         testing.TB
	Downloads string // the folder of the files that the page saves

	tab      context.Context
	requests chan string // the addresses that the page asked for
	dialogs  chan string // the kinds of dialogs that the browser showed
}

// Open opens a page from the disk, in a browser that nobody has used before. Without a
// browser it skips the test, but CI must have one.
func Open(t testing.TB, file string) Browser {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("chromium is not installed, and CI must have it")
		}
		t.Skip("chromium is not installed: this check did not run")
	}
	started, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox)...)
	t.Cleanup(stop)
	tab, stop := chromedp.NewContext(started)
	t.Cleanup(stop)
	b := Browser{T: t, Downloads: t.TempDir(), tab: tab, requests: make(chan string, 1000), dialogs: make(chan string, 100)}
	if err := chromedp.Listen(tab, b.hear); err != nil {
		t.Fatal(err)
	}
	call(b, network.Enable, network.EnableParams{})
	saves := browser.SetDownloadBehaviorParams{Behavior: "allow", DownloadPath: b.Downloads}
	if _, err := chromedp.CallBrowser(tab, browser.SetDownloadBehavior, saves); err != nil {
		t.Fatal(err)
	}
	b.Go("file://" + file)
	return b
}

// call gives the browser a command, and drops its answer.
func call[P, R any](b Browser, command cdp.Command[P, R], params P) {
	b.T.Helper()
	if _, err := chromedp.Call(b.tab, command, params); err != nil {
		b.T.Fatal(err)
	}
}

// hear notes the addresses that the page asks for and the dialogs of the browser, and
// says yes to these.
func (b Browser) hear(event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests <- e.Request.URL
	case *page.EventJavascriptDialogOpening:
		b.dialogs <- string(e.Type)
		go func() { // a listener must not wait for the browser
			_, _ = chromedp.Call(b.tab, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
		}()
	}
}

// Do does something in the page.
func (b Browser) Do(actions ...chromedp.Action[chromedp.Void]) {
	b.T.Helper()
	limited, stop := context.WithTimeout(b.tab, time.Minute)
	defer stop()
	if err := chromedp.Do(limited, actions...); err != nil {
		b.T.Fatal(err)
	}
}

// Go opens an address.
func (b Browser) Go(address string) {
	b.T.Helper()
	b.Do(chromedp.Navigate(address))
}

// Reload loads the page again.
func (b Browser) Reload() {
	b.T.Helper()
	b.Do(chromedp.Reload())
}

// Type presses keys where the focus is.
func (b Browser) Type(keys string) {
	b.T.Helper()
	b.Do(chromedp.KeyEvent(keys))
}

// Evaluate runs an expression of JavaScript, which is not empty.
func Evaluate[T any](b Browser, expression string) T {
	b.T.Helper()
	result, err := chromedp.Run(b.tab, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.T.Fatalf("%s: %v", expression, err)
	}
	return result
}

// Until waits until an expression of JavaScript is true.
func (b Browser) Until(expression string) {
	b.T.Helper()
	limited, stop := context.WithTimeout(b.tab, time.Minute)
	defer stop()
	if _, err := chromedp.Run(limited, chromedp.Poll[bool](expression)); err != nil {
		b.T.Fatalf("%s: %v\n%s", expression, err, b.Text("body"))
	}
}

// Text is the text that the first element of a selector shows.
func (b Browser) Text(selector string) string {
	b.T.Helper()
	return Evaluate[string](b, `document.querySelector(`+Quoted(selector)+`).innerText`)
}

// Choose chooses files in a field for files.
func (b Browser) Choose(selector string, files ...string) {
	b.T.Helper()
	b.Do(chromedp.SetUploadFiles(chromedp.CSS(selector), files))
}

// Saved waits for a file that the page saves, and returns its path.
func (b Browser) Saved(name string) string {
	b.T.Helper()
	path := filepath.Join(b.Downloads, name)
	for limit := time.Now().Add(time.Minute); ; {
		if there, err := os.Stat(path); err == nil && there.Size() > 0 {
			return path
		}
		if time.Now().After(limit) {
			b.T.Fatalf("the page did not save %s; it says %q", name, b.Text("body"))
		}
		Evaluate[bool](b, `new Promise(done => setTimeout(() => done(true), 20))`)
	}
}

// Dark asks for dark colors, or for light ones.
func (b Browser) Dark(dark bool) {
	b.T.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
}

// Size makes the window this large.
func (b Browser) Size(width, height int64) {
	b.T.Helper()
	b.Do(chromedp.EmulateViewport(width, height))
}

// LowContrast lists the texts whose contrast is below 4.5, as WCAG 2 computes it.
func (b Browser) LowContrast() string {
	b.T.Helper()
	return Evaluate[string](b, lowContrast)
}

const lowContrast = `(() => {
	const rgb = color => color.match(/[\d.]+/g).map(Number);
	const light = color => rgb(color).slice(0, 3).map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
		.reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
	const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (rgb(c)[3] !== 0) return c; } };
	const bad = [];
	for (const e of document.querySelectorAll("h1,h2,h3,p,label,strong,span,li,dt,dd,code,button,summary")) {
		const [a, b] = [light(getComputedStyle(e).color), light(behind(e))].sort((x, y) => y - x);
		if (e.innerText.trim() && (a + .05) / (b + .05) < 4.5) bad.push(e.tagName + " " + e.innerText);
	}
	return bad.join("; ");
})()`

// Loads lists the addresses outside the machine's files that the page asked for.
func (b Browser) Loads() []string {
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

// Dialogs lists the kinds of dialogs that the browser has shown since the last call,
// like beforeunload.
func (b Browser) Dialogs() []string {
	var all []string
	for {
		select {
		case kind := <-b.dialogs:
			all = append(all, kind)
		default:
			return all
		}
	}
}

// Quoted is a value in JavaScript.
func Quoted(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}

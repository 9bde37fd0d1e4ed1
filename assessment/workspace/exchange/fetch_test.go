package exchange_test

import (
	"errors"
	"io"
	"strings"
	"sync"
	"testing"

	"assay/assessment/workspace/exchange"
)

func TestAFetchedFileIsTaken(t *testing.T) {
	p := newPerson(t)
	content := strings.Repeat("0123456789", 10)
	fetch := func() *exchange.Fetch {
		t.Helper()
		f, err := p.Fetch("report.pdf")
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	ask := func(f *exchange.Fetch, at, length int64) {
		t.Helper()
		if n, err := f.ReadAt(make([]byte, length), at); err != nil && !errors.Is(err, io.EOF) || int64(n) != max(0, min(length, 100-at)) {
			t.Fatalf("%d bytes, %v", n, err)
		}
	}
	stays := func(what string, f *exchange.Fetch) {
		t.Helper()
		if f.Taken() {
			t.Errorf("%s counts as taken", what)
		}
		if err := f.Close(); err != nil || p.read("report.pdf") != content {
			t.Errorf("%s takes the file: %v", what, err)
		}
	}
	p.bring("report.pdf", content)
	stays("opening", fetch())

	half := fetch()
	ask(half, 0, 50)
	stays("half", half)

	rest := fetch() // resumed
	ask(rest, 50, 60)
	ask(rest, 100, 10)
	stays("the second half", rest)

	gap := fetch()
	ask(gap, 0, 40)
	ask(gap, 60, 40)
	ask(gap, 41, 19)
	stays("all but one byte", gap)

	broken := fetch()
	ask(broken, 0, 100)
	broken.Break()
	stays("a transfer that broke", broken)

	// Blocks at once, in any order, some twice, some past the end.
	whole := fetch()
	var readers sync.WaitGroup
	for _, at := range []int64{75, 0, 25, 25, 100, 50, 90, 1000} {
		readers.Go(func() { _, _ = whole.ReadAt(make([]byte, 25), at) })
	}
	readers.Wait()
	if !whole.Taken() || whole.Size() != 100 || whole.Name() != "report.pdf" {
		t.Error("it is not taken")
	}
	if err := whole.Close(); err != nil || p.onDisk() != "" {
		t.Errorf("%q stays: %v", p.onDisk(), err)
	}
	if err := whole.Close(); err != nil {
		t.Error(err)
	}

	p.bring("report.pdf", "")
	empty := fetch()
	if _, err := empty.ReadAt(make([]byte, 10), 0); !errors.Is(err, io.EOF) {
		t.Error(err)
	}
	if err := empty.Close(); err != nil || p.onDisk() != "" {
		t.Errorf("%q stays: %v", p.onDisk(), err)
	}
}

func TestAFileThatArrivedDuringAFetchStays(t *testing.T) {
	p := newPerson(t)
	p.bring("a", "first")
	f, err := p.Fetch("a")
	if err != nil {
		t.Fatal(err)
	}
	p.bring("a", "other")
	text := make([]byte, 5)
	if _, err := f.ReadAt(text, 0); err != nil || string(text) != "first" {
		t.Errorf("%q, %v", text, err)
	}
	if err := f.Close(); err != nil || p.read("a") != "other" || p.onDisk() != "a" {
		t.Errorf("%q, on disk %q: %v", p.read("a"), p.onDisk(), err)
	}
}

package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay/assessment/input/inputtest"
)

// A server may answer anything, for as long as it likes. It gets the answer that was
// asked for, and leads to no file.
func TestAServerCannotHarmWhoAsks(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	var bomb bytes.Buffer
	packed := gzip.NewWriter(&bomb)
	for range 256 {
		if _, err := packed.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	packed.Close()
	endless := func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 1<<16)); err != nil {
				return
			}
		}
	}
	to := func(address string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", address)
			w.WriteHeader(http.StatusTemporaryRedirect)
		}
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Only then does the server notice that nobody waits any more.
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return
		}
		map[string]http.HandlerFunc{
			"/endless": endless,
			"/bomb": func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", "gzip")
				_, _ = w.Write(bomb.Bytes())
			},
			"/file":    to("file://" + secret),
			"/program": to("gopher://127.0.0.1/"),
			"/circle":  to("/circle"),
			"/headers": func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("x", 20<<20)) },
			"/refused": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) },
			"/silent":  func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
			"/drops": func(w http.ResponseWriter, r *http.Request) {
				_, _ = w.Write([]byte("a drop"))
				_ = http.NewResponseController(w).Flush()
				<-r.Context().Done()
			},
		}[r.URL.Path](w, r)
	}))
	defer server.Close()
	for path, want := range map[string]string{
		"/endless": "sends more than",
		"/bomb":    "sends more than",
		"/file":    errAddress.Error(),
		"/program": errAddress.Error(),
		"/circle":  "more than 3 redirects",
		"/headers": "",
		"/refused": `answers "418`,
		"/silent":  context.DeadlineExceeded.Error(),
		"/drops":   context.DeadlineExceeded.Error(),
	} {
		t.Run(path[1:], func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if want == context.DeadlineExceeded.Error() {
				ctx, cancel = context.WithTimeout(ctx, 50*time.Millisecond)
				defer cancel()
			}
			inputtest.Bounded(t, func() {
				answer, err := fetch(ctx, server.URL+path, "application/timestamp-query", []byte("request"), mostStamp)
				if err == nil || !strings.Contains(err.Error(), want) || len(answer) > 0 {
					t.Errorf("%d bytes, %v", len(answer), err)
				}
			})
		})
	}
	if _, err := fetch(t.Context(), "file://"+secret, "", nil, mostList); !errors.Is(err, errAddress) {
		t.Errorf("a file was read: %v", err)
	}
}

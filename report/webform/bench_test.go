// The benchmarks start a browser, and so cannot run in one.

//go:build !js

package webform_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"assay/questionnaire"
	"assay/report/handout"
	"assay/report/pagetest"
	"assay/report/vendorcopy"
	"assay/report/webform"
	"assay/templates"
)

// longest is the largest form of the shipped questionnaires: all that a vendor of
// people may be asked at the last milestone.
func longest(b *testing.B) (vendorcopy.Copy, *questionnaire.Questionnaire) {
	b.Helper()
	q, err := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).Get("hipaa-staffing")
	if err != nil {
		b.Fatal(err)
	}
	return vendorcopy.For(q, terms(questionnaire.Close)), q
}

// BenchmarkForm writes a form and reads it back. It must stay below 400 kB.
func BenchmarkForm(b *testing.B) {
	c, q := longest(b)
	size := 0
	for b.Loop() {
		file, err := webform.Page(c)
		if err == nil {
			err = handout.Copy{Copy: c}.Check(file, handout.HTML, q)
		}
		if err != nil {
			b.Fatal(err)
		}
		size = len(file)
	}
	b.ReportMetric(float64(size), "bytes/file")
	if size > 400_000 {
		b.Errorf("the form has %d bytes", size)
	}
}

// BenchmarkFirstPaint opens a form in Chromium and asks it when it first drew
// something: within 200 ms after the address was entered. A run opens the form
// anew; the figure is the median of all runs.
func BenchmarkFirstPaint(b *testing.B) {
	c, _ := longest(b)
	file, err := webform.Page(c)
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "form.html")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		b.Fatal(err)
	}
	browser := pagetest.Open(b, path)
	var paints []float64
	for b.Loop() {
		browser.Go("about:blank")
		browser.Go("file://" + path)
		paints = append(paints, pagetest.Evaluate[float64](browser, `new Promise(done => new PerformanceObserver(list => {
			for (const paint of list.getEntriesByName("first-contentful-paint")) done(paint.startTime);
		}).observe({ type: "paint", buffered: true }))`))
	}
	slices.Sort(paints)
	median := paints[len(paints)/2]
	b.ReportMetric(median, "ms/first-paint")
	b.ReportMetric(paints[len(paints)-1], "ms/slowest")
	if median > 200 {
		b.Errorf("the form drew nothing for %.0f ms", median)
	}
}

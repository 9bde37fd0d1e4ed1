package handback_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"assay/assessment/input/inputtest"
	"assay/assessment/workspace"
)

// withTen is the saved page of a trip, with ten attached files of 2 MB each.
func (trip *trip) withTen(t testing.TB) []byte {
	t.Helper()
	type file struct {
		Name string `json:"name"`
		Path string `json:"path"`
		Size int    `json:"size"`
	}
	content := make([]byte, 2_000_000)
	source := rand.NewChaCha8([32]byte{1})
	var entries []entry
	var answers, documents []any
	for _, q := range trip.Questions() {
		if g, is := trip.answers[q.ID]; is {
			offered := []string{}
			for _, c := range q.Choices {
				offered = append(offered, c.Value)
			}
			answers = append(answers, map[string]any{"item": q.ID, "asked": q.Ask, "offered": offered, "choices": append([]string{}, g.choices...), "words": g.words})
		}
	}
	for n, d := range trip.Documents[:10] {
		_, _ = source.Read(content)
		path := fmt.Sprintf("files/%02d-paper.pdf", n+1)
		entries = append(entries, entry{name: path, content: string(content), change: func(h *zip.FileHeader) { h.Method = zip.Store }})
		documents = append(documents, map[string]any{"kind": d.ID, "note": "", "none": false, "files": []file{{"paper.pdf", path, len(content)}}})
	}
	text, err := json.Marshal(map[string]any{
		"format": "assay-reply/1", "identity": trip.Identity().String(), "finished": true, "saved": "2026-11-25T12:00:00Z",
		"stated":  map[string]string{"company": "Harbor", "name": "Mara Lind", "role": "", "reach": "", "date": "2026-11-25"},
		"answers": answers, "documents": documents,
	})
	if err != nil {
		t.Fatal(err)
	}
	return zipped(t, append([]entry{{name: "answers.json", content: string(text)}}, entries...)...)
}

// receive goes the whole way: it reads and compares a file, keeps it with its attached
// files, and records what it says.
func (o *office) receive(t testing.TB, trip *trip, file []byte) (*workspace.Incoming, int) {
	t.Helper()
	in, err := o.Incoming(context.Background(), trip.snapshot, "reply.zip", bytes.NewReader(file), int64(len(file)), readBack)
	if err != nil {
		t.Fatal(err)
	}
	_, taken, err := o.Receive(context.Background(), in, in.All())
	if err != nil {
		t.Fatal(err)
	}
	return in, len(taken.Keep)
}

func TestReceivingTakesLittleMemory(t *testing.T) {
	o := newOffice(t)
	trip := o.trip(0)
	file := trip.withTen(t)
	inputtest.Within(t, most, func() {
		if in, kept := o.receive(t, trip, file); kept == 0 || len(in.Lines) < 25 {
			t.Errorf("%d files were kept, of %d lines", kept, len(in.Lines))
		}
	})
}

// BenchmarkReceive receives a full form of the shipped questionnaire with ten attached
// files of 2 MB each, into a database on a disk.
func BenchmarkReceive(b *testing.B) {
	o := newOffice(b)
	number := 0
	for b.Loop() {
		b.StopTimer()
		trip := o.trip(number)
		number += len(o.asked) // each asks the same questionnaire
		file := trip.withTen(b)
		b.StartTimer()
		o.receive(b, trip, file)
	}
}

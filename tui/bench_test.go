package tui

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/uuid"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/workspace"
	"assay/questionnaire"
)

// benchModel stands in the interview of the shipped questionnaire, half of it
// answered, at 200x60.
func benchModel(b *testing.B) *Model {
	b.Helper()
	ctx := context.Background()
	newID := func() string { return uuid.Must(uuid.NewV7()).String() }
	s, err := store.Open(ctx, filepath.Join(b.TempDir(), "assay.db"), store.Options{Now: time.Now, Zone: time.UTC, NewID: newID})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	library := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: os.DirFS("../templates")})
	q, err := library.Get("hipaa-staffing")
	if err != nil {
		b.Fatal(err)
	}
	vendor, err := s.AddNamesake(ctx, assessment.Vendor{Name: "Acme"}, "lead@hospital.example")
	if err != nil {
		b.Fatal(err)
	}
	opened, err := s.OpenAssessment(ctx, store.Opening{Vendor: vendor, Questionnaire: q, Milestone: questionnaire.Award, By: "lead"})
	if err != nil {
		b.Fatal(err)
	}
	var entries []assessment.Entry
	for d := range q.Domains {
		for i := range q.Domains[d].Items {
			if item := &q.Domains[d].Items[i]; item.Kind == questionnaire.Control && i%2 == 0 {
				entries = append(entries, assessment.Entry{
					ID: newID(), At: time.Now().UnixMicro(), By: "lead",
					Change: assessment.Answered{Answer: assessment.Answer{Item: item.ID, Value: "3", Assurance: assessment.Claimed}},
				})
			}
		}
	}
	if _, err := s.Record(ctx, opened.Assessment, entries...); err != nil {
		b.Fatal(err)
	}
	m := New(Bench{Workspace: workspace.Workspace{Store: s, Library: library, Now: time.Now, NewID: newID, Zone: time.UTC, Evaluator: "lead"}})
	m.w, m.h = 200, 60
	m.screens = append(m.screens, &vendorPage{vendorID: vendor.ID}, &interview{id: opened.Assessment, item: "TEC-01"})
	m.memory.learn(m.bench.ofPerson(cardPlace), "shown")
	m.Update(readBook(m.bench, opened.Assessment, m.top().(*interview).welcome)())
	return m
}

// control is the first item that takes a grade.
func control(k *book) string {
	for _, r := range k.result.Items {
		if k.now.Questionnaire.Item(r.ID).Kind == questionnaire.Control {
			return r.ID
		}
	}
	return ""
}

func BenchmarkInterviewView(b *testing.B) {
	m := benchModel(b)
	b.ReportAllocs()
	for b.Loop() {
		_ = m.View()
	}
}

func BenchmarkInterviewViewNarrow(b *testing.B) {
	m := benchModel(b)
	m.w, m.h = 80, 24
	b.ReportAllocs()
	for b.Loop() {
		_ = m.View()
	}
}

// From a key to the judged state that the next frame shows; the disk is not in
// it, since the screen does not wait for it.
func BenchmarkKeyToState(b *testing.B) {
	m := benchModel(b)
	k := m.books[m.top().(*interview).id]
	m.top().(*interview).item = control(k)
	kept, journal := k.kept, k.journal
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		key := rune('0' + n%5)
		m.Update(tea.KeyPressMsg{Code: key, Text: string(key)})
		if len(k.waiting) != 1 {
			b.Fatal("the key did not answer")
		}
		k.waiting, k.sent, k.kept, k.journal = nil, 0, kept, journal
	}
}

// From a key to the answer that the store has confirmed, one fsync in between.
func BenchmarkKeyToSaved(b *testing.B) {
	m := benchModel(b)
	k := m.books[m.top().(*interview).id]
	item := control(k)
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		if err := k.add(assessment.Entry{
			ID: m.bench.NewID(), At: time.Now().UnixMicro(), By: "lead",
			Change: assessment.Answered{Answer: assessment.Answer{Item: item, Value: string(rune('0' + n%5))}},
		}); err != nil {
			b.Fatal(err)
		}
		m.Update(k.save(m)())
		if k.failure != nil {
			b.Fatal(k.failure)
		}
	}
}

func BenchmarkAgendaView(b *testing.B) {
	m := benchModel(b)
	m.screens = append(m.screens, &agendaPage{recordPage: recordPage{m.top().(*interview).id}})
	b.ReportAllocs()
	for b.Loop() {
		_ = m.View()
	}
}

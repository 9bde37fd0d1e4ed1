package tui

import "testing"

// The whole, beside the domain that is chosen, of the shipped questionnaire.
func BenchmarkExplainView(b *testing.B) {
	m := benchModel(b)
	m.open(newExplainer(m.top().(*interview).id, ""))
	b.ReportAllocs()
	for b.Loop() {
		_ = m.View()
	}
}

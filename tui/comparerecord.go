package tui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/ranking"
	"assay/tui/dialog"
)

// askRecord asks for a name and records the tried weights and the resulting order.
// That changes no assessment and no rules.
func (s *comparison) askRecord(m *Model) tea.Cmd {
	w, err := s.whatIf(m)
	if err != nil {
		return m.complain(err)
	}
	return m.open(ask(&dialog.Sheet{
		Title:  "Record what if " + strings.Join(s.changes(), ", "),
		Lead:   "Kept are the weights, the order that comes out and the entries it rests on. The scores, verdicts and rules stay as they are.",
		Fields: []dialog.Field{dialog.TextField("name", "", "as the contract counts double")},
	}, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		w.Name = sh.Value("name")
		admitted, err := w.Admit()
		if err != nil {
			return nil, err
		}
		m.shut()
		b := m.bench
		return attempt(saveLimit, func(ctx context.Context) (assessment.WhatIf, error) { return b.Store.RecordWhatIf(ctx, admitted) }, s.recorded), nil
	}))
}

// whatIf returns the tried weights and the resulting order.
func (s *comparison) whatIf(m *Model) (assessment.WhatIf, error) {
	weights := map[string]int{}
	for n, d := range s.all.table.Domains {
		weights[d.ID] = s.weight(n)
	}
	w, err := ranking.Try(s.all.Judged(), weights)
	w.ID, w.By = m.bench.NewID(), m.bench.Evaluator
	return w, err
}

// quoted puts quotes around a name in a sentence.
func quoted(name string) string { return "“" + name + "”" }

// recorded says that a what-if is recorded. It shows the name while these weights
// are tried.
func (s *comparison) recorded(m *Model, kept assessment.WhatIf) tea.Cmd {
	if s.moved.lines != nil && s.moved.sameAs(s.all, kept.Weights) {
		s.moved.name = kept.Name
	}
	return m.say("recorded as " + quoted(kept.Name))
}

func (k *moved) sameAs(c *compared, weights map[string]int) bool {
	for n, d := range c.table.Domains {
		if weights[d.ID] != k.weights[n] {
			return false
		}
	}
	return len(weights) == len(k.weights)
}

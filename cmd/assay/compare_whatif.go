package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/ranking"
)

// compareWhatIf puts assessments in order under other weights. Verdicts, gates
// and flags stay as they are, and nothing is kept unless it gets a name.
func (a *app) compareWhatIf(ctx context.Context, c contest.Contest, ask comparing) error {
	weights := map[string]int{}
	for _, text := range ask.weights {
		domain, number, said := strings.Cut(text, "=")
		weight, err := strconv.Atoi(number)
		if !said || err != nil || weight < 0 || weight > ranking.MostWeight {
			return usagef("for example: --weight BAA=20", "--weight: %q is not DOMAIN=N, with N from 0 to %d", text, ranking.MostWeight)
		}
		weights[strings.TrimSpace(domain)] = weight
	}
	w, err := ranking.Try(c.Judged(), weights)
	if err != nil {
		return err
	}
	if ask.record != "" {
		if err := a.needEvaluator(); err != nil {
			return err
		}
		w.By = a.work.Evaluator
		w.Name = ask.record
		if w, err = w.Admit(); err != nil {
			return err
		}
		if err := a.allowFlags(ctx); err != nil {
			return err
		}
		if w, err = a.work.Store.RecordWhatIf(ctx, w); err != nil {
			return err
		}
	}
	if a.flags.json || ask.format == "json" {
		return a.out.json(w)
	}
	a.showWhatIf(w, c)
	if w.ID == "" {
		a.say("nothing was kept; --record NAME keeps it")
	} else {
		a.say("kept as %s", w.Name)
	}
	return nil
}

// showWhatIf prints the order under the weights asked about, beside that under
// those set.
func (a *app) showWhatIf(w assessment.WhatIf, c contest.Contest) {
	p := a.out
	if sentence := c.Ranking.Ground.Sentence(); sentence != "" {
		p.print("%s\n\n", p.paint(yellow, sentence))
	}
	p.prose("", "What if: "+contest.WeightChanges(w))
	rows := [][]cell{heading("rank", "vendor", "shown", "rank as set", "shown as set")}
	for _, l := range w.Lines {
		rank, set := fmt.Sprint(l.Rank), fmt.Sprint(l.SetRank)
		if l.Blocked {
			rank, set = "–", "–"
		}
		rows = append(rows, texts(rank, l.Vendor, l.Shown.String(), set, l.SetShown.String()))
	}
	p.table("  ", numbers(0, 2, 3, 4), rows)
	p.prose("", "Verdicts, gates and flags do not change: other weights lift no block.")
}

package report

import (
	"errors"
	"fmt"
	"slices"

	"assay/assessment"
	"assay/assessment/english"
)

// askJournal compares the report with the caller's journal: whether it has the
// head, and the same events and answers up to there. It demands one journal that
// gives the answers, in the report or here. Only a caller who accepts figures
// alone may do without, and is told: the number of a renderer is only a claim, so
// it would show nothing to accept some numbers and not others.
func (v *Verification) askJournal(p Policy, text []byte, in Input, attached bool) error {
	if p.HasHead == nil {
		v.lacksJournal(attached, p)
		return nil
	}
	holding, err := p.HasHead(v.Assessment, v.Head)
	if err != nil {
		return fmt.Errorf("ask the journal: %w", err)
	}
	var kept []assessment.Written
	if p.Journal != nil && holding != assessment.NotHeld || len(v.journal) > 0 && p.Journal != nil {
		if kept, err = p.Journal(v.Assessment); err != nil {
			return fmt.Errorf("ask the journal: %w", err)
		}
	}
	event := v.differsFrom(kept)
	switch {
	case holding == assessment.NotHeld && event > 0 && len(kept) > 0:
		v.problem("the journal does not hold the head %.16s…: it differs from that of the report from event %d on", v.Head, event)
	case holding == assessment.NotHeld:
		v.problem("the journal does not hold the head %.16s…: somebody cut or changed it, or it is another journal", v.Head)
	case holding == assessment.Held && event > 0 && p.Journal != nil:
		v.problem("the journal differs from that of the report from event %d on", event)
	case holding == assessment.Held:
		v.note("the journal still holds the head of this report")
	default:
		v.note("the journal held the head of this report before it was written in a new form, and keeps it")
	}
	if holding == assessment.NotHeld || p.Journal == nil || holding == assessment.Held && event > 0 {
		v.lacksJournal(attached, p)
		return nil
	}
	err = gives(v.filled(kept), text, in, holding)
	switch {
	case attached && err != nil:
		v.problem("the journal here does not give the answers of the report: %v", err)
	case attached:
	case err != nil:
		v.problem("the report carries no journal, and the journal here does not give its answers: %v", err)
	default:
		v.note("the report carries no journal; the journal here gives its answers")
	}
	return nil
}

// filled is a journal with the bodies of the report's where its own were struck
// since.
func (v *Verification) filled(kept []assessment.Written) []assessment.Written {
	kept = slices.Clone(kept)
	for n, w := range v.journal {
		if n < len(kept) && kept[n].Header == w.Header && kept[n].Body == nil {
			kept[n] = w
		}
	}
	return kept
}

// lacksJournal says that no journal gives the answers of the report.
func (v *Verification) lacksJournal(attached bool, p Policy) {
	const lacking = "the report carries no journal, so that nothing binds its answers to its head"
	switch {
	case attached || slices.Contains(v.Problems, lacking):
	case p.FiguresOnly && v.PagesMatch == MatchNotCompared:
		v.note("%s: the journal of the database it came from may", lacking)
	default:
		v.problem(lacking)
	}
}

// differsFrom is the first event of the report's journal that another journal does
// not have in the same words, and 0 if it has all.
func (v *Verification) differsFrom(kept []assessment.Written) (event int) {
	for n, w := range v.journal {
		if n >= len(kept) || kept[n].Header != w.Header {
			return n + 1
		}
	}
	return 0
}

// gives returns an error unless the events of a journal, up to those that a
// report has, give the answers of the report. The events of a journal that was
// written in a new form have other heads.
func gives(kept []assessment.Written, text []byte, in Input, holding assessment.Holding) (err error) {
	defer survive("it cannot be replayed", &err)
	if seq := in.Snapshot.Seq; seq < 1 || seq > int64(len(kept)) {
		return fmt.Errorf("it has %s, and the report has %d", english.Count(len(kept), "event"), seq)
	}
	replayed, err := assessment.Replay(in.Snapshot.Assessment, kept[:in.Snapshot.Seq])
	if err != nil {
		return err
	}
	switch {
	case holding == assessment.HeldBefore:
		replayed.State.Head = in.Snapshot.Head
	case replayed.State.Head != in.Snapshot.Head:
		return errors.New("its events lead to another head")
	}
	if parts := departs(in.Snapshot, replayed.State, text); len(parts) > 0 {
		if n := replayed.Missing(); n > 0 {
			return fmt.Errorf("%s struck since, so that it cannot tell", english.Count(n, "body was", "bodies were"))
		}
		return fmt.Errorf("they differ in %s", someOf(parts))
	}
	return nil
}

package store

import (
	"context"
	"fmt"
	"slices"

	"assay/assessment"
)

// Decisions and awards name the snapshots they were made on. The checks
// below fold each journal up to that point and compare the hashes.

// checkDecisions checks that each decision names a snapshot that existed.
func (s *Store) checkDecisions(ctx context.Context, t tx, snapshot assessment.Snapshot) ([]Finding, error) {
	if len(snapshot.Decisions) == 0 {
		return nil, nil
	}
	id := snapshot.Assessment
	events, err := readEvents(ctx, t, id)
	if err != nil {
		return nil, err
	}
	var findings []Finding
	for n, e := range events {
		decided, is := e.Change.(assessment.Decided)
		if !is {
			continue
		}
		before, err := s.foldEvents(ctx, t, id, events[:n])
		if err != nil {
			return findings, err
		}
		hash, err := before.Hash()
		if err != nil {
			return findings, err
		}
		if d := decided.Decision; d.Head != before.Head || d.Snapshot != hash {
			findings = append(findings, wrong("decision", fmt.Sprintf("the decision of %s about %s, event %d, names a state that its journal never had", d.By, id, e.Seq)))
		}
	}
	return findings, nil
}

// checkRFPs verifies the journals of all RFPs and the tables computed from
// them.
func (s *Store) checkRFPs(ctx context.Context, t tx) ([]Finding, error) {
	rfps, err := collect(ctx, t, scanRFP, "SELECT "+rfpColumns+" FROM rfps ORDER BY id")
	if err != nil {
		return nil, err
	}
	var findings []Finding
	for _, rfp := range rfps {
		found, err := s.checkRFP(ctx, t, rfp)
		findings = append(findings, found...)
		if err != nil {
			return findings, err
		}
	}
	return findings, nil
}

func (s *Store) checkRFP(ctx context.Context, t tx, rfp assessment.RFP) ([]Finding, error) {
	links, err := readRFPLinks(ctx, t, rfp.ID)
	if err != nil {
		return nil, err
	}
	end, err := rfpHeadOf(ctx, t, rfp.ID)
	switch {
	case err != nil:
		return nil, err
	case len(links) == 0 && end == head{}:
		return nil, nil
	}
	if why := verify(rfp.ID, links, rfpMarks); why != "" {
		return []Finding{wrong("journal", fmt.Sprintf("the journal of the RFP %s %s", rfp.ID, why))}, nil
	}
	record, err := readRFPRecord(ctx, t, rfp.ID)
	if err != nil {
		return nil, err
	}
	findings := timesOf("the journal of the RFP "+rfp.ID, links)
	differs := func(what string) {
		findings = append(findings, outdated("journal", fmt.Sprintf("%s of the RFP %s differ from its journal", what, rfp.ID)))
	}
	if last := links[len(links)-1]; end.seq != last.seq || !slices.Equal(end.hash[:], last.hash) {
		differs("the stored event number and head")
	}
	if n := len(record.Repinned); n > 0 && record.Repinned[n-1].To.Hash != rfp.Questionnaire {
		differs("the stored rules")
	}
	for _, award := range record.Awards {
		for _, c := range award.Contenders {
			held, err := s.wasThere(ctx, t, c)
			if err != nil {
				return findings, err
			}
			if !held {
				findings = append(findings, wrong("award", fmt.Sprintf("the award of the RFP %s names a state of %s that its journal never had", rfp.ID, c.Assessment)))
			}
		}
	}
	return findings, nil
}

// wasThere reports whether the journal of a contender once gave the result
// that the award records.
func (s *Store) wasThere(ctx context.Context, t tx, c assessment.Contender) (bool, error) {
	links, err := readLinks(ctx, t, c.Assessment)
	if err != nil {
		return false, err
	}
	end := slices.IndexFunc(links, func(l link) bool { return slices.Equal(l.hash, c.Head[:]) })
	if end < 0 {
		return false, nil
	}
	events, err := readEvents(ctx, t, c.Assessment)
	if err != nil {
		return false, err
	}
	then, err := s.foldEvents(ctx, t, c.Assessment, events[:end+1])
	if err != nil {
		return false, err
	}
	hash, err := then.Hash()
	return hash == c.Snapshot, err
}

package store

import (
	"context"
	"fmt"

	"assay/assessment"
	"assay/questionnaire"
)

// Questionnaire returns the stored questionnaire with this hash, or
// NotFound.
func (s *Store) Questionnaire(ctx context.Context, hash string) (*questionnaire.Questionnaire, error) {
	return fetch(ctx, s, func(t tx) (*questionnaire.Questionnaire, error) { return s.questionnaire(ctx, t, hash) })
}

// FindQuestionnaire returns the stored questionnaire with this hash, or with
// a hash that begins with these six or more characters. Otherwise it returns
// NotFound or Ambiguous with candidates.
func (s *Store) FindQuestionnaire(ctx context.Context, ref string) (*questionnaire.Questionnaire, error) {
	return fetch(ctx, s, func(t tx) (*questionnaire.Questionnaire, error) {
		all, err := collect(ctx, t, scanStored, "SELECT hash, id, version FROM questionnaires ORDER BY id, version, hash")
		if err != nil {
			return nil, err
		}
		picked, err := Pick("questionnaire", ref, all, func(n Named) Named { return n })
		if err != nil {
			return nil, err
		}
		return s.questionnaire(ctx, t, picked.ID)
	})
}

func scanStored(scan func(...any) error) (Named, error) {
	var hash, id, version string
	err := scan(&hash, &id, &version)
	return Named{ID: hash, Label: fmt.Sprintf("%s %s (%.12s)", id, version, hash)}, err
}

func (s *Store) questionnaire(ctx context.Context, t tx, hash string) (*questionnaire.Questionnaire, error) {
	if q := s.known.questionnaire(hash); q != nil {
		return q, nil
	}
	q, err := readQuestionnaire(ctx, t, hash)
	if err != nil {
		return nil, err
	}
	s.known.keepQuestionnaire(q)
	return q, nil
}

func readQuestionnaire(ctx context.Context, t tx, hash string) (*questionnaire.Questionnaire, error) {
	missing := assessment.Errorf(assessment.NotFound, "no questionnaire with the hash %.12s is stored", hash)
	text, err := one(ctx, t, scanText, missing, "SELECT canonical FROM questionnaires WHERE hash = ?", hash)
	if err != nil {
		return nil, err
	}
	q, err := questionnaire.Decode([]byte(text))
	if err != nil {
		return nil, assessment.Errorf(assessment.Damaged, "the stored questionnaire %.12s cannot be read: %w", hash, err)
	}
	if q.Hash() != hash {
		return nil, assessment.Errorf(assessment.Damaged, "the stored questionnaire %.12s was changed", hash)
	}
	return q, nil
}

func storeQuestionnaire(ctx context.Context, t tx, q *questionnaire.Questionnaire) error {
	return t.exec(ctx, `INSERT INTO questionnaires (hash, id, version, title, canonical) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (hash) DO NOTHING`, q.Hash(), q.ID, q.Version, q.Title, string(q.Canonical()))
}

package store_test

import (
	"context"
	"strings"
	"testing"

	"assay/assessment"
)

func TestFindingAQuestionnaireByItsHash(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	hash := small().Hash()
	_, err := b.FindQuestionnaire(ctx, hash)
	refused(t, err, assessment.NotFound)

	b.assess("Acme")
	for _, ref := range []string{hash, hash[:8], strings.ToUpper(hash[:12])} {
		if q, err := b.FindQuestionnaire(ctx, ref); err != nil || q.Hash() != hash {
			t.Errorf("%s finds %v, %v", ref, q, err)
		}
	}
	for _, ref := range []string{hash[:5], hash[1:], "small", ""} {
		_, err := b.FindQuestionnaire(ctx, ref)
		refused(t, err, assessment.NotFound)
		if !strings.Contains(candidates(err), "small 1.0.0 ("+hash[:12]+")") {
			t.Errorf("%q: the candidates are %q", ref, candidates(err))
		}
	}
}

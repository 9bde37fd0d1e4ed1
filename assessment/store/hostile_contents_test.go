package store_test

import (
	"context"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

// Both engines keep, or refuse with a reason of ours, whatever text a person or a file
// brings: zero bytes, broken UTF-8, halves of characters, and very long texts.
func TestTextsOfAnyKindAreKeptOrRefusedInWords(t *testing.T) {
	ctx := context.Background()
	b := newBench(t)
	id := b.assess("Meridian Talent")
	texts := map[string]string{
		"a zero byte": "a\x00b", "broken UTF-8": "a\xff\xfeb", "half a character": "a\xed\xa0\x80b", "an escaped half": `a\ud800b`, "a replacement": "a\ufffdb",
		"quotes": `'";--\`, "a placeholder": "? $1 %s", "a megabyte": strings.Repeat("note ", 200_000), "no spaces": strings.Repeat("x", 9000),
	}
	known := func(t *testing.T, what string, err error) {
		t.Helper()
		if code := assessment.CodeOf(err); err != nil && code != assessment.Invalid && code != assessment.Refused {
			t.Errorf("%s: %s: %.200v", what, code, err)
		} else if err != nil {
			t.Logf("%s: %.200v", what, err)
		}
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			entry := b.entry(assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Value: "3", Assurance: assessment.Claimed, Note: text}})
			_, err := b.Record(ctx, id, entry)
			known(t, "a note", err)
			entry.ID = text
			_, err = b.Record(ctx, id, entry)
			known(t, "an id", err)
			entry.ID, entry.By = newID(), "Ruth "+text
			_, err = b.Record(ctx, id, entry)
			known(t, "a person", err)
			v, err := b.AddNamesake(ctx, assessment.Vendor{Name: "V " + text, LegalName: text, Contact: text, Note: text}, evaluator)
			known(t, "a vendor", err)
			if err == nil {
				_, err = b.OpenAssessment(ctx, store.Opening{Vendor: v, Questionnaire: small(), Milestone: questionnaire.Award, By: evaluator})
				known(t, "an assessment", err)
				known(t, "archiving", b.ArchiveVendor(ctx, v.ID, evaluator, "because "+text))
			}
			_, err = b.AddRFP(ctx, assessment.RFP{Title: "R " + text, Reference: text, Milestone: questionnaire.Award}, small(), evaluator)
			known(t, "an RFP", err)
			if len(text) < 5000 {
				known(t, "a place", b.Remember(ctx, "place "+text, text))
				if kept, err := b.Recall(ctx, "place "+text); err != nil || len(kept) == 0 {
					t.Errorf("the place is %q: %v", kept, err)
				}
			}
			if len(text) > 50_000 {
				return // nobody looks for that
			}
			if _, err := b.FindVendor(ctx, text); assessment.CodeOf(err) == assessment.Failed {
				t.Errorf("looking for a vendor: %.200v", err)
			}
			if _, err := b.FindAssessment(ctx, text); assessment.CodeOf(err) == assessment.Failed {
				t.Errorf("looking for an assessment: %.200v", err)
			}
			if _, err := b.Snapshot(ctx, text); assessment.CodeOf(err) == assessment.Failed {
				t.Errorf("an assessment by its id: %.200v", err)
			}
		})
	}
	b.sound()
}

package report_test

import (
	"os"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
)

// longNote is more than a page of one note, with a word that fits on no line.
var longNote = strings.Repeat("They read the same paragraph of the policy to us twice, and could not say who wrote it. ", 60) + strings.Repeat("x", 400)

// hostileNote tries to move a cursor, to reverse the reading order, and to look
// like the syntax of a PDF.
const hostileNote = "\x1b[2J\x1b]0;owned\aQuiet \u202eevil\u202c ) Tj ET (\\ <</JS 1>> end of note"

// storyVendor has a legal name in a script that the typefaces do not have.
var storyVendor = assessment.Vendor{ID: "v1", Name: "Łódź Data", LegalName: "東京データ Łódź Sp. z o.o.", Country: "PL"}

func storyQuestionnaire(t testing.TB) *questionnaire.Questionnaire {
	t.Helper()
	file, err := os.Open("testdata/story.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	q, err := questionnaire.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// story is an interview with one of everything: answers of each kind, every
// state of a gate that award has, flags open and settled by people and by
// rules, a waiver, sessions, and texts that try to do harm.
func story(t testing.TB) *journal {
	t.Helper()
	const lead, ciso = "lead@hospital.example", "ciso@hospital.example"
	j := newJournal(t, storyQuestionnaire(t), storyVendor, &assessment.RFP{
		ID: "r1", Title: "Interface support", Reference: "RFP-2026-14", Milestone: questionnaire.Award,
	})
	answer := func(by string, minute int, a assessment.Answer) { j.record(by, minute, assessment.Answered{Answer: a}) }
	j.record(lead, 0, assessment.SessionStarted{Start: at(14, 0), Attendees: []assessment.Attendee{
		{Name: "Marisol Tañedo", Role: "delivery lead", Side: "vendor"}, {Name: "Ruth Adeyemi", Role: "procurement lead", Side: "us"},
	}})
	answer(lead, 1, assessment.Answer{Item: "records", Value: "20000"})
	answer(lead, 1, assessment.Answer{Item: "privilege", Value: "view"})
	answer(lead, 1, assessment.Answer{Item: "tiers", Value: "1"})
	answer(lead, 1, assessment.Answer{Item: "standing", Value: "no"})
	answer(lead, 2, assessment.Answer{
		Item: "BAA-01", Value: assessment.Met, Assurance: assessment.Documented, Note: "Read it whole. 契約書 is on file 😀",
		Quotes: []assessment.Quote{{Text: "We sign what the law asks, and nothing that it does not.", Who: "General counsel", At: at(14, 2)}},
		Evidence: []assessment.Evidence{
			{Kind: "EV-58", File: "draft agreement (v3).pdf", SHA256: strings.Repeat("ab", 32), Size: 1_234_567, AsOf: today - 20},
			{Kind: "EV-58", File: "older draft.pdf", SHA256: strings.Repeat("cd", 32), Size: 900, AsOf: today - 120},
		},
	})
	answer(lead, 3, assessment.Answer{
		Item: "BAA-02", Value: assessment.Met, Assurance: assessment.Documented,
		Evidence: []assessment.Evidence{{Kind: "EV-01", Reference: "vault 7", ValidUntil: today + 300}},
	})
	answer(lead, 4, assessment.Answer{Item: "BAA-05", Value: assessment.Partial, Volunteered: true, Note: hostileNote})
	answer(lead, 5, assessment.Answer{Item: "BAA-06", Value: assessment.Unmet, Evasive: true})
	j.record(lead, 6, assessment.WaiverGranted{Waiver: assessment.Waiver{
		Item: "BAA-06", Approver: "cfo@hospital.example", Reason: "Renewal is under way", Control: "Our own policy covers it", Owner: "Risk office", Granted: today, Expires: today + 60,
	}})
	answer(lead, 7, assessment.Answer{Item: "BAA-04", Value: assessment.Met, Note: "Early, and kept for access."})
	answer(lead, 8, assessment.Answer{Item: "TEC-01", Value: "0", Heard: []int{2}, Later: true})
	answer(lead, 9, assessment.Answer{
		Item: "TEC-04", Value: assessment.Met, Assurance: assessment.Verified,
		Evidence: []assessment.Evidence{{Kind: "EV-31", Observed: "read in our own vault", AsOf: today - 500}},
	})
	answer(lead, 10, assessment.Answer{Item: "TEC-05", NotApplicable: &assessment.NotApplicable{Reason: "No data flows yet", By: ciso}, Note: longNote})
	answer(lead, 11, assessment.Answer{
		Item: "TEC-07", Value: "4", Assurance: assessment.Attested,
		Evidence: []assessment.Evidence{{Kind: "EV-24", File: "soc2.pdf", SHA256: strings.Repeat("ef", 32), Size: 88_000, AsOf: today - 30, Scope: &assessment.Scope{Entity: "Łódź Data", Site: "Łódź"}}},
	})
	answer(ciso, 12, assessment.Answer{
		Item:   "SCN-01",
		Quotes: []assessment.Quote{{Text: "We would open a ticket (and wait) \\o/ — 等"}},
	})
	j.grade(lead, 12, "SCN-01", 3, "actor", "clock")
	j.grade(ciso, 12, "SCN-01", 2, "actor")
	none := 0
	j.record(ciso, 13, assessment.Graded{Item: "SCN-02", Scorer: lead, Grade: &none})
	j.record(lead, 14, assessment.FlagRaised{Item: "BAA-01", Severity: questionnaire.Stop, Text: "Wants an NDA instead"})
	j.record(lead, 15, assessment.FlagRaised{Severity: questionnaire.Warning, Text: "Talked over our counsel"})
	j.record(ciso, 16, assessment.FlagResolved{Flag: j.snapshot().Flags[1].ID, Reason: "Apologised in writing"})
	j.record(ciso, 17, assessment.FlagResolved{Flag: "TEC-01/1", Reason: "Patched in our presence"})
	j.record(lead, 18, assessment.SessionEnded{End: at(15, 30)})
	return j
}

package contest

import (
	"assay/assessment"
	"assay/questionnaire"
)

// Party holds the facts about one assessment that a comparison shows beside
// its figures: its blockers, how well its answers are shown, and the
// decision.
type Party struct {
	Assessment string `json:"assessment"`
	Vendor     string `json:"vendor"`
	Subject    string `json:"subject,omitempty"`
	RFP        string `json:"rfp,omitempty"` // its title

	Verdict  assessment.Verdict  `json:"verdict"`
	Blockers []assessment.Reason `json:"blockers"` // open hard gates, open stop flags, failed rules

	// Of Answered answers, Shown rest on a record and not on a claim. Scenarios
	// are not counted, because their scorers show them.
	Answered int `json:"answered"`
	Shown    int `json:"answers_shown"`

	// Oldest and OldestItem come from [assessment.OldestEvidence].
	Oldest     assessment.Date `json:"oldest_evidence,omitzero"`
	OldestItem string          `json:"oldest_evidence_item,omitempty"`

	// Decision is the latest for the present milestone, or nil. A later change
	// may have voided it.
	Decision *assessment.Decision `json:"decision,omitempty"`

	RulesChanged []assessment.RuleChange `json:"rules_changed,omitempty"` // since it was opened, the latest last
}

func partyOf(j assessment.Judged) Party {
	s, r := j.Snapshot, j.Result
	p := Party{
		Assessment: r.Assessment, Vendor: r.Vendor, Subject: r.Subject, Verdict: r.Verdict,
		Blockers: r.Blockers(), Decision: s.Decision(), RulesChanged: s.Rules,
	}
	if s.Opened.RFP != nil {
		p.RFP = s.Opened.RFP.Title
	}
	q := s.Questionnaire.In(r.View)
	for _, item := range r.Items {
		if item.State != assessment.StateAnswered || !restsOnRecords(q.Item(item.ID)) {
			continue
		}
		p.Answered++
		if item.Record > 0 || item.ClosedBy > 0 {
			p.Shown++
		}
	}
	p.Oldest, p.OldestItem = assessment.OldestEvidence(s, r)
	return p
}

// restsOnRecords reports whether records can show the answer of an item.
func restsOnRecords(item *questionnaire.Item) bool {
	return item.Kind.TakesEvidence() && !item.Computed()
}

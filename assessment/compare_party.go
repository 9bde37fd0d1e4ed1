package assessment

// Party is what a comparison says of one vendor beside its figures: what
// blocks, how well its answers are shown, and what people decided.
type Party struct {
	Assessment string `json:"assessment"`
	Vendor     string `json:"vendor"`
	Subject    string `json:"subject,omitempty"`
	RFP        string `json:"rfp,omitempty"` // its title

	Verdict  Verdict  `json:"verdict"`
	Blockers []Reason `json:"blockers"` // open hard gates, open stop flags, failed rules

	// Shown of Answered answers rest on a record, not on a claim. Scenarios are
	// not among them: scorers show those.
	Answered int `json:"answered"`
	Shown    int `json:"answers_shown"`

	// Oldest and OldestItem are those of [OldestEvidence].
	Oldest     Date   `json:"oldest_evidence,omitzero"`
	OldestItem string `json:"oldest_evidence_item,omitempty"`

	// Decision is what was decided for the present milestone, which a later
	// change may have voided, or nil.
	Decision *Decision `json:"decision,omitempty"`

	// RulesChanged are the changes of the rules since it was opened, the latest
	// last.
	RulesChanged []RuleChange `json:"rules_changed,omitempty"`
}

// Title is the vendor and, where the assessment is about one of its people or
// contracts, which.
func (p Party) Title() string {
	return Opened{Vendor: Vendor{Name: p.Vendor}, Subject: p.Subject}.Title()
}

func partyOf(j Judged) Party {
	s, r := j.Snapshot, j.Result
	p := Party{Assessment: r.Assessment, Vendor: r.Vendor, Subject: r.Subject, Verdict: r.Verdict, Blockers: []Reason{}, Decision: s.Decision(), RulesChanged: s.Rules}
	if s.Opened.RFP != nil {
		p.RFP = s.Opened.RFP.Title
	}
	if r.Verdict == Blocked {
		p.Blockers = r.Because
	}
	q := s.Questionnaire.In(r.View)
	for _, item := range r.Items {
		asked := q.Item(item.ID)
		if item.State != StateAnswered || !counts(asked, item.State) || !asked.Kind.TakesEvidence() {
			continue
		}
		p.Answered++
		if item.Record > 0 || item.ClosedBy > 0 {
			p.Shown++
		}
	}
	p.Oldest, p.OldestItem = OldestEvidence(s, r)
	return p
}

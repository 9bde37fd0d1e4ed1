package questionnaire

// Scoring holds every figure for a verdict. Shares and factors are in
// hundredths, scores and penalties in points of 0–100.
type Scoring struct {
	Mode      string    `json:"mode"` // "scored" or "gates-only"
	Assurance Factors   `json:"assurance"`
	Scenario  Scenarios `json:"scenario"`
	Bands     Bands     `json:"bands"`
	Coverage  int       `json:"coverage"` // below this share of the weight answered, the verdict is incomplete
	Warning   Penalty   `json:"warning"`
	Thin      int       `json:"thin"` // above this share of a domain's weight set aside by hand, the domain is thin
	Risk      Risk      `json:"risk"`
}

// Factors are the k of an answer's credit, by how it was shown, in hundredths.
type Factors struct {
	Claimed    int `json:"claimed"`
	Documented int `json:"documented"`
	Verified   int `json:"verified"`
	Attested   int `json:"attested"`
}

// Scenarios are the figures for scenario answers.
type Scenarios struct {
	TwoScorers int `json:"two_scorers"` // k, hundredths, when two named people scored apart
	OneScorer  int `json:"one_scorer"`  // k, hundredths
	Apart      int `json:"apart"`       // so many grades apart need a reconciling note
	VagueCap   int `json:"vague_cap"`   // most an answer can get that names no actor, clock, system or record
}

// Bands are the least printed scores for each verdict.
type Bands struct {
	Approve     int `json:"approve"`
	Conditional int `json:"conditional"`
	Remediate   int `json:"remediate"`
}

// Penalty is the cost of open warnings, in points.
type Penalty struct {
	Each int `json:"each"`
	Most int `json:"most"`
}

// Risk names the facts behind the residual risk. The likelihood is 1 + 4·(1
// − S/100), plus a half for each delivery tier beyond the first and a half
// for standing access, at most 5. The impact is the largest impact of the
// named facts. Their product has a tier, and the tier a review interval.
type Risk struct {
	Impact         []string   `json:"impact,omitempty"` // fact ids
	ChainTiers     string     `json:"chain_tiers,omitempty"`
	StandingAccess string     `json:"standing_access,omitempty"`
	ReviewDays     ReviewDays `json:"review_days"`
}

// ReviewDays is the longest time between two reviews, by risk tier.
type ReviewDays struct {
	Low      int `json:"low"`
	Moderate int `json:"moderate"`
	High     int `json:"high"`
	Critical int `json:"critical"`
}

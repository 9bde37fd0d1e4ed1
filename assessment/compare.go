package assessment

// Comparison lays several results side by side.
type Comparison struct {
	Results []Result       `json:"results"`
	Domains []DomainAcross `json:"domains"`
	// Even reports whether the results stand on equal ground: one
	// questionnaire, milestone and rule view. A comparison that does not says
	// so before anything else.
	Even bool     `json:"even"`
	Why  []string `json:"why,omitempty"` // where it is not even
}

// DomainAcross is one domain with its figures in each result, in their order.
type DomainAcross struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	Claimed []Score `json:"claimed"`
	Shown   []Score `json:"shown"`
}

// Compare lays results side by side, in the order given.
func Compare(results []Result) Comparison {
	c := Comparison{Results: results, Even: true}
	index := map[string]int{}
	for n, r := range results {
		for _, domain := range r.Domains {
			at, known := index[domain.ID]
			if !known {
				at = len(c.Domains)
				index[domain.ID] = at
				c.Domains = append(c.Domains, DomainAcross{ID: domain.ID, Name: domain.Name, Claimed: missing(len(results)), Shown: missing(len(results))})
			}
			c.Domains[at].Claimed[n], c.Domains[at].Shown[n] = domain.Claimed, domain.Shown
		}
		if n == 0 {
			continue
		}
		first := results[0]
		c.unless(r.Questionnaire.Hash == first.Questionnaire.Hash, r.Vendor+" was asked another questionnaire: "+r.Questionnaire.ID+" "+r.Questionnaire.Version)
		c.unless(r.Milestone == first.Milestone, r.Vendor+" is judged for another milestone: "+string(r.Milestone))
		c.unless(r.View == first.View, r.Vendor+" is judged by another rule view: "+string(r.View))
	}
	return c
}

func (c *Comparison) unless(even bool, why string) {
	if !even {
		c.Even = false
		c.Why = append(c.Why, why)
	}
}

func missing(n int) []Score {
	scores := make([]Score, n)
	for i := range scores {
		scores[i] = NoScore
	}
	return scores
}

package questionnaire

import (
	"fmt"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"
)

var (
	domainID   = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,5}$`)
	itemID     = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,5}-[0-9]{2,3}$`)
	factID     = regexp.MustCompile(`^[a-z][a-z0-9_]{1,40}$`)
	kindID     = regexp.MustCompile(`^EV-[0-9]{2,3}$`)
	documentID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,60}$`)
	versionID  = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+$`)
)

// checker collects the mistakes of meaning in a document that reads well.
type checker struct {
	q        *Questionnaire
	taken    taken
	mistakes []Mistake
}

// check finds the mistakes of meaning: unknown ids, figures out of range,
// missing parts. It names them by path; Parse turns paths into lines.
func check(q *Questionnaire, taken taken) []Mistake {
	c := &checker{q: q, taken: taken}
	c.require("id", documentID.MatchString(q.ID), "write an id in lower case with hyphens, such as hipaa-staffing")
	c.require("version", versionID.MatchString(q.Version), "write a version as three numbers, such as 1.0.0")
	c.require("title", q.Title != "", "the questionnaire needs a title")
	c.require("subject", slices.Contains([]Subject{"", SubjectVendor, SubjectPerson, SubjectContract}, q.Subject), "subject must be vendor, person or contract, not %q", q.Subject)
	c.require("milestone", q.For == "" || q.For.Valid(), "milestone must be award, access, review or close, not %q", q.For)
	c.require("domains", q.Asks() || len(q.Glossary) > 0, "the questionnaire needs at least one domain")
	if q.Asks() {
		c.scoring()
	}
	c.kinds()
	c.glossary()
	c.overlays()
	seenDomain, seenItem := map[string]bool{}, map[string]bool{}
	for d := range q.Domains {
		domain := &q.Domains[d]
		path := fmt.Sprintf("domains[%d]", d)
		c.require(path+".id", domainID.MatchString(domain.ID), "write a domain id in two to six capitals, such as BAA")
		c.require(path+".id", !seenDomain[domain.ID], "domain %s is given twice", domain.ID)
		seenDomain[domain.ID] = true
		c.require(path+".name", domain.Name != "", "domain %s needs a name", domain.ID)
		c.require(path+".weight", domain.Weight >= 0, "a weight cannot be negative")
		c.require(path+".floor", inRange(domain.Floor, 0, 100) && inRange(domain.FloorConditional, 0, domain.Floor), "floors must lie within 0–100, and floor_conditional must not exceed floor")
		c.require(path+".items", len(domain.Items) > 0, "domain %s has no items", domain.ID)
		for i := range domain.Items {
			item := &domain.Items[i]
			at := fmt.Sprintf("%s.items[%d]", path, i)
			c.require(at+".id", !seenItem[item.ID], "item %s is given twice", item.ID)
			seenItem[item.ID] = true
			c.item(at, item)
		}
	}
	return c.mistakes
}

func (c *checker) scoring() {
	s := c.q.Scoring
	c.require("scoring.mode", s.Mode == "scored" || s.Mode == "gates-only", "mode must be scored or gates-only")
	c.risk()
	if s.Mode != "scored" {
		return
	}
	a := s.Assurance
	c.require("scoring.assurance", 0 < a.Claimed && a.Claimed <= a.Documented && a.Documented <= a.Verified && a.Verified <= a.Attested && a.Attested <= 100,
		"the factors must rise from claimed to attested, within 1–100")
	c.require("scoring.scenario", 0 < s.Scenario.OneScorer && s.Scenario.OneScorer <= s.Scenario.TwoScorers && s.Scenario.TwoScorers <= 100,
		"scenario factors must lie within 1–100, and one_scorer must not exceed two_scorers")
	c.require("scoring.scenario.apart", inRange(s.Scenario.Apart, 1, 4), "apart must be 1 to 4 grades")
	c.require("scoring.scenario.vague_cap", inRange(s.Scenario.VagueCap, 0, 4), "vague_cap must be a grade from 0 to 4")
	c.require("scoring.bands", 0 < s.Bands.Approve && 0 <= s.Bands.Remediate && s.Bands.Remediate <= s.Bands.Conditional && s.Bands.Conditional <= s.Bands.Approve && s.Bands.Approve <= 100,
		"the bands must rise from remediate to approve, within 0–100")
	c.require("scoring.coverage", inRange(s.Coverage, 0, 100), "coverage must lie within 0–100")
	c.require("scoring.thin", inRange(s.Thin, 0, 100), "thin must lie within 0–100")
	c.require("scoring.warning", s.Warning.Each >= 0 && s.Warning.Most >= 0, "a penalty cannot be negative")
}

// risk checks the facts behind the residual risk. A gates-only questionnaire
// has that risk too.
func (c *checker) risk() {
	s := c.q.Scoring
	for n, id := range s.Risk.Impact {
		path := fmt.Sprintf("scoring.risk.impact[%d]", n)
		if item := c.fact(path, id); item != nil {
			c.require(path, item.FactImpact("") > 0, "fact %s has no impacts, so the risk would be too low", id)
		}
	}
	if s.Risk.ChainTiers != "" {
		if item := c.fact("scoring.risk.chain_tiers", s.Risk.ChainTiers); item != nil {
			c.require("scoring.risk.chain_tiers", item.Answer == "number", "fact %s is not a number", item.ID)
		}
	}
	if s.Risk.StandingAccess != "" {
		if item := c.fact("scoring.risk.standing_access", s.Risk.StandingAccess); item != nil {
			c.require("scoring.risk.standing_access", item.Answer == "yes_no", "fact %s is not answered with yes or no", item.ID)
		}
	}
}

// fact returns a fact behind the risk, or nil with a mistake.
func (c *checker) fact(path, id string) *Item {
	item := c.q.items[id]
	if item == nil || item.Kind.Judged() {
		c.missing(reference{path: path, id: id}, maps.Keys(c.q.items), "no fact has the id %q", id)
		return nil
	}
	if !item.Kind.valid() {
		return nil
	}
	c.require(path, item.Worst != "", "fact %s is part of the risk, so it needs a worst value", id)
	return item
}

func (c *checker) kinds() {
	seen := map[string]bool{}
	for k, kind := range c.q.Evidence {
		path := fmt.Sprintf("evidence[%d]", k)
		c.require(path+".id", kindID.MatchString(kind.ID), "write an evidence id as EV-01")
		c.require(path+".id", !seen[kind.ID], "evidence kind %s is given twice", kind.ID)
		seen[kind.ID] = true
		c.require(path+".name", kind.Name != "", "%s needs a name", kind.ID)
		c.require(path+".freshness_days", kind.FreshnessDays >= 0, "days cannot be negative")
		for _, milestone := range sortedMilestones(kind.FreshAt) {
			c.require(path+".fresh_at", milestone.Valid() && kind.FreshAt[milestone] >= 0, "fresh_at needs days, or 0 for no limit, for award, access, review or close")
		}
	}
}

func (c *checker) item(path string, item *Item) {
	c.require(path+".title", item.Title != "" && len([]rune(item.Title)) <= 48, "%s needs a title of at most 48 characters", item.ID)
	c.require(path+".ask", item.Ask != "", "%s needs a question under ask", item.ID)
	for milestone, ask := range item.AskedAt {
		c.require(path+".ask_at", milestone.Valid() && ask != "", "ask_at needs a question for award, access, review or close")
	}
	for n, id := range item.Help {
		if c.q.terms[id] == nil {
			c.missing(reference{fmt.Sprintf("%s.help[%d]", path, n), item.ID, "help", id}, maps.Keys(c.q.terms), "the glossary has no term %q", id)
		}
	}
	c.asking(path, item)
	for n, id := range item.Was {
		c.require(fmt.Sprintf("%s.was[%d]", path, n), c.q.items[id] == nil, "%s is an item of this file, so it cannot be an earlier id", id)
	}
	for n, flag := range item.RedFlags {
		at := fmt.Sprintf("%s.red_flags[%d]", path, n)
		c.require(at+".severity", flag.Severity == Stop || flag.Severity == Warning, "severity must be stop or warning")
		c.require(at+".text", flag.Text != "", "a red flag needs a text")
	}
	if !item.Kind.valid() {
		var names []string
		for _, kind := range Kinds() {
			names = append(names, string(kind))
		}
		c.mistakes = append(c.mistakes, Mistake{
			Path: path + ".kind", Text: fmt.Sprintf("kind must be %s or %s, not %q", strings.Join(names[:len(names)-1], ", "), names[len(names)-1], item.Kind), Hint: didYouMean(string(item.Kind), slices.Values(names)),
		})
		return // its kind decides the rest
	}
	if !item.Kind.Judged() {
		c.factItem(path, item)
		return
	}
	c.require(path+".earliest", len(item.Earliest) == 0, "only a date fact can have earliest")
	c.require(path+".answer", item.Answer == "" && item.Worst == "" && len(item.Options)+len(item.ImpactFrom) == 0, "only a fact can have answer, options, worst or impact_from")
	c.line(path, item)
	c.require(path+".id", itemID.MatchString(item.ID), "write an item id as BAA-01, and a fact id as chain_links")
	c.require(path+".id", strings.HasPrefix(item.ID, c.q.domains[item.ID].ID+"-"), "%s is not an id of domain %s", item.ID, c.q.domains[item.ID].ID)
	c.require(path+".basis", item.Basis.Meaning() != "", "basis must be R, A, D, O, K or N, not %q", item.Basis)
	c.require(path+".phase", item.Phase.valid(), "phase must be pre-award, onboarding, in-flight or offboarding, or several joined by \" / \"")
	c.require(path+".weight", item.Weight > 0 || item.Weight == 0 && (c.q.GatesOnly() || neverWeighs(item)), "%s needs a weight above 0", item.ID)
	c.require(path+".asked_of", slices.Contains([]string{"vendor", "delivery lead", "document", "research", "reference", AskedOfUs}, item.AskedOf),
		"asked_of must be vendor, delivery lead, document, research, reference or us")
	c.require(path+".cites", len(item.Cites) > 0 != item.Practice, "%s needs citations or practice: true, and not both", item.ID)
	isGate := item.Kind.IsGate()
	c.require(path+".hard", isGate || !item.Hard, "only a gate can be hard")
	shown := isGate && len(item.ClosedBy) == 0
	c.require(path+".min_assurance", !shown && item.MinAssurance == "" || shown && (item.MinAssurance == "documented" || item.MinAssurance == "verified"),
		"a gate needs min_assurance, documented or verified; other kinds and checklist lines do not have it")
	c.require(path+".chain", shown || !item.Chain, "only a gate that is asked can have chain")
	c.gateAt(path, item.GateAt, isGate)
	c.require(path+".anchors", item.Kind.Scored() == (len(item.Anchors) > 0), "a scenario needs anchors, and other kinds do not have them")
	c.require(path+".elements", !item.Kind.Scored() || len(item.Elements) > 0, "a scenario needs elements: the specifics that a concrete answer names")
	c.require(path+".anchors", len(item.Anchors) == 0 || len(item.Anchors) == 5, "a scenario needs five anchors, for the grades 0 to 4")
	c.require(path, len(c.q.Scale(item)) == 5 || item.Kind.Scored() || !item.Kind.Graded(), "%s items need scales.%[1]s with five anchors", item.Kind)
	c.evidence(path, item)
}

// evidence checks how an item is shown.
func (c *checker) evidence(path string, item *Item) {
	for milestone, kinds := range item.ShownBy {
		c.require(path+".shown_by", milestone.Valid() && len(kinds) > 0, "shown_by needs evidence kinds for award, access, review or close")
	}
	for milestone, groups := range item.MustShowAt {
		c.require(path+".must_show_at", milestone.Valid() && len(groups) > 0, "must_show_at needs groups for award, access, review or close")
	}
	shows := map[string]bool{}
	for place, group := range item.groups() {
		at := path + "." + place
		list, _, _ := strings.Cut(place, "[")
		c.require(at, group.Show != "" && len(group.By) > 0, "a group needs show, its name in plain words, and by, the evidence kinds that show it")
		c.require(at+".show", !shows[list+group.Show] || group.Show == "", "two groups of %s are named %q", item.ID, group.Show)
		shows[list+group.Show] = true
	}
	for place, kinds := range item.named() {
		key, _, _ := strings.Cut(strings.ReplaceAll(place, "[", "."), ".")
		for n, id := range kinds {
			if c.q.kinds[id] == nil {
				c.missing(reference{fmt.Sprintf("%s.%s[%d]", path, place, n), item.ID, key, id}, maps.Keys(c.q.kinds), "no evidence kind has the id %q", id)
			}
		}
	}
	mustShow := len(item.MustShow) + len(item.MustShowAt)
	c.require(path+".must_show", mustShow == 0 || item.Kind.TakesEvidence(), "%s takes no evidence, so it cannot have must_show", item.ID)
}

// line checks a gate that is closed by other items.
func (c *checker) line(path string, item *Item) {
	if len(item.ClosedBy) == 0 {
		return
	}
	c.require(path+".closed_by", item.Kind.IsGate(), "only a gate can have closed_by")
	c.require(path+".hard", !item.Hard, "%s cannot be hard: its items block by themselves", item.ID)
	c.require(path+".evidence", len(item.Evidence)+len(item.ShownBy)+len(item.MustShow)+len(item.MustShowAt) == 0, "%s cannot have evidence: its items close it", item.ID)
	for n, id := range item.ClosedBy {
		at := fmt.Sprintf("%s.closed_by[%d]", path, n)
		other := c.q.items[id]
		if other == nil {
			c.missing(reference{at, item.ID, "closed_by", id}, maps.Keys(c.q.items), "no item has the id %q", id)
			continue
		}
		c.require(at, !other.Kind.valid() || other.Kind.IsGate() || len(other.GateAt) > 0, "%s is not a gate and has no gate_at, so it cannot close a line", id)
		c.require(at, len(other.ClosedBy) == 0, "%s is a checklist line itself: name its items", id)
	}
}

func (c *checker) glossary() {
	seen := map[string]bool{}
	for n, term := range c.q.Glossary {
		path := fmt.Sprintf("glossary[%d]", n)
		c.require(path+".id", documentID.MatchString(term.ID), "write a term's id in lower case with hyphens, such as business-associate")
		c.require(path+".id", !seen[term.ID], "term %s is given twice", term.ID)
		seen[term.ID] = true
		c.require(path, term.Term != "" && term.Text != "", "term %s needs term and text", term.ID)
	}
}

func (c *checker) overlays() {
	seen := map[View]bool{}
	for n, overlay := range c.q.Overlays {
		path := fmt.Sprintf("overlays[%d]", n)
		c.require(path+".view", overlay.View == NPRM2025, "an overlay must be for the view nprm-2025; the file itself is the view current")
		c.require(path+".view", !seen[overlay.View], "the overlay for %s is given twice", overlay.View)
		seen[overlay.View] = true
		items := map[string]bool{}
		for i, change := range overlay.Items {
			at := fmt.Sprintf("%s.items[%d]", path, i)
			c.require(at+".id", !items[change.ID], "item %s is given twice", change.ID)
			items[change.ID] = true
			item := c.q.items[change.ID]
			if item == nil || item.Kind.valid() && !item.Kind.Judged() || item.Computed() {
				c.missing(reference{at + ".id", change.ID, "overlays", change.ID}, maps.Keys(c.q.items), "no graded item has the id %q", change.ID)
				continue
			}
			if !item.Kind.valid() {
				continue
			}
			isGate := item.Kind.IsGate()
			c.require(at+".hard", isGate || !change.Hard, "only a gate can be hard; %s can have a gate_at", change.ID)
			c.require(at+".weight", change.Weight >= 0, "a weight cannot be negative")
			c.require(at+".min_assurance", change.MinAssurance == "" || isGate && (change.MinAssurance == "documented" || change.MinAssurance == "verified"),
				"only a gate can have min_assurance, documented or verified")
			c.gateAt(at, change.GateAt, isGate)
			c.require(at, change.Because != "", "because must say how the proposal changes %s", change.ID)
		}
	}
}

func (c *checker) gateAt(path string, gates map[Milestone]int, isGate bool) {
	for milestone, grade := range gates {
		c.require(path+".gate_at", milestone.Valid() && inRange(grade, 1, 4) && !isGate, "gate_at needs a grade from 1 to 4 for a milestone, on an item that is not a gate")
	}
}

func (c *checker) factItem(path string, item *Item) {
	c.require(path+".id", factID.MatchString(item.ID), "write a fact id in lower case, such as chain_links")
	c.require(path+".weight", item.Weight == 0 && !item.Hard && !item.Chain, "a fact cannot have weight, hard or chain")
	shown := len(item.Evidence) + len(item.ShownBy) + len(item.MustShow) + len(item.MustShowAt)
	c.require(path, shown+len(item.ClosedBy)+len(item.GateAt)+len(item.Anchors)+len(item.Elements) == 0 && item.MinAssurance == "",
		"%s is a fact and is not graded, so it cannot have closed_by, gate_at, evidence, shown_by, must_show, must_show_at, anchors, elements or min_assurance", item.ID)
	c.require(path+".answer", slices.Contains(answerKinds, item.Answer),
		"answer must be choice, choices, number, text, date, yes_no or countries")
	chosen := item.Answer == "choice" || item.Answer == "choices"
	c.require(path+".options", chosen == (len(item.Options) > 0), "a choice needs options, and other answers do not have them")
	for n, option := range item.Options {
		first := slices.IndexFunc(item.Options, func(o Option) bool { return o.Value == option.Value })
		c.require(fmt.Sprintf("%s.options[%d].value", path, n), first == n, "option %s is given twice", option.Value)
		c.require(fmt.Sprintf("%s.options[%d].alone", path, n), !option.Alone || item.Answer == "choices", "only an option of choices can have alone: a choice has one answer anyway")
		c.require(fmt.Sprintf("%s.options[%d]", path, n), option.Value != "" && option.Label != "" && inRange(option.Impact, 0, 5), "an option needs a value, a label and an impact from 0 to 5")
	}
	c.require(path+".earliest", len(item.Earliest) == 0 || item.Answer == "date" && item.Worst == "", "a fact with earliest must be a date without worst")
	for n, id := range item.Earliest {
		at, other := fmt.Sprintf("%s.earliest[%d]", path, n), c.q.items[id]
		if other == nil {
			c.missing(reference{at, item.ID, "earliest", id}, maps.Keys(c.q.items), "no date fact has the id %q", id)
			continue
		}
		c.require(at, other.Answer == "date" && other.Worst != "" && !other.Computed(), "%q is not a date fact with a worst value", id)
	}
	if item.Worst != "" {
		_, err := item.ParseFact(string(item.Worst))
		c.require(path+".worst", err == nil, "worst: %v", err)
	}
	c.require(path+".impact_from", len(item.ImpactFrom) == 0 || len(item.ImpactFrom) == 5 && slices.IsSorted(item.ImpactFrom) && item.Answer == "number",
		"impact_from needs five rising numbers")
}

func (c *checker) require(path string, holds bool, text string, args ...any) {
	if !holds {
		c.mistakes = append(c.mistakes, Mistake{Path: path, Text: fmt.Sprintf(text, args...)})
	}
}

// missing notes a reference that leads nowhere.
func (c *checker) missing(r reference, known iter.Seq[string], text string, args ...any) {
	c.mistakes = append(c.mistakes, r.missing(c.taken, fmt.Sprintf(text, args...), known))
}

func inRange(value, low, high int) bool { return low <= value && value <= high }

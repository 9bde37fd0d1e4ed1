package citation

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"assay/questionnaire/yamldoc"
)

// Status is the force of a provision.
type Status string

// The statuses. Standards and their specifications are those of the Security
// Rule, 45 CFR Part 164 Subpart C.
const (
	Standard    Status = "S"
	Required    Status = "R"
	Addressable Status = "A" // not optional: 45 CFR 164.306(d)(3)
	Rule        Status = "rule"
	Law         Status = "law"
	Guidance    Status = "guidance"
	Contract    Status = "contract"
	Proposal    Status = "proposed" // binds nobody today
)

// Provision is one thing that can be cited.
type Provision struct {
	Cite   Citation
	Title  string // the official heading, or the content in other words
	Status Status
	// Checked tells that the citation was compared with a copy of its source;
	// false, that nobody opened the text for this table yet.
	Checked bool
}

// All lists what can be cited today: the regulation in its order, then other
// law, then the sources without numbers.
func All() []Provision { return slices.Clone(theRegulation().inForce.provisions) }

// Proposed lists what the proposed Security Rule, 90 FR 898, would put in
// place of Subpart C. Its citations are as proposed: 45 CFR 164.308(a)(4) is
// one thing here and another in [All].
func Proposed() []Provision { return slices.Clone(theRegulation().proposed.provisions) }

// Lookup finds what a citation names, by exactly that citation. A run of
// paragraphs is found when its first and its last are listed, in this order;
// the provision is then the one that holds them.
func Lookup(c Citation) (Provision, bool) {
	r := theRegulation()
	if r.missing(c) != nil {
		return Provision{}, false
	}
	if c.Through != "" {
		c, _ = c.above()
	}
	return r.inForce.find(c.first())
}

// LookupProposed finds what a citation would name if the proposed rule were
// made final as it stands. It finds no runs.
func LookupProposed(c Citation) (Provision, bool) {
	if c.Through != "" {
		return Provision{}, false
	}
	return theRegulation().proposed.find(c.first())
}

// Check tells what is wrong with a citation: its form, or that no such
// provision is in force.
func Check(text string) error {
	c, err := Parse(text)
	if err != nil {
		return err
	}
	return theRegulation().missing(c)
}

// regulation is the content of regulation.yaml.
type regulation struct{ inForce, proposed table }

// missing tells why a provision, or a run of them, is not in force.
func (r *regulation) missing(c Citation) error {
	if c.Through == "" {
		return r.missingOne(c.first())
	}
	if err := cmp.Or(r.missingOne(c.first()), r.missingOne(c.last())); err != nil {
		return err
	}
	if r.inForce.place[c.first()] >= r.inForce.place[c.last()] {
		return fmt.Errorf("in %s the run of paragraphs does not go forward", c)
	}
	return nil
}

func (r *regulation) missingOne(c Citation) error {
	if r.inForce.holds(c) {
		return nil
	}
	if r.proposed.holds(c) {
		return fmt.Errorf("%s is not in the regulation in force; it is proposed", c)
	}
	for holder, ok := c.above(); ok; holder, ok = holder.above() {
		if r.inForce.holds(holder) {
			return fmt.Errorf("%s is not listed: under %s there is %s", c, holder, r.inForce.below(holder))
		}
	}
	return fmt.Errorf("%s is not listed among the provisions that can be cited", c)
}

// table is a list of provisions, with the place of each in it.
type table struct {
	provisions []Provision
	place      map[Citation]int
}

func newTable(provisions []Provision) table {
	t := table{provisions, make(map[Citation]int, len(provisions))}
	for i, p := range provisions {
		t.place[p.Cite] = i
	}
	return t
}

func (t table) holds(c Citation) bool {
	_, ok := t.place[c]
	return ok
}

func (t table) find(c Citation) (Provision, bool) {
	i, ok := t.place[c]
	if !ok {
		return Provision{}, false
	}
	return t.provisions[i], true
}

// below names the paragraphs that are listed one step under a provision.
func (t table) below(holder Citation) string {
	var paragraphs []string
	for _, p := range t.provisions {
		if above, ok := p.Cite.above(); ok && above == holder {
			paragraphs = append(paragraphs, strings.TrimPrefix(p.Cite.Paragraphs, holder.Paragraphs))
		}
	}
	if len(paragraphs) == 0 {
		return "no paragraph"
	}
	return "only " + strings.Join(paragraphs, ", ")
}

//go:embed regulation.yaml
var source []byte

var theRegulation = sync.OnceValue(func() *regulation {
	r, err := read(source)
	if err != nil {
		panic(err) // the file is embedded above
	}
	return r
})

// row is a provision as it stands in the file.
type row struct {
	Cite    string `json:"cite"`
	Name    string `json:"name"`
	Status  Status `json:"status"`
	Checked bool   `json:"checked"`
	Title   string `json:"title"`
}

func read(text []byte) (*regulation, error) {
	var file struct {
		Provisions []row `json:"provisions"`
		Named      []row `json:"named"`
		Proposed   []row `json:"proposed"`
	}
	if _, err := yamldoc.Read(text, &file); err != nil {
		return nil, err
	}
	for i := range file.Proposed {
		file.Proposed[i].Status = Proposal
	}
	inForce, err := provisions(append(file.Provisions, file.Named...))
	if err != nil {
		return nil, err
	}
	proposed, err := provisions(file.Proposed)
	if err != nil {
		return nil, err
	}
	return &regulation{newTable(inForce), newTable(proposed)}, nil
}

func provisions(rows []row) ([]Provision, error) {
	list := make([]Provision, len(rows))
	for i, w := range rows {
		cite := Citation{Name: w.Name}
		if w.Cite != "" {
			var err error
			if cite, err = parseRemark(w.Cite); err != nil {
				return nil, err
			}
			if cite.Name != "" {
				return nil, fmt.Errorf("%q begins with no known code", w.Cite)
			}
		}
		list[i] = Provision{Cite: cite, Title: w.Title, Status: w.Status, Checked: w.Checked}
	}
	return list, nil
}

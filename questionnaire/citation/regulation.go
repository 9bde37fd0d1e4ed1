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

// Status says how binding a provision is.
type Status string

// The first three are the standards of the Security Rule (45 CFR Part 164
// Subpart C) and their implementation specifications.
const (
	Standard    Status = "S"
	Required    Status = "R"
	Addressable Status = "A"        // not optional, see 45 CFR 164.306(d)(3)
	Rule        Status = "rule"     // other text of the HIPAA rules: headings, definitions, duties
	Law         Status = "law"      // another statute or regulation
	Guidance    Status = "guidance" // published by an agency to explain or enforce the law
	Contract    Status = "contract" // agreed by the parties, or asked by a payer
	Proposal    Status = "proposed" // not in force
)

// Provision is one entry of the list of citable provisions.
type Provision struct {
	Cite   Citation
	Title  string // the official heading, or a summary if the provision has none
	Status Status
	// Checked is true if somebody compared this entry with a copy of the source,
	// and false if nobody has opened the source for it yet.
	Checked bool
}

// All lists the provisions in force: the HIPAA rules in their order, then other
// law, then the sources without numbers.
func All() []Provision { return slices.Clone(theRegulation().inForce.provisions) }

// Proposed lists the provisions of the proposed Security Rule (90 FR 898), which
// would replace 45 CFR Part 164 Subpart C. The citations are the proposed ones:
// 45 CFR 164.308(a)(4) is another provision here than in [All].
func Proposed() []Provision { return slices.Clone(theRegulation().proposed.provisions) }

// Lookup finds the provision in force with exactly this citation, apart from the
// remark. For a range it returns the provision that contains the range. It finds
// a range only if both ends are listed and the first comes before the last.
func Lookup(c Citation) (Provision, bool) {
	r := theRegulation()
	if r.check(c) != nil {
		return Provision{}, false
	}
	if c.Through != "" {
		c, _ = c.parent()
	}
	return r.inForce.find(c.start())
}

// LookupProposed finds the provision of the proposed rule with exactly this
// citation, apart from the remark. It never finds a range.
func LookupProposed(c Citation) (Provision, bool) {
	if c.Through != "" {
		return Provision{}, false
	}
	return theRegulation().proposed.find(c.start())
}

// Check returns an error if a citation is malformed, or if the provision it
// cites is not in force. The error is written for the author of a questionnaire.
func Check(text string) error {
	c, err := Parse(text)
	if err != nil {
		return err
	}
	return theRegulation().check(c)
}

// regulation is the content of regulation.yaml.
type regulation struct{ inForce, proposed table }

// check returns an error if a provision, or one end of a range, is not in force.
func (r *regulation) check(c Citation) error {
	if c.Through == "" {
		return r.checkOne(c.start())
	}
	if err := cmp.Or(r.checkOne(c.start()), r.checkOne(c.end())); err != nil {
		return err
	}
	if r.inForce.index[c.start()] >= r.inForce.index[c.end()] {
		return fmt.Errorf("the range of paragraphs in %s does not run forward", c)
	}
	return nil
}

func (r *regulation) checkOne(c Citation) error {
	if r.inForce.holds(c) {
		return nil
	}
	if r.proposed.holds(c) {
		return fmt.Errorf("%s is only proposed: it is not part of the regulation in force", c)
	}
	for parent, ok := c.parent(); ok; parent, ok = parent.parent() {
		if r.inForce.holds(parent) {
			return fmt.Errorf("%s is not listed: %s has %s", c, parent, r.inForce.children(parent))
		}
	}
	return fmt.Errorf("%s is not in the list of provisions that can be cited", c)
}

// table is a list of provisions.
type table struct {
	provisions []Provision
	index      map[Citation]int // into provisions
}

func newTable(provisions []Provision) table {
	t := table{provisions, make(map[Citation]int, len(provisions))}
	for i, p := range provisions {
		t.index[p.Cite] = i
	}
	return t
}

func (t table) holds(c Citation) bool {
	_, ok := t.index[c]
	return ok
}

func (t table) find(c Citation) (Provision, bool) {
	i, ok := t.index[c]
	if !ok {
		return Provision{}, false
	}
	return t.provisions[i], true
}

// children names the listed paragraphs one level below a provision, in words.
func (t table) children(parent Citation) string {
	var paragraphs []string
	for _, p := range t.provisions {
		if own, ok := p.Cite.parent(); ok && own == parent {
			paragraphs = append(paragraphs, strings.TrimPrefix(p.Cite.Paragraphs, parent.Paragraphs))
		}
	}
	if len(paragraphs) == 0 {
		return "no paragraphs"
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

// entry is a provision as the file writes it.
type entry struct {
	Cite    string `json:"cite"`
	Name    string `json:"name"`
	Status  Status `json:"status"`
	Checked bool   `json:"checked"`
	Title   string `json:"title"`
}

func read(text []byte) (*regulation, error) {
	var file struct {
		Provisions []entry `json:"provisions"`
		Named      []entry `json:"named"`
		Proposed   []entry `json:"proposed"`
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

func provisions(entries []entry) ([]Provision, error) {
	list := make([]Provision, len(entries))
	for i, e := range entries {
		cite := Citation{Name: e.Name}
		if e.Cite != "" {
			var err error
			if cite, err = parseForm(e.Cite); err != nil {
				return nil, err
			}
			if cite.Name != "" {
				return nil, fmt.Errorf("%q does not begin with a known code", e.Cite)
			}
		}
		list[i] = Provision{Cite: cite, Title: e.Title, Status: e.Status, Checked: e.Checked}
	}
	return list, nil
}

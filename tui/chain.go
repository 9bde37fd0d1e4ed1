package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// chainFact is the id of the fact with the stated number of links in the delivery
// chain.
const chainFact = "chain_links"

// chainLink is one line of the tree of a delivery chain.
type chainLink struct {
	link   assessment.Link
	branch string // the branch of the tree, drawn before the name
}

// chainTree lists each link below the party that engages it.
func chainTree(s *assessment.State) []chainLink {
	var lines []chainLink
	var walk func(under, indent string)
	walk = func(under, indent string) {
		if len(lines) > len(s.Links) {
			return
		}
		all := s.Under(under)
		for n, link := range all {
			branch, below := "├ ", "│ "
			if n == len(all)-1 {
				branch, below = "└ ", "  "
			}
			lines = append(lines, chainLink{link, indent + branch})
			walk(link.ID, indent+below)
		}
	}
	walk("", "")
	return lines
}

// newChain shows the delivery chain as a tree, from the vendor down. There the user
// can add, change and remove links.
func newChain(id string) *list {
	return &list{make: func(m *Model) *picker {
		k := m.books[id]
		vendor := k.now.Opened.Vendor
		tree := chainTree(&k.now.State)
		p := &picker{Picker: dialog.Picker[effect]{Title: "Delivery chain: " + chainCount(k), Own: keys.InChain}}
		add := func(under string) func(m *Model) tea.Cmd {
			return func(m *Model) tea.Cmd { return m.ifAnswers(newLink(m, k, assessment.Link{Under: under})) }
		}
		adds := "enter adds a link under it"
		if !m.mine(assessment.ActAnswer) {
			adds = ""
		}
		p.Choices = append(p.Choices, choice{Mark: " ", Text: vendor.Name, Aside: adds, Value: add("")})
		for _, l := range tree {
			sign, in, words := boundWords(m.theme, k, l.link)
			touches := ""
			if l.link.NeedsFlowDown() {
				touches = wording.Touches(l.link)
			}
			p.Choices = append(p.Choices, choice{
				Mark: sign, MarkInk: in, Branch: l.branch, Text: english.Join(" · ", l.link.Entity, l.link.Country, l.link.Function, touches), Aside: words,
				Value: func(m *Model) tea.Cmd { return m.ifAnswers(newLink(m, k, l.link)) },
			})
		}
		p.own = func(m *Model, a keys.Action, at int) tea.Cmd {
			why := m.whyNotAct(assessment.ActAnswer)
			switch {
			case why != "":
				return m.say(why)
			case a == keys.Add && at == 0:
				return add("")(m)
			case a == keys.Add:
				return add(tree[at-1].link.ID)(m)
			case at > 0:
				return removeLink(m, k, tree[at-1].link)
			}
			return nil
		}
		return p
	}}
}

// chainCount says how many links are recorded, how many the vendor stated, and how
// many are not bound.
func chainCount(k *book) string {
	text := english.Count(len(k.now.Links), "link", "links") + " recorded"
	if k.now.Questionnaire.Item(chainFact) != nil {
		stated := k.now.Answers[chainFact].Value
		if stated == "" {
			text += ", no number stated"
		} else {
			text += ", " + stated + " stated"
		}
	}
	if n := len(k.now.Unbound(k.day)); n > 0 {
		text += fmt.Sprintf(", %d unbound", n)
	}
	return text
}

// boundWords says whether a link is bound by a flow-down agreement.
func boundWords(t *draw.Theme, k *book, l assessment.Link) (sign string, in draw.Ink, words string) {
	if k.unsaved(func(e assessment.Entry) bool { return aboutLink(e, l.ID) }) {
		return "○", t.Warn, "saving"
	}
	flow := l.Flow
	switch {
	case flow.InForce(k.day) && flow.UntilTerminated:
		return "✓", t.Good, "bound until terminated"
	case flow.InForce(k.day):
		return "✓", t.Good, "bound until " + flow.Ends.String()
	case !l.NeedsFlowDown():
		return "–", t.Dim, "needs no agreement"
	case flow == nil:
		return "✗", t.BadStrong, "unbound: no BAA"
	}
	return "✗", t.BadStrong, "unbound: BAA ended " + flow.Ends.String()
}

// aboutLink reports whether an entry sets a link.
func aboutLink(e assessment.Entry, id string) bool {
	set, is := e.Change.(assessment.LinkSet)
	return is && (e.ID == id || set.Link.ID == id)
}

// unboundPaths names, from the vendor down, the links without an agreement.
func unboundPaths(k *book) []string {
	var paths []string
	for _, id := range k.now.Unbound(k.day) {
		paths = append(paths, strings.Join(k.now.Path(id), " → "))
	}
	return paths
}

// heldByChain lists the unbound paths that keep the gate of an item open despite
// any answer.
func heldByChain(at spot) []string {
	if !at.item.Chain || at.result.Gate != assessment.GateFailed {
		return nil
	}
	return unboundPaths(at.k)
}

// chainHolds draws beside the question the paths that keep its gate open.
func (s *interview) chainHolds(out *draw.Block, at spot) {
	paths := heldByChain(at)
	if len(paths) == 0 {
		return
	}
	t := out.Theme
	out.Add(out.Line().Put(t.Title, "Held open by the delivery chain").Gap(2).Put(t.Key, keys.For(keys.Chain, keys.OnInterview).Shown()).Put(t.Dim, " opens it"))
	for _, path := range paths {
		out.Paragraph(t.BadStrong, "  ✗ ", t.Plain, path+": no flow-down agreement in force")
	}
	out.Blank()
}

// sayOutweighed says that evidence and notes do not close a gate that the chain
// keeps open.
func sayOutweighed(m *Model, at spot) tea.Cmd {
	if len(heldByChain(at)) == 0 {
		return nil
	}
	return m.say("the delivery chain keeps this gate open, whatever the evidence. C opens the chain")
}

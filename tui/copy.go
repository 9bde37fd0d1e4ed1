package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment/contest"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/wording"
)

// copier is a screen with a text that may be copied: of the chosen line or item. what
// names the text for the person; both are empty if there is none.
type copier interface {
	copied(m *Model) (what, text string)
}

// mostCopied is the largest text that terminals take as a clipboard.
const mostCopied = 70_000

// copyText sends a text to the terminal, which puts it into the clipboard of the
// machine where the person sits (OSC 52). Nobody answers, so the workbench can only say
// what it has sent.
func (m *Model) copyText() tea.Cmd {
	what, text := m.top().(copier).copied(m)
	text = hostile.Clean(text)
	return tea.Batch(tea.SetClipboard(text), m.say("sent to the clipboard of the terminal: "+what))
}

// whyNotCopied says why there is nothing to copy.
func (m *Model) whyNotCopied() string {
	s, is := m.top().(copier)
	if !is {
		return "nothing on this screen can be copied"
	}
	switch what, text := s.copied(m); {
	case what == "":
		return "there is nothing to copy yet"
	case len(text) > mostCopied:
		return "this is too long for a clipboard"
	}
	return ""
}

func (s *portfolio) copied(*Model) (what, text string) {
	e := s.current()
	if e == nil {
		return "", ""
	}
	return "the name", e.vendor.Name
}

func (s *vendorPage) copied(*Model) (what, text string) {
	if !s.loaded {
		return "", ""
	}
	return "name and address of the vendor", strings.Join(filled(s.vendor.Name, s.vendor.LegalName, s.vendor.LatinName, s.vendor.Country, s.vendor.Contact), "\n")
}

func (s *interview) copied(m *Model) (what, text string) {
	at, found := s.spot(m)
	if !found {
		return "", ""
	}
	return at.item.ID + " and its question", at.item.ID + " " + at.item.AskAt(at.k.now.Milestone)
}

func (s *board) copied(*Model) (what, text string) {
	row := s.row()
	if row == nil {
		return "", ""
	}
	return "the name", s.all.Title(row.Assessment)
}

func (s *journal) copied(*Model) (what, text string) {
	e := s.chosen()
	if e == nil {
		return "", ""
	}
	return "the entry", english.Join(" ", wording.Moment(e.At, s.zone), e.By+":", e.Item, e.Text)
}

func (s *comparison) copied(*Model) (what, text string) {
	if s.all == nil {
		return "", ""
	}
	return s.all.rowText(s.rows()[s.at])
}

func (s *comparedDomain) copied(*Model) (what, text string) {
	items := s.items()
	if s.at >= len(items) {
		return "", ""
	}
	return s.of.all.rowText(items[s.at])
}

// rowText is a row of the comparison with a line for each side.
func (c *compared) rowText(row contest.Row) (what, text string) {
	lines := []string{strings.TrimSpace(row.ID + " " + row.Name)}
	for n, side := range c.Sides {
		lines = append(lines, side.Title+"\t"+row.Cells[n].Text)
	}
	return "the chosen line", strings.Join(lines, "\n")
}

// filled lists the texts that are not empty.
func filled(texts ...string) (all []string) {
	for _, text := range texts {
		if text != "" {
			all = append(all, text)
		}
	}
	return all
}

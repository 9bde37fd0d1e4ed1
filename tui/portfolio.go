package tui

import (
	"context"
	"slices"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/store"
	"assay/tui/dialog"
	"assay/tui/keys"
)

// portfolio is all vendors with their assessments, from the score rows alone.
type portfolio struct {
	fetched
	loaded bool
	lines  []entry
	rfps   []assessment.RFP
	at     int
	want   string // entry to select when the rows are read
	made   string // vendor that was added meanwhile: it goes before
	filter textinput.Model
	typing bool
	marked map[string]bool // assessments to compare, by id
}

// allVendors is everything that the portfolio reads.
type allVendors struct {
	vendors []assessment.Vendor
	rows    []store.Summary
	rfps    []assessment.RFP
	want    string
}

func (s *portfolio) where() keys.Where { return keys.OnPortfolio }
func (s *portfolio) place() string     { return "portfolio" }
func (s *portfolio) crumb() string     { return "vendors" }

func (s *portfolio) status(*Model) string {
	if !s.loaded {
		return "reading …"
	}
	return english.Count(s.vendors(), "vendor")
}

func (s *portfolio) vendors() int {
	n := 0
	for _, e := range s.lines {
		if e.first {
			n++
		}
	}
	return n
}

func (s *portfolio) begin(m *Model) tea.Cmd {
	b, recall := m.bench, !s.loaded
	return fetch(s, func(ctx context.Context) (got allVendors, err error) {
		if got.vendors, err = b.Store.Vendors(ctx); err != nil {
			return got, err
		}
		if got.rows, err = b.Store.List(ctx, store.Filter{}); err != nil {
			return got, err
		}
		if got.rfps, err = b.Store.RFPs(ctx); err == nil && recall {
			got.want, _ = b.Store.Recall(ctx, "portfolio")
		}
		return got, err
	}, s.show)
}

// show takes over the vendors that were read. The chosen entry stays chosen.
func (s *portfolio) show(m *Model, got allVendors) tea.Cmd {
	switch e := s.current(); {
	case s.made != "":
		s.want, s.made = s.made, ""
	case e != nil:
		s.want = e.key()
	case got.want != "":
		s.want = got.want
	}
	s.lines, s.rfps, s.loaded = arrange(got.vendors, got.rows, m.bench.Zone), got.rfps, true
	s.unmarkLost()
	s.at = max(slices.IndexFunc(s.shown(), func(e entry) bool { return e.key() == s.want }), 0)
	return nil
}

func (s *portfolio) current() *entry {
	if shown := s.shown(); s.at < len(shown) {
		return &shown[s.at]
	}
	return nil
}

func (s *portfolio) why(_ *Model, a keys.Action) string {
	e := s.current()
	switch a {
	case keys.Open, keys.NewAssessment:
		if e == nil {
			return "there is no vendor yet: n adds one"
		}
	case keys.Compare:
		_, why := s.toCompare()
		return why
	case keys.Board:
		if len(s.rfps) == 0 {
			return "there is no RFP yet: R adds one"
		}
	case keys.Interview, keys.Explain, keys.Mark:
		switch {
		case e == nil:
			return "there is no vendor yet: n adds one"
		case e.row == nil:
			return e.vendor.Name + " has no assessment yet: a opens one"
		}
	case keys.Filter:
		if len(s.lines) == 0 {
			return "there is nothing to filter"
		}
	}
	return ""
}

func (s *portfolio) do(m *Model, a keys.Action, _ tea.KeyPressMsg) tea.Cmd {
	if to, moves := keys.Step(a, s.at, max(m.h-6, 1), len(s.shown())); moves {
		return s.move(m, to)
	}
	switch a {
	case keys.Filter:
		value := s.filter.Value()
		s.filter, s.typing = dialog.NewInput(value), true
		return s.filter.Focus()
	case keys.Unfilter:
		s.unfilter()
	case keys.Open:
		e := s.current()
		page := &vendorPage{vendorID: e.vendor.ID}
		if e.row != nil {
			page.want = e.row.ID
		}
		return m.push(page)
	case keys.Interview:
		e := s.current()
		return m.enter(&vendorPage{vendorID: e.vendor.ID, want: e.row.ID})
	case keys.Explain:
		return m.open(newExplainer(s.current().row.ID, ""))
	case keys.Mark:
		s.mark()
	case keys.Compare:
		ids, _ := s.toCompare()
		return m.push(&comparison{ids: ids})
	case keys.Board:
		rfp := ""
		if e := s.current(); e != nil && e.row != nil {
			rfp = e.row.RFPID
		}
		return openBoard(m, rfp, s.rfps)
	case keys.Due:
		return s.readDue(m)
	case keys.NewVendor:
		return m.open(newVendorForm())
	case keys.NewRFP:
		return askRules(m, openRFPForm)
	case keys.NewAssessment:
		return askAssessment(m, s.current().vendor, s.rfps, s.rowsOf(s.current().vendor.ID))
	}
	return nil
}

// rowsOf lists the assessments of a vendor.
func (s *portfolio) rowsOf(vendorID string) []store.Summary {
	var rows []store.Summary
	for _, e := range s.lines {
		if e.row != nil && e.vendor.ID == vendorID {
			rows = append(rows, *e.row)
		}
	}
	return rows
}

func (s *portfolio) move(m *Model, to int) tea.Cmd {
	s.at = max(0, min(to, len(s.shown())-1))
	if e := s.current(); e != nil {
		return m.memory.set("portfolio", e.key())
	}
	return nil
}

// capture takes keys while the filter is typed.
func (s *portfolio) capture(_ *Model, msg tea.KeyPressMsg) (bool, tea.Cmd) {
	if !s.typing {
		return false, nil
	}
	switch keys.Of(msg, keys.InFilter) {
	case keys.Save:
		s.typing = false
	case keys.Leave:
		s.typing = false
		s.filter.SetValue("")
	default:
		var cmd tea.Cmd
		s.filter, cmd = s.filter.Update(msg)
		s.at = 0
		return true, cmd
	}
	s.at = max(0, min(s.at, len(s.shown())-1))
	return true, nil
}

// unfilter clears the filter or, if there is none, all marks.
func (s *portfolio) unfilter() {
	if s.filter.Value() == "" {
		clear(s.marked)
		return
	}
	s.filter.SetValue("")
	s.at = 0
}

func (s *portfolio) hint(*Model) string {
	switch {
	case s.typing:
		return "enter keeps the filter, esc clears it, !word hides matches"
	case s.filter.Value() != "":
		return "esc clears the filter"
	}
	return s.markHint()
}

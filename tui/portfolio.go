package tui

import (
	"cmp"
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/store"
	"assay/tui/dialog"
	"assay/tui/keys"
)

// portfolio is the vendors with their assessments, from the score rows alone. It
// holds the lines around the chosen one, and reads others when the user comes
// near the ends of these.
type portfolio struct {
	fetched
	loaded bool
	part   store.Lines
	lines  []entry // of part
	names  int     // the width of the widest name in lines
	told   int     // the width of the widest name with the text that tells its assessment apart
	rfps   []assessment.RFP
	at     int
	made   string // the vendor that was just added, to choose next
	news   string // to say once the list shows that vendor: its keys act on it
	filter dialog.Input
	typing bool
	alarm  string   // what a person must know about the database before reading on, or empty
	marked []string // ids of the assessments to compare, in the order of marking
}

// vendorsBeside is how many vendors the portfolio holds on each side of the
// chosen one.
const vendorsBeside = 100

// portfolioPart is what the portfolio reads.
type portfolioPart struct {
	store.Lines
	rfps     []assessment.RFP
	want     string
	standing store.Standing
	mended   []store.Mended
	people   assessment.People
}

func (s *portfolio) where() keys.Where { return keys.OnPortfolio }
func (s *portfolio) place() string     { return "portfolio" }
func (s *portfolio) crumb() string     { return "vendors" }

func (s *portfolio) status(*Model) string {
	if !s.loaded {
		return "reading …"
	}
	return english.Count(s.part.Vendors, "vendor")
}

func (s *portfolio) begin(m *Model) tea.Cmd {
	middle := cmp.Or(s.made, s.current().key())
	s.made = ""
	return tea.Batch(s.readAround(m, store.Around{ID: middle}), s.unmarkGone(m))
}

// readAround reads a part of the portfolio that the filter keeps. Its middle is
// chosen then.
func (s *portfolio) readAround(m *Model, around store.Around) tea.Cmd {
	b, recall, chosen := m.bench, !s.loaded, s.current().key()
	around.Vendors, around.Fits = vendorsBeside, keptBy(s.filter.Value())
	return fetch(s, func(ctx context.Context) (got portfolioPart, err error) {
		if recall && around.ID == "" {
			around.ID, _ = b.Store.Recall(ctx, b.ofPerson("portfolio"))
		}
		got.want = around.ID
		if got.standing, err = b.Store.Standing(ctx); err != nil {
			return got, err
		}
		if got.Lines, err = b.Store.Lines(ctx, around); err == nil {
			got.mended = b.Store.TakeMended()
			got.rfps, err = b.Store.RFPs(ctx)
		}
		if err == nil {
			got.people, err = b.Store.People(ctx)
		}
		return got, err
	}, func(m *Model, got portfolioPart) tea.Cmd {
		if now := s.current().key(); now != chosen {
			got.want = now // the user went on while the lines were read
		}
		s.part, s.rfps, s.loaded = got.Lines, got.rfps, true
		s.lines = entriesOf(got.Lines.Lines, m.bench.Zone)
		s.measure()
		s.at = slices.IndexFunc(s.lines, func(e entry) bool { return e.key() == got.want })
		switch {
		case s.at < 0 && around.End:
			s.at = max(len(s.lines)-1, 0)
		case s.at < 0:
			s.at = 0
		}
		cmds := []tea.Cmd{m.learnPeople(got.people), s.warn(m, got.standing), m.sayMended(got.mended)}
		if s.news != "" {
			cmds, s.news = append(cmds, m.say(s.news)), ""
		}
		return tea.Batch(cmds...)
	})
}

// warn takes over what a person must know about the database. When that is new, it
// is also said over whatever screen is open.
func (s *portfolio) warn(m *Model, now store.Standing) tea.Cmd {
	was := s.alarm
	if s.alarm = m.bench.plain(now.Words(m.bench.Zone)); s.alarm == "" || s.alarm == was {
		return nil
	}
	return m.complain(assessment.Errorf(assessment.Refused, "%s", s.alarm))
}

// sayMended says which rows were changed outside the program.
func (m *Model) sayMended(all []store.Mended) tea.Cmd {
	if len(all) == 0 {
		return nil
	}
	return m.complain(assessment.Errorf(assessment.Damaged, "%s", store.MendedWords(all)))
}

func (s *portfolio) current() *entry {
	if s.at < len(s.lines) {
		return &s.lines[s.at]
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
		return s.whyNotCompare()
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
		if s.part.Vendors == 0 {
			return "there is nothing to filter"
		}
	}
	return ""
}

// rank shows the people in the footer of a record that has some, first for whoever may
// change them and records nothing else.
func (s *portfolio) rank(m *Model, a keys.Action) int {
	switch {
	case a != keys.People || !m.roles.people.On():
		return 0
	case m.mine(assessment.ActPeople) && !m.mine(assessment.ActPrepare):
		return 1
	}
	return 7
}

func (s *portfolio) do(m *Model, a keys.Action, _ tea.KeyPressMsg) tea.Cmd {
	switch to, moves := keys.Step(a, s.at, max(m.h-6, 1), len(s.lines)); {
	case a == keys.Top && !s.part.First:
		return s.readAround(m, store.Around{})
	case a == keys.Bottom && !s.part.Last:
		return s.readAround(m, store.Around{End: true})
	case moves:
		return s.move(m, to)
	}
	switch a {
	case keys.Filter:
		s.typing = true
	case keys.Unfilter:
		return s.unfilter(m)
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
		return s.compare(m)
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
		return s.newAssessment(m, s.current().vendor)
	}
	return nil
}

// newAssessment opens the dialog for a new assessment of a vendor.
func (s *portfolio) newAssessment(m *Model, v assessment.Vendor) tea.Cmd {
	b, rfps := m.bench, s.rfps
	return attempt(readLimit, func(ctx context.Context) ([]store.Summary, error) {
		return b.Store.List(ctx, store.Filter{VendorID: v.ID})
	},
		func(m *Model, rows []store.Summary) tea.Cmd {
			if m.top() != screen(s) || len(m.overlays) > 0 {
				return nil
			}
			return askAssessment(m, v, rfps, rows)
		})
}

// move chooses a line, and reads others if it is near the end of those at hand.
func (s *portfolio) move(m *Model, to int) tea.Cmd {
	s.at = max(0, min(to, len(s.lines)-1))
	e := s.current()
	if e == nil {
		return nil
	}
	cmd := m.keep("portfolio", e.key())
	if near := max(m.h, vendorsBeside/2); !s.part.First && s.at < near || !s.part.Last && s.at >= len(s.lines)-near {
		return tea.Batch(cmd, s.readAround(m, store.Around{ID: e.key()}))
	}
	return cmd
}

// capture takes keys while the filter is typed.
func (s *portfolio) capture(m *Model, msg tea.KeyPressMsg) (bool, tea.Cmd) {
	if !s.typing {
		return false, nil
	}
	switch keys.Of(msg, keys.InFilter) {
	case keys.Save:
		s.typing = false
		return true, nil
	case keys.Leave:
		s.typing = false
		return true, s.unfilter(m)
	}
	return true, s.narrow(m, msg)
}

// narrow passes a key or a pasted text to the filter, and reads what it keeps.
func (s *portfolio) narrow(m *Model, msg tea.Msg) tea.Cmd {
	before := s.filter.Value()
	if s.filter.Type(msg); s.filter.Value() == before {
		return nil
	}
	return s.readAround(m, store.Around{})
}

// unfilter clears the filter or, if there is none, all marks. The chosen line
// stays chosen.
func (s *portfolio) unfilter(m *Model) tea.Cmd {
	if s.filter.Value() == "" {
		s.marked = nil
		return nil
	}
	s.filter.SetValue("")
	return s.begin(m)
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

package tui

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/store"
)

// portfolio is all vendors with their assessments, from the score rows alone.
type portfolio struct {
	request int
	loaded  bool
	lines   []entry
	rfps    []assessment.RFP
	at      int
	want    string // entry to stand on once the rows are read
	made    string // vendor that was added meanwhile: it goes before
	filter  textinput.Model
	typing  bool
	marked  map[string]bool // assessments to compare, by id
}

// entry is one line: an assessment, or a vendor that has none yet.
type entry struct {
	vendor  assessment.Vendor
	row     *store.Row
	first   bool   // the first line of its vendor
	several bool   // of its vendor's assessments
	tell    string // what tells it from another of its vendor on the same rules
}

func (e entry) key() string {
	if e.row != nil {
		return e.row.ID
	}
	return e.vendor.ID
}

type portfolioMsg struct {
	request int
	vendors []assessment.Vendor
	rows    []store.Row
	rfps    []assessment.RFP
	want    string
	err     error
}

func (s *portfolio) where() Where  { return OnPortfolio }
func (s *portfolio) place() string { return "portfolio" }
func (s *portfolio) crumb() string { return "vendors" }

func (s *portfolio) status(*Model) string {
	switch n := s.vendors(); {
	case !s.loaded:
		return "reading …"
	case n == 1:
		return "1 vendor"
	default:
		return fmt.Sprintf("%d vendors", n)
	}
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
	s.request = m.next()
	request, b, recall := s.request, m.bench, !s.loaded
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), readLimit)
		defer cancel()
		msg := portfolioMsg{request: request}
		if msg.vendors, msg.err = b.Store.Vendors(ctx); msg.err != nil {
			return msg
		}
		if msg.rows, msg.err = b.Store.List(ctx, store.Filter{}); msg.err != nil {
			return msg
		}
		if msg.rfps, msg.err = b.Store.RFPs(ctx); msg.err == nil && recall {
			msg.want, _ = b.Store.Recall(ctx, "portfolio")
		}
		return msg
	}
}

func (s *portfolio) receive(m *Model, msg tea.Msg) tea.Cmd {
	if pasted, is := msg.(tea.PasteMsg); is && s.typing && len(m.overlays) == 0 {
		s.filter, _ = s.filter.Update(pasted)
		return nil
	}
	if due, is := msg.(dueMsg); is {
		return s.listDue(m, due)
	}
	read, is := msg.(portfolioMsg)
	switch {
	case !is || read.request != s.request:
		return nil
	case read.err != nil:
		return m.complain(read.err)
	}
	switch e := s.current(); {
	case s.made != "":
		s.want, s.made = s.made, ""
	case e != nil:
		s.want = e.key()
	case read.want != "":
		s.want = read.want
	}
	s.lines, s.rfps, s.loaded = arrange(read.vendors, read.rows, m.bench.Zone), read.rfps, true
	s.unmarkLost()
	s.at = max(slices.IndexFunc(s.shown(), func(e entry) bool { return e.key() == s.want }), 0)
	return nil
}

// arrange puts vendors in the order of their names, each with its assessments,
// the latest changed first.
func arrange(vendors []assessment.Vendor, rows []store.Row, zone *time.Location) []entry {
	byVendor := map[string][]store.Row{}
	for _, row := range rows {
		byVendor[row.VendorID] = append(byVendor[row.VendorID], row)
	}
	vendors = slices.Clone(vendors)
	slices.SortStableFunc(vendors, func(a, b assessment.Vendor) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	var lines []entry
	for _, v := range vendors {
		own := byVendor[v.ID]
		slices.SortStableFunc(own, func(a, b store.Row) int { return int(min(max(b.UpdatedAt-a.UpdatedAt, -1), 1)) })
		for n := range own {
			lines = append(lines, entry{v, &own[n], n == 0, len(own) > 1, telling(own, n, zone)})
		}
		if len(own) == 0 {
			lines = append(lines, entry{vendor: v, first: true})
		}
	}
	return lines
}

// telling is what tells an assessment from others of its vendor that are about
// the same, on the same rules: its milestone, and if need be the day on which it
// was opened. It is empty where there are none.
func telling(own []store.Row, at int, zone *time.Location) string {
	row, text := &own[at], ""
	for n := range own {
		switch other := &own[n]; {
		case n == at || aboutWords(other) != aboutWords(row):
		case other.Milestone == row.Milestone:
			return string(row.Milestone) + " " + assessment.DateOf(time.UnixMicro(row.OpenedAt), zone).String()
		default:
			text = string(row.Milestone)
		}
	}
	return text
}

func (s *portfolio) current() *entry {
	if shown := s.shown(); s.at < len(shown) {
		return &shown[s.at]
	}
	return nil
}

func (s *portfolio) why(_ *Model, a Action) string {
	e := s.current()
	switch a {
	case actOpen, actNewAssessment:
		if e == nil {
			return "there is no vendor yet: n adds one"
		}
	case actCompare:
		_, why := s.toCompare()
		return why
	case actBoard:
		if len(s.rfps) == 0 {
			return "there is no RFP yet: R adds one"
		}
	case actInterview, actExplain, actMark:
		switch {
		case e == nil:
			return "there is no vendor yet: n adds one"
		case e.row == nil:
			return e.vendor.Name + " has no assessment yet: a opens one"
		}
	case actFilter:
		if len(s.lines) == 0 {
			return "there is nothing to filter"
		}
	}
	return ""
}

func (s *portfolio) do(m *Model, a Action, _ tea.KeyPressMsg) tea.Cmd {
	page := max(m.h-6, 1)
	switch a {
	case actDown:
		return s.move(m, s.at+1)
	case actUp:
		return s.move(m, s.at-1)
	case actPageDown:
		return s.move(m, s.at+page)
	case actPageUp:
		return s.move(m, s.at-page)
	case actTop:
		return s.move(m, 0)
	case actBottom:
		return s.move(m, len(s.shown())-1)
	case actFilter:
		value := s.filter.Value()
		s.filter, s.typing = newInput(value), true
		return s.filter.Focus()
	case actOpen:
		e := s.current()
		page := &vendorPage{vendorID: e.vendor.ID}
		if e.row != nil {
			page.want = e.row.ID
		}
		return m.push(page)
	case actInterview:
		e := s.current()
		page := &vendorPage{vendorID: e.vendor.ID, want: e.row.ID}
		m.screens = append(m.screens, page)
		return tea.Batch(page.begin(m), m.push(&interview{id: e.row.ID}))
	case actExplain:
		return m.open(newExplainer(s.current().row.ID, ""))
	case actMark:
		s.mark()
	case actCompare:
		ids, _ := s.toCompare()
		return m.push(&comparison{ids: ids})
	case actBoard:
		rfp := ""
		if e := s.current(); e != nil && e.row != nil {
			rfp = e.row.RFPID
		}
		return openBoard(m, rfp, s.rfps)
	case actDue:
		return readDue(m)
	case actNewVendor:
		return m.open(newVendorForm(m))
	case actNewRFP:
		return askRules(m, openRFPForm)
	case actNewAssessment:
		return askRules(m, assessmentForm(s.current().vendor, s.rfps, s.rowsOf(s.current().vendor.ID)))
	}
	return nil
}

// rowsOf lists the assessments of a vendor.
func (s *portfolio) rowsOf(vendorID string) []store.Row {
	var rows []store.Row
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

// capture takes keys while the filter is typed, and esc while one is set.
func (s *portfolio) capture(_ *Model, msg tea.KeyPressMsg) (bool, tea.Cmd) {
	name := msg.String()
	if !s.typing {
		if name == "esc" && s.filter.Value() != "" {
			s.filter.SetValue("")
			s.at = 0
			return true, nil
		}
		if name == "esc" && len(s.marked) > 0 {
			clear(s.marked)
			return true, nil
		}
		return false, nil
	}
	switch name {
	case "enter", "down", "up":
		s.typing = false
	case "esc":
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

func (s *portfolio) hint(*Model) string {
	switch {
	case s.typing:
		return "enter keeps the filter, esc clears it, !word shows the others"
	case s.filter.Value() != "":
		return "esc clears the filter"
	}
	return s.markHint()
}

func (s *portfolio) draw(m *Model, w, h int) []string {
	t := m.theme
	out := &pile{t: t, w: w}
	if s.typing || s.filter.Value() != "" {
		out.add(out.row().gap(1).put(t.accent, "/ ").say(t.strong, s.filter.Value()).put(t.accent, caret(s.typing)))
	} else {
		out.blank()
	}
	shown := s.shown()
	switch {
	case len(s.lines) == 0 && s.loaded:
		s.drawEmpty(out)
		return out.lines
	case len(shown) == 0 && s.loaded:
		out.blank()
		out.add(out.row().gap(3).put(t.dim, "no vendor matches; esc clears the filter"))
		return out.lines
	}
	picked, name := fitting(w)
	if spare := name - 44; spare > 0 {
		// What the names do not need, the titles of the RFPs may.
		name -= spare
		for n := range picked {
			if picked[n].title == aboutTitle {
				picked[n].width += min(spare, 24)
			}
		}
	}
	head := out.row().gap(3).cell(t.dim, "vendor", name)
	for _, c := range picked {
		head.gap(2).cell(t.dim, c.title, c.width)
	}
	out.add(head)
	out.rule()
	below := s.domains(m, w, h-out.height()-len(shown))
	room := max(h-out.height()-len(below), 1)
	first := max(0, min(s.at-room/2, len(shown)-room))
	for n := first; n < min(first+room, len(shown)); n++ {
		out.add(s.drawLine(m, out.row(), shown[n], n == s.at, picked, name))
	}
	return append(out.exact(h-len(below)), below...)
}

// domains shows the chosen assessment's domains below the table, where there is
// room to spare: what is shown beside what is claimed.
func (s *portfolio) domains(m *Model, w, room int) []string {
	e := s.current()
	if e == nil || e.row == nil || e.row.Shown == assessment.NoScore {
		return nil
	}
	t, list := m.theme, e.row.Domains
	ids := widest(list, func(d store.DomainScore) string { return d.ID }) + 3
	across := max((w-3)/(44+ids), 1)
	down := (len(list) + across - 1) / across
	if room < down+5 {
		return nil
	}
	out := &pile{t: t, w: w}
	out.rule()
	out.add(out.row().gap(3).say(t.strong, e.row.Title()).put(t.dim, "  by domain: █ shown ▒ claimed"))
	for line := range down {
		r := out.row().gap(3)
		for n := line; n < len(list); n += down {
			d := list[n]
			r.cell(t.accent, d.ID, ids)
			claimedBar(t, r, 24, d.Shown, d.Claimed)
			r.gap(1).put(t.strong, figure(d.Shown)).gap(1).put(t.dim, figure(d.Claimed)).gap(5)
		}
		out.add(r)
	}
	out.blank()
	return out.lines
}

func caret(typing bool) string {
	if typing {
		return "▏"
	}
	return ""
}

func (s *portfolio) drawLine(m *Model, r *row, e entry, here bool, picked []column, name int) *row {
	t := m.theme
	k := t.plain
	s.markSign(t, r, e)
	if here {
		r.put(t.title, "▸ ")
		k = t.strong
	} else {
		r.gap(2)
	}
	titled := slices.ContainsFunc(picked, func(c column) bool { return c.title == aboutTitle })
	about := e.several || e.row != nil && e.row.RFP == ""
	switch rules := rulesTitle(e); {
	case !titled && about && e.first:
		aside := min(width(harmless(rules)), name/2)
		r.cell(k, e.vendor.Name, name-aside-3).put(t.dim, " · ").cell(t.plain, rules, aside)
	case !titled && about:
		r.put(t.dim, "  · ").cell(k, rules, name-4)
	case e.first || here:
		r.cell(k, e.vendor.Name, name)
	default:
		r.gap(name)
	}
	if e.row == nil {
		return r.gap(2).put(t.dim, "no assessment yet")
	}
	for _, c := range picked {
		c.draw(m, r.gap(2), e.row, c.width)
	}
	return r
}

// rulesTitle says which assessment of its vendor an entry is.
func rulesTitle(e entry) string {
	if e.row == nil {
		return ""
	}
	if e.tell != "" {
		return e.tell + " · " + aboutWords(e.row) // the end of it may be cut off
	}
	return aboutWords(e.row)
}

// aboutWords says about whom or what an assessment is, or else on the rules of
// which RFP or questionnaire.
func aboutWords(row *store.Row) string {
	return cmp.Or(row.Subject, row.RFP, row.Questionnaire.ID)
}

func (s *portfolio) drawEmpty(out *pile) {
	t := out.t
	out.blank()
	out.add(out.row().gap(3).put(t.strong, "No vendor yet."))
	out.blank()
	for _, line := range [][2]string{
		{"n", "adds the first vendor; then a opens an assessment of it"},
		{"R", "adds a request for proposals, so that its vendors are compared on equal rules"},
		{"?", "shows all keys"},
	} {
		out.paragraph(t.key, "   "+line[0]+"   ", t.plain, line[1])
	}
	out.blank()
	out.paragraph(t.plain, "   ", t.dim, "To look around first: assay demo opens a filled one, with three vendors, in a throw-away database.")
}

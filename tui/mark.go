package tui

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/english"
	"assay/assessment/store"
	"assay/tui/draw"
)

// mark marks the chosen assessment for the comparison; once more takes it back.
func (s *portfolio) mark() {
	id := s.current().row.ID
	if at := slices.Index(s.marked, id); at >= 0 {
		s.marked = slices.Delete(s.marked, at, at+1)
		return
	}
	s.marked = append(s.marked, id)
}

// unmarkGone takes back the marks of assessments that somebody has taken off the lists.
func (s *portfolio) unmarkGone(m *Model) tea.Cmd {
	if len(s.marked) == 0 {
		return nil
	}
	b, marked := m.bench, slices.Clone(s.marked)
	return attempt(readLimit, func(ctx context.Context) (gone []assessment.Snapshot, err error) {
		for _, id := range marked {
			now, err := b.Store.Snapshot(ctx, id)
			if err != nil {
				return nil, err
			}
			listed, err := b.Store.List(ctx, store.Filter{VendorID: now.Opened.Vendor.ID})
			if err != nil {
				return nil, err
			}
			if !slices.ContainsFunc(listed, func(r store.Summary) bool { return r.ID == id }) {
				gone = append(gone, now)
			}
		}
		return gone, nil
	}, func(m *Model, gone []assessment.Snapshot) tea.Cmd {
		var names []string
		for _, g := range gone {
			s.marked = slices.DeleteFunc(s.marked, func(id string) bool { return id == g.Assessment })
			names = append(names, g.Opened.Title())
		}
		if len(names) == 0 {
			return nil
		}
		return m.say("taken off the lists, and no longer marked: " + english.List(names))
	})
}

const howToCompare = "mark at least two with m"

// whyNotCompare says why nothing can be compared, or is empty.
func (s *portfolio) whyNotCompare() string {
	if e := s.current(); len(s.marked) < 2 && (e == nil || e.row == nil || e.row.RFPID == "") {
		return howToCompare
	}
	return tooMany(len(s.marked))
}

func tooMany(n int) string {
	if n <= contest.Most {
		return ""
	}
	return fmt.Sprintf("at most %d can be compared, and these are %d: mark fewer with m", contest.Most, n)
}

// compare compares the marked assessments, or else all assessments of the RFP of
// the chosen one.
func (s *portfolio) compare(m *Model) tea.Cmd {
	if len(s.marked) >= 2 {
		return m.push(&comparison{ids: slices.Clone(s.marked)})
	}
	b, row := m.bench, s.current().row
	return attempt(readLimit, func(ctx context.Context) (ids []string, err error) {
		err = b.Store.Each(ctx, store.Filter{RFPID: row.RFPID}, func(r store.Summary) bool {
			ids = append(ids, r.ID)
			return true
		})
		return ids, err
	}, func(m *Model, ids []string) tea.Cmd {
		switch why := tooMany(len(ids)); {
		case m.top() != screen(s) || len(m.overlays) > 0:
			return nil
		case len(ids) < 2:
			return m.say(row.Title() + " is alone in its RFP: " + howToCompare)
		case why != "":
			return m.say(why)
		}
		return m.push(&comparison{ids: ids})
	})
}

// markSign is the column before a line: whether it is marked.
func (s *portfolio) markSign(t *draw.Theme, r *draw.Line, e entry) {
	if slices.Contains(s.marked, e.key()) {
		r.Put(t.Accent, "◆")
		return
	}
	r.Gap(1)
}

// markHint says how many assessments are marked, and how to compare them.
func (s *portfolio) markHint() string {
	switch n := len(s.marked); n {
	case 0:
		return ""
	case 1:
		return "◆ 1 marked; m marks another, esc unmarks it"
	default:
		return fmt.Sprintf("◆ %d marked: c compares them, esc unmarks all", n)
	}
}

package tui

import (
	"cmp"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment/english"
	"assay/questionnaire"
	"assay/tui/draw"
	"assay/tui/keys"
)

// What to listen for, the red flags and the probes stay under the question while the
// vendor talks. One key folds them away, and they stay folded for that person until the
// key brings them back.

// leastHeard are the lines that are left for what to listen for.
const leastHeard = 5

// foldPlace is the name under which it is kept whether they are folded.
const foldPlace = "what to listen for"

const isFolded = "folded"

// guided reports whether an item says what to listen for.
func guided(at spot) bool {
	item := at.item
	return len(item.ListenFor)+len(item.Elements)+len(item.RedFlags)+len(item.Probes) > 0
}

// hears reports whether that is drawn now.
func (s *interview) hears(at spot) bool { return guided(at) && !s.folded }

// fold folds what to listen for, or brings it back.
func (s *interview) fold(m *Model) tea.Cmd {
	s.folded, s.from, s.ticking = !s.folded, 0, false
	kept := ""
	if s.folded {
		kept = isFolded
	}
	return m.keep(foldPlace, kept)
}

// hear draws what to listen for and the probes, unless they are folded.
func (s *interview) hear(out *draw.Block, at spot) {
	if !s.folded {
		s.listen(out, at)
		s.probes(out, at)
	}
}

// hearRule draws the rule under the answer. It names the next section, and the key that folds it.
func (s *interview) hearRule(out *draw.Block, at spot) {
	t := out.Theme
	if !guided(at) {
		out.Rule()
		return
	}
	key := keys.For(keys.Fold, keys.OnInterview).Shown()
	r := out.Line().Put(t.Rule, "── ")
	switch {
	case s.folded:
		r.Put(t.Key, key).Put(t.Dim, " shows "+foldedWords(at.item))
	case s.from > 0 || len(at.item.ListenFor)+len(at.item.Elements) == 0:
		r.Put(t.Key, key).Put(t.Dim, " hides what to listen for")
	default:
		r.Put(t.Title, "Listen for").Put(t.Dim, " · ").Put(t.Key, key).Put(t.Dim, " hides it")
	}
	out.Add(r.Gap(1).Put(t.Rule, strings.Repeat("─", r.Left())))
}

// foldedWords counts the folded texts.
func foldedWords(item *questionnaire.Item) string {
	var parts []string
	for _, part := range []struct {
		n    int
		word string
	}{{len(item.ListenFor), "point"}, {len(item.Probes), "probe"}, {len(item.RedFlags), "red flag"}} {
		if part.n > 0 {
			parts = append(parts, english.Count(part.n, part.word))
		}
	}
	return cmp.Or(english.List(parts), "what to listen for")
}

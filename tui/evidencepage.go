package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/register"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// evidencePage lists the evidence records of an assessment as the register of its
// report does, with the whole of the chosen one below. When it opens, it compares every
// kept file with its SHA-256. A file that is missing or was changed is never opened.
type evidencePage struct {
	recordPage
	chosen string // the name of the chosen record
	about  string // an item, whose first record is chosen when the screen opens

	files     map[string]fileState // by SHA-256; only those that were compared
	comparing bool

	known []register.Entry // the list for the state of the book below
	head  assessment.Head
	seq   int64
	day   assessment.Date
}

// fileState is how a kept file compares with its record.
type fileState string

const (
	fileSound   fileState = "sound"
	fileMissing fileState = "missing"
	fileChanged fileState = "changed"
	fileUnread  fileState = "unreadable"
)

// openEvidencePage opens the evidence of an assessment, at the first record of an item.
// From there people come to an interview, so it may lie below.
func openEvidencePage(m *Model, id, item string) tea.Cmd {
	if s, is := m.screens[len(m.screens)-2].(*evidencePage); is && s.id == id {
		s.chosen, s.about = "", item
		return m.back()
	}
	return m.push(&evidencePage{recordPage: recordPage{id}, about: item})
}

func (s *evidencePage) where() keys.Where { return keys.OnEvidence }
func (s *evidencePage) crumb() string     { return "evidence" }

func (s *evidencePage) place() string {
	return strings.TrimSuffix("evidence/"+s.id+"/"+s.chosen, "/")
}

func (s *evidencePage) status(m *Model) string {
	if s.comparing {
		return m.bookStatus(s.id, "comparing the files …")
	}
	kept, wrong, unread := 0, 0, 0
	for _, e := range s.entries(m) {
		if e.Evidence.Unread {
			unread++
		}
		if e.HasFile() {
			kept++
			if state := s.files[e.Evidence.SHA256]; state != "" && state != fileSound {
				wrong++
			}
		}
	}
	switch {
	case wrong > 0:
		return m.theme.BadStrong.On("! "+english.Count(wrong, "file is not sound", "files are not sound")) + m.theme.Dim.On(" · ") + m.bookStatus(s.id, "")
	case unread > 0:
		return m.theme.WarnStrong.On(fmt.Sprintf("%d not read", unread)) + m.theme.Dim.On(" · ") + m.bookStatus(s.id, "")
	case kept > 0:
		return m.bookStatus(s.id, english.Count(kept, "file is sound", "files are sound"))
	}
	return m.bookStatus(s.id, "")
}

func (s *evidencePage) begin(m *Model) tea.Cmd {
	return readBook(m.bench, s.id, func(m *Model) tea.Cmd {
		if all := s.entries(m); s.chosen == "" && len(all) > 0 {
			s.chosen = s.first(all).Record
		}
		return tea.Batch(m.arrive(s, s.id), s.compare(m))
	})
}

// first is the record that is chosen when the screen opens: the first of its item, or
// else the first that nobody has read.
func (s *evidencePage) first(all []register.Entry) register.Entry {
	of := slices.IndexFunc(all, func(e register.Entry) bool { return e.Item == s.about })
	if s.about == "" {
		of = slices.IndexFunc(all, func(e register.Entry) bool { return e.Evidence.Unread })
	}
	return all[max(of, 0)]
}

// entries is the list for the present state of the assessment. The screen asks for it
// many times for each frame.
func (s *evidencePage) entries(m *Model) []register.Entry {
	k := s.book(m)
	if k == nil {
		return nil
	}
	if s.known == nil || s.head != k.now.Head || s.seq != k.now.Seq || s.day != k.day {
		s.known, s.head, s.seq, s.day = register.Of(k.now, k.day), k.now.Head, k.now.Seq, k.day
	}
	return s.known
}

// at is the chosen record, and its place in the list. Without records it is nil.
func (s *evidencePage) at(m *Model) (n int, e *register.Entry) {
	all := s.entries(m)
	if len(all) == 0 {
		return 0, nil
	}
	n = max(slices.IndexFunc(all, func(e register.Entry) bool { return e.Record == s.chosen }), 0)
	return n, &all[n]
}

// compare reads the kept files that were not compared yet.
func (s *evidencePage) compare(m *Model) tea.Cmd {
	var left []assessment.Evidence
	for _, e := range s.entries(m) {
		if e.HasFile() && s.files[e.Evidence.SHA256] == "" {
			left = append(left, e.Evidence)
		}
	}
	if len(left) == 0 || s.comparing {
		return nil
	}
	s.comparing = true
	kept := m.bench.Store
	return await(reportLimit, func(ctx context.Context) (map[string]fileState, error) {
		found := map[string]fileState{}
		for _, record := range left {
			if found[record.SHA256] == "" {
				found[record.SHA256] = stateOf(kept.CheckFile(ctx, record))
			}
		}
		return found, nil
	}, func(_ *Model, found map[string]fileState, _ error) tea.Cmd {
		s.comparing = false
		for sum, state := range found {
			s.learn(sum, state)
		}
		return nil
	})
}

func (s *evidencePage) learn(sum string, state fileState) {
	if s.files == nil {
		s.files = map[string]fileState{}
	}
	s.files[sum] = state
}

// stateOf is the state of a file after a check.
func stateOf(err error) fileState {
	switch {
	case err == nil:
		return fileSound
	case assessment.CaseOf(err) == assessment.EvidenceMissing:
		return fileMissing
	case assessment.CaseOf(err) == assessment.EvidenceChanged:
		return fileChanged
	}
	return fileUnread
}

func (s *evidencePage) why(m *Model, a keys.Action) string {
	k := s.book(m)
	_, e := s.at(m)
	switch {
	case k == nil:
		return "still reading"
	case e == nil:
		return "there is no evidence yet: e on an item adds some"
	case a == keys.ReadEvidence:
		return whyNotToRead(e)
	case a == keys.ItsItem && e.Item == "":
		return "this record is about no item"
	case a == keys.OpenFile || a == keys.Export:
		if why := e.WithoutFile(); why != "" {
			return why
		}
		if why := m.whyNotServed(a); why != "" {
			return why
		}
		if a == keys.OpenFile && m.bench.Open == nil {
			return "there is no desktop here that could open it: " + keys.For(keys.Export, keys.OnEvidence).Shown() + " writes a copy"
		}
	}
	return ""
}

func (s *evidencePage) do(m *Model, a keys.Action, _ tea.KeyPressMsg) tea.Cmd {
	all := s.entries(m)
	n, e := s.at(m)
	if to, moves := stepIn(a, n, m.h/2, len(all)); moves {
		s.chosen = all[to].Record
		return nil
	}
	switch a {
	case keys.Open:
		whole, k := *e, s.book(m)
		return m.open(show(&dialog.Text{Title: "Evidence " + e.Record, Lines: func(t *draw.Theme, w int) []string { return s.lines(m, t, w, k, whole) }}))
	case keys.ReadEvidence:
		return m.open(reading(m, s.book(m), *e, s.toNextUnread))
	case keys.OpenFile:
		return s.openFile(m, *e)
	case keys.Export:
		return m.open(s.export(m, *e))
	case keys.ItsItem:
		return m.toItem(s.id, e.Item)
	}
	return nil
}

// toNextUnread goes on to the next record that nobody has read.
func (s *evidencePage) toNextUnread(m *Model) tea.Cmd {
	all := s.entries(m)
	n, _ := s.at(m)
	for step := range all {
		if next := all[(n+step)%len(all)]; next.Evidence.Unread {
			s.chosen = next.Record
			break
		}
	}
	return nil
}

// openFile compares a file with its record, and has the desktop open a copy of it.
func (s *evidencePage) openFile(m *Model, e register.Entry) tea.Cmd {
	folder, open, kept := m.bench.Lent, m.bench.Open, m.bench.Store
	return tea.Batch(m.say("comparing "+e.Evidence.File+" with its SHA-256 …"), await(reportLimit, func(ctx context.Context) (bool, error) {
		path, err := folder.Lend(ctx, kept, e.Evidence)
		if err == nil {
			err = open(path)
		}
		return true, err
	}, func(m *Model, _ bool, err error) tea.Cmd {
		if err != nil {
			return s.refused(m, e, err)
		}
		s.learn(e.Evidence.SHA256, fileSound)
		return m.say(e.Evidence.File + " fits its SHA-256 and is open on the desktop")
	}))
}

// refused tells why a file was not opened or written. One that does not fit its record
// is a matter for a dialog: nobody may overlook it.
func (s *evidencePage) refused(m *Model, e register.Entry, err error) tea.Cmd {
	state := stateOf(err)
	if state == fileMissing || state == fileChanged {
		s.learn(e.Evidence.SHA256, state)
	}
	if assessment.CaseOf(err) == "" {
		return m.complain(err)
	}
	m.toast.text = ""
	return m.open(show(&dialog.Text{Title: "Not opened: " + e.Evidence.File, Lines: func(t *draw.Theme, w int) []string {
		out := draw.NewBlock(t, w)
		out.Paragraph(t.BadStrong, "! ", t.Plain, english.Sentence(err.Error()))
		if hint := m.hintOf(err); hint != "" {
			out.Blank()
			out.Paragraph(t.Plain, "", t.Plain, english.Sentence(hint))
		}
		return out.Lines
	}}))
}

func (s *evidencePage) hint(m *Model) string {
	switch all := s.entries(m); {
	case s.book(m) == nil:
		return ""
	case len(all) == 0:
		return "there is no evidence yet"
	default:
		return english.Count(len(all), "record")
	}
}

func (s *evidencePage) copied(m *Model) (what, text string) {
	_, e := s.at(m)
	if e == nil {
		return "", ""
	}
	return "the record", e.Label() + "\n" + e.Evidence.SHA256
}

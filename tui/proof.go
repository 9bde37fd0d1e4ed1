package tui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/questionnaire"
)

// How an answer above claimed is shown: the choices of the dialog.
const (
	seenNow  = "seen now"
	fromFile = "file"
	keptAt   = "reference"
	promised = "promised"
)

// claim sets an answer back to its bare claim. Records stay listed, but none
// counts above it any more.
func (s *interview) claim(m *Model, at spot) tea.Cmd {
	cmd := s.amend(m, at, func(a *assessment.Answer) {
		a.Assurance = assessment.Claimed
		for n := range a.Evidence {
			a.Evidence[n].Assurance = ""
		}
	})
	if n := len(at.answer.Evidence); n > 0 {
		return tea.Batch(cmd, m.say(fmt.Sprintf("claimed: its %s kept, but no longer counted", count(n, "record is", "records are"))))
	}
	return cmd
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// raiseTo gives the answer a higher assurance and the record that carries it.
// The records that were there keep the assurance that they had.
func raiseTo(a *assessment.Answer, to assessment.Assurance, record assessment.Evidence) {
	pin(a)
	record.Assurance = to
	a.Assurance = to
	a.Evidence = append(a.Evidence, record)
}

// pin writes down for every record the assurance that it has from its answer, so
// that the answer can change without it.
func pin(a *assessment.Answer) {
	for n := range a.Evidence {
		a.Evidence[n].Assurance = assuranceOf(*a, a.Evidence[n])
	}
}

// proof asks how an answer was shown: one line, made for two or three keys.
func (s *interview) proof(m *Model, at spot, to assessment.Assurance) *sheet {
	q := at.k.now.Questionnaire
	kinds := accepted(q, at.item, at.k.now.Milestone)
	how := []string{seenNow, fromFile, keptAt, promised}
	if to == assessment.Attested {
		how = []string{fromFile, keptAt, promised} // nobody watches an auditor at work
	}
	names := make([]string, len(kinds))
	for n, kind := range kinds {
		names[n] = kind.ID + " " + kind.Name
	}
	kindOf := func(sh *sheet) *questionnaire.EvidenceKind {
		for n, name := range names {
			if name == sh.value("kind") || len(names) == 1 {
				return kinds[n]
			}
		}
		return nil
	}
	isPromise := func(sh *sheet) bool { return sh.value("how") == promised }
	noPromise := func(f field) field { f.hidden = isPromise; return f }
	only := func(f field, wanted ...string) field {
		f.hidden = func(sh *sheet) bool { return !slices.Contains(wanted, sh.value("how")) }
		return f
	}
	sh := &sheet{title: fmt.Sprintf("%s is %s", at.item.ID, to), check: checkFields}
	sh.fields = []field{
		choiceField("how", how...),
		only(textField("seen", "live, screen share", "what was looked at"), seenNow),
		only(textField("file", "", "path of the file; it is copied and its hash recorded"), fromFile),
		only(textField("kept at", "", "where it is kept"), keptAt),
		only(textField("promise", "", "what they will send, and by when"), promised),
	}
	if len(names) > 1 {
		kind := choiceField("kind", names...)
		if to == assessment.Verified {
			// What is watched live is seldom the contract.
			kind.chosen = max(slices.IndexFunc(kinds, func(k *questionnaire.EvidenceKind) bool { return !k.HardValidity }), 0)
		}
		sh.fields = append(sh.fields, noPromise(kind))
	}
	sh.fields = append(sh.fields, noPromise(textField("as of", m.bench.Store.Today().String(), "as 2026-11-22, or -20d")))
	validity := textField("valid until", "", "as 2027-11-22, or +365d")
	validity.hidden = func(sh *sheet) bool { k := kindOf(sh); return isPromise(sh) || k == nil || !k.HardValidity }
	sh.fields = append(sh.fields, validity)
	if to == assessment.Attested {
		for _, part := range []string{"entity", "site", "system", "period"} {
			sh.fields = append(sh.fields, noPromise(textField(part, "", "what the test covered; unmapped, it counts as documented")))
		}
	}
	if len(kinds) == 1 {
		sh.lead = kinds[0].ID + " " + kinds[0].Name
		if len(kinds[0].Check) > 0 {
			sh.lead += ". Check: " + strings.Join(kinds[0].Check, "; ")
		}
	}
	sh.save = func(m *Model, sh *sheet) (tea.Cmd, error) { return s.prove(m, at, to, kindOf(sh), sh) }
	return sh
}

// accepted lists the evidence kinds that can show the item, all of them where
// any can.
func accepted(q *questionnaire.Questionnaire, item *questionnaire.Item, at questionnaire.Milestone) []*questionnaire.EvidenceKind {
	var kinds []*questionnaire.EvidenceKind
	for _, id := range item.Accepts(at) {
		if kind := q.EvidenceKind(id); kind != nil {
			kinds = append(kinds, kind)
		}
	}
	if len(kinds) == 0 {
		for n := range q.Evidence {
			kinds = append(kinds, &q.Evidence[n])
		}
	}
	return kinds
}

// prove takes what the dialog says. A promise leaves the answer claimed.
func (s *interview) prove(m *Model, at spot, to assessment.Assurance, kind *questionnaire.EvidenceKind, sh *sheet) (tea.Cmd, error) {
	if sh.value("how") == promised {
		what := sh.value("promise")
		if what == "" {
			return nil, assessment.Errorf(assessment.Invalid, "", "say what was promised")
		}
		m.shut()
		cmd := s.amend(m, at, func(a *assessment.Answer) {
			if a.Assurance == "" {
				a.Assurance = assessment.Claimed
			}
			a.Note = strings.TrimLeft(a.Note+"\n"+promiseLead+what, "\n")
		})
		return tea.Batch(cmd, m.say("noted as promised; the answer stays as it was shown")), nil
	}
	record := assessment.Evidence{Observed: sh.value("seen"), Reference: sh.value("kept at")}
	if kind == nil {
		return nil, assessment.Errorf(assessment.Invalid, "", "the questionnaire knows no evidence kind for this item")
	}
	record.Kind = kind.ID
	var err error
	if record.AsOf, err = dayOf(sh.value("as of"), at.k.day); err != nil {
		return nil, err
	}
	if record.ValidUntil, err = dayOf(sh.value("valid until"), at.k.day); err != nil {
		return nil, err
	}
	if to == assessment.Attested {
		record.Scope = &assessment.Scope{Entity: sh.value("entity"), Site: sh.value("site"), System: sh.value("system"), Period: sh.value("period")}
	}
	if path := sh.value("file"); sh.value("how") == fromFile {
		return s.proveByFile(m, at, to, kind, record, path)
	}
	change := amended(at.answer, at.item.ID, func(a *assessment.Answer) { raiseTo(a, to, record) })
	if err := s.admits(m, at, change); err != nil {
		return nil, err
	}
	m.shut()
	return m.record(at.k, change), nil
}

// promiseLead begins the line of a note that keeps a promise.
const promiseLead = "promised: "

// admits asks beforehand what the record would refuse, so that the dialog can
// say it while it is still open.
func (s *interview) admits(m *Model, at spot, change assessment.Change) error {
	_, err := at.k.now.Admit(assessment.Entry{At: m.bench.Now().UnixMicro(), By: m.bench.Evaluator, Change: change})
	return err
}

func (s *interview) proveByFile(m *Model, at spot, to assessment.Assurance, kind *questionnaire.EvidenceKind, record assessment.Evidence, path string) (tea.Cmd, error) {
	switch {
	case path == "":
		return nil, assessment.Errorf(assessment.Invalid, "", "name the file, or choose reference")
	case kind.Personal:
		return nil, assessment.Errorf(assessment.Refused, "", "%s is about named people: choose reference and say where it is kept", kind.Name)
	}
	record.File = filepath.Base(path)
	change := amended(at.answer, at.item.ID, func(a *assessment.Answer) { raiseTo(a, to, record) })
	if err := s.admits(m, at, change); err != nil {
		return nil, err
	}
	m.shut()
	b, id, item := m.bench, s.id, at.item.ID
	return tea.Batch(m.say("copying "+record.File+" …"), func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), saveLimit)
		defer cancel()
		msg := keptMsg{assessment: id, item: item, to: to, record: record}
		file, err := os.Open(home(path))
		if err != nil {
			msg.err = assessment.Errorf(assessment.NotFound, "d, v or a asks again", "%s cannot be read: %w", path, err)
			return msg
		}
		defer file.Close()
		msg.record.SHA256, msg.record.Size, msg.err = b.Store.PutFile(ctx, file)
		return msg
	}), nil
}

// keptMsg is an evidence file that is in the store, and may now be named.
type keptMsg struct {
	assessment, item string
	to               assessment.Assurance
	record           assessment.Evidence
	err              error
}

func (s *interview) fileKept(m *Model, msg keptMsg) tea.Cmd {
	k := m.books[s.id]
	if msg.err != nil || k == nil {
		return m.complain(msg.err)
	}
	cmd := m.record(k, amended(k.now.Answers[msg.item], msg.item, func(a *assessment.Answer) { raiseTo(a, msg.to, msg.record) }))
	return tea.Batch(cmd, m.say(fmt.Sprintf("%s is kept, SHA-256 %.12s…", msg.record.File, msg.record.SHA256)))
}

func home(path string) string {
	if rest, is := strings.CutPrefix(path, "~/"); is {
		if folder, err := os.UserHomeDir(); err == nil {
			return filepath.Join(folder, rest)
		}
	}
	return path
}

// dayOf reads a date as 2026-11-22, or as days from today: -20d, +365d. An
// empty text is no date.
func dayOf(text string, today assessment.Date) (assessment.Date, error) {
	if text == "" {
		return 0, nil
	}
	if days, is := strings.CutSuffix(text, "d"); is {
		if n, err := strconv.Atoi(days); err == nil {
			return today + assessment.Date(n), nil
		}
	}
	return assessment.ParseDate(text)
}

// records lists the evidence of an item; a record can be valued anew or taken
// out, another one added.
func (s *interview) records(m *Model, at spot) *picker {
	p := &picker{title: "Evidence of " + at.item.ID, low: true, extra: []string{"c d v a", "value it", "del", "take out"}}
	for n, record := range at.answer.Evidence {
		p.choices = append(p.choices, choice{
			text:  strings.TrimSpace(record.Kind + " " + recordWords(record)),
			aside: string(assuranceOf(at.answer, record)) + ", " + freshness(at.k.now.Questionnaire, record, at.k.day),
			mark:  countsMark(at.result.Record == n+1), markInk: m.theme.good,
			pick: func(*Model) tea.Cmd { return nil },
		})
	}
	for _, to := range []assessment.Assurance{assessment.Documented, assessment.Verified, assessment.Attested} {
		p.choices = append(p.choices, choice{text: "add one that makes it " + string(to), pick: func(m *Model) tea.Cmd { return m.open(s.proof(m, at, to)) }})
	}
	p.extraKey = func(m *Model, key string, n int) (tea.Cmd, bool) {
		if n >= len(at.answer.Evidence) {
			return nil, false
		}
		to := map[string]assessment.Assurance{"c": assessment.Claimed, "d": assessment.Documented, "v": assessment.Verified, "a": assessment.Attested}[key]
		takeOut := key == "delete" || key == "backspace" || key == "x"
		if to == "" && !takeOut {
			return nil, false
		}
		m.shut()
		return s.amend(m, at, func(a *assessment.Answer) {
			pin(a)
			if takeOut {
				a.Evidence = slices.Delete(a.Evidence, n, n+1)
			} else {
				a.Evidence[n].Assurance = to
			}
			a.Assurance = strongest(*a)
		}), true
	}
	return p
}

// strongest is the highest assurance that a record of the answer carries.
func strongest(a assessment.Answer) assessment.Assurance {
	rising := []assessment.Assurance{assessment.Claimed, assessment.Documented, assessment.Verified, assessment.Attested}
	most := 0
	for _, record := range a.Evidence {
		most = max(most, slices.Index(rising, assuranceOf(a, record)))
	}
	return rising[most]
}

func countsMark(counts bool) string {
	if counts {
		return "✓"
	}
	return "·"
}

// assuranceOf is the assurance under which a record is listed.
func assuranceOf(a assessment.Answer, record assessment.Evidence) assessment.Assurance {
	if record.Assurance != "" {
		return record.Assurance
	}
	return a.Assurance
}

// recordWords is what a record is, in words.
func recordWords(r assessment.Evidence) string {
	switch {
	case r.File != "":
		return r.File
	case r.Observed != "":
		return "seen: " + r.Observed
	}
	return "kept at " + r.Reference
}

// freshness says how old a record is, and whether that is too old.
func freshness(q *questionnaire.Questionnaire, r assessment.Evidence, today assessment.Date) string {
	kind := q.EvidenceKind(r.Kind)
	switch {
	case kind == nil:
		return ""
	case kind.HardValidity && r.ValidUntil < today:
		return "expired " + r.ValidUntil.String()
	case kind.HardValidity:
		return "valid until " + r.ValidUntil.String()
	}
	age := int(today - r.AsOf)
	switch limit := kind.FreshnessDays; {
	case limit == 0:
		return "as of " + r.AsOf.String()
	case age <= limit:
		return fmt.Sprintf("fresh, %d of %d days", age, limit)
	case age <= 2*limit:
		return fmt.Sprintf("ageing, %d days, limit %d", age, limit)
	default:
		return fmt.Sprintf("too old, %d days, limit %d", age, limit)
	}
}

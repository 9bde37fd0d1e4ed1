package tui

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/input"
	"assay/questionnaire"
	"assay/tui/dialog"
)

// The options of the dialog that asks for evidence.
const (
	seenNow  = "seen now"
	fromFile = "file"
	keptAt   = "reference"
	promised = "promised"
)

// claim sets the assurance of an answer back to claimed. Its records stay in the
// list but no longer count.
func (s *interview) claim(m *Model, at spot) tea.Cmd {
	cmd := s.change(m, at, at.answer.OnlyClaimed())
	if n := len(at.answer.Evidence); n > 0 {
		return tea.Batch(cmd, m.say(fmt.Sprintf("claimed: its %s kept, but no longer counted", english.Count(n, "record is", "records are"))))
	}
	return cmd
}

// added is the index of a record that is not in the list yet.
const added = -1

// evidenceSheet asks for the evidence of an answer. It needs only two or three
// keys. A document has its own date, which only its reader knows. A demonstration
// has the date of today.
func (s *interview) evidenceSheet(m *Model, at spot, to assessment.Assurance) (*dialog.Sheet, saver) {
	q := at.k.now.Questionnaire
	kinds := q.Accepted(at.item, at.k.now.Milestone)
	var how []string
	switch to {
	case assessment.Attested:
		how = []string{fromFile, keptAt, promised} // nobody can observe an audit here
	case assessment.Verified:
		how = []string{seenNow, fromFile, keptAt, promised}
	default:
		how = []string{keptAt, fromFile, seenNow, promised}
	}
	before := again(at.k, at.item.ID, m.bench.Evaluator, to, kinds)
	if before != nil {
		how = slices.Insert(how, 0, before.choice())
	}
	isSame := func(sh *dialog.Sheet) bool { return strings.HasPrefix(sh.Value("how"), sameAs) }
	names := make([]string, len(kinds))
	for n, kind := range kinds {
		names[n] = kind.ID + " " + kind.Name
	}
	kindOf := func(sh *dialog.Sheet) *questionnaire.EvidenceKind {
		if isSame(sh) {
			return q.EvidenceKind(before.record.Kind)
		}
		for n, name := range names {
			if name == sh.Value("kind") || len(names) == 1 {
				return kinds[n]
			}
		}
		return nil
	}
	isPromise := func(sh *dialog.Sheet) bool { return sh.Value("how") == promised }
	described := func(f dialog.Field) dialog.Field {
		f.Hidden = func(sh *dialog.Sheet) bool { return isPromise(sh) || isSame(sh) }
		return f
	}
	only := func(f dialog.Field, wanted ...string) dialog.Field {
		f.Hidden = func(sh *dialog.Sheet) bool { return !slices.Contains(wanted, sh.Value("how")) }
		return f
	}
	sh := &dialog.Sheet{Title: fmt.Sprintf("%s is %s", at.item.ID, to)}
	sh.Fields = []dialog.Field{
		dialog.ChoiceField("how", how...),
		only(dialog.Needed(dialog.TextField("seen", "", "what was shown, by whom"), "say what was shown, and by whom"), seenNow),
		only(dialog.Needed(fileField(m.bench, "file", "path of the file; assay keeps a copy and its hash"), "name the file, or choose reference"), fromFile),
		only(dialog.Needed(dialog.TextField("kept at", "", "where it is kept"), "say where it is kept"), keptAt),
		only(dialog.Needed(dialog.TextField("promise", "", "what they will send"), "say what was promised"), promised),
		only(dialog.TextField("owner", "", "blank = "+usualOwner(m, at.k, "vendor")), promised),
		only(dialog.DateField("due", at.k.day+usualPromiseDays, dueHint, at.k.day, at.k.zone()), promised),
	}
	if len(names) > 1 {
		kind := dialog.ChoiceField("kind", names...)
		if to == assessment.Verified {
			// People seldom observe a contract, so select another kind.
			kind.Chosen = max(slices.IndexFunc(kinds, func(k *questionnaire.EvidenceKind) bool { return !k.HardValidity }), 0)
		}
		sh.Fields = append(sh.Fields, described(kind))
	}
	if to == assessment.Verified {
		sh.Fields = append(sh.Fields,
			only(dialog.DateField("as of", at.k.day, "such as 2026-11-22, or -20d", at.k.day, at.k.zone()), seenNow),
			only(dialog.DateField("as of", 0, dateOfDocument, at.k.day, at.k.zone()), fromFile, keptAt))
	} else {
		sh.Fields = append(sh.Fields, described(dialog.DateField("as of", 0, dateOfDocument, at.k.day, at.k.zone())))
	}
	validity := dialog.DateField("valid until", 0, "as 2027-11-22, or +365d", at.k.day, at.k.zone())
	validity.Hidden = func(sh *dialog.Sheet) bool {
		k := kindOf(sh)
		return isPromise(sh) || isSame(sh) || k == nil || !k.HardValidity
	}
	sh.Fields = append(sh.Fields, validity)
	if len(names) > 1 {
		sh.Fields = append(sh.Fields, described(dialog.TextField(alsoLabel, "", "further kinds that this paper shows, as EV-17 page 2; EV-18 page 3")))
	}
	if to == assessment.Attested {
		for _, part := range []string{"entity", "site", "system", "period"} {
			sh.Fields = append(sh.Fields, described(dialog.TextField(part, "", "what the test covered; blank counts as documented")))
		}
	}
	for _, kind := range kinds {
		if len(kind.Check) > 0 {
			checks := checksField(kind, nil)
			checks.Hidden = func(sh *dialog.Sheet) bool { return isPromise(sh) || kindOf(sh) != kind }
			sh.Fields = append(sh.Fields, checks)
		}
	}
	sh.About = func(sh *dialog.Sheet) string {
		if isSame(sh) {
			return before.words(q)
		}
		kind := kindOf(sh)
		if kind == nil || isPromise(sh) || len(kinds) > 1 && kind.IssuedBy == "" {
			return ""
		}
		return kindWords(kind)
	}
	sh.Doubt = func(sh *dialog.Sheet) string {
		record, err := dated(sh, kindOf(sh), at.k.day)
		if err != nil || isPromise(sh) {
			return ""
		}
		if age := at.k.now.AgeOf(&record, at.k.day); !age.Counts() {
			return age.Words() + ": it will not count; press enter again to record it anyway"
		}
		return ""
	}
	return sh, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		if isSame(sh) {
			return s.repeat(m, at, to, before, sh.Ticked(checksLabel))
		}
		return s.recordEvidence(m, at, to, kindOf(sh), sh, added)
	}
}

const dateOfDocument = "the date on the document, such as 2026-11-22 or -20d"

// dated returns a record of a kind with the dates from the dialog.
func dated(sh *dialog.Sheet, kind *questionnaire.EvidenceKind, today assessment.Date) (assessment.Evidence, error) {
	if kind == nil {
		return assessment.Evidence{}, assessment.Errorf(assessment.Invalid, "the questionnaire lists no evidence for this item")
	}
	record := assessment.Evidence{Kind: kind.ID, AsOf: sh.Day("as of"), ValidUntil: sh.Day("valid until")}
	switch {
	case record.AsOf.IsZero():
		return record, dialog.WrongIn("as of", "say of which day it is: "+dateOfDocument)
	case record.AsOf > today:
		return record, dialog.WrongIn("as of", record.AsOf.String()+" is still to come")
	case kind.HardValidity && record.ValidUntil.IsZero():
		return record, dialog.WrongIn("valid until", kind.Name+" needs a valid-until date")
	}
	return record, nil
}

// alsoLabel is the field for the further kinds that a record shows.
const alsoLabel = "also shows"

// alsoOf reads further kinds, as "EV-17 page 2; EV-18".
func alsoOf(text string) []assessment.Also {
	var all []assessment.Also
	for part := range strings.SplitSeq(text, ";") {
		if kind, seen, _ := strings.Cut(strings.TrimSpace(part), " "); kind != "" {
			all = append(all, assessment.Also{Kind: strings.ToUpper(kind), Seen: strings.TrimSpace(seen)})
		}
	}
	return all
}

// alsoText writes further kinds as [alsoOf] reads them.
func alsoText(all []assessment.Also) string {
	parts := make([]string, len(all))
	for n, also := range all {
		parts[n] = english.Join(" ", also.Kind, also.Seen)
	}
	return strings.Join(parts, "; ")
}

// recordEvidence records the evidence from the dialog.
func (s *interview) recordEvidence(m *Model, at spot, to assessment.Assurance, kind *questionnaire.EvidenceKind, sh *dialog.Sheet, place int) (tea.Cmd, error) {
	if sh.Value("how") == promised {
		return s.promise(m, at, sh)
	}
	record, err := dated(sh, kind, at.k.day)
	if err != nil {
		return nil, err
	}
	record.Also = alsoOf(sh.Value(alsoLabel))
	if place != added && place < len(at.answer.Evidence) {
		record.Seen = at.answer.Evidence[place].Seen
	}
	record.Observed, record.Reference, record.Checked = sh.Value("seen"), sh.Value("kept at"), sh.Ticked(checksLabel)
	if to == assessment.Attested {
		record.Scope = &assessment.Scope{Entity: sh.Value("entity"), Site: sh.Value("site"), System: sh.Value("system"), Period: sh.Value("period")}
	}
	if path := sh.Value("file"); sh.Value("how") == fromFile {
		if place == added || at.answer.Evidence[place].File != path {
			return s.recordFile(m, at, to, kind, record, sh, path, place)
		}
		same := at.answer.Evidence[place]
		record.File, record.SHA256, record.Size = same.File, same.SHA256, same.Size
	}
	return s.submit(m, at, at.answer.Corrected(place, record, to))
}

// recordFile copies the file into the store. The dialog stays open meanwhile: if
// the file cannot be read, the user can correct the path there.
func (s *interview) recordFile(m *Model, at spot, to assessment.Assurance, kind *questionnaire.EvidenceKind, record assessment.Evidence, sh *dialog.Sheet, path string, place int) (tea.Cmd, error) {
	if kind.Personal {
		return nil, dialog.In("how", assessment.Errorf(assessment.Refused, "%s is about named people: choose reference and say where it is kept", kind.Name))
	}
	path, err := m.bench.named(path)
	if err != nil {
		return nil, dialog.In("file", err)
	}
	record.File = filepath.Base(path)
	change := answered(at.item.ID, at.answer.Corrected(place, record, to))
	if err := m.admits(at.k, change); err != nil {
		return nil, err
	}
	sh.Busy = true
	b, from := m.bench, brought{name: path}
	return tea.Batch(m.say("copying "+record.File+" …"), await(saveLimit, func(ctx context.Context) (assessment.Evidence, error) {
		file, err := b.open(path, input.Evidence)
		if err != nil {
			return record, dialog.In("file", err)
		}
		defer file.Close()
		if from.seen, err = file.Stat(); err != nil {
			return record, dialog.In("file", err)
		}
		record.SHA256, record.Size, err = b.Store.PutFile(ctx, file)
		return record, err
	}, func(m *Model, record assessment.Evidence, err error) tea.Cmd {
		open := m.isOpen(sh)
		if open < 0 {
			return nil // the user has left the dialog meanwhile
		}
		sh.Busy, m.toast.text = false, ""
		if err != nil {
			return m.refuse(sh, err)
		}
		m.remove(open)
		at.k.brought = append(at.k.brought, from)
		cmd := s.change(m, at, at.answer.Corrected(place, record, to))
		return tea.Batch(cmd, m.alsoSay(fmt.Sprintf("%s is kept, SHA-256 %.12s…", record.File, record.SHA256)))
	})), nil
}

package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/register"
	"assay/assessment/wording"
	"assay/questionnaire"
	"assay/tui/dialog"
)

// Evidence that came with a reply counts nothing until somebody has read it. Whoever
// reads it says of which day it is and how it shows the answer.

const (
	shownLabel   = "it is"
	alsoForLabel = "also for"
)

// howShown are the ways in which a document shows an answer, the usual one first.
var howShown = []assessment.Assurance{assessment.Documented, assessment.Verified, assessment.Attested, assessment.Claimed}

// whyNotToRead says why nothing of a record is left to be read, or nothing.
func whyNotToRead(e *register.Entry) string {
	if !e.Evidence.Unread {
		return "somebody has read it: e on its item puts it right"
	}
	return ""
}

// reading asks somebody who has read a record for its dates and for how it shows the answer.
func reading(m *Model, k *book, e register.Entry, done func(m *Model) tea.Cmd) *asked {
	q, item := k.now.Questionnaire, k.now.Questionnaire.Item(e.Item)
	kinds := q.Accepted(item, k.now.Milestone)
	if own := q.EvidenceKind(e.Evidence.Kind); own != nil && !slices.Contains(kinds, own) {
		kinds = append([]*questionnaire.EvidenceKind{own}, kinds...)
	}
	names := make([]string, len(kinds))
	for n, kind := range kinds {
		names[n] = kind.ID + " " + kind.Name
	}
	kindOf := func(sh *dialog.Sheet) *questionnaire.EvidenceKind {
		return kinds[max(sh.Chosen("kind"), 0)]
	}
	isAttested := func(sh *dialog.Sheet) bool { return sh.Value(shownLabel) == string(assessment.Attested) }
	var words []string
	for _, how := range howShown {
		words = append(words, string(how))
	}
	sh := &dialog.Sheet{Title: "Read: " + e.Record + ", " + wording.Source(e.Evidence), AtTop: true}
	if len(names) > 1 {
		kind := dialog.ChoiceField("kind", names...)
		kind.Chosen = max(slices.IndexFunc(kinds, func(kind *questionnaire.EvidenceKind) bool { return kind.ID == e.Evidence.Kind }), 0)
		sh.Fields = append(sh.Fields, kind)
	}
	validity := dialog.DateField("valid until", 0, "as 2027-11-22, or +365d", k.day, k.zone())
	validity.Hidden = func(sh *dialog.Sheet) bool { return !kindOf(sh).HardValidity }
	sh.Fields = append(
		sh.Fields, dialog.ChoiceField(shownLabel, words...), dialog.DateField("as of", 0, dateOfDocument, k.day, k.zone()), validity,
		dialog.TextField("seen", "", "what you saw in it, such as page 3; optional"),
	)
	if len(names) > 1 {
		sh.Fields = append(sh.Fields, dialog.TextField(alsoLabel, "", "further kinds that this paper shows, as EV-17 page 2; EV-18 page 3"))
	}
	for _, part := range []string{"entity", "site", "system", "period"} {
		f := dialog.TextField(part, "", "what the test covered; blank counts as documented")
		f.Hidden = func(sh *dialog.Sheet) bool { return !isAttested(sh) }
		sh.Fields = append(sh.Fields, f)
	}
	for _, kind := range kinds {
		if len(kind.Check) > 0 {
			checks := checksField(kind, nil)
			checks.Hidden = func(sh *dialog.Sheet) bool { return kindOf(sh) != kind }
			sh.Fields = append(sh.Fields, checks)
		}
	}
	twins := e.Twins(register.Of(k.now, k.day))
	if len(twins) > 0 {
		items := make([]string, len(twins))
		for n, twin := range twins {
			items[n] = twin.Item + " " + twin.About
		}
		sh.Fields = append(sh.Fields, dialog.ChecksField(alsoForLabel, items, nil))
	}
	sh.About = func(sh *dialog.Sheet) string {
		return english.Join(". ", e.Item+" "+e.About, kindWords(kindOf(sh)))
	}
	found := func(sh *dialog.Sheet) (assessment.Reading, error) { return readingOf(sh, kindOf(sh), k.day) }
	sh.Doubt = func(sh *dialog.Sheet) string {
		record, err := dated(sh, kindOf(sh), k.day)
		if err != nil || sh.Value(shownLabel) == string(assessment.Claimed) {
			return ""
		}
		if age := k.now.AgeOf(&record, k.day); !age.Counts() {
			return age.Words() + ": it will not count; press enter again to record it anyway"
		}
		return ""
	}
	return ask(sh, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		what, err := found(sh)
		if err != nil {
			return nil, err
		}
		records := []register.Entry{e}
		for _, n := range sh.Ticked(alsoForLabel) {
			records = append(records, twins[n-1])
		}
		return saveReading(m, k, records, what, done)
	})
}

// readingOf reads a sheet about a document.
func readingOf(sh *dialog.Sheet, kind *questionnaire.EvidenceKind, today assessment.Date) (assessment.Reading, error) {
	record, err := dated(sh, kind, today)
	if err != nil {
		return assessment.Reading{}, err
	}
	found := assessment.Reading{
		Kind: kind.ID, Assurance: assessment.Assurance(sh.Value(shownLabel)), AsOf: record.AsOf, ValidUntil: record.ValidUntil,
		Seen: sh.Value("seen"), Also: alsoOf(sh.Value(alsoLabel)), Checked: sh.Ticked(checksLabel),
	}
	if found.Assurance == assessment.Attested {
		found.Scope = &assessment.Scope{Entity: sh.Value("entity"), Site: sh.Value("site"), System: sh.Value("system"), Period: sh.Value("period")}
	}
	return found, nil
}

// saveReading records that somebody has read some records. done runs when they are on
// their way.
func saveReading(m *Model, k *book, records []register.Entry, found assessment.Reading, done func(m *Model) tea.Cmd) (tea.Cmd, error) {
	now := register.Of(k.now, k.day)
	for _, e := range records {
		if !slices.ContainsFunc(now, func(one register.Entry) bool {
			return one.Record == e.Record && one.Evidence.Unread && one.Evidence.SHA256 == e.Evidence.SHA256
		}) {
			return nil, assessment.Errorf(assessment.Conflict, "somebody has read or removed %s meanwhile", e.Record)
		}
	}
	changes := register.Read(k.now, records, found)
	for _, change := range changes {
		if err := m.admits(k, change); err != nil {
			return nil, err
		}
	}
	var items []string
	var all []assessment.Change
	for _, change := range changes {
		items, all = append(items, change.Answer.Item), append(all, change)
	}
	m.shut()
	return tea.Batch(m.record(k, all...), done(m), m.alsoSay(english.List(items)+": read, "+string(found.Assurance))), nil
}

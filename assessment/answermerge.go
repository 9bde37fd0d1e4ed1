package assessment

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"assay/assessment/hostile"
	"assay/questionnaire"
)

// This file merges a file of answers into the present answers. A key that the
// file leaves out changes nothing. A list adds the entries that the present list
// lacks. Any other key replaces the present value of the same key. The key
// "remove" empties keys before the others count.

// removable are the keys whose content a file can remove.
var removable = []string{"value", "na", "assurance", "note", "quotes", "heard", "score", "elements", "reconciled", "evidence"}

func (b *batch) item(item *questionnaire.Item) {
	if value, given := b.file.facts[item.ID]; given && !item.Kind.Judged() {
		b.fact(item, strings.TrimSpace(string(value)))
		return
	}
	text, given := b.file.answers[item.ID]
	if !given || !item.Kind.Judged() {
		return
	}
	e := edit{batch: b, path: "answers." + item.ID, item: item, text: text}
	if e.fits() {
		e.record()
	}
}

// fact sets the value of a fact and keeps its note and marks.
func (b *batch) fact(item *questionnaire.Item, value string) {
	path := "facts." + item.ID
	if value == "" {
		b.mistake(path, fmt.Errorf("%s has no value; leave the line out to keep the answer as it is", item.ID))
		return
	}
	if item.Answer == "date" {
		day, err := ParseDay(value, b.file.today)
		if err != nil {
			b.mistake(path, err)
			return
		}
		value = day.String()
	}
	b.answered(path, item.ID, func(a *Answer) { a.Value, a.Reverify = value, nil })
}

// answered records an edit of the present answer, unless it changes nothing.
func (b *batch) answered(path, id string, change func(*Answer)) {
	now := b.snapshot.Answers[id]
	next := now.Amended(change)
	next.Item = id
	e := Entry{ID: b.newID(), At: b.at, By: b.by, Change: Answered{Answer: next, Replaces: cmp.Or(now.Event, Nothing)}}
	admitted, err := b.snapshot.Admit(e)
	if err != nil {
		b.mistake(path, err)
		return
	}
	if c, is := admitted.Change.(Answered); is && sameContent(c.Answer, now) {
		return
	}
	b.append(path, admitted)
}

// sameContent compares everything recorded in two answers, except for the
// grades.
func sameContent(a, b Answer) bool {
	content := func(a Answer) string {
		a.Item, a.By, a.At, a.Session, a.Event = "", "", 0, "", ""
		a.Grades, a.Scores, a.Elements = nil, nil, nil
		return jsonOf(a)
	}
	return content(a) == content(b)
}

func jsonOf(value any) string {
	var text bytes.Buffer
	if err := json.NewEncoder(&text).Encode(value); err != nil {
		return err.Error() // no field of a record can fail
	}
	return text.String()
}

// edit is the part of a file about one item.
type edit struct {
	*batch
	path string
	item *questionnaire.Item
	text answerText
}

// removes reports whether the content of a key is taken away first.
func (e edit) removes(key string) bool { return slices.Contains(e.text.Remove, key) }

// fits reports mistakes that need no look at the present answer.
func (e edit) fits() bool {
	before := len(e.mistakes)
	if reflect.ValueOf(e.text).IsZero() {
		e.mistake(e.path, fmt.Errorf("%s is empty: it needs an answer, a note, a quote or evidence", e.item.ID))
	}
	for _, text := range []struct {
		key  string
		text *string
	}{{"note", e.text.Note}, {"reconciled", e.text.Reconciled}, {"na", e.text.NA}} {
		if text.text != nil && strings.TrimSpace(*text.text) == "" {
			e.mistake(e.path+"."+text.key, fmt.Errorf("this text is empty, and an empty text changes nothing: write remove: [%s] to remove the present one", text.key))
		}
	}
	for n, key := range e.text.Remove {
		if !slices.Contains(removable, key) {
			e.mistake(fmt.Sprintf("%s.remove[%d]", e.path, n), fmt.Errorf("%q cannot be removed; these can: %s", key, strings.Join(removable, ", ")))
		}
	}
	if !e.item.Kind.Scored() && (e.text.Score != nil || len(e.text.Scores) > 0 || len(e.text.Elements) > 0) {
		e.mistake(e.path, invalid("%s is not a scenario: it takes a value, not scores", e.item.ID))
	}
	return len(e.mistakes) == before
}

// record adds the entries: the grades first, because a grade ends that others
// are reconciled.
func (e edit) record() {
	records, ok := e.records()
	if !ok {
		return
	}
	if e.item.Kind.Scored() && !e.grades() {
		return
	}
	e.answered(e.path, e.item.ID, func(a *Answer) { e.apply(a, records) })
}

// apply edits the present answer.
func (e edit) apply(a *Answer, records []Evidence) {
	text := e.text
	if e.removes("value") {
		a.Value = ""
	}
	if e.removes("na") {
		a.NotApplicable = nil
	}
	if text.Value != "" {
		a.Value, a.NotApplicable, a.Reverify = string(text.Value), nil, nil
	}
	e.aside(a)
	if e.removes("note") {
		a.Note = ""
	}
	if text.Note != nil && !e.item.Kind.Scored() {
		a.Note = *text.Note
	}
	if e.removes("reconciled") {
		a.Reconciled, a.Reconciling = "", nil
	}
	if text.Reconciled != nil {
		a.Reconciled = *text.Reconciled
	}
	if text.Reconciling != nil {
		a.Reconciling = text.Reconciling
	}
	e.quotes(a)
	if e.removes("heard") {
		a.Heard = nil
	}
	a.Heard = union(a.Heard, text.Heard)
	for _, mark := range []struct {
		said *bool
		is   *bool
	}{{text.Volunteered, &a.Volunteered}, {text.Evasive, &a.Evasive}, {text.Later, &a.Later}} {
		if mark.said != nil {
			*mark.is = *mark.said
		}
	}
	e.evidence(a, records)
}

// aside sets the item aside. Whoever gives the same reason again does not
// replace the person who gave it first.
func (e edit) aside(a *Answer) {
	if e.text.NA == nil {
		return
	}
	reason, by := *e.text.NA, cmp.Or(e.text.By, e.by)
	if now := a.NotApplicable; now != nil && now.Reason == strings.TrimSpace(hostile.Clean(reason)) && e.text.By == "" {
		by = now.By
	}
	if e.text.Value == "" {
		a.Value = ""
	}
	a.NotApplicable, a.Reverify = &NotApplicable{Reason: reason, By: by}, nil
}

// quotes adds the quotes that are not there. A speaker is added to a quote that
// has none.
func (e edit) quotes(a *Answer) {
	if e.removes("quotes") {
		a.Quotes = nil
	}
	for _, quote := range e.text.Quotes {
		text, who := strings.TrimSpace(hostile.Clean(quote.Text)), hostile.Line(quote.Who)
		at := slices.IndexFunc(a.Quotes, func(known Quote) bool {
			return known.Text == text && (who == "" || known.Who == "" || known.Who == who)
		})
		switch {
		case at < 0:
			a.Quotes = append(a.Quotes, Quote{Text: quote.Text, Who: quote.Who})
		case who != "":
			a.Quotes[at].Who = who
		}
	}
}

func union[T cmp.Ordered](list, more []T) []T {
	for _, one := range more {
		if !slices.Contains(list, one) {
			list = append(slices.Clip(list), one)
		}
	}
	if len(more) > 0 {
		slices.Sort(list)
	}
	return list
}

// records are the evidence records of the file.
func (e edit) records() (records []Evidence, ok bool) {
	ok = true
	for n, record := range e.text.Evidence {
		at := fmt.Sprintf("%s.evidence[%d]", e.path, n)
		asOf, err1 := ParseDay(string(record.AsOf), e.file.today)
		until, err2 := ParseDay(string(record.ValidUntil), e.file.today)
		for key, err := range map[string]error{".as_of": err1, ".valid_until": err2} {
			if err != nil {
				e.mistake(at+key, err)
				ok = false
			}
		}
		made := Evidence{
			Kind: string(record.Kind), Seen: record.Seen, Also: record.Also, Assurance: record.Assurance, File: record.File, SHA256: record.SHA256, Size: record.Size,
			Observed: record.Observed, Reference: record.Reference, AsOf: asOf, ValidUntil: until, Scope: record.Scope, Checked: record.Checked,
		}
		if now := e.snapshot.Answers[e.item.ID]; cmp.Or(record.Assurance, e.text.Assurance) == "" && now.Assurance.rank() > Claimed.rank() && !e.removes("evidence") {
			if !slices.ContainsFunc(now.Evidence, func(known Evidence) bool { return SameRecord(known, made) }) {
				e.mistake(at, errors.New("say how well this record shows the answer: the present assurance was given for other evidence"))
				ok = false
			}
		}
		records = append(records, made)
	}
	return records, ok
}

// SameRecord reports whether two records are of the same paper or observation.
// Assurance and checks may differ, and the folder of the file.
func SameRecord(a, b Evidence) bool {
	plain := func(record Evidence) string {
		record = cleanedEvidence([]Evidence{record})[0]
		record.Assurance, record.Checked = "", nil
		if record.File != "" {
			record.File = path.Base(record.File)
		}
		return jsonOf(record)
	}
	return plain(a) == plain(b)
}

// evidence adds the records that are not there. A known record takes further
// checks and, if the file states one, another assurance. An assurance
// that comes with new records leaves the other records at theirs.
func (e edit) evidence(a *Answer, records []Evidence) {
	if e.removes("evidence") {
		a.Evidence = nil
	}
	if e.removes("assurance") {
		a.Assurance = ""
	}
	fresh := slices.ContainsFunc(records, func(record Evidence) bool {
		return !slices.ContainsFunc(a.Evidence, func(known Evidence) bool { return SameRecord(known, record) })
	})
	if stated := e.text.Assurance; stated != "" && stated != a.Assurance {
		if fresh {
			for n := range a.Evidence {
				a.Evidence[n].Assurance = a.StatedFor(&a.Evidence[n])
			}
		}
		a.Assurance, a.Reverify = stated, nil
	}
	for _, record := range records {
		at := slices.IndexFunc(a.Evidence, func(known Evidence) bool { return SameRecord(known, record) })
		if at < 0 {
			a.Evidence = append(slices.Clip(a.Evidence), record)
			continue
		}
		known := &a.Evidence[at]
		known.Checked = union(slices.Clone(known.Checked), record.Checked)
		if stated := cmp.Or(record.Assurance, e.text.Assurance); stated != "" && stated != a.StatedFor(known) {
			known.Assurance = stated
		}
	}
}

// grades adds the grades of a scenario. The evaluator's own grade has a note and
// the specifics. A grade that the evaluator enters for another person has neither.
func (e edit) grades() bool {
	var people []string
	for _, scorer := range slices.Sorted(maps.Keys(e.text.Scores)) {
		switch {
		case slices.ContainsFunc(people, func(name string) bool { return SamePerson(name, scorer) }):
			e.mistake(e.path+".scores", invalid("%s: each person scores once, but %q is named twice", e.item.ID, scorer))
			return false
		case SamePerson(scorer, e.by) && e.text.Score != nil:
			e.mistake(e.path+".scores", invalid("%s: %q has a score already", e.item.ID, scorer))
			return false
		}
		people = append(people, scorer)
	}
	if now := e.snapshot.Answers[e.item.ID]; now.NotApplicable != nil && (e.text.Score != nil || len(people) > 0) && e.text.NA == nil {
		e.answered(e.path, e.item.ID, func(a *Answer) { a.NotApplicable = nil })
	}
	now := e.snapshot.Answers[e.item.ID]
	now.Item = e.item.ID
	score := e.text.Score
	for _, scorer := range people {
		if entered := e.text.Scores[scorer]; SamePerson(scorer, e.by) {
			score = &entered
		} else if g, _ := now.GradeOf(scorer); !sameGrade(g.Grade, &entered) {
			e.add(e.path, now.GradedBy(scorer, entered))
		}
	}
	e.own(now, score)
	return true
}

// own adds the evaluator's own grade, unless it changes nothing.
func (e edit) own(now Answer, score *int) {
	was, known := now.GradeOf(e.by)
	own := now.regrade(e.by)
	if e.removes("score") && score == nil && was.Grade != nil {
		own.Grade, own.Keeps = nil, false
	}
	if e.removes("note") {
		own.Note = ""
	}
	if e.removes("elements") {
		own.Elements = nil
	}
	if score != nil && !(sameGrade(score, was.Grade) && was.Own() && !was.Reverify && now.Reverify == nil) {
		own.Grade, own.Keeps = score, false
	}
	if e.text.Note != nil {
		own.Note = *e.text.Note
	}
	own.Elements = union(own.Elements, e.text.Elements)
	changes := !own.Keeps || hostile.Clean(own.Note) != was.Note || !slices.Equal(own.Elements, was.Elements)
	if changes && (known || !own.Empty()) {
		e.add(e.path, own)
	}
}

package assessment

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/questionnaire"
	"assay/questionnaire/yamldoc"
)

// AnswerFile is an interview as a file: many answers, applied whole or not
// at all.
type AnswerFile struct {
	Evaluator string
	session   *SessionStarted
	minutes   int
	facts     map[string]questionnaire.Worst
	answers   map[string]answerText
	flags     []flagText
	document  *yamldoc.Document
	mistakes  []yamldoc.Mistake // found while evidence files were read
	today     Date
}

// The keys of the file. ParseAnswers turns them into changes.
type (
	answersText struct {
		Evaluator string                         `json:"evaluator"`
		Session   *sessionText                   `json:"session"`
		Facts     map[string]questionnaire.Worst `json:"facts"`
		Answers   map[string]answerText          `json:"answers"`
		Flags     []flagText                     `json:"flags"`
	}
	sessionText struct {
		Start     string     `json:"start"`   // 2026-11-20T14:00, or -12d 14:00
		Minutes   int        `json:"minutes"` // how long it took
		Attendees []Attendee `json:"attendees"`
	}
	answerText struct {
		Value       questionnaire.Worst `json:"value"`
		NA          *string             `json:"na"`
		By          string              `json:"by"`
		Assurance   Assurance           `json:"assurance"`
		Note        *string             `json:"note"`
		Quotes      []quoteText         `json:"quotes"`
		Heard       []int               `json:"heard"`
		Score       *int                `json:"score"`  // the evaluator's own grade
		Scores      map[string]int      `json:"scores"` // by scorer; the evaluator enters the grades of other people
		Elements    []string            `json:"elements"`
		Reconciled  *string             `json:"reconciled"`
		Reconciling *int                `json:"reconciled_grade"`
		Volunteered *bool               `json:"volunteered"`
		Evasive     *bool               `json:"evasive"`
		Later       *bool               `json:"later"`
		Evidence    []evidenceText      `json:"evidence"`
		Remove      []string            `json:"remove"` // names of keys whose content goes first
	}
	evidenceText struct {
		Kind       word      `json:"kind"`
		Seen       string    `json:"seen"`
		Also       []Also    `json:"also"`
		Assurance  Assurance `json:"assurance"`
		File       string    `json:"file"`
		SHA256     string    `json:"sha256"`
		Size       int64     `json:"size"`
		Observed   string    `json:"observed"`
		Reference  string    `json:"reference"`
		AsOf       word      `json:"as_of"` // 2026-11-22, or days before loading as -20d
		ValidUntil word      `json:"valid_until"`
		Checked    []int     `json:"checked"`
		Scope      *Scope    `json:"scope"`
	}
	// word is a text without spaces, so that a comment may follow it.
	word     string
	flagText struct {
		Severity questionnaire.Severity `json:"severity"`
		Item     string                 `json:"item"`
		Text     string                 `json:"text"`
		Resolved *resolvedText          `json:"resolved"`
	}
	resolvedText struct {
		By     string `json:"by"`
		Reason string `json:"reason"`
	}
	// quoteText is a quote, with or without its speaker.
	quoteText struct {
		Text string `json:"text"`
		Who  string `json:"who"`
	}
)

// UnmarshalJSON reads "text" or {text: …, who: …}.
func (q *quoteText) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &q.Text) == nil {
		return nil
	}
	type plain quoteText
	strict := json.NewDecoder(bytes.NewReader(data))
	strict.DisallowUnknownFields()
	if err := strict.Decode((*plain)(q)); err != nil {
		return errors.New("a quote is text, or {text: …, who: …}")
	}
	return nil
}

// ParseAnswers reads an answer file. A day may be relative to today, such as
// -20d; times are in zone. If the file has mistakes of form, the error is a
// yamldoc.Mistakes that lists all of them with line and column.
func ParseAnswers(text []byte, today Date, zone *time.Location) (*AnswerFile, error) {
	var raw answersText
	document, err := yamldoc.Read(text, &raw)
	if err != nil {
		return nil, err
	}
	file := &AnswerFile{Evaluator: strings.TrimSpace(raw.Evaluator), facts: raw.Facts, answers: raw.Answers, flags: raw.Flags, document: document, today: today}
	if raw.Session != nil {
		start, err := parseInstant(raw.Session.Start, today, zone)
		if err != nil {
			return nil, document.Locate([]yamldoc.Mistake{{Path: "session.start", Text: err.Error()}})
		}
		file.session = &SessionStarted{Start: start.UnixMicro(), Attendees: raw.Session.Attendees}
		if file.minutes = raw.Session.Minutes; file.minutes < 0 {
			return nil, document.Locate([]yamldoc.Mistake{{Path: "session.minutes", Text: "a session does not take less than no time"}})
		}
	}
	return file, nil
}

// Files lists the names of the evidence files, each once.
func (f *AnswerFile) Files() []string {
	names := map[string]bool{}
	for _, answer := range f.answers {
		for _, record := range answer.Evidence {
			if record.File != "" {
				names[record.File] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// SetFile sets the hash and size (bytes) of an evidence file. If an answer
// states another hash, Admit reports a mistake.
func (f *AnswerFile) SetFile(name, sha256 string, size int64) {
	for item, answer := range f.answers {
		for i := range answer.Evidence {
			record := &answer.Evidence[i]
			if record.File != name {
				continue
			}
			if record.SHA256 != "" && record.SHA256 != sha256 || record.Size != 0 && record.Size != size {
				f.mistakes = append(f.mistakes, yamldoc.Mistake{
					Path: fmt.Sprintf("answers.%s.evidence[%d]", item, i),
					Text: fmt.Sprintf("%s is another file than stated here: its SHA-256 is %s", name, sha256),
				})
			}
			record.SHA256, record.Size = sha256, size
		}
	}
}

// Planned is the effect of a file: its entries, and the snapshot after them.
type Planned struct {
	Entries []Entry
	After   Snapshot
}

// Admit returns the entries of [AnswerFile.Plan].
func (f *AnswerFile) Admit(snapshot Snapshot, newID func() string, at int64, evaluator string) ([]Entry, error) {
	plan, err := f.Plan(snapshot, newID, at, evaluator)
	return plan.Entries, err
}

// Plan turns the file into entries that may follow the snapshot, in the
// order of the questionnaire. No entry changes a key that the file leaves out.
// Plan leaves out an entry that would change nothing. If anything is wrong, the plan
// is empty, and the error is a yamldoc.Mistakes that lists every bad line. A
// given evaluator overrides the one in the file.
func (f *AnswerFile) Plan(snapshot Snapshot, newID func() string, at int64, evaluator string) (Planned, error) {
	if evaluator == "" {
		evaluator = f.Evaluator
	}
	b := &batch{file: f, snapshot: snapshot, newID: newID, at: at, by: evaluator, mistakes: slices.Clone(f.mistakes)}
	if strings.TrimSpace(evaluator) == "" {
		b.mistake("evaluator", errors.New("the file names no evaluator"))
		return Planned{}, f.document.Locate(b.mistakes)
	}
	held := f.session == nil || f.held(b)
	if !held {
		f.sessionFits(b)
		b.add("session", *f.session)
	}
	b.unknown()
	for d := range snapshot.Questionnaire.Domains {
		for i := range snapshot.Questionnaire.Domains[d].Items {
			b.item(&snapshot.Questionnaire.Domains[d].Items[i])
		}
	}
	for n, flag := range f.flags {
		b.flag(fmt.Sprintf("flags[%d]", n), flag)
	}
	if !held {
		b.add("session", SessionEnded{End: f.end()})
	}
	today := snapshot.Day(at)
	before := snapshot.ByHand(today)
	for _, id := range b.snapshot.ByHand(today) {
		if !slices.Contains(before, id) {
			b.mistake("answers."+id, Errorf(Refused, "%s is a hard gate: only its own rule can make it not applicable, and the rule does not", id))
		}
	}
	if len(b.mistakes) > 0 {
		return Planned{}, f.document.Locate(b.mistakes)
	}
	return Planned{b.entries, b.snapshot}, nil
}

// held reports whether the session of the file is recorded already. Another
// session at the same time is a mistake.
func (f *AnswerFile) held(b *batch) bool {
	at := slices.IndexFunc(b.snapshot.Sessions, func(known Session) bool { return known.Start == f.session.Start })
	if at < 0 {
		return false
	}
	known := b.snapshot.Sessions[at]
	if known.End != f.end() || !slices.Equal(known.Attendees, cleanedAttendees(f.session.Attendees)) {
		b.mistake("session", errors.New("a session that began then is recorded already, with another end or other attendees; leave the session out"))
	}
	return true
}

// end is the end of the session in microseconds UTC; its start if the file does
// not say how long it took.
func (f *AnswerFile) end() int64 {
	return f.session.Start + (time.Duration(f.minutes) * time.Minute).Microseconds()
}

// sessionFits refuses a session that cannot have taken place yet, or takes
// longer than a day.
func (f *AnswerFile) sessionFits(b *batch) {
	switch {
	case f.session.Start > b.at:
		b.mistake("session.start", errors.New("the session starts in the future; record it when it has taken place"))
	case f.minutes > minutesPerDay:
		b.mistake("session.minutes", fmt.Errorf("%s are longer than a day, which has %d; record each meeting as its own session", english.Count(f.minutes, "minute"), minutesPerDay))
	case f.end() > b.at:
		b.mistake("session.minutes", fmt.Errorf("the session ends in the future: %s from its start have not passed yet", english.Count(f.minutes, "minute")))
	}
}

const minutesPerDay = 24 * 60

// batch adds entries to a snapshot one by one, so that each is checked
// against the earlier ones.
type batch struct {
	file     *AnswerFile
	snapshot Snapshot
	newID    func() string
	at       int64
	by       string
	entries  []Entry
	mistakes []yamldoc.Mistake
}

func (b *batch) mistake(path string, err error) {
	b.mistakes = append(b.mistakes, yamldoc.Mistake{Path: path, Text: err.Error()})
}

// add admits one change and returns the id of its entry.
func (b *batch) add(path string, change Change) string {
	return b.addBy(path, b.by, change)
}

func (b *batch) addBy(path, by string, change Change) string {
	entry, err := b.snapshot.Admit(Entry{ID: b.newID(), At: b.at, By: by, Change: change})
	if err != nil {
		b.mistake(path, err)
		return ""
	}
	return b.append(path, entry)
}

// append adds an admitted entry.
func (b *batch) append(path string, entry Entry) string {
	next, err := b.snapshot.Next(Event{Entry: entry, Assessment: b.snapshot.Assessment, Seq: b.snapshot.Seq + 1})
	if err != nil {
		b.mistake(path, err)
		return ""
	}
	b.snapshot.State = next
	b.entries = append(b.entries, entry)
	return entry.ID
}

// unknown reports ids that the questionnaire lacks, facts under answers, and
// answers under facts.
func (b *batch) unknown() {
	for _, id := range slices.Sorted(maps.Keys(b.file.facts)) {
		if item := b.snapshot.Questionnaire.Item(id); item == nil || item.Kind.Judged() {
			b.mistake("facts."+id, fmt.Errorf("no fact has the id %q", id))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(b.file.answers)) {
		switch item := b.snapshot.Questionnaire.Item(id); {
		case item == nil:
			b.mistake("answers."+id, unknownItem(id))
		case !item.Kind.Judged():
			b.mistake("answers."+id, fmt.Errorf("%s is a fact: it belongs under facts", id))
		}
	}
}

func (b *batch) flag(path string, flag flagText) {
	id := ""
	if known := b.raised(flag); known != nil {
		if id = known.ID; known.Resolution != nil {
			return
		}
	} else {
		id = b.add(path, FlagRaised{Item: flag.Item, Severity: flag.Severity, Text: flag.Text})
	}
	if id == "" || flag.Resolved == nil {
		return
	}
	b.addBy(path+".resolved", flag.Resolved.By, FlagResolved{Flag: id, Reason: flag.Resolved.Reason})
}

// raised finds a flag that somebody has raised already.
func (b *batch) raised(flag flagText) *Flag {
	text := strings.TrimSpace(hostile.Clean(flag.Text))
	at := slices.IndexFunc(b.snapshot.Flags, func(known Flag) bool {
		return known.Item == flag.Item && known.Severity == flag.Severity && known.Text == text
	})
	if at < 0 {
		return nil
	}
	return &b.snapshot.Flags[at]
}

// parseInstant reads 2026-11-20T14:00 or -12d 14:00.
func parseInstant(text string, today Date, zone *time.Location) (time.Time, error) {
	at := strings.IndexAny(text, "T ")
	if at < 0 {
		return time.Time{}, fmt.Errorf("%q is not a time, such as 2026-11-20T14:00 or -12d 14:00", text)
	}
	day, err := ParseDay(text[:at], today)
	if err != nil {
		return time.Time{}, err
	}
	clock, err := time.Parse("15:04", text[at+1:])
	if err != nil || day.IsZero() {
		return time.Time{}, fmt.Errorf("%q is not a time, such as 2026-11-20T14:00 or -12d 14:00", text)
	}
	year, month, date := day.Time().Date()
	start := time.Date(year, month, date, clock.Hour(), clock.Minute(), 0, 0, zone)
	if start.Hour() != clock.Hour() || start.Minute() != clock.Minute() {
		return time.Time{}, fmt.Errorf("the clocks in %s never showed %s on %s: they were set forward", zone, text[at+1:], day)
	}
	return start, nil
}

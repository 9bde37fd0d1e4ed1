package export

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"assay/assessment"
	"assay/questionnaire"
	"assay/questionnaire/kindtest"
	"assay/templates"
)

const today assessment.Date = 20779 // 2026-11-22

// journal collects the events of one assessment.
type journal struct {
	t      testing.TB
	q      *questionnaire.Questionnaire
	id     string
	events []assessment.Event
}

func opened(t testing.TB, q *questionnaire.Questionnaire, vendor assessment.Vendor) *journal {
	j := &journal{t: t, q: q, id: "a-" + vendor.ID}
	j.append(assessment.Entry{ID: "e1", At: at(8, 0), By: "lead@hospital.example", Change: assessment.Opened{
		Vendor: vendor, Questionnaire: assessment.PinOf(q), Milestone: questionnaire.Award, TimeZone: "America/Chicago",
		RFP: &assessment.RFP{ID: "r1", Title: "EHR integration", Reference: "2026-14", Questionnaire: q.Hash(), Milestone: questionnaire.Award},
	}})
	return j
}

func at(hour, minute int) int64 {
	return today.Time().Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute).UnixMicro()
}

func (j *journal) append(entry assessment.Entry) {
	j.events = append(j.events, assessment.Event{Entry: entry, Assessment: j.id, Seq: int64(len(j.events) + 1)})
}

func (j *journal) record(by string, change assessment.Change) {
	j.t.Helper()
	n := len(j.events)
	entry, err := j.snapshot().Admit(assessment.Entry{ID: fmt.Sprintf("e%d", n+1), At: at(14, n), By: by, Change: change})
	if err != nil {
		j.t.Fatal(err)
	}
	j.append(entry)
}

func (j *journal) snapshot() assessment.Snapshot {
	j.t.Helper()
	state, err := assessment.Fold(j.events)
	if err != nil {
		j.t.Fatal(err)
	}
	return assessment.Snapshot{Assessment: j.id, Questionnaire: j.q, State: state}
}

var staffing = sync.OnceValues(func() (*questionnaire.Questionnaire, error) {
	return questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).Get("hipaa-staffing")
})

// demo is a vendor of the demo, interviewed in full with the shipped questionnaire.
func demo(t testing.TB, name string) assessment.Snapshot {
	t.Helper()
	q, err := staffing()
	if err != nil {
		t.Fatal(err)
	}
	j := opened(t, q, assessment.Vendor{ID: name, Name: name, Country: "US"})
	next := 1
	for _, part := range []string{name, name + "-second"} {
		text, err := fs.ReadFile(templates.Demo(), part+".yaml")
		if err != nil {
			t.Fatal(err)
		}
		file, err := assessment.ParseAnswers(text, today, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		for _, evidence := range file.Files() {
			file.SetFile(evidence, strings.Repeat("5e", 32), 184_320)
		}
		entries, err := file.Admit(j.snapshot(), func() string { next++; return fmt.Sprintf("d%d", next) }, at(15, 0), "")
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			j.append(entry)
		}
	}
	return j.snapshot()
}

// hostileTexts are what a vendor may write to harm or to deceive a reader, and what it
// may write in good faith.
var hostileTexts = []string{
	"=HYPERLINK(\"http://evil.example\",\"click\")", "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)", "\t=1", "\r=1", " =1+1", "＝1+1", "＋1", "－1", "＠SUM", "a;=1+1", "a\n=1+1",
	"invoice\u202efdp.exe", "\u2066left\u2069", "a\x1b[31mred\x07", "zero\u200bwidth", "_x003D_1+1", "\ufffe\uffff", "bad \xff utf-8",
	"01-02", "1/2", "1E5", "MAR-03", "TRUE", "007", "1–3", "12345678901234567890",
	"日本語の回答", "שלום עולם", "العربية", "👩🏽‍⚕️ ok", "“quotes” and \"quotes\"", "line one\nline two", "| pipe | `code` <b>bold</b> *star* # head", "- list", "1. list", "---", "> quote",
	strings.Repeat("long ", 2000),
}

// told is an assessment with an item of every kind, under hostile texts.
func told(t testing.TB) *journal {
	t.Helper()
	q, err := questionnaire.Parse(bytes.NewReader(kindtest.File(questionnaire.Kinds()...)))
	if err != nil {
		t.Fatal(err)
	}
	j := opened(t, q, assessment.Vendor{ID: "hostile", Name: "=Harbor", LegalName: "+Harbor\u202e Ltd"})
	for n, kind := range questionnaire.Kinds() {
		id := kindtest.ID(kind)
		item := q.Item(id)
		if kind.Scored() {
			grade := n % 5
			j.record("dana@lakeside.example", assessment.Graded{Item: id, Scorer: "dana@lakeside.example", Grade: &grade, Note: hostileTexts[n], Elements: []string{"actor"}})
			continue
		}
		answer := assessment.Answer{Item: id, Value: item.Values()[0].Text, Note: hostileTexts[n]}
		if kind.TakesEvidence() {
			answer.Assurance = assessment.Claimed
		}
		j.record("dana@lakeside.example", assessment.Answered{Answer: answer})
	}
	return j
}

// said records every hostile text as a quote of one item.
func (j *journal) said(texts ...string) *journal {
	j.t.Helper()
	kinds := questionnaire.Kinds()
	id := kindtest.ID(kinds[slices.IndexFunc(kinds, questionnaire.Kind.TakesEvidence)])
	answer := j.snapshot().Answers[id]
	for _, text := range texts {
		answer.Quotes = append(answer.Quotes, assessment.Quote{Text: text, Who: text[:min(len(text), 40)], At: at(15, 30)})
	}
	j.record("dana@lakeside.example", assessment.Answered{Answer: answer})
	return j
}

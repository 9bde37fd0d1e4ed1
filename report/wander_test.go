package report_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
	"assay/questionnaire/kindtest"
)

// beginnings are journals to go on from: one for each questionnaire that ships, and
// each story of this package.
func beginnings(t testing.TB) map[string]func() *journal {
	t.Helper()
	all := map[string]func() *journal{
		"the story":              func() *journal { return story(t) },
		"a re-assessment":        func() *journal { return afterwards(t) },
		"with its decision":      func() *journal { return redecided(t) },
		"conditional":            func() *journal { return conditional(t) },
		"events that are lost":   func() *journal { return rolledBack(t, 2) },
		"the demo's to approve":  func() *journal { return demoJournal(t, "kestrelhythe", "Kestrelhythe Delivery, Inc.") },
		"the demo's conditional": func() *journal { return demoJournal(t, "oakhollin", "Oakhollin Interface Partners LLC") },
		"the demo's to block":    func() *journal { return demoJournal(t, "ellsmarch", "Ellsmarch Clinical Engineering, Inc.") },
		"a list of gates":        func() *journal { return newJournal(t, conditions(t), storyVendor, nil) },
		"every kind": func() *journal {
			q, err := questionnaire.Parse(strings.NewReader(string(kindtest.File(questionnaire.Kinds()...))))
			if err != nil {
				t.Fatal(err)
			}
			return newJournal(t, q, storyVendor, nil)
		},
	}
	for _, id := range []string{"hipaa-staffing", "hipaa-offshore", "hipaa-screening-call", "pre-engagement", "onboarding-gate", "offboarding-record", "access-review", "baa-clauses"} {
		all[id] = func() *journal {
			return newJournal(t, shipped(t, id), assessment.Vendor{ID: "v1", Name: hostileNote, LegalName: "\u2066Ltd\u2069 & <Sons>", Country: "PH"}, nil)
		}
	}
	return all
}

// wanderer lets random things happen to an assessment.
type wanderer struct {
	*rand.Rand
	*journal
}

// texts are notes of people, and of people who mean harm.
var texts = []string{
	"Read in our presence.", hostileNote, longNote, "", "Пояснение à propos de 契約 😀", "\u202eevil\u2066", "e\u0301\u0301\u0301 and e\u0301", "a\x00b\tc\nd\re\u0085f\u2028g",
	"%%EOF\n1 0 obj\n<</Type /Catalog>>\nendobj\nstartxref\n0\n", "/ByteRange [0 1 2 3] /Contents <00>", `"},{"header":"`, `\u0000\ud800`, "</script><script>alert(1)</script>",
	"=HYPERLINK(\"http://example.org\")", strings.Repeat("W", 3000), strings.Repeat("- point\n", 200), "\ufffd\ufeff\U0010ffff", "1e999", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 x",
}

// text is one of them, or letters of any script.
func (w wanderer) text() string {
	if w.IntN(4) > 0 {
		return texts[w.IntN(len(texts))]
	}
	var out strings.Builder
	for range 1 + w.IntN(60) {
		out.WriteRune(rune(w.IntN([]int{0x80, 0x3000, 0x10000, 0x110000}[w.IntN(4)])))
	}
	return out.String()
}

func (w wanderer) person() string {
	return []string{"lead@hospital.example", "ciso@hospital.example", "counsel \u202e"}[w.IntN(3)]
}

// happen records a change, if the assessment admits it.
func (w wanderer) happen(by string, change assessment.Change) {
	if change == nil {
		return
	}
	n, before := len(w.events), w.snapshot()
	entry, err := before.Admit(assessment.Entry{ID: fmt.Sprintf("w%d", n), At: at(16, 0) + int64(n)*1e6, By: by, Change: change})
	if err != nil {
		return
	}
	w.append(entry)
	for k, opens := range w.snapshot().OpensPanels(before, entry.Change) {
		w.append(assessment.Entry{ID: fmt.Sprintf("w%d-%d", n, k), At: entry.At, By: by, Change: opens})
	}
	if _, err := assessment.Fold(w.events); err != nil {
		w.t.Fatalf("what was admitted does not fold: %v", err)
	}
}

// step is one random thing that may happen.
func (w wanderer) step() {
	s := w.snapshot()
	by, day := w.person(), today-assessment.Date(w.IntN(400))
	item := w.item()
	switch w.IntN(22) {
	case 0, 1, 2, 3, 4, 5:
		for _, change := range w.answer(item) {
			w.happen(by, change)
		}
	case 6, 7:
		w.happen(by, assessment.Answered{Answer: s.Answers[item.ID].Amended(func(a *assessment.Answer) {
			a.Item = item.ID
			a.Note, a.Later, a.Evasive = w.text(), w.IntN(2) == 0, w.IntN(3) == 0
			a.Quotes = append(slices.Clone(a.Quotes), assessment.Quote{Text: w.text(), Who: w.text(), At: at(15, 1)})
		})})
	case 8:
		w.happen(by, assessment.Answered{Answer: assessment.Answer{Item: item.ID, NotApplicable: &assessment.NotApplicable{Reason: w.text(), By: by}}})
	case 9:
		w.happen(by, assessment.FlagRaised{Item: []string{"", item.ID}[w.IntN(2)], Severity: []questionnaire.Severity{questionnaire.Stop, questionnaire.Warning}[w.IntN(2)], Text: w.text()})
	case 10:
		if len(s.Flags) > 0 {
			w.happen(by, assessment.FlagResolved{Flag: s.Flags[w.IntN(len(s.Flags))].ID, Reason: w.text()})
		}
	case 11:
		w.happen(by, assessment.WaiverGranted{Waiver: assessment.Waiver{
			Item: item.ID, Approver: "cfo@hospital.example", Reason: w.text(), Control: w.text(), Owner: w.text(), Granted: today, Expires: today + assessment.Date(w.IntN(90)),
		}})
	case 12:
		w.happen(by, assessment.SessionStarted{Start: at(15, 0), Attendees: []assessment.Attendee{{Name: w.text(), Role: w.text(), Side: "vendor"}}})
		w.happen(by, assessment.SessionEnded{End: at(16, 0)})
	case 13:
		action := assessment.Action{Item: item.ID, What: w.text(), Owner: w.text(), Due: today + assessment.Date(w.IntN(90)), Control: w.text()}
		if causes := s.Causes(assessment.Evaluate(s, today, s.Milestone, questionnaire.Current)); len(causes) > 0 {
			cause := causes[w.IntN(len(causes))]
			action.Cause, action.Item = cause.Key, cause.Item
		}
		w.happen(by, assessment.ActionOpened{Action: action})
		if len(s.Actions) > 0 {
			w.happen(by, assessment.ActionClosed{Action: s.Actions[w.IntN(len(s.Actions))].ID, How: w.text()})
		}
	case 14:
		link := assessment.Link{Entity: w.text(), Country: "PH", Function: w.text(), PHI: w.IntN(2) == 0, Credentials: w.IntN(2) == 0, Flow: &assessment.FlowDown{Signed: day, Ends: day + assessment.Date(w.IntN(800))}}
		if len(s.Links) > 0 {
			link.Under = s.Links[w.IntN(len(s.Links))].ID
		}
		w.happen(by, assessment.LinkSet{Link: link})
		if len(s.Links) > 2 {
			w.happen(by, assessment.LinkRemoved{Link: s.Links[w.IntN(len(s.Links))].ID, Reason: w.text()})
		}
	case 15:
		outcome := []assessment.Outcome{assessment.DecideApprove, assessment.DecideConditional, assessment.DecideRemediate, assessment.DecideDecline}[w.IntN(4)]
		w.happen(by, assessment.Decided{Decision: assessment.Decision{Outcome: outcome, By: approver, Role: w.text(), Reason: w.text()}})
	case 16:
		if last := s.LastStep(by); last != nil {
			w.happen(by, assessment.Undone{Event: last.Event})
		}
	case 17:
		w.happen(by, assessment.Signed{Role: "assessor", Signer: w.text(), Certificate: strings.Repeat("ab", 32), File: strings.Repeat("cd", 32)})
		if w.IntN(3) == 0 {
			w.happen(by, assessment.Moved{Milestone: questionnaire.Milestones()[w.IntN(len(questionnaire.Milestones()))]})
		}
	case 18:
		w.strikeOne()
	case 19:
		w.happen(by, assessment.Withdrawn{Reason: w.text()})
		if w.IntN(4) > 0 {
			w.happen(by, assessment.Reinstated{Reason: w.text()})
		}
	case 20:
		graders := [][]string{{"lead@hospital.example", "ciso@hospital.example"}, {"lead@hospital.example", by, w.text()}, {by}, nil}
		w.happen(by, assessment.GradersNamed{Names: graders[w.IntN(len(graders))], Reason: w.text()})
	case 21:
		for n := range w.q.Domains {
			for k := range w.q.Domains[n].Items {
				if item := &w.q.Domains[n].Items[k]; item.Kind.Scored() && w.IntN(4) == 0 {
					grade := w.IntN(5)
					w.happen(by, assessment.Graded{Item: item.ID, Scorer: by, Grade: &grade, Note: w.text()})
				}
			}
		}
		if hidden := s.Hidden(); len(hidden) > 0 && w.IntN(2) == 0 {
			w.happen(by, assessment.PanelOpened{Item: hidden[w.IntN(len(hidden))], Reason: w.text()})
		}
	}
}

func (w wanderer) item() *questionnaire.Item {
	domain := w.q.Domains[w.IntN(len(w.q.Domains))]
	return &domain.Items[w.IntN(len(domain.Items))]
}

func (w wanderer) answer(item *questionnaire.Item) []assessment.Change {
	value := []string{"0", "17", "true", "2026-11-01", "no", w.text()}[w.IntN(6)]
	if values := item.Values(); len(values) > 0 {
		value = values[w.IntN(len(values))].Text
	}
	changes := assessment.Answer{}.Giving(item, value, w.person())
	for n, change := range changes {
		c, is := change.(assessment.Answered)
		if kinds := w.q.Evidence; is && len(kinds) > 0 && item.Kind.TakesEvidence() && w.IntN(2) == 0 {
			seen := assessment.Evidence{
				Kind: kinds[w.IntN(len(kinds))].ID, File: w.text(), SHA256: strings.Repeat("5e", 32), Size: w.Int64N(1 << 40), Reference: w.text(),
				AsOf: today - assessment.Date(w.IntN(900)), ValidUntil: today + assessment.Date(w.IntN(900)),
			}
			c.Answer = c.Answer.ShownBy(seen, []assessment.Assurance{assessment.Documented, assessment.Verified, assessment.Attested}[w.IntN(3)])
		}
		if is {
			c.Answer.Note = w.text()
			changes[n] = c
		}
	}
	return changes
}

// strikeOne destroys a body that no longer counts, if it finds one.
func (w wanderer) strikeOne() {
	for range 6 {
		n := w.IntN(len(w.events))
		switch w.events[n].Change.(type) {
		case assessment.Answered, assessment.Graded, assessment.WaiverGranted:
			if counting, err := assessment.Counting(w.events, w.events[n].ID); err == nil && len(counting) == 0 {
				w.strike(n)
				return
			}
		}
	}
}

package assessment_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// written is the journal as a store keeps it.
func (i *interview) written() []assessment.Written {
	i.t.Helper()
	journal := make([]assessment.Written, len(i.events))
	for n, e := range i.events {
		journal[n] = must(e.Write())
	}
	return journal
}

// strike destroys a body and says so, as the store does.
func (i *interview) strike(id string) {
	i.t.Helper()
	at := slices.IndexFunc(i.events, func(e assessment.Event) bool { return e.ID == id })
	w := i.written()[at]
	w.Salt, w.Body = nil, nil
	i.events[at] = must(assessment.ReadEvent(w))
	i.append(assessment.Struck{Event: id, Reason: "a name"})
	i.state = must(assessment.Fold(i.events))
}

// published lists the events whose bodies count, by id.
func (i *interview) published() (ids []string) {
	i.t.Helper()
	var headers []assessment.Header
	for _, w := range i.written() {
		headers = append(headers, must(assessment.ParseHeader(w.Header)))
	}
	for n, counts := range assessment.Published(headers) {
		if counts {
			ids = append(ids, headers[n].ID)
		}
	}
	return ids
}

// withheld lists the events whose bodies do not count.
func (i *interview) withheld() (ids []string) {
	i.t.Helper()
	counting := i.published()
	for _, e := range i.events {
		if !slices.Contains(counting, e.ID) {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

func TestWhichBodiesAReportPublishes(t *testing.T) {
	grade := func(n int, note string, keeps bool) assessment.Graded {
		return assessment.Graded{Item: "SCN-01", Scorer: "lead", Grade: &n, Note: note, Keeps: keeps}
	}
	noted := func(i *interview, text string) string {
		return i.record(assessment.Answered{Answer: i.snapshot().Answers["BAA-02"].Amended(func(a *assessment.Answer) { a.Note = text })})
	}
	answered := func(i *interview, item, value string) string {
		return i.record(assessment.Answered{Answer: assessment.Answer{Item: item, Value: value}})
	}
	for name, story := range map[string]func(i *interview) (withheld []string){
		"an answer that was replaced": func(i *interview) []string {
			first, second := answered(i, "BAA-02", "3"), answered(i, "BAA-02", "2")
			answered(i, "BAA-02", "1")
			return []string{first, second}
		},
		"an answer that was taken back": func(i *interview) []string {
			answered(i, "BAA-02", "3")
			second := answered(i, "BAA-02", "2")
			return []string{second, i.record(assessment.Undone{Event: second})}
		},
		"an answer that was cleared": func(i *interview) []string {
			first := answered(i, "BAA-02", "3")
			i.record(assessment.Answered{Answer: assessment.Answer{Item: "BAA-02"}})
			return []string{first}
		},
		"grades of two people": func(i *interview) []string {
			first := i.record(grade(1, "", false))
			i.recordBy("ciso", assessment.Graded{Item: "SCN-01", Scorer: "ciso", Elements: []string{"clock"}})
			second := i.record(grade(2, "", false))
			third := i.record(grade(2, "spoke at length", true))
			i.record(grade(2, "named somebody", true))
			return []string{first, second, third}
		},
		"a grade that was taken back": func(i *interview) []string {
			first := i.record(grade(1, "", false))
			i.record(i.snapshot().Answers["SCN-01"].Ungraded("lead"))
			return []string{first}
		},
		"a note before a decision": func(i *interview) []string {
			first := answered(i, "BAA-02", "3")
			second := noted(i, "they stalled")
			noted(i, "they explained")
			i.record(decide(assessment.DecideDecline, "too dear"))
			return []string{first, second}
		},
		"notes after a decision count, with what they were added to": func(i *interview) []string {
			first := answered(i, "BAA-02", "3")
			answered(i, "BAA-02", "2")
			i.record(decide(assessment.DecideDecline, "too dear"))
			noted(i, "they stalled")
			noted(i, "they explained")
			return []string{first}
		},
		"notes after a decision that is void": func(i *interview) []string {
			first := answered(i, "BAA-02", "3")
			i.record(decide(assessment.DecideDecline, "too dear"))
			answered(i, "TEC-01", "3")
			second := noted(i, "they stalled")
			noted(i, "they explained")
			return []string{first, second}
		},
		"a waiver that was granted again": func(i *interview) []string {
			waiver := assessment.WaiverGranted{Waiver: assessment.Waiver{Item: "TEC-02", Approver: "ciso", Reason: "r", Control: "c", Owner: "o", Granted: today, Expires: today + 9}}
			first := i.record(waiver)
			i.record(waiver)
			return []string{first}
		},
		"links that were changed, and one that was removed": func(i *interview) []string {
			first := i.record(assessment.LinkSet{Link: assessment.Link{Entity: "Desk", Country: "PH"}})
			second := i.record(assessment.LinkSet{Link: assessment.Link{Entity: "Hands", Country: "PH"}})
			i.record(assessment.LinkSet{Link: assessment.Link{ID: first, Entity: "Desk Ltd", Country: "PH"}})
			return []string{first, second, i.record(assessment.LinkRemoved{Link: second, Reason: "left"})}
		},
		"a summary that was written anew": func(i *interview) []string {
			first := i.record(assessment.Summarized{Text: "They run a tight house."})
			second := i.record(assessment.Summarized{Text: "They run a loose house.", Replaces: first})
			i.record(assessment.Summarized{})
			return []string{first, second}
		},
		"a sign-off that the same person repeats": func(i *interview) []string {
			first := i.record(assessment.SignedOff{Role: "lead", Statement: "all asked"})
			i.recordBy("ciso", assessment.SignedOff{Role: "CISO", Statement: "read"})
			i.recordBy("Lead", assessment.SignedOff{Role: "lead", Statement: "all asked twice"})
			return []string{first}
		},
		"a withdrawal that ended": func(i *interview) []string {
			first := i.record(assessment.Withdrawn{Reason: "they merged"})
			return []string{first, i.record(assessment.Reinstated{Reason: "they did not"})}
		},
		"a struck body": func(i *interview) []string {
			action := i.record(todo(today + 30))
			closed := i.record(assessment.ActionClosed{Action: action, How: "done"})
			i.strike(action)
			i.strike(closed)
			return []string{action, closed}
		},
		"all else": func(i *interview) []string {
			i.record(assessment.SessionStarted{Start: 5})
			flag := i.record(assessment.FlagRaised{Severity: questionnaire.Warning, Text: "vague"})
			i.record(assessment.FlagResolved{Flag: flag, Reason: "clear now"})
			i.record(assessment.SessionEnded{End: 9})
			i.record(decide(assessment.DecideDecline, "too dear"))
			i.record(decide(assessment.DecideDecline, "too far"))
			i.record(assessment.Moved{Milestone: questionnaire.Access})
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			i := open(t, small(t))
			want := story(i)
			if diff := cmp.Diff(want, i.withheld()); diff != "" {
				t.Errorf("withheld are others: %s", diff)
			}
			i.publishes(t, true)
		})
	}
}

// publishes holds that the published bodies give the whole state, and reports
// whether others could be withheld.
func (i *interview) publishes(t interface{ Fatalf(string, ...any) }, less bool) {
	i.t.Helper()
	whole, err := assessment.Replay("a1", i.written())
	if err != nil {
		t.Fatalf("the journal does not replay: %v", err)
	}
	published, err := whole.Publish()
	if err != nil {
		t.Fatalf("the journal cannot be published: %v", err)
	}
	read, err := assessment.Replay("a1", published)
	if err == nil {
		err = read.CheckPublished()
	}
	if err != nil {
		t.Fatalf("what was published is refused: %v", err)
	}
	snapshot, again := i.snapshot().SeenBy(""), i.snapshot()
	again.State = read.State
	again = again.SeenBy("")
	if want, got := string(must(snapshot.Canonical())), string(must(again.Canonical())); want != got {
		t.Fatalf("the published bodies give another state: %s", cmp.Diff(strings.Split(want, ","), strings.Split(got, ",")))
	}
	counting := i.published()
	hidden := assessment.Sealed(read.Headers)
	for n, w := range published {
		if hidden[n] {
			if w.Body != nil {
				t.Fatalf("the body of event %d is hidden, and is published", n+1)
			}
			continue
		}
		if counts := slices.Contains(counting, i.events[n].ID); less && counts != (w.Body != nil) {
			t.Fatalf("the body of event %d (%s) counts: %v, and is published: %v", n+1, read.Headers[n].Kind, counts, w.Body != nil)
		}
	}
}

// A grade within an answer of the first form names who entered it by the answers
// before it: nothing is withheld.
func TestAJournalOfTheFirstFormIsPublishedWhole(t *testing.T) {
	i := open(t, small(t))
	i.append(assessment.Answered{Answer: assessment.Answer{Item: "SCN-01", Scores: map[string]int{"lead": 3}}})
	i.appendBy("ciso", assessment.Answered{Answer: assessment.Answer{Item: "SCN-01", Scores: map[string]int{"lead": 3, "ciso": 4}}})
	i.publishes(t, false)
	published := must(must(assessment.Replay("a1", i.written())).Publish())
	if published[1].Body == nil {
		t.Error("the first answer is withheld")
	}
}

// What a journal must not be.
func TestAJournalThatIsNotPublishedAsItMustBe(t *testing.T) {
	i := complete(t)
	i.answer(assessment.Answer{Item: "BAA-02", Value: "2"})
	i.answer(assessment.Answer{Item: "BAA-02", Value: "1"})
	whole := i.written()
	honest := must(must(assessment.Replay("a1", whole)).Publish())
	replaced := slices.IndexFunc(honest, func(w assessment.Written) bool { return w.Body == nil })
	last := len(honest) - 1
	for name, test := range map[string]struct {
		spoil func(journal []assessment.Written) []assessment.Written
		want  string
	}{
		"a body that counts is withheld": {func(j []assessment.Written) []assessment.Written {
			j[last].Salt, j[last].Body = nil, nil
			return j
		}, fmt.Sprintf("the body of event %d counts and is withheld", last+1)},
		"a body that does not count is published": {func(j []assessment.Written) []assessment.Written {
			j[replaced] = whole[replaced]
			return j
		}, fmt.Sprintf("the body of event %d does not count and is published", replaced+1)},
		"all bodies are published": {
			func([]assessment.Written) []assessment.Written { return whole },
			fmt.Sprintf("the body of event %d does not count and is published", replaced+1),
		},
		"a body is changed": {func(j []assessment.Written) []assessment.Written {
			j[last].Body = []byte(strings.Replace(string(j[last].Body), `"value":"1"`, `"value":"4"`, 1))
			return j
		}, fmt.Sprintf("the body or the random bytes of event %d were changed", last+1)},
		"other random bytes": {func(j []assessment.Written) []assessment.Written {
			j[last].Salt = slices.Repeat([]byte{1}, 32)
			return j
		}, fmt.Sprintf("the body or the random bytes of event %d were changed", last+1)},
		"no random bytes": {func(j []assessment.Written) []assessment.Written {
			j[last].Salt = nil
			return j
		}, fmt.Sprintf("the body or the random bytes of event %d were changed", last+1)},
		"an event is missing": {func(j []assessment.Written) []assessment.Written { return slices.Delete(j, 4, 5) }, "event 6 stands where event 5 belongs"},
		"two events changed places": {func(j []assessment.Written) []assessment.Written {
			j[4], j[5] = j[5], j[4]
			return j
		}, "event 6 stands where event 5 belongs"},
		"an event twice": {func(j []assessment.Written) []assessment.Written {
			j[5].Header = strings.Replace(j[5].Header, `"id":"event-6"`, `"id":"event-5"`, 1)
			return j
		}, "event 6 has the id of an earlier one"},
		"a header in other words": {func(j []assessment.Written) []assessment.Written {
			j[4].Header = strings.Replace(j[4].Header, ",", ", ", 1)
			return j
		}, "does not read as a header"},
	} {
		t.Run(name, func(t *testing.T) {
			read, err := assessment.Replay("a1", test.spoil(slices.Clone(honest)))
			if err == nil {
				err = read.CheckPublished()
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v", err)
			}
		})
	}
	if _, err := assessment.Replay("a2", honest); err == nil || !strings.Contains(err.Error(), "is of another journal, of the assessment a1") {
		t.Errorf("the journal of another assessment: %v", err)
	}
}

// anything records something that may follow, or takes something back, or
// strikes a body that no longer counts.
func (i *interview) anything(rt *rapid.T, renamed *questionnaire.Questionnaire) {
	s := i.snapshot()
	by := rapid.SampledFrom([]string{"lead", "ciso", "Lead"}).Draw(rt, "by")
	item := rapid.SampledFrom([]string{"BAA-01", "BAA-02", "TEC-02", "TEC-20", "SCN-01", "SCN-01", "SCN-01"}).Draw(rt, "item")
	now := s.Answers[item]
	now.Item = item
	event := func(of []string) string {
		if len(of) == 0 {
			return ""
		}
		return rapid.SampledFrom(of).Draw(rt, "event")
	}
	ids := func(of func(e assessment.Event) bool) (ids []string) {
		for _, e := range i.events {
			if of(e) {
				ids = append(ids, e.ID)
			}
		}
		return ids
	}
	is := func(kinds ...string) func(e assessment.Event) bool {
		return func(e assessment.Event) bool { return slices.Contains(kinds, assessment.KindOf(e.Change)) }
	}
	note := rapid.SampledFrom([]string{"", "they stalled", "they explained"}).Draw(rt, "note")
	answered := func(a assessment.Answer) assessment.Change {
		replaces := rapid.SampledFrom([]string{"", now.Event}).Draw(rt, "replaces")
		return assessment.Answered{Answer: a, Replaces: replaces}
	}
	var change assessment.Change
	switch rapid.SampledFrom([]string{
		"value", "value", "note", "note", "marks", "clear", "grade", "grade", "grade", "again", "noted", "noted", "named", "ungrade", "remove", "reconcile", "confirm",
		"decide", "decide", "decide", "undo", "undo", "undo", "strike", "strike", "flag", "resolve", "waive", "action", "close", "link", "relink", "unlink", "session", "end",
		"withdraw", "reinstate", "move", "rules", "signed", "read", "graders", "graders", "panel", "summary", "sign off", "ask", "receive", "receive",
	}).Draw(rt, "what") {
	case "value":
		if kind := i.q.Item(item); kind != nil && !kind.Kind.Scored() {
			change = answered(now.Given(kind, rapid.SampledFrom(values(kind.Kind)).Draw(rt, "value")))
		}
	case "note":
		change = answered(now.Amended(func(a *assessment.Answer) { a.Note = note }))
	case "marks":
		change = answered(now.Amended(func(a *assessment.Answer) { a.Later, a.Evasive = !a.Later, note != "" }))
	case "clear":
		change = answered(assessment.Answer{Item: item})
	case "grade":
		change = now.GradedBy(by, rapid.IntRange(0, 4).Draw(rt, "grade"))
	case "again":
		if own, _ := now.GradeOf(by); own.Grade != nil {
			change = now.GradedBy(by, *own.Grade)
		}
	case "noted":
		change = now.NotedBy(by, note)
	case "named":
		change = now.Naming(by, rapid.SampledFrom([][]string{nil, {"actor"}, {"clock"}}).Draw(rt, "elements"))
	case "ungrade":
		change = now.Ungraded(by)
	case "remove":
		change = assessment.Graded{Item: item, Scorer: by}
	case "reconcile":
		change = answered(now.Amended(func(a *assessment.Answer) { a.Reconciled, a.Reconciling = "they talked", new(3) }))
	case "confirm":
		change = now.Confirming(by)
	case "decide":
		change = decide(assessment.DecideDecline, "too dear")
	case "undo":
		var steps []string
		for _, step := range s.Trail {
			steps = append(steps, step.Event)
		}
		change = assessment.Undone{Event: event(steps)}
	case "strike":
		id := event(ids(func(e assessment.Event) bool { return e.Seq > 1 && !is("carried_over", "struck")(e) }))
		at := slices.IndexFunc(i.events, func(e assessment.Event) bool { return e.ID == id })
		if at < 0 {
			return
		}
		if _, gone := i.events[at].Change.(assessment.Withheld); gone || len(must(assessment.Counting(i.events, id))) > 0 {
			return
		}
		i.strike(id)
		return
	case "flag":
		change = assessment.FlagRaised{Severity: questionnaire.Warning, Text: "vague"}
	case "resolve":
		change = assessment.FlagResolved{Flag: event(ids(is("flag_raised"))), Reason: "clear now"}
	case "waive":
		change = assessment.WaiverGranted{Waiver: assessment.Waiver{Item: item, Approver: "board", Reason: "r" + note, Control: "c", Owner: "o", Granted: today, Expires: today + 9}}
	case "action":
		change = todo(today + 9)
	case "close":
		change = assessment.ActionClosed{Action: event(ids(is("action_opened"))), How: "done"}
	case "link":
		change = assessment.LinkSet{Link: assessment.Link{Entity: "Desk", Country: "PH"}}
	case "relink", "unlink":
		if len(s.Links) == 0 {
			return
		}
		link := rapid.SampledFrom(s.Links).Draw(rt, "link")
		link.Function = note
		change = assessment.LinkSet{Link: link}
		if rapid.Bool().Draw(rt, "removed") {
			change = assessment.LinkRemoved{Link: link.ID, Reason: "left"}
		}
	case "session":
		change = assessment.SessionStarted{Start: 5}
	case "end":
		change = assessment.SessionEnded{End: 9}
	case "withdraw":
		change = assessment.Withdrawn{Reason: "they merged"}
	case "reinstate":
		change = assessment.Reinstated{Reason: "they did not"}
	case "move":
		if rapid.IntRange(0, 3).Draw(rt, "moves") == 0 {
			change = assessment.Moved{Milestone: rapid.SampledFrom(questionnaire.Milestones()).Draw(rt, "milestone")}
		}
	case "rules":
		if rules, err := s.ChangeRules(renamed, "the board raised the bar"); err == nil && rapid.IntRange(0, 3).Draw(rt, "changes") == 0 {
			i.append(rules)
			i.q = renamed
			i.openPanels(s, rules)
		}
	case "read":
		confirmed := assessment.Confirmed{By: rapid.SampledFrom([]string{"Rosa", "Priya"}).Draw(rt, "reader"), Head: s.Head, Seq: s.Seq}
		if note != "" {
			confirmed.Corrections = []assessment.Correction{{Item: item, Text: note}}
		}
		change = confirmed
	case "ask":
		change = assessment.Asked{Form: fmt.Sprintf("%032x", len(i.events)), Format: "pdf", File: strings.Repeat("0b", 32), Milestone: s.Milestone}
	case "receive":
		change = assessment.Received{Name: "reply.pdf", SHA256: strings.Repeat("0c", 32), Size: 7, Format: "pdf", Stated: assessment.Stated{Name: "Rosa " + note}}
		if rapid.Bool().Draw(rt, "taken") {
			if kind := i.q.Item(item); kind != nil && !kind.Kind.Scored() {
				change = answered(now.Amended(func(a *assessment.Answer) {
					a.Quotes = append(a.Quotes, assessment.Quote{Text: "we do", Who: "Rosa", Reply: strings.Repeat("0c", 32), Written: today})
					a.Evidence = append(a.Evidence, assessment.Evidence{Kind: "EV-31", File: "a.pdf", SHA256: strings.Repeat("0d", 32), Size: 8, Unread: true})
				}))
			}
		}
	case "summary":
		replaces := rapid.SampledFrom([]string{"", assessment.Nothing}).Draw(rt, "replaces")
		if s.Summary != nil && replaces != "" {
			replaces = s.Summary.Event
		}
		change = assessment.Summarized{Text: note, Replaces: replaces}
	case "sign off":
		change = assessment.SignedOff{Role: "lead", Statement: "they left the rest open " + note}
	case "graders":
		names := rapid.SampledFrom([][]string{nil, {"lead"}, {"lead", "ciso"}, {"lead", "ciso", "counsel"}, {"ciso", "counsel"}}).Draw(rt, "names")
		change = assessment.GradersNamed{Names: names, Reason: "they came"}
	case "panel":
		if hidden := s.Hidden(); len(hidden) > 0 {
			change = assessment.PanelOpened{Item: rapid.SampledFrom(hidden).Draw(rt, "opened"), Reason: note}
		}
	case "signed":
		hash := strings.Repeat("0a", 32)
		change = assessment.Signed{Role: "assessor", Signer: "Dana", Certificate: hash, File: hash}
	}
	if change == nil {
		return
	}
	entry, err := s.Admit(assessment.Entry{ID: "x", At: today.Time().UnixMicro(), By: by, Change: change})
	if err == nil {
		i.appendBy(by, entry.Change)
		i.openPanels(s, entry.Change)
	}
}

// openPanels opens the panels that open with a change, as the store does.
func (i *interview) openPanels(before assessment.Snapshot, change assessment.Change) {
	for _, opens := range i.snapshot().OpensPanels(before, change) {
		i.append(opens)
	}
}

// keepsWhatWasUndone reports whether a grade stays although it was taken back. Then
// nobody knows who entered it, and all bodies are published.
func (i *interview) keepsWhatWasUndone() bool {
	for _, a := range i.snapshot().Answers {
		if slices.ContainsFunc(a.Grades, func(g assessment.Grade) bool { return g.Unfounded }) {
			return true
		}
	}
	return false
}

// Whatever people record, take back and strike: the bodies that count give the
// whole state, and the headers alone tell which they are.
func TestPropertyThePublishedBodiesGiveTheState(t *testing.T) {
	q, renamed := chained(t), anew(t, "id: TEC-02", "id: TEC-20, was: [TEC-02]", "ask: Who pays?", "ask: Who pays for what?", "version: 1.0.0", "version: 1.1.0")
	rapid.Check(t, func(rt *rapid.T) {
		i := open(t, q)
		if rapid.IntRange(0, 3).Draw(rt, "carried over") == 0 {
			old := anyInterview(rt, t, q)
			carried := assessment.Reassess(old.snapshot(), q, questionnaire.Award, today)
			for n := range carried.Links { // ids differ between journals
				carried.Links[n].ID, carried.Links[n].Under = fmt.Sprintf("carried-%d", n), ""
			}
			i.append(carried)
		}
		for range rapid.IntRange(1, 60).Draw(rt, "events") {
			i.anything(rt, renamed)
		}
		i.publishes(rt, !i.keepsWhatWasUndone())
	})
}

// A journal that would take long to add up is refused before.
func TestAJournalThatNoAssessmentHas(t *testing.T) {
	decision := assessment.Decided{Decision: assessment.Decision{Milestone: questionnaire.Award, By: "x"}}
	flag := assessment.FlagRaised{Severity: questionnaire.Warning, Text: "x"}
	for name, test := range map[string]struct {
		events int
		event  func(n int) assessment.Change
		want   string
	}{
		"decisions": {101, func(int) assessment.Change { return decision }, "it has more than 100 decisions"},
		"sign-offs": {101, func(int) assessment.Change { return assessment.SignedOff{Role: "lead"} }, "it has more than 100 sign-offs"},
		"flags":     {1001, func(int) assessment.Change { return flag }, `it has more than 1000 events of the kind "flag_raised"`},
		"scorers": {101, func(n int) assessment.Change {
			return assessment.Graded{Item: "SCN-01", Scorer: fmt.Sprint(n), Grade: &n}
		}, "SCN-01 has more than 100 scorers"},
		"changes after decisions": {2000, func(n int) assessment.Change {
			if n < 90 {
				return decision
			}
			return assessment.Answered{Answer: assessment.Answer{Item: fmt.Sprint(n), Value: "3"}}
		}, "it has more changes after decisions than any assessment"},
		"notes after a decision": {300, func(n int) assessment.Change {
			if n == 0 {
				return decision
			}
			return assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", Note: strings.Repeat("x", 40_000)}, Beside: true}
		}, "it has more notes after decisions than any assessment"},
	} {
		t.Run(name, func(t *testing.T) {
			i := open(t, small(t))
			for n := range test.events {
				i.append(test.event(n))
			}
			if _, err := assessment.Replay("a1", i.written()); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v", err)
			}
		})
	}
}

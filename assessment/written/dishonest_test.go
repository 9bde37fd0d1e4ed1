package written_test

import (
	"encoding/json"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/form"
	"assay/assessment/written"
	"assay/questionnaire"
)

// The parts of a file that no line shows are kept with the file.
func TestPatientDataThatNoLineShows(t *testing.T) {
	const number = "MRN 4471902"
	s := desk(t)
	answer := func(change func(a *written.Answer)) func(r *written.Reply) {
		return func(r *written.Reply) { change(&r.Answers[0]) }
	}
	for name, change := range map[string]func(r *written.Reply){
		"the day":             func(r *written.Reply) { r.Stated.Day, r.Stated.DayText = 0, number },
		"a remark":            func(r *written.Reply) { r.Remarks = []written.Remark{{Where: "cell A1", What: number}} },
		"another sheet":       func(r *written.Reply) { r.Unseen = []string{"Record: " + number} },
		"offered choices":     answer(func(a *written.Answer) { a.Offered = []string{"yes", "no", number} }),
		"the question":        answer(func(a *written.Answer) { a.Asked = number }),
		"the id":              answer(func(a *written.Answer) { a.Item = number }),
		"the id of a file":    func(r *written.Reply) { r.Documents = []written.Document{{Kind: number, Note: "x"}} },
		"a file in the file":  func(r *written.Reply) { r.Inside = []string{"roster.xlsx"} },
		"the words held back": answer(func(a *written.Answer) { a.Item, a.Words = "XX-01", number }),
	} {
		t.Run(name, func(t *testing.T) {
			reply := replied(s, written.Answer{Item: "TEC-02", Choices: []string{"yes"}})
			change(&reply)
			r := reviewed(s, reply)
			taken, err := r.Take(r.All())
			if err != nil {
				t.Fatal(err)
			}
			if taken.KeepFile {
				t.Error("the file would be kept")
			}
			if text, _ := json.Marshal(taken); strings.Contains(string(text), "4471902") {
				t.Errorf("the journal would have the number: %s", text)
			}
			if got := taken.Received.Stated.Name; got != "R. Cruz" {
				t.Errorf("the name of who answers is lost: %q", got)
			}
			accepted := r.All()
			for _, l := range r.Lines {
				accepted[l.ID] = written.Choice{Take: l.Takes(), PatientData: true}
			}
			accepted[written.WhoAnswers] = written.Choice{PatientData: true}
			if taken, err = r.Take(accepted); err != nil || !taken.KeepFile {
				t.Errorf("after a person's own word, the file would not be kept: %v", err)
			}
		})
	}
}

// A file about named people is not kept because it is attached to another document, too.
func TestACopyOfAFileAboutPeopleIsNotKept(t *testing.T) {
	s := desk(t)
	reply := replied(s)
	for _, kind := range []string{"EV-31", "EV-70"} {
		reply.Documents = append(reply.Documents, written.Document{Kind: kind, Files: []written.File{{Name: "x.xlsx", Path: "files/" + kind, Size: 5, SHA256: fileHash}}})
	}
	r := reviewed(s, reply)
	taken, err := r.Take(r.All())
	if err != nil {
		t.Fatal(err)
	}
	if len(taken.Keep) > 0 || len(taken.LeftOut) != 2 {
		t.Errorf("kept are %v, and left out %v", taken.Keep, taken.LeftOut)
	}
	for _, change := range taken.Changes {
		for _, e := range change.(assessment.Answered).Answer.Evidence {
			if e.Reference == "" {
				t.Errorf("the record says that the file is kept: %+v", e)
			}
		}
	}
}

// A vendor can change the line of its form so that it looks like a list of open points,
// which may have questions of the meeting.
func TestAListOfOpenPointsAnswersNothingElse(t *testing.T) {
	s := desk(t)
	item := s.Questionnaire.Item("TEC-02")
	item.Unannounced = true
	reply := replied(s, written.Answer{Item: "TEC-02", Choices: []string{"yes"}})
	reply.Form.Part = form.Outstanding
	if l := reviewed(s, reply).Lines[0]; l.State != written.Held {
		t.Errorf("a question of the meeting that nobody has asked gives %+v", l)
	}
	s = after(t, s, claimed("TEC-02", "unmet"))
	if l := reviewed(s, reply).Lines[0]; l.State != written.Differs {
		t.Errorf("a question that was asked in the meeting gives %+v", l)
	}
	item.AskedOf = questionnaire.AskedOfUs
	if l := reviewed(s, reply).Lines[0]; l.State != written.Held {
		t.Errorf("our own duty gives %+v", l)
	}
	s = after(t, s, assessment.Asked{Form: reply.Form.ID, Format: "xlsx", File: fileHash, Milestone: questionnaire.Award})
	if told := strings.Join(reviewed(s, reply).Warnings, "\n"); !strings.Contains(told, "somebody changed the line of the form") {
		t.Errorf("it warns only of %s", told)
	}
}

// A file of the same name is another file if its content is another one.
func TestAnotherFileOfTheSameNameIsAChange(t *testing.T) {
	s := desk(t)
	with := func(sum string) written.Reply {
		reply := replied(s, written.Answer{Item: "TEC-01", Words: "In 14 days"})
		reply.Documents = []written.Document{{Kind: "EV-31", Files: []written.File{{Name: "x.pdf", Path: "files/x.pdf", Size: 5, SHA256: sum}}}}
		return reply
	}
	earlier := with(fileHash)
	earlier.Answers[0].Item = "OLD-01" // its id in the version before
	for sum, changed := range map[string]bool{fileHash: false, strings.Repeat("12", 32): true} {
		r := written.Compare(with(sum), written.Source{Name: "harbor.zip", SHA256: fileHash, Size: 10, Earlier: &earlier}, s, today)
		if l := r.Line("EV-31/1"); l.Changed != changed {
			t.Errorf("the file %s gives %+v", sum, l)
		}
		if l := r.Line("TEC-01"); l.Changed {
			t.Errorf("the same answer under the id of the version before gives %+v", l)
		}
	}
}

// A day that could mean two days is told, and not dropped.
func TestADayThatIsNoDayIsTold(t *testing.T) {
	s := desk(t)
	reply := replied(s)
	reply.Stated.Day, reply.Stated.DayText = 0, "11/12/2026"
	if told := strings.Join(reviewed(s, reply).Warnings, "\n"); !strings.Contains(told, "“11/12/2026”") {
		t.Errorf("it warns only of %s", told)
	}
}

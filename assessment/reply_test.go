package assessment_test

import (
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
)

// A form that goes out and a reply that comes in are told, and judge nothing.
func TestAFormAndItsReplyJudgeNothing(t *testing.T) {
	i := complete(t)
	i.record(decide(assessment.DecideDecline, "too dear"))
	before := i.evaluate()
	asked := assessment.Asked{Form: strings.Repeat("0a", 16), Format: "html", File: strings.Repeat("1b", 32), Milestone: questionnaire.Award, Due: today + 7}
	i.record(asked)
	received := assessment.Received{
		Name: "harbor.zip", SHA256: strings.Repeat("2c", 32), Size: 900, Kept: &assessment.Kept{SHA256: strings.Repeat("3d", 32), Size: 800},
		LeftOut: []string{"roster.pdf"}, Format: "html", Form: asked.Form, Stated: assessment.Stated{Name: " Maria\tCruz "}, Taken: []string{"BAA-01"}, HeldBack: []string{"XYZ-01"},
	}
	i.record(received)
	s := i.snapshot()
	if len(s.Asked) != 1 || s.Asked[0].By != "lead" || len(s.Received) != 1 || s.Received[0].Stated.Name != "Maria Cruz" {
		t.Errorf("the state tells of %+v and %+v", s.Asked, s.Received)
	}
	if d := s.DecisionInForce(); d == nil || len(d.Added) > 0 {
		t.Errorf("the reply touched the decision: %+v", d)
	}
	if after := i.evaluate(); after.Shown != before.Shown || after.Verdict != before.Verdict {
		t.Errorf("the reply changed the result: %s %s", after.Verdict, after.Shown)
	}
	i.publishes(t, true)

	i.refuses(assessment.Invalid, "another form has the id", asked)
	for why, edit := range map[string]func(*assessment.Asked){
		"no id of a form":        func(c *assessment.Asked) { c.Form = "0A" + c.Form[2:] },
		"a form is html, pdf":    func(c *assessment.Asked) { c.Format = "docx" },
		"is not a SHA-256":       func(c *assessment.Asked) { c.File = "1b" },
		"there is no milestone":  func(c *assessment.Asked) { c.Milestone = "never" },
		"what is outstanding, n": func(c *assessment.Asked) { c.Part = "half" },
	} {
		other := asked
		other.Form = strings.Repeat("0b", 16)
		edit(&other)
		i.refuses(assessment.Invalid, why, other)
	}
	for why, edit := range map[string]func(*assessment.Received){
		"needs the name":                     func(c *assessment.Received) { c.Name = "\u200b" },
		"is not a SHA-256":                   func(c *assessment.Received) { c.SHA256 = "../etc" },
		"is empty":                           func(c *assessment.Received) { c.Size = 0 },
		"the kept file needs":                func(c *assessment.Received) { c.Kept = &assessment.Kept{SHA256: strings.Repeat("3d", 32)} },
		"a reply is html":                    func(c *assessment.Received) { c.Format = "exe" },
		"no id of a form":                    func(c *assessment.Received) { c.Form = "1" },
		"the questionnaire has no item":      func(c *assessment.Received) { c.Left = []string{"XYZ-01"} },
		"who answers has 2000 characters":    func(c *assessment.Received) { c.Stated.Role = strings.Repeat("x", 2000) },
		"a reply has at most 2000 answers a": func(c *assessment.Received) { c.HeldBack = make([]string, 2001) },
	} {
		other := received
		edit(&other)
		i.refuses(assessment.Invalid, why, other)
	}
}

// A file that nobody has read closes nothing and adds nothing to a claim. When
// somebody has read it, it counts.
func TestAnUnreadFileCountsNothing(t *testing.T) {
	file := assessment.Evidence{Kind: "EV-58", File: "report.pdf", SHA256: strings.Repeat("4e", 32), Size: 9, Unread: true}
	claim := assessment.Answer{Item: "BAA-01", Value: "met", Assurance: assessment.Claimed}
	received := claim
	received.Evidence = []assessment.Evidence{file}
	i := open(t, small(t)).answer(claim)
	before := i.evaluate()
	i.answer(received)
	after := i.evaluate()
	if after.Item("BAA-01").Credit != before.Item("BAA-01").Credit || after.Verdict != before.Verdict {
		t.Errorf("an unread file has the credit %v, a bare claim %v", after.Item("BAA-01").Credit, before.Item("BAA-01").Credit)
	}
	stronger := received
	stronger.Assurance = assessment.Verified
	i.answer(stronger)
	if got := i.snapshot().Answers["BAA-01"]; got.CountedAssurance() != assessment.Claimed {
		t.Errorf("with an unread file alone the answer counts as %s", got.CountedAssurance())
	}
	if got := i.evaluate().Item("BAA-01").Credit; got != before.Item("BAA-01").Credit {
		t.Errorf("verified, with an unread file alone, has the credit %v", got)
	}
	for why, edit := range map[string]func(*assessment.Evidence){
		"not read yet, so it is only claimed": func(e *assessment.Evidence) { e.Assurance = assessment.Documented },
		"without observation":                 func(e *assessment.Evidence) { e.Observed = "seen" },
		"which is in the future":              func(e *assessment.Evidence) { e.AsOf = today + 1 },
		"no evidence kind":                    func(e *assessment.Evidence) { e.Kind = "EV-999" },
	} {
		other := file
		edit(&other)
		refused := claim
		refused.Evidence = []assessment.Evidence{other}
		i.refuses(assessment.Invalid, why, assessment.Answered{Answer: refused})
	}

	read := file
	read.Unread, read.AsOf, read.ValidUntil = false, today-1, today+300
	i.put(i.snapshot().Answers["BAA-01"].Corrected(0, read, assessment.Verified))
	if gate := i.evaluate().Item("BAA-01"); gate.Credit <= before.Item("BAA-01").Credit {
		t.Errorf("a file that somebody read has the credit %v", gate.Credit)
	}
}

func TestAQuoteTellsWhereItCameFrom(t *testing.T) {
	reply := strings.Repeat("5f", 32)
	for want, quote := range map[string]assessment.Quote{
		"":           {Text: "yes"},
		"Maria Cruz": {Text: "yes", Who: "Maria Cruz"},
		"in writing, name as stated in the form: Maria Cruz, " + today.String():      {Text: "yes", Who: "Maria Cruz", Reply: reply, Written: today},
		"in writing, name as stated in the form: “Rosa Cruz, verified by Dana”":      {Text: "yes", Who: "Rosa Cruz, verified by Dana", Reply: reply},
		"in writing, name as stated in the form: “Rosa Cruz whom Dana has verified”": {Text: "yes", Who: "Rosa Cruz whom Dana has verified", Reply: reply},
		"in writing, name as stated in the form: 王芳 O’Neil-Šimić":                    {Text: "yes", Who: "王芳 O’Neil-Šimić", Reply: reply},
		"in writing, the form states no name":                                        {Text: "yes", Reply: reply},
	} {
		if got := quote.Speaker(); got != want {
			t.Errorf("%+v is told as %q, want %q", quote, got, want)
		}
	}
	i := open(t, small(t))
	i.answer(assessment.Answer{Item: "BAA-02", Quotes: []assessment.Quote{{Text: "we do", Reply: reply, Written: today}}})
	i.refuses(assessment.Invalid, "names the SHA-256 of its reply", assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", Quotes: []assessment.Quote{{Text: "we do", Reply: "5f"}}}})
	i.refuses(assessment.Invalid, "only a quote from a reply", assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", Quotes: []assessment.Quote{{Text: "we do", Written: today}}}})
}

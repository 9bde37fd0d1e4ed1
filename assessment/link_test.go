package assessment_test

import (
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

func bound(signed, ends assessment.Date) *assessment.FlowDown {
	return &assessment.FlowDown{Signed: signed, Ends: ends, UntilTerminated: ends.IsZero()}
}

// The chain: Acme → Hands Ltd (bound) → Night Desk; Acme → Cleaners.
func chain(t *testing.T) (i *interview, hands, night, cleaners string) {
	i = complete(t)
	i.q = chained(t)
	i.reopen(assessment.Opened{Vendor: assessment.Vendor{ID: "v1", Name: "Acme"}, Questionnaire: assessment.PinOf(i.q), Milestone: questionnaire.Award, TimeZone: "UTC"})
	hands = i.record(assessment.LinkSet{Link: assessment.Link{Entity: "Hands Ltd", Country: "PH", PHI: true, Flow: bound(today-30, today+30)}})
	night = i.record(assessment.LinkSet{Link: assessment.Link{Under: hands, Entity: "Night Desk", Country: "IN", Credentials: true}})
	cleaners = i.record(assessment.LinkSet{Link: assessment.Link{Entity: "Cleaners", Country: "PH"}})
	return i, hands, night, cleaners
}

// One link without an agreement opens the gate, and the reason names the path.
func TestTheChainOpensItsGate(t *testing.T) {
	i, hands, night, cleaners := chain(t)
	s := i.snapshot()
	if diff := cmp.Diff([]string{"Acme", "Hands Ltd", "Night Desk"}, s.Path(night)); diff != "" {
		t.Error(diff)
	}
	if under := s.Under(""); len(under) != 2 || under[0].ID != hands || under[1].ID != cleaners || len(s.Under(hands)) != 1 {
		t.Errorf("under Acme: %+v", under)
	}
	set := func(id string, change func(*assessment.Link)) func() {
		return func() {
			s := i.snapshot()
			link := *s.Link(id)
			change(&link)
			i.record(assessment.LinkSet{Link: link})
		}
	}
	for _, test := range []struct {
		name string
		then func()
		on   assessment.Date
		open string // where the paths end; empty where the gate is closed
	}{
		{"the lowest has none", func() {}, today, "Acme → Hands Ltd → Night Desk"},
		{"said to be met, and set aside by its rule: the chain outweighs both", func() { i.fact("links", "0") }, today, "Acme → Hands Ltd → Night Desk"},
		{"and the one above ends", func() {}, today + 31, "Acme → Hands Ltd; Acme → Hands Ltd → Night Desk"},
		{"it is bound until terminated", set(night, func(l *assessment.Link) { l.Flow = bound(today, 0) }), today, ""},
		{"on its last day", func() {}, today + 30, ""},
		{"the day after", func() {}, today + 31, "Acme → Hands Ltd"},
		{"before it was signed", func() {}, today - 31, "Acme → Hands Ltd; Acme → Hands Ltd → Night Desk"},
		{"the cleaners get a key", set(cleaners, func(l *assessment.Link) { l.Credentials = true }), today, "Acme → Cleaners"},
		{"they give it back", set(cleaners, func(l *assessment.Link) { l.Credentials = false }), today, ""},
		{"the lower is taken out, the upper unbound", func() {
			i.record(assessment.LinkRemoved{Link: night, Reason: "left"})
			set(hands, func(l *assessment.Link) { l.Flow = nil })()
		}, today, "Acme → Hands Ltd"},
		{"and it sees no patient data any more", set(hands, func(l *assessment.Link) { l.PHI = false }), today, ""},
	} {
		test.then()
		r := assessment.Evaluate(i.snapshot(), test.on, questionnaire.Award, questionnaire.Current)
		var text string
		for _, reason := range r.Because {
			if reason.Item == "BAA-03" {
				_, text, _ = strings.Cut(reason.Text, "no flow-down agreement is in force at the end of ")
			}
		}
		if text != test.open || (r.Item("BAA-03").Gate == assessment.GateFailed) != (test.open != "") {
			t.Errorf("%s: BAA-03 is %q because of %q, want %q", test.name, r.Item("BAA-03").Gate, text, test.open)
		}
		if blocked := r.Verdict == assessment.Blocked && text != ""; blocked != (test.open != "") {
			t.Errorf("%s: %s", test.name, r.Verdict)
		}
	}
}

func TestALinkIsRefusedForAReason(t *testing.T) {
	i, hands, night, _ := chain(t)
	link := func(change func(*assessment.Link)) assessment.LinkSet {
		l := assessment.Link{Entity: "Desk", Country: "PH", PHI: true, Flow: bound(today-1, today+1)}
		change(&l)
		return assessment.LinkSet{Link: l}
	}
	for _, test := range []struct {
		code   assessment.Code
		why    string
		change func(*assessment.Link)
	}{
		{assessment.Invalid, "needs its legal name", func(l *assessment.Link) { l.Entity = " " }},
		{assessment.Invalid, `two letters, such as US or PH, not "PHL"`, func(l *assessment.Link) { l.Country = "PHL" }},
		{assessment.Invalid, `two letters, such as US or PH, not ""`, func(l *assessment.Link) { l.Country = "" }},
		{assessment.Invalid, `two letters, such as US or PH, not "P1"`, func(l *assessment.Link) { l.Country = "P1" }},
		{assessment.NotFound, `no link of the chain has the id "nix"`, func(l *assessment.Link) { l.Under = "nix" }},
		{assessment.NotFound, `no link of the chain has the id "nix"`, func(l *assessment.Link) { l.ID = "nix" }},
		{assessment.Invalid, "cannot be placed under itself", func(l *assessment.Link) { l.ID, l.Under = hands, hands }},
		{assessment.Invalid, "cannot be placed under itself", func(l *assessment.Link) { l.ID, l.Under = hands, night }},
		{assessment.Invalid, "needs the date on which it was signed", func(l *assessment.Link) { l.Flow.Signed = 0 }},
		{assessment.Invalid, "signed on 2026-11-23, which is in the future", func(l *assessment.Link) { l.Flow.Signed = today + 1 }},
		{assessment.Invalid, "ends on a date or runs until", func(l *assessment.Link) { l.Flow.UntilTerminated = true }},
		{assessment.Invalid, "ends on a date or runs until", func(l *assessment.Link) { l.Flow.Ends = 0 }},
		{assessment.Invalid, "ends before it is signed", func(l *assessment.Link) { l.Flow.Ends = today - 2 }},
	} {
		i.refuses(test.code, test.why, link(test.change))
	}
	i.refuses(assessment.Refused, "Hands Ltd still has links under it", assessment.LinkRemoved{Link: hands, Reason: "left"})
	i.refuses(assessment.Invalid, "needs a reason", assessment.LinkRemoved{Link: night})
	i.refuses(assessment.NotFound, "no link of the chain", assessment.LinkRemoved{Link: "nix", Reason: "left"})
}

// Who asks why the gate is open is told of the chain, not only of answers.
func TestTheExplanationOfAChainedGateNamesThePath(t *testing.T) {
	i, _, night, _ := chain(t)
	says := func() string {
		e, err := assessment.Explain(i.snapshot(), today, questionnaire.Award, questionnaire.Current, "BAA-03")
		if err != nil {
			t.Fatal(err)
		}
		for _, section := range e.Sections {
			for _, line := range section.Lines {
				if line.Name == "opened by" {
					return line.Text
				}
			}
		}
		return ""
	}
	if text := says(); !strings.Contains(text, "Acme → Hands Ltd → Night Desk") {
		t.Errorf("it says %q", text)
	}
	s := i.snapshot()
	link := *s.Link(night)
	link.Flow = bound(today, 0)
	i.record(assessment.LinkSet{Link: link})
	if text := says(); text != "" {
		t.Errorf("it is bound, and says %q", text)
	}
}

package assessment_test

import (
	"testing"

	"assay/assessment"
)

// A spelling is about a name and part of no judgment. The last one counts.
func TestTheLastSpellingCounts(t *testing.T) {
	i := complete(t)
	i.record(decide(assessment.DecideDecline, "too dear"))
	before := i.evaluate()
	i.record(assessment.Spelled{Name: " 王芳 ", Latin: "Wang  Fang"})
	s := i.snapshot()
	if got := s.LatinOf("王芳"); got != "Wang Fang" {
		t.Errorf("the spelling is %q", got)
	}
	if d := s.DecisionInForce(); d == nil || len(d.Added) > 0 {
		t.Errorf("the spelling touched the decision: %+v", d)
	}
	if after := i.evaluate(); after.Shown != before.Shown || after.Verdict != before.Verdict {
		t.Errorf("the spelling changed the result: %s %s", after.Verdict, after.Shown)
	}
	i.recordBy("ciso", assessment.Spelled{Name: "王芳", Latin: "Fang Wang"})
	if s := i.snapshot(); s.LatinOf("王芳") != "Fang Wang" {
		t.Errorf("the last spelling is %q", s.LatinOf("王芳"))
	}
	i.publishes(t, true)
	i.record(assessment.Spelled{Name: "王芳"})
	if s := i.snapshot(); s.LatinOf("王芳") != "" || s.Spellings != nil {
		t.Errorf("the spelling was taken back and is %v", s.Spellings)
	}
	i.refuses(assessment.Invalid, "has no spelling in Latin letters", assessment.Spelled{Name: "王芳"})
	i.refuses(assessment.Invalid, "is not in Latin letters", assessment.Spelled{Name: "王芳", Latin: "王 Fang"})
	i.refuses(assessment.Invalid, "needs the name", assessment.Spelled{Latin: "Wang Fang"})
}

// A vendor has the Latin name that it had at the opening, until somebody spells it anew.
func TestAVendorHasALatinName(t *testing.T) {
	s := assessment.State{Opened: assessment.Opened{Vendor: assessment.Vendor{Name: "東京データ", LegalName: "株式会社東京データ", LatinName: "Tokyo Data"}}}
	for _, name := range []string{"東京データ", "株式会社東京データ"} {
		if got := s.LatinOf(name); got != "Tokyo Data" {
			t.Errorf("%s is %q", name, got)
		}
	}
	s.Spellings = map[string]string{"東京データ": "Tokyo Data KK"}
	if got := s.LatinOf("東京データ"); got != "Tokyo Data KK" {
		t.Errorf("spelled anew, it is %q", got)
	}
	if got := s.LatinOf("王芳"); got != "" {
		t.Errorf("another name is %q", got)
	}
	if err := (assessment.Vendor{Name: "東京データ", LatinName: "東京"}).Validate(); assessment.CodeOf(err) != assessment.Invalid {
		t.Errorf("a Latin name in other letters gives %v", err)
	}
}

package assessment_test

import (
	"strings"
	"testing"

	"assay/assessment"
)

// People type a code from a page: with other hyphens, with spaces, in capitals.
func TestTheCodeOfAHeadIsReadAsPeopleTypeIt(t *testing.T) {
	i := open(t, small(t))
	i.answer(assessment.Answer{Item: "BAA-02", Value: "3"})
	s := i.snapshot()
	code := s.Code()
	text := code.String()
	if !strings.HasSuffix(text, "-2") || !strings.HasPrefix(s.Head.String(), strings.ReplaceAll(text[:19], "-", "")) {
		t.Errorf("the head %s has the code %s", s.Head, text)
	}
	for _, typed := range []string{text, strings.ToUpper(text), strings.ReplaceAll(text, "-", " "), strings.ReplaceAll(text, "-", "–"), strings.ReplaceAll(text[:19], "-", "") + "-2"} {
		if read, err := assessment.ParseHeadCode(typed); err != nil || read != code || !read.Fits(s.Head, s.Seq) {
			t.Errorf("%q reads as %s: %v", typed, read, err)
		}
	}
	for _, wrong := range []string{"", "2", text[:19], text + "x", text + "-1", text[:18] + "-2", "0" + text, text[:20] + "0", text[:20] + "02", text[:20] + "+2", "z" + text[1:], text[:20] + "99999999999999999999"} {
		if read, err := assessment.ParseHeadCode(wrong); err == nil {
			t.Errorf("%q reads as %s", wrong, read)
		}
	}
	if code.Fits(s.Head, 3) || code.Fits(assessment.Head{}, 2) {
		t.Error("the code fits another head")
	}
}

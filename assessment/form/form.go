// Package form tells the forms apart that we send to vendors. A [Form] says who was
// asked what. It travels inside the file, as one line, and comes back in the reply.
package form

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

// Form tells who was asked what. It travels inside every form, and comes back in the
// reply.
type Form struct {
	ID            string // 128 random bits, 32 hexadecimal digits
	Assessment    string // empty for a form that belongs to no assessment
	Vendor        string
	Questionnaire string // its id
	Version, Hash string
	Milestone     questionnaire.Milestone
	Made, Due     assessment.Date
	Part          Part
}

// Part is what a form asks for.
type Part string

// The parts.
const (
	All         Part = ""            // every written question, with the documents
	Evidence    Part = "evidence"    // documents alone
	Outstanding Part = "outstanding" // the points that are still open
)

const (
	formMark    = "assay-form/1?"
	longestForm = 4_000 // letters
)

// Keys of the line.
const (
	keyID, keyAssessment, keyVendor          = "form", "assessment", "vendor"
	keyQuestionnaire, keyVersion, keyHash    = "questionnaire", "version", "hash"
	keyMilestone, keyMade, keyDue, keyOfPart = "milestone", "made", "due", "part"
)

// String is the form as one line, for [Parse].
func (f Form) String() string {
	v := url.Values{}
	for key, text := range map[string]string{
		keyID: f.ID, keyAssessment: f.Assessment, keyVendor: f.Vendor, keyQuestionnaire: f.Questionnaire, keyVersion: f.Version, keyHash: f.Hash,
		keyMilestone: string(f.Milestone), keyMade: f.Made.String(), keyDue: f.Due.String(), keyOfPart: string(f.Part),
	} {
		if text != "" {
			v.Set(key, text)
		}
	}
	return formMark + v.Encode()
}

// ErrNotAForm says that a text is no line of a form.
var ErrNotAForm = errors.New("this is not the line by which assay knows its forms")

// Parse reads the line of a form. The line came from outside, so it must be
// exactly as [Form.String] writes it; space around it does not count. The error is
// [ErrNotAForm] if it does not even begin like one.
func Parse(line string) (Form, error) {
	line = strings.TrimSpace(line)
	query, found := strings.CutPrefix(line, formMark)
	if !found {
		return Form{}, ErrNotAForm
	}
	if len(line) > longestForm {
		return Form{}, fmt.Errorf("the line of the form has more than %d characters", longestForm)
	}
	v, err := url.ParseQuery(query)
	if err != nil {
		return Form{}, fmt.Errorf("the line of the form is damaged: %w", err)
	}
	f := Form{
		ID: v.Get(keyID), Assessment: v.Get(keyAssessment), Vendor: v.Get(keyVendor), Questionnaire: v.Get(keyQuestionnaire), Version: v.Get(keyVersion), Hash: v.Get(keyHash),
		Milestone: questionnaire.Milestone(v.Get(keyMilestone)), Part: Part(v.Get(keyOfPart)),
	}
	for key, day := range map[string]*assessment.Date{keyMade: &f.Made, keyDue: &f.Due} {
		if text := v.Get(key); text != "" {
			if *day, err = assessment.ParseDate(text); err != nil {
				return Form{}, fmt.Errorf("the line of the form is damaged: %w", err)
			}
		}
	}
	for _, text := range []string{f.ID, f.Assessment, f.Vendor, f.Questionnaire, f.Version, f.Hash} {
		if text != hostile.Line(text) {
			return Form{}, errors.New("the line of the form is damaged: it has characters that no name has")
		}
	}
	switch {
	case f.String() != line:
		return Form{}, errors.New("the line of the form is damaged: assay writes it in another way")
	case len(f.ID) != 32 || strings.Trim(f.ID, "0123456789abcdef") != "":
		return Form{}, errors.New("the line of the form has no valid id")
	case !slices.Contains(questionnaire.Milestones(), f.Milestone):
		return Form{}, fmt.Errorf("the line of the form names no milestone: %q", f.Milestone)
	case !slices.Contains([]Part{All, Evidence, Outstanding}, f.Part):
		return Form{}, fmt.Errorf("the line of the form names no part: %q", f.Part)
	}
	return f, nil
}

// Asks reports whether a form asks the item of the vendor: in writing, before the
// meeting.
func Asks(q *questionnaire.Questionnaire, item *questionnaire.Item) bool {
	return q.SentAhead(item) && !item.Unannounced && item.Kind.CopyForm() != questionnaire.Withheld
}

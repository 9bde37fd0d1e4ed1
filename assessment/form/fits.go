package form

import (
	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
)

// Fits returns an error if the form was made for somebody else than the vendor of
// this assessment, for another assessment, or from another questionnaire. The line
// of a form can be copied, so a form that fits proves nothing about who filled it in.
func (f Form) Fits(s assessment.Snapshot) error {
	switch {
	case f.Assessment != "" && f.Assessment != s.Assessment:
		return assessment.Errorf(assessment.Refused, "this form was made for another assessment%s", quotedFor(f.Vendor)).Because(assessment.AnotherAssessment, f.Assessment)
	case f.Vendor != "" && !Named(s.Opened, f.Vendor) && !f.MadeFor(s):
		return assessment.Errorf(assessment.Refused, "this form was made for %s, and the assessment is about %s", english.Quoted(f.Vendor), s.Opened.Title()).Because(assessment.AnotherVendor, f.Vendor)
	case f.Questionnaire != s.Questionnaire.ID:
		return assessment.Errorf(assessment.Refused, "this form asks the questionnaire %q, and the assessment has %s", f.Questionnaire, s.Questionnaire.ID).Because(assessment.AnotherQuestionnaire, f.Questionnaire)
	}
	return nil
}

func quotedFor(vendor string) string {
	if vendor == "" {
		return ""
	}
	return ", of " + english.Quoted(vendor)
}

// MadeFor reports whether somebody made the form for this assessment. The vendor may
// have got another name since.
func (f Form) MadeFor(s assessment.Snapshot) bool {
	for _, a := range s.Asked {
		if a.Form == f.ID {
			return true
		}
	}
	return false
}

// Named reports whether a text is the name of the vendor of an assessment, with or
// without the subject.
func Named(o assessment.Opened, vendor string) bool {
	name := hostile.Fold(vendor)
	return name == hostile.Fold(o.Vendor.Name) || name == hostile.Fold(o.Title())
}

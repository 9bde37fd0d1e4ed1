package main

import (
	"crypto/sha256"
	"encoding/hex"

	"assay/assessment"
	"assay/assessment/form"
	"assay/assessment/hostile"
	"assay/assessment/outstanding"
	"assay/questionnaire"
	"assay/report"
	"assay/report/handout"
	"assay/report/vendorcopy"
	"assay/report/webform"
)

// asking is an order for a form to one vendor.
type asking struct {
	id                   string // of the form
	format               handout.Format
	part                 form.Part
	milestone            questionnaire.Milestone
	made, due            assessment.Date
	from, contact, paper string
}

// madeForm is a form that has been made and read back.
type madeForm struct {
	file                         []byte
	asked                        assessment.Asked
	questions, documents, points int
}

// formOf makes the form of an assessment: the written questions for its vendor, the
// requested documents alone, or the points that are open.
func formOf(s assessment.Snapshot, of asking) (madeForm, error) {
	made := madeForm{asked: assessment.Asked{Form: of.id, Format: string(of.format), Part: string(of.part), Milestone: of.milestone, Due: of.due}}
	var err error
	if of.part == form.Outstanding {
		list := handout.FollowUpOf(outstanding.Of(s, assessment.Evaluate(s, of.made, of.milestone, questionnaire.Current)), outstandingForm(s, of), of.from, of.contact)
		if made.points = len(list.Points); made.points == 0 {
			return made, failf(assessment.Invalid, "`assay assess outstanding` lists what is open on our side", "%s owes nothing at milestone %s", s.Opened.Title(), of.milestone)
		}
		made.file, err = writeFollowUp(list, of.format, of.paper, s.Questionnaire)
	} else {
		known := assessment.Known(s, of.made, of.milestone, questionnaire.Current)
		c := vendorcopy.Given(s.Questionnaire, vendorcopy.Terms{
			Form: of.id, Assessment: s.Assessment, Milestone: of.milestone, Made: of.made, Due: of.due,
			Vendor: s.Opened.Vendor.Name, Subject: s.Opened.Subject, From: of.from, Contact: of.contact,
		}, known)
		if of.part == form.Evidence {
			c = c.DocumentsOnly()
		}
		made.questions, made.documents = len(c.Questions()), len(c.Documents)
		made.file, err = writeForm(handout.Copy{Copy: c}, of.format, of.paper, s.Questionnaire)
	}
	sum := sha256.Sum256(made.file)
	made.asked.File = hex.EncodeToString(sum[:])
	return made, err
}

// outstandingForm is the identity of a workbook of open points.
func outstandingForm(s assessment.Snapshot, of asking) form.Form {
	pin := s.Pin()
	return form.Form{
		ID: of.id, Assessment: s.Assessment, Vendor: hostile.Line(s.Opened.Vendor.Name), Questionnaire: pin.ID, Version: pin.Version, Hash: pin.Hash,
		Milestone: of.milestone, Made: of.made, Due: of.due, Part: form.Outstanding,
	}
}

// writeForm writes a vendor's copy and reads it back.
func writeForm(c handout.Copy, format handout.Format, paper string, q *questionnaire.Questionnaire) ([]byte, error) {
	if !c.Asks() && len(c.Documents) == 0 {
		return nil, failf(assessment.Invalid, "name another --milestone: award, access, review or close", "%s has no questions or documents for a vendor at milestone %s", q.ID, c.Milestone)
	}
	var file []byte
	var err error
	switch format {
	case handout.HTML:
		file, err = webform.Page(c.Copy)
	case handout.PDF:
		file, err = report.VendorCopy(c.Copy, paper)
	case handout.XLSX:
		file, err = c.Workbook(paper)
	case handout.CSV:
		file, err = c.CSV()
	default:
		file = c.Markdown()
	}
	if err == nil {
		err = c.Check(file, format, q)
	}
	return file, err
}

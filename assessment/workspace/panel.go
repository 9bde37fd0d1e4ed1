package workspace

import (
	"context"

	"assay/assessment"
	"assay/assessment/agreement"
	"assay/assessment/panel"
	"assay/assessment/store"
)

// Panels is the panels of all assessments of an RFP.
type Panels struct {
	RFP         string            `json:"rfp"` // id
	Title       string            `json:"title"`
	Assessments []panel.Page      `json:"assessments"`
	Agreement   agreement.Raw     `json:"agreement"`
	Reliability panel.Reliability `json:"reliability"`
}

// PanelsOf loads the panels of the assessments that compete in an RFP.
func (w Workspace) PanelsOf(ctx context.Context, rfp assessment.RFP) (Panels, error) {
	all := Panels{RFP: rfp.ID, Title: rfp.Title, Assessments: []panel.Page{}}
	rows, err := w.Store.List(ctx, store.Filter{RFPID: rfp.ID, Competing: true})
	if err != nil {
		return all, err
	}
	var units []panel.Unit
	for _, row := range rows {
		s, err := w.Store.Snapshot(ctx, row.ID)
		if err != nil {
			return all, err
		}
		page := panel.Of(s, w.Judge(s))
		all.Assessments, units = append(all.Assessments, page), append(units, page.Units...)
		all.Agreement = all.Agreement.Plus(page.Agreement)
	}
	all.Reliability = panel.ReliabilityOf(units)
	return all, nil
}

// Reliability is the reliability of the grades of an assessment, or of all
// assessments of its RFP. page is the page of the assessment.
func (w Workspace) Reliability(ctx context.Context, s assessment.Snapshot, page panel.Page) (panel.Reliability, error) {
	if s.Opened.RFP == nil {
		return panel.ReliabilityOf(page.Units), nil
	}
	all, err := w.PanelsOf(ctx, *s.Opened.RFP)
	return all.Reliability, err
}

package main

import (
	"context"
	"errors"

	"assay/assessment"
	"assay/report"
	"assay/report/filing"
)

// mayTell asks before a debrief goes out that names another vendor of the RFP. The
// vendor may have named it itself, and a file may be called after it.
func (a *app) mayTell(ctx context.Context, j judged, profile report.Profile, file []byte) error {
	rfp := j.Opened.RFP
	if profile != report.Debrief || rfp == nil {
		return nil
	}
	settings, err := a.settings()
	if err != nil {
		return err
	}
	all, err := a.work.RFP(ctx, rfp.ID)
	if err != nil {
		return err
	}
	p := packer{app: a, rfp: all}
	var leak filing.Leak
	err = p.others(assessment.Judged{Snapshot: j.Snapshot}, settings.organisation).Refuse(filing.File{Path: "the debrief", Content: file})
	if !errors.As(err, &leak) {
		return err
	}
	yes, err := a.confirm(ctx, leak.Error()+". Write it all the same?")
	if err == nil && !yes {
		err = failf(assessment.Refused, "read the debrief first, then answer in other words, or say --yes", "%s, and is not written", leak.Error())
	}
	return err
}

package main

import (
	"context"

	"assay/report/filing"
)

// prepare makes a package that nobody has signed, for somebody who signs it on another
// computer. by is the person who asks for it.
func (p *packer) prepare(ctx context.Context, by string) ([]byte, error) {
	settings, err := p.settings()
	if err != nil {
		return nil, err
	}
	judged, err := p.chosen(ctx)
	if err != nil {
		return nil, err
	}
	made := filing.Prepared{For: p.ask.reader(), Assay: readVersion().Version, Organisation: settings.organisation, RFP: p.rfp.RFP}
	if p.ask.bidder != "" {
		made.Others = p.others(judged[0], settings.organisation)
	}
	for _, j := range judged {
		file, err := p.draw(ctx, j, made.Others)
		if err != nil {
			return nil, explainLeak(err)
		}
		made.Add(j.Snapshot.Opened.Vendor.Name, file)
	}
	if made.Compares() {
		if made.Comparison, err = p.compare(ctx, judged, by); err != nil {
			return nil, err
		}
	}
	file, err := made.Pack()
	return file, explainLeak(err)
}

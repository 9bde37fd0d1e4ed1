package store

import (
	"context"
	"fmt"
	"slices"
)

// checkVendors verifies the journals of all vendors, and the rows made from them.
func (s *Store) checkVendors(ctx context.Context, t tx) ([]Finding, error) {
	ids, err := collect(ctx, t, scanText, "SELECT id FROM vendors ORDER BY id")
	if err != nil {
		return nil, err
	}
	var findings []Finding
	for _, id := range ids {
		found, err := checkVendor(ctx, t, id)
		findings = append(findings, found...)
		if err != nil {
			return findings, err
		}
	}
	return findings, nil
}

func checkVendor(ctx context.Context, t tx, id string) ([]Finding, error) {
	links, err := ofVendors.links(ctx, t, id)
	if err != nil {
		return nil, err
	}
	end, err := ofVendors.headOf(ctx, t, id)
	if err != nil {
		return nil, err
	}
	if _, why := ofVendors.verify(id, links, end); why != "" {
		return []Finding{wrong("journal", fmt.Sprintf("the journal of the vendor %s %s", id, why))}, nil
	}
	findings := slices.Concat(timesOf("the journal of the vendor "+id, links), suspectsIn("the vendor "+id, id, links))
	if last := links[len(links)-1]; end.seq != last.seq || !slices.Equal(end.hash[:], last.hash) {
		findings = append(findings, outdated("journal", fmt.Sprintf("the stored event number and head of the vendor %s differ from its journal", id)))
	}
	record, err := readVendorRecord(ctx, t, id)
	if err != nil {
		return findings, err
	}
	row, err := vendorOf(ctx, t, id)
	if err == nil && row != record.Vendor {
		findings = append(findings, outdated("vendor", fmt.Sprintf("the stored name or details of %s differ from its journal, which has the name %s", row.Name, record.Name)))
	}
	return findings, err
}

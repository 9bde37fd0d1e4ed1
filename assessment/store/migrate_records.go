package store

import (
	"context"

	"assay/assessment"
)

// notRecorded stands for the person who added a vendor or an RFP before they had
// journals.
const notRecorded = "not recorded"

// vendorColumnsOf7 are the columns of a vendor that the tables have in this step.
const vendorColumnsOf7 = "id, name, legal_name, '', country, contact, note, added_at, archived"

// openRecords begins the journals of vendors and RFPs that were stored before
// they had any. The rows as they are count as what was added.
func openRecords(ctx context.Context, t tx, o Options) error {
	s := &Store{database: &database{options: o}}
	entry := func(at int64) assessment.Entry {
		return assessment.Entry{ID: o.NewID(), At: at, By: notRecorded}
	}
	vendors, err := collect(ctx, t, scanVendor, "SELECT "+vendorColumnsOf7+" FROM vendors v WHERE NOT EXISTS (SELECT 1 FROM vendor_events e WHERE e.vendor_id = v.id) ORDER BY id")
	if err != nil {
		return err
	}
	for _, v := range vendors {
		added := entry(v.AddedAt)
		if err := ofVendors.add(ctx, t, o, v.ID, happening{id: added.ID, at: added.At, by: added.By, kind: vendorAdded, data: addition{naming{v.Name}, detailsOf(v)}}); err != nil {
			return err
		}
	}
	rfps, err := collect(ctx, t, scanRFP, "SELECT "+rfpColumns+" FROM rfps r WHERE NOT EXISTS (SELECT 1 FROM rfp_events e WHERE e.rfp_id = r.id AND e.kind = ?) ORDER BY id", rfpOpened)
	if err != nil {
		return err
	}
	for _, r := range rfps {
		at := r.AddedAt
		if end, err := ofRFPs.headOf(ctx, t, r.ID); err != nil {
			return err
		} else if end.seq > 0 {
			at = o.Now().UnixMicro() // after what its journal tells already
		}
		if err := s.openRFP(ctx, t, r, entry(at)); err != nil {
			return err
		}
	}
	if len(*t.moved) == 0 {
		return nil
	}
	return writeLedger(ctx, t, o.Now().UnixMicro(), *t.moved, nil)
}

package store

import (
	"context"
	"reflect"
	"slices"

	"assay/assessment"
)

// The rows of vendors and RFPs are made from their journals, and somebody could
// edit one. So each row that is read is compared with its journal. If one is
// another, all of them are made again from the journals before anybody sees
// them, and those that were others are reported.

// faithful reads rows of vendors or RFPs. asTold is a row as its journal tells it;
// it returns nil instead of a description if the row is the same. A store that
// cannot write returns what the journals tell.
func faithful[T any](ctx context.Context, s *Store, read func(tx) ([]T, error), asTold func(context.Context, tx, T) (T, *Mended, error)) ([]T, error) {
	for again := false; ; again = true {
		var rows []T
		var others []Mended
		err := s.look(ctx, func(t tx) (err error) {
			if rows, err = read(t); err != nil {
				return err
			}
			rows, others, err = allAsTold(ctx, t, rows, asTold)
			return err
		})
		if err != nil || len(others) == 0 {
			return rows, err
		}
		s.noteMended(others)
		if again || s.shows() || s.mendRecords(ctx) != nil {
			return rows, nil
		}
	}
}

func allAsTold[T any](ctx context.Context, t tx, rows []T, asTold func(context.Context, tx, T) (T, *Mended, error)) ([]T, []Mended, error) {
	var others []Mended
	for n, row := range rows {
		told, other, err := asTold(ctx, t, row)
		if err != nil {
			return nil, nil, err
		}
		if other != nil {
			rows[n] = told
			others = append(others, *other)
		}
	}
	return rows, others, nil
}

// vendorAsTold is the row of a vendor as its journal tells it. A journal that is
// damaged tells nothing: the check finds it.
func vendorAsTold(ctx context.Context, t tx, row assessment.Vendor) (assessment.Vendor, *Mended, error) {
	record, err := readVendorRecord(ctx, t, row.ID)
	switch told := record.Vendor; {
	case assessment.CodeOf(err) == assessment.Damaged || err == nil && (told.AddedAt == 0 || told == row):
		return row, nil, nil
	case err != nil:
		return row, nil, err
	default:
		return told, &Mended{ID: row.ID, Title: told.Name, Record: true}, nil
	}
}

// rfpAsTold is the same for an RFP.
func rfpAsTold(ctx context.Context, t tx, row assessment.RFP) (assessment.RFP, *Mended, error) {
	terms, err := termsIn(ctx, t, row.ID)
	switch {
	case assessment.CodeOf(err) == assessment.Damaged || err == nil && (terms.Questionnaire == "" || reflect.DeepEqual(terms, termsOf(row))):
		return row, nil, nil
	case err != nil:
		return row, nil, err
	}
	row.Title, row.Reference, row.Due = terms.Title, terms.Reference, terms.Due
	row.Questionnaire, row.Milestone, row.Reserve = terms.Questionnaire, terms.Milestone, terms.Reserve
	return row, &Mended{ID: row.ID, Title: row.Title, Record: true}, nil
}

// mendRecords makes the rows of all vendors and RFPs again from their journals.
func (s *Store) mendRecords(ctx context.Context) error {
	var mended []Mended
	err := s.change(ctx, nil, func(ctx context.Context, t tx) error {
		vendors, err := collect(ctx, t, scanVendor, selectAllVendors)
		if err != nil {
			return err
		}
		_, others, err := allAsTold(ctx, t, vendors, vendorAsTold)
		if err != nil {
			return err
		}
		for _, other := range others {
			if _, err := projectVendor(ctx, t, other.ID); err != nil {
				return err
			}
		}
		rfps, err := collect(ctx, t, scanRFP, selectRFPs)
		if err != nil {
			return err
		}
		_, more, err := allAsTold(ctx, t, rfps, rfpAsTold)
		if err != nil {
			return err
		}
		for _, other := range more {
			if _, err := projectRFP(ctx, t, other.ID); err != nil {
				return err
			}
		}
		// Also what an earlier run mended: its COMMIT may have happened although the answer was lost.
		mended = slices.Concat(mended, others, more)
		return nil
	})
	s.noteMended(mended)
	return err
}

// trueVendor reads a vendor for a transaction that writes, as its journal tells it.
func trueVendor(ctx context.Context, t tx, id string) (assessment.Vendor, error) {
	row, err := vendorOf(ctx, t, id)
	if err != nil {
		return row, err
	}
	row, _, err = vendorAsTold(ctx, t, row)
	return row, err
}

// trueRFP is the same for an RFP.
func trueRFP(ctx context.Context, t tx, id string) (assessment.RFP, error) {
	row, err := rfpOf(ctx, t, id)
	if err != nil {
		return row, err
	}
	row, _, err = rfpAsTold(ctx, t, row)
	return row, err
}

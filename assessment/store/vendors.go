package store

import (
	"context"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/hostile"
)

const vendorColumns = "id, name, legal_name, country, contact, note, added_at"

// AddVendor stores a vendor, fills in a missing ID and AddedAt, and returns
// the stored vendor. A vendor that does not validate is Invalid.
func (s *Store) AddVendor(ctx context.Context, v assessment.Vendor) (assessment.Vendor, error) {
	v.Name, v.LegalName = hostile.Line(v.Name), hostile.Line(v.LegalName)
	v.Contact, v.Note = hostile.Line(v.Contact), hostile.Clean(v.Note)
	if err := v.Validate(); err != nil {
		return v, err
	}
	if v.ID == "" {
		v.ID = s.options.NewID()
	}
	if v.AddedAt == 0 {
		v.AddedAt = s.options.Now().UnixMicro()
	}
	err := s.change(ctx, nil, func(ctx context.Context, t tx) error {
		return t.exec(ctx, "INSERT INTO vendors ("+vendorColumns+") VALUES (?, ?, ?, ?, ?, ?, ?)",
			v.ID, v.Name, v.LegalName, v.Country, v.Contact, v.Note, v.AddedAt)
	})
	return v, err
}

// Vendors lists all vendors by name.
func (s *Store) Vendors(ctx context.Context) ([]assessment.Vendor, error) {
	return fetch(ctx, s, func(t tx) ([]assessment.Vendor, error) {
		return collect(ctx, t, scanVendor, "SELECT "+vendorColumns+" FROM vendors ORDER BY name, id")
	})
}

// FindVendor finds a vendor by its id, by the first six or more characters
// of the id, or by its name or an unambiguous beginning of the name in any
// case. Otherwise it returns NotFound or Ambiguous with candidates.
func (s *Store) FindVendor(ctx context.Context, ref string) (assessment.Vendor, error) {
	all, err := s.vendorsFor(ctx, strings.TrimSpace(ref))
	if err != nil {
		return assessment.Vendor{}, err
	}
	return Pick("vendor", ref, all, func(v assessment.Vendor) Named { return Named{ID: v.ID, Names: []string{v.Name}} })
}

// vendorsFor lists candidates for a reference: the few that an index finds,
// or else all vendors.
func (s *Store) vendorsFor(ctx context.Context, ref string) (found []assessment.Vendor, err error) {
	if ref == "" || !ascii(ref) {
		return s.Vendors(ctx)
	}
	err = s.look(ctx, func(t tx) (err error) {
		if len(ref) >= leastIDPrefix {
			low := strings.ToLower(ref)
			if found, err = collect(ctx, t, scanVendor, selectVendorsByID, low, low+lastRune, fewLabels+1); err != nil {
				return err
			}
		}
		byName, err := collect(ctx, t, scanVendor, selectVendorsByName, ref, ref+lastRune, fewLabels+1)
		for _, v := range byName {
			if !slices.Contains(found, v) {
				found = append(found, v)
			}
		}
		return err
	})
	if err != nil || len(found) > 0 {
		return found, err
	}
	return s.Vendors(ctx)
}

const (
	selectVendorsByID   = "SELECT " + vendorColumns + " FROM vendors WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
	selectVendorsByName = "SELECT " + vendorColumns + " FROM vendors WHERE name >= ? COLLATE NOCASE AND name < ? COLLATE NOCASE ORDER BY name COLLATE NOCASE LIMIT ?"
)

func scanVendor(scan func(...any) error) (v assessment.Vendor, err error) {
	err = scan(&v.ID, &v.Name, &v.LegalName, &v.Country, &v.Contact, &v.Note, &v.AddedAt)
	return v, err
}

// vendorOf reads the vendor with this id.
func vendorOf(ctx context.Context, t tx, id string) (assessment.Vendor, error) {
	missing := assessment.Errorf(assessment.NotFound, "no vendor has the id %q", id).Because(assessment.NoVendor)
	return one(ctx, t, scanVendor, missing, "SELECT "+vendorColumns+" FROM vendors WHERE id = ?", id)
}

package store

import (
	"context"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/hostile"
)

const vendorColumns = "id, name, legal_name, latin_name, country, contact, note, added_at, archived"

// AddVendor stores a vendor in the name of a person, fills in a missing ID and
// AddedAt, and returns the stored vendor. A vendor that does not validate is
// Invalid. If another vendor has the same name, in any case and spelling that
// look the same, the new one is a Conflict: ask, and then call
// [Store.AddNamesake].
func (s *Store) AddVendor(ctx context.Context, v assessment.Vendor, by string) (assessment.Vendor, error) {
	return s.addVendor(ctx, v, by, false)
}

// AddNamesake stores a vendor as AddVendor does, also if another one has the
// same name.
func (s *Store) AddNamesake(ctx context.Context, v assessment.Vendor, by string) (assessment.Vendor, error) {
	return s.addVendor(ctx, v, by, true)
}

func (s *Store) addVendor(ctx context.Context, v assessment.Vendor, by string, namesake bool) (assessment.Vendor, error) {
	entry, err := s.authored(by)
	if err != nil {
		return v, err
	}
	v = cleanVendor(v)
	if err := v.Validate(); err != nil {
		return v, err
	}
	if v.ID == "" {
		v.ID = s.options.NewID()
	}
	if v.AddedAt == 0 {
		v.AddedAt = entry.At
	}
	entry.At = v.AddedAt
	err = s.change(ctx, []string{entry.ID}, func(ctx context.Context, t tx) error {
		if err := s.allow(ctx, t, entry.By, assessment.ActPrepare); err != nil {
			return err
		}
		if !namesake {
			if err := nameTaken(ctx, t, v); err != nil {
				return err
			}
		}
		if err := t.exec(ctx, insertVendor, v.ID, v.Name, v.LegalName, v.LatinName, v.Country, v.Contact, v.Note, v.AddedAt); err != nil {
			return err
		}
		return s.noteVendor(ctx, t, v.ID, entry, vendorAdded, addition{naming{v.Name}, detailsOf(v)})
	})
	return v, err
}

// cleanVendor makes the texts of a vendor harmless.
func cleanVendor(v assessment.Vendor) assessment.Vendor {
	v.Name, v.LegalName, v.LatinName = hostile.Name(v.Name), hostile.Name(v.LegalName), hostile.Name(v.LatinName)
	v.Country, v.Contact, v.Note = hostile.Line(v.Country), hostile.Name(v.Contact), strings.TrimSpace(hostile.Clean(v.Note))
	return v
}

// nameTaken returns a Conflict if another vendor has the name of v.
func nameTaken(ctx context.Context, t tx, v assessment.Vendor) error {
	rows, err := t.query(ctx, "SELECT id, name FROM vendors ORDER BY added_at, id")
	if err != nil {
		return err
	}
	defer rows.Close()
	form := hostile.Fold(v.Name)
	for rows.Next() {
		var id, name string
		if err := rows.Scan(&id, &name); err != nil {
			return err
		}
		if id != v.ID && hostile.Fold(name) == form {
			return assessment.Errorf(assessment.Conflict, "there is a vendor of this name already: %s", name).Because(assessment.NameTaken, name, id)
		}
	}
	return rows.Err()
}

// Vendors lists all vendors by name, also archived ones.
func (s *Store) Vendors(ctx context.Context) ([]assessment.Vendor, error) {
	return faithful(ctx, s, func(t tx) ([]assessment.Vendor, error) { return collect(ctx, t, scanVendor, selectAllVendors) }, vendorAsTold)
}

// FindVendor finds a vendor by its id, by the first six or more characters
// of the id, or by its name or an unambiguous beginning of the name in any
// case. Otherwise it returns NotFound or Ambiguous with candidates.
func (s *Store) FindVendor(ctx context.Context, ref string) (assessment.Vendor, error) {
	all, err := s.vendorsFor(ctx, hostile.Name(ref))
	if err != nil {
		return assessment.Vendor{}, err
	}
	pick := func(all []assessment.Vendor) (assessment.Vendor, error) {
		return Pick("vendor", ref, all, func(v assessment.Vendor) Named { return Named{ID: v.ID, Names: []string{v.Name}, Closed: v.Archived} })
	}
	v, err := pick(all)
	if assessment.CodeOf(err) != assessment.NotFound || !s.shows() {
		return v, err
	}
	// The index knows the names of edited rows, which stay.
	if all, err = s.Vendors(ctx); err != nil {
		return v, err
	}
	return pick(all)
}

// vendorsFor lists candidates for a reference: the few that an index finds,
// or else all vendors.
func (s *Store) vendorsFor(ctx context.Context, ref string) (found []assessment.Vendor, err error) {
	if ref == "" || !ascii(ref) {
		return s.Vendors(ctx)
	}
	found, err = faithful(ctx, s, func(t tx) (found []assessment.Vendor, err error) {
		if len(ref) >= leastIDPrefix {
			low := strings.ToLower(ref)
			if found, err = collect(ctx, t, scanVendor, selectVendorsByID, low, low+lastRune, fewLabels+1); err != nil {
				return nil, err
			}
		}
		byName, err := collect(ctx, t, scanVendor, selectVendorsByName, folded(ref), folded(ref)+lastRune, fewLabels+1)
		for _, v := range byName {
			if !slices.Contains(found, v) {
				found = append(found, v)
			}
		}
		return found, err
	}, vendorAsTold)
	if err != nil || len(found) > 0 {
		return found, err
	}
	return s.Vendors(ctx)
}

const (
	selectAllVendors    = "SELECT " + vendorColumns + " FROM vendors ORDER BY name, id"
	selectVendorsByID   = "SELECT " + vendorColumns + " FROM vendors WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
	selectVendorsByName = "SELECT " + vendorColumns + " FROM vendors WHERE lower(name) >= ? AND lower(name) < ? ORDER BY lower(name) LIMIT ?"
)

func scanVendor(scan func(...any) error) (v assessment.Vendor, err error) {
	err = scan(&v.ID, &v.Name, &v.LegalName, &v.LatinName, &v.Country, &v.Contact, &v.Note, &v.AddedAt, &v.Archived)
	return v, err
}

// vendorOf reads the vendor with this id.
func vendorOf(ctx context.Context, t tx, id string) (assessment.Vendor, error) {
	missing := assessment.Errorf(assessment.NotFound, "no vendor has the id %q", id).Because(assessment.NoVendor)
	return one(ctx, t, scanVendor, missing, "SELECT "+vendorColumns+" FROM vendors WHERE id = ?", id)
}

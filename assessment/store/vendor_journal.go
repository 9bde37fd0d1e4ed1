package store

import (
	"context"
	"fmt"
	"strings"

	"assay/assessment"
	"assay/assessment/hostile"
)

// The kinds of events of a vendor.
const (
	vendorAdded      = "added"
	vendorRenamed    = "renamed"
	vendorDetails    = "details"
	vendorArchived   = "archived"
	vendorUnarchived = "unarchived"
)

// The bodies of these events.
type (
	naming struct {
		Name string `json:"name"`
	}
	details struct {
		LegalName string `json:"legal_name"`
		LatinName string `json:"latin_name"`
		Country   string `json:"country"`
		Contact   string `json:"contact"`
		Note      string `json:"note"`
	}
	addition struct {
		naming
		details
	}
	archiving struct {
		Reason string `json:"reason"`
	}
)

// VendorRecord is a vendor as its journal tells it.
type VendorRecord struct {
	assessment.Vendor
	AddedBy string
	Names   []FormerName // its earlier names, the latest last
	Shelved *Archiving   // why it is archived; nil unless it is
}

// FormerName is a name that a vendor had.
type FormerName struct {
	Name  string `json:"name"`
	Until int64  `json:"until"` // microseconds UTC
	By    string `json:"by"`    // who changed it
}

// Archiving tells who took a vendor off the lists.
type Archiving struct {
	By     string `json:"by"`
	At     int64  `json:"at"` // microseconds UTC
	Reason string `json:"reason"`
}

// VendorRecord reads a vendor and its journal by its id, or returns NotFound.
func (s *Store) VendorRecord(ctx context.Context, id string) (VendorRecord, error) {
	return fetch(ctx, s, func(t tx) (VendorRecord, error) {
		if _, err := vendorOf(ctx, t, id); err != nil {
			return VendorRecord{}, err
		}
		return readVendorRecord(ctx, t, id)
	})
}

func readVendorRecord(ctx context.Context, t tx, id string) (VendorRecord, error) {
	events, err := ofVendors.read(ctx, t, id)
	if err != nil {
		return VendorRecord{}, err
	}
	record := VendorRecord{}
	for _, e := range events {
		if err := record.add(e); err != nil {
			return record, ofVendors.broken(id, err.Error())
		}
	}
	record.ID = id
	return record, nil
}

// add adds one event to the record. Of a struck event it keeps that it happened.
func (r *VendorRecord) add(e told) error {
	switch e.Kind {
	case vendorAdded:
		var as addition
		err := e.into(&as)
		r.Name, r.AddedAt, r.AddedBy = as.Name, e.At, e.By
		r.describe(as.details)
		return err
	case vendorRenamed:
		to := naming{r.Name}
		r.Names = append(r.Names, FormerName{r.Name, e.At, e.By})
		err := e.into(&to)
		r.Name = to.Name
		return err
	case vendorDetails:
		to := detailsOf(r.Vendor)
		err := e.into(&to)
		r.describe(to)
		return err
	case vendorArchived:
		var as archiving
		err := e.into(&as)
		r.Archived, r.Shelved = true, &Archiving{e.By, e.At, as.Reason}
		return err
	case vendorUnarchived:
		r.Archived, r.Shelved = false, nil
		return nil
	case assessment.KindOf(assessment.Struck{}):
		return nil
	}
	return fmt.Errorf("event %d is of the unknown kind %q", e.Seq, e.Kind)
}

func (r *VendorRecord) describe(d details) {
	r.LegalName, r.LatinName, r.Country, r.Contact, r.Note = d.LegalName, d.LatinName, d.Country, d.Contact, d.Note
}

func detailsOf(v assessment.Vendor) details {
	return details{v.LegalName, v.LatinName, v.Country, v.Contact, v.Note}
}

// noteVendor appends an event to the journal of a vendor, and makes its row
// again from the journal.
func (s *Store) noteVendor(ctx context.Context, t tx, id string, entry assessment.Entry, kind string, body any) error {
	if err := ofVendors.add(ctx, t, s.options, id, happening{id: entry.ID, at: entry.At, by: entry.By, kind: kind, data: body}); err != nil {
		return err
	}
	return redigested(ctx, t, id, func() error {
		_, err := projectVendor(ctx, t, id)
		return err
	})
}

const (
	insertVendor = "INSERT INTO vendors (" + vendorColumns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)"
	updateVendor = "UPDATE vendors SET name = ?, legal_name = ?, latin_name = ?, country = ?, contact = ?, note = ?, added_at = ?, archived = ? WHERE id = ?"
)

// projectVendor makes the row of a vendor from its journal. It reports whether
// the row was another.
func projectVendor(ctx context.Context, t tx, id string) (changed bool, err error) {
	row, err := vendorOf(ctx, t, id)
	if err != nil {
		return false, err
	}
	record, err := readVendorRecord(ctx, t, id)
	v := record.Vendor
	if err != nil || v.AddedAt == 0 || v == row {
		return false, err
	}
	return true, t.exec(ctx, updateVendor, v.Name, v.LegalName, v.LatinName, v.Country, v.Contact, v.Note, v.AddedAt, integer(v.Archived), id)
}

// VendorEdit is a change of a vendor. Nil leaves a field as it is.
type VendorEdit struct {
	Name, LegalName, LatinName, Country, Contact, Note *string
	Namesake                                           bool // another vendor may have the same name
}

// EditVendor changes a vendor in the name of a person and returns it. It is a
// Conflict for a name that another vendor has, as in [Store.AddVendor]. An
// assessment keeps the name that its vendor had when it was opened.
func (s *Store) EditVendor(ctx context.Context, id, by string, edit VendorEdit) (assessment.Vendor, error) {
	var edited assessment.Vendor
	err := s.changeVendor(ctx, id, by, func(ctx context.Context, t tx, now VendorRecord, entry assessment.Entry) error {
		to := now.Vendor
		for _, field := range []struct {
			to    *string
			value *string
		}{{&to.Name, edit.Name}, {&to.LegalName, edit.LegalName}, {&to.LatinName, edit.LatinName}, {&to.Country, edit.Country}, {&to.Contact, edit.Contact}, {&to.Note, edit.Note}} {
			if field.value != nil {
				*field.to = *field.value
			}
		}
		to = cleanVendor(to)
		if err := to.Validate(); err != nil {
			return err
		}
		edited = to
		if to.Name != now.Name {
			if !edit.Namesake {
				if err := nameTaken(ctx, t, to); err != nil {
					return err
				}
			}
			if err := s.noteVendor(ctx, t, id, entry, vendorRenamed, naming{to.Name}); err != nil {
				return err
			}
			entry.ID = s.options.NewID()
		}
		if detailsOf(to) == detailsOf(now.Vendor) {
			return nil
		}
		return s.noteVendor(ctx, t, id, entry, vendorDetails, detailsOf(to))
	})
	return edited, err
}

// ArchiveVendor takes a vendor and its assessments off the lists, for a reason.
// The record keeps all of it.
func (s *Store) ArchiveVendor(ctx context.Context, id, by, reason string) error {
	return s.changeVendor(ctx, id, by, func(ctx context.Context, t tx, now VendorRecord, entry assessment.Entry) error {
		if now.Archived {
			return assessment.Errorf(assessment.Refused, "%s is archived already", now.Name)
		}
		if reason = strings.TrimSpace(hostile.Clean(reason)); reason == "" {
			return assessment.Errorf(assessment.Invalid, "archiving a vendor needs a reason").Because(assessment.ReasonMissing)
		}
		return s.noteVendor(ctx, t, id, entry, vendorArchived, archiving{reason})
	})
}

// UnarchiveVendor puts an archived vendor back on the lists.
func (s *Store) UnarchiveVendor(ctx context.Context, id, by string) error {
	return s.changeVendor(ctx, id, by, func(ctx context.Context, t tx, now VendorRecord, entry assessment.Entry) error {
		if !now.Archived {
			return assessment.Errorf(assessment.Refused, "%s is not archived", now.Name)
		}
		return s.noteVendor(ctx, t, id, entry, vendorUnarchived, struct{}{})
	})
}

// changeVendor reads a vendor from its journal and lets write change it, in one
// transaction.
func (s *Store) changeVendor(ctx context.Context, id, by string, write func(context.Context, tx, VendorRecord, assessment.Entry) error) error {
	entry, err := s.authored(by)
	if err != nil {
		return err
	}
	return s.change(ctx, nil, func(ctx context.Context, t tx) error {
		if err := s.allow(ctx, t, entry.By, assessment.ActPrepare); err != nil {
			return err
		}
		if _, err := vendorOf(ctx, t, id); err != nil {
			return err
		}
		now, err := readVendorRecord(ctx, t, id)
		if err != nil {
			return err
		}
		return write(ctx, t, now, entry)
	})
}

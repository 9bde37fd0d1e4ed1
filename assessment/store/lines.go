package store

import (
	"context"
	"math"
	"slices"
	"strings"

	"assay/assessment"
)

// Line is one line of the portfolio: an assessment of a vendor, or a vendor
// without one.
type Line struct {
	Vendor assessment.Vendor
	Row    *Summary // nil for a vendor without an assessment
}

// ID is the id of the assessment or, without one, of the vendor.
func (l Line) ID() string {
	if l.Row != nil {
		return l.Row.ID
	}
	return l.Vendor.ID
}

// Lines is a part of the portfolio, which leaves out archived vendors and
// withdrawn assessments. Vendors are in the order of their names,
// each with its assessments, the latest changed first.
type Lines struct {
	Lines       []Line
	First, Last bool // it holds the first and the last line of the portfolio
	Vendors     int  // of the whole portfolio, whatever Fits wants
}

// Around says which part of the portfolio to read.
type Around struct {
	ID      string // the line, by [Line.ID], in the middle; empty or unknown for the first part
	End     bool   // the last part, instead
	Vendors int    // how many vendors to read on each side of the middle

	// Fits wants a line; nil wants all. It must decide by the vendor, and of the
	// row by Subject, Questionnaire.ID, RFP, RFPReference, Verdict and Milestone:
	// the rest of a row is not read before it fits.
	Fits func(line Line) bool
}

// Lines reads a part of the portfolio. Its cost does not depend on the size of
// the portfolio, unless few lines fit. It judges due rows of the part again
// before it returns them.
func (s *Store) Lines(ctx context.Context, around Around) (Lines, error) {
	s.shownAfresh()
	now := s.options.Now()
	for {
		part, due, err := s.readLines(ctx, around, newDays(now))
		if err != nil || len(due) == 0 {
			return part, err
		}
		if err := s.judge(ctx, due, now); err != nil && !s.crowds(err) {
			return Lines{}, err
		}
	}
}

const (
	// The vendors on one side of a place, in their order.
	vendorsAfter  = "v.archived = 0 AND lower(v.name) >= ? AND (lower(v.name) > ? OR v.id > ?) ORDER BY lower(v.name), v.id LIMIT ?"
	vendorsBefore = "v.archived = 0 AND lower(v.name) <= ? AND (lower(v.name) < ? OR v.id < ?) ORDER BY lower(v.name) DESC, v.id DESC LIMIT ?"

	selectVendors = "SELECT " + vendorColumns + " FROM vendors v WHERE "

	// What a filter needs of the lines of vendors.
	selectWords = `SELECT v.id, v.name, v.legal_name, v.latin_name, v.country, v.contact, v.note, v.added_at, v.archived, a.id IS NOT NULL, COALESCE(a.subject, ''),
	COALESCE(q.id, ''), COALESCE(r.title, ''), COALESCE(r.reference, ''), COALESCE(s.verdict, ''), COALESCE(s.milestone, '')
	FROM vendors v LEFT JOIN assessments a ON a.vendor_id = v.id AND a.withdrawn = 0 LEFT JOIN scores s ON s.assessment_id = a.id
	LEFT JOIN questionnaires q ON q.hash = a.questionnaire LEFT JOIN rfps r ON r.id = a.rfp_id WHERE `

	// The vendor of a line.
	selectVendorOf = "SELECT " + vendorColumns + " FROM vendors WHERE archived = 0 AND (id = ? OR id = (SELECT vendor_id FROM assessments WHERE id = ?))"
)

func (s *Store) readLines(ctx context.Context, around Around, today days) (part Lines, due []string, err error) {
	err = s.look(ctx, func(t tx) error {
		if err := t.row(ctx, "SELECT COUNT(*) FROM vendors WHERE archived = 0").Scan(&part.Vendors); err != nil {
			return err
		}
		middle, err := collect(ctx, t, scanVendor, selectVendorOf, around.ID, around.ID)
		if err != nil {
			return err
		}
		reading := lineReader{s: s, t: t, fits: around.Fits, look: stale{today: today, told: s.told()}, rows: map[string]scoreRow{}}
		from := vendorPlace{}
		switch {
		case around.End:
			from = vendorPlace{lastRune, ""}
		case len(middle) > 0:
			from = placeOf(middle[0])
		}
		before, first, err := reading.read(ctx, vendorsBefore, from, around.Vendors)
		if err != nil {
			return err
		}
		slices.Reverse(before)
		here, err := reading.of(ctx, middle)
		if err != nil {
			return err
		}
		after, last, err := reading.read(ctx, vendorsAfter, from, around.Vendors)
		if err != nil {
			return err
		}
		part.First, part.Last = first, last
		for _, vendors := range [][][]Line{before, here, after} {
			part.Lines = slices.AppendSeq(part.Lines, slices.Values(slices.Concat(vendors...)))
		}
		if due = reading.look.ids; len(due) > 0 {
			return nil
		}
		err = reading.fillDomains(ctx, part.Lines)
		due = reading.look.ids
		return err
	})
	return part, due, err
}

// vendorPlace is a place in the order of vendors.
type vendorPlace struct {
	name string // folded
	id   string
}

func placeOf(v assessment.Vendor) vendorPlace { return vendorPlace{folded(v.Name), v.ID} }

// vendorsAtOnce is how many vendors one statement reads the assessments of.
const vendorsAtOnce = 100

// lineReader reads lines and notes which of them are due.
type lineReader struct {
	s    *Store
	t    tx
	fits func(Line) bool
	look stale
	rows map[string]scoreRow
}

// read reads the lines of the vendors on one side of a place, a list for each
// vendor with lines that fit, until it has as many vendors as wanted. all is true
// if no vendor is left.
func (r *lineReader) read(ctx context.Context, side string, from vendorPlace, wanted int) (lines [][]Line, all bool, err error) {
	if r.fits != nil {
		vendors, all, err := r.fitting(ctx, side, from, wanted)
		if err != nil {
			return nil, false, err
		}
		lines, err = r.of(ctx, vendors)
		return lines, all, err
	}
	for {
		vendors, err := collect(ctx, r.t, scanVendor, selectVendors+side, from.name, from.name, from.id, vendorsAtOnce+1)
		if err != nil {
			return nil, false, err
		}
		more := len(vendors) > vendorsAtOnce
		vendors = vendors[:min(len(vendors), vendorsAtOnce)]
		found, err := r.of(ctx, vendors)
		if err != nil {
			return nil, false, err
		}
		lines = append(lines, found...)
		switch {
		case len(lines) > wanted:
			return lines[:wanted], false, nil
		case !more:
			return lines, true, nil
		}
		from = placeOf(vendors[len(vendors)-1])
	}
}

// fitting reads the next vendors with a line that fits, as many as wanted. It
// passes over the others without reading their rows whole.
func (r *lineReader) fitting(ctx context.Context, side string, from vendorPlace, wanted int) (vendors []assessment.Vendor, all bool, err error) {
	rows, err := r.t.stream(ctx, selectWords+side, from.name, from.name, from.id, int64(math.MaxInt64))
	if err != nil {
		return nil, false, err
	}
	defer rows.Close()
	for rows.Next() {
		var l Line
		var row Summary
		var has bool
		l.Vendor, err = scanVendor(func(fields ...any) error {
			return rows.Scan(append(fields, &has, &row.Subject, &row.Questionnaire.ID, &row.RFP, &row.RFPReference, &row.Verdict, &row.Milestone)...)
		})
		if err != nil {
			return nil, false, err
		}
		if has {
			l.Row = &row
		}
		if n := len(vendors); n > 0 && vendors[n-1].ID == l.Vendor.ID || !r.fits(l) {
			continue
		}
		if len(vendors) == wanted {
			return vendors, false, nil
		}
		vendors = append(vendors, l.Vendor)
	}
	return vendors, true, rows.Err()
}

// of reads the lines of vendors, a list for each with lines that fit, in their
// order.
func (r *lineReader) of(ctx context.Context, vendors []assessment.Vendor) ([][]Line, error) {
	if len(vendors) == 0 {
		return nil, nil
	}
	ids := make([]any, len(vendors))
	for n, v := range vendors {
		ids[n] = v.ID
	}
	rows, err := collect(ctx, r.t, scanRow, selectRows+" WHERE a.withdrawn = 0 AND a.vendor_id IN (?"+strings.Repeat(", ?", len(ids)-1)+") ORDER BY s.updated_at DESC, s.assessment_id", ids...)
	if err != nil {
		return nil, err
	}
	own := map[string][]Line{}
	for n := range rows {
		if r.s.shows() {
			if rows[n], err = r.s.shown(ctx, r.t, rows[n], r.look.today.now); err != nil {
				return nil, err
			}
		} else {
			r.look.shows(rows[n])
		}
		own[rows[n].VendorID] = append(own[rows[n].VendorID], Line{Row: &rows[n].Summary})
		r.rows[rows[n].ID] = rows[n]
	}
	var found [][]Line
	for _, v := range vendors {
		lines := own[v.ID]
		if len(lines) == 0 {
			told, other, err := vendorAsTold(ctx, r.t, v)
			if err != nil {
				return nil, err
			}
			if lines, v = []Line{{}}, told; other != nil {
				r.s.noteMended([]Mended{*other})
			}
		}
		for n := range lines {
			lines[n].Vendor = v
			if row := lines[n].Row; row != nil {
				lines[n].Vendor.Name = row.Vendor // as its journal has it
			}
		}
		if r.fits != nil {
			lines = slices.DeleteFunc(lines, func(l Line) bool { return !r.fits(l) })
		}
		if len(lines) > 0 {
			found = append(found, lines)
		}
	}
	return found, nil
}

func (r *lineReader) fillDomains(ctx context.Context, lines []Line) error {
	if r.s.shows() {
		return r.showDomains(ctx, lines)
	}
	var rows []Summary
	for _, l := range lines {
		if l.Row != nil {
			rows = append(rows, *l.Row)
		}
	}
	if err := fillDomains(ctx, r.t, rows); err != nil {
		return err
	}
	for n := range lines {
		if lines[n].Row != nil {
			r.look.showsDomains([]scoreRow{r.rows[rows[0].ID]}, rows[:1])
			*lines[n].Row, rows = rows[0], rows[1:]
		}
	}
	return nil
}

// showDomains is fillDomains for a store that cannot write.
func (r *lineReader) showDomains(ctx context.Context, lines []Line) error {
	for n := range lines {
		if lines[n].Row == nil {
			continue
		}
		row, err := r.s.withDomains(ctx, r.t, r.rows[lines[n].Row.ID], r.look.today.now)
		if err != nil {
			return err
		}
		*lines[n].Row = row.Summary
	}
	return nil
}

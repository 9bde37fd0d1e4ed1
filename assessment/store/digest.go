package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"assay/assessment"
	"assay/assessment/english"
)

// Lists show score rows, and somebody could edit one. So each row has a digest
// over all that a list prints of it and over the head of its journal. A row
// that does not fit is judged again from the journal before it is shown, and
// reported once. This is for careless edits: who edits with care also makes the
// digest, and is found by the chain, the ledger, the anchor and [Store.Check].

// Mended is an assessment whose row was changed outside the program, and which
// was judged again, or a vendor or RFP.
type Mended struct {
	ID    string
	Title string // vendor, and person or contract

	// Record says that it is no assessment but a vendor or an RFP, whose row was
	// made again.
	Record bool

	// Fault says what else is wrong with the journal of the assessment, or is
	// empty.
	Fault string
}

// TakeMended returns the assessments that lists mended since the last call.
func (s *Store) TakeMended() []Mended {
	s.mending.Lock()
	defer s.mending.Unlock()
	all := s.mended
	s.mended = nil
	return all
}

// MendedWords says which rows were mended, in lower case and without a period.
// They are empty for none.
func MendedWords(all []Mended) string {
	if len(all) == 0 {
		return ""
	}
	const most = 5
	var titles, faults []string
	for _, m := range all {
		titles = append(titles, m.Title)
		if m.Fault != "" {
			faults = append(faults, m.Fault)
		}
	}
	if more := len(titles) - most; more > 0 {
		titles = append(titles[:most], fmt.Sprintf("%d more", more))
	}
	again := " judged again: "
	if slices.ContainsFunc(all, func(m Mended) bool { return m.Record }) {
		again = " made again from the journal: "
	}
	text := english.Count(len(all), "row was changed outside assay and was", "rows were changed outside assay and were") + again + strings.Join(titles, "; ")
	return english.Join("; ", append([]string{text}, faults...)...)
}

// digests are the digest of a row with a head, and of its domains.
func (r scoreRow) digests(head []byte) (row, domains string) {
	domains = r.digestOfDomains()
	return r.digestWith(domains, head), domains
}

func (r scoreRow) digestWith(domains string, head []byte) string {
	return digestOf(append(r.values(), r.VendorID, r.Vendor, r.Subject, r.RFPID, r.RFP, r.RFPReference,
		r.Questionnaire.ID, r.Questionnaire.Version, r.Questionnaire.Hash, r.UpdatedAt, domains, string(head)))
}

func (r scoreRow) digestOfDomains() string {
	values := make([]any, 0, 3*len(r.Domains))
	for _, d := range r.Domains {
		values = append(values, d.ID, int64(d.Claimed), int64(d.Shown))
	}
	return digestOf(values)
}

// digestOf hashes texts and integers, each with its length or a mark, so that
// no two lists give the same bytes.
func digestOf(values []any) string {
	text := make([]byte, 0, 1024)
	for _, value := range values {
		switch value := value.(type) {
		case string:
			text = strconv.AppendInt(text, int64(len(value)), 10)
			text = append(append(text, ':'), value...)
		case int64:
			text = append(strconv.AppendInt(text, value, 10), ';')
		case int:
			text = append(strconv.AppendInt(text, int64(value), 10), ';')
		default:
			panic(fmt.Sprintf("a row has no values of type %T", value))
		}
	}
	sum := sha256.Sum256(text)
	return assessment.Engine + " " + hex.EncodeToString(sum[:])
}

// fits reports whether the row, without its domains, is what the store wrote.
func (r scoreRow) fits() bool { return r.digestWith(r.domainSum, r.head) == r.digest }

// faultMark begins the digest of a row whose journal is at fault.
const faultMark = "fault "

// fitsBut reports whether a row does not fit only because its journal is at fault,
// and whether that was told.
func (r scoreRow) fitsBut(told map[string]bool) bool {
	return told[r.ID] && r.digest == faultMark+r.digestWith(r.domainSum, r.head)
}

// domainsFit reports the same of its domains.
func (r scoreRow) domainsFit() bool { return r.digestOfDomains() == r.domainSum }

// stale collects the rows that must be judged again before anybody sees them.
type stale struct {
	today days
	told  map[string]bool // whose fault was reported and stays
	ids   []string        // of all of them
}

// shows looks at a row that a list is about to show.
func (s *stale) shows(r scoreRow) {
	if s.today.past(r) || !r.fits() && !r.fitsBut(s.told) {
		s.ids = append(s.ids, r.ID)
	}
}

// showsDomains looks at the domains of the rows of a list.
func (s *stale) showsDomains(listed []scoreRow, filled []Summary) {
	for n, r := range listed {
		if r.Domains = filled[n].Domains; !r.domainsFit() {
			s.ids = append(s.ids, r.ID)
		}
	}
}

// namesOf is what a row shows beside the judgement, as the tables have it: the
// names, and the time of an event. by and domainSum serve the writing of the row.
type namesOf struct {
	vendor, rfp, reference string
	asked                  assessment.Pin
	subject                string
	at                     int64
	by                     follower
	domainSum              string
}

const selectNames = `SELECT v.name, COALESCE(r.title, ''), COALESCE(r.reference, ''), q.id, q.version, q.hash, a.subject,
	(` + selectFollowed + `), COALESCE((SELECT domain_sum FROM scores WHERE assessment_id = a.id), '')
	FROM assessments a JOIN vendors v ON v.id = a.vendor_id JOIN questionnaires q ON q.hash = a.questionnaire LEFT JOIN rfps r ON r.id = a.rfp_id WHERE a.id = ?`

// selectRecordedAt reads when an event of a journal was recorded.
const selectRecordedAt = "SELECT at FROM events WHERE assessment_id = ? AND seq = ?"

func readNames(ctx context.Context, t tx, id string, seq int64) (n namesOf, err error) {
	var decided sql.NullBool
	err = t.row(ctx, selectNames, id, id).Scan(&n.vendor, &n.rfp, &n.reference, &n.asked.ID, &n.asked.Version, &n.asked.Hash, &n.subject, &decided, &n.domainSum)
	if err != nil {
		return n, err
	}
	n.by = followerBy(decided)
	if n.at, err = t.recordedAt(ctx, id, seq); errors.Is(err, sql.ErrNoRows) {
		err = nil // the check finds a journal without its last event
	}
	return n, err
}

// named adds the names to a judged row.
func (r *scoreRow) named(snapshot assessment.Snapshot, n namesOf) {
	r.VendorID, r.Vendor, r.Subject, r.Questionnaire, r.UpdatedAt = snapshot.Opened.Vendor.ID, n.vendor, n.subject, n.asked, n.at
	if snapshot.Opened.RFP != nil {
		r.RFPID, r.RFP, r.RFPReference = snapshot.Opened.RFP.ID, n.rfp, n.reference
	}
}

// mendNames makes the rows of vendor, RFP and assessment from their journals
// again. It reports whether one of them was another.
func mendNames(ctx context.Context, t tx, id string, opened assessment.Opened) (changed bool, err error) {
	var vendor, subject string
	if err := t.row(ctx, "SELECT vendor_id, subject FROM assessments WHERE id = ?", id).Scan(&vendor, &subject); err != nil {
		return false, err
	}
	if vendor != opened.Vendor.ID || subject != opened.Subject {
		changed = true
		if err := t.exec(ctx, "UPDATE assessments SET vendor_id = ?, subject = ? WHERE id = ?", opened.Vendor.ID, opened.Subject, id); err != nil {
			return false, err
		}
	}
	other, err := projectVendor(ctx, t, opened.Vendor.ID)
	changed = changed || other
	if err != nil || opened.RFP == nil {
		return changed, err
	}
	other, err = projectRFP(ctx, t, opened.RFP.ID)
	return changed || other, err
}

// redigested runs a change of a vendor that alters what its rows show. It makes
// new digests for the rows that fitted before, so that the change hides no edit.
func redigested(ctx context.Context, t tx, vendor string, change func() error) error {
	const ofVendor = selectRows + " WHERE a.vendor_id = ?"
	before, err := collect(ctx, t, scanRow, ofVendor, vendor)
	if err != nil {
		return err
	}
	fitted := map[string]bool{}
	for _, r := range before {
		fitted[r.ID] = r.fits()
	}
	if err := change(); err != nil {
		return err
	}
	after, err := collect(ctx, t, scanRow, ofVendor, vendor)
	if err != nil {
		return err
	}
	for _, r := range after {
		if digest := r.digestWith(r.domainSum, r.head); fitted[r.ID] && digest != r.digest {
			if err := t.exec(ctx, "UPDATE scores SET digest = ? WHERE assessment_id = ?", digest, r.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// changedOutside reports whether the stored row of an assessment is another than
// the one that this program wrote.
func changedOutside(ctx context.Context, t tx, id string) (bool, error) {
	rows, err := collect(ctx, t, scanRow, selectRows+" WHERE s.assessment_id = ?", id)
	if err != nil || len(rows) == 0 {
		return len(rows) == 0, err
	}
	row := rows[0]
	if row.Domains, err = readDomains(ctx, t, row.ID); err != nil {
		return false, err
	}
	switch {
	case row.NextChange == marked: // by a migration or by markDue, which leave the digest
		return false, nil
	case strings.HasPrefix(row.digest, faultMark):
		return true, nil
	case row.digest != "" && !strings.HasPrefix(row.digest, assessment.Engine+" "):
		return false, nil // by another version of the engine
	}
	return !row.fits() || !row.domainsFit(), nil
}

// judgeAgain judges one assessment for its present day and writes its row. If
// the row was changed outside the program, it mends the names too, and returns
// what it mended.
func (s *Store) judgeAgain(ctx context.Context, t tx, id string, now time.Time) (*Mended, error) {
	snapshot, err := s.snapshot(ctx, t, id)
	if err != nil {
		return nil, err
	}
	changed, err := changedOutside(ctx, t, id)
	if err != nil {
		return nil, err
	}
	names, err := mendNames(ctx, t, id, snapshot.Opened)
	if err != nil {
		return nil, err
	}
	var mended *Mended
	if changed || names {
		now, err := readNames(ctx, t, id, snapshot.Seq)
		if err != nil {
			return nil, err
		}
		if mended, err = mendedOf(ctx, t, id, now); err != nil {
			return nil, err
		}
	}
	if err := writeScores(ctx, t, snapshot, snapshot.Day(now.UnixMicro()), true); err != nil || mended == nil || mended.Fault == "" {
		return mended, err
	}
	// The journal is at fault, and not the row alone. Whoever lists the row next
	// is told as well.
	return mended, t.exec(ctx, "UPDATE scores SET digest = ? || digest WHERE assessment_id = ?", faultMark, id)
}

// mendedOf describes an assessment whose row was judged again.
func mendedOf(ctx context.Context, t tx, id string, names namesOf) (*Mended, error) {
	m := &Mended{ID: id, Title: assessment.Title(names.vendor, names.subject)}
	err := vouchAssessment(ctx, t, id)
	if assessment.CodeOf(err) == assessment.Damaged {
		m.Fault, err = faultOf(err), nil
	}
	return m, err
}

// faultOf is the text of an error of vouch without what it is refused for.
func faultOf(err error) string {
	var known *assessment.Error
	if errors.As(err, &known) {
		return strings.TrimPrefix(known.Message, notVouched)
	}
	return err.Error()
}

// told are the assessments whose fault this program has reported.
func (s *Store) told() map[string]bool {
	s.mending.Lock()
	defer s.mending.Unlock()
	return s.faulty
}

// noteMended remembers what was mended until TakeMended.
func (s *Store) noteMended(all []Mended) {
	s.mending.Lock()
	defer s.mending.Unlock()
	for _, m := range all {
		if m.Fault != "" && !s.faulty[m.ID] {
			told := map[string]bool{m.ID: true}
			maps.Copy(told, s.faulty)
			s.faulty = told
		}
		if !slices.ContainsFunc(s.mended, func(known Mended) bool { return known.ID == m.ID }) {
			s.mended = append(s.mended, m)
		}
	}
}

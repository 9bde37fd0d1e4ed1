package store

import (
	"context"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"assay/assessment"
	"assay/assessment/hostile"
)

// FindAssessment finds an assessment by its id, by the first six or more
// characters of the id, or by a whole name or an unambiguous beginning of
// the name of its vendor, person or contract. A name may be followed by
// qualifiers, each behind an @, that tell apart the assessments of one name: the
// beginning of the milestone, of the reference or title of the RFP, of the
// person or contract, or of the questionnaire, as in harbor@review or
// harbor@RFP-2026-114, or no-rfp. A space may be written as a hyphen.
//
// Otherwise it returns NotFound or Ambiguous with candidates. Each candidate
// begins with a name that finds it.
//
// A name means the latest re-assessment. Only its id finds an earlier
// assessment.
//
// The search uses an index, except for a name beyond ASCII, whose case the
// index does not know. The candidates of a failed search come from a scan of
// all names.
func (s *Store) FindAssessment(ctx context.Context, ref string) (string, error) {
	id, err := s.findAssessment(ctx, ref)
	if err != nil || s.shows() {
		return id, err
	}
	// A name that was written into the table must find no other vendor.
	reads := 0
	_, err = faithful(ctx, s, func(t tx) ([]assessment.Vendor, error) {
		reads++
		return collect(ctx, t, scanVendor, "SELECT "+vendorColumns+" FROM vendors WHERE id = (SELECT vendor_id FROM assessments WHERE id = ?)", id)
	}, vendorAsTold)
	if err != nil || reads == 1 {
		return id, err
	}
	return s.findAssessment(ctx, ref)
}

func (s *Store) findAssessment(ctx context.Context, ref string) (string, error) {
	return fetch(ctx, s, func(t tx) (string, error) {
		found, err := resolve(ctx, t, ref)
		if err != nil || len(found) == 1 {
			return idOf(found), err
		}
		fault, reason, begun := assessment.Errorf(assessment.Ambiguous, "%q names more than one assessment", ref), assessment.NameFitsSeveral, ref
		if len(found) == 0 {
			fault, reason, begun = assessment.Errorf(assessment.NotFound, "no assessment is named %q", ref), assessment.NameFitsNone, ""
			if found, err = near(ctx, t, ref); err != nil {
				return "", err
			}
		}
		candidates, err := candidateNames(ctx, t, begun, found)
		if err != nil {
			return "", err
		}
		return "", fault.Because(reason, candidates...)
	})
}

func idOf(found []subject) string {
	if len(found) == 0 {
		return ""
	}
	return found[0].id
}

// subject is an assessment with the names by which people know it.
type subject struct {
	id, vendor, about, asked, milestone, reference, rfp string // about: the placed person or contract
}

func scanSubject(scan func(...any) error) (s subject, err error) {
	err = scan(&s.id, &s.vendor, &s.about, &s.asked, &s.milestone, &s.reference, &s.rfp)
	return s, err
}

// label tells an assessment apart from others with the same name.
func (s subject) label() string {
	text := s.vendor
	if s.about != "" {
		text += ", " + s.about
	}
	if rfp := s.reference; rfp != "" || s.rfp != "" {
		if rfp == "" {
			rfp = s.rfp
		}
		text += ", " + rfp
	}
	return text + ", " + s.asked + " for " + s.milestone
}

// form is the form in which names are compared: spaces are hyphens.
func form(text string) string { return strings.ReplaceAll(hostile.Fold(text), " ", "-") }

// isNamed reports whether the vendor, person or contract has this name, or one
// that begins with it.
func (s subject) isNamed(name string, fits func(have, want string) bool) bool {
	return fits(form(s.vendor), name) || s.about != "" && fits(form(s.about), name)
}

// qualifiers are the texts that tell the assessment apart, the best first.
func (s subject) qualifiers() []string {
	all := []string{s.milestone, s.reference, s.about, s.rfp, s.asked}
	if s.reference == "" && s.rfp == "" {
		all[1] = noRFP
	}
	return slices.DeleteFunc(all, func(text string) bool { return text == "" })
}

// noRFP is the qualifier of an assessment outside every RFP.
const noRFP = "no-rfp"

// has reports whether a qualifier fits.
func (s subject) has(qualifier string, fits func(have, want string) bool) bool {
	return slices.ContainsFunc(s.qualifiers(), func(have string) bool { return fits(form(have), qualifier) }) || len(qualifier) >= leastIDPrefix && fits(s.id, qualifier)
}

func equals(have, want string) bool { return have == want }

// resolve lists the assessments that a person can mean. One that was withdrawn
// is meant only if the name fits no other.
func resolve(ctx context.Context, t tx, ref string) ([]subject, error) {
	found, err := resolveAmong(ctx, t, ref, standing)
	if err != nil || len(found) > 0 {
		return found, err
	}
	return resolveAmong(ctx, t, ref, withdrawn)
}

// The values of the column "withdrawn".
const standing, withdrawn = 0, 1

// resolveAmong lists the standing or the withdrawn assessments that a person can
// mean. The @ of a name, as in an address, goes before the @ of a qualifier.
func resolveAmong(ctx context.Context, t tx, ref string, which int) ([]subject, error) {
	parts := strings.Split(form(ref), "@")
	for n := len(parts); n > 0; n-- {
		name, qualifiers := strings.Join(parts[:n], "@"), parts[n:]
		if name == "" || slices.Contains(qualifiers, "") {
			continue
		}
		limit := fewLabels + 1
		if len(qualifiers) > 0 {
			limit = math.MaxInt32 // the qualifiers choose among them
		}
		found, err := beginning(ctx, t, name, which, limit)
		if err != nil {
			return nil, err
		}
		found = qualified(found, qualifiers)
		if whole := slices.DeleteFunc(slices.Clone(found), func(s subject) bool { return s.id != name && !s.isNamed(name, equals) }); len(whole) > 0 {
			found = whole
		}
		if len(found) > 0 {
			return found, nil
		}
	}
	return nil, nil
}

// qualified keeps the assessments that every qualifier fits. A qualifier that is
// a whole name of any of them goes before a beginning.
func qualified(found []subject, qualifiers []string) []subject {
	for _, qualifier := range qualifiers {
		fitting := func(fits func(have, want string) bool) []subject {
			return slices.DeleteFunc(slices.Clone(found), func(s subject) bool { return !s.has(qualifier, fits) })
		}
		whole, beginning := fitting(equals), fitting(strings.HasPrefix)
		if found = beginning; len(whole) > 0 {
			found = whole
		}
	}
	return found
}

const (
	selectNamed = `SELECT a.id, v.name, a.subject, q.id, s.milestone, COALESCE(r.reference, ''), COALESCE(r.title, '') FROM assessments a
	JOIN vendors v ON v.id = a.vendor_id JOIN questionnaires q ON q.hash = a.questionnaire JOIN scores s ON s.assessment_id = a.id
	LEFT JOIN rfps r ON r.id = a.rfp_id`

	// notTakenOver leaves out assessments with a re-assessment that stands.
	notTakenOver = " NOT EXISTS (SELECT 1 FROM assessments later WHERE later.previous_id = a.id AND later.withdrawn = 0)"

	// Each reads the first few rows of its index from a beginning on. So a
	// whole name comes before the longer names that begin with it.
	selectByID      = selectNamed + " WHERE a.id >= ? AND a.id < ? ORDER BY a.id LIMIT ?"
	selectByVendor  = selectNamed + " WHERE lower(v.name) >= ? AND lower(v.name) < ? AND a.withdrawn = ? AND" + notTakenOver + " ORDER BY lower(v.name) LIMIT ?"
	selectBySubject = selectNamed + " WHERE a.subject <> '' AND lower(a.subject) >= ? AND lower(a.subject) < ? AND a.withdrawn = ? AND" + notTakenOver + " ORDER BY lower(a.subject) LIMIT ?"

	selectNear   = selectNamed + ` WHERE (lower(v.name) LIKE ? ESCAPE '\' OR lower(a.subject) LIKE ? ESCAPE '\') AND` + notTakenOver + " ORDER BY a.withdrawn LIMIT ?"
	selectLatest = selectNamed + " WHERE" + notTakenOver + " ORDER BY a.withdrawn, s.updated_at DESC, s.assessment_id LIMIT ?"
)

// lastRune sorts after every character in a name.
const lastRune = string(utf8.MaxRune)

func ascii(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf })
}

// near lists a few candidates: those whose name contains the name in ref, or
// else the latest.
func near(ctx context.Context, t tx, ref string) ([]subject, error) {
	name, _, _ := strings.Cut(hostile.Fold(ref), "@")
	part := "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(name) + "%"
	found, err := collect(ctx, t, scanSubject, selectNear, part, part, fewLabels+1)
	if err != nil || name != "" && len(found) > 0 {
		return found, err
	}
	return collect(ctx, t, scanSubject, selectLatest, fewLabels+1)
}

// beginning lists assessments whose id or name begins with a name in the form of
// [form], at most limit for each kind of name.
func beginning(ctx context.Context, t tx, name string, which, limit int) ([]subject, error) {
	if !ascii(name) {
		all, err := collect(ctx, t, scanSubject, selectNamed+" WHERE a.withdrawn = ? AND"+notTakenOver+" ORDER BY s.updated_at DESC, s.assessment_id", which)
		return slices.DeleteFunc(all, func(s subject) bool { return !s.isNamed(name, strings.HasPrefix) }), err
	}
	var questions []question
	if len(name) >= leastIDPrefix {
		questions = append(questions, question{text: selectByID, args: []any{name, name + lastRune, limit}, same: true})
	}
	for _, from := range spellings(name) {
		for _, statement := range []string{selectByVendor, selectBySubject} {
			from = folded(from)
			questions = append(questions, question{text: statement, args: []any{from, from + lastRune, which, limit}, same: true})
		}
	}
	if err := t.foresee(ctx, questions...); err != nil {
		return nil, err
	}
	var found []subject
	for _, q := range questions {
		some, err := collect(ctx, t, scanSubject, q.text, q.args...)
		if err != nil {
			return nil, err
		}
		for _, one := range some {
			if !slices.Contains(found, one) {
				found = append(found, one)
			}
		}
	}
	return found, nil
}

// folded is a name as lower() of the database has it: with small letters in ASCII, and
// everything else as it was.
func folded(name string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, name)
}

// spellings are the ways in which a name with hyphens may be stored: with all of
// them, with spaces, or with one of both kinds.
func spellings(name string) []string {
	all := []string{name}
	const most = 4 // hyphens whose mixtures are tried
	switch n := strings.Count(name, "-"); {
	case n == 0:
	case n > most:
		all = append(all, strings.ReplaceAll(name, "-", " "))
	default:
		parts := strings.Split(name, "-")
		for mix := 1; mix < 1<<n; mix++ {
			text := parts[0]
			for at, part := range parts[1:] {
				if mix>>at&1 == 1 {
					text += " " + part
				} else {
					text += "-" + part
				}
			}
			all = append(all, text)
		}
	}
	return all
}

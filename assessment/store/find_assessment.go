package store

import (
	"context"
	"strings"
	"unicode/utf8"
)

// FindAssessment finds an assessment by its id, by the first six or more
// characters of the id, or by a whole name or an unambiguous beginning of
// the name of its vendor, person or contract. Otherwise it returns NotFound
// or Ambiguous with candidates.
//
// A name means the latest re-assessment. Only its id finds an earlier
// assessment.
//
// The search uses an index, except for a name beyond ASCII, whose case the
// index does not know. The candidates of a failed search come from a scan of
// all names.
func (s *Store) FindAssessment(ctx context.Context, ref string) (string, error) {
	found, err := fetch(ctx, s, func(t tx) ([]Named, error) {
		ref := strings.TrimSpace(ref)
		if !ascii(ref) {
			return collect(ctx, t, scanNamed, selectNamed+" WHERE"+notTakenOver+" ORDER BY s.updated_at DESC, s.assessment_id")
		}
		if found, err := candidates(ctx, t, ref); err != nil || len(found) > 0 {
			return found, err
		}
		return near(ctx, t, ref)
	})
	if err != nil {
		return "", err
	}
	picked, err := Pick("assessment", ref, found, func(n Named) Named { return n })
	return picked.ID, err
}

const (
	selectNamed = `SELECT a.id, v.name, a.subject, q.id, s.milestone FROM assessments a
	JOIN vendors v ON v.id = a.vendor_id JOIN questionnaires q ON q.hash = a.questionnaire JOIN scores s ON s.assessment_id = a.id`

	// notTakenOver leaves out withdrawn assessments and those with a
	// re-assessment.
	notTakenOver = " a.withdrawn = 0 AND NOT EXISTS (SELECT 1 FROM assessments later WHERE later.previous_id = a.id)"

	// Each reads the first few rows of its index from a beginning on. So a
	// whole name comes before the longer names that begin with it.
	selectByID      = selectNamed + " WHERE a.id >= ? AND a.id < ? ORDER BY a.id LIMIT ?"
	selectByVendor  = selectNamed + " WHERE v.name >= ? COLLATE NOCASE AND v.name < ? COLLATE NOCASE AND" + notTakenOver + " ORDER BY v.name COLLATE NOCASE LIMIT ?"
	selectBySubject = selectNamed + " WHERE a.subject <> '' AND a.subject >= ? COLLATE NOCASE AND a.subject < ? COLLATE NOCASE AND" + notTakenOver + " ORDER BY a.subject COLLATE NOCASE LIMIT ?"

	selectNear   = selectNamed + ` WHERE lower(v.name) LIKE ? ESCAPE '\' OR lower(a.subject) LIKE ? ESCAPE '\' LIMIT ?`
	selectLatest = selectNamed + " ORDER BY s.updated_at DESC, s.assessment_id LIMIT ?"
)

// lastRune sorts after every character in a name.
const lastRune = string(utf8.MaxRune)

func ascii(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf })
}

// near lists a few candidates: those whose name contains ref, or
// else the latest.
func near(ctx context.Context, t tx, ref string) ([]Named, error) {
	part := "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(strings.ToLower(ref)) + "%"
	found, err := collect(ctx, t, scanNamed, selectNear, part, part, fewLabels+1)
	if err != nil || ref != "" && len(found) > 0 {
		return found, err
	}
	return collect(ctx, t, scanNamed, selectLatest, fewLabels+1)
}

// candidates lists assessments whose id or name begins with ref, enough of
// them to pick from.
func candidates(ctx context.Context, t tx, ref string) ([]Named, error) {
	if ref == "" {
		return nil, nil
	}
	var found []Named
	known := map[string]bool{}
	for _, statement := range []string{selectByID, selectByVendor, selectBySubject} {
		from := ref
		if statement == selectByID {
			from = strings.ToLower(ref)
			if len(from) < leastIDPrefix {
				continue
			}
		}
		some, err := collect(ctx, t, scanNamed, statement, from, from+lastRune, fewLabels+1)
		if err != nil {
			return nil, err
		}
		for _, n := range some {
			if !known[n.ID] {
				known[n.ID] = true
				found = append(found, n)
			}
		}
	}
	return found, nil
}

func scanNamed(scan func(...any) error) (Named, error) {
	var id, vendor, subject, asked, milestone string
	err := scan(&id, &vendor, &subject, &asked, &milestone)
	names := []string{vendor}
	if subject != "" {
		names = append(names, subject)
		vendor += ", " + subject
	}
	return Named{ID: id, Names: names, Label: vendor + ", " + asked + " for " + milestone + " (" + id + ")"}, err
}

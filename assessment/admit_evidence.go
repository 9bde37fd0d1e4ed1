package assessment

import (
	"slices"
	"strings"

	"assay/assessment/hostile"
)

var fileHash = lazily(`^[0-9a-f]{64}$`)

func (s Snapshot) admitEvidence(about string, record Evidence, today Date) error {
	kind := s.Questionnaire.EvidenceKind(record.Kind)
	switch {
	case kind == nil:
		return invalid("%s: no evidence kind has the id %q", about, record.Kind)
	case record.File == "" && record.Observed == "" && record.Reference == "":
		return invalid("%s: evidence %s needs a file, an observation, or a reference to where it is kept", about, record.Kind)
	case kind.Personal && record.Observed == "" && record.Reference == "":
		return invalid("%s: %s is about named people and is not kept here: give a reference to where it is kept", about, kind.Name)
	case record.Assurance != "" && !record.Assurance.Valid():
		return invalid("%s: assurance is claimed, documented, verified or attested, not %q", about, record.Assurance)
	case record.SHA256 != "" && !fileHash().MatchString(record.SHA256):
		return invalid("%s: %q is not a SHA-256 in lower-case hexadecimal", about, record.SHA256)
	case record.SHA256 == emptyFile:
		return invalid("%s: evidence %s: the file %s is empty", about, record.Kind, record.File)
	case !record.ValidUntil.IsZero() && record.ValidUntil < record.AsOf:
		return invalid("%s: evidence %s ends on %s, before its own date %s", about, record.Kind, record.ValidUntil, record.AsOf)
	case record.Unread && (record.Assurance.rank() > Claimed.rank() || record.Observed != "" || record.Scope != nil || len(record.Checked) > 0):
		return invalid("%s: evidence %s was not read yet, so it is only claimed, without observation, scope and checks", about, record.Kind)
	case record.AsOf > today:
		return invalid("%s: evidence %s is dated %s, which is in the future", about, record.Kind, record.AsOf)
	case record.Unread: // whoever reads it finds its dates
	case record.AsOf.IsZero() && !kind.HardValidity:
		return invalid("%s: evidence %s needs an as-of date", about, record.Kind)
	case kind.HardValidity && record.ValidUntil.IsZero():
		return invalid("%s: evidence %s (%s) needs the date until which it is valid", about, record.Kind, kind.Name)
	}
	shows := map[string]bool{record.Kind: true}
	for _, also := range record.Also {
		further := s.Questionnaire.EvidenceKind(also.Kind)
		switch {
		case further == nil:
			return invalid("%s: no evidence kind has the id %q", about, also.Kind)
		case shows[also.Kind]:
			return invalid("%s: evidence %s names the kind %s twice", about, record.Kind, also.Kind)
		case further.Personal && record.Observed == "" && record.Reference == "":
			return invalid("%s: %s is about named people and is not kept here: give a reference to where it is kept", about, further.Name)
		case record.Unread:
		case record.AsOf.IsZero() && !further.HardValidity:
			return invalid("%s: evidence %s needs an as-of date", about, also.Kind)
		case further.HardValidity && record.ValidUntil.IsZero():
			return invalid("%s: evidence %s (%s) needs the date until which it is valid", about, also.Kind, further.Name)
		}
		shows[also.Kind] = true
	}
	for _, n := range record.Checked {
		if n < 1 || n > len(kind.Check) {
			return invalid("%s: evidence %s has %d things to check: there is no number %d", about, record.Kind, len(kind.Check), n)
		}
	}
	return nil
}

func cleanedEvidence(records []Evidence) []Evidence {
	records = slices.Clone(records)
	for i := range records {
		record := &records[i]
		record.Checked = slices.Clone(record.Checked)
		slices.Sort(record.Checked)
		record.Checked = slices.Compact(record.Checked)
		record.Seen, record.Also = strings.TrimSpace(hostile.Clean(record.Seen)), slices.Clone(record.Also)
		for n, also := range record.Also {
			record.Also[n].Seen = strings.TrimSpace(hostile.Clean(also.Seen))
		}
		record.File = hostile.Line(record.File)
		record.Observed, record.Reference = strings.TrimSpace(hostile.Clean(record.Observed)), strings.TrimSpace(hostile.Clean(record.Reference))
		if scope := record.Scope; scope != nil {
			record.Scope = &Scope{hostile.Line(scope.Entity), hostile.Line(scope.Site), hostile.Line(scope.System), hostile.Line(scope.Period)}
		}
	}
	return records
}

package assessment

import (
	"cmp"
	"fmt"

	"assay/assessment/english"
	"assay/questionnaire"
)

// StatedFor is the assurance that people gave a record: its own, or else the
// assurance of its answer. Nobody has read an unread one, so it is claimed.
func (a *Answer) StatedFor(record *Evidence) Assurance {
	if record.Unread {
		return Claimed
	}
	return cmp.Or(record.Assurance, a.Assurance)
}

// CountedFor is the assurance that a record counts as. An independent test
// whose scope is not mapped to this engagement counts as documented.
func (a *Answer) CountedFor(record *Evidence) Assurance {
	stated := a.StatedFor(record)
	if stated == Attested && !record.Scope.Mapped() {
		return Documented
	}
	return stated
}

// CountedAssurance is the strongest assurance that a record of the answer counts
// as, whatever its age. An answer without a record counts as claimed.
func (a *Answer) CountedAssurance() Assurance {
	if a.Assurance == "" {
		return ""
	}
	strongest := Claimed
	for n := range a.Evidence {
		if counted := a.CountedFor(&a.Evidence[n]); counted.rank() > strongest.rank() {
			strongest = counted
		}
	}
	return strongest
}

// Lacks says why an assurance counts as less than it was given as, or nothing.
func (a Assurance) Lacks(counted Assurance) string {
	switch {
	case a == counted:
		return ""
	case a == Attested && counted == Documented:
		return "attested, scope not mapped"
	}
	return string(a) + ", but no record shows it"
}

// Words says which assurance was given and, where it counts as less, why.
func (a Assurance) Words(counted Assurance) string {
	if lacks := a.Lacks(counted); lacks != "" {
		return lacks + ": counts as " + string(counted)
	}
	return string(a)
}

// WordsFor tells the counted assurance of a record, and why if that is less
// than people gave it.
func (a *Answer) WordsFor(record *Evidence) string {
	return a.StatedFor(record).Words(a.CountedFor(record))
}

// AssuranceWords tells the counted assurance of the whole answer, whatever
// the age of its records, and why if that is less than people gave it.
func (a *Answer) AssuranceWords() string { return a.Assurance.Words(a.CountedAssurance()) }

// AgeState says whether a record is still current on a day.
type AgeState string

// The states. Kinds of hard validity are in force until a date; records of the
// other kinds age from their own date on. A record past its own end is expired,
// whatever its kind.
const (
	Fresh       AgeState = "fresh"        // within the limit of its kind: counts in full
	Aging       AgeState = "aging"        // past the limit: counts less every day
	TooOld      AgeState = "too old"      // past twice the limit: counts nothing
	Undated     AgeState = "undated"      // counts as too old
	InForce     AgeState = "in force"     // counts in full
	Expired     AgeState = "expired"      // counts nothing
	NoEnd       AgeState = "no end given" // counts as expired
	LaterDay    AgeState = "of a later day"
	NoContent   AgeState = "empty file"
	UnknownKind AgeState = "unknown kind"
	NotRead     AgeState = "received, not read" // counts nothing
)

// emptyFile is the SHA-256 of a file without a byte.
const emptyFile = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// Age is how old a record is on the day of judgment, and how its kind rates that.
type Age struct {
	State AgeState
	Days  int  // since the record's own date
	Limit int  // days for which a record of its kind counts in full; 0 for no limit
	Until Date // the last day on which it counts in full; none where nothing ends it
}

// AgeOf rates the age of a record on a day and at a milestone. A missing date
// counts as expired; a record of a later day does not exist yet. The kind is nil
// where the questionnaire does not have it.
func AgeOf(kind *questionnaire.EvidenceKind, record *Evidence, asOf Date, at questionnaire.Milestone) Age {
	ends := !record.ValidUntil.IsZero()
	switch {
	case kind == nil:
		return Age{State: UnknownKind}
	case record.SHA256 == emptyFile:
		return Age{State: NoContent}
	case record.Unread:
		return Age{State: NotRead}
	case record.AsOf > asOf:
		return Age{State: LaterDay}
	case ends && record.ValidUntil < asOf:
		return Age{State: Expired, Until: record.ValidUntil}
	case kind.HardValidity && !ends:
		return Age{State: NoEnd}
	case kind.HardValidity:
		return Age{State: InForce, Until: record.ValidUntil}
	case record.AsOf.IsZero():
		return Age{State: Undated}
	}
	age := Age{State: Fresh, Days: int(asOf - record.AsOf), Limit: kind.Fresh(at), Until: record.ValidUntil}
	if age.Limit == 0 {
		return age
	}
	if last := record.AsOf + Date(age.Limit); !ends || last < age.Until {
		age.Until = last
	}
	switch {
	case age.Days > 2*age.Limit:
		age.State = TooOld
	case age.Days > age.Limit:
		age.State = Aging
	}
	return age
}

// AgeOf rates the age of a record of this assessment on a day, by its own kind.
func (s Snapshot) AgeOf(record *Evidence, asOf Date) Age {
	return AgeOf(s.Questionnaire.EvidenceKind(record.Kind), record, asOf, s.Milestone)
}

// Full reports whether the record counts in full.
func (a Age) Full() bool { return a.State == Fresh || a.State == InForce }

// Counts reports whether the record counts at all.
func (a Age) Counts() bool { return a.Full() || a.State == Aging }

// factor is f: 1 while the record counts in full. Past its limit it falls in a
// straight line to one half at twice the limit, and to nothing after that.
func (a Age) factor() ratio {
	switch {
	case a.Full():
		return whole(1)
	case a.State == Aging:
		limit := int64(a.Limit)
		return part(3*limit-int64(a.Days), 2*limit)
	}
	return whole(0)
}

// Words says how old the record is and how its kind rates that.
func (a Age) Words() string {
	switch a.State {
	case Fresh:
		if a.Limit == 0 {
			return "fresh, no age limit"
		}
		return fmt.Sprintf("fresh, %d of %s", a.Days, english.Count(a.Limit, "day"))
	case Aging, TooOld:
		return fmt.Sprintf("%s, %s, limit %d", a.State, english.Count(a.Days, "day"), a.Limit)
	case Undated:
		return "no date: counts as expired"
	case InForce:
		return "in force until " + a.Until.String()
	case Expired:
		return "expired " + a.Until.String()
	case NoEnd:
		return "no end date: counts as expired"
	case LaterDay:
		return "of a later day: does not count yet"
	case NoContent:
		return "an empty file: does not count"
	case NotRead:
		return "received, not read: does not count yet"
	}
	return "of a kind that this questionnaire does not have"
}

package report

import "slices"

// Profile says for whom a report is, and so how much it tells.
type Profile string

// The profiles. Full has everything, and proves its figures. The other two are short:
// they carry an excerpt in place of the data and the journal, and the full report of
// the same day lists a commitment to each excerpt.
const (
	Full    Profile = "full"
	RFP     Profile = "rfp"     // the pages that decide, for the file of a request for proposals
	Debrief Profile = "debrief" // for the vendor, about itself
)

// Profiles lists the profiles.
func Profiles() []Profile { return []Profile{Full, RFP, Debrief} }

// Valid reports whether p is one of the profiles.
func (p Profile) Valid() bool { return slices.Contains(Profiles(), p) }

// Short reports whether a report of this profile carries an excerpt.
func (p Profile) Short() bool { return slices.Contains(shortProfiles(), p) }

// shortProfiles lists the profiles to which a full report commits.
func shortProfiles() []Profile { return []Profile{Debrief, RFP} }

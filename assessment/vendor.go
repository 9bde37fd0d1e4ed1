package assessment

import (
	"strings"
	"unicode/utf8"

	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

// Vendor is a firm that asks to be trusted with patient data.
type Vendor struct {
	ID        string `json:"id"`                   // client-made, UUIDv7
	Name      string `json:"name"`                 // the usual name
	LegalName string `json:"legal_name,omitempty"` // the name in contracts
	LatinName string `json:"latin_name,omitempty"` // the name in Latin letters, for reports
	Country   string `json:"country,omitempty"`    // two letters, of the contracting entity
	Contact   string `json:"contact,omitempty"`
	Note      string `json:"note,omitempty"`
	AddedAt   int64  `json:"added_at,omitempty"` // microseconds UTC
	Archived  bool   `json:"archived,omitempty"` // off the lists
}

// Validate tells why the vendor cannot be stored.
func (v Vendor) Validate() error {
	if err := shortEnough([][2]string{{"the name", v.Name}, {"the legal name", v.LegalName}, {"the Latin name", v.LatinName}, {"the contact", v.Contact}}); err != nil {
		return err
	}
	switch {
	case strings.TrimSpace(v.Name) == "":
		return Errorf(Invalid, "a vendor needs a name")
	case v.LatinName != "" && !Latin(v.LatinName):
		return Errorf(Invalid, "the Latin name %q is not in Latin letters", v.LatinName)
	case v.Country != "" && (len(v.Country) != 2 || strings.Trim(v.Country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != ""):
		return Errorf(Invalid, "a country is two letters, such as US or PH, not %q", v.Country)
	}
	return nil
}

// shortEnough returns an error for a name of more than [hostile.LongestName]
// characters. Each name comes after the words for it.
func shortEnough(names [][2]string) error {
	for _, name := range names {
		if n := utf8.RuneCountInString(name[1]); n > hostile.LongestName {
			return Errorf(Invalid, "%s has %d characters; at most %d are kept", name[0], n, hostile.LongestName)
		}
	}
	return nil
}

// RFP is a request for proposals, in which vendors compete under the same
// rules. It pins questionnaire and milestone before its first assessment,
// and all its assessments use them.
type RFP struct {
	ID            string                  `json:"id"`
	Title         string                  `json:"title"`
	Reference     string                  `json:"reference,omitempty"` // our file number
	Due           Date                    `json:"due,omitzero"`
	Questionnaire string                  `json:"questionnaire"` // hash
	Milestone     questionnaire.Milestone `json:"milestone"`
	Reserve       []string                `json:"reserve,omitempty"`  // chosen scenarios of the reserve
	AddedAt       int64                   `json:"added_at,omitempty"` // microseconds UTC
}

// Validate tells why the RFP cannot be stored.
func (r RFP) Validate() error {
	if err := shortEnough([][2]string{{"the title", r.Title}, {"the reference", r.Reference}}); err != nil {
		return err
	}
	switch {
	case strings.TrimSpace(r.Title) == "":
		return Errorf(Invalid, "an RFP needs a title")
	case r.Questionnaire == "":
		return Errorf(Invalid, "an RFP needs a questionnaire")
	case !r.Milestone.Valid():
		return Errorf(Invalid, "the milestone is award, access, review or close, not %q", r.Milestone)
	}
	return nil
}

// About checks that the questionnaire can be about the subject. Name a
// placed person by a roster reference or by name.
func (o Opened) About(q *questionnaire.Questionnaire) error {
	if err := shortEnough([][2]string{{"the subject", o.Subject}}); err != nil {
		return err
	}
	kind := q.SubjectKind()
	switch {
	case !q.Asks():
		return Errorf(Refused, "%s has help texts but no questions", q.ID)
	case kind == questionnaire.SubjectVendor && o.Subject != "":
		return Errorf(Refused, "%s assesses the whole vendor: %q cannot be its subject", q.ID, o.Subject)
	case kind != questionnaire.SubjectVendor && o.Subject == "":
		return Errorf(Invalid, "%s assesses one %s, and none is named", q.ID, kind.Words()).Because(SubjectMissing)
	}
	return nil
}

// Title names the vendor, and the placed person or contract if there is one.
func (o Opened) Title() string { return Title(o.Vendor.Name, o.Subject) }

// Title names a vendor and the placed person or contract, if there is one.
func Title(vendor, subject string) string { return english.Join(", ", vendor, subject) }

package assessment

import (
	"encoding/hex"
	"slices"
	"strings"

	"assay/assessment/hostile"
)

// Signed says that a person signed a report of the assessment. The event names
// who recorded it, which may be somebody else. It changes nothing that is
// judged: who looks for changes since an earlier head leaves it out.
type Signed struct {
	Role        string `json:"role"`          // assessor, reviewer or approver
	Signer      string `json:"signer"`        // common name of the certificate
	For         string `json:"for,omitempty"` // the person who evaluated, if somebody else signs as assessor
	Certificate string `json:"certificate"`   // SHA-256 of the certificate, hexadecimal
	File        string `json:"file"`          // SHA-256 of the signed file, hexadecimal
}

func (Signed) kind() string { return "signed" }

// Signs reports whether the header is of an event that records a signature.
func (h Header) Signs() bool { return h.Kind == (Signed{}).kind() }

// Signing is a Signed in the state of an assessment.
type Signing struct {
	Signed
	By    string `json:"by"` // who recorded it
	At    int64  `json:"at"` // microseconds UTC
	Event string `json:"event"`
}

// SameSignature reports whether both are of one signature in one file.
func (c Signed) SameSignature(d Signed) bool {
	return c.Role == d.Role && c.Certificate == d.Certificate && c.File == d.File
}

// The roles in which people sign a report.
var signingRoles = []string{"assessor", "reviewer", "approver"}

func (s Snapshot) admitSigned(c Signed) (Signed, error) {
	c.Signer, c.For = strings.TrimSpace(hostile.Line(c.Signer)), strings.TrimSpace(hostile.Line(c.For))
	switch {
	case c.For != "" && (c.Role != signingRoles[0] || SamePerson(c.For, c.Signer)):
		return c, invalid("only an assessor signs for somebody else")
	case !slices.Contains(signingRoles, c.Role):
		return c, invalid("a report is signed as assessor, reviewer or approver, not as %q", c.Role)
	case c.Signer == "":
		return c, invalid("a signature needs the name of its signer")
	case !isDigest(c.Certificate) || !isDigest(c.File):
		return c, invalid("a signature needs the SHA-256 of its certificate and of the signed file")
	case slices.ContainsFunc(s.Signed, func(known Signing) bool { return known.SameSignature(c) }):
		return c, Errorf(Conflict, "the journal records this signature of %s already", c.Signer)
	}
	return c, nil
}

// isDigest reports whether a text is a SHA-256 in lower-case hexadecimal.
func isDigest(text string) bool {
	raw, err := hex.DecodeString(text)
	return err == nil && len(raw) == len(Digest{}) && text == strings.ToLower(text)
}

// OnlySignedSince reports whether nothing was recorded after this head, apart
// from signatures of reports. The state must come from Fold or Next.
func (s *State) OnlySignedSince(head Head) bool { return slices.Contains(s.SinceChange, head) }

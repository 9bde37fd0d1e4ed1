package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"assay/assessment"
	"assay/report/sign"
)

// askSignings looks in the caller's journal for the event of each signature. The
// event names the SHA-256 of the whole file as it was right after that signature.
// A signature without an event is no problem: who signs elsewhere records none.
func (v *Verification) askSignings(of assessment.Snapshot, p Policy) error {
	if p.Signings == nil {
		return nil
	}
	recorded, err := p.Signings(v.Assessment)
	if err != nil {
		return fmt.Errorf("ask the journal: %w", err)
	}
	for _, s := range v.Findings.Signatures {
		event, known := v.eventOf(recorded, s)
		note := fmt.Sprintf("the journal does not record that %q signed this file as %s", s.Signer, s.Role)
		if known {
			note = fmt.Sprintf("the journal records that %q signed this file as %s, on %s, entered by %s", s.Signer, s.Role, of.Day(event.At), event.By)
		}
		v.Notes = append(v.Notes, note)
	}
	return nil
}

// eventOf finds the event of a signature. It names the hash of the file that ended
// with this signature.
func (v *Verification) eventOf(recorded []assessment.Signing, s sign.Signature) (assessment.Signing, bool) {
	hash := sha256.Sum256(v.Findings.Document.Bytes[:s.End])
	for _, event := range recorded {
		if event.File == hex.EncodeToString(hash[:]) && event.Certificate == s.Fingerprint && event.Role == string(s.Role) {
			return event, true
		}
	}
	return assessment.Signing{}, false
}

// SignsFor names for whom somebody signed as assessor without having evaluated. It is
// empty for everybody else.
func (v Verification) SignsFor(s sign.Signature) string { return v.shown(s).standsFor() }

// UsualReason reports whether PDF readers show the reason that [Sign] gives to a signature
// of this role and this person. Any other reason is the signer's own text.
func (v Verification) UsualReason(s sign.Signature) bool { return s.Reason == v.shown(s).reason() }

func (v Verification) shown(s sign.Signature) shownSignature {
	return shownSignature{role: s.Role, name: s.Signer, about: v.about}
}

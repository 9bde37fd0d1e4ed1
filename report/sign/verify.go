package sign

import (
	"crypto/x509"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"assay/report/pdf"
)

// Policy says whom the caller trusts and who must have signed. Nobody else is trusted: not the authorities of the
// operating system, and not a certificate inside the report.
type Policy struct {
	Anchors     []Anchor            // the authorities that the caller trusts
	TimeAnchors []*x509.Certificate // the authorities whose time stamps the caller trusts

	// Confirmed are fingerprints, or at least their first 16 digits, that a person got in another way than with the
	// report and typed. Each is of a signer's certificate, or of a self-made authority that has the signer's name. Such a
	// signature is trusted without an anchor. A text that ParseFingerprint refuses confirms nothing.
	Confirmed []string

	// TimeConfirmed are such fingerprints of authorities of time stamps: of the certificate that signs the stamps, or of
	// one above it.
	TimeConfirmed []string

	Now    time.Time         // certificates must be valid at this instant
	Expect map[Role]Expected // who must have signed in each role
}

// Findings are the result of Verify.
type Findings struct {
	Signatures []Signature     // in the order of signing
	Stamps     []DocumentStamp // the time stamps of the seals, oldest first
	Until      time.Time       // until when the whole report can prove itself; zero if it is not proven now
	Problems   []string        // of the report as a whole
	Document   *pdf.Document   // the revisions that assay made; do not trust its content unless PrefixProven
	Foreign    int             // bytes after the last revision that assay made; 0 for none
	WhyForeign error           // why these bytes are no revision that assay made
}

// Signature is one signature of a report, valid or not.
type Signature struct {
	Role             Role
	Name             string            // written in the signature
	Reason, Location string            // written in the signature; PDF readers show them, and nothing checks them
	Signer           string            // common name of the certificate
	Fingerprint      string            // of the certificate, see Fingerprint
	Authority        *x509.Certificate // the signer's self-made authority, whose fingerprint a person may confirm too; nil for none
	Anchor           *x509.Certificate // the anchor that vouches for the signer; nil for none
	Confirmed        *x509.Certificate // the certificate that a person confirmed, the signer's or Authority; nil for none
	Unconfirmed      bool              // the signature has one problem only: nobody vouches for its key
	ClaimedTime      time.Time         // written by the signer; not proven
	Stamped          time.Time         // a trusted time stamp shows that the signature existed at this time; zero for none
	StampedBy        string            // the authority of that time stamp
	Ignored          string            // the authority of a time stamp that proves nothing to the caller; the notes say why
	StampUnconfirmed bool              // nothing is wrong with its own time stamp, but nobody vouches for the authority
	Until            time.Time         // until when the signature can prove itself
	End              int               // the signature covers the file up to this byte, not including it
	Picture          pdf.Picture       // in its box; package sign has checked that it does nothing, but not its words
	Problems         []string
	Notes            []string // worth knowing, but not wrong
}

// Proven reports whether the report is signed and has no problems.
func (f Findings) Proven() bool { return f.PrefixProven() && f.Foreign == 0 }

// PrefixProven reports whether the revisions that assay made are signed and have no problems. Other programs may have added
// something after them, which is not proven.
func (f Findings) PrefixProven() bool {
	for _, s := range f.Signatures {
		if len(s.Problems) > 0 {
			return false
		}
	}
	return len(f.Signatures) > 0 && len(f.Problems) == 0
}

// MostBytes is the largest size of a file that Verify reads.
const MostBytes = 64_000_000

// Verify checks a report and lists every problem in the findings. It returns an error only for a file that it cannot
// read: a *pdf.ParseError, which wraps pdf.ErrNotOurs or pdf.ErrDamaged.
func Verify(file []byte, p Policy) (Findings, error) {
	if len(file) > MostBytes {
		return Findings{}, &pdf.ParseError{Kind: pdf.ErrNotOurs, Reason: fmt.Sprintf("it is larger than %d bytes", MostBytes)}
	}
	document, err := pdf.ParsePrefix(file)
	if document == nil {
		return Findings{}, err
	}
	f := Findings{Document: document, Foreign: len(file) - len(document.Bytes), WhyForeign: err}
	if err := checkBase(document); err != nil {
		f.Problems = append(f.Problems, "the unsigned report: "+err.Error())
	}
	work := newChecks()
	layers := readLayers(document, work)
	for _, l := range layers {
		if l.err != nil && l.signature.role == "" {
			f.Problems = append(f.Problems, l.err.Error())
		}
	}
	f.Signatures, f.Stamps = p.newCourt(layers, work).judge(document, layers)
	if err := work.err(); err != nil && !slices.Contains(f.Problems, err.Error()) {
		f.Problems = append(f.Problems, err.Error())
	}
	if len(f.Signatures) == 0 {
		f.Problems = append(f.Problems, "the report is not signed")
	}
	f.Problems = append(f.Problems, p.missing(f.Signatures)...)
	if f.PrefixProven() { // unpacking costs more than all of the above
		if err := document.CheckPacking(); err != nil {
			f.Problems = append(f.Problems, "the report: "+err.Error())
		}
	}
	if f.Proven() {
		p.findUntil(&f, layers, work)
	}
	return f, nil
}

// clockTolerance is how far two clocks may differ that are meant to show the same time: those of a signer, of the verifier,
// and of an authority of time stamps.
const clockTolerance = 5 * time.Minute

// verify checks a signature that has a role. Its certificates must be valid at a moment that is now, or that a time stamp
// proves.
func (c court) verify(l layer, when moment) Signature {
	s, err := l.signature, l.err
	found := Signature{
		Role:        s.role,
		Name:        s.name,
		Reason:      s.reason,
		Location:    s.location,
		ClaimedTime: s.claimed,
		Picture:     s.picture,
	}
	if s.cms.signer != nil {
		found.Signer = s.cms.signer.Subject.CommonName
		found.Fingerprint = Fingerprint(s.cms.signer)
	}
	if err != nil {
		found.Problems = append(found.Problems, err.Error())
		return found
	}
	note := func(err error) {
		if err != nil {
			found.Problems = append(found.Problems, err.Error())
		}
	}
	note(checkUsage(s.cms.signer))
	if s.name != "" && s.name != found.Signer {
		note(fmt.Errorf("it shows PDF readers the name %q, but its certificate is that of %q", s.name, found.Signer))
	}
	switch claims := s.claimed.UTC().Format(time.DateTime + " UTC"); {
	case s.claimed.After(c.policy.Now.Add(clockTolerance)):
		note(fmt.Errorf("it claims to have been made at %s, which is in the future", claims))
	case s.claimed.After(when.at.Add(clockTolerance)):
		note(fmt.Errorf("it claims to have been made at %s, but a time stamp shows that it was made before", claims))
	}
	if checkPeriod(s.cms.signer, s.claimed) != nil {
		note(fmt.Errorf("it claims the date %s, on which its certificate was not valid", s.claimed.Format(time.DateOnly)))
	}
	found.Authority = selfMade(s.cms)
	by, err := c.policy.vouch(s.cms, s.role, when.at)
	note(err)
	found.Anchor, found.Confirmed = by.anchor, by.confirmed
	if when.by != "" {
		found.Stamped, found.StampedBy = when.at, when.by
	}
	c.checkRevoked(&found, by.chain, when)
	found.Unconfirmed = errors.As(err, new(notVouched)) && len(found.Problems) == 1
	return found
}

// missing returns a problem for each expected signer without a valid signature.
func (p Policy) missing(signatures []Signature) []string {
	var problems []string
	for _, role := range slices.Sorted(maps.Keys(p.Expect)) {
		expected := p.Expect[role]
		if !slices.ContainsFunc(signatures, func(s Signature) bool {
			return s.Role == role && s.is(expected) && len(s.Problems) == 0
		}) {
			problems = append(problems, fmt.Sprintf("no valid signature of %s as %s", expected, role))
		}
	}
	return problems
}

// is reports whether the expected person made the signature.
func (s Signature) is(e Expected) bool {
	if e.Fingerprint == "" {
		return e.Name != "" && s.Signer == e.Name
	}
	digits, err := ParseFingerprint(e.Fingerprint)
	return e.Name == "" && err == nil &&
		(strings.HasPrefix(s.Fingerprint, digits) || s.Authority != nil && strings.HasPrefix(Fingerprint(s.Authority), digits))
}

func (e Expected) String() string {
	if e.Fingerprint == "" {
		return fmt.Sprintf("%q", e.Name)
	}
	return "the key " + e.Fingerprint
}

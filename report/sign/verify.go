package sign

import (
	"crypto/x509"
	"fmt"
	"maps"
	"slices"
	"time"

	"assay/report/pdf"
)

// Policy names the trusted authorities and the expected signers.
type Policy struct {
	Anchors []*x509.Certificate // the authorities that the caller trusts
	Now     time.Time           // certificates must be valid at this instant
	Expect  map[Role]string     // the common name of the certificate that must have signed in each role
}

// Findings are the result of Verify.
type Findings struct {
	Signatures []Signature   // in the order of signing
	Problems   []string      // of the report as a whole
	Document   *pdf.Document // do not trust its content unless Proven
}

// Signature is one signature of a report, valid or not.
type Signature struct {
	Role            Role
	Name            string            // written in the signature
	Signer          string            // common name of the certificate
	Fingerprint     string            // of the certificate, see Fingerprint
	Anchor          *x509.Certificate // the anchor that vouches for the signer; nil for none
	ClaimedTime     time.Time         // written by the signer; not proven
	CoversWholeFile bool              // true only for the last signature
	End             int               // the signature covers the file up to this byte, not including it
	Problems        []string
}

// Proven reports whether the report is signed and has no problems.
func (f Findings) Proven() bool {
	for _, s := range f.Signatures {
		if len(s.Problems) > 0 {
			return false
		}
	}
	return len(f.Signatures) > 0 && len(f.Problems) == 0
}

// Verify checks a report and lists every problem in the findings. It returns an error only for a file that it cannot
// read: a *pdf.ParseError, which wraps pdf.ErrNotOurs or pdf.ErrDamaged.
func Verify(file []byte, p Policy) (Findings, error) {
	document, err := pdf.Parse(file)
	if err != nil {
		return Findings{}, err
	}
	f := Findings{Document: document}
	if err := checkBase(document); err != nil {
		f.Problems = append(f.Problems, "the unsigned report: "+err.Error())
	}
	for i := 1; i < len(document.Revisions); i++ {
		s := p.verify(document, i)
		if s.Role == "" {
			f.Problems = append(f.Problems, s.Problems...)
			continue
		}
		f.Signatures = append(f.Signatures, s)
	}
	if len(f.Signatures) == 0 {
		f.Problems = append(f.Problems, "the report is not signed")
	}
	f.Problems = append(f.Problems, p.missing(f.Signatures)...)
	return f, nil
}

// verify checks the signature of revision i: first its bytes, then the signer. If the revision fills no signature field,
// the result has no role.
func (p Policy) verify(document *pdf.Document, i int) Signature {
	s, err := readSeal(document, i)
	found := Signature{
		Role:            s.role,
		Name:            s.name,
		ClaimedTime:     s.claimed,
		CoversWholeFile: i == len(document.Revisions)-1 && err == nil,
		End:             document.Revisions[i].End,
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
	if checkPeriod(s.cms.signer, s.claimed) != nil {
		note(fmt.Errorf("it claims the date %s, on which its certificate was not valid", s.claimed.Format(time.DateOnly)))
	}
	found.Anchor, err = findAnchor(s.cms, p.Anchors, p.Now)
	note(err)
	return found
}

// missing returns a problem for each expected signer without a valid signature.
func (p Policy) missing(signatures []Signature) []string {
	var problems []string
	for _, role := range slices.Sorted(maps.Keys(p.Expect)) {
		if !slices.ContainsFunc(signatures, func(s Signature) bool {
			return s.Role == role && s.Signer == p.Expect[role] && len(s.Problems) == 0
		}) {
			problems = append(problems, fmt.Sprintf("no valid signature of %q as %s", p.Expect[role], role))
		}
	}
	return problems
}

package sign

import (
	"crypto/x509"
	"fmt"
	"maps"
	"slices"
	"time"

	"assay/report/pdf"
)

// Policy says whom the caller trusts and what is expected of the report.
type Policy struct {
	Anchors []*x509.Certificate // authorities; nobody else is trusted
	Now     time.Time           // when certificates must be valid
	Expect  map[Role]string     // who must have signed, as the common name of the certificate
}

// Findings are what Verify found out.
type Findings struct {
	Signatures []Signature   // in the order in which they were made
	Problems   []string      // of the report as a whole
	Document   *pdf.Document // as read; not to be believed unless Proven
}

// Signature is one revision after the base that fills a signature field, well or badly.
type Signature struct {
	Role            Role
	Name            string            // as the signature says
	Signer          string            // common name of the certificate
	Fingerprint     string            // of the certificate, see Fingerprint
	Anchor          *x509.Certificate // which of the policy's anchors vouches for the signer; nil for none
	ClaimedTime     time.Time         // the signer's word; nothing proves it
	CoversWholeFile bool              // true of the last signature only
	Problems        []string
}

// Proven tells whether the report is signed and without any problem.
func (f Findings) Proven() bool {
	for _, s := range f.Signatures {
		if len(s.Problems) > 0 {
			return false
		}
	}
	return len(f.Signatures) > 0 && len(f.Problems) == 0
}

// Verify judges a report. The error is a *pdf.ParseError, for a file that cannot be read at all: it wraps
// pdf.ErrNotOurs or pdf.ErrDamaged. Everything else that is wrong is in the findings.
func Verify(file []byte, p Policy) (Findings, error) {
	document, err := pdf.Parse(file)
	if err != nil {
		return Findings{}, err
	}
	f := Findings{Document: document}
	if err := checkBase(document); err != nil {
		f.Problems = append(f.Problems, "the report as rendered: "+err.Error())
	}
	for i := 1; i < len(document.Revisions); i++ {
		s := p.judge(document, i)
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

// judge checks the signature of revision i: first its bytes, then who stands behind it. A revision that fills no field
// has no role.
func (p Policy) judge(document *pdf.Document, i int) Signature {
	s, err := readSeal(document, i)
	found := Signature{
		Role:            s.role,
		Name:            s.name,
		ClaimedTime:     s.claimed,
		CoversWholeFile: i == len(document.Revisions)-1 && err == nil,
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
		note(fmt.Errorf("it claims to be from %s, when its certificate was not valid", s.claimed.Format(time.DateOnly)))
	}
	found.Anchor, err = findAnchor(s.cms, p.Anchors, p.Now)
	note(err)
	return found
}

// missing lists the expected signers whose signature is not there, or is not good.
func (p Policy) missing(signatures []Signature) []string {
	var problems []string
	for _, role := range slices.Sorted(maps.Keys(p.Expect)) {
		if !slices.ContainsFunc(signatures, func(s Signature) bool {
			return s.Role == role && s.Signer == p.Expect[role] && len(s.Problems) == 0
		}) {
			problems = append(problems, fmt.Sprintf("no good signature of %q as %s", p.Expect[role], role))
		}
	}
	return problems
}

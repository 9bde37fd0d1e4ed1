package sign

import (
	"bytes"
	"errors"
	"fmt"
	"time"
)

// Filer is the role of the person who signs a list of files, such as that of a package. No report has a field for it.
const Filer Role = "filer"

// MostDetached is the largest size of a detached signature, in bytes.
const MostDetached = stampedReserve

// SignDetached signs content and returns the signature as a file of its own, in DER: a detached CMS structure of the
// same form as in a report. "openssl cms -verify -binary -inform DER -content CONTENT" verifies it. The time of signing
// belongs into the content. tsa may be nil.
func SignDetached(content []byte, id Identity, when time.Time, tsa *TSA) ([]byte, error) {
	if err := id.check(); err != nil {
		return nil, err
	}
	if err := checkPeriod(id.Certificate, when); err != nil {
		return nil, err
	}
	return Options{TSA: tsa}.value(id)(content, nil)
}

// VerifyDetached checks a signature of SignDetached as Verify checks one in a report, with the time that the content
// claims. Look at the problems of the result first.
func VerifyDetached(content, signature []byte, claimed time.Time, p Policy) Signature {
	l := layer{signature: intact{role: Filer, claimed: claimed}}
	l.signature.cms, l.err = readDetached(content, signature)
	c, when := p.newCourt([]layer{l}, newChecks()), moment{at: p.Now}
	if l.err != nil {
		return c.verify(l, when)
	}
	var untrusted error
	stamp := l.signature.cms.stamp
	if stamp.known() {
		when, untrusted = c.inward(stamp, when)
	}
	found := c.verify(l, when)
	found.distrust(stamp, untrusted)
	if expected, demanded := p.Expect[Filer]; demanded && !found.is(expected) {
		found.Problems = append(found.Problems, fmt.Sprintf("it is not that of %s", expected))
	}
	if err := c.checks.err(); err != nil {
		found.Problems = append(found.Problems, err.Error())
	}
	return found
}

// readDetached reads a detached signature, and checks everything in it but trust.
func readDetached(content, signature []byte) (signedData, error) {
	if len(signature) > MostDetached {
		return signedData{}, fmt.Errorf("the signature has more than %d bytes", MostDetached)
	}
	s, err := parseSignedData(signature)
	if err != nil {
		return s, err
	}
	alg, err := algorithmOf(s.signer)
	if err != nil {
		return s, err
	}
	if !bytes.Equal(s.digest, digest(alg.hash, content)) {
		return s, errors.New("somebody changed the signed bytes after signing")
	}
	return s, s.verify()
}

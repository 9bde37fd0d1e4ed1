package sign

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"time"

	"assay/report/pdf"
)

// Evidence are the statements of authorities about the certificates of a report, each in DER.
type Evidence struct {
	Lists   [][]byte // certificate revocation lists
	Answers [][]byte // of OCSP responders
}

// Covers reports whether the issuer of a certificate says something current about it.
func (e Evidence) Covers(l Link, now time.Time) bool {
	if l.Issuer == nil {
		return false
	}
	k := newChecks()
	r, err := parseRecords(store{lists: e.Lists, answers: e.Answers}, []*x509.Certificate{l.Issuer}, k)
	if err != nil {
		return false
	}
	r.lists = slices.DeleteFunc(r.lists, func(made list) bool { return checkCurrent(made.ThisUpdate, made.NextUpdate, now) != nil })
	r.answers = slices.DeleteFunc(r.answers, func(a answer) bool {
		found := a.about(l, k)
		return found == nil || checkCurrent(found.ThisUpdate, found.NextUpdate, now) != nil
	})
	return r.about(l, k) != standing{}
}

// Seal appends two revisions to a signed report: what one needs to judge its certificates years later, and a time stamp
// of the whole file (PAdES baseline B-LTA, ETSI EN 319 142-1). It leaves the first revision out if the report has all of
// it. Seal a report again before the certificate of the last time stamp ends.
//
// The report keeps the certificates of authorities that issued one of its own. Every record of the evidence must be about
// a certificate of the report, and must be current.
func Seal(file []byte, e Evidence, authorities []*x509.Certificate, tsa TSA) ([]byte, error) {
	document, layers, err := sealable(file)
	if err != nil {
		return nil, err
	}
	if stamps := slices.DeleteFunc(slices.Clone(layers), func(l layer) bool { return l.kind != stamping }); len(stamps) == mostStamps {
		return nil, fmt.Errorf("the report has %d time stamps already, and can have no more", mostStamps)
	}
	chains, err := chainsOf(layers, authorities)
	if err != nil {
		return nil, err
	}
	if err := e.checkCurrent(chains, tsa.Now); err != nil {
		return nil, err
	}
	old, err := readStore(document.Latest())
	if err != nil {
		return nil, err
	}
	if added := news(old, layers, chains, e); !added.empty() {
		file = added.update(document).Bytes()
		if document, _, err = sealable(file); err != nil {
			return nil, err
		}
	}
	update, value, err := stampUpdate(document, stampDictionary())
	if err != nil {
		return nil, err
	}
	prepared := update.Bytes()
	again, err := pdf.Parse(prepared)
	if err != nil {
		return nil, fmt.Errorf("cannot read the new revision back: %w", err)
	}
	return fill(prepared, again.Latest().Dictionary(value), func(before, after []byte) ([]byte, error) {
		t, err := tsa.stamp(before, after)
		return t.raw, err
	})
}

// Links returns the certificates of a signed report that somebody could revoke, each with its issuer as far as it is
// known.
func Links(file []byte, authorities []*x509.Certificate) ([]Link, error) {
	_, layers, err := sealable(file)
	if err != nil {
		return nil, err
	}
	return chainsOf(layers, authorities)
}

// sealable reads a report that may be sealed: it is signed, and nothing in it is broken.
func sealable(file []byte) (*pdf.Document, []layer, error) {
	document, err := pdf.Parse(file)
	if err != nil {
		return nil, nil, err
	}
	layers, err := checkIntact(document)
	if err != nil {
		return nil, nil, fmt.Errorf("this report must not be sealed: %w", err)
	}
	if len(layers) == 0 {
		return nil, nil, errors.New("the report is not signed, so there is nothing to seal")
	}
	return document, layers, nil
}

// ownOf returns the certificates of the signatures and the time stamps.
func ownOf(layers []layer) []*x509.Certificate {
	var own []*x509.Certificate
	for _, l := range layers {
		own = distinct(own, l.certificates())
	}
	return own
}

// chainsOf returns the chains of all certificates of a report.
func chainsOf(layers []layer, authorities []*x509.Certificate) ([]Link, error) {
	k := newChecks()
	own := ownOf(layers)
	known := append(slices.Clone(own), authorities...)
	var all []Link
	for _, c := range own {
		for _, l := range links(c, known, k) {
			if !slices.ContainsFunc(all, func(other Link) bool { return l.Certificate.Equal(other.Certificate) }) {
				all = append(all, l)
			}
		}
	}
	return all, k.err()
}

// news returns the records that a store does not have yet.
func news(old store, layers []layer, chains []Link, e Evidence) store {
	var added store
	keep := func(records *[][]byte, known [][]byte, one []byte) {
		if !has(known, one) && !has(*records, one) {
			*records = append(*records, one)
		}
	}
	for _, c := range ownOf(layers) {
		keep(&added.certificates, old.certificates, c.Raw)
	}
	for _, l := range chains {
		if l.Issuer != nil {
			keep(&added.certificates, old.certificates, l.Issuer.Raw)
		}
	}
	for _, list := range e.Lists {
		keep(&added.lists, old.lists, list)
	}
	for _, answer := range e.Answers {
		keep(&added.answers, old.answers, answer)
	}
	return added
}

// checkCurrent returns an error for a statement that is not from an issuer of these certificates, or not the latest any
// more.
func (e Evidence) checkCurrent(chains []Link, now time.Time) error {
	var issuers []*x509.Certificate
	for _, l := range chains {
		if l.Issuer != nil {
			issuers = append(issuers, l.Issuer)
		}
	}
	k := newChecks()
	r, err := parseRecords(store{lists: e.Lists, answers: e.Answers}, issuers, k)
	if err != nil {
		return err
	}
	for _, list := range r.lists {
		if !slices.ContainsFunc(chains, list.speaksOf) {
			return fmt.Errorf("the list of revoked certificates of %q is not from an authority of this report", list.Issuer.CommonName)
		}
		if err := checkCurrent(list.ThisUpdate, list.NextUpdate, now); err != nil {
			return fmt.Errorf("the list of revoked certificates of %q %w", list.Issuer.CommonName, err)
		}
	}
	for _, a := range r.answers {
		answer := answerTo(a, chains, k)
		if answer == nil {
			return errors.New("an answer about revocation is not from an authority of this report")
		}
		if err := checkCurrent(answer.ThisUpdate, answer.NextUpdate, now); err != nil {
			return fmt.Errorf("the answer about revocation %w", err)
		}
	}
	return k.err()
}

func checkCurrent(from, next, now time.Time) error {
	switch {
	case from.After(now.Add(clockTolerance)):
		return fmt.Errorf("is from the future, %s", from.Format(time.DateOnly))
	case !next.IsZero() && next.Before(now.Add(-clockTolerance)):
		return fmt.Errorf("is out of date since %s", next.Format(time.DateOnly))
	}
	return nil
}

// ParseLists reads a file with one revocation list in DER, or with one or more in PEM.
func ParseLists(file []byte) ([][]byte, error) {
	const pemType = "X509 CRL"
	var all [][]byte
	text := bytes.TrimSpace(file)
	if !bytes.HasPrefix(text, []byte("-----BEGIN ")) {
		all, text = [][]byte{file}, nil
	}
	for len(text) > 0 {
		block, rest := pem.Decode(text)
		if block == nil || block.Type != pemType {
			return nil, errors.New("the file must contain only revocation lists")
		}
		all, text = append(all, block.Bytes), bytes.TrimSpace(rest)
	}
	for _, raw := range all {
		if len(raw) > mostRecords {
			return nil, fmt.Errorf("a revocation list has more than %d bytes", mostRecords)
		}
		if _, err := x509.ParseRevocationList(raw); err != nil {
			return nil, fmt.Errorf("this is not a revocation list: %w", err)
		}
	}
	return all, nil
}

package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"golang.org/x/crypto/ocsp"

	"assay/report/sign"
)

// evidence collects what authorities say about the certificates of a report: the
// named lists, and for all other certificates what the authorities answer. It asks
// only authorities that this account trusts: anybody can write an address into a
// certificate.
func (a *app) evidence(ctx context.Context, file []byte, lists [][]byte, trusted []*x509.Certificate) (sign.Evidence, error) {
	e := sign.Evidence{Lists: lists}
	links, err := sign.Links(file, trusted)
	if err != nil {
		return e, err
	}
	for _, l := range links {
		if l.Issuer == nil || e.Covers(l, a.now()) || !a.vouched(l, links, trusted) {
			continue
		}
		if err := ask(ctx, &e, l, a.now()); err != nil {
			if ctx.Err() != nil {
				return e, err
			}
			a.warn("name a list with --crl, or seal it again later", "nobody says whether the certificate of %q was revoked: %v", l.Certificate.Subject.CommonName, err)
		}
	}
	return e, nil
}

// vouched reports whether a trusted authority vouches for a certificate today.
func (a *app) vouched(l sign.Link, links []sign.Link, trusted []*x509.Certificate) bool {
	roots, others := x509.NewCertPool(), x509.NewCertPool()
	for _, c := range trusted {
		roots.AddCert(c)
	}
	for _, other := range links {
		others.AddCert(other.Certificate)
	}
	_, err := l.Certificate.Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: others, CurrentTime: a.now(), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	return err == nil
}

// ask asks the addresses in a certificate, until one answers. A responder comes
// first: its answer is much smaller than a list. It is no error if the certificate
// names no address.
func ask(ctx context.Context, e *sign.Evidence, l sign.Link, now time.Time) error {
	var failed []error
	for _, address := range l.Certificate.OCSPServer {
		more, err := askResponder(ctx, address, l)
		if err == nil && more.Covers(l, now) {
			e.Answers = append(e.Answers, more.Answers...)
			return nil
		}
		failed = append(failed, unanswered(address, err))
	}
	for _, address := range l.Certificate.CRLDistributionPoints {
		more, err := askForList(ctx, address)
		if err == nil && more.Covers(l, now) {
			e.Lists = append(e.Lists, more.Lists...)
			return nil
		}
		failed = append(failed, unanswered(address, err))
	}
	return errors.Join(failed...)
}

func unanswered(address string, err error) error {
	if err == nil {
		return fmt.Errorf("%s says nothing current about it", address)
	}
	return err
}

func askResponder(ctx context.Context, address string, l sign.Link) (sign.Evidence, error) {
	request, err := ocsp.CreateRequest(l.Certificate, l.Issuer, nil)
	if err != nil {
		return sign.Evidence{}, err
	}
	answer, err := fetch(ctx, address, "application/ocsp-request", request, mostAnswer)
	return sign.Evidence{Answers: [][]byte{answer}}, err
}

func askForList(ctx context.Context, address string) (sign.Evidence, error) {
	text, err := fetch(ctx, address, "", nil, mostList)
	if err != nil {
		return sign.Evidence{}, err
	}
	lists, err := sign.ParseLists(text)
	return sign.Evidence{Lists: lists}, err
}

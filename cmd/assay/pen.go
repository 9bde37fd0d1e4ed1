package main

import (
	"context"
	"crypto/x509"
	"path/filepath"

	"assay/assessment"
	"assay/assessment/input"
	"assay/report/sign"
)

// pen is an identity that is opened once and signs several files.
type pen struct {
	app *app
	by  sign.Identity
	tsa *sign.TSA
}

// open asks for the passphrase and opens the identity.
func (s *signature) open(ctx context.Context, a *app) (*pen, error) {
	path, err := s.keyFile(a)
	if err != nil {
		return nil, err
	}
	packed, err := input.Read(path, input.Key)
	if err != nil {
		return nil, err
	}
	p := &pen{app: a}
	if s.tsa != "" {
		if p.tsa, err = a.stamper(ctx, s.tsa); err != nil {
			return nil, err
		}
	}
	passphrase, err := s.get(ctx, a, filepath.Base(path), false)
	if err != nil {
		return nil, err
	}
	if p.by, err = sign.Open(packed, passphrase); err != nil {
		return nil, assessment.Errorf(assessment.Invalid, "cannot sign with %s: %w", path, err)
	}
	return p, nil
}

func (p *pen) name() string { return p.by.Certificate.Subject.CommonName }

// signReport signs a report as its assessor, verifies it, and records the signature.
func (p *pen) signReport(ctx context.Context, id string, file []byte) ([]byte, error) {
	signed, err := sign.Sign(file, p.by, sign.Options{Field: sign.Assessor, Name: p.name(), Reason: "assessed", When: p.app.now(), Certify: true, TSA: p.tsa})
	if err != nil {
		return nil, assessment.Errorf(assessment.Failed, "cannot sign the report: %w", err)
	}
	if err := p.app.proveOwn(ctx, signed, p.by); err != nil {
		return nil, err
	}
	return signed, p.app.recordSigning(ctx, id, p.by, signed)
}

// signList signs the list of the files of a package.
func (p *pen) signList(list []byte) ([]byte, error) {
	signature, err := sign.SignDetached(list, p.by, p.app.now(), p.tsa)
	if err != nil {
		return nil, assessment.Errorf(assessment.Failed, "cannot sign the list of files: %w", err)
	}
	return signature, nil
}

// certificate is that of the signer.
func (p *pen) certificate() *x509.Certificate { return p.by.Certificate }

package main

import (
	"context"
	"crypto/x509"

	"assay/assessment"
	"assay/report"
	"assay/report/sign"
)

// pen is an identity that is opened once and signs several files. Close it.
type pen struct {
	app   *app
	by    sign.Identity
	tsa   *sign.TSA
	close func()
}

// open asks for the passphrase, if the key has one, and opens the identity.
func (s *signature) open(ctx context.Context, a *app) (*pen, error) {
	ref, err := a.findReference(s.as)
	if err != nil {
		return nil, err
	}
	p := &pen{app: a}
	if s.tsa != "" {
		if p.tsa, err = a.stamper(ctx, s.tsa); err != nil {
			return nil, err
		}
	}
	if p.by, p.close, err = a.openIdentity(ctx, ref, &s.passphrases); err != nil {
		return nil, err
	}
	return p, nil
}

func (p *pen) name() string { return p.by.Certificate.Subject.CommonName }

// sign signs a file in a role, and verifies the signed file: the certificate of the
// signer must have signed it, and the rest must satisfy the policy.
func (p *pen) sign(file []byte, role sign.Role, policy report.Policy) (signed signedFile, err error) {
	signed = signedFile{by: p.by, role: role}
	if signed.content, err = report.Sign(file, p.by, report.Signer{Role: role, When: p.app.now(), TSA: p.tsa}); err != nil {
		return signed, assessment.Errorf(assessment.Failed, "cannot sign the file: %w", err)
	}
	signed.proof, err = p.app.proveOwn(signed, policy)
	return signed, err
}

// signReport signs a report as its assessor, verifies it, and records the signature.
func (p *pen) signReport(ctx context.Context, id string, file []byte) ([]byte, error) {
	policy, err := p.app.ownPolicy(ctx)
	if err != nil {
		return nil, err
	}
	signed, err := p.sign(file, sign.Assessor, policy)
	if err != nil {
		return nil, err
	}
	return signed.content, p.app.recordSigning(ctx, id, p.app.work.Evaluator, signed)
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

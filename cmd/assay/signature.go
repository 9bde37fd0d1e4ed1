package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/wording"
	"assay/report"
	"assay/report/proof"
	"assay/report/sign"
)

// signature holds the flags for signing a file.
type signature struct {
	as  string
	tsa string // the address of an authority of time stamps
	passphrases
}

func (s *signature) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&s.as, "as", "", "sign with this `IDENTITY`: its name, p12:PATH, pem:PATH or agent:SHA256:… (default the first one created)")
	cmd.Flags().StringVar(&s.tsa, "tsa", "", "add a time stamp of the authority (RFC 3161) at this `URL`, so that the signature outlives its certificate")
	s.passphrases.register(cmd)
}

func (s *signature) given() bool { return s.as != "" || s.tsa != "" || s.descriptor >= 0 }

// signedFile is a file after somebody signed it, and its verification.
type signedFile struct {
	content []byte
	by      sign.Identity
	role    sign.Role
	proof   proof.Proof
}

func (f signedFile) signer() string { return f.by.Certificate.Subject.CommonName }

// mine is the verification of the new signature.
func (f signedFile) mine() proof.Signature {
	at := slices.IndexFunc(f.proof.Signatures, func(s proof.Signature) bool { return s.Role == f.role })
	if at < 0 {
		return proof.Signature{}
	}
	return f.proof.Signatures[at]
}

// sign signs one file in a role, and verifies it.
func (s *signature) sign(ctx context.Context, a *app, file []byte, role sign.Role, policy report.Policy) (signedFile, error) {
	p, err := s.open(ctx, a)
	if err != nil {
		return signedFile{}, err
	}
	defer p.close()
	return p.sign(file, role, policy)
}

// proveOwn verifies a file just signed.
func (a *app) proveOwn(f signedFile, p report.Policy) (proof.Proof, error) {
	expected := map[sign.Role]sign.Expected{f.role: {Fingerprint: sign.Fingerprint(f.by.Certificate)}}
	for role, who := range p.Expect {
		if role != f.role {
			expected[role] = who
		}
	}
	p.Expect = expected
	v, err := proof.Verify("the signed report", f.content, p)
	if err != nil {
		return v, err
	}
	if v.Result == report.NotProven {
		return v, assessment.Errorf(assessment.Failed, "the signed report failed its own check and was not written: %s", strings.Join(v.EveryProblem(), "; "))
	}
	a.warnOfStamps(v)
	return v, nil
}

// ownPolicy trusts whom this account trusts, and compares with the journal of the
// open database.
func (a *app) ownPolicy(ctx context.Context) (report.Policy, error) {
	trusted, err := a.trustedAnchors()
	if err != nil {
		return report.Policy{}, err
	}
	stamps, err := a.timeAnchors(nil)
	return report.Policy{
		Anchors: trusted, TimeAnchors: stamps, Now: a.now(),
		HasHead: func(id, head string) (assessment.Holding, error) { return a.work.Store.HasHead(ctx, id, head) },
		Journal: func(id string) ([]assessment.Written, error) { return writtenIn(ctx, a.work.Store, id) },
	}, err
}

// maySignAs is maySign for a person who signs in a role of a report. It refuses whoever
// may not.
func (a *app) maySignAs(ctx context.Context, role sign.Role, ids ...string) error {
	if err := a.mayDo(ctx, a.work.Evaluator, assessment.Act("sign-"+role)); err != nil {
		return err
	}
	return a.maySign(ctx, ids...)
}

// maySign verifies the journals of assessments before somebody signs a file about
// them, and says once if this machine cannot tell whether one was cut short.
func (a *app) maySign(ctx context.Context, ids ...string) error {
	said := ""
	for _, id := range ids {
		doubt, err := a.vouchFor(ctx, id)
		if err != nil {
			return err
		}
		if doubt != "" && doubt != said {
			a.warn("", "%s", doubt)
			said = doubt
		}
	}
	return nil
}

// vouchFor verifies the journal of an assessment, and says if this machine cannot tell
// whether it was cut short.
func (a *app) vouchFor(ctx context.Context, id string) (doubt string, err error) {
	now, err := a.work.Store.Vouch(ctx, id)
	const cut = "nothing on this machine shows whether somebody cut the journal short"
	switch {
	case err != nil:
		return "", err
	case now.Kind == store.NoAnchor:
		return "there is no anchor of this database on this machine: " + cut, nil
	case now.Anew != 0:
		return fmt.Sprintf("the anchor of this database on this machine begins on %s: %s before", wording.Day(now.Anew, a.work.Zone), cut), nil
	}
	return "", nil
}

// recordSigning writes into the journal who signed which file, so that the journal
// can tell later whether it knows a signed report. It comes before the file is
// handed over: no signed report leaves without a record. by is the person at the
// program, if they are known.
func (a *app) recordSigning(ctx context.Context, id, by string, f signedFile) error {
	return a.recordSignatures(ctx, id, cmp.Or(by, f.signer()), signing(f.mine(), f.content))
}

// signing is the event of a signature. The file ends with this signature.
func signing(s proof.Signature, file []byte) assessment.Signed {
	hash := sha256.Sum256(file)
	return assessment.Signed{Role: string(s.Role), Signer: s.Signer, For: s.For, Certificate: s.Certificate, File: hex.EncodeToString(hash[:])}
}

// recordSignatures writes signatures into the journal of an assessment, all or none.
func (a *app) recordSignatures(ctx context.Context, id, by string, all ...assessment.Signed) error {
	var entries []assessment.Entry
	for _, one := range all {
		entry := a.work.Entry(one)
		entry.By = by
		entries = append(entries, entry)
	}
	_, err := a.work.Store.Record(ctx, id, entries...)
	return err
}

package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/input"
	"assay/assessment/store"
	"assay/report"
	"assay/report/proof"
	"assay/report/sign"
)

func (a *app) signCommand() *cobra.Command {
	var signing signature
	var trusting trust
	var role, out string
	cmd := &cobra.Command{
		Use:   "sign FILE --role assessor|reviewer|approver",
		Short: "Sign a report that somebody else wrote or signed",
		Long: `Add your signature to a report. Each signature covers everything before it. The first one, whoever makes it, certifies the file:
after it, only further signatures may be added. The roles may sign in any order, each once.

assay verifies the report first, as "assay verify" does, and refuses one that is not proven: you must know who signed before you.
It verifies the file again with your signature before it writes it. The assessor is the person who evaluated; if somebody else signs
as assessor, the report and the journal name both.

No database is needed. If the database has the assessment, its journal records who signed which file.

A package of an RFP that the workbench prepared over SSH is signed as assessor: each report in it, the comparison, and the list of
its files. "assay verify" then proves it like one of "assay rfp package".

The signature comes after the end of the file. Without -o, it is added to the file itself.`,
		Example: `  assay sign harbor.pdf --role reviewer
  assay sign harbor.pdf --role reviewer --as pem:karel.pem -o reviewed.pdf
  assay sign harbor.pdf --role approver --as agent:SHA256:NLTJ1sfQ7QzCsvl7oQC2yBCvTRXNP5ydJ0oIzP2bQJ8
  assay sign rfp-114.zip --role assessor
  assay sign harbor.pdf --role approver --expect "assessor=3f2a 91bc 0d11 22aa"`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&role, "role", "", "sign in this `ROLE`: assessor, reviewer or approver")
	cmd.Flags().StringVarP(&out, "output", "o", "", "the `FILE` to write, or - for stdout (default the signed file itself)")
	_ = cmd.RegisterFlagCompletionFunc("role", cobra.FixedCompletions([]string{string(sign.Assessor), string(sign.Reviewer), string(sign.Approver)}, cobra.ShellCompDirectiveNoFileComp))
	signing.register(cmd)
	trusting.register(cmd)
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		as, err := parseRole(role)
		if err != nil {
			return err
		}
		if out == "-" && isTerminal(a.stdout) {
			return usagef("pipe it on, or name a file", "a PDF is not written to a terminal")
		}
		policy, err := trusting.policy(ctx, a)
		if err != nil {
			return err
		}
		if out != "" && out != args[0] {
			if err := a.mayReplacePackage(ctx, out); err != nil {
				return err
			}
		}
		if isPackage(args[0]) {
			return a.signPackage(ctx, args[0], cmp.Or(out, args[0]), as, &signing, policy)
		}
		file, err := input.Read(args[0], input.Report)
		if err != nil {
			return err
		}
		if err := a.mayBeSigned(args[0], file, as, policy); err != nil {
			return err
		}
		signed, err := signing.sign(ctx, a, file, as, policy)
		if err != nil {
			return err
		}
		recorded, err := a.recordIfKnown(ctx, signed, policy)
		if err != nil {
			return err
		}
		return a.handOverSigned(signed, args[0], cmp.Or(out, args[0]), recorded)
	})
	return cmd
}

// roles are the roles of signers, in the order in which they sign as a rule.
var roles = []sign.Role{sign.Assessor, sign.Reviewer, sign.Approver}

func parseRole(text string) (sign.Role, error) {
	switch {
	case text == "":
		return "", usagef("for example: assay sign harbor.pdf --role reviewer", "as whom to sign is not said: --role is missing")
	case !slices.Contains(roles, sign.Role(text)):
		return "", usagef("the roles are assessor, reviewer and approver", "--role: nobody signs a report as %q", text)
	}
	return sign.Role(text), nil
}

// mayBeSigned refuses a file that nobody should sign in this role. A file without a
// signature is verified only after it is signed, since nothing vouches for it before.
func (a *app) mayBeSigned(name string, file []byte, role sign.Role, policy report.Policy) error {
	before, err := sign.Verify(file, sign.Policy{Now: policy.Now})
	if err != nil {
		return assessment.Errorf(assessment.Unproven, "%s cannot be signed: %w", name, err)
	}
	for _, s := range before.Signatures {
		if s.Role == role {
			return failf(assessment.Refused, "each role signs once", "%s has signed %s as %s already", cmp.Or(s.Signer, s.Name), name, role)
		}
	}
	if len(before.Stamps) > 0 {
		return failf(assessment.Refused, "write and sign the report anew, and seal it last", "%s is sealed, so nobody can sign it any more", name)
	}
	if len(before.Signatures)+before.Foreign+len(policy.Expect) == 0 {
		return nil
	}
	found, err := proof.Verify(name, file, policy)
	if err != nil {
		return err
	}
	if found.Result == report.NotProven {
		return failf(assessment.Unproven, hintForUnproven([]proof.Proof{found}), "%s is not proven, so it must not be signed: %s", name, strings.Join(found.EveryProblem(), "; "))
	}
	return nil
}

// recordIfKnown records a signature in the journals of the assessments that the file
// is about, if there is a database that has them. The signed file must then agree with
// these journals.
func (a *app) recordIfKnown(ctx context.Context, f signedFile, policy report.Policy) (recorded bool, err error) {
	settings, err := a.settings()
	if err != nil {
		return false, err
	}
	if !settings.named && settings.missing() != nil || a.flags.readOnly {
		return false, nil // there is nothing to record it in
	}
	kept, err := a.existing(ctx)
	if err != nil {
		return false, err
	}
	ids, err := signedIn(ctx, kept, f.proof)
	if err != nil || len(ids) == 0 {
		return false, err
	}
	if err := a.maySignAs(ctx, f.role, ids...); err != nil {
		return false, err
	}
	own, err := a.ownPolicy(ctx)
	if err != nil {
		return false, err
	}
	policy.HasHead, policy.Journal = own.HasHead, own.Journal
	if _, err := a.proveOwn(f, policy); err != nil {
		return false, err
	}
	for _, id := range ids {
		if err := a.recordSigning(ctx, id, a.work.Evaluator, f); err != nil {
			return false, err
		}
	}
	return true, nil
}

// signedIn lists the assessments of a database that a proven file is about. It is empty
// if the database lacks one. A short report names only its head.
func signedIn(ctx context.Context, kept *store.Store, p proof.Proof) ([]string, error) {
	ids := p.Assessments()
	if len(ids) == 0 && p.Says != nil {
		id, err := kept.AssessmentWithHead(ctx, p.Says.Head)
		if assessment.CodeOf(err) == assessment.NotFound {
			return nil, nil
		}
		return []string{id}, err
	}
	for _, id := range ids {
		if _, err := kept.Snapshot(ctx, id); assessment.CodeOf(err) == assessment.NotFound {
			return nil, nil
		} else if err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// handOverSigned writes the signed file and says who has signed it.
func (a *app) handOverSigned(f signedFile, from, to string, recorded bool) error {
	all := signersOf(f.proof)
	return a.deliver(to, f.content, struct {
		File     string   `json:"file"`
		Role     string   `json:"role"`
		SignedBy string   `json:"signed_by"`
		For      string   `json:"for"` // who evaluated, if somebody else signs as assessor
		Signers  []string `json:"signers"`
		Recorded bool     `json:"recorded"` // in the journal of the database
	}{to, string(f.role), f.signer(), f.mine().For, all, recorded}, func() {
		a.say("signed %s as %s: %s", from, f.role, inFull(f.mine()))
		if to != from {
			a.say("wrote %s", to)
		}
		if says := f.proof.Says; says != nil {
			a.say("it is %s: %s, %s for %s, as of %s", f.proof.Outcome(), says.Vendor, cmp.Or(string(says.Verdict), string(says.Profile)), says.Milestone, says.AsOf)
		}
		if c := f.proof.Compares; c != nil {
			a.say("it is %s: a comparison of %s, as of %s", f.proof.Outcome(), english.Count(len(c.Sides), "assessment"), c.AsOf)
		}
		a.say("signed so far: %s", english.List(all))
		if missing := unsigned(f.proof); len(missing) > 0 {
			a.say("not signed yet: %s", english.List(missing))
		}
		for _, other := range f.proof.Signatures {
			if other.Role != f.role && assessment.SamePerson(other.Signer, f.signer()) {
				a.warn("", "%s has signed as %s, too: one person in two roles reviews their own work", other.Signer, other.Role)
			}
		}
		if !recorded {
			a.say("no journal here has this assessment, so none records the signature")
		}
	})
}

// signersOf lists the roles of a report with their signers.
func signersOf(p proof.Proof) []string {
	all := []string{}
	for _, s := range p.Signatures {
		all = append(all, fmt.Sprintf("%s %s", s.Role, inFull(s)))
	}
	return all
}

// inFull names a signer, and for whom they sign.
func inFull(s proof.Signature) string {
	if s.For != "" {
		return s.Signer + " for " + s.For
	}
	return s.Signer
}

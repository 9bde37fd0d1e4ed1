package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/input"
	"assay/report"
	"assay/report/filing"
	"assay/report/sign"
)

// signPackage signs a package that was prepared where nobody has a key: its reports and its
// comparison as assessor, and the list of its files. The result is the package that assay
// would have made with this key at once.
func (a *app) signPackage(ctx context.Context, from, to string, role sign.Role, signing *signature, policy report.Policy) error {
	switch {
	case role != sign.Assessor:
		return usagef("use --role assessor; others sign the reports before, one by one", "a package is signed by one person as assessor")
	case len(policy.Expect) > 0:
		return usagef("leave it away", "--expect: nobody has signed a package that is to be signed")
	}
	zip, err := input.Read(from, input.Package)
	if err != nil {
		return err
	}
	prepared, err := filing.ReadPrepared(zip)
	if err != nil {
		return failf(assessment.Refused, "`assay verify` says more about a package that is signed", "%s cannot be signed: %w", from, err)
	}
	page, err := versionPage()
	if err != nil {
		return err
	}
	by, err := signing.open(ctx, a)
	if err != nil {
		return err
	}
	defer by.close()
	c := filing.Contents{
		For: prepared.For, By: by.name(), Made: a.now(), Assay: readVersion().Version, Organisation: prepared.Organisation, RFP: prepared.RFP, Page: page,
	}
	var all []signedFile
	add := func(name string, file []byte) (signedFile, error) {
		if err := a.mayBeSigned(name, file, role, policy); err != nil {
			return signedFile{}, err
		}
		signed, err := by.sign(file, role, policy)
		all = append(all, signed)
		return signed, err
	}
	for _, f := range prepared.Reports {
		signed, err := add(from+"/"+f.Path, f.Content)
		if err != nil {
			return err
		}
		r, err := provenReport(from+"/"+f.Path, signed.content, c.For, policy)
		if err != nil {
			return err
		}
		c.Reports = append(c.Reports, r)
	}
	if prepared.Comparison != nil {
		signed, err := add(from+"/the comparison", prepared.Comparison)
		if err != nil {
			return err
		}
		c.Comparison = signed.content
	}
	c.Questionnaire = c.Reports[0].Judged.Snapshot.Questionnaire
	file, err := c.Pack(by.signList)
	if err != nil {
		return err
	}
	if err := provePackage(file, page, by, policy); err != nil {
		return err
	}
	recorded := true
	for _, signed := range all {
		known, err := a.recordIfKnown(ctx, signed, policy)
		if err != nil {
			return err
		}
		recorded = recorded && known
	}
	return a.handOverSignedPackage(from, to, file, c, recorded)
}

// handOverSignedPackage writes the signed package and says who has signed it.
func (a *app) handOverSignedPackage(from, to string, file []byte, c filing.Contents, recorded bool) error {
	sum := sha256.Sum256(file)
	hash := hex.EncodeToString(sum[:])
	return a.deliver(to, file, struct {
		File     string `json:"file"`
		For      string `json:"for"`
		Reports  int    `json:"reports"`
		SignedBy string `json:"signed_by"`
		SHA256   string `json:"sha256"`
		Recorded bool   `json:"recorded"` // in the journals of the database
	}{to, string(c.For), len(c.Reports), c.By, hash, recorded}, func() {
		title := cmp.Or(c.RFP.Reference, c.RFP.Title)
		if c.For == filing.ForFile {
			a.say("wrote %s: the file of %s, confidential answers of %s: not for bidders", to, title, english.Count(len(c.Reports), "vendor"))
		} else {
			a.say("wrote %s: the debrief of %s for %s", to, title, c.Reports[0].Says.Vendor)
		}
		a.say("signed by %s and proven: %s, and the list of files", c.By, english.Count(len(c.Reports), "report"))
		a.fields([][2]string{{"SHA-256", hash}})
		if !recorded {
			a.say("no journal here has these assessments, so none records the signatures")
		}
	})
}

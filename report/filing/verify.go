package filing

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/questionnaire"
	"assay/report"
	"assay/report/handout"
	"assay/report/proof"
	"assay/report/sign"
)

// Policy says whom the caller trusts.
type Policy struct {
	report.Policy
	Page  []byte // the page that this version of assay writes; nil if the caller does not know it
	Assay string // this version of assay
}

// Verify verifies a package: the first proof is that of the package, the others are those of the PDFs in it, in the order
// of the manifest. It reads no report unless a trusted person signed the manifest, and every file is in it. An error means that
// a report could not be verified at all.
func Verify(name string, zip []byte, p Policy) ([]proof.Proof, error) {
	v := verification{policy: p, found: proof.Package{File: name}}
	files, err := Unpack(zip)
	if err != nil {
		v.problem("not a package that can be verified: %v", err)
		return v.proofs(), nil
	}
	if v.readManifest(files) && v.compareFiles(files) {
		err = v.verifyReports()
	}
	return v.proofs(), err
}

// verification is a package while it is verified.
type verification struct {
	policy   Policy
	manifest Manifest
	content  map[string][]byte
	found    proof.Package
	inside   []proof.Proof
}

func (v *verification) problem(format string, args ...any) {
	v.found.Problems = append(v.found.Problems, fmt.Sprintf(format, args...))
}

func (v *verification) note(format string, args ...any) {
	v.found.Notes = append(v.found.Notes, fmt.Sprintf(format, args...))
}

func (v *verification) proofs() []proof.Proof {
	return append([]proof.Proof{v.found.Proof()}, v.inside...)
}

// readManifest reads the manifest and checks its signature. It reports whether there is nothing wrong with it.
func (v *verification) readManifest(files []File) bool {
	if _, err := preparedListOf(files); err == nil {
		v.problem("nobody has signed it yet: it was prepared for somebody to sign")
		return false
	}
	if len(files) < 2 || files[0].Path != ManifestPath || files[1].Path != SignaturePath {
		v.problem("it does not begin with %s and %s, so it is no package of assay", ManifestPath, SignaturePath)
		return false
	}
	text := files[0].Content
	m, err := parseManifest(text)
	if err != nil {
		v.problem("%s cannot be read: %v", ManifestPath, err)
		return false
	}
	claimed, _ := m.when()
	signature := sign.VerifyDetached(text, files[1].Content, claimed, v.policy.ofManifest())
	v.manifest, v.found.Signature = m, &signature
	if len(signature.Problems) == 0 && signature.Signer != m.By {
		v.problem("%s says that %q signs it, but the signature is that of %q", ManifestPath, m.By, signature.Signer)
	}
	v.found.Notes = append(v.found.Notes, signature.Notes...)
	v.found.Contents = &proof.PackageContents{
		For: string(m.For), RFP: m.RFP.Title, Reference: m.RFP.Reference, Vendors: len(m.Vendors), Files: len(m.Files), By: m.By, Made: m.Made,
	}
	return len(signature.Problems) == 0 && len(v.found.Problems) == 0
}

// ofManifest is the policy for the signature of the manifest.
func (p Policy) ofManifest() sign.Policy {
	s := sign.Policy{Anchors: p.Anchors, TimeAnchors: p.TimeAnchors, Confirmed: p.Confirmed, TimeConfirmed: p.TimeConfirmed, Now: p.Now, Expect: map[sign.Role]sign.Expected{}}
	if filer, demanded := p.Expect[sign.Filer]; demanded {
		s.Expect[sign.Filer] = filer
	}
	return s
}

// ofReports is the policy for the reports, which have no field for a filer.
func (p Policy) ofReports() report.Policy {
	all := map[sign.Role]sign.Expected{}
	for role, expected := range p.Expect {
		if role != sign.Filer {
			all[role] = expected
		}
	}
	p.Policy.Expect = all
	return p.Policy
}

// compareFiles compares the files with the manifest.
func (v *verification) compareFiles(files []File) bool {
	v.content = map[string][]byte{}
	for _, f := range files[2:] {
		v.content[f.Path] = f.Content
	}
	there, wanted := list(files[2:]), v.manifest.Files
	for _, want := range wanted {
		switch _, has := v.content[want.Path]; {
		case !has:
			v.problem("%s is missing", want.Path)
		case !slices.Contains(there, want):
			v.problem("%s was changed since somebody signed the list of files", want.Path)
		}
	}
	for n, f := range files[2:] {
		switch listed := slices.ContainsFunc(wanted, func(want Listed) bool { return want.Path == f.Path }); {
		case !listed:
			v.problem("%s is not in the list of files", f.Path)
		case len(files[2:]) == len(wanted) && wanted[n].Path != f.Path:
			v.problem("%s is at another place than in the list of files", f.Path)
		}
	}
	return len(v.found.Problems) == 0
}

// verifyReports verifies the PDFs, and compares everything that follows from them.
func (v *verification) verifyReports() error {
	var judged []Judged
	for _, said := range v.manifest.Vendors {
		j, err := v.verifyReport(said)
		if err != nil {
			return err
		}
		judged = append(judged, j)
	}
	if err := v.verifyComparison(); err != nil {
		return err
	}
	v.comparePages()
	if v.manifest.For == ForFile && len(v.found.Problems) == 0 {
		v.compareDerived(judged)
	}
	return nil
}

// verifyReport verifies the report of a vendor, and compares it with its entry in the manifest.
func (v *verification) verifyReport(said Vendor) (Judged, error) {
	name := v.found.File + "/" + said.Report
	v.found.Members = append(v.found.Members, name)
	found, err := report.Verify(v.content[said.Report], v.policy.ofReports())
	if err != nil {
		v.inside = append(v.inside, proof.Unread(name, err))
		v.problem("%s is not proven", said.Report)
		if assessment.CodeOf(err) == assessment.Unproven {
			err = nil
		}
		return Judged{}, err
	}
	p := proof.Of(name, found)
	v.inside = append(v.inside, p)
	if p.Result == report.NotProven {
		v.problem("%s is not proven", said.Report)
		return Judged{}, nil
	}
	r, err := ReadReport(found, v.manifest.For)
	if err != nil {
		v.problem("%s: %v", said.Report, err)
		return Judged{}, nil
	}
	if r.Says.Report = said.Report; r.Says != said {
		v.problem("%s says something else than the list says about it", said.Report)
	}
	if found.Milestone != v.manifest.RFP.Milestone || found.Questionnaire.Hash != v.manifest.RFP.Questionnaire {
		v.problem("%s is for another milestone or on another questionnaire than the RFP in the list", said.Report)
	}
	if v.manifest.For == ForFile && !v.manifest.RFP.is(r.Judged.Snapshot.Opened.RFP) {
		v.problem("%s is not of the RFP in the list", said.Report)
	}
	return r.Judged, nil
}

// verifyComparison verifies the comparison, and compares its sides with the manifest. Whoever signed the manifest must have
// signed it as assessor.
func (v *verification) verifyComparison() error {
	content, there := v.content[comparisonPath]
	if !there {
		return nil
	}
	policy := v.policy.ofReports()
	policy.Expect = map[sign.Role]sign.Expected{sign.Assessor: {Fingerprint: v.found.Signature.Fingerprint}}
	name := v.found.File + "/" + comparisonPath
	v.found.Members = append(v.found.Members, name)
	found, err := report.Verify(content, policy)
	if err != nil {
		v.inside = append(v.inside, proof.Unread(name, err))
		v.problem("%s is not proven", comparisonPath)
		if assessment.CodeOf(err) == assessment.Unproven {
			err = nil
		}
		return err
	}
	p := proof.Of(name, found)
	v.inside = append(v.inside, p)
	switch {
	case p.Result == report.NotProven:
		v.problem("%s is not proven", comparisonPath)
	case found.Comparison == nil:
		v.problem("%s is no comparison", comparisonPath)
	case !slices.EqualFunc(bySide(found.Comparison.Sides), byVendor(v.manifest.Vendors), func(a, b Vendor) bool { return a == b }):
		v.problem("%s says something else than the list says about the vendors", comparisonPath)
	}
	return nil
}

// bySide are the sides of a comparison as the manifest names them, in the order of their ids.
func bySide(sides []report.Verification) []Vendor {
	var all []Vendor
	for _, s := range sides {
		all = append(all, entryOf(s))
	}
	return byVendor(all)
}

// byVendor are entries of a manifest without the paths of their reports, in the order of their ids.
func byVendor(vendors []Vendor) []Vendor {
	all := slices.Clone(vendors)
	for n := range all {
		all[n].Report = ""
	}
	slices.SortFunc(all, func(a, b Vendor) int { return strings.Compare(a.Assessment, b.Assessment) })
	return all
}

// entryOf is the entry of a full report in the manifest, without its path.
func entryOf(found report.Verification) Vendor {
	return Vendor{
		Vendor: found.Vendor, Subject: found.Result.Subject, Assessment: found.Assessment, AsOf: found.AsOf, Head: found.Head,
		Verdict: found.Result.Verdict, Shown: found.Result.Shown.String(), Claimed: found.Result.Claimed.String(),
	}
}

// ReadReport reads the data of a proven report for a package. The result lacks the file itself.
func ReadReport(found report.Verification, a Audience) (Report, error) {
	wanted := report.Full
	if a == ForBidder {
		wanted = report.Debrief
	}
	if found.Comparison != nil {
		return Report{}, errors.New("it is a comparison, and no report")
	}
	if found.Profile != wanted {
		return Report{}, fmt.Errorf("it has the profile %s, and this package takes %s", found.Profile, wanted)
	}
	if a == ForBidder {
		return Report{Says: Vendor{Vendor: found.Vendor, AsOf: found.AsOf, Head: found.Head}, Result: found.Result}, nil
	}
	snapshot, err := snapshotOf(found)
	return Report{Says: entryOf(found), Judged: Judged{snapshot, found.AsOf}, Result: found.Result}, err
}

// snapshotOf reads the snapshot in a report.
func snapshotOf(found report.Verification) (assessment.Snapshot, error) {
	data, err := found.Findings.Document.Attachment(report.AttachmentName)
	if err != nil {
		return assessment.Snapshot{}, err
	}
	var held struct {
		Snapshot json.RawMessage `json:"snapshot"`
	}
	if err := json.Unmarshal(data, &held); err != nil {
		return assessment.Snapshot{}, err
	}
	return assessment.ParseSnapshot(held.Snapshot)
}

// comparePages makes the index again, and compares the page that verifies with that of this version.
func (v *verification) comparePages() {
	m := v.manifest
	m.Files = slices.DeleteFunc(slices.Clone(m.Files), func(f Listed) bool { return f.Path == indexPath })
	again, err := m.page()
	v.compareMade(indexPath, err == nil && bytes.Equal(again, v.content[indexPath]))
	if v.policy.Page != nil && !bytes.Equal(v.policy.Page, v.content[pagePath]) {
		v.note("%s is not the page of this version of assay, so nobody has checked what it does", pagePath)
	}
}

// compareMade says that a file is not the one that this version makes of the list and the reports. Another version may make
// another one, which proves nothing either.
func (v *verification) compareMade(path string, same bool) {
	switch by := v.manifest.Assay; {
	case same:
	case by == v.policy.Assay:
		v.problem("%s says something else than the list of files and the reports", path)
	case v.policy.FiguresOnly:
		v.note("%s was made by assay %q and differs from that of this version: nobody compared it with the reports", path, by)
	default:
		v.problem("%s was made by assay %q and differs from that of this version: verify the package with assay %[2]s", path, by)
	}
}

// compareDerived makes again all files that follow from the reports.
func (v *verification) compareDerived(judged []Judged) {
	q := judged[0].Snapshot.Questionnaire
	evidence, err := Evidence(judged)
	for _, f := range []struct {
		path string
		want []byte
	}{
		{evidencePath, evidence},
		{questionnairePath, q.Canonical()},
		{questionsPath, questions(q)},
	} {
		v.compareMade(f.path, err == nil && bytes.Equal(f.want, v.content[f.path]))
	}
}

// questions is the questionnaire to read.
func questions(q *questionnaire.Questionnaire) []byte {
	return handout.InternalCopy{Questionnaire: q}.Markdown()
}

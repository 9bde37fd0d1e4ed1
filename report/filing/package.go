package filing

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/questionnaire"
	"assay/questionnaire/canonical"
)

// mostCompared is how many vendors one comparison holds. A package with more vendors, or with one, has none.
const mostCompared = contest.Most

// Contents is everything that a package is made from.
type Contents struct {
	For           Audience
	By            string    // the common name of who will sign the manifest
	Made          time.Time // the time of signing
	Assay         string    // the version of assay
	Organisation  string
	RFP           assessment.RFP
	Questionnaire *questionnaire.Questionnaire // of all reports
	Reports       []Report                     // best first; for a bidder only that one
	Comparison    []byte                       // signed; nil without one
	Page          []byte                       // the page that verifies
	Others        Search                       // for a bidder: the names that must not be in the package
}

// Report is a signed report that was verified. For a bidder, it is the debrief, which has no figures and no data.
type Report struct {
	Says   Vendor // its entry in the manifest, without its path
	Judged Judged
	Result assessment.Result
	File   []byte
}

// Compares reports whether the package has a comparison of its vendors.
func (c Contents) Compares() bool { return compares(c.For, len(c.Reports)) }

func compares(a Audience, vendors int) bool {
	return a == ForFile && vendors > 1 && vendors <= mostCompared
}

// Pack makes the package. sign signs the manifest, as [sign.SignDetached] does. A package for a bidder is refused if any
// byte of it names another vendor.
func (c Contents) Pack(sign func(manifest []byte) ([]byte, error)) ([]byte, error) {
	files, m, err := c.files()
	if err != nil {
		return nil, err
	}
	page, err := m.page()
	if err != nil {
		return nil, err
	}
	files = append(files, File{indexPath, page})
	m.Files = list(files)
	if err := m.check(); err != nil {
		return nil, fmt.Errorf("the package cannot be made: %w", err)
	}
	text, err := canonical.Marshal(m)
	if err != nil {
		return nil, err
	}
	signature, err := sign(text)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	files = append([]File{{ManifestPath, text}, {SignaturePath, signature}}, files...)
	if c.For == ForBidder {
		if err := c.Others.Refuse(files...); err != nil {
			return nil, err
		}
	}
	return Pack(files)
}

// Refuse returns a [Leak] if a file names another vendor. The page that verifies is the same for everybody.
func (s Search) Refuse(files ...File) error {
	leak, found, err := s.find(slices.DeleteFunc(slices.Clone(files), func(f File) bool { return f.Path == pagePath }))
	if err == nil && found {
		return leak
	}
	return err
}

// files returns the files of the package but its index, and the manifest with a list of them.
func (c Contents) files() ([]File, Manifest, error) {
	m := Manifest{
		Format: Format, For: c.For, By: c.By, Made: c.Made.UTC().Format(time.RFC3339), Assay: c.Assay, Organisation: c.Organisation,
		RFP: c.rfp(), Vendors: []Vendor{},
	}
	var judged []Judged
	files := []File{{pagePath, c.Page}}
	for n, r := range c.Reports {
		m.Vendors = append(m.Vendors, r.Says)
		m.Vendors[n].Report = m.reportPath(n)
		judged = append(judged, r.Judged)
		files = append(files, File{m.Vendors[n].Report, r.File})
	}
	if c.For == ForFile {
		evidence, err := Evidence(judged)
		if err != nil {
			return nil, m, err
		}
		files = append(
			files, File{evidencePath, evidence}, File{questionnairePath, c.Questionnaire.Canonical()}, File{questionsPath, questions(c.Questionnaire)},
		)
	}
	if c.Compares() {
		files = append(files, File{comparisonPath, c.Comparison})
	}
	m.Files = list(files)
	return files, m, nil
}

// rfp is the RFP as the reader of the package may know it.
func (c Contents) rfp() RFP {
	r := rfpFor(c.For, c.RFP)
	if c.For == ForFile {
		r.Questionnaire = c.Questionnaire.Hash()
	}
	return r
}

// rfpFor is an RFP as its reader may know it, without its questionnaire.
func rfpFor(a Audience, of assessment.RFP) RFP {
	r := RFP{Title: of.Title, Reference: of.Reference, Milestone: of.Milestone}
	if a == ForFile {
		r.ID, r.Due = of.ID, of.Due
	}
	return r
}

package filing

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/questionnaire/canonical"
)

// PreparedFormat is the version of the form of a prepared package.
const PreparedFormat = "assay-package-prepared/1"

// Prepared holds the reports for a package that nobody has signed yet. A server writes it, which has the record and no key.
// Its reader signs the reports at home, and makes the package from them with [Contents.Pack]. It proves nothing by itself.
type Prepared struct {
	For          Audience
	Assay        string // the version of assay that drew the reports
	Organisation string
	RFP          assessment.RFP
	Reports      []File // best first, at the paths of the package; for a bidder only the debrief
	Comparison   []byte // nil without one
	Others       Search // for a bidder: the names that must not be in the package; it is not written down
}

// preparedList is the list of the files of a prepared package. It has the place and the form of a manifest.
type preparedList struct {
	Format       string   `json:"format"`
	For          Audience `json:"for"`
	Assay        string   `json:"assay"`
	Organisation string   `json:"organisation"`
	RFP          RFP      `json:"rfp"`
	Files        []Listed `json:"files"`
}

// Add adds the report of the next vendor, without a signature.
func (p *Prepared) Add(vendor string, report []byte) {
	at := debriefPath
	if p.For == ForFile {
		at = ReportPath(len(p.Reports)+1, vendor)
	}
	p.Reports = append(p.Reports, File{at, report})
}

// Compares reports whether the package has a comparison of its vendors.
func (p Prepared) Compares() bool { return compares(p.For, len(p.Reports)) }

// Pack makes the zip file. It is refused for a bidder if any byte of it names another vendor.
func (p Prepared) Pack() ([]byte, error) {
	files := p.files()
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("the package cannot be prepared: %w", err)
	}
	text, err := canonical.Marshal(preparedList{PreparedFormat, p.For, p.Assay, p.Organisation, rfpFor(p.For, p.RFP), list(files)})
	if err != nil {
		return nil, err
	}
	files = append([]File{{ManifestPath, text}}, files...)
	if p.For == ForBidder {
		if err := p.Others.Refuse(files...); err != nil {
			return nil, err
		}
	}
	return Pack(files)
}

// files are the reports and the comparison, by path.
func (p Prepared) files() []File {
	files := slices.Clone(p.Reports)
	if p.Comparison != nil {
		files = append(files, File{comparisonPath, p.Comparison})
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files
}

// check returns an error for a prepared package that assay does not write.
func (p Prepared) check() error {
	switch {
	case p.For != ForFile && p.For != ForBidder:
		return fmt.Errorf("it is for %q, which is nobody", p.For)
	case len(p.Reports) == 0 || p.For == ForBidder && len(p.Reports) > 1:
		return errors.New("it has too few reports, or too many")
	case p.Compares() != (p.Comparison != nil):
		return errors.New("it has a comparison too much, or lacks one")
	}
	for n, r := range p.Reports {
		number, is := strings.CutPrefix(r.Path, fmt.Sprintf("%s%02d", reportFolder, n+1))
		if p.For == ForFile && (!is || !strings.HasPrefix(number, "-") && number != ".pdf") || p.For == ForBidder && r.Path != debriefPath {
			return fmt.Errorf("it has %s, which is no report of such a package", r.Path)
		}
	}
	return nil
}

// ReadPrepared reads a prepared package. Every file must be as it was listed.
func ReadPrepared(zip []byte) (Prepared, error) {
	files, err := Unpack(zip)
	if err != nil {
		return Prepared{}, err
	}
	l, err := preparedListOf(files)
	if err != nil {
		return Prepared{}, err
	}
	p := Prepared{For: l.For, Assay: l.Assay, Organisation: l.Organisation, RFP: assessment.RFP{
		ID: l.RFP.ID, Title: l.RFP.Title, Reference: l.RFP.Reference, Due: l.RFP.Due, Milestone: l.RFP.Milestone,
	}}
	for _, f := range files[1:] {
		if f.Path == comparisonPath {
			p.Comparison = f.Content
		} else {
			p.Reports = append(p.Reports, f)
		}
	}
	if !slices.Equal(list(files[1:]), l.Files) {
		return Prepared{}, errors.New("somebody changed a file in it since it was prepared")
	}
	return p, p.check()
}

// preparedListOf reads the list of a prepared package. It must be in canonical form, with the keys that assay writes and no
// others.
func preparedListOf(files []File) (preparedList, error) {
	var l preparedList
	switch {
	case len(files) < 2 || files[0].Path != ManifestPath:
		return l, fmt.Errorf("it does not begin with %s, so it is no package of assay", ManifestPath)
	case files[1].Path == SignaturePath:
		return l, errors.New("its list of files is signed already")
	}
	reader := json.NewDecoder(bytes.NewReader(files[0].Content))
	reader.DisallowUnknownFields()
	if err := reader.Decode(&l); err != nil {
		return l, fmt.Errorf("%s cannot be read: %w", ManifestPath, err)
	}
	if again, err := canonical.Marshal(l); err != nil || !bytes.Equal(again, files[0].Content) {
		return l, fmt.Errorf("%s is not in the words that assay writes", ManifestPath)
	}
	if l.Format != PreparedFormat {
		return l, fmt.Errorf("it has the form %q, and this version of assay reads %q", l.Format, PreparedFormat)
	}
	return l, nil
}

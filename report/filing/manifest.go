package filing

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"assay/assessment"
	"assay/questionnaire"
	"assay/questionnaire/canonical"
)

// Audience says who reads a package.
type Audience string

// The audiences.
const (
	ForFile   Audience = "file"   // our own people: it has the answers of all vendors
	ForBidder Audience = "bidder" // one vendor: it has nothing about the others
)

// Format is the version of the form of a package.
const Format = "assay-package/1"

// The paths of a package.
const (
	ManifestPath  = "manifest.json"
	SignaturePath = "manifest.p7s"

	indexPath         = "index.html"
	pagePath          = "verify.html"
	debriefPath       = "debrief.pdf"
	comparisonPath    = "comparison.pdf"
	evidencePath      = "evidence.csv"
	questionnairePath = "questionnaire.json"
	questionsPath     = "questionnaire.md"
	reportFolder      = "reports/"
)

// Manifest lists the files of a package. Its JSON keys are a contract: add keys, but never change one.
type Manifest struct {
	Format       string   `json:"format"`
	For          Audience `json:"for"`
	By           string   `json:"by"`           // the common name of who signs
	Made         string   `json:"made"`         // the time of signing, in RFC 3339 and UTC, as the signer claims
	Assay        string   `json:"assay"`        // the version of assay that made it, and the page that verifies
	Organisation string   `json:"organisation"` // who assesses; may be empty
	RFP          RFP      `json:"rfp"`
	Vendors      []Vendor `json:"vendors"` // best first; for a bidder only that one
	Files        []Listed `json:"files"`   // all but the manifest and its signature, by path
}

// RFP names the RFP of a package. For a bidder, it has only what the request for proposals says of itself.
type RFP struct {
	ID            string                  `json:"id,omitempty"`
	Title         string                  `json:"title"`
	Reference     string                  `json:"reference"`
	Due           assessment.Date         `json:"due,omitzero"`
	Milestone     questionnaire.Milestone `json:"milestone"`
	Questionnaire string                  `json:"questionnaire,omitempty"` // its SHA-256
}

// is reports whether an assessment was opened for this RFP. Nothing of an RFP but its rules changes after that.
func (r RFP) is(of *assessment.RFP) bool {
	return of != nil && of.ID == r.ID && of.Title == r.Title && of.Reference == r.Reference && of.Due == r.Due
}

// Vendor is one assessment of the RFP. For a bidder, it has no id, no verdict and no scores.
type Vendor struct {
	Vendor     string             `json:"vendor"`
	Subject    string             `json:"subject,omitempty"`
	Assessment string             `json:"assessment,omitempty"`
	AsOf       assessment.Date    `json:"as_of"`
	Head       string             `json:"head"` // of its journal
	Verdict    assessment.Verdict `json:"verdict,omitempty"`
	Shown      string             `json:"shown,omitempty"`
	Claimed    string             `json:"claimed,omitempty"`
	Report     string             `json:"report"` // the path of its report
}

// Listed is a file in the manifest.
type Listed struct {
	Path   string `json:"path"`
	Size   int    `json:"size"`
	SHA256 string `json:"sha256"`
}

// ReportPath is the path of the n-th report, from 1. A name without Latin letters gives no part of it.
func ReportPath(n int, vendor string) string {
	return strings.TrimSuffix(fmt.Sprintf("%s%02d-%s", reportFolder, n, Slug(vendor)), "-") + ".pdf"
}

// list lists files by path.
func list(files []File) []Listed {
	all := []Listed{}
	for _, f := range files {
		sum := sha256.Sum256(f.Content)
		all = append(all, Listed{f.Path, len(f.Content), hex.EncodeToString(sum[:])})
	}
	slices.SortFunc(all, func(a, b Listed) int { return strings.Compare(a.Path, b.Path) })
	return all
}

// wanted are the paths that a package must have, by the rules of its audience.
func (m Manifest) wanted() []string {
	all := []string{indexPath, pagePath}
	if m.For == ForFile {
		all = append(all, evidencePath, questionnairePath, questionsPath)
		if compares(m.For, len(m.Vendors)) {
			all = append(all, comparisonPath)
		}
	}
	for _, v := range m.Vendors {
		all = append(all, v.Report)
	}
	slices.Sort(all)
	return all
}

// check returns an error for a manifest that assay does not write.
func (m Manifest) check() error {
	var paths []string
	for _, f := range m.Files {
		paths = append(paths, f.Path)
	}
	switch _, err := m.when(); {
	case m.Format != Format:
		return fmt.Errorf("it has the form %q, and this version of assay reads %q", m.Format, Format)
	case err != nil:
		return err
	case m.For != ForFile && m.For != ForBidder:
		return fmt.Errorf("it is for %q, which is nobody", m.For)
	case len(m.Vendors) == 0 || m.For == ForBidder && len(m.Vendors) > 1:
		return errors.New("it names too few vendors, or too many")
	case m.For == ForBidder && (m.RFP.ID != "" || m.RFP.Questionnaire != "" || !m.RFP.Due.IsZero()):
		return errors.New("it tells a bidder more than it may know")
	case !slices.Equal(paths, m.wanted()):
		return errors.New("it lists other files than a package of its kind has")
	}
	seen := map[string]bool{}
	for n, v := range m.Vendors {
		if at := m.reportPath(n); v.Report != at || seen[v.Assessment] {
			return fmt.Errorf("it lists the report of %q in another way than assay does", v.Vendor)
		}
		seen[v.Assessment] = true
	}
	return nil
}

// reportPath is where the report of vendor n lies.
func (m Manifest) reportPath(n int) string {
	if m.For == ForBidder {
		return debriefPath
	}
	return ReportPath(n+1, m.Vendors[n].Vendor)
}

func (m Manifest) when() (time.Time, error) {
	at, err := time.Parse(time.RFC3339, m.Made)
	if err != nil || at.UTC().Format(time.RFC3339) != m.Made {
		return at, fmt.Errorf("%q is not a time as assay writes it", m.Made)
	}
	return at, nil
}

// parseManifest reads a manifest. It must be in canonical form, with the keys that assay writes and no others.
func parseManifest(text []byte) (Manifest, error) {
	const most = 1 << 20
	var m Manifest
	if len(text) > most {
		return m, fmt.Errorf("it has more than %d bytes", most)
	}
	reader := json.NewDecoder(bytes.NewReader(text))
	reader.DisallowUnknownFields()
	if err := reader.Decode(&m); err != nil {
		return m, err
	}
	if again, err := canonical.Marshal(m); err != nil || !bytes.Equal(again, text) {
		return m, errors.New("it is not in the words that assay writes")
	}
	return m, m.check()
}

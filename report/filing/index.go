package filing

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"

	"assay/assessment/english"
	"assay/assessment/hostile"
)

//go:embed index.html
var indexText string

// index is a manifest as its page shows it.
type index struct{ Manifest }

// described is a file with a sentence about it.
type described struct{ Path, About string }

// page makes the index page of a package. The manifest does not list the page yet, or the page would have to know its
// own hash.
func (m Manifest) page() ([]byte, error) {
	form, err := template.New("index").Parse(indexText)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = form.Execute(&out, index{m.clean()})
	return out.Bytes(), err
}

// clean returns the manifest without text that deceives a reader.
func (m Manifest) clean() Manifest {
	for _, text := range []*string{&m.By, &m.Organisation, &m.RFP.Title, &m.RFP.Reference, &m.Assay} {
		*text = hostile.Line(*text)
	}
	vendors := make([]Vendor, len(m.Vendors))
	for n, v := range m.Vendors {
		v.Vendor, v.Subject = hostile.Line(v.Vendor), hostile.Line(v.Subject)
		vendors[n] = v
	}
	m.Vendors = vendors
	return m
}

// ForFile reports whether the page is for our own people.
func (i index) ForFile() bool { return i.For == ForFile }

// Heading is the first line of the page.
func (i index) Heading() string {
	if i.ForFile() {
		return fmt.Sprintf("Confidential answers of %s: not for bidders", english.Count(len(i.Vendors), "vendor"))
	}
	return "For " + i.Vendors[0].Vendor
}

// Opening names the RFP of the package.
func (i index) Opening() string {
	what := "The record of the RFP "
	if !i.ForFile() {
		what = "What we keep of your answers to the RFP "
	}
	text := what + english.Join(", ", "“"+i.RFP.Title+"”", i.RFP.Reference)
	if i.Organisation != "" {
		text += ", assessed by " + i.Organisation
	}
	text += "."
	if i.ForFile() && !i.RFP.Due.IsZero() {
		text += " Its decision is due on " + i.RFP.Due.String() + "."
	}
	return text
}

// Others lists the files beside the reports of the vendors, with a sentence about each.
func (i index) Others() []described {
	about := map[string]string{
		debriefPath:       "The signed debrief: what was asked, what you answered, and what is missing.",
		comparisonPath:    "The signed comparison of the vendors.",
		evidencePath:      "The evidence records of all reports, with the SHA-256 of each file. The files themselves are not in this package.",
		questionnairePath: "The questionnaire as data. Its SHA-256 is in every report.",
		questionsPath:     "The questionnaire to read, with the answers to listen for: internal.",
		pagePath:          "A page that verifies reports in a browser, without a network.",
	}
	var all []described
	for _, f := range i.Files {
		if text := about[f.Path]; text != "" {
			all = append(all, described{f.Path, text})
		}
	}
	return append(all, described{ManifestPath, "The list of all files with their SHA-256."}, described{SignaturePath, "The signature of that list."})
}

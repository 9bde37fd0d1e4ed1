package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
)

// vendor is the name of the vendor on the pages: in Latin letters if such a name is
// recorded, else its legal name, else its usual one. It prefers a name that the
// typefaces can draw.
func (r *report) vendor() string {
	v := r.snapshot.Opened.Vendor
	if legal := vendorName(v); r.snapshot.LatinOf(legal) == "" && r.legible(legal) {
		return legal
	}
	return cmp.Or(r.snapshot.LatinOf(v.LegalName), r.snapshot.LatinOf(v.Name), r.firstLegible(v.LegalName, v.Name), vendorName(v))
}

// vendorName is the legal name of the vendor if it is known, else its name.
func vendorName(v assessment.Vendor) string { return cmp.Or(v.LegalName, v.Name) }

func (r *report) firstLegible(names ...string) string {
	if at := slices.IndexFunc(names, r.legible); at >= 0 {
		return names[at]
	}
	return ""
}

// person is the name of a person on the pages, after its spelling in Latin letters if
// that is recorded.
func (r *report) person(name string) string {
	if latin := r.snapshot.LatinOf(name); latin != "" && latin != name {
		return fmt.Sprintf("%s (%s)", latin, name)
	}
	return name
}

// leastLegible is how many letters of a name a reader needs.
const leastLegible = 2

// legible reports whether the typefaces draw enough letters of a name: a name that has
// some stays readable beside characters that are spelled out.
func (r *report) legible(name string) bool { return legible(name, r.faces[bold]) }

func legible(name string, face metrics) bool {
	letters, lacking := 0, false
	for _, c := range norm.NFC.String(hostile.Line(name)) {
		switch {
		case !face.has(c):
			lacking = true
		case unicode.IsLetter(c) || unicode.IsDigit(c):
			letters++
		}
	}
	return letters >= leastLegible || !lacking || inASCII(name)
}

// inASCII reports whether a name has a letter or digit that every typeface draws.
func inASCII(name string) bool {
	return strings.ContainsFunc(name, func(c rune) bool { return c <= '~' && (unicode.IsLetter(c) || unicode.IsDigit(c)) })
}

// checkNames refuses a report whose first page would name somebody by codes of
// characters alone.
func (in Input) checkNames() error {
	s := in.Snapshot
	v := s.Opened.Vendor
	names := []string{s.OpenedBy, s.Opened.Subject, vendorName(v)}
	for _, entry := range (&report{in: in, snapshot: s}).known() {
		names = append(names, assessment.PersonName(entry))
	}
	for _, session := range s.Sessions {
		for _, attendee := range session.Attendees {
			names = append(names, attendee.Name)
		}
	}
	if d := s.DecisionFor(in.Milestone); d != nil {
		names = append(names, d.By)
	}
	names = slices.DeleteFunc(names, func(name string) bool { return hostile.Name(name) == "" || inASCII(name) || s.LatinOf(name) != "" })
	if len(names) == 0 {
		return nil // as nearly always: the typeface need not be read
	}
	face, err := metricsOf[bold]()
	if err != nil {
		return err
	}
	names = slices.DeleteFunc(names, func(name string) bool {
		return legible(name, face) || name == vendorName(v) && (legible(v.Name, face) || s.LatinOf(v.Name) != "")
	})
	slices.Sort(names)
	if names = slices.Compact(names); len(names) == 0 {
		return nil
	}
	return assessment.Errorf(assessment.Refused, "the typefaces of the report cannot draw the letters of %s: page 1 needs a spelling in Latin letters too",
		hostile.Line(english.List(names))).Because(assessment.NoLatinName, names...)
}

// drawsSigner refuses a certificate whose name would be in the box as codes of
// characters alone. A signature has the name that its certificate has, so no spelling
// can take its place.
func drawsSigner(name string) error {
	if inASCII(name) {
		return nil
	}
	face, err := metricsOf[bold]()
	if err != nil || legible(name, face) {
		return err
	}
	return assessment.Errorf(assessment.Refused, "the typefaces cannot draw the letters of the name in the certificate, %s: sign with a certificate that has the name in Latin letters too", hostile.Line(name))
}

package report

import (
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/english"
	"assay/assessment/hostile"
)

// spelled are the sides with the names of their vendors in Latin letters, as far as such
// names are recorded.
func spelled(sides []contest.Side) []contest.Side {
	sides = slices.Clone(sides)
	for n := range sides {
		s := &sides[n]
		if latin := latinTitle(*s); latin != "" {
			s.Title = strings.Replace(s.Title, s.Snapshot.Opened.Vendor.Name, latin, 1)
		}
	}
	return sides
}

// latinTitle is the name of the vendor of a side in Latin letters, or nothing.
func latinTitle(s contest.Side) string {
	v := s.Snapshot.Opened.Vendor
	if latin := s.Snapshot.LatinOf(v.Name); latin != "" {
		return latin
	}
	return s.Snapshot.LatinOf(v.LegalName)
}

// checkTitles refuses a comparison that would name a vendor by codes of characters
// alone, like Input.checkNames.
func checkTitles(of contest.Contest) error {
	var face metrics
	var names []string
	for _, s := range of.Sides {
		if inASCII(s.Title) || latinTitle(s) != "" {
			continue
		}
		if face == nil {
			var err error
			if face, err = metricsOf[bold](); err != nil {
				return err
			}
		}
		if !legible(s.Title, face) {
			names = append(names, s.Title)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return assessment.Errorf(assessment.Refused, "the typefaces of the report cannot draw the letters of %s: page 1 needs a spelling in Latin letters too",
		hostile.Line(english.List(names))).Because(assessment.NoLatinName, names...)
}

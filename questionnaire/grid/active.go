package grid

import (
	"encoding/xml"
	"io"
	"maps"
	"slices"
	"strings"
)

// Active lists the parts of a workbook beside its cells that could act when a
// person opens it in a spreadsheet, in words: "macros", "links to other files". This
// package never runs or follows any of it.
func Active(r io.ReaderAt, size int64) ([]string, error) {
	a, err := open(r, size)
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	for name := range a.parts {
		switch {
		case strings.HasSuffix(name, "vbaproject.bin"), strings.Contains(name, "/macrosheets/"), strings.Contains(name, "/dialogsheets/"):
			found["macros"] = true
		case strings.Contains(name, "/activex/"), strings.Contains(name, "/embeddings/"):
			found["embedded objects"] = true
		case strings.HasSuffix(name, "/connections.xml"), strings.Contains(name, "/querytables/"), strings.Contains(name, "/model/"):
			found["connections to data elsewhere"] = true
		case strings.Contains(name, "/externallinks/") && strings.HasSuffix(name, ".xml"):
			found["links to other files"] = true
			err := a.read(name, func(m *markup) error {
				return m.each(func(xml.StartElement) error {
					return m.each(func(e xml.StartElement) error {
						if e.Name.Local == "ddeLink" || e.Name.Local == "oleLink" {
							found["links to other programs"] = true
						}
						return nil
					})
				})
			})
			if err != nil {
				return nil, err
			}
		}
	}
	return slices.Sorted(maps.Keys(found)), nil
}

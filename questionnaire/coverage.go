package questionnaire

import (
	"fmt"
	"slices"
	"strings"

	"assay/questionnaire/citation"
	"assay/questionnaire/yamldoc"
)

// Point is one statement that questionnaires answer to; items and help texts
// name it under sources.
type Point struct {
	ID    string `json:"id"` // as A01
	Topic string `json:"topic"`
	Text  string `json:"text"`
}

// ReadPoints reads a YAML file that lists points under sources.
func ReadPoints(text []byte) ([]Point, error) {
	var file struct {
		Sources []Point `json:"sources"`
	}
	if _, err := yamldoc.Read(text, &file); err != nil {
		return nil, fmt.Errorf("read the source points: %w", err)
	}
	return file.Sources, nil
}

// Covered lists the texts that cover one point, or one provision of the law.
// Its JSON is a contract: keys are added, never changed.
type Covered struct {
	Source    string   `json:"source"`     // as A01, or 45 CFR 164.308(a)(3)(ii)(C)
	CoveredBy []string `json:"covered_by"` // ids of items, and of help texts as glossary#business-associate
	Group     string   `json:"group"`      // topic of the point, or section of the provision
	Text      string   `json:"text"`

	// Within lists the texts that cite a larger provision around this one:
	// they mean it too, but none mentions it by itself.
	Within []string `json:"within,omitempty"`

	Status citation.Status `json:"status,omitempty"` // of a provision
}

// Gap reports whether nothing covers it, not even as a part of something else.
func (c Covered) Gap() bool { return len(c.CoveredBy)+len(c.Within) == 0 }

// Coverage lists for every point and every provision, in the given order,
// the texts that cover it. A text covers a point if it names it, and a
// provision if it cites it or a paragraph below it. A text that several
// questionnaires share is named once.
func Coverage(all []*Questionnaire, points []Point, provisions []citation.Provision) []Covered {
	var rows []Covered
	texts := speaking(all)
	for _, point := range points {
		row := Covered{Source: point.ID, Group: point.Topic, Text: point.Text}
		row.CoveredBy = naming(texts, func(s speaker) bool { return slices.Contains(s.sources, point.ID) })
		rows = append(rows, row)
	}
	for n := range texts {
		texts[n].parse(provisions)
	}
	for _, p := range provisions {
		row := Covered{Source: p.Cite.String(), Group: groupOf(p), Text: p.Title, Status: p.Status}
		row.CoveredBy = naming(texts, func(s speaker) bool {
			return slices.ContainsFunc(s.cites, func(c citation.Citation) bool { return partOf(c, p.Cite) })
		})
		if len(row.CoveredBy) == 0 {
			row.Within = naming(texts, func(s speaker) bool {
				return slices.ContainsFunc(s.cites, func(c citation.Citation) bool { return partOf(p.Cite, c) })
			})
		}
		rows = append(rows, row)
	}
	return rows
}

// speaker is an item or a help text with the points and provisions that it
// names.
type speaker struct {
	id      string
	sources []string
	written []string
	cites   []citation.Citation
}

func speaking(all []*Questionnaire) (texts []speaker) {
	for _, q := range all {
		for d := range q.Domains {
			for _, item := range q.Domains[d].Items {
				texts = append(texts, speaker{id: item.ID, sources: item.Sources, written: item.Cites})
			}
		}
		for _, term := range q.Glossary {
			texts = append(texts, speaker{id: "glossary#" + term.ID, sources: term.Sources, written: term.Cites})
		}
	}
	return texts
}

// naming lists the ids of the texts that match, each once.
func naming(texts []speaker, speaks func(speaker) bool) []string {
	ids := []string{}
	for _, s := range texts {
		if speaks(s) {
			ids = append(ids, s.id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// parse reads the citations. One that names nothing covers nothing.
func (s *speaker) parse(provisions []citation.Provision) {
	for _, text := range s.written {
		if c, err := citation.Parse(text); err == nil && citation.Check(text) == nil {
			s.cites = append(s.cites, apart(c, provisions)...)
		}
	}
}

// apart are the provisions that a run of paragraphs names, or the one that is
// cited.
func apart(c citation.Citation, provisions []citation.Provision) (all []citation.Citation) {
	first := c
	first.Through, first.Remark = "", ""
	if c.Through == "" {
		return []citation.Citation{first}
	}
	last := first
	last.Paragraphs = c.Paragraphs[:strings.LastIndexByte(c.Paragraphs, '(')] + c.Through
	for _, p := range provisions {
		beside := strings.Count(p.Cite.Paragraphs, "(") == strings.Count(first.Paragraphs, "(")
		if p.Cite == first || len(all) > 0 && beside {
			all = append(all, p.Cite)
		}
		if p.Cite == last {
			break
		}
	}
	return all
}

// partOf reports whether a provision is the other one or a part of it.
func partOf(inner, outer citation.Citation) bool {
	if inner == outer {
		return true
	}
	if inner.Code != outer.Code || inner.Name != "" || outer.Name != "" {
		return false
	}
	if outer.Unit == citation.Part {
		part, section, _ := strings.Cut(inner.Number, ".")
		switch {
		case part != outer.Number:
			return false
		case outer.Subpart == "":
			return true
		}
		// In the HIPAA rules the hundreds of a section count the subparts.
		return len(section) == 3 && section[0]-'1'+'A' == outer.Subpart[0]
	}
	return inner.Unit == outer.Unit && inner.Number == outer.Number && strings.HasPrefix(inner.Paragraphs, outer.Paragraphs)
}

// groupOf is the section of a provision of the rules, and the sort of any
// other.
func groupOf(p citation.Provision) string {
	switch {
	case p.Status == citation.Law:
		return "Other law"
	case p.Status == citation.Guidance:
		return "Guidance"
	case p.Status == citation.Contract:
		return "Contracts"
	case p.Cite.Unit == citation.Part:
		return "Parts and subparts"
	}
	section := p.Cite
	section.Paragraphs = ""
	return section.String()
}

package assessment

import (
	"maps"
	"strings"
	"unicode"

	"assay/assessment/hostile"
)

// Spelled writes a name of this assessment, of the vendor or of a person, in Latin
// letters too. A report needs it for a name that its typefaces cannot draw. It changes
// nothing that is judged and voids no decision. The last one for a name counts; an
// empty spelling takes it back.
type Spelled struct {
	Name  string `json:"name"`
	Latin string `json:"latin"`
}

func (Spelled) kind() string { return "spelled" }

func (s Snapshot) admitSpelled(c Spelled) (Spelled, error) {
	c.Name, c.Latin = hostile.Name(c.Name), hostile.Name(c.Latin)
	if err := shortEnough([][2]string{{"the name", c.Name}, {"the spelling", c.Latin}}); err != nil {
		return c, err
	}
	switch {
	case c.Name == "":
		return c, invalid("a spelling needs the name that it spells")
	case c.Latin == "" && s.Spellings[c.Name] == "":
		return c, invalid("%s has no spelling in Latin letters", c.Name)
	case c.Latin != "" && !Latin(c.Latin):
		return c, invalid("%q is not in Latin letters", c.Latin)
	}
	return c, nil
}

// Latin reports whether a name has letters, and all of them are Latin.
func Latin(name string) bool {
	letters := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) })
	for _, word := range letters {
		if strings.ContainsFunc(word, func(r rune) bool { return !unicode.Is(unicode.Latin, r) }) {
			return false
		}
	}
	return len(letters) > 0
}

func (s *State) spell(c Spelled) {
	spellings := maps.Clone(s.Spellings)
	if spellings == nil {
		spellings = map[string]string{}
	}
	if spellings[c.Name] = c.Latin; c.Latin == "" {
		delete(spellings, c.Name)
	}
	s.Spellings = spellings
	if len(spellings) == 0 {
		s.Spellings = nil
	}
}

// LatinOf is the spelling of a name in Latin letters, or nothing: the one recorded in
// the assessment, or for the vendor the one that it had at the opening.
func (s *State) LatinOf(name string) string {
	if latin := s.Spellings[hostile.Name(name)]; latin != "" {
		return latin
	}
	if v := s.Opened.Vendor; name != "" && (name == v.Name || name == v.LegalName) {
		return v.LatinName
	}
	return ""
}

package grid

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// markup reads XML element by element. It refuses what no file of Office has:
// declarations of entities, other encodings and deep nesting.
type markup struct {
	decoder *xml.Decoder
	input   *sips
	part    string
	depth   int
}

func newMarkup(r io.Reader, part string) *markup {
	input := &sips{Reader: r}
	return &markup{decoder: xml.NewDecoder(input), input: input, part: part}
}

// sips ends with an error when one token takes too many bytes: the decoder would
// keep all of them.
type sips struct {
	io.Reader
	taken int // since the last token
}

func (s *sips) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if s.taken += n; s.taken > maxToken {
		return 0, tooLarge("a text or an attribute", maxToken)
	}
	return n, err
}

// next is the next token; io.EOF ends the part.
func (m *markup) next() (xml.Token, error) {
	token, err := m.decoder.Token()
	m.input.taken = 0
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return nil, refuse(Damaged, "the part %s is damaged in line %d: %s", m.part, syntax.Line, syntax.Msg)
	case err != nil && !errors.Is(err, io.EOF) && strings.Contains(err.Error(), "encoding"):
		return nil, refuse(Damaged, "the part %s is not in UTF-8", m.part)
	case err != nil:
		if errors.Is(err, io.EOF) && m.depth > 0 {
			return nil, refuse(Damaged, "the part %s ends too early", m.part)
		}
		return nil, err
	}
	switch token.(type) {
	case xml.Directive:
		return nil, refuse(Dangerous, "the part %s declares its own entities", m.part)
	case xml.StartElement:
		if m.depth++; m.depth > maxDepth {
			return nil, refuse(Dangerous, "the part %s nests more than %d levels", m.part, maxDepth)
		}
	case xml.EndElement:
		if m.depth--; m.depth < 0 {
			return nil, refuse(Damaged, "the part %s closes an element that it did not open", m.part)
		}
	}
	return token, nil
}

// each calls do with every child of the current element, or with the root. If do
// did not read to the end of the child, the rest of it is skipped.
func (m *markup) each(do func(xml.StartElement) error) error {
	level := m.depth
	for {
		token, err := m.next()
		if errors.Is(err, io.EOF) && level == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			inner := m.depth
			if err := do(t.Copy()); err != nil {
				return err
			}
			for m.depth >= inner {
				if _, err := m.next(); err != nil {
					return err
				}
			}
		case xml.EndElement:
			if m.depth < level {
				return nil
			}
		}
	}
}

// text is the text of the current element, without that of its children.
func (m *markup) text() (string, error) {
	var all strings.Builder
	level := m.depth
	for {
		token, err := m.next()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.CharData:
			if m.depth == level {
				all.Write(t)
			}
		case xml.EndElement:
			if m.depth < level {
				return all.String(), nil
			}
		}
		if all.Len() > maxCell {
			return "", tooLarge("a cell", maxCell)
		}
	}
}

// attribute is the value of an attribute, whatever its prefix.
func attribute(of xml.StartElement, name string) string {
	for _, a := range of.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

// mostContent is the largest size of the unpacked content of a page, in bytes.
const mostContent = 16 << 20

// Shown returns the text that each page shows, with a line for each text of the drawing, in its order. It reads only
// pages that our drawing library wrote: their fonts number the glyphs as Unicode does.
func (v View) Shown() ([]string, error) {
	pages, err := v.Pages()
	if err != nil {
		return nil, err
	}
	var all []string
	for n, page := range pages {
		stream, is := v.Resolve(v.Dictionary(page).Get("Contents")).(*Stream)
		if !is {
			return nil, fmt.Errorf("page %d has no content of its own", n+1)
		}
		content, err := stream.Decode(mostContent)
		if err != nil {
			return nil, fmt.Errorf("page %d: %w", n+1, err)
		}
		text, err := shown(content)
		if err != nil {
			return nil, fmt.Errorf("page %d: %w", n+1, err)
		}
		all = append(all, text)
	}
	return all, nil
}

// shown returns the texts of the strings in the content of a page. The only operator with a string in it is Tj, which
// shows the string. Nothing else in a page of ours shows or hides a text: no string in hexadecimal, no picture, no comment.
func shown(content []byte) (string, error) {
	foreign := errors.New("it shows a text that assay does not draw")
	var texts []string
	for l := (lexer{data: content}); l.pos < len(content); {
		switch at := content[l.pos]; {
		case at == '(':
			o, err := l.literal()
			if err != nil {
				return "", err
			}
			text := o.(String)
			if !l.keyword("Tj") || len(text)%2 != 0 {
				return "", foreign
			}
			texts = append(texts, (byteOrderMark + text).Text())
		case bytes.HasPrefix(content[l.pos:], []byte("<<")):
			l.pos += 2
		case at == '<' || at == '%':
			return "", foreign
		case classes[at] == regular:
			switch l.word() {
			case "Do", "BI", "TJ", "'", "\"", "Tr":
				return "", foreign
			}
		default:
			l.pos++
		}
	}
	return strings.Join(texts, "\n"), nil
}

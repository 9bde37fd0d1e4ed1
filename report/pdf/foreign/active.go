package foreign

import (
	"bytes"
	"slices"
)

// running are the names by which a PDF asks its reader to run, open or send something (12.6.4), or shows another page
// or another form to some readers. The words go on after "it has".
var running = map[string]string{
	"JavaScript": "a script",
	"JS":         "a script",
	"Launch":     "an action that starts a program",
	"ImportData": "an action that reads another file",
	"SubmitForm": "an action that sends the form to an address",
	"GoToR":      "an action that opens another file",
	"GoToE":      "an action that opens an attachment",
	"RichMedia":  "an embedded program",
	"XFA":        "a second form (XFA), which some readers show instead of the first",
}

// active lists the running names that objects of the document have, in words, and says whether any of them is an
// attached file.
func (d *document) active() (found []string, attached bool, err error) {
	for number, p := range d.places {
		if p.offset == 0 {
			continue // as some programs write an object that is not in use
		}
		o, err := d.object(number)
		if err != nil {
			return nil, false, err
		}
		eachName(o.value, func(name string) {
			attached = attached || name == "EmbeddedFile" || name == "FileAttachment"
			if words := running[name]; words != "" && !slices.Contains(found, words) {
				found = append(found, words)
			}
		})
	}
	slices.Sort(found)
	return found, attached, nil
}

// eachName calls do with every name in a value. Strings have none.
func eachName(raw []byte, do func(name string)) {
	s := scanner{data: raw}
	for s.space(); s.pos < len(raw); s.space() {
		switch c := raw[s.pos]; {
		case c == '(':
			if s.literal() != nil {
				return
			}
		case c == '<' && !bytes.HasPrefix(raw[s.pos:], []byte("<<")):
			end := bytes.IndexByte(raw[s.pos:], '>')
			if end < 0 {
				return
			}
			s.pos += end + 1
		case c == '/':
			start := s.pos
			for s.pos++; s.pos < len(raw) && isRegular(raw[s.pos]); {
				s.pos++
			}
			do(nameOf(raw[start:s.pos]))
		case c == '<':
			s.pos += 2
		default:
			s.pos++
		}
	}
}

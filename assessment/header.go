package assessment

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"

	"assay/questionnaire/canonical"
)

// Header is the part of an event that always stays and is always in clear:
// its subject, its author, the moment, its kind, and the events
// and items that it refers to. The chain of a journal runs over headers alone.
//
// The header names the body by a digest only, so that a body can be withheld
// or destroyed, and the chain still holds.
type Header struct {
	Journal Journal // the kind of journal
	Of      string  // the id of the assessment, RFP or vendor; of people, "people"
	Seq     int64   // from 1, without gaps
	At      int64   // microseconds UTC
	ID      string  // UUIDv7
	By      string
	Kind    string
	Refs
	Body Digest
}

// Journal is a kind of journal. Its value is the key in the header of the id
// of the assessment, RFP or vendor.
type Journal string

// The kinds of journals.
const (
	OfAssessment Journal = "assessment"
	OfRFP        Journal = "rfp"
	OfVendor     Journal = "vendor"
	OfPeople     Journal = "people" // the one journal of a record about its people
)

// Refs are the things that an event refers to. Each may be empty. They stand
// in the header, so that the headers alone tell which bodies still count.
type Refs struct {
	Item   string // the item of the questionnaire
	Scorer string // whose grade it is
	Flag   string // the id of a raised flag, or of a rule's flag, such as BAA-01/1
	Event  string // the event that this one replaces, undoes, resolves, closes or strikes

	// Beside says that the event changed a note, a quote, a tick or a mark,
	// and nothing that is judged. Such an event voids no decision.
	Beside bool

	// Grade says how a [Graded] changed the grade of its scorer, but not which
	// grade it is. Later events of the item build on that.
	Grade GradeEffect

	// Graders says whether grades are blind after a [GradersNamed]. So the headers
	// alone tell which panels are closed.
	Graders Grading
}

// RefsOf are the things that a change refers to. A kind of change that refers
// to something has a method refs.
func RefsOf(c Change) Refs {
	if refers, is := c.(interface{ refs() Refs }); is {
		return refers.refs()
	}
	return Refs{}
}

// Salt is 32 random bytes. It is revealed together with its body and never
// without it: whoever has only the digest of a short body, such as a grade,
// cannot guess the body.
type Salt [32]byte

// Digest is SHA-256 over the salt and the body of an event.
type Digest [sha256.Size]byte

// Digest is the digest of a body under this salt.
func (s Salt) Digest(body []byte) Digest {
	text := make([]byte, 0, 1024)
	return sha256.Sum256(append(append(text, s[:]...), body...))
}

// besideText is the value of the key "beside". The key is left out otherwise.
const besideText = "yes"

// Text is the header as RFC 8785 JSON. Empty references are left out.
func (h Header) Text() string {
	out := make([]byte, 0, 512)
	text := func(key, value string) {
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = canonical.AppendString(append(append(append(out, '"'), key...), `":`...), value)
	}
	ref := func(key, value string) {
		if value != "" {
			text(key, value)
		}
	}
	of := func(journal Journal) {
		if h.Journal == journal {
			text(string(journal), h.Of)
		}
	}
	number := func(key string, value int64) {
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = strconv.AppendInt(append(append(append(out, '"'), key...), `":`...), value, 10)
	}
	// The keys in the order of RFC 8785.
	out = append(out, '{')
	of(OfAssessment)
	number("at", h.At)
	if h.Beside {
		text("beside", besideText)
	}
	text("body", hex.EncodeToString(h.Body[:]))
	text("by", h.By)
	ref("event", h.Event)
	ref("flag", h.Flag)
	ref("grade", string(h.Grade))
	ref("graders", string(h.Graders))
	text("id", h.ID)
	ref("item", h.Item)
	text("kind", h.Kind)
	of(OfPeople)
	of(OfRFP)
	ref("scorer", h.Scorer)
	number("seq", h.Seq)
	of(OfVendor)
	return string(append(out, '}'))
}

// ParseHeader reads the text of a header. It accepts only the text that
// [Header.Text] writes.
func ParseHeader(text string) (Header, error) {
	var h Header
	r := headerReader{rest: text}
	r.literal("{")
	owner := func(journal Journal) {
		if id, found := r.text(string(journal)); found {
			if h.Journal != "" {
				r.failed = true
			}
			h.Journal, h.Of = journal, id
		}
	}
	must := func(value string, found bool) string {
		r.failed = r.failed || !found
		return value
	}
	ref := func(key string) string {
		value, found := r.text(key)
		r.failed = r.failed || found && value == ""
		return value
	}
	owner(OfAssessment)
	h.At = r.number("at")
	if beside := ref("beside"); beside != "" {
		h.Beside, r.failed = true, r.failed || beside != besideText
	}
	body := must(r.text("body"))
	h.By = must(r.text("by"))
	h.Event, h.Flag = ref("event"), ref("flag")
	h.Grade = GradeEffect(ref("grade"))
	h.Graders = Grading(ref("graders"))
	r.failed = r.failed || !h.Grade.known() || h.Graders != "" && h.Graders != GradingBlind && h.Graders != GradingOpen
	h.ID = must(r.text("id"))
	h.Item = ref("item")
	h.Kind = must(r.text("kind"))
	owner(OfPeople)
	owner(OfRFP)
	h.Scorer = ref("scorer")
	h.Seq = r.number("seq")
	owner(OfVendor)
	r.literal("}")
	if r.failed || r.rest != "" || h.Journal == "" || !h.Body.read(body) {
		return Header{}, fmt.Errorf("the header %.80q does not read as a header", text)
	}
	return h, nil
}

// read sets the digest from 64 lower-case hexadecimal digits, or reports false.
func (d *Digest) read(text string) bool {
	if len(text) != 2*len(d) {
		return false
	}
	for n := range d {
		high, low := digit(text[2*n]), digit(text[2*n+1])
		if high > 15 || low > 15 {
			return false
		}
		d[n] = high<<4 | low
	}
	return true
}

// digit is the value of a lower-case hexadecimal digit, or more than 15.
func digit(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	}
	return 16
}

// headerReader reads a header from its beginning on. After a failure nothing
// that it returns counts.
type headerReader struct {
	rest   string
	later  bool // a value was read
	failed bool
}

func (r *headerReader) literal(text string) {
	if len(r.rest) < len(text) || r.rest[:len(text)] != text {
		r.failed = true
		return
	}
	r.rest = r.rest[len(text):]
}

// key reads a key if it comes next.
func (r *headerReader) key(name string) bool {
	at := 0
	if r.later {
		at = 1
	}
	end := at + len(name) + 3
	if r.failed || len(r.rest) < end || r.later && r.rest[0] != ',' || r.rest[at] != '"' || r.rest[at+1:end-2] != name || r.rest[end-2:end] != `":` {
		return false
	}
	r.rest, r.later = r.rest[end:], true
	return true
}

func (r *headerReader) text(name string) (value string, found bool) {
	if !r.key(name) {
		return "", false
	}
	if len(r.rest) == 0 || r.rest[0] != '"' {
		r.failed = true
		return "", false
	}
	plain := true
	for n := 1; n < len(r.rest); n++ {
		switch c := r.rest[n]; {
		case c == '\\':
			plain = false
			n++
		case c == '"':
			value, r.rest = r.rest[:n+1], r.rest[n+1:]
			return r.unquoted(value, plain), true
		case c < 0x20 || c >= 0x80:
			plain = false
		}
	}
	r.failed = true
	return "", false
}

// unquoted is the value of a quoted text, which must be in canonical form.
func (r *headerReader) unquoted(quoted string, plain bool) (value string) {
	if plain {
		return quoted[1 : len(quoted)-1]
	}
	if json.Unmarshal([]byte(quoted), &value) != nil || string(canonical.AppendString(nil, value)) != quoted {
		r.failed = true
	}
	return value
}

func (r *headerReader) number(name string) int64 {
	if !r.key(name) {
		r.failed = true
		return 0
	}
	end := 0
	for end < len(r.rest) && (r.rest[end] == '-' || r.rest[end] >= '0' && r.rest[end] <= '9') {
		end++
	}
	text := r.rest[:end]
	value, err := strconv.ParseInt(text, 10, 64)
	if err != nil || end > 1 && (text[0] == '0' || text[0] == '-' && text[1] == '0') {
		r.failed = true
	}
	r.rest = r.rest[end:]
	return value
}

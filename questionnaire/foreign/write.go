package foreign

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"assay/questionnaire"
)

// write prints a questionnaire as YAML, with remarks at its top.
func write(q *questionnaire.Questionnaire, remarks []string) []byte {
	w := new(writer)
	for _, remark := range remarks {
		w.out.WriteString(strings.TrimRight("# "+remark, " ") + "\n")
	}
	w.out.WriteString("\n")
	text, err := json.Marshal(q)
	if err != nil {
		panic(err) // a questionnaire has nothing that JSON cannot hold
	}
	w.tokens = json.NewDecoder(bytes.NewReader(text))
	w.tokens.UseNumber()
	w.next() // {
	w.mapping(0, "")
	return w.out.Bytes()
}

// silent are the keys for which 0 means the same as nothing. Others, such as the days
// of fresh_at, need it.
var silent = []string{"weight", "low", "moderate", "high", "critical", "coverage", "thin"}

// writer turns JSON, in its order, into YAML in blocks.
type writer struct {
	out    bytes.Buffer
	tokens *json.Decoder
}

func (w *writer) next() json.Token {
	token, err := w.tokens.Token()
	if err != nil {
		panic(err) // it reads what json.Marshal wrote
	}
	return token
}

// mapping prints the keys after an opening brace. The first line follows a dash if
// there is one.
func (w *writer) mapping(depth int, dash string) {
	indent := strings.Repeat("  ", depth)
	before := indent
	if dash != "" {
		before = dash
	}
	for w.tokens.More() {
		key, _ := w.next().(string)
		head := before + scalar(key) + ":"
		switch token := w.next().(type) {
		case json.Delim:
			if !w.tokens.More() {
				w.next() // leave an empty list or mapping out
				continue
			}
			if token == '{' {
				start := w.out.Len()
				w.out.WriteString(head + "\n")
				w.mapping(depth+1, "")
				if w.out.Len() == start+len(head)+1 {
					w.out.Truncate(start) // nothing but zeros
					continue
				}
				break
			}
			w.list(depth+1, head)
		case nil:
			continue
		default:
			if token == json.Number("0") && slices.Contains(silent, key) {
				continue
			}
			w.out.WriteString(head + " " + value(token) + "\n")
		}
		before = indent
	}
	w.next() // }
}

// list prints the elements after an opening bracket: short words on one line, others
// one to a line.
func (w *writer) list(depth int, head string) {
	indent := strings.Repeat("  ", depth)
	var words []string
	for w.tokens.More() {
		token := w.next()
		if delim, is := token.(json.Delim); is && delim == '{' {
			if len(words) == 0 {
				w.out.WriteString(head + "\n")
				words = append(words, "")
			}
			w.mapping(depth+1, indent+"- ")
			continue
		}
		words = append(words, value(token))
	}
	w.next() // ]
	if len(words) > 0 && words[0] == "" {
		return
	}
	if one := strings.Join(words, ", "); len(one) <= 90 && !strings.Contains(one, `"`) {
		w.out.WriteString(head + " [" + one + "]\n")
		return
	}
	w.out.WriteString(head + "\n")
	for _, word := range words {
		w.out.WriteString(indent + "- " + word + "\n")
	}
}

func value(token json.Token) string {
	switch v := token.(type) {
	case string:
		return scalar(v)
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "true"
		}
		return "false"
	}
	return "null"
}

var (
	bare     = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*(?: [A-Za-z0-9_-]+)*$`)
	reserved = regexp.MustCompile(`(?i)^(?:true|false|yes|no|on|off|null|y|n|nan|inf)$`)
	version  = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+$`)
)

// scalar writes a text bare if it is plain words, and in quotation marks otherwise.
func scalar(text string) string {
	if version.MatchString(text) || len(text) <= 60 && bare.MatchString(text) && !reserved.MatchString(text) {
		return text
	}
	var quoted bytes.Buffer
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		panic(err) // a string has nothing that JSON cannot hold
	}
	return strings.TrimSuffix(quoted.String(), "\n")
}

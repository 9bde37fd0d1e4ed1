package canonical_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"testing"
	"unicode/utf16"

	"assay/questionnaire/canonical"
)

// FuzzTransformAsSimply compares Transform with the form as RFC 8785 tells it, over
// a tree of maps. The identity of every questionnaire and event hangs on this form,
// so the quick way must never differ from the simple one.
func FuzzTransformAsSimply(f *testing.F) {
	for _, seed := range []string{
		`{"b":[1,-0,1.5,"\u00e9\ud83d\ude00"],"a":{"":null}}`, `{"a":1,"b":2,"a":3}`, `{"b":1,"a":{"d":[{}],"c":true}} 7`, "{\"\ufb01\":1,\"\U0001f600\":2,\"\ue000\":3,\"\ud7ff\":4}",
		`{"\ud800":1,"\ufffd":2}`, "{\"\xff\":1,\"\\ufffd\":2}", ` [ 1 , { } , [ ] , "a\/b\u003c\u007f\u2028" , false ] `, `-0.5`, `1.0`, `1e2`, `0.05`, `{"a":1.5,"A":-12,"aa":0}`, `{"a":"\"\\","a\"":1}`, `[1`, `{"a":1.0,"a":2}`, ``,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := canonical.Transform(text)
		want, wantErr := simply(text)
		if (err == nil) != (wantErr == nil) || !bytes.Equal(got, want) {
			t.Errorf("%q is %q, %v; simply it is %q, %v", text, got, err, want, wantErr)
		}
	})
}

// simply also refuses a number that a later member of the same key replaces.
func simply(text []byte) ([]byte, error) {
	var valid json.RawMessage
	if err := json.NewDecoder(bytes.NewReader(text)).Decode(&valid); err != nil {
		return nil, err
	}
	if err := refused(valid); err != nil {
		return nil, err
	}
	reader := json.NewDecoder(bytes.NewReader(valid))
	reader.UseNumber()
	var tree any
	if err := reader.Decode(&tree); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	writeSimply(&out, tree)
	return out.Bytes(), nil
}

var number = regexp.MustCompile(`^-?[0-9]+(\.[1-9])?$`)

func refused(text []byte) error {
	reader := json.NewDecoder(bytes.NewReader(text))
	reader.UseNumber()
	for {
		token, err := reader.Token()
		if err != nil { // the end
			return nil
		}
		if figure, is := token.(json.Number); is && (figure == "-0" || !number.MatchString(figure.String())) {
			return fmt.Errorf("%s", figure)
		}
	}
}

func writeSimply(out *bytes.Buffer, node any) {
	switch value := node.(type) {
	case nil:
		out.WriteString("null")
	case bool:
		fmt.Fprint(out, value)
	case json.Number:
		out.WriteString(value.String())
	case string:
		out.Write(canonical.AppendString(nil, value))
	case []any:
		out.WriteByte('[')
		for i, element := range value {
			if i > 0 {
				out.WriteByte(',')
			}
			writeSimply(out, element)
		}
		out.WriteByte(']')
	case map[string]any:
		out.WriteByte('{')
		keys := slices.SortedFunc(maps.Keys(value), func(a, b string) int {
			return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
		})
		for i, key := range keys {
			if i > 0 {
				out.WriteByte(',')
			}
			out.Write(canonical.AppendString(nil, key))
			out.WriteByte(':')
			writeSimply(out, value[key])
		}
		out.WriteByte('}')
	}
}

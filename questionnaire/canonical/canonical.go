// Package canonical writes data as JSON in exactly one way. Equal data gives
// equal bytes, and therefore an equal hash, on every machine.
//
// The form is the JSON Canonicalization Scheme (RFC 8785), limited to the values
// that assay stores: objects, arrays, strings, booleans, null, integers, and
// numbers with one decimal, which is how scores are printed. All other fractions
// are refused, because two programs may print the same fraction differently.
// Store a finer figure as an integer number of hundredths or thousandths.
package canonical

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Marshal returns the canonical bytes of v. It encodes v with encoding/json
// first, so json tags apply. It fails if a number has more than one decimal.
func Marshal(v any) ([]byte, error) {
	var plain bytes.Buffer
	encoder := json.NewEncoder(&plain)
	encoder.SetEscapeHTML(false) // the canonical form has no such escapes
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return transform(plain.Bytes())
}

// Values is the most values and keys that a JSON text can have, by its punctuation
// outside strings. It takes no memory. Ask it before you read a text of unknown
// origin: each value takes many times its length in memory.
func Values(text []byte) int {
	values, inString, escaped := 1, false, false
	for _, c := range text {
		switch {
		case escaped:
			escaped = false
		case c == '\\':
			escaped = inString
		case c == '"':
			inString = !inString
		case !inString && (c == ',' || c == ':' || c == '[' || c == '{'):
			values++
		}
	}
	return values
}

// LongestText is the length of the longest string or key of a JSON text, in bytes as
// it is spelled there. It takes no memory, as [Values].
func LongestText(text []byte) int {
	longest, start, escaped := 0, -1, false
	for i, c := range text {
		switch {
		case escaped:
			escaped = false
		case c == '\\':
			escaped = start >= 0
		case c == '"' && start < 0:
			start = i + 1
		case c == '"':
			longest, start = max(longest, i-start), -1
		}
	}
	if start >= 0 {
		longest = max(longest, len(text)-start)
	}
	return longest
}

// Hash returns the SHA-256 of canonical bytes in lower-case hexadecimal.
func Hash(canonical []byte) string {
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:])
}

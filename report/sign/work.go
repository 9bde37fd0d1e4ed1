package sign

import (
	"encoding/asn1"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// A PKCS#12 file says itself how often its passphrase must be hashed. Two thousand million rounds, one number in a file,
// keep a program busy for an hour.

// maxRounds is the largest number of rounds of a PKCS#12 file, over all its parts: a few seconds.
const maxRounds = 20_000_000

// checkWork returns an error if a file asks for too many rounds. It finds the rounds of all parts that are not
// themselves encrypted. Leave every other mistake of the file to the reader.
func checkWork(p12 []byte) error {
	if w := (work{}); w.look(p12, 0) > maxRounds {
		return fmt.Errorf("cannot open the identity: its passphrase would have to be hashed more than %d times", maxRounds)
	}
	return nil
}

// work counts the rounds of a file.
type work struct{ rounds int64 }

// look counts the rounds in a sequence of DER values and in all values inside them.
func (w *work) look(values cryptobyte.String, depth int) int64 {
	const deepest = 24 // such a file has about twelve levels
	if depth > deepest {
		return w.rounds
	}
	for !values.Empty() {
		var value cryptobyte.String
		var is der.Tag
		if !values.ReadAnyASN1(&value, &is) {
			return w.rounds
		}
		// A file nests DER inside octet strings too.
		constructed := is&0x20 != 0
		if is != der.OCTET_STRING && !constructed {
			continue
		}
		if constructed {
			w.add(value)
		}
		w.look(value, depth+1)
	}
	return w.rounds
}

// add counts the rounds of one set of parameters. All kinds have the same form: a salt, the rounds, and sometimes more. The
// default is one round.
func (w *work) add(fields cryptobyte.String) {
	var salt, ignored cryptobyte.String
	var first der.Tag
	if !fields.ReadAnyASN1(&salt, &first) || first != der.SEQUENCE && first&0x1f != der.OCTET_STRING {
		return // the reader does not look at the class of the salt's tag
	}
	// The checksum of the whole file begins with its digest, before the salt.
	if first == der.SEQUENCE && !fields.ReadASN1(&ignored, der.OCTET_STRING) {
		return
	}
	var rounds int64
	var encoded cryptobyte.String
	if !fields.ReadASN1Element(&encoded, der.INTEGER) {
		return
	}
	if rest, err := asn1.Unmarshal(encoded, &rounds); err != nil || len(rest) > 0 {
		rounds = maxRounds + 1 // more than 64 bits
	}
	w.rounds = min(w.rounds+max(rounds, 0), maxRounds+1)
}

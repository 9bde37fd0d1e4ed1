package store

import (
	"bytes"
	"crypto/rsa"
	"fmt"
	"strings"

	"golang.org/x/crypto/ssh"

	"assay/assessment"
	"assay/assessment/hostile"
)

// leastRSA is how many bits an RSA key needs, as for keys that sign reports.
const leastRSA = 3072

// ReadKeys reads the public keys in the text of a file, one a line, for [NewPerson] and
// [PersonEdit]. It skips blank lines and comments. The error is Invalid, or Refused for a
// private key. It repeats nothing of the text, because that may be a secret.
func ReadKeys(text []byte) ([]string, error) {
	if bytes.Contains(text, []byte("PRIVATE KEY")) || bytes.Contains(text, []byte("PuTTY-User-Key-File")) {
		return nil, assessment.Errorf(assessment.Refused, "this is a private key").Because(assessment.KeyPrivate)
	}
	var lines []string
	for n, line := range strings.Split(strings.TrimPrefix(string(text), "\uFEFF"), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if _, err := ReadKey(line); err != nil {
			return nil, fmt.Errorf("line %d: %w", n+1, err)
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return nil, unfit("there is no public key in it")
	}
	return lines, nil
}

// ReadKey reads one line of an authorized_keys file, without when and by whom it is added.
// Options before the key are refused, because nobody would heed them. The error is Invalid
// and repeats nothing of the line.
func ReadKey(line string) (key assessment.AccountKey, err error) {
	public, comment, options, rest, err := ssh.ParseAuthorizedKey([]byte(line))
	switch {
	case err != nil:
		return key, unfit("this is no public key of SSH")
	case strings.TrimSpace(string(rest)) != "":
		return key, unfit("one line has one public key")
	case len(options) > 0:
		return key, unfit("options before a public key have no effect here")
	}
	switch public.Type() {
	case ssh.KeyAlgoED25519, ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521, ssh.KeyAlgoSKED25519, ssh.KeyAlgoSKECDSA256:
	case ssh.KeyAlgoRSA:
		crypto, _ := public.(ssh.CryptoPublicKey)
		if known, is := crypto.CryptoPublicKey().(*rsa.PublicKey); !is || known.N.BitLen() < leastRSA {
			return key, unfit("an RSA key needs 3,072 bits or more")
		}
	default:
		return key, unfit("keys of the kind %s are not taken: use Ed25519, ECDSA or RSA", hostile.Line(public.Type()))
	}
	key.Fingerprint = ssh.FingerprintSHA256(public)
	key.Line = strings.TrimSpace(string(ssh.MarshalAuthorizedKey(public)))
	key.Comment = hostile.Line(comment)
	return key, nil
}

func unfit(format string, args ...any) error {
	return assessment.Errorf(assessment.Invalid, format, args...).Because(assessment.KeyUnfit)
}

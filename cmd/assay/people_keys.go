package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"assay/assessment"
	"assay/assessment/input"
	"assay/assessment/store"
)

// publicKeys reads the public keys in files. The name - is stdin.
func (a *app) publicKeys(names []string) ([]string, error) {
	var all []string
	for _, name := range names {
		text, shown, err := a.keyFile(name)
		if err != nil {
			return nil, err
		}
		keys, err := keyLines(text, shown)
		if err != nil {
			return nil, err
		}
		all = append(all, keys...)
	}
	return all, nil
}

// keyFile reads a file of public keys, or stdin up to the same size.
func (a *app) keyFile(name string) (text []byte, shown string, err error) {
	if name != "-" {
		text, err = input.Read(name, input.PublicKeys)
		return text, name, err
	}
	const most = 1000 * 1000
	shown = "stdin"
	text, err = io.ReadAll(io.LimitReader(a.stdin, most+1))
	if err == nil && len(text) > most {
		err = assessment.Errorf(assessment.Invalid, "%s is longer than a file of public keys", shown).Because(assessment.TooLarge)
	}
	return text, shown, err
}

// keyLines are the public keys in the text of a file, one a line. It skips blank lines and
// comments. It never repeats a line that it cannot read, because that may be a secret.
func keyLines(text []byte, name string) ([]string, error) {
	if bytes.Contains(text, []byte("PRIVATE KEY")) || bytes.Contains(text, []byte("PuTTY-User-Key-File")) {
		return nil, failf(assessment.Refused, "pass the file with the public key, which ends in .pub; keep the private one to yourself", "%s holds a private key", name)
	}
	var keys []string
	for n, line := range strings.Split(strings.TrimPrefix(string(text), "\uFEFF"), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if _, err := store.ReadKey(line); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", name, n+1, err)
		}
		keys = append(keys, line)
	}
	if len(keys) == 0 {
		return nil, assessment.Errorf(assessment.Invalid, "%s holds no public key", name).Because(assessment.KeyUnfit)
	}
	return keys, nil
}

package main

import (
	"fmt"
	"io"

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
		keys, err := store.ReadKeys(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", shown, err)
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

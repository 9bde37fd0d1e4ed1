package sign

import (
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// OwnName returns the person for whom an authority speaks without being told: the person in the name of an authority
// that [Create] made, or the common name of any other.
func OwnName(c *x509.Certificate) string {
	return strings.TrimPrefix(c.Subject.CommonName, authorityPrefix)
}

// Personal reports whether an authority has a name as [Create] gives it: that of one person.
func Personal(c *x509.Certificate) bool { return OwnName(c) != c.Subject.CommonName }

var oidCommonName = asn1.ObjectIdentifier{2, 5, 4, 3}

// checkCommonName returns an error unless the certificate has one common name, which cannot pass for another one.
func checkCommonName(c *x509.Certificate) error {
	names := 0
	for _, n := range c.Subject.Names {
		if n.Type.Equal(oidCommonName) {
			names++
		}
	}
	switch {
	case c.Subject.CommonName == "":
		return errors.New("the certificate names nobody")
	case names > 1:
		return fmt.Errorf("the certificate of %q has %d names", c.Subject.CommonName, names)
	}
	return CheckName(c.Subject.CommonName)
}

// alikeScripts have many letters that look like those of another one of them.
var alikeScripts = []*unicode.RangeTable{unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Armenian, unicode.Cherokee, unicode.Coptic}

// CheckName refuses a name that looks like another name: with letters of several alphabets, with letters in a
// special form, or with characters or spaces that nobody sees. It cannot find a name that is all in one alphabet and
// looks like a name in another.
func CheckName(name string) error {
	scripts := map[*unicode.RangeTable]bool{}
	for _, r := range name {
		for _, table := range alikeScripts {
			if unicode.Is(table, r) {
				scripts[table] = true
			}
		}
		if !unicode.IsPrint(r) {
			return fmt.Errorf("the name %q has a character that nobody sees", name)
		}
	}
	switch {
	case len(scripts) > 1:
		return fmt.Errorf("the name %+q mixes alphabets, so it can pass for another name", name)
	case norm.NFKC.String(name) != norm.NFC.String(name):
		return fmt.Errorf("the name %+q has letters in a special form, so it can pass for another name", name)
	case name != strings.Join(strings.Fields(name), " "):
		return fmt.Errorf("the name %q has spaces that nobody sees", name)
	}
	return nil
}

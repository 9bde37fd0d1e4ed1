package sign_test

import (
	"strings"
	"testing"
	"time"

	"assay/report/sign"
)

func TestWhatIsExpectedIsANameOrAFingerprint(t *testing.T) {
	const digits = "3f2a91bc0d1122aa"
	for typed, want := range map[string]sign.Expected{
		"Dana Whitfield":           {Name: "Dana Whitfield"},
		"Ada":                      {Name: "Ada"},
		"Abe Dade":                 {Name: "Abe Dade"},
		"Elizabeth 2":              {Name: "Elizabeth 2"},
		digits:                     {Fingerprint: digits},
		"3F2A 91BC 0D11 22AA":      {Fingerprint: digits},
		"3f:2a:91:bc:0d:11:22:aa:": {Fingerprint: digits},
		strings.Repeat("12", 32):   {Fingerprint: strings.Repeat("12", 32)},
	} {
		if got, err := sign.ParseExpected(typed); err != nil || got != want {
			t.Errorf("%q is %+v, %v", typed, got, err)
		}
	}
	for typed, want := range map[string]string{
		"3f2a 91bc 0d11 22a":           "has 15 digits",
		"007":                          "at least 16",
		strings.Repeat("12", 32) + "1": "at most 64",
	} {
		if got, err := sign.ParseExpected(typed); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is %+v, %v", typed, got, err)
		}
	}
	if _, err := sign.ParseFingerprint("Dana Whitfield has a key"); err == nil || !strings.Contains(err.Error(), "only the digits") {
		t.Errorf("a sentence is a fingerprint: %v", err)
	}
	if got := sign.ReadOut(strings.ToLower(digits) + "ffff"); got != "3f2a 91bc 0d11 22aa" {
		t.Errorf("read out as %q", got)
	}
	if got := sign.ReadOut(""); got != "" {
		t.Errorf("nothing is read out as %q", got)
	}
}

// What the caller expects of one role says nothing about another one.
func TestExpectationsAreForOneRole(t *testing.T) {
	c := newCast(t)
	anna, ben := sign.Fingerprint(c.anna.Certificate), sign.Fingerprint(c.ben.Authority())
	trusting := c.policy().Anchors
	for name, a := range map[string]struct {
		anchors []sign.Anchor
		expect  map[sign.Role]sign.Expected
		want    string
	}{
		"both keys":           {nil, map[sign.Role]sign.Expected{sign.Assessor: {Fingerprint: anna}, sign.Reviewer: {Fingerprint: ben}}, ""},
		"one key of two":      {nil, map[sign.Role]sign.Expected{sign.Assessor: {Fingerprint: anna}}, `no trusted anchor vouches for "Ben Okafor"`},
		"each in the other's": {nil, map[sign.Role]sign.Expected{sign.Assessor: {Fingerprint: ben}, sign.Reviewer: {Fingerprint: anna}}, `no trusted anchor vouches for "Anna Åkesson"`},
		"a key of another":    {trusting, map[sign.Role]sign.Expected{sign.Reviewer: {Fingerprint: anna}}, "no valid signature of the key " + anna + " as reviewer"},
		"a name of another":   {trusting, map[sign.Role]sign.Expected{sign.Reviewer: {Name: "Anna Åkesson"}}, `no valid signature of "Anna Åkesson" as reviewer`},
		"a name and a key":    {trusting, map[sign.Role]sign.Expected{sign.Assessor: {Name: "Anna Åkesson", Fingerprint: anna}}, "as assessor"},
		"nobody":              {trusting, map[sign.Role]sign.Expected{sign.Assessor: {}}, "as assessor"},
		"a key and a name":    {trusting, map[sign.Role]sign.Expected{sign.Assessor: {Fingerprint: anna}, sign.Reviewer: {Name: "Ben Okafor"}}, ""},
	} {
		why := verdict(c.twice, sign.Policy{Now: signing.Add(2 * time.Hour), Anchors: a.anchors, Expect: a.expect})
		if (why == "") != (a.want == "") || !strings.Contains(why, a.want) {
			t.Errorf("%s: %q, want %q", name, why, a.want)
		}
	}
}

package sign

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	random "math/rand/v2"
	"slices"
	"strings"
	"testing"

	"assay/report/pdf/pdftest"
)

// world is a random set of authorities with few names, one signer, the certificates that the signature holds, and a
// policy.
type world struct {
	path []*x509.Certificate // from the authority of the signer to the top
	cms  signedData
	Policy
}

// worldKeys are enough for the authorities of a world, and for its signer.
func worldKeys(t *testing.T) []*ecdsa.PrivateKey {
	t.Helper()
	keys := make([]*ecdsa.PrivateKey, 6)
	for n := range keys {
		var err error
		if keys[n], err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
			t.Fatal(err)
		}
	}
	return keys
}

func newWorld(t *testing.T, draw *random.Rand, keys []*ecdsa.PrivateKey) world {
	t.Helper()
	names := []string{"Ada", "Bea", "assay CA of Ada", "assay CA of Bea"}
	pick := func() string { return names[draw.IntN(len(names))] }
	template := func(name string) *x509.Certificate {
		return &x509.Certificate{
			Subject: pkix.Name{CommonName: name}, SerialNumber: big.NewInt(draw.Int64()), BasicConstraintsValid: true,
			NotBefore: pdftest.When, NotAfter: pdftest.When.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature,
		}
	}
	var authorities []*x509.Certificate
	above := make([]int, 1+draw.IntN(len(keys)-1))
	for n := range above {
		one := template(pick())
		one.IsCA, one.KeyUsage = true, x509.KeyUsageCertSign
		above[n] = draw.IntN(n + 1)
		parent := one
		if above[n] < n {
			parent = authorities[above[n]]
		}
		c, err := issue(rand.Reader, one, parent, keys[n].Public(), keys[above[n]])
		if err != nil {
			t.Fatal(err)
		}
		authorities = append(authorities, c)
	}
	by := draw.IntN(len(authorities))
	signer, err := issue(rand.Reader, template(names[draw.IntN(2)]), authorities[by], keys[len(keys)-1].Public(), keys[by])
	if err != nil {
		t.Fatal(err)
	}

	w := world{cms: signedData{signer: signer}, Policy: Policy{Now: pdftest.When}}
	for n := by; ; n = above[n] {
		w.path = append(w.path, authorities[n])
		if above[n] == n {
			break
		}
	}
	w.cms.authorities = slices.Clone(w.path[:draw.IntN(len(w.path)+1)])
	if draw.IntN(4) == 0 {
		w.cms.authorities = nil
		for _, c := range authorities {
			if draw.IntN(2) == 0 {
				w.cms.authorities = append(w.cms.authorities, c)
			}
		}
	}
	for _, c := range authorities {
		if draw.IntN(3) == 0 {
			w.Anchors = append(w.Anchors, Anchor{c, slices.DeleteFunc(slices.Clone(names), func(string) bool { return draw.IntN(2) == 0 })})
		}
	}
	if draw.IntN(2) == 0 {
		print := Fingerprint(append(authorities, signer, signer)[draw.IntN(len(authorities)+2)])
		w.Confirmed = []string{print[:leastDigits-1+draw.IntN(4)]}
	}
	return w
}

// reaches returns how far up the path a chain to one of the roots leads, through certificates of the signature. A chain
// may end earlier.
func (w world) reaches(roots []*x509.Certificate) int {
	far := 0
	for n, c := range w.path {
		if slices.ContainsFunc(roots, c.Equal) {
			far = n + 1
		}
		if !slices.ContainsFunc(w.cms.authorities, c.Equal) {
			break
		}
	}
	return far
}

// needs reports whether every certificate of the signature is on the path up to there.
func (w world) needs(far int) bool {
	return far > 0 && !slices.ContainsFunc(w.cms.authorities, func(c *x509.Certificate) bool { return !slices.ContainsFunc(w.path[:far], c.Equal) })
}

// trusted is the rule again, read from how the world was made instead of from its certificates.
func (w world) trusted() bool {
	var roots []*x509.Certificate
	for _, a := range w.Anchors {
		roots = append(roots, a.Certificate)
	}
	name, far := w.cms.signer.Subject.CommonName, w.reaches(roots)
	for _, a := range w.Anchors {
		if slices.ContainsFunc(w.path[:far], a.Certificate.Equal) && slices.Contains(a.Names, name) && w.needs(far) {
			return true
		}
	}
	if len(w.Confirmed) == 0 || len(w.Confirmed[0]) < leastDigits {
		return false
	}
	is := func(c *x509.Certificate) bool { return strings.HasPrefix(Fingerprint(c), w.Confirmed[0]) }
	direct := w.path[0]
	switch own := direct.Subject.CommonName == direct.Issuer.CommonName && strings.TrimPrefix(direct.Subject.CommonName, "assay CA of ") == name; {
	case is(w.cms.signer):
		return len(w.cms.authorities) == 0 || w.needs(w.reaches(w.cms.authorities))
	case is(direct) && own && slices.ContainsFunc(w.cms.authorities, direct.Equal):
		return w.needs(1)
	}
	return false
}

func TestTrustInRandomWorlds(t *testing.T) {
	keys := worldKeys(t)
	seen := map[string]int{}
	for seed := range worlds {
		w := newWorld(t, random.New(random.NewPCG(uint64(seed), 12)), keys)
		by, err := w.vouch(w.cms, Assessor, w.Now)
		if (err == nil) != w.trusted() {
			t.Fatalf("seed %d: %v, but trusted is %v", seed, err, w.trusted())
		}
		switch {
		case err != nil:
			seen["refused"]++
		case by.anchor != nil:
			seen["anchor"]++
		case by.confirmed != nil:
			seen["confirmed"]++
		default:
			t.Fatalf("seed %d: trusted for no reason", seed)
		}
	}
	for _, how := range []string{"refused", "anchor", "confirmed"} {
		if seen[how] < worlds/30 {
			t.Errorf("only %d of %d worlds end with %s", seen[how], worlds, how)
		}
	}
}

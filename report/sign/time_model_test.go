package sign_test

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	random "math/rand/v2"
	"slices"
	"testing"
	"time"

	"assay/report/pdf/pdftest"
	"assay/report/sign"
	"assay/report/sign/signtest"
)

// In a random world, a report is signed, stamped and sealed over many years, by authorities that begin, end and are
// revoked, and that the reader trusts or not. A second reading of the rule says whether the report is proven: it tries
// every subset of the time stamps.

// month is an instant in months since the certificates of the signers began.
type month int

func (m month) time() time.Time { return pdftest.When.Add(time.Duration(m) * 30 * 24 * time.Hour) }

const never = month(1 << 20)

// issuer is a certificate with its authority.
type issuer struct {
	*signtest.Authority
	certificate *x509.Certificate
	key         crypto.Signer
	from, to    month
	revoked     month // never, or when
	published   month // never, or when the report got a list that says so
	trusted     bool
}

// newIssuer makes an authority and one certificate of it, which begin together. Both end at to.
func newIssuer(t *testing.T, draw *random.Rand, name string, from month, years int, purpose func(*x509.Certificate)) *issuer {
	i := &issuer{
		key: signtest.NewKey(t), from: from, to: from + 12 + month(draw.IntN(12*years)), revoked: never, published: never, trusted: draw.IntN(8) > 0,
	}
	ends := func(c *x509.Certificate) { c.NotAfter = i.to.time() }
	i.Authority = signtest.NewAuthority(t, name+" Root", from.time(), 50)
	i.certificate = i.Issue(t, name, i.key.Public(), from.time(), 50, func(c *x509.Certificate) { purpose(c); ends(c) })
	if draw.IntN(4) == 0 {
		i.revoked = from + 1 + month(draw.IntN(60))
	}
	return i
}

// holds reports whether the certificate proves something that happened at one month to somebody who looks from another.
func (i *issuer) holds(at, seen month) bool {
	known := never
	if i.published != never {
		known = i.revoked
	}
	return i.trusted && i.from <= at && at <= seen && seen <= i.to && known > seen
}

// mark is a time stamp in a world.
type mark struct {
	by *issuer
	at month
}

// provenAt reports whether a signature is proven in a month. The stamps are in the order from the inside to the outside.
func provenAt(now month, signer *issuer, signed month, marks []mark) bool {
	for subset := range 1 << len(marks) {
		var chosen []mark
		for n, m := range marks {
			if subset>>n&1 == 1 {
				chosen = append(chosen, m)
			}
		}
		ok := true
		inside := func(n int) month {
			if n < len(chosen) {
				return chosen[n].at
			}
			return now
		}
		for n, m := range chosen {
			ok = ok && m.by.holds(m.at, inside(n+1))
		}
		if ok && signer.holds(signed, inside(0)) {
			return true
		}
	}
	return false
}

func TestTimesInRandomWorlds(t *testing.T) {
	base := pdftest.Finished(t, 2)
	seen := map[string]int{}
	for seed := range timeWorlds {
		draw := random.New(random.NewPCG(uint64(seed), 3161))
		signer := newIssuer(t, draw, "Carl Cruz", 0, 2, signtest.ForDocuments)
		clock := month(1)
		var marks []mark
		var stampers []*issuer
		ask := func() (*sign.TSA, *issuer) {
			var by *issuer
			if known := slices.IndexFunc(stampers, func(i *issuer) bool { return i.from <= clock && clock <= i.to }); known >= 0 && draw.IntN(2) == 0 {
				by = stampers[known]
			} else {
				by = newIssuer(t, draw, fmt.Sprintf("Clock %d", len(stampers)), clock-month(draw.IntN(6)), 6, signtest.ForTimeStamps)
				stampers = append(stampers, by)
			}
			stamper := &signtest.Stamper{Certificate: by.certificate, Key: by.key, Now: clock.time}
			return &sign.TSA{Ask: stamper.Reply, Random: rand.Reader, Now: clock.time()}, by
		}
		options := sign.Options{Field: sign.Assessor, When: clock.time()}
		if draw.IntN(2) == 0 {
			var by *issuer
			options.TSA, by = ask()
			marks = append(marks, mark{by, clock})
		}
		identity := sign.Identity{Key: signer.key, Certificate: signer.certificate}
		report := signed(t, base, identity, options)
		for range draw.IntN(5) {
			clock += 1 + month(draw.IntN(30))
			var e sign.Evidence
			var authorities []*x509.Certificate
			for _, i := range append([]*issuer{signer}, inReport(marks)...) {
				if draw.IntN(3) == 0 {
					continue
				}
				if i.revoked <= clock && i.published == never {
					i.Revoke(i.certificate, i.revoked.time())
					i.published = clock
				}
				e.Lists = append(e.Lists, i.List(t, clock.time()))
				authorities = append(authorities, i.Authority.Certificate)
			}
			tsa, by := ask()
			var err error
			if report, err = sign.Seal(report, e, authorities, *tsa); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			marks = append(marks, mark{by, clock})
		}

		policy := sign.Policy{}
		if signer.trusted {
			policy.Anchors = []sign.Anchor{{Certificate: signer.Authority.Certificate, Names: []string{"Carl Cruz"}}}
		}
		for _, i := range stampers {
			if i.trusted {
				policy.TimeAnchors = append(policy.TimeAnchors, i.Authority.Certificate)
			}
		}
		for _, later := range []int{0, draw.IntN(24), draw.IntN(120)} {
			now := clock + month(later)
			policy.Now = now.time()
			found, err := sign.Verify(report, policy)
			if err != nil {
				t.Fatal(err)
			}
			want := provenAt(now, signer, 1, marks)
			if found.Proven() != want {
				t.Fatalf("seed %d, month %d: proven is %v, want %v: %v %v", seed, now, found.Proven(), want, found.Signatures[0].Problems, found.Problems)
			}
			seen[fmt.Sprintf("%v with %d stamps", want, min(len(marks), 2))]++
			if !want {
				continue
			}
			// The last month in which it proves itself, unless somebody revokes a certificate.
			policy.Now = found.Until
			if again, err := sign.Verify(report, policy); err != nil || !again.Proven() {
				t.Errorf("seed %d: not proven at the end that it names, %v", seed, found.Until)
			}
			policy.Now = found.Until.Add(time.Second)
			if again, err := sign.Verify(report, policy); err != nil || again.Proven() {
				t.Errorf("seed %d: still proven after the end that it names, %v", seed, found.Until)
			}
		}
	}
	for _, kind := range []string{"true with 0 stamps", "false with 0 stamps", "true with 1 stamps", "false with 1 stamps", "true with 2 stamps", "false with 2 stamps"} {
		if seen[kind] < timeWorlds/20 {
			t.Errorf("only %d times %s: %v", seen[kind], kind, seen)
		}
	}
}

// inReport returns each authority of the time stamps once.
func inReport(marks []mark) []*issuer {
	var all []*issuer
	for _, m := range marks {
		if !slices.Contains(all, m.by) {
			all = append(all, m.by)
		}
	}
	return all
}

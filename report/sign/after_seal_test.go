package sign

import (
	"crypto/rand"
	"crypto/x509"
	"strings"
	"testing"
	"time"

	"assay/report/pdf/pdftest"
	"assay/report/sign/signtest"
)

// Sign refuses to sign after a seal. Somebody with another program could do it.
func TestASignatureAfterTheSealIsAProblem(t *testing.T) {
	when := pdftest.When.Add(time.Hour)
	people := map[Role]Identity{}
	for role, name := range map[Role]string{Assessor: "Anna Åkesson", Reviewer: "Ben Okafor"} {
		id, err := Create(name, "", pdftest.When, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		people[role] = id
	}
	root := signtest.NewAuthority(t, "Clock Root", pdftest.When, 12)
	stamper := signtest.NewStamper(t, root, "Clock", pdftest.When, 12, func() time.Time { return when })
	report, err := Sign(pdftest.Finished(t, 2), people[Assessor], Options{Field: Assessor, When: when})
	if err != nil {
		t.Fatal(err)
	}
	report, err = Seal(report, Evidence{}, nil, TSA{Ask: stamper.Reply, Random: rand.Reader, Now: when})
	if err != nil {
		t.Fatal(err)
	}
	policy := Policy{
		Anchors: append(Own(people[Assessor].Chain), Own(people[Reviewer].Chain)...), TimeAnchors: []*x509.Certificate{root.Certificate}, Now: when.Add(time.Hour),
	}
	if f, err := Verify(report, policy); err != nil || !f.Proven() {
		t.Fatalf("the sealed report is not proven: %+v, %v", f, err)
	}
	f, err := Verify(forge(t, report, people[Reviewer], Options{Field: Reviewer, When: when}, func(forgery) {}), policy)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Signatures) != 2 || f.Proven() || !strings.Contains(strings.Join(f.Signatures[1].Problems, "; "), "signatures must come before the seal") {
		t.Errorf("problems %q, %+v", f.Problems, f.Signatures)
	}
}

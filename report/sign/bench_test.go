package sign_test

import (
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"strings"
	"testing"
	"time"

	"assay/report/pdf"
	"assay/report/pdf/pdftest"
	"assay/report/sign"
)

// longReport is unsigned, of 40 pages, with data of 250 kB: a little more than a report with the shipped questionnaire.
func longReport(b *testing.B) []byte {
	b.Helper()
	var data strings.Builder
	for n := range 1500 {
		hash := sha256.Sum256(fmt.Append(nil, n))
		fmt.Fprintf(&data, `{"answers":{"A-%d":{"hash":"%x","note":"the signed agreement, clause %d, was shown on their screen and read out"}}}`, n, hash, n)
	}
	archive := pdftest.Archive()
	archive.Attachments[0].Data = []byte(data.String())
	file, err := pdf.Finish(pdftest.Draw(b, 40), archive)
	if err != nil {
		b.Fatal(err)
	}
	return file
}

// raw measures the unavoidable work in the same run: rounds of a cryptographic operation, in nanoseconds for each.
func raw(b *testing.B, rounds int, operation func() error) float64 {
	b.Helper()
	start := time.Now()
	for range rounds {
		if err := operation(); err != nil {
			b.Fatal(err)
		}
	}
	return float64(time.Since(start).Nanoseconds()) / float64(rounds)
}

// compare reports how often the unavoidable work fits into one operation of the benchmark.
func compare(b *testing.B, unavoidable float64) {
	b.ReportMetric(unavoidable, "raw-ns/op")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/unavoidable, "x-raw")
}

// BenchmarkSign signs a report. Its unavoidable work is one ECDSA signature and one hash of the file.
func BenchmarkSign(b *testing.B) {
	id, report := person(b, "Anna Åkesson"), longReport(b)
	digest := make([]byte, 32)
	unavoidable := raw(b, 2000, func() error {
		_, err := id.Key.Sign(rand.Reader, digest, crypto.SHA256)
		return err
	}) + raw(b, 200, func() error { sha256.Sum256(report); return nil })
	b.SetBytes(int64(len(report)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := sign.Sign(report, id, asAssessor()); err != nil {
			b.Fatal(err)
		}
	}
	compare(b, unavoidable)
}

// BenchmarkVerifyThree verifies a report with three signatures. Its unavoidable work is three hashes of the file, and two
// ECDSA checks for each signature: of the signature, and of its certificate by the authority.
func BenchmarkVerifyThree(b *testing.B) {
	c := newCast(b)
	carla := person(b, "Carla Cruz")
	report := signed(b, longReport(b), c.anna, asAssessor())
	report = signed(b, report, c.ben, asReviewer())
	report = signed(b, report, carla, sign.Options{Field: sign.Approver, Name: "Carla Cruz", When: signing.Add(time.Hour)})
	policy := c.policy()
	policy.Anchors = append(policy.Anchors, sign.Own(carla.Chain)...)
	unavoidable := 6*raw(b, 500, func() error { return carla.Certificate.CheckSignatureFrom(carla.Authority()) }) +
		3*raw(b, 200, func() error { sha256.Sum256(report); return nil })
	b.SetBytes(int64(len(report)))
	b.ReportAllocs()
	for b.Loop() {
		if f, err := sign.Verify(report, policy); err != nil || !f.Proven() {
			b.Fatal(f.Problems, err)
		}
	}
	compare(b, unavoidable)
}

// BenchmarkVerifySealed verifies a report with three signatures, each with a time stamp, and a seal. Its unavoidable work
// is four hashes of the file, and four ECDSA checks for each signature and two for the seal: of the signature, of the time
// stamp, and of both certificates.
func BenchmarkVerifySealed(b *testing.B) {
	c := newCast(b)
	carla := person(b, "Carla Cruz")
	clock := newObservatory(b, "Clock", pdftest.When, 12)
	clock.when = signing.Add(time.Hour)
	report := longReport(b)
	for _, s := range []struct {
		by   sign.Identity
		role sign.Role
	}{{c.anna, sign.Assessor}, {c.ben, sign.Reviewer}, {carla, sign.Approver}} {
		report = signed(b, report, s.by, sign.Options{Field: s.role, When: clock.when, TSA: clock.tsa()})
	}
	report = sealed(b, report, sign.Evidence{Lists: [][]byte{clock.root.List(b, clock.when)}}, []*x509.Certificate{clock.root.Certificate}, clock)
	policy := c.policy()
	policy.Anchors = append(policy.Anchors, sign.Own(carla.Chain)...)
	policy.TimeAnchors = []*x509.Certificate{clock.root.Certificate}
	policy.Now = signing.AddDate(5, 0, 0)
	unavoidable := 14*raw(b, 500, func() error { return carla.Certificate.CheckSignatureFrom(carla.Authority()) }) +
		4*raw(b, 200, func() error { sha256.Sum256(report); return nil })
	b.SetBytes(int64(len(report)))
	b.ReportAllocs()
	for b.Loop() {
		if f, err := sign.Verify(report, policy); err != nil || !f.Proven() {
			b.Fatal(f.Problems, err)
		}
	}
	compare(b, unavoidable)
}

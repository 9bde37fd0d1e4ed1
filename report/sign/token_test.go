package sign

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"testing"
	"time"

	"assay/assessment/input/inputtest"
	"assay/report/pdf"
	"assay/report/pdf/pdftest"
	"assay/report/sign/signtest"
)

// FuzzReply reads replies of authorities of time stamps. A time stamp that is accepted is for the hash that was sent.
func FuzzReply(f *testing.F) {
	root := signtest.NewAuthority(f, "Clock Root", pdftest.When, 12)
	stamper := signtest.NewStamper(f, root, "Clock", pdftest.When, 12, func() time.Time { return pdftest.When.Add(time.Hour) })
	request, err := stampRequest(digest(crypto.SHA256, []byte("a report")), big.NewInt(7))
	if err != nil {
		f.Fatal(err)
	}
	reply, err := stamper.Reply(request)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(reply)
	refusal, _ := signtest.Refuse(nil)
	f.Add(refusal)
	f.Fuzz(func(t *testing.T, reply []byte) {
		inputtest.Bounded(t, func() {
			raw, err := readReply(reply)
			if err != nil {
				return
			}
			if read, err := parseToken(raw); err == nil && read.signer.Equal(stamper.Certificate) && read.covers([]byte("a report")) != nil {
				t.Error("a time stamp of the authority is for something else")
			}
		})
	})
}

// FuzzLists reads files of revocation lists.
func FuzzLists(f *testing.F) {
	root := signtest.NewAuthority(f, "Root", pdftest.When, 12)
	c := root.Issue(f, "Carl", signtest.NewKey(f).Public(), pdftest.When, 3, signtest.ForDocuments)
	root.Revoke(c, pdftest.When)
	f.Add(root.List(f, pdftest.When))
	f.Add([]byte("-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		inputtest.Bounded(t, func() {
			lists, err := ParseLists(file)
			if err != nil {
				return
			}
			k := newChecks()
			r, err := parseRecords(store{lists: lists}, []*x509.Certificate{root.Certificate}, k)
			if l := (Link{c, root.Certificate}); err == nil && r.about(l, k).revoked.IsZero() && !r.about(l, k).asOf.IsZero() {
				t.Error("a list of the authority says that the certificate was not revoked")
			}
		})
	})
}

// A report may say itself how much there is to read about its certificates.
func TestRecordsAreBounded(t *testing.T) {
	// The smallest entries, as many as the limit permits.
	number := 0
	entry := func() []byte {
		number++
		return []byte{0x30, 19, 2, 2, byte(1 + number>>8&0x7e), byte(number), 0x17, 13, '2', '6', '1', '1', '2', '2', '0', '9', '3', '0', '0', '0', 'Z'}
	}
	var entries bytes.Buffer
	for entries.Len() < mostRecords-1000 {
		entries.Write(entry())
	}
	wrap := func(tag byte, parts ...[]byte) []byte {
		content := bytes.Join(parts, nil)
		n := len(content)
		return append([]byte{tag, 0x83, byte(n >> 16), byte(n >> 8), byte(n)}, content...)
	}
	name, err := asn1.Marshal(pkix.Name{CommonName: "Root"}.ToRDNSequence())
	if err != nil {
		t.Fatal(err)
	}
	algorithm, err := asn1.Marshal(pkix.AlgorithmIdentifier{Algorithm: withP256.id})
	if err != nil {
		t.Fatal(err)
	}
	day := []byte{0x17, 13, '2', '6', '1', '1', '2', '2', '0', '9', '3', '0', '0', '0', 'Z'}
	list := wrap(0x30, wrap(0x30, []byte{2, 1, 1}, algorithm, name, day, day, wrap(0x30, entries.Bytes())), algorithm, []byte{3, 1, 0})
	inputtest.Bounded(t, func() {
		r, err := parseRecords(store{lists: [][]byte{list}}, nil, newChecks())
		if err != nil || len(r.lists[0].RevokedCertificateEntries) < 150_000 {
			t.Errorf("the list was not read: %v", err)
		}
	})

	document, err := pdf.Parse(pdftest.Finished(t, 2))
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]store{
		"too large": {lists: [][]byte{list, make([]byte, 2000)}},
		"too many":  {answers: make([][]byte, mostEvidence+1)},
	} {
		t.Run(name, func(t *testing.T) {
			again, err := pdf.Parse(s.update(document).Bytes())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := readStore(again.Latest()); err == nil {
				t.Error("the records were read")
			}
		})
	}
}

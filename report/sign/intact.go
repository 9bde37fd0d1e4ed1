package sign

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"

	"assay/report/pdf"
)

// intact is an intact signature: it covers its own revision and all earlier bytes, and the key of its certificate made it.
// It says nothing about trust in that certificate; see findAnchor.
type intact struct {
	role     Role
	name     string
	reason   string
	location string
	claimed  time.Time
	picture  pdf.Picture
	cms      signedData
}

// readSignature checks the signature that revision i adds. On an error, the result has the fields that were read before it.
func readSignature(document *pdf.Document, i int) (intact, error) {
	a, err := readAddition(document, i)
	s := intact{role: a.role, picture: a.picture}
	if err != nil {
		return s, err
	}
	name, _ := pdf.Lookup[pdf.String](a.dictionary, "Name")
	s.name = name.Text()
	reason, _ := pdf.Lookup[pdf.String](a.dictionary, "Reason")
	location, _ := pdf.Lookup[pdf.String](a.dictionary, "Location")
	s.reason, s.location = reason.Text(), location.Text()
	if err := checkDictionary(a); err != nil {
		return s, err
	}
	claimed, _ := pdf.Lookup[pdf.String](a.dictionary, "M")
	if s.claimed, err = claimed.Date(); err != nil {
		return s, fmt.Errorf("the time of signing is malformed: %w", err)
	}
	start, end, err := signedRange(document, i, a.dictionary)
	if err != nil {
		return s, err
	}
	value, err := contents(document.Bytes[start:end])
	if err != nil {
		return s, err
	}
	if s.cms, err = parseSignedData(value); err != nil {
		return s, err
	}
	switch space := (end - start - 2) / 2; {
	case space == stampedReserve && !s.cms.stamp.known():
		return s, errors.New("somebody removed the time stamp of the signature")
	case space != spaceFor(s.cms.stamp.known()):
		return s, errors.New("the space for the signature has another size than assay makes")
	}
	alg, err := algorithmOf(s.cms.signer)
	if err != nil {
		return s, err
	}
	if !bytes.Equal(s.cms.digest, digest(alg.hash, document.Bytes[:start], document.Bytes[end:document.Revisions[i].End])) {
		return s, errors.New("somebody changed the signed bytes after signing")
	}
	return s, s.cms.verify()
}

// checkDictionary allows only the keys that Sign writes.
func checkDictionary(a addition) error {
	d := a.dictionary
	if d.Get("Type") != pdf.Object(pdf.Name("Sig")) || d.Get("Filter") != pdf.Object(pdf.Name("Adobe.PPKLite")) ||
		d.Get("SubFilter") != pdf.Object(subFilter) {
		return errors.New("the signature is of a kind that assay does not make")
	}
	for _, key := range d.Keys() {
		switch key {
		case "Type", "Filter", "SubFilter", "ByteRange":
		case "Contents", "M", "Name", "Reason", "Location":
			if _, direct := d.Get(key).(pdf.String); !direct {
				return fmt.Errorf("the signature's /%s is not a string", key)
			}
		case "Reference":
			if !a.certifies || !pdf.Equal(d.Get(key), certification()) {
				return errors.New("the signature claims a certification that assay does not make")
			}
		default:
			return fmt.Errorf("the signature has the unknown key /%s", key)
		}
	}
	if a.certifies && d.Get("Reference") == nil {
		return errors.New("the catalog names this signature as a certification, but it does not certify")
	}
	return nil
}

// signedRange returns the byte range of the gap: the value of /Contents in the dictionary d. It fails unless /ByteRange
// covers all bytes up to the end of the revision, except the gap.
func signedRange(document *pdf.Document, i int, d *pdf.Dictionary) (start, end int, err error) {
	start, end = d.Span("Contents")
	want := pdf.Array{pdf.Integer(0), pdf.Integer(start), pdf.Integer(end), pdf.Integer(document.Revisions[i].End - end)}
	if got, ok := d.Get("ByteRange").(pdf.Array); !ok || start == 0 || !pdf.Equal(got, want) {
		return 0, 0, fmt.Errorf("the signature does not cover all bytes of revision %d", i)
	}
	return start, end, nil
}

// contents decodes the gap. It must be lower-case hexadecimal in angle brackets, with one DER value and then zeros.
func contents(gap []byte) ([]byte, error) {
	malformed := errors.New("the space for the signature holds something else too")
	if len(gap) < 2 || gap[0] != '<' {
		return nil, malformed
	}
	spelling := gap[1 : len(gap)-1]
	raw, err := hex.AppendDecode(nil, spelling)
	if err != nil || !bytes.Equal(spelling, hex.AppendEncode(nil, raw)) {
		return nil, malformed
	}
	rest := cryptobyte.String(raw)
	var value cryptobyte.String
	if !rest.ReadASN1Element(&value, der.SEQUENCE) {
		return nil, errors.New("the signature is empty or malformed")
	}
	if len(bytes.Trim(rest, "\x00")) > 0 {
		return nil, malformed
	}
	return value, nil
}

package sign

import (
	"crypto"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"assay/report/pdf"
)

// Role is the part that a signer plays, and the name of the signature field that belongs to it.
type Role string

// The three roles of a report, in the order in which they sign.
const (
	Assessor Role = "assessor"
	Reviewer Role = "reviewer"
	Approver Role = "approver"
)

const (
	// subFilter names the form of the signature: CAdES in PDF (ETSI EN 319 142-1, 6.3).
	subFilter = pdf.Name("ETSI.CAdES.detached")
	// reserve is the room for the CMS structure, in bytes. An ECDSA signature with its chain takes about 1,500, one
	// with RSA keys about 3,500.
	reserve = 8192
	// anyOffset holds the place of an offset in /ByteRange until it is known; its nine digits bound the file's size.
	anyOffset = pdf.Integer(999_999_999)
	// permission is the level of certification: from here on only forms are filled in and signatures added (ISO
	// 32000-1, table 254).
	permission = pdf.Integer(2)
)

// Options say how a signature is made and what it tells a reader.
type Options struct {
	Field    Role      // which empty field to fill
	Name     string    // of the signer, as readers show it
	Reason   string    // may be empty
	Location string    // may be empty
	When     time.Time // claimed time of signing, written in UTC to the second
	Certify  bool      // allow nothing but further signatures from here on; the first signature only
}

// Sign fills one signature field of a report and returns the file with the new revision appended. It refuses a report
// that [Verify] would find anything wrong with besides missing trust: a signature must not cover what was smuggled in
// before.
func Sign(file []byte, id Identity, o Options) ([]byte, error) {
	if err := id.check(); err != nil {
		return nil, err
	}
	if err := checkPeriod(id.Certificate, o.When); err != nil {
		return nil, err
	}
	document, err := pdf.Parse(file)
	if err != nil {
		return nil, err
	}
	if err := checkIntact(document); err != nil {
		return nil, fmt.Errorf("the report may not be signed as it is: %w", err)
	}
	prepared, err := prepare(document, o)
	if err != nil {
		return nil, err
	}
	again, err := pdf.Parse(prepared)
	if err != nil {
		return nil, fmt.Errorf("cannot read back what was written: %w", err)
	}
	added, err := readAddition(again, len(again.Revisions)-1)
	if err != nil {
		return nil, err
	}
	return fill(prepared, added.dictionary, id)
}

// checkIntact looks for the first thing that is wrong with the base or the signatures so far.
func checkIntact(document *pdf.Document) error {
	if err := checkBase(document); err != nil {
		return err
	}
	for i := 1; i < len(document.Revisions); i++ {
		if _, err := readSeal(document, i); err != nil {
			return err
		}
	}
	return nil
}

// prepare appends the revision with room for the signature in it.
func prepare(document *pdf.Document, o Options) ([]byte, error) {
	view := document.Latest()
	reference, widget, err := emptyField(view, o.Field)
	if err != nil {
		return nil, err
	}
	update := document.Update()
	signature := update.Add(signatureDictionary(o))
	widget = widget.Clone()
	widget.Set("V", signature)
	update.Replace(reference, widget)
	if o.Certify {
		if len(document.Revisions) > 1 {
			return nil, errors.New("only the first signature can certify the report")
		}
		catalog := view.Catalog().Clone()
		catalog.Set("Perms", pdf.NewDictionary(pdf.Name("DocMDP"), signature))
		update.Replace(view.CatalogReference(), catalog)
	}
	return update.Bytes(), nil
}

func emptyField(view pdf.View, role Role) (pdf.Reference, *pdf.Dictionary, error) {
	for _, item := range view.Fields() {
		widget := view.Dictionary(item)
		if fieldRole(widget) != role {
			continue
		}
		if widget.Get("V") != nil {
			return 0, nil, fmt.Errorf("the %s has signed already", role)
		}
		reference, _ := item.(pdf.Reference)
		return reference, widget, nil
	}
	return 0, nil, fmt.Errorf("the report has no signature field %q", role)
}

func fieldRole(widget *pdf.Dictionary) Role {
	name, _ := pdf.Lookup[pdf.String](widget, "T")
	return Role(name.Text())
}

// signatureDictionary is what a signature says of itself, with its /ByteRange and /Contents still to be filled (ISO
// 32000-1, 12.8.1).
func signatureDictionary(o Options) *pdf.Dictionary {
	d := pdf.NewDictionary(
		pdf.Name("Type"), pdf.Name("Sig"),
		pdf.Name("Filter"), pdf.Name("Adobe.PPKLite"),
		pdf.Name("SubFilter"), subFilter,
		pdf.Name("ByteRange"), pdf.Array{pdf.Integer(0), anyOffset, anyOffset, anyOffset},
		pdf.Name("Contents"), pdf.String(make([]byte, reserve)),
		pdf.Name("M"), pdf.Date(o.When),
	)
	for _, said := range []struct {
		key  pdf.Name
		text string
	}{{"Name", o.Name}, {"Reason", o.Reason}, {"Location", o.Location}} {
		if said.text != "" {
			d.Set(said.key, pdf.Text(said.text))
		}
	}
	if o.Certify {
		d.Set("Reference", certification())
	}
	return d
}

// certification is the /Reference of a signature that certifies (ISO 32000-1, 12.8.2.2).
func certification() pdf.Array {
	return pdf.Array{pdf.NewDictionary(
		pdf.Name("Type"), pdf.Name("SigRef"),
		pdf.Name("TransformMethod"), pdf.Name("DocMDP"),
		pdf.Name("TransformParams"), pdf.NewDictionary(
			pdf.Name("Type"), pdf.Name("TransformParams"), pdf.Name("P"), permission, pdf.Name("V"), pdf.Name("1.2"),
		),
	)}
}

// fill writes the range of bytes to be signed into the prepared file, signs them, and puts the signature into the gap.
// dictionary is the new signature as read back from the file, whose length stays.
func fill(prepared []byte, dictionary *pdf.Dictionary, id Identity) ([]byte, error) {
	if len(prepared) > int(anyOffset) {
		return nil, errors.New("the report is too large to be signed")
	}
	gap, end := dictionary.Span("Contents")
	rangeStart, rangeEnd := dictionary.Span("ByteRange")
	signedRange := fmt.Sprintf("[0 %d %d %d", gap, end, len(prepared)-end)
	copy(prepared[rangeStart:], fmt.Sprintf("%-*s]", rangeEnd-rangeStart-1, signedRange))

	alg, err := algorithmOf(id.Certificate)
	if err != nil {
		return nil, err
	}
	signed, err := newSignedData(id, digest(alg.hash, prepared[:gap], prepared[end:]))
	if err != nil {
		return nil, err
	}
	value, err := signed.encode()
	if err != nil {
		return nil, err
	}
	if len(value) > reserve {
		return nil, fmt.Errorf("the signature with its certificates takes %d bytes, and only %d are reserved", len(value), reserve)
	}
	if again, err := parseSignedData(value); err != nil {
		return nil, err
	} else if err := again.verify(); err != nil {
		return nil, err
	}
	hex.Encode(prepared[gap+1:], value)
	return prepared, nil
}

func digest(hash crypto.Hash, parts ...[]byte) []byte {
	h := hash.New()
	for _, part := range parts {
		h.Write(part)
	}
	return h.Sum(nil)
}

package sign

import (
	"crypto"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"assay/report/pdf"
)

// Role is the role of a signer. It is also the name of the signature field.
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
	// reserve is the space for the CMS structure, in bytes. An ECDSA signature with its chain needs about 1,500 bytes,
	// one with RSA keys about 3,500.
	reserve = 8192
	// stampedReserve is the space for a CMS structure with a time stamp, or for a time stamp alone. Authorities add their
	// whole chain of certificates, about 6,000 bytes.
	stampedReserve = 16384
	// anyOffset is the placeholder for an offset in /ByteRange. It has nine digits, so a file may have at most 999,999,999
	// bytes.
	anyOffset = pdf.Integer(999_999_999)
	// permission is the level of certification: people may only fill in forms and add signatures (ISO 32000-1, table
	// 254).
	permission = pdf.Integer(2)
)

// Options say how to make a signature, and what PDF readers show about it.
type Options struct {
	Field    Role      // the empty field to fill
	Name     string    // of the signer, for PDF readers: the common name of the certificate; may be empty
	Reason   string    // may be empty
	Location string    // may be empty
	When     time.Time // claimed time of signing, written in UTC to the second
	Certify  bool      // allow only more signatures after this one; only for the first signature
	TSA      *TSA      // asked for a time stamp of the signature; nil for a signature without one

	// Picture fills the box of the field, which must have the same size. Without a picture, the box stays empty.
	Picture pdf.Picture
}

// space returns the number of bytes that a signature has in the file.
func (o Options) space() int { return spaceFor(o.TSA != nil) }

func spaceFor(stamped bool) int {
	if stamped {
		return stampedReserve
	}
	return reserve
}

// Sign fills one signature field of a report and returns the file with a new revision. It checks the report as [Verify]
// does, apart from trust, and refuses a report with a problem: nobody should sign content that was smuggled in.
func Sign(file []byte, id Identity, o Options) ([]byte, error) {
	if err := id.check(); err != nil {
		return nil, err
	}
	if err := checkPeriod(id.Certificate, o.When); err != nil {
		return nil, err
	}
	if name := id.Certificate.Subject.CommonName; o.Name != "" && o.Name != name {
		return nil, fmt.Errorf("the signature must show the name in its certificate, %q, and not %q", name, o.Name)
	}
	document, err := pdf.Parse(file)
	if err != nil {
		return nil, err
	}
	layers, err := checkIntact(document)
	if err == nil && slices.ContainsFunc(layers, func(l layer) bool { return l.kind != signing }) {
		err = errSealed
	}
	if err != nil {
		return nil, fmt.Errorf("this report must not be signed: %w", err)
	}
	prepared, err := prepare(document, o)
	if err != nil {
		return nil, err
	}
	again, err := document.Extend(prepared)
	if err != nil {
		return nil, fmt.Errorf("cannot read the new revision back: %w", err)
	}
	added, err := readAddition(again, len(again.Revisions)-1)
	if err != nil {
		return nil, err
	}
	return fill(prepared, added.dictionary, o.value(id))
}

// checkIntact returns all layers of a report. It returns the first problem of the base or of a layer, apart from trust.
func checkIntact(document *pdf.Document) ([]layer, error) {
	if err := checkBase(document); err != nil {
		return nil, err
	}
	layers := readLayers(document, newChecks())
	for _, l := range layers {
		if l.err != nil {
			return nil, l.err
		}
	}
	return layers, document.CheckPacking()
}

// prepare appends a revision with space for the signature.
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
	if !o.Picture.Empty() {
		widget.Set("AP", pdf.NewDictionary(pdf.Name("N"), update.AddPicture(o.Picture)))
	}
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
			return 0, nil, fmt.Errorf("the %s has already signed", role)
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

// signatureDictionary returns the dictionary of a signature (ISO 32000-1, 12.8.1). Its /ByteRange and /Contents are
// placeholders.
func signatureDictionary(o Options) *pdf.Dictionary {
	d := pdf.NewDictionary(
		pdf.Name("Type"), pdf.Name("Sig"),
		pdf.Name("Filter"), pdf.Name("Adobe.PPKLite"),
		pdf.Name("SubFilter"), subFilter,
		pdf.Name("ByteRange"), pdf.Array{pdf.Integer(0), anyOffset, anyOffset, anyOffset},
		pdf.Name("Contents"), pdf.String(make([]byte, o.space())),
		pdf.Name("M"), pdf.Date(o.When),
	)
	for _, optional := range []struct {
		key  pdf.Name
		text string
	}{{"Name", o.Name}, {"Reason", o.Reason}, {"Location", o.Location}} {
		if optional.text != "" {
			d.Set(optional.key, pdf.Text(optional.text))
		}
	}
	if o.Certify {
		d.Set("Reference", certification())
	}
	return d
}

// certification returns the /Reference of a signature that certifies the report (ISO 32000-1, 12.8.2.2).
func certification() pdf.Array {
	return pdf.Array{pdf.NewDictionary(
		pdf.Name("Type"), pdf.Name("SigRef"),
		pdf.Name("TransformMethod"), pdf.Name("DocMDP"),
		pdf.Name("TransformParams"), pdf.NewDictionary(
			pdf.Name("Type"), pdf.Name("TransformParams"), pdf.Name("P"), permission, pdf.Name("V"), pdf.Name("1.2"),
		),
	)}
}

// fill writes the byte range into the prepared file, and the value for these bytes into the gap between them. Pass the
// dictionary of the new signature as read back from the file. The length of the file does not change.
func fill(prepared []byte, dictionary *pdf.Dictionary, value func(before, after []byte) ([]byte, error)) ([]byte, error) {
	if len(prepared) > MostBytes {
		return nil, errors.New("the report is too large to sign")
	}
	gap, end := dictionary.Span("Contents")
	rangeStart, rangeEnd := dictionary.Span("ByteRange")
	signedRange := fmt.Sprintf("[0 %d %d %d", gap, end, len(prepared)-end)
	copy(prepared[rangeStart:], fmt.Sprintf("%-*s]", rangeEnd-rangeStart-1, signedRange))
	made, err := value(prepared[:gap], prepared[end:])
	if err != nil {
		return nil, err
	}
	if err := checkSpace(made, (end-gap-2)/2); err != nil {
		return nil, err
	}
	hex.Encode(prepared[gap+1:], made)
	return prepared, nil
}

func checkSpace(value []byte, space int) error {
	if len(value) > space {
		return fmt.Errorf("the signature and its certificates need %d bytes, but the report has space for only %d", len(value), space)
	}
	return nil
}

// value returns a function that makes the CMS structure for the bytes around the gap, and checks it.
func (o Options) value(id Identity) func(before, after []byte) ([]byte, error) {
	return func(before, after []byte) ([]byte, error) {
		alg, err := algorithmOf(id.Certificate)
		if err != nil {
			return nil, err
		}
		signed, err := newSignedData(id, digest(alg.hash, before, after))
		if err != nil {
			return nil, err
		}
		if o.TSA != nil {
			if signed.stamp, err = o.TSA.stamp(signed.signature); err != nil {
				return nil, err
			}
		}
		made, err := signed.encode()
		if err != nil {
			return nil, err
		}
		if err := checkSpace(made, o.space()); err != nil {
			return nil, err
		}
		again, err := parseSignedData(made)
		if err != nil {
			return nil, err
		}
		return made, again.verify()
	}
}

func digest(hash crypto.Hash, parts ...[]byte) []byte {
	h := hash.New()
	for _, part := range parts {
		h.Write(part)
	}
	return h.Sum(nil)
}

package sign

import (
	"errors"
	"fmt"

	"assay/report/pdf"
)

// A document time stamp (ETSI EN 319 142-1, 5.4.3) covers the whole file, as a signature does. Its value is a token
// instead of a signature, and its field is invisible.

// stampFilter names the form of a document time stamp.
const stampFilter = pdf.Name("ETSI.RFC3161")

// stampDictionary returns the dictionary of a document time stamp with placeholders.
func stampDictionary() *pdf.Dictionary {
	return pdf.NewDictionary(
		pdf.Name("Type"), pdf.Name("DocTimeStamp"),
		pdf.Name("Filter"), pdf.Name("Adobe.PPKLite"),
		pdf.Name("SubFilter"), stampFilter,
		pdf.Name("ByteRange"), pdf.Array{pdf.Integer(0), anyOffset, anyOffset, anyOffset},
		pdf.Name("Contents"), pdf.String(make([]byte, stampedReserve)),
	)
}

// stampUpdate returns the revision that adds a document time stamp with this dictionary, and the reference to it.
func stampUpdate(document *pdf.Document, dictionary *pdf.Dictionary) (*pdf.Update, pdf.Reference, error) {
	view, update := document.Latest(), document.Update()
	pages, err := view.Pages()
	if err != nil {
		return nil, 0, err
	}
	form, ok := pdf.Lookup[pdf.Reference](view.Catalog(), "AcroForm")
	if !ok || len(pages) == 0 {
		return nil, 0, errors.New("the report has no form, or no pages")
	}
	const printed, locked = 1 << 2, 1 << 7
	value := update.Add(dictionary)
	fields := view.Fields()
	widget := update.Add(pdf.NewDictionary(
		pdf.Name("Type"), pdf.Name("Annot"),
		pdf.Name("Subtype"), pdf.Name("Widget"),
		pdf.Name("FT"), pdf.Name("Sig"),
		pdf.Name("T"), pdf.Text(fmt.Sprintf("stamp %d", len(fields))),
		pdf.Name("TU"), pdf.Text("Time stamp of the document"),
		pdf.Name("F"), pdf.Integer(printed|locked),
		pdf.Name("P"), pages[0],
		pdf.Name("Rect"), pdf.Array{pdf.Integer(0), pdf.Integer(0), pdf.Integer(0), pdf.Integer(0)},
		pdf.Name("V"), value,
	))
	page := view.Dictionary(pages[0]).Clone()
	page.Set("Annots", with(view.Array(page.Get("Annots")), widget))
	update.Replace(pages[0], page)
	changed := view.Dictionary(form).Clone()
	changed.Set("Fields", with(fields, widget))
	update.Replace(form, changed)
	return update, value, nil
}

// with returns a new array with one more object.
func with(list pdf.Array, o pdf.Object) pdf.Array {
	return append(list[:len(list):len(list)], o)
}

// readStamp checks the document time stamp that revision i adds. It checks that the revision adds nothing else by adding
// the stamp again.
func readStamp(document *pdf.Document, i int) (token, error) {
	other := fmt.Errorf("revision %d changes more than a time stamp", i)
	before, after := document.AsOf(i-1), document.AsOf(i)
	fields := after.Fields()
	if len(fields) != len(before.Fields())+1 {
		return token{}, other
	}
	dictionary := after.Dictionary(after.Dictionary(fields[len(fields)-1]).Get("V"))
	value, _ := pdf.Lookup[pdf.String](dictionary, "Contents")
	if len(value) != stampedReserve {
		return token{}, other
	}
	again := stampDictionary()
	for _, filled := range []pdf.Name{"ByteRange", "Contents"} {
		if dictionary.Get(filled) == nil {
			return token{}, other
		}
		again.Set(filled, dictionary.Get(filled))
	}
	update, _, err := stampUpdate(upTo(document, i-1), again)
	if err != nil {
		return token{}, err
	}
	if !update.Equals(document.Revisions[i]) {
		return token{}, other
	}
	start, end, err := signedRange(document, i, dictionary)
	if err != nil {
		return token{}, err
	}
	raw, err := contents(document.Bytes[start:end])
	if err != nil {
		return token{}, err
	}
	t, err := parseToken(raw)
	if err != nil {
		return t, err
	}
	return t, t.covers(document.Bytes[:start], document.Bytes[end:document.Revisions[i].End])
}

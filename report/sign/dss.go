package sign

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"

	"assay/report/pdf"
)

const (
	// mostEvidence is the largest number of certificates, lists and answers in a sealed report, of each kind. Each seal
	// adds about three.
	mostEvidence = 48
	// mostRecords is the largest size of all of them together, in bytes. Reading a list takes twenty times its size.
	mostRecords = 4 << 20
)

// store is the document security store of a report (ETSI EN 319 142-1, 5.4.2.2): everything that one needs years later to
// judge its certificates. Each record is in DER.
type store struct {
	certificates [][]byte
	lists        [][]byte // certificate revocation lists
	answers      [][]byte // of OCSP responders
}

// kinds are the keys of the store's dictionary, in order. Each has an array of streams, if there are any.
func (s *store) kinds() []struct {
	key     pdf.Name
	records *[][]byte
} {
	return []struct {
		key     pdf.Name
		records *[][]byte
	}{{"Certs", &s.certificates}, {"CRLs", &s.lists}, {"OCSPs", &s.answers}}
}

// empty reports whether the store has no records.
func (s *store) empty() bool { return len(s.certificates)+len(s.lists)+len(s.answers) == 0 }

// readStore returns the store of a view. It is empty if the report has none.
func readStore(view pdf.View) (store, error) {
	var s store
	dictionary := view.Dictionary(view.Catalog().Get("DSS"))
	size := 0
	for _, kind := range s.kinds() {
		list := view.Array(dictionary.Get(kind.key))
		if len(list) > mostEvidence {
			return s, fmt.Errorf("the report has more than %d records of one kind about its certificates", mostEvidence)
		}
		for _, item := range list {
			stream, ok := view.Resolve(item).(*pdf.Stream)
			if !ok {
				return s, errors.New("a record about a certificate is missing")
			}
			if size += len(stream.Data); size > mostRecords {
				return s, fmt.Errorf("the records about certificates have more than %d bytes", mostRecords)
			}
			*kind.records = append(*kind.records, stream.Data)
		}
	}
	return s, nil
}

// update returns the revision that adds new records to the store of a document.
func (s *store) update(document *pdf.Document) *pdf.Update {
	view, update := document.Latest(), document.Update()
	dictionary := pdf.NewDictionary(pdf.Name("Type"), pdf.Name("DSS"))
	before := view.Dictionary(view.Catalog().Get("DSS"))
	for _, kind := range s.kinds() {
		list := slices.Clone(view.Array(before.Get(kind.key)))
		for _, record := range *kind.records {
			list = append(list, update.Add(&pdf.Stream{Dictionary: pdf.NewDictionary(), Data: record}))
		}
		if len(list) > 0 {
			dictionary.Set(kind.key, list)
		}
	}
	if r, ok := pdf.Lookup[pdf.Reference](view.Catalog(), "DSS"); ok {
		update.Replace(r, dictionary)
		return update
	}
	catalog := view.Catalog().Clone()
	catalog.Set("DSS", update.Add(dictionary))
	update.Replace(view.CatalogReference(), catalog)
	return update
}

// checkStore checks that revision i adds records to the store and nothing else. It does so by adding them again. It
// returns the new records.
func checkStore(document *pdf.Document, i int) (store, error) {
	before, err := readStore(document.AsOf(i - 1))
	if err != nil {
		return store{}, err
	}
	added, err := readStore(document.AsOf(i))
	if err != nil {
		return store{}, err
	}
	old := before.kinds()
	for n, kind := range added.kinds() {
		skip := len(*old[n].records)
		if len(*kind.records) < skip {
			return store{}, fmt.Errorf("revision %d removes a record about a certificate", i)
		}
		*kind.records = (*kind.records)[skip:]
	}
	if added.empty() || !added.update(upTo(document, i-1)).Equals(document.Revisions[i]) {
		return store{}, fmt.Errorf("revision %d changes more than the records about certificates", i)
	}
	return added, nil
}

// upTo returns the document as it was after revision i.
func upTo(document *pdf.Document, i int) *pdf.Document {
	return &pdf.Document{Bytes: document.Bytes[:document.Revisions[i].End], Revisions: document.Revisions[:i+1]}
}

// parse returns the certificates of the store's records.
func (s *store) parse() ([]*x509.Certificate, error) {
	var all []*x509.Certificate
	for _, record := range s.certificates {
		c, err := x509.ParseCertificate(record)
		if err != nil {
			return nil, fmt.Errorf("the report has a malformed certificate: %w", err)
		}
		if err := checkLength(c); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// has reports whether a list has a record.
func has(records [][]byte, one []byte) bool {
	return slices.ContainsFunc(records, func(r []byte) bool { return bytes.Equal(r, one) })
}

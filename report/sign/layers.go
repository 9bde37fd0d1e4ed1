package sign

import (
	"crypto/x509"
	"errors"
	"fmt"
	"slices"

	"assay/report/pdf"
)

// kind says what a revision adds to a report.
type kind int

const (
	signing  kind = iota // a signature
	storing              // records about certificates
	stamping             // a document time stamp
)

// layer is a revision after the base.
type layer struct {
	kind      kind
	signature intact              // if it is signing
	kept      []*x509.Certificate // if it is storing: the certificates
	records   records             // and the other records
	stamp     token               // if it is stamping
	err       error               // why it is none of these
}

// A report has at most one signature for each role, and this many document time stamps. The check of each costs time, and a
// stamp lasts for years.
const (
	mostSignatures = 3
	mostStamps     = 12
)

// readLayers reads all revisions after the base. Signatures come first. The records and the time stamps that come after
// them seal the report: a later signature would not be covered by them.
func readLayers(document *pdf.Document, k *checks) []layer {
	var layers []layer
	var own, kept []*x509.Certificate // in signatures and time stamps; in the store
	sealed, broken := false, false
	count := map[kind]int{}
	for i := 1; i < len(document.Revisions); i++ {
		l := layer{kind: kindOf(document, i)}
		switch l.kind {
		case signing:
			if l.signature, l.err = readSignature(document, i); l.err == nil && sealed {
				l.err = errSealed
			}
		case storing:
			sealed = true
			if !broken { // otherwise no list is worth its reading
				l.readRecords(document, i, own, kept, k)
			}
		case stamping:
			sealed = true
			if l.stamp, l.err = readStamp(document, i); l.err != nil {
				l.err = fmt.Errorf("time stamp of revision %d: %w", i, l.err)
			}
		}
		count[l.kind]++
		if count[signing] > mostSignatures || count[stamping] > mostStamps {
			l.err = fmt.Errorf("the report has more than %d signatures or %d time stamps", mostSignatures, mostStamps)
		}
		own, kept = distinct(own, l.certificates()), append(kept, l.kept...)
		if n := len(own) + len(kept); n > 2*mostEvidence && l.err == nil {
			l.err = fmt.Errorf("the report has %d certificates, more than it needs", n)
		}
		broken = broken || l.err != nil
		layers = append(layers, l)
	}
	return layers
}

// readRecords reads the records that revision i adds.
func (l *layer) readRecords(document *pdf.Document, i int, own, kept []*x509.Certificate, k *checks) {
	var added store
	if added, l.err = checkStore(document, i); l.err != nil {
		return
	}
	if l.kept, l.err = added.parse(); l.err != nil {
		return
	}
	l.records, l.err = checkRecords(added, own, kept, l.kept, k)
	if err := k.err(); err != nil {
		l.err = err
	}
}

// distinct returns a list with those of more certificates that it does not have.
func distinct(list, more []*x509.Certificate) []*x509.Certificate {
	for _, c := range more {
		if !slices.ContainsFunc(list, c.Equal) {
			list = append(list, c)
		}
	}
	return list
}

var errSealed = errors.New("the report was sealed before: signatures must come before the seal, which covers them")

// certificates returns the certificates of the layer's signature and time stamp.
func (l layer) certificates() []*x509.Certificate {
	cms := l.signature.cms
	return slices.Concat(
		certificatesOf(cms.signer, cms.authorities),
		certificatesOf(cms.stamp.signer, cms.stamp.others),
		certificatesOf(l.stamp.signer, l.stamp.others),
	)
}

func certificatesOf(first *x509.Certificate, others []*x509.Certificate) []*x509.Certificate {
	if first == nil {
		return nil
	}
	return append([]*x509.Certificate{first}, others...)
}

// kindOf guesses from the catalog and the form what a revision adds. The reader of that kind then checks everything.
func kindOf(document *pdf.Document, i int) kind {
	before, after := document.AsOf(i-1), document.AsOf(i)
	store := func(v pdf.View) pdf.Object { return v.Resolve(v.Catalog().Get("DSS")) }
	switch {
	case !pdf.Equal(store(before), store(after)):
		return storing
	case len(after.Fields()) > len(before.Fields()):
		return stamping
	}
	return signing
}

package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// producer names the program in the document information and in the metadata.
const producer = "assay"

// Archive is what Finish adds to a drawing.
type Archive struct {
	Title       string
	Author      string    // person or organisation; may be empty
	Language    string    // BCP 47, such as "en"
	When        time.Time // of creation; written in UTC, to the second
	Attachments []Attachment
	Fields      []SignatureField
	Inputs      []Input // with any, the file does not claim PDF/A
}

// SignatureField is an empty place for a signature.
type SignatureField struct {
	Name    string
	Tooltip string     // what a screen reader says
	Page    int        // from 1
	Rect    [4]float64 // left, bottom, right, top in points from the page's lower left corner
}

// draft is the archival file in the making. Objects keep the numbers that the drawing gave them.
type draft struct {
	archive Archive
	objects map[Reference]Object
	next    Reference
	catalog *Dictionary
	pages   []Reference
	packer  *zlib.Writer
}

// Finish makes an archival file of what gofpdf wrote. The drawing must be uncompressed, in catalog order and with
// fixed dates, or the result differs from run to run. The file claims PDF/A-3b, which holds as long as the drawing
// keeps to RGB and grey; a font that is not embedded is an error. A file with inputs claims nothing.
func Finish(drawn []byte, a Archive) ([]byte, error) {
	if a.Title == "" || a.Language == "" || a.When.IsZero() {
		return nil, errors.New("an archival file needs a title, a language and a date")
	}
	document, err := Parse(drawn)
	if err != nil {
		return nil, fmt.Errorf("cannot read the drawing: %w", err)
	}
	if len(document.Revisions) != 1 {
		return nil, errors.New("the drawing has been updated since it was made")
	}
	d, err := newDraft(document, a)
	if err != nil {
		return nil, err
	}
	for _, step := range []func() error{
		d.checkFonts, d.mapToUnicode, d.countOutlines, d.describeLinks, d.describe, d.embed, d.placeFields, d.placeInputs, d.compress,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return d.bytes(document.Revisions[0].Trailer), nil
}

func newDraft(document *Document, a Archive) (*draft, error) {
	base := document.AsOf(0)
	pages, err := base.Pages()
	if err != nil {
		return nil, fmt.Errorf("cannot read the drawing: %w", err)
	}
	objects := maps.Clone(document.Revisions[0].objects)
	d := &draft{
		archive: a,
		objects: objects,
		next:    document.size(),
		catalog: base.Catalog(),
		pages:   pages,
		packer:  zlib.NewWriter(nil),
	}
	d.catalog.Delete("Names")
	return d, nil
}

func (d *draft) add(o Object) Reference {
	r := d.next
	d.next++
	d.objects[r] = o
	return r
}

// dictionary returns an object as the dictionary that it must be; nil when it is none.
func (d *draft) dictionary(o Object) *Dictionary {
	if r, ok := o.(Reference); ok {
		o = d.objects[r]
	}
	dictionary, _ := o.(*Dictionary)
	return dictionary
}

// dictionaries lists the objects that are dictionaries, in the order of their numbers.
func (d *draft) dictionaries() []*Dictionary {
	var all []*Dictionary
	for _, r := range sortedKeys(d.objects) {
		if dictionary := d.dictionary(r); dictionary != nil {
			all = append(all, dictionary)
		}
	}
	return all
}

// checkFonts refuses fonts that are not in the file, which PDF/A forbids (ISO 19005-3, 6.2.11.4).
func (d *draft) checkFonts() error {
	for _, font := range d.dictionaries() {
		if font.Get("Type") != Name("Font") || font.Get("Subtype") == Name("Type0") {
			continue
		}
		if d.dictionary(font.Get("FontDescriptor")).Get("FontFile2") == nil {
			return fmt.Errorf("font %s is not embedded in the drawing", font.Get("BaseFont"))
		}
	}
	return nil
}

// mapToUnicode replaces the character maps of gofpdf, whose single range of 65,536 codes is longer than the 256 that a
// range may have (9.10.3).
func (d *draft) mapToUnicode() error {
	for _, font := range d.dictionaries() {
		if r, ok := Lookup[Reference](font, "ToUnicode"); ok && font.Get("Subtype") == Name("Type0") {
			d.objects[r] = &Stream{NewDictionary(), identityToUnicode()}
		}
	}
	return nil
}

// countOutlines gives each bookmark with children its /Count (12.3.3): positive at the root, which lies open, negative
// below, where the children are folded away.
func (d *draft) countOutlines() error {
	for _, item := range d.dictionaries() {
		first, ok := item.Get("First").(Reference)
		if !ok {
			if item.Get("Dest") != nil && item.Get("Title") != nil {
				item.Delete("Count")
			}
			continue
		}
		count := 0
		for child := d.dictionary(first); child != nil && count < len(d.objects); count++ {
			child = d.dictionary(child.Get("Next"))
		}
		if item.Get("Parent") != nil {
			count = -count
		}
		item.Set("Count", Integer(count))
	}
	return nil
}

// describeLinks makes every link printable and says in words where it leads (ISO 19005-3, 6.3.2; ISO 14289-1, 7.18.5).
func (d *draft) describeLinks() error {
	for _, page := range d.pages {
		dictionary := d.dictionary(page)
		links, _ := Lookup[Array](dictionary, "Annots")
		for i, item := range links {
			link := d.dictionary(item)
			if link.Get("Subtype") != Name("Link") {
				return errors.New("the drawing has an annotation that is no link")
			}
			link.Set("F", Integer(flagPrint))
			link.Set("Contents", Text(d.destination(link)))
			links[i] = d.add(link)
		}
	}
	return nil
}

func (d *draft) destination(link *Dictionary) string {
	if uri, ok := Lookup[String](d.dictionary(link.Get("A")), "URI"); ok {
		return uri.Text()
	}
	if place, _ := Lookup[Array](link, "Dest"); len(place) > 0 {
		if page, ok := place[0].(Reference); ok {
			return fmt.Sprintf("Page %d", slices.Index(d.pages, page)+1)
		}
	}
	return "Link"
}

// describe writes what the document says of itself: metadata, language, the meaning of its colours.
func (d *draft) describe() error {
	d.catalog.Set("Lang", Text(d.archive.Language))
	d.catalog.Set("ViewerPreferences", NewDictionary(Name("DisplayDocTitle"), Boolean(true)))
	d.catalog.Set("Metadata", d.add(&Stream{
		NewDictionary(Name("Type"), Name("Metadata"), Name("Subtype"), Name("XML")),
		metadata(d.archive),
	}))
	profile := d.add(&Stream{NewDictionary(Name("N"), Integer(3)), sRGB()})
	d.catalog.Set("OutputIntents", Array{NewDictionary(
		Name("Type"), Name("OutputIntent"),
		Name("S"), Name("GTS_PDFA1"),
		Name("OutputConditionIdentifier"), Text(sRGBName),
		Name("Info"), Text(sRGBName),
		Name("DestOutputProfile"), profile,
	)})
	return nil
}

// Annotation flags (12.5.3).
const (
	flagPrint  = 1 << 2
	flagLocked = 1 << 7
)

// placeFields adds the form with its empty signature fields (12.7.4.5). Each has an empty appearance, which PDF/A
// wants of every widget.
func (d *draft) placeFields() error {
	if len(d.archive.Fields) == 0 {
		return nil
	}
	fields := Array{}
	taken := map[string]bool{}
	for _, f := range d.archive.Fields {
		if f.Name == "" || taken[f.Name] || f.Page < 1 || f.Page > len(d.pages) || f.Rect[0] > f.Rect[2] || f.Rect[1] > f.Rect[3] {
			return fmt.Errorf("signature field %q needs a name of its own, a page and a rectangle", f.Name)
		}
		taken[f.Name] = true
		widget := d.add(d.widget(f))
		fields = append(fields, widget)
		page := d.dictionary(d.pages[f.Page-1])
		annotations, _ := Lookup[Array](page, "Annots")
		page.Set("Annots", append(slices.Clone(annotations), widget))
	}
	const signaturesExistAndAppendOnly = 1 | 2 // 12.7.2, table 219
	d.catalog.Set("AcroForm", d.add(NewDictionary(
		Name("Fields"), fields,
		Name("SigFlags"), Integer(signaturesExistAndAppendOnly),
	)))
	return nil
}

func (d *draft) widget(f SignatureField) *Dictionary {
	appearance := d.add(&Stream{NewDictionary(
		Name("Type"), Name("XObject"),
		Name("Subtype"), Name("Form"),
		Name("BBox"), Array{Integer(0), Integer(0), points(f.Rect[2] - f.Rect[0]), points(f.Rect[3] - f.Rect[1])},
		Name("Resources"), NewDictionary(),
	), nil})
	return NewDictionary(
		Name("Type"), Name("Annot"),
		Name("Subtype"), Name("Widget"),
		Name("FT"), Name("Sig"),
		Name("T"), Text(f.Name),
		Name("TU"), Text(f.Tooltip),
		Name("F"), Integer(flagPrint|flagLocked),
		Name("P"), d.pages[f.Page-1],
		Name("Rect"), Array{points(f.Rect[0]), points(f.Rect[1]), points(f.Rect[2]), points(f.Rect[3])},
		Name("AP"), NewDictionary(Name("N"), appearance),
	)
}

// compress packs every stream that has no filter yet, except the metadata, which programs without a PDF reader look
// for in the clear. One writer serves all: a new one for each page costs more than the drawing.
func (d *draft) compress() error {
	for _, r := range sortedKeys(d.objects) {
		s, ok := d.objects[r].(*Stream)
		if !ok || len(s.Data) == 0 || s.Dictionary.Get("Filter") != nil || s.Dictionary.Get("Type") == Name("Metadata") {
			continue
		}
		var packed bytes.Buffer
		d.packer.Reset(&packed)
		if _, err := d.packer.Write(s.Data); err != nil {
			return err
		}
		if err := d.packer.Close(); err != nil {
			return err
		}
		head := s.Dictionary.Clone()
		head.Set("Filter", Name("FlateDecode"))
		d.objects[r] = &Stream{head, packed.Bytes()}
	}
	return nil
}

// bytes writes the file. Its /ID is the hash of its objects.
func (d *draft) bytes(drawn *Dictionary) []byte {
	info := d.information()
	if r, ok := Lookup[Reference](drawn, "Info"); ok {
		d.objects[r] = info
	} else {
		drawn.Set("Info", d.add(info))
	}
	var w bytes.Buffer
	w.WriteString("%PDF-1.7\n" + binaryComment)
	offsets := writeObjects(&w, d.objects)
	hash := sha256.Sum256(w.Bytes())
	id := String(hash[:16])
	writeXref(&w, offsets, NewDictionary(
		Name("Size"), Integer(d.next),
		Name("Root"), drawn.Get("Root"),
		Name("Info"), drawn.Get("Info"),
		Name("ID"), Array{id, id},
	))
	return w.Bytes()
}

package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// producer names the program in the document information and in the metadata.
const producer = "assay"

// Archive holds everything that Finish adds to a drawing. Title, Language and When are required.
type Archive struct {
	Title       string
	Author      string    // person or organization; may be empty
	Language    string    // BCP 47, such as "en"
	When        time.Time // of creation; written in UTC, to the second
	Attachments []Attachment
	Fields      []SignatureField
	Inputs      []Input  // if there are any, the file does not claim to be PDF/A
	Structure   *Element // the document as a screen reader tells it; without one, the file claims less
}

// SignatureField is an empty field for a signature.
type SignatureField struct {
	Name    string     // unique
	Tooltip string     // read aloud by a screen reader
	Page    int        // from 1
	Rect    [4]float64 // left, bottom, right, top in points from the page's lower left corner
}

// draft is the archival file before it is written. Objects keep their numbers from the drawing.
type draft struct {
	archive Archive
	objects map[Reference]Object
	next    Reference
	catalog *Dictionary
	pages   []Reference
	links   [][]Reference          // by page
	widgets map[string][]Reference // by the full name of the field
}

// Finish turns a drawing, the output of gofpdf, into an archival file. Draw without compression, in catalog order and
// with fixed dates, or the result differs from run to run. Draw only in RGB and gray: the file claims to be PDF/A-3,
// and Finish does not check the colors. A font that is not embedded is an error. A file with a structure claims to be
// accessible too (PDF/A-3a and PDF/UA-1): all that is drawn must be marked, as content of an element or as an artifact.
// A file with inputs does not claim to be PDF/A.
func Finish(drawn []byte, a Archive) ([]byte, error) {
	if a.Title == "" || a.Language == "" || a.When.IsZero() {
		return nil, errors.New("an archival file needs a title, a language and a date")
	}
	document, err := readDrawing(drawn)
	if err != nil {
		return nil, fmt.Errorf("cannot read the drawing: %w", err)
	}
	d, err := newDraft(document, a)
	if err != nil {
		return nil, err
	}
	for _, step := range []func() error{
		d.checkFonts, d.mapToUnicode, d.countOutlines, d.describeLinks, d.describe, d.embed, d.placeFields, d.placeInputs, d.tag, d.compress,
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
		links:   make([][]Reference, len(pages)),
		widgets: map[string][]Reference{},
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

// dictionary returns the dictionary that o is or refers to, or nil.
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

// checkFonts returns an error for a font that is not embedded: PDF/A forbids it (ISO 19005-3, 6.2.11.4).
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

// mapToUnicode replaces the character maps of gofpdf. They have a single range of 65,536 codes, but a range may have
// at most 256 (9.10.3).
func (d *draft) mapToUnicode() error {
	for _, font := range d.dictionaries() {
		if r, ok := Lookup[Reference](font, "ToUnicode"); ok && font.Get("Subtype") == Name("Type0") {
			d.objects[r] = &Stream{NewDictionary(), identityToUnicode()}
		}
	}
	return nil
}

// countOutlines sets the /Count of each bookmark with children (12.3.3). It is positive at the root, which readers show
// open, and negative below, where readers show the children folded.
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

// describeLinks makes every link printable and adds its destination in words (ISO 19005-3, 6.3.2; ISO 14289-1, 7.18.5).
func (d *draft) describeLinks() error {
	for n, page := range d.pages {
		dictionary := d.dictionary(page)
		links, _ := Lookup[Array](dictionary, "Annots")
		for i, item := range links {
			link := d.dictionary(item)
			if link.Get("Subtype") != Name("Link") {
				return errors.New("the drawing has an annotation that is not a link")
			}
			link.Set("F", Integer(flagPrint))
			link.Set("Contents", Text(d.destination(link)))
			at := d.add(link)
			links[i], d.links[n] = at, append(d.links[n], at)
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

// describe adds the language, the metadata and the color profile.
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

// placeFields adds the form with its empty signature fields (12.7.4.5). Each has an empty appearance, because PDF/A
// requires one for every widget.
func (d *draft) placeFields() error {
	if len(d.archive.Fields) == 0 {
		return nil
	}
	fields := Array{}
	taken := map[string]bool{}
	for _, f := range d.archive.Fields {
		if f.Name == "" || taken[f.Name] || f.Page < 1 || f.Page > len(d.pages) || f.Rect[0] > f.Rect[2] || f.Rect[1] > f.Rect[3] {
			return fmt.Errorf("signature field %q needs a unique name, a page and a rectangle", f.Name)
		}
		taken[f.Name] = true
		widget := d.add(d.widget(f))
		d.widgets[f.Name] = []Reference{widget}
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

// idLength is the length of the file's /ID in bytes.
const idLength = 16

// bytes returns the file. The file's /ID is the hash of its objects.
func (d *draft) bytes(drawn *Dictionary) []byte {
	info := d.information()
	if r, ok := Lookup[Reference](drawn, "Info"); ok {
		d.objects[r] = info
	} else {
		drawn.Set("Info", d.add(info))
	}
	var w bytes.Buffer
	w.WriteString(fileHeader)
	offsets := writeObjects(&w, d.objects)
	hash := sha256.Sum256(w.Bytes())
	id := String(hash[:idLength])
	writeXref(&w, offsets, NewDictionary(
		Name("Size"), Integer(d.next),
		Name("Root"), drawn.Get("Root"),
		Name("Info"), drawn.Get("Info"),
		Name("ID"), Array{id, id},
	))
	return w.Bytes()
}

package pdf

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// maxAttachment is the largest size of an attachment after decompression. It keeps a small file from filling the memory.
const maxAttachment = 16 << 20

// ErrNoAttachment says that the document has no attachment with that name.
var ErrNoAttachment = errors.New("no such attachment")

// Attachment is a file inside the document.
type Attachment struct {
	Name         string // of the file, without folders; unique
	MIME         string
	Description  string
	Relationship string // to the document: Source, Data, Alternative, Supplement or Unspecified (ISO 19005-3, 6.8)
	Data         []byte // at most 16 MiB
}

// embed adds the attachments to the name tree and associates them with the document (7.11.4; ISO 19005-3, 6.8).
func (d *draft) embed() error {
	if len(d.archive.Attachments) == 0 {
		return nil
	}
	attachments := slices.SortedFunc(slices.Values(d.archive.Attachments), func(a, b Attachment) int {
		return cmp.Compare(Text(a.Name), Text(b.Name))
	})
	var names, associated Array
	for i, a := range attachments {
		switch a.Relationship {
		case "Source", "Data", "Alternative", "Supplement", "Unspecified":
		default:
			return fmt.Errorf("attachment %q: unknown relationship %q", a.Name, a.Relationship)
		}
		if a.Name == "" || a.MIME == "" || i > 0 && a.Name == attachments[i-1].Name {
			return fmt.Errorf("attachment %q needs a unique name and a MIME type", a.Name)
		}
		if len(a.Data) > maxAttachment {
			return fmt.Errorf("attachment %q is larger than %d bytes", a.Name, maxAttachment)
		}
		specification := d.add(d.fileSpecification(a))
		names = append(names, Text(a.Name), specification)
		associated = append(associated, specification)
	}
	d.catalog.Set("Names", NewDictionary(Name("EmbeddedFiles"), NewDictionary(Name("Names"), names)))
	d.catalog.Set("AF", associated)
	return nil
}

func (d *draft) fileSpecification(a Attachment) *Dictionary {
	when := Date(d.archive.When)
	data := d.add(&Stream{NewDictionary(
		Name("Type"), Name("EmbeddedFile"),
		Name("Subtype"), Name(a.MIME),
		Name("Params"), NewDictionary(Name("Size"), Integer(len(a.Data)), Name("CreationDate"), when, Name("ModDate"), when),
	), a.Data})
	return NewDictionary(
		Name("Type"), Name("Filespec"),
		Name("F"), Text(a.Name),
		Name("UF"), Text(a.Name),
		Name("Desc"), Text(a.Description),
		Name("AFRelationship"), Name(a.Relationship),
		Name("EF"), NewDictionary(Name("F"), data, Name("UF"), data),
	)
}

// Attachment returns the data of the attachment with this name in the base. The error wraps ErrNoAttachment, ErrDamaged
// or ErrNotOurs. Attachment does not check whether a later revision replaces the attachment: verify the signatures to
// find that out.
func (d *Document) Attachment(name string) ([]byte, error) {
	base := d.AsOf(0)
	tree := base.Dictionary(base.Dictionary(base.Catalog().Get("Names")).Get("EmbeddedFiles"))
	names, associated := base.Array(tree.Get("Names")), Array{}
	var found *Stream
	last := ""
	for i := 0; i+1 < len(names); i += 2 {
		key, _ := names[i].(String)
		stream, err := base.attached(names[i+1], key)
		if err != nil || string(key) <= last {
			return nil, fmt.Errorf("the attachments: %w: readers may find another file under a name", ErrDamaged)
		}
		last, associated = string(key), append(associated, names[i+1])
		if key.Text() == name {
			found = stream
		}
	}
	switch {
	case !Equal(associated, base.Array(base.Catalog().Get("AF"))):
		return nil, fmt.Errorf("the attachments: %w: readers may find another file under a name", ErrDamaged)
	case found == nil:
		return nil, fmt.Errorf("%w: %q", ErrNoAttachment, name)
	}
	data, err := found.Decode(maxAttachment)
	if err != nil {
		return nil, fmt.Errorf("attachment %q: %w", name, err)
	}
	if size := base.Dictionary(found.Dictionary.Get("Params")).Get("Size"); size != Object(Integer(len(data))) {
		return nil, fmt.Errorf("attachment %q: %w: its size differs from its /Size", name, ErrDamaged)
	}
	return data, nil
}

// attached returns the file of a specification, which must have the name of its key, and one file, for every reader.
func (v View) attached(specification Object, key String) (*Stream, error) {
	d := v.Dictionary(specification)
	files := v.Dictionary(d.Get("EF"))
	stream, ok := v.Resolve(files.Get("F")).(*Stream)
	if !ok || !Equal(d.Get("F"), key) || !Equal(d.Get("UF"), key) || !Equal(files.Get("UF"), files.Get("F")) || len(files.Keys()) != 2 {
		return nil, ErrDamaged
	}
	return stream, nil
}

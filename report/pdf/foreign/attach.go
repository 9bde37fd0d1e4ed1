package foreign

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

// Attachment is the file to attach.
type Attachment struct {
	Name        string // without folders
	MIME        string
	Description string
	When        time.Time
	Data        []byte
}

// mostAttached is the largest number of attachments in a document.
const mostAttached = 10_000

// Attach appends an attachment to a PDF and reads it back. The bytes of the PDF stay as they are. A signed PDF is refused,
// because readers would say from then on that somebody changed it after it was signed.
func Attach(file []byte, a Attachment) ([]byte, error) {
	d, err := read(file)
	if err != nil {
		return nil, err
	}
	catalog, generation, err := d.catalog()
	if err != nil {
		return nil, err
	}
	if err := d.checkUnsigned(catalog); err != nil {
		return nil, err
	}
	u := &update{document: d, objects: map[int][]byte{}, next: d.size()}
	if err := u.attach(catalog, generation, a); err != nil {
		return nil, err
	}
	out := u.bytes()
	again, err := Attached(out, a.Name)
	if err != nil || !bytes.Equal(again, a.Data) || !bytes.HasPrefix(out, file) {
		return nil, fmt.Errorf("%w: the attachment cannot be read back: %v", ErrUnknown, err)
	}
	return out, nil
}

// Attached returns the data of an attachment. It unpacks nothing, because Attach packs nothing.
func Attached(file []byte, name string) ([]byte, error) {
	d, err := read(file)
	if err != nil {
		return nil, err
	}
	catalog, _, err := d.catalog()
	if err != nil {
		return nil, err
	}
	names, err := d.dictionaryOf(catalog.get("Names"))
	if err != nil {
		return nil, err
	}
	all, err := d.attachments(names)
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		if one.name != textOf(name) {
			continue
		}
		spec, err := d.dictionaryOf(one.value)
		if err != nil {
			return nil, err
		}
		files, err := d.dictionaryOf(spec.get("EF"))
		if err != nil {
			return nil, err
		}
		s := scanner{data: files.get("F")}
		number, _, is := s.reference()
		if !is {
			return nil, s.damaged("the file of an attachment is missing")
		}
		o, err := d.object(number)
		return o.data, err
	}
	return nil, fmt.Errorf("%w: there is no attachment %q", ErrDamaged, name)
}

// TakenError says that there is an attachment of this name already.
type TakenError string

func (e TakenError) Error() string { return fmt.Sprintf("it has an attachment %q already", string(e)) }

// size is the first number that no object has.
func (d *document) size() int {
	size := d.trailer.integer("Size", 0)
	for number := range d.places {
		size = max(size, number+1)
	}
	return size
}

// catalog returns the root object and its generation.
func (d *document) catalog() (dictionary, int, error) {
	s := scanner{data: d.trailer.get("Root")}
	number, generation, is := s.reference()
	if !is {
		return nil, 0, s.damaged("it has no catalog")
	}
	o, err := d.object(number)
	if err != nil {
		return nil, 0, err
	}
	catalog, err := parseDictionary(o.value)
	if err == nil && nameOf(catalog.get("Type")) != "Catalog" {
		err = s.damaged("it has no catalog")
	}
	return catalog, generation, err
}

// named is an attachment in the tree of names.
type named struct {
	name  string
	value []byte
}

// attachments lists the attachments of the document, from the dictionary of its names.
func (d *document) attachments(names dictionary) ([]named, error) {
	var all []named
	seen := map[string]bool{}
	var walk func(raw []byte, depth int) error
	walk = func(raw []byte, depth int) error {
		if depth == 0 || seen[string(raw)] && len(raw) > 0 {
			return fmt.Errorf("%w: the tree of its attachments contains itself", ErrDamaged)
		}
		s := scanner{data: raw}
		if _, _, is := s.reference(); is {
			seen[string(raw)] = true
		}
		node, err := d.dictionaryOf(raw)
		if err != nil {
			return err
		}
		pairs, err := d.arrayOf(node.get("Names"))
		if err != nil {
			return err
		}
		for ; len(pairs) > 1; pairs = pairs[2:] {
			key, err := d.resolve(pairs[0])
			if err != nil {
				return err
			}
			name, err := parseString(key)
			if err != nil {
				return err
			}
			if all = append(all, named{name, pairs[1]}); len(all) > mostAttached {
				return fmt.Errorf("%w: it has more than %d attachments", ErrUnknown, mostAttached)
			}
		}
		kids, err := d.arrayOf(node.get("Kids"))
		if err != nil {
			return err
		}
		for _, kid := range kids {
			if err := walk(kid, depth-1); err != nil {
				return err
			}
		}
		return nil
	}
	err := walk(names.get("EmbeddedFiles"), maxNesting)
	return all, err
}

// update collects the objects of the new section.
type update struct {
	*document
	objects map[int][]byte // from the line "obj" on, by number
	next    int
}

func (u *update) add(content []byte) int {
	u.objects[u.next] = content
	u.next++
	return u.next - 1
}

// attach adds the objects of an attachment, and replaces the catalog.
func (u *update) attach(catalog dictionary, generation int, a Attachment) error {
	names, err := u.dictionaryOf(catalog.get("Names"))
	if err != nil {
		return err
	}
	all, err := u.attachments(names)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(n named) bool { return n.name == textOf(a.Name) || n.name == a.Name }) {
		return TakenError(a.Name)
	}
	associated, err := u.arrayOf(catalog.get("AF"))
	if err != nil {
		return err
	}
	day := a.When.UTC().Format("D:20060102150405Z")
	var stored bytes.Buffer
	dictionary{
		{"Type", []byte("/EmbeddedFile")},
		{"Subtype", []byte(spellName(a.MIME))},
		{"Params", fmt.Appendf(nil, "<< /Size %d /ModDate (%s) >>", len(a.Data), day)},
		{"Length", fmt.Append(nil, len(a.Data))},
	}.write(&stored)
	stored.WriteString("\nstream\n")
	stored.Write(a.Data)
	stored.WriteString("\nendstream")
	file := fmt.Appendf(nil, "%d 0 R", u.add(stored.Bytes()))
	spec := fmt.Appendf(nil, "%d 0 R", u.add(dictionary{
		{"Type", []byte("/Filespec")},
		{"F", spellString(textOf(a.Name))},
		{"UF", spellString(textOf(a.Name))},
		{"Desc", spellString(textOf(a.Description))},
		{"AFRelationship", []byte("/Supplement")},
		{"EF", dictionary{{"F", file}, {"UF", file}}.bytes()},
	}.bytes()))

	all = append(all, named{textOf(a.Name), spec})
	slices.SortStableFunc(all, func(a, b named) int { return strings.Compare(a.name, b.name) })
	var list [][]byte
	for _, one := range all {
		list = append(list, spellString(one.name), one.value)
	}
	tree := dictionary{{"Names", spellArray(list)}}
	names = append(names.without("EmbeddedFiles"), entry{"EmbeddedFiles", tree.bytes()})
	catalog = append(
		catalog.without("Names", "AF"), entry{"Names", names.bytes()}, entry{"AF", spellArray(append(associated, spec))},
	)
	s := scanner{data: u.trailer.get("Root")}
	root, _, _ := s.reference()
	if p := u.places[root]; p.packed {
		generation = 0
	}
	if generation != 0 {
		return fmt.Errorf("%w: its catalog was replaced in a way that is not in use any more", ErrUnknown)
	}
	u.objects[root] = catalog.bytes()
	return nil
}

// bytes returns the PDF with the new section.
func (u *update) bytes() []byte {
	var w bytes.Buffer
	w.Write(u.data)
	if last := u.data[len(u.data)-1]; last != '\n' && last != '\r' {
		w.WriteByte('\n')
	}
	offsets := map[int]int{}
	for _, n := range slices.Sorted(maps.Keys(u.objects)) {
		offsets[n] = w.Len()
		fmt.Fprintf(&w, "%d 0 obj\n%s\nendobj\n", n, u.objects[n])
	}
	start := w.Len()
	trailer := u.trailer.without("Size", "Prev", "XRefStm", "Length", "Filter", "DecodeParms", "W", "Index", "Type", "ID")
	trailer = append(trailer, u.id()...)
	if u.streams {
		u.writeStream(&w, trailer, offsets)
	} else {
		u.writeTable(&w, trailer, offsets)
	}
	fmt.Fprintf(&w, "\nstartxref\n%d\n%%%%EOF\n", start)
	return w.Bytes()
}

// id keeps the first part of the identifier of the file, and changes the second (14.4).
func (u *update) id() dictionary {
	old, err := u.arrayOf(u.trailer.get("ID"))
	if err != nil || len(old) != 2 {
		return nil
	}
	hash := sha256.New()
	hash.Write(u.data)
	for _, n := range slices.Sorted(maps.Keys(u.objects)) {
		hash.Write(u.objects[n])
	}
	return dictionary{{"ID", spellArray([][]byte{old[0], fmt.Appendf(nil, "<%x>", hash.Sum(nil)[:16])})}}
}

// runs groups consecutive numbers: each run is its first number and its length.
func runs(offsets map[int]int) [][2]int {
	var all [][2]int
	for _, n := range slices.Sorted(maps.Keys(offsets)) {
		if last := len(all) - 1; last >= 0 && all[last][0]+all[last][1] == n {
			all[last][1]++
			continue
		}
		all = append(all, [2]int{n, 1})
	}
	return all
}

func (u *update) writeTable(w *bytes.Buffer, trailer dictionary, offsets map[int]int) {
	w.WriteString("xref\n")
	for _, run := range runs(offsets) {
		fmt.Fprintf(w, "%d %d\n", run[0], run[1])
		for n := range run[1] {
			fmt.Fprintf(w, "%010d 00000 n \n", offsets[run[0]+n])
		}
	}
	w.WriteString("trailer\n")
	append(trailer, entry{"Size", fmt.Append(nil, u.next)}, entry{"Prev", fmt.Append(nil, u.start)}).write(w)
}

// writeStream writes a cross-reference stream. A file with such streams must not have a table after them.
func (u *update) writeStream(w *bytes.Buffer, trailer dictionary, offsets map[int]int) {
	self := u.next
	offsets[self] = w.Len()
	var index [][]byte
	var rows []byte
	for _, run := range runs(offsets) {
		index = append(index, fmt.Append(nil, run[0]), fmt.Append(nil, run[1]))
		for n := range run[1] {
			rows = append(rows, 1)
			rows = binary.BigEndian.AppendUint32(rows, uint32(offsets[run[0]+n]))
			rows = append(rows, 0)
		}
	}
	fmt.Fprintf(w, "%d 0 obj\n", self)
	append(
		trailer, entry{"Type", []byte("/XRef")}, entry{"Size", fmt.Append(nil, self+1)}, entry{"Prev", fmt.Append(nil, u.start)},
		entry{"W", []byte("[ 1 4 1 ]")}, entry{"Index", spellArray(index)}, entry{"Length", fmt.Append(nil, len(rows))},
	).write(w)
	fmt.Fprintf(w, "\nstream\n%s\nendstream\nendobj", rows)
}

func spellArray(values [][]byte) []byte {
	return fmt.Appendf(nil, "[ %s ]", bytes.Join(values, []byte(" ")))
}

// spellString writes a string in hexadecimal, which needs no escapes.
func spellString(text string) []byte {
	return fmt.Appendf(nil, "<%s>", hex.EncodeToString([]byte(text)))
}

// textOf returns a text as PDF stores it: in ASCII, or in UTF-16 with a mark (7.9.2.2).
func textOf(text string) string {
	if strings.Trim(text, printable) == "" {
		return text
	}
	out := []byte{0xfe, 0xff}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = binary.BigEndian.AppendUint16(out, unit)
	}
	return string(out)
}

const printable = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"

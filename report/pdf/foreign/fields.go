package foreign

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// Form is the form of a PDF. The other values say whether the PDF can do harm.
type Form struct {
	Fields []Field
	Runs   []string // the things in the PDF that run, open or send something, in words
	Files  []string // names of attachments
}

// FieldKind is the kind of a field (12.7.4).
type FieldKind string

// The kinds of fields.
const (
	TextField      FieldKind = "Tx"
	ChoiceField    FieldKind = "Ch"
	ButtonField    FieldKind = "Btn" // a check box or a group of radio buttons
	SignatureField FieldKind = "Sig"
)

// Field is a field with its value.
type Field struct {
	Kind    FieldKind
	Name    string   // parts joined by points
	Tooltip string   // read aloud by a screen reader
	Values  []string // none if the field is empty; of a button, the state that the form holds
	Drawn   []string // of a button, the states that its widgets are drawn in, without Off
	Options []Option // of a choice
}

// Option is one answer of a choice.
type Option struct{ Value, Label string }

// Limits for forms. A form of assay has about a tenth of them, also when another program has written it anew.
const (
	MostFormBytes   = 16 << 20
	mostFormObjects = 200_000
	mostFormData    = 32 << 20 // bytes, of all streams that hold objects
	mostFields      = 20_000
	mostFieldText   = 2 << 20 // bytes of one value
)

// stateOff is the state of a button that is not pressed.
const stateOff = "Off"

// ReadForm reads the form of a PDF, which any program may have filled in. Of each field it takes the value from the
// newest section of the file.
func ReadForm(file []byte) (*Form, error) {
	if len(file) > MostFormBytes {
		return nil, fmt.Errorf("%w: it has more than %d bytes", ErrTooLarge, MostFormBytes)
	}
	d, err := readWithin(file, mostFormObjects, mostFormData)
	if err != nil {
		return nil, err
	}
	if err := d.checkEnd(); err != nil {
		return nil, err
	}
	catalog, _, err := d.catalog()
	if err != nil {
		return nil, err
	}
	form, err := d.dictionaryOf(catalog.get("AcroForm"))
	if err != nil {
		return nil, err
	}
	fields, err := d.arrayOf(form.get("Fields"))
	if err != nil {
		return nil, err
	}
	w := &fieldWalk{document: d, seen: map[string]bool{}}
	for _, field := range fields {
		if err := w.walk(field, inherited{}, maxNesting); err != nil {
			return nil, err
		}
	}
	out := &Form{Fields: w.fields}
	runs, attached, err := d.active()
	if err != nil {
		return nil, err
	}
	if out.Files, err = d.attached(catalog); err != nil {
		return nil, err
	}
	if attached && len(out.Files) == 0 {
		out.Files = []string{"without a name"} // on a page
	}
	out.Runs = runs
	return out, nil
}

// checkEnd refuses a file that goes on after its last section: the newest section, with the values, was cut off.
func (d *document) checkEnd() error {
	_, after, is := bytes.Cut(d.data[bytes.LastIndex(d.data, []byte("startxref")):], []byte("%%EOF"))
	if !is || len(bytes.Trim(after, "\x00\t\n\f\r ")) > 0 {
		return fmt.Errorf("%w: it was cut off, or something was added at its end", ErrDamaged)
	}
	if d.newest == 0 && d.trailer.get("XRefStm") == nil { // PDFium can write such an update, with objects that nobody finds
		return fmt.Errorf("%w: its newest section lists no object", ErrDamaged)
	}
	return nil
}

// attached lists the names of the attachments.
func (d *document) attached(catalog dictionary) ([]string, error) {
	names, err := d.dictionaryOf(catalog.get("Names"))
	if err != nil {
		return nil, err
	}
	all, err := d.attachments(names)
	var out []string
	for _, one := range all {
		out = append(out, decodeText(one.name))
	}
	return out, err
}

// inherited are the values that a field takes from the fields above it (12.7.3.1).
type inherited struct {
	name, kind, tooltip string
	value               []byte
	options             []byte
}

// fieldWalk collects the fields of a tree.
type fieldWalk struct {
	*document
	fields []Field
	seen   map[string]bool // references
	nodes  int
}

// walk reads a field and the fields below it.
func (w *fieldWalk) walk(raw []byte, above inherited, depth int) error {
	if depth == 0 || w.seen[string(raw)] {
		return fmt.Errorf("%w: the tree of its fields contains itself", ErrDamaged)
	}
	s := scanner{data: raw}
	if _, _, is := s.reference(); is {
		w.seen[string(raw)] = true
	}
	if w.nodes++; w.nodes > mostFields {
		return fmt.Errorf("%w: its form has more than %d fields", ErrTooLarge, mostFields)
	}
	node, err := w.dictionaryOf(raw)
	if err != nil {
		return err
	}
	if above, err = w.inherit(node, above); err != nil {
		return err
	}
	kids, err := w.arrayOf(node.get("Kids"))
	if err != nil {
		return err
	}
	named, widgets, err := w.sort(kids)
	if err != nil {
		return err
	}
	for _, kid := range named {
		if err := w.walk(kid, above, depth-1); err != nil {
			return err
		}
	}
	if len(named) > 0 || above.kind == "" {
		return nil
	}
	return w.field(node, above, widgets)
}

// sort separates the fields among the kids of a field from the places where it is drawn, which have no name.
func (w *fieldWalk) sort(kids [][]byte) (fields [][]byte, widgets []dictionary, err error) {
	if len(kids) > mostFields {
		return nil, nil, fmt.Errorf("%w: a field has more than %d parts", ErrTooLarge, mostFields)
	}
	for _, kid := range kids {
		d, err := w.dictionaryOf(kid)
		if err != nil {
			return nil, nil, err
		}
		if d.get("T") != nil {
			fields = append(fields, kid)
		} else {
			widgets = append(widgets, d)
		}
	}
	return fields, widgets, nil
}

// inherit adds the values of a field to those of the fields above it.
func (w *fieldWalk) inherit(node dictionary, above inherited) (inherited, error) {
	part, err := w.text(node.get("T"))
	if err != nil {
		return above, err
	}
	if part != "" {
		above.name = strings.TrimPrefix(above.name+"."+part, ".")
	}
	if len(above.name) > mostNameBytes {
		return above, fmt.Errorf("%w: the name of a field is longer than %d bytes", ErrTooLarge, mostNameBytes)
	}
	kind, err := w.resolve(node.get("FT"))
	if err != nil {
		return above, err
	}
	if kind != nil {
		above.kind = nameOf(kind)
	}
	tooltip, err := w.text(node.get("TU"))
	if err != nil {
		return above, err
	}
	if tooltip != "" {
		above.tooltip = tooltip
	}
	if value := node.get("V"); value != nil {
		above.value = value
	}
	if options := node.get("Opt"); options != nil {
		above.options = options
	}
	return above, nil
}

const mostNameBytes = 1000

// field adds a field with its value.
func (w *fieldWalk) field(node dictionary, of inherited, widgets []dictionary) error {
	f := Field{Kind: FieldKind(of.kind), Name: of.name, Tooltip: of.tooltip}
	var err error
	switch f.Kind {
	case ButtonField:
		value, err := w.resolve(of.value)
		if err != nil {
			return err
		}
		if state := w.state(value); state != "" && state != stateOff {
			f.Values = []string{state}
		}
		for _, widget := range append(widgets, node) {
			drawn, err := w.resolve(widget.get("AS"))
			if err != nil {
				return err
			}
			if state := w.state(drawn); state != "" && state != stateOff && !slices.Contains(f.Drawn, state) {
				f.Drawn = append(f.Drawn, state)
			}
		}
	case SignatureField:
		if of.value != nil {
			f.Values = []string{"signed"}
		}
	default:
		if f.Values, err = w.texts(of.value); err == nil {
			f.Options, err = w.options(of.options)
		}
	}
	w.fields = append(w.fields, f)
	return err
}

// state returns a name, or the text of a string: some programs write the state of a button so.
func (w *fieldWalk) state(raw []byte) string {
	if len(raw) > 0 && raw[0] == '/' {
		return nameOf(raw)
	}
	text, err := parseString(raw)
	if err != nil {
		return ""
	}
	return decodeText(text)
}

// texts reads one text, or an array of texts. An empty text is none.
func (w *fieldWalk) texts(raw []byte) ([]string, error) {
	value, err := w.resolve(raw)
	if err != nil || value == nil {
		return nil, err
	}
	many := [][]byte{raw}
	if bytes.HasPrefix(value, []byte("[")) {
		if many, err = parseArray(value); err != nil {
			return nil, err
		}
	}
	var all []string
	for _, one := range many {
		text, err := w.text(one)
		if err != nil {
			return nil, err
		}
		if text != "" {
			all = append(all, text)
		}
	}
	return all, nil
}

// options reads the answers of a choice: texts, or pairs of value and label.
func (w *fieldWalk) options(raw []byte) ([]Option, error) {
	items, err := w.arrayOf(raw)
	if err != nil {
		return nil, err
	}
	if len(items) > mostFields {
		return nil, fmt.Errorf("%w: a field has more than %d answers to choose from", ErrTooLarge, mostFields)
	}
	var all []Option
	for _, item := range items {
		texts, err := w.texts(item)
		if err != nil {
			return nil, err
		}
		if len(texts) > 0 {
			all = append(all, Option{texts[0], texts[len(texts)-1]})
		}
	}
	return all, nil
}

// text reads a text, which may be the data of a stream. A missing value is an empty text.
func (w *fieldWalk) text(raw []byte) (string, error) {
	s := scanner{data: raw}
	if number, _, is := s.reference(); is {
		o, err := w.object(number)
		if err != nil {
			return "", err
		}
		if o.data != nil {
			head, err := parseDictionary(o.value)
			if err != nil {
				return "", err
			}
			data, err := w.unpack(head, o.data)
			return decodeText(string(data)), err
		}
	}
	value, err := w.resolve(raw)
	if err != nil || len(value) == 0 || string(value) == "null" {
		return "", err
	}
	if value[0] == '/' {
		return nameOf(value), nil
	}
	if len(value) > 2*mostFieldText {
		return "", fmt.Errorf("%w: a value has more than %d bytes", ErrTooLarge, mostFieldText)
	}
	text, err := parseString(value)
	return decodeText(text), err
}

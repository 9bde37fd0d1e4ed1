package pdf

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// InputKind is the kind of a form field.
type InputKind string

// The kinds of inputs.
const (
	TextInput   InputKind = "text"
	ChoiceInput InputKind = "choice" // a drop-down list
	RadioInput  InputKind = "radio"  // a group of radio buttons
	CheckInput  InputKind = "check"  // a check box
)

// Input is a form field (12.7.4). Draw its frame and its label yourself: an input has neither.
type Input struct {
	Kind      InputKind
	Name      string   // unique; parts joined by points, such as BAA-01.answer
	Tooltip   string   // read aloud by a screen reader
	Multiline bool     // for a text
	Fixed     string   // a text in ASCII that the reader of the form cannot change; empty for a field to fill in
	Options   []Option // for a choice and a radio
	Places    []Place  // exactly one; for a radio, one for each option
}

// Option is one answer of a choice or a radio.
type Option struct {
	Value string // in the file; unique; not "Off" for a radio, because that means no button is selected
	Label string // shown to people
}

// Place is a rectangle on a page.
type Place struct {
	Page int        // from 1
	Rect [4]float64 // left, bottom, right, top in points from the page's lower left corner
}

// Flags of fields (12.7.3.1, 12.7.4.2 to 12.7.4.4).
const (
	flagReadOnly  = 1 << 0
	flagMultiline = 1 << 12
	flagRadio     = 1 << 15
	flagCombo     = 1 << 17
)

// The font for the text that people enter. It is a standard font: every reader has it for all of Latin-1. The fonts of
// the drawing contain only the characters that the drawing needs.
const (
	inputFont       = "Helv"
	inputAppearance = "/" + inputFont + " 9 Tf 0 g"
	fixedAppearance = "/" + inputFont + " 5 Tf 0.4 g"
	fixedLine       = 6.0 // points from one line of a fixed text to the next
	fixedLetter     = 3.0 // points; no letter of the lines that assay writes is wider on average
)

var errInput = errors.New("an input needs a unique name, a kind, its options, and one place on a page for each button or field; a fixed text is ASCII, and of a text")

// placeInputs adds the inputs to the form. A file with inputs does not claim to be archival, see metadata.
func (d *draft) placeInputs() error {
	if len(d.archive.Inputs) == 0 {
		return nil
	}
	form := d.dictionary(d.catalog.Get("AcroForm"))
	if form == nil {
		form = NewDictionary(Name("Fields"), Array{})
		d.catalog.Set("AcroForm", d.add(form))
	}
	font := d.add(NewDictionary(Name("Type"), Name("Font"), Name("Subtype"), Name("Type1"),
		Name("BaseFont"), Name("Helvetica"), Name("Encoding"), Name("WinAnsiEncoding")))
	form.Set("DR", NewDictionary(Name("Font"), NewDictionary(Name(inputFont), font)))
	form.Set("DA", String(inputAppearance))
	t := &fieldTree{draft: d, root: form, font: font, nodes: map[string]node{}, appearances: map[string]Reference{}}
	for _, in := range d.archive.Inputs {
		if err := t.place(in); err != nil {
			return fmt.Errorf("input %q: %w", in.Name, err)
		}
	}
	return nil
}

// fieldTree is the tree of form fields. Each part of a name is one level of the tree (12.7.3.2).
type fieldTree struct {
	*draft
	root        *Dictionary
	font        Reference
	nodes       map[string]node      // by full name
	appearances map[string]Reference // inputs that look the same share one
}

type node struct {
	at   Reference // 0 for the root
	leaf bool
	*Dictionary
}

func (t *fieldTree) place(in Input) error {
	if !in.valid(len(t.pages)) {
		return errInput
	}
	path, last := splitLast(in.Name)
	parent, err := t.parent(path)
	if err != nil {
		return err
	}
	if _, taken := t.nodes[in.Name]; taken {
		return errInput
	}
	field := NewDictionary(Name("FT"), in.Kind.fieldType(), Name("T"), Text(last), Name("TU"), Text(in.Tooltip))
	if flags := in.flags(); flags != 0 {
		field.Set("Ff", flags)
	}
	at := t.attach(in.Name, field, parent, true)
	switch in.Kind {
	case TextInput, ChoiceInput:
		field.Set("DA", String(inputAppearance))
		if in.Kind == ChoiceInput {
			field.Set("Opt", in.optionArray())
		}
		t.makeWidget(in.Name, field, at, in.Places[0])
		content := "/Tx BMC\nEMC\n"
		if in.Fixed != "" {
			field.Set("DA", String(fixedAppearance))
			field.Set("V", Text(in.Fixed))
			content = in.fixedText()
		}
		field.Set("AP", NewDictionary(Name("N"), t.appearance(in.Places[0], content)))
	case CheckInput:
		field.Set("V", Name("Off"))
		t.makeWidget(in.Name, field, at, in.Places[0])
		t.setAppearances(field, in.Places[0], "Yes", tick)
	case RadioInput:
		field.Set("V", Name("Off"))
		kids := Array{}
		for i, option := range in.Options {
			widget := NewDictionary(Name("Parent"), at, Name("Contents"), Text(option.Label))
			r := t.add(widget)
			kids = append(kids, r)
			t.makeWidget(in.Name, widget, r, in.Places[i])
			t.setAppearances(widget, in.Places[i], Name(option.Value), dot)
		}
		field.Set("Kids", kids)
	}
	return nil
}

// parent returns the node with this full name, and makes it if it does not exist yet.
func (t *fieldTree) parent(path string) (node, error) {
	if path == "" {
		return node{Dictionary: t.root}, nil
	}
	if known, ok := t.nodes[path]; ok {
		if known.leaf {
			return node{}, errInput
		}
		return known, nil
	}
	before, last := splitLast(path)
	parent, err := t.parent(before)
	if err != nil {
		return node{}, err
	}
	t.attach(path, NewDictionary(Name("T"), Text(last)), parent, false)
	return t.nodes[path], nil
}

// splitLast separates the last part of a name from the parts before it, of which there may be none.
func splitLast(name string) (before, last string) {
	cut := strings.LastIndexByte(name, '.')
	return name[:max(cut, 0)], name[cut+1:]
}

// attach adds a node as a child of its parent.
func (t *fieldTree) attach(name string, dictionary *Dictionary, parent node, leaf bool) Reference {
	at := t.add(dictionary)
	t.nodes[name] = node{at, leaf, dictionary}
	list := Name("Kids")
	if parent.at == 0 {
		list = "Fields"
	} else {
		dictionary.Set("Parent", parent.at)
	}
	siblings, _ := Lookup[Array](parent.Dictionary, list)
	parent.Set(list, append(siblings, at))
	return at
}

// makeWidget turns a dictionary into a widget on a page.
func (t *fieldTree) makeWidget(name string, widget *Dictionary, at Reference, p Place) {
	t.widgets[name] = append(t.widgets[name], at)
	widget.Set("Type", Name("Annot"))
	widget.Set("Subtype", Name("Widget"))
	widget.Set("F", Integer(flagPrint))
	widget.Set("P", t.pages[p.Page-1])
	widget.Set("Rect", Array{points(p.Rect[0]), points(p.Rect[1]), points(p.Rect[2]), points(p.Rect[3])})
	page := t.dictionary(t.pages[p.Page-1])
	annotations, _ := Lookup[Array](page, "Annots")
	page.Set("Annots", append(slices.Clone(annotations), at))
}

// setAppearances sets the off and on appearances of a check box or radio button.
func (t *fieldTree) setAppearances(widget *Dictionary, p Place, on Name, draw func(width, height float64) string) {
	width, height := p.Rect[2]-p.Rect[0], p.Rect[3]-p.Rect[1]
	widget.Set("AS", Name("Off"))
	widget.Set("AP", NewDictionary(Name("N"), NewDictionary(
		on, t.appearance(p, draw(width, height)),
		Name("Off"), t.appearance(p, ""),
	)))
}

func (t *fieldTree) appearance(p Place, content string) Reference {
	box := Array{Integer(0), Integer(0), points(p.Rect[2] - p.Rect[0]), points(p.Rect[3] - p.Rect[1])}
	key := fmt.Sprint(box, content)
	if known, ok := t.appearances[key]; ok {
		return known
	}
	t.appearances[key] = t.add(&Stream{NewDictionary(
		Name("Type"), Name("XObject"),
		Name("Subtype"), Name("Form"),
		Name("BBox"), box,
		Name("Resources"), NewDictionary(Name("Font"), NewDictionary(Name(inputFont), t.font)),
	), []byte(content)})
	return t.appearances[key]
}

// fixedText draws the text of a field that nobody fills in, over as many lines as it needs. The box cuts off the rest.
func (in Input) fixedText() string {
	place, text := in.Places[0], in.Fixed
	most := max(1, int((place.Rect[2]-place.Rect[0])/fixedLetter))
	var b strings.Builder
	fmt.Fprintf(&b, "/Tx BMC\nq\nBT\n%s\n%.1f TL\n1 %.2f Td\n", fixedAppearance, fixedLine, place.Rect[3]-place.Rect[1]-fixedLine)
	for ; text != ""; text = text[min(most, len(text)):] {
		fmt.Fprintf(&b, "(%s) Tj T*\n", escapeFixed.Replace(text[:min(most, len(text))]))
	}
	return b.String() + "ET\nQ\nEMC\n"
}

var escapeFixed = strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`)

// tick draws a check mark.
func tick(width, height float64) string {
	return fmt.Sprintf("1.4 w 1 J 1 j\n%.2f %.2f m %.2f %.2f l %.2f %.2f l S\n",
		width*0.2, height*0.52, width*0.42, height*0.26, width*0.8, height*0.78)
}

// dot draws a disk as four arcs.
func dot(width, height float64) string {
	const arc = 0.5523 // distance of the control points of a quarter circle, in radii
	x, y, r := width/2, height/2, min(width, height)*0.27
	k := r * arc
	return fmt.Sprintf("%.2f %.2f m\n%.2f %.2f %.2f %.2f %.2f %.2f c\n%.2f %.2f %.2f %.2f %.2f %.2f c\n%.2f %.2f %.2f %.2f %.2f %.2f c\n%.2f %.2f %.2f %.2f %.2f %.2f c f\n",
		x+r, y, x+r, y+k, x+k, y+r, x, y+r, x-k, y+r, x-r, y+k, x-r, y, x-r, y-k, x-k, y-r, x, y-r, x+k, y-r, x+r, y-k, x+r, y)
}

// valid reports whether the input follows the rules at [Input], in a document with this many pages.
func (in Input) valid(pages int) bool {
	chosen := in.Kind == ChoiceInput || in.Kind == RadioInput
	marks := 1
	if in.Kind == RadioInput {
		marks = len(in.Options)
	}
	seen := map[string]bool{"": true, "Off": in.Kind == RadioInput}
	for _, option := range in.Options {
		if seen[option.Value] {
			return false
		}
		seen[option.Value] = true
	}
	for _, p := range in.Places {
		if p.Page < 1 || p.Page > pages || p.Rect[0] >= p.Rect[2] || p.Rect[1] >= p.Rect[3] {
			return false
		}
	}
	named := !slices.Contains(strings.Split(in.Name, "."), "")
	if strings.ContainsFunc(in.Fixed, func(r rune) bool { return r < ' ' || r > '~' }) || in.Fixed != "" && in.Kind != TextInput {
		return false
	}
	return named && in.Kind.fieldType() != "" && chosen == (len(in.Options) > 0) && len(in.Places) == marks
}

func (in Input) flags() Integer {
	switch {
	case in.Kind == RadioInput:
		return flagRadio
	case in.Kind == ChoiceInput:
		return flagCombo
	case in.Multiline:
		return flagMultiline
	case in.Fixed != "":
		return flagReadOnly | flagMultiline
	}
	return 0
}

func (in Input) optionArray() Array {
	all := Array{}
	for _, option := range in.Options {
		all = append(all, Array{Text(option.Value), Text(option.Label)})
	}
	return all
}

// fieldType returns the PDF name of the kind, or "" for an unknown kind.
func (k InputKind) fieldType() Name {
	switch k {
	case TextInput:
		return "Tx"
	case ChoiceInput:
		return "Ch"
	case RadioInput, CheckInput:
		return "Btn"
	}
	return ""
}

// Inputs lists the inputs in the order of the form, without their places and without signature fields. Use it only for
// forms that Finish made.
func (v View) Inputs() []Input {
	var all []Input
	var walk func(fields Array, path string, depth int)
	walk = func(fields Array, path string, depth int) {
		for _, item := range fields {
			field := v.Dictionary(item)
			part, _ := Lookup[String](field, "T")
			name := strings.TrimPrefix(path+"."+part.Text(), ".")
			switch {
			case field.Get("FT") == Object(Name("Sig")):
			case field.Get("FT") != nil:
				all = append(all, v.input(field, name))
			case depth < maxNesting:
				walk(v.Array(field.Get("Kids")), name, depth+1)
			}
		}
	}
	walk(v.Fields(), "", 0)
	return all
}

func (v View) input(field *Dictionary, name string) Input {
	tip, _ := Lookup[String](field, "TU")
	flags, _ := Lookup[Integer](field, "Ff")
	in := Input{Kind: CheckInput, Name: name, Tooltip: tip.Text()}
	switch {
	case field.Get("FT") == Object(Name("Tx")):
		in.Kind, in.Multiline = TextInput, flags&flagMultiline != 0
		if flags&flagReadOnly != 0 {
			text, _ := Lookup[String](field, "V")
			in.Fixed, in.Multiline = text.Text(), false
		}
	case field.Get("FT") == Object(Name("Ch")):
		in.Kind = ChoiceInput
		for _, item := range v.Array(field.Get("Opt")) {
			if pair := v.Array(item); len(pair) == 2 {
				value, _ := pair[0].(String)
				label, _ := pair[1].(String)
				in.Options = append(in.Options, Option{value.Text(), label.Text()})
			}
		}
	case flags&flagRadio != 0:
		in.Kind = RadioInput
		for _, kid := range v.Array(field.Get("Kids")) {
			widget := v.Dictionary(kid)
			label, _ := Lookup[String](widget, "Contents")
			for _, state := range v.Dictionary(v.Dictionary(widget.Get("AP")).Get("N")).Keys() {
				if state != "Off" {
					in.Options = append(in.Options, Option{string(state), label.Text()})
				}
			}
		}
	}
	return in
}

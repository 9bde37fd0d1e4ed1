package pdf

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// InputKind is what a reader does with an input.
type InputKind string

// The kinds of inputs.
const (
	TextInput   InputKind = "text"   // write
	ChoiceInput InputKind = "choice" // choose one of a list that folds out
	RadioInput  InputKind = "radio"  // tick one of several marks
	CheckInput  InputKind = "check"  // tick a mark
)

// Input is a place in the form that the reader of the document fills in (12.7.4). Its frame and its label belong to the
// drawing; the input is what lies on them, and empty.
type Input struct {
	Kind      InputKind
	Name      string   // of its parts, joined by points, such as BAA-01.answer; none has the same
	Tooltip   string   // what a screen reader says
	Multiline bool     // of a text
	Options   []Option // of a choice and a radio
	Places    []Place  // one; of a radio, one for each option
}

// Option is one of the answers to choose from.
type Option struct {
	Value string // as the file keeps it; of a radio, "Off" would mean that nothing is ticked
	Label string // as people read it
}

// Place is a rectangle on a page.
type Place struct {
	Page int        // from 1
	Rect [4]float64 // left, bottom, right, top in points from the page's lower left corner
}

// Flags of fields (12.7.3.1, 12.7.4.2 to 12.7.4.4).
const (
	flagMultiline = 1 << 12
	flagRadio     = 1 << 15
	flagCombo     = 1 << 17
)

// The type in which readers set what is written. It is one of the standard fonts, which every reader has for all of
// Latin-1; the fonts of the drawing hold only the characters that the drawing needs.
const (
	inputFont       = "Helv"
	inputAppearance = "/" + inputFont + " 9 Tf 0 g"
)

// errInput says what an input must have.
var errInput = errors.New("an input needs a name of its own, a kind, its options and a place on a page for each mark")

// placeInputs adds the inputs to the form. A document that people fill in is none for the archive, and does not claim
// to be: see metadata.
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
	t := &fieldTree{draft: d, root: form, nodes: map[string]node{}, appearances: map[string]Reference{}}
	for _, in := range d.archive.Inputs {
		if err := t.place(in); err != nil {
			return fmt.Errorf("input %q: %w", in.Name, err)
		}
	}
	return nil
}

// fieldTree is the form in the making. The parts of a name are the levels of the tree (12.7.3.2), since no part may
// hold a point.
type fieldTree struct {
	*draft
	root        *Dictionary
	nodes       map[string]node
	appearances map[string]Reference // one for all inputs that look the same
}

type node struct {
	at   Reference // 0 for the root
	leaf bool
	*Dictionary
}

func (t *fieldTree) place(in Input) error {
	if !in.whole(len(t.pages)) {
		return errInput
	}
	path, last := splitLast(in.Name)
	parent, err := t.branch(path)
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
	at := t.join(in.Name, field, parent, true)
	switch in.Kind {
	case TextInput, ChoiceInput:
		field.Set("DA", String(inputAppearance))
		if in.Kind == ChoiceInput {
			field.Set("Opt", in.optionArray())
		}
		t.show(field, at, in.Places[0])
		field.Set("AP", NewDictionary(Name("N"), t.appearance(in.Places[0], "/Tx BMC\nEMC\n")))
	case CheckInput:
		field.Set("V", Name("Off"))
		t.show(field, at, in.Places[0])
		t.mark(field, in.Places[0], "Yes", tick)
	case RadioInput:
		field.Set("V", Name("Off"))
		kids := Array{}
		for i, option := range in.Options {
			widget := NewDictionary(Name("Parent"), at, Name("Contents"), Text(option.Label))
			r := t.add(widget)
			kids = append(kids, r)
			t.show(widget, r, in.Places[i])
			t.mark(widget, in.Places[i], Name(option.Value), dot)
		}
		field.Set("Kids", kids)
	}
	return nil
}

// branch returns the node above the inputs whose names begin with path.
func (t *fieldTree) branch(path string) (node, error) {
	if path == "" {
		return node{Dictionary: t.root}, nil
	}
	if known, ok := t.nodes[path]; ok {
		if known.leaf {
			return node{}, errInput
		}
		return known, nil
	}
	above, last := splitLast(path)
	parent, err := t.branch(above)
	if err != nil {
		return node{}, err
	}
	t.join(path, NewDictionary(Name("T"), Text(last)), parent, false)
	return t.nodes[path], nil
}

// splitLast divides a name before its last part; what comes before may be empty.
func splitLast(name string) (before, last string) {
	cut := strings.LastIndexByte(name, '.')
	return name[:max(cut, 0)], name[cut+1:]
}

// join hangs a node below its parent.
func (t *fieldTree) join(name string, dictionary *Dictionary, parent node, leaf bool) Reference {
	at := t.add(dictionary)
	t.nodes[name] = node{at, leaf, dictionary}
	below := Name("Kids")
	if parent.at == 0 {
		below = "Fields"
	} else {
		dictionary.Set("Parent", parent.at)
	}
	siblings, _ := Lookup[Array](parent.Dictionary, below)
	parent.Set(below, append(siblings, at))
	return at
}

// show makes a dictionary a widget on its page.
func (t *fieldTree) show(widget *Dictionary, at Reference, p Place) {
	widget.Set("Type", Name("Annot"))
	widget.Set("Subtype", Name("Widget"))
	widget.Set("F", Integer(flagPrint))
	widget.Set("P", t.pages[p.Page-1])
	widget.Set("Rect", Array{points(p.Rect[0]), points(p.Rect[1]), points(p.Rect[2]), points(p.Rect[3])})
	page := t.dictionary(t.pages[p.Page-1])
	annotations, _ := Lookup[Array](page, "Annots")
	page.Set("Annots", append(slices.Clone(annotations), at))
	page.Set("Tabs", Name("R")) // the tab key goes row by row
}

// mark gives a widget its two appearances, off and on.
func (t *fieldTree) mark(widget *Dictionary, p Place, on Name, draw func(width, height float64) string) {
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
		Name("Resources"), NewDictionary(),
	), []byte(content)})
	return t.appearances[key]
}

// tick draws a check mark.
func tick(width, height float64) string {
	return fmt.Sprintf("1.4 w 1 J 1 j\n%.2f %.2f m %.2f %.2f l %.2f %.2f l S\n",
		width*0.2, height*0.52, width*0.42, height*0.26, width*0.8, height*0.78)
}

// dot draws a disc, as four arcs.
func dot(width, height float64) string {
	const arc = 0.5523 // of the radius: where a quarter circle has its control points
	x, y, r := width/2, height/2, min(width, height)*0.27
	k := r * arc
	return fmt.Sprintf("%.2f %.2f m\n%.2f %.2f %.2f %.2f %.2f %.2f c\n%.2f %.2f %.2f %.2f %.2f %.2f c\n%.2f %.2f %.2f %.2f %.2f %.2f c\n%.2f %.2f %.2f %.2f %.2f %.2f c f\n",
		x+r, y, x+r, y+k, x+k, y+r, x, y+r, x-k, y+r, x-r, y+k, x-r, y, x-r, y-k, x-k, y-r, x, y-r, x+k, y-r, x+r, y-k, x+r, y)
}

// whole reports whether the input has what it must have.
func (in Input) whole(pages int) bool {
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

// fieldType is the kind as a form spells it, or empty for no kind.
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

// Inputs lists what there is to fill in, in the order of the form and without places. Signature fields are not among
// it. It is meant for forms that Finish made.
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

package dialog

// Typed is the text in one field of a dialog.
type Typed struct{ Label, Text string }

// Writing is a dialog into which people write.
type Writing interface {
	Dialog
	// Typed lists the texts in the order of their fields, those that are not asked for
	// now among them. A secret one is left out.
	Typed() []Typed
	// Fill writes texts again that were typed into a dialog of the same fields. was is
	// what these held before. A text that somebody else has changed since is kept, with
	// the other one below it where there is room.
	Fill(texts, was []Typed)
	// Asks names the dialog by its own words. Two dialogs with the same words ask for
	// the same.
	Asks() string
}

// Asks implements Writing.
func (s *Sheet) Asks() string { return s.Title + "\n" + s.Lead }

// Asks implements Writing.
func (d *Note) Asks() string { return d.title }

// Typed implements Writing.
func (s *Sheet) Typed() []Typed {
	var all []Typed
	for n := range s.Fields {
		if f := &s.Fields[n]; f.kept() {
			all = append(all, Typed{f.Label, f.Text()})
		}
	}
	return all
}

// Fill implements Writing.
func (s *Sheet) Fill(texts, was []Typed) {
	next := 0
	for n := range s.Fields {
		f := &s.Fields[n]
		if !f.kept() || next >= len(texts) || texts[next].Label != f.Label {
			continue
		}
		if next >= len(was) || texts[next].Text != was[next].Text {
			f.Set(texts[next].Text)
			f.marked = f.yields && f.Text() != ""
		}
		next++
	}
}

// Typed implements Writing.
func (d *Note) Typed() []Typed { return []Typed{{"", d.input.Value()}} }

// Fill implements Writing.
func (d *Note) Fill(texts, was []Typed) {
	if len(texts) != 1 {
		return
	}
	text, present := texts[0].Text, d.input.Value()
	if present != "" && present != text && (len(was) != 1 || was[0].Text != present) {
		text = present + "\n\n" + text
	}
	d.input.SetValue(text)
}

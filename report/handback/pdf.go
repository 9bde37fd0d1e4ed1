package handback

import (
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"assay/assessment/english"
	"assay/assessment/written"
	"assay/report/pdf/foreign"
	"assay/report/vendorcopy"
)

// readPDF reads our PDF form, which any program may have filled in and saved.
func readPDF(r io.ReaderAt, size int64) (*Handback, error) {
	if size > foreign.MostFormBytes {
		return nil, tooLarge("the PDF has %s, and at most %s are read; files must come beside it", english.Bytes(size), english.Bytes(foreign.MostFormBytes))
	}
	file := make([]byte, size)
	if _, err := r.ReadAt(file, 0); err != nil && err != io.EOF {
		return nil, err
	}
	form, err := foreign.ReadForm(file)
	if err != nil {
		return nil, pdfError(err)
	}
	if len(form.Runs) > 0 {
		return nil, unsafe("the PDF has %s, which our form has not", english.List(form.Runs))
	}
	b := newBuilder(written.PDF)
	for _, name := range form.Files {
		if runs(name) {
			return nil, unsafe("the PDF has a program attached: %s", excerpt(name))
		}
		b.Inside = append(b.Inside, name)
		b.remark("the file "+name, "is attached inside the PDF, and is not taken from there; take it out, and add it as evidence")
	}
	if err := readFields(b, form.Fields); err != nil {
		return nil, err
	}
	return &Handback{reply: b.reply()}, nil
}

// pdfError tells an error of package foreign in the words of this package.
func pdfError(err error) error {
	switch {
	case errors.Is(err, foreign.ErrEncrypted):
		return encrypted("the PDF is encrypted")
	case errors.Is(err, foreign.ErrTooLarge):
		return tooLarge("%v", err)
	}
	return broken("%v", err)
}

// programs are endings of files that a system runs when somebody opens them.
var programs = strings.Fields(".exe .com .bat .cmd .ps1 .vbs .vbe .js .jse .wsf .wsh .msi .msp .scr .hta .cpl .jar .lnk .pif .reg .sh .command .app .dmg .pkg .deb .rpm .dll .xlsm .docm .pptm .xlam .xll .iso .chm .svg .html .htm")

// runs reports whether opening a file of this name could run something.
func runs(name string) bool {
	return slices.Contains(programs, strings.ToLower(path.Ext(strings.TrimRight(name, ". "))))
}

// The names of the fields of our form: see package vendorcopy.
const (
	fieldAbout   = "vendor."
	partWords    = "answer"
	partYesNo    = "yes_no"
	partChoice   = "choice"
	partAttached = "attached"
	partFile     = "file"
)

// question is a question of a PDF form with its fields.
type question struct {
	written.Answer
	document, attached bool
	unknown            string // choices that the form does not offer
}

// readFields reads the fields of our form. Fields of one question or document follow each other only in our own file, so
// they are collected by name.
func readFields(b *builder, fields []foreign.Field) error {
	if !slices.ContainsFunc(fields, func(f foreign.Field) bool { return f.Kind != foreign.SignatureField }) {
		return cameBack("the PDF has no fields: it is another document, or our form was printed to a new PDF, where nobody can tell the answers from the questions")
	}
	identity, ours := "", false
	for _, f := range fields {
		if f.Name == vendorcopy.FieldIdentity {
			identity = strings.Join(f.Values, "")
		}
		_, _, known := splitField(f.Name)
		ours = ours || known
	}
	switch {
	case !ours:
		return notOurs("it is the PDF form of another program")
	case identity == "":
		return notOurs("the PDF does not say to which form it answers; forms that assay wrote before it could read replies do not")
	}
	if err := b.form(identity); err != nil {
		return err
	}
	c := &collector{builder: b, at: map[string]int{}}
	held := map[string]string{}
	for _, f := range fields {
		text := strings.Join(f.Values, "\n")
		if first, twice := held[f.Name]; twice {
			if first != text {
				b.remark("the field "+f.Name, "is there twice, and the second one holds: "+text)
			}
			continue
		}
		held[f.Name] = text
		if err := c.field(f); err != nil {
			return err
		}
	}
	for _, q := range c.all {
		var err error
		if q.document {
			err = b.document(written.Document{Kind: q.Item, Note: q.note()})
		} else {
			q.Words = strings.TrimSpace(q.unknown + "\n" + q.Words)
			err = b.answer(q.Answer)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// splitField separates the name of a field into the id of its question or document, and the part of it.
func splitField(name string) (id, part string, known bool) {
	id, part, _ = strings.Cut(name, ".")
	kind, _, _ := strings.Cut(part, ".")
	return id, part, slices.Contains([]string{partWords, partYesNo, partChoice, partAttached, partFile}, kind)
}

// collector collects the fields of each question.
type collector struct {
	*builder
	all []*question
	at  map[string]int
}

func (c *collector) of(id string) *question {
	at, known := c.at[id]
	if !known {
		at = len(c.all)
		c.at[id], c.all = at, append(c.all, &question{Answer: written.Answer{Item: id}})
	}
	return c.all[at]
}

// field takes the value of one field.
func (c *collector) field(f foreign.Field) error {
	text := strings.Join(f.Values, "\n")
	if f.Kind == foreign.SignatureField {
		if len(f.Values) > 0 {
			c.remark("the field "+f.Name, "is a signature of the vendor, which was not checked")
		}
		return nil
	}
	if about, is := strings.CutPrefix(f.Name, fieldAbout); is {
		return c.stated(about, text)
	}
	id, part, known := splitField(f.Name)
	switch {
	case f.Name == vendorcopy.FieldIdentity:
		return nil
	case !known:
		if text != "" {
			c.remark("the field "+f.Name, text)
		}
		return nil
	}
	if err := checkText("the field "+line(f.Name), text); err != nil {
		return err
	}
	q := c.of(id)
	switch kind, number, _ := strings.Cut(part, "."); kind {
	case partWords:
		q.Asked = f.Tooltip
		q.Words = text
	case partFile:
		q.document, q.Words = true, text
	case partAttached:
		q.document, q.attached = true, c.pressed(f)
	case partYesNo:
		q.Offered = []string{"yes", "no"}
		c.choose(q, f)
	case partChoice:
		c.option(q, f, number)
	}
	return nil
}

// note returns the text beside a document.
func (q *question) note() string {
	if clean(q.Words) == "" && q.attached {
		return "marked as attached, without a name"
	}
	return q.Words
}

// option reads a drop-down list, or the check box of one option.
func (c *collector) option(q *question, f foreign.Field, number string) {
	if f.Kind != foreign.ButtonField {
		for _, o := range f.Options {
			q.Offered = append(q.Offered, o.Value)
		}
		c.choose(q, f)
		return
	}
	if number != "" { // its label is all that the file says about the option
		q.Offered = append(q.Offered, f.Tooltip)
		if c.pressed(f) {
			q.Choices = append(q.Choices, f.Tooltip)
		}
	}
}

// choose takes the chosen options by their value. Some programs store the label instead.
func (c *collector) choose(q *question, f foreign.Field) {
	values := f.Values
	if f.Kind == foreign.ButtonField {
		values = nil
		if state := c.state(f); state != "" {
			values = []string{state}
		}
	}
	for _, value := range values {
		at := slices.IndexFunc(f.Options, func(o foreign.Option) bool { return line(o.Label) == line(value) })
		switch {
		case slices.Contains(q.Offered, value):
			q.Choices = append(q.Choices, value)
		case at >= 0:
			q.Choices = append(q.Choices, f.Options[at].Value)
		case slices.Contains(q.Offered, strings.ToLower(value)):
			q.Choices = append(q.Choices, strings.ToLower(value))
		case clean(value) != "":
			c.remark(q.Item, "the choice "+excerpt(value)+" is none of those that the form offers")
			q.unknown = strings.TrimSpace(q.unknown + "\n" + value)
		}
	}
}

// state returns the state of a button. Readers show the drawn state, and some programs store no other.
func (c *collector) state(f foreign.Field) string {
	stored, drawn := strings.Join(f.Values, ""), ""
	if len(f.Drawn) == 1 {
		drawn = f.Drawn[0]
	}
	switch {
	case len(f.Drawn) > 1, stored != "" && stored != drawn:
		c.remark("the field "+f.Name, "shows another choice than it holds: it holds "+excerpt(stored)+", and shows "+excerpt(strings.Join(f.Drawn, " and ")))
		return stored
	}
	return drawn
}

// pressed reports whether a check box is on.
func (c *collector) pressed(f foreign.Field) bool { return c.state(f) != "" }

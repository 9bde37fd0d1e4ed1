package pdf

import "strings"

// Texts returns everything in the document that a program could read as text: all strings and names, the unpacked data
// of all streams, and the texts of the strings in them. It is for a search; nothing in it is in the order of the pages.
func (d *Document) Texts() ([]string, error) {
	c := &collector{left: maxUnpacked}
	for _, revision := range d.Revisions {
		if err := c.collect(revision.Trailer); err != nil {
			return nil, err
		}
		for _, n := range revision.Numbers() {
			if err := c.collect(revision.objects[n]); err != nil {
				return nil, err
			}
		}
	}
	return c.texts, nil
}

// collector collects texts. It unpacks at most left more bytes.
type collector struct {
	texts []string
	left  int
}

func (c *collector) collect(o Object) error {
	switch o := o.(type) {
	case String:
		c.texts = append(c.texts, o.Text(), string(o))
	case Name:
		c.texts = append(c.texts, string(o))
	case Array:
		for _, item := range o {
			if err := c.collect(item); err != nil {
				return err
			}
		}
	case *Dictionary:
		for _, key := range o.Keys() {
			c.texts = append(c.texts, string(key))
			if err := c.collect(o.Get(key)); err != nil {
				return err
			}
		}
	case *Stream:
		if err := c.collect(o.Dictionary); err != nil {
			return err
		}
		data, err := o.Decode(c.left)
		if err != nil {
			return err
		}
		c.left -= len(data)
		c.texts = append(c.texts, string(data), strings.Join(literals(data), " "))
	}
	return nil
}

// literals returns the strings in the content of a page, as text of two bytes for each character and as text of one.
func literals(content []byte) []string {
	var wide, narrow []string
	for l := (lexer{data: content}); l.pos < len(content); {
		if content[l.pos] != '(' {
			l.pos++
			continue
		}
		start := l.pos
		o, err := l.literal()
		text, is := o.(String)
		if err != nil || !is {
			l.pos = start + 1
			continue
		}
		wide, narrow = append(wide, (byteOrderMark+text).Text()), append(narrow, string(text))
	}
	return append(wide, narrow...)
}

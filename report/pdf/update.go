package pdf

import (
	"bytes"
	"fmt"
	"slices"
)

// Update collects the objects of one new revision.
type Update struct {
	document *Document
	objects  map[Reference]Object
	next     Reference
}

// Update begins a new revision of the document.
func (d *Document) Update() *Update {
	return &Update{d, map[Reference]Object{}, d.size()}
}

// size returns the first free object number.
func (d *Document) size() Reference {
	size, _ := Lookup[Integer](d.Revisions[len(d.Revisions)-1].Trailer, "Size")
	return Reference(size)
}

// Add adds a new object and returns its reference.
func (u *Update) Add(o Object) Reference {
	r := u.next
	u.next++
	u.objects[r] = o
	return r
}

// Replace sets a new value for an existing object.
func (u *Update) Replace(r Reference, o Object) { u.objects[r] = o }

// Bytes returns the whole file: the bytes of the document, unchanged, and the new revision.
func (u *Update) Bytes() []byte {
	last := u.document.Revisions[len(u.document.Revisions)-1]
	trailer := last.Trailer.Clone()
	trailer.Set("Size", Integer(u.next))
	trailer.Set("Prev", Integer(last.xref))
	var w bytes.Buffer
	w.Write(u.document.Bytes)
	writeXref(&w, writeObjects(&w, u.objects), trailer)
	return w.Bytes()
}

const endOfObject = "\nendobj\n"

// writeBegin writes the line before an object.
func writeBegin(w *bytes.Buffer, r Reference) {
	Integer(r).write(w)
	w.WriteString(" 0 obj\n")
}

// writeObjects writes the objects in the order of their numbers and returns their offsets.
func writeObjects(w *bytes.Buffer, objects map[Reference]Object) map[Reference]int {
	offsets := make(map[Reference]int, len(objects))
	for _, r := range sortedKeys(objects) {
		offsets[r] = w.Len()
		writeBegin(w, r)
		objects[r].write(w)
		w.WriteString(endOfObject)
	}
	return offsets
}

// writeXref writes the end of a revision: the cross-reference table, the trailer, and the end mark.
func writeXref(w *bytes.Buffer, offsets map[Reference]int, trailer *Dictionary) {
	start := w.Len()
	w.WriteString("xref\n")
	writeTable(w, offsets, trailer.Get("Prev") == nil)
	w.WriteString("trailer\n")
	trailer.write(w)
	fmt.Fprintf(w, "\nstartxref\n%d\n%%%%EOF\n", start)
}

// writeTable writes the subsections of a cross-reference table, each with consecutive numbers. The table of a base also
// lists the free object 0 (7.5.4).
func writeTable(w *bytes.Buffer, offsets map[Reference]int, base bool) {
	numbers := sortedKeys(offsets)
	if base {
		numbers = slices.Insert(numbers, 0, 0)
	}
	for len(numbers) > 0 {
		run := 1
		for run < len(numbers) && numbers[run] == numbers[0]+Reference(run) {
			run++
		}
		fmt.Fprintf(w, "%d %d\n", numbers[0], run)
		for _, r := range numbers[:run] {
			if r == 0 {
				w.WriteString("0000000000 65535 f \n")
			} else {
				fmt.Fprintf(w, "%010d 00000 n \n", offsets[r])
			}
		}
		numbers = numbers[run:]
	}
}

// Equals reports whether a revision has the objects of the update and no others.
func (u *Update) Equals(r *Revision) bool {
	if len(u.objects) != len(r.objects) {
		return false
	}
	for n, o := range u.objects {
		if !Equal(o, r.objects[n]) {
			return false
		}
	}
	return true
}

package pdf

import (
	"bytes"
	"fmt"
	"maps"
)

// Update collects the objects of one new revision.
type Update struct {
	document *Document
	objects  map[Reference]Object
	next     Reference
}

// Update begins a new revision on top of the document.
func (d *Document) Update() *Update {
	return &Update{d, map[Reference]Object{}, d.size()}
}

// size is the first number that no object has yet.
func (d *Document) size() Reference {
	size, _ := Lookup[Integer](d.Revisions[len(d.Revisions)-1].Trailer, "Size")
	return Reference(size)
}

// Add gives o the next free number.
func (u *Update) Add(o Object) Reference {
	r := u.next
	u.next++
	u.objects[r] = o
	return r
}

// Replace gives an object that exists a new value.
func (u *Update) Replace(r Reference, o Object) { u.objects[r] = o }

// Bytes writes the whole file: the document as it was, byte for byte, and the new revision.
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

// writeObjects writes the objects in the order of their numbers and returns their offsets.
func writeObjects(w *bytes.Buffer, objects map[Reference]Object) map[Reference]int {
	offsets := make(map[Reference]int, len(objects))
	for _, r := range sortedKeys(objects) {
		offsets[r] = w.Len()
		fmt.Fprintf(w, "%d 0 obj\n", r)
		objects[r].write(w)
		w.WriteString("\nendobj\n")
	}
	return offsets
}

// writeXref ends a revision: the cross-reference table in runs of consecutive numbers, the trailer, the end mark. The
// table of a base also has the free object 0 (7.5.4).
func writeXref(w *bytes.Buffer, offsets map[Reference]int, trailer *Dictionary) {
	start := w.Len()
	w.WriteString("xref\n")
	offsets = maps.Clone(offsets)
	if trailer.Get("Prev") == nil {
		offsets[0] = 0
	}
	numbers := sortedKeys(offsets)
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
	w.WriteString("trailer\n")
	trailer.write(w)
	fmt.Fprintf(w, "\nstartxref\n%d\n%%%%EOF\n", start)
}

package exchange

import (
	"cmp"
	"slices"
)

// spans are the parts of a file that were read or written, in order and apart. Clients
// send and ask for the blocks of a file in any order, and for several at once.
type spans []span

type span struct{ from, to int64 } // to is not part of it

// mostSpans keeps a client from filling the memory with tiny parts far apart.
const mostSpans = 10_000

// add joins a part to the others. It returns false, and adds nothing, if there are too
// many.
func (s *spans) add(from, to int64) bool {
	if from >= to {
		return true
	}
	all := *s
	first, _ := slices.BinarySearchFunc(all, from, func(of span, from int64) int { return cmp.Compare(of.to, from) })
	last := first
	for ; last < len(all) && all[last].from <= to; last++ {
		from, to = min(from, all[last].from), max(to, all[last].to)
	}
	if first == last && len(all) >= mostSpans {
		return false
	}
	*s = slices.Replace(all, first, last, span{from, to})
	return true
}

// cut leaves nothing from an end on.
func (s *spans) cut(end int64) {
	kept := (*s)[:0]
	for _, of := range *s {
		if of.to = min(of.to, end); of.from < of.to {
			kept = append(kept, of)
		}
	}
	*s = kept
}

// cover reports whether no byte of a file of a size is left out.
func (s spans) cover(size int64) bool {
	return size == 0 || len(s) == 1 && s[0] == span{0, size}
}

package yamldoc

import (
	"cmp"
	"iter"
)

// Nearest returns the known word with the smallest edit distance to word, or ""
// if every distance is more than 2. If several are equally near, it prefers the
// one that shares the longest beginning with word, then the first by byte order.
func Nearest(word string, known iter.Seq[string]) string {
	best, least := "", 3
	for name := range known {
		if len(name)-len(word) > least || len(word)-len(name) > least {
			continue
		}
		d := distance(word, name)
		if order := cmp.Or(cmp.Compare(d, least), cmp.Compare(shared(word, best), shared(word, name)), cmp.Compare(name, best)); d < 3 && order < 0 {
			best, least = name, d
		}
	}
	return best
}

// shared returns the length in bytes of the longest common beginning.
func shared(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// distance returns the Levenshtein distance of two words, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

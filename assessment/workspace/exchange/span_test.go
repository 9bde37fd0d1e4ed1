package exchange

import (
	"testing"

	"pgregory.net/rapid"
)

// However blocks come, the parts say the same as a list of the bytes.
func TestPartsJoin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const size = 40
		var parts spans
		var bytes [size]bool
		for range rapid.IntRange(0, 30).Draw(t, "blocks") {
			from := rapid.IntRange(0, size).Draw(t, "from")
			to := rapid.IntRange(from, size).Draw(t, "to")
			if rapid.IntRange(0, 9).Draw(t, "cut") == 0 {
				parts.cut(int64(from))
				clear(bytes[from:])
				continue
			}
			if !parts.add(int64(from), int64(to)) {
				t.Fatal("too many parts")
			}
			for n := from; n < to; n++ {
				bytes[n] = true
			}
		}
		var got [size]bool
		before := int64(-1)
		for _, p := range parts {
			if p.from <= before || p.from >= p.to {
				t.Fatalf("%v are not in order and apart", parts)
			}
			for n := p.from; n < p.to; n++ {
				got[n] = true
			}
			before = p.to
		}
		if got != bytes {
			t.Fatalf("%v for %v", parts, bytes)
		}
		all := 0
		for _, is := range bytes {
			if !is {
				break
			}
			all++
		}
		if parts.cover(size) != (all == size) {
			t.Fatalf("%v covers all: %v", parts, parts.cover(size))
		}
	})
}

func TestPartsAreBounded(t *testing.T) {
	var parts spans
	for n := range int64(mostSpans) {
		if !parts.add(2*n, 2*n+1) {
			t.Fatal(n)
		}
	}
	if parts.add(1<<40, 1<<40+1) || !parts.add(1, 2) || len(parts) != mostSpans-1 {
		t.Error(len(parts))
	}
}

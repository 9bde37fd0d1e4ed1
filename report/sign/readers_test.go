package sign

import (
	"bytes"
	"compress/flate"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"maps"
	mathrand "math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"assay/report/pdf"
	"assay/report/pdf/pdftest"
)

// The tests of this file ask whether one file can show two pages. An insider with a trusted key spells a signed report in
// another way, hides objects in it, and signs it with another program. Verify must refuse it, or five readers by other
// authors must show the page that Verify has read.

// insider signs with a trusted key.
type insider struct {
	Identity
	policy Policy
	file   []byte // an honest report, signed
	places []place
	room   [2]int // the byte range of the value of the signature, with its brackets
	extent [2]int // the byte range of the numbers of /ByteRange, with their brackets
}

// place is a number in the file that says where something else begins.
type place struct{ at, end, value int }

func newInsider(t testing.TB) insider {
	t.Helper()
	id, err := Create("Ivo Insider", "", pdftest.When, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	when := pdftest.When.Add(time.Hour)
	in := insider{Identity: id, policy: Policy{Anchors: Own(id.Chain), Now: when}}
	if in.file, err = Sign(pdftest.Finished(t, 2), id, Options{Field: Assessor, Name: "Ivo Insider", When: when}); err != nil {
		t.Fatal(err)
	}
	for _, found := range regexp.MustCompile(`(?m)^(\d{10}) 00000 n $|(?:startxref\n|/Prev )(\d+)`).FindAllSubmatchIndex(in.file, -1) {
		at, end := max(found[2], found[4]), max(found[3], found[5])
		value, err := strconv.Atoi(string(in.file[at:end]))
		if err != nil {
			t.Fatal(err)
		}
		in.places = append(in.places, place{at, end, value})
	}
	written := regexp.MustCompile(`/ByteRange (\[.*?\]) /Contents (<.*?>)`).FindSubmatchIndex(in.file)
	in.extent, in.room = [2]int(written[2:4]), [2]int(written[4:6])
	return in
}

// edit replaces the bytes from at up to end.
type edit struct {
	at, end int
	with    string
}

// sign makes the edits, mends every offset, and signs. It does not touch a number that the edits changed.
func (in insider) sign(t testing.TB, edits ...edit) []byte {
	t.Helper()
	slices.SortFunc(edits, func(a, b edit) int { return a.at - b.at })
	var out []byte
	last := 0
	for _, e := range edits {
		out = append(append(out, in.file[last:e.at]...), e.with...)
		last = e.end
	}
	out = append(out, in.file[last:]...)
	moved := func(at int) int {
		for _, e := range slices.Backward(edits) {
			if at >= e.end {
				by := 0
				for _, before := range edits {
					if before.end <= e.end {
						by += len(before.with) - (before.end - before.at)
					}
				}
				return at + by
			}
		}
		return at
	}
	edited := func(from, to int) bool {
		return slices.ContainsFunc(edits, func(e edit) bool { return e.at < to && from < e.end || from < e.at && e.at < to })
	}
	for _, p := range in.places {
		if !edited(p.at, p.end) {
			copy(out[moved(p.at):], fmt.Sprintf("%0*d", p.end-p.at, moved(p.value)))
		}
	}
	if edited(in.extent[0], in.room[1]) {
		return out // nothing is left to sign
	}
	gap, end := moved(in.room[0]), moved(in.room[1])
	copy(out[moved(in.extent[0]):], fmt.Sprintf("%-*s]", in.extent[1]-in.extent[0]-1, fmt.Sprintf("[0 %d %d %d", gap, end, len(out)-end)))
	signed, err := newSignedData(in.Identity, digest(withP256.hash, out[:gap], out[end:]))
	if err != nil {
		t.Fatal(err)
	}
	value, err := signed.encode()
	if err != nil {
		t.Fatal(err)
	}
	hex.Encode(out[gap+1:end-1], append(value, make([]byte, (end-gap-2)/2-len(value))...))
	return out
}

// inAString is the kind of the variants that are another document with the same page 1. An honest report may be one of
// them, because its title may be any text.
const inAString = "an object in a string"

func TestOneFileShowsOnePage(t *testing.T) {
	in := newInsider(t)
	readers := pdftest.NewReaders(t)
	t.Run("readers repair a damaged file", func(t *testing.T) { in.expectRepairs(t, readers) })
	t.Run("a variant is refused or read alike", func(t *testing.T) { in.expectOnePage(t, readers) })
}

func (in insider) expectOnePage(t *testing.T, readers *pdftest.Readers) {
	t.Helper()
	honest := readers.Page1(t, in.file)
	for name, text := range honest {
		if !strings.Contains(text, "verdict: blocked") {
			t.Fatalf("%s shows another page 1 of the honest report: %s", name, text)
		}
	}
	all := in.variants(t)
	draw := mathrand.New(mathrand.NewPCG(12, 1))
	draw.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	pairs := combine(all, draw)
	all = slices.Concat(in.packings(t), all[:min(len(all), mostVariants)], pairs)
	alike, others, read := map[string]int{}, 0, 0
	for _, v := range all {
		file := in.sign(t, v.edits...)
		findings, err := Verify(file, in.policy)
		switch {
		case err != nil || !findings.Proven():
			continue
		case !strings.HasPrefix(v.kind, inAString) && !in.drawnAs(t, findings.Document):
			others++ // package report draws the pages again, and refuses it
			continue
		}
		if alike[v.kind]++; alike[v.kind] > readOfAKind {
			continue
		}
		read++
		if texts := readers.Page1(t, file); !maps.Equal(texts, honest) {
			t.Errorf("%s at byte %d: proven, but readers show %q", v.kind, v.edits[len(v.edits)-1].at, texts)
		}
	}
	t.Logf("%d variants; proven with the same base: %v, of which %d were read by %d readers; with another base: %d", len(all), alike, read, len(honest), others)
}

// combine draws pairs of variants that do not touch the same bytes.
func combine(all []variant, draw *mathrand.Rand) []variant {
	var pairs []variant
	for len(pairs) < mostPairs {
		a, b := all[draw.IntN(len(all))], all[draw.IntN(len(all))]
		if slices.ContainsFunc(a.edits, func(x edit) bool {
			return slices.ContainsFunc(b.edits, func(y edit) bool { return x.at <= y.end && y.at <= x.end })
		}) {
			continue
		}
		pairs = append(pairs, variant{a.kind + ", and " + b.kind, append(slices.Clone(a.edits), b.edits...)})
	}
	return pairs
}

// drawnAs reports whether the base of a document has the objects of the honest report. It stands in for drawing the pages
// again. The signature may have another text and another date.
func (in insider) drawnAs(t testing.TB, document *pdf.Document) bool {
	t.Helper()
	fresh, err := pdf.Parse(in.file)
	if err != nil {
		t.Fatal(err)
	}
	was, is := document.AsOf(0), fresh.AsOf(0)
	return slices.Equal(document.Revisions[0].Numbers(), fresh.Revisions[0].Numbers()) &&
		!slices.ContainsFunc(fresh.Revisions[0].Numbers(), func(n pdf.Reference) bool {
			a, packed := was.Object(n).(*pdf.Stream)
			b, alsoPacked := is.Object(n).(*pdf.Stream)
			if !packed || !alsoPacked {
				return !pdf.Equal(was.Object(n), is.Object(n))
			}
			head := a.Dictionary.Clone()
			head.Set("Length", b.Dictionary.Get("Length"))
			x, err := a.Decode(1 << 24)
			y, alsoErr := b.Decode(1 << 24)
			return err != nil || alsoErr != nil || !bytes.Equal(x, y) || !pdf.Equal(head, b.Dictionary)
		})
}

// packedAgain is the kind of the variants that hold the same document in other bytes: releases of Go pack differently.
const packedAgain = "a stream packed again"

func (in insider) packings(t testing.TB) []variant {
	var all []variant
	for _, s := range in.streams(t) {
		packed := in.file[s.at:s.end]
		if !bytes.HasPrefix(packed, []byte{0x78}) {
			continue
		}
		data, err := (&pdf.Stream{Dictionary: pdf.NewDictionary(pdf.Name("Filter"), pdf.Name("FlateDecode")), Data: packed}).Decode(1 << 24)
		if err != nil {
			t.Fatal(err)
		}
		for _, level := range []int{flate.NoCompression, flate.HuffmanOnly, flate.BestCompression} {
			var again bytes.Buffer
			again.Write(packed[:2])
			z, err := flate.NewWriter(&again, level)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = z.Write(data)
			_ = z.Flush() // an empty block
			_ = z.Close()
			again.Write(packed[len(packed)-4:])
			all = append(all, variant{packedAgain, []edit{{s.length[0], s.length[1], fmt.Sprint(again.Len())}, {s.at, s.end, again.String()}}})
		}
	}
	return all
}

// expectRepairs shows that the readers can tell: they repair a damaged file, and some then show the hidden page.
func (in insider) expectRepairs(t *testing.T, readers *pdftest.Readers) {
	t.Helper()
	streams := in.streams(t)
	hide := func(hidden string, more ...edit) []byte {
		last := streams[len(streams)-5]
		return in.sign(t, append(more, edit{last.length[0], last.length[1], fmt.Sprint(last.end - last.at + len(hidden))}, edit{last.end, last.end, hidden})...)
	}
	end := bytes.LastIndex(in.file, []byte("startxref\n")) + len("startxref\n")
	lines := in.hidden(t)[1]
	for n, c := range []struct {
		name, want string
		file       []byte
		deceived   bool
	}{
		{"hidden, and a NUL", "foreign", hide(lines, edit{end, end, "\x00"}), true},
		{"hidden", "hidden after the end", hide(lines), false},
		{"hidden, and a form feed", "foreign", hide(lines, edit{end - 1, end, "\f"}), true},
	} {
		findings, err := Verify(c.file, in.policy)
		why := fmt.Sprint(err, findings.Problems)
		if findings.Foreign > 0 {
			why += " foreign"
		}
		if findings.Proven() || !strings.Contains(why, c.want) {
			t.Errorf("%s: proven %v, %s", c.name, findings.Proven(), why)
		}
		if n >= readOfAKind {
			continue
		}
		deceived := 0
		for _, text := range readers.Page1(t, c.file) {
			if strings.Contains(text, "APPROVE") {
				deceived++
			}
		}
		if deceived > 0 != c.deceived {
			t.Errorf("%s: %d readers show the hidden page", c.name, deceived)
		}
		t.Logf("%s: %d readers show the hidden page", c.name, deceived)
	}
}

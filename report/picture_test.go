package report_test

import (
	"bytes"
	"compress/zlib"
	"slices"
	"strings"
	"testing"

	"assay/report"
	"assay/report/pdf"
	"assay/report/sign"
)

// A signer may draw the picture of the own signature with other typefaces, other tables of glyphs, other texts for programs
// that read, or words that nobody sees. Each byte of a picture that is not the one of this signature is a problem.
func TestEveryPartOfAPictureIsCompared(t *testing.T) {
	ruth := identity(t, "Ruth Adeyemi")
	base := rendered(t, input(story(t).snapshot()))
	file, err := report.Sign(base, ruth, report.Signer{Role: sign.Assessor, When: signedAt})
	if err != nil {
		t.Fatal(err)
	}
	honest := verified(t, file, trusting(ruth)).Findings.Signatures[0].Picture
	lies := 0
	lie := func(name string, objects []pdf.Object) {
		t.Helper()
		lies++
		file, err := sign.Sign(base, ruth, sign.Options{Field: sign.Assessor, Name: "Ruth Adeyemi", When: signedAt, Certify: true, Picture: pdf.Picture{Objects: objects}})
		if err != nil {
			return // an object is left over, which is no part of a signature
		}
		v, err := report.Verify(file, trusting(ruth))
		if err != nil {
			return // not a file of ours any more
		}
		if v.Outcome() != report.NotProven {
			t.Errorf("%s: %s", name, v.Outcome())
		}
	}
	with := func(at int, o pdf.Object) []pdf.Object {
		all := slices.Clone(honest.Objects)
		all[at] = o
		return all
	}
	for at, o := range honest.Objects {
		switch o := o.(type) {
		case *pdf.Stream:
			data, err := o.Decode(1 << 24)
			if err != nil {
				t.Fatal(err)
			}
			half := len(data) / 2
			for name, other := range map[string][]byte{
				"a byte more": append(slices.Clone(data), '\n'), "another byte": slices.Concat(data[:half], []byte{data[half] ^ 1}, data[half+1:]),
				"hidden words": slices.Concat([]byte("BT 3 Tr (\x00A) Tj ET\n"), data),
			} {
				lie(name, with(at, refilled(o.Dictionary, other)))
			}
		case *pdf.Dictionary:
			for _, key := range o.Keys() {
				more := o.Clone()
				more.Set(key, pdf.Name("Other"))
				lie("another "+string(key), with(at, more))
			}
		case pdf.Array:
			lie("half of a table", with(at, o[:len(o)/2]))
		}
	}
	var fonts []int
	for at, o := range honest.Objects {
		if d, is := o.(*pdf.Dictionary); is && d.Get("ToUnicode") != nil {
			fonts = append(fonts, at)
		}
	}
	if len(fonts) < 2 || lies < 30 {
		t.Fatalf("%d typefaces, %d lies: the test lies about too little", len(fonts), lies)
	}
	swapped := slices.Clone(honest.Objects)
	swapped[fonts[0]], swapped[fonts[1]] = swapped[fonts[1]], swapped[fonts[0]]
	lie("the typefaces of each other", swapped)
}

// refilled is a stream with other data.
func refilled(of *pdf.Dictionary, data []byte) *pdf.Stream {
	head := of.Clone()
	if of.Get("Filter") != nil {
		var out bytes.Buffer
		w := zlib.NewWriter(&out)
		_, _ = strings.NewReader(string(data)).WriteTo(w)
		_ = w.Close()
		data = out.Bytes()
	}
	head.Set("Length", pdf.Integer(len(data)))
	return &pdf.Stream{Dictionary: head, Data: data}
}

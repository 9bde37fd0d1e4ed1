package pdf_test

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"errors"
	"fmt"
	"strings"
	"testing"

	"assay/report/pdf"
	"assay/report/pdf/pdftest"
)

// deflate packs data as our archival files do.
func deflate(data []byte, dictionary []byte) []byte {
	var w bytes.Buffer
	z, err := zlib.NewWriterLevelDict(&w, flate.DefaultCompression, dictionary)
	if err != nil {
		panic(err)
	}
	_, _ = z.Write(data)
	_ = z.Close()
	return w.Bytes()
}

// Readers that repair a file search it for objects, also behind the end of compressed data.
func TestNothingHidesInAPackedStream(t *testing.T) {
	good := deflate([]byte("0 0 m 1 1 l S"), nil)
	fast := func(data []byte) []byte { return append([]byte{data[0], 0x01}, data[2:]...) }
	change := func(at int, to byte) []byte {
		out := bytes.Clone(good)
		out[(len(out)+at)%len(out)] = to
		return out
	}
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"nothing wrong", good, ""},
		{"packed in a hurry", fast(good), ""},
		{"an object after the end", append(bytes.Clone(good), "\n4 0 obj\n<<>>\nendobj"...), "hidden after the end"},
		{"a line feed after the end", append(bytes.Clone(good), '\n'), "hidden after the end"},
		{"a second packed stream", append(bytes.Clone(good), good...), "hidden after the end"},
		{"cut off", good[:len(good)-1], "compressed data"},
		{"a wrong checksum", change(-1, ^good[len(good)-1]), "compressed data"},
		{"another window", change(0, 0x68), "does not begin as assay"},
		{"another level", change(1, 0xda), "does not begin as assay"},
		{"a preset dictionary", deflate([]byte("0 0 m 1 1 l S"), []byte("0 0 m")), "does not begin as assay"},
		{"no data", nil, "does not begin as assay"},
		{"raw data", []byte("0 0 m 1 1 l S"), "does not begin as assay"},
	} {
		body := fmt.Sprintf("<</Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream", len(c.data), c.data)
		d := parse(t, file("<</Type /Catalog>>", body))
		data, err := d.Latest().Object(2).(*pdf.Stream).Decode(100)
		for _, err := range []error{d.CheckPacking(), err} {
			switch {
			case c.want == "" && (err != nil || string(data) != "0 0 m 1 1 l S"):
				t.Errorf("%s: %q, %v", c.name, data, err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("%s: error %v, want one that says %q", c.name, err, c.want)
			case c.want != "" && !errors.Is(err, pdf.ErrDamaged) && !errors.Is(err, pdf.ErrNotOurs):
				t.Errorf("%s: error %v is of no kind", c.name, err)
			}
		}
	}
}

func TestAFileCannotUnpackToMoreThanTheMemory(t *testing.T) {
	body := packed(64 << 20)
	if err := parse(t, file("<</Type /Catalog>>", body)).CheckPacking(); err != nil {
		t.Errorf("one large stream: %v", err)
	}
	if err := parse(t, file("<</Type /Catalog>>", body, body)).CheckPacking(); err == nil || !strings.Contains(err.Error(), "unpack to more than") {
		t.Errorf("two large streams: %v", err)
	}
}

func TestEveryStreamOfAFinishedFileIsPackedAsItShouldBe(t *testing.T) {
	if err := parse(t, pdftest.Finished(t, 5)).CheckPacking(); err != nil {
		t.Error(err)
	}
}

package parcel_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"assay/assessment/parcel"
	"assay/assessment/store"
)

func written(tb testing.TB) []byte {
	tb.Helper()
	const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	var file bytes.Buffer
	p := store.Parcel{Assessment: "a", Title: "Meridian", Questionnaires: []string{"{}"}, Evidence: []store.KeptFile{{SHA256: empty}}}
	if err := parcel.Write(context.Background(), &file, p, 1795359600000000, func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("")), nil }); err != nil {
		tb.Fatal(err)
	}
	return file.Bytes()
}

// Every flipped bit and every cut of a file is noticed, unless it leaves the same
// content.
func TestAChangedFileIsRefused(t *testing.T) {
	whole := written(t)
	want, err := parcel.Read(context.Background(), bytes.NewReader(whole), parcel.Keeper{})
	if err != nil || want.Title != "Meridian" {
		t.Fatalf("%+v, %v", want, err)
	}
	for at := range whole {
		changed := bytes.Clone(whole)
		changed[at] ^= 1
		if got, err := parcel.Read(context.Background(), bytes.NewReader(changed), parcel.Keeper{}); err == nil && got.Title != want.Title {
			t.Errorf("the bit in byte %d is not noticed", at)
		}
	}
	for _, length := range []int{0, 1, 511, 512, 600, 1024, 1500} {
		if _, err := parcel.Read(context.Background(), bytes.NewReader(whole[:length]), parcel.Keeper{}); err == nil {
			t.Errorf("a file of %d bytes is taken", length)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(written(f))
	f.Fuzz(func(_ *testing.T, text []byte) {
		_, _ = parcel.Read(context.Background(), bytes.NewReader(text), parcel.Keeper{})
	})
}

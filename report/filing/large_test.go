package filing_test

import (
	"testing"

	"assay/assessment/input/inputtest"
	"assay/report/filing"
)

// A package of the largest size is read without a copy of it, and a larger one is neither packed nor read.
func TestTheLargestPackageIsReadInPlace(t *testing.T) {
	large := make([]byte, filing.MostBytes)
	if _, err := filing.Pack([]filing.File{{Path: "a.pdf", Content: large}}); err == nil {
		t.Error("more than a package may have is packed")
	}
	if _, err := filing.Unpack(append(large, 0)); err == nil {
		t.Error("more than a package may have is read")
	}
	file := packed(t, filing.File{Path: "a.pdf", Content: large[:filing.MostBytes-1000]})
	inputtest.Bounded(t, func() {
		if files, err := filing.Unpack(file); err != nil || len(files) != 1 {
			t.Errorf("%d files, %v", len(files), err)
		}
	})
}

package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"assay/assessment/input/inputtest"
	"assay/assessment/store"
)

// FuzzAnchor reads files of anchors. One that is accepted whole is written as a file
// that is accepted too, with the same content.
func FuzzAnchor(f *testing.F) {
	b := newBench(f)
	b.assess("Meridian Talent")
	b.close()
	files, err := filepath.Glob(filepath.Join(b.anchors, "*"))
	if err != nil || len(files) != 1 {
		f.Fatal(files, err)
	}
	whole, err := os.ReadFile(files[0])
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:len(whole)-3])
	f.Add([]byte("assay anchor 2  0 0 \"\" 0\n"))
	path := filepath.Join(f.TempDir(), "anchor")
	f.Fuzz(func(t *testing.T, text []byte) {
		write(t, path, string(text))
		inputtest.Bounded(t, func() {
			once, err := store.AnchorAgain(path)
			if err != nil {
				return
			}
			write(t, path, once)
			if twice, err := store.AnchorAgain(path); err != nil || twice != once {
				t.Errorf("%q becomes %q, %v", once, twice, err)
			}
		})
	})
}

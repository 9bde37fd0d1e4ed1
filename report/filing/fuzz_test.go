package filing_test

import (
	"bytes"
	"testing"

	"assay/assessment/input/inputtest"
	"assay/report/filing"
)

// FuzzUnpack reads zip files. Whatever they hold, the reader comes back with files that give the same zip file again, or
// with an error.
func FuzzUnpack(f *testing.F) {
	f.Add(packed(f, some...))
	f.Add(raw(f, "comment", regular, "../x"))
	f.Fuzz(func(t *testing.T, file []byte) {
		inputtest.Bounded(t, func() {
			files, err := filing.Unpack(file)
			if err != nil {
				return
			}
			if again, err := filing.Pack(files); err != nil || !bytes.Equal(again, file) {
				t.Errorf("a zip file with another spelling was accepted: %v", err)
			}
		})
	})
}

// FuzzManifest reads lists of files. No list that somebody else wrote is proven, whatever it says.
func FuzzManifest(f *testing.F) {
	d := newDesk(f, "Harbor Staffing")
	zip := d.pack(f, d.contents(f, filing.ForFile))
	f.Add([]byte(contentOf(f, zip, filing.ManifestPath)))
	signature := []byte(contentOf(f, zip, filing.SignaturePath))
	f.Fuzz(func(t *testing.T, manifest []byte) {
		forged := packed(t, filing.File{Path: filing.ManifestPath, Content: manifest}, filing.File{Path: filing.SignaturePath, Content: signature})
		inputtest.Bounded(t, func() {
			if all := verified(t, forged, d.policy()); len(all) != 1 || all[0].Proven {
				t.Errorf("proven without its files: %+v", all)
			}
		})
	})
}

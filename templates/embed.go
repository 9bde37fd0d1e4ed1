// Package templates holds the files that ship inside the program: the
// questionnaires, the list of points that they must cover, and the answer files
// of the demo. It contains no rules.
//
// The points restate two texts, one on offshore staffing (points A01 to A78) and
// one on IT staff augmentation (B001 to B169). The code calls them the founding
// texts.
package templates

import (
	"embed"
	"io/fs"
	"slices"
)

//go:embed *.yaml demo/*.yaml
var files embed.FS

//go:embed coverage/sources.yaml
var sources []byte

// Questionnaires returns the shipped questionnaires as a file system. Each one
// is the file NAME.yaml at its root.
func Questionnaires() fs.FS { return files }

// Sources returns the text of coverage/sources.yaml: the points of the two
// founding texts. Items and help texts list the points that they cover under
// their key "sources".
func Sources() []byte { return slices.Clone(sources) }

// Demo returns the files of the demo: demo.yaml, which names an RFP and its
// vendors, and the answer files that demo.yaml refers to.
func Demo() fs.FS {
	demo, err := fs.Sub(files, "demo")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return demo
}

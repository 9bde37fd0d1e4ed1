// Package templates is what ships with the program: the questionnaires, the
// points of the founding texts that they cover, and the answer files of the
// demo. It holds files and no rules.
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

// Questionnaires holds the shipped questionnaires, as NAME.yaml at its root.
func Questionnaires() fs.FS { return files }

// Sources is coverage/sources.yaml: the points of the two founding texts, which
// items and help texts name under sources.
func Sources() []byte { return slices.Clone(sources) }

// Demo holds demo.yaml, which names an RFP and its vendors, and the answer
// files that it refers to.
func Demo() fs.FS {
	demo, err := fs.Sub(files, "demo")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return demo
}

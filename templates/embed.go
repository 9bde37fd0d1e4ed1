// Package templates is what ships with the program: the questionnaires, and
// the answer files of the demo. It holds files and no rules.
package templates

import (
	"embed"
	"io/fs"
)

//go:embed *.yaml demo/*.yaml
var files embed.FS

// Questionnaires holds the shipped questionnaires, as NAME.yaml at its root.
func Questionnaires() fs.FS { return files }

// Demo holds demo.yaml, which names an RFP and its vendors, and the answer
// files that it refers to.
func Demo() fs.FS {
	demo, err := fs.Sub(files, "demo")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return demo
}

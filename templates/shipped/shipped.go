// Package shipped knows every questionnaire that ever shipped with assay, by id,
// version and hash. It holds no questionnaire.
//
// A report carries the questionnaire that it was made with. Its id alone says
// little: anybody can write other questions and easier rules under the id of a
// shipped one. The hash tells them apart.
//
// The list only grows: a report proves itself for years, and so must its
// questionnaire. Whoever changes a file in templates adds its new line at the end.
package shipped

import (
	_ "embed"
	"strings"
)

// Standing says how a questionnaire compares with those that shipped.
type Standing string

// The standings.
const (
	Current      Standing = "current"       // the newest that shipped under this id
	Older        Standing = "older"         // shipped under this id, before the newest
	OtherVersion Standing = "other version" // the id shipped, but never in this version
	Altered      Standing = "altered"       // id and version shipped, but never with this content
	Own          Standing = "own"           // the id never shipped
)

// list has a line for each questionnaire: id, version and hash. For each id, the
// newest comes last.
//
//go:embed list.txt
var list string

// Find compares a questionnaire with those that shipped. The hash is in lower-case
// hexadecimal.
func Find(id, version, hash string) Standing {
	standing := Own
	for line := range strings.Lines(list) {
		fields := strings.Fields(line)
		switch {
		case fields[0] != id:
		case fields[1] == version && fields[2] == hash:
			standing = Current
		case standing == Current || standing == Older:
			standing = Older
		case fields[1] == version:
			standing = Altered
		case standing == Own:
			standing = OtherVersion
		}
	}
	return standing
}

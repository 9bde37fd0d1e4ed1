package transfer

import (
	"path"
	"strings"

	"assay/assessment"
	"assay/assessment/workspace/exchange"
)

// The library cleans a path before it hands it over, and puts a folder before a path that has
// none. This folder has a name that no client can mean, and lies deep. So "../x" stays a path
// into another folder, and does not become "/x".
var start = strings.Repeat("/\x00", 100)

var errFolder = assessment.Errorf(assessment.Refused, "that is the folder and no file").Because(assessment.UnsafeName)

// file is the safe name that a path means; empty for the folder itself.
func file(asked string) (name string, err error) {
	name, relative := strings.CutPrefix(asked, start+"/")
	switch {
	case asked == start || asked == "/":
		return "", nil
	case relative:
		return exchange.Name(name)
	case strings.HasPrefix(asked, "/\x00"):
		return "", assessment.Errorf(assessment.Refused, "there is no folder above this one").Because(assessment.UnsafeName)
	case strings.LastIndex(asked, "/") > 0:
		return exchange.Name(asked) // its error says why not
	}
	return exchange.Name(strings.TrimPrefix(asked, "/"))
}

// named is file for a path that must mean a file.
func named(asked string) (string, error) {
	name, err := file(asked)
	if err == nil && name == "" {
		err = errFolder
	}
	return name, err
}

// RealPath implements sftp.RealPathFileLister.
func (c *client) RealPath(asked string) (whole string, err error) {
	defer c.guard(&err)
	asked = path.Clean(asked)
	if !path.IsAbs(asked) {
		asked = path.Join(start, asked)
	}
	name, err := file(asked)
	if err != nil {
		return "", c.refuse("a path", "", err)
	}
	return "/" + name, nil
}

//go:build !linux && !darwin && !freebsd

package exchange

import (
	"io/fs"
	"os"
)

// claim is true: on these systems, age alone says that an upload has ended.
func claim(*os.File) bool { return true }

// ended reports whether nobody has written a hidden file for long.
func (f Folder) ended(_ *os.Root, about fs.FileInfo) bool { return f.expired(about) }

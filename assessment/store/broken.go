package store

import (
	"encoding/binary"
	"fmt"
	"os"

	"assay/assessment"
)

// brokenFile is about the regular file of a database that SQLite cannot open. Its header
// says how large it was.
func brokenFile(path string, err error) error {
	told := &assessment.Error{Code: assessment.Damaged, Case: assessment.FileBroken, Message: path + " is damaged: it cannot be opened", Cause: err}
	header := make([]byte, sqliteHeader)
	file, failed := os.Open(path)
	if failed != nil {
		return told
	}
	defer file.Close()
	info, failed := file.Stat()
	if _, short := file.ReadAt(header, 0); failed != nil || short != nil {
		return told
	}
	page, pages := int64(binary.BigEndian.Uint16(header[16:])), int64(binary.BigEndian.Uint32(header[28:]))
	if info.Size() < page*pages {
		told.Message = fmt.Sprintf("%s is cut short: %d of %d bytes are there", path, info.Size(), page*pages)
	}
	return told
}

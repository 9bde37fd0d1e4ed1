package written

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"

	"assay/assessment"
)

// How much of a file is looked at, and how long a line may be before it is looked at in
// pieces. To look at a line takes long if it is long.
const (
	mostText = 500_000 // bytes
	mostLine = 2_000
)

// PatientDataIn names what looks like patient data in the name of an attached file and,
// if it is a text, in its content. It cannot look into a picture or a document of another
// program. It looks at no more than the first 500 kB.
func PatientDataIn(name string, content io.Reader) ([]string, error) {
	found := assessment.PatientData(name)
	lines := bufio.NewReaderSize(io.LimitReader(content, mostText), mostLine)
	for {
		line, err := lines.ReadSlice('\n')
		if bytes.IndexByte(line, 0) >= 0 {
			return found, nil // no text
		}
		if text := strings.TrimSpace(string(line)); text != "" {
			found = union(found, assessment.PatientData(strings.ToValidUTF8(text, "\uFFFD")))
		}
		switch {
		case err == nil, errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF):
			return found, nil
		default:
			return found, err
		}
	}
}

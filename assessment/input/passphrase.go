package input

import (
	"bytes"
	"errors"
	"io"
	"os"

	"assay/assessment"
)

// MaxPassphrase is the most bytes of a passphrase.
const MaxPassphrase = 4096

// Passphrase reads one line from an open file descriptor, without the line break. It
// may be a pipe or a terminal, as the caller of a program hands them over; it reads
// no further than the line.
func Passphrase(file *os.File) (string, error) {
	if about, err := file.Stat(); err == nil && about.IsDir() {
		return "", errors.New("it is a folder")
	}
	var line []byte
	for one := make([]byte, 1); len(line) <= MaxPassphrase; {
		n, err := file.Read(one)
		if n == 1 && one[0] != '\n' {
			line = append(line, one[0])
			continue
		}
		if n == 1 || err == io.EOF {
			return string(bytes.TrimSuffix(line, []byte("\r"))), nil
		}
		if err != nil {
			return "", unreadable(file.Name(), err)
		}
	}
	return "", assessment.Errorf(assessment.Invalid, "the passphrase has more than %d bytes, or its line does not end", MaxPassphrase)
}

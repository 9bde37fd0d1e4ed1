// Package parcel moves one assessment between two databases, as a file.
//
// The file is a tar archive. Its first entry lists the journals, event by event, the
// questionnaires and the evidence files; the evidence files follow. The receiving
// database takes only what continues its own journals: see [store.Store.Unpack].
// The caller may encrypt the file.
package parcel

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"assay/assessment"
	"assay/assessment/store"
)

// Format names the form of the file.
const Format = "assay assessment 1"

const (
	listName     = "parcel.json"
	sumName      = "parcel.sha256" // of the list, in hexadecimal
	evidenceName = "evidence/"

	maxList     = 256 << 20 // bytes
	maxEvidence = 2e9       // bytes, of one file
)

// list is the first entry of the archive.
type list struct {
	Format string `json:"format"`
	MadeAt int64  `json:"made_at"` // microseconds UTC
	store.Parcel
}

// Write writes a parcel. open opens an evidence file by its hash.
func Write(ctx context.Context, w io.Writer, p store.Parcel, madeAt int64, open func(sum string) (io.ReadCloser, error)) error {
	out := tar.NewWriter(w)
	text, err := json.Marshal(list{Format, madeAt, p})
	if err != nil {
		return err
	}
	put := func(name string, size int64) error {
		return out.WriteHeader(&tar.Header{Format: tar.FormatGNU, Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: time.UnixMicro(madeAt).UTC().Truncate(time.Second)})
	}
	if err := put(listName, int64(len(text))); err != nil {
		return err
	}
	if _, err := out.Write(text); err != nil {
		return err
	}
	if err := put(sumName, int64(len(sumOf(text)))); err != nil {
		return err
	}
	if _, err := io.WriteString(out, sumOf(text)); err != nil {
		return err
	}
	for _, file := range p.Evidence {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := put(evidenceName+file.SHA256, file.Size); err != nil {
			return err
		}
		if err := add(out, file, open); err != nil {
			return err
		}
	}
	return out.Close()
}

func sumOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func add(out io.Writer, file store.KeptFile, open func(sum string) (io.ReadCloser, error)) error {
	content, err := open(file.SHA256)
	if err != nil {
		return err
	}
	defer content.Close()
	digest := sha256.New()
	if _, err := io.Copy(out, io.TeeReader(content, digest)); err != nil {
		return err
	}
	if hex.EncodeToString(digest.Sum(nil)) != file.SHA256 {
		return assessment.Errorf(assessment.Damaged, "the evidence file %.12s was changed", file.SHA256)
	}
	return nil
}

// Keeper keeps evidence files. Wants tells which, by their hashes; the others are
// only checked.
type Keeper struct {
	Wants map[string]bool
	Keep  func(ctx context.Context, r io.Reader) (sum string, size int64, err error)
}

// Read reads a parcel. The zero keeper only checks its files. No part of a file
// that was cut or changed counts: Read returns an error then.
func Read(ctx context.Context, r io.Reader, keeper Keeper) (store.Parcel, error) {
	p, err := read(ctx, r, keeper)
	var known *assessment.Error
	if err != nil && !errors.As(err, &known) {
		err = assessment.Errorf(assessment.Invalid, "the file cannot be read as an exported assessment: %w", err)
	}
	return p, err
}

func read(ctx context.Context, r io.Reader, keeper Keeper) (p store.Parcel, err error) {
	in := tar.NewReader(r)
	size, err := next(in, listName, maxList)
	if err != nil {
		return p, err
	}
	text := bytes.NewBuffer(make([]byte, 0, min(size, 1<<20)))
	if _, err := io.Copy(text, in); err != nil {
		return p, err
	}
	if _, err := next(in, sumName, int64(len(sumOf(nil)))); err != nil {
		return p, err
	}
	sum, err := io.ReadAll(in)
	if err != nil {
		return p, err
	}
	if string(sum) != sumOf(text.Bytes()) {
		return p, errors.New("its list of events was changed")
	}
	var l list
	if err := json.Unmarshal(text.Bytes(), &l); err != nil {
		return p, err
	}
	if l.Format != Format {
		return p, fmt.Errorf("its form is %.40q, and this program reads %q", l.Format, Format)
	}
	for _, file := range l.Evidence {
		if _, err := next(in, evidenceName+file.SHA256, maxEvidence); err != nil {
			return p, err
		}
		if err := take(ctx, in, file, keeper); err != nil {
			return p, err
		}
	}
	if _, err := in.Next(); !errors.Is(err, io.EOF) {
		return p, errors.Join(errors.New("something follows its last file"), err)
	}
	// The end of an encrypted file tells that nothing was cut.
	_, err = io.Copy(io.Discard, r)
	return l.Parcel, err
}

func take(ctx context.Context, in io.Reader, file store.KeptFile, keeper Keeper) error {
	digest := sha256.New()
	content := io.TeeReader(in, digest)
	var err error
	if keeper.Wants[file.SHA256] {
		_, _, err = keeper.Keep(ctx, content)
	} else {
		_, err = io.Copy(io.Discard, content)
	}
	if err == nil && hex.EncodeToString(digest.Sum(nil)) != file.SHA256 {
		err = fmt.Errorf("the evidence file %.12s was changed", file.SHA256)
	}
	return err
}

// next goes to the next entry, which must be a file of this name, and returns its
// size.
func next(in *tar.Reader, name string, most int64) (int64, error) {
	header, err := in.Next()
	switch {
	case errors.Is(err, io.EOF):
		return 0, io.ErrUnexpectedEOF
	case err != nil:
		return 0, err
	case header.Name != name || header.Typeflag != tar.TypeReg || len(header.PAXRecords) > 0:
		return 0, fmt.Errorf("it holds %.80q where %s belongs", header.Name, name)
	case header.Size > most:
		return 0, fmt.Errorf("%s is too large", name)
	}
	return header.Size, nil
}

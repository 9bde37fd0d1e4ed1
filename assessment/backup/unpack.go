package backup

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"assay/assessment"
)

// Unpack reads an archive to its end and checks that it holds exactly what its
// manifest lists. It writes the database and the evidence into a folder, as
// [UnpackedDatabase] and beside it; with an empty folder it only checks. Where the
// archive is not whole, the error is Unproven, and the folder holds nothing that may
// be used.
func Unpack(ctx context.Context, r io.Reader, folder string) (Manifest, error) {
	m, err := unpack(ctx, r, folder)
	var known *assessment.Error
	if err != nil && !errors.As(err, &known) && ctx.Err() == nil {
		err = assessment.Errorf(assessment.Unproven, "the backup is damaged or was cut: %w", err).Because(assessment.BackupBroken)
	}
	return m, err
}

// UnpackedDatabase is the path of the database in a folder of Unpack.
func UnpackedDatabase(folder string) string { return filepath.Join(folder, databaseName) }

func unpack(ctx context.Context, r io.Reader, folder string) (m Manifest, err error) {
	r = steady{ctx, r}
	in := tar.NewReader(r)
	size, err := next(in, manifestName)
	if err != nil {
		return m, err
	}
	if size > maxManifest {
		return m, errors.New("its list of contents is too long")
	}
	text, err := io.ReadAll(in)
	if err != nil {
		return m, err
	}
	if m, err = readManifest(text); err != nil {
		return m, err
	}
	if err := take(in, databaseName, m.Database.File, UnpackedDatabase(folder), folder != ""); err != nil {
		return m, err
	}
	for _, file := range m.Evidence {
		to := filepath.Join(folder, "assay.evidence", file.SHA256[:2], file.SHA256)
		if err := take(in, file.name(), file, to, folder != ""); err != nil {
			return m, err
		}
	}
	if _, err := in.Next(); !errors.Is(err, io.EOF) {
		return m, errors.Join(errors.New("something follows its last file"), err)
	}
	// The bytes behind the archive are read too: only at the end does the decryption know
	// that nothing was cut.
	rest, err := io.Copy(io.Discard, r)
	if err == nil && rest > 0 {
		err = errors.New("something follows the archive")
	}
	return m, err
}

// next goes to the next file, which must have this name, and returns its size.
func next(in *tar.Reader, name string) (int64, error) {
	header, err := in.Next()
	switch {
	case errors.Is(err, io.EOF):
		return 0, io.ErrUnexpectedEOF
	case err != nil:
		return 0, err
	case header.Name != name || header.Typeflag != tar.TypeReg || len(header.PAXRecords) > 0:
		return 0, fmt.Errorf("%s does not come where it must", name)
	}
	return header.Size, nil
}

// take reads one file and checks it. It writes it to a path, if asked to.
func take(in *tar.Reader, name string, file File, path string, written bool) error {
	size, err := next(in, name)
	if err != nil {
		return err
	}
	if size != file.Size {
		return fmt.Errorf("%s does not have the size of the list", name)
	}
	digest := sha256.New()
	if err := pour(in, digest, path, written); err != nil {
		return err
	}
	if hex.EncodeToString(digest.Sum(nil)) != file.SHA256 {
		return fmt.Errorf("%s is not the file of the list", name)
	}
	return nil
}

// pour copies a file into a digest and, if asked to, to a path.
func pour(in io.Reader, digest io.Writer, path string, written bool) error {
	if !written {
		_, err := io.Copy(digest, in)
		return err
	}
	unwritten := func(err error) error {
		return assessment.Errorf(assessment.Unwritten, "the backup could not be unpacked: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return unwritten(err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return unwritten(err)
	}
	out := &writer{w: file}
	_, err = io.Copy(io.MultiWriter(digest, out), in)
	if closed := file.Close(); err == nil && closed != nil {
		return unwritten(closed)
	}
	if out.failed != nil {
		return unwritten(out.failed)
	}
	return err
}

// writer tells an error of writing from one of reading.
type writer struct {
	w      io.Writer
	failed error
}

// Write implements io.Writer.
func (w *writer) Write(p []byte) (n int, err error) {
	n, w.failed = w.w.Write(p)
	return n, w.failed
}

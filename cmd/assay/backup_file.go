package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"io"
	"os"
	"path/filepath"

	"assay/assessment"
	"assay/assessment/backup"
	"assay/assessment/input"
)

// writeBackup packs, encrypts and writes a backup, and returns the size of the file.
// While it packs, a second reader checks the archive. When the file is on the disk, it
// is read again: with a reader's key the whole content is decrypted and compared,
// otherwise the encrypted bytes. Only then does it get its name.
func writeBackup(ctx context.Context, p *backup.Prepared, path string, to []backup.Recipient, reader []backup.Identity) (size int64, err error) {
	if err := mayWrite(path); err != nil {
		return 0, err
	}
	draft := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+rand.Text())
	defer os.Remove(draft) // fails after a successful rename
	file, err := os.OpenFile(draft, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, unwrittenFile(path, err)
	}
	plain, sealed := sha256.New(), sha256.New()
	err = packInto(ctx, p, plain, io.MultiWriter(file, sealed), to)
	err = cmp.Or(err, file.Sync())
	err = cmp.Or(err, file.Close())
	if err != nil {
		return 0, unwrittenFile(path, err)
	}
	want := sealed.Sum(nil)
	if len(reader) > 0 {
		want = plain.Sum(nil)
	}
	got, size, err := readBack(draft, reader)
	if err == nil && !bytes.Equal(got, want) {
		err = assessment.Errorf(assessment.Unwritten, "the written file differs from what was written to it")
	}
	if err == nil {
		err = os.Rename(draft, path)
	}
	if err != nil {
		return 0, unwrittenFile(path, err)
	}
	syncFolder(filepath.Dir(path))
	return size, nil
}

// packInto encrypts the archive, and has it checked before any of it is encrypted.
func packInto(ctx context.Context, p *backup.Prepared, plain io.Writer, file io.Writer, to []backup.Recipient) error {
	sealing, err := backup.Seal(file, to...)
	if err != nil {
		return err
	}
	read, write := io.Pipe()
	checked := make(chan error, 1)
	go func() {
		_, err := backup.Unpack(ctx, read, "")
		read.CloseWithError(err)
		checked <- err
	}()
	err = p.Pack(ctx, io.MultiWriter(write, sealing, plain))
	write.CloseWithError(err)
	if failed := <-checked; err == nil {
		err = failed
	}
	return cmp.Or(err, sealing.Close())
}

// readBack hashes a written file, or its content where a key opens it.
func readBack(path string, reader []backup.Identity) (hash []byte, size int64, err error) {
	file, err := input.Open(path, input.Backup)
	if err != nil {
		return nil, 0, err
	}
	defer file.Close()
	about, err := file.Stat()
	if err != nil {
		return nil, 0, err
	}
	content := io.Reader(file)
	if len(reader) > 0 {
		if content, err = backup.Unseal(file, reader...); err != nil {
			return nil, 0, err
		}
	}
	digest := sha256.New()
	_, err = io.Copy(digest, content)
	return digest.Sum(nil), about.Size(), err
}

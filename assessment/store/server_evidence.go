package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"time"

	"assay/assessment"
)

// The server is a shelf too: evidence travels with the record.

// put writes the file to a temporary one while it takes the SHA-256, so that a file of any
// size needs little memory, and so that a file that the server has is not sent again.
func (e *server) put(ctx context.Context, r io.Reader) (sum string, size int64, err error) {
	unkept := func(err error) error {
		told := assessment.Errorf(assessment.Unwritten, "the evidence file could not be saved: %v", withoutPath(err))
		told.Cause = err
		return Unwritten(told, os.TempDir(), 0)
	}
	draft, err := os.CreateTemp("", "assay-evidence-*")
	if err != nil {
		return "", 0, unkept(err)
	}
	defer os.Remove(draft.Name())
	defer draft.Close()
	seen := &measured{ctx: ctx, r: r, digest: sha256.New()}
	if _, err := io.Copy(draft, seen); err != nil {
		return "", 0, unkept(err)
	}
	sum = hex.EncodeToString(seen.digest.Sum(nil))
	return sum, seen.size, e.Keep(ctx, sum, seen.size, draft)
}

func (e *server) open(ctx context.Context, sum string) (io.ReadCloser, error) {
	file, err := e.Kept(ctx, sum)
	if err == nil && file == nil {
		err = assessment.Errorf(assessment.NotFound, "the database has no file %.12s…", sum)
	}
	if err != nil {
		return nil, err
	}
	return file, nil
}

func (e *server) list(ctx context.Context) ([]shelved, error) {
	all, err := e.AllKept(ctx)
	kept := make([]shelved, len(all))
	for n, file := range all {
		kept[n] = shelved{KeptFile{file.SHA256, file.Size}, time.UnixMicro(file.At)}
	}
	return kept, err
}

func (e *server) destroy(ctx context.Context, sum string) error {
	gone, err := e.Drop(ctx, sum)
	if err == nil && !gone {
		err = fs.ErrNotExist
	}
	return err
}

func (e *server) place() string { return "the database" }

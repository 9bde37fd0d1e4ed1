package store

import (
	"context"
	"io"
	"time"
)

// shelf keeps evidence files: a folder beside the file of a database, or tables of a
// server. A file is named by its SHA-256 in hexadecimal, and is kept once.
type shelf interface {
	// put keeps a file. When it returns, the file is durable. Its error is Unwritten.
	put(ctx context.Context, r io.Reader) (sum string, size int64, err error)

	// open opens a file, or returns NotFound. Whoever reads compares the SHA-256.
	open(ctx context.Context, sum string) (io.ReadCloser, error)

	// list lists all files in the order of their hashes.
	list(ctx context.Context) ([]shelved, error)

	// destroy removes a file for good. The error is [io/fs.ErrNotExist] if there is none.
	destroy(ctx context.Context, sum string) error

	place() string // in words, after "in"
}

// shelved is a kept file.
type shelved struct {
	KeptFile
	at time.Time // when it was kept last, by the clock of the disk or of the server
}

package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"
)

// File is a file in the tables of the server.
type File struct {
	SHA256 string // in hexadecimal
	Size   int64  // bytes
	At     int64  // when it was kept last, microseconds UTC by the clock of the server
}

// chunk is how many bytes of a file one row holds. That much is in memory at once.
const chunk = 1 << 20

// Keep keeps a file with a SHA-256 and a size. A file that the server has is not sent
// again. Each chunk is hashed by the server, too, and the file appears whole or not at all.
func (s *Server) Keep(ctx context.Context, sum string, size int64, content io.ReadSeeker) error {
	var err error
	for range 3 {
		err = s.keep(ctx, sum, size, content)
		if !Lost(err) {
			break
		}
		s.Renew()
	}
	return err
}

func (s *Server) keep(ctx context.Context, sum string, size int64, content io.ReadSeeker) error {
	if _, err := content.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		var commit string
		if err := tx.QueryRow(ctx, settings).Scan(&commit, nil, nil); err != nil {
			return err
		}
		if err := safeCommit(commit); err != nil {
			return err
		}
		// Whoever keeps the same file at the same time waits here for the first.
		var added bool
		err := tx.QueryRow(ctx, `INSERT INTO evidence_files (sha256, size, kept_at) VALUES ($1, $2, `+now+`)
			ON CONFLICT (sha256) DO UPDATE SET kept_at = excluded.kept_at RETURNING xmax = 0`, sum, size).Scan(&added)
		if err != nil || !added {
			return err
		}
		part, whole := make([]byte, chunk), sha256.New()
		for n := 0; ; n++ {
			length, err := io.ReadFull(content, part)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
				return err
			}
			whole.Write(part[:length])
			if err := keepChunk(ctx, tx, sum, n, part[:length]); err != nil {
				return err
			}
		}
		if hex.EncodeToString(whole.Sum(nil)) != sum {
			return errors.New("the file changed while it was sent")
		}
		return nil
	})
}

// now is the present in microseconds UTC.
const now = "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)"

func keepChunk(ctx context.Context, tx pgx.Tx, sum string, n int, part []byte) error {
	var there string
	err := tx.QueryRow(ctx, "INSERT INTO evidence_chunks (sha256, n, bytes) VALUES ($1, $2, $3) RETURNING encode(sha256(bytes), 'hex')", sum, n, part).Scan(&there)
	here := sha256.Sum256(part)
	if err == nil && there != hex.EncodeToString(here[:]) {
		err = fmt.Errorf("part %d of the file arrived as another", n+1)
	}
	return err
}

// Kept opens a file for reading, or returns nil if there is none. The reader compares the
// SHA-256.
func (s *Server) Kept(ctx context.Context, sum string) (*KeptFile, error) {
	f := &KeptFile{ctx: ctx, server: s, sum: sum, held: -1}
	err := s.pool.QueryRow(ctx, "SELECT size FROM evidence_files WHERE sha256 = $1", sum).Scan(&f.size)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return f, err
}

// KeptFile is a file that is read one chunk at a time. It is for one goroutine.
type KeptFile struct {
	ctx    context.Context
	server *Server
	sum    string
	size   int64
	at     int64 // where Read goes on
	held   int64 // the number of the chunk in memory, or -1
	part   []byte
}

// Read implements io.Reader.
func (f *KeptFile) Read(p []byte) (int, error) {
	n, err := f.ReadAt(p[:min(len(p), chunk)], f.at)
	f.at += int64(n)
	if n > 0 && errors.Is(err, io.EOF) {
		err = nil
	}
	return n, err
}

// ReadAt implements io.ReaderAt.
func (f *KeptFile) ReadAt(p []byte, at int64) (n int, err error) {
	for n < len(p) {
		if err := f.hold((at + int64(n)) / chunk); err != nil {
			return n, err
		}
		within := (at + int64(n)) % chunk
		if within >= int64(len(f.part)) {
			return n, io.EOF
		}
		n += copy(p[n:], f.part[within:])
	}
	return n, nil
}

// hold reads a chunk into memory. It is empty behind the end.
func (f *KeptFile) hold(number int64) error {
	if f.held == number {
		return nil
	}
	f.held, f.part = -1, nil
	err := f.server.pool.QueryRow(f.ctx, "SELECT bytes FROM evidence_chunks WHERE sha256 = $1 AND n = $2", f.sum, number).Scan(&f.part)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return err
	}
	// What somebody added behind the end is no part of the file.
	f.held, f.part = number, f.part[:max(0, min(int64(len(f.part)), f.size-number*chunk))]
	return nil
}

// Close implements io.Closer.
func (f *KeptFile) Close() error { return nil }

// AllKept lists all files in the order of their hashes.
func (s *Server) AllKept(ctx context.Context) ([]File, error) {
	rows, err := s.pool.Query(ctx, "SELECT sha256, size, kept_at FROM evidence_files ORDER BY sha256")
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[File])
}

// Drop removes a file that no event names, and reports whether there was one. The space
// is used again after the next vacuum of the table.
func (s *Server) Drop(ctx context.Context, sum string) (gone bool, err error) {
	err = s.pool.QueryRow(ctx, "SELECT drop_evidence($1)", sum).Scan(&gone)
	return gone, err
}

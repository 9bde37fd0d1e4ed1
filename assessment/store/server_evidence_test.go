package store_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/store/pgtest"
)

// onOwnServer opens a new database on a real server. asSuperuser runs statements there.
func onOwnServer(tb testing.TB) (b *bench, asSuperuser func(statements string)) {
	tb.Helper()
	c := pgtest.Shared(tb)
	name := c.Database(tb)
	b = openBench(tb, c.URL(pgtest.Owner, name), filepath.Join(tb.TempDir(), "anchors"), newClock())
	return b, func(statements string) {
		tb.Helper()
		if _, err := c.Run(context.Background(), name, statements); err != nil {
			tb.Fatal(err)
		}
	}
}

// Evidence is kept in the database of a server: once, whole, and hashed on both ends.
func TestAServerKeepsEvidence(t *testing.T) {
	ctx := context.Background()
	b, asSuperuser := onOwnServer(t)
	content := make([]byte, 3<<20+17)
	for n := range content {
		content[n] = byte(rand.Uint32())
	}
	want := sha256.Sum256(content)
	for range 2 {
		sum, size, err := b.PutFile(ctx, bytes.NewReader(content))
		if err != nil || sum != hex.EncodeToString(want[:]) || size != int64(len(content)) {
			t.Fatalf("kept as %s with %d bytes: %v", sum, size, err)
		}
	}
	sum := hex.EncodeToString(want[:])
	files, err := b.Files()
	if err != nil || len(files) != 1 || files[0] != (store.KeptFile{SHA256: sum, Size: int64(len(content))}) {
		t.Fatalf("the files are %v: %v", files, err)
	}
	file, err := b.OpenFile(sum)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if read, err := io.ReadAll(file); err != nil || !bytes.Equal(read, content) {
		t.Errorf("%d bytes are read: %v", len(read), err)
	}
	part := make([]byte, 40)
	for _, at := range []int64{0, 1<<20 - 20, 3<<20 - 1} { // within a chunk and across two
		if n, err := file.(io.ReaderAt).ReadAt(part, at); err != nil && n != len(content)-int(at) || !bytes.Equal(part[:n], content[at:at+int64(n)]) {
			t.Errorf("%d bytes are read at %d: %v", n, at, err)
		}
	}
	record := assessment.Evidence{File: "scan.pdf", SHA256: sum, Size: int64(len(content))}
	if err := b.CheckFile(ctx, record); err != nil {
		t.Error(err)
	}
	_, err = b.OpenFile(strings.Repeat("0", 64))
	refused(t, err, assessment.NotFound)

	asSuperuser("INSERT INTO evidence_chunks SELECT sha256, 4, bytes FROM evidence_chunks WHERE n = 1")
	if err := b.CheckFile(ctx, record); err != nil {
		t.Errorf("a part behind the end counts: %v", err)
	}

	asSuperuser("SET session_replication_role = replica; UPDATE evidence_chunks SET bytes = 'x' WHERE n = 1")
	if err := b.CheckFile(ctx, record); assessment.CaseOf(err) != assessment.EvidenceChanged {
		t.Errorf("a changed part is found as %q: %v", assessment.CaseOf(err), err)
	}
}

// A large file needs no more memory than a small one.
func TestALargeFileNeedsLittleMemory(t *testing.T) {
	ctx := context.Background()
	b, _ := onOwnServer(t)
	var heap most
	before := heap.look()
	content := rand.NewChaCha8([32]byte{})
	sum, size, err := b.PutFile(ctx, io.TeeReader(io.LimitReader(content, largeEvidence), &heap))
	if err != nil || size != largeEvidence {
		t.Fatalf("%d bytes are kept: %v", size, err)
	}
	file, err := b.OpenFile(sum)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	digest := sha256.New()
	read, err := io.Copy(io.MultiWriter(digest, &heap), file)
	if err != nil || read != largeEvidence || hex.EncodeToString(digest.Sum(nil)) != sum {
		t.Errorf("%d bytes are read: %v", read, err)
	}
	if grown := int64(heap.bytes) - int64(before); grown > 32<<20 {
		t.Errorf("a file of %d MB took %d MB of memory", largeEvidence>>20, grown>>20)
	}
}

// most is the most memory in use while something is written to it. It looks once for
// each 4 MB.
type most struct {
	bytes   uint64
	written int
}

// Write implements io.Writer.
func (m *most) Write(p []byte) (int, error) {
	if m.written += len(p); m.written > 4<<20 {
		m.written = 0
		m.look()
	}
	return len(p), nil
}

func (m *most) look() uint64 {
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	m.bytes = max(m.bytes, now.HeapAlloc)
	return now.HeapAlloc
}

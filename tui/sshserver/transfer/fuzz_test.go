package transfer_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay/assessment/workspace/exchange"
	"assay/tui/sshserver/transfer"
)

// packet is a request as its bytes. A text comes with its length.
func packet(kind byte, parts ...any) []byte {
	body := []byte{kind}
	for _, part := range parts {
		switch part := part.(type) {
		case int:
			body = binary.BigEndian.AppendUint32(body, uint32(part))
		case uint64:
			body = binary.BigEndian.AppendUint64(body, part)
		case string:
			body = append(binary.BigEndian.AppendUint32(body, uint32(len(part))), part...)
		}
	}
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), body...)
}

// Whatever bytes a client sends, the server goes on, the folder stays flat and small, and no
// unfinished upload stays.
func FuzzRequests(f *testing.F) {
	const read, write, create, text = 1, 2, 8, "some text"
	hello := packet(1, 3)
	for _, seed := range [][]byte{
		hello,
		bytes.Join([][]byte{hello, packet(3, 1, "new", write|create, 0), packet(6, 2, "1", uint64(0), text), packet(10, 3, "1", 1, uint64(4)), packet(4, 4, "1")}, nil),
		bytes.Join([][]byte{hello, packet(3, 1, "there", read, 0), packet(5, 2, "1", uint64(0), 100), packet(5, 2, "1", uint64(1)<<63, 1<<31), packet(4, 3, "1")}, nil),
		bytes.Join([][]byte{hello, packet(11, 1, "/"), packet(12, 2, "1"), packet(12, 3, "1"), packet(4, 4, "1")}, nil),
		bytes.Join([][]byte{hello, packet(18, 1, "there", "here"), packet(13, 2, "here"), packet(14, 3, "x", 0), packet(15, 4, "x"), packet(17, 5, "there"), packet(7, 6, ".")}, nil),
		bytes.Join([][]byte{hello, packet(9, 1, "there", 15, uint64(3), 1, 1, 0o777, 1, 1), packet(9, 1, "there", 1), packet(9, 1, "there", -1<<31, 1<<30), packet(16, 2, "../x")}, nil),
		bytes.Join([][]byte{hello, packet(200, 1, "statvfs@openssh.com", "/"), packet(200, 2, "posix-rename@openssh.com", "there", "x"), packet(200, 3, "hardlink@openssh.com", "there", "y"), packet(200, 4, "unknown")}, nil),
		bytes.Join([][]byte{hello, packet(19, 1, "there"), packet(20, 2, "/etc/passwd", "link"), packet(8, 3, "9"), packet(99, 4)}, nil),
		bytes.Join([][]byte{hello, packet(6, 1, "1", uint64(0), text), packet(3, 2, "new", write|create, 0), packet(6, 3, "1", uint64(0), text), packet(5, 4, "1", uint64(0), 9), packet(11, 5, "/"), packet(6, 6, "2", uint64(0), text)}, nil),
		{0xff, 0xff, 0xff, 0xff, 1},
		{0, 0, 0, 0},
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sent []byte) {
		folder := exchange.Folder{Path: filepath.Join(t.TempDir(), "x"), Now: time.Now, Limit: 100_000}
		if _, err := folder.Write("there", []byte("there"), true); err != nil {
			t.Fatal(err)
		}
		var log, answers kept // the library may still answer when it has returned
		_ = transfer.Serve(context.Background(), folder, endless{bytes.NewReader(sent), &answers}, slog.New(slog.NewTextHandler(&log, nil)))
		if strings.Contains(log.text(), "stack=") || strings.Contains(answers.text(), folder.Path) {
			t.Errorf("%q\n%s", answers.text(), log.text())
		}
		entries, err := os.ReadDir(folder.Path)
		if err != nil {
			t.Fatal(err)
		}
		var all int64
		for _, e := range entries {
			about, err := e.Info()
			if err != nil || !about.Mode().IsRegular() || about.Mode().Perm() != 0o600 {
				t.Fatalf("%v, %v", about, err)
			}
			all += about.Size()
			if safe, err := exchange.Name(e.Name()); err != nil || safe != e.Name() {
				t.Errorf("the folder has %q: %v", e.Name(), err)
			}
		}
		if around, err := os.ReadDir(filepath.Dir(folder.Path)); err != nil || len(around) != 1 || all > folder.Limit {
			t.Errorf("%d bytes, beside the folder are %v: %v", all, around, err)
		}
	})
}

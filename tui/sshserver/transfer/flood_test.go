package transfer_test

import (
	"io"
	"log/slog"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"assay/assessment/workspace/exchange"
	"assay/tui/sshserver/transfer"
)

// flood is a client that sends one large request after the other, and reads no answer.
type flood struct {
	request []byte
	sent    atomic.Int64
	over    chan struct{}
}

// Read implements io.Reader.
func (f *flood) Read(into []byte) (int, error) {
	select {
	case <-f.over:
		return 0, io.EOF
	default:
	}
	at := f.sent.Load() % int64(len(f.request))
	n := copy(into, f.request[at:])
	f.sent.Add(int64(n))
	return n, nil
}

// Write implements io.Writer.
func (f *flood) Write([]byte) (int, error) {
	<-f.over
	return 0, io.ErrClosedPipe
}

func TestAFloodOfRequestsWaits(t *testing.T) {
	folder := exchange.Folder{Path: t.TempDir(), Now: time.Now}
	synctest.Test(t, func(t *testing.T) {
		f := &flood{request: packet(6, 1, "none", uint64(0), string(make([]byte, 200_000))), over: make(chan struct{})}
		ended := make(chan error)
		go func() {
			ended <- transfer.Serve(t.Context(), folder, f, slog.New(slog.DiscardHandler))
		}()
		synctest.Wait()
		if sent := f.sent.Load(); sent < 1_000_000 || sent > 1_500_000 {
			t.Errorf("the server holds %d bytes", sent)
		}
		close(f.over)
		if err := <-ended; err == nil {
			t.Error("the flood ends in order")
		}
	})
}

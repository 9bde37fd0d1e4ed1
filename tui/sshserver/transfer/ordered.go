package transfer

import (
	"encoding/binary"
	"io"
	"sync"
)

// ordered hands the requests of a client to the library. It hands over a request that opens
// something alone: when all before it are answered, and before any after it.
//
// The library numbers open files, reads and writes in several goroutines, and opens in
// another. A client that guesses the next number, and uses it before it has it, would make
// them read a value that is half written. That can end the whole server.
//
// It also waits while the requests without an answer take much memory. A client may send many
// before it reads an answer, each of up to 256 kB.
type ordered struct {
	channel io.ReadWriter

	// Of requests. Only the library's one reader uses them.
	header []byte // of the present one, as far as the library has not read it
	rest   uint32 // bytes of the present one that are not in the header
	opens  bool   // the one before opens something

	mu       sync.Mutex
	answered sync.Cond
	open     []uint32 // the lengths of requests without an answer; answers come in their order
	pending  uint64   // their sum
	failed   bool

	// Of answers.
	length []byte // of the present one, while it is not whole
	left   uint32 // bytes of the present one that are not written yet
}

// mostPending is how many bytes the requests without an answer have before the next one.
const mostPending = 1 << 20

// The requests that open something, in version 3 of the protocol.
const openFile, openFolder = 3, 11

func newOrdered(channel io.ReadWriter) *ordered {
	o := &ordered{channel: channel}
	o.answered.L = &o.mu
	return o
}

// Read implements io.Reader.
func (o *ordered) Read(p []byte) (int, error) {
	if len(o.header) == 0 && o.rest == 0 {
		if err := o.next(); err != nil {
			return 0, err
		}
	}
	if len(o.header) > 0 {
		n := copy(p, o.header)
		o.header = o.header[n:]
		return n, nil
	}
	n, err := o.channel.Read(p[:min(uint32(len(p)), o.rest)])
	o.rest -= uint32(n)
	return n, err
}

// next reads the beginning of a request: its length and, if there is more, its kind.
func (o *ordered) next() error {
	if o.opens {
		o.wait(0)
	}
	o.header = make([]byte, 4, 5)
	if _, err := io.ReadFull(o.channel, o.header); err != nil {
		o.header = nil
		return err
	}
	o.opens = false
	length := binary.BigEndian.Uint32(o.header)
	if length > 0 {
		o.header = o.header[:5]
		if _, err := io.ReadFull(o.channel, o.header[4:]); err != nil {
			o.header = nil
			return io.ErrUnexpectedEOF
		}
		o.rest, o.opens = length-1, o.header[4] == openFile || o.header[4] == openFolder
	}
	if o.opens {
		o.wait(0)
	}
	o.wait(mostPending)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.open, o.pending = append(o.open, length), o.pending+uint64(length)
	return nil
}

// wait waits until the requests without an answer have at most so many bytes, or no answer can
// come any more.
func (o *ordered) wait(bytes uint64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for o.pending > bytes && !o.failed {
		o.answered.Wait()
	}
}

// Write implements io.Writer.
func (o *ordered) Write(p []byte) (int, error) {
	n, err := o.channel.Write(p)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.count(p[:n])
	o.failed = o.failed || err != nil
	o.answered.Broadcast()
	return n, err
}

// count notes which answers are whole.
func (o *ordered) count(written []byte) {
	for len(written) > 0 {
		if o.left == 0 {
			n := min(4-len(o.length), len(written))
			o.length, written = append(o.length, written[:n]...), written[n:]
			if len(o.length) < 4 {
				return
			}
			o.left, o.length = binary.BigEndian.Uint32(o.length), o.length[:0]
		}
		n := min(o.left, uint32(len(written)))
		written, o.left = written[n:], o.left-n
		if o.left == 0 && len(o.open) > 0 {
			o.pending -= uint64(o.open[0])
			o.open = o.open[1:]
		}
	}
}

// Close implements io.Closer. The owner of the channel closes it.
func (o *ordered) Close() error { return nil }

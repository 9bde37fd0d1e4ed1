// Package inputtest holds readers of files to their promise: whatever a file holds,
// reading it neither hangs nor takes much memory.
package inputtest

import (
	"runtime"
	"runtime/metrics"
	"sync"
	"testing"
	"time"
)

const (
	mostMemory = 256 << 20        // bytes
	longest    = 30 * time.Second // far beyond any reader, also on a busy machine
)

// Bounded runs a reader and fails the test if it holds more than 256 MB at any
// moment, or does not come back.
func Bounded(t testing.TB, read func()) {
	t.Helper()
	Within(t, mostMemory, read)
}

// Within is [Bounded] with another limit of memory, in bytes.
func Within(t testing.TB, most uint64, read func()) {
	t.Helper()
	var allocated runtime.MemStats
	runtime.ReadMemStats(&allocated)
	before := allocated.TotalAlloc
	watch := watching()
	done := make(chan struct{})
	go func() {
		defer close(done)
		read()
	}()
	select {
	case <-done:
	case <-time.After(longest):
		t.Fatalf("still reading after %v", longest)
	}
	peak := watch.stop()
	runtime.ReadMemStats(&allocated)
	// What was allocated in all is a limit that no moment can exceed.
	if peak > most && allocated.TotalAlloc-before > most {
		t.Errorf("reading took %d MB at one moment", peak>>20)
	}
}

// watch notes the most memory that live and dead objects took.
type watch struct {
	end  chan struct{}
	over sync.WaitGroup
	peak uint64
}

func watching() *watch {
	w := &watch{end: make(chan struct{})}
	base := inUse()
	w.over.Go(func() {
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for {
			if now := inUse(); now > base {
				w.peak = max(w.peak, now-base)
			}
			select {
			case <-tick.C:
			case <-w.end:
				return
			}
		}
	})
	return w
}

func (w *watch) stop() (peak uint64) {
	close(w.end)
	w.over.Wait()
	return w.peak
}

func inUse() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

package store_test

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/store/pgtest"
)

// acknowledged are the ids of the answers that a store has said are kept.
type acknowledged struct {
	mu  sync.Mutex
	ids map[string]bool
}

func (a *acknowledged) add(id string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ids[id] = true
}

func (a *acknowledged) count() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.ids)
}

// more waits until so many more answers have been acknowledged.
func (a *acknowledged) more(tb testing.TB, n int) {
	tb.Helper()
	target := a.count() + n
	waitFor(tb, fmt.Sprintf("%d answers are acknowledged", target), func() bool { return a.count() >= target })
}

// away reports whether an error says that the server cannot be reached for now.
func away(err error) bool {
	switch theCase(err) {
	case assessment.ConnectionLost, assessment.ServerBusy, assessment.OutcomeUnknown:
		return true
	}
	return false
}

// persist records answers until the context ends. It tries an answer again with the same
// id until it is acknowledged, as the workbench does with one that is "not saved".
func (a *acknowledged) persist(ctx context.Context, s *store.Store, id string) error {
	for n := 0; ctx.Err() == nil; n++ {
		entry := assessment.Entry{ID: newID(), At: newClock().Now().UnixMicro(), By: evaluator, Change: assessment.Answered{
			Answer: assessment.Answer{Item: []string{"TEC-01", "TEC-02"}[n%2], Value: fmt.Sprint(n % 5)},
		}}
		for {
			_, err := s.Record(context.WithoutCancel(ctx), id, entry)
			if err == nil {
				a.add(entry.ID)
				break
			}
			if !away(err) {
				return fmt.Errorf("not a lost connection: %w", err)
			}
			if ctx.Err() != nil {
				break // nobody was told that this one is kept
			}
		}
	}
	return nil
}

// everything fails the test unless each acknowledged answer is in a journal once, and the
// record is sound.
func (a *acknowledged) everything(tb testing.TB, address, anchors string) {
	tb.Helper()
	b := openBench(tb, address, anchors, newClock())
	kept := map[string]int{}
	for _, row := range b.rows() {
		events, err := b.Events(context.Background(), row.ID)
		if err != nil {
			tb.Fatal(err)
		}
		for _, e := range events {
			kept[e.ID]++
		}
	}
	for _, id := range slices.Sorted(maps.Keys(a.ids)) {
		if kept[id] != 1 {
			tb.Errorf("an acknowledged answer is kept %d times", kept[id])
		}
	}
	b.sound()
}

// The whole server is killed while eight people answer, three times.
func TestAKilledServerLosesNothing(t *testing.T) {
	ownServer(t)
	c := pgtest.Start(t)
	address, anchors := c.URL(pgtest.Owner, c.Database(t)), t.TempDir()
	b := openBench(t, address, anchors, newClock())
	ids := []string{b.assess("Meridian Talent"), b.assess("Harbor")}
	told := &acknowledged{ids: map[string]bool{}}
	ctx, end := context.WithCancel(t.Context())
	var people sync.WaitGroup
	for n := range 8 {
		people.Go(func() {
			if err := told.persist(ctx, b.Store, ids[n%len(ids)]); err != nil {
				t.Error(err)
			}
		})
	}
	for range 3 {
		told.more(t, 100)
		if err := c.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
	}
	told.more(t, 100)
	end()
	people.Wait()
	told.everything(t, address, anchors)
	t.Logf("3 kills, %d answers acknowledged, none lost", told.count())
}

// chaosClient answers until it is killed, and says which answers are kept. The address of
// the database and the folder of the anchors come in one argument.
func chaosClient(arg string) error {
	address, anchors, _ := strings.Cut(arg, "\n")
	for {
		if err := chaosSession(address, anchors); !away(err) {
			return err
		}
	}
}

func chaosSession(address, anchors string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, address, options(newClock(), anchors))
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // it is killed, or has lost its server
	rows, err := s.List(ctx, store.Filter{})
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		entry := assessment.Entry{ID: newID(), At: newClock().Now().UnixMicro(), By: evaluator, Change: assessment.Answered{
			Answer: assessment.Answer{Item: "TEC-01", Value: fmt.Sprint(n % 5)},
		}}
		if _, err := s.Record(ctx, rows[n%len(rows)].ID, entry); err != nil {
			return err
		}
		if _, err := fmt.Println(entry.ID); err != nil {
			return err
		}
	}
}

// client is a program that answers, and may be killed.
type client struct {
	cmd   *exec.Cmd
	ended chan struct{}
}

// begin starts a client. It collects the ids of the answers that the client reports as kept.
func (a *acknowledged) begin(tb testing.TB, address, anchors string) client {
	tb.Helper()
	cmd := child("chaos client", address+"\n"+anchors)
	out, err := cmd.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for lines := bufio.NewReader(out); ; {
			line, err := lines.ReadString('\n')
			if err != nil {
				return // the child was killed within a line, so it acknowledged nothing with it
			}
			a.add(strings.TrimSpace(line))
		}
	}()
	return client{cmd, ended}
}

// kill kills a client. One that has ended by itself has met an error that it should not.
func (c client) kill(tb testing.TB) {
	tb.Helper()
	select {
	case <-c.ended:
		tb.Error("a client ended by itself")
	default:
	}
	_ = c.cmd.Process.Kill() // it may have ended meanwhile
	<-c.ended
	_ = c.cmd.Wait() // it was killed
}

// People and programs answer while the server is restarted and killed, clients are
// killed and sockets are cut, in an order that a seed decides. At the end, nothing that
// was acknowledged is lost. The whole minute:
//
//	go test -tags soak ./assessment/store -run Chaos -v
//
// ASSAY_CHAOS_SEED repeats a run.
func TestAMinuteOfChaos(t *testing.T) {
	ownServer(t)
	seed := chaosSeed()
	if text := os.Getenv("ASSAY_CHAOS_SEED"); text != "" {
		if _, err := fmt.Sscan(text, &seed); err != nil {
			t.Fatal(err)
		}
	}
	random := rand.New(rand.NewPCG(seed, 0))
	c := pgtest.Start(t)
	database := c.Database(t)
	p := pgtest.NewProxy(t, c)
	// An anchor knows the address of its database, so each way to it has an anchor.
	address, anchors := []string{p.URL(pgtest.Owner, database), c.URL(pgtest.Owner, database)}, []string{t.TempDir(), t.TempDir()}
	b := openBench(t, address[0], anchors[0], newClock())
	ids := []string{b.assess("Meridian Talent"), b.assess("Harbor"), b.assess("Kestrel")}
	told := &acknowledged{ids: map[string]bool{}}
	ctx, end := context.WithCancel(t.Context())
	defer end()
	var people sync.WaitGroup
	for n := range 4 {
		people.Go(func() {
			if err := told.persist(ctx, b.Store, ids[n%len(ids)]); err != nil {
				t.Error(err)
			}
		})
	}
	clients := []client{told.begin(t, address[0], anchors[0]), told.begin(t, address[1], anchors[1])}
	mishaps := []struct {
		name string
		do   func() error
	}{
		{"the server is restarted", c.Restart},
		{"the server is killed", func() error {
			if err := c.Kill(); err != nil {
				return err
			}
			return c.Start()
		}},
		{"a client is killed", func() error {
			n := random.IntN(len(clients))
			clients[n].kill(t)
			clients[n] = told.begin(t, address[n], anchors[n])
			return nil
		}},
		{"all sockets are cut", func() error { p.Cut(); return nil }},
		{"a commit is lost", func() error { <-p.CutBefore(isCommit); return nil }},
		{"the answer to a commit is lost", func() error { <-p.CutAfter(isCommit); return nil }},
	}
	counts := map[string]int{}
	for since := time.Now(); time.Since(since) < chaosFor; {
		m := mishaps[random.IntN(len(mishaps))]
		if err := m.do(); err != nil {
			t.Fatalf("seed %d: %s: %v", seed, m.name, err)
		}
		counts[m.name]++
		told.more(t, 1+random.IntN(50))
	}
	for _, each := range clients {
		each.kill(t)
	}
	end()
	people.Wait()
	told.everything(t, address[0], anchors[0])
	t.Logf("seed %d: %d answers acknowledged, none lost; %v", seed, told.count(), counts)
}

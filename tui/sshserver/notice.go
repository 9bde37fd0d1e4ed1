package sshserver

import (
	"context"
	"sync"
	"time"
)

// between is the shortest time between two notices of changes to one visit.
const between = 250 * time.Millisecond

// watch watches the record for all visits, until ctx ends.
func (s *Server) watch(ctx context.Context) {
	if s.Watch == nil {
		return
	}
	news, keys := make(chan struct{}, 1), make(chan struct{}, 1)
	var heeding sync.WaitGroup
	heeding.Go(func() { heed(ctx, news, s.tell) })
	heeding.Go(func() {
		heed(ctx, keys, func() {
			if !s.dismiss(ctx) {
				raise(keys)
			}
		})
	})
	s.Watch(ctx, func() {
		raise(news)
		raise(keys)
	})
	heeding.Wait()
}

// raise makes a notice, unless one waits to be taken.
func raise(notice chan<- struct{}) {
	select {
	case notice <- struct{}{}:
	default:
	}
}

// heed does something after a notice, until ctx ends. Notices in quick succession count
// once.
func heed(ctx context.Context, notice <-chan struct{}, do func()) {
	pause := time.NewTicker(between)
	defer pause.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-notice:
		}
		do()
		pause.Reset(between)
		select {
		case <-ctx.Done():
			return
		case <-pause.C:
		}
	}
}

// tell passes a notice to every visit.
func (s *Server) tell() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for v := range s.visits {
		raise(v.changed)
	}
}

// dismiss ends the visits whose person or key is no longer in the record. It reports whether
// it could read the record. If not, try again: there may be no other notice.
func (s *Server) dismiss(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, lookLimit)
	defer cancel()
	people, err := s.People(ctx)
	if err != nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for v := range s.visits {
		if who := people.WithKey(v.fingerprint); who == nil || v.who.ID != "" && who.ID != v.who.ID {
			v.end(removed)
		}
	}
	return true
}

package store

import (
	"context"
	"errors"
	"time"

	"assay/assessment/store/postgres"
)

const (
	lookEvery   = 500 * time.Millisecond // for changes, where nobody tells of them
	lookWithin  = 5 * time.Second        // one look
	listenAgain = 5 * time.Second        // after a server did not let us listen
)

// Watch calls changed within a second after anybody has recorded something in the database,
// until ctx ends. Several changes may come as one call, and a call may come without a
// change: on a server, also when the connection was lost and when it is there again.
// changed must return at once.
//
// On a server, Watch listens on a connection of its own. A file has no notices, a pooler
// loses them, and a server may have no connection left. There Watch looks twice a second.
func (s *Store) Watch(ctx context.Context, changed func()) {
	if s.server == nil {
		s.poll(ctx, changed)
		return
	}
	for ctx.Err() == nil {
		err := s.server.Listen(ctx, changed)
		if ctx.Err() != nil {
			return
		}
		changed() // something may have happened since the last notice, or nothing can be read
		if errors.Is(err, postgres.ErrPooled) {
			s.poll(ctx, changed)
			return
		}
		polling, stop := context.WithTimeout(ctx, listenAgain)
		s.poll(polling, changed)
		stop()
	}
}

// poll looks for changes until ctx ends.
func (s *Store) poll(ctx context.Context, changed func()) {
	looks := time.NewTicker(lookEvery)
	defer looks.Stop()
	last, lost := int64(-1), false
	for {
		look, stop := context.WithTimeout(ctx, lookWithin)
		moves, err := s.Moves(look)
		stop()
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			lost = true // every reader fails then, and says so
		case lost || moves != last:
			last, lost = moves, false
			changed()
		}
		select {
		case <-ctx.Done():
			return
		case <-looks.C:
		}
	}
}

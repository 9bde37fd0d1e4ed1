package store

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
)

// spreadAtOnce is how many ids one transaction of spread reads.
const spreadAtOnce = 16

// spread reads something for each id on several connections at once and returns
// the results in the order of the ids. Each id is read from one state of the
// database; different ids may be read from different states. t is the transaction
// of the caller: it reads everything if there is no other connection, and while somebody else
// uses them. Otherwise several callers would wait for connections that they hold.
func spread[T any](ctx context.Context, s *Store, t tx, ids []string, read func(t tx, id string) (T, error)) ([]T, error) {
	others := s.engine.atOnce() - 1
	if others >= 1 {
		if s.spreading.TryLock() {
			defer s.spreading.Unlock()
		} else {
			others = 0
		}
	}
	if others < 1 {
		results := make([]T, len(ids))
		for n, id := range ids {
			var err error
			if results[n], err = read(t, id); err != nil {
				return results, err
			}
		}
		return results, nil
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	results := make([]T, len(ids))
	var next atomic.Int64
	var wait sync.WaitGroup
	errs := make([]error, others)
	for worker := range errs {
		wait.Go(func() {
			for {
				from := int(next.Add(spreadAtOnce)) - spreadAtOnce
				if from >= len(ids) {
					return
				}
				err := s.look(ctx, func(t tx) (err error) {
					for n := from; n < min(from+spreadAtOnce, len(ids)); n++ {
						if results[n], err = read(t, ids[n]); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					errs[worker] = err
					stop()
					return
				}
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil && !errors.Is(err, context.Canceled) {
			return nil, err
		}
	}
	return results, errors.Join(errs...)
}

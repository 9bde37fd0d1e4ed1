package store

import (
	"context"
	"database/sql"
	"errors"
)

// Remember keeps a small piece of a client's state, such as the item at
// which the evaluator left an interview. It is not part of a journal.
func (s *Store) Remember(ctx context.Context, key, value string) error {
	return s.change(ctx, nil, func(ctx context.Context, t tx) error {
		return t.exec(ctx, `INSERT INTO places (name, value) VALUES (?, ?)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`, key, value)
	})
}

// Recall returns a remembered value, or an empty string.
func (s *Store) Recall(ctx context.Context, key string) (string, error) {
	var value string
	err := s.look(ctx, func(t tx) error {
		err := t.row(ctx, "SELECT value FROM places WHERE name = ?", key).Scan(&value)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return value, err
}

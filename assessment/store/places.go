package store

import (
	"context"
	"strings"

	"assay/assessment/store/postgres"
)

// Remember keeps a small piece of a client's state, such as the item at
// which the evaluator left an interview. It is not part of a journal. A database that can only be read keeps nothing, without
// an error. Bytes that are no text, as in the name of a file, are kept as U+FFFD.
func (s *Store) Remember(ctx context.Context, key, value string) error {
	if s.readOnly != nil {
		return nil
	}
	return s.change(ctx, nil, func(ctx context.Context, t tx) error {
		return t.exec(ctx, `INSERT INTO places (name, value) VALUES (?, ?)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`, postgres.Text(key), postgres.Text(value))
	})
}

// Recall returns a remembered value, or an empty string.
func (s *Store) Recall(ctx context.Context, key string) (string, error) {
	return fetch(ctx, s, func(t tx) (string, error) {
		found, err := collect(ctx, t, scanText, "SELECT value FROM places WHERE name = ?", postgres.Text(key))
		return strings.Join(found, ""), err
	})
}

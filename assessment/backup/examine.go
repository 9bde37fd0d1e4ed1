package backup

import (
	"context"

	"assay/assessment/store"
)

// Examined is the result of Examine.
type Examined struct {
	store.Health
	Identity store.Identity
}

// Examine opens a database that nobody uses and checks all of it, apart from its
// anchor: no other machine has that. An older database is brought to the present
// form.
func Examine(ctx context.Context, path string, o store.Options) (found Examined, err error) {
	o.AnchorDir, o.ReadOnly = "", false
	opened, err := store.Open(ctx, path, o)
	if err != nil {
		return found, err
	}
	if found.Health, err = opened.Check(ctx); err == nil {
		found.Identity, err = opened.Identity(ctx)
	}
	if closed := opened.Close(); err == nil {
		err = closed
	}
	return found, err
}

package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
)

// migrations lead from one version of the tables to the next, in the order
// of their names. Never change a released one.
//
//go:embed migrations/*.sql
var migrations embed.FS

// steps lists the migration files. The n-th leads to version n.
func steps() []string {
	names, _ := fs.Glob(migrations, "migrations/*.sql")
	return names
}

// rewrites are what steps do besides their file, by the version they lead to.
var rewrites = map[int]func(context.Context, tx, Options) error{6: splitEvents, 7: openRecords}

// newest is the version of the tables that this program writes.
func newest() int { return len(steps()) }

// migrate brings the database at path to the newest version, each step in
// one transaction. Several processes may try at once; one of them does each
// step. Before the first step it keeps a copy of the database.
func migrate(ctx context.Context, db *sql.DB, path string, o Options) error {
	for first := true; ; first = false {
		version, err := versionOf(ctx, db)
		switch {
		case err != nil:
			return err
		case version > newest():
			return newer(path, version)
		case version == newest():
			return nil
		}
		// A new database has nothing to keep.
		if first && version > 0 {
			if err := keepBefore(ctx, path, newest()); err != nil {
				return err
			}
		}
		if err := step(ctx, db, o); err != nil {
			return err
		}
	}
}

func step(ctx context.Context, db *sql.DB, o Options) error {
	begun, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer begun.Rollback() //nolint:errcheck // does nothing after Commit
	version, err := versionOf(ctx, begun)
	if err != nil || version >= newest() {
		return err
	}
	text, err := migrations.ReadFile(steps()[version])
	if err != nil {
		return err
	}
	if _, err := begun.ExecContext(ctx, string(text)); err != nil {
		return fmt.Errorf("step %d: %w", version+1, err)
	}
	if rewrite := rewrites[version+1]; rewrite != nil {
		if err := rewrite(ctx, tx{work: fileWork{Tx: begun}, moved: &[]ledgerEntry{}, lastAt: map[string]int64{}, listed: new(string)}, o); err != nil {
			return fmt.Errorf("step %d: %w", version+1, err)
		}
	}
	marks := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, version+1)
	if _, err := begun.ExecContext(ctx, marks); err != nil {
		return err
	}
	return begun.Commit()
}

func versionOf(ctx context.Context, db interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
},
) (version int, err error) {
	err = db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	return version, err
}

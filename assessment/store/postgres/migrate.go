package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"assay/assessment"
)

// migrations lead from one version of the tables to the next, in the order of their names.
// The number in a name is the version it leads to; it is the one that a file has with the
// same tables. Never change a released one.
//
//go:embed migrations/*.sql
var migrations embed.FS

// Migrate makes the tables in an empty database, or brings them to a version. Several
// programs may try at once; one of them does it. id becomes the id of a new database. It
// reports whether it made one. Only the owner of the tables can do it: for others the case
// of the error is OwnerNeeded. With look it changes nothing. If exists is set, an empty
// database is NotFound.
func (s *Server) Migrate(ctx context.Context, version int, id string, look, exists bool) (made bool, err error) {
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		now, err := versionOf(ctx, tx)
		if err != nil || now == version {
			return err
		}
		if now > version {
			return newer(now, version)
		}
		if now == 0 && (look || exists) {
			return assessment.Errorf(assessment.NotFound, "the database on the server is empty")
		}
		if look {
			return ownerNeeded(now)
		}
		if _, err := tx.Exec(ctx, fmt.Sprintf("SELECT pg_advisory_xact_lock(%d)", MigrationLock)); err != nil {
			return err
		}
		if now, err = versionOf(ctx, tx); err != nil || now >= version {
			return err
		}
		if err := steps(ctx, tx, now); err != nil {
			return err
		}
		if made = now == 0; made {
			if _, err := tx.Exec(ctx, "INSERT INTO meta (name, value) VALUES ('database', $1)", id); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, "INSERT INTO meta (name, value) VALUES ('version', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value", strconv.Itoa(version))
		return err
	})
	var told *pgconn.PgError
	if errors.As(err, &told) && told.Code == "42501" {
		return false, ownerNeeded(0)
	}
	return made && err == nil, err
}

// steps runs the migrations after a version.
func steps(ctx context.Context, tx pgx.Tx, after int) error {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	for _, name := range names {
		to, err := strconv.Atoi(strings.TrimPrefix(name, "migrations/")[:4])
		if err != nil {
			return err
		}
		if to <= after {
			continue
		}
		text, err := migrations.ReadFile(name)
		if err != nil {
			return err
		}
		if _, err := tx.Conn().PgConn().Exec(ctx, string(text)).ReadAll(); err != nil {
			return fmt.Errorf("step %d: %w", to, err)
		}
	}
	return nil
}

// versionOf is the version of the tables, and 0 for a database without tables. A database
// with the tables of another program is NotOurs.
func versionOf(ctx context.Context, tx pgx.Tx) (version int, err error) {
	var tables, ours int
	err = tx.QueryRow(ctx, `SELECT count(*), count(*) FILTER (WHERE relname IN ('meta', 'ledger', 'events')) FROM pg_class
		WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace`).Scan(&tables, &ours)
	switch {
	case err != nil:
		return 0, err
	case tables == 0:
		return 0, nil
	case ours < 3:
		return 0, assessment.Errorf(assessment.NotOurs, "the database on the server holds the tables of another program")
	}
	var text string
	err = tx.QueryRow(ctx, "SELECT value FROM meta WHERE name = 'version'").Scan(&text)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, assessment.Errorf(assessment.NotOurs, "the database on the server holds the tables of another program")
	}
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(text)
}

func newer(found, known int) error {
	return assessment.Errorf(assessment.Newer, "the database on the server was written by a newer version of assay, in format %d; this version knows formats up to %d", found, known)
}

func ownerNeeded(version int) error {
	if version == 0 {
		return assessment.Errorf(assessment.Unwritten, "the database on the server has no tables of assay that this login may use").Because(assessment.OwnerNeeded)
	}
	return assessment.Errorf(assessment.Unwritten, "the tables on the server are those of an earlier version of assay").Because(assessment.OwnerNeeded)
}

// Writes reports whether the login may record anything, and whether the server is a
// standby, where nobody can.
func (s *Server) Writes(ctx context.Context) (may, standby bool, err error) {
	var place string
	err = s.pool.QueryRow(ctx, "SELECT has_table_privilege('events', 'INSERT'), pg_is_in_recovery(), ("+placeOfLedger+")").Scan(&may, &standby, &place)
	if err == nil {
		s.note(&s.ledger, place)
	}
	return may && !standby, standby, err
}

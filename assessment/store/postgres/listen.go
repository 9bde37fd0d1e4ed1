package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
)

// Moved is the channel on which the function append_ledger tells that a journal has grown.
const Moved = "assay_moved"

// ErrPooled is the error of Listen behind a pooler that gives a connection to somebody else
// after each transaction. Notices get lost there.
var ErrPooled = errors.New("the address is that of a pooler, which passes no notices on")

// A connection that has nothing to tell is tried now and then, so that one is noticed that
// ended without a word.
const (
	quiet       = 10 * time.Second
	answerIn    = 3 * time.Second
	connectIn   = 10 * time.Second // until it listens
	hangUpAfter = time.Second
)

// Listen calls heard once it listens, and then for every notice on [Moved], which a server
// sends right after the COMMIT. It uses a connection of its own. It returns the reason why
// it can listen no more: the end of ctx, [ErrPooled], or an error of the connection.
func (s *Server) Listen(ctx context.Context, heard func()) error {
	connecting, stop := context.WithTimeout(ctx, connectIn)
	defer stop()
	conn, err := pgx.ConnectConfig(connecting, s.config.ConnConfig.Copy())
	if err != nil {
		return err
	}
	defer func() {
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), hangUpAfter)
		defer stop()
		_ = conn.Close(ctx) // nothing is on its way
	}()
	var backend uint32
	if err := conn.QueryRow(connecting, "SELECT pg_backend_pid()").Scan(&backend); err != nil {
		return err
	}
	if backend != conn.PgConn().PID() {
		return ErrPooled // a pooler introduces itself under a number of its own
	}
	if _, err := conn.Exec(connecting, "LISTEN "+Moved); err != nil {
		return err
	}
	for {
		heard()
		if err := awaitNotice(ctx, conn); err != nil {
			return err
		}
	}
}

// awaitNotice returns after the next notice, or when the connection or ctx has ended.
func awaitNotice(ctx context.Context, conn *pgx.Conn) error {
	for {
		short, stop := context.WithTimeout(ctx, quiet)
		_, err := conn.WaitForNotification(short)
		stop()
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case short.Err() == nil || conn.IsClosed():
			return err
		}
		short, stop = context.WithTimeout(ctx, answerIn)
		err = conn.Ping(short)
		stop()
		if err != nil {
			return err
		}
	}
}

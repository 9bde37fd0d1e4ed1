package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Work is one transaction. It is for one goroutine.
type Work struct {
	server   *Server
	conn     *pgxpool.Conn
	queue    *pgx.Batch
	begun    bool                // something was sent
	open     *Rows               // the rows that are still being read
	foreseen map[string]*[][]any // answers of Foresee, by question
	settings bool                // it begins with the settings and the place of the ledger
	cursors  int                 // how many were opened
	waiting  context.Context     // that of Begin, which ends the wait for others
}

// Question is a query and its arguments.
type Question struct {
	Text string
	Args []any
	Lock bool // the rows, until the end of the transaction

	// Same lets the server keep one plan for all arguments. It makes a new one for each
	// otherwise, where it takes more rows for likely, and that costs more than a few rows.
	Same bool
}

func (q Question) key() string { return fmt.Sprintf("%s %v", q.Text, q.Args) }

// Exec queues a statement that returns no rows. It is sent with the next query or with
// Commit, and its error comes from there. Do not change the arguments afterwards.
func (w *Work) Exec(_ context.Context, text string, args ...any) error {
	w.queue.Queue(w.server.numbered.of(text), args...)
	return nil
}

// Query sends everything that is queued and a query, in one round trip. Rows that were
// not read to their end stay readable: the rest of them is then kept in memory.
func (w *Work) Query(ctx context.Context, text string, args ...any) (*Rows, error) {
	if asked := (Question{Text: text, Args: args}).key(); w.foreseen[asked] != nil {
		kept := *w.foreseen[asked]
		delete(w.foreseen, asked)
		return &Rows{kept: kept}, nil
	}
	if err := w.settleRows(); err != nil {
		return nil, err
	}
	w.queue.Queue(w.server.numbered.of(text), sought(args)...)
	results, err := w.send(ctx, 1)
	if err != nil {
		return nil, err
	}
	rows, err := results.Query()
	if err != nil {
		results.Close()
		return nil, err
	}
	read := &Rows{stream: rows, results: results}
	if err := read.fill(rowsAtOnce); err != nil {
		read.Close()
		return nil, err
	}
	if read.stream != nil {
		w.open = read
	}
	return read, nil
}

// Text is a text without what PostgreSQL cannot hold: zero bytes and broken UTF-8 become
// U+FFFD.
func Text(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", "\ufffd")
}

// sought are the arguments of a query. What no row can hold, no row fits.
func sought(args []any) []any {
	for n, arg := range args {
		if text, is := arg.(string); is && Text(text) != text {
			args = slices.Clone(args)
			args[n] = Text(text)
		}
	}
	return args
}

// Foresee asks several queries in one round trip, and keeps their answers for the next
// Query with the same text and arguments. The one after that asks the server again. Call
// it only if nothing in this transaction changes the answers before they are used.
func (w *Work) Foresee(ctx context.Context, questions ...Question) error {
	if err := w.settleRows(); err != nil {
		return err
	}
	same := slices.ContainsFunc(questions, func(q Question) bool { return q.Same })
	if same {
		w.queue.Queue("SET LOCAL plan_cache_mode = force_generic_plan")
	}
	for _, q := range questions {
		text := q.Text
		if q.Lock {
			text += " FOR UPDATE"
		}
		w.queue.Queue(w.server.numbered.of(text), sought(q.Args)...)
	}
	results, err := w.send(ctx, len(questions))
	if err != nil {
		return err
	}
	if same {
		w.queue.Queue("SET LOCAL plan_cache_mode = auto") // for what comes next
	}
	defer results.Close()
	if w.foreseen == nil {
		w.foreseen = make(map[string]*[][]any, len(questions))
	}
	for _, q := range questions {
		rows, err := results.Query()
		if err != nil {
			return err
		}
		read := &Rows{stream: rows}
		if err := read.fill(-1); err != nil {
			return err
		}
		w.foreseen[q.key()] = &read.kept
	}
	return results.Close()
}

// send sends the queue and reads the results of all statements but the last ones,
// which have rows for the caller. A connection that turns out to be dead at the first
// round trip is replaced, unless COMMIT is part of it: nothing has happened yet.
func (w *Work) send(ctx context.Context, last int) (pgx.BatchResults, error) {
	batch, first := w.queue, !w.begun
	ends := batch.Len() > 0 && batch.QueuedQueries[batch.Len()-1].SQL == commit
	w.queue, w.begun = &pgx.Batch{}, true
	if first && !ends {
		ctx = w.waiting
	}
	results, err := w.sendOnce(ctx, batch, last, first)
	if first && !ends && ctx.Err() == nil && Lost(err) {
		w.renew()
		conn, failed := w.server.pool.Acquire(ctx)
		if failed != nil {
			return nil, failed
		}
		w.conn = conn
		again := &pgx.Batch{}
		for _, q := range batch.QueuedQueries {
			again.Queue(q.SQL, q.Arguments...)
		}
		return w.sendOnce(ctx, again, last, first)
	}
	return results, err
}

// renew gives the connection up, and all that wait in the pool: the others are probably
// dead too.
func (w *Work) renew() {
	w.conn.Conn().Close(context.Background()) //nolint:errcheck // it is dead
	w.release()
	w.server.Renew()
}

func (w *Work) sendOnce(ctx context.Context, batch *pgx.Batch, last int, first bool) (pgx.BatchResults, error) {
	results := w.conn.SendBatch(ctx, batch)
	for n := range batch.Len() - last {
		var err error
		switch {
		case first && w.settings && n == 1:
			err = checked(results)
		case first && w.settings && n == 3:
			err = w.placed(results)
		default:
			_, err = results.Exec()
		}
		if err != nil {
			results.Close()
			return nil, err
		}
	}
	return results, nil
}

// checked reads the settings that a transaction begins with.
func checked(results pgx.BatchResults) error {
	var synchronous string
	if err := results.QueryRow().Scan(&synchronous, nil, nil); err != nil {
		return err
	}
	return safeCommit(synchronous)
}

// placed reads where the ledger is.
func (w *Work) placed(results pgx.BatchResults) error {
	var place string
	if err := results.QueryRow().Scan(&place); err != nil {
		return err
	}
	w.server.note(&w.server.ledger, place)
	return nil
}

// settleRows keeps the rest of the open rows in memory, so that the connection is free.
func (w *Work) settleRows() error {
	if w.open == nil {
		return nil
	}
	err := w.open.fill(-1)
	w.open = nil
	return err
}

const commit = "commit"

// Commit sends what is queued and COMMIT, in one round trip. sent reports whether the
// server may have got it: if it returns an error and sent is true, the error may come
// from a connection that was lost after the server had committed.
func (w *Work) Commit(ctx context.Context) (sent bool, err error) {
	defer w.release()
	if err := w.settleRows(); err != nil {
		return false, err
	}
	if !w.begun && w.queue.Len() <= w.opening() {
		return false, nil
	}
	w.queue.Queue(commit)
	results, err := w.send(ctx, 0)
	if err != nil {
		return true, err
	}
	return true, results.Close()
}

// opening is how many statements of the queue only begin the transaction.
func (w *Work) opening() int {
	if w.settings {
		return 4
	}
	return 1
}

// Rollback ends the transaction without keeping anything. After Commit it does nothing.
func (w *Work) Rollback() {
	if w.conn == nil {
		return
	}
	defer w.release()
	if w.open != nil {
		w.open.Close()
		w.open = nil
	}
	if w.begun && !w.conn.Conn().IsClosed() {
		ctx, stop := context.WithTimeout(context.Background(), endWithin)
		defer stop()
		if _, err := w.conn.Exec(ctx, "rollback"); err != nil {
			w.conn.Conn().Close(ctx) //nolint:errcheck // it is not used again
		}
	}
}

func (w *Work) release() {
	if w.conn != nil {
		w.conn.Release()
		w.conn = nil
	}
}

// numbering turns ? into $1, $2 and so on, once for each text.
type numbering struct{ known sync.Map }

func (n *numbering) of(text string) string {
	if numbered, found := n.known.Load(text); found {
		return numbered.(string)
	}
	numbered := number(text)
	n.known.Store(text, numbered)
	return numbered
}

// number turns ? outside of quotes into $1, $2 and so on.
func number(text string) string {
	var out strings.Builder
	count, quoted := 0, false
	for _, r := range text {
		switch {
		case r == '\'':
			quoted = !quoted
			out.WriteRune(r)
		case r == '?' && !quoted:
			count++
			fmt.Fprintf(&out, "$%d", count)
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

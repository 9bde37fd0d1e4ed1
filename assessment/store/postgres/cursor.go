package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Cursor reads the rows of a query in parts. The server makes no more of them than are
// wanted, and plans for a caller who wants the first ones soon. It is for one goroutine,
// and other queries may run between its rows.
type Cursor struct {
	ctx  context.Context
	work *Work
	name string
	part Rows
	size int  // of the next part
	end  bool // the server has no more rows
}

const (
	// rowsAtOnce is how many rows a cursor reads in one round trip at most, and a query
	// keeps in memory before anybody reads them. A result that is no longer leaves the
	// connection free for the next query.
	rowsAtOnce = 256

	firstRows = 64 // is the first part of a cursor: a page of a screen
)

// soon lets the server plan for a caller who wants a page out of many rows.
const soon = "SET LOCAL cursor_tuple_fraction = 0.001"

// Cursor opens a cursor for a query, in one round trip. Each part of the rows takes one more.
func (w *Work) Cursor(ctx context.Context, text string, args ...any) (*Cursor, error) {
	if err := w.settleRows(); err != nil {
		return nil, err
	}
	w.cursors++
	name := fmt.Sprintf("rows_%d", w.cursors)
	w.queue.Queue(soon)
	w.queue.Queue(w.server.numbered.of("DECLARE "+name+" NO SCROLL CURSOR FOR "+text), args...)
	results, err := w.send(ctx, 0)
	if err != nil {
		return nil, err
	}
	return &Cursor{ctx: ctx, work: w, name: name, size: firstRows}, results.Close()
}

// Next goes to the next row. It returns false at the end or for an error.
func (c *Cursor) Next() bool {
	if c.part.Next() {
		return true
	}
	if c.end || c.part.err != nil {
		return false
	}
	if c.part.err = c.work.settleRows(); c.part.err != nil {
		return false
	}
	// The form of the rows is that of the cursor, and no statement that pgx remembers.
	stream, err := c.work.conn.Query(c.ctx, fmt.Sprintf("FETCH %d FROM %s", c.size, c.name), pgx.QueryExecModeExec)
	if err != nil {
		c.part.err = err
		return false
	}
	c.part = Rows{stream: stream}
	if c.part.fill(-1) != nil {
		return false
	}
	c.end, c.size = len(c.part.kept) < c.size, rowsAtOnce
	return c.part.Next()
}

// Scan writes the present row into variables, as [Rows.Scan] does.
func (c *Cursor) Scan(targets ...any) error { return c.part.Scan(targets...) }

// Err is the error that ended the rows, or nil.
func (c *Cursor) Err() error { return c.part.err }

// Close gives up the rest of the rows. The server forgets the cursor at the end of the
// transaction.
func (c *Cursor) Close() error {
	c.end = true
	return nil
}

package postgres

import (
	"database/sql"
	"fmt"
	"reflect"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// Rows are the rows of a query. The first ones are in memory; the others are read from
// the server when they are wanted.
type Rows struct {
	kept    [][]any
	row     []any
	next    int
	stream  pgx.Rows         // nil once everything is in memory
	results pgx.BatchResults // nil for the answers of Foresee
	err     error
}

// fill keeps up to a number of rows in memory, or all for -1.
func (r *Rows) fill(limit int) error {
	if r.stream == nil {
		return r.err
	}
	r.kept, r.next = r.kept[r.next:], 0
	for limit < 0 || len(r.kept) < limit {
		row, err := r.pull()
		if err != nil || row == nil {
			return err
		}
		r.kept = append(r.kept, row)
	}
	return nil
}

// pull reads one row from the server. It is nil at the end.
func (r *Rows) pull() ([]any, error) {
	if r.stream.Next() {
		row, err := r.stream.Values()
		if err != nil {
			r.err = err
		}
		return row, err
	}
	r.err = r.stream.Err()
	r.finish()
	return nil, r.err
}

func (r *Rows) finish() {
	r.stream.Close()
	r.stream = nil
	if r.results != nil {
		if err := r.results.Close(); r.err == nil {
			r.err = err
		}
	}
}

// Next goes to the next row. It returns false at the end or for an error.
func (r *Rows) Next() bool {
	if r.next < len(r.kept) {
		r.row = r.kept[r.next]
		r.kept[r.next] = nil
		r.next++
		return true
	}
	if r.stream == nil || r.err != nil {
		return false
	}
	row, err := r.pull()
	r.row = row
	return err == nil && row != nil
}

// Err is the error that ended the rows, or nil.
func (r *Rows) Err() error { return r.err }

// Close gives up the rest of the rows.
func (r *Rows) Close() error {
	if r.stream != nil {
		r.finish()
	}
	return nil
}

// Scan writes the present row into variables, as [sql.Rows.Scan] does. It knows the
// types of package store: text, whole numbers, bytes and truth, also of named types,
// any, and [sql.Scanner].
func (r *Rows) Scan(targets ...any) error {
	if len(targets) != len(r.row) {
		return fmt.Errorf("%d targets for %d columns", len(targets), len(r.row))
	}
	for n, target := range targets {
		if err := assign(target, plain(r.row[n])); err != nil {
			return fmt.Errorf("column %d: %w", n+1, err)
		}
	}
	return nil
}

// plain is a value as text, int64, []byte, bool or nil.
func plain(value any) any {
	switch v := value.(type) {
	case int16:
		return int64(v)
	case int32:
		return int64(v)
	case pgtype.Numeric:
		if whole, err := v.Int64Value(); err == nil && whole.Valid {
			return whole.Int64
		}
		return nil
	}
	return value
}

func assign(target, value any) error {
	switch t := target.(type) {
	case *any:
		*t = value
		return nil
	case sql.Scanner:
		return t.Scan(value)
	}
	to := reflect.ValueOf(target).Elem()
	switch v := value.(type) {
	case nil:
		if to.Kind() == reflect.Slice {
			to.SetZero()
			return nil
		}
	case string:
		switch {
		case to.Kind() == reflect.String:
			to.SetString(v)
			return nil
		case to.Kind() == reflect.Slice && to.Type().Elem().Kind() == reflect.Uint8:
			to.SetBytes([]byte(v))
			return nil
		}
	case []byte:
		if to.Kind() == reflect.Slice && to.Type().Elem().Kind() == reflect.Uint8 {
			to.SetBytes(v)
			return nil
		}
	case int64:
		switch {
		case to.CanInt():
			if to.OverflowInt(v) {
				return fmt.Errorf("%d is too large for %s", v, to.Type())
			}
			to.SetInt(v)
			return nil
		case to.Kind() == reflect.Bool:
			to.SetBool(v != 0)
			return nil
		case to.CanFloat():
			to.SetFloat(float64(v))
			return nil
		}
	case bool:
		if to.Kind() == reflect.Bool {
			to.SetBool(v)
			return nil
		}
	case float64:
		if to.CanFloat() {
			to.SetFloat(v)
			return nil
		}
	}
	return fmt.Errorf("%T does not fit %s", value, to.Type())
}

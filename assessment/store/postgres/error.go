package postgres

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"assay/assessment"
)

// Saying says what an error of the server means. It is nil for one that needs no words
// of its own.
func Saying(err error) *assessment.Error {
	said := func(code assessment.Code, c assessment.Case, text string) *assessment.Error {
		return &assessment.Error{Code: code, Case: c, Message: text, Cause: err}
	}
	var told *pgconn.PgError
	if !errors.As(err, &told) {
		switch {
		case unsafeTLS(err):
			return said(assessment.Unwritten, assessment.ServerUntrusted, "the database server cannot be trusted: "+innermost(err).Error())
		case Lost(err):
			return said(assessment.Unwritten, assessment.ConnectionLost, lostWords(err))
		}
		return nil
	}
	switch told.Code {
	case "42501": // insufficient_privilege
		return said(assessment.Unwritten, assessment.ServerRefused, "this login may not do that on the database server: "+told.Message)
	case "28P01": // invalid_password
		return said(assessment.Failed, assessment.LoginRefused, "the database server refused the login or its password: "+told.Message)
	case "3D000": // invalid_catalog_name
		return said(assessment.NotFound, assessment.NoSuchDatabase, "the database server has no such database: "+told.Message)
	case "53100": // disk_full
		return said(assessment.Unwritten, assessment.DiskFull, "the disk of the database server is full")
	case "58030": // io_error
		return said(assessment.Unwritten, assessment.DiskFailing, "the disk of the database server failed")
	case "25006": // read_only_sql_transaction
		return said(assessment.Unwritten, assessment.OnStandby, "the database server may only be read, as a standby or by a setting of this login")
	case "53300": // too_many_connections
		return said(assessment.Unwritten, assessment.ServerBusy, "the database server takes no more connections: "+told.Message)
	case "57P03": // cannot_connect_now
		return said(assessment.Unwritten, assessment.ServerBusy, "the database server takes no connections yet: "+told.Message)
	case "XX001", "XX002": // data_corrupted, index_corrupted
		return said(assessment.Damaged, "", "the database is damaged: "+told.Message)
	case "42P05", "26000": // duplicate_prepared_statement, invalid_sql_statement_name
		return said(assessment.Failed, assessment.Pooled, "a pooler in transaction mode stands before the database server: "+told.Message)
	case "57014": // query_canceled
		return said(assessment.Locked, assessment.StatementStopped, "the database server stopped before it was done: "+told.Message)
	case "55P03", "40001", "40P01": // lock_not_available, and what is tried again
		return said(assessment.Locked, "", "other people are writing to the database")
	}
	switch class := told.Code[:min(2, len(told.Code))]; {
	case class == "28": // invalid_authorization_specification
		return said(assessment.Failed, assessment.LoginRefused, "the database server refused the login: "+told.Message)
	case lostCode(told.Code):
		return said(assessment.Unwritten, assessment.ConnectionLost, "the database server ended the connection: "+told.Message)
	}
	return said(assessment.Failed, "", "the database server failed: "+strings.TrimSpace(told.Message))
}

// unsafeTLS reports whether a connection did not come about because the server has no TLS,
// or no certificate that fits.
func unsafeTLS(err error) bool {
	var refused *pgconn.ConnectError
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	return errors.As(err, &refused) && (errors.As(err, &certificate) || errors.As(err, &record) || errors.As(err, &alert) ||
		strings.Contains(err.Error(), "server refused TLS"))
}

// Silent says that a server did not answer in time.
func Silent(err error) *assessment.Error {
	text := "the database server does not answer"
	if Unreached(err) {
		text = lostWords(err)
	}
	return &assessment.Error{Code: assessment.Unwritten, Case: assessment.ConnectionLost, Message: text, Cause: err}
}

// Unreached reports whether an error means that no connection came about.
func Unreached(err error) bool {
	var refused *pgconn.ConnectError
	return errors.As(err, &refused)
}

// lostWords says whether no connection came about, and why, or one that there was is gone.
func lostWords(err error) string {
	if !Unreached(err) {
		return "the connection to the database server was lost"
	}
	why := innermost(err).Error()
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		why = "it does not answer"
	case errors.Is(err, pgconn.ErrReadOnlyConnection):
		why = "each server of the address is a standby, or may only be read"
	}
	return "the database server cannot be reached: " + why
}

// innermost is the error at the end of a chain; of several, it follows the first.
func innermost(err error) error {
	for {
		var within error
		switch e := err.(type) { //nolint:errorlint // it goes through the chain itself
		case interface{ Unwrap() error }:
			within = e.Unwrap()
		case interface{ Unwrap() []error }:
			if all := e.Unwrap(); len(all) > 0 {
				within = all[0]
			}
		}
		if within == nil {
			return err
		}
		err = within
	}
}

// Lost reports whether an error means that the connection is gone. What was sent in the
// meantime may have happened or not.
func Lost(err error) bool {
	var told *pgconn.PgError
	if errors.As(err, &told) {
		return lostCode(told.Code)
	}
	if errors.Is(err, context.Canceled) || err == nil {
		return false
	}
	var network net.Error
	return errors.As(err, &network) || Unreached(err) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || pgconn.SafeToRetry(err) || strings.Contains(err.Error(), "conn closed")
}

// lostCode reports whether the server ends the connection, or takes no new one for now.
func lostCode(code string) bool {
	switch code {
	case "57P01", "57P02", "57P03", "57P05", "53300", "25P03", "25P04": // shutdown, crash, start, idle, too many, idle in transaction
		return true
	}
	return strings.HasPrefix(code, "08")
}

// Again reports whether the server undid a transaction that met another one, so that it
// can be run again: serialization_failure, deadlock_detected, or unique_violation. The last
// comes where two people record the same id at once, and neither sees that of the other.
func Again(err error) bool {
	var told *pgconn.PgError
	return errors.As(err, &told) && (told.Code == "40001" || told.Code == "40P01" || told.Code == "23505")
}

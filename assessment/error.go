package assessment

import (
	"errors"
	"fmt"
)

// Code says what sort of thing went wrong, for programs.
type Code string

// The codes. The command line makes its exit codes from them.
const (
	Invalid   Code = "invalid"   // the input cannot be accepted
	Refused   Code = "refused"   // the rules forbid it
	NotFound  Code = "not_found" //
	Ambiguous Code = "ambiguous" // a name fits several things
	Conflict  Code = "conflict"  // somebody else changed it meanwhile
	Usage     Code = "usage"     // the call itself is wrong
	Unproven  Code = "unproven"  // a check failed: the thing is not proven
	Locked    Code = "locked"    // another program holds the database
	NotOurs   Code = "not_ours"  // not a database, or not one of this product
	Newer     Code = "newer"     // written by a newer version
	Damaged   Code = "damaged"   //
	Unwritten Code = "unwritten" // could not be written; nothing changed
	Failed    Code = "failed"    // anything else
)

// Error is an error for people: a sentence, and what to do about it.
type Error struct {
	Code    Code
	Message string // lower case, no full stop
	Hint    string // may be empty
	Cause   error  // for the log; may be nil
}

// Error is the message.
func (e *Error) Error() string { return e.Message }

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Errorf makes an Error. An %w in the format becomes its cause.
func Errorf(code Code, hint, format string, args ...any) error {
	wrapped := fmt.Errorf(format, args...)
	return &Error{Code: code, Message: wrapped.Error(), Hint: hint, Cause: errors.Unwrap(wrapped)}
}

// CodeOf is the code of the outermost Error in err's chain, Failed for other
// errors and empty for nil.
func CodeOf(err error) Code {
	var known *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &known):
		return known.Code
	}
	return Failed
}

// HintOf is the hint of the outermost Error in err's chain, if any.
func HintOf(err error) string {
	var known *Error
	if errors.As(err, &known) {
		return known.Hint
	}
	return ""
}

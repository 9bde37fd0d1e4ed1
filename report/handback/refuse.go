package handback

import (
	"assay/assessment"
)

// notOurs says that the file is no reply to a form of assay.
func notOurs(format string, a ...any) error {
	return assessment.Errorf(assessment.Invalid, format, a...).Because(assessment.NotAReply)
}

// cameBack says that the file is the form itself, without any answer.
func cameBack(format string, a ...any) error {
	return assessment.Errorf(assessment.Invalid, format, a...).Because(assessment.FormCameBack)
}

// unsafe says that the file could do harm.
func unsafe(format string, a ...any) error {
	return assessment.Errorf(assessment.Refused, format, a...).Because(assessment.ReplyUnsafe)
}

// encrypted says that the file needs a password.
func encrypted(format string, a ...any) error {
	return assessment.Errorf(assessment.Refused, format, a...).Because(assessment.ReplyEncrypted)
}

// broken says that the file was cut off or altered.
func broken(format string, a ...any) error {
	return assessment.Errorf(assessment.Invalid, format, a...).Because(assessment.ReplyBroken)
}

// tooLarge says that the file is beyond a limit.
func tooLarge(format string, a ...any) error {
	return assessment.Errorf(assessment.Invalid, format, a...).Because(assessment.TooLarge)
}

// about adds the name of the file to an error.
func about(name string, err error) error {
	known, is := err.(*assessment.Error) //nolint:errorlint // the errors of this package are not wrapped
	if !is {
		return assessment.Errorf(assessment.Failed, "%s cannot be read: %w", name, err)
	}
	told := *known
	told.Message = name + " is not taken: " + known.Message
	return &told
}

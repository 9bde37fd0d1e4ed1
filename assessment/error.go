package assessment

import (
	"errors"
	"fmt"
)

// Code is the kind of an error, for programs.
type Code string

// The codes. The command line derives its exit codes from them.
const (
	Invalid   Code = "invalid"   // the input is wrong
	Refused   Code = "refused"   // the rules forbid it
	NotFound  Code = "not_found" // there is no such thing
	Ambiguous Code = "ambiguous" // a name fits several things
	Conflict  Code = "conflict"  // somebody else changed it first
	Usage     Code = "usage"     // the call itself is wrong
	Unproven  Code = "unproven"  // a check failed
	Locked    Code = "locked"    // another program uses the database
	NotOurs   Code = "not_ours"  // not a database, or the database of another program
	Newer     Code = "newer"     // a newer version wrote the database
	Damaged   Code = "damaged"   // the stored data is broken
	Unwritten Code = "unwritten" // nothing could be written, so nothing changed
	Failed    Code = "failed"    // anything else
)

// Case names a situation in which an interface can tell the user how to go on. The
// command line answers with a flag or a command, the workbench with a key.
type Case string

// The cases, each with the values that [Error.About] holds.
const (
	NoEvaluator    Case = "no_evaluator"
	ReasonMissing  Case = "reason_missing"
	SubjectMissing Case = "subject_missing" // person or contract
	NoSuchItem     Case = "no_such_item"    // id of the questionnaire, then a similar id if there is one

	StatementMissing Case = "statement_missing" // of a sign-off
	WorkbenchFailed  Case = "workbench_failed"  // after a crash

	NameFitsNone    Case = "name_fits_none"    // candidates, if there are any
	NameFitsSeveral Case = "name_fits_several" // candidates
	NameTaken       Case = "name_taken"        // the name and the id of the vendor that has it
	NoAssessment    Case = "no_assessment"
	NoVendor        Case = "no_vendor"
	NoRFP           Case = "no_rfp"

	NothingInCommon   Case = "nothing_in_common" // assessments that share no question
	AnswerChanged     Case = "answer_changed"    // item
	AssessmentChanged Case = "assessment_changed"

	SetAsideByHand Case = "set_aside" // item
	SessionRunning Case = "session_running"
	FlagOfAction   Case = "flag_of_action"   // id of the action
	GradeOfAnother Case = "grade_of_another" // the scorer
	PanelIsClosed  Case = "panel_closed"     // item

	VendorBlocked  Case = "vendor_blocked"
	ActionMissing  Case = "action_missing"
	ChosenBlocked  Case = "chosen_blocked"  // vendor
	ChosenRejected Case = "chosen_rejected" // vendor
	WhyNotMissing  Case = "why_not_missing" // vendor
	RulesOfRFP     Case = "rules_of_rfp"    // title of the RFP
	RFPFixesRules  Case = "rfp_fixes_rules"

	VendorArchived      Case = "vendor_archived"      // its name
	JournalsApart       Case = "journals_apart"       // id of the assessment, vendor or RFP
	AssessmentWithdrawn Case = "assessment_withdrawn" // its id

	NoTerminal     Case = "no_terminal"
	DumbTerminal   Case = "dumb_terminal"
	ZoneUnnamed    Case = "zone_unnamed"
	OutcomeUnknown Case = "outcome_unknown"
	Unreadable     Case = "unreadable"
	ReadOnly       Case = "read_only"
	IsFolder       Case = "is_folder" // its path
	EmptyFile      Case = "empty_file"
	FileExists     Case = "file_exists" // somewhere else than in the database
	NotAFile       Case = "not_a_file"  // a pipe, a device, a folder
	TooLarge       Case = "too_large"
	UnsafeName     Case = "unsafe_name"   // of a file, from outside: it leads elsewhere, or hides it
	WrongKey       Case = "wrong_key"     // it does not open the backup
	BackupBroken   Case = "backup_broken" // or no backup
	BackupForeign  Case = "backup_foreign"
	NotADatabase   Case = "not_a_database"
	DatabaseGone   Case = "database_gone" // but its log is there
	FileBroken     Case = "file_broken"   // nothing in it can be read
	DiskFull       Case = "disk_full"
	DiskFailing    Case = "disk_failing"
	Leftovers      Case = "leftovers" // files that nothing needs
	NoLocks        Case = "no_locks"  // as on a network share

	ConnectionLost    Case = "connection_lost"     // to the database server
	ServerBusy        Case = "server_busy"         // the database server takes no more connections, or none yet
	ServerUntrusted   Case = "server_untrusted"    // its certificate, or no TLS at all
	ServerRefused     Case = "server_refused"      // the server refuses the role a right
	LoginRefused      Case = "login_refused"       // by the database server
	NoSuchDatabase    Case = "no_such_database"    // on the database server
	OnStandby         Case = "on_standby"          // where nobody can record
	Pooled            Case = "pooled"              // by a program that forgets prepared statements
	StatementStopped  Case = "statement_stopped"   // by a limit of the database server
	AddressIncomplete Case = "address_incomplete"  // it names a service or a file that does not exist
	PasswordInAddress Case = "password_in_address" // of a database server
	UnsafeCommit      Case = "unsafe_commit"       // the setting of the server that may lose answers
	OwnerNeeded       Case = "owner_needed"        // of the tables, to make or change them
	PersonFixed       Case = "person_fixed"        // the login that names the person

	NotAPerson        Case = "not_a_person"       // the name, which is not among the people of the record
	NotAllowed        Case = "not_allowed"        // the act, which the roles of the person do not include
	SoleEvaluator     Case = "sole_evaluator"     // the person, who alone evaluated
	KeptApart         Case = "kept_apart"         // the rule of the record
	NotInPerson       Case = "not_in_person"      // the other person, who must record it
	KeyOfAnother      Case = "key_of_another"     // the person who has the key
	KeyUnfit          Case = "key_unfit"          // a key that cannot be used
	KeyPrivate        Case = "key_private"        // a private key in place of a public one
	LastAdministrator Case = "last_administrator" // the person
	PersonKnown       Case = "person_known"       // the name, which a person of the record has
	NoSuchPerson      Case = "no_such_person"     // the name

	RecordDamaged Case = "record_damaged"
	TableOutdated Case = "table_outdated"

	WrongPassphrase Case = "wrong_passphrase" // of a key that signs
	SignerUnknown   Case = "signer_unknown"   // nobody vouches for the key
	NoLatinName     Case = "no_latin_name"    // names that a report cannot draw
	CodeDiffers     Case = "code_differs"     // of a receipt, from the journal
	EvidenceMissing Case = "evidence_missing" // its file
	EvidenceChanged Case = "evidence_changed" // its file
	NoDesktop       Case = "no_desktop"       // that could open a file

	NotAReply      Case = "not_a_reply"     // to a form that we sent
	FormCameBack   Case = "form_came_back"  // it has no answers of the vendor
	ReplyUnsafe    Case = "reply_unsafe"    // it could do harm
	ReplyEncrypted Case = "reply_encrypted" // it needs a password
	ReplyBroken    Case = "reply_broken"    // cut off, or altered
	NotOpenedHere  Case = "not_opened_here" // a kind of file that can run programs

	AnotherVendor        Case = "another_vendor"         // the vendor of the form
	AnotherAssessment    Case = "another_assessment"     // the assessment of the form
	AnotherQuestionnaire Case = "another_questionnaire"  // the questionnaire of the form
	NoSuchLine           Case = "no_such_line"           // of a reply
	LineHeldBack         Case = "line_held_back"         // the line of a reply
	LineWithPatientData  Case = "line_with_patient_data" // the line of a reply

	LooksLikePatientData Case = "looks_like_patient_data" // id of the assessment or vendor

	AnchorRestarted Case = "anchor_restarted"
	EventsMissing   Case = "events_missing" // the anchor knows of them
	OpenedReadOnly  Case = "opened_read_only"
	LogUnread       Case = "log_unread"     // path of the database
	NotAdopted      Case = "not_adopted"    // a copy of a database
	BodyCounts      Case = "body_counts"    // the present state stands on it
	TracesRemain    Case = "traces_remain"  // of a struck body, in the files
	OpenToOthers    Case = "open_to_others" // path, and the mode that shuts others out
	GrantTooWide    Case = "grant_too_wide" // the statement that takes the right on the server back
)

// Error is an error for people: a sentence, and the case that lets each
// interface add how to go on in its own words.
type Error struct {
	Code    Code
	Case    Case     // empty if no interface has anything to add
	About   []string // the values of the case
	Message string   // lower case, no full stop, no flag, no key
	Cause   error    // may be nil
}

// Error is the message.
func (e *Error) Error() string { return e.Message }

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Errorf makes an Error. If the format has a %w, that error is the cause.
func Errorf(code Code, format string, args ...any) *Error {
	wrapped := fmt.Errorf(format, args...)
	return &Error{Code: code, Message: wrapped.Error(), Cause: errors.Unwrap(wrapped)}
}

// Because adds the case and its values.
func (e *Error) Because(c Case, about ...string) *Error {
	e.Case, e.About = c, about
	return e
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

// AboutOf are the values of the case of the outermost Error in err's chain.
func AboutOf(err error) []string {
	var known *Error
	if errors.As(err, &known) {
		return known.About
	}
	return nil
}

// CaseOf is the case of the outermost Error in err's chain, if it has one.
func CaseOf(err error) Case {
	var known *Error
	if errors.As(err, &known) {
		return known.Case
	}
	return ""
}
